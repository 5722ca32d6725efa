from datetime import date, time
from typing import Any

import pytest

from reportedly.errors import InputError
from reportedly.ingest import card
from reportedly.ingest.card import Card
from reportedly.model import Published, PublishedFrom

TODAY = date(2025, 4, 1)


def test_a_card_holds_what_is_said() -> None:
    said = {"id": "r1", "title": " Toll rises\r\n", "outlet": "Lakeside Wire", "published": "2025-03-10", "other": [1]}
    assert card.read(said, "r.meta.json", TODAY) == Card(
        id="r1",
        title="Toll rises",
        outlet="Lakeside Wire",
        published=Published(date(2025, 3, 10), PublishedFrom.GIVEN),
    )


def test_silence_is_none() -> None:
    assert card.read({"title": None, "outlet": "  ", "published": ""}, "r", TODAY) == Card()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"title": 12}, '"title" is 12'),
        ({"outlet": ["x"]}, '"outlet" is \\["x"\\]'),
        ({"published": 20250310}, '"published" is 20250310'),
        ({"id": True}, '"id" is true'),
        ({"id": "a\nb"}, "without line breaks"),
        ({"example": "yes"}, "true or false"),
        ({"title": "\ud800"}, "half a surrogate pair"),
        ({"title": "\0"}, "a NUL character"),
        ({"published": "2025-02-30"}, "there is no such day"),
        ({"published": "2025-04-03"}, "still to come"),
        ({"published": "1899-12-31"}, "before 1900"),
        ({"published": "10/03/2025"}, "not a date; give a date such as 2025-03-10"),
        ({"published": "2025-03"}, "not a date"),
        ({"published": "2025-03-10T25:00"}, "no such day or time"),
        ({"published": "２０２５-03-10"}, "not a date"),
    ],
)
def test_what_cannot_be_meant_is_refused(said: dict[str, Any], expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        card.read(said, "r.meta.json", TODAY)


@pytest.mark.parametrize(
    ("words", "day", "at", "zone"),
    [
        ("2025-03-10", date(2025, 3, 10), None, None),
        ("2025-03-10T14:30:05Z", date(2025, 3, 10), time(14, 30, 5), "Z"),
        ("2025-03-10 23:30:00.123+02:00", date(2025, 3, 10), time(23, 30), "+02:00"),
        # Where the outlet sits it may be tomorrow already.
        ("2025-04-02", date(2025, 4, 2), None, None),
    ],
)
def test_dates_keep_their_time_and_zone(words: str, day: date, at: time | None, zone: str | None) -> None:
    assert card.given(words, "r", TODAY) == Published(day, PublishedFrom.GIVEN, at, zone)


def test_a_numbered_report_has_its_number_for_an_id() -> None:
    assert card.read({"id": 17}, "r", TODAY).id == "17"


def test_one_card_over_another() -> None:
    upper, lower = Card(outlet="A", example=False), Card(outlet="B", title="T", example=True)
    assert upper.over(lower) == Card(outlet="A", title="T", example=False)
    assert upper.against(lower) == ["outlet", "example"]
    assert upper.against(Card(outlet="A")) == []
