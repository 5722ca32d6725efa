"""Claims that cannot all hold: contradictions under every reading of them, tensions under some, which are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from reportedly.model import VictimClass
from reportedly.profiles import Profile
from reportedly.tolls import parties, victims
from reportedly.tolls.figures import Heard, words
from reportedly.tolls.naming import spoken
from reportedly.tolls.summing import by_variable, largest
from reportedly.tolls.toll import Conflict, Kind
from reportedly.tolls.variables import Variable, apart, reach_words, within

SHOWN = 10
# Past this many figures of an event the oldest are not compared: every figure would contradict hundreds.
_MOST = 400


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest conflicts, and how many more there are."""

    shown: tuple[Conflict, ...]
    more_contradictions: int
    more_tensions: int


def find(heard: Sequence[Heard], profile: Profile) -> Found:
    """The nearest ten minimal sets of claims that cannot all hold, by the number of people between them."""
    claims = [one for one in heard if not one.repeat][-_MOST:]
    if len(claims) < 2:
        return Found((), 0, 0)
    readings = {one.key: _readings(one, claims) for one in claims}
    found = list(_pairs(claims, readings, profile)) + list(_sums(claims, readings, profile))
    found += _short(claims, profile)
    found.sort(key=lambda one: (one.distance, one.kind, one.keys))
    rest = found[SHOWN:]
    contradictions = sum(one.kind is Kind.CONTRADICTION for one in rest)
    return Found(tuple(found[:SHOWN]), contradictions, len(rest) - contradictions)


def _readings(one: Heard, claims: Sequence[Heard]) -> tuple[Variable, ...]:
    """The variables that a claim may mean: those of its words, and of a party's fighters also its own alone."""
    variables = list(one.variables)
    who = one.variable.who
    if who == victims.Who(VictimClass.COMBATANT):
        for other in claims:
            its = other.variable.who
            if other.variable.harm is not one.variable.harm or its == who or not victims.within(its, who):
                continue
            if any(parties.may_mean_own(origin, its.camp, its.side) for origin in one.evidence.origins):
                variables.append(replace(one.variable, who=its))
    return tuple(dict.fromkeys(variables))


# -- two claims


def _pairs(claims: Sequence[Heard], readings: dict[str, tuple[Variable, ...]], profile: Profile) -> Iterator[Conflict]:
    lower = [one for one in claims if _low(one) is not None]
    upper = [one for one in claims if _high(one) is not None]
    for less in upper:
        limit = _high(less)
        for more in lower:
            low = _low(more)
            assert limit is not None
            assert low is not None
            if low <= limit or more is less or low <= limit * _slack((more, less), profile):
                continue
            clashing = [(a, b) for a in readings[more.key] for b in readings[less.key] if within(a, b)]
            if not clashing:
                continue
            sure = len(clashing) == len(readings[more.key]) * len(readings[less.key])
            condition = None if sure else _condition(more, less, clashing[0])
            yield Conflict(
                Kind.CONTRADICTION if sure else Kind.TENSION, tuple(sorted((more.key, less.key))), low - limit,
                _pair_words(more, less, low - limit, condition),
            )  # fmt: skip


def _pair_words(more: Heard, less: Heard, distance: int, condition: str | None) -> str:
    people = _people(distance)
    if condition is not None:
        return f"if {condition}, {_whose(less)} is {people} short"
    if more.origins == less.origins:
        return f"{_voice(more)}: both {_figure(more)} and {_figure(less)}, {people} apart"
    return f"{_figure(more)} ({_voice(more)}) and {_figure(less)} ({_voice(less)}) are {people} apart"


def _condition(more: Heard, less: Heard, reading: tuple[Variable, Variable]) -> str:
    """The reading under which two claims clash, in words."""
    told = []
    for one, variable in ((more, reading[0]), (less, reading[1])):
        if variable.who != one.variable.who:
            told.append(f"those {_number(one)} are {_alone(variable)}")
        elif variable != one.variable or len(one.variables) > 1:
            reach = reach_words(variable) if variable.place and not variable.place.startswith("?") else None
            told.append(f"those {_number(one)} are {f'all those {reach}' if reach else 'all of the event'}")
    return " and ".join(told) or f"those {_number(more)} are among them"


def _alone(variable: Variable) -> str:
    who = variable.who
    if who.kind is VictimClass.COMBATANT and who.camp is not None:
        return {victims.STATE: "government-side only"}.get(who.camp, "those fighting the government only")
    return f"{victims.label(who)} only"


# -- several claims that are parts of what another limits


