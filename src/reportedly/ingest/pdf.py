"""The text of a PDF, its wrapped lines put together again. A date is only what the file says of itself."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reportedly.errors import InputError, SetupError
from reportedly.ingest.card import Card, plausible
from reportedly.ingest.content import Content
from reportedly.ingest.text import fixed
from reportedly.model import Published, PublishedFrom

_CHILD = Path(__file__).with_name("pdf_pages.py")
_SECONDS = 90.0
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ERRORS = {
    "encrypted": "a PDF that asks for a password; save it without one",
    "long": "a PDF of a length that no report needs; save the pages that matter as a file of their own",
    "broken": "a PDF that cannot be taken apart; open it in a viewer and save it again, or save its text",
}
# A line that goes on: it does not end a sentence, or the next one does not begin one.
_ENDS = re.compile(r"[.!?:…][\"”’')\]]*$")
_BULLET = re.compile(r"(?:[-*•–—▪●]|\d{1,2}[.)])\s")
_HYPHEN = re.compile(r"[^\W\d_]-$")
# "pro-\ngovernment" keeps its hyphen, "govern-\nment" loses it.
_KEPT = re.compile(
    r"(?:^|[\s(“\"])(?:anti|pro|non|ex|self|co|cross|half|semi|multi|mid|well|air|car|al|el|as|ar|an)-$", re.I
)
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|[-–—] ?\d{1,4} ?[-–—]", re.IGNORECASE)


def read(raw: bytes, where: str, today: date) -> Content:
    """The text of a PDF. Raises InputError for one that is encrypted, scanned, broken, or takes too long."""
    found = _taken_apart(raw, where)
    if error := found.get("error"):
        why = f" ({found['why']})" if found.get("why") else ""
        raise InputError(where, _ERRORS.get(str(error), _ERRORS["broken"]) + why)
    pages = [_BROKEN.sub("", str(page)) for page in found["pages"]]
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise InputError(where, "a PDF without text (a scan?); run it through OCR, or save its words as text")
    remarks = [f"nothing could be read on {_numbered(empty)} (a picture or a scan?)"] if empty else []
    published, told = _created(found.get("created"), today)
    title = fixed(_BROKEN.sub("", found.get("title") or "")).strip()
    card = Card(title=title or None, published=published)
    return Content(fixed(flowed(pages)), card, tuple(remarks), tuple(told))


def _taken_apart(raw: bytes, where: str) -> dict[str, Any]:
    library = importlib.util.find_spec("pypdf")
    if library is None or library.origin is None:
        raise SetupError("pypdf, which reads PDF files, is not installed; install reportedly again")
    command = [sys.executable, "-I", str(_CHILD), str(Path(library.origin).parents[1])]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=_SECONDS, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise InputError(where, _ERRORS["long"]) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        # Out of time or memory, or a crash in a decoder: the process is gone, we are not.
        raise InputError(where, _ERRORS["broken"]) from error
    return found


def flowed(pages: Sequence[str]) -> str:
    """The pages as paragraphs, a blank line between two; lines that were only wrapped are put together.

    >>> flowed(["At least 12 people were kil-\\nled in Kutum on Friday,\\nthe mayor said.\\n2", "Nobody claimed it."])
    'At least 12 people were killed in Kutum on Friday, the mayor said.\\n\\nNobody claimed it.'
    """
    paragraphs: list[str] = []
    for page in pages:
        lines = [" ".join(line.split()) for line in page.splitlines()]
        while lines and (not lines[-1] or _PAGE_NUMBER.fullmatch(lines[-1])):
            lines.pop()
        while lines and (not lines[0] or _PAGE_NUMBER.fullmatch(lines[0])):
            lines.pop(0)
        widest = max(map(len, lines), default=0)
        previous = None
        for line in lines:
            if not line:
                previous = None
            elif paragraphs and _goes_on(previous, paragraphs[-1], line, widest):
                paragraphs[-1] = _joined(paragraphs[-1], line)
                previous = line
            else:
                paragraphs.append(line)
                previous = line
    return "\n\n".join(paragraphs)


def _goes_on(previous: str | None, before: str, line: str, widest: int) -> bool:
    if _BULLET.match(line):
        return False
    if previous is None:
        # Over a gap or the edge of a page only what cannot stand alone.
        return line[0].islower() and not _ENDS.search(before)
    return line[0].islower() or (
        len(previous) >= 0.75 * widest and not (_ENDS.search(previous) and len(previous) < 0.85 * widest)
    )


def _joined(before: str, line: str) -> str:
    if _HYPHEN.search(before) and line[0].islower():
        return (before if _KEPT.search(before[-12:]) else before[:-1]) + line
    return before + line if re.search(r"\d-$", before) else f"{before} {line}"


def _created(words: object, today: date) -> tuple[Published | None, list[str]]:
    """The day on which the file was made, for want of a better one."""
    if not isinstance(words, str):
        return None, []
    try:
        when = datetime.fromisoformat(words)
        day = plausible(when.date(), today)
    except ValueError as error:
        return None, [f"the PDF's date of creation {words[:30]!r} is not used: {error}"]
    zone = when.strftime("%z")
    published = Published(day, PublishedFrom.METADATA, when.time(), f"{zone[:3]}:{zone[3:5]}" if zone else None)
    return published, [dated_by_file(day)]


def dated_by_file(day: date) -> str:
    return f"dated {day} because the file was made then; if it came out on another day, say so with --published"


def _numbered(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"
