"""What could not be verified: "Reuters could not independently verify the toll", "no independent confirmation"."""

from __future__ import annotations

import re
from enum import Enum

from reportedly.extract.marks import clauses
from reportedly.extract.marks.doubt import (
    Found,
    agent,
    antecedent,
    back,
    doubt,
    everywhere,
    harm_pattern,
    here,
    number_or_harm,
    pattern,
    says_else,
    subject,
    token,
)
from reportedly.language import Sentence
from reportedly.model import Mark, MarkAbout, MarkKind, Mention, Source

_NEGATED = (
    r"(?P<neg>\b(?:(?:could|can|did|do|does|has|have|had|is|are|was|were)(?:\s+not|n['’]t|\s+never|\s+yet)|cannot"
    r"|can\s+not|never|not|yet\s+to|unable\s+to|impossible\s+to|no\s+way\s+to|not\s+(?:been\s+)?(?:immediately\s+)?"
    r"possible\s+to|difficult\s+to|hard\s+to|inability\s+to|no\s+means\s+to|neither|nor|none|nobody|no\s+one"
    r"|failed\s+to)\b)(?P<gap>(?:\s+[\w’'-]+){0,6}?)\s+"
    r"(?P<verb>%verify%|verifying|confirming|verifiable|independently check(?:ed)?"
    r"|(?<=\bto )check|(?<=\bbeen )checked|(?<=\bbe )checked)\b"
)
_OR_DENY = re.compile(r"\s+(?:or|nor)\s+(?:den|rul)", re.IGNORECASE)
_ACTIVE = re.compile(r"(?:did|could)\b(?!.*\bbe\b)", re.IGNORECASE)
_HARD = re.compile(r"(?:impossible|difficult|hard)\b", re.IGNORECASE)
_WHETHER = re.compile(r"\s+(?:whether|who|how many|how|if|when|where|which)\b", re.IGNORECASE)
_DOERS = re.compile(r"\b(?:responsible|behind|carried out|launched|fired|russian|american|israeli|whose)\b")
_PREPOSITION = re.compile(
    r"\b(?:of|that|about|on|in|from|by|for|made|issued|given|regarding|concerning|published|posted)\b"
)
_TRAILING = frozenset(
    ("independently", "immediately", "yet", "so", "far", "still", "there", "themselves", "itself", "alone")
)
# "a claim that a depot had been hit": one that says something else than harm.
_OTHER_CONTENT = re.compile(
    r"\b(?:claims?|reports?|assertions?|accounts?|statements?|allegations?)\s+"
    r"(?:(?:on|in|by|from)\s+(?:[\w’'-]+\s+){1,4}?)?(?:that|to|of an?)\s",
    re.IGNORECASE,
)
# "the claim that it had beheaded a priest": a claim of its own, and none told of before.
_ONE_MORE = re.compile(r"\s+an?(?:other)?\s(?!(?:number|total|dozen|few|hundred|thousand|further|large)\b)")
_HALVES = re.compile(r"\bnor\b|\band (?=(?:the|these|those|its|their|his|her)\b)")
# "that a general was among them": of a few who are named, not of all.
_AMONG = re.compile(r"\b(?:is|are|was|were|had been|being) among (?:them|the|those)\b", re.IGNORECASE)
# "could not confirm that all had been hurt in the fighting": what they died of, not that they did.
_HOW_THEY_DIED = re.compile(
    r"(?:all|all of them|the (?:dead|deaths|victims|wounded|fatalities)) (?:were|was|have been|had been|had) "
    r"(?:\w+ )?(?:\w+ (?:in|by|during|from)|the result of|due to|civilians|fighters)\b"
)
# "reported a seventh death, which has not been confirmed": that one, and none told of before.
_ONE_FURTHER = re.compile(
    r"\b(?:another|an? (?:further|additional|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|[a-z]+teenth|[a-z]+tieth)) [^,;]{1,60},? (?:which|that)\b[^,]*$",
    re.IGNORECASE,
)
# "have yet to confirm a second attack": another one than any told of before.
_MESSAGE = re.compile(r"(?:the|this|that) (?:video|recording|message|audio|broadcast|clip|post)")
_NEW = (
    r"\s*(?:that\s+)?(?:an?|another|any (?:other|further)|other|further|more|new)\s"
    r"(?!(?:\w+\s+)?(?:%back_number%|%reporting%|%accusing%)\b)"
)
_NO_CONFIRMATION = (
    r"\b(?:no|without|lack of|absence of|awaiting|pending|nor any|any|little)\s+(?:[\w-]+\s+){0,3}?(?:%verification%)\b"
    r"|\b(?P<direct>(?:no|without any) (?:independent )?(?:way|means) (?:of|to) (?:\w+ly )?(?:verif\w+|confirm\w*))"
)
_OF = re.compile(r"\s+(?:(?:from|by)\s+(?:[\w’'.-]+\s*){1,5}?)?(?:of|that|on|for|about)\s+")
_IMPOSSIBLE = (
    r"\b(?:%verification%)\b(?P<meant>(?:\s+of\b[^;]*?)?)\s+"
    r"(?:(?:has|have|was|were|is|are)(?:\s+not|n['’]t)\s+(?:been\s+)?(?:immediately\s+)?(?:possible|available|forthcoming)"
    r"|(?:was|is|has been) impossible)\b",
    r"\bnone of (?P<meant>them|these|those|which)\s+(?:\w+ly\s+)?(?:%verify%)\b",
    r"\b(?:neither|none)\b(?P<meant>(?:\s+of)?[^.;]{0,100}?(?:,|\bnor\b[^.;,]{0,60}?))\s+"
    r"(?:could|can|has|have|had|was|were)\s+(?:be\s+|been\s+)?(?:\w+ly\s+)?(?:%verify%)\b",
)
_PREDICATE = (
    r"\b(?:is|are|was|were|remains?|remained|still|yet|been|and|stays?)\s+(?:still\s+|so far\s+|as yet\s+|yet\s+)?$"
)
_IF_CONFIRMED = (
    r"\bif\s+(?:\w+ly\s+|it is\s+|they are\s+|the (?:toll|figures?|reports?|claims?) (?:is|are)\s+)?"
    r"(?:confirmed|verified|true)\b"
)

