"""Makes Documents of the inputs, one at a time; what cannot be read is told, and the next one is read."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import InputError
from reportedly.ingest import card as cards
from reportedly.ingest import content, inputs, lines
from reportedly.ingest.card import Card
from reportedly.ingest.content import Content, Kind
from reportedly.ingest.documents import Making, Obtained, Received
from reportedly.ingest.inputs import Input, Remark
from reportedly.ingest.text import decode, encoding_named
from reportedly.model import Capture, CaptureFrom, Document

MAX_BYTES = 5_000_000
_SNIFFED = 1024


def load(
    given: Sequence[str | os.PathLike[str]],
    *,
    outlet: str | None = None,
    published: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    stdin: BinaryIO | None = None,
    today: date | None = None,
) -> Iterator[Document | Remark | InputError]:
    """The reports in files, folders and (as "-") standard input, in order, each as soon as it is read.

    `outlet`, `published` and `title` are said of every report and win over what it says of itself. Text files, pages,
    PDF and Word files may have a `NAME.meta.json` beside them, with the keys of a JSON line. `max_bytes` bounds one
    report as received. Raises InputError for options that cannot be meant; what is wrong with an input is yielded, not
    raised. A page that an archive holds twice is read once.
    """
    found = obtain(
        given,
        outlet=outlet,
        published=published,
        title=title,
        encoding=encoding,
        max_bytes=max_bytes,
        stdin=stdin,
        today=today,
    )
    return _once(found)


def _once(found: Iterator[Obtained | Remark | InputError]) -> Iterator[Document | Remark | InputError]:
    for one in found:
        if not isinstance(one, Obtained):
            yield one
        elif one.again:
            yield Remark(one.where, "the same page once more, unchanged; it is read once")
        else:
            yield one.document


def obtain(
    given: Sequence[str | os.PathLike[str]],
    *,
    outlet: str | None = None,
    published: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    stdin: BinaryIO | None = None,
    today: date | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    leave_out: Collection[Path] = (),
) -> Iterator[Obtained | Remark | InputError]:
    """As `load`, each Document with its Capture and the bytes that it was read from.

    `leave_out` are files that are no inputs when a folder holds them.
    """
    today = today or now().date()
    options = cards.read({"outlet": outlet, "title": title, "published": published}, "the command line", today)
    making = Making(options, today, encoding and encoding_named(encoding))
    left_out = frozenset(path.resolve() for path in leave_out)
    return _Loader(making, max_bytes, stdin, now, left_out).all([os.fspath(one) for one in given])


@dataclass(slots=True)
class _Loader:
    making: Making
    max_bytes: int
    stdin: BinaryIO | None
    now: Callable[[], datetime]
    leave_out: Collection[Path] = ()
    many: dict[Kind, Callable[..., Iterator[Received | Remark | InputError]]] = field(init=False)

    def __post_init__(self) -> None:
        self.many = {Kind.LINES: self._lines, Kind.FEED: self._feed, Kind.WARC: self._warc, Kind.WACZ: self._wacz}

    def all(self, given: Sequence[str]) -> Iterator[Obtained | Remark | InputError]:
        for one in given:
            try:
                for found in inputs.find(one, self.leave_out):
                    yield from [found] if isinstance(found, Remark) else self._guarded(found)
            except InputError as error:
                yield error
            except OSError as error:
                yield inputs.problem(error, inputs.printable(one))

    def _guarded(self, source: Input) -> Iterator[Obtained | Remark | InputError]:
        """The reports of one file; an error ends this file and no other."""
        try:
            for found in self._received(source):
                if isinstance(found, Received):
                    yield from self.making.finished(found)
                else:
                    yield found
        except InputError as error:
            yield error
        except OSError as error:
            yield inputs.problem(error, source.where)

    def _received(self, source: Input) -> Iterator[Received | Remark | InputError]:
        if source.path is None:
            yield from self._opened(self._standard_input(), source)
            return
        with source.path.open("rb") as stream:
            yield from self._opened(stream, source)

    def _beside(self, source: Input) -> tuple[Card, list[Remark]]:
        """The card in `NAME.meta.json`, if there is one."""
        if source.path is None:
            return Card(), []
        path = source.path.with_name(source.path.stem + inputs.CARD)
        where = inputs.printable(str(path))
        try:
            with path.open("rb") as stream:
                raw = self._bounded(stream, where)
        except FileNotFoundError:
            return Card(), []
        except OSError as error:
            raise inputs.problem(error, where) from error
        said = lines.parse(decode(raw, where), where)
        unknown = sorted(said.keys() - {*cards.KEYS, "note"})
        remarks = [Remark(where, f"{_listed(unknown)} not used; the keys are {', '.join(cards.KEYS)} and note")]
        return cards.read(said, where, self.making.today), remarks if unknown else []

    def _standard_input(self) -> io.BufferedReader:
        stream = self.stdin or getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise InputError("standard input", "closed; name a file instead")
        return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(io.BytesIO(stream.read()))

    def _opened(self, stream: io.BufferedReader, source: Input) -> Iterator[Received | Remark | InputError]:
        """What a stream holds, by the file's suffix or, where that says nothing, by how it begins."""
        kind = content.SUFFIXES.get(source.suffix) or content.sniffed(stream.peek(_SNIFFED)[:_SNIFFED])
        if many := self.many.get(kind):
            yield from many(stream, source)
            return
        card, remarks = self._beside(source)
        yield from remarks
        raw = self._bounded(stream, source.where)
        found = content.read(raw, kind, source.where, self.making.today, self.making.encoding)
        yield Received(source.where, source.name, raw, self._capture(raw, source), found, card)

    def _capture(self, raw: bytes, source: Input, place: str | None = None) -> Capture:
        return Capture(
            sha256=hashlib.sha256(raw).hexdigest(),
            when=self.now(),
            how=CaptureFrom.FILE if source.path else CaptureFrom.PIPE,
            path=str(source.path) if source.path else None,
            place=place,
        )

    def _lines(self, stream: BinaryIO, source: Input) -> Iterator[Received | InputError]:
        empty = True
        for number, raw in lines.split(stream, self.max_bytes):
            empty = False
            where = f"{source.where}: line {number}"
            try:
                if raw is None:
                    raise self._too_long(where)
                text, card = lines.read(raw, where, self.making.encoding, self.making.today)
            except InputError as error:
                yield error
            else:
                capture = self._capture(raw, source, f"line {number}")
                yield Received(where, f"{source.name}-{number}", raw, capture, Content(text, card))
        if empty:
            raise InputError(source.where, "empty; a JSON line a report was expected")

    def _feed(self, stream: BinaryIO, source: Input) -> Iterator[Received | Remark | InputError]:
        """The entries of a saved feed, as far as their words go: those of the feed, not of the pages that it names."""
        from reportedly.ingest import feeds

        raw = stream.read(feeds.MAX_BYTES + 1)
        feed = feeds.parse(raw, source.where, self.making.today)
        yield from (Remark(source.where, remark) for remark in feed.remarks)
        yield from feed.failed
        if not feed.entries and not feed.failed:
            yield Remark(source.where, "a feed without entries")
        for entry in feed.entries:
            where = f"{source.where}: entry {entry.number}"
            if not entry.words:
                yield InputError(where, f"the feed holds no words of it; save its page, {entry.url}")
                continue
            words = entry.words.encode()
            card = Card(title=entry.title, outlet=feed.title, url=entry.url, published=entry.published)
            capture = self._capture(words, source, f"entry {entry.number}")
            yield Received(where, f"{source.name}-{entry.number}", words, capture, Content(entry.words, card))

    def _warc(self, stream: BinaryIO, source: Input) -> Iterator[Received | Remark | InputError]:
        from reportedly.ingest import captured

        yield from captured.received(stream, source, None, self.making, self.max_bytes)

    def _wacz(self, stream: BinaryIO, source: Input) -> Iterator[Received | Remark | InputError]:
        from reportedly.ingest import captured, warc

        if source.path is None:
            raise InputError(source.where, "a WACZ cannot be read from a pipe; name the file instead")
        for name, member in warc.members(stream, source.where):
            try:
                yield from captured.received(member, source, name, self.making, self.max_bytes)
            except InputError as error:
                # The other archives in it may be whole.
                yield error

    def _bounded(self, stream: BinaryIO, where: str) -> bytes:
        raw = stream.read(self.max_bytes + 1)
        if len(raw) > self.max_bytes:
            raise self._too_long(where)
        return raw

    def _too_long(self, where: str) -> InputError:
        return InputError(where, f"a report of more than {self.max_bytes:,} bytes; if it is one, raise --max-bytes")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{inputs.printable(name)[:40]}"' for name in names[:5])
    return f"{shown} {'is' if len(names) == 1 else 'are'}"
