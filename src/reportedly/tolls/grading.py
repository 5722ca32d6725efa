"""Airwars' grades as a derived label. Every rule that gives one says why; none of it is a judgement of a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.model import Harm, Responsibility, VictimClass
from reportedly.sources import OriginRange
from reportedly.tolls import parties
from reportedly.tolls.figures import Heard
from reportedly.tolls.toll import Grade

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# Words for means and forces that all belligerents have.
_ANY = frozenset(
    (
        "a", "air", "aircraft", "airstrike", "airstrikes", "an", "and", "army", "artillery", "attackers", "by", "drone",
        "drones", "fighters", "force", "forces", "gunmen", "jet", "jets", "military", "militants", "missile",
        "missiles", "of", "rocket", "rockets", "security", "shelling", "soldiers", "strike", "strikes", "the", "troops",
        "unidentified", "unknown", "warplane", "warplanes",
    )
)  # fmt: skip


def grade(heard: Sequence[Heard], origins: OriginRange) -> tuple[Grade | None, str]:
    """The grade of an event by its claims of people killed or injured, and why."""
    claims = [one for one in heard if one.evidence.harm in (Harm.KILLED, Harm.INJURED, Harm.KILLED_OR_INJURED)]
    if not claims:
        return None, "no figure of people killed or injured counts"
    if all(one.evidence.victim_class is VictimClass.COMBATANT for one in claims):
        return Grade.DISCOUNTED, "those harmed are told to be combatants"
    blamed = [one for one in claims if one.evidence.perpetrator]
    for one in blamed:
        if one.evidence.responsibility is not Responsibility.DENIED and _admits(one):
            return Grade.CONFIRMED, "a belligerent speaks of its own deed"
    groups = _sides({frozenset(_telling(one)) for one in blamed if _telling(one)})
    if groups > 1:
        return Grade.CONTESTED, f"{groups} different perpetrators are named"
    if origins.certain < 2:
        return Grade.WEAK, f"{origins.certain} named source" + ("" if origins.certain == 1 else "s")
    if not blamed:
        return None, f"{origins.certain} sources, but none names a belligerent"
    return Grade.FAIR, f"{origins.certain} sources, and a belligerent is named"


def _admits(one: Heard) -> bool:
    """Whether the source is a party, and the one blamed."""
    words = _telling(one)
    return any(parties.camp(origin) and words & set(origin.id.split("-")) for origin in one.evidence.origins)


def _telling(one: Heard) -> set[str]:
    return {word.lower() for word in _WORD.findall(one.evidence.perpetrator or "")} - _ANY


def _sides(named: set[frozenset[str]]) -> int:
    """How many of them share no word with another, directly or by way of others."""
    groups: list[set[str]] = []
    for words in sorted(named, key=sorted):
        joined = [group for group in groups if group & words]
        groups = [group for group in groups if not group & words] + [set(words).union(*joined)]
    return len(groups)
