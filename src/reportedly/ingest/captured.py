"""Documents of captured pages: of the responses in an archive, and of what the fetcher brings."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from reportedly.errors import InputError
from reportedly.ingest import card as cards
from reportedly.ingest import content, warc
from reportedly.ingest.card import Card
from reportedly.ingest.content import Content, Kind
from reportedly.ingest.documents import Making, Obtained, Received, identity
from reportedly.ingest.inputs import Input, Remark, printable
from reportedly.model import Capture, CaptureFrom

if TYPE_CHECKING:
    from reportedly.ingest.archive import Kept
    from reportedly.ingest.feeds import Entry
    from reportedly.ingest.fetching import Fetched

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_KEPT_HEADERS = (
    "content-type", "content-encoding", "content-language", "content-length", "date", "etag", "last-modified",
    "location", "server",
)  # fmt: skip


def received(
    stream: BinaryIO, source: Input, member: str | None, making: Making, max_bytes: int
) -> Iterator[Received | Remark | InputError]:
    """The reports in a WARC file; `member` is its name in the WACZ around it. Raises InputError where it breaks off."""
    where = f"{source.where}: {member}" if member else source.where
    passed: Counter[str] = Counter()
    found = 0
    for record in warc.records(stream, where, max_bytes + 100_000):
        if record.kind not in ("response", "resource"):
            passed["revisits"] += record.kind == "revisit"
            continue
        here = f"{where}: offset {record.offset}"
        try:
            one = _of_record(record, here, source, member, making, max_bytes)
        except InputError as error:
            found += 1
            yield error
            continue
        if isinstance(one, str):
            passed[one] += 1
        else:
            found += 1
            yield one
    left_out = ", ".join(f"{count} {what}" for what, count in sorted(passed.items()) if count)
    if left_out:
        yield Remark(where, f"records that are no reports were passed over: {left_out}")
    if not found and not left_out:
        yield InputError(where, "a WARC file without pages")


def _of_record(
    record: warc.Record, where: str, source: Input, member: str | None, making: Making, max_bytes: int
) -> Received | str:
    """The report in a record, or a word for what it holds instead."""
    if not record.url or not re.match(r"https?://", record.url):
        return "without a web address"
    where = f"{where} ({printable(record.url)[:200]})"
    try:
        answer = warc.response(record, max_bytes)
    except ValueError as error:
        raise InputError(where, f"{error}; get the page anew") from error
    if answer.status not in (200, 203):
        return "redirects" if 300 <= answer.status < 400 else "errors of servers"
    kind = _kind(answer.headers.get("content-type", ""), answer.content)
    if kind is None:
        return "of other types"
    if not record.whole or len(answer.content) > max_bytes:
        raise InputError(where, f"a report of more than {max_bytes:,} bytes; if it is one, raise --max-bytes")
    if record.when is None:
        raise InputError(where, "the record does not say when it was captured; save its page as a file instead")
    capture = Capture(
        sha256=hashlib.sha256(answer.content).hexdigest(),
        when=record.when,
        how=CaptureFrom.ARCHIVE,
        url=record.url,
        path=str(source.path) if source.path else None,
        place=member,
        status=answer.status,
        headers=kept(answer.headers),
        warc=str(source.path) if source.path else None,
        offset=record.offset,
        record=record.id or None,
    )
    return _read(answer.content, kind, answer.headers.get("content-type", ""), capture, where, making)


def _read(raw: bytes, kind: Kind, said: str, capture: Capture, where: str, making: Making) -> Received:
    assert capture.url is not None
    match = _CHARSET.search(said)
    # What a page says of itself cannot lie later than the day on which it was captured.
    day = min(making.today, capture.when.date())
    read = content.read(raw, kind, where, day, making.encoding, match.group(1) if match else None)
    # Not the page's own "canonical": a reprint names the address of whom it copied.
    found = Content(read.text, Card(url=capture.url).over(read.card), read.remarks, read.dating)
    return Received(where, identity(capture.url, capture.sha256), raw, capture, found)


def _kind(said: str, raw: bytes) -> Kind | None:
    media = content.media_type(said)
    kind = content.MEDIA_TYPES.get(media)
    if kind is None and media in content.UNSAID:
        kind = content.sniffed(raw[:1024])
    return kind if kind in (Kind.PAGE, Kind.TEXT, Kind.PDF, Kind.DOCX) else None


def kept(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What of a response's head is worth keeping beside the page; all of it stands in the archive."""
    return tuple((name, headers[name][:1000]) for name in _KEPT_HEADERS if name in headers)


def capture(fetched: Fetched, archived: Kept | None = None) -> Capture:
    """The capture that a fetch was. `archived` is where its archive put it."""
    return Capture(
        sha256=hashlib.sha256(fetched.content).hexdigest(),
        when=fetched.when,
        how=CaptureFrom.FETCHED,
        url=fetched.url,
        asked=fetched.asked,
        status=fetched.status,
        headers=kept(dict(fetched.headers)),
        warc=archived.path if archived else None,
        offset=archived.offset if archived else None,
        record=archived.record if archived else None,
    )


def document(
    fetched: Fetched,
    archived: Kept | None = None,
    *,
    entry: Entry | None = None,
    outlet: str | None = None,
    published: str | None = None,
    title: str | None = None,
    today: date | None = None,
) -> Iterator[Obtained | Remark | InputError]:
    """The Document of a fetched page. What its feed's `entry` says stands in where the page itself is silent.

    `outlet`, `published` and `title` win over both. What is wrong with the page is yielded, not raised.
    """
    today = today or fetched.when.date()
    options = cards.read({"outlet": outlet, "title": title, "published": published}, "the command line", today)
    making = Making(options, today)
    said = fetched.headers.get("content-type", "")
    try:
        kind = _kind(said, fetched.content)
        if kind is None:
            raise InputError(fetched.asked, "neither a page nor text, PDF or DOCX; save the report and give the file")
        found = _read(fetched.content, kind, said, capture(fetched, archived), fetched.asked, making)
    except InputError as error:
        yield error
        return
    if entry is not None:
        silent = Card(title=entry.title, published=entry.published)
        told = found.content
        dated = told.card.published is not None
        found_content = Content(told.text, told.card.over(silent), told.remarks, told.dating if dated else ())
        found = Received(found.where, found.name, found.raw, found.capture, found_content)
    yield from making.finished(found)
