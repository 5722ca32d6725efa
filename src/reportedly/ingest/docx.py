"""The text of a Word document: its paragraphs and the rows of its tables, in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from reportedly.errors import InputError
from reportedly.ingest.card import Card, plausible
from reportedly.ingest.content import Content
from reportedly.ingest.text import fixed
from reportedly.model import Published, PublishedFrom

# The words of a book of 1,000 pages take 5 MB; pictures are never unpacked here, but they count.
_MOST_XML = 30_000_000
_MOST = 300_000_000
_MOST_MEMBERS = 5_000
# What python-docx's own template says of itself: the day of the template, not of the report.
_OF_THE_TEMPLATE = datetime(2013, 12, 23, 23, 15)


def read(raw: bytes, where: str, today: date) -> Content:
    """The text of a DOCX file. Raises InputError for what is none, and for one made to burst."""
    _refuse_bomb(raw, where)
    import docx

    try:
        document = docx.Document(io.BytesIO(raw))
        text = "\n\n".join(block for block in _blocks(document) if block.strip())
        about = document.core_properties
        title, created = about.title, about.created
    except Exception as error:
        # Anything: zlib, lxml and python-docx each have errors of their own for a broken document.
        raise InputError(where, "not a Word document that can be read; save it again as .docx, or as text") from error
    published, told = _created(created, today)
    card = Card(title=fixed(title).strip() or None if title else None, published=published)
    return Content(fixed(text), card, (), tuple(told))


def _refuse_bomb(raw: bytes, where: str) -> None:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(where, "a Word document with a password, or an old .doc; save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise InputError(where, "a ZIP archive that is broken or cut off; save the document again") from error
    if not any(member.filename.startswith("word/") for member in members):
        raise InputError(where, "a ZIP archive or an office file that is no .docx; save the report as .docx or text")
    # zipfile never unpacks more of a member than is declared, so that a lie here does not help.
    xml = max((member.file_size for member in members if member.filename.endswith((".xml", ".rels"))), default=0)
    if len(members) > _MOST_MEMBERS or xml > _MOST_XML or sum(member.file_size for member in members) > _MOST:
        raise InputError(where, "a Word document of a size that no report needs; save the report itself as text")


def _blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # A merged cell comes once for each column that it spans.
                cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
                yield " | ".join(filter(None, cells))
        else:
            yield block.text


def _created(when: datetime | None, today: date) -> tuple[Published | None, list[str]]:
    from reportedly.ingest.pdf import dated_by_file

    if when is None or when.replace(tzinfo=None, second=0) == _OF_THE_TEMPLATE:
        return None, []
    try:
        day = plausible(when.date(), today)
    except ValueError as error:
        return None, [f"the document's date of creation {when.date()} is not used: {error}"]
    at = when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)
    return Published(day, PublishedFrom.METADATA, at.time(), "Z"), [dated_by_file(day)]
