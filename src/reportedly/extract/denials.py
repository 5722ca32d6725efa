"""What a party denies: the harm or its number ("denied that any civilians died"), or only having done it."""

from __future__ import annotations

import re

from reportedly.extract import clauses, marks
from reportedly.extract.marks import Found, here, pattern, token, words
from reportedly.language import Sentence
from reportedly.model import MarkAbout, MarkKind, Mention, Source

_NOT = re.compile(
    r"\b(?:not|n['’]t|never|neither|nor|cannot|refus\w+|declin\w+|no|confirm or|confirmed or|confirmed nor|without|no one|nobody|hard to|impossible to|confirming or)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\s+(?:access|entry|visas?|permission|medical|aid|food|water|bail|treatment|a visa|them|him|her|us|humanitarian|the right|basic|a lawyer|lawyers|care|legal|asylum|refuge|passage|safe|the ability|the opportunity|the chance)\b",
    re.IGNORECASE,
)


def find(sentence: Sentence) -> Found:
    yield from _denied(sentence)
    yield from _rejected(sentence)
    yield from _called_false(sentence)
    yield from _never_happened(sentence)
    yield from _denials(sentence)


def _denied(sentence: Sentence) -> Found:
    text = sentence.text
    for match in pattern(rf"\b(?:{words('denying')})\b").finditer(text):
        if _NOT.search(text[: match.start()]) or _GIVEN.match(text, match.end()):
            continue
        verb = token(sentence, match.start())
        passive = re.compile(r"\s+by\s+").match(text, match.end())
        if passive:
            yield from _by_agent(sentence, match, passive.end())
            continue
        if verb.i and sentence.doc[verb.i - 1].lower_ in ("was", "were", "been", "being", "be", "are", "is"):
            continue
        by = _denier(sentence, match.start())
        yield from _of_object(sentence, match, by)


def _denier(sentence: Sentence, offset: int) -> Mention[Source] | None:
    return marks.subject(sentence, token(sentence, offset))


def _of_object(sentence: Sentence, match: re.Match[str], by: Mention[Source] | None) -> Found:
    """What the words after "denied" say is denied."""
    text = sentence.text
    reach = clauses.up_to_turn(sentence, match.end())
    meant = text[reach[0] : reach[1]].strip(" .,")
    relative = marks.antecedent(text, match.start()) if _bare(meant) else None
    if relative is not None:
        yield from _of_relative(sentence, match, relative, by)
        return
    about = _denied_what(meant)
    if about is None:
        return
    if about is MarkAbout.PERPETRATOR:
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            about,
            match.span(),
            "marks/denied-deed",
            marks.everywhere(sentence),
            by,
            backward=True,
            meant=meant,
        )
        return
    content = here(sentence, *reach)
    yield marks.doubt(
        sentence,
        MarkKind.DENIED,
        about,
        match.span(),
        "marks/denied",
        content,
        by,
        backward=True,
        meant=meant,
        several=_several(meant),
    )


def _bare(meant: str) -> bool:
    """Whether a verb of denial stands without its object, as at the end of a relative clause."""
    return not re.match(r"\s*(?!as\b|outright\b|on\b|in\b|repeatedly\b|strongly\b|entirely\b)\w", meant)


def _several(meant: str) -> bool:
    return (
        pattern(
            r"(?:both|the|these|those|such|all)?\s*(?:\w+['’]s?\s+)?(?:claims|reports|figures|allegations|numbers|accounts|tolls)\b"
        ).match(meant)
        is not None
    )


def _of_relative(sentence: Sentence, match: re.Match[str], noun: str, by: Mention[Source] | None) -> Found:
    text = sentence.text
    head = noun.split()[-1].lower()
    accused = pattern(r"\b(?:accus(?:ed|es|ing|e)|blam\w+)\b").search(text[: match.start()])
    names = rf"(?:{words('back_number')}|{words('back_harm')}|{words('harm_nouns')}|which|charges?|accusations?)"
    if accused or (
        pattern(rf"(?:{words('perpetration')})").fullmatch(head) and not head.startswith(("charge", "accusation"))
    ):
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            MarkAbout.PERPETRATOR,
            match.span(),
            "marks/denied-deed",
            here(sentence, 0, match.start()),
            by,
            backward=True,
        )
    elif pattern(names).fullmatch(head):
        about = MarkAbout.NUMBER if pattern(words("back_number")).fullmatch(head) else MarkAbout.HARM
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            about,
            match.span(),
            "marks/denied",
            here(sentence, 0, match.start()),
            by,
            backward=True,
            meant=head,
        )


