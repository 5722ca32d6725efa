"""Time expressions: what is found, what it comes to, and the day it is counted from."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import dates as benchmark
from reportedly import passages
from reportedly.extract import dates
from reportedly.extract.date_grammar import expressions
from reportedly.extract.date_values import Near, Weekday, days
from reportedly.language import Sentence
from reportedly.model import Document, Passage, PassageKind, Published, PublishedFrom, Span

CASES = Path(__file__).parents[1] / "cases"
MONDAY = date(2025, 3, 10)
FOUND = tomllib.loads((CASES / "dates_find.toml").read_text(encoding="utf-8"))["case"]
PRINTED = tomllib.loads((CASES / "dates_printed.toml").read_text(encoding="utf-8"))["report"]
WORDS = [word for case in FOUND for word in case["text"].split()]


def sentence(text: str) -> Sentence:
    document = Document("r", text, "", Published(None, None))
    return Sentence(document, Passage(0, Span(0, len(text)), PassageKind.BODY, 0))


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@pytest.mark.parametrize("case", FOUND, ids=[case["why"] for case in FOUND])
def test_finds_and_resolves(case: dict[str, Any]) -> None:
    day = case.get("day", MONDAY) or None
    found = [
        [mention.value.words, mention.rule, iso(mention.value.date_from), iso(mention.value.date_to)]
        for mention in dates.find(sentence(case["text"]), day)
    ]
    assert found == case["times"]


@pytest.mark.parametrize("case", PRINTED, ids=[case["why"] for case in PRINTED])
def test_reference_day(case: dict[str, Any]) -> None:
    given_day = case.get("given")
    published = Published(given_day, PublishedFrom.GIVEN if given_day else None)
    document = Document("r", case["text"], "", published, title=case.get("title"))
    reference = dates.reference_day(document, passages.split(document))
    assert reference.day == case.get("day")
    assert (reference.mention.span.of(document.text) if reference.mention else "") == case["printed"]
    assert (reference.how is PublishedFrom.DATELINE) == bool(case["printed"])
    # Why relative dates stay unresolved is said exactly where they do.
    assert (reference.note is not None) == (reference.day is None)


def test_given_day_keeps_how_it_is_known() -> None:
    document = Document("r", "Rebels killed seven.", "", Published(MONDAY, PublishedFrom.METADATA))
    assert dates.reference_day(document, passages.split(document)).how is PublishedFrom.METADATA


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_mentions_point_at_their_words_in_order(words: list[str], day: date) -> None:
    text = " ".join(words)
    mentions = list(dates.find(sentence(text), day))
    for mention in mentions:
        assert mention.span.of(text) == mention.value.words
        first, last = mention.value.date_from, mention.value.date_to
        assert (first is None) == (last is None)
        assert first is None or last is None or first <= last
    assert [mention.start for mention in mentions] == sorted(mention.start for mention in mentions)


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for expression in expressions(text):
        assert 0 <= expression.start < expression.end <= len(text)


def test_letters_that_change_length_in_lower_case_keep_offsets() -> None:
    # "İ" is two characters in lower case.
    text = "İzmir, İstanbul: killed on Friday"
    assert [text[found.start : found.end] for found in expressions(text)] == ["Friday"]


@given(st.integers(0, 6), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_weekday_lies_within_the_last_week(index: int, day: date) -> None:
    found = days(Weekday(index), day)
    assert found is not None
    assert found[0].weekday() == index
    assert timedelta() <= day - found[0] < timedelta(days=7)
    ahead = days(Weekday(index), day, ahead=True)
    assert ahead is not None
    assert timedelta() <= ahead[0] - day < timedelta(days=7)


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_last_month_ends_before_this_one(day: date) -> None:
    found = days(Near("month", -1, -1), day)
    assert found == (
        (day.replace(day=1) - timedelta(days=1)).replace(day=1),
        day.replace(day=1) - timedelta(days=1),
    )


def test_a_long_line_of_capitals_is_read_in_time() -> None:
    # A pattern that splits capitals in every way would not come back from this.
    text = "A" * 85 + " 9 march"
    document = Document("r", text, "", Published(None, None))
    assert dates.reference_day(document, passages.split(document)).day is None


def test_benchmark_counts_strict_and_relaxed() -> None:
    text = "It began on 9 March and went on for about two weeks."
    marked = ((text.index("9 March"), text.index(" and")), (text.index("two"), text.index(".")))
    measured = benchmark.Text("t", text, marked, tuple(benchmark.find(text)))
    strict, relaxed = benchmark.measure([measured])
    assert (strict.precision, strict.recall) == (0.5, 0.5)
    assert relaxed.f1 == 1.0
