"""How many origins a set of claims has: a range, since not merged is not independent.

Certain: the distinct named origins, aliases resolved. Possible: with them those who are only known within their report,
and the anonymous and own-voice claims, where equal figures of a compatible kind count as at most one, and as none where
a named origin gave that figure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportedly.model import Harm, Quantity, SourceKind, Unit, VictimClass
from reportedly.sources.merging import Merges
from reportedly.sources.resolving import Resolved, Standing, standing
from reportedly.sources.roles import tables

_SURE = (VictimClass.CIVILIAN, VictimClass.COMBATANT)


@dataclass(frozen=True, slots=True)
class Figure:
    """What makes two figures equal: harm, unit and amount. `victims` must be compatible: unknown goes with any."""

    harm: Harm
    unit: Unit
    amount: str
    victims: VictimClass = VictimClass.UNKNOWN


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as far as its origin goes. No `origins`: the outlet says it in its own voice."""

    key: str
    outlet: str
    origins: tuple[Resolved, ...]
    figure: Figure
    copy: bool = False


class Counts(StrEnum):
    CERTAIN = "certain"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """One origin, whether it counts, and why; `own:<outlet>` is an outlet's own voice."""

    id: str
    counts: Counts
    why: str


@dataclass(frozen=True, slots=True)
class OriginRange:
    """At least `certain` and at most `possible` origins."""

    certain: int
    possible: int
    why: tuple[Counted, ...]


@dataclass(slots=True)
class _Origin:
    """What is known of one origin over all its claims."""

    id: str
    roles: set[tuple[str, str, str | None]] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    kinds: set[SourceKind] = field(default_factory=set)


