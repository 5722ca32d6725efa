"""Which claim of another report a claim copies or brings up to date, out of the pairs that the ledger keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from reportedly.copies import NEWS
from reportedly.copies.direction import Direction, came_first
from reportedly.evidence import Reuse
from reportedly.ledger import Twins
from reportedly.model import Document, Published

# As `intake.reuse` files a copy whose direction is not known.
_OPEN = ("undecided", "both from")


def reused(
    found: Iterable[Twins],
    judged: Mapping[frozenset[str], bool],
    seen: Callable[[Published], bool] | None = None,
) -> dict[str, tuple[Reuse, str]]:
    """For each claim in reused text what it is to its twin, and the twin.

    Of several twins the one that came out first; a copy is one whatever else it brings up to date. `judged`: pairs of
    documents that a person called copies, or none. `seen`: whether a document that came out then may be looked at.
    """
    last: dict[frozenset[str], int] = {}
    pairs = list(found)
    for pair in pairs:
        both = frozenset((pair.document, pair.other))
        last[both] = max(pair.seq, last.get(both, 0))
    best: dict[str, tuple[tuple[bool, date, str], Reuse, str]] = {}
    for pair in pairs:
        both = frozenset((pair.document, pair.other))
        if pair.seq != last[both] or pair.kind not in NEWS or judged.get(both) is False or pair.claim is None:
            continue
        if seen and not (seen(pair.published) and seen(pair.other_published)):
            continue
        claim, twin, day = _directed(pair)
        relation = Reuse(pair.relation or "")
        rank = (relation is not Reuse.COPY, day or date.max, twin)
        if claim not in best or rank < best[claim][0]:
            best[claim] = (rank, relation, twin)
    return {claim: (relation, twin) for claim, (_, relation, twin) in best.items()}


def _directed(pair: Twins) -> tuple[str, str, date | None]:
    """The claim, its twin, and when that came out. Where nothing tells who was first, the ids do, so that it does not
    matter which came in first.
    """
    assert pair.claim is not None
    assert pair.twin is not None
    if pair.why.startswith(_OPEN):
        one, other = _bare(pair.document, pair.published), _bare(pair.other, pair.other_published)
        if came_first(one, other) is Direction.UNDECIDED and pair.document < pair.other:
            return pair.twin, pair.claim, pair.published.day
    return pair.claim, pair.twin, pair.other_published.day


def _bare(id: str, published: Published) -> Document:
    return Document(id, "", "", published)
