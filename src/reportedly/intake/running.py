"""One run: groups are read outside of the ledger's lock, then kept in batches, each of which lands whole or not."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportedly import copies, pipeline
from reportedly.errors import InputError, LexiconError, SetupError
from reportedly.ingest import Remark, UnreadError
from reportedly.intake import grouping, places, readers
from reportedly.intake.gathering import Found, Gathering, Unchanged
from reportedly.intake.keeping import Item, Keeper
from reportedly.intake.progress import Failed, Noted, Options, Step, Summary
from reportedly.ledger import Ledger
from reportedly.model import Document, Reading

if TYPE_CHECKING:
    from reportedly.ingest.fetching import Fetcher

# Documents kept in one transaction, and everything else in it.
_BATCH, _LIGHT = 32, 256
# Pages come slowly: what is there is kept after so many seconds, full group or not.
_PATIENCE_S = 10.0


def ingest(
    ledger: Ledger,
    inputs: Sequence[str | os.PathLike[str]],
    options: Options | None = None,
    *,
    fetcher: Fetcher | None = None,
    command: str = "ingest",
) -> Iterator[Step]:
    """Takes in files, folders, archives, addresses and feeds; tells each as soon as it is in the ledger.

    The last step is the Summary. What is wrong with an input is told and recorded, not raised. Raises SetupError when
    the reader is not installed, LedgerError when the ledger cannot be written to.
    """
    options = options or Options()
    gathering = Gathering(ledger, options, fetcher)
    intake = Intake(ledger, options, command)
    yield from intake.take(gathering.all([os.fspath(one) for one in inputs]))
    yield intake.end()


def retry_failed(ledger: Ledger, options: Options | None = None, *, fetcher: Fetcher | None = None) -> Iterator[Step]:
    """Tries again every input that failed and that nobody has mended since. A pipe cannot be tried again."""
    inputs = dict.fromkeys(places.base(failure.input) for failure in ledger.failures())
    for lost in [one for one in inputs if one.startswith(places.STDIN)]:
        del inputs[lost]
        yield Noted(lost, "came through a pipe; give it again")
    yield from ingest(ledger, list(inputs), options, fetcher=fetcher, command="retry")


@dataclass(slots=True)
class _Group:
    """What waits to be read and kept."""

    items: list[Item] = field(default_factory=list)
    fresh: int = 0
    since: float = field(default_factory=time.monotonic)

    @property
    def full(self) -> bool:
        return (
            self.fresh >= pipeline.AT_ONCE
            or len(self.items) >= _LIGHT
            or (bool(self.items) and time.monotonic() - self.since > _PATIENCE_S)
        )


class Intake:
    """Takes in what was obtained. One run of the ledger from the first to `end`."""

    def __init__(self, ledger: Ledger, options: Options, command: str) -> None:
        self._ledger = ledger
        self._options = options
        self.summary = Summary(ledger.start_run(readers.run(command)))
        self._keeper = Keeper(ledger, self.summary)
        self._ungrouped = 0

    def take(self, found: Iterable[Found]) -> Iterator[Step]:
        """Reads and keeps everything found, group by group."""
        group = _Group()
        for one in found:
            yield from self._told(one)
            if (item := self._item(one)) is not None:
                group.items.append(item)
                group.fresh += item.fresh
            if self._options.stopped():
                self.summary.stopped = True
                break
            if group.full:
                yield from self._kept(group)
                group = _Group()
                if self._ungrouped >= grouping.AT_ONCE:
                    self._group()
        self.summary.stopped |= self._options.stopped()
        yield from self._kept(group)
        self._group()

    def _group(self) -> None:
        """Groups what was kept since the last time, and whatever an earlier run left waiting."""
        self.summary.events += grouping.settle(self._ledger, self.summary.run).minted
        self._ungrouped = 0

    def end(self) -> Summary:
        """Resolves what went well, notes the end of the run, and sums up."""
        self._keeper.resolve(whole=not self.summary.stopped)
        self._ledger.finish_run(self.summary.run, self.summary.counts())
        self.summary.head = self._ledger.head()
        return self.summary

    def _told(self, found: Found) -> Iterator[Step]:
        if isinstance(found, Remark):
            yield Noted(found.where, found.what)
        elif isinstance(found, UnreadError):
            yield Noted(found.where, found.what.replace("leave it out or translate it", "it waits in the ledger"))
        elif isinstance(found, InputError):
            yield Failed(found.where, found.what)

    def _item(self, found: Found) -> Item | None:
        if isinstance(found, Remark):
            return None
        if isinstance(found, Unchanged):
            return Item(found.where, unchanged=found.capture)
        if isinstance(found, InputError) and not isinstance(found, UnreadError):
            return Item(found.where, failure=found.what)
        obtained = found.obtained if isinstance(found, UnreadError) else found
        settled = self._keeper.settled(obtained)
        language = obtained.document.language if isinstance(found, UnreadError) else None
        return Item(obtained.where, obtained, settled, unread=isinstance(found, UnreadError), language=language)

    def _kept(self, group: _Group) -> Iterator[Step]:
        if not group.items:
            return
        readable = [item for item in group.items if item.fresh and not item.unread]
        for item, made in zip(readable, read_all([item.document for item in readable]), strict=True):
            if isinstance(made, Reading):
                item.reading, item.sketch = made, copies.sketch(made.document.text)
            else:
                item.broken = made
        self._ungrouped += group.fresh
        for part in _parts(group.items):
            yield from self._keeper.keep(part)


def read_all(documents: Sequence[Document]) -> Iterator[Reading | str]:
    """The readings of documents; of one that breaks the reader, why.

    Raises SetupError, LexiconError: then it is not the document.
    """
    try:
        yield from list(pipeline.read_all(documents))
        return
    except (SetupError, LexiconError):
        raise
    except Exception:
        # One of them; which one shows when they are read one by one.
        pass
    for document in documents:
        try:
            made: Reading | str = pipeline.read(document)
        except (SetupError, LexiconError):
            raise
        except Exception as error:
            made = f"reading it failed ({type(error).__name__}: {error}); please report this, with the document"
        yield made


def _parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    part: list[Item] = []
    fresh = 0
    for item in items:
        part.append(item)
        fresh += item.fresh
        if fresh >= _BATCH or len(part) >= _LIGHT:
            yield part
            part, fresh = [], 0
    if part:
        yield part
