"""Marks: the words by which a report hedges a claim, leaves it unverified, or says that it is denied or confirmed.

Each says what it is about (the harm, its number, or who did it), on whose word, and what it reaches: words of its own
sentence, or a claim made before ("this death toll").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon, speakers
from reportedly.extract import clauses
from reportedly.language import Sentence
from reportedly.model import Mark, MarkAbout, MarkKind, Mention, Source, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark and its reach.

    `governs`: the stretches of its sentence that it marks. `backward`: where no claim stands in those, the nearest one
    before `before` is meant; with `several` ("neither claim") the ones before that too. `words` name what is meant ("this
    death toll"), `whose` the source whose claim it is ("the ministry's figures").
    """

    mark: Mark
    governs: tuple[Span, ...]
    before: int
    backward: bool = False
    several: bool = False
    words: str = ""
    whose: frozenset[str] = frozenset()


Found = Iterator[Mention[Doubt]]


def find(sentence: Sentence) -> Found:
    """The marks of a sentence, in no fixed order; none where no word of doubt stands."""
    if not _hint().search(sentence.text):
        return
    from reportedly.extract import denials, unverified

    readers: tuple[Callable[[Sentence], Found], ...] = (
        _adverbs,
        _believed,
        _supposed,
        _alleged_nouns,
        _claims_that,
        _suspected,
        _confirmed,
    )
    for reader in (*readers, unverified.find, denials.find):
        yield from reader(sentence)


@cache
def words(name: str) -> str:
    """The forms of a list of `marks.toml` as alternatives of a pattern, the longest first."""
    return "|".join(
        r"\s+".join(map(re.escape, form.split()))
        for form in sorted(lexicon.table("en", "marks")[name], key=len, reverse=True)
    )


@cache
def _hint() -> re.Pattern[str]:
    names = (
        "adverbs",
        "believed",
        "alleging",
        "verify",
        "verification",
        "unverified",
        "denying",
        "rejecting",
        "false_words",
    )
    more = r"denials?|claims?|allegations?|rumou?rs?|accus\w+|blam\w+|suspect\w*|believes?|verif\w+|confirm\w*|no such|never happened|take place|did not happen|if confirmed"
    return re.compile(rf"\b(?:{'|'.join(words(name) for name in names)}|{more})\b", re.IGNORECASE)


@cache
def harm_pattern() -> re.Pattern[str]:
    """Any word of harm."""
    forms = sorted({form for forms in lexicon.table("en", "harms").values() for form in forms}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)


@cache
def pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def doubt(
    sentence: Sentence,
    kind: MarkKind,
    about: MarkAbout,
    span: tuple[int, int],
    rule: str,
    governs: tuple[Span, ...] = (),
    by: Mention[Source] | None = None,
    backward: bool = False,
    several: bool = False,
    meant: str = "",
    before: int | None = None,
) -> Mention[Doubt]:
    start = sentence.start + (span[0] if before is None else before)
    found = Doubt(Mark(kind, about, by), governs, start, backward, several, meant.lower().strip(), _whose(meant))
    return Mention(found, (sentence.at(*span),), rule)


_OWNER = re.compile(
    r"([\w.-]+)['’]s?\s|\b([A-Z][\w.-]{2,})\b|\b(ministry|army|military|rebels?|government|police|militants?|opposition|monitor|agency)\b(?=['’ ])"
)


def _whose(meant: str) -> frozenset[str]:
    """The words in "the ministry's figures", "Ukrainian claims" that say whose they are."""
    found = {next(filter(None, match.groups())).lower() for match in _OWNER.finditer(meant)}
    days = lexicon.table("en", "sources")["time"]
    return frozenset(
        word
        for word in found
        if word not in days
        and word not in ("the", "this", "that", "those", "these", "its", "his", "their", "neither", "either", "both")
    )


def here(sentence: Sentence, start: int, end: int) -> tuple[Span, ...]:
    """A stretch of the sentence's text as a reach; none when it holds no words."""
    return (sentence.at(start, end),) if sentence.text[start:end].strip() else ()


