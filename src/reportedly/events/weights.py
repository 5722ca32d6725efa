"""The weights of the features, as weights.toml beside this gives them; docs/events.md says how they were fitted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reportedly.errors import SetupError
from reportedly.events.features import FEATURES, LEVELS, Compared

FILE = "weights.toml"


@dataclass(frozen=True)
class Weights:
    """Log odds: `bias` for any pair and one for each level of each feature, in the order of FEATURES.

    `unmet` is for pairs that no key brought together.
    """

    bias: float
    unmet: float
    by_level: tuple[dict[str, float], ...]

    def score(self, compared: Compared) -> float:
        """The log odds of one event."""
        total = self.bias
        for weights, level in zip(self.by_level, compared, strict=True):
            total += weights[level]
        return total

    def of(self, feature: str, level: str) -> float:
        return self.by_level[FEATURES.index(feature)][level]


_using: ContextVar[Weights | None] = ContextVar("weights of events", default=None)


def current() -> Weights:
    """The weights of the program, or those of `using`. Raises SetupError when the file does not fit the features."""
    return _using.get() or _shipped()


@contextmanager
def using(known: Weights) -> Iterator[None]:
    """Groups with other weights for a while: to measure them."""
    token = _using.set(known)
    try:
        yield
    finally:
        _using.reset(token)


@cache
def _shipped() -> Weights:
    return read((files(__package__) / FILE).read_text(encoding="utf-8"))


def read(text: str) -> Weights:
    """Weights from TOML. Raises SetupError when a level is missing or unknown."""
    table: dict[str, Any] = tomllib.loads(text)
    for feature, levels in LEVELS.items():
        given = table.get(feature, {})
        if given.keys() != levels.keys():
            odd = sorted(given.keys() ^ levels.keys())
            raise SetupError(f"events/{FILE}: [{feature}]: {', '.join(odd)}: missing or unknown; fit the weights again")
    by_level = tuple({level: float(table[name][level]) for level in LEVELS[name]} for name in FEATURES)
    return Weights(float(table["bias"]), float(table["unmet"]), by_level)
