"""What people decided of pairs of claims, as grouping needs it: units that hold together, and pairs that stay apart.

A chain of "same" that joins what somebody judged different is reported, and none of its "same" is applied: which of
the links is wrong is not for a program to say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly.evidence import Judgement


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Two claims judged different that a chain of "same" joins: the chain runs from the one to the other."""

    one: str
    other: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """What judgements come to. `unit` names the group of every claim that was judged; `apart` pairs units.

    `alone` is `unit` without those that nobody told from anything: their claims may stay in the strand of their report.
    """

    unit: Mapping[str, str]
    apart: frozenset[tuple[str, str]]
    alone: Mapping[str, str]
    contradictions: tuple[Contradiction, ...]


def bound(judgements: Iterable[Judgement]) -> Bound:
    """What the judgements come to; their order does not matter."""
    judged = sorted({(min(j.one, j.other), max(j.one, j.other), j.same) for j in judgements if j.one != j.other})
    same = [(one, other) for one, other, is_same in judged if is_same]
    different = [(one, other) for one, other, is_same in judged if not is_same]
    unit = _units(same)
    contested = [(one, other) for one, other in different if one in unit and unit[one] == unit.get(other)]
    contradictions = tuple(sorted(Contradiction(*pair, _chain(*pair, same)) for pair in contested))
    if contested:
        gone = {unit[one] for one, _ in contested}
        unit = _units([(one, other) for one, other in same if unit[one] not in gone])
    apart = frozenset(tuple(sorted((unit.get(one, one), unit.get(other, other)))) for one, other in different)
    told = {name for pair in apart for name in pair}
    named = unit | {claim: claim for pair in different for claim in pair if claim not in unit}
    alone = {claim: name for claim, name in named.items() if name in told}
    return Bound(named, apart, alone, contradictions)  # type: ignore[arg-type]


def contradictions(judgements: Iterable[Judgement]) -> tuple[Contradiction, ...]:
    """The chains of judgements that contradict each other, for a person to resolve.

    >>> judged = [Judgement("a", "b", True), Judgement("b", "c", True), Judgement("a", "c", False)]
    >>> [contradiction.chain for contradiction in contradictions(judged)]
    [('a', 'b', 'c')]
    """
    return bound(judgements).contradictions


def _units(same: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The least claim of everything that "same" joins, by claim."""
    neighbours = _neighbours(same)
    unit: dict[str, str] = {}
    for start in sorted(neighbours):
        if start in unit:
            continue
        waiting = [start]
        while waiting:
            claim = waiting.pop()
            if claim not in unit:
                unit[claim] = start
                waiting += neighbours[claim]
    return unit


def _chain(one: str, other: str, same: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The shortest chain of "same" from the one to the other."""
    neighbours = _neighbours(same)
    seen = {one}
    waiting: deque[tuple[str, ...]] = deque([(one,)])
    while waiting:
        chain = waiting.popleft()
        if chain[-1] == other:
            return chain
        for neighbour in neighbours.get(chain[-1], ()):
            if neighbour not in seen:
                seen.add(neighbour)
                waiting.append((*chain, neighbour))
    return ()


def _neighbours(same: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    neighbours: dict[str, set[str]] = {}
    for one, other in same:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    return {claim: sorted(others) for claim, others in neighbours.items()}
