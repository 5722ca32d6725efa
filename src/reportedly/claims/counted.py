"""The words for the people that a joined amount counts, without the number."""

from __future__ import annotations

import re

from reportedly.claims.phrases import is_person
from reportedly.claims.scene import Link, word_set
from reportedly.extract.harms import Grammar
from reportedly.language import Sentence
from reportedly.model import Span

_Named = tuple[Span | None, str]


def named(sentence: Sentence, links: list[Link]) -> list[_Named]:
    """The words for the people of each joined amount, and the rule that read them; None where nobody is named."""
    found: list[_Named] = []
    for index, joined in enumerate(links):
        span, rule = _own_words(sentence, joined)
        if span is None and index and _elliptical(sentence, links[index - 1], joined):
            span, rule = found[index - 1][0], "elliptical"
        found.append((span, rule))
    return found


def _own_words(sentence: Sentence, joined: Link) -> _Named:
    amount = joined.amount
    told = _told_aside(sentence, joined)
    if told is not None:
        return told, "aside"
    if amount.noun is None:
        if joined.harm.rule in ("linking/of-the", "linking/of-total", "linking/carried"):
            start = joined.harm.end if joined.harm.start > amount.mention.start else amount.mention.end
            predicate = _predicate(sentence, start)
            if predicate[0] is not None:
                return predicate
        of_them = _OF_THE_HARMED.match(sentence.text, amount.mention.end - sentence.start)
        if of_them is not None:
            return sentence.at(*of_them.span("who")), "of-the"
        return _number_of(sentence, joined) if joined.harm.rule == "linking/toll" else (None, "")
    noun_start = sentence.start + amount.noun.idx
    noun_end = noun_start + len(amount.noun)
    number_end = max(sentence.start + amount.number.idx + len(amount.number), amount.mention.end)
    if amount.noun_form in ("them", "whom", "these", "those") or (amount.noun_form == "victims" and amount.of):
        # "nine of them children", "four of whom were women"
        predicate = _predicate(sentence, noun_end)
        return predicate if predicate[0] is not None else (Span(number_end, noun_end), "counted")
    plain = joined.harm.rule in ("linking/zero", "linking/none-reported") and not is_person(amount.noun_form)
    if plain or amount.noun_form in ("life", "lives"):
        return _harmed_by_noun(sentence, number_end, noun_start, noun_end)
    if _is_harm(joined, noun_start) and amount.noun_form not in word_set("people_harmed"):
        return _harmed_by_noun(sentence, number_end, noun_start, noun_end)
    return Span(number_end, noun_end), "counted"


# "1 killed, 2 injured (all civilians)"
_ALL_OF_THEM = re.compile(r"[^.;:()]{0,80}\(\s*all\s+(?:of\s+(?:them|whom)\s+)?(?P<who>(?:[a-z-]+\s+)?[a-z-]+)\s*\)")
# "On the side of the defence forces, one death and three injuries", "- among civilians: no casualties"
_ON_THE_SIDE = re.compile(
    r"\W*(?:on\s+the\s+side\s+of|(?:from\s+)?among)\s+(?P<who>(?:the\s+)?(?:[a-z-]+\s+){0,2}?[a-z-]+)\s*[:,]",
    re.IGNORECASE,
)


def _told_aside(sentence: Sentence, joined: Link) -> Span | None:
    """The people of a bare count or a noun of harm, told in brackets behind it or at the front of its clause."""
    amount, text = joined.amount, sentence.text
    here = sentence.passage.span.contains(joined.harm.span)
    if amount.noun is not None and not (here and _is_harm(joined, sentence.start + amount.noun.idx)):
        return None
    if joined.whole is not None or not here:
        return None
    end = max(amount.mention.end, joined.harm.end) - sentence.start
    first = amount.mention.start - sentence.start
    stop = max(text.rfind(";", 0, first), text.rfind(". ", 0, first)) + 1
    for found in (_ALL_OF_THEM.match(text, end), _ON_THE_SIDE.match(text, stop, first)):
        if found is not None and is_person(found["who"].split()[-1].lower()):
            return sentence.at(*found.span("who"))
    return None


# "three of the wounded died"
_OF_THE_HARMED = re.compile(
    r"\s+of\s+(?P<who>the\s+(?:wounded|injured|dead|killed|missing|victims|displaced|detained|abducted|arrested))\b"
)


