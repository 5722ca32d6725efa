"""The words by which armed parties, people and attacks are known: `parties.toml` and `people.toml`, read once."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

DAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|(?:jan|feb|aug|sept?|oct|nov|dec)\.?|overnight|today|yesterday|tonight|morning|afternoon"
    r"|evening|dawn|week|month|year"
)
# "US strikes", but not "killed us".
CAPITALS = frozenset(("US", "U.S.", "U.S", "UK", "U.K.", "NATO", "UAE", "Nato"))

_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_BRACKETS = re.compile(r"\s*\([A-Za-z][\w-]*\)$")


@cache
def table(name: str) -> frozenset[str]:
    """A list of `parties.toml` as a set."""
    return frozenset(lexicon.table("en", "parties")[name])


def form(token: Token) -> str:
    """The word in lower case without the apostrophe that rough text hangs on it."""
    lower: str = token.lower_
    return lower.rstrip("'’").removesuffix("'s").removesuffix("’s")


def plain(words: str) -> str:
    """A phrase in lower case without its article."""
    return _ARTICLE.sub("", words.lower().replace("’", "'")).removesuffix("'s")


@cache
def is_name(words: str) -> bool:
    """Whether words are the name of an armed group. Short ones count only in capitals: "IS", not "is".

    >>> is_name("the Taliban"), is_name("IS"), is_name("is"), is_name("Rapid Support Forces (RSF)")
    (True, True, False, True)
    """
    lower = _BRACKETS.sub("", plain(words))
    if lower not in table("names"):
        return False
    return len(lower) > 4 or not lower.isalpha() or _BRACKETS.sub("", words).split(" ")[-1].isupper() or words.istitle()


@cache
def ends_in_name(words: str) -> bool:
    """Whether the last words are a group's name: "the hardline Ahrar al-Sham"."""
    parts = _BRACKETS.sub("", words).replace("’", "'").split(" ")
    return any(is_name(" ".join(parts[at:])) for at in range(max(0, len(parts) - 6), len(parts)))


def is_titled(words: str) -> bool:
    """Whether a name begins or is built as those of armed groups are: "Harakat al-Nur", "the Elk Self-Defence League".

    >>> is_titled("Katibat al-Wadi"), is_titled("Katiba"), is_titled("a self-defence class")
    (True, False, False)
    """
    parts = words.split(" ")
    at = next((at for at, part in enumerate(parts) if part.lower() in table("titles")), None)
    if at is not None and parts[at][0].isupper() and at + 1 < len(parts):
        return True
    return any(part[0].isupper() and part.lower() in table("within") for part in parts[1:] if part)


def ends_in_word(words: str) -> bool:
    """Whether the last word makes a phrase a party: "the army"."""
    return words.lower().split(" ")[-1] in party_words()


def is_person(word: str) -> bool:
    """Whether a noun is one of people, by the lexicon or by an ending that only people have ("bikers" has none)."""
    if word in _people() or word in table("words"):
        return True
    return len(word) > 5 and word.endswith(("men", "ists", "eers"))


@cache
def attack_words() -> frozenset[str]:
    return table("strikes") | table("assaults") | table("blasts")


@cache
def party_words() -> frozenset[str]:
    """Words that name a party before an attack, in the singular too; not those that say what it is done with."""
    singular = {word[:-1] for word in table("words") if word.endswith("s") and not word.endswith("ss")}
    apart = table("means") | attack_words() | table("crewed") | table("too_wide")
    return (table("words") | singular) - apart


@cache
def party_adjectives() -> frozenset[str]:
    return party_words() | table("demonyms")


@cache
def tie_heads() -> frozenset[str]:
    """Nouns that what follows "of" or "loyal to" belongs to."""
    return table("tied") | table("words")


@cache
def without_will() -> frozenset[str]:
    return table("not_agents") | table("fates")


@cache
def _people() -> frozenset[str]:
    tables = lexicon.table("en", "people")
    apart = ("national_endings", "family", "household")
    return frozenset(word for name, words in tables.items() if name not in apart for word in words if " " not in word)
