"""What one report tells of one thing: its claims of one place and time, taken together.

Reports are compared strand by strand. A copy and a repeat are in no strand: they follow their twin, so that what is
reprinted groups nothing together that was apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, lru_cache

from reportedly import gazetteer, lexicon
from reportedly.events import areas, windows
from reportedly.events.areas import Area, Level, Lie
from reportedly.events.windows import Gap, Window
from reportedly.evidence import Evidence, Reuse
from reportedly.model import Harm, Scope, Unit, VictimClass

# What a claim of a report must have in common with the others of a strand, in points of the tables below.
_JOINS = 2.5
_PLACE = {
    Lie.SAME: 3.0, Lie.WORDS: 3.0, Lie.SAME_AREA: 2.5, Lie.DISTRICT: 2.0, Lie.PROVINCE: 2.0, Lie.WIDE: 2.0,
    Lie.UNKNOWN: 1.0, Lie.NEAR: -0.5, Lie.APART: -4.0, Lie.FAR: -5.0, Lie.ABROAD: -8.0,
}  # fmt: skip
# Two names that the gazetteer does not know are two places until something else joins them.
_OTHER_NAME = -1.0
_DAYS = {Gap.SAME_DAY: 2.0, Gap.ROUGH: 1.0, Gap.DAY_APART: -3.0, Gap.DAYS_APART: -4.0, Gap.WEEK_APART: -5.0}
_DAYS_LONGER, _DAYS_UNSAID = -6.0, 1.0
_SHARED, _SAME_SENTENCE = 1.0, 1.5


class Kind(StrEnum):
    """How wide what a strand tells of is. Only strands of a kind are one event."""

    INCIDENT = "incident"
    EPISODE = "episode"
    WIDE = "wide"


@dataclass(slots=True, eq=False)
class Strand:
    """Claims of one report that speak of one thing, and what they say together."""

    document: str
    kind: Kind
    claims: list[Evidence]
    key: str = ""
    unit: str | None = None
    areas: list[Area] = field(default_factory=list)
    window: Window | None = None
    harms: set[Harm] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    wording: set[str] = field(default_factory=set)
    figures: dict[Harm, set[int]] = field(default_factory=dict)
    classes: set[VictimClass] = field(default_factory=set)
    twins: set[str] = field(default_factory=set)
    # Filled in by those that compare it.
    telling: set[str] | None = None
    marks: tuple[int, int, int, int] | None = None

    def add(self, claim: Evidence) -> None:
        """Takes the claim in."""
        if not self.claims or claim.key < self.key:
            self.key = claim.key
        self.claims.append(claim)
        area = areas.of(claim)
        if area is not areas.NOWHERE and area not in self.areas:
            self.areas.append(area)
        self._date(windows.of(claim))
        self.harms.add(claim.harm)
        self.methods |= claim.methods
        self.parties |= party_keys(claim.perpetrator)
        self.wording.update(map(areas.sound_key, claim.wording))
        if claim.low and claim.part_of is None and claim.unit is Unit.PERSON:
            self.figures.setdefault(claim.harm, set()).add(claim.low)
        self.classes.add(claim.victim_class)
        if claim.reuse is Reuse.UPDATE and claim.twin:
            self.twins.add(claim.twin)

    def _date(self, window: Window | None) -> None:
        if window is None:
            return
        known = self.window
        better = known is None or (window.said, -window.length) > (known.said, -known.length)
        if better or (known is not None and known.said == window.said and window.length == known.length == 1):
            self.window = window if better else min(window, known or window)

    def points(self, claim: Evidence) -> float:
        """How well a claim of the same report fits in."""
        area, total = areas.of(claim), 0.0
        total += max((self._place(area, own) for own in self.areas), default=_PLACE[Lie.UNKNOWN])
        total += _days(self.window, windows.of(claim))
        parties = party_keys(claim.perpetrator)
        if self.parties and parties:
            total += _SHARED if self.parties & parties else -_SHARED
        if self.methods and claim.methods:
            total += _SHARED if self.methods & claim.methods else -_SHARED
        if claim.wording and any(claim.wording == one.wording for one in self.claims):
            total += _SAME_SENTENCE
        return total

    @staticmethod
    def _place(area: Area, own: Area) -> float:
        found = areas.lie(area, own)
        if found is not Lie.UNKNOWN or not area.names or not own.names:
            return _PLACE[found]
        levels = {area.level, own.level}
        if levels == {None}:
            return _OTHER_NAME
        # A quarter of the city that bears its area's name is in no gazetteer; nor is a village of a province.
        return _PLACE[found] if area.either or own.either or Level.TOWN not in levels else 0.0


def _days(one: Window | None, other: Window | None) -> float:
    if one is None or other is None or not (one.said and other.said):
        return _DAYS_UNSAID
    return _DAYS.get(windows.gap(one, other), _DAYS_LONGER)


def kind(claim: Evidence) -> Kind:
    """How wide a claim is.

    A figure over several days is of an episode, one over months or a whole country of something wider. A day's toll at
    several places is still told as one thing.
    """
    if windows.short(claim):
        return Kind.INCIDENT
    if claim.date_from is not None and claim.date_to is not None:
        return Kind.EPISODE if (claim.date_to - claim.date_from).days < windows.EPISODE else Kind.WIDE
    area = areas.of(claim)
    if area.level is Level.COUNTRY or claim.place is None:
        return Kind.WIDE
    return Kind.INCIDENT if area.level is None else Kind.EPISODE


# A figure of thousands without a place or a day is of a war, not of what was told last.
_CARRIED = 1000


def carried_on(claim: Evidence) -> bool:
    """Whether a total without a place or a day only makes sense as part of what its report told last."""
    bare = claim.place is None and claim.country is None and claim.date_from is None and claim.date_to is None
    return bare and claim.scope is Scope.CUMULATIVE and (claim.low or 0) < _CARRIED


def report_strands(claims: Iterable[Evidence], alone: Mapping[str, str] | None = None) -> list[Strand]:
    """The strands of one report's claims, without its copies and repeats.

    `alone` gives the unit of claims that a person told from others: they are strands of their own.
    """
    ordered = sorted(claims, key=lambda claim: (claim.index, claim.key))
    made: list[Strand] = []
    by_claim: dict[str, Strand] = {}
    alone = alone or {}
    for claim in ordered:
        if follows(claim) is not None:
            continue
        unit = alone.get(claim.key)
        strand = _strand_for(claim, made, by_claim) if unit is None else None
        if strand is None:
            strand = Strand(claim.document, kind(claim), [], unit=unit)
            made.append(strand)
        strand.add(claim)
        by_claim[claim.key] = strand
    return made


def follows(claim: Evidence) -> str | None:
    """The key of the claim that this one goes with wherever that goes: its original, or what it repeats."""
    if claim.reuse is Reuse.COPY and claim.twin is not None and claim.twin != claim.key:
        return claim.twin
    return claim.repeat_of if claim.repeat_of != claim.key else None


def _strand_for(claim: Evidence, made: Sequence[Strand], by_claim: Mapping[str, Strand]) -> Strand | None:
    if carried_on(claim):
        return next((strand for strand in reversed(made) if strand.kind is not Kind.WIDE and strand.unit is None), None)
    width = kind(claim)
    if claim.part_of is not None and (whole := by_claim.get(claim.part_of)) and whole.unit is None:
        return whole
    if width is Kind.WIDE:
        return None
    best, most = None, _JOINS
    for strand in made:
        if strand.kind is width and strand.unit is None and (points := strand.points(claim)) > most:
            best, most = strand, points
    return best


def main(claims: Collection[Evidence]) -> Evidence | None:
    """The claim that leads the strand a report is mainly about; None for a report without one.

    A claim of the headline or lead weighs most, then those that stand early; deaths more than other harms.
    """
    ordered = [claim for claim in claims if claim.repeat_of is None]
    weights: dict[int, float] = {}
    # A copy is about what it says as much as its original is.
    made = report_strands([own(claim) for claim in ordered])
    for number, strand in enumerate(made):
        if strand.kind is not Kind.WIDE:
            weights[number] = sum(map(prominence, strand.claims))
    if not weights:
        return min(ordered, key=lambda claim: claim.index, default=None)
    number = max(weights, key=lambda one: (weights[one], -one))
    key = max(made[number].claims, key=lambda claim: (prominence(claim), -claim.index)).key
    return next(claim for claim in claims if claim.key == key)


def own(claim: Evidence) -> Evidence:
    """The claim as if nobody had reused it."""
    return claim if claim.reuse is None else replace(claim, reuse=None, twin=None)


def prominence(claim: Evidence) -> float:
    """How much a claim says what its report is about."""
    place = 3.0 if claim.lead else 3.0 / (3.0 + claim.index)
    harm = 1.0 if claim.harm is Harm.KILLED else 0.7
    return place * harm * (0.3 if claim.part_of else 1.0)


@lru_cache(maxsize=65536)
def party_keys(words: str | None) -> frozenset[str]:
    """What tells a party from others: peoples by their country, one party's names by one.

    >>> party_keys("the US-led coalition") == party_keys("American warplanes")
    True
    """
    if not words:
        return frozenset()
    generic, known = _parties()
    folded = gazetteer.fold(words.replace("-", " ")) or words.lower()
    tokens = [token for token in re.findall(r"\w+", folded) if token not in generic]
    return frozenset(known.get(token) or areas.sound_key(token) for token in tokens)


@cache
def _parties() -> tuple[frozenset[str], dict[str, str]]:
    words = lexicon.table("en", "wording")
    known = {word: iso for iso, names in lexicon.table("en", "places_demonyms").items() for word in names}
    for iso, names in gazetteer.country_names().items():
        known |= {name.lower(): iso for name in names}
    for name, row in words.items():
        if name.startswith("party_") and name != "party_generic":
            known |= dict.fromkeys(row, name)
    known |= dict.fromkeys(words["party_us"], "US")
    return frozenset(words["party_generic"]), known


def of_reports(claims: Iterable[Evidence], alone: Mapping[str, str]) -> Iterator[Strand]:
    """The strands of many reports, by report."""
    by_report: dict[str, list[Evidence]] = {}
    for claim in claims:
        by_report.setdefault(claim.document, []).append(claim)
    for document in sorted(by_report):
        yield from report_strands(by_report[document], alone)


def followers(claims: Mapping[str, Evidence]) -> tuple[dict[str, list[Evidence]], list[Evidence]]:
    """The copies and repeats by the claim that they follow; and those whose original is not there.

    Of those, and of such as follow each other in a ring, the first stands for the others.
    """
    found: dict[str, list[Evidence]] = {}
    stands: dict[str, str] = {}
    lone: dict[str, Evidence] = {}
    for key in sorted(claims):
        if follows(claims[key]) is None:
            continue
        original = root(claims[key], claims)
        if original in claims and follows(claims[original]) is None:
            found.setdefault(original, []).append(claims[key])
        elif original in stands:
            found.setdefault(stands[original], []).append(claims[key])
        else:
            stands[original], lone[key] = key, claims[key]
    return found, list(lone.values())


def root(claim: Evidence, claims: Mapping[str, Evidence]) -> str:
    """What a claim follows in the end: a claim that follows none, a key that is not there, the least of a ring."""
    seen = [claim.key]
    while (following := follows(claim)) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
        if following not in claims:
            return following
        claim = claims[following]
    return claim.key


def alone(claim: Evidence) -> Strand:
    """The strand of a claim that stands for itself."""
    strand = Strand(claim.document, kind(claim), [])
    strand.add(claim)
    return strand
