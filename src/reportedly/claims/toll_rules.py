"""Rules for figures of a toll: "the death toll rose to 58 from 41"."""

from __future__ import annotations

import re

from reportedly.claims.phrases import Amount, is_person
from reportedly.claims.scene import Link, Scene, lead, make, word_set
from reportedly.extract.harms import Grammar, HarmWord
from reportedly.model import Harm, Hedge, Mention


def ends_on_toll_verb(words: str) -> bool:
    """Whether the words lead on to a figure of a toll: "… now stands at", "… has reached", "…:" """
    last = re.search(r"([\w'-]+|[:(–—-])[\s\"“‘']*$", words)
    return last is not None and (last.group(1) in ":(–—-" or last.group(1) in word_set("toll_verbs"))


def toll(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "The death toll from the blast reached at least 112 people", "put the toll at as high as 470,000" """
    amount = scene.amounts[index]
    sentence = scene.sentence
    start = amount.mention.start
    toll = [
        word
        for word in scene.words
        if word.end <= start and (Grammar.TOLL in word.value.grammars or _numbered(scene, word))
    ]
    if not toll or (
        amount.noun is not None and not is_person(amount.noun_form) and amount.noun_form not in ("dead", "killed")
    ):
        return None
    word = toll[-1]
    between = sentence.document.text[word.end : start]
    if len(between) > 160 or ";" in between:
        return None
    tokens = between.split()
    hedged = amount.mention.value.hedge is Hedge.MORE_THAN and sentence.words(amount.mention.span).lower().startswith(
        (
            "exceed",
            "surpass",
            "topped",
            "topping",
            "passed",
            "crossed",
            "climb",
            "rose past",
            "rises past",
            "soar",
            "gone",
        )
    )
    if tokens and not hedged and not ends_on_toll_verb(between.lower()):
        return None
    if any(at in links and scene.amounts[at].mention.start > word.end for at in range(index)):
        return None  # One figure to a toll: what follows it is a part, a date or something else.
    if (
        word.value.harm is Harm.KILLED
        and sentence.words(word.span).lower() == "toll"
        and re.search(r"\b(?:injur|wound)\w*\s+$", sentence.document.text[max(0, word.start - 12) : word.start])
    ):
        return None
    return make(amount, word, "toll")


def _numbered(scene: Scene, word: Mention[HarmWord]) -> bool:
    """ "The number of men, women and children abducted in the last three days stands at 220" """
    before = scene.sentence.document.text[max(scene.sentence.start, word.start - 70) : word.start].lower()
    return bool(word.value.grammars & {Grammar.DONE_TO, Grammar.STATE, Grammar.DONE_BY}) and "number of" in before


def superseded(scene: Scene, amount: Amount) -> bool:
    """ "rose to 76 from 70", "up from an earlier 70": the figure that the report takes back."""
    before = lead(scene, amount)[-40:]
    return bool(
        re.search(r"\b(?:up|down) from (?:an? |the )?(?:earlier |previous |initial )?(?:\w+ )?$", before)
        or (
            re.search(
                r"\bfrom (?:an? |the )?(?:(?:earlier|previous|initial|previously reported)(?: (?:figure|toll"
                r"|count|estimate|total) of)? )?$",
                before,
            )
            and re.search(
                r"\b(?:rose|risen|rises|raised|climbed|increased|jumped|revised|grew|grown|updated|up|down)\b",
                scene.sentence.text[: amount.mention.start - scene.sentence.start].lower(),
            )
            and any(other.mention.end < amount.mention.start for other in scene.amounts)
        )
        or (
            re.search(r"\b(?:rose|risen|up|increased|climbed|went) from $", before)
            and re.match(
                r"\s+(?:earlier|previously|before|the (?:day|night) before|on \w+day)\b",
                scene.sentence.text[amount.mention.end - scene.sentence.start :],
            )
        )
        or re.search(
            r"\bwhich (?:had )?(?:earlier |previously |until then )?(?:stood at|been|reached) (?:at )?$", before
        )
        or re.search(r"\b(?:earlier|previous|initial) (?:toll|figure|count|estimate|report) of (?:at least )?$", before)
    )
