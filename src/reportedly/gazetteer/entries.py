"""What the gazetteer holds: one entry a place, and how a name led to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """How wide a place is. A site is a camp, base, crossing, airport or quarter; a region need not be official."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    TOWN = "town"
    SITE = "site"
    REGION = "region"
    CONTINENT = "continent"


class How(IntEnum):
    """By what right a spelling leads to an entry, the firmest first."""

    NAME = 0
    ALTERNATE = 1
    LOOSE = 2
    SKELETON = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer, in degrees WGS 84.

    `country` is None for what lies in several countries or belongs to none by common consent; `also` then lists the
    countries that it reaches into. `admin1` and `admin2` are GeoNames codes ("SY.12", "SY.12.169328"). `population` is
    0 when it is not known. `capital`: of its country.
    """

    id: str
    name: str
    kind: Kind
    latitude: float
    longitude: float
    country: str | None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    capital: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found under a spelling."""

    entry: Entry
    how: How
