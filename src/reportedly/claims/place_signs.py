"""What the words around a place tell of it: that somebody speaks there, fires from there, or that it was hit itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reportedly import lexicon
from reportedly.claims.place_words import COMPARED
from reportedly.lexicon import alternatives

# As far before a place as a sign of it can stand: no pattern below spans more.
_NEAR = 200
_REFERENCE = re.compile(
    r"(?:\b(?:near|nearby|outside|close to|(?:north|south|east|west|northeast|northwest|southeast"
    r"|southwest|north-east|north-west|south-east|south-west) of"
    r"|(?:km|kilometers|kilometres|miles|kms?)\)? (?:\([^)]*\) )?(?:\w+ )?(?:from|of)|bordering"
    r"|towards?)\s+)(?:(?!in\b|at\b|inside\b)[\w-]+\s+){0,5}$"
)
# "In Bannu, police said": the place of all that the sentence tells.
_FRONT = re.compile(
    r"\W*(?:(?:And|But|Meanwhile|Separately|Elsewhere),?\s+)?(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside"
    r"|[Aa]cross|[Aa]round|[Ii]nside|[Oo]n|[Tt]hroughout|[Oo]ver)\s+"
    r"(?:[\w'’-]+\s+){0,4}"
)
_CREDITS = re.compile(
    r"\W*(?:Additional\s+)?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Ee]dited|[Ww]ritten)\s+by\b"
)
_NOT_NOUN = re.compile(
    r"['’]?s\s+(?!(?:\w+ern\s+|\w+[- ]held\s+|besieged\s+|rebel\s+|main\s+|old\s+|largest\s+"
    r"|second\s+)*(?:[A-Z]|al-|el-|"
    r"city|cities|town|towns|village|villages|province|provinces|region|regions|district|districts"
    r"|countryside|outskirts|suburbs?|capital|coast|border|streets|area|areas|north|south|east|west"
    r"|market|airport|port|centre|center|neighbou?rhoods?))"
)


# "evacuated to Soroka Medical Center in Beersheba": where the wounded lie is not where they were hurt.
_TO_HOSPITAL = re.compile(
    r"\b(?:tried|trial|sentenced|convicted|charged|appear\w*|hearing)\b[^.;]{0,40}\bcourts?\s+(?:in|at)\s+(?:[\w-]+\s+){0,4}$|"
    r"\bto\s+(?:[\w'’.-]+\s+){0,5}?(?:[Hh]ospitals?|[Cc]linics?|[Mm]edical [Cc]ent(?:er|re)s?|[Mm]orgues?)"
    r"\s+(?:in|at|near)\s+(?:[\w-]+\s+){0,4}$"
)


# "The governor of Voronezh region said": whoever governs a place speaks of it.
_GOVERNS = re.compile(
    r"\b(?:[Gg]overnor|[Mm]ayor|[Pp]refect|[Aa]dministrator|[Pp]olice chief|[Cc]ommissioner)\s+(?:of|for)\s+"
    r"(?:the\s+)?(?:[a-z-]+\s+){0,3}$"
)
# "wounded two farm workers near Metula, the ambulance service said": workers who were hurt, not who speak.
_HARMED = re.compile(
    r"\b(?:kill|wound|injur|shoot|abduct|kidnapp?|arrest|detain|behead|execut|murder)(?:ed|ing|s)?\b[^.;,]{0,40}$"
    r"|\bshot (?:dead )?(?:(?:\w+ ){1,3})?$"
)
_LED_IN = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside)\s+(?:the\s+)?(?:[\w-]+\s+){0,4}$")
# "in Ituri, where", "since the Pahalgam attack in April, in which": what follows was there.
_WHERE = re.compile(
    r"\s*,?\s+where\b|\s+(?:attack|massacre|bombing|blast|shooting|raid|abduction|ambush|siege|explosion|strike|killings)"
    r"\b[^.;]{0,40}?\s(?:in|during) which\b"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """Told by the words before and after a place. `local`: whoever speaks is of the place."""

    speaker: bool
    local: bool
    governs: bool
    launch: bool
    near: bool
    origin: bool
    compared: bool
    fronted: bool
    suffers: bool
    where: bool


def signs(text: str, start: int, end: int) -> Signs:
    """The signs around `text[start:end]`, a place of a sentence."""
    before, after = text[max(0, start - _NEAR) : start], text[end:]
    tables = _tables()
    speaker = tables.speaker_before.search(before)
    if speaker is not None and _HARMED.search(before, 0, speaker.start()):
        speaker = None
    says = tables.says_after.match(after) is not None
    own_body = says and tables.own_body.match(after) is not None
    if own_body and after[:1] == " " and _LED_IN.search(before):
        own_body = False  # "In Bannu police said"
    cited = speaker is not None and tables.cited_before.search(before[: speaker.start()]) is not None
    return Signs(
        speaker=(speaker is not None and (says or cited)) or own_body,
        governs=says and _GOVERNS.search(before) is not None,
        local=says and tables.local_before.search(before) is not None,
        launch=tables.launched.search(before) is not None
        or _TO_HOSPITAL.search(before) is not None
        or _CREDITS.match(text) is not None,
        near=_REFERENCE.search(before) is not None,
        origin=tables.origin.search(before) is not None,
        compared=COMPARED.search(before) is not None,
        fronted=_FRONT.fullmatch(text, 0, start) is not None and re.match(r"\s*,", after) is not None,
        suffers=tables.suffers.match(after) is not None,
        where=_WHERE.match(after) is not None,
    )


def makes_actor(tail: str, possessive: bool) -> bool:
    """Whether the words behind a country's name make it whoever acts: "U.S. air strikes", "Turkey's defence
    ministry"."""
    if _tables().forces.match(tail):
        return True
    return possessive and _NOT_NOUN.match(tail) is not None


