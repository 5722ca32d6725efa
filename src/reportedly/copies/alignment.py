"""Where two texts have the same words: stretches of them, in whatever order, with the words changed between."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy
from numpy.typing import NDArray

from reportedly.copies.words import SEED, Words

Places = NDArray[numpy.intp]

# So many words may have been changed, put in or taken out inside a stretch: a toll with its hedge and its victims.
_GAP = 12
# Words alike in a stretch: a sentence of an agency. Shorter ones are phrases ("the Observatory said on Friday that"),
# unless they are most of a report that is no longer itself.
_STRETCH, _BRIEF, _MOST = 16, 6, 0.7
# Of a stretch's words, so many must be alike. Two phrases of eight words with twelve others between are not reuse.
_DENSE = 0.55
# A text that repeats itself without end has matches without end: so many words of them are followed.
_PLACES, _FOLLOWED = 8, 1_000_000


@dataclass(frozen=True, slots=True)
class Tile:
    """The same words in both texts, counted in words from their beginnings."""

    one: int
    other: int
    length: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Words of the one that stand where other words stand in the other; either side may be empty."""

    one: range
    other: range


@dataclass(frozen=True)
class Run:
    """Tiles that follow each other in both texts."""

    tiles: tuple[Tile, ...]

    @cached_property
    def alike(self) -> int:
        return sum(tile.length for tile in self.tiles)

    @cached_property
    def one(self) -> range:
        return range(self.tiles[0].one, self.tiles[-1].one + self.tiles[-1].length)

    @cached_property
    def other(self) -> range:
        return range(self.tiles[0].other, self.tiles[-1].other + self.tiles[-1].length)

    @property
    def dense(self) -> bool:
        return self.alike >= _DENSE * max(len(self.one), len(self.other))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(
            Gap(range(before.one + before.length, after.one), range(before.other + before.length, after.other))
            for before, after in pairwise(self.tiles)
        )

    def partner(self, at: int) -> int | None:
        """The word of the other text that is the same as this one's."""
        number = bisect_right(self.tiles, at, key=lambda tile: tile.one) - 1
        if number < 0:
            return None
        tile = self.tiles[number]
        return tile.other + at - tile.one if at < tile.one + tile.length else None


def reach(one: Words, other: Words) -> tuple[list[range], list[range]]:
    """The words of either text that may be alike: all that stand in SEED words which the other has somewhere.

    Much sooner known than where they are alike, and no word alike is outside.
    """
    shared = one.seeds_listed[1] & other.seeds_listed[1]
    return (_covered(one, shared), _covered(other, shared)) if shared else ([], [])


def _covered(words: Words, shared: frozenset[int]) -> list[range]:
    found: list[range] = []
    start = stop = -1
    for at in [at for at, seed in enumerate(words.seeds_listed[0]) if seed in shared]:
        if at > stop:
            if stop > 0:
                found.append(range(start, stop))
            start = at
        stop = at + SEED
    return [*found, range(start, stop)]


def clusters(covered: Sequence[range]) -> list[tuple[range, int]]:
    """Where words lie so near to each other that they can be one stretch, and how many of them."""
    found: list[tuple[range, int]] = []
    for each in covered:
        if found and each.start - found[-1][0].stop <= _GAP:
            found[-1] = range(found[-1][0].start, each.stop), found[-1][1] + len(each)
        else:
            found.append((each, len(each)))
    return found


def _common(one: Words, other: Words) -> tuple[Places, Places]:
    """The words from which on both have SEED words alike: all places of the one, the first ones of the other."""
    ordered, order = other.seeds_sorted
    first = numpy.searchsorted(ordered, one.seeds, "left")
    often = numpy.minimum(numpy.searchsorted(ordered, one.seeds, "right") - first, _PLACES)
    at = numpy.flatnonzero(often)
    often = often[at]
    nth = numpy.arange(often.sum()) - numpy.repeat(numpy.cumsum(often) - often, often)
    return numpy.repeat(at, often), order[numpy.repeat(first[at], often) + nth]


def align(one: Words, other: Words) -> tuple[Run, ...]:
    """The stretches that two texts share, in the order of the first. No word is in two of them."""
    tiles = _claimed(sorted(_matches(one, other), key=lambda tile: (-tile.length, tile.one, tile.other)), one, other)
    shorter = min(len(one.bare), len(other.bare))
    return tuple(
        run
        for run in _chained(tiles)
        if (run.alike >= _STRETCH and run.dense) or (run.alike >= _BRIEF and run.alike >= _MOST * shorter)
    )


def _matches(one: Words, other: Words) -> list[Tile]:
    """Every stretch of words alike that cannot be made longer."""
    ats, places = _common(one, other)
    # All but those that go on where an earlier one began.
    new = (ats == 0) | (places == 0) | (one.hashed[ats - 1] != other.hashed[places - 1])
    mine, theirs = one.bare, other.bare
    found: list[Tile] = []
    followed = 0
    for at, place in zip(ats[new].tolist(), places[new].tolist(), strict=True):
        length, room = 0, min(len(mine) - at, len(theirs) - place)
        while length < room and mine[at + length] == theirs[place + length]:
            length += 1
        found.append(Tile(at, place, length))
        followed += length
        if followed > _FOLLOWED:
            break
    return found


def _claimed(matches: Sequence[Tile], one: Words, other: Words) -> list[Tile]:
    """The longest matches first; of one whose words are partly taken, what is left at its ends."""
    taken_one, taken_other = bytearray(len(one.bare)), bytearray(len(other.bare))
    kept: list[Tile] = []
    for tile in matches:
        start, end = 0, tile.length
        while start < end and (taken_one[tile.one + start] or taken_other[tile.other + start]):
            start += 1
        # Up to the next word that is taken in either.
        until = (taken_one.find(1, tile.one + start, tile.one + end) - tile.one,
                 taken_other.find(1, tile.other + start, tile.other + end) - tile.other)  # fmt: skip
        stop = min((at for at in until if at >= start), default=end)
        if stop - start < SEED - 1:
            continue
        kept.append(Tile(tile.one + start, tile.other + start, stop - start))
        taken_one[tile.one + start : tile.one + stop] = b"\1" * (stop - start)
        taken_other[tile.other + start : tile.other + stop] = b"\1" * (stop - start)
    return sorted(kept, key=lambda tile: tile.one)


def _chained(tiles: Sequence[Tile]) -> list[Run]:
    """Tiles joined where the next one follows soon in both texts."""
    open_runs: list[list[Tile]] = []
    for tile in tiles:
        for run in reversed(open_runs[-6:]):
            last = run[-1]
            ahead, beside = tile.one - last.one - last.length, tile.other - last.other - last.length
            if 0 <= ahead <= _GAP and 0 <= beside <= _GAP:
                run.append(tile)
                break
        else:
            open_runs.append([tile])
    return [Run(tuple(run)) for run in open_runs]
