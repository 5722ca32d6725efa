"""One name, many spellings: the form under which the names of sources are stored and looked up."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly import gazetteer

_POSSESSIVE = re.compile(r"(?<=\w)['’]s(?!\w)|(?<=s)['’](?!\w)", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_ARTICLES = frozenset(("the", "al", "el"))
_SPELLINGS = {
    "center": "centre",
    "centers": "centres",
    "defense": "defence",
    "program": "programme",
    "programs": "programmes",
    "labor": "labour",
    "co": "co",
}
_AMERICAN = re.compile(r"iz(?=ation|ations$)")


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """The words without case, accents, articles (the, al-, el-), possessives, and American spelling.

    >>> fold("The Violations Documentation Center's"), fold("Al-Jazeera"), fold("U.N. Women")
    ('violations documentation centre', 'jazeera', 'un women')
    """
    bare = _DOTTED.sub(lambda match: match.group().replace(".", ""), words)
    bare = _POSSESSIVE.sub("", bare).replace("&", " and ")
    folded = gazetteer.fold(bare) or " ".join(re.findall(r"\w+", bare.lower()))
    tokens = [_SPELLINGS.get(token, token) for token in re.findall(r"\w+", folded)]
    kept = [token for token in tokens if token not in _ARTICLES] or tokens
    if len(kept) > 1 and kept[0] in ("a", "an"):
        kept = kept[1:]
    return _AMERICAN.sub("is", " ".join(kept))


def slug(folded: str) -> str:
    """A folded name as part of an id."""
    return folded.replace(" ", "-")


def is_short(alias: str) -> bool:
    """A name so short that it is a word in small letters: "AP", "WHO", "RSF"."""
    return len(alias) <= 3 or alias.lower() == "who"
