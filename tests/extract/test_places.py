"""Places: what is found in a sentence, what is not, and which place a name means."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import passages
from reportedly.extract import places
from reportedly.language import sentences
from reportedly.model import Document, Mention, Place, PlaceRole, Published, PublishedFrom

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "places.toml").read_text(encoding="utf-8"))["case"]


def read(text: str, title: str | None = None) -> list[Mention[Place]]:
    document = Document("r", text, "", Published(None, PublishedFrom.GIVEN), title=title)
    lines = places.read(sentences(document, passages.split(document))).sentences
    return [found.mention for line in lines for found in line]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_names(case: dict[str, Any]) -> None:
    found = [(mention.value.words, mention.value.country or "-") for mention in read(case["text"])]
    wanted = [tuple(pair) for pair in case["finds"]]
    # A place that is named again later in the text stands there again.
    assert list(dict.fromkeys(found)) == wanted


def test_the_words_are_those_of_the_spans() -> None:
    text = "Shells fell on the village of Abu Darwish in rural Idlib, and in northern Syria."
    for mention in read(text):
        assert mention.value.words == mention.spans[0].of(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They fled from Goma.", PlaceRole.FROM),
        ("They fled to neighbouring Lebanon.", PlaceRole.TO),
        ("They died in Sanaa.", PlaceRole.AT),
        # Near miss: "according to" leads nowhere.
        ("Two died, according to Gaza's hospitals.", PlaceRole.AT),
    ],
)
def test_role(text: str, role: PlaceRole) -> None:
    assert [mention.value.role for mention in read(text)] == [role]


class TestWhichPlace:
    def test_the_country_of_the_report_decides(self) -> None:
        sudan = read("Sudanese jets bombed a market in Sudan. The dead of Bara were buried in Bara on Monday.")
        assert sudan[-1].value.country == "SD"

    def test_a_namesake_abroad_is_left_out_and_the_name_stays_a_place(self) -> None:
        # The gazetteer's Sokoura lies in Ivory Coast; the report is about Mali.
        found = read("Gunmen struck Mali again. Seven people were buried near Sokoura on Monday.")
        assert [(mention.value.words, mention.value.country) for mention in found][-1] == ("Sokoura", "ML")
        assert found[-1].value.toponym is None

    def test_no_default_country(self) -> None:
        (found,) = read("Seven people were buried in the village of Qarat Umm Sidr.")
        assert found.value.country is None
        assert found.value.toponym is None

    def test_the_rule_says_where_the_country_comes_from(self) -> None:
        (village, _) = read("Seven people were buried in the village of Qarat Umm Sidr in Yemen.")
        assert village.rule == "places/kind-word+country-beside"
        assert village.value.country == "YE"

    def test_what_one_sentence_calls_a_village_is_a_place_in_the_next(self) -> None:
        found = read(
            "Gunmen stormed the village of Tin Akoff Sud in Mali. Residents buried ten people in Tin Akoff Sud."
        )
        assert [mention.value.words for mention in found].count("Tin Akoff Sud") == 2

    def test_gaza_is_the_strip_and_gaza_city_the_city(self) -> None:
        strip, city = read("Strikes hit Gaza on Monday. Strikes hit Gaza City on Monday.")
        assert strip.value.toponym is not None
        assert strip.value.toponym.precision == "admin1"
        assert city.value.toponym is not None
        assert city.value.toponym.precision == "town"

    def test_a_part_of_a_country_is_no_town(self) -> None:
        (found,) = read("Clashes spread through northern Syria.")
        assert found.value.toponym is not None
        assert found.value.toponym.precision == "region"

    def test_a_surname_is_not_the_town_that_bears_it(self) -> None:
        text = "Andrew Brunson met officials in Texas. Brunson said little; friends of Brunson waited."
        assert [mention.value.words for mention in read(text)] == ["Texas"]

    def test_a_headline_with_every_word_capitalised_names_what_the_body_speaks_of(self) -> None:
        text = "Twelve Killed As Jets Bomb Market In Idlib\n\nJets bombed a market in Idlib in Syria on Monday."
        assert read(text)[0].value.words == "Idlib"

    def test_text_without_capitals(self) -> None:
        text = (
            "at least four people were killed in aleppo on monday, said the monitor, which follows the war in syria. "
            * 2
        )
        assert {mention.value.country for mention in read(text)} == {"SY"}


def test_a_credit_line_is_read_like_any_other() -> None:
    assert [mention.value.country for mention in read("Reporting by Amal Odeh in Cairo, writing by Lee Marsh.")] == [
        "EG"
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("Aleppo Idlib in the al-Bab, of 's.\n“’é"), max_size=80))
def test_spans_lie_inside_and_reading_again_changes_nothing(text: str) -> None:
    if not text.strip():
        return
    once, twice = read(text), read(text)
    assert once == twice
    assert all(0 <= span.start < span.end <= len(text) for mention in once for span in mention.spans)