def _by_agent(sentence: Sentence, match: re.Match[str], offset: int) -> Found:
    """ "a figure disputed by the army", "the claims were denied by the army"."""
    by = marks.agent(sentence, offset)
    left, _ = clauses.from_turn(sentence, match.start())
    if not sentence.text[left : match.start()].strip():
        # "A toll of 94, rejected by the authorities, ..."
        left, _ = clauses.from_turn(sentence, len(sentence.text[: match.start()].rstrip(" ,")))
    meant = re.sub(
        r"\s+(?:was|were|is|are|has|have|had|been|being|later|also|strongly|promptly|immediately)\b",
        "",
        sentence.text[left : match.start()].rstrip() + " ",
    ).strip()
    names = rf"{words('perpetration')}|{words('back_number')}|{words('back_harm')}|{words('harm_nouns')}"
    known = [found.group().lower() for found in pattern(rf"\b(?:{names})\b").finditer(meant)]
    head = known[-1] if known else ""
    if pattern(rf"(?:{words('perpetration')}|allegations?|accusations?|charges?)").fullmatch(head):
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            MarkAbout.PERPETRATOR,
            match.span(),
            "marks/denied-deed",
            here(sentence, 0, match.start()),
            by,
            backward=True,
        )
    elif pattern(rf"(?:{words('back_number')}|{words('back_harm')}|{words('harm_nouns')})").fullmatch(head):
        about = MarkAbout.NUMBER if pattern(words("back_number")).fullmatch(head) else MarkAbout.HARM
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            about,
            match.span(),
            "marks/denied-by",
            here(sentence, left, match.start()),
            by,
            backward=True,
            meant=meant,
            several=_several(meant),
        )


def _denied_what(meant: str) -> MarkAbout | None:
    """Whether the words name the harm or its number, having done it, or neither."""
    text = re.sub(
        r"^(?:that|also|strongly|categorically|vehemently|repeatedly|all|outright|firmly)\s+", "", meant.lower().strip()
    )
    text = re.sub(r"^(?:that)\s+", "", text)
    if not text:
        return MarkAbout.HARM
    if re.match(r"(?:it|this|that|them|these|those|so)(?:\s+(?:on|in|and|later|to|all)\b|$)", text):
        return MarkAbout.HARM
    if re.match(r"(?:[\w’'-]+\s+){0,3}?(?:charges?|accusations?|allegations?)\b", text):
        return MarkAbout.PERPETRATOR
    if pattern(
        rf"(?:any |all |the |its |their |his |such |these |those |having any |a |direct )*(?:{words('done_it')})\b"
    ).match(text) and not _own_losses(text):
        return MarkAbout.PERPETRATOR
    if re.match(
        r"(?:it|they|he|she|we|its|their|his|our|the|any of its|government|russian|israeli|turkish)\s+(?:[\w-]+\s+){0,4}?(?:was|were|had|has|have|is|are|did|would|could|bombed|killed|carried|targeted|attacked|hit|shelled|fired|struck|used|been|shot|beat|burned|burnt|murdered|executed|massacred|abducted|opened|launched|raided|"
        r"ordered|detained|tortured|kidnapped|dropped|planted|wounded|injured|started|staged|deliberately)\b",
        text,
    ) and _done(text):
        return MarkAbout.PERPETRATOR
    reports = re.match(
        r"(?:[\w’'-]+\s+){0,4}?(claims?|reports?|accounts?|suggestions?|rumou?rs|assertions?|news|statements?|figures?|tolls?|numbers?|estimates?|count|tally|death toll|version|story)\b(.*)",
        text,
    )
    harmed = marks.harm_pattern().search(text) is not None
    if reports:
        content = re.match(r"\s+(?:that|of|about|saying|suggesting|alleging|by \w+ that)\b(.*)", reports.group(2))
        if content and not harmed:
            return None
        numeric = pattern(rf"(?:{words('back_number')})").fullmatch(reports.group(1))
        return MarkAbout.NUMBER if numeric else MarkAbout.HARM
    if harmed or pattern(rf"\b(?:{words('harm_denied')})\b").search(text):
        return MarkAbout.HARM
    if pattern(
        r"(?:any|the|an?|such an?|that (?:any|the|an?)) (?:[\w-]+ ){0,2}?(?:massacre|attack|incident|killings?|raid|strike|bombing|atrocity) (?:had |has )?(?:took|taken|take|happened|occurred|ever)\b"
    ).match(text):
        return MarkAbout.HARM
    return None


