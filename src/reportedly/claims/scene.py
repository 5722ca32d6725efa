"""A sentence while its amounts are joined to harms, and the joined pair that comes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reportedly import lexicon
from reportedly.claims.phrases import Amount, amounts
from reportedly.extract.harms import HarmWord
from reportedly.language import Sentence
from reportedly.model import Harm, Mention, Quantity


@dataclass(frozen=True, slots=True)
class Link:
    """An amount, the harm it counts, and how they were joined. `whole` is the link that this is a stated part of."""

    amount: Amount
    harm: Mention[Harm]
    word: Mention[HarmWord] | None
    whole: Link | None = None


@dataclass(slots=True)
class Scene:
    """One sentence while its amounts are joined: words of harm by their tokens, and those used up as passives."""

    sentence: Sentence
    amounts: list[Amount]
    words: list[Mention[HarmWord]]
    first: dict[int, Mention[HarmWord]]
    last: dict[int, Mention[HarmWord]]
    passive: set[int]
    carried: Link | None = None


def stage(
    sentence: Sentence, quantities: list[Mention[Quantity]], words: list[Mention[HarmWord]], carried: Link | None
) -> Scene:
    starts = {word.start: word.end for word in words}
    first = {sentence.token_at(word.start).i: word for word in words}
    last = {sentence.token_at(word.end - 1).i: word for word in words}
    return Scene(sentence, amounts(sentence, quantities, starts), words, first, last, set(), carried)


def make(amount: Amount, word: Mention[HarmWord], rule: str, whole: Link | None = None) -> Link:
    return Link(amount, Mention(word.value.harm, word.spans, f"linking/{rule}"), word, whole)


def inherit(amount: Amount, whole: Link, rule: str) -> Link:
    harm = Mention(whole.harm.value, whole.harm.spans, f"linking/{rule}")
    return Link(amount, harm, whole.word, whole)


def least(amount: Amount) -> int:
    return amount.mention.value.low or 0


def lead(scene: Scene, amount: Amount) -> str:
    """The sentence up to the amount, in lower case."""
    return scene.sentence.text[: amount.mention.start - scene.sentence.start].lower()


def tail(scene: Scene, amount: Amount) -> str:
    """The sentence from behind the amount's noun phrase on."""
    return scene.sentence.text[amount.last.idx + len(amount.last) :]


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of `lexicon/en/joining.toml`."""
    return frozenset(lexicon.table("en", "joining")[name])
