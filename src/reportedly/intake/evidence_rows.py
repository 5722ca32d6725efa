"""Evidence as compact JSON and back: a list a claim, what is not said left to its default.

Derived, and made again from the readings at will: `FORM` says how it is written, and another form is filed anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from reportedly.evidence import Evidence, Reuse
from reportedly.model import (
    Facets,
    Harm,
    Hedge,
    Responsibility,
    Scope,
    SourceKind,
    Status,
    Toponym,
    Unit,
    VictimClass,
)
from reportedly.sources import How, Resolved

Json = Any

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def body(report: Iterable[Evidence]) -> str:
    """The claims of one report as JSON."""
    claims = list(report)
    if not claims:
        return "[]"
    first = claims[0]
    published = first.published.isoformat() if first.published else None
    return _encode([first.outlet, published, *map(_line, claims)])


def read(document: str, stored: str) -> tuple[Evidence, ...]:
    """The claims of a report from its JSON."""
    found = json.loads(stored)
    if not found:
        return ()
    outlet, published, *lines = found
    day = _day(published)
    return tuple(_claim(document, outlet, day, line) for line in lines)


def _line(one: Evidence) -> Json:
    top, facets = one.toponym, one.facets
    return [
        one.key, one.harm.value, one.low, one.high, one.hedge.value, one.amount, one.unit.value, one.word, one.victims,
        one.victim_class.value, [facets.age, facets.sex, facets.occupation, facets.party] if any(
            (facets.age, facets.sex, facets.occupation, facets.party)
        ) else 0,
        one.perpetrator, one.responsibility.value if one.responsibility else None, one.status.value, one.unverified_by,
        one.place,
        top and [top.name, top.gazetteer_id, top.latitude, top.longitude, top.country, top.admin1, top.precision],
        one.country, one.date_from.isoformat() if one.date_from else None,
        one.date_to.isoformat() if one.date_to else None, one.scope.value, [_source(origin) for origin in one.origins],
        one.part_of, one.repeat_of, one.reuse.value if one.reuse else None, one.twin, sorted(one.methods),
        sorted(one.wording), one.index, int(one.lead), int(one.complete),
    ]  # fmt: skip


def _source(one: Resolved) -> Json:
    return [one.id, one.how.value, one.kind.value, one.country, one.role, one.qualifier, one.person]


def _claim(document: str, outlet: str, published: date | None, line: Json) -> Evidence:
    (
        key, harm, low, high, hedge, amount, unit, word, victims, victim_class, facets, perpetrator, responsibility,
        status, unverified_by, place, top, country, date_from, date_to, scope, origins, part_of, repeat_of, reuse, twin,
        methods, wording, index, lead, complete,
    ) = line  # fmt: skip
    return Evidence(
        key, document, outlet, published, _HARMS[harm], low, high, _HEDGES[hedge], amount, _UNITS[unit], word, victims,
        _CLASSES[victim_class], Facets(*facets) if facets else _NO_FACETS, perpetrator,
        Responsibility(responsibility) if responsibility else None, _STATUSES[status], unverified_by, place,
        _toponym(*top) if top else None, country, _day(date_from), _day(date_to), _SCOPES[scope],
        tuple([_resolved(*origin) for origin in origins]), part_of, repeat_of, Reuse(reuse) if reuse else None, twin,
        frozenset(methods), frozenset(wording), index, bool(lead), bool(complete),
    )  # fmt: skip


# By dictionary, in a third of the time that the enumerations take: a neighbourhood holds thousands.
_HARMS = {one.value: one for one in Harm}
_HEDGES = {one.value: one for one in Hedge}
_UNITS = {one.value: one for one in Unit}
_CLASSES = {one.value: one for one in VictimClass}
_STATUSES = {one.value: one for one in Status}
_SCOPES = {one.value: one for one in Scope}
_NO_FACETS = Facets()


@lru_cache(maxsize=65536)
def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


@lru_cache(maxsize=65536)
def _toponym(
    name: str, id: str, latitude: float, longitude: float, country: str | None, admin1: str | None, precision: str
) -> Toponym:
    return Toponym(name, id, latitude, longitude, country, admin1, precision)


@lru_cache(maxsize=65536)
def _resolved(
    id: str, how: str, kind: str, country: str | None, role: str | None, qualifier: str, person: str | None
) -> Resolved:
    return Resolved(id, How(how), SourceKind(kind), country, role, qualifier, person)
