"""Places of a sentence joined to phrases: what is summed ("Damascus, Aleppo and Idlib") and what holds what.

"The town of Khan Sheikhoun in Idlib, north-western Syria" is one phrase whose head is the town. Each phrase knows by its
words whether it can be where something happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from reportedly import lexicon
from reportedly.extract.places import Found
from reportedly.gazetteer import Kind
from reportedly.language import Sentence
from reportedly.model import Mention, Place, PlaceRole, Span

COUNTRY = 5
_WIDTH = {
    **{Kind.SITE: 0, Kind.TOWN: 1, Kind.ADMIN2: 2, Kind.REGION: 3, Kind.ADMIN1: 3},
    **{Kind.COUNTRY: COUNTRY, Kind.CONTINENT: 6},
}
_HOLDING = re.compile(
    r"['’]?s?\s*,?\s*(?:(?:in|of|outside|near|inside|within|around|at|on the outskirts of|a town in|a city in|a village in)\s+)?(?:[\w'’-]+\s+){0,5}?\(?"
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|said|says|told|who|which|that|when|after|before|while|but|because|since|until|from|to|by|with|and|or"
    r"|hit|struck|left|sent|saw|\w+ing"
    r"|(?!besieged|named|called|located|situated|disputed|occupied|divided|embattled|contested|troubled|populated|fortified)\w{3,}ed)\b"
)
_REFERENCE = re.compile(
    r"(?:\b(?:near|nearby|outside|close to|(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west|south-east|south-west) of"
    r"|(?:km|kilometers|kilometres|miles|kms?)\)? (?:\([^)]*\) )?(?:\w+ )?(?:from|of)|bordering|towards?)\s+)(?:[\w-]+\s+){0,5}$"
)
_CREDITS = re.compile(
    r"\W*(?:Additional\s+)?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Ee]dited|[Ww]ritten)\s+by\b"
)
_NOT_NOUN = re.compile(
    r"['’]?s\s+(?!(?:\w+ern\s+|\w+[- ]held\s+|besieged\s+|rebel\s+|main\s+|old\s+|largest\s+|second\s+)*(?:[A-Z]|al-|el-|"
    r"city|cities|town|towns|village|villages|province|provinces|region|regions|district|districts|countryside|outskirts|suburbs?|capital|coast|border|streets|area|areas|north|south|east|west|market|airport|port|centre|center|neighbou?rhoods?))"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place as a sentence gives it: the names that are summed, and the wider places that hold them."""

    sentence: Sentence
    heads: tuple[Found, ...]
    holders: tuple[Found, ...]
    speaker: bool = False
    launch: bool = False
    reference: bool = False
    actor: bool = False
    origin: bool = False
    label: bool = False
    suffers: bool = False
    where: bool = False
    local: bool = False

    @property
    def start(self) -> int:
        return self.heads[0].mention.start

    @property
    def end(self) -> int:
        return self.heads[-1].mention.end

    @property
    def role(self) -> PlaceRole:
        return {"from": PlaceRole.FROM, "to": PlaceRole.TO}.get(self.cue, PlaceRole.AT)

    @property
    def cue(self) -> str:
        """The word before it: in "from Myanmar's Rakhine state" that of the holder."""
        return min((*self.heads, *self.holders), key=lambda found: found.mention.start).spot.cue

    @property
    def width(self) -> int:
        """How wide it is: 0 a street, 1 a town, 3 a province, 4 a part of a country, 5 a country. What only its words tell to be a place is a small one."""
        return max(width(found) for found in self.heads)

    @property
    def country(self) -> str | None:
        return self.heads[0].mention.value.country

    @property
    def mention(self) -> Mention[Place]:
        """The phrase as one place: the words from its first name to its last."""
        if len(self.heads) == 1:
            only = self.heads[0].mention
            return replace(only, value=replace(only.value, role=self.role))
        first, value = self.heads[0].mention, replace(self.heads[0].mention.value, role=self.role)
        whole = Span(self.start, self.end)
        words = self.sentence.words(whole)
        countries = {found.mention.value.country for found in self.heads}
        country = value.country if len(countries) == 1 else None
        place = Place(words, value.role, country, None)
        return Mention(place, tuple(found.mention.span for found in self.heads), f"{first.rule}+several")


