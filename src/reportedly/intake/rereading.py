"""A newer reader over what is stored: unchanged claims stay, changed ones get a version, nothing is overwritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from reportedly import pipeline
from reportedly.intake import grouping, readers, voices
from reportedly.intake.progress import Options, Reread
from reportedly.intake.recomparing import recompare
from reportedly.intake.running import read_all
from reportedly.ledger import Batch, Changes, Head, Ledger, Run, StoredClaim, StoredDocument
from reportedly.model import Claim, Reading

_BATCH = 32
# Read before, or waiting for a better reader. What is in another language waits until that can be read.
_READABLE = ("read", "failed", "new")


@dataclass(slots=True)
class Rereading:
    """What a rereading changed. `fields` counts the fields that changed; `orphaned` are keys, `reopened` decisions.

    `taken_up` counts documents that could not be read before. `compared` are pairs of documents that were compared
    again, `refiled` the records of copies that were filed anew for it.
    """

    run: int
    documents: int = 0
    skipped: int = 0
    failed: int = 0
    unchanged: int = 0
    changed: int = 0
    added: int = 0
    returned: int = 0
    paired: int = 0
    taken_up: int = 0
    compared: int = 0
    refiled: int = 0
    orphaned: list[str] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)
    stopped: bool = False
    head: Head | None = None

    def counts(self) -> dict[str, object]:
        """As the ledger keeps it: numbers, and the keys and decisions that somebody has to look at."""
        lists = {"orphaned": list(self.orphaned), "reopened": list(self.reopened), "fields": dict(self.fields)}
        counted = ("documents", "failed", "unchanged", "changed", "added", "returned", "paired")
        names = (*counted, "taken_up", "compared", "refiled")
        return {name: getattr(self, name) for name in names} | lists


def reread(ledger: Ledger, options: Options | None = None, *, all: bool = False) -> Iterator[Reread | Rereading]:
    """Reads again every document that another reader read last, or, with `all`, every one. The last is the Rereading.

    Then what the changed ones share with others is compared again. One that was stopped or killed goes on when it is
    started again.
    """
    options = options or Options()
    mine = readers.run("reread")
    run, done = _begun(ledger, mine)
    summary = Rereading(run)
    rereader = _Rereader(ledger, summary)
    waiting: list[StoredDocument] = []
    for stored in _stored(ledger):
        if options.stopped():
            summary.stopped = True
            break
        # By run: what this rereading has done already; or, unless all are meant, what the same reader read.
        if stored.run == run:
            # Whether it changed is not known any more.
            rereader.changed.append(stored.document.id)
            summary.skipped += 1
            continue
        if (stored.run in done and not all) or not _can_be_read(stored):
            summary.skipped += 1
            continue
        waiting.append(stored)
        if len(waiting) >= pipeline.AT_ONCE:
            yield from rereader.take(waiting)
            waiting = []
    if not summary.stopped:
        yield from rereader.take(waiting)
        rereader.recompare(options)
    if not summary.stopped:
        summary.stopped = grouping.settle(ledger, run, stopped=options.stopped).stopped
    if not summary.stopped:
        ledger.finish_run(run, summary.counts())
    summary.head = ledger.head()
    yield summary


def _begun(ledger: Ledger, mine: Run) -> tuple[int, set[int]]:
    """The run to go on with, or a new one; and all runs of the same reader."""
    runs = [run for run in ledger.runs() if readers.same(run, mine)]
    open_ones = [run.id for run in runs if run.command == "reread" and run.finished is None]
    number = open_ones[-1] if open_ones else ledger.start_run(mine)
    return number, {run.id for run in runs}


def _stored(ledger: Ledger) -> Iterator[StoredDocument]:
    after = 0
    while page := ledger.documents(after=after, limit=200):
        yield from page
        after = page[-1].seq


def _can_be_read(stored: StoredDocument) -> bool:
    return stored.status in _READABLE or (stored.status == "unread" and readers.reads(stored.document.text))


class _Rereader:
    def __init__(self, ledger: Ledger, summary: Rereading) -> None:
        self._ledger = ledger
        self._summary = summary
        self._sources: set[str] = set()
        self.changed: list[str] = []
        erased = [erasure.key for erasure in ledger.erased() if erasure.kind == "claim"]
        self._erased = {_amount_of(key) for key in erased}

    def take(self, waiting: list[StoredDocument]) -> Iterator[Reread]:
        made = list(read_all([stored.document for stored in waiting]))
        for start in range(0, len(waiting), _BATCH):
            part = list(zip(waiting, made, strict=True))[start : start + _BATCH]
            with self._ledger.batch() as batch:
                done = [self._one(batch, stored, reading) for stored, reading in part]
            for (stored, _), one in zip(part, done, strict=True):
                self._count(one, stored)
                yield one

    def recompare(self, options: Options) -> None:
        """What the changed documents share with others, now that all of them are read."""
        for done in recompare(self._ledger, self.changed, self._summary.run):
            self._summary.compared += done.pairs
            self._summary.refiled += done.filed
            if options.stopped():
                self._summary.stopped = True
                break

    def _one(self, batch: Batch, stored: StoredDocument, made: Reading | str) -> Reread:
        id, run = stored.document.id, self._summary.run
        if isinstance(made, str):
            batch.add_unreadable(id, run, made)
            return Reread(id, Changes(id, ()), failed=made)
        # What was erased is not to come back by being read again.
        left = tuple(claim for claim in made.claims if _amount_of(claim.key) not in self._erased)
        reading = replace(made, claims=left)
        pairs = paired(batch.claims(document=id, limit=None), reading.claims)
        changes = batch.add_reading(reading, run, pairs=pairs)
        voices.add(batch, reading, self._sources)
        return Reread(id, changes, len(pairs))

    def _count(self, one: Reread, stored: StoredDocument) -> None:
        summary = self._summary
        summary.documents += 1
        new = stored.status != "read" and one.failed is None
        summary.taken_up += new
        if new or one.changes.changes:
            self.changed.append(one.document)
        summary.failed += one.failed is not None
        summary.unchanged += one.changes.unchanged
        summary.paired += one.paired
        summary.reopened += one.changes.reopened
        for change in one.changes.changes:
            summary.changed += change.what == "changed"
            summary.added += change.what == "added"
            summary.returned += change.what == "returned"
            if change.what == "orphaned":
                summary.orphaned.append(change.key)
            elif change.what == "changed":
                summary.fields.update(change.fields)


def _amount_of(key: str) -> tuple[str, ...]:
    """A claim's document and where its amount begins, out of its key.

    >>> _amount_of("r1:27:killed")
    ('r1', '27')
    """
    return tuple(key.rsplit(":", 2)[:2])


def paired(stored: Iterable[StoredClaim], claims: Iterable[Claim]) -> Mapping[str, str]:
    """New key → old record, for claims that a new reading puts under another key: where their amounts overlap.

    The same harm is preferred, then the larger overlap. Each claim has one partner at most.
    """
    now = {claim.key: claim for claim in claims}
    old = {one.claim.key: one for one in stored}
    gone = [one for key, one in old.items() if key not in now]
    new = [claim for key, claim in now.items() if key not in old]
    ranked = sorted(
        (
            (one.claim.harm.value is not claim.harm.value, -_overlap(one.claim, claim), one.key, claim.key)
            for one in gone
            for claim in new
            if _overlap(one.claim, claim) > 0
        ),
    )
    pairs: dict[str, str] = {}
    for _, _, record, key in ranked:
        if key not in pairs and record not in pairs.values():
            pairs[key] = record
    return pairs


def _overlap(one: Claim, other: Claim) -> int:
    mine, theirs = one.quantity.value.amount, other.quantity.value.amount
    return min(mine.end, theirs.end) - max(mine.start, theirs.start)
