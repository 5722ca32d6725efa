"""Looking names up: spellings, areas, countries, and the version of what they are read from."""

from __future__ import annotations

import pytest

from reportedly import gazetteer
from reportedly.gazetteer import How, Kind, fold
from reportedly.gazetteer.spelling import loose, skeleton


def countries(name: str) -> set[str | None]:
    return {hit.entry.country for hit in gazetteer.named(name)}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Aleppo", "SY"),
        ("Ḩalab", "SY"),
        ("Sana’a", "YE"),
        ("El Fasher", "SD"),
        ("DRC", "CD"),
        ("UK", "GB"),
        ("Gaza Strip", "PS"),
        ("West Bank", "PS"),
        ("North Darfur", "SD"),
        ("Rural Damascus", "SY"),
        ("Hmeimim", "SY"),
        ("Cabo Delgado", "MZ"),
        ("Türkiye", "TR"),
    ],
)
def test_a_name_leads_to_its_country(name: str, country: str) -> None:
    assert gazetteer.named(name)[0].entry.country == country


def test_what_is_written_in_other_letters_is_not_found() -> None:
    assert gazetteer.named("حلب") == ()


def test_machine_transcriptions_and_codes_are_no_names() -> None:
    # GeoNames lists "ALP" and "halaba" for Aleppo.
    assert "SY" not in countries("ALP")


def test_an_area_of_compass_words_is_not_known_by_them() -> None:
    assert all(hit.entry.country != "IL" for hit in gazetteer.named("Northern"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Deir al-Zour", "Der-Ezzor"),
        ("Hasakah", "al-Hassakeh"),
        ("Raqa", "Ar-Raqqah"),
        ("Khan Sheikhoun", "Khān Shaykhūn"),
        ("Qamishli", "Kamishly"),
        ("Idlib", "Idleb"),
        ("Salamiyeh", "Salamiyah"),
        ("al-Fouaa", "Fu'ah"),
    ],
)
def test_transliterations_agree(one: str, other: str) -> None:
    assert loose(fold(one) or "") == loose(fold(other) or "")


@pytest.mark.parametrize(("one", "other"), [("Homs", "Hama"), ("Goma", "Gao"), ("Kyiv", "Lviv"), ("Aden", "Abyan")])
def test_other_towns_do_not(one: str, other: str) -> None:
    assert loose(fold(one) or "") != loose(fold(other) or "")


def test_a_skeleton_needs_four_consonants() -> None:
    assert skeleton(loose("homs") or "") is None
    assert skeleton(loose("maarat misrin") or "") == skeleton(loose("maaret masrin") or "")


def test_looser_spellings_say_that_they_are() -> None:
    hits = gazetteer.spelled_like("Tal Rifaat")
    assert hits
    assert all(hit.how in (How.LOOSE, How.SKELETON) for hit in hits)


def test_areas_capitals_and_countries() -> None:
    idlib = gazetteer.area("SY.12")
    assert idlib is not None
    assert (idlib.name, idlib.kind) == ("Idlib", Kind.ADMIN1)
    capital = gazetteer.capital("SD")
    assert capital is not None
    assert capital.name == "Khartoum"
    syria = gazetteer.country("SY")
    assert syria is not None
    assert syria.id == "geonames:163843"


def test_a_settlement_stands_where_it_stands() -> None:
    # GeoNames files it under Israel.
    assert countries("Betar Illit") == {"PS"}


def test_the_version_is_a_hash_and_stays() -> None:
    assert gazetteer.version() == gazetteer.version()
    assert len(gazetteer.version()) == 64
