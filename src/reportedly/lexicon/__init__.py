"""Tables of words, by language: `table("en", "harms")` is `en/harms.toml`, checked and loaded once.

A table maps a name to a list of lower-case words or phrases. A researcher mends one without Python.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

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


@cache
def version() -> str:
    """A hash over all tables, of every language and of the sources: other words may read another thing."""
    folder = Path(str(files(__package__)))
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def alternatives(forms: Iterable[str]) -> str:
    """The forms as alternatives of a pattern, the longest first; a space stands for any white space.

    What forms begin with alike is written once, so that most positions of a text fail at the first letter.

    >>> alternatives(["dead", "died", "die", "lost his life"])
    'd(?:ead|ie(?:d|))|lost\\\\s+his\\\\s+life'
    """
    return "|".join(_branches(sorted(set(forms))))


def _branches(forms: list[str]) -> list[str]:
    """Forms as alternatives; what ends here comes last, since what goes on is longer."""
    by_letter: dict[str, list[str]] = {}
    for form in forms:
        by_letter.setdefault(form[:1], []).append(form[1:])
    ended = by_letter.pop("", None)
    branches = []
    for letter, tails in by_letter.items():
        rest = _branches(tails)
        first = r"\s+" if letter == " " else re.escape(letter)
        branches.append(first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})"))
    return [*branches, ""] if ended else branches
