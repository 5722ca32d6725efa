"""Marks: the words by which a report hedges a claim, leaves it unverified, or says that it is denied or confirmed.

Each says what it is about (the harm, its number, or who did it), on whose word, and what it reaches: words of its own
sentence, or a claim made before ("this death toll").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from reportedly.caseless import Caseless
from reportedly.extract.marks import alleged, confirmed, denied, unverified
from reportedly.extract.marks.doubt import Back as Back
from reportedly.extract.marks.doubt import Doubt as Doubt
from reportedly.extract.marks.doubt import Found, pattern
from reportedly.language import Sentence, found_once

_HINT = (
    r"\b(?:%adverbs%|(?:%believed%)\s+(?:to|dead|killed|drowned|missing|lost|trapped|buried|abducted|kidnapped)"
    r"|it (?:is|was|has been|had been) (?:\w+ )?(?:%believed%)|%alleging%|%verify%"
    r"|%verification%|%unverified%|%denying%|%rejecting%|%false_words%"
    r"|denials?|claims?|allegations?|rumou?rs?|accus\w+|blam\w+|suspect\w*|believes?|verif\w+|confirm\w*|no such"
    r"|be(?:en)? checked|to check"
    r"|never happened|take place|did not happen|no truth)\b"
)


def gain(sentence: Sentence) -> int | None:
    """Where a sentence tells of ground taken or arms destroyed: a claim, but not of harm to people."""
    match = pattern(r"\b(?:%gains%)\b").search(sentence.text)
    return sentence.start + match.start() if match else None


def hinted(sentence: Sentence) -> bool:
    """Whether a word of doubt stands in a sentence. Needs no grammar."""
    return next(_hints(sentence), False)


@found_once
def _hints(sentence: Sentence) -> Iterator[bool]:
    yield _hint().search(sentence.text) is not None


@cache
def _hint() -> Caseless:
    return Caseless(pattern(_HINT).pattern)


def find(sentence: Sentence) -> Found:
    """The marks of a sentence, in no fixed order; none where no word of doubt stands."""
    if not hinted(sentence):
        return
    for reader in (alleged.find, unverified.find, denied.find, confirmed.find):
        yield from reader(sentence)
