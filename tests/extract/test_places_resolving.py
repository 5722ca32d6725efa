"""Which place a name means, where nothing but the report's other names can tell."""

from __future__ import annotations

import pytest

from reportedly import passages
from reportedly.extract import places
from reportedly.language import sentences
from reportedly.model import Document, Published, PublishedFrom, Toponym


def read(text: str) -> places.Read:
    document = Document("r", text, "", Published(None, PublishedFrom.GIVEN))
    return places.read(sentences(document, passages.split(document)))


def toponyms(text: str) -> dict[str, Toponym | None]:
    return {found.spot.words: found.mention.value.toponym for line in read(text).sentences for found in line}


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("A missile hit a hotel in Zaporizhzhia on Monday.", "Zaporizhzhia", "town"),
        ("Rebels in Mali attacked posts in Kidal on Monday.", "Kidal", "town"),
        ("Yemeni medics said that shells landed on a residential quarter of Marib.", "Marib", "town"),
        # Near misses: the word that makes it the province, a seat that is small beside its province, a name that the
        # supplement says is meant for the wider area.
        ("A missile hit a hotel in Zaporizhzhia region on Monday.", "Zaporizhzhia", "admin1"),
        ("Two men were killed in Guanajuato, Mexican prosecutors said.", "Guanajuato", "admin1"),
        ("Strikes hit tents in Gaza on Monday.", "Gaza", "admin1"),
    ],
)
def test_the_bare_name_of_a_province_is_its_seat(text: str, name: str, precision: str) -> None:
    place = toponyms(text)[name]
    assert place is not None
    assert place.precision == precision


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Four men were killed near Mocímboa da Praia. Workers in Palma stayed indoors.", "Palma", "MZ"),
        ("Militiamen killed nine people in Mambasa and in Lubero.", "Mambasa", "CD"),
        # Near miss: others than the name itself speak for the better known one.
        ("Spanish police shot a man in Barcelona. Two more were arrested in Palma.", "Palma", "ES"),
    ],
)
def test_a_name_does_not_vouch_for_its_own_country(text: str, name: str, country: str) -> None:
    place = toponyms(text)[name]
    assert place is not None
    assert place.country == country


def test_two_villages_of_one_country_tell_what_a_report_is_about() -> None:
    text = "Snipers killed a girl in Haradh and wounded two men near Kitaf."
    assert read(text).context.main == "YE"
    # Near miss: one alone may be a namesake's.
    assert read("Snipers wounded two men near Kitaf.").context.main is None


def test_a_town_across_the_border_is_within_reach() -> None:
    text = "Armed men in Sudan attacked El Geneina. Survivors crossed the border to Adré on foot."
    place = toponyms(text)["Adré"]
    assert place is not None
    assert place.country == "TD"
    # Near miss: far from the border, a foreign namesake of a village is not meant.
    far = "Armed men in Sudan attacked Kassala. Survivors walked to the village of Adré on foot."
    assert toponyms(far)["Adré"] is None


def test_two_words_of_one_country_need_no_other_evidence() -> None:
    # GeoNames knows the town as Dayr Ḩāfir first: no country is named and no other place helps.
    assert "Deir Hafer" in toponyms("Tanks were reported near Deir Hafer on Monday.")
    # Near miss: one word that is also somebody's name.
    assert toponyms("The drawings were brought to Prate's office.") == {}


def test_a_place_behind_of_in_the_country_of_the_report() -> None:
    found = toponyms("Syrian jets bombed villages south of Tal Tamr on Monday.")
    assert found["Tal Tamr"] is not None