@dataclass(frozen=True, slots=True)
class _Tables:
    launched: re.Pattern[str]
    speaker_before: re.Pattern[str]
    local_before: re.Pattern[str]
    says_after: re.Pattern[str]
    own_body: re.Pattern[str]
    cited_before: re.Pattern[str]
    forces: re.Pattern[str]
    origin: re.Pattern[str]
    suffers: re.Pattern[str]


@cache
def _tables() -> _Tables:
    table = lexicon.table("en", "placing")
    bodies = alternatives((*table["speakers"], "service", "agency", "council", "department"))
    # What may stand before the name: only small words, so that the next clause is not taken in.
    nearby = (
        r"(?:the\s+|a\s+|an\s+)?(?:(?!targeted\b|hit\b|fired\b|killed\b|struck\b|attacked\b|and\b|when\b|as\b)"
        r"(?:[a-z][\w-]*|Shia|Shiite|Sunni|Christian|Alawite|Kurdish|Druze|Muslim)\s+){0,5}?"
    )
    of_what = r"(?:\s+(?:at|of|for|with)\s+(?:the\s+|a\s+|an\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,2}?)?"
    return _Tables(
        launched=re.compile(
            rf"\b(?:(?i:{alternatives(table['launched'])})|told\s+(?:[\w'’.-]+\s+){{1,3}}in"
            rf"|(?:talks|negotiations|mediators|summit|meeting|envoys|ministers)\b[^,.;]{{0,30}}?\s(?:in|at)"
            rf"|(?:treated|treatment|admitted|cared\s+for|recovering|hospitali[sz]ed|surgery"
            rf"|receiving)\b[^.;:]{{0,40}}?\b(?:in|at))\s+{nearby}$"
        ),
        speaker_before=re.compile(
            rf"\b(?i:{alternatives(table['speakers'])}){of_what}\s+(?:in|at|from|of|near|for|inside)\s+{nearby}$"
        ),
        local_before=re.compile(rf"\b(?i:{alternatives(table['locals'])})\s+(?:in|at|from|of|near)\s+{nearby}$"),
        says_after=re.compile(rf"[^.;]{{0,60}}?\b(?:{alternatives(table['says'])})\b", re.IGNORECASE),
        # "the Kurdistan Region's Counter Terrorism service said", "the Chihuahua state prosecutors' office said"
        own_body=re.compile(
            rf"(?:['’]s?)?\s+(?!(?:an?|the|some|one|its|several)\s)"
            rf"(?:[\w'’-]+\s+){{0,4}}?(?i:{bodies})['’]?(?:\s+(?:for|of)\s+[\w'’-]+)?"
            rf"(?:,? [A-Z][\w'’.-]+){{0,4}},?\s+(?:\w+ly\s+|has\s+|have\s+|had\s+|also\s+){{0,2}}"
            rf"(?:{alternatives(table['says'])})\b"
        ),
        cited_before=re.compile(
            rf"\b(?:{alternatives((*table['says'], 'by', 'quoted', 'citing'))})\s+(?:[\w'’-]+\s+){{0,6}}$",
            re.IGNORECASE,
        ),
        forces=re.compile(rf"['’]?s?\s+(?:{alternatives(table['forces'])})(?![\w-])"),
        suffers=re.compile(
            rf"(?:\s+(?:neighbou?rhoods?|city|town|village|district|province|area))?(?:\s+(?:was|were|is|has"
            rf"|have|been|also|came|again|being|repeatedly|heavily)){{1,4}}"
            rf"\s+(?:\w+ly\s+)?(?:{alternatives(table['suffered'])})(?![\w-])"
            r"|\s+(?:has\s+|have\s+|had\s+)?(?:recorded|registered|suffered|saw|seen|witnessed|experienced)\b"
        ),
        origin=re.compile(
            rf"\b(?i:{alternatives(table['origins'])})\s+(?:the\s+)?(?:(?!in\b|at\b|near\b)[a-z][\w-]*\s+){{0,4}}$"
        ),
    )
