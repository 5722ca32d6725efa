"""Where a report came from, as the ledger names it, and what the ledger has at that place already."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportedly import ledger as ledgers
from reportedly.ingest import Obtained
from reportedly.intake.progress import What
from reportedly.ledger import Batch, Erasure, Ledger
from reportedly.model import Capture, CaptureFrom, Document

_PLACE = re.compile(r": (?:line|entry|offset) [0-9].*$", re.DOTALL)
_WEB = re.compile(r"https?://", re.IGNORECASE)
STDIN = "standard input"


def of(capture: Capture) -> str:
    """The address or the file (with the line or entry in it) of a capture.

    A file is named by its full path: "report.txt" of another folder is another place.
    """
    if capture.how is CaptureFrom.FETCHED and capture.asked:
        return capture.asked
    if capture.url is not None:
        return capture.url
    if capture.path is None:
        return STDIN
    return os.path.abspath(capture.path) + (f": {capture.place}" if capture.place else "")


def is_address(given: str) -> bool:
    """Whether an input is an address of the web."""
    return _WEB.match(given) is not None


def named(where: str) -> str:
    """A place as inputs and errors name it, so that it means the same in another folder."""
    return where if is_address(where) or where.startswith(STDIN) else os.path.abspath(where)


def base(where: str) -> str:
    """The file or address that a place lies in: what can be given as an input again.

    >>> base("/data/feed.jsonl: line 3"), base("https://example.org/a: b")
    ('/data/feed.jsonl', 'https://example.org/a: b')
    """
    return where if is_address(where) else _PLACE.sub("", where)


def kept(obtained: Obtained, document: str | None) -> ledgers.Capture:
    """The capture as the ledger keeps it."""
    capture = obtained.capture
    return ledgers.Capture(
        content=capture.sha256,
        where=of(capture),
        at=capture.when,
        how=capture.how.value,
        document=document,
        status=capture.status,
        headers=dict(capture.headers),
        warc=capture.warc,
        offset=capture.offset,
        record_id=capture.record,
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be done with an obtained document. `None` for `what`: its id belongs to another; `reason` tells."""

    what: What | None
    document: Document
    replaces: str | None = None
    reason: str | None = None


def settle(queries: Ledger | Batch, obtained: Obtained, tombs: Mapping[str, Erasure]) -> Settled:
    """What the ledger makes of an obtained document: new, known, a changed one, an erased one."""
    document, capture = obtained.document, obtained.capture
    if (tomb := tombs.get(document.id)) is not None:
        return _stays_out(document, tomb)
    stored = queries.document(document.id)
    if stored is None:
        if tombs and queries.has_content(document.sha256) and not queries.documents(content=document.sha256, limit=1):
            # Bytes without a document are what a redaction leaves.
            return Settled(
                What.ERASED, document, reason="its bytes are those of a document that was erased; it stays out"
            )
        return _at_a_new_id(queries, obtained, document)
    if stored.document.sha256 == document.sha256:
        differs = [name for name in ("outlet", "url") if getattr(document, name) != getattr(stored.document, name)]
        if differs and not _same_file(queries, document.id, capture):
            return _taken(document)
        return Settled(What.AGAIN, document, reason=_differing(stored.document, document))
    if not _same_file(queries, document.id, capture):
        return _settle_moved(queries, obtained)
    if _counted(document, capture):
        # Line 3 of a file into which a line was put is another report, not another version of one.
        return _settle_moved(queries, obtained)
    changed = replace(document, id=f"{document.id}~{document.sha256[:8]}")
    if changed.id in tombs:
        return _stays_out(changed, tombs[changed.id])
    if queries.document(changed.id) is not None:
        return Settled(What.AGAIN, changed)
    return Settled(What.CHANGED, changed, _last_of(queries, document.id))


def _at_a_new_id(queries: Ledger | Batch, obtained: Obtained, document: Document) -> Settled:
    capture = obtained.capture
    if _counted(document, capture) and (known := _same_line(queries, capture)):
        return Settled(What.AGAIN, known)
    address = capture.url if capture.url is not None else None if capture.place else of(capture)
    if address is None or (last := queries.latest_at(address)) is None:
        return Settled(What.NEW, document)
    if last.document.sha256 == document.sha256:
        # The same bytes at the same place under another id, because somebody gave it one since.
        return Settled(What.AGAIN, last.document)
    if not _newer(queries, address, capture.when):
        return Settled(What.NEW, document, reason=older(address))
    return Settled(What.CHANGED, document, last.document.id)


def _settle_moved(queries: Ledger | Batch, obtained: Obtained) -> Settled:
    """A report whose id stands for another one. One that only counts lines is made anew, one given is not."""
    document, capture = obtained.document, obtained.capture
    if not _counted(document, capture) and capture.path is not None:
        return _taken(document)
    if known := _same_line(queries, capture):
        return Settled(What.AGAIN, known)
    made = replace(document, id=f"{document.id}~{document.sha256[:8]}")
    return Settled(What.AGAIN if queries.document(made.id) else What.NEW, made)


def _same_line(queries: Ledger | Batch, capture: Capture) -> Document | None:
    """The document of the same bytes in the same file, wherever in it."""
    file = base(of(capture))
    for stored in queries.documents(content=capture.sha256, limit=None):
        if any(base(one.where) == file for one in queries.captures(document=stored.document.id)):
            return stored.document
    return None


def _same_file(queries: Ledger | Batch, id: str, capture: Capture) -> bool:
    here = {base(of(capture)), *([capture.url] if capture.url else [])}
    return any(base(one.where) in here for one in queries.captures(document=id))


def _counted(document: Document, capture: Capture) -> bool:
    """Whether the id only says which line or entry of a file, or of a pipe, it was.

    A file's own id counts as given: another file of the same name is to be told apart by its reader.
    """
    if capture.path is None and capture.url is None and document.id.startswith("stdin"):
        return True
    if not capture.place or capture.path is None:
        return False
    return document.id == f"{Path(capture.path).stem}-{capture.place.rpartition(' ')[2]}"


def _last_of(queries: Ledger | Batch, id: str) -> str:
    """The newest of a document and those that replaced it, one after the other."""
    seen = {id}
    while (stored := queries.document(id)) is not None and stored.replaced_by and stored.replaced_by not in seen:
        id = stored.replaced_by
        seen.add(id)
    return id


def older(address: str) -> str:
    return f"an older state of {address}, of which a newer one is in already"


def _newer(queries: Ledger | Batch, address: str, when: datetime) -> bool:
    last = queries.last_capture(address)
    return last is None or last.at <= when


def _differing(stored: Document, document: Document) -> str | None:
    names = ("outlet", "title", "published", "url")
    differs = [name for name in names if getattr(stored, name) != getattr(document, name)]
    return f"is in already with another {', '.join(differs)}, which stays as it is" if differs else None


def _stays_out(document: Document, tomb: Erasure) -> Settled:
    return Settled(What.ERASED, document, reason=f"was erased by {tomb.by} on {tomb.at.date()}; it stays out")


def _taken(document: Document) -> Settled:
    what = f'the id "{document.id}" belongs to another report in the ledger; give this one an "id" of its own'
    return Settled(None, document, reason=what)


def media_type(capture: Capture) -> str | None:
    """What the bytes of a file are, by its name; None where they are a part of it, or came through a pipe."""
    if capture.path is None or capture.place:
        return None
    return mimetypes.guess_type(capture.path)[0]
