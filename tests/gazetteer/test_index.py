"""Building the index: whole or not at all, whoever builds beside it and whenever it is killed."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path

import pytest

from reportedly.gazetteer import index, sources
from reportedly.gazetteer.sources import Sources

TOWN = {
    "geonameid": 1, "name": "Tell Ahmar", "latitude": 36.67, "longitude": 38.12, "countrycode": "SY", "population": 900,
    "admin1code": "09", "alternatenames": ["Tall Aḩmar", "tl ahmr", "TLA"],
}  # fmt: skip
SYRIA = {"geonameid": 163843, "name": "Syria", "population": 17_000_000, "capital": "Damascus"}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """Sources of one town and one country."""
    # Further names are given to towns and areas that these sources lack.
    monkeypatch.setattr(sources, "_aliases", dict)
    cities, countries = tmp_path / "cities.json", tmp_path / "countries.json"
    cities.write_text(json.dumps({"1": TOWN}), encoding="utf-8")
    countries.write_text(json.dumps({"SY": SYRIA}), encoding="utf-8")
    return Sources(cities, countries, "test")


def keys(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM packed")}


def test_names_are_there_codes_and_transcriptions_are_not(small: Sources, tmp_path: Path) -> None:
    index.build(small, tmp_path / "index.sqlite")
    found = keys(tmp_path / "index.sqlite")
    assert {"tell ahmar", "tall ahmar", "syria"} <= found
    assert not {"tl ahmr", "tla"} & found


def test_a_build_that_fails_leaves_nothing(small: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "cache"
    monkeypatch.setattr(index, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        index.build(small, folder / "index.sqlite")
    assert list(folder.iterdir()) == []


def test_a_failed_build_leaves_the_earlier_index_whole(
    small: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "index.sqlite"
    index.build(small, target)
    before = target.read_bytes()
    monkeypatch.setattr(index, "_keys", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        index.build(small, target)
    assert target.read_bytes() == before


def test_two_builds_at_a_time_do_no_harm(small: Sources, tmp_path: Path) -> None:
    target = tmp_path / "index.sqlite"
    builders = [threading.Thread(target=index.build, args=(small, target)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert "tell ahmar" in keys(target)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_another_input_is_another_version(small: Sources, tmp_path: Path) -> None:
    extra = tmp_path / "dump.tsv"
    extra.write_text("geonames:2\tAyn\t\ttown\t36.0\t38.0\tSY.09\t0\n", encoding="utf-8")
    assert Sources(small.cities, small.countries, "test").version() == small.version()
    assert Sources(small.cities, small.countries, "other").version() != small.version()
    assert Sources(small.cities, small.countries, "test", (extra,)).version() != small.version()
