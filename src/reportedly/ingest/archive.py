"""Keeps what was fetched, byte for byte as it went over the wire, in a WARC file beside the ledger.

Each exchange is appended with one write and synced to disk before `keep` returns, so that whatever the ledger names is
there. A process that is killed in the middle leaves a torn last record, which no ledger names: it is cut off when the
file is next written to, and passed over when it is read.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.errors import InputError
from reportedly.ingest import warc
from reportedly.ingest.coding import unchunked
from reportedly.ingest.inputs import printable, problem

if TYPE_CHECKING:
    from reportedly.ingest.wire import Exchange

_VERSION = "WARC/1.1"
_LONGEST = 1 << 30
_TAIL = 64 << 20
_GZIP = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a response stands: the file, the offset of its record in it, and the record's id."""

    path: str
    offset: int
    record: str


class Archive:
    """A WARC file that is appended to. Several processes may hold the same one."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._end = -1

    def keep(self, exchanges: Sequence[Exchange]) -> Kept:
        """Appends the exchanges (redirects first) and says where the last response stands. Raises InputError."""
        assert exchanges
        try:
            with self._opened() as file:
                begin = file.seek(0, os.SEEK_END)
                packed, offset, record = _packed(exchanges, self.path.name, first=begin == 0)
                try:
                    file.write(packed)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    # A full disk: what was half written is taken back while we can.
                    file.truncate(begin)
                    raise
                self._end = begin + len(packed)
        except OSError as error:
            raise problem(error, printable(str(self.path))) from error
        return Kept(str(self.path), begin + offset, record)

    def read(self, offset: int, record: str | None = None) -> warc.Record:
        """The record at an offset. Raises InputError when there is none, or not the one with that id."""
        where = f"{printable(str(self.path))}: offset {offset}"
        try:
            with self.path.open("rb") as file:
                file.seek(offset)
                found = next(warc.whole(file, _LONGEST), None)
        except warc.Broken as error:
            raise InputError(where, f"{error}; the archive was changed or cut") from error
        except OSError as error:
            raise problem(error, where) from error
        if found is None:
            raise InputError(where, "no record begins here; the archive was changed or cut")
        if record is not None and found.id != record:
            raise InputError(where, f"the record here is {found.id} and not {record}; the archive was changed")
        return found

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """The file, ours alone for now, its torn end cut off."""
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = file.seek(0, os.SEEK_END)
            if size != self._end:
                # New to us, or another process wrote since, and may have been killed.
                whole = whole_until(file, size)
                if whole < size:
                    file.truncate(whole)
            yield file


def whole_until(file: Any, size: int) -> int:
    """The offset behind the last whole record. Looks at the end first: a file that is whole costs one look."""
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read(size - start)
    at = len(tail)
    while (at := tail.rfind(_GZIP, 0, at)) >= 0:
        # The three bytes also occur inside of what is packed; what is no record begins otherwise.
        if (begins := _begins_record(tail, at)) is not None:
            if begins:
                return size
            break
    file.seek(0)
    try:
        for _ in warc.whole(file, 0):
            pass
    except warc.Broken as error:
        return error.offset
    return size


def _begins_record(tail: bytes, at: int) -> bool | None:
    """Whether the gzip member that begins here ends with the file; None: no WARC record begins here."""
    inflating = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        if not inflating.decompress(tail[at : at + 4096], 5).startswith(b"WARC/"):
            return None
        rest = inflating.unconsumed_tail + tail[at + 4096 :]
        while rest and not inflating.eof:
            inflating.decompress(rest, 1 << 20)
            rest = inflating.unconsumed_tail
    except zlib.error:
        return None
    return inflating.eof and not inflating.unused_data and not rest


def _packed(exchanges: Sequence[Exchange], name: str, *, first: bool) -> tuple[bytes, int, str]:
    """The records as bytes, where the last response begins among them, and its id."""
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=_VERSION)
    if first:
        about = {"software": "reportedly", "format": "WARC File Format 1.1", "robots": "obeyed (RFC 9309)"}
        writer.write_record(writer.create_warcinfo_record(name, about))
    offset, record = 0, ""
    for exchange in exchanges:
        offset = out.tell()
        about = {
            "WARC-Target-URI": exchange.url,
            "WARC-Date": exchange.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        if exchange.address:
            about["WARC-IP-Address"] = exchange.address
        record = _write(writer, "response", exchange.received, {**about, "WARC-Payload-Digest": _payload(exchange)})
        _write(writer, "request", exchange.sent, {**about, "WARC-Concurrent-To": f"<{record}>"})
    return out.getvalue(), offset, record


def _write(writer: Any, kind: str, block: bytes, about: dict[str, str]) -> str:
    """Writes one record whose block is exactly these bytes: no head is taken apart and put together again."""
    from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

    headers = writer._init_warc_headers("", kind, about)
    headers.add_header("WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}")
    record = ArcWarcRecord(
        "warc", kind, headers, io.BytesIO(block), None, f"application/http; msgtype={kind}", len(block)
    )
    record.payload_length = len(block)
    if kind == "request":
        headers.add_header("WARC-Payload-Digest", f"sha256:{hashlib.sha256(b'').hexdigest()}")
    writer.write_record(record)
    return str(headers.get_header("WARC-Record-ID")).strip("<>")


def _payload(exchange: Exchange) -> str:
    """The digest of the body as WARC counts it: chunks put together, compression left on."""
    head, _, body = exchange.received.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" in head.lower():
        body = unchunked(body)
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def beside(ledger: str | os.PathLike[str]) -> Path:
    """The archive that belongs to a ledger in a file: `reportedly.db` → `reportedly.warc.gz`."""
    return Path(ledger).with_suffix(".warc.gz")