def _is_harm(joined: Link, start: int) -> bool:
    """Whether the noun that is counted is the harm itself ("12 deaths") and no people."""
    if joined.word is None or not joined.word.span.start <= start < joined.word.span.end:
        return False
    return bool(joined.word.value.grammars & {Grammar.COUNT, Grammar.DONE_TO, Grammar.STATE})


def _predicate(sentence: Sentence, end: int) -> _Named:
    """ "Two of the dead were medical staff": the people are told by the predicate."""
    match = _IS_PEOPLE.match(sentence.text, end - sentence.start)
    if match is None:
        return None, ""
    words = list(re.finditer(r"[\w'’-]+", match["who"]))
    for word in reversed(words):
        if is_person(word.group().lower()) and word.group().lower() not in _NOT_TOLD:
            start = sentence.start + match.start("who")
            return Span(start, start + word.end()), "predicate"
    return None, ""


_NOT_TOLD = frozenset(("dead", "wounded", "injured", "missing", "displaced", "casualties", "family"))
_IS_PEOPLE = re.compile(
    r"(?:[^.;,]{0,40}?\b(?:were|was|are|is))?\s*(?:all\s+|mostly\s+|a\s+|an\s+)?(?P<who>(?!(?:from|in"
    r"|at|under|of|by|on|later|still|to)\b)(?:[\w'’-]+\s+){0,3}[\w'’-]+)"
)


def _number_of(sentence: Sentence, joined: Link) -> _Named:
    """ "The number of men, women and children abducted stands at 220", "the number of wounded soldiers at 16" """
    text, harm = sentence.text, joined.harm
    if not sentence.passage.span.contains(harm.span):
        return None, ""
    inside = re.match(
        r"number of (?:the )?(?P<who>[\w-]+) \w+$",
        text[harm.start - sentence.start : harm.end - sentence.start].lower(),
    )
    if inside and is_person(inside["who"]):
        return Span(harm.start + inside.start("who"), harm.start + inside.end("who")), "number-of"
    before = re.search(r"\bnumber of (?:the )?(?P<who>[^.;]{3,60}?)\s*$", text[: harm.start - sentence.start])
    if before and is_person(before["who"].split()[-1].lower()):
        start = sentence.start + before.start("who")
        return Span(start, start + len(before["who"])), "number-of"
    behind = re.match(r"\s+(?P<who>[\w-]+)", text[harm.end - sentence.start :])
    if behind and is_person(behind["who"].lower()):
        return Span(harm.end + behind.start("who"), harm.end + behind.end("who")), "number-of"
    return None, ""


_AMONG = re.compile(
    r"(?:\s+(?:was|were|have\s+been|has\s+been)\s+(?:reported|recorded|registered))?"
    r"\s+(?:among|amongst|of|from among)\s+(?:the\s+)?(?P<who>(?:[\w'’-]+\s+){0,5}?[\w-]+)"
    r"(?=\s*(?:[.,;]|$|\b(?:in|on|at|since|after|who|from|said|when|as|by|during|near|over|were|was|have)\b))"
)


def _harmed_by_noun(sentence: Sentence, number_end: int, noun_start: int, noun_end: int) -> _Named:
    """ "dozens of casualties among civilians", "56 civilian casualties" """
    text = sentence.document.text
    match = _AMONG.match(text[noun_end : sentence.passage.span.end])
    if match and is_person(match["who"].split()[-1].lower()) and match["who"].lower() not in ("life", "lives"):
        return Span(noun_end + match.start("who"), noun_end + match.end("who")), "among"
    between = re.search(r"(?:[\w-]+\s+)*?(?P<who>(?!li(?:fe|ves)\b)[\w-]+)\s*$", text[number_end:noun_start])
    if between and is_person(between["who"].lower()) and between["who"] not in ("minor", "major"):
        return Span(number_end + between.start("who"), number_end + between.end("who")), "adjective"
    return None, ""


_OTHER_CLAUSE = re.compile(
    r"\b(?:said|says|saying|that|while|after|whereas|but|according|when|another|more than half|bodies|corpses)\b|[;:]"
)


def _elliptical(sentence: Sentence, before: Link, joined: Link) -> bool:
    """ "More than 100 civilians were killed and 700 injured": the 700 are civilians too."""
    if joined.amount.noun is not None or before.whole is not None or joined.whole is not None:
        return False
    if joined.amount.mention.start <= before.amount.mention.end or before.harm.rule == "linking/of-the":
        return False
    if before.amount.noun_form == "person":
        return False  # "one person was killed and three injured"
    return not _OTHER_CLAUSE.search(sentence.document.text[before.amount.mention.end : joined.amount.mention.start])
