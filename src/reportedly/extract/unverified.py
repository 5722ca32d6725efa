"""What could not be verified: "Reuters could not independently verify the toll", "no independent confirmation"."""

from __future__ import annotations

import re

from reportedly.extract import clauses, marks
from reportedly.extract.marks import Found, here, pattern, token, words
from reportedly.language import Sentence
from reportedly.model import MarkAbout, MarkKind

_NEGATED = (
    r"(?P<neg>\b(?:(?:could|can|did|do|does|has|have|had|is|are|was|were)(?:\s+not|n['’]t|\s+never|\s+yet)|cannot|can\s+not|never|not|yet\s+to|unable\s+to|impossible\s+to|no\s+way\s+to"
    r"|not\s+(?:been\s+)?(?:immediately\s+)?possible\s+to|difficult\s+to|hard\s+to|inability\s+to|no\s+means\s+to|neither|nor|none|nobody|no\s+one|failed\s+to)\b)"
    r"(?P<gap>(?:\s+[\w’'-]+){0,6}?)\s+"
)


def find(sentence: Sentence) -> Found:
    yield from _verbs(sentence)
    yield from _nouns(sentence)
    yield from _impossible(sentence)
    yield from _adjectives(sentence)
    yield from _if_confirmed(sentence)


def _verbs(sentence: Sentence) -> Found:
    text = sentence.text
    for match in pattern(
        _NEGATED + rf"(?P<verb>{words('verify')}|verifying|confirming|verifiable|independently check(?:ed)?)\b"
    ).finditer(text):
        after = text[match.end() :]
        if re.match(r"\s+(?:or|nor)\s+(?:den|rul)", after, re.IGNORECASE) or re.search(
            r"\bonly\b|\bwant", match.group("gap")
        ):
            continue
        start, end = match.start(), match.end()
        passive = match.group("verb").endswith(("ed", "verifiable")) and not re.match(
            r"(?:did|could)\b(?!.*\bbe\b)", match.group(), re.IGNORECASE
        )
        if passive and not _active(sentence, match.start("verb")):
            yield from _said_of_subject(sentence, start, end)
        else:
            by = marks.subject(sentence, token(sentence, start))
            yield from _said_of_object(sentence, (start, end), end, by)


def _active(sentence: Sentence, offset: int) -> bool:
    """ "has not verified the toll" has an object; "has not been verified" has none."""
    verb = token(sentence, offset)
    if (
        any(child.dep_ == "auxpass" for child in verb.children)
        or verb.i
        and sentence.doc[verb.i - 1].lower_ in ("be", "been")
    ):
        return False
    return any(child.dep_ == "dobj" for child in verb.children) and any(
        child.lower_ in ("has", "have", "had") for child in verb.children
    )


def _said_of_subject(sentence: Sentence, start: int, end: int) -> Found:
    """ "The claim could not be verified", "a figure that has not been confirmed"."""
    text = sentence.text
    agent = re.compile(r"(?:\s+\w+ly)?\s+by\s+").match(text, end)
    by = marks.agent(sentence, agent.end()) if agent else None
    left, _ = clauses.from_turn(sentence, start)
    subject = text[left:start]
    whether = re.compile(r"\s+(?:whether|who|how many|how|if|when|where|which)\b([^.;]*)", re.IGNORECASE).match(
        text, end
    )
    if whether or re.compile(r"\s*it\s*$", re.IGNORECASE).match(subject) and re.compile(r"\s+that\b").match(text, end):
        yield from _said_of_object(sentence, (start, end), end, by)
        return
    if re.match(r"(?:neither|none|nothing)\b", text[start:end], re.IGNORECASE):
        subject, left = re.split(r"\s(?:could|can|has|have|had|was|were|is|are)\b", text[start:end])[0], start
    relative = re.search(r"\b(?:which|that|who)\s*$", text[:start], re.IGNORECASE)
    aside = re.search(r"\b([\w-]+),\s*$", text[:start]) if not subject.strip() else None
    if aside is not None:
        # "Some reports, not confirmed by the authorities, speak of 33 dead".
        about = _about(aside.group(1))
        if about in (MarkAbout.HARM, MarkAbout.NUMBER):
            yield marks.doubt(
                sentence,
                MarkKind.UNVERIFIED,
                about,
                (start, end),
                "marks/unverified",
                marks.everywhere(sentence),
                by,
                backward=True,
            )  # type: ignore[arg-type]
        return
    if not subject.strip() or relative:
        yield from _of_relative(sentence, (start, end), marks.antecedent(text, start), by)
        return
    yield from _reaching(sentence, (start, end), subject, (left, start), by)


def _of_relative(sentence: Sentence, span: tuple[int, int], noun: str | None, by: object) -> Found:
    """ "a claim that could not be verified", "a figure Reuters could not verify"."""
    about = _about(noun) if noun is not None else None
    if noun is None or about is None or about is _NOTHING:
        return
    goes_on = re.match(r"[^,;]*,\s+(?:of|that)\b", sentence.text[span[1] :]) is not None
    governs = marks.everywhere(sentence) if goes_on else here(sentence, 0, span[0])
    yield marks.doubt(
        sentence, MarkKind.UNVERIFIED, about, span, "marks/unverified", governs, by, backward=True, meant=noun
    )  # type: ignore[arg-type]


