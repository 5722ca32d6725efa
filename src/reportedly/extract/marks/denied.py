"""What a party denies: the harm or its number ("denied that any civilians died"), or only having done it."""

from __future__ import annotations

import re

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

By = Mention[Source] | None

_NOT = re.compile(
    r"\b(?:not|n['’]t|never|neither|nor|cannot|refus\w+|declin\w+|no|confirm or|confirmed or|confirmed nor|without"
    r"|no one|nobody|hard to|impossible to|confirming or)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_PASSIVE = ("was", "were", "been", "being", "be", "are", "is")
_PASSIVE_OF = re.compile(r"\s+(?:was|were|is|are|has|have|had|been|being|later|also|strongly|promptly|immediately)\b")
_ADVERBS = re.compile(r"^(?:(?:that|also|strongly|categorically|vehemently|repeatedly|all|outright|firmly)\s+)+")
_THEIRS = r"(?:it|they|he|she|we|its|their|his|our|the|any of its|government|russian|israeli|turkish)\s+"
_THEIR_MEN = re.compile(
    r"(?:its|their|his|our|the) (?:own )?(?:soldiers|troops|forces|fighters|men|positions|casualties) "
    r"(?:were|had been|was) (?:killed|wounded|injured|captured|among)"
)
_TOOK_PLACE = re.compile(
    r"(?:any|the|an?|such an?|that (?:any|the|an?)) (?:[\w-]+ ){0,2}?"
    r"(?:massacre|attack|incident|killings?|raid|strike|bombing|atrocity) "
    r"(?:had |has )?(?:took|taken|take|happened|occurred|ever)\b"
)
_CONTENT = re.compile(r"\s+(?:that|of|about|saying|suggesting|alleging|by \w+ that)\b")
# "rumours of a curfew", not "reports of the army".
_OF_SOMETHING = re.compile(
    r"\b(?:claims?|reports?|rumou?rs?|news|talk|allegations?|suggestions?) (?:of|about) "
    r"(?!(?:the|these|those|this|that|his|her|its|their|such|our) )"
)
# A deed of whoever denies; "denied losing 12 men" and "denied hiding the deaths" are about the harm.
_DOING = re.compile(
    r"(?:ever |\w+ly )?(?!anything|nothing|everything|something|mounting|rising|growing|existing|ongoing|remaining"
    r"|missing|during|hid|conceal|cover|mask|understat|underrepor|miscount|incur|experienc|record|report|receiv|count)\w{2,}ing\b(?!\s+(?:of|in)\b)"
)
_HARM_SUFFERED = re.compile(
    r"\b(?:was|were|been|being) (?:attacked|hit|bombed|killed|wounded|injured|captured|shelled|struck|shot|ambushed"
    r"|raided|abducted|taken|seized|overrun|wiped out|destroyed)\b"
)
_A_REPORT = re.compile(
    r"an? (?:[\w’'-]+ ){0,3}?(?:report|study|article|investigation|statement|survey|inquiry|allegation)"
    r"(?: (?:by|from|in|of|published|released|compiled)\b|$)"
)
_REJECTED_ONE = re.compile(r"\b(?:reject|dismiss|disput|refut|condemn|denounc|den[iy])\w*\s+")
_ABUSES = re.compile(
    r"\bof (?:[\w-]+ ){0,3}?(?:abuses|crimes|atrocities|violations)\b[^.;]{0,40}?\b(?:including|such as|among them)\b"
)
_IT = re.compile(r"it\b", re.IGNORECASE)
_ASIDE = re.compile(r",\s+which\s+(?:[\w’'.-]+\s+){1,5}$")
_UNOWNED = (
    r"(?:(?:an?|the|any|all|these|such|media|news|press|separate|local|foreign|recent)\s+)*(?:%reporting%)\s+that\s+"
)
_SAID = r"\b(?:said|says|insisted|insists|claimed|stated|maintained|told|added|saying|insisting)\b"
_NEVER = (
    r"\b(?:no such (?:[\w-]+ )?(?:attack|incident|killings?|massacre|raid|strike|event|deaths|casualties)\b"
    r"|there (?:was|had been|were) no (?:such )?(?:massacre|killings?|mass killings?|attack)\b"
    r"|(?:massacre|attack|killings?|incident|raid|strike) (?:had |has )?"
    r"(?:never (?:happened|took place|occurred|taken place)|did not (?:happen|take place|occur)))"
)
_IT_IS_FALSE = (
    r"\b(?:it (?:is|was) (?:\w+ )?(?:%false_words%) that"
    r"|there (?:is|was) no truth (?:in|to)(?: the)?(?: \w+)?(?: that| of)?)\b"
)
_ACCUSED = re.compile(r"\b(?:accusations?|charges?|responsibility|involvement)\b", re.IGNORECASE)
_QUOTE = "[\"“'‘]?"
_FALSE = rf"{_QUOTE}(?:[\w-]+\s+){{0,3}}?{_QUOTE}(?:%false_words%)\b"
_WHAT = (
    r"(?P<what>(?:[\w’'.-]+\s+){0,5}?(?:%back_number%|%back_harm%|%harm_nouns%|%accusing%|talk|video|images)"
    r"(?:\s+(?:of|that|about|by|from)\s+(?:[\w’'.-]+\s+){0,12}?[\w’'.-]+)?)\s+"
)
_CALLED = (
    rf"\b(?:%calling%)(?!\s+(?:for|on|off|upon|in)\b)\s+(?:that\s+)?{_WHAT}"
    rf"(?:as\s+|(?:was|were|is|are|had been|to be)\s+)?{_FALSE}"
)
_IS_FALSE = rf"(?:^|[.,;:“\"]\s*)(?:but\s+|and\s+|that\s+)?{_WHAT}(?:was|were|is|are)\s+{_FALSE}"
_CALLED_SO = rf"\b(?:%calling%)\s+(?:as\s+)?{_QUOTE}(?:[\w-]+\s+){{0,2}}?{_QUOTE}(?:%false_words%)\b"


def find(sentence: Sentence) -> Found:
    for reader in (_denied, _rejected, _called_false, _false_that, _never_happened, _denials):
        yield from reader(sentence)


def _denied(sentence: Sentence) -> Found:
    """ "denied that 12 had died", "denies the report"; not "denied access", "did not deny", "was denied"."""
    text = sentence.text
    for match in pattern(r"\b(?:%denying%)\b").finditer(text):
        if _NOT.search(text[: match.start()]) or pattern(r"\s+(?:%refused%)\b").match(text, match.end()):
            continue
        by_whom = re.compile(r"\s+by\s+").match(text, match.end())
        verb = token(sentence, match.start())
        if by_whom:
            yield from _by_agent(sentence, match, by_whom.end())
        elif not (verb.i and sentence.doc[verb.i - 1].lower_ in _PASSIVE):
            yield from _of_object(sentence, match, "denied")


def _rejected(sentence: Sentence) -> Found:
    """ "rejected the figure", "dismissed reports of 12 deaths", "disputed the toll"; not "rejected the truce"."""
    text = sentence.text
    for match in pattern(r"\b(?:%rejecting%)\b").finditer(text):
        if _NOT.search(text[: match.start()]):
            continue
        by_whom = re.compile(r"\s+by\s+").match(text, match.end())
        verb = token(sentence, match.start())
        if by_whom:
            yield from _by_agent(sentence, match, by_whom.end())
        elif verb.tag_ != "JJ" and not (verb.i and sentence.doc[verb.i - 1].lower_ in (*_PASSIVE, "the", "a")):
            yield from _of_object(sentence, match, "rejected")


def _of_object(sentence: Sentence, match: re.Match[str], rule: str) -> Found:
    """What the words after "denied" or "rejected" say is denied."""
    text, end = sentence.text, clauses.up_to_turn(sentence, match.end())
    words = text[match.end() : end].strip(" .,")
    by = subject(sentence, token(sentence, match.start()))
    noun = None
    if _bare(words):
        # "factions within the forces (PMF), which Baghdad denies": a bracket hides the noun.
        aside = _ASIDE.search(text, 0, match.start())
        noun = antecedent(text, match.start()) or ("which" if aside else None)
    if noun is not None:
        yield from _of_relative(sentence, match, noun, by)
        return
    if (rule == "rejected" and not _rejectable(words)) or _of_another(words):
        return
    about = _denied_what(words)
    if about is None:
        return
    mark = Mark(MarkKind.DENIED, about, by)
    earlier = back(sentence, match.start(), words, _several(words))
    if about is MarkAbout.PERPETRATOR:
        yield doubt(sentence, mark, match.span(), f"{rule}-deed", everywhere(sentence), earlier)
    else:
        yield doubt(sentence, mark, match.span(), rule, here(sentence, match.end(), end), earlier)


def _bare(words: str) -> bool:
    """Whether a verb of denial stands without its object, as at the end of a relative clause."""
    return not re.match(r"\s*(?!as\b|outright\b|on\b|in\b|repeatedly\b|strongly\b|entirely\b)\w", words)


def _of_another(words: str) -> bool:
    """ "rejects a report by a panel": one that the reader hears of only now, and that is about none told of before."""
    return _A_REPORT.match(words) is not None and harm_pattern().search(words) is None


def _rejectable(words: str) -> bool:
    """ "rejected the figure", not "rejected a ceasefire"."""
    nouns = r"%back_number%|%reporting%|%accusing%|that\b|it\b|this\b|deaths?|killings?|massacre|responsibility|blame"
    return pattern(rf"(?:[\w’'.-]+\s+){{0,4}}?(?:{nouns})\b").match(words) is not None


def _several(words: str) -> bool:
    return (
        pattern(r"(?:both|the|these|those|such|all)?\s*(?:\w+['’]s?\s+)?(?:%plurals%)\b").match(words) is not None
        and re.match(r"(?:this|that|it|them|these|those)\b(?!\s+\w)", words.lower()) is None
    )


def _denied_what(words: str) -> MarkAbout | None:
    """Whether the words name the harm or its number, having done it, or neither."""
    text = _ADVERBS.sub("", words.lower().strip())
    if not text or re.match(r"(?:it|this|that|them|these|those|so)(?:\s+(?:on|in|and|later|to|all)\b|$)", text):
        return MarkAbout.HARM
    if _having_done(text):
        return MarkAbout.PERPETRATOR
    # "reports of a mutiny in which ten were arrested" are reports of a mutiny.
    harmed = harm_pattern().search(re.split(r"\b(?:in which|where|during which)\b", text)[0]) is not None
    reports = pattern(r"(?:[\w’'-]+\s+){0,4}?(%reporting%)\b").match(text)
    if reports:
        if re.compile(r"\s+of\s+(?:how|why|when|where)\b").match(text, reports.end()):
            return None  # "disputed the rebels' version of how they died": that they died is common ground
        said = pattern(_UNOWNED).match(text)
        if said and re.match(r"(?:it|they|its|their)\b", text[said.end() :]) and _having_done(text[said.end() :]):
            return MarkAbout.PERPETRATOR
        # "denied reports that talks had broken down" are about no harm.
        return None if _CONTENT.match(text, reports.end()) and not harmed else number_or_harm(reports.group(1))
    if harmed or pattern(r"\b(?:%harm_denied%)\b").search(text) or _TOOK_PLACE.match(text):
        return MarkAbout.HARM
    return None


def _having_done(text: str) -> bool:
    """ "any involvement", "carrying out the attack", "the accusations", "its troops had killed 12"."""
    if pattern(r"(?:[\w’'-]+\s+){0,3}?(?:%accusing%|responsibility|blame)\b").match(text):
        return True
    losses = re.match(r"(?:any |having )?(?:suffer\w*|los\w+|tak\w+|sustain\w+)\b", text)
    if _DOING.match(text) and not losses:
        return True
    owned = r"(?:any |all |the |its |their |his |such |these |those |having any |a |direct )*"
    if pattern(rf"{owned}(?:%done_it%)\b").match(text) and not losses:
        return True
    return pattern(rf"{_THEIRS}(?:[\w-]+\s+){{0,4}}?(?:%did%)\b").match(text) is not None and _their_deed(text)


def _their_deed(text: str) -> bool:
    """Whether "its forces had ..." goes on with a deed of theirs, and not with a loss or with what became of others."""
    if re.search(r"\b(?:lost|suffered|sustained|losing|suffering)\b", text) or _THEIR_MEN.match(text):
        return False
    if _HARM_SUFFERED.search(text):
        return False
    if pattern(r"(?:the|its|their) (?:[\w-]+ )?(?:%blows%|toll)\b").match(text):
        return False
    return re.match(r"(?:the )?(?:people|civilians|villagers|victims|dead|children|women)\b", text) is None


def _of_relative(sentence: Sentence, match: re.Match[str], noun: str, by: By) -> Found:
    """ "a figure (that) the army disputes", "accused it of killing 12, which it denies"."""
    head = noun.split()[-1].lower()
    accused = pattern(r"\b(?:accus(?:ed|es|ing|e)|blam\w+)\b").search(sentence.text[: match.start()])
    charge = pattern(r"%accusing%").fullmatch(head)
    governs = here(sentence, 0, match.start())
    if accused and _ABUSES.search(sentence.text, 0, match.start()):
        # Only the accusers tell of the dead: "accused it of abuses, including the killing of 12, which it denies".
        yield doubt(sentence, Mark(MarkKind.DENIED, MarkAbout.HARM, by), match.span(), "denied", governs)
    elif accused or (pattern(r"%perpetration%").fullmatch(head) and not charge):
        mark = Mark(MarkKind.DENIED, MarkAbout.PERPETRATOR, by)
        yield doubt(sentence, mark, match.span(), "denied-deed", governs, back(sentence, match.start()))
    elif charge or pattern(r"%back_number%|%back_harm%|%harm_nouns%|which").fullmatch(head):
        mark = Mark(MarkKind.DENIED, number_or_harm(head), by)
        # "said that the school had stayed open, which the principal denied": none of the missing.
        # ... "says the men came from Iran, a charge that Tehran denies": none of the dead.
        earlier = None if says_else(sentence.text[: match.start()]) else back
        yield doubt(sentence, mark, match.span(), "denied", governs, earlier and earlier(sentence, match.start(), head))


def _by_agent(sentence: Sentence, match: re.Match[str], offset: int) -> Found:
    """ "a figure disputed by the army", "the claims were denied by the army"."""
    text, by = sentence.text, agent(sentence, offset)
    left = clauses.from_turn(sentence, match.start())
    if not text[left : match.start()].strip():
        # "A toll of 94, rejected by the authorities, ..."
        left = clauses.from_turn(sentence, len(text[: match.start()].rstrip(" ,")))
    words = _PASSIVE_OF.sub("", text[left : match.start()].rstrip() + " ").strip()
    nouns = list(pattern(r"\b(?:%perpetration%|%back_number%|%back_harm%|%harm_nouns%)\b").finditer(words))
    if not nouns:
        return
    head = nouns[-1].group().lower()
    if pattern(r"%perpetration%|%accusing%").fullmatch(head):
        mark = Mark(MarkKind.DENIED, MarkAbout.PERPETRATOR, by)
        governs = here(sentence, 0, match.start())
        yield doubt(sentence, mark, match.span(), "denied-deed", governs, back(sentence, match.start()))
    else:
        mark = Mark(MarkKind.DENIED, number_or_harm(head), by)
        earlier = back(sentence, match.start(), words, _several(words))
        yield doubt(sentence, mark, match.span(), "denied-by", here(sentence, left, match.start()), earlier)


def _called_false(sentence: Sentence) -> Found:
    """ "called the reports fabricated", "described the massacre as a hoax", "the allegation that 12 died is false"."""
    text = sentence.text
    for called in (_CALLED, _IS_FALSE):
        for match in pattern(called).finditer(text):
            words = match.group("what")
            told = text[match.start("what") : match.end()]
            content = _OF_SOMETHING.search(told) or re.search(r"\bthat\s", words)
            said_else = content and not harm_pattern().search(told)
            # "denied the accusations, describing them as baseless": having done it is denied.
            another = _REJECTED_ONE.search(text[: match.start("what")])
            if another and _of_another(text[another.end() : match.start()].strip(" ,")) and _IT.match(words):
                continue  # "rejects a report by a panel, calling it a fabrication"
            accused = re.fullmatch(r"(?:it|them|these|those)", words.strip(), re.IGNORECASE) and _ACCUSED.search(text)
            if _NOT.search(text[: match.start()]) or said_else or accused:
                continue
            by = subject(sentence, token(sentence, match.start())) if called is _CALLED else None
            mark = Mark(MarkKind.DENIED, number_or_harm(words), by)
            earlier = back(sentence, match.start(), words, _several(words))
            yield doubt(sentence, mark, match.span(), "called-false", here(sentence, *match.span("what")), earlier)
    for match in pattern(_CALLED_SO).finditer(text):
        noun = antecedent(text, match.start())
        if noun is not None and not _NOT.search(text[: match.start()]):
            yield from _of_relative(sentence, match, noun, subject(sentence, token(sentence, match.start())))


def _false_that(sentence: Sentence) -> Found:
    """ "It is a lie that 40 people died", "there is no truth in reports of 12 deaths"."""
    for match in pattern(_IT_IS_FALSE).finditer(sentence.text):
        said = [subject(sentence, token(sentence, word.start())) for word in pattern(_SAID).finditer(sentence.text)]
        mark = Mark(MarkKind.DENIED, MarkAbout.HARM, next(filter(None, said), None))
        governs = here(sentence, match.end(), clauses.up_to_turn(sentence, match.end()))
        yield doubt(sentence, mark, match.span(), "it-is-false", governs, back(sentence, match.start()))


def _never_happened(sentence: Sentence) -> Found:
    """ "said no such attack took place", "insisted that there had been no massacre"."""
    said = pattern(_SAID).search(sentence.text)
    if said is None:
        return
    for match in pattern(_NEVER).finditer(sentence.text):
        mark = Mark(MarkKind.DENIED, MarkAbout.HARM, subject(sentence, token(sentence, said.start())))
        earlier = back(sentence, min(match.start(), said.start()), match.group())
        yield doubt(sentence, mark, match.span(), "never-happened", (), earlier)


def _denials(sentence: Sentence) -> Found:
    """ "despite the army's denial that any civilians died", "issued a denial of the report"."""
    text = sentence.text
    for match in pattern(r"\bdenials?\b\s+(?:(?:by|from)\s+(?:[\w’'.-]+\s+){1,5}?)?(that|of)\s+").finditer(text):
        end = clauses.up_to_turn(sentence, match.end())
        words = text[match.end() : end].strip(" .,")
        about = _denied_what(words) if words else None
        if about is not None:
            earlier = back(sentence, match.start(), words)
            governs = here(sentence, match.end(), end)
            yield doubt(sentence, Mark(MarkKind.DENIED, about), match.span(), "denial", governs, earlier)
