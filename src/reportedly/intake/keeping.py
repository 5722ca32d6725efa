"""Puts what was obtained and read into the ledger: a batch of documents, with all that belongs to them, or none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reportedly.copies import Sketch
from reportedly.ingest import Obtained
from reportedly.intake import grouping, places, voices
from reportedly.intake.places import Settled
from reportedly.intake.progress import Failed, Noted, Step, Summary, Taken, What
from reportedly.intake.reuse import Comparing
from reportedly.ledger import Batch, Capture, Content, Erasure, Ledger
from reportedly.model import Document, Reading

_FRESH = (What.NEW, What.CHANGED)


@dataclass(slots=True)
class Item:
    """One input on its way: obtained and settled, unchanged, or failed."""

    where: str
    obtained: Obtained | None = None
    settled: Settled | None = None
    unread: bool = False
    language: str | None = None
    unchanged: Capture | None = None
    failure: str | None = None
    reading: Reading | None = None
    sketch: Sketch | None = None
    broken: str | None = None

    @property
    def fresh(self) -> bool:
        """Whether it is a document that the ledger does not have."""
        return self.settled is not None and self.settled.what in _FRESH

    @property
    def document(self) -> Document:
        assert self.settled is not None
        return self.settled.document


class Keeper:
    """Writes for one run."""

    def __init__(self, ledger: Ledger, summary: Summary) -> None:
        self._ledger = ledger
        self._summary = summary
        self._comparing = Comparing()
        self._sources: set[str] = set()
        self._open = {failure.id: failure.input for failure in ledger.failures()}
        self._well: set[str] = set()
        self._wrong: set[str] = set()
        self._tombs = _tombs(ledger)

    def settled(self, obtained: Obtained) -> Settled:
        """What is to be done with a document, as far as can be told before the ledger is ours."""
        if obtained.again:
            return Settled(What.AGAIN, obtained.document)
        return places.settle(self._ledger, obtained, self._tombs)

    def keep(self, items: Sequence[Item]) -> Iterator[Step]:
        """Keeps some inputs in one transaction; what became of them is told when it is on the disk."""
        before = replace(self._summary)
        sources = set(self._sources)
        try:
            with self._ledger.batch() as batch:
                steps = list(_Keeping(self, batch, self._summary).all(items))
        except BaseException:
            # Nothing of it landed, so nothing of it counts.
            for name in Summary.__slots__:
                setattr(self._summary, name, getattr(before, name))
            self._sources = sources
            raise
        for item in items:
            where = places.named(item.where)
            failed = item.failure is not None or item.broken is not None or (item.settled and item.settled.what is None)
            (self._wrong if failed else self._well).add(where)
        yield from steps

    def resolve(self, whole: bool) -> None:
        """Notes which earlier failures went well now. `whole`: every input was gone through to its end."""
        wrong = {places.base(where) for where in self._wrong}
        files = {places.base(where) for where in self._well} - wrong if whole else set()
        mended = [
            id
            for id, input in self._open.items()
            if input not in self._wrong and (input in self._well or places.base(input) in files)
        ]
        if not mended:
            return
        with self._ledger.batch() as batch:
            for id in mended:
                batch.resolve_failure(id, self._summary.run)
        self._summary.resolved += len(mended)


class _Keeping:
    """One batch."""

    def __init__(self, keeper: Keeper, batch: Batch, summary: Summary) -> None:
        self._keeper = keeper
        self._batch = batch
        self._summary = summary
        self._addresses: dict[str, tuple[str, datetime]] = {}
        self._ids: set[str] = set()
        self._readings: list[Reading] = []

    def all(self, items: Sequence[Item]) -> Iterator[Step]:
        # Asked while nothing is held back, so that no look-up sends half a batch to the database.
        tombs = _tombs(self._batch)
        for item in items:
            if item.obtained is not None and not item.obtained.again:
                item.settled = self._again(item, places.settle(self._batch, item.obtained, tombs))
        if any(item.failure or item.broken or (item.settled and item.settled.what is None) for item in items):
            self._open = {(failure.input, failure.reason) for failure in self._batch.failures()}
        for item in items:
            yield from self._one(item)
        grouping.file(self._batch, self._readings)

    def _again(self, item: Item, settled: Settled) -> Settled:
        """What holds under the lock. What another process made of it since then counts, but is read again nowhere."""
        known = item.settled
        if known is not None and known.what in _FRESH and settled.what in _FRESH and settled.document != known.document:
            # Its reading stands under another id; the next run takes it in.
            return Settled(None, known.document, reason="another process took its id meanwhile; give it again")
        if known is not None and known.what not in _FRESH and settled.what in _FRESH:
            return known
        return settled

    def _one(self, item: Item) -> Iterator[Step]:
        settled = item.settled
        if item.unchanged is not None:
            self._batch.add_capture(item.unchanged)
            self._summary.again += 1
            yield Taken(What.AGAIN, item.unchanged.document or "", item.where)
        elif item.failure is not None:
            self._fail(item.where, item.failure)
        elif settled is None or item.obtained is None:
            raise AssertionError(f"{item.where}: neither obtained nor failed")
        elif settled.what is None:
            reason = settled.reason or ""
            self._fail(item.where, reason)
            yield Failed(item.where, reason)
        elif settled.what is What.ERASED:
            self._summary.erased += 1
            yield Noted(item.where, settled.reason or "")
            yield Taken(What.ERASED, settled.document.id, item.where)
        elif settled.what is What.AGAIN or settled.document.id in self._ids:
            self._batch.add_capture(places.kept(item.obtained, settled.document.id))
            self._summary.again += 1
            if settled.reason:
                yield Noted(item.where, settled.reason)
            yield Taken(What.AGAIN, settled.document.id, item.where)
        else:
            yield from self._add(item, item.obtained, settled)

    def _fail(self, where: str, reason: str) -> None:
        self._summary.failed += 1
        input = places.named(where)
        if (input, reason) not in self._open:
            self._batch.add_failure(input, reason, self._summary.run)
            self._open.add((input, reason))

    def _add(self, item: Item, obtained: Obtained, settled: Settled) -> Iterator[Step]:
        batch, summary, document = self._batch, self._summary, settled.document
        capture = places.kept(obtained, document.id)
        replaces, older = settled.replaces, settled.reason
        if (before := self._addresses.get(capture.where)) is not None:
            # Earlier in the same batch: an archive holds several states of a page, in any order.
            replaces, older = (before[0], None) if before[1] <= capture.at else (None, places.older(capture.where))
        batch.add_content(_content(obtained))
        batch.add_capture(capture)
        batch.add_document(document, replaces=replaces)
        self._ids.add(document.id)
        if before is None or before[1] <= capture.at:
            self._addresses[capture.where] = (document.id, capture.at)
        what = What.CHANGED if replaces else What.NEW
        summary.changed += what is What.CHANGED
        summary.documents += 1
        if older:
            yield Noted(item.where, older)
        if item.unread:
            summary.unread += 1
            batch.add_unread(document.id, summary.run, item.language)
            yield Taken(What.UNREAD, document.id, item.where, replaces=replaces)
        elif item.reading is None or item.sketch is None:
            summary.broken += 1
            reason = item.broken or "it was not read"
            batch.add_unreadable(document.id, summary.run, reason)
            self._fail(item.where, reason)
            yield Failed(item.where, reason)
            yield Taken(What.BROKEN, document.id, item.where, replaces=replaces)
        else:
            yield self._read(item.where, item.reading, item.sketch, what, replaces)

    def _read(self, where: str, reading: Reading, sketch: Sketch, what: What, replaces: str | None) -> Taken:
        batch, summary, keeper, id = self._batch, self._summary, self._keeper, reading.document.id
        batch.add_reading(reading, summary.run)
        summary.sources += voices.add(batch, reading, keeper._sources)
        shared = []
        for copy in keeper._comparing.found(batch, reading, sketch, summary.run):
            batch.add_copy(copy)
            shared.append(copy.other if copy.document == id else copy.document)
            if copy.kind == "update":
                summary.updates += 1
            else:
                summary.copies += 1
        batch.add_sketch(id, sketch.rows())
        keeper._comparing.remember(reading)
        self._readings.append(reading)
        summary.claims += len(reading.claims)
        summary.leftovers += len(reading.leftovers)
        counts = (len(reading.claims), len(reading.leftovers))
        return Taken(what, id, where, *counts, replaces, tuple(shared), reading.notes)


def _content(obtained: Obtained) -> Content:
    capture = obtained.capture
    said = dict(capture.headers).get("content-type", "").partition(";")[0].strip().lower()
    return Content(
        sha256=capture.sha256,
        size=len(obtained.raw),
        media_type=said or places.media_type(capture),
        path=None if capture.warc or not capture.path else os.path.abspath(capture.path),
        warc=os.path.abspath(capture.warc) if capture.warc else None,
        offset=capture.offset,
    )


def _tombs(queries: Ledger | Batch) -> dict[str, Erasure]:
    """The documents that were erased, by id."""
    return {erasure.key: erasure for erasure in queries.erased() if erasure.kind == "document"}
