"""Sums of parts: the most that can be added up without counting anybody twice.

Where parts overlap in cliques (figures of the same people), the largest of each is taken, in closed form. Where
breakdowns overlap otherwise ("by province" and "by trade"), the choice is solved as a small integer programme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from reportedly.tolls.figures import Heard
from reportedly.tolls.variables import Variable

T = TypeVar("T")
# Up to so many overlapping parts every choice is tried, past it HiGHS is asked. Where each overlaps its neighbours,
# choices took 0.5 ms for 10 parts and 4.8 ms for 14, HiGHS 3 ms for either (two cores, shared with others).
_TRIED = 12


def largest(parts: Sequence[tuple[int, T]], are_apart: Callable[[T, T], bool]) -> list[tuple[int, T]]:
    """Numbers of what is apart from one another with the largest sum; of equal sums the first in order."""
    if len(parts) < 2:
        return list(parts)
    clashes = [
        [i != j and not are_apart(one[1], other[1]) for j, other in enumerate(parts)] for i, one in enumerate(parts)
    ]
    groups = _groups(clashes)
    if all(clashes[i][j] for group in groups for i in group for j in group if i != j):
        chosen = [max(group, key=lambda i: (parts[i][0], -i)) for group in groups]
    else:
        chosen = [i for group in groups for i in _solved(group, parts, clashes)]
    return [parts[i] for i in sorted(chosen)]


def by_variable(parts: Iterable[tuple[int, Heard]]) -> list[tuple[int, Heard]]:
    """Of several figures of one variable the largest, the first of equals: they count the same people."""
    found: dict[Variable, tuple[int, Heard]] = {}
    for part in parts:
        known = found.get(part[1].variable)
        if known is None or known[0] < part[0]:
            found[part[1].variable] = part
    return list(found.values())


def _groups(clashes: list[list[bool]]) -> list[list[int]]:
    """What overlaps, directly or by way of others."""
    found: list[list[int]] = []
    seen: set[int] = set()
    for start in range(len(clashes)):
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            one = waiting.pop()
            more = {other for other, clash in enumerate(clashes[one]) if clash} - group
            group |= more
            waiting += more
        seen |= group
        found.append(sorted(group))
    return found


def _solved(group: list[int], parts: Sequence[tuple[int, T]], clashes: list[list[bool]]) -> list[int]:
    if len(group) <= _TRIED:
        return max(_choices(group, clashes), key=lambda chosen: sum(parts[i][0] for i in chosen))
    import numpy as np  # Late: most tolls never need it.
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

    pairs = [(a, b) for a in range(len(group)) for b in range(a) if clashes[group[a]][group[b]]]
    rows = np.zeros((len(pairs), len(group)))
    for row, (a, b) in enumerate(pairs):
        rows[row, a] = rows[row, b] = 1
    # The small term takes the first in order of equal sums.
    gain = np.array([parts[i][0] - 1e-6 * at for at, i in enumerate(group)])
    found = milp(
        -gain, integrality=np.ones(len(group)), bounds=Bounds(0, 1), constraints=LinearConstraint(rows, ub=1)
    )  # fmt: skip
    return [i for i, taken in zip(group, found.x, strict=True) if taken > 0.5]


def _choices(group: list[int], clashes: list[list[bool]]) -> list[list[int]]:
    """Every choice of parts that are apart from one another."""
    found: list[list[int]] = [[]]
    for i in group:
        found += [[*chosen, i] for chosen in found if not any(clashes[i][j] for j in chosen)]
    return found
