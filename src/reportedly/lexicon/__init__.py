"""Tables of words, by language: `table("en", "harms")` is `en/harms.toml`, checked and loaded once.

A table maps a name to a list of lower-case words or phrases. A researcher mends one without Python.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from reportedly.errors import LexiconError

Table = dict[str, tuple[str, ...]]


@cache
def table(language: str, name: str) -> Table:
    """The word lists of `lexicon/<language>/<name>.toml`.

    Raises LexiconError when the table is missing or holds anything but lists of non-empty, unrepeated strings.
    """
    where = f"lexicon/{language}/{name}.toml"
    resource = files(__package__) / language / f"{name}.toml"
    if not resource.is_file():
        raise LexiconError(f"{where}: there is no such table")
    loaded: Table = {}
    for key, words in tomllib.loads(resource.read_text(encoding="utf-8")).items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() == w != "" for w in words):
            raise LexiconError(f"{where}: {key}: a list of words was expected, without spaces at their ends")
        twice = {word for word in words if words.count(word) > 1}
        if twice:
            raise LexiconError(f"{where}: {key}: {sorted(twice)} stands there twice")
        loaded[key] = tuple(words)
    return loaded


def alternatives(forms: Iterable[str]) -> str:
    """The forms as alternatives of a pattern, the longest first; a space stands for any white space.

    They are grouped by first letter, so that most positions of a text fail at once.

    >>> alternatives(["dead", "died", "lost his life"])
    'd(?:ead|ied)|l(?:ost\\\\s+his\\\\s+life)'
    """
    by_letter: dict[str, list[str]] = {}
    for form in sorted(set(forms), key=lambda form: (-len(form), form)):
        by_letter.setdefault(form[0], []).append(r"\s+".join(map(re.escape, form[1:].split(" "))))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(tails)})" for letter, tails in sorted(by_letter.items()))
