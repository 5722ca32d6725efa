"""Places of a sentence joined to phrases: what is summed ("Damascus, Aleppo and Idlib") and what holds what.

"The town of Khan Sheikhoun in Idlib, north-western Syria" is one phrase whose head is the town. Each phrase knows
by its
words whether it can be where something happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportedly.claims.place_signs import makes_actor, signs
from reportedly.claims.place_words import pattern
from reportedly.extract.places import Found
from reportedly.gazetteer import Kind
from reportedly.language import Sentence
from reportedly.model import Mention, PassageKind, Place, PlaceRole, Span

COUNTRY = 5
_WIDTH = {
    Kind.SITE: 0,
    Kind.TOWN: 1,
    Kind.ADMIN2: 2,
    Kind.REGION: 3,
    Kind.ADMIN1: 3,
    Kind.COUNTRY: COUNTRY,
    Kind.CONTINENT: 6,
}
_HOLDING = re.compile(
    r"['’]?s?\s*,?\s*(?:(?:in|of|outside|near|inside|within|around|at|on the outskirts of|a town in|a"
    r" city in|a village in)\s+)?(?:[\w'’-]+\s+){0,5}?\(?"
)
# Named for a landscape, a place is wider than the town on its edge.
_LANDSCAPE = frozenset(
    [
        "river",
        "mountains",
        "hills",
        "forest",
        "desert",
        "valley",
        "island",
        "islands",
        "peninsula",
        "highway",
        "corridor",
        "front",
        "axis",
    ]
)
_TOWARDS = re.compile(r"\b(?:towards?|into|onto|against|near|for|on|at)\b")
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|said|says|told|who|which|that|when|after|before|while|but"
    r"|because|since|until|from|to|by|with|and|or"
    r"|hit|struck|left|sent|saw|\w+ing"
    r"|(?!besieged|named|called|located|situated|disputed|occupied|divided|embattled|contested"
    r"|troubled|populated|fortified)\w{3,}ed)\b"
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
    governs: bool = False
    fronted: bool = False
    compared: bool = False

    @property
    def item(self) -> bool:
        """The heading of a list's item: "Kupiansk: a guided bomb hit"."""
        return self.heads[0].spot.item

    @property
    def hard(self) -> bool:
        """Said to be somewhere else: where somebody speaks, fires from, is taken to."""
        return self.speaker or self.launch or self.origin or self.label

    @property
    def aside(self) -> bool:
        return self.hard or self.reference

    @property
    def start(self) -> int:
        return self.heads[0].mention.start

    @property
    def end(self) -> int:
        return self.heads[-1].mention.end

    @property
    def outset(self) -> int:
        """Where the whole phrase begins, with the wider place that stands before its head."""
        return min(found.mention.start for found in (*self.heads, *self.holders))

    @property
    def role(self) -> PlaceRole:
        return {"from": PlaceRole.FROM, "to": PlaceRole.TO}.get(self.cue, PlaceRole.AT)

    @property
    def cue(self) -> str:
        """The word before it: in "from Myanmar's Rakhine state" that of the holder."""
        return min((*self.heads, *self.holders), key=lambda found: found.mention.start).spot.cue

    @property
    def width(self) -> int:
        """How wide it is: 0 a street, 1 a town, 3 a province, 4 a part of a country, 5 a country. What only its
        words tell to be a place is a small one."""
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
    if found.spot.building:
        return 0
    if found.spot.described:
        return 1 if found.spot.noun == "capital" else 4
    if found.entry is None:
        wide = found.spot.noun_kind in (Kind.ADMIN1, Kind.ADMIN2) or found.spot.noun in _LANDSCAPE
        return 2 if wide else 0
    if found.entry.kind is Kind.COUNTRY and found.spot.direction:
        return 4  # "northern Syria"
    if found.entry.kind is Kind.REGION and found.entry.admin1 is not None:
        return 2
    if found.entry.kind is Kind.TOWN and found.spot.noun_kind in (Kind.ADMIN1, Kind.ADMIN2):
        return _WIDTH[found.spot.noun_kind]  # "the Tillabery region", where only the town is known
    return _WIDTH[found.entry.kind]


def phrases(sentence: Sentence, row: Sequence[Found]) -> tuple[Phrase, ...]:
    """The phrases of a sentence, in order. Names of bodies give none."""
    named = [found for found in row if not found.spot.body]
    made: list[Phrase] = []
    position = 0
    while position < len(named):
        heads, holders, position = _gather(sentence, named, position)
        made.append(_judged(sentence, tuple(heads), tuple(holders), made))
    return tuple(made)


