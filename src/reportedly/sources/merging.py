"""Which ids are one source, by the decisions of people: a mapping beside them, nothing overwritten."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportedly.sources.registry import registry
from reportedly.sources.resolving import Standing, standing

_ORDER = {Standing.NAMED: 1, Standing.BOUND: 2, Standing.ANONYMOUS: 3}


@dataclass(frozen=True, slots=True, order=True)
class SourcePair:
    """A person's judgement that two ids are the same source, or different ones."""

    one: str
    other: str
    same: bool


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Two ids judged different that a chain of "same" joins: the chain runs from the one to the other."""

    one: str
    other: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merges:
    """What the decisions come to.

    `mapping` leads every merged id to the one that stands for its group; ids that it lacks stand for themselves. Groups
    with a contradiction are reported and not merged: `contested` holds their members.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    contested: tuple[frozenset[str], ...] = ()

    def of(self, id_: str) -> str:
        """The id that stands for the source."""
        return self.mapping.get(id_, id_)


def apply_merges(pairs: Iterable[SourcePair]) -> Merges:
    """Joins what was judged the same. The order of the decisions does not matter.

    >>> apply_merges([SourcePair("named:sohr-uk", "sohr", True)]).of("named:sohr-uk")
    'sohr'
    """
    judged = sorted(set(pairs))
    neighbours: dict[str, set[str]] = {}
    for pair in judged:
        if pair.same and pair.one != pair.other:
            neighbours.setdefault(pair.one, set()).add(pair.other)
            neighbours.setdefault(pair.other, set()).add(pair.one)
    contradictions = []
    for one, other in sorted({(min(p.one, p.other), max(p.one, p.other)) for p in judged if not p.same}):
        chain = _chain(neighbours, one, other)
        if chain:
            contradictions.append(Contradiction(one, other, chain))
    disputed = {contradiction.one for contradiction in contradictions}
    mapping: dict[str, str] = {}
    contested = []
    for group in _groups(neighbours):
        if group & disputed:
            contested.append(group)
        else:
            first = min(group, key=_rank)
            mapping.update({id_: first for id_ in group if id_ != first})
    return Merges(mapping, tuple(contradictions), tuple(contested))


def _rank(id_: str) -> tuple[int, str]:
    """What stands for a group: an entry of the registry, then whatever holds across reports."""
    return (0 if id_ in registry().entries else _ORDER[standing(id_)], id_)


def _groups(neighbours: Mapping[str, set[str]]) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    seen: set[str] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            for near in neighbours[waiting.pop()] - group:
                group.add(near)
                waiting.append(near)
        seen |= group
        found.append(frozenset(group))
    return found


def _chain(neighbours: Mapping[str, set[str]], one: str, other: str) -> tuple[str, ...]:
    """The shortest chain of "same" from the one to the other; empty when there is none."""
    before: dict[str, str | None] = {one: None}
    waiting = deque([one])
    while waiting:
        id_ = waiting.popleft()
        if id_ == other:
            chain = []
            step: str | None = id_
            while step is not None:
                chain.append(step)
                step = before[step]
            return tuple(reversed(chain))
        for near in sorted(neighbours.get(id_, ())):
            if near not in before:
                before[near] = id_
                waiting.append(near)
    return ()