def everywhere(sentence: Sentence) -> tuple[Span, ...]:
    return (sentence.passage.span,)


def token(sentence: Sentence, offset: int) -> Token:
    return sentence.token_at(sentence.start + offset)


def subject(sentence: Sentence, verb: Token) -> Mention[Source] | None:
    """Whoever stands before a verb as its subject, if somebody who speaks does.

    "Israel's military said it could not verify": of "it", the subject of the verb before.
    """
    while verb.i and verb.doc[verb.i - 1].lower_ in ("has", "have", "had", "was", "were", "is", "are", "been", "being"):
        verb = verb.doc[verb.i - 1]
    phrases = [found for found in speakers.before(sentence.doc, verb.i, 0) if speakers.plausible(sentence.doc, found)]
    if phrases and sentence.doc[phrases[-1].head].lower_ in speakers.PRONOUNS:
        outer = next(
            (found for found in verb.ancestors if found.tag_ in ("VBD", "VBZ", "VBP") and found.i < phrases[-1].first),
            None,
        )
        return subject(sentence, outer) if outer is not None else None
    if not phrases and verb.i and sentence.doc[verb.i - 1].lower_ in ("and", "but"):
        # "The chief said that nine had died, and denied ...": the subject of what he said before.
        said = next(
            (
                found
                for found in sentence.doc[: verb.i]
                if found.lower_ in ("said", "says", "told", "added", "announced")
            ),
            None,
        )
        return subject(sentence, said) if said is not None else None
    return speakers.sources(sentence, phrases[-1:], "marks/by")[0] if phrases else None


_RELATIVE = re.compile(r"([\w-]+)(,?)\s+(?:which|that|who)\s+(?:[\w’'.-]+\s+){0,6}$")
_BARE_RELATIVE = re.compile(
    r"(?:,|^|\b(?:was|is|are|were))\s+(?:an?|the|something)\s+(?:[\w-]+\s+){0,2}?([\w-]+)\s+(?:(?:the|its|their|both|local)\s+)?(?:[\w’'.-]+\s+){1,4}$"
)


def antecedent(text: str, start: int) -> str | None:
    """What a relative clause that runs up to an offset is said of: "a figure (that) the army |disputes", "..., which ..."."""
    match = _RELATIVE.search(text[:start])
    if match is not None:
        known = pattern(
            rf"(?:{words('back_number')}|{words('back_harm')}|{words('elsewhere')}|{words('perpetration')}|{words('harm_nouns')})"
        ).fullmatch(match.group(1))
        return match.group(1).lower() if known or not match.group(2) else "which"
    bare = _BARE_RELATIVE.search(text[:start])
    return bare.group(1).lower() if bare else None


def agent(sentence: Sentence, offset: int) -> Mention[Source] | None:
    """Whoever stands after "by" at an offset of the text."""
    if offset >= len(sentence.text):
        return None
    phrases = [
        found
        for found in speakers.after(sentence.doc, token(sentence, offset).i)
        if speakers.plausible(sentence.doc, found)
    ]
    return speakers.sources(sentence, phrases[:1], "marks/by")[0] if phrases else None


# ---- alleged


_LEFT_OUT = re.compile(r"\s*(?:(?:been|have|had|has|also|then|be|being|was|were|to|since|already|now|still|all)\s+)*")
_BY = re.compile(r"\s+(?:by|at the hands of|from)\b", re.IGNORECASE)
_SETTING = re.compile(
    r"\s+(?:in|for|because|on|with|over|after|while|as|during|when|due|at|near|under|through|via|against|without|to)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\s+(?:\d|at least|more than|as many|up to|over|some|dozens|hundreds|scores|thousands|nearly|about|around|including|an? (?:further|total)|several|many|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|one)\b",
    re.IGNORECASE,
)


