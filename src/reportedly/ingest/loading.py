"""Makes Documents of the inputs, one at a time; what cannot be read is told, and the next one is read."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from reportedly.errors import InputError
from reportedly.ingest import card as cards
from reportedly.ingest import inputs, lines, page
from reportedly.ingest.card import Card
from reportedly.ingest.english import other_language
from reportedly.ingest.inputs import Input, Remark
from reportedly.ingest.text import decode, encoding_named, fixed, marked_encoding, refuse_broken
from reportedly.model import Document, Published

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

    `outlet`, `published` and `title` are said of every report and win over what it says of itself. Text files and
    pages may have a `NAME.meta.json` beside them, with the keys of a JSON line. `max_bytes` bounds one report as
    received. Raises InputError for options that cannot be meant; what is wrong with an input is yielded, not raised.
    """
    today = today or date.today()
    options = cards.read({"outlet": outlet, "title": title, "published": published}, "the command line", today)
    loader = _Loader(options, encoding and encoding_named(encoding), max_bytes, today, stdin)
    return loader.all([os.fspath(one) for one in given])


@dataclass(frozen=True, slots=True)
class _Received:
    """A report as it came: its text not fixed yet, and what is said of it beside."""

    where: str
    name: str
    text: str
    sha256: str
    card: Card
    path: str | None


@dataclass(slots=True)
class _Loader:
    options: Card
    encoding: str | None
    max_bytes: int
    today: date
    stdin: BinaryIO | None
    seen: dict[str, str] = field(default_factory=dict)

    def all(self, given: Sequence[str]) -> Iterator[Document | Remark | InputError]:
        for one in given:
            try:
                for found in inputs.find(one):
                    yield from [found] if isinstance(found, Remark) else self._guarded(found)
            except InputError as error:
                yield error
            except OSError as error:
                yield inputs.problem(error, inputs.printable(one))

    def _guarded(self, source: Input) -> Iterator[Document | Remark | InputError]:
        """The reports of one file; an error ends this file and no other."""
        try:
            for found in self._received(source):
                if isinstance(found, _Received):
                    yield from self._finished(found)
                else:
                    yield found
        except InputError as error:
            yield error
        except OSError as error:
            yield inputs.problem(error, source.where)

    def _finished(self, received: _Received) -> Iterator[Document | Remark | InputError]:
        for name in self.options.against(received.card):
            yield Remark(received.where, f"the {name} of the command line is used, not the report's own")
        try:
            yield self._document(received)
        except InputError as error:
            yield error

    def _received(self, source: Input) -> Iterator[_Received | Remark | InputError]:
        if source.path is None:
            yield from self._opened(self._standard_input(), source, Card())
            return
        with source.path.open("rb") as stream:
            card = Card()
            if source.suffix not in inputs.LINES:
                card, remarks = self._beside(source)
                yield from remarks
            yield from self._opened(stream, source, card)

    def _beside(self, source: Input) -> tuple[Card, list[Remark]]:
        """The card in `NAME.meta.json`, if there is one."""
        assert source.path is not None
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
        return cards.read(said, where, self.today), remarks if unknown else []

    def _standard_input(self) -> io.BufferedReader:
        stream = self.stdin or getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise InputError("standard input", "closed; name a file instead")
        return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(io.BytesIO(stream.read()))

    def _opened(
        self, stream: io.BufferedReader, source: Input, card: Card
    ) -> Iterator[_Received | Remark | InputError]:
        """What a stream holds, by the file's suffix or, where that says nothing, by how it begins."""
        kind = source.suffix
        if kind not in inputs.TEXT | inputs.PAGES | inputs.LINES:
            kind = _kind(stream.peek(_SNIFFED)[:_SNIFFED])
        if kind in inputs.LINES:
            yield from self._lines(stream, source)
            return
        raw = self._bounded(stream, source.where)
        sha256 = hashlib.sha256(raw).hexdigest()
        path = str(source.path) if source.path else None
        if kind not in inputs.PAGES:
            text = decode(raw, source.where, self.encoding)
            yield _Received(source.where, source.name, text, sha256, card, path)
            return
        html = decode(raw, source.where, self.encoding, declared=page.declared_encoding(raw))
        read = page.read(html, source.where, self.today)
        if not (card.published or self.options.published):
            yield from (Remark(source.where, remark) for remark in read.remarks)
        yield _Received(source.where, source.name, read.text, sha256, card.over(read.card), path)

    def _lines(self, stream: BinaryIO, source: Input) -> Iterator[_Received | InputError]:
        path = str(source.path) if source.path else None
        empty = True
        for number, raw in lines.split(stream, self.max_bytes):
            empty = False
            where = f"{source.where}: line {number}"
            try:
                if raw is None:
                    raise self._too_long(where)
                text, card = lines.read(raw, where, self.encoding, self.today)
            except InputError as error:
                yield error
            else:
                yield _Received(where, f"{source.name}-{number}", text, hashlib.sha256(raw).hexdigest(), card, path)
        if empty:
            raise InputError(source.where, "empty; a JSON line a report was expected")

    def _bounded(self, stream: BinaryIO, where: str) -> bytes:
        raw = stream.read(self.max_bytes + 1)
        if len(raw) > self.max_bytes:
            raise self._too_long(where)
        return raw

    def _too_long(self, where: str) -> InputError:
        return InputError(where, f"a report of more than {self.max_bytes:,} bytes; if it is one, raise --max-bytes")

    def _document(self, received: _Received) -> Document:
        """The text is fixed here, once. Raises InputError for what cannot be read as an English report."""
        where, card = received.where, self.options.over(received.card)
        refuse_broken(received.text, where, "the text")
        text = fixed(received.text)
        if not text.strip():
            raise InputError(where, "empty; there are no words to read")
        if language := other_language(text):
            raise InputError(where, f"reportedly reads English, and this is {language}; leave it out or translate it")
        identity = card.id or received.name
        if identity in self.seen:
            first = self.seen[identity]
            raise InputError(
                where, f'the id "{identity}" belongs to {first} already; give each report an "id" of its own'
            )
        self.seen[identity] = where
        return Document(
            id=identity,
            text=text,
            sha256=received.sha256,
            published=card.published or Published(None, None),
            title=card.title,
            outlet=card.outlet,
            url=card.url,
            language="en",
            path=received.path,
            example=bool(card.example),
        )


def _kind(head: bytes) -> str:
    """The suffix that a file beginning like this would have."""
    marked, skip = marked_encoding(head)
    begin = head[skip:].decode(marked or "utf-8", errors="replace").lstrip()
    if begin.startswith("{"):
        return ".jsonl"
    return ".html" if page.looks_like_page(begin) else ".txt"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{inputs.printable(name)[:40]}"' for name in names[:5])
    return f"{shown} {'is' if len(names) == 1 else 'are'}"
