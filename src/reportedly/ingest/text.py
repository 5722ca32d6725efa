"""Bytes to text, once. What cannot be decoded for certain is refused: a wrong guess would garble names for good."""

from __future__ import annotations

import codecs
import re
import unicodedata

from reportedly.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_NEWLINES = re.compile(r"\r\n?")
_BROKEN = re.compile("[\x00\ud800-\udfff]")


def encoding_named(name: str) -> str:
    """The encoding's canonical name. Raises InputError when Python knows no text encoding of that name."""
    try:
        # Codecs such as base64 turn bytes into bytes; this shows whether it is one of text.
        "a".encode(name)
        return codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError) as error:
        raise InputError("--encoding", f"no text encoding is called {name!r}; try windows-1252 or utf-16") from error


def marked_encoding(raw: bytes) -> tuple[str | None, int]:
    """The encoding that a byte-order mark names and the length of the mark."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    return None, 0


def refuse_binary(raw: bytes, where: str, encoding: str | None) -> None:
    """Raises InputError for bytes that are no text, with what they look like."""
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise InputError(where, f"{name}, not text; save the report as text, HTML or JSON lines")
    if encoding is None and marked_encoding(raw)[0] is None and (nul := raw.find(b"\0")) >= 0:
        raise InputError(
            where, f"binary, not text (a NUL byte at offset {nul}); if it is UTF-16, say so: --encoding utf-16-le"
        )


def decode(raw: bytes, where: str, encoding: str | None = None, declared: str | None = None) -> str:
    """The text of the bytes: by their byte-order mark, else as `encoding`, else as UTF-8, else as `declared`.

    `declared` is what a page says of itself. Raises InputError, naming the byte, when they are none of that.
    """
    refuse_binary(raw, where, encoding)
    marked, skip = marked_encoding(raw)
    wanted = marked or encoding or "utf-8"
    try:
        return raw[skip:].decode(wanted)
    except UnicodeDecodeError as error:
        if declared and wanted == "utf-8" and not marked and not encoding and (text := _declared(raw, declared)):
            return text
        at = skip + error.start
        byte = f"byte 0x{raw[at]:02x}" if at < len(raw) else "the end"
        raise InputError(
            where, f"not {wanted.upper()} ({byte} at offset {at}); name its encoding, such as --encoding windows-1252"
        ) from error
    except UnicodeError as error:
        raise InputError(where, f"not {wanted.upper()} ({error}); name its encoding with --encoding") from error


def _declared(raw: bytes, declared: str) -> str | None:
    # Pages that say latin-1 mean windows-1252: browsers read them so, and the standard says that they must.
    name = "windows-1252" if declared.lower().replace("_", "-") in ("iso-8859-1", "latin-1", "latin1") else declared
    try:
        return raw.decode(encoding_named(name))
    except (UnicodeError, InputError):
        return None


def fixed(text: str) -> str:
    """The text as it stays from now on: composed (NFC), with newlines as `\\n`. Text that is so is returned as it is.

    >>> fixed("caf\\u0065\\u0301\\r\\n ")
    'café\\n '
    """
    if "\r" in text:
        text = _NEWLINES.sub("\n", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def refuse_broken(text: str, where: str, name: str) -> None:
    """Raises InputError for characters that no text can hold: NUL, or half of a surrogate pair."""
    if broken := _BROKEN.search(text):
        what = "a NUL character" if broken.group() == "\0" else "half a surrogate pair"
        raise InputError(where, f"{name} holds {what} at character {broken.start()}; mend it where it was exported")
