"""Places of conflict in passages of our own: every span stands in its text, and enough of them are set where they are.

What the passages are and where their points come from: tests/golden/places/README.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks import places

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tests/golden/places/mentions.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
# What the gazetteer is to reach at the least, whatever the floor says.
BAR = 0.85


def test_every_span_stands_in_its_text() -> None:
    for row in ROWS:
        ends = [0]
        for toponym in row["toponyms"]:
            start, end = toponym["start"], toponym["end"]
            name = row["text"][start:end]
            # In order, no two of them overlapping, and no half words.
            assert ends[-1] <= start < end <= len(row["text"]), row["id"]
            assert name == name.strip(), row["id"]
            around = row["text"][max(0, start - 1) : start] + row["text"][end : end + 1]
            assert not any(char.isalnum() for char in around), f"{row['id']}: {name}"
            ends.append(end)


def test_every_point_is_one_and_no_passage_stands_twice() -> None:
    given = [toponym for row in ROWS for toponym in row["toponyms"] if "lat" in toponym]
    assert len(given) >= 150
    assert all(-90 <= toponym["lat"] <= 90 and -180 <= toponym["lon"] <= 180 for toponym in given)
    # A place without a point is a country.
    assert all("lat" in toponym or toponym["kind"] == "country" for row in ROWS for toponym in row["toponyms"])
    assert len({row["id"] for row in ROWS}) == len({row["text"] for row in ROWS}) == len(ROWS)


def test_places_of_conflict_stand_within_25_kilometres() -> None:
    floors = json.loads((ROOT / "benchmarks/floors.json").read_text(encoding="utf-8"))["tests/golden/places"]
    figures = places.measure(FILE).figures()
    assert figures["within_25km"] >= BAR
    assert {name: figures[name] for name, floor in floors.items() if figures[name] < floor} == {}