def width(found: Found) -> int:
    if found.spot.described:
        return 1 if found.spot.noun == "capital" else 4
    if found.entry is None:
        return 2 if found.spot.noun_kind in (Kind.ADMIN1, Kind.ADMIN2) else 0
    if found.entry.kind is Kind.COUNTRY and found.spot.direction:
        return 4  # "northern Syria"
    if found.entry.kind is Kind.REGION and found.entry.admin1 is not None:
        return 2
    return _WIDTH[found.entry.kind]


def phrases(sentence: Sentence, row: Sequence[Found]) -> tuple[Phrase, ...]:
    """The phrases of a sentence, in order. Names of bodies give none."""
    named = [found for found in row if not found.spot.body]
    made: list[Phrase] = []
    position = 0
    while position < len(named):
        heads, holders, position = _gather(sentence, named, position)
        made.append(_judged(sentence, tuple(heads), tuple(holders), named))
    return tuple(made)


def _gather(sentence: Sentence, named: list[Found], position: int) -> tuple[list[Found], list[Found], int]:
    heads, holders = [named[position]], []
    position += 1
    while position < len(named):
        last, current = (holders or heads)[-1], named[position]
        gap = sentence.document.text[last.mention.end : current.mention.start]
        if _holds(last, current, gap) and all(_fits(head, current) for head in heads):
            holders.append(current)
        elif not holders and last.spot.group >= 0 and last.spot.group == current.spot.group and _alike(last, current):
            heads.append(current)
        elif not holders and _holds(current, last, gap) and len(heads) == 1 and _held_by_front(gap):
            # "Syria's Aleppo", "in Idlib province's Sermin", "the Aleppo province village of X"
            holders, heads = [last], [current]
        else:
            break
        position += 1
    return heads, holders, position


def _held_by_front(gap: str) -> bool:
    return bool(re.fullmatch(r"['’]?s?\s+(?:[\w-]+\s+){0,3}(?:of\s+)?", gap)) and not _VERB.search(gap)


def _holds(inner: Found, outer: Found, gap: str) -> bool:
    """Whether the second is the wider place that the first is said to lie in."""
    if width(outer) <= width(inner) and not (inner.entry is None and width(outer) >= 1):
        return False
    return len(gap) < 70 and bool(_HOLDING.fullmatch(gap) or _held_by_front(gap)) and not _VERB.search(gap)


def _fits(inner: Found, outer: Found) -> bool:
    if inner.entry is None or outer.entry is None:
        return True
    if outer.entry.kind is Kind.ADMIN1 and inner.entry.admin1 is not None and outer.entry.admin1 is not None:
        return inner.entry.admin1 == outer.entry.admin1
    a, b = inner.mention.value.country, outer.mention.value.country
    return a is None or b is None or a == b


def _alike(one: Found, other: Found) -> bool:
    """Summed places are of one kind: towns with towns, countries with countries."""
    return abs(width(one) - width(other)) <= 1 or None in (one.entry, other.entry)


def _judged(sentence: Sentence, heads: tuple[Found, ...], holders: tuple[Found, ...], named: list[Found]) -> Phrase:
    text = sentence.text
    first = min((*heads, *holders), key=lambda found: found.mention.start)
    start, end = first.mention.start - sentence.start, max(f.mention.end for f in (*heads, *holders)) - sentence.start
    before, after = text[:start], text[end:]
    tables = _tables()
    launch = tables.launched.search(before)
    speaker = tables.speaker_before.search(before)
    says = bool(tables.says_after.match(after))
    cited = bool(speaker) and bool(tables.cited_before.search(before[: speaker.start()])) if speaker else False
    resident = tables.local_before.search(before)
    earlier = any(found.mention.end <= first.mention.start and width(found) <= 2 for found in named)
    wide = all(width(head) >= COUNTRY for head in heads)
    tail = text[heads[-1].mention.end - sentence.start :]
    possessor = wide and not holders and bool(_NOT_NOUN.match(tail))
    forces = wide and bool(tables.forces.match(tail))
    return Phrase(
        sentence,
        heads,
        holders,
        speaker=bool(speaker) and (says or cited),
        launch=bool(launch) or bool(_CREDITS.match(text)),
        reference=bool(_REFERENCE.search(before)) and earlier,
        actor=forces or (wide and not first.spot.cue) or (possessor and first.spot.cue != "at") or _speaks(heads[0]),
        origin=bool(tables.origin.search(before)),
        label=_is_label(heads[-1], before, after),
        local=bool(resident) and says,
        where=bool(re.match(r"\s*,?\s+where\b", after)),
        suffers=bool(tables.suffers.match(after)),
    )


