"""The words of generate.toml, ready to be drawn from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from reportedly.model import SourceKind

# Two slots side by side, drawn as one: a third of all draws.
_JOINED = (("adjective", "noun"), ("Adjective", "plural"), ("first", "last"))

Shape = tuple[str, list[tuple[list[str], int]]]


class Town(NamedTuple):
    name: str
    latitude: float
    longitude: float
    country: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lists by name; sentences by country as a pattern and the lists, with their lengths, that fill it."""

    lists: dict[str, list[str]]
    towns: list[Town]
    countries: dict[str, str]
    origins: list[tuple[str, SourceKind]]
    fillers: dict[str, list[Shape]]
    claims: list[list[str]]
    background: dict[str, list[str]]


@cache
def load() -> Vocabulary:
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name("generate.toml").read_text(encoding="utf-8"))
    lists = _lists(table)
    towns = [Town(*_town(entry), code) for code, line in table["towns"].items() for entry in line.split(";")]
    lists["town"] = [town.name for town in towns]
    fillers = {
        code: [_filler(shape, lists | {"town": [town.name for town in towns if town.country == code]})
               for shape in lists["filler"]]
        for code in table["towns"]
    }  # fmt: skip
    origins = [(words, SourceKind(kind)) for kind, many in table["origins"].items() for words in many]
    origins += [(monitor, SourceKind.MONITOR) for monitor in lists["monitors"]]
    background = {
        code: [
            _background(shape, name, 3 * number + turn, lists["groups"])
            for turn, shape in enumerate(lists["background"])
        ]
        for number, (code, name) in enumerate(table["countries"].items())
    }
    claims = [cut(shape) for shape in lists["claim"]]
    return Vocabulary(lists, towns, table["countries"], origins, fillers, claims, background)


def cut(shape: str) -> list[str]:
    """Literal words and names of slots in turn.

    >>> cut("In {place}, {quantity} people")
    ['In ', 'place', ', ', 'quantity', ' people']
    """
    return [piece for part in shape.split("{") for piece in part.split("}")]


def _lists(table: dict[str, Any]) -> dict[str, list[str]]:
    lists = {
        name: words.split() if isinstance(words, str) else list(words)
        for name, words in table.items()
        if not isinstance(words, dict)
    }
    lists["number"] = [str(number) for number in range(3, 400)]
    lists["age"] = [str(number) for number in range(18, 81)]
    lists["Adjective"] = [word.capitalize() for word in lists["adjective"]]
    lists["plural"] = [f"{word}s" for word in lists["noun"] if not word.endswith(("y", "s", "ch", "x"))]
    for left, right in _JOINED:
        lists[f"{left} {right}"] = [f"{one} {other}" for one, other in product(lists[left], lists[right])]
    return lists


def _filler(shape: str, lists: dict[str, list[str]]) -> Shape:
    for left, right in _JOINED:
        shape = shape.replace(f"{{{left}}} {{{right}}}", f"{{{left} {right}}}")
    pieces = cut(shape)
    pattern = "".join("%s" if number % 2 else piece.replace("%", "%%") for number, piece in enumerate(pieces))
    return pattern, [(lists[slot], len(lists[slot])) for slot in pieces[1::2]]


def _background(shape: str, country: str, number: int, groups: list[str]) -> str:
    group = groups[number % len(groups)]
    words = shape.format(country=country, year=1990 + 7 * number % 30, total=f"{7 + 5 * number},000", group=group)
    return words[0].upper() + words[1:]


def _town(entry: str) -> tuple[str, float, float]:
    name, latitude, longitude = entry.strip().rsplit(" ", 2)
    return name, float(latitude), float(longitude)
