"""Words of harm: what was suffered, and how the word stands to the people who suffered it.

>>> [mention.value.harm.value for mention in find_in("killing 12 and wounding 40")]
['killed', 'injured']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reportedly import lexicon
from reportedly.caseless import Caseless
from reportedly.language import Sentence, found_once
from reportedly.model import Harm, Mention, Span


class Grammar(StrEnum):
    """How a word of harm stands to the people harmed; see `lexicon/en/harms.toml`."""

    DONE_TO = "done_to"
    DONE_BY = "done_by"
    STATE = "state"
    COUNT = "count"
    PEOPLE = "people"
    LOST = "lost"
    TOLL = "toll"


@dataclass(frozen=True, slots=True)
class HarmWord:
    """A word or phrase of harm. One word may be read in several ways: "wounded" is done to, a state and people."""

    harm: Harm
    grammars: frozenset[Grammar]


@found_once
def find(sentence: Sentence) -> Iterator[Mention[HarmWord]]:
    """The words of harm of a sentence, in order, longest first where they overlap."""
    yield from find_in(sentence.text, sentence.start)


def find_in(text: str, offset: int = 0) -> Iterator[Mention[HarmWord]]:
    pattern, words = _words()
    for match in pattern.finditer(text):
        form = re.sub(r"\s+", " ", match.group())
        word = words.get(form) or words[_with_star(form)]
        rule = f"harms/{word.harm.value}"
        yield Mention(word, (Span(offset + match.start(), offset + match.end()),), rule)


def _with_star(form: str) -> str:
    """The listed form with its * put back: "sustained light injuries" → "sustained * injuries"."""
    first, *middle, last = form.split(" ")
    listed = _words()[1]
    return next(
        star for star in (f"{first} * {last}", f"{first} {middle[0]} * {last}" if middle else "") if star in listed
    )


@cache
def _words() -> tuple[Caseless, dict[str, HarmWord]]:
    read: dict[str, tuple[Harm, set[Grammar]]] = {}
    for name, forms in lexicon.table("en", "harms").items():
        for grammar in Grammar:
            if name.endswith(f"_{grammar.value}"):
                harm = Harm(name.removesuffix(f"_{grammar.value}"))
                for form in forms:
                    # A joint harm outranks its parts where both list a form ("killed and wounded").
                    known = read.setdefault(form, (harm, set()))
                    if known[0] is harm:
                        known[1].add(grammar)
    words = {form: HarmWord(harm, frozenset(grammars)) for form, (harm, grammars) in read.items()}
    # A * stands for one word, or for none.
    every = lexicon.alternatives(words).replace(r"\*\s+", r"(?:[\w-]+\s+)?")
    return Caseless(rf"(?<![\w-])(?:{every})(?!\w)"), words