def _speaks(found: Found) -> bool:
    return found.spot.says and not found.spot.cue


def _is_label(found: Found, before: str, after: str) -> bool:
    """A dateline or the heading of a section that ran into the sentence: "BEIRUT At least", "Homs Meanwhile two"."""
    if found.spot.cue or not re.match(r"\s+[A-Z\d]", after):
        return False
    return not before.strip() or (found.spot.words.isupper() and len(found.spot.words) > 3)


@dataclass(frozen=True, slots=True)
class _Tables:
    launched: re.Pattern[str]
    speaker_before: re.Pattern[str]
    local_before: re.Pattern[str]
    says_after: re.Pattern[str]
    cited_before: re.Pattern[str]
    forces: re.Pattern[str]
    origin: re.Pattern[str]
    suffers: re.Pattern[str]


@cache
def _tables() -> _Tables:
    table = lexicon.table("en", "placing")
    # What may stand before the name: only small words, so that the next clause is not taken in.
    nearby = (
        r"(?:the\s+|a\s+|an\s+)?(?:(?!targeted\b|hit\b|fired\b|killed\b|struck\b|attacked\b|and\b|when\b|as\b)"
        r"(?:[a-z][\w-]*|Shia|Shiite|Sunni|Christian|Alawite|Kurdish|Druze|Muslim)\s+){0,5}?"
    )
    of_what = r"(?:\s+(?:at|of|for|with)\s+(?:the\s+|a\s+|an\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,2}?)?"
    return _Tables(
        launched=re.compile(
            rf"\b(?:(?i:{_any(table['launched'])})|told\s+(?:[\w'’.-]+\s+){{1,3}}in"
            rf"|(?:talks|negotiations|mediators|summit|meeting|envoys|ministers)\b[^,.;]{{0,30}}?\s(?:in|at))\s+{nearby}$"
        ),
        speaker_before=re.compile(
            rf"\b(?i:{_any(table['speakers'])}){of_what}\s+(?:in|at|from|of|near|for|inside)\s+{nearby}$"
        ),
        local_before=re.compile(rf"\b(?i:{_any(table['locals'])})\s+(?:in|at|from|of|near)\s+{nearby}$"),
        says_after=re.compile(rf"[^.;]{{0,60}}?\b(?:{_any(table['says'])})\b", re.IGNORECASE),
        cited_before=re.compile(
            rf"\b(?:{_any((*table['says'], 'by', 'quoted', 'citing'))})\s+(?:[\w'’-]+\s+){{0,6}}$", re.IGNORECASE
        ),
        forces=re.compile(rf"['’]?s?\s+(?:{_any(table['forces'])})(?![\w-])"),
        suffers=re.compile(
            rf"(?:\s+(?:neighbou?rhoods?|city|town|village|district|province|area))?(?:\s+(?:was|were|is|has|have|been|also|came|again|being|repeatedly|heavily)){{1,4}}"
            rf"\s+(?:\w+ly\s+)?(?:{_any(table['suffered'])})(?![\w-])"
        ),
        origin=re.compile(
            rf"\b(?i:{_any(table['origins'])})\s+(?:the\s+)?(?:(?!in\b|at\b|near\b)[a-z][\w-]*\s+){{0,4}}$"
        ),
    )


def _any(forms: Iterable[str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True))


def pattern(name: str) -> re.Pattern[str]:
    """The words of a list of `lexicon/en/placing.toml`, as whole words."""
    return _pattern(name)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any(lexicon.table('en', 'placing')[name])})(?![\w-])", re.IGNORECASE)
