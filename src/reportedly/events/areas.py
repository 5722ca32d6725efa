"""Where claims are: how two areas lie to each other, and whether the one holds the other.

Areas are compared by what the gazetteer says of them: codes of country and first-level area, and distances. A place
that it does not know is compared by its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt

from reportedly import gazetteer, lexicon
from reportedly.evidence import Evidence
from reportedly.gazetteer import Entry, Kind
from reportedly.gazetteer.spelling import loose, skeleton
from reportedly.model import Toponym

# Two points of one town, by two gazetteers or with the name of a quarter, in kilometres.
SAME_KM = 6.0
# A village that is told by the town beside it: as far as neighbouring towns commonly lie from each other.
NEAR_KM = 30.0
# The reach of a second-level area, and of a region that is no official area.
_DISTRICT_KM, _REGION_KM = 35.0, 150.0
_EARTH_KM = 6371.0


class Level(IntEnum):
    """How wide a place is. `PART` is a part of a larger area ("northern X"): not it all, and no point in it either."""

    TOWN = 0
    ADMIN2 = 1
    ADMIN1 = 2
    PART = 3
    COUNTRY = 4


class Lie(StrEnum):
    """How two areas lie to each other."""

    SAME = "same"
    NEAR = "near"
    DISTRICT = "district"
    PROVINCE = "province"
    SAME_AREA = "same_area"
    WIDE = "wide"
    WORDS = "words"
    APART = "apart"
    FAR = "far"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


CLASH = (Lie.APART, Lie.FAR, Lie.ABROAD)


@dataclass(frozen=True, slots=True)
class Area:
    """Where a claim is. `level=None`: the gazetteer knows no such place, `names` are the keys of its words.

    `province` is the key of its first-level area. `either` is set for a town that bears the name of its area, as many
    capitals do: which of the two a report means by it stays open.
    """

    level: Level | None
    country: str | None
    province: str | None
    id: str | None
    latitude: float
    longitude: float
    names: frozenset[str]
    either: bool = False


NOWHERE = Area(None, None, None, None, 0.0, 0.0, frozenset())


def of(claim: Evidence) -> Area:
    """The area of a claim."""
    if claim.toponym is None and claim.place is None and claim.country is None:
        return NOWHERE
    return known(claim.toponym, claim.place, claim.country)


@lru_cache(maxsize=262144)
def known(toponym: Toponym | None, words: str | None, country: str | None) -> Area:
    names = name_keys(words) if words else frozenset[str]()
    if toponym is None:
        province, wide = _province_named(words, country) if words and country else (None, frozenset[str]())
        return Area(None, country, province, None, 0.0, 0.0, names - wide)
    level = _level(toponym)
    province = None
    if toponym.admin1:
        province = f"{toponym.country}/{toponym.admin1}"
    elif level in (Level.ADMIN1, Level.PART) and toponym.gazetteer_id.startswith("geonames-admin1"):
        province = f"{toponym.country}/{toponym.name}"
    either = level is Level.TOWN and toponym.admin1 is not None and bool(names & name_keys(toponym.admin1))
    return Area(
        level, toponym.country or country, province, toponym.gazetteer_id, toponym.latitude, toponym.longitude,
        names | name_keys(toponym.name), either,
    )  # fmt: skip


def _level(toponym: Toponym) -> Level:
    return {"town": Level.TOWN, "admin2": Level.ADMIN2, "admin1": Level.ADMIN1, "country": Level.COUNTRY}.get(
        toponym.precision, Level.PART
    )


def _province_named(words: str, country: str) -> tuple[str | None, frozenset[str]]:
    """The first-level area that the words of an unknown place name beside it ("Sevre in Idlib"), and the keys of that.

    >>> _province_named("the village of Sevre in Idlib province", "SY")[0]
    'SY/Idlib'
    """
    found: dict[str, set[str]] = {}
    wide: set[str] = set()
    for token in _tokens(words):
        for entry in _wide_entries(token, country):
            wide.add(sound_key(token))
            if entry.kind is Kind.ADMIN1:
                found.setdefault(f"{country}/{entry.name}", set()).add(token)
    return next(iter(found)) if len(found) == 1 else None, frozenset(wide)


@lru_cache(maxsize=65536)
def _wide_entries(token: str, country: str) -> tuple[Entry, ...]:
    # "Syrias" lost its apostrophe.
    forms = (token, token[:-1]) if token.endswith("s") else (token,)
    hits = [hit.entry for form in forms for hit in gazetteer.named(form) if hit.entry.country == country]
    return tuple(entry for entry in hits if entry.kind in (Kind.ADMIN1, Kind.COUNTRY))


@lru_cache(maxsize=65536)
def name_keys(words: str) -> frozenset[str]:
    """Keys of the names in some words, alike for spellings that transliteration makes.

    >>> name_keys("the village of Al-Tukhar") == name_keys("Tokhar")
    True
    """
    return frozenset(map(sound_key, _tokens(words)))


@cache
def _generic() -> frozenset[str]:
    """Words around a name that are none of it."""
    return frozenset(lexicon.table("en", "wording")["place_generic"])


def _tokens(words: str) -> list[str]:
    folded = gazetteer.fold(words) or words.lower()
    return [token for token in re.findall(r"\w+", folded) if token not in _generic() and len(token) > 2]


@lru_cache(maxsize=262144)
def sound_key(word: str) -> str:
    """A word as its consonants sound, or the word where that is too little to go by.

    >>> sound_key("sheikhoun") == sound_key("shaykhun")
    True
    """
    sounds = loose(word)
    return (sounds and skeleton(sounds)) or sounds or word


def kilometres(one: Area, other: Area) -> float:
    """The distance of their points."""
    if one.latitude == other.latitude and one.longitude == other.longitude:
        return 0.0
    south, north = radians(one.latitude), radians(other.latitude)
    rise, run = (north - south) / 2, radians(other.longitude - one.longitude) / 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(sin(rise) ** 2 + cos(south) * cos(north) * sin(run) ** 2)))


def lie(one: Area, other: Area) -> Lie:
    """How two areas lie to each other; the same the other way round."""
    if one.level is None or other.level is None:
        return _lie_by_words(one, other)
    if one.country and other.country and one.country != other.country:
        # Towns on either side of a border are as near as any.
        both = one.level is Level.TOWN and other.level is Level.TOWN
        return Lie.NEAR if both and kilometres(one, other) <= NEAR_KM else Lie.ABROAD
    # Of two parts, the one whose area is known better is the measure.
    narrow, wide = sorted((one, other), key=lambda area: (area.level, area.province is not None, area.id or ""))
    if wide.level is Level.COUNTRY or narrow.level is None or wide.level is None:
        return Lie.WIDE
    if wide.level is Level.PART:
        return _lie_in_part(narrow, wide)
    if wide.level is Level.ADMIN1:
        if narrow.province != wide.province:
            return Lie.FAR
        return Lie.SAME_AREA if narrow.level is Level.ADMIN1 else Lie.PROVINCE
    return _lie_of_points(narrow, wide)


def _lie_of_points(narrow: Area, wide: Area) -> Lie:
    distance = kilometres(narrow, wide)
    if wide.level is Level.ADMIN2:
        if narrow.id == wide.id:
            return Lie.SAME_AREA
        if distance <= _DISTRICT_KM:
            return Lie.DISTRICT
    elif distance <= SAME_KM:
        return Lie.SAME
    if distance <= NEAR_KM:
        return Lie.NEAR
    if (narrow.either or wide.either) and narrow.province == wide.province:
        return Lie.PROVINCE
    return Lie.APART if distance <= 3 * NEAR_KM else Lie.FAR


def _lie_in_part(narrow: Area, wide: Area) -> Lie:
    if narrow.id == wide.id:
        return Lie.SAME_AREA if narrow.level is wide.level else Lie.WIDE
    if wide.province is not None:
        return Lie.PROVINCE if narrow.province == wide.province else Lie.FAR
    if wide.id is not None and wide.id.startswith("reportedly:") and narrow.level is not Level.PART:
        return Lie.WIDE if kilometres(narrow, wide) <= _REGION_KM else Lie.FAR
    return Lie.WIDE


def _lie_by_words(one: Area, other: Area) -> Lie:
    if one.country and other.country and one.country != other.country:
        return Lie.ABROAD
    if one.names & other.names:
        return Lie.WORDS
    if one.province is None or other.province is None:
        return Lie.UNKNOWN
    return Lie.PROVINCE if one.province == other.province else Lie.FAR


def holds(outer: Area, inner: Area) -> bool:
    """Whether an area holds another, for sure. What the gazetteer does not know is taken to be a place inside.

    >>> holds(NOWHERE, NOWHERE)
    True
    """
    if inner.level is None:
        return not (outer.country and inner.country and outer.country != inner.country)
    if outer.level is None:
        return inner.level is Level.TOWN and not inner.either
    if inner.level > outer.level:
        return False
    if outer.level is Level.TOWN:
        return kilometres(outer, inner) <= SAME_KM
    found = lie(outer, inner)
    if outer.level is Level.ADMIN2:
        return found in (Lie.DISTRICT, Lie.SAME_AREA)
    return found in (Lie.SAME_AREA, Lie.PROVINCE, Lie.WIDE)
