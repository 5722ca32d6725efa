from datetime import date

import pytest

from reportedly.model import Attribution, Hedge, Quantity, Scope, Span, Status, Unit, When
from reportedly.render import words
from tests.factories import claim, document, place, source

HERE = Span(0, 1)


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Quantity(12, 12, Hedge.EXACT, HERE), "12"),
        (Quantity(1000, 1000, Hedge.ABOUT, HERE), "about 1,000"),
        (Quantity(1001, None, Hedge.MORE_THAN, HERE), "1,001 or more"),
        (Quantity(None, 40, Hedge.UP_TO, HERE), "40 or fewer"),
        (Quantity(30, 40, Hedge.RANGE, HERE), "30 to 40"),
        (Quantity(0, 0, Hedge.EXACT, HERE), "0"),
        (Quantity(None, None, Hedge.VAGUE, HERE, "dozens"), "no figure"),
        (Quantity(None, None, Hedge.NONE_REPORTED, HERE), "none reported"),
        (Quantity(300, 300, Hedge.EXACT, HERE, unit=Unit.FAMILY), "300 families"),
        (Quantity(700, None, Hedge.AT_LEAST, HERE, unit=Unit.HOUSEHOLD), "700 or more households"),
        (Quantity(None, None, Hedge.VAGUE, HERE, unit=Unit.FAMILY), "no figure, families"),
    ],
)
def test_bounds(quantity: Quantity, said: str) -> None:
    assert words.bounds(quantity) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2024, 2, 9), date(2024, 2, 9), "2024-02-09"),
        (date(2024, 2, 9), date(2024, 2, 10), "2024-02-09 to 2024-02-10"),
        (None, date(2024, 2, 10), "? to 2024-02-10"),
        (None, None, None),
    ],
)
def test_days(first: date | None, last: date | None, said: str | None) -> None:
    assert words.days(When("then", first, last)) == said


def test_where_it_lies() -> None:
    assert words.whereabouts(place("Kutum").value) == "Kutum, North Darfur, SD (town)"


def test_who() -> None:
    assert words.people(claim()) == "villagers (civilian)"


def test_relays_follow_the_origin_nearest_first() -> None:
    told = Attribution(source("Medics"), (source("The Column"), source("Kutum")))
    assert words.attributed(told) == "Medics via Kutum via The Column"


def test_what_sets_a_claim_apart() -> None:
    assert words.remarks(claim()) == []
    set_apart = claim(status=Status.DENIED, scope=Scope.CUMULATIVE, part_of="r1:0:killed", repeat_of="r1:1:killed")
    assert words.remarks(set_apart) == ["denied", "cumulative", "part of a total", "repeat"]


def test_what_may_not_reach_a_terminal_keeps_its_place() -> None:
    text = "a\x1b[2J\u202eb\r\nc\u2066d\ud800\x9b"
    assert len(words.shown(text)) == len(text)
    assert words.shown(text) == "a\ufffd[2J\ufffdb\ufffd c\ufffdd\ufffd\ufffd"
    assert words.shown("🕊 قتل é e\u0301") == "🕊 قتل é e\u0301"


def test_what_is_known_of_a_report() -> None:
    assert words.published(document()) == "Lakeside Wire, 2024-02-10"
