"""A text as the words by which reports are compared: case, accents, quotation marks and lost commas aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache

import numpy
from numpy.typing import NDArray

from reportedly.copies import hashes
from reportedly.copies.hashes import Hashes
from reportedly.model import Span

# "U.S." and "US", "1,200" and "1200", "Assad's" and "Assads" are one word each; "al-Assad" is two.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|\d+(?:[.,]\d+)*|[^\W_]+(?:['’ʼ`][^\W\d_]+)*")
# So many words alike are worth a look; fewer are any two reports' ("were killed in the").
SEED = 5
_INSIDE = re.compile(r"[.,'’ʼ`]")


class Words:
    """The words of a text in their bare form, and where each stands in it. What is not asked for is not found out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bare = tuple(bare(text))

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return [match.span() for match in _WORD.finditer(self.text)]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self._places)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        return tuple(end for _, end in self._places)

    @cached_property
    def hashed(self) -> Hashes:
        """One number a word."""
        return hashes.of_words(self.bare)

    @cached_property
    def seeds(self) -> Hashes:
        """A hash of every run of SEED words; none of a text that has fewer."""
        return hashes.runs(self.hashed, SEED) if len(self.bare) >= SEED else self.hashed[:0]

    @cached_property
    def seeds_listed(self) -> tuple[list[int], frozenset[int]]:
        """The seeds in their order, and once each."""
        listed: list[int] = self.seeds.tolist()
        return listed, frozenset(listed)

    @cached_property
    def seeds_sorted(self) -> tuple[Hashes, NDArray[numpy.intp]]:
        """The seeds by size, and where each stands; of equal ones the first first."""
        order = numpy.argsort(self.seeds, kind="stable")
        return self.seeds[order], order

    def span(self, start: int, end: int) -> Span:
        """The text from one word up to, not including, another."""
        return Span(self.starts[start], self.ends[end - 1])


def bare(text: str) -> list[str]:
    """The words of a text in their bare form.

    >>> bare("The U.S. said “1,200 of al-Assad’s men” had died.")
    ['the', 'us', 'said', '1200', 'of', 'al', 'assads', 'men', 'had', 'died']
    """
    if not text.isascii():
        # Printed quotation marks and dashes are all that most texts have beyond ASCII.
        text = text.translate(_PLAIN)
    if text.isascii():
        # Lower case all at once, where that moves no letter.
        return list(_ascii(text.lower()))
    return [word.lower() if word.isascii() and word.isalnum() else _plain(word) for word in _WORD.findall(text)]


def _ascii(text: str) -> Iterator[str]:
    """Three times as fast as the pattern, which looks only at the few words that hold more than letters and digits."""
    for piece in text.translate(_APART).split():
        word = piece if piece.isalpha() else piece.strip(".,'`")
        if word.isalpha() or word.isdigit():
            yield word
        else:
            # "10km" is two words, "u.s." one.
            yield from (_INSIDE.sub("", found) for found in _WORD.findall(piece))


_PLAIN = str.maketrans("’‘“”„«»–—…\u00a0", "'" + 10 * " ")
_APART = {each: " " for each in range(128) if not chr(each).isalnum() and chr(each) not in ".,'`"}


def words(text: str) -> Words:
    """The words of a text; those of the last texts are kept, as one is sketched and compared with several."""
    return _kept(text) if len(text) < _LONG else _kept_long(text)


# A book's words take as much room as those of a thousand reports.
_LONG = 100_000
_kept = lru_cache(maxsize=1024)(Words)
_kept_long = lru_cache(maxsize=4)(Words)


def _plain(word: str) -> str:
    word = _INSIDE.sub("", word)
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return word.casefold()