def _adverbs(sentence: Sentence) -> Found:
    """ "allegedly killed hundreds" marks the harm; "airstrikes reportedly carried out by" only who did it."""
    for match in pattern(rf"\b(?:{words('adverbs')})\b").finditer(sentence.text):
        rest = sentence.text[match.end() :]
        if _BY.match(rest) or _deed(rest):
            yield doubt(
                sentence,
                MarkKind.ALLEGED,
                MarkAbout.PERPETRATOR,
                match.span(),
                "marks/adverb-of-deed",
                everywhere(sentence),
            )
            continue
        if _AMOUNT.match(rest):
            reach = clauses.up_to_turn(sentence, match.end())
            comma = re.compile(r",\s").search(sentence.text, match.end() + 1, reach[1]) if match.start() else None
            end = comma.start() if comma else reach[1]
            yield doubt(
                sentence,
                MarkKind.ALLEGED,
                MarkAbout.NUMBER,
                match.span(),
                "marks/adverb-of-amount",
                here(sentence, match.end(), end),
            )
            continue
        if _SETTING.match(rest) and not rest.lstrip().startswith(","):
            continue
        head = token(sentence, match.start()).head
        while head.dep_ in ("aux", "auxpass") and head.head is not head:
            head = head.head
        following = token(sentence, match.end() + 1) if rest.strip() else head
        described = (
            following.tag_ in ("JJ", "NNP", "NNPS")
            and not harm_pattern().match(following.text)
            and following.i + 1 < len(sentence.doc)
        )
        if head.tag_ in ("JJ", "NNP", "NNPS") or (described and sentence.doc[following.i + 1].tag_.startswith("NN")):
            yield doubt(
                sentence,
                MarkKind.ALLEGED,
                MarkAbout.PERPETRATOR,
                match.span(),
                "marks/adverb-of-deed",
                everywhere(sentence),
            )
        elif head.tag_.startswith("VB") or head.dep_ == "ROOT":
            harmed = harm_pattern().fullmatch(head.text) is not None and not any(
                child.dep_ == "dobj" for child in head.children
            )
            suffered = harmed or head.lower_ in _befalling()
            governs = clauses.with_subject_of(sentence, head) if suffered else clauses.clause(sentence, head)
            yield doubt(sentence, MarkKind.ALLEGED, MarkAbout.HARM, match.span(), "marks/adverb", governs)


@cache
def _befalling() -> frozenset[str]:
    """Verbs whose subject is who was harmed: "died", "drowned", "fled"."""
    return frozenset(
        form for name, forms in lexicon.table("en", "harms").items() if name.endswith("_done_by") for form in forms
    )


def _deed(rest: str) -> bool:
    after = rest[_LEFT_OUT.match(rest).end() :]  # type: ignore[union-attr]
    return pattern(rf"(?:{words('deeds')})\b").match(after) is not None


def _believed(sentence: Sentence) -> Found:
    """ "are believed to have been killed", "12 people presumed dead"; not "is believed to be the worst", "to be militants"."""
    for match in pattern(
        rf"\b({words('believed')})\s+(to|dead|killed|drowned|missing|lost|trapped|buried|abducted|kidnapped)\b"
    ).finditer(sentence.text):
        word = token(sentence, match.start())
        if word.lower_ in ("said", "claimed", "alleged") and not _passive(word):
            continue
        if match.group(2).lower() == "to":
            about = _of_what(sentence.text[match.end() :], sentence.text[: match.start()])
            if about is None:
                continue
        else:
            about = MarkAbout.HARM
        if about is MarkAbout.PERPETRATOR:
            yield doubt(sentence, MarkKind.ALLEGED, about, match.span(), "marks/believed-of-deed", everywhere(sentence))
            continue
        governs = _believed_reach(sentence, word, match.start(1), match.end())
        yield doubt(sentence, MarkKind.ALLEGED, about, match.span(), "marks/believed", governs)


def _believed_reach(sentence: Sentence, word: Token, start: int, end: int) -> tuple[Span, ...]:
    governs = clauses.with_subject_of(sentence, word)
    comma = sentence.text[:start].rstrip().endswith(",")
    if not sentence.text[start:end].endswith("to"):
        # "12 miners are missing, presumed dead": said of all since the last turn.
        left = clauses.up_to_turn_back(sentence, start)
        return here(sentence, left, clauses.up_to_turn(sentence, end)[1])
    if comma:
        # An aside, which the parser takes for the main verb: "The rebels, believed to number 3,000, killed 12".
        close = re.compile(r",(?!\d)").search(sentence.text, end)
        return here(sentence, 0 if close is None else start, close.start() if close else len(sentence.text))
    if any(child.dep_ in ("nsubj", "nsubjpass") for child in word.children) or word.dep_ in ("acl", "relcl", "conj"):
        return governs
    # The parser lost the subject: the words from the last turn on.
    left = clauses.from_turn(sentence, start)
    return (*here(sentence, left[0], start), *here(sentence, *clauses.up_to_turn(sentence, end)))