By = Mention[Source] | None


class Meant(Enum):
    """What the words for the unverified thing mean."""

    HARM = "harm"
    NUMBER = "number"
    DOER = "perpetrator"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"

    def about(self) -> MarkAbout:
        return MarkAbout(self.value) if self in (Meant.HARM, Meant.NUMBER, Meant.DOER) else MarkAbout.HARM


def find(sentence: Sentence) -> Found:
    for reader in (_verbs, _nouns, _impossible, _adjectives, _if_confirmed):
        yield from reader(sentence)


def _verbs(sentence: Sentence) -> Found:
    for match in pattern(_NEGATED).finditer(sentence.text):
        if _OR_DENY.match(sentence.text, match.end()) or re.search(r"\bonly\b|\bwant", match.group("gap")):
            continue
        passive = match.group("verb").endswith(("ed", "verifiable")) and not _ACTIVE.match(match.group())
        predicate = _HARD.match(match.group("neg")) and _bare(sentence, match.end())
        if predicate or (passive and not _has_object(sentence, match.start("verb"))):
            yield from _said_of_subject(sentence, match)
        else:
            by = subject(sentence, token(sentence, match.start()))
            yield from _said_of_object(sentence, match.span(), match.end(), by)


def _bare(sentence: Sentence, end: int) -> bool:
    """Whether nothing follows that could be verified: "the toll is impossible to verify"."""
    return re.match(r"\s*(?:independently|fully|now)?\s*(?:[.,;]|$|but\b|and\b)", sentence.text[end:]) is not None


