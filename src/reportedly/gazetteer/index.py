"""The index: built once from the sources into one SQLite file in the user's cache, and read from there.

The file is written beside its place and renamed into it when it is whole, so a build that is killed leaves nothing that
anybody would read, and two builds at a time do no harm. Its name carries the hash of what it was built from.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from reportedly.gazetteer.entries import Entry, How, Kind
from reportedly.gazetteer.sources import Named, Sources, latin, read
from reportedly.gazetteer.spelling import loose, skeleton

_SCHEMA = """
CREATE TABLE places (number INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, kind TEXT, latitude REAL, longitude REAL,
                     country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER, capital INTEGER, also TEXT);
CREATE TABLE names (key TEXT, how INTEGER, number INTEGER, rank INTEGER);
"""
_KINDS = list(Kind)
# Names come through transliteration in these; elsewhere a looser spelling is a misspelling.
_TRANSLITERATED = frozenset(
    [
        "SY",
        "IQ",
        "YE",
        "LB",
        "JO",
        "PS",
        "IL",
        "EG",
        "LY",
        "TN",
        "DZ",
        "MA",
        "MR",
        "EH",
        "SD",
        "SS",
        "ER",
        "ET",
        "DJ",
        "SO",
        "TD",
        "ML",
        "NE",
        "NG",
        "KM",
        "SA",
        "AE",
        "QA",
        "KW",
        "BH",
        "OM",
        "IR",
        "AF",
        "PK",
        "IN",
        "BD",
        "LK",
        "NP",
        "TR",
        "CY",
        "GR",
        "UA",
        "RU",
        "BY",
        "MD",
        "GE",
        "AM",
        "AZ",
        "KZ",
        "UZ",
        "TM",
        "TJ",
        "KG",
        "MM",
        "BG",
        "MK",
        "RS",
        "XK",
        "BA",
        "AL",
        "MN",
        "KE",
    ]
)
_BATCH = 5000


def build(sources: Sources, target: Path) -> None:
    """Writes the index of the sources to `target`, all of it or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    try:
        with contextlib.closing(sqlite3.connect(temporary)) as connection:
            _fill(connection, sources)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _fill(connection: sqlite3.Connection, sources: Sources) -> None:
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;" + _SCHEMA)
    seen: dict[str, int] = {}
    places: list[tuple[object, ...]] = []
    names: list[tuple[str, int, int, int]] = []
    for named in read(sources):
        number = seen.setdefault(named.entry.id, len(seen) + 1)
        places.append(_row(number, named.entry))
        names += _keys(number, named)
        if len(places) >= _BATCH:
            _write(connection, places, names)
    _write(connection, places, names)
    # One row a key: the numbers of its places, those known by that very name first, then the widest and most populous.
    connection.execute("CREATE TABLE packed (key TEXT PRIMARY KEY, numbers BLOB) WITHOUT ROWID")
    rows = connection.execute("SELECT key, how, number FROM names ORDER BY key, how, rank, number")
    packed = ((key, _pack((how, number) for _, how, number in group)) for key, group in groupby(rows, itemgetter(0)))
    while batch := list(islice(packed, _BATCH)):
        connection.executemany("INSERT INTO packed VALUES (?,?)", batch)
    connection.executescript("DROP TABLE names; VACUUM;")
    connection.commit()


def _row(number: int, entry: Entry) -> tuple[object, ...]:
    return (
        number, entry.id, entry.name, entry.kind.value, entry.latitude, entry.longitude, entry.country, entry.admin1,
        entry.admin2, entry.population, int(entry.capital), " ".join(entry.also),
    )  # fmt: skip


def _keys(number: int, named: Named) -> Iterator[tuple[str, int, int, int]]:
    """Every key of a place: folded names, and for transliterated ones the looser keys, marked by their first letter."""
    entry = named.entry
    rank = _KINDS.index(entry.kind) * 10**10 - entry.population
    own = list(latin(named.names))
    others = [name for name in latin(named.alternates) if name not in own]
    for how, folded_names in ((How.NAME, own), (How.ALTERNATE, others)):
        for folded in folded_names:
            yield folded, how, number, rank
    if entry.country is None or entry.country in _TRANSLITERATED:
        sounds = {sound for folded in (*own, *others) if (sound := loose(folded))}
        for sound in sorted(sounds):
            yield f"~{sound}", How.LOOSE, number, rank
        for bones in sorted({bones for sound in sounds if (bones := skeleton(sound))}):
            yield f"#{bones}", How.SKELETON, number, rank


def _write(
    connection: sqlite3.Connection, places: list[tuple[object, ...]], names: list[tuple[str, int, int, int]]
) -> None:
    connection.executemany(f"INSERT OR REPLACE INTO places VALUES ({','.join('?' * 12)})", places)
    connection.executemany("INSERT INTO names VALUES (?,?,?,?)", names)
    places.clear()
    names.clear()


def _pack(found: Iterable[tuple[int, int]]) -> bytes:
    """Place numbers, each once, with how they answer to the key: `number * 4 + how`."""
    firmest: dict[int, int] = {}
    for how, number in found:
        firmest.setdefault(number, how)
    return array("I", (number * 4 + how for number, how in firmest.items())).tobytes()


def unpack(blob: bytes) -> Iterator[tuple[int, How]]:
    numbers = array("I")
    numbers.frombytes(blob)
    for packed in numbers:
        yield packed >> 2, How(packed & 3)