def _passive(word: Token) -> bool:
    index = word.i - 1
    while index >= 0 and word.doc[index].tag_ in ("RB", "RBR"):
        index -= 1
    return index >= 0 and word.doc[index].lower_ in ("is", "are", "was", "were", "been", "being", "be")


def _of_what(rest: str, before: str) -> MarkAbout | None:
    """What is believed, from the words after "believed to"; None when it is neither harm nor who did it."""
    after = rest[_LEFT_OUT.match(rest).end() :]  # type: ignore[union-attr]
    if pattern(rf"(?:{words('comparisons')})\b").match(after):
        return None
    first = " ".join(after.split()[:4])
    if pattern(rf"(?:an? |the |\w+ly )?(?:{words('deeds')})\b").match(first):
        return MarkAbout.PERPETRATOR
    near = " ".join(after.split()[:8])
    if re.match(
        r"(?:as high as|at least|around|about|more than|over|nearly|well over|between|close to|in the (?:dozens|hundreds)|\d)",
        near,
    ):
        # "The death toll is believed to be about 50", not "a girl thought to be about 15".
        counted = harm_pattern().search(before) or re.search(r"\b(?:number|figure|total|dead)\b", before)
        return MarkAbout.NUMBER if counted else None
    if harm_pattern().search(near) or pattern(rf"\b(?:{words('still_harm')})\b").search(near):
        return MarkAbout.HARM
    return None


def _supposed(sentence: Sentence) -> Found:
    """ "It is believed that 12 people died", "officials believe at least 12 were killed"."""
    verbs = r"believed|thought|alleged|rumou?red|understood|claimed|assumed|presumed"
    for match in pattern(
        rf"\bit\s+(?:is|was|has been|had been)\s+(?:\w+ly\s+|also\s+)?(?:{verbs})\s+(?:that\b)?"
    ).finditer(sentence.text):
        yield _content(sentence, match.start(), match.end(), "marks/it-is-believed", None)
    for match in pattern(
        r"(?<!reason to )\b(?:believes?|suspects?)\s+(?:that\b|at least|more than|around|about|up to|as many|some|\d|dozens|hundreds|scores|there)"
    ).finditer(sentence.text):
        verb = token(sentence, match.start())
        by = subject(sentence, verb)
        if by is not None or re.search(r"\b(?:we|I)\s+$", sentence.text[: match.start()], re.IGNORECASE):
            yield _content(sentence, match.start(), match.start() + len(verb), "marks/they-believe", by)


def _content(sentence: Sentence, start: int, end: int, rule: str, by: Mention[Source] | None) -> Mention[Doubt]:
    reach = clauses.up_to_turn(sentence, end)
    about = MarkAbout.HARM
    if _responsible(sentence.text[reach[0] : reach[1]]):
        about = MarkAbout.PERPETRATOR
    return doubt(sentence, MarkKind.ALLEGED, about, (start, end), rule, here(sentence, *reach), by)


def _responsible(text: str) -> bool:
    """Whether words after "believe that" tell who did it, and not that it was done."""
    return (
        pattern(
            r"\b(?:was|were|is|are|had been|been) (?:\w+ly )?(?:behind|responsible|carried out|launched|fired|to blame|the work|involved|conducted)\b"
        ).search(text)
        is not None
    )


