"""A user's GeoNames dump: what is taken from it, and what is refused."""

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportedly import cli, gazetteer
from reportedly.errors import InputError
from reportedly.gazetteer import dumps, sources
from reportedly.gazetteer.entries import Kind


def line(id_: str = "99000001", name: str = "Umm Sayala", class_: str = "P", code: str = "PPL", **other: str) -> str:
    columns = {
        "id": id_, "name": name, "ascii": name, "alternates": "Um Sayala,ام سيالة,ALP", "latitude": "14.43",
        "longitude": "30.81", "class": class_, "code": code, "country": "SD", "cc2": "", "admin1": "56", "admin2": "",
        "admin3": "", "admin4": "", "population": "1200", "elevation": "", "dem": "600", "zone": "Africa/Khartoum",
        "changed": "2024-01-01",
    } | other  # fmt: skip
    return "\t".join(columns.values()) + "\n"


def imported(tmp_path: Path, *lines: str) -> list[sources.Named]:
    (tmp_path / "SD.txt").write_text("".join(lines), encoding="utf-8")
    dumps.convert(tmp_path / "SD.txt", tmp_path / "places")
    return list(sources._dumped(tmp_path / "places" / "SD.tsv"))


def test_a_village_with_its_names_and_where_it_lies(tmp_path: Path) -> None:
    [named] = imported(tmp_path, line())
    assert (named.entry.id, named.entry.name, named.entry.kind) == ("geonames:99000001", "Umm Sayala", Kind.TOWN)
    assert (named.entry.latitude, named.entry.longitude, named.entry.population) == (14.43, 30.81, 1200)
    assert (named.entry.country, named.entry.admin1) == ("SD", "SD.56")
    assert named.alternates == ("Um Sayala", "ام سيالة")


@pytest.mark.parametrize(
    ("class_", "code", "kind"),
    [
        ("P", "PPL", Kind.TOWN),
        ("P", "PPLX", Kind.SITE),
        ("S", "CMPRF", Kind.SITE),
        ("S", "AIRB", Kind.SITE),
        ("L", "MILB", Kind.SITE),
        ("L", "RGN", Kind.REGION),
        # In the gazetteer already, as what they are.
        ("P", "PPLC", None),
        ("A", "ADM1", None),
        # A well would be taken for a town of its name; a town that is no more has no dead of today.
        ("H", "WLL", None),
        ("T", "MT", None),
        ("P", "PPLH", None),
    ],
)
def test_what_is_taken(tmp_path: Path, class_: str, code: str, kind: Kind | None) -> None:
    found = imported(tmp_path, line("1"), line("2", "Other", class_, code))
    assert [named.entry.kind for named in found[1:]] == ([kind] if kind else [])


def test_an_area_that_is_not_known_is_none(tmp_path: Path) -> None:
    assert imported(tmp_path, line(admin1="00"))[0].entry.admin1 is None


def test_a_packed_dump(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "SD.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SD.txt", line() + line("2", "Kutum"))
    assert dumps.convert(tmp_path / "SD.zip", tmp_path) == 2


def test_a_second_import_takes_the_place_of_the_first(tmp_path: Path) -> None:
    imported(tmp_path, line("1"), line("2"))
    assert [named.entry.id for named in imported(tmp_path, line("3"))] == ["geonames:3"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no place that could be imported"),
        (b"id,name\n1,Kutum\n", "SD.txt: line 1: 1 columns, not 19"),
        (line().encode() + line(latitude="north").encode(), "line 2: no latitude"),
        (line(latitude="991").encode(), "no id, country and point"),
        (line(country="Sudan").encode(), "no id, country and point"),
        (b"\xff\xfe" + line().encode(), "not UTF-8"),
    ],
)
def test_what_is_no_dump_is_refused_and_leaves_nothing(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "SD.txt").write_bytes(content)
    with pytest.raises(InputError, match=said):
        dumps.convert(tmp_path / "SD.txt", tmp_path / "places")
    assert not list(tmp_path.glob("places/*"))


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_CACHE", str(tmp_path / "cache"))
    before = gazetteer.version()
    (tmp_path / "SD.txt").write_text(line(), encoding="utf-8")
    try:
        result = CliRunner().invoke(cli.app, ["places", "import", str(tmp_path / "SD.txt")])
        assert (result.exit_code, result.stdout) == (0, f"1 places imported from {tmp_path / 'SD.txt'}\n")
        assert gazetteer.version() != before
        assert not gazetteer.built()
        missing = CliRunner().invoke(cli.app, ["places", "import", str(tmp_path / "no.txt")])
        assert (missing.exit_code, len(missing.stderr.splitlines())) == (2, 1)
    finally:
        monkeypatch.undo()
        gazetteer.forget()
