"""Names of sources for people to read; their ids hold across reports, their words stand in the claims."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reportedly import gazetteer, lexicon
from reportedly.sources import Standing, registry, standing

# Names that people say with an article.
_WITH_ARTICLE = re.compile(
    r"\b(?:Observatory|Network|Council|Organi[sz]ation|Union|Nations|Office|Committee|Cent(?:re|er)|Ministry|Army|"
    r"Forces?|Agency|Cross|Crescent|Commission|Government|Association|Society|Group|Front|Movement|Department)\b"
)
# Somebody without a name, by what he is: "nurse at rural hospital".
_PERSON = re.compile(
    r"(?:\w+ ){0,2}(?:doctor|nurse|medic|paramedic|surgeon|witness|resident|trader|farmer|teacher|driver|survivor|"
    r"relative|colleague|neighbour|neighbor|villager|soldier|officer|official|spokesman|spokeswoman|spokesperson|"
    r"lawyer|activist|volunteer|rescuer|diplomat|minister|committee|mayor|chief|elder|pastor|priest|imam)(?: |$)"
)
_BODY = re.compile(r"([a-z]{2})-(.+)")


@lru_cache(maxsize=50_000)
def name(id_: str) -> str:
    """The name of a source. A person's name is never one.

    >>> name("sohr"), name("anon:r1:sources-within-syrian-government"), name("sd-police")
    ('Syrian Observatory for Human Rights', 'sources within Syrian government', 'police of Sudan')
    >>> name("own:named:lakeside-wire"), name("doc:r1:governor"), name("person:r1:2")
    ('Lakeside Wire in its own voice', 'governor', 'an official named in the report')
    """
    if id_.startswith("own:"):
        outlet = id_.removeprefix("own:")
        if standing(outlet) is Standing.BOUND:
            return "the report in its own voice"
        return f"{name(outlet)} in its own voice"
    if id_.startswith("person:"):
        return "an official named in the report"
    if id_.startswith(("anon:", "doc:")):
        return " ".join(_capitals().get(word, word) for word in id_.rpartition(":")[2].split("-"))
    entry = registry().entries.get(id_)
    if entry is not None:
        return entry.name
    if id_.startswith("named:"):
        return id_.removeprefix("named:").replace("-", " ").title()
    body = _BODY.fullmatch(id_)
    if body is None:
        return id_.replace("-", " ")
    country = gazetteer.country_names().get(body[1].upper(), (body[1].upper(),))[0]
    return f"{body[2].replace('-', ' ')} of {country}"


def spoken(id_: str) -> str:
    """The name as a sentence has it.

    >>> spoken("sohr"), spoken("anon:r1:residents"), spoken("named:lakeside-wire")
    ('the Syrian Observatory for Human Rights', 'residents', 'Lakeside Wire')
    >>> spoken("doc:r1:health-office"), spoken("anon:r1:nurse-at-rural-hospital"), spoken("anon:r1:local-media")
    ('the health office', 'a nurse at rural hospital', 'local media')
    """
    found = name(id_)
    # Whoever is known in one report only is named there by what he is.
    with_article = _WITH_ARTICLE.search(found) or id_.startswith("doc:") or _is_body(id_)
    if with_article and not found.startswith("the "):
        return f"the {found}"
    if id_.startswith("anon:") and _PERSON.match(found):
        return f"{'an' if found[0] in 'aeiou' else 'a'} {found}"
    return found


@cache
def _capitals() -> dict[str, str]:
    """Words that ids have in small letters: countries and what is of them."""
    adjectives = [word for words in lexicon.table("en", "places_demonyms").values() for word in words]
    countries = [word for words in gazetteer.country_names().values() for word in words]
    known = {word.lower(): word.capitalize() for word in [*adjectives, *countries] if word.isalpha() and len(word) > 3}
    return known | {word: word.upper() for word in ("eu", "idf", "uae", "uk", "un", "us")}


def _is_body(id_: str) -> bool:
    """Whether it is named by what it is and its country: "the police of Sudan"."""
    return id_ not in registry().entries and _BODY.fullmatch(id_) is not None
