"""Reads WARC files record by record, compressed or not, and says where a file breaks off.

fastwarc, which is quicker, passes over a torn last record without a word; here each byte is accounted for.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from reportedly.errors import InputError
from reportedly.ingest.coding import TooBig, decoded, unchunked
from reportedly.ingest.inputs import printable

_AT_ONCE = 1 << 18
_LONGEST_LINE = 64 << 10
_MOST_LINES = 500
_BEGINNING = 64 << 10
# Text packs 5 to 20 times; what unpacks further than this is made to fill a disk.
_RATIO = 250
_FREE = 50_000_000
_MOST_MEMBERS = 20_000
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_REMEDY = "what stands before is read; get the file anew"


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `offset` is that of its first byte in the file: of its gzip member, where it is compressed.

    `whole=False`: longer than was asked for, and `block` is no more than how it begins.
    """

    kind: str
    id: str
    offset: int
    when: datetime | None
    url: str | None
    headers: dict[str, str]
    block: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered, decoded."""

    status: int
    headers: dict[str, str]
    content: bytes


class Broken(ValueError):
    """The file breaks off or goes wrong; `offset` is where the record or gzip member concerned begins."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(what)
        self.offset = offset


def records(stream: BinaryIO, where: str, limit: int) -> Iterator[Record]:
    """The records of a WARC file, in order. Raises InputError, naming the offset, where the file breaks off."""
    try:
        yield from whole(stream, limit)
    except Broken as error:
        raise InputError(f"{where}: offset {error.offset}", f"{error}; {_REMEDY}") from error


def whole(stream: BinaryIO, limit: int) -> Iterator[Record]:
    """The whole records of a stream, from where it stands. Raises Broken after the last of them."""
    offset = 0
    try:
        unpacked = _Unpacked(stream)
        while True:
            offset = unpacked.offset
            # Two line ends follow each record; some writers leave more or fewer.
            line = unpacked.line()
            while line in (b"\r\n", b"\n"):
                offset = unpacked.offset
                line = unpacked.line()
            if not line.strip():
                return
            yield _record(unpacked, line, offset, limit)
    except (zlib.error, zipfile.BadZipFile, EOFError) as error:
        # The last two come from a WACZ around it.
        raise Broken(offset, "its compression is broken here") from error


def _record(unpacked: _Unpacked, first: bytes, offset: int, limit: int) -> Record:
    if not first.startswith(b"WARC/"):
        if b"WARC/".startswith(first):
            raise Broken(offset, "the file breaks off in this record's head")
        raise Broken(offset, "no WARC record begins here")
    headers = _headers(unpacked, offset)
    try:
        length = int(headers["content-length"])
    except (KeyError, ValueError) as error:
        raise Broken(offset, "this record does not say how long it is") from error
    block = unpacked.block(length, length if length <= limit else min(limit, _BEGINNING))
    if block is None:
        raise Broken(offset, "the file breaks off in this record")
    unpacked.ended(offset)
    return Record(
        kind=headers.get("warc-type", "").lower(),
        id=headers.get("warc-record-id", "").strip("<>"),
        offset=offset,
        when=moment(headers.get("warc-date", "")),
        # Some writers put the address in angle brackets, as WARC 1.0's grammar had it.
        url=headers.get("warc-target-uri", "").strip("<>") or None,
        headers=headers,
        block=block,
        whole=length <= limit,
    )


