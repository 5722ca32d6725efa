"""Copies and updates: hand-made pairs read by the program, sketches, directions, and the small run of the benchmark."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import copies as benchmark
from benchmarks.generate import documents
from reportedly import copies, pipeline
from reportedly.copies import Direction, Index, Kind, Sketch, Verdict, sketch
from reportedly.copies.credits import credited, identity
from reportedly.copies.words import bare, words
from reportedly.model import Document, Hedge, Published, PublishedFrom, Reading, Scope, VictimClass
from tests import factories

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "copies.toml").read_text(encoding="utf-8")
)["pair"]

LONG = (
    "Medics said at least 12 villagers were killed in Kutum on Friday. The Column denied it. Traders who had fled to "
    "the hills came back at dusk to look for their animals, and found the wells filled with sand and the barn burned."
)


def of(case: dict[str, Any], side: str) -> Document:
    said = case[side]
    day = date.fromisoformat(said["published"]) if "published" in said else None
    published = Published(day, PublishedFrom.GIVEN if day else None)
    text = said["text"].strip()
    return factories.document(text, id=side, outlet=said["outlet"], published=published)


@pytest.fixture(scope="module")
def readings() -> dict[tuple[int, str], Reading]:
    wanted = [(number, side) for number in range(len(CASES)) for side in ("one", "other")]
    return dict(zip(wanted, pipeline.read_all(of(CASES[number], side) for number, side in wanted), strict=True))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["why"][:60] for case in CASES])
def test_a_pair_of_reports(number: int, readings: dict[tuple[int, str], Reading]) -> None:
    case, one, other = CASES[number], readings[number, "one"], readings[number, "other"]
    reuse = copies.compare(one, other)
    if case["kind"] == "none":
        assert reuse is None or reuse.kind is Kind.SHARED
        return
    assert reuse is not None, case["why"]
    assert reuse.kind == case["kind"], reuse.why
    if "original" in case:
        assert reuse.direction == case["original"], reuse.why
    if "claims" in case:
        amounts = {
            claim.key: claim.quantity.value.amount.of(reading.document.text)
            for reading in (one, other)
            for claim in reading.claims
        }
        told = [f"{amounts[pair.one]} > {amounts[pair.other]}: {pair.verdict}" for pair in reuse.claims]
        assert told == case["claims"], reuse.claims
    # Every candidate has to be found before it can be judged.
    index = Index[str]()
    index.add("one", sketch(one.document.text))
    if reuse.copied or reuse.kind is Kind.UPDATE:
        assert index.candidates(sketch(other.document.text)) == ("one",)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_other_way_round_it_is_the_same(number: int, readings: dict[tuple[int, str], Reading]) -> None:
    one, other = readings[number, "one"], readings[number, "other"]
    there, back = copies.compare(one, other), copies.compare(other, one)
    if there is None or back is None:
        assert there is back
        return
    assert (there.kind, there.original, there.third) == (back.kind, back.original, back.third)
    assert (there.share_one, there.share_other) == (back.share_other, back.share_one)
    assert [(pair.one, pair.other) for pair in there.claims] == [(pair.other, pair.one) for pair in back.claims]


def test_what_is_said_to_be_alike_is(readings: dict[tuple[int, str], Reading]) -> None:
    for number in range(len(CASES)):
        one, other = readings[number, "one"], readings[number, "other"]
        reuse = copies.compare(one, other)
        for stretch in reuse.stretches if reuse else ():
            mine, theirs = stretch.one.of(one.document.text), stretch.other.of(other.document.text)
            assert mine[:3].casefold() == theirs[:3].casefold()
            assert stretch.alike <= min(len(mine.split()), len(theirs.split())) * 1.3
        for evidence in reuse.why if reuse else ():
            if evidence.span:
                document = {"one": one, "other": other}[evidence.document or ""].document
                assert evidence.span.of(document.text)


def reading(text: str = LONG, *claims: Any, **fields: Any) -> Reading:
    return Reading(factories.document(text, **fields), (), claims, ())


def later(text: str = LONG, *claims: Any) -> Reading:
    moved = tuple(replace(claim, document="r2", key=claim.key.replace("r1", "r2")) for claim in claims)
    return reading(text, *moved, id="r2", published=Published(date(2024, 2, 11), PublishedFrom.GIVEN))


@pytest.mark.parametrize(
    ("changed", "verdict", "differs"),
    [
        ({}, Verdict.COPY, ()),
        ({"places": (factories.place("Kutum", country="TD"),)}, Verdict.COPY, ()),  # The same entry of the gazetteer.
        ({"places": ()}, Verdict.OTHER, ("place",)),
        ({"when": None}, Verdict.OTHER, ("dates",)),
        ({"attributions": ()}, Verdict.OTHER, ("origin",)),
        ({"victim_class": VictimClass.COMBATANT}, Verdict.OTHER, ("victims",)),
    ],
)
def test_a_copy_reads_the_same_in_every_field_that_counts(
    changed: dict[str, Any], verdict: Verdict, differs: tuple[str, ...]
) -> None:
    reuse = copies.compare(reading(LONG, factories.claim()), later(LONG, factories.claim(**changed)))
    assert reuse is not None
    assert [(pair.verdict, pair.differs) for pair in reuse.claims] == [(verdict, differs)]


def test_a_hedge_that_changed_is_an_update() -> None:
    claim = factories.claim()
    bare = replace(claim.quantity, value=replace(claim.quantity.value, high=12, hedge=Hedge.EXACT))
    reuse = copies.compare(reading(LONG, claim), later(LONG, factories.claim(quantity=bare)))
    assert reuse is not None
    assert (reuse.kind, reuse.copied, reuse.original) == (Kind.UPDATE, False, "r1")
    assert [pair.verdict for pair in reuse.claims] == [Verdict.UPDATE]


def test_a_day_that_one_report_cannot_tell_is_no_other_day() -> None:
    claim = factories.claim()
    assert claim.when
    unknown = replace(claim.when, value=replace(claim.when.value, date_from=None, date_to=None))
    reuse = copies.compare(reading(LONG, claim), later(LONG, factories.claim(when=unknown)))
    assert reuse is not None
    assert [pair.verdict for pair in reuse.claims] == [Verdict.COPY]


def test_the_agency_named_as_origin_is_the_agency_that_wrote_it() -> None:
    named = factories.claim()
    told = replace(named, attributions=())
    one = reading(LONG, told, outlet="Medics")
    reuse = copies.compare(one, later(LONG, named))
    assert reuse is not None
    assert [pair.verdict for pair in reuse.claims] == [Verdict.COPY]


def test_a_claim_outside_reused_text_is_neither() -> None:
    other = "The ministry gave no figures. " + LONG.partition("it. ")[2]
    words = "Friends of the dead said at least 12 villagers were killed in Kutum on Friday. "
    reuse = copies.compare(reading(LONG, factories.claim()), reading(words[:10] + other, id="r2"))
    assert reuse is not None
    assert reuse.claims == ()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((date(2024, 2, 10), None, None), (date(2024, 2, 11), None, None), Direction.ONE),
        ((date(2024, 2, 10), None, None), (date(2024, 2, 10), None, None), Direction.UNDECIDED),
        ((date(2024, 2, 10), time(9), "UTC"), (date(2024, 2, 10), time(8), "UTC"), Direction.OTHER),
        # One in the morning of the eleventh in Kyiv is before midnight in London.
        ((date(2024, 2, 11), time(1), "+02:00"), (date(2024, 2, 10), time(23, 30), "Z"), Direction.ONE),
        ((date(2024, 2, 10), time(9), None), (date(2024, 2, 10), time(8), None), Direction.UNDECIDED),
        ((None, None, None), (date(2024, 2, 10), None, None), Direction.UNDECIDED),
    ],
)
def test_time_decides_where_no_credit_does(first: Any, second: Any, expected: Direction) -> None:
    def came(day: date | None, at: time | None, zone: str | None) -> Published:
        return Published(day, PublishedFrom.GIVEN if day else None, at, zone)

    one = reading(published=came(*first), outlet="Delta Standard")
    reuse = copies.compare(one, reading(id="r2", published=came(*second)))
    assert reuse is not None
    assert reuse.direction is expected, reuse.why


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(23, Direction.OTHER), (25, Direction.THIRD), (-25, Direction.OTHER)],
)
def test_a_credited_report_that_came_a_day_later_is_not_the_one_that_was_taken(hours: int, expected: Direction) -> None:
    """What is later by less may have been dated anew: a page that was brought up to date keeps no other hour."""
    came = datetime(2024, 2, 10, 12)
    then = came + timedelta(hours=hours)
    noon = Published(came.date(), PublishedFrom.GIVEN, came.time(), "UTC")
    one = reading(f"{LONG} (Lakeside Wire)", outlet="Harbour Gazette", published=noon)
    published = Published(then.date(), PublishedFrom.GIVEN, then.time(), "UTC")
    reuse = copies.compare(one, reading(id="r2", outlet="Lakeside Wire", published=published))
    assert reuse is not None
    assert (reuse.direction, reuse.third) == (expected, "lakeside wire" if expected is Direction.THIRD else None)


def test_reports_that_credit_each_other_decide_nothing() -> None:
    one = reading(f"{LONG} (Delta Standard)", published=Published(date(2024, 2, 1), PublishedFrom.GIVEN))
    reuse = copies.compare(one, reading(f"{LONG} (Lakeside Wire)", id="r2", outlet="Delta Standard"))
    assert reuse is not None
    assert (reuse.direction, reuse.original) == (Direction.UNDECIDED, None)


@pytest.mark.parametrize(
    ("text", "whom", "line"),
    [
        ("BEIRUT (Reuters) - Shells fell.", ["reuters"], [True]),
        ("GOMA, Feb 3 (AFP, AP) - Shells fell.", ["afp", "ap"], [True, True]),
        ("Shells fell on Friday. - REUTERS", ["reuters"], [True]),
        ("Shells fell. The Associated Press writer Jane Doe contributed to this report.", ["ap"], [True]),
        ("Shells fell, a resident told AFP.", ["afp"], [False]),
        ("Shells fell, Xinhua reported.", ["xinhua"], [False]),
        ("Shells fell. With reporting by the Corvid Press Agency.", ["corvid press agency"], [True]),
        ("A child looks on (AFP photo). Shells fell.", [], []),
        ("The ap store was hit and so was the guardian of the gate.", [], []),
        ("Reuters employs many people in Beirut and all of them fled when the shells fell on the offices.", [], []),
    ],
)  # fmt: skip
def test_credits(text: str, whom: list[str], line: list[bool]) -> None:
    found = credited(factories.document(text), ["Corvid Press Agency"])
    assert [credit.whom for credit in found] == whom
    assert [credit.line for credit in found] == line


def test_an_outlet_is_not_credited_by_itself() -> None:
    assert credited(factories.document("BEIRUT (Reuters) - Shells fell.", outlet="Thomson Reuters")) == ()


def test_an_outlet_has_one_name() -> None:
    assert {identity(name) for name in ("AFP", "Agence France-Presse", "afp")} == {"afp"}
    assert identity("The Lakeside Wire") == identity("lakeside wire")


def test_a_sketch_is_the_same_on_every_machine() -> None:
    made = sketch(LONG)
    # Kept by ledgers: when this changes, VERSION has to.
    assert copies.VERSION == 1
    assert (made.whole[:2], sorted(made.stretches)[:2]) == GOLDEN


GOLDEN = ((3685094068676904500, 2730909191128372447), [1797470318434089, 290161745758571318])


def test_rows_are_what_a_ledger_can_hold() -> None:
    rows = list(sketch(LONG).rows())
    assert len(rows) == len(set(rows))
    assert all(0 <= band <= 16 and 0 <= each < 2**63 for band, each in rows)
    assert {band for band, _ in rows} == set(range(17))


def test_an_empty_text_has_no_sketch() -> None:
    assert list(sketch(" \n…").rows()) == []
    assert Index[str]().candidates(sketch("")) == ()


@given(st.lists(st.sampled_from("abcdefghij"), min_size=26, max_size=60), st.integers(0, 40), st.integers(0, 40))
def test_26_words_taken_over_always_share_a_stretch(letters: list[str], before: int, after: int) -> None:
    reused = " ".join(letter + str(number % 7) for number, letter in enumerate(letters))
    one = " ".join([*(f"x{n}" for n in range(before)), reused, *(f"y{n}" for n in range(after))])
    other = " ".join([*(f"u{n}" for n in range(after)), reused, *(f"v{n}" for n in range(before))])
    assert set(sketch(one).stretches) & set(sketch(other).stretches)


@given(st.text(max_size=300))
def test_any_text_can_be_compared(text: str) -> None:
    made = sketch(text)
    assert isinstance(made, Sketch)
    reuse = copies.compare(reading(text), later(text))
    if reuse:
        assert 0 <= reuse.share_one <= 1


def test_a_text_that_repeats_itself_without_end_is_compared_in_time() -> None:
    text = "killed at least two people in " * 20_000
    reuse = copies.compare(reading(text), later(text))
    assert reuse is not None
    assert len(sketch(text).stretches) < 20


def test_standing_text_of_thousands_does_not_hide_a_copy() -> None:
    background = (
        "The war began in the spring of that year and has killed many people, according to "
        "groups that count them, and all rounds of talks so far have failed to end it. "
    )
    index = Index[int]()
    made = [generated.document for generated in documents(300, 11)]
    for number, document in enumerate(made):
        assert document
        index.add(number, sketch(background + document.text))
    assert made[170]
    assert index.candidates(sketch(background + made[170].text))[0] == 170
    assert len(index.candidates(sketch(background))) <= copies.MOST


def test_a_look_up_costs_the_same_among_ten_times_as_many() -> None:
    """What is touched for one more document: holders met in the index, and words compared."""
    made = [generated.reading() for generated in documents(3300, 13, copies=300)]
    new = [sketch(reading.document.text) for reading in made[:50] + made[-50:]]

    def touched(among: list[Reading]) -> tuple[int, int]:
        index = Index[str]()
        for reading in among:
            index.add(reading.document.id, sketch(reading.document.text))
        met = sum(len(held) for each in new for held in index._held(each))
        return met, sum(len(index.candidates(each)) for each in new)

    few, many = touched(made[:320]), touched(made[:3200])
    assert few[0] > 500
    # Standing background is held by ten times as many, of which the first are looked at; there is no other growth.
    assert many[0] < 2 * few[0]
    assert many[1] < 2 * few[1]


def test_what_is_no_news_is_told_sooner_and_all_news_is_told(readings: dict[tuple[int, str], Reading]) -> None:
    for number in range(len(CASES)):
        one, other = readings[number, "one"], readings[number, "other"]
        whole = copies.compare(one, other)
        news = whole is not None and whole.kind in (Kind.COPY, Kind.PARTIAL, Kind.UPDATE)
        assert copies.reused(one, other) == (whole if news else None), CASES[number]["why"]


@given(st.text(max_size=80) | st.text("aAbé'’.,` 12٣_-“—ßİʼ\u00a0", max_size=40))
def test_every_word_has_its_place(text: str) -> None:
    """The bare words are found by splitting, their places by a pattern."""
    found = words(text)
    assert len(found.starts) == len(found.bare)
    for word, start, end in zip(found.bare, found.starts, found.ends, strict=True):
        assert not word or bare(text[start:end]) == [word]


def test_cumulative_totals_in_a_form_may_be_updated() -> None:
    total = factories.claim(scope=Scope.CUMULATIVE)
    grown = replace(total.quantity, value=replace(total.quantity.value, low=15))
    reuse = copies.compare(reading(LONG, total), later(LONG, replace(total, quantity=grown)))
    assert reuse is not None
    assert [pair.verdict for pair in reuse.claims] == [Verdict.UPDATE]


def test_planted_copies_and_updates_among_many_reports() -> None:
    figures = benchmark.measure(documents(900, 5, copies=90, updates=30, forms=20))
    assert figures.missed_bars(timed=False) == []
    assert figures.updated >= 29
    assert "wrong" not in figures.directions
