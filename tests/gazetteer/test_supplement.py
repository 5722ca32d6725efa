"""The curated supplement: every point lies where its row says that it does."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly import gazetteer
from reportedly.extract.places.resolving import kilometres
from reportedly.gazetteer import Kind

FOLDER = Path(gazetteer.__file__).parent / "supplement"
ROWS: list[tuple[str, dict[str, Any]]] = [
    (key, row)
    for path in sorted(FOLDER.glob("*.toml"))
    for key, row in tomllib.loads(path.read_text(encoding="utf-8"))["places"].items()
]
# No area of the first level is larger than this from its middle to its edge, those of Siberia apart.
WIDEST = 600


@pytest.mark.parametrize(("key", "row"), ROWS, ids=[key for key, _ in ROWS])
def test_row(key: str, row: dict[str, Any]) -> None:
    names = row["names"]
    assert names
    assert Kind(row["kind"])
    entry = next(hit.entry for hit in gazetteer.named(names[0]) if hit.entry.id == f"reportedly:{key}")
    here = (entry.latitude, entry.longitude)
    area = gazetteer.area(row["in"]) if "." in row.get("in", "") else None
    if area is not None:
        assert kilometres(here, (area.latitude, area.longitude)) < WIDEST, f"far from {area.name}"
    if "near" in row:
        name, reach = row["near"]
        others = [
            hit.entry for hit in (gazetteer.named(name) or gazetteer.spelled_like(name)) if hit.entry.id != entry.id
        ]
        assert min(kilometres(here, (other.latitude, other.longitude)) for other in others) <= reach


def test_ids_are_unlike() -> None:
    keys = [key for key, _ in ROWS]
    assert len(keys) == len(set(keys))


def test_what_is_meant_is_there() -> None:
    strip = gazetteer.meant("gaza")
    assert strip in {hit.entry.id for hit in gazetteer.named("gaza")}
    assert gazetteer.meant("aleppo") is None
