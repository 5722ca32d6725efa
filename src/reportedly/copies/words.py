"""A text as the words by which reports are compared: case, accents, quotation marks and lost commas aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reportedly.model import Span

# "U.S." and "US", "1,200" and "1200", "Assad's" and "Assads" are one word each; "al-Assad" is two.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|\d+(?:[.,]\d+)*|[^\W_]+(?:['’ʼ`][^\W\d_]+)*")
_INSIDE = re.compile(r"[.,'’ʼ`]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in their bare form, and where each stands in it."""

    bare: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The text from one word up to, not including, another."""
        return Span(self.starts[start], self.ends[end - 1])


def bare(text: str) -> list[str]:
    """The words of a text in their bare form.

    >>> bare("The U.S. said “1,200 of al-Assad’s men” had died.")
    ['the', 'us', 'said', '1200', 'of', 'al', 'assads', 'men', 'had', 'died']
    """
    if text.isascii():
        # Lower case all at once, where that moves no letter.
        return [word if word.isalnum() else _INSIDE.sub("", word) for word in _WORD.findall(text.lower())]
    return [word.lower() if word.isascii() and word.isalnum() else _plain(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=512)
def words(text: str) -> Words:
    """The words of a text with their places; the last texts are kept, as one is compared with several."""
    spans = [match.span() for match in _WORD.finditer(text)]
    return Words(tuple(bare(text)), tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _plain(word: str) -> str:
    word = _INSIDE.sub("", word)
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return word.casefold()
