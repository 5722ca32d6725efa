"""Phrases for bodies that every state has: which role, of which country, and what singles one out."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from reportedly.sources.roles import tables
from reportedly.sources.spelling import fold

_LINKS = frozenset(("of", "for", "in", "at", "from", "on", "inside", "near", "within"))
# Of these a name in capitals before them makes a name of its own: "Arakan Army", not the army of a place.
_NAMING = frozenset(("armed-forces", "government", "council", "national-guard", "security-forces", "parliament"))


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A body by its role.

    `country` is the one that the words name; `foreign` when they name several, so that none is certain. `names` single
    the body out ("Kano"), `somewhere` only say that it is one of many ("provincial"). `words` is the phrase, folded.
    """

    role: str
    country: str | None
    foreign: bool
    names: tuple[str, ...]
    somewhere: tuple[str, ...]
    person: str
    words: frozenset[str]


@lru_cache(maxsize=16384)
def read(words: str) -> RolePhrase | None:
    """The role that a phrase names, or None.

    >>> phrase = read("Kharkiv regional governor Oleh Koval")
    >>> phrase.role, phrase.names, phrase.person
    ('governor', ('kharkiv',), 'oleh koval')
    """
    tokens = fold(words).split()
    found = _form(tokens)
    if found is None:
        return None
    start, end, role = found
    before, after, person = tokens[:start], tokens[end:], ""
    if after and after[0] not in _LINKS:
        if tokens[end - 1] not in tables().offices:
            return None
        cut = next((index for index, token in enumerate(after) if token in _LINKS), len(after))
        person, after = " ".join(after[:cut]), after[cut:]
    country, foreign, rest = _country([*before, *after], len(before))
    listed = tables()
    rest = [token for token in rest if token not in listed.empty and token not in _LINKS and token != "state"]
    somewhere = tuple(token for token in rest if token in listed.somewhere)
    names = tuple(sorted(token for token in rest if token not in listed.somewhere))
    if role in _NAMING and names and _is_name(words, names, tokens[end - 1]):
        return None
    if names and len(names) > 3:
        return None
    return RolePhrase(role, country, foreign, names, somewhere, person, frozenset(tokens) | _joined(tokens))


def _form(tokens: list[str]) -> tuple[int, int, str] | None:
    """Where the longest form of a role stands, the first of equals."""
    listed = tables()
    for length in range(min(listed.longest_form, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            if (role := listed.forms.get(tuple(tokens[start : start + length]))) is not None:
                return start, start + length, role
    return None


def _country(tokens: list[str], before: int) -> tuple[str | None, bool, list[str]]:
    """The country that the words name, whether they name several, and the words left over."""
    listed, found, rest, index = tables(), set(), [], 0
    while index < len(tokens):
        for length in range(min(listed.longest_country, len(tokens) - index), 0, -1):
            iso = listed.countries.get(tuple(tokens[index : index + length]))
            following = tokens[index + length] if index + length < len(tokens) else ""
            if iso is not None and not (following in listed.backing and index + length != before):
                found.add(iso)
                index += length
                break
        else:
            rest.append(tokens[index])
            index += 1
    return (next(iter(found)) if len(found) == 1 else None), len(found) > 1, rest


def _is_name(words: str, names: tuple[str, ...], last: str) -> bool:
    """Whether a name and the noun are both in capitals: "Northern Resistance Army"."""
    capitals = {fold(token) for token in re.findall(r"[\w'’-]+", words) if token[0].isupper()}
    capitals = {part for token in capitals for part in token.split()}
    return last in capitals and bool(capitals & set(names))


def _joined(tokens: list[str]) -> frozenset[str]:
    """Pairs as one word, for "hamas-run" after folding has parted it."""
    return frozenset(f"{one}-{other}" for one, other in itertools.pairwise(tokens))
