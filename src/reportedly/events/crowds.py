"""Crowds: where a place has more strands of a day than can all be compared with each other, few stand for many.

In a crowd, strands are taken in the order of their keys. The first ones that are not surely of one event with an
earlier one *lead*; each of the others *follows* the leader that it fits best, and goes where that goes. So a crowd
costs its strands times its leaders. Who leads depends on the set of strands alone, never on who came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from reportedly.events import blocking
from reportedly.events.strands import Strand

# More strands of one place and day than this are a crowd; so many of them lead at most.
SIZE, LEADERS = 50, 16
# Log odds that make a strand follow without having met any other. Sharing place, day and one thing more reaches them.
SURE = 3.5

Home = tuple[str, int]


def homes(strands: Iterable[Strand], judged: Mapping[str, str]) -> dict[Home, list[Strand]]:
    """The strands of each place and day. What people judged is in none: their word decides, not who leads."""
    found: dict[Home, list[Strand]] = {}
    for strand in strands:
        if (home := of(strand, judged)) is not None:
            found.setdefault(home, []).append(strand)
    return found


def of(strand: Strand, judged: Mapping[str, str]) -> Home | None:
    """Where a strand may be in a crowd."""
    if strand.unit is not None or (judged and any(claim.key in judged for claim in strand.claims)):
        return None
    return blocking.home(strand)


def led(crowd: Sequence[Strand], score: Callable[[Strand, Strand], float]) -> dict[str, Strand | None]:
    """For the key of each strand of a crowd that does not lead: the leader it follows; None: it fits none."""
    leaders: list[Strand] = []
    reports: list[set[str]] = []
    found: dict[str, Strand | None] = {}
    for strand in sorted(crowd, key=lambda one: one.key):
        best, most = None, 0.0
        for number, leader in enumerate(leaders):
            # What one report tells apart does not come together by following.
            if strand.document not in reports[number] and (fits := score(strand, leader)) > most:
                best, most = number, fits
        if len(leaders) < LEADERS and most < SURE:
            leaders.append(strand)
            reports.append({strand.document})
        elif best is None:
            found[strand.key] = None
        else:
            found[strand.key] = leaders[best]
            reports[best].add(strand.document)
    return found
