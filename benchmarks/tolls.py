"""How well the toll of a report's main event agrees with known tolls, each report read alone.

usage: python -m benchmarks.tolls FILE.jsonl [--profile P] [--errors] [--json]

FILE.jsonl holds lines `{"id", "text", "published", "outlet", "killed": [low, high] or null, "injured": …}`; a harm that
a line does not name is not scored, a bound may be null. Printed are, over the lines whose gold has a number, the shares
with both bounds right, with the point right (where the gold's bounds are equal: best, else the only number given), with
every number given inside the gold's bounds, and abstained from; and, over those whose gold has none, the share to which
no number was given. A figure that is only "about" stands for both bounds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reportedly import events, evidencing, profiles, tolls
from reportedly.errors import InputError, ReportedlyError
from reportedly.ingest import load
from reportedly.model import Document, Harm, Reading
from reportedly.pipeline import read_all
from reportedly.profiles import Profile
from reportedly.tolls import Line, Toll

HARMS = (Harm.KILLED, Harm.INJURED)
Bounds = tuple[int | None, int | None]


@dataclass
class Figures:
    """Counts over the lines of one harm. `none` and `none_right` are those whose gold has no number."""

    lines: int = 0
    bounds: int = 0
    points: int = 0
    point: int = 0
    within: int = 0
    abstained: int = 0
    none: int = 0
    none_right: int = 0

    def add(self, gold: Bounds, line: Line | None) -> bool:
        """Takes one line in; says whether all of it was right."""
        given, point = numbers(line)
        known = [number for number in (*given, point) if number is not None]
        if gold == (None, None):
            self.none += 1
            self.none_right += not known
            return not known
        self.lines += 1
        self.bounds += given == gold
        self.abstained += not known
        self.within += bool(known) and all(_inside(number, gold) for number in known)
        if gold[0] is not None and gold[0] == gold[1]:
            self.points += 1
            self.point += point == gold[0]
        return given == gold

    def told(self, harm: str) -> str:
        return (
            f"{harm:<8} {self.lines:>6} {_share(self.bounds, self.lines):>12} {_share(self.point, self.points):>12} "
            f"{_share(self.within, self.lines):>8} {_share(self.abstained, self.lines):>10} "
            f"{self.none:>8} {_share(self.none_right, self.none):>10}"
        )


HEAD = "harm      lines  both bounds        point   within  abstained  no gold none given"


def numbers(line: Line | None) -> tuple[Bounds, int | None]:
    """Low and high, and the point: the best estimate, else the only number that a line gives."""
    if line is None or not line.known:
        return (None, None), None
    low, best, high = line.low, line.best, line.high
    if low is None and high is None:
        low = high = best  # "about N", or a profile of one number.
    given = {number for number in (low, high) if number is not None}
    point = best if best is not None else next(iter(given)) if len(given) == 1 else None
    return (low, high), point


def main_toll(reading: Reading, profile: Profile) -> Toll | None:
    """The toll of the event that a report tells of first of all; None where it makes no claim."""
    evidence = evidencing.evidence(reading)
    main = events.main(evidence)
    if main is None:
        return None
    event = next(one for one in events.group(evidence) if any(member.key == main.key for member in one.members))
    return tolls.reconcile(event, evidence, profile)


def measure(path: Path, profile: Profile) -> tuple[dict[str, Figures], list[str]]:
    """The figures by harm, and a line of text for each error."""
    gold = {str(row["id"]): row for row in _rows(path)}
    figures = {harm.value: Figures() for harm in HARMS}
    errors = []
    for reading in read_all(_documents(path, gold.keys())):
        row = gold[reading.document.id]
        toll = main_toll(reading, profile)
        for harm in HARMS:
            if harm.value not in row:
                continue
            line = toll.line(harm) if toll else None
            if not figures[harm.value].add(_bounds(row[harm.value]), line):
                given = numbers(line)
                errors.append(f"{row['id']} {harm.value}: gold {row[harm.value]}, found {list(given[0])}, {given[1]}")
    return figures, errors


def _documents(path: Path, wanted: Iterable[str]) -> Iterator[Document]:
    left = set(wanted)
    for loaded in load([str(path)]):
        if isinstance(loaded, InputError):
            print(f"left out: {loaded}", file=sys.stderr)
        elif isinstance(loaded, Document) and loaded.id in left:
            left.discard(loaded.id)
            yield loaded


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = json.loads(line)
            if "id" not in row or "text" not in row:
                raise InputError(f"{path}:{number}", "an id and a text were expected")
            if row.get("published"):
                date.fromisoformat(row["published"])
            yield row


def _bounds(gold: Sequence[int | None] | None) -> Bounds:
    return (None, None) if gold is None else (gold[0], gold[1])


def _inside(number: int, gold: Bounds) -> bool:
    return (gold[0] is None or gold[0] <= number) and (gold[1] is None or number <= gold[1])


def _share(count: int, of: int) -> str:
    return f"{count / of:.1%}" if of else "–"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--profile", default="strict", help="a profile's name, or the path of a file")
    parser.add_argument("--errors", action="store_true", help="print every line that is not right")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    args = parser.parse_args()
    try:
        figures, errors = measure(args.file, profiles.load(args.profile))
    except ReportedlyError as error:
        print(error, file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps({"profile": args.profile, **{harm: asdict(one) for harm, one in figures.items()}}))
    else:
        print(HEAD, *(one.told(harm) for harm, one in figures.items() if one.lines or one.none), sep="\n")
    if args.errors:
        print(*errors, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
