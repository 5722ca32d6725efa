"""JSON lines: one report a line, `{"id", "text", "title", "outlet", "published", "url"}`; only `text` is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from reportedly.errors import InputError
from reportedly.ingest import card as cards
from reportedly.ingest.card import Card
from reportedly.ingest.text import decode, marked_encoding, refuse_broken

_REST = 1 << 20


def split(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """The numbered lines that hold anything; None stands for a line over the limit, which is never held whole."""
    number = 0
    while line := stream.readline(max_bytes + 2):
        number += 1
        whole = line.rstrip(b"\r\n")
        if len(whole) > max_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_REST)
            yield number, None
        elif whole.strip():
            yield number, whole


def read(raw: bytes, where: str, encoding: str | None, today: date) -> tuple[str, Card]:
    """The text of one line and its card. Raises InputError when it is not a JSON object with a text."""
    marked, _ = marked_encoding(raw)
    if marked and marked != "utf-8":
        raise InputError(where, f"JSON lines in {marked.upper()} are not read; save the file as UTF-8")
    said = parse(decode(raw, where, encoding), where)
    if "text" not in said:
        raise InputError(where, 'a JSON line without "text"; put the report\'s words there')
    text = said["text"]
    if not isinstance(text, str):
        raise InputError(where, '"text" does not hold words; put the report\'s words there, in quotation marks')
    refuse_broken(text, where, '"text"')
    return text, cards.read(said, where, today)


def parse(words: str, where: str) -> dict[str, object]:
    """The JSON object that the words are. Raises InputError when they are something else."""
    try:
        said = json.loads(words)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in words.strip() else ""
        raise InputError(where, f"not JSON ({error.msg}, {line}column {error.colno}); one object a line") from error
    except (ValueError, RecursionError) as error:
        # A number of 5,000 digits, or brackets nested 100,000 deep.
        raise InputError(where, "JSON that no report needs (nested too deep, or a number too long)") from error
    if not isinstance(said, dict):
        raise InputError(where, 'not a JSON object; write {"text": "...", "outlet": "...", "published": "2025-03-10"}')
    return said
