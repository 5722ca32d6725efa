"""What is only alleged: "allegedly killed", "believed to have died", "the alleged massacre", "claims that 12 died".

Doubt about who did it ("an alleged Turkish strike", "reportedly carried out by") is told apart: it leaves the harm be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportedly.extract.marks import clauses
from reportedly.extract.marks.doubt import (
    Doubt,
    Found,
    befalling,
    doubt,
    everywhere,
    harm_pattern,
    here,
    pattern,
    subject,
    token,
)
from reportedly.language import Sentence
from reportedly.model import Mark, MarkAbout, MarkKind, Mention, Source, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOER = Mark(MarkKind.ALLEGED, MarkAbout.PERPETRATOR)
_NUMBER = Mark(MarkKind.ALLEGED, MarkAbout.NUMBER)
_HARM = Mark(MarkKind.ALLEGED, MarkAbout.HARM)
_DESCRIBING = ("JJ", "NNP", "NNPS")
_LEFT_OUT = re.compile(r"\s*(?:(?:been|have|had|has|also|then|be|being|was|were|to|since|already|now|still|all)\s+)*")
# "one was said to be in a critical condition": how the wounded are, not that they were.
_HEALTH = re.compile(
    r"(?:in (?:an? )?(?:\w+ ){0,2}(?:condition|coma|care|hospital)"
    r"|(?:\w+ly )?(?:stable|recovering|critical|conscious|ill)"
    r"|out of danger|fighting for)\b"
)
_LINKED = re.compile(r"\b(?:of|in|behind|for|to)\b", re.IGNORECASE)
_KIND_OF = re.compile(
    r"\b(?:acts?|cases?|campaign|instances?|number|pattern|series|spate|spree|string|wave) of\b", re.IGNORECASE
)
_BY = re.compile(r"\s+(?:by|at the hands of|from)\b", re.IGNORECASE)
# "allegedly for spying", "reportedly in retaliation": about the setting, and so about no claim.
_SETTING = re.compile(
    r"\s+(?:in|for|because|on|with|over|after|while|as|during|when|due|at|near|under|through|via|against|without|to)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\s+(?:\d|at least|more than|as many|up to|over|some|dozens|hundreds|scores|thousands|nearly|about|around"
    r"|including|an? (?:further|total)|several|many|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|forty|fifty)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?:as high as|at least|around|about|more than|over|nearly|well over|between|close to"
    r"|in the (?:dozens|hundreds)|\d)"
)
_SUPPOSED = (
    r"\bit\s+(?:is|was|has been|had been)\s+(?:\w+ly\s+|also\s+)?"
    r"(?:believed|thought|alleged|rumou?red|understood|claimed|assumed|presumed)\s+(?:that\b)?"
)
_BELIEVE = (
    r"(?<!reason to )\b(?:believes?|suspects?)\s+"
    r"(?:that\b|at least|more than|around|about|up to|as many|some|\d|dozens|hundreds|scores|there)"
)
_RESPONSIBLE = (
    r"\b(?:was|were|is|are|had been|been) (?:\w+ly )?"
    r"(?:behind|responsible|carried out|launched|fired|to blame|the work|involved|conducted)\b"
)


def find(sentence: Sentence) -> Found:
    for reader in (_adverbs, _believed, _supposed, _alleged_nouns, _claims_that, _by_allegation, _suspected):
        yield from reader(sentence)


def _adverbs(sentence: Sentence) -> Found:
    """ "allegedly killed hundreds" marks the harm; "airstrikes reportedly carried out by" only who did it."""
    for match in pattern(r"\b(?:%adverbs%)\b").finditer(sentence.text):
        rest = sentence.text[match.end() :]
        if _HEALTH.match(rest.lstrip()):
            continue
        if _BY.match(rest) or _deed(rest):
            yield doubt(sentence, _DOER, match.span(), "adverb-of-deed", everywhere(sentence))
        elif _AMOUNT.match(rest):
            yield doubt(sentence, _NUMBER, match.span(), "adverb-of-amount", _amount_after(sentence, match))
        elif not _SETTING.match(rest):
            yield from _adverb_of_verb(sentence, match)


def _deed(rest: str) -> bool:
    return pattern(r"(?:%deeds%)\b").match(_bare(rest)) is not None


def _bare(rest: str) -> str:
    """The words without the auxiliaries before them."""
    left_out = _LEFT_OUT.match(rest)
    return rest[left_out.end() :] if left_out else rest


def _amount_after(sentence: Sentence, match: re.Match[str]) -> tuple[Span, ...]:
    """ "killed 12 people, reportedly including three children": up to the next comma."""
    end = clauses.up_to_turn(sentence, match.end())
    comma = re.compile(r",\s").search(sentence.text, match.end() + 1, end) if match.start() else None
    return here(sentence, match.end(), comma.start() if comma else end)


def _adverb_of_verb(sentence: Sentence, match: re.Match[str]) -> Found:
    head = token(sentence, match.start()).head
    while head.dep_ in ("aux", "auxpass") and head.head is not head:
        head = head.head
    if head.tag_ in _DESCRIBING or _describes(sentence, match.end()):
        yield doubt(sentence, _DOER, match.span(), "adverb-of-deed", everywhere(sentence))
    elif head.tag_.startswith("VB") or head.dep_ == "ROOT":
        harmed = harm_pattern().fullmatch(head.text) and not any(child.dep_ == "dobj" for child in head.children)
        suffered = harmed or head.lower_ in befalling()
        governs = clauses.with_subject_of(sentence, head) if suffered else clauses.clause(sentence, head)
        yield doubt(sentence, _HARM, match.span(), "adverb", governs)


def _describes(sentence: Sentence, end: int) -> bool:
    """ "Reportedly Russian jets": the adverb goes with a description, and not with what was done."""
    if not sentence.text[end:].strip():
        return False
    following = token(sentence, end + 1)
    if (
        following.tag_ not in _DESCRIBING
        or harm_pattern().match(following.text)
        or following.i + 1 >= len(sentence.doc)
    ):
        return False
    return sentence.doc[following.i + 1].tag_.startswith("NN")


def _believed(sentence: Sentence) -> Found:
    """ "are believed to have been killed", "12 presumed dead"; not "is believed to be the worst", "to be militants"."""
    states = r"to|dead|killed|drowned|missing|lost|trapped|buried|abducted|kidnapped"
    for match in pattern(rf"\b(%believed%)\s+({states})\b").finditer(sentence.text):
        word = token(sentence, match.start())
        # "He said to reporters", but "18 people said to have been executed".
        of_them = word.lower_ == "said" and re.match(r"\s+(?:have|be)\b", sentence.text[match.end() :])
        if word.lower_ in ("said", "claimed", "alleged") and not _passive(word) and not of_them:
            continue
        about: MarkAbout | None = MarkAbout.HARM
        if match.group(2).lower() == "to":
            about = _of_what(sentence.text[match.end() :], sentence.text[: match.start()])
        if about is MarkAbout.PERPETRATOR:
            yield doubt(sentence, _DOER, match.span(), "believed-of-deed", everywhere(sentence))
        elif about is not None:
            governs = _believed_reach(sentence, word, match.start(1), match.end())
            yield doubt(sentence, Mark(MarkKind.ALLEGED, about), match.span(), "believed", governs)


def _passive(word: Token) -> bool:
    index = word.i - 1
    while index >= 0 and word.doc[index].tag_ in ("RB", "RBR"):
        index -= 1
    return index >= 0 and word.doc[index].lower_ in ("is", "are", "was", "were", "been", "being", "be")


def _of_what(rest: str, before: str) -> MarkAbout | None:
    """What is believed, from the words after "believed to"; None when it is neither harm nor who did it."""
    after = _bare(rest)
    if pattern(r"(?:%comparisons%)\b").match(after) or _HEALTH.match(after):
        return None
    if pattern(r"(?:an? |the |\w+ly )?(?:%deeds%)\b").match(" ".join(after.split()[:4])):
        return MarkAbout.PERPETRATOR
    # "thought to come from Chad raided the village and killed 18" is past what is thought.
    near = " ".join(after.split()[:5])
    if _FIGURE.match(near):
        # "The death toll is believed to be about 50", not "a girl thought to be about 15".
        counted = harm_pattern().search(before) or re.search(r"\b(?:number|figure|total|dead)\b", before)
        return MarkAbout.NUMBER if counted else None
    if harm_pattern().search(near) or pattern(r"\b(?:%still_harm%)\b").search(near):
        return MarkAbout.HARM
    return None


def _believed_reach(sentence: Sentence, word: Token, start: int, end: int) -> tuple[Span, ...]:
    text = sentence.text
    if not text[start:end].endswith("to"):
        # "12 miners are missing, presumed dead": said of all since the last turn.
        return here(sentence, clauses.back_to_turn(sentence, start), clauses.up_to_turn(sentence, end))
    if text[:start].rstrip().endswith(","):
        # An aside, which the parser takes for the main verb: "The rebels, believed to number 3,000, killed 12".
        close = re.compile(r",(?!\d)").search(text, end)
        return here(sentence, start if close else 0, close.start() if close else len(text))
    # "buried nine people said to have been beaten to death", where the parser joins "said" to "buried"
    joined = word.dep_ == "conj" and not word.nbor(-1).tag_.startswith("NN")
    if any(child.dep_ in ("nsubj", "nsubjpass") for child in word.children) or joined or word.dep_ in ("acl", "relcl"):
        return clauses.with_subject_of(sentence, word)
    # The parser lost the subject: the words from the last turn on.
    before = here(sentence, clauses.from_turn(sentence, start), start)
    return before + here(sentence, end, clauses.up_to_turn(sentence, end))


def _supposed(sentence: Sentence) -> Found:
    """ "It is believed that 12 people died", "officials believe at least 12 were killed"."""
    for match in pattern(_SUPPOSED).finditer(sentence.text):
        yield _content(sentence, match.span(), "it-is-believed", None)
    for match in pattern(_BELIEVE).finditer(sentence.text):
        verb = token(sentence, match.start())
        by = subject(sentence, verb)
        ourselves = re.search(r"\b(?:we|I)\s+$", sentence.text[: match.start()], re.IGNORECASE)
        if by is not None or ourselves:
            yield _content(sentence, (match.start(), match.start() + len(verb)), "they-believe", by)


def _content(sentence: Sentence, span: tuple[int, int], rule: str, by: Mention[Source] | None) -> Mention[Doubt]:
    end = clauses.up_to_turn(sentence, span[1])
    doer = pattern(_RESPONSIBLE).search(sentence.text, span[1], end)
    mark = Mark(MarkKind.ALLEGED, MarkAbout.PERPETRATOR if doer else MarkAbout.HARM, by)
    return doubt(sentence, mark, span, rule, here(sentence, span[1], end))


def _alleged_nouns(sentence: Sentence) -> Found:
    """ "the alleged massacre of 30 people" marks the harm; "an alleged Turkish strike" who did it."""
    for match in pattern(r"\b(?:%alleging%)\s+((?:[\w-]+\s+){0,3}?)(%harm_nouns%)\b").finditer(sentence.text):
        noun = token(sentence, match.start(2))
        if _LINKED.search(match.group(1)) and not _KIND_OF.search(match.group(1)):
            continue  # "the alleged perpetrator of the massacre"
        if noun.tag_.startswith("NN") or noun.tag_ == "VBG":
            yield doubt(sentence, _HARM, match.span(), "alleged-harm", clauses.phrase(sentence, noun))
    doers = r"\b(?:%alleging%|suspected|presumed)\s+(?!to\b|of\b|dead\b|that\b|by\b)(?:[\w-]+\s+){0,2}?([\w-]+)"
    for match in pattern(doers).finditer(sentence.text):
        first = token(sentence, match.start())
        harmed = pattern(r"(?:%harm_nouns%)\b").search(match.group()) or harm_pattern().search(match.group())
        if first.tag_ in ("JJ", "VBN") and not harmed:
            span = (match.start(), match.start() + len(first))
            yield doubt(sentence, _DOER, span, "alleged-doer", everywhere(sentence))


def _claims_that(sentence: Sentence) -> Found:
    """ "claims that 12 civilians were killed", "allegations of 30 deaths"; not "a claim of responsibility"."""
    claims = r"\b(claims?|allegations?|rumou?rs)\s+(?:[\w'’-]+\s+){0,4}?(that|of)\s+(?!responsibility)"
    for match in pattern(claims).finditer(sentence.text):
        noun = token(sentence, match.start())
        if not noun.tag_.startswith("NN") or re.search(r"\b(?:responsibility|compensation|asylum)\b", match.group()):
            continue
        end = clauses.up_to_turn(sentence, match.end())
        yield doubt(sentence, _HARM, match.span(1), "claims-that", here(sentence, match.end(), end))


def _by_allegation(sentence: Sentence) -> Found:
    """ "According to allegations by an exile group, 24 were shot", "..., according to rumours"."""
    text = sentence.text
    for match in pattern(r"\b(?:according to|citing) (?:[\w-]+ ){0,2}?(?:allegations?|rumou?rs?)\b").finditer(text):
        opens = not re.search(r"\w", text[: match.start()])
        governs = here(sentence, *((match.end(), len(text)) if opens else (0, match.start())))
        yield doubt(sentence, _HARM, match.span(), "by-allegation", governs)


def _suspected(sentence: Sentence) -> Found:
    """ "accused of killing 12", "blamed on", "suspected of": who did it is in doubt, not what was suffered."""
    accused = r"\b(?:accused|suspected)\s+of\b|\b(?:accused|accuses|accusing|blamed|blames|blaming)\b"
    for match in pattern(accused).finditer(sentence.text):
        yield doubt(sentence, _DOER, match.span(), "accused", everywhere(sentence))