def figure(harm: Harm, quantity: Quantity, victims: VictimClass, words: str) -> Figure:
    """The figure of a claim; `words` are its amount's, for a vague one without a dictionary form."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        amount = quantity.word or words.lower()
    elif low is None:
        amount = f"-{high}"
    else:
        amount = f"{low}" if high in (None, low) else f"{low}-{high}"
    return Figure(harm, quantity.unit, amount, victims)


def origins(statements: Iterable[Statement], merges: Merges | None = None) -> OriginRange:
    """How many origins the claims have. Copies never count; the order does not matter."""
    merges = merges or Merges()
    named: dict[str, _Origin] = {}
    unsure: dict[str, _Origin] = {}
    given: set[Figure] = set()
    nobody: dict[str, set[Figure]] = {}
    for statement in statements:
        if statement.copy:
            continue
        if not statement.origins:
            nobody.setdefault(f"own:{merges.of(statement.outlet)}", set()).add(statement.figure)
        for resolved in statement.origins:
            id_ = merges.of(resolved.id)
            if standing(id_) is Standing.ANONYMOUS:
                nobody.setdefault(id_, set()).add(statement.figure)
                continue
            given.add(statement.figure)
            _noted(unsure if _is_unsure(id_, resolved) else named, id_, resolved)
    for id_ in [id_ for id_ in nobody if id_.removeprefix("own:") in {*named, *unsure}]:
        del nobody[id_]
    unsure = {id_: origin for id_, origin in unsure.items() if id_ not in named}
    why = [Counted(id_, Counts.CERTAIN, "a named origin") for id_ in named]
    disputed = _disputed(named, merges.contested)
    certain = len(named) - len(disputed)
    why = [
        Counted(c.id, Counts.POSSIBLE, "judged the same as another, and different") if c.id in disputed else c
        for c in why
    ]
    own = _distinct(named, unsure)
    for id_ in unsure:
        sure = id_ in own
        reason = "known within its report; no other can be it" if sure else "may be another origin here"
        why.append(Counted(id_, Counts.CERTAIN if sure else Counts.POSSIBLE, reason))
    counted = _matched({id_: _left(figures, given) for id_, figures in nobody.items()})
    for id_, figures in nobody.items():
        if id_ in counted:
            why.append(Counted(id_, Counts.POSSIBLE, "names nobody; its figure is not a named origin's"))
        else:
            repeats = "a named origin gave its figure" if not _left(figures, given) else "another gave the same figure"
            why.append(Counted(id_, Counts.NONE, repeats))
    return OriginRange(certain + len(own), len(named) + len(unsure) + len(counted), tuple(sorted(why)))


def _is_unsure(id_: str, resolved: Resolved) -> bool:
    """Known in its report only, or by a name that several go by ("state media")."""
    if standing(id_) is Standing.BOUND:
        return True
    return id_ == resolved.id and resolved.role in tables().loose and id_.endswith(f"-{resolved.role}")


def _noted(found: dict[str, _Origin], id_: str, resolved: Resolved) -> None:
    origin = found.setdefault(id_, _Origin(id_))
    origin.kinds.add(resolved.kind)
    if resolved.role is not None:
        origin.roles.add((resolved.role, resolved.qualifier, resolved.country))
    if resolved.person is not None:
        origin.persons.add(resolved.person.split()[-1])


def _disputed(named: Mapping[str, _Origin], contested: tuple[frozenset[str], ...]) -> set[str]:
    """Of every contested group all but one: until people agree, the group is surely one origin only."""
    return {id_ for group in contested for id_ in sorted(group & named.keys())[1:]}


def _distinct(named: Mapping[str, _Origin], unsure: Mapping[str, _Origin]) -> set[str]:
    """The unsure ones that are surely nobody else here: one of each group whose members may be one another.

    A plain noun ("the ministry", "the group") and an official by the name alone may be anybody: they are never sure.
    """
    found: set[str] = set()
    seen: set[str] = set()
    for start in sorted(unsure):
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            one = unsure[waiting.pop()]
            for id_, other in unsure.items():
                if id_ not in group and _may_be(one, other):
                    group.add(id_)
                    waiting.append(id_)
        seen |= group
        known = all(_is_known(unsure[id_]) for id_ in group)
        if known and not any(_may_be(unsure[id_], other) for id_ in group for other in named.values()):
            found.add(min(group))
    return found


def _is_known(origin: _Origin) -> bool:
    roles = set(tables().forms.values())
    return any(role in roles for role, _, _ in origin.roles) or origin.kinds == {SourceKind.WITNESS}


def _may_be(one: _Origin, other: _Origin) -> bool:
    """Whether two origins of different reports may be one: the same role, of no other country or place; one name."""
    if one.persons & other.persons:
        return True
    return any(
        role == its and (not name or not theirs or name == theirs) and (not where or not there or where == there)
        for role, name, where in one.roles
        for its, theirs, there in other.roles
    )


# -- figures of nobody in particular


def _compatible(one: Figure, other: Figure) -> bool:
    same = (one.harm, one.unit, one.amount) == (other.harm, other.unit, other.amount)
    return same and (one.victims == other.victims or one.victims not in _SURE or other.victims not in _SURE)


def _left(figures: set[Figure], given: set[Figure]) -> set[Figure]:
    """The figures that no named origin gave."""
    return {figure for figure in figures if not any(_compatible(figure, named) for named in given)}


def _matched(units: Mapping[str, set[Figure]]) -> set[str]:
    """As many units as can each have a figure of their own, equal figures being one."""
    every = {figure for figures in units.values() for figure in figures}
    sure = {(figure.harm, figure.unit, figure.amount) for figure in every if figure.victims in _SURE}
    slots = {
        figure if figure.victims in _SURE else Figure(figure.harm, figure.unit, figure.amount)
        for figure in every
        if figure.victims in _SURE or (figure.harm, figure.unit, figure.amount) not in sure
    }
    by_amount: dict[tuple[Harm, Unit, str], list[Figure]] = {}
    for slot in slots:
        by_amount.setdefault((slot.harm, slot.unit, slot.amount), []).append(slot)
    edges = {
        id_: sorted(
            {s for f in figures for s in by_amount[f.harm, f.unit, f.amount] if _compatible(s, f)}, key=str
        )
        for id_, figures in units.items()
    }  # fmt: skip
    taken: dict[Figure, str] = {}
    for id_ in sorted(edges):
        _take(id_, edges, taken)
    return set(taken.values())


def _take(start: str, edges: Mapping[str, list[Figure]], taken: dict[Figure, str]) -> None:
    """Finds the unit a figure of its own, moving others to theirs where need be (an augmenting path)."""
    came: dict[Figure, str] = {}
    has = {unit: slot for slot, unit in taken.items()}
    waiting = deque([start])
    while waiting:
        unit = waiting.popleft()
        for slot in edges[unit]:
            if slot in came:
                continue
            came[slot] = unit
            if slot in taken:
                waiting.append(taken[slot])
                continue
            free: Figure | None = slot
            while free is not None:
                owner = came[free]
                before = has.get(owner) if owner != start else None
                taken[free] = owner
                free = before
            return
