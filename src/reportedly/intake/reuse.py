"""Whose text a new document shares: looked up in the ledger, confirmed word by word, filed as copies."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

from reportedly import copies
from reportedly.copies import Direction, Reuse, Sketch, Verdict
from reportedly.ledger import Batch, CopiedClaim, Copy
from reportedly.model import Reading

_REMEMBERED = 512


class Comparing:
    """Compares new documents with those of the ledger. Remembers what was compared with last: copies come in swarms."""

    def __init__(self) -> None:
        self._readings: OrderedDict[str, Reading] = OrderedDict()

    def remember(self, reading: Reading) -> None:
        self._readings[reading.document.id] = reading
        self._readings.move_to_end(reading.document.id)
        if len(self._readings) > _REMEMBERED:
            self._readings.popitem(last=False)

    def found(self, batch: Batch, reading: Reading, sketch: Sketch, run: int) -> Iterator[Copy]:
        """The copies that a document makes with those that are in the ledger, also earlier in the same batch."""
        for other in candidates(batch, sketch):
            if other != reading.document.id:
                reuse = copies.reused(reading, self._reading(batch, other))
                if reuse is not None:
                    yield filed(reuse, run)

    def _reading(self, batch: Batch, id: str) -> Reading:
        if id not in self._readings:
            self.remember(batch.reading(id))
        return self._readings[id]


def candidates(batch: Batch, sketch: Sketch, before: int | None = None) -> list[str]:
    """The documents worth comparing with one of this sketch; `before` its number, those that came in before it."""

    def holders(asked: Sketch) -> Iterable[Sequence[int]]:
        held = batch.holders(asked.rows(), copies.FIRST)
        # The first holders of a row that came before are the same ones as when the document came in.
        return held if before is None else filter(None, ([seq for seq in row if seq < before] for row in held))

    return batch.document_ids(copies.candidates(sketch, holders))


def filed(reuse: Reuse, run: int) -> Copy:
    """The reuse as the ledger keeps it: `document` took its words from `other`, where that is known."""
    # Where it is not, the one that came out later is named first, or the one that came in later where that is not known
    # either; `why` begins with "undecided" or the third.
    settled = reuse.direction in (Direction.ONE, Direction.OTHER)
    turned = (reuse.direction if settled else reuse.first) is Direction.ONE
    document, other = (reuse.other, reuse.one) if turned else (reuse.one, reuse.other)
    spans = [(stretch.one, stretch.other) for stretch in reuse.stretches]
    pairs = [pair for pair in reuse.claims if pair.verdict is not Verdict.OTHER]
    return Copy(
        document=document,
        other=other,
        kind=reuse.kind.value,
        why=_why(reuse),
        share=round(reuse.share_other if turned else reuse.share_one, 4),
        spans=tuple((right, left) if turned else (left, right) for left, right in spans),
        claims=tuple(
            CopiedClaim(
                *((pair.other, pair.one) if turned else (pair.one, pair.other)),
                pair.verdict.value,
                ", ".join(pair.differs) or None,
            )
            for pair in pairs
        ),
        run=run,
    )


def _why(reuse: Reuse) -> str:
    how = {Direction.THIRD: f"both from {reuse.third}: ", Direction.UNDECIDED: "undecided: "}.get(reuse.direction, "")
    return how + "; ".join(evidence.words for evidence in reuse.why)