def _own_losses(text: str) -> bool:
    """ "denied having lost 12 soldiers" is about the harm."""
    return re.match(r"(?:any |having )?(?:suffer\w*|los\w+|tak\w+|sustain\w+)\b", text) is not None


def _done(text: str) -> bool:
    """Whether "its forces had ..." goes on with a deed of theirs, and not with a loss or with what became of others."""
    if re.search(r"\b(?:lost|suffered|sustained|losing|suffering)\b", text) or re.match(
        r"the (?:strike|raid|attack|bombing|shelling|operation|toll)s?\b|(?:its|their) (?:[\w-]+ )?(?:strike|raid|attack|bombing|shelling|airstrike|operation)s?\b",
        text,
    ):
        return False
    if re.match(
        r"(?:its|their|his|our|the) (?:own )?(?:soldiers|troops|forces|fighters|men|positions|casualties) (?:were|had been|was) (?:killed|wounded|injured|captured|among)",
        text,
    ):
        return False
    return re.match(r"(?:the )?(?:people|civilians|villagers|victims|dead|children|women)\b", text) is None


def _rejected(sentence: Sentence) -> Found:
    """ "rejected the figure", "dismissed reports of 12 deaths as propaganda", "disputed the toll"; not "rejected the truce"."""
    text = sentence.text
    for match in pattern(rf"\b(?:{words('rejecting')})\b").finditer(text):
        if _NOT.search(text[: match.start()]):
            continue
        verb = token(sentence, match.start())
        passive = re.compile(r"\s+by\s+").match(text, match.end())
        if passive:
            yield from _by_agent(sentence, match, passive.end())
            continue
        if verb.tag_ == "JJ" or (verb.i and sentence.doc[verb.i - 1].lower_ in ("was", "were", "been", "the", "a")):
            continue
        reach = clauses.up_to_turn(sentence, match.end())
        meant = text[reach[0] : reach[1]].strip(" .,")
        by = _denier(sentence, match.start())
        relative = marks.antecedent(text, match.start()) if _bare(meant) else None
        if relative is not None:
            yield from _of_relative(sentence, match, relative, by)
            continue
        object_ = pattern(
            rf"(?:[\w’'.-]+\s+){{0,4}}?(?:{words('back_number')}|claims?|reports?|accounts?|versions?|assertions?|story|suggestions?|that\b|it\b|this\b|deaths?|killings?|massacre|accusations?|allegations?|charges?|responsibility|blame)\b(.*)"
        ).match(meant)
        if object_ is None:
            continue
        if re.match(
            r"(?:[\w’'.-]+\s+){0,4}?(?:accusations?|allegations?|charges?|responsibility|blame)\b", meant.lower()
        ):
            about = MarkAbout.PERPETRATOR
        else:
            found = _denied_what(meant)
            if found is None:
                continue
            about = found
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            about,
            match.span(),
            "marks/rejected",
            here(sentence, *reach),
            by,
            backward=True,
            meant=meant,
            several=_several(meant),
        )


