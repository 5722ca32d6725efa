"""Where two texts have the same words: stretches of them, in whatever order, with the words changed between."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Run:
    """Tiles that follow each other in both texts."""

    tiles: tuple[Tile, ...]

    @property
    def alike(self) -> int:
        return sum(tile.length for tile in self.tiles)

    @property
    def one(self) -> range:
        return range(self.tiles[0].one, self.tiles[-1].one + self.tiles[-1].length)

    @property
    def other(self) -> range:
        return range(self.tiles[0].other, self.tiles[-1].other + self.tiles[-1].length)

    @property
    def dense(self) -> bool:
        return self.alike >= _DENSE * max(len(self.one), len(self.other))

    def gaps(self) -> Iterator[Gap]:
        for before, after in zip(self.tiles, self.tiles[1:], strict=False):
            yield Gap(
                range(before.one + before.length, after.one),
                range(before.other + before.length, after.other),
            )

    def partner(self, at: int) -> int | None:
        """The word of the other text that is the same as this one's."""
        number = bisect_right(self.tiles, at, key=lambda tile: tile.one) - 1
        if number < 0:
            return None
        tile = self.tiles[number]
        return tile.other + at - tile.one if at < tile.one + tile.length else None


@dataclass(frozen=True, slots=True)
class Common:
    """Where two texts have SEED words alike: pairs of words from which on they do, those of the first in order."""

    one: Places
    other: Places

    def most(self) -> tuple[int, int]:
        """At most so many words of either text are alike."""
        return len(_covered(self.one)), len(_covered(self.other))

    def clusters(self) -> list[range]:
        """The words of the first text in which its stretches must lie."""
        covered = _covered(self.one)
        if not len(covered):
            return []
        breaks = numpy.flatnonzero(numpy.diff(covered) > _GAP + 1)
        starts, ends = covered[numpy.concatenate(([0], breaks + 1))], covered[numpy.concatenate((breaks, [-1]))]
        return [range(start, end + 1) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def common(one: Words, other: Words) -> Common:
    """Where the same SEED words stand in both, at the first places of the other where they stand often."""
    ordered, order = other.seeds_sorted
    first = numpy.searchsorted(ordered, one.seeds, "left")
    often = numpy.minimum(numpy.searchsorted(ordered, one.seeds, "right") - first, _PLACES)
    at = numpy.flatnonzero(often)
    often = often[at]
    nth = numpy.arange(often.sum()) - numpy.repeat(numpy.cumsum(often) - often, often)
    return Common(numpy.repeat(at, often), order[numpy.repeat(first[at], often) + nth])


def _covered(seeds: Places) -> Places:
    """The words that seeds begin with or hold."""
    if not len(seeds):
        return seeds
    marked = numpy.zeros(int(seeds.max()) + SEED, dtype=numpy.bool_)
    for ahead in range(SEED):
        marked[seeds + ahead] = True
    return numpy.flatnonzero(marked)


def align(one: Words, other: Words, shared: Common | None = None) -> tuple[Run, ...]:
    """The stretches that two texts share, in the order of the first. No word is in two of them."""
    matches = _matches(one, other, shared or common(one, other))
    tiles = _claimed(sorted(matches, key=lambda tile: (-tile.length, tile.one, tile.other)), one, other)
    shorter = min(len(one.bare), len(other.bare))
    return tuple(
        run
        for run in _chained(tiles)
        if (run.alike >= _STRETCH and run.dense) or (run.alike >= _BRIEF and run.alike >= _MOST * shorter)
    )


def _matches(one: Words, other: Words, shared: Common) -> list[Tile]:
    """Every stretch of words alike that cannot be made longer."""
    # All but those that go on where an earlier one began.
    goes_on = (shared.one > 0) & (shared.other > 0) & (one.hashed[shared.one - 1] == other.hashed[shared.other - 1])
    mine, theirs = one.bare, other.bare
    found: list[Tile] = []
    followed = 0
    for at, place in zip(shared.one[~goes_on].tolist(), shared.other[~goes_on].tolist(), strict=True):
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