def _said_of_object(sentence: Sentence, span: tuple[int, int], offset: int, by: object) -> Found:
    """ "could not verify the claim", "no confirmation of the toll"."""
    reach = clauses.up_to_turn(sentence, offset)
    comma = re.compile(r",\s").search(sentence.text, offset, reach[1])
    object_ = sentence.text[
        offset : comma.start()
        if comma and not re.search(r"\bthat\b", sentence.text[offset : comma.start()])
        else reach[1]
    ]
    noun = (
        marks.antecedent(sentence.text, span[0])
        if not re.search(r"\w", object_) or re.match(r"\s*,", object_)
        else None
    )
    if noun is not None:
        yield from _of_relative(sentence, span, noun, by)
        return
    yield from _reaching(sentence, span, object_, reach, by)


def _reaching(sentence: Sentence, span: tuple[int, int], meant: str, reach: tuple[int, int], by: object) -> Found:
    about = _about(meant)
    if about is _NOTHING:
        return
    harmed = marks.harm_pattern().search(meant) is not None
    content = re.search(
        r"\b(?:claims?|reports?|assertions?|accounts?|statements?|allegations?)\s+(?:that|to|of an?)\s", meant
    )
    if content and not harmed and not re.search(r"\d", meant):
        return  # a claim that says something else: "that a depot had been hit"
    if about is None and not harmed and meant.strip():
        return
    if about is MarkAbout.PERPETRATOR:
        yield marks.doubt(
            sentence, MarkKind.UNVERIFIED, about, span, "marks/unverified-deed", (), by, backward=True, meant=meant
        )  # type: ignore[arg-type]
        return
    # "have yet to confirm a second attack": another one than any told of before.
    new = (
        re.match(r"\s*(?:that\s+)?(?:an?|another|any (?:other|further)|other|further|more|new)\s", meant, re.IGNORECASE)
        is not None
    )
    several = pattern(
        r"\b(?:neither|either|both|claims|figures|numbers|reports|accounts|tolls|statements|these|those|them|allegations|details)\b"
    ).search(meant)
    yield marks.doubt(
        sentence,
        MarkKind.UNVERIFIED,
        about or MarkAbout.HARM,
        span,
        "marks/unverified",
        here(sentence, *reach),
        by,  # type: ignore[arg-type]
        backward=not new,
        several=several is not None,
        meant=meant,
        before=min(span[0], reach[0]),
    )


_NOTHING = object()


def _about(meant: str, last: bool = False) -> object:
    """What the words for the unverified thing mean: a MarkAbout, `_NOTHING` for a video or a place, None when unknown."""
    text = meant.lower().strip()
    if re.match(r"(?:that\b|of\b)", text):
        text = text.split(" ", 1)[-1]
    if text == "which":
        return MarkAbout.HARM
    whether = re.match(r"(?:whether|who|how|if|when|where|why|which)\b", text)
    if whether:
        responsible = re.match(r"who\b", text) or pattern(
            rf"\b(?:responsible|behind|carried out|launched|fired|russian|american|israeli|whose)\b"
        ).search(text)
        return MarkAbout.PERPETRATOR if responsible and not text.startswith("how") else _NOTHING
    if re.search(r"\bresponsib", text):
        return MarkAbout.PERPETRATOR
    head = (
        text
        if last
        else re.split(
            r"\b(?:of|that|about|on|in|from|by|for|made|issued|given|regarding|concerning|published|posted)\b",
            text,
            maxsplit=1,
        )[0]
    )
    for word in reversed(re.findall(r"[\w’'-]+", head) or re.findall(r"[\w’'-]+", text)):
        for name, about in (
            ("elsewhere", _NOTHING),
            ("perpetration", MarkAbout.PERPETRATOR),
            ("back_number", MarkAbout.NUMBER),
            ("back_harm", MarkAbout.HARM),
            ("harm_nouns", MarkAbout.HARM),
        ):
            if pattern(rf"(?:{words(name)})").fullmatch(word):
                return about
        if not last and word not in (
            "independently",
            "immediately",
            "yet",
            "so",
            "far",
            "still",
            "there",
            "themselves",
            "itself",
            "alone",
        ):
            return None
    return None


