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


_RAISING = re.compile(
    r"\b(?:tak|push|bring|lift|rais|driv)(?:es|ing|ed) the (?:\w+ ){0,2}$|\b(?:took|brought) the (?:\w+ ){0,2}$"
)


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
    # "taking the overall toll since October above 72,100"
    raised = amount.mention.value.hedge is Hedge.MORE_THAN and _RAISING.search(
        sentence.document.text[max(sentence.start, word.start - 45) : word.start]
    )
    hedged = hedged or (raised is not None and "," not in between)
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


_UP_FROM = re.compile(r"\b(?:up|down)(?: sharply| slightly)? from (?:just |only |about )?$")
_RUNNING = re.compile(r"\b(?:now|stands?|stood|rose|risen|rises|reach\w*|climb\w*|grown|grew)\b")
_IN_A_PERIOD = re.compile(
    r"(?: \w+)? (?:in|during|for) (?:the (?:whole of |same |previous |preceding |first |second |third |last )|all of"
    r" |(?:19|20)\d\d\b|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)"
    r"| (?:a|the|one) (?:year|month|quarter) (?:before|earlier|ago)\b| last (?:year|month)\b"
)


def of_another_period(scene: Scene, amount: Amount) -> bool:
    """ "1,723 civilians died, up from 1,058 in 2024": both stand; not "rose to 76, up from 70 a day earlier" """
    behind = scene.sentence.text[amount.mention.end - scene.sentence.start :].lower()
    before = lead(scene, amount)
    # "now stands at 312,000, up from 290,000 in December": one figure that has grown.
    if _UP_FROM.search(before) is None or _RUNNING.search(before[-90:]):
        return False
    return _IN_A_PERIOD.match(behind) is not None


def superseded(scene: Scene, amount: Amount) -> bool:
    """ "rose to 76 from 70", "up from an earlier 70": the figure that the report takes back."""
    before = lead(scene, amount)[-40:]
    if of_another_period(scene, amount):
        return False
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
