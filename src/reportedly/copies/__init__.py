"""Syndicated and near-identical reports: found by sketches, confirmed by their words, read claim by claim.

`sketch` and `candidates` find whom a report is worth comparing with; `compare` says what two reports share, who took
it from whom, and which claims are copies, which updates by the same origin; `reused` says so where it is news, and is
done sooner where it is not. A copy is no confirmation: docs/copies.md.
"""

from reportedly.copies.comparing import NEWS, Kind, Reuse, Stretch, compare, reused
from reportedly.copies.direction import Direction, Evidence
from reportedly.copies.pairing import Pair, Verdict
from reportedly.copies.sketches import FIRST, MOST, STRETCH, VERSION, Index, Sketch, candidates, sketch

__all__ = [
    "FIRST",
    "MOST",
    "NEWS",
    "STRETCH",
    "VERSION",
    "Direction",
    "Evidence",
    "Index",
    "Kind",
    "Pair",
    "Reuse",
    "Sketch",
    "Stretch",
    "Verdict",
    "candidates",
    "compare",
    "reused",
    "sketch",
]