def _has_object(sentence: Sentence, offset: int) -> bool:
    """ "has not verified the toll"; "has not been verified" has none."""
    verb = token(sentence, offset)
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    if passive or (verb.i and sentence.doc[verb.i - 1].lower_ in ("be", "been")):
        return False
    having = any(child.lower_ in ("has", "have", "had") for child in verb.children)
    return having and any(child.dep_ == "dobj" for child in verb.children)


def _said_of_subject(sentence: Sentence, match: re.Match[str]) -> Found:
    """ "The claim could not be verified", "a figure that has not been confirmed"."""
    text, (start, end) = sentence.text, match.span()
    agency = re.compile(r"(?:\s+\w+ly)?\s+by\s+").match(text, end)
    by = agent(sentence, agency.end()) if agency else None
    left = clauses.from_turn(sentence, start)
    meant = re.sub(r"\s+(?:is|are|was|were|remains?|proved)\s*$", " ", text[left:start])
    it_that = re.fullmatch(r"\s*it\s*", meant, re.IGNORECASE) and re.compile(r"\s+that\b").match(text, end)
    if _WHETHER.match(text, end) or it_that:
        yield from _said_of_object(sentence, (start, end), end, by)
        return
    if match.group("neg").lower() in ("neither", "none"):
        meant, left = re.split(r"\s(?:could|can|has|have|had|was|were|is|are)\b", match.group())[0], start
    aside = re.search(r"\b([\w-]+),\s*$", text[:start]) if not meant.strip() else None
    if aside is not None:
        # "Some reports, not confirmed by the authorities, speak of 33 dead".
        # ..., or, across an aside, "The number of dead, which the mayor gave as 61, has not been confirmed".
        noun = aside.group(1) if _meant(aside.group(1)) is not Meant.UNKNOWN else text[:start].split(",")[0]
        yield from _reaching_back(sentence, (start, end), noun, by, whole=True)
    elif not meant.strip() or re.search(
        r"\b(?:which|(?<!but )(?<!though )(?<!^)that|who)\s*$", text[:start], re.IGNORECASE
    ):
        yield from _reaching_back(sentence, (start, end), antecedent(text, start), by)
    else:
        yield from _reaching(sentence, (start, end), _half(meant), (left, start), by)


def _reaching_back(sentence: Sentence, span: tuple[int, int], noun: str | None, by: By, whole: bool = False) -> Found:
    """ "a claim that could not be verified", "a figure Reuters could not verify": what stands before is meant."""
    meant = _meant(noun) if noun is not None else Meant.UNKNOWN
    if noun is None or meant in (Meant.ELSEWHERE, Meant.UNKNOWN):
        return
    goes_on = re.match(r"[^,;]*,\s+(?:of|that)\b", sentence.text[span[1] :]) is not None
    governs = everywhere(sentence) if whole or goes_on else here(sentence, 0, span[0])
    mark = Mark(MarkKind.UNVERIFIED, meant.about(), by)
    further = _ONE_FURTHER.search(sentence.text, 0, span[0])
    if further is not None:
        yield doubt(sentence, mark, span, "unverified", here(sentence, further.start(), span[0]))
        return
    earlier = None if says_else(sentence.text[: span[0]]) else back(sentence, span[0], noun)
    yield doubt(sentence, mark, span, "unverified", governs, earlier)


def _said_of_object(sentence: Sentence, span: tuple[int, int], offset: int, by: By) -> Found:
    """ "could not verify the claim", "no confirmation of the toll"."""
    text, end = sentence.text, clauses.up_to_turn(sentence, offset)
    comma = re.compile(r",\s").search(text, offset, end)
    stop = comma.start() if comma and not re.search(r"\bthat\b", text[offset : comma.start()]) else end
    meant = text[offset:stop]
    bare = not re.search(r"\w", meant) or re.match(r"\s*,", meant)
    noun = antecedent(text, span[0]) if bare else None
    if noun is not None:
        yield from _reaching_back(sentence, span, noun, by)
    else:
        yield from _reaching(sentence, span, meant, (offset, end), by)


