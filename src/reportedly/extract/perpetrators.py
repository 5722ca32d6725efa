"""Who did it, or is said to have: armed parties, and attacks with the party that their words name.

"US-led coalition airstrikes" names the US-led coalition; "Aleppo bomb attack" names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.language import Sentence
from reportedly.model import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_INSIDE = ("NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "HYPH", "POS", "DT", "PRP$", "AFX", "FW", "NFP")
_NOUNS = ("NN", "NNS", "NNP", "NNPS")


@dataclass(frozen=True, slots=True)
class Actor:
    """A party as named. `phrase` is the whole noun phrase: the party itself, or the attack that its words stand in.

    `party=None` is an attack that names nobody ("air strikes on the town").
    """

    party: str | None
    phrase: Span
    attack: bool


def find(sentence: Sentence) -> Iterator[Mention[Actor]]:
    """Parties and attacks of a sentence, in order. Needs its grammar."""
    for first, last in _phrases(sentence):
        found = _read(sentence, first, last)
        if found is not None:
            yield found


def _phrases(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Runs of tokens that make noun phrases. A plural noun closes one: rough text runs phrases together."""
    doc = sentence.doc
    start: int | None = None
    for token in doc:
        inside = token.tag_ in _INSIDE or token.text in ("-", "’s", "'s", "’", "U.S.") or (token.tag_ == "VBN" and start is not None and _hyphened(token))
        if inside and start is None:
            start = token.i
        elif inside and token.tag_ == "DT" and start is not None and token.i > start:
            yield start, token.i - 1
            start = token.i
        elif not inside and start is not None:
            yield start, token.i - 1
            start = None
        if start is not None and token.tag_ == "NNS" and token.i + 1 < len(doc) and doc[token.i + 1].tag_ in (*_NOUNS, "JJ") and not _tied(token):
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(doc) - 1


def _hyphened(token: Token) -> bool:
    return token.i > 0 and token.doc[token.i - 1].text == "-"


def _tied(token: Token) -> bool:
    """ "forces positions", "rebels shelling" in rough text: an apostrophe may be missing, an attack may follow."""
    return token.doc[token.i + 1].lower_ in _table("attacks") or token.lower_ in ("forces", "armed", "troops") and token.doc[token.i + 1].lower_ in _table("attacks")


def _read(sentence: Sentence, first: int, last: int) -> Mention[Actor] | None:
    doc = sentence.doc
    while first < last and (doc[first].tag_ in ("POS", "HYPH") or doc[first].text == "-"):
        first += 1
    words = [doc[at].lower_ for at in range(first, last + 1)]
    head = words[-1].rstrip("'’")
    phrase = sentence.span(doc[first], doc[last])
    if head in _table("attacks") or head in _table("mutual"):
        party = _author(sentence, first, last) if head not in _table("mutual") else None
        # Jets, drones and artillery are both what is done with and who does it.
        if head in _table("words") and party is not None:
            return Mention(Actor(sentence.words(phrase), phrase, False), (phrase,), "perpetrators/party")
        if party is None:
            return Mention(Actor(None, phrase, True), (phrase,), "perpetrators/attack")
        return Mention(Actor(sentence.words(party), phrase, True), (party,), "perpetrators/attack-of")
    if head in _table("words") or _is_name(sentence.words(phrase)):
        return Mention(Actor(sentence.words(phrase), phrase, False), (phrase,), "perpetrators/party")
    return None


def _author(sentence: Sentence, first: int, last: int) -> Span | None:
    """The party among the words before an attack: from the first word that names it to the last."""
    doc = sentence.doc
    ends = [at for at in range(first, last) if _names_party(doc[at]) or _name_ends(sentence, first, at)]
    if not ends:
        return None
    end = ends[-1]
    start = first
    while start < end and (doc[start].tag_ in ("DT", "JJS") or doc[start].lower_ in _table("means") or (doc[start].tag_ == "JJ" and not _names_party(doc[start]) and doc[start].text[0].islower())):
        start += 1
    return sentence.span(doc[start], doc[end])


def _names_party(token: Token) -> bool:
    form = token.lower_.removesuffix("'s").removesuffix("’s")
    return form in _parties() or form.rstrip("s") in _table("demonyms") or form in _table("demonyms")


def _name_ends(sentence: Sentence, first: int, at: int) -> bool:
    return _is_name(sentence.words(sentence.span(sentence.doc[first], sentence.doc[at])))


def _is_name(words: str) -> bool:
    lower = re.sub(r"^(?:the|a|an)\s+", "", words.lower()).removesuffix("'s").removesuffix("’s")
    return lower in _table("names") or lower.split(" ")[-1] in _one_word_names() or bool(re.search(r"\((?:isis|isil|is)\)$", lower))


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "parties")[name])


@cache
def _parties() -> frozenset[str]:
    """Words that name a party before an attack: names, and group words that are not themselves what attacks are done with."""
    singular = {word[:-1] for word in _table("words") if word.endswith("s") and not word.endswith("ss")}
    return (_table("words") | singular | _one_word_names()) - _table("means") - _table("attacks")


@cache
def _one_word_names() -> frozenset[str]:
    return frozenset(name for name in _table("names") if " " not in name)
