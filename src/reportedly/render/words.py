"""Claims in a few words each, for tables and sentences: bounds, days, places, people."""

from __future__ import annotations

import re
from datetime import date

from reportedly.model import Attribution, Claim, Document, Hedge, Place, Quantity, Status, Unit, VictimClass, When

# Reports may hold what moves a cursor, rings a bell or turns the line around; each is one character before and after.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(r"[\n\t]")


def shown(text: str) -> str:
    """The text as a terminal may have it, in one line, every character still at its place.

    >>> shown("at least\\n12\\x1b[2J")
    'at least 12�[2J'
    """
    return _SPACE.sub(" ", _UNSAFE.sub("\ufffd", text))


def bounds(quantity: Quantity) -> str:
    """What the words bound, in figures.

    >>> from reportedly.model import Span
    >>> bounds(Quantity(200, None, Hedge.AT_LEAST, Span(0, 3))), bounds(Quantity(None, None, Hedge.VAGUE, Span(0, 3)))
    ('200 or more', 'no figure')
    """
    low, high = quantity.low, quantity.high
    unit = "" if quantity.unit is Unit.PERSON else " families" if quantity.unit is Unit.FAMILY else " households"
    if quantity.hedge is Hedge.NONE_REPORTED:
        return "none reported"
    if low is None and high is None:
        return f"no figure{unit and f',{unit}'}"
    if high is None:
        return f"{low:,} or more{unit}"
    if low is None:
        return f"{high:,} or fewer{unit}"
    about = "about " if quantity.hedge is Hedge.ABOUT else ""
    return f"{about}{low:,}{unit}" if low == high else f"{low:,} to {high:,}{unit}"


def days(when: When) -> str | None:
    """The days, inclusive; None when they cannot be resolved."""
    if when.date_from is None and when.date_to is None:
        return None
    if when.date_from == when.date_to:
        return str(when.date_from)
    return f"{_day(when.date_from)} to {_day(when.date_to)}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "?"


def whereabouts(place: Place) -> str | None:
    """The place in the gazetteer: its name, what it lies in and how precisely it is known; None when it has none."""
    if place.toponym is None:
        return place.country
    inside = [part for part in (place.toponym.admin1, place.country) if part and part != place.toponym.name]
    return f"{', '.join([place.toponym.name, *inside])} ({place.toponym.precision})"


def people(claim: Claim) -> str | None:
    """Who was harmed, and of which class where the words tell."""
    words = claim.victims.value.words if claim.victims else None
    known = claim.victim_class is not VictimClass.UNKNOWN
    if words and known:
        return f"{words} ({claim.victim_class})"
    return words or (claim.victim_class.value if known else None)


def attributed(attribution: Attribution) -> str:
    """Origin and relays, the origin first: "sources within the government via Reuters"."""
    origin = attribution.origin.value.words if attribution.origin else "unnamed"
    return " via ".join([origin, *(relay.value.words for relay in reversed(attribution.via))])


def remarks(claim: Claim) -> list[str]:
    """What sets a claim apart from a plain statement about one incident."""
    found = [] if claim.status is Status.REPORTED else [claim.status.value]
    if claim.scope.value != "incident":
        found.append(claim.scope.value)
    if claim.part_of:
        found.append("part of a total")
    if claim.repeat_of:
        found.append("repeat")
    return found


def published(document: Document) -> str:
    """Outlet and day, and how the day is known where it was not given."""
    day, how = document.published.day, document.published.how
    known = f" (from {how})" if how and how.value != "given" else ""
    return ", ".join([document.outlet or "outlet unknown", f"{day}{known}" if day else "date unknown"])
