"""Strands that speak of one event: joined two groups at a time, the surest first, while it is likelier than not.

Groups are joined by the mean of all pairs between them, so that a chain of neighbours makes no one event: one report
that fits two others is no reason for those two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

Pair = tuple[int, int]


def components(count: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """What pairs connect, each and all in ascending order."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    grouped: dict[int, list[int]] = {}
    for node in range(count):
        grouped.setdefault(root(node), []).append(node)
    return list(grouped.values())


def join(
    nodes: Sequence[int], scores: Mapping[Pair, float], unmet: float, apart: Iterable[Pair] = ()
) -> list[list[int]]:
    """Groups of the nodes. `scores` are of pairs (lower node first); other pairs weigh `unmet`.

    Nodes must be numbered in a canonical order: it decides between equals. Pairs of `apart` never come together.
    """
    if len(nodes) == 1:
        return [list(nodes)]
    groups = {node: [node] for node in nodes}
    sums: dict[int, dict[int, tuple[float, int]]] = {node: {} for node in nodes}
    for (one, other), score in scores.items():
        sums[one][other] = sums[other][one] = (score, 1)
    barred: dict[int, set[int]] = {node: set() for node in nodes}
    for one, other in apart:
        if one in barred and other in barred:
            barred[one].add(other)
            barred[other].add(one)
    heap = [(-score, one, other, 1, 1) for (one, other), score in scores.items() if score > 0]
    heapify(heap)
    while heap:
        _, one, other, size, other_size = heappop(heap)
        # Either has grown or gone since: the pair stands in the heap anew.
        if len(groups.get(one, ())) != size or len(groups.get(other, ())) != other_size or other in barred[one]:
            continue
        _merge(groups, sums, barred, one, other)
        for neighbour in sums[one]:
            mean = _mean(groups, sums, one, neighbour, unmet)
            if mean > 0:
                first, second = sorted((one, neighbour))
                heappush(heap, (-mean, first, second, len(groups[first]), len(groups[second])))
    return [sorted(group) for _, group in sorted(groups.items())]


def _merge(
    groups: dict[int, list[int]],
    sums: dict[int, dict[int, tuple[float, int]]],
    barred: dict[int, set[int]],
    one: int,
    other: int,
) -> None:
    """The other goes into the one, whose number is lower."""
    groups[one] = groups[one] + groups.pop(other)
    gone = sums.pop(other)
    del gone[one], sums[one][other]
    for neighbour, (total, count) in gone.items():
        own_total, own_count = sums[one].get(neighbour, (0.0, 0))
        joint = (own_total + total, own_count + count)
        sums[one][neighbour] = sums[neighbour][one] = joint
        del sums[neighbour][other]
    for neighbour in barred.pop(other):
        barred[one].add(neighbour)
        barred[neighbour].discard(other)
        barred[neighbour].add(one)


def _mean(
    groups: dict[int, list[int]], sums: dict[int, dict[int, tuple[float, int]]], one: int, other: int, unmet: float
) -> float:
    total, count = sums[one][other]
    pairs = len(groups[one]) * len(groups[other])
    return (total + unmet * (pairs - count)) / pairs
