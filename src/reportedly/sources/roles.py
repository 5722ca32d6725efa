"""Bodies that every state has, whose country they are of, and who is nobody in particular: `roles.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly import gazetteer, lexicon
from reportedly.errors import LexiconError
from reportedly.sources.spelling import fold

_WHERE = "lexicon/sources/roles.toml"


@dataclass(frozen=True, slots=True)
class Tables:
    """The lists of `roles.toml`, folded, and the words for countries, both by their words."""

    forms: dict[tuple[str, ...], str]
    countries: dict[tuple[str, ...], str]
    local: frozenset[str]
    loose: frozenset[str]
    rivals: frozenset[str]
    somewhere: frozenset[str]
    empty: frozenset[str]
    speaking: frozenset[str]
    nobody: frozenset[str]
    papers: frozenset[str]
    bodies: frozenset[str]
    plain: frozenset[str]
    ranks: frozenset[str]
    describing: frozenset[str]
    place_begins: frozenset[str]
    offices: frozenset[str]
    backing: frozenset[str]
    longest_form: int
    longest_country: int


@cache
def tables() -> Tables:
    """Read once. Raises LexiconError when one form stands for two roles."""
    resource = files("reportedly.lexicon") / "sources" / "roles.toml"
    loaded = tomllib.loads(resource.read_text(encoding="utf-8"))
    forms: dict[tuple[str, ...], str] = {}
    for role, words in loaded["forms"].items():
        for form in words:
            key = tuple(fold(form).split())
            if forms.setdefault(key, role) != role:
                raise LexiconError(f"{_WHERE}: forms: {form!r} stands for {role} and for {forms[key]}")
    lists = {
        name: frozenset(fold(word) for word in words) for name, words in loaded["lists"].items() if name != "rivals"
    }
    for name in ("local", "loose"):
        lists[name] = frozenset(loaded["lists"][name])
    countries = _countries(loaded["capitals"])
    return Tables(
        forms=forms, countries=countries, rivals=frozenset(loaded["lists"]["rivals"]), **lists,
        longest_form=max(map(len, forms)), longest_country=max(map(len, countries)),
    )  # fmt: skip


def _countries(capitals: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
    """Names of countries, of their people and of some capitals -> ISO code."""
    found: dict[tuple[str, ...], str] = {}
    for iso, names in gazetteer.country_names().items():
        for name in names:
            found.setdefault(tuple(fold(name).split()), iso)
    for iso, words in lexicon.table("en", "places_demonyms").items():
        for word in words:
            found.setdefault(tuple(fold(word).split()), iso)
    for iso, cities in capitals.items():
        for name in cities:
            found.setdefault(tuple(fold(name).split()), iso)
    for name in ("gaza", "gaza strip", "west bank"):
        found[tuple(name.split())] = "PS"
    # Rough text has lost its apostrophes: "Russias ministry of defence".
    for key, iso in [(key, iso) for key, iso in found.items() if len(key) == 1]:
        found.setdefault((f"{key[0]}s",), iso)
    # A state of the United States and a country: the words alone do not tell.
    found.pop(("georgia",), None)
    return found


def capital_of(words: str) -> str | None:
    """The country for whose state its name or its capital stands: "Ukraine said", "Moscow said"."""
    return tables().countries.get(tuple(words.split()))
