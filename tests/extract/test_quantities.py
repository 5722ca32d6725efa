"""Amounts, their hedges and their bounds: cases in tests/cases/quantities.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.extract.quantities import find_in

CASES = tomllib.loads((Path(__file__).parent.parent / "cases/quantities.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["for"] for case in CASES])
def test_amounts_and_bounds(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [
        [
            mention.span.of(text),
            "none" if mention.value.low is None else mention.value.low,
            "none" if mention.value.high is None else mention.value.high,
            mention.value.hedge.value,
        ]
        for mention in find_in(text)
    ]
    assert found == case.get("amounts", [])


def test_the_bare_amount_stands_inside_the_hedged_one() -> None:
    (mention,) = find_in("at least 200 fighters")
    assert mention.value.amount.of("at least 200 fighters") == "200"


@given(st.text(alphabet=st.sampled_from("0123456789 ,.-–$%abdefhiklmnorstuvwyİ\u0301\u2019“”\n"), max_size=80))
def test_every_span_lies_in_its_text_and_none_overlap(text: str) -> None:
    last = 0
    for mention in find_in(text):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.span.contains(mention.value.amount)
        last = mention.end


@given(st.integers(min_value=1, max_value=9_999_999).filter(lambda number: not 1900 <= number < 2100))
def test_a_plain_number_is_read_as_itself(number: int) -> None:
    (mention,) = find_in(f"at least {number:,} people")
    assert (mention.value.low, mention.value.high) == (number, None)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("six men on March 8 and 9 in Nyala", ["six"]),
        ("six men on March 8 and 9.", ["six"]),
        ("On March 8 and 9 soldiers were hurt", ["9"]),
    ],
)
def test_the_second_of_two_days_is_no_amount(text: str, amounts: list[str]) -> None:
    found = [mention.value.amount.of(text) for mention in find_in(text)]
    assert found == amounts
