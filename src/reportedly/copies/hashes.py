"""Words and runs of words as numbers: the same ones on every machine and in every Python."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy
from numpy.typing import NDArray

Hashes = NDArray[numpy.uint64]

_ODD = numpy.array([2 * int.from_bytes(blake2b(bytes([n]), digest_size=7).digest(), "little") + 1 for n in range(8)])
_ODD = _ODD.astype(numpy.uint64)


def of_words(bare: Iterable[str]) -> Hashes:
    """One number a word."""
    return numpy.fromiter(map(_word, bare), dtype=numpy.uint64)


@lru_cache(maxsize=1 << 17)
def _word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def runs(hashed: Hashes, length: int) -> Hashes:
    """A hash of every run of so many words, eight at most; of a shorter text one hash over all of it."""
    length = min(length, len(hashed))
    count = len(hashed) - length + 1
    summed = numpy.zeros(count, dtype=numpy.uint64)
    for at in range(length):
        summed += hashed[at : at + count] * _ODD[at]
    return mixed(summed)


def mixed(values: Hashes) -> Hashes:
    """The end of splitmix64: sums of products spread over all bits."""
    values = (values ^ (values >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return values ^ (values >> numpy.uint64(31))


def banded(digest: Hashes, bands: int, depth: int) -> Hashes:
    """One hash for every so many numbers of a digest, another in each band."""
    summed = (digest.reshape(bands, depth) * _ODD[:depth]).sum(axis=1, dtype=numpy.uint64)
    return mixed(summed + mixed(numpy.arange(1, bands + 1, dtype=numpy.uint64)))


def least(values: Hashes, window: int) -> Hashes:
    """The least of every so many values in a row; `values` are no fewer."""
    # By doubling: the least of sixteen is the least of two leasts of eight.
    done = 1
    while 2 * done <= window:
        values = numpy.minimum(values[:-done], values[done:])
        done *= 2
    rest = window - done
    return numpy.minimum(values[: len(values) - rest], values[rest:]) if rest else values
