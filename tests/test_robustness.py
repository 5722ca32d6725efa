"""The same report written another way is read the same, and every value still points at its own words."""

from __future__ import annotations

import re

import pytest

from benchmarks.disturbing import DISTURBANCES, Disturbed, Edit, commas_lost
from reportedly import interchange
from reportedly.pipeline import read
from tests.factories import document

REPORT = (
    "At least 1,200 people fled the town of Kutum in North Darfur on 9 March 2025, "
    "the UN's refugee agency said on Monday. "
    "Rebel-held villages nearby were shelled, it said, and 14 farmers were killed. "
    'A doctor at Kutum\'s hospital told Reuters that "31 wounded people" had been treated there, '
    "two of whom later died.\n"
    "The army said it had detained six men on March 8 and 9 in Nyala. "
    "Between 2,500 and 3,000 families have been displaced "
    "from 12-year-old camps around El Fasher since Friday, aid workers said.\n"
    "No group has claimed the attack."
)
FIGURES = [
    ("at least 1,200", "displaced", 1200, None),
    ("14", "killed", 14, 14),
    ("31", "injured", 31, 31),
    ("two", "killed", 2, 2),
    ("six", "detained", 6, 6),
    ("between 2,500 and 3,000", "displaced", 2500, 3000),
]


def bare(words: str) -> str:
    return re.sub(r"[\W_]", "", words).casefold()


def test_the_report_undisturbed() -> None:
    reading = read(document(REPORT))
    rows = [interchange.row(claim, reading.document) for claim in reading.claims]
    assert [(row["quantity"].lower(), row["harm"], row["low"], row["high"]) for row in rows] == FIGURES


@pytest.mark.parametrize("name", DISTURBANCES)
def test_figures_are_read_the_same(name: str) -> None:
    text = DISTURBANCES[name](REPORT).text
    reading = read(document(text))
    rows = [interchange.row(claim, reading.document) for claim in reading.claims]
    found = [(bare(row["quantity"]), row["harm"], row["low"], row["high"]) for row in rows]
    assert found == [(bare(words), *rest) for words, *rest in FIGURES]


@pytest.mark.parametrize("name", DISTURBANCES)
def test_every_value_points_at_its_own_words(name: str) -> None:
    text = DISTURBANCES[name](REPORT).text
    reading = read(document(text))
    for claim in reading.claims:
        row = interchange.row(claim, reading.document)
        assert text[row["start"] : row["end"]] == row["quantity"]
        assert row["key"].split(":")[-2] == str(claim.quantity.value.amount.start)
        assert row["quote"] in text
        for field in ("victims", "perpetrator", "time_text", "origin"):
            # In the words of the report, on one line.
            assert row[field] is None or " ".join(row[field].split()) in " ".join(text.split())


def test_parts_name_their_whole_by_its_place_in_the_report() -> None:
    text = "TWELVE PEOPLE,  INCLUDING THREE CHILDREN,  WERE KILLED IN KUTUM ON FRIDAY,  THE MAYOR SAID."
    whole, part = read(document(text)).claims
    assert part.part_of == whole.key
    assert whole.key.endswith(":0:killed")
    assert part.quantity.span.of(text) == "THREE"


class TestOffsets:
    def test_a_lost_character_moves_what_follows(self) -> None:
        assert commas_lost("Homs, Syria").at(6) == 5

    def test_an_end_stays_before_what_is_put_in(self) -> None:
        put_in = Disturbed.of("ab", [Edit(1, 1, "- ")])
        assert (put_in.at(1, end=True), put_in.at(1)) == (1, 3)

    @pytest.mark.parametrize("name", DISTURBANCES)
    def test_every_word_is_found_again(self, name: str) -> None:
        disturbed = DISTURBANCES[name](REPORT)
        for match in re.finditer(r"[a-z]{4,}", REPORT):
            if match.group() not in ("day", "onday", "riday", "arch"):
                moved = disturbed.text[disturbed.at(match.start()) : disturbed.at(match.end(), end=True)]
                assert moved.lower() == match.group()
