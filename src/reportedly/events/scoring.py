"""How likely two strands are of one event, quickly: what many strands have in common is compared once.

A thousand reports of one town name few places, days and ways of attack. What depends on those alone is kept by the
pair of them; only words and figures are looked at for every pair. `features.compare` says the same in words.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

from reportedly.events import features, windows
from reportedly.events.strands import Kind, Strand
from reportedly.events.weights import Weights

Key = tuple[int, int]
Kept = TypeVar("Kept", float, float | None)
# Pairs kept; a run over a million claims would keep most pairs that there are.
_KEPT = 1 << 18


class Scorer:
    """The log odds of pairs of strands, for one run over them: strands must be complete and in one run only."""

    def __init__(self, weigh: Weights, keep: bool = False) -> None:
        """`keep` keeps every score: for a neighbourhood, whose pairs are asked again when it is grouped."""
        self.weigh = weigh
        self._kept: dict[tuple[str, str], float] | None = {} if keep else None
        self._ids: dict[Hashable, int] = {}
        self._place: dict[Key, float | None] = {}
        self._time: dict[Key, float] = {}
        self._figure: dict[Key, float] = {}
        self._told: dict[Key, float] = {}
        self._by = dict(zip(features.FEATURES, weigh.by_level, strict=True))

    def score(self, one: Strand, other: Strand) -> float:
        """The log odds that two strands are of one event; the same the other way round."""
        if self._kept is None:
            return self._score(one, other)
        pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
        if pair not in self._kept:
            self._kept[pair] = self._score(one, other)
        return self._kept[pair]

    def _score(self, one: Strand, other: Strand) -> float:
        if one.kind is not other.kind and not (brief(one) and brief(other)):
            return self.weigh.unmet
        mine, theirs = one.marks or self._mark(one), other.marks or self._mark(other)
        if mine > theirs:
            one, other, mine, theirs = other, one, theirs, mine
        pair = mine[0], theirs[0]
        place = self._place[pair] if pair in self._place else self._new_place(pair, one, other)
        # A quarter that no gazetteer knows: here the words decide.
        total = self._by["place"][features.place(one, other)] if place is None else place
        pair = mine[1], theirs[1]
        total += self._time[pair] if pair in self._time else self._new_time(pair, one, other)
        pair = mine[2], theirs[2]
        total += self._figure[pair] if pair in self._figure else self._new_figure(pair, one, other)
        pair = mine[3], theirs[3]
        total += self._told[pair] if pair in self._told else self._new_told(pair, one, other)
        total += self._by["wording"][self._wording(one, other)]
        if one.twins or other.twins or one.document == other.document:
            total += self._by["report"][features.report(one, other)]
        else:
            total += self._by["report"]["other"]
        return round(total + self.weigh.bias, 4)

    def _mark(self, strand: Strand) -> tuple[int, int, int, int]:
        """Numbers for what a strand has in common with many others."""
        figures = frozenset((harm, frozenset(amounts)) for harm, amounts in strand.figures.items())
        told = (
            strand.kind, frozenset(strand.methods), frozenset(strand.parties), frozenset(strand.classes),
            frozenset(strand.harms),
        )  # fmt: skip
        parts: tuple[Hashable, ...] = (("place", *strand.areas), ("time", strand.window), ("figure", figures), told)
        ids = self._ids
        first, second, third, fourth = (ids.setdefault(part, len(ids)) for part in parts)
        strand.marks = (first, second, third, fourth)
        return strand.marks

    def _wording(self, one: Strand, other: Strand) -> str:
        shared = len(features.telling(one) & features.telling(other))
        if shared:
            return "several" if shared > 2 else "two" if shared == 2 else "one"
        return "little" if len(one.wording) < 3 or len(other.wording) < 3 else "none"

    def _new_place(self, pair: Key, one: Strand, other: Strand) -> float | None:
        level = features.lie(one, other)
        found = None if level is None else self._by["place"][level]
        _room(self._place)[pair] = found
        return found

    def _new_time(self, pair: Key, one: Strand, other: Strand) -> float:
        found = self._by["time"][windows.gap(one.window, other.window).value]
        _room(self._time)[pair] = found
        return found

    def _new_figure(self, pair: Key, one: Strand, other: Strand) -> float:
        found = self._by["figure"][features.figure(one, other)]
        _room(self._figure)[pair] = found
        return found

    def _new_told(self, pair: Key, one: Strand, other: Strand) -> float:
        levels = features.told(one, other)
        found = sum(self._by[feature][level] for feature, level in levels.items())
        _room(self._told)[pair] = found
        return found


def _room(kept: dict[Key, Kept]) -> dict[Key, Kept]:
    if len(kept) >= _KEPT:
        kept.clear()
    return kept


def brief(strand: Strand) -> bool:
    """What is told as one thing and as a total over two days may be the same; over weeks it may not."""
    return strand.kind is not Kind.WIDE and strand.window is not None and strand.window.length <= windows.SHORT