def _sums(claims: Sequence[Heard], readings: dict[str, tuple[Variable, ...]], profile: Profile) -> Iterator[Conflict]:
    lower = [one for one in claims if _low(one) is not None]
    if len(lower) < 2:
        return
    for whole in claims:
        limit = _high(whole)
        if limit is None:
            continue
        parts: list[tuple[int, Heard]] = []
        for one in lower:
            low = _low(one)
            if one is whole or not low or one.variable == whole.variable or not within(one.variable, whole.variable):
                continue
            # A part that is too many by itself makes a pair already.
            if low <= limit * _slack((one, whole), profile):
                parts.append((low, one))
        chosen = _fewest(_explicit(parts, whole), limit, whole, profile)
        if chosen is None:
            continue
        heard = [part[1] for part in chosen]
        total = sum(part[0] for part in chosen)
        unsure = any(len(readings[one.key]) > 1 for one in (*heard, whole))
        told = ", ".join(f"{_voice(one)}{_possessive(one)} {_figure(one)}" for one in heard)
        opening = "if they are all parts of it, " if unsure else ""
        yield Conflict(
            Kind.TENSION if unsure else Kind.CONTRADICTION,
            tuple(sorted([whole.key, *(one.key for one in heard)])), total - limit,
            f"{opening}{told} add to {total:,}, {_people(total - limit)} more than {_whose(whole)}",
        )  # fmt: skip


def _short(claims: Sequence[Heard], profile: Profile) -> Iterator[Conflict]:
    """Wholes whose report calls the parts complete, and whose parts do not come up to them."""
    for whole in claims:
        low = _low(whole)
        if not whole.evidence.complete or low is None:
            continue
        parts = [one for one in claims if one.part_of == whole.key]
        highs = [high for one in parts if (high := _high(one)) is not None]
        total = sum(highs)
        if not parts or len(highs) < len(parts) or low <= total * _slack([whole, *parts], profile):
            continue
        yield Conflict(
            Kind.CONTRADICTION, tuple(sorted([whole.key, *(one.key for one in parts)])), low - total,
            f"the parts are said to be all of {_whose(whole)}, and add to {total:,}: {_people(low - total)} too few",
        )  # fmt: skip


def _explicit(parts: list[tuple[int, Heard]], whole: Heard) -> list[tuple[int, Heard]]:
    """Parts that together exceed nothing twice: of one breakdown as its report tells them apart, else as all would."""
    told = [part for part in parts if part[1].part_of == whole.key]
    of_one = largest(by_variable(told), lambda a, b: _apart(a, b, one_voice=True))
    of_all = largest(by_variable(parts), lambda a, b: _apart(a, b, one_voice=False))
    return max((of_one, of_all), key=lambda chosen: sum(part[0] for part in chosen))


def _fewest(
    chosen: list[tuple[int, Heard]], limit: int, whole: Heard, profile: Profile
) -> list[tuple[int, Heard]] | None:
    """The parts without those that are not needed to exceed the limit; None where they do not exceed it."""

    def exceeds(parts: Sequence[tuple[int, Heard]]) -> bool:
        return sum(part[0] for part in parts) > limit * _slack([*(part[1] for part in parts), whole], profile)

    if len(chosen) < 2 or not exceeds(chosen):
        return None
    for size in range(2, len(chosen)):
        if len(chosen) > 12:
            break  # Sets of more parts than that are told whole.
        for some in combinations(chosen, size):
            if exceeds(some):
                return list(some)
    return chosen


def _apart(one: Heard, other: Heard, one_voice: bool) -> bool:
    """Whether two figures count nobody twice: of other people, and neither a part of the other."""
    if one.part_of == other.key or other.part_of == one.key:
        return False
    return apart(one.variable, other.variable, one_voice)


# -- figures and words


def _low(one: Heard) -> int | None:
    return one.evidence.low if one.evidence.low is not None else one.triple.low


def _high(one: Heard) -> int | None:
    return one.evidence.high


def _slack(claims: Sequence[Heard], profile: Profile) -> float:
    """How far figures may be from one another: the profile's tolerance where one of them is about."""
    return 1 + profile.tolerance if any(one.triple.about for one in claims) else 1.0


def _figure(one: Heard) -> str:
    return f"{words(one.evidence)} {victims.label(one.variable.who)}" if not one.variable.who.whole or (
        one.variable.who.kind is not VictimClass.UNKNOWN
    ) else words(one.evidence)  # fmt: skip


def _voice(one: Heard) -> str:
    return " and ".join(spoken(origin) for origin in one.origins)


def _whose(one: Heard) -> str:
    return f"{_voice(one)}{_possessive(one)} {words(one.evidence)}"


def _possessive(one: Heard) -> str:
    return "’" if _voice(one).endswith("s") else "’s"


def _number(one: Heard) -> str:
    number = one.evidence.low if one.evidence.low is not None else one.evidence.high
    return words(one.evidence) if number is None else f"{number:,}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
