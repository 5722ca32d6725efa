"""From what was given (files, folders, addresses, feeds) to what was obtained, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly import ingest
from reportedly.errors import FetchError, InputError
from reportedly.ingest import Obtained, Remark, archive, feeds
from reportedly.intake import places
from reportedly.intake.progress import Options
from reportedly.ledger import Capture, Ledger

if TYPE_CHECKING:
    from reportedly.ingest.feeds import Entry
    from reportedly.ingest.fetching import Fetcher


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that the page is still the one that the ledger has."""

    where: str
    capture: Capture


Found = Obtained | Remark | InputError | Unchanged


class Gathering:
    """Obtains inputs for one ledger. What is fetched goes to the archive before anybody names it."""

    def __init__(self, ledger: Ledger, options: Options, fetcher: Fetcher | None = None) -> None:
        self._ledger = ledger
        self._options = options
        self._fetcher = fetcher
        in_file = "://" not in ledger.name
        self._archive = options.archive or (archive.beside(ledger.name) if in_file else Path("reportedly.warc.gz"))
        own = [Path(f"{ledger.name}{end}") for end in ("", "-wal", "-shm", "-journal")] if in_file else []
        # A folder may hold the ledger itself and what it fetched; any other archive in it is an input.
        self._leave_out = (self._archive, *own)

    @property
    def fetcher(self) -> Fetcher:
        if self._fetcher is None:
            from reportedly.ingest.fetching import Fetcher
            from reportedly.ingest.wire import public

            options = self._options
            network = public(private=options.allow_private)
            self._fetcher = Fetcher(contact=options.contact, network=network, stopped=options.stopped)
        return self._fetcher

    def all(self, given: Sequence[str]) -> Iterator[Found]:
        """Everything behind the inputs, in their order."""
        if self._options.feed:
            for one in given:
                yield from self._of_feed(one)
            return
        for web, some in groupby(given, key=places.is_address):
            if web:
                for address in some:
                    yield from self.page(address)
            else:
                yield from self._files(list(some))

    def _files(self, given: list[str]) -> Iterator[Found]:
        options = self._options
        yield from ingest.obtain(
            given,
            outlet=options.outlet,
            published=options.published,
            title=options.title,
            encoding=options.encoding,
            max_bytes=options.max_bytes,
            leave_out=self._leave_out,
        )

    def _of_feed(self, given: str) -> Iterator[Found]:
        try:
            fetcher = self.fetcher if places.is_address(given) else None
            feed = feeds.read(given, datetime.now(UTC).date(), fetcher)
        except InputError as error:
            yield error
            return
        yield from self.entries(given, tuple(reversed(feed.entries)), feed.failed, feed.remarks)

    def entries(
        self,
        where: str,
        entries: Iterable[Entry],
        failed: Iterable[InputError] = (),
        remarks: Iterable[str] = (),
        outlet: str | None = None,
    ) -> Iterator[Found]:
        """The pages that a feed names, and what is wrong with it."""
        yield from (Remark(where, remark) for remark in remarks)
        yield from failed
        for entry in entries:
            if self._options.stopped():
                return
            yield from self.page(entry.url, entry, outlet)

    def page(self, address: str, entry: Entry | None = None, outlet: str | None = None) -> Iterator[Found]:
        """A page, asked for only if it changed since the ledger has it."""
        from reportedly.ingest import captured
        from reportedly.ingest.addresses import checked

        options, fetcher = self._options, self.fetcher
        try:
            address = str(checked(address, any_port=options.allow_private or fetcher.network.private))
            known = self._known(address)
            headers = known.headers if known else {}
            page = fetcher.fetch(address, etag=headers.get("etag"), last_modified=headers.get("last-modified"))
            kept = archive.Archive(self._archive).keep(page.exchanges)
        except FetchError as error:
            if error.why != "stopped":
                yield InputError(address, error.what)
            return
        except InputError as error:
            yield error
            return
        if page.unchanged and known:
            where = {"warc": kept.path, "offset": kept.offset, "record_id": kept.record}
            same = dict(captured.kept(dict(page.headers)))
            told = Capture(None, address, page.when, "fetched", known.document, 304, same)
            yield Unchanged(address, replace(told, **where))  # type: ignore[arg-type]
            return
        found = captured.document(
            page, kept, entry=entry, outlet=options.outlet or outlet, published=options.published, title=options.title
        )
        for one in found:
            yield replace(one, where=address) if isinstance(one, Obtained) else one

    def _known(self, address: str) -> Capture | None:
        """The last time that the page at an address came with a document."""
        captures = self._ledger.captures(where=address)
        return next((one for one in reversed(captures) if one.content and one.document), None)
