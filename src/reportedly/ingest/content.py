"""What one report's bytes hold, by the kind of file that they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportedly.ingest import page
from reportedly.ingest.card import Card
from reportedly.ingest.text import decode, marked_encoding

_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_FEED = re.compile(
    r"(?:<\?[^>]{0,500}>\s*|<!--.{0,2000}?-->\s*|<!doctype[^>\[]{0,500}(?:\[[^\]]{0,2000}\]\s*)?>\s*)*<(?:rss|feed|rdf:rdf)\b",
    re.IGNORECASE | re.DOTALL,
)


class Kind(StrEnum):
    """The kinds of file; the last four hold any number of reports."""

    TEXT = "text"
    PAGE = "page"
    PDF = "PDF"
    DOCX = "DOCX"
    LINES = "JSON lines"
    FEED = "feed"
    WARC = "WARC"
    WACZ = "WACZ"


SUFFIXES = {
    ".txt": Kind.TEXT, ".text": Kind.TEXT, ".html": Kind.PAGE, ".htm": Kind.PAGE, ".xhtml": Kind.PAGE,
    ".pdf": Kind.PDF, ".docx": Kind.DOCX, ".jsonl": Kind.LINES, ".ndjson": Kind.LINES, ".rss": Kind.FEED,
    ".atom": Kind.FEED, ".warc": Kind.WARC, ".warc.gz": Kind.WARC, ".wacz": Kind.WACZ,
}  # fmt: skip
MEDIA_TYPES = {
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.PAGE,
    "text/plain": Kind.TEXT,
    "application/pdf": Kind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.DOCX,
}
# A server that says nothing of the type, or "bytes", is taken at its bytes.
UNSAID = frozenset(("", "application/octet-stream", "binary/octet-stream", "application/force-download"))


@dataclass(frozen=True, slots=True)
class Content:
    """A report's text, what is said of it, and what its reader should know.

    `dating` is worth telling only where the card's date is used.
    """

    text: str
    card: Card
    remarks: tuple[str, ...] = ()
    dating: tuple[str, ...] = ()


def media_type(header: str) -> str:
    """The type of a Content-Type header, without its parameters: "text/html"."""
    return header.partition(";")[0].strip().lower()


def sniffed(head: bytes) -> Kind:
    """The kind of file that begins like this."""
    if head.lstrip()[:5] == b"%PDF-":
        return Kind.PDF
    if head.startswith(_ZIP):
        # A WACZ says what it is in the name of its first member; office files begin with their table of contents.
        names = head[26:].lower()
        return Kind.WACZ if any(name in names for name in (b"datapackage", b"archive/", b".warc")) else Kind.DOCX
    if head.startswith((_GZIP, b"WARC/")):
        return Kind.WARC
    marked, skip = marked_encoding(head)
    begin = head[skip:].decode(marked or "utf-8", errors="replace").lstrip()
    if begin.startswith("{"):
        return Kind.LINES
    if page.looks_like_page(begin):
        return Kind.PAGE
    return Kind.FEED if looks_like_feed(begin) else Kind.TEXT


def looks_like_feed(begin: str) -> bool:
    """Whether an XML file's first element is that of a feed.

    >>> looks_like_feed('<?xml version="1.0"?> <!-- x --> <rss version="2.0">')
    True
    """
    return begin.startswith("<") and bool(_FEED.match(begin))


def read(
    raw: bytes, kind: Kind, where: str, today: date, encoding: str | None = None, charset: str | None = None
) -> Content:
    """The report that the bytes are. `charset` is what the server said. Raises InputError for what cannot be read."""
    if kind is Kind.PDF:
        from reportedly.ingest import pdf

        return pdf.read(raw, where, today)
    if kind is Kind.DOCX:
        from reportedly.ingest import docx

        return docx.read(raw, where, today)
    if kind is not Kind.PAGE:
        return Content(decode(raw, where, encoding, declared=charset), Card())
    html = decode(raw, where, encoding, declared=charset or page.declared_encoding(raw))
    found = page.read(html, where, today)
    return Content(found.text, found.card, (), found.remarks)
