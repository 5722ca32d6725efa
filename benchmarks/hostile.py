"""Inputs that no reader expects: empty, endless, in the wrong encoding, no text at all."""

from __future__ import annotations

from collections.abc import Callable
from random import Random


def _nested(_: Random) -> bytes:
    return b"<html><body>" + b"<div>" * 20_000 + b"At least 3 people were killed." + b"</div>" * 20_000


def _scripted(random: Random) -> bytes:
    junk = "".join(
        f"<script>var a{n}='<p>{n} people were killed</p>';</script>" for n in range(random.randint(50, 200))
    )
    return f"<html><head><title>x</title></head><body>{junk}<p>Nothing happened.</p><p onclick='{junk}".encode()


# By file name: what is in it.
INPUTS: tuple[tuple[str, Callable[[Random], bytes]], ...] = (
    ("empty.txt", lambda _: b""),
    ("blank.txt", lambda _: b" \n\t\r\n" * 2000),
    ("huge.txt", lambda _: b"Two people were killed in the village, officials said. " * 40_000),
    ("one-word.txt", lambda _: b"killed" * 150_000),
    ("digits.txt", lambda _: b"9" * 200_000 + b" people were killed."),
    ("binary.txt", lambda random: random.randbytes(50_000)),
    ("image.txt", lambda random: b"\x89PNG\r\n\x1a\n" + random.randbytes(20_000)),
    ("utf16.txt", lambda _: "At least 4 people were killed in Goma, medics said.".encode("utf-16")),
    ("cp1252.txt", lambda _: "“At least 5 people” were killed – the army’s word.".encode("cp1252")),
    ("cut-utf8.txt", lambda _: "Six people were killed in Quibdó".encode()[:-1]),
    ("nul.txt", lambda _: b"Seven people\x00 were killed\x00."),
    ("marks.txt", lambda _: ("e" + "\u0301" * 5000 + "\u202e\u200b\ufeff" * 500 + " 8 were killed.").encode()),
    ("brackets.txt", lambda _: b"(" * 50_000 + b"9 people were killed" + b")" * 50_000),
    ("nested.html", _nested),
    ("scripted.html", _scripted),
    ("unclosed.html", lambda _: b"<html><p><b><i><table><tr><td>10 were killed<p" * 2000),
    ("entities.html", lambda _: b"<p>" + b"&amp;&lt;&#x0;&#1114112;&unknown;" * 5000),
    ("broken.jsonl", lambda _: b'{"text": "11 people were killed\n{"text": 12}\n[]\n' + b"[" * 100_000),
)