def _headers(unpacked: _Unpacked, offset: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(_MOST_LINES):
        line = unpacked.line()
        if not line.endswith(b"\n"):
            raise Broken(offset, "the file breaks off in this record's head")
        if line in (b"\r\n", b"\n"):
            return found
        name, _, value = line.decode("utf-8", "replace").partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    raise Broken(offset, "this record's head does not end")


class _Unpacked:
    """The bytes of a stream, each gzip member unpacked, with the offset at which the present one begins."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        try:
            self._read = stream.tell()
        except (OSError, AttributeError):
            self._read = 0
        self._began = self._read
        self._buffer = bytearray()
        self._raw = stream.read(_AT_ONCE)
        self._read += len(self._raw)
        self._packed = self._raw.startswith(b"\x1f\x8b")
        self._member: zlib._Decompress | None = None
        self._member_at = self._began
        self._out = 0
        if self._raw.startswith(b"\x28\xb5\x2f\xfd"):
            raise Broken(0, "compressed with zstd; unpack it first (zstd -d)")

    @property
    def offset(self) -> int:
        """Where the next byte stands in the file; in a gzip member, where the member begins."""
        if self._packed:
            if not self._buffer and (self._member is None or self._member.eof):
                return self._read - len(self._raw)
            return self._member_at
        return self._read - len(self._raw) - len(self._buffer)

    def line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0 and len(self._buffer) < _LONGEST_LINE:
            if not self._more():
                break
        cut = end + 1 if end >= 0 else len(self._buffer)
        line = bytes(self._buffer[:cut])
        del self._buffer[:cut]
        return line

    def block(self, length: int, keep: int) -> bytes | None:
        """The first `keep` of the next `length` bytes; None where there are not so many."""
        found = bytearray()
        left = length
        while left > 0:
            if not self._buffer and not self._more():
                return None
            part = self._buffer[:left]
            left -= len(part)
            found += part[: keep - len(found)]
            del self._buffer[: len(part)]
        return bytes(found) if length >= 0 else None

    def ended(self, offset: int) -> None:
        """Reads what is left of the record's member, so that a torn end is noticed with the record that it tore."""
        if self._packed and self._member is not None:
            while not self._member.eof and len(self._buffer) < 8:
                if not self._more():
                    raise Broken(offset, "the file breaks off in this record")

    def _more(self) -> bool:
        """Adds some bytes to the buffer; False at the end of the file."""
        if not self._raw:
            self._raw = self._stream.read(_AT_ONCE)
            self._read += len(self._raw)
        if not self._packed:
            self._buffer += self._raw
            some = bool(self._raw)
            self._raw = b""
            return some
        return self._inflated()

    def _inflated(self) -> bool:
        while True:
            if self._member is None or self._member.eof:
                if not self._raw:
                    return False
                self._member_at = self._read - len(self._raw)
                self._member = zlib.decompressobj(zlib.MAX_WBITS + 16)
            if not self._raw:
                self._raw = self._stream.read(_AT_ONCE)
                self._read += len(self._raw)
                if not self._raw:
                    raise Broken(self._member_at, "the file breaks off in this record")
            some = self._member.decompress(self._raw, _AT_ONCE)
            self._raw = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            self._out += len(some)
            if self._out > _FREE + _RATIO * (self._read - self._began):
                raise Broken(self._member_at, "what is packed here is made to fill a disk")
            if some:
                self._buffer += some
                return True


def response(record: Record, limit: int) -> Response:
    """The answer in a response record, unchunked and unpacked. Raises ValueError, worded for people.

    Of a record that is not whole, `content` is empty.
    """
    if record.kind == "resource":
        said = {"content-type": record.headers.get("content-type", "")}
        return Response(200, said, record.block if record.whole else b"")
    head, body = _split(record.block)
    lines = head.splitlines()
    match = _STATUS.match(lines[0]) if lines else None
    if not match:
        raise ValueError("this record holds no answer of a web server")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    content = _content(body, headers, limit) if record.whole else b""
    return Response(int(match.group(1)), headers, content)


def _content(body: bytes, headers: dict[str, str], limit: int) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = unchunked(body)
    try:
        return decoded(body, headers.get("content-encoding", ""), limit)
    except TooBig:
        raise
    except ValueError:
        # Archives of unpacked bodies often keep the head that the server sent.
        if body.lstrip()[:1] != b"<" and not body.startswith(b"%PDF-"):
            raise
        return body


def _split(block: bytes) -> tuple[bytes, bytes]:
    for gap in (b"\r\n\r\n", b"\n\n"):
        head, found, body = block.partition(gap)
        if found:
            return head, body
    return block, b""


def moment(words: str) -> datetime | None:
    """The time of a WARC-Date (UTC). None for what is none."""
    match = _DATE.fullmatch(words)
    if not match:
        return None
    *parts, fraction = match.groups()
    try:
        year, month, day, hour, minute, second = map(int, parts)
        return datetime(year, month, day, hour, minute, second, int((fraction or "0").ljust(6, "0")[:6]), tzinfo=UTC)
    except ValueError:
        return None


def members(stream: BinaryIO, where: str) -> Iterator[tuple[str, BinaryIO]]:
    """The WARC files inside a WACZ, by name. Nothing is unpacked to disk, so that a name leads nowhere.

    Raises InputError for what is no WACZ, is encrypted, or was made to burst.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            found = archive.infolist()
            if len(found) > _MOST_MEMBERS:
                raise InputError(where, f"a ZIP archive of {len(found):,} files; no WACZ needs that")
            inside = [member for member in found if member.filename.lower().endswith((".warc", ".warc.gz"))]
            if not inside:
                raise InputError(where, "a ZIP archive without a WARC file in it; a WACZ keeps them in archive/")
            for member in inside:
                name = printable(member.filename)[:200]
                if member.file_size > _FREE + _RATIO * member.compress_size:
                    raise InputError(f"{where}: {name}", "what is packed here is made to fill a disk; get it anew")
                with archive.open(member) as opened:
                    yield name, opened  # type: ignore[misc]
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError(where, f"a WACZ that is broken or cut off ({error}); get the file anew") from error
    except (RuntimeError, NotImplementedError) as error:
        raise InputError(where, f"a WACZ that cannot be opened ({error}); unpack it and give its WARC files") from error
