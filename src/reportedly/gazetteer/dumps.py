"""A user's GeoNames country dump, turned into a table that the index is built from: villages, camps, bases, crossings.

Dumps come from GeoNames as `SD.zip` or, unpacked, `SD.txt`: 19 columns between tabs. Countries and the first two
levels of their areas are in the gazetteer already; mountains and wells would only be mistaken for towns of their name.
"""

from __future__ import annotations

import io
import math
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from reportedly.errors import InputError
from reportedly.gazetteer.entries import Kind

_COLUMNS = 19
# By feature class and code. A capital is known already, as one.
_PASSED = frozenset(("PPLC", "PPLH", "PPLW", "PPLQ"))
_SITES = frozenset(
    (
        "PPLX",
        "AIRB",
        "AIRF",
        "AIRP",
        "CMP",
        "CMPRF",
        "INSM",
        "MILB",
        "BP",
        "PS",
        "PSH",
        "DAM",
        "PRN",
        "HSP",
        "PRT",
        "OILF",
    )
)


def convert(dump: Path, folder: Path) -> int:
    """Writes the places of the dump to a table in `folder`, in place of an earlier one; returns how many there are.

    Raises InputError when the file is no dump.
    """
    rows = list(_rows(dump))
    if not rows:
        raise InputError(str(dump), "no place that could be imported; a country's file from GeoNames was expected")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{dump.stem}.tsv"
    part = target.with_suffix(".part")
    part.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    os.replace(part, target)
    return len(rows)


def _rows(dump: Path) -> Iterator[str]:
    try:
        with _opened(dump) as stream:
            for number, line in enumerate(stream, 1):
                if row := _row(line.rstrip("\r\n"), f"{dump}: line {number}"):
                    yield row
    except UnicodeDecodeError as error:
        raise InputError(str(dump), "not UTF-8; a country's file from GeoNames was expected") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(str(dump), f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _opened(dump: Path) -> io.TextIOWrapper:
    if not zipfile.is_zipfile(dump):
        return dump.open(encoding="utf-8", newline="\n")
    with zipfile.ZipFile(dump) as archive:
        name = f"{dump.stem}.txt"
        if name not in archive.namelist():
            raise InputError(str(dump), f"there is no {name} in it; a country's file from GeoNames was expected")
        return io.TextIOWrapper(archive.open(name), encoding="utf-8", newline="\n")


def _row(line: str, where: str) -> str | None:
    """A line of the table for a line of the dump: id, name, other names, kind, point, area, population."""
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise InputError(where, f"{len(columns)} columns, not {_COLUMNS}; a country's file from GeoNames was expected")
    id_, name, _, alternates, latitude, longitude, class_, code, country, _, admin1, *_ = columns
    kind = _kind(class_, code)
    if kind is None or not name:
        return None
    try:
        at = float(latitude), float(longitude)
        population = int(columns[14] or 0)
    except ValueError as error:
        raise InputError(where, "no latitude, longitude and population where they should be") from error
    if not (id_.isdecimal() and country.isalpha() and len(country) == 2 and math.hypot(at[0] / 90, at[1] / 180) < 2):
        raise InputError(where, "no id, country and point where they should be")
    area = f"{country}.{admin1}" if admin1 and admin1 != "00" else country
    return "\t".join((f"geonames:{id_}", name, alternates, kind.value, str(at[0]), str(at[1]), area, str(population)))


def _kind(class_: str, code: str) -> Kind | None:
    if code in _SITES:
        return Kind.SITE
    if class_ == "P" and code not in _PASSED:
        return Kind.TOWN
    return Kind.REGION if code == "RGN" else None
