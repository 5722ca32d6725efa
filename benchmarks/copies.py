"""How well copies and updates are found among many reports, and how fast.

usage: python -m benchmarks.copies [COUNT] [--copies N] [--updates N] [--forms N] [--seed N] [--errors]

Reports of benchmarks/generate.py arrive one by one; each is looked up among those before it and compared with its
candidates, in one process. Making the reports and reading them is not timed. A planted copy is found when its pair is
called a copy or partial; any other pair called so is wrong. The exit status is 1 when a bar is missed: precision .99,
recall .97, no update and no daily form marked as a copy, and, for 50,000 reports, two minutes of one core.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.generate import Generated, documents
from reportedly import copies
from reportedly.copies import Kind, Reuse, Verdict
from reportedly.model import Reading

PRECISION, RECALL, PER_DOCUMENT = 0.99, 0.97, 120 / 50_000


@dataclass
class Figures:
    """What was found, and what was there."""

    reports: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    updates_as_copies: int = 0
    claims_as_copies: int = 0
    forms_as_copies: int = 0
    updated: int = 0
    directions: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong)) if self.right else 0.0

    @property
    def recall(self) -> float:
        return sum(self.found.values()) / max(1, sum(n for kind, n in self.planted.items() if kind.startswith("copy")))

    def missed_bars(self, timed: bool = True) -> list[str]:
        """The bars that were missed, in words. Small runs are not timed."""
        bars = {
            f"precision {self.precision:.3f}, at least {PRECISION} wanted": self.precision < PRECISION,
            f"recall {self.recall:.3f}, at least {RECALL} wanted": self.recall < RECALL,
            f"{self.updates_as_copies} updates marked as copies": self.updates_as_copies > 0,
            f"{self.claims_as_copies} changed claims marked as copies": self.claims_as_copies > 0,
            f"{self.forms_as_copies} daily forms marked as copies": self.forms_as_copies > 0,
            f"{self.seconds:.0f} s, at most {self.reports * PER_DOCUMENT:.0f} wanted":
                timed and self.seconds > self.reports * PER_DOCUMENT,
        }  # fmt: skip
        return [words for words, missed in bars.items() if missed]


def measure(made: Iterable[Generated]) -> Figures:
    """Looks up and compares report after report."""
    figures, index = Figures(), copies.Index[str]()
    known: dict[str, Generated] = {}
    readings: dict[str, Reading] = {}
    for generated in made:
        assert generated.document
        figures.reports += 1
        figures.planted[generated.kind] += 1
        readings[generated.id] = reading = generated.reading()
        start = time.process_time()
        sketch = copies.sketch(generated.document.text)
        candidates = index.candidates(sketch)
        index.add(generated.id, sketch)
        found = (copies.reused(readings[each], reading) for each in candidates)
        reuses = [reuse for reuse in found if reuse]
        figures.seconds += time.process_time() - start
        figures.compared += len(candidates)
        known[generated.id] = generated
        _count(figures, generated, reuses, known)
    return figures


def _count(figures: Figures, generated: Generated, reuses: Iterable[Reuse], known: dict[str, Generated]) -> None:
    found = False
    for reuse in reuses:
        other = known[reuse.one if reuse.other == generated.id else reuse.other]
        figures.claims_as_copies += _changed_but_copied(reuse, generated, other)
        if generated.update_of == other.id:
            figures.updates_as_copies += reuse.copied
            figures.updated += reuse.kind is Kind.UPDATE
        figures.forms_as_copies += reuse.copied and {generated.kind, other.kind} == {"form"}
        if generated.copy_of == other.id and reuse.copied:
            found = True
            figures.right += 1
            figures.directions[_direction(reuse, other)] += 1
        elif reuse.copied:
            figures.wrong.append(f"{generated.id} ({generated.kind}) {reuse.kind} {other.id} ({other.kind})")
    if generated.copy_of:
        figures.found[generated.kind] += found
        if not found:
            kinds = [f"{reuse.kind} {reuse.one} {reuse.other}" for reuse in reuses]
            figures.missed.append(f"{generated.id} ({generated.kind}) of {generated.copy_of}: {kinds}")


def _direction(reuse: Reuse, original: Generated) -> str:
    if reuse.original is None:
        return "undecided"
    return "right" if reuse.original == original.id else "wrong"


def _changed_but_copied(reuse: Reuse, one: Generated, other: Generated) -> int:
    """Claims called copies although what was planted differs."""
    truth = {
        claim.key: (told.event.harm, told.low, told.hedge, told.event.town, told.event.day, told.origin)
        for made in (one, other)
        for claim, told in zip(made.claims(), made.told, strict=True)
    }
    return sum(
        truth[pair.one] != truth[pair.other] for pair in reuse.claims if pair.verdict is Verdict.COPY
    )  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=50_000)
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--updates", type=int, default=200)
    parser.add_argument("--forms", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="list what was missed and what was wrong")
    options = parser.parse_args(arguments)
    made = documents(
        options.count, options.seed, copies=options.copies, updates=options.updates, forms=options.forms
    )  # fmt: skip
    figures = measure(made)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    per_document = figures.seconds / figures.reports * 1000
    print(f"{figures.reports:,} reports, {figures.compared:,} comparisons; {memory:,.0f} MB, the reports included")
    print(f"time        {figures.seconds:7.1f} s of one core, {per_document:.2f} ms a report")
    print(f"precision   {figures.precision:7.3f}   {figures.right} right, {len(figures.wrong)} wrong")
    print(f"recall      {figures.recall:7.3f}   {sum(figures.found.values())} of {options.copies}")
    for kind in sorted(figures.found):
        print(f"  {kind:<16} {figures.found[kind]:>4} of {figures.planted[kind]}")
    print(f"direction   {dict(sorted(figures.directions.items()))}")
    print(f"updates     {figures.updated} of {options.updates} found; {figures.updates_as_copies} marked as copies")
    print(f"claims      {figures.claims_as_copies} changed ones marked as copies")
    print(f"forms       {figures.forms_as_copies} marked as copies")
    if options.errors:
        print(*figures.wrong, *figures.missed, sep="\n")
    missed = figures.missed_bars()
    print(*(f"MISSED: {words}" for words in missed), sep="\n", end="\n" if missed else "")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