def _nouns(sentence: Sentence) -> Found:
    """ "There was no independent confirmation of the toll", "without independent verification"."""
    for match in pattern(
        rf"\b(?:no|without|lack of|absence of|awaiting|pending|nor any|any|little)\s+(?:[\w-]+\s+){{0,3}}?(?:{words('verification')})\b|\b(?:no|without any) (?:independent )?(?:way|means) (?:of|to) (?:\w+ly )?(?:verif\w+|confirm\w*)"
    ).finditer(sentence.text):
        if match.group().lower().startswith("any ") and not re.search(
            r"\b(?:not|n't|never|without)\b", sentence.text[: match.start()]
        ):
            continue
        rest = re.compile(r"\s+(?:(?:from|by)\s+(?:[\w’'.-]+\s*){1,5}?)?(?:of|that|on|for|about)\s+").match(
            sentence.text, match.end()
        )
        direct = re.search(r"(?:verif|confirm)\w*$", match.group()) and re.search(r"\b(?:way|means)\b", match.group())
        if rest or direct:
            yield from _said_of_object(sentence, match.span(), rest.end() if rest else match.end(), None)
        else:
            aside = sentence.text[: match.start()].rstrip().endswith(",") and sentence.text[match.end() :].startswith(
                ","
            )
            governs = marks.everywhere(sentence) if aside else here(sentence, 0, match.start())
            yield marks.doubt(
                sentence,
                MarkKind.UNVERIFIED,
                MarkAbout.HARM,
                match.span(),
                "marks/no-confirmation",
                governs,
                None,
                backward=True,
            )


def _impossible(sentence: Sentence) -> Found:
    """ "Independent verification of the toll has not been possible", "none of the tolls, given by both sides, could be verified"."""
    patterns = (
        r"\b(?:verification|confirmation|corroboration)\b(?P<meant>(?:\s+of\b[^;]*?)?)\s+(?:(?:has|have|was|were|is|are)(?:\s+not|n['’]t)\s+(?:been\s+)?(?:immediately\s+)?(?:possible|available|forthcoming)|(?:was|is|has been) impossible)\b",
        rf"\b(?:neither|none)\s+of(?P<meant>[^.;]{{0,100}}?,)\s+(?:could|can|has|have|had|was|were)\s+(?:be\s+|been\s+)?(?:\w+ly\s+)?(?:{words('verify')})\b",
    )
    for text in patterns:
        for match in pattern(text).finditer(sentence.text):
            yield from _reaching(
                sentence, match.span(), match.group("meant").removeprefix(" of") or "this", match.span("meant"), None
            )


def _adjectives(sentence: Sentence) -> Found:
    """ "unconfirmed reports said 12 had died", "the figure remains unverified"."""
    text = sentence.text
    for match in pattern(rf"\b(?:{words('unverified')})\b").finditer(text):
        if _attributive(text, match.end()):
            yield from _unverified_noun(sentence, match)
            continue
        ahead = pattern(
            r"\b(?:is|are|was|were|remains?|remained|still|yet|been|as|and|stays?)\s+(?:still\s+|so far\s+|as yet\s+|yet\s+)?$"
        ).search(text[: match.start()])
        if ahead and not re.search(r"\bas\s+$", ahead.group()):
            left, _ = clauses.from_turn(sentence, ahead.start())
            yield from _reaching(
                sentence, match.span(), text[left : ahead.start()] or "this", (left, match.start()), None
            )


def _attributive(text: str, end: int) -> re.Match[str] | None:
    """The noun that "unconfirmed" stands before, if it is a report, a figure or a harm."""
    names = "|".join(words(name) for name in ("back_number", "back_harm", "harm_nouns"))
    return pattern(rf"\s+(?:(?!of\b|that\b|and\b|by\b)[\w’'-]+\s+){{0,3}}?(?:{names})\b").match(text, end)


def _unverified_noun(sentence: Sentence, match: re.Match[str]) -> Found:
    text = sentence.text
    noun = _attributive(text, match.end())
    if noun is None or pattern(rf"\b(?:{words('elsewhere')})\b").search(noun.group()):
        return
    head = token(sentence, noun.end() - 1)
    about = _about(noun.group()) if _about(noun.group()) in (MarkAbout.HARM, MarkAbout.NUMBER) else MarkAbout.HARM
    lead = text[: match.start()].rstrip().lower()
    if lead.endswith(
        ("according to", "citing", "quoting", "according to some", "based on", "in", "per", "an", "the")
    ) and not lead.endswith(("in", "an", "the")):
        left = (
            (0, match.start())
            if re.search(r"\w", text[: match.start()].lower().replace("according to", ""))
            else (match.end(), len(text))
        )
        governs = here(sentence, *left)
    elif head.dep_ in ("nsubj", "nsubjpass") and head.head.i > head.i:
        governs = clauses.clause(sentence, head.head)
    else:
        governs = (*clauses.phrase(sentence, head), *here(sentence, *clauses.up_to_turn(sentence, noun.end())))
    yield marks.doubt(sentence, MarkKind.UNVERIFIED, about, match.span(), "marks/unverified-reports", governs)  # type: ignore[arg-type]


def _if_confirmed(sentence: Sentence) -> Found:
    """ "The toll, if confirmed, would be the worst": it is not confirmed yet."""
    for match in pattern(
        r"\bif\s+(?:\w+ly\s+|it is\s+|they are\s+|the (?:toll|figures?|reports?|claims?) (?:is|are)\s+)?(?:confirmed|verified|true)\b"
    ).finditer(sentence.text):
        yield marks.doubt(
            sentence,
            MarkKind.UNVERIFIED,
            MarkAbout.HARM,
            match.span(),
            "marks/if-confirmed",
            here(sentence, 0, match.start()),
            None,
            backward=True,
        )
