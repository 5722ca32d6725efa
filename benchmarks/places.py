"""How well place names are found in texts and set on the map, beside what the gazetteer would allow.

usage: python benchmarks/places.py FILE.jsonl [--errors] [--json]

Lines are `{"id", "text", "toponyms": [{"start", "end", "lat", "lon"}]}` with offsets in code points, end exclusive;
other
keys are ignored. Names of peoples ("Syrian") and rows without coordinates are left out, also of what was found.
Printed:
the share of the given names that were found and stand within 25 and 161 km (100 miles) of the given point, the same for
the ceiling (the nearest place that the gazetteer has under that name), and precision, recall and F1 of finding them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportedly import gazetteer, lexicon, passages
from reportedly.extract import places
from reportedly.extract.places import Found
from reportedly.extract.places.resolving import kilometres
from reportedly.language import sentences
from reportedly.model import Document, Published

Point = tuple[float, float]
NEAR, FAR = 25.0, 161.0


@dataclass(slots=True)
class Tally:
    given: int = 0
    found: int = 0
    predicted: int = 0
    right: int = 0
    within: dict[float, int] = field(default_factory=lambda: {NEAR: 0, FAR: 0})
    allowed: dict[float, int] = field(default_factory=lambda: {NEAR: 0, FAR: 0})
    errors: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        precision = self.right / self.predicted if self.predicted else 0.0
        recall = self.found / self.given if self.given else 0.0
        share = {km: self.within[km] / self.given if self.given else 0.0 for km in self.within}
        ceiling = {km: self.allowed[km] / self.given if self.given else 0.0 for km in self.allowed}
        return {
            "names": self.given,
            "within_25km": share[NEAR],
            "within_161km": share[FAR],
            "ceiling_25km": ceiling[NEAR],
            "ceiling_161km": ceiling[FAR],
            "of_ceiling_161km": share[FAR] / ceiling[FAR] if ceiling[FAR] else 0.0,
            "found_precision": precision,
            "found_recall": recall,
            "found_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        }


def measure(path: Path) -> Tally:
    tally = Tally()
    with path.open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            _measure_text(json.loads(line), tally)
    return tally


def _measure_text(row: dict[str, Any], tally: Tally) -> None:
    text = row["text"]
    document = Document(str(row.get("id")), text, "", Published(None, None), title=row.get("title"))
    found = [place for line in places.read(sentences(document, passages.split(document))).sentences for place in line]
    left_out = []
    for toponym in row["toponyms"]:
        start, end = toponym["start"], toponym["end"]
        if _is_people(text[start:end]) or toponym.get("lat") is None or toponym.get("lon") is None:
            left_out.append((start, end))
            continue
        point = (float(toponym["lat"]), float(toponym["lon"]))
        tally.given += 1
        match = next((place for place in found if place.name.start < end and start < place.name.end), None)
        tally.found += match is not None
        here = (match.entry.latitude, match.entry.longitude) if match is not None and match.entry else None
        best = min((kilometres(point, candidate) for candidate in _candidates(text[start:end])), default=None)
        for km in (NEAR, FAR):
            tally.within[km] += here is not None and kilometres(point, here) <= km
            tally.allowed[km] += best is not None and best <= km
        if here is None or kilometres(point, here) > FAR:
            tally.errors.append(_told(text, start, end, match, best))
    given = [(toponym["start"], toponym["end"]) for toponym in row["toponyms"]]
    for place in found:
        if any(place.name.start < end and start < place.name.end for start, end in left_out):
            continue
        tally.predicted += 1
        if any(place.name.start < end and start < place.name.end for start, end in given):
            tally.right += 1
        else:
            tally.errors.append("extra  " + _told(text, place.name.start, place.name.end, place, None))


def _is_people(words: str) -> bool:
    demonyms = lexicon.table("en", "places_demonyms")
    wide = lexicon.table("en", "places")["peoples"]
    return any(words.lower() in forms for forms in (*demonyms.values(), wide))


def _candidates(name: str) -> Iterator[Point]:
    bare = name.removesuffix("'s").removesuffix("’s")
    for hit in (*gazetteer.named(bare), *(gazetteer.spelled_like(bare) if not gazetteer.named(bare) else ())):
        yield hit.entry.latitude, hit.entry.longitude


def _told(text: str, start: int, end: int, found: Found | None, best: float | None) -> str:
    around = text[max(0, start - 40) : end + 40].replace("\n", " ")
    read = f"{found.entry.id} {found.entry.name}" if found and found.entry else "no entry" if found else "not found"
    return f"{text[start:end]!r}: {read}; nearest namesake {best if best is None else round(best)} km: …{around}…"


def main(arguments: list[str]) -> None:
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    if len(paths) != 1:
        sys.exit(__doc__)
    tally = measure(paths[0])
    if "--json" in arguments:
        print(json.dumps(tally.figures()))
    else:
        for name, figure in tally.figures().items():
            print(f"{name:18} {figure if isinstance(figure, int) else format(figure, '.3f')}")
    if "--errors" in arguments:
        print("\n".join(tally.errors))


if __name__ == "__main__":
    main(sys.argv[1:])
