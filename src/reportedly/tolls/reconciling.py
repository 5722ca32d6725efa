"""From the claims of an event to its toll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reportedly.evidence import Event, Evidence
from reportedly.profiles import Profile
from reportedly.sources import Merges, origins
from reportedly.tolls import bounding, conflicts, grading
from reportedly.tolls.sifting import Sieve
from reportedly.tolls.toll import Conflict, Kind, Ruling, Toll

Claims = Mapping[str, Evidence] | Sequence[Evidence]


def reconcile(event: Event, evidence: Claims, profile: Profile, merges: Merges | None = None) -> Toll:
    """The toll of an event under a profile. The order of the claims does not matter.

    `evidence` holds the event's claims (by key, or a list); those of its members that it lacks are not seen, so that
    whoever asks for an earlier day passes only what was known by then.
    """
    known = evidence if isinstance(evidence, Mapping) else {one.key: one for one in evidence}
    merges = merges or Merges()
    sifted = Sieve(event, known, profile, merges).sift()
    counted = origins(sifted.statements, merges)
    found = conflicts.find(sifted.heard, profile)
    grade, why = grading.grade(sifted.heard, counted) if profile.grades else (None, None)
    return Toll(
        event=event,
        profile=profile.name,
        rules=profile.rules,
        lines=bounding.lines(sifted, profile, merges),
        rulings=tuple(_with_conflicts(sifted.rulings, found.shown)),
        conflicts=found.shown,
        more_contradictions=found.more_contradictions,
        more_tensions=found.more_tensions,
        origins=counted,
        grade=grade,
        grade_why=why,
    )


def trail(
    event: Event, evidence: Claims, profile: Profile, merges: Merges | None = None
) -> Iterator[tuple[date, Toll]]:
    """The toll as it stood after each day on which a report of the event came out."""
    claims: Iterable[Evidence] = evidence.values() if isinstance(evidence, Mapping) else evidence
    members = {member.key for member in event.members}
    seen = [one for one in claims if one.key in members]
    for day in sorted({one.published for one in seen if one.published is not None}):
        until = {one.key: one for one in seen if one.published is None or one.published <= day}
        yield day, reconcile(event, until, profile, merges)


def _with_conflicts(rulings: Mapping[str, Ruling], found: Sequence[Conflict]) -> Iterator[Ruling]:
    """The rulings in the order of their keys, each with the claims that it contradicts or is in tension with."""
    clashes: dict[str, dict[Kind, set[str]]] = {}
    for conflict in found:
        for key in conflict.keys:
            clashes.setdefault(key, {}).setdefault(conflict.kind, set()).update(set(conflict.keys) - {key})
    for key in sorted(rulings):
        its = clashes.get(key)
        if its is None:
            yield rulings[key]
        else:
            contradicts, tension = (tuple(sorted(its.get(kind, ()))) for kind in (Kind.CONTRADICTION, Kind.TENSION))
            yield replace(rulings[key], contradicts=contradicts, tension_with=tension)
