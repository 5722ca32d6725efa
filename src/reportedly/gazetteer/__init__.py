"""Place names and where they are: every spelling of a name leads to the places that bear it, the likeliest first.

The index is built once, in about ten seconds, into the user's cache (`REPORTEDLY_CACHE` overrides where that is) and is
rebuilt when what it was built from changes. Which of the places a report means is not decided here: there is no
default.
"""

from __future__ import annotations

import os
import sqlite3
from functools import cache, lru_cache
from pathlib import Path

from reportedly.gazetteer import dumps, index, sources
from reportedly.gazetteer.entries import Entry, Hit, How, Kind
from reportedly.gazetteer.spelling import fold, loose, skeleton

__all__ = [
    "Entry",
    "Hit",
    "How",
    "Kind",
    "area",
    "built",
    "cache_folder",
    "capital",
    "country",
    "country_names",
    "fold",
    "import_dump",
    "named",
    "spelled_like",
    "version",
]


@lru_cache(maxsize=65536)
def named(name: str) -> tuple[Hit, ...]:
    """The places of that name, spelled so but for accents, hyphens and apostrophes; known names before alternates.

    >>> named("Ḩalab")[0].entry.name
    'Aleppo'
    """
    folded = fold(name)
    return _hits(folded) if folded else ()


@lru_cache(maxsize=16384)
def spelled_like(name: str) -> tuple[Hit, ...]:
    """The places whose names could be transliterated so. Many are not meant: ask for their country or neighbourhood."""
    folded = fold(name)
    sounds = loose(folded) if folded else None
    if not sounds:
        return ()
    bones = skeleton(sounds)
    return _hits(f"~{sounds}") or (_hits(f"#{bones}") if bones else ())


def area(code: str) -> Entry | None:
    """The administrative area of a code: `area("SY.12")` is Idlib."""
    level = "admin1" if code.count(".") == 1 else "admin2"
    return _by_id(f"geonames-{level}:{code}")


@cache
def country(iso: str) -> Entry | None:
    """The country of an ISO 3166-1 alpha-2 code."""
    query = f"SELECT {_COLUMNS} FROM places WHERE kind = 'country' AND country = ?"
    row = _connection().execute(query, (iso,)).fetchone()
    return _entry(row) if row else None


@cache
def country_names() -> dict[str, tuple[str, ...]]:
    """Every country's names by its ISO code, its usual one first; the index need not be built for it.

    >>> country_names()["CD"][:3]
    ('Democratic Republic of the Congo', 'DRC', 'DR Congo')
    """
    return sources.country_names(_sources())


@cache
def capital(iso: str) -> Entry | None:
    """The capital of a country, by its ISO code."""
    query = f"SELECT {_COLUMNS} FROM places WHERE capital = 1 AND country = ? ORDER BY population DESC LIMIT 1"
    row = _connection().execute(query, (iso,)).fetchone()
    return _entry(row) if row else None


def meant(folded: str) -> str | None:
    """The id of what a bare name means where nothing else in a report decides: "gaza" is the Strip."""
    return sources.meant().get(folded)


def version() -> str:
    """A hash over all that the gazetteer is built from: another version may place a name elsewhere."""
    return _sources().version()


def built() -> bool:
    """Whether the index is there; else the first look-up builds it, which takes a while."""
    return _path().is_file()


def cache_folder() -> Path:
    """Where the index is kept: `REPORTEDLY_CACHE`, or else the user's own cache."""
    from platformdirs import user_cache_path

    return Path(given) if (given := os.environ.get("REPORTEDLY_CACHE")) else user_cache_path("reportedly")


_COLUMNS = "id, name, kind, latitude, longitude, country, admin1, admin2, population, capital, also"


@lru_cache(maxsize=65536)
def _hits(key: str) -> tuple[Hit, ...]:
    row = _connection().execute("SELECT numbers FROM packed WHERE key = ?", (key,)).fetchone()
    return tuple(Hit(_by_number(number), how) for number, how in index.unpack(row[0])) if row else ()


@lru_cache(maxsize=65536)
def _by_number(number: int) -> Entry:
    row = _connection().execute(f"SELECT {_COLUMNS} FROM places WHERE number = ?", (number,)).fetchone()
    return _entry(row)


@cache
def _by_id(id_: str) -> Entry | None:
    row = _connection().execute(f"SELECT {_COLUMNS} FROM places WHERE id = ?", (id_,)).fetchone()
    return _entry(row) if row else None


def _entry(row: tuple[str, str, str, float, float, str | None, str | None, str | None, int, int, str]) -> Entry:
    id_, name, kind, latitude, longitude, iso, admin1, admin2, population, capital, also = row
    reach = tuple(also.split())
    return Entry(id_, name, Kind(kind), latitude, longitude, iso, admin1, admin2, population, bool(capital), reach)


@cache
def _sources() -> sources.Sources:
    return sources.installed(tuple(sorted((cache_folder() / "places").glob("*.tsv"))))


def _path() -> Path:
    return cache_folder() / f"gazetteer-{version()[:16]}.sqlite"


@cache
def _connection() -> sqlite3.Connection:
    path = _path()
    if not path.is_file():
        index.build(_sources(), path)
    # Read only and never changed once it is there, so one connection serves every thread.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def import_dump(dump: Path) -> int:
    """Adds the places of a GeoNames country dump (SD.txt or SD.zip) for this user; the next look-up builds the
    index anew.

    Returns how many places the dump gives, in place of those of an earlier dump of that name. Raises InputError when
    the file is no dump.
    """
    count = dumps.convert(dump, cache_folder() / "places")
    forget()
    return count


def forget() -> None:
    """Opens the index anew at the next look-up: after an import, or when the cache has moved."""
    for remembered in (
        named,
        spelled_like,
        _hits,
        _by_number,
        _by_id,
        capital,
        country,
        country_names,
        _sources,
        _connection,
    ):
        remembered.cache_clear()
