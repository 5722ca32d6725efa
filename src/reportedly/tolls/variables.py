"""The variables of an event: harm x victims x place x time window. Containment gives ≤; what is apart can be summed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from reportedly.evidence import Event, Evidence, Extent
from reportedly.model import Harm, Scope, Toponym, Unit
from reportedly.tolls import victims
from reportedly.tolls.victims import Who

JOINT: dict[Harm, frozenset[Harm]] = {
    Harm.KILLED_OR_INJURED: frozenset((Harm.KILLED, Harm.INJURED)),
    Harm.KILLED_OR_MISSING: frozenset((Harm.KILLED, Harm.MISSING)),
}
_FINENESS = {"region": 0, "country": 1, "admin1": 2, "admin2": 3, "town": 4}
_TOWN, _AREA = "town:", "area:"
# In a part of the event, nobody says which; two such figures need not be of the same part.
_SOMEWHERE = "?:"
_ARTICLE = re.compile(r"^the\s+", re.I)


@dataclass(frozen=True, slots=True)
class Variable:
    """A number of people (or families) that is true or false of the event. `place` and `days` None: the event's own."""

    harm: Harm
    unit: Unit
    who: Who
    place: str | None = None
    days: tuple[date, date] | None = None

    @property
    def is_whole(self) -> bool:
        return self.place is None and self.days is None


def within(one: Variable, other: Variable) -> bool:
    """Whether all whom the one counts are surely counted by the other."""
    if one.unit is not other.unit:
        return False
    if one.harm is not other.harm and one.harm not in JOINT.get(other.harm, ()):
        return False
    if other.place == _SOMEWHERE or other.place not in (None, one.place):
        return False
    if other.days is not None and (
        one.days is None or not (other.days[0] <= one.days[0] and one.days[1] <= other.days[1])
    ):
        return False
    return victims.within(one.who, other.who)


def apart(one: Variable, other: Variable, one_voice: bool = False) -> bool:
    """Whether nobody is surely counted by both. Families and persons are never apart, nor summed."""
    if one.unit is not other.unit:
        return False
    if one.harm is not other.harm and one.harm not in JOINT and other.harm not in JOINT:
        return True
    if one.place != other.place and all(place and place.startswith(_TOWN) for place in (one.place, other.place)):
        return True
    if one.days and other.days and (one.days[1] < other.days[0] or other.days[1] < one.days[0]):
        return True
    return victims.apart(one.who, other.who, one_voice)


def assign(evidence: Evidence, event: Event, whole: Evidence | None) -> tuple[Variable, ...]:
    """The variables that a claim may mean, the likeliest first. `whole` is the claim that it is a part of."""
    who = victims.read(evidence.victims, evidence.victim_class, evidence.facets)
    place, days, unsure = _reach(evidence, event)
    if whole is None and evidence.part_of is not None and evidence.place and evidence.place != event.place:
        # Its whole does not enter this event; "two in Salah Eddin" are not all of it.
        who = victims.as_part(who, evidence.place)
    if whole is not None:
        who = _part(evidence, who, whole, victims.read(whole.victims, whole.victim_class, whole.facets))
    first = Variable(evidence.harm, evidence.unit, who, place, days)
    found = [first]
    if whole is None and evidence.part_of is not None:
        return (first,)
    if unsure:
        place = None if place else _SOMEWHERE
        found.append(Variable(evidence.harm, evidence.unit, who, place, days))
    if whole is None and victims.may_be_part(evidence.victims, who):
        some = victims.as_part(who, evidence.victims or "")
        found.append(Variable(evidence.harm, evidence.unit, some, first.place, days))
    return tuple(found)


def _part(evidence: Evidence, who: Who, whole: Evidence, of: Who) -> Who:
    """A part is less than its whole: where nothing else tells them apart, its words do."""
    if who != of and victims.within(who, of):
        return who
    if who != of and not victims.apart(who, of):
        return who  # "10 people, including 3 of their fighters" of a whole read as civilians: it stands as it reads.
    for own, its in ((evidence.victims, whole.victims), (evidence.place, whole.place)):
        if own and own != its:
            return victims.as_part(who, own)
    return victims.as_part(who, evidence.key)


def _reach(evidence: Evidence, event: Event) -> tuple[str | None, tuple[date, date] | None, bool]:
    """Place and days as far as they are narrower than the event's, and whether that is a guess."""
    if event.extent is Extent.INCIDENT:
        return None, None, False
    where, when = _covers_place(evidence, event), _covers_days(evidence, event)
    place = _place_key(evidence) if where is False else None
    days = (evidence.date_from, evidence.date_to) if when is False else None
    unsure = (where is None or when is None) and evidence.scope is not Scope.CUMULATIVE
    if where is None and when is None and unsure:
        # "Twelve were killed", no word where or when: more likely some of the event's than all.
        return _SOMEWHERE, None, True
    return place, days if days and days[0] and days[1] else None, unsure and where is not False  # type: ignore[return-value]


def _covers_place(evidence: Evidence, event: Event) -> bool | None:
    if event.place is None and event.toponym is None:
        return True
    if evidence.place is None:
        return None
    mine, its = evidence.toponym, event.toponym
    if _folded(evidence.place) == _folded(event.place) or (mine and its and mine.gazetteer_id == its.gazetteer_id):
        return True
    if mine is None:
        return None
    if its is None:
        # The event is named by words that no gazetteer has ("the west coast"): a province may hold it or lie in it.
        return {0: True, 1: True, 2: None}.get(_fineness(mine), False)
    return _fineness(mine) < _fineness(its) or mine.precision == "region"


def _covers_days(evidence: Evidence, event: Event) -> bool | None:
    if event.date_from is None or event.date_to is None or event.date_from == event.date_to:
        return True
    if evidence.date_from is None or evidence.date_to is None:
        return None
    return evidence.date_from <= event.date_from and event.date_to <= evidence.date_to


def _place_key(evidence: Evidence) -> str:
    toponym = evidence.toponym
    if toponym is not None and toponym.precision == "town":
        return f"{_TOWN}{toponym.name}"
    return f"{_AREA}{evidence.place}"


def _fineness(toponym: Toponym) -> int:
    return _FINENESS.get(toponym.precision, 4)


def _folded(words: str | None) -> str:
    return _ARTICLE.sub("", words or "").casefold()


def reach_words(variable: Variable) -> str | None:
    """The part of the event's place and time that a variable speaks of; None for all of it.

    >>> reach_words(Variable(Harm.KILLED, Unit.PERSON, victims.EVERYBODY, "town:Jableh", (date(2025, 3, 7),) * 2))
    'in Jableh, 7 March 2025'
    """
    told = []
    if variable.place is not None:
        kind, _, name = variable.place.partition(":")
        told.append("in a part of it" if kind == "?" else f"in {name}")
    if variable.days is not None:
        told.append(days_words(*variable.days))
    return ", ".join(told) or None


def days_words(start: date, end: date) -> str:
    """Days as people say them.

    >>> days_words(date(2025, 3, 6), date(2025, 3, 9)), days_words(date(2025, 2, 28), date(2025, 3, 1))
    ('6-9 March 2025', '28 February to 1 March 2025')
    """
    last = f"{end.day} {end:%B} {end.year}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{last}"
    year = f" {start.year}" if start.year != end.year else ""
    return f"{start.day} {start:%B}{year} to {last}"
