"""Groups the claims of reports into events and compares the reports' main events with a coder's.

usage: python -m benchmarks.events REPORTS.jsonl GOLD.jsonl [--all] [--errors] [--fit [--write]]
       python -m benchmarks.events --scale CLAIMS [CLAIMS …]

GOLD.jsonl holds lines `{"document", "event"}`; reports without an event (null) are grouped and not scored. Printed are
B-cubed and pairwise precision, recall and F1, beside two baselines: each report alone, and reports with the same day
and the same words for the place. `--all` groups every report of REPORTS.jsonl, not only those of the gold. `--fit`
fits the weights of src/reportedly/events/weights.toml again and measures them on held-out events. `--scale` groups so
many generated claims and prints seconds, memory and the exponent of the cost. The exit status is 1 when a bar is
missed (for any gold: pairwise F1 .70 and B-cubed F1 .85).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import events_fit, events_scale, events_tables
from reportedly import events, evidencing, gazetteer
from reportedly.copies import Index, Kind, Verdict, compare, sketch
from reportedly.errors import InputError
from reportedly.evidence import Evidence, Reuse
from reportedly.ingest import load
from reportedly.model import Document, Reading
from reportedly.pipeline import read_all

PAIRWISE, B_CUBED = 0.70, 0.85


class Score(NamedTuple):
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def told(self) -> str:
        return f"{self.f1:.3f} (precision {self.precision:.3f}, recall {self.recall:.3f})"


def b_cubed(found: Mapping[str, str], gold: Mapping[str, str]) -> Score:
    """For each report the share of its group that is of its event, and of its event that is in its group.

    >>> b_cubed({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"}).precision
    1.0
    """
    groups, classes = _members(found), _members(gold)
    shared = {document: len(groups[found[document]] & classes[gold[document]]) for document in gold}
    return Score(
        sum(shared[one] / len(groups[found[one]]) for one in gold) / len(gold),
        sum(shared[one] / len(classes[gold[one]]) for one in gold) / len(gold),
    )


def pairwise(found: Mapping[str, str], gold: Mapping[str, str]) -> Score:
    """Of the pairs of reports put together, those that belong so; of those that belong so, those put together."""
    together = right = wanted = 0
    for one, other in combinations(sorted(gold), 2):
        is_found, is_gold = found[one] == found[other], gold[one] == gold[other]
        together, wanted, right = together + is_found, wanted + is_gold, right + (is_found and is_gold)
    return Score(right / together if together else 1.0, right / wanted if wanted else 1.0)


def _members(labels: Mapping[str, str]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for document, label in labels.items():
        members[label].add(document)
    return members


@dataclass(frozen=True)
class Data:
    """The claims of every report, the gold's events by report (None: no event), and its tolls, where it has them."""

    reports: dict[str, tuple[Evidence, ...]]
    gold: dict[str, str | None]
    readings: dict[str, Reading]
    tolls: dict[str, list[dict[str, str | None]]]

    @property
    def scored(self) -> dict[str, str]:
        return {document: event for document, event in self.gold.items() if event is not None}


def read(reports: Path, gold: Path, everything: bool = False) -> Data:
    """Reads the reports of the gold, or all; what copies which is found as at intake."""
    rows = _rows(gold)
    events_of = {row["document"]: row["event"] for row in rows}
    documents = []
    for loaded in load([str(reports)]):
        if isinstance(loaded, InputError):
            print(f"left out: {loaded}", file=sys.stderr)
        if isinstance(loaded, Document) and (everything or loaded.id in events_of):
            documents.append(loaded)
    missing = events_of.keys() - {document.id for document in documents}
    if missing:
        sys.exit(f"{reports} lacks {len(missing)} reports of the gold: {', '.join(sorted(missing)[:5])}")
    readings = list(read_all(documents))
    reused = copied(readings)
    found = {reading.document.id: evidencing.evidence(reading, reused) for reading in readings}
    tolls = {row["document"]: row.get("tolls", []) for row in rows}
    return Data(found, events_of, {reading.document.id: reading for reading in readings}, tolls)


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return rows


def copied(readings: Iterable[Reading]) -> dict[str, tuple[Reuse, str]]:
    """What every claim in reused text is to its twin, the reports taken in the order in which they came out."""
    index: Index[str] = Index()
    known: dict[str, Reading] = {}
    found: dict[str, tuple[Reuse, str]] = {}
    for reading in sorted(readings, key=lambda one: (str(one.document.published.day), one.document.id)):
        made = sketch(reading.document.text)
        for other in sorted(index.candidates(made)):
            reuse = compare(reading, known[other])
            if reuse is None or reuse.kind not in (Kind.COPY, Kind.PARTIAL, Kind.UPDATE):
                continue
            for pair in reuse.claims:
                if pair.verdict is not Verdict.OTHER and pair.one not in found:
                    found[pair.one] = (Reuse(pair.verdict.value), pair.other)
        index.add(reading.document.id, made)
        known[reading.document.id] = reading
    return found


def main_events(reports: Mapping[str, Sequence[Evidence]]) -> dict[str, str]:
    """The anchor of each report's main event; a report without a claim is alone."""
    grouped = events.group([claim for claims in reports.values() for claim in claims])
    event_of = {member.key: event.anchor for event in grouped for member in event.members}
    found = {}
    for document, claims in reports.items():
        main = events.main(claims)
        found[document] = event_of[main.key] if main else f"alone:{document}"
    return found


def same_date_and_place(reports: Mapping[str, Sequence[Evidence]]) -> dict[str, str]:
    """The baseline: reports whose main claims have one day (or came out on one) and one place by its words."""
    found = {}
    for document, claims in reports.items():
        main = events.main(claims)
        if main is None or main.place is None:
            found[document] = f"alone:{document}"
            continue
        place = main.toponym.gazetteer_id if main.toponym else gazetteer.fold(main.place)
        found[document] = f"{main.date_from or main.published}|{place}"
    return found


def measure(data: Data) -> dict[str, tuple[Score, Score]]:
    """Pairwise and B-cubed for what was found and for the baselines."""
    ways = {
        "events": main_events(data.reports),
        "same date and place": same_date_and_place(data.reports),
        "each alone": {document: document for document in data.reports},
    }
    return {name: (pairwise(found, data.scored), b_cubed(found, data.scored)) for name, found in ways.items()}


def told_errors(data: Data) -> None:
    """The events of the gold that were split, or mixed with others."""
    found, gold = main_events(data.reports), data.scored
    for event, documents in sorted(_members(gold).items()):
        parts = Counter(found[document] for document in documents)
        mixed = {other: gold[other] for other in gold if found[other] in parts and gold[other] != event}
        if len(parts) > 1 or mixed:
            print(f"{event}: {len(documents)} reports")
            for part, count in parts.most_common():
                beside = sorted({one for other, one in mixed.items() if found[other] == part})
                print(f"    {count} in {part}" + (f", with {', '.join(beside)}" if beside else ""))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path, nargs="?")
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--write", action="store_true", help="with --fit: writes the weights")
    parser.add_argument("--scale", type=int, nargs="+", metavar="CLAIMS")
    options = parser.parse_args(argv)
    if options.scale:
        return events_scale.told(options.scale)
    if not options.reports or not options.gold:
        parser.error("name the reports and the gold, or --scale")
    data = read(options.reports, options.gold, options.all)
    if options.fit:
        events_fit.fit(data.reports, data.gold, options.write, lambda part: _held_out(data, part))
        return 0
    scores = measure(data)
    print(f"{len(data.scored)} reports with an event, {len(set(data.scored.values()))} events")
    for name, (pairs, cubed) in scores.items():
        print(f"{name:20} pairwise F1 {pairs.told()}   B-cubed F1 {cubed.told()}")
    found = events_tables.tolls(data.readings, data.reports, data.scored, data.tolls)
    if found:
        events_tables.told(found, options.errors)
    if options.errors:
        told_errors(data)
    pairs, cubed = scores["events"]
    missed = pairs.f1 < PAIRWISE or cubed.f1 < B_CUBED or math.isnan(pairs.f1)
    return int(missed)


def _held_out(data: Data, documents: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is found for some reports alone, and the gold of those."""
    reports = {document: data.reports[document] for document in documents}
    return main_events(reports), {document: data.scored[document] for document in reports}


if __name__ == "__main__":
    sys.exit(main())
