"""Sketches of reports: a few dozen numbers by which a reused paragraph, or a whole copy, is looked up.

A sketch has two parts. Of the whole text it holds bands of a MinHash over runs of three words: a copy that was edited
throughout still shares a band. Of every window of 26 words it holds the least hash among its runs of seven words
(winnowing; Schleimer, Wilkerson and Aiken, SIGMOD 2003): 26 words taken over as they are always share one, wherever
they stand and whatever stands around them. Numbers are the same on every machine and in every Python.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy
from rensa import CMinHash

from reportedly.copies import hashes
from reportedly.copies.words import words

Id = TypeVar("Id", bound=Hashable)

# Sketches of two versions do not compare; a ledger keeps the number and sketches again when it changes.
VERSION = 1
# The band of a stretch's hash; those of the whole text count from 1.
STRETCH = 0

_RUN, _WINDOW = 7, 20
_WHOLE_RUN, _BANDS, _DEPTH, _SEED = 3, 16, 4, 20260101
# A text of a million words is looked up by this many of its windows, the ones with the least hashes.
_MOST_STRETCHES = 1000
# So many holders of one hash are looked at, the first ones: words that thousands of reports hold say little.
FIRST = 32
# So many candidates are worth a comparison of their words. A story printed 200 times has its first prints among them.
MOST = 12
# One rare run of words, or many common ones. Half of a run that two others hold is not yet enough.
_ENOUGH = 0.3


@dataclass(frozen=True, slots=True)
class Sketch:
    """Hashes below 2**63: `whole` one a band, `stretches` in no order that means anything."""

    whole: tuple[int, ...]
    stretches: tuple[int, ...]

    def rows(self) -> Iterator[tuple[int, int]]:
        """As (band, hash): what a ledger stores beside the document."""
        yield from ((STRETCH, each) for each in self.stretches)
        yield from enumerate(self.whole, 1)


def sketch(text: str) -> Sketch:
    """The sketch of a text; an empty one where the text has no words.

    >>> one, other = sketch("At least 12 men, medics said, died."), sketch("AT LEAST 12 MEN MEDICS SAID DIED")
    >>> one == other, sketch("…").stretches
    (True, ())
    """
    hashed = words(text).hashed
    if not len(hashed):
        return Sketch((), ())
    runs = hashes.runs(hashed, _RUN)
    if len(runs) > _WINDOW:
        stretches = numpy.unique(hashes.least(runs, _WINDOW))[:_MOST_STRETCHES]
    else:
        stretches = runs.min(keepdims=True)
    return Sketch(_whole(hashes.runs(hashed, _WHOLE_RUN)), tuple((stretches >> numpy.uint64(1)).tolist()))


def candidates(sketch: Sketch, holders: Callable[[Sketch], Iterable[Sequence[Id]]]) -> tuple[Id, ...]:
    """The documents worth comparing, the likeliest first, `MOST` at most.

    `holders` gives, for each of the sketch's rows that anybody holds, the first `FIRST` documents that hold it, in
    the order in which they came. A row weighs the less, the more hold it.
    """
    scores: defaultdict[Id, float] = defaultdict(float)
    for held in holders(sketch):
        weight = 1 / len(held)
        for document in held:
            scores[document] += weight
    # Sorting is stable: among equals the one that was met first.
    likely = sorted((document for document in scores if scores[document] >= _ENOUGH), key=lambda each: -scores[each])
    return tuple(likely[:MOST])


class Index(Generic[Id]):
    """Sketches in memory, looked up as the ledger's table is."""

    def __init__(self) -> None:
        # One number where one document holds a hash, as nearly always; a list is ten times as large.
        self._holders: dict[int, int | list[int]] = {}
        self._documents: list[Id] = []

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, document: Id, sketch: Sketch) -> None:
        number = len(self._documents)
        self._documents.append(document)
        for key in (*sketch.stretches, *sketch.whole):
            held = self._holders.setdefault(key, number)
            if isinstance(held, list):
                if len(held) < FIRST:
                    held.append(number)
            elif held != number:
                self._holders[key] = [held, number]

    def candidates(self, sketch: Sketch) -> tuple[Id, ...]:
        """As `candidates`, over the documents added so far."""
        return tuple(self._documents[number] for number in candidates(sketch, self._held))

    def _held(self, sketch: Sketch) -> Iterator[Sequence[int]]:
        for key in (*sketch.stretches, *sketch.whole):
            held = self._holders.get(key)
            if held is not None:
                yield held if isinstance(held, list) else (held,)


def _whole(runs: hashes.Hashes) -> tuple[int, ...]:
    digest = CMinHash.digests64_from_token_hash_sets([runs.tolist()], _BANDS * _DEPTH, _SEED)[0]
    mixed = hashes.banded(numpy.array(digest, dtype=numpy.uint64), _BANDS, _DEPTH)
    return tuple((mixed >> numpy.uint64(1)).tolist())
