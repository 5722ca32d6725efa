"""Bytes as they were received, found again where the ledger says that they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.errors import InputError

if TYPE_CHECKING:
    from reportedly.ledger import Content

# The largest page or line that is looked at again.
_MOST = 1 << 30


class Received:
    """Called with a content, gives its bytes; None when they are no longer there.

    Where a file is there and does not hold them, what it holds instead is given: that is an altered file, not a lost
    one. A file of many reports (JSON lines, an archive, a feed) is read once for all of them.
    """

    def __init__(self, beside: Path) -> None:
        """`beside` is the folder of the ledger, which paths may count from."""
        self._beside = beside
        self._file: Path | None = None
        self._hashes: dict[str, bytes] = {}

    def __call__(self, content: Content) -> bytes | None:
        named = content.warc or content.path
        path = self._there(named, archive=content.warc is not None) if named else None
        if path is None:
            return None
        # Inside a WACZ the offset is that in one of its archives.
        if content.warc and content.offset is not None and path.suffix != ".wacz":
            return _recorded(path, content.offset)
        return self._within(path, content.sha256)

    def _there(self, named: str, archive: bool) -> Path | None:
        tried = [Path(named), self._beside / named]
        if archive:
            # The ledger's own archive moves with it.
            tried.append(self._beside / Path(named).name)
        return next((path for path in tried if path.is_file()), None)

    def _within(self, path: Path, sha256: str) -> bytes | None:
        if path != self._file:
            self._file, self._hashes = path, {}
            raw = path.read_bytes()
            self._hashes[""] = raw
            self._hashes[hashlib.sha256(raw).hexdigest()] = raw
            if sha256 not in self._hashes:
                self._hashes |= {hashlib.sha256(part).hexdigest(): part for part in _parts(path)}
        return self._hashes.get(sha256, self._hashes[""])


def _recorded(path: Path, offset: int) -> bytes | None:
    from reportedly.ingest import warc
    from reportedly.ingest.archive import Archive

    try:
        return warc.response(Archive(path).read(offset), _MOST).content
    except (InputError, ValueError) as error:
        # Not the record that was kept: these bytes are of no hash that anything has.
        return f"{error}".encode()


def _parts(path: Path) -> Iterator[bytes]:
    """The reports of a file of many, as received."""
    from reportedly.ingest import lines
    from reportedly.ingest.inputs import suffix

    if suffix(path) == ".jsonl":
        with path.open("rb") as stream:
            yield from (line for _, line in lines.split(stream, _MOST) if line is not None)
        return
    from reportedly.ingest.documents import Obtained, UnreadError
    from reportedly.ingest.loading import obtain

    for one in obtain([path], max_bytes=_MOST):
        if isinstance(one, Obtained):
            yield one.raw
        elif isinstance(one, UnreadError):
            yield one.obtained.raw
