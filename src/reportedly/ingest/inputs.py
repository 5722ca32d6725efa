"""What is named on the command line, opened one at a time: a file, all reports of a folder, or standard input."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly.errors import InputError

STDIN = "-"
CARD = ".meta.json"
TEXT = frozenset((".txt", ".text"))
PAGES = frozenset((".html", ".htm", ".xhtml"))
LINES = frozenset((".jsonl", ".ndjson"))
OFFICE = frozenset((".pdf", ".docx"))
MANY = frozenset((".warc", ".warc.gz", ".wacz", ".rss", ".atom"))
REPORTS = TEXT | PAGES | LINES | OFFICE | MANY
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about an input that stops nothing and that its reader should know."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read; `path=None` is standard input. `name` is the id that its report gets when none is given."""

    path: Path | None
    where: str
    name: str

    @property
    def suffix(self) -> str:
        return suffix(self.path) if self.path else ""


def find(given: str, leave_out: Collection[Path] = ()) -> Iterator[Input | Remark]:
    """The files behind one argument, those of a folder in the order of their names, hidden ones passed over.

    `leave_out` are files (resolved) that are no inputs when a folder holds them. Raises
    InputError when there is nothing to read.
    """
    where = printable(given)
    if given == STDIN:
        yield Input(None, "standard input", "stdin")
        return
    if "\0" in given:
        raise InputError(where, "no file can be called so")
    path = Path(given)
    if not path.is_dir():
        yield _input(path)
        return
    passed: Counter[str] = Counter()
    empty = True
    for file in _walk(path, where):
        if leave_out and file.resolve() in leave_out:
            continue
        if suffix(file) in REPORTS:
            empty = False
            yield _input(file)
        elif not file.name.endswith(CARD):
            passed[printable(file.suffix.lower()) or "without suffix"] += 1
    if empty:
        raise InputError(
            where, "a folder without reports; their names end in .txt, .html, .jsonl, .pdf, .docx or .warc.gz"
        )
    if passed:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed.items()))
        yield Remark(where, f"files that are not named like reports were passed over: {kinds}")


def printable(name: str) -> str:
    """The name without what would break a line or a terminal; file names may hold anything."""
    return _UNPRINTABLE.sub("\ufffd", name)


def problem(error: OSError, where: str) -> InputError:
    """What keeps a file from being opened, in words."""
    if isinstance(error, FileNotFoundError):
        return InputError(where, "no such file or folder; check the name")
    if isinstance(error, PermissionError):
        return InputError(where, "no permission to read it; chmod u+r, or run as somebody who may")
    return InputError(where, f"cannot be read: {error.strerror or error}")


def suffix(path: Path) -> str:
    """The end of a name that says what the file is, in lower case; both of the two of "crawl.warc.gz"."""
    packed = path.name.lower().endswith(".warc.gz")
    return ".warc.gz" if packed else path.suffix.lower()


def _input(path: Path) -> Input:
    stem = path.name[: -len(".warc.gz")] if suffix(path) == ".warc.gz" else path.stem
    return Input(path, printable(str(path)), printable(stem))


def _walk(folder: Path, where: str) -> Iterator[Path]:
    failed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and (file := Path(parent, name)).is_file():
                yield file
    if failed:
        raise problem(failed[0], printable(str(failed[0].filename or where)))
