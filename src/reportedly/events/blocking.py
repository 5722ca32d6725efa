"""Which strands are compared at all: those that share a key of place and time.

A strand is *filed* under a few keys and *asks* for a few more. Filing and asking are symmetric: whether the one finds
the other does not depend on who came first, so a ledger that keeps the filed keys finds the same pairs as grouping
everything does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import floor

from reportedly.events.areas import NEAR_KM, Area, Level
from reportedly.events.strands import Kind, Strand
from reportedly.events.windows import SHORT

# Days of a bucket: reports of a thing that are further apart than one and a bit are joined by others between them.
_BUCKET = 7
_DEGREE_KM = 111.2
# Small figures stand in every second report.
_TELLING = 5


def filed(strand: Strand) -> frozenset[str]:
    """The keys that the strand is found under."""
    places = (f"{place}@{bucket}" for place in _filed(strand) for bucket in _buckets(strand, 0))
    return frozenset((*places, *_figures(strand, 0), *_methods(strand, 0)))


def asked(strand: Strand) -> frozenset[str]:
    """The keys under which the strand looks for others, each once."""
    buckets = tuple(_buckets(strand, 1))
    places = (f"{place}@{bucket}" for place in _asked(strand) for bucket in buckets)
    return frozenset((*places, *_figures(strand, 1), *_methods(strand, 1)))


def home(strand: Strand) -> tuple[str, int] | None:
    """The key under which the strand meets those of its place, and its day; None for what is of no one day or place.

    The key is one of those that the strand is filed under and asks for: who holds it holds all of the home.
    """
    window = strand.window
    if strand.kind is Kind.WIDE or window is None or window.length > SHORT or not strand.areas:
        return None
    own = _own_keys(strand.areas[0])
    place = next((key for key in own if key.startswith("c:")), min(own, default=None))
    if place is not None:
        return f"{place}@{window.last // _BUCKET}", window.last
    # No more than the country is known: those meet by the way of attack.
    return min(((key, window.last) for key in _methods(strand, 0) if key.startswith("mw:")), default=None)


def _buckets(strand: Strand, around: int) -> Iterator[int]:
    window = strand.window
    if window is None:
        return
    yield from range(window.first // _BUCKET - around, window.last // _BUCKET + around + 1)


def _filed(strand: Strand) -> Iterator[str]:
    for area in strand.areas:
        yield from _own_keys(area)
    yield from _words(strand)


def _asked(strand: Strand) -> Iterator[str]:
    for area in strand.areas:
        yield from _keys_around(area)
    yield from _words(strand)


def _words(strand: Strand) -> Iterator[str]:
    """A strand without a place meets those whose place its sentences name."""
    if not strand.areas:
        for word in strand.wording:
            yield f"n:{word}"


@lru_cache(maxsize=65536)
def _own_keys(area: Area) -> tuple[str, ...]:
    """Points by their cell and as part of their province; provinces as such; names that no gazetteer knows."""
    keys = [f"n:{name}" for name in area.names] if area.level is not Level.COUNTRY else []
    if area.level is None:
        return (*keys, f"u:{area.province}") if area.province else tuple(keys)
    if area.level <= Level.ADMIN2:
        keys.append("c:{}:{}".format(*_cell(area)))
        keys += [f"u:{area.province}"] if area.province else []
    if area.level in (Level.ADMIN1, Level.PART) or area.either:
        keys += [f"w:{area.province}"] if area.province else []
    return tuple(keys)


@lru_cache(maxsize=65536)
def _keys_around(area: Area) -> tuple[str, ...]:
    keys = [f"n:{name}" for name in area.names] if area.level is not Level.COUNTRY else []
    if area.level is None:
        return (*keys, f"w:{area.province}") if area.province else tuple(keys)
    if area.level <= Level.ADMIN2:
        row, column = _cell(area)
        keys += [f"c:{row + down}:{column + across}" for down in (-1, 0, 1) for across in (-1, 0, 1)]
        keys += [f"w:{area.province}"] if area.province else []
    if area.level in (Level.ADMIN1, Level.PART) or area.either:
        keys += [f"w:{area.province}", f"u:{area.province}"] if area.province else []
    return tuple(keys)


def _cell(area: Area) -> tuple[int, int]:
    """Rows as wide as near places may lie apart, columns twice that at the equator: up to 60 degrees both reach.

    One size everywhere, so that the cells around a cell are the same seen from either of them.
    """
    size = NEAR_KM / _DEGREE_KM
    return floor(area.latitude / size), floor(area.longitude / (2 * size))


def _figures(strand: Strand, around: int) -> Iterator[str]:
    """Whatever the place is called: the same harm, the same figure, within days, in one country.

    This is how a report that says "northern X" finds those that name the town.
    """
    countries = {area.country for area in strand.areas if area.country} or {""}
    first, last = _days(strand)
    for harm, figures in strand.figures.items():
        for figure in figures:
            if figure >= _TELLING:
                for country in countries:
                    for bucket in range(first - around, last + around + 1):
                        yield f"f:{country}:{harm.value}:{figure}@{bucket}"


def _methods(strand: Strand, around: int) -> Iterator[str]:
    """The same way of attack within days, where one of the two names no more than the country or a part of it."""
    if not strand.methods:
        return
    wide = any(area.level in (Level.PART, Level.COUNTRY) for area in strand.areas)
    # Filed as wide or narrow; the narrow ask for the wide only, the wide for both.
    kinds = ("w", "n") if around and wide else ("w",) if around or wide else ("n",)
    first, last = _days(strand)
    for country in {area.country for area in strand.areas if area.country}:
        for method in strand.methods:
            for kind in kinds:
                for bucket in range(first - around, last + around + 1):
                    yield f"m{kind}:{country}:{method}@{bucket}"


def _days(strand: Strand) -> tuple[int, int]:
    """The first and last bucket of a few days; none for a strand that is dated only to weeks."""
    if strand.window is None or strand.window.length > SHORT:
        return 0, -2
    return strand.window.first // 3, strand.window.last // 3