def _called_false(sentence: Sentence) -> Found:
    """ "called the reports fabricated", "described the massacre as a hoax", "said the figures were exaggerated"."""
    text = sentence.text
    nouns = rf"{words('back_number')}|{words('back_harm')}|{words('harm_nouns')}|accusations?|charges?|video|images"
    quote = "[\"“'‘]?"
    false = rf"{quote}(?:[\w-]+\s+){{0,3}}?{quote}(?:{words('false_words')})\b"
    what = rf"(?P<what>(?:[\w’'.-]+\s+){{0,5}}?(?:{nouns})(?:\s+(?:of|that|about|by|from)\s+(?:[\w’'.-]+\s+){{0,12}}?[\w’'.-]+)?)\s+"
    called = rf"\b(?:{words('calling')})\s+(?:that\s+)?{what}(?:as\s+|(?:was|were|is|are|had been|to be)\s+)?{false}"
    itself = rf"(?:^|[.,;:“\"]\s*)(?:but\s+|and\s+|that\s+)?{what}(?:was|were|is|are)\s+{false}"
    for text_pattern in (called, itself):
        for match in pattern(text_pattern).finditer(text):
            if _NOT.search(text[: match.start()]):
                continue
            by = _denier(sentence, match.start()) if text_pattern is called else None
            meant = match.group("what")
            about = MarkAbout.NUMBER if pattern(rf"\b(?:{words('back_number')})\b").search(meant) else MarkAbout.HARM
            if re.search(r"\bthat\s", meant) and not marks.harm_pattern().search(meant):
                continue  # "said reports that its planes had bombed the town were untrue"
            governs = here(sentence, *match.span("what"))
            yield marks.doubt(
                sentence,
                MarkKind.DENIED,
                about,
                match.span(),
                "marks/called-false",
                governs,
                by,
                backward=True,
                meant=meant,
                several=_several(meant),
            )
    for match in pattern(
        rf"\b(?:{words('calling')})\s+(?:as\s+)?{quote}(?:[\w-]+\s+){{0,2}}?{quote}(?:{words('false_words')})\b"
    ).finditer(text):
        noun = marks.antecedent(text, match.start())
        if noun is not None and not _NOT.search(text[: match.start()]):
            yield from _of_relative(sentence, match, noun, _denier(sentence, match.start()))


def _never_happened(sentence: Sentence) -> Found:
    """ "said no such attack took place", "insisted that there had been no massacre"."""
    text = sentence.text
    for match in pattern(
        rf"\b(?:it (?:is|was) (?:\w+ )?(?:{words('false_words')}) that|there (?:is|was) no truth (?:in|to)(?: the)?(?: \w+)?(?: that| of)?)\b"
    ).finditer(text):
        reach = clauses.up_to_turn(sentence, match.end())
        by = next(
            (
                found
                for word in pattern(r"\b(?:said|says|told|insisted|added|stated)\b").finditer(text)
                if (found := _denier(sentence, word.start()))
            ),
            None,
        )
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            MarkAbout.HARM,
            match.span(),
            "marks/it-is-false",
            here(sentence, *reach),
            by,
            backward=True,
        )
    for match in pattern(
        r"\b(?:no such (?:[\w-]+ )?(?:attack|incident|killings?|massacre|raid|strike|event|deaths|casualties)\b|there (?:was|had been|were) no (?:such )?(?:massacre|killings?|mass killings?|attack)\b"
        r"|(?:massacre|attack|killings?|incident|raid|strike) (?:had |has )?(?:never (?:happened|took place|occurred|taken place)|did not (?:happen|take place|occur)))"
    ).finditer(sentence.text):
        said = pattern(
            r"\b(?:said|says|insisted|insists|claimed|stated|maintained|told|added|saying|insisting)\b"
        ).search(sentence.text)
        if said is None:
            continue
        by = _denier(sentence, said.start())
        yield marks.doubt(
            sentence,
            MarkKind.DENIED,
            MarkAbout.HARM,
            match.span(),
            "marks/never-happened",
            (),
            by,
            backward=True,
            meant=match.group(),
            before=min(match.start(), said.start()),
        )


def _denials(sentence: Sentence) -> Found:
    """ "despite the army's denial that any civilians died", "issued a denial of the report"."""
    for match in pattern(r"\bdenials?\b\s+(?:(?:by|from)\s+(?:[\w’'.-]+\s+){1,5}?)?(that|of)\s+").finditer(
        sentence.text
    ):
        reach = clauses.up_to_turn(sentence, match.end())
        meant = sentence.text[reach[0] : reach[1]].strip(" .,")
        about = _denied_what(meant)
        if about is not None and meant:
            yield marks.doubt(
                sentence,
                MarkKind.DENIED,
                about,
                match.span(),
                "marks/denial",
                here(sentence, *reach),
                None,
                backward=True,
                meant=meant,
            )