def _gather(sentence: Sentence, named: list[Found], position: int) -> tuple[list[Found], list[Found], int]:
    heads = [named[position]]
    holders: list[Found] = []
    position += 1
    while position < len(named):
        last, current = (holders or heads)[-1], named[position]
        gap = sentence.document.text[last.mention.end : current.mention.start]
        if len(heads) == 1 and not holders and _of_capital(last, gap):
            holders, heads = [last], [current]  # "the Haitian capital's Delmas district"
        elif _holds(last, current, gap) and all(_fits(head, current) for head in heads):
            holders.append(current)
        elif holders and _held_on(last, current, gap) and all(_fits(head, current) for head in heads):
            holders.append(current)  # "the hamlet of Kwall in Nigeria's Plateau state"
        elif not holders and last.spot.group >= 0 and last.spot.group == current.spot.group and _alike(last, current):
            heads.append(current)
        elif (
            not holders
            and _holds(current, last, gap)
            and len(heads) == 1
            and _held_by_front(gap)
            and _fits(current, last)
        ):
            # "Syria's Aleppo", "in Idlib province's Sermin", "the Aleppo province village of X"
            holders, heads = [last], [current]
        else:
            break
        position += 1
    return heads, holders, position


def _of_capital(outer: Found, gap: str) -> bool:
    return (
        outer.spot.described
        and outer.spot.noun == "capital"
        and re.fullmatch(r"['’]s?\s+(?:\w+ern\s+)?", gap) is not None
    )


def _held_on(outer: Found, inner: Found, gap: str) -> bool:
    """ "Nigeria's Plateau state" behind a village: both hold it."""
    return width(outer) > width(inner) >= 2 and re.fullmatch(r"['’]s\s+(?:\w+ern\s+)?", gap) is not None


def _held_by_front(gap: str) -> bool:
    if _TOWARDS.search(gap):
        return False
    return bool(re.fullmatch(r"['’]?s?\s+(?:[\w-]+\s+){0,3}(?:of\s+)?", gap)) and not _VERB.search(gap)


def _holds(inner: Found, outer: Found, gap: str) -> bool:
    """Whether the second is the wider place that the first is said to lie in."""
    unknown = inner.entry is None and width(inner) <= 1
    if width(outer) <= width(inner) and not (unknown and width(outer) >= 1):
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
    wide = max(width(one), width(other))
    return abs(width(one) - width(other)) <= (2 if wide < 4 else 1) or None in (one.entry, other.entry)


def _judged(sentence: Sentence, heads: tuple[Found, ...], holders: tuple[Found, ...], before: list[Phrase]) -> Phrase:
    every = (*heads, *holders)
    first = min(every, key=lambda found: found.mention.start)
    start = first.mention.start - sentence.start
    end = max(found.mention.end for found in every) - sentence.start
    told = signs(sentence.text, start, end)
    tail = sentence.text[heads[-1].mention.end - sentence.start :]
    cue, wide = first.spot.cue, all(width(head) >= COUNTRY for head in heads)
    return Phrase(
        sentence,
        heads,
        holders,
        governs=told.governs,
        speaker=told.speaker or (told.local and width(heads[0]) > 3),
        local=told.local,
        launch=told.launch,
        # "near X" adds where a small place named before lies: not the neighbour of a region ("in the Kursk region,
        # which borders Sumy, a drone hit a tractor near Glushkovo").
        reference=told.near and any(one.width <= 1 and not (one.item or one.hard) for one in before),
        origin=told.origin,
        compared=told.compared,
        fronted=told.fronted,
        suffers=told.suffers,
        where=told.where,
        actor=not told.suffers and _acts(heads, tail, cue, wide and not holders, wide),
        label=sentence.passage.kind is PassageKind.DATELINE or _is_label(heads[-1], sentence.text[:start], tail),
    )


def _acts(heads: tuple[Found, ...], tail: str, cue: str, alone: bool, wide: bool) -> bool:
    """Whether a name stands for a government or its forces rather than for where something was."""
    if wide and (not cue or makes_actor(tail, alone and cue != "at")):
        return True
    return _is_metonym(heads, tail) or (heads[0].spot.says and not heads[0].spot.cue)


def _is_metonym(heads: tuple[Found, ...], tail: str) -> bool:
    """ "Kampala put the number at 12", "a figure that Kyiv dismissed": a capital for its government."""
    spot, entry = heads[0].spot, heads[0].entry
    if len(heads) > 1 or entry is None or not entry.capital or spot.cue or spot.noun or spot.item or spot.described:
        return False
    following = re.match(r"\s+([a-z]+)", tail)
    return following is not None and not pattern("events").match(following.group(1)) and following.group(1) != "was"


def _is_label(found: Found, before: str, after: str) -> bool:
    """The heading of a section or a dateline that ran into the sentence: "BEIRUT At least", "Homs Meanwhile two"."""
    if found.spot.cue or not re.match(r"\s+[A-Z\d]", after):
        return False
    return not before.strip() or (found.spot.words.isupper() and len(found.spot.words) > 3)


def before_words(phrase: Phrase) -> str:
    """The words right before a phrase."""
    start = phrase.start - phrase.sentence.start
    return phrase.sentence.text[max(0, start - 60) : start]


def after_words(phrase: Phrase) -> str:
    """The words right behind a phrase."""
    end = phrase.end - phrase.sentence.start
    return phrase.sentence.text[end : end + 60]
