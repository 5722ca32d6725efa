"""A party's claims: whether they speak of its own dead, and what a profile lets them count for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportedly.model import SourceKind, VictimClass
from reportedly.profiles import PartyUse, Profile
from reportedly.sources import registry
from reportedly.sources.resolving import Resolved
from reportedly.tolls.figures import Heard, Triple
from reportedly.tolls.victims import OTHER, STATE

_EMPTY_WORDS = frozenset(("the", "of", "and", "al", "to", "new", "sources", "within", "source", "anon", "doc", "named"))


def camp(origin: Resolved) -> str | None:
    """Whether an origin is a state's or another party's; None for whoever is no party.

    A source that is quoted as "within the government" is of its camp, whoever it may be.
    """
    if origin.kind is SourceKind.OFFICIAL:
        return STATE
    if origin.kind is SourceKind.PARTY:
        entry = registry().entries.get(origin.id)
        return STATE if origin.role == "armed-forces" or (entry is not None and entry.role is not None) else OTHER
    words = _tokens(origin.id)
    if origin.kind is SourceKind.ANONYMOUS and words & {"government", "army", "military", "security", "police"}:
        return STATE
    return None


def speaks_of_own(origin: Resolved, camp_of_victims: str | None, side: str | None) -> bool | None:
    """Whether the victims are the origin's own people; None where that cannot be told."""
    mine = camp(origin)
    if mine is None:
        return None
    if side is not None and _tokens(side) & _tokens(origin.id):
        return True
    if camp_of_victims is None:
        return None
    if mine == camp_of_victims == STATE:
        return True
    return False if mine != camp_of_victims else None


def may_mean_own(origin: Resolved, camp_of_victims: str | None, side: str | None) -> bool:
    """Whether a party that says "fighters" may mean these, its own, alone."""
    return bool(speaks_of_own(origin, camp_of_victims, side))


def about_others(heard: Heard, profile: Profile) -> bool | None:
    """True: all who say it are parties and none is known to speak of its own dead. False: a party of its own dead."""
    origins = heard.evidence.origins
    camps = [camp(origin) for origin in origins]
    if not camps or None in camps:
        return None
    if profile.party.states is not PartyUse.SAME and STATE in camps:
        own = all(speaks_of_own(one, heard.variable.who.camp, heard.variable.who.side) for one in origins)
        return False if own else None
    who = heard.variable.who
    if who.kind is VictimClass.CIVILIAN:
        return True
    told = {speaks_of_own(origin, who.camp, who.side) for origin in origins}
    return False if told == {True} else None if told == {None} and who.kind is VictimClass.COMBATANT else True


def weighed(
    by_origin: Mapping[str, Triple], heard: Mapping[str, Sequence[Heard]], profile: Profile
) -> tuple[dict[str, Triple], str | None]:
    """The figures by origin after the profile's rule on parties, and the rule that made a zero, if one did."""
    if not profile.party.active:
        return dict(by_origin), None
    told = {origin: {about_others(one, profile) for one in heard[origin]} for origin in by_origin}
    others = {origin for origin, found in told.items() if found == {True}}
    own = {origin for origin, found in told.items() if found == {False}}
    made = dict(by_origin)
    if others and others == set(by_origin):
        use = profile.party.about_others_alone
    elif own and own | others == set(by_origin) and profile.party.own_and_enemy is PartyUse.ADMISSION_FIRST:
        use = PartyUse.HIGH_ONLY
    else:
        use = profile.party.about_others
    if use is PartyUse.COUNTS:
        return made, None
    coded = use is PartyUse.CODED_ZERO and profile.coded_zeros
    for origin in others:
        triple = by_origin[origin]
        numbers = [number for number in (triple.high, triple.best, triple.low) if number is not None]
        zero = 0 if coded else None
        made[origin] = Triple(zero, zero, numbers[0] if numbers else None, triple.about)
    return made, f"{profile.rule('party').id}-alone" if coded and others else None


def _tokens(text: str) -> frozenset[str]:
    return frozenset(text.lower().replace(":", "-").replace(" ", "-").split("-")) - _EMPTY_WORDS
