"""Events and claims for tests of tolls: everything has a default, a test names only what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from reportedly import profiles, tolls
from reportedly.evidence import Event, Evidence, Extent, Member
from reportedly.model import Facets, Harm, Hedge, SourceKind, Toponym, VictimClass
from reportedly.sources import Resolved
from reportedly.sources.resolving import How
from reportedly.tolls import Toll

FRIDAY = date(2024, 2, 9)


def day(number: int) -> date:
    """A day of February 2024."""
    return date(2024, 2, number)


def origin(id_: str, kind: SourceKind = SourceKind.MEDIC) -> Resolved:
    """A source by its id: "named:…" holds across reports, "anon:…" is nobody in particular."""
    how = How.ANONYMOUS if id_.startswith("anon:") else How.NEW
    return Resolved(id_, how, SourceKind.ANONYMOUS if how is How.ANONYMOUS else kind)


MEDICS = origin("named:kutum-hospital")
COUNCIL = origin("named:lake-council", SourceKind.NGO)
REBELS = origin("named:river-column", SourceKind.PARTY)
ARMY = Resolved("sd-armed-forces", How.ROLE, SourceKind.OFFICIAL, "SD", "armed-forces")


def claim(key: str, low: int | None = 12, high: int | None = -1, **fields: Any) -> Evidence:
    """Twelve people killed in Kutum on Friday, on the word of the hospital. Without `high`: exactly `low`."""
    hedge = Hedge.EXACT
    if high == -1:
        high = low
    elif high is None and low is not None:
        hedge = Hedge.AT_LEAST
    elif low is None and high is not None:
        hedge = Hedge.UP_TO
    made = Evidence(
        key=key,
        document=f"report-{key}",
        outlet=f"named:outlet-{key}",
        published=day(10),
        harm=Harm.KILLED,
        low=low,
        high=high,
        hedge=hedge,
        amount=str(low if low is not None else high),
        victims="people",
        place="Kutum",
        toponym=Toponym("Kutum", "geonames:372801", 14.2, 24.66, "SD", "North Darfur", "town"),
        country="SD",
        date_from=FRIDAY,
        date_to=FRIDAY,
        origins=(MEDICS,),
    )
    return replace(made, **fields)


def civilians(key: str, low: int | None = 12, high: int | None = -1, **fields: Any) -> Evidence:
    return claim(key, low, high, **{"victims": "civilians", "victim_class": VictimClass.CIVILIAN, **fields})


def fighters(key: str, low: int | None = 12, high: int | None = -1, **fields: Any) -> Evidence:
    return claim(key, low, high, **{"victims": "fighters", "victim_class": VictimClass.COMBATANT, **fields})


def children(key: str, low: int | None = 12, high: int | None = -1, **fields: Any) -> Evidence:
    return civilians(key, low, high, **{"victims": "children", "facets": Facets(age="child"), **fields})


def about(key: str, number: int, **fields: Any) -> Evidence:
    return claim(key, number, **{"hedge": Hedge.ABOUT, **fields})


def vague(key: str, word: str, **fields: Any) -> Evidence:
    return claim(key, None, None, **{"hedge": Hedge.VAGUE, "word": word, "amount": word, **fields})


def event(claims: Sequence[Evidence], outside: Sequence[str] = (), **fields: Any) -> Event:
    """The event of the claims; `outside` are the keys of those that stand by."""
    made = Event(
        id="e1",
        anchor=claims[0].key if claims else "",
        extent=Extent.INCIDENT,
        members=tuple(Member(one.key, one.key not in outside, ()) for one in claims),
        place="Kutum",
        toponym=Toponym("Kutum", "geonames:372801", 14.2, 24.66, "SD", "North Darfur", "town"),
        country="SD",
        date_from=FRIDAY,
        date_to=FRIDAY,
    )
    return replace(made, **fields)


def toll(*claims: Evidence, profile: str = "strict", **fields: Any) -> Toll:
    return tolls.reconcile(event(claims, **fields), claims, profiles.load(profile))


def bounds(found: Toll, harm: Harm = Harm.KILLED, victims: VictimClass | None = None) -> tuple[Any, Any, Any]:
    line = found.line(harm, victims)
    assert line is not None
    return line.low, line.best, line.high