def _reaching(sentence: Sentence, span: tuple[int, int], words: str, reach: tuple[int, int], by: By) -> Found:
    """The mark for words that name what is not verified, at `reach` in the sentence or before it."""
    meant = _meant(words)
    if _MESSAGE.fullmatch(words.strip(" ,.").lower()):
        # For whoever reads the sentence before: it may be what was claimed "in a video".
        mark = Mark(MarkKind.UNVERIFIED, MarkAbout.HARM, by)
        yield doubt(sentence, mark, span, "unverified-message", (), back(sentence, min(span[0], reach[0]), words))
        return
    harmed = harm_pattern().search(words) is not None
    said_else = _OTHER_CONTENT.search(words.strip()) and not harmed and not re.search(r"\d", words)
    unknown = meant is Meant.UNKNOWN and not harmed and words.strip()
    if meant is Meant.ELSEWHERE or said_else or unknown:
        return
    mark = Mark(MarkKind.UNVERIFIED, meant.about(), by)
    if meant is Meant.DOER:
        yield doubt(sentence, mark, span, "unverified-deed", (), back(sentence, span[0], words))
        return
    several = pattern(r"\b(?:%plurals%)\b").search(words) is not None
    new = pattern(_NEW).match(words) or _of_one_more(words)
    if re.fullmatch(r"\W*(?:this|that|it)\W*", words, re.IGNORECASE):
        # "A survivor said that the gunmen were soldiers, but this could not be verified"
        new = says_else(sentence.text[: span[0]])
    earlier = None if new else back(sentence, min(span[0], reach[0]), words, several)
    yield doubt(sentence, mark, span, "unverified", here(sentence, *reach), earlier)


def _of_one_more(words: str) -> bool:
    """Whether the words tell of a victim of their own: "the claim that it had beheaded a priest"."""
    content = _OTHER_CONTENT.search(words) or re.search(r"\bthat\s", words)
    if content is None:
        return False
    if _AMONG.search(words, content.end()):
        return True
    return any(_ONE_MORE.match(words, harm.end()) for harm in harm_pattern().finditer(words, content.end()))


def _meant(words: str) -> Meant:
    """What the words name; of "the toll nor the cause", "no names, and the toll" the first half that a claim can be."""
    return _named(_half(words.lower()))


def _half(words: str) -> str:
    halves = _HALVES.split(words)
    told = (half for half in halves if _named(half.lower()) not in (Meant.ELSEWHERE, Meant.UNKNOWN))
    return next(told, halves[0])


def _named(words: str) -> Meant:
    text = re.sub(r"^(?:that|of)\s+|\s+(?:that|which)$", "", words.strip())
    text = re.sub(r"^(?:any|all|some|most|none|either|each|one|both|many) of (?=the|these|those|its|their)", "", text)
    if text == "which":
        return Meant.HARM
    if _HOW_THEY_DIED.match(text):
        return Meant.ELSEWHERE
    if re.match(r"(?:whether|who|how|if|when|where|why|which)\b", text):
        doer = text.startswith("who") or _DOERS.search(text)
        return Meant.DOER if doer and not text.startswith("how") else Meant.ELSEWHERE
    if "responsib" in text:
        return Meant.DOER
    head = _PREPOSITION.split(text, maxsplit=1)[0]
    for word in reversed(re.findall(r"[\w’'-]+", head) or re.findall(r"[\w’'-]+", text)):
        for name, meant in (
            ("%elsewhere%", Meant.ELSEWHERE),
            ("%perpetration%", Meant.DOER),
            ("%back_number%", Meant.NUMBER),
            ("%back_harm%|%harm_nouns%", Meant.HARM),
        ):
            if pattern(name).fullmatch(word):
                return meant
        if word not in _TRAILING:
            break
    return Meant.UNKNOWN


