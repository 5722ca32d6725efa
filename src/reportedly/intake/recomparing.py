"""After a rereading: what its documents share with others is compared again, and filed anew where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly import copies
from reportedly.copies import Kind
from reportedly.errors import LedgerMissing
from reportedly.intake.reuse import candidates, filed
from reportedly.ledger import Batch, Copy, Ledger
from reportedly.model import Reading

_BATCH = 32


@dataclass(slots=True)
class Recompared:
    """How many pairs of documents were compared, and how many records were filed for it."""

    pairs: int = 0
    filed: int = 0


def recompare(ledger: Ledger, documents: Iterable[str], run: int) -> Iterator[Recompared]:
    """Compares documents, in batches, with those that were filed with them and those that came before them.

    A record names claims, which have changed. Where it would read the same today it stays; else another one follows
    it, of the kind `form` or `shared` where no news is left in what they share. Doing it twice files nothing twice.
    """
    waiting = sorted(set(documents))
    seen: set[frozenset[str]] = set()
    for start in range(0, len(waiting), _BATCH):
        done = Recompared()
        with ledger.batch() as batch:
            for document in waiting[start : start + _BATCH]:
                _Recomparing(batch, run, seen, done).one(document)
        yield done


class _Recomparing:
    def __init__(self, batch: Batch, run: int, seen: set[frozenset[str]], done: Recompared) -> None:
        self._batch = batch
        self._run = run
        self._seen = seen
        self._done = done

    def one(self, document: str) -> None:
        stored = self._batch.document(document)
        if stored is None or stored.status != "read":
            return
        sketch = copies.sketch(stored.document.text)
        known = _last(self._batch.copies(document=document, limit=None, superseded=True))
        if self._batch.has_sketch(document):
            others = candidates(self._batch, sketch, before=stored.seq)
        else:
            # It came in when nobody could read it: now it is compared as a new document is.
            others = candidates(self._batch, sketch)
            self._batch.add_sketch(document, sketch.rows())
        pairs = {frozenset((document, other)): other for other in others if other != document}
        pairs |= {pair: copy.other if copy.document == document else copy.document for pair, copy in known.items()}
        reading: Reading | None = None
        for pair, other in pairs.items():
            if pair in self._seen:
                continue
            self._seen.add(pair)
            reading = reading or self._batch.reading(document)
            self._pair(reading, other, known.get(pair))

    def _pair(self, reading: Reading, other: str, known: Copy | None) -> None:
        try:
            theirs = self._batch.reading(other)
        except LedgerMissing:
            # Erased since then.
            return
        self._done.pairs += 1
        # The one that came in later is named first, as when they came in.
        now = self._now(reading, theirs, known)
        if now is not None and (known is None or _said(now) != _said(known)):
            self._batch.add_copy(now)
            self._done.filed += 1

    def _now(self, reading: Reading, theirs: Reading, known: Copy | None) -> Copy | None:
        """The record as it would be filed today; None where nothing would be and nothing was."""
        if known is None:
            reuse = copies.reused(reading, theirs)
            return None if reuse is None else self._under_records(filed(reuse, self._run))
        one, other = (reading, theirs) if known.document == reading.document.id else (theirs, reading)
        found = copies.compare(one, other)
        if found is None:
            why = "they have no sentence in common"
            return Copy(known.document, known.other, Kind.SHARED.value, why, share=0.0, run=self._run)
        copy = filed(found, self._run)
        return self._under_records(copy) if found.kind in copies.NEWS else replace(copy, claims=())

    def _under_records(self, copy: Copy) -> Copy:
        """The copy, its claims named as the ledger does: by the key under which a claim was read first."""
        records = {
            stored.claim.key: stored.key
            for document in (copy.document, copy.other)
            for stored in self._batch.claims(document=document, limit=None)
        }
        claims = (replace(pair, claim=records[pair.claim], other=records[pair.other]) for pair in copy.claims)
        return replace(copy, claims=tuple(claims))


def _last(found: Sequence[Copy]) -> dict[frozenset[str], Copy]:
    """The last record of each pair."""
    return {frozenset((copy.document, copy.other)): copy for copy in found}


def _said(copy: Copy) -> tuple[object, ...]:
    """What a record says, apart from the words that say why and the run that found it."""
    return copy.document, copy.other, copy.kind, set(copy.claims)
