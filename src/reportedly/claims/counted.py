"""The words for the people that a joined amount counts, without the number."""

from __future__ import annotations

import re

from reportedly.claims.phrases import is_person
from reportedly.claims.scene import Link, word_set
from reportedly.language import Sentence
from reportedly.model import Span


def named(sentence: Sentence, links: list[Link]) -> list[tuple[Span | None, str]]:
    """The words for the people of each joined amount, without the number, and the rule; None where nobody is named."""
    found: list[tuple[Span | None, str]] = []
    for index, joined in enumerate(links):
        span, rule = _own_words(sentence, joined)
        if span is None and index and _elliptical(sentence, links[index - 1], joined):
            span, rule = found[index - 1][0], "elliptical"
        found.append((span, rule))
    return found


def _own_words(sentence: Sentence, joined: Link) -> tuple[Span | None, str]:
    amount, text = joined.amount, sentence.document.text
    end_of_harm = joined.harm.end - sentence.start
    if joined.harm.rule == "linking/of-the":
        # "Two of the dead were medical staff"
        match = re.match(
            r"[^.;]{0,40}?\b(?:were|was|are)\s+(?:all\s+)?(?P<who>(?:[\w-]+\s+){0,3}[\w-]+)",
            sentence.text[end_of_harm:],
        )
        words = match["who"].split() if match else []
        for count in range(len(words), 0, -1):
            if match and is_person(words[count - 1].lower()):
                start = sentence.start + end_of_harm + match.start("who")
                return Span(
                    start, start + len(re.match(r"\s*".join(map(re.escape, words[:count])), match["who"]).group())
                ), "predicate"  # type: ignore[union-attr]
        return None, ""
    if joined.harm.rule == "linking/toll" and amount.noun is None and sentence.passage.span.contains(joined.harm.span):
        # "The number of men, women and children abducted stands at 220"
        match = re.search(
            r"\bnumber of (?:the )?(?P<who>[^.;]{3,60}?)\s*$",
            text[max(sentence.start, joined.harm.start - 80) : joined.harm.start],
        )
        if match and is_person(match["who"].split()[-1].lower()):
            start = max(sentence.start, joined.harm.start - 80) + match.start("who")
            return Span(start, start + len(match["who"])), "number-of"
    if amount.noun is None:
        return None, ""
    noun_end = sentence.start + amount.noun.idx + len(amount.noun)
    if joined.harm.rule in (
        "linking/noun",
        "linking/zero",
        "linking/none-reported",
    ) and amount.noun_form not in word_set("people_harmed"):
        # "casualties among civilians", "numerous deaths among the miners"
        match = re.match(
            r"\s+(?:among|amongst|of|from among)\s+(?:the\s+)?(?P<who>(?:[\w'’-]+\s+){0,5}?[\w-]+)(?=\s*(?:[.,;]|$|\b(?:in|on|at|since|after|who|from|said|when|as|by|during|near|over|were|was|have)\b))",
            text[noun_end : sentence.passage.span.end],
        )
        if match and is_person(match["who"].split()[-1].lower()):
            return Span(noun_end + match.start("who"), noun_end + match.end("who")), "among"
        return None, ""
    return Span(max(sentence.start + amount.number.idx + len(amount.number), amount.mention.end), noun_end), "counted"


def _elliptical(sentence: Sentence, before: Link, joined: Link) -> bool:
    """ "More than 100 civilians were killed and 700 injured": the 700 are civilians too."""
    if joined.amount.noun is not None or before.whole is not None or joined.whole is not None:
        return False
    between = sentence.document.text[before.amount.mention.end : joined.amount.mention.start]
    return (
        not re.search(
            r"\b(?:said|says|saying|while|after|whereas|but|according|when|another|more than half)\b|[;:]", between
        )
        and joined.amount.mention.start > before.amount.mention.end
    )