def _alleged_nouns(sentence: Sentence) -> Found:
    """ "the alleged massacre of 30 people" marks the harm; "an alleged Turkish strike", "alleged militants" who did it."""
    for match in pattern(rf"\b(?:{words('alleging')})\s+((?:[\w-]+\s+){{0,3}}?)({words('harm_nouns')})\b").finditer(
        sentence.text
    ):
        noun = token(sentence, match.start(2))
        if noun.tag_.startswith("NN") or noun.tag_ == "VBG":
            yield doubt(
                sentence,
                MarkKind.ALLEGED,
                MarkAbout.HARM,
                match.span(),
                "marks/alleged-harm",
                clauses.phrase(sentence, noun),
            )
    for match in pattern(
        rf"\b(?:{words('alleging')}|suspected|presumed)\s+(?!to\b|of\b|dead\b|that\b|by\b)(?:[\w-]+\s+){{0,2}}?([\w-]+)"
    ).finditer(sentence.text):
        first = token(sentence, match.start())
        if (
            first.tag_ in ("JJ", "VBN")
            and not pattern(rf"(?:{words('harm_nouns')})\b").search(match.group())
            and not harm_pattern().search(match.group())
        ):
            yield doubt(
                sentence,
                MarkKind.ALLEGED,
                MarkAbout.PERPETRATOR,
                (match.start(), match.start() + len(first)),
                "marks/alleged-doer",
                everywhere(sentence),
            )


def _claims_that(sentence: Sentence) -> Found:
    """ "claims that 12 civilians were killed", "allegations of 30 deaths"; not "a claim of responsibility"."""
    for match in pattern(
        r"\b(claims?|allegations?|rumou?rs)\s+(?:[\w'’-]+\s+){0,4}?(that|of)\s+(?!responsibility)"
    ).finditer(sentence.text):
        noun = token(sentence, match.start())
        if not noun.tag_.startswith("NN") or re.search(r"\b(?:responsibility|compensation|asylum)\b", match.group()):
            continue
        reach = clauses.up_to_turn(sentence, match.end())
        yield doubt(
            sentence, MarkKind.ALLEGED, MarkAbout.HARM, match.span(1), "marks/claims-that", here(sentence, *reach)
        )


def _suspected(sentence: Sentence) -> Found:
    """ "accused of killing 12", "blamed on", "suspected of": who did it is in doubt, not what was suffered."""
    for match in pattern(
        r"\b(?:accused|suspected)\s+of\b|\b(?:accused|accuses|accusing|blamed|blames|blaming)\b"
    ).finditer(sentence.text):
        yield doubt(
            sentence, MarkKind.ALLEGED, MarkAbout.PERPETRATOR, match.span(), "marks/accused", everywhere(sentence)
        )


# ---- confirmed


_NOT = re.compile(
    r"\b(?:not|n['’]t|never|cannot|unable|yet|no|nor|neither|without|if|refused|declined|to|could|can|until)\b[^,;.]{0,40}$",
    re.IGNORECASE,
)


def _confirmed(sentence: Sentence) -> Found:
    """ "The army confirmed the deaths of 12 soldiers", "12 confirmed dead", "verified by the UN"."""
    for match in pattern(r"\b(?:confirmed|confirms|verified|verifies|confirm)\b(\s+by\b)?").finditer(sentence.text):
        if _NOT.search(sentence.text[: match.start()]):
            continue
        verb = token(sentence, match.start())
        if match.group(1):
            by = agent(sentence, match.end() + 1)
            left = clauses.from_turn(sentence, match.start())
            governs = here(sentence, left[0], match.start())
        else:
            by = (
                subject(sentence, verb)
                if verb.tag_ in ("VBD", "VBP", "VBZ") or any(child.dep_ == "nsubj" for child in verb.children)
                else None
            )
            if by is None and not pattern(r"\s+(?:dead|deaths?|killed|casualties|fatalities|cases)\b").match(
                sentence.text, match.end()
            ):
                continue
            governs = (
                here(sentence, *clauses.up_to_turn(sentence, match.end()))
                if by
                else (
                    *here(sentence, *clauses.from_turn(sentence, match.start())),
                    *here(sentence, *clauses.up_to_turn(sentence, match.end())),
                )
            )
        yield doubt(sentence, MarkKind.CONFIRMED, MarkAbout.HARM, match.span(), "marks/confirmed", governs, by)
