"""Where two texts have the same words: stretches of them, in whatever order, with the words changed between."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.copies.words import Words

# Five words alike are worth a look; fewer are any two reports' ("were killed in the").
_SEED = 5
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


def align(one: Words, other: Words) -> tuple[Run, ...]:
    """The stretches that two texts share, in the order of the first. No word is in two of them."""
    tiles = _claimed(sorted(_matches(one.bare, other.bare), key=lambda tile: (-tile.length, tile.one, tile.other)))
    shorter = min(len(one.bare), len(other.bare))
    return tuple(
        run
        for run in _chained(tiles)
        if (run.alike >= _STRETCH and run.dense) or (run.alike >= _BRIEF and run.alike >= _MOST * shorter)
    )


def _matches(one: Sequence[str], other: Sequence[str]) -> list[Tile]:
    """Every stretch of words alike that cannot be made longer."""
    seeds: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, seed in enumerate(_seeds(other)):
        if len(places := seeds[seed]) < _PLACES:
            places.append(at)
    found: list[Tile] = []
    followed = 0
    for at, seed in enumerate(_seeds(one)):
        for place in seeds.get(seed, ()):
            if at and place and one[at - 1] == other[place - 1]:
                continue
            length, room = _SEED, min(len(one) - at, len(other) - place)
            while length < room and one[at + length] == other[place + length]:
                length += 1
            found.append(Tile(at, place, length))
            followed += length
        if followed > _FOLLOWED:
            break
    return found


def _seeds(bare: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(bare[at:] for at in range(_SEED)), strict=False)


def _claimed(matches: Sequence[Tile]) -> list[Tile]:
    """The longest matches first; of one whose words are partly taken, what is left at its ends."""
    taken_one: set[int] = set()
    taken_other: set[int] = set()
    kept: list[Tile] = []
    for tile in matches:
        start, end = 0, tile.length
        while start < end and (tile.one + start in taken_one or tile.other + start in taken_other):
            start += 1
        stop = start
        while stop < end and tile.one + stop not in taken_one and tile.other + stop not in taken_other:
            stop += 1
        if stop - start < _SEED - 1:
            continue
        kept.append(Tile(tile.one + start, tile.other + start, stop - start))
        taken_one.update(range(tile.one + start, tile.one + stop))
        taken_other.update(range(tile.other + start, tile.other + stop))
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