def _nouns(sentence: Sentence) -> Found:
    """ "There was no independent confirmation of the toll", "without independent verification"."""
    text = sentence.text
    for match in pattern(_NO_CONFIRMATION).finditer(text):
        negated = re.search(r"\b(?:not|n't|never|without)\b", text[: match.start()])
        if match.group().lower().startswith("any ") and not negated:
            continue
        of = _OF.match(text, match.end())
        if of or match.group("direct"):
            yield from _said_of_object(sentence, match.span(), of.end() if of else match.end(), None)
            continue
        aside = text[: match.start()].rstrip().endswith(",") and text[match.end() :].startswith(",")
        governs = everywhere(sentence) if aside else here(sentence, 0, match.start())
        mark = Mark(MarkKind.UNVERIFIED, MarkAbout.HARM)
        yield doubt(sentence, mark, match.span(), "no-confirmation", governs, back(sentence, match.start()))


def _impossible(sentence: Sentence) -> Found:
    """ "Verification of the toll has not been possible", "none of the tolls, as given, could be verified"."""
    for text in _IMPOSSIBLE:
        for match in pattern(text).finditer(sentence.text):
            words = match.group("meant").removeprefix(" of") or "this"
            yield from _reaching(sentence, match.span(), words, match.span("meant"), None)


def _adjectives(sentence: Sentence) -> Found:
    """ "unconfirmed reports said 12 had died", "the figure remains unverified"."""
    text = sentence.text
    for match in pattern(r"\b(?:%unverified%)\b").finditer(text):
        noun = pattern(
            r"\s+(?:(?!of\b|that\b|and\b|by\b)[\w’'-]+\s+){0,3}?(?:%back_number%|%back_harm%|%harm_nouns%)\b"
        ).match(text, match.end())
        ahead = pattern(_PREDICATE).search(text[: match.start()])
        if noun is not None:
            yield from _unverified_noun(sentence, match, noun)
        elif ahead is not None:
            left = clauses.from_turn(sentence, ahead.start())
            words = text[left : ahead.start()] or "this"
            yield from _reaching(sentence, match.span(), words, (left, match.start()), None)


def _unverified_noun(sentence: Sentence, match: re.Match[str], noun: re.Match[str]) -> Found:
    if pattern(r"\b(?:%elsewhere%)\b").search(noun.group()):
        return
    text, head = sentence.text, token(sentence, noun.end() - 1)
    lead = text[: match.start()].rstrip().lower()
    named = re.search(r"(?:according to|citing|quoting|according to some|based on|per)$", lead)
    if named:
        opens = re.search(r"\w", lead[: named.start()]) is None
        governs = here(sentence, *((match.end(), len(text)) if opens else (0, match.start())))
    elif head.dep_ in ("nsubj", "nsubjpass") and head.head.i > head.i:
        # "..., an unconfirmed report said": what it said may stand before it.
        said_before = any(child.dep_ == "ccomp" and child.i < head.i for child in head.head.children)
        before = here(sentence, 0, match.start()) if said_before else ()
        governs = clauses.clause(sentence, head.head) + before
    else:
        after = here(sentence, noun.end(), clauses.up_to_turn(sentence, noun.end()))
        governs = clauses.phrase(sentence, head) + after
    mark = Mark(MarkKind.UNVERIFIED, number_or_harm(noun.group()))
    yield doubt(sentence, mark, match.span(), "unverified-reports", governs)


def _if_confirmed(sentence: Sentence) -> Found:
    """ "The toll, if confirmed, would be the worst": it is not confirmed yet."""
    for match in pattern(_IF_CONFIRMED).finditer(sentence.text):
        mark = Mark(MarkKind.UNVERIFIED, MarkAbout.HARM)
        governs = here(sentence, 0, match.start())
        yield doubt(sentence, mark, match.span(), "if-confirmed", governs, back(sentence, match.start()))
