"""A whole report: its promises for any text, and the first real report that the program must read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import interchange
from reportedly.model import Claim, Document, Hedge, MarkKind, Published, PublishedFrom, Reading, Span, Status
from reportedly.pipeline import read

SHARED = Path(__file__).resolve().parents[2] / "shared"
SAMPLE = SHARED / "reports/latakia-2025-03-10.txt"


def document(text: str, published: str | None = "2025-03-10") -> Document:
    day = date.fromisoformat(published) if published else None
    return Document("r1", text, "", Published(day, PublishedFrom.GIVEN if day else None))


SENTENCES = [
    "At least 12 villagers were killed in Jableh on Friday, the Observatory said.",
    "Gunmen abducted 27 schoolgirls from a boarding school in Kebbi.",
    "The car bomb left three soldiers and seven rebels dead 🚑 and wounded dozens.",
    "“We buried nine of our neighbours,” said Ámal, a nurse.",
    "More than 100,000 people have fled their homes since January.",
    "The toll includes five children.",
    "Officials fear that more than 200 people have died.",
    "No casualties were reported.",
    "The BBC could not verify the figure.",
    "Prices rose 12 percent to $40 in 2019.",
    "قُتل خمسة أشخاص في الهجوم.",
]
TEXTS = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4
).map("\n\n".join)


def spans(claim: Claim) -> list[Span]:
    mentions = [claim.quantity, claim.harm, claim.victims, claim.perpetrator, claim.when, *claim.places, *claim.marks]
    sources = [source for one in claim.attributions for source in (one.origin, *one.via)]
    return [span for mention in (*mentions, *sources) if mention is not None for span in mention.spans]


@settings(max_examples=40)
@given(st.one_of(TEXTS, st.text(max_size=200)))
def test_every_span_lies_inside_the_text(text: str) -> None:
    reading = read(document(text))
    for claim in reading.claims:
        for span in spans(claim):
            assert 0 <= span.start < span.end <= len(text)
    for leftover in reading.leftovers:
        assert leftover.span.of(text) == leftover.words


@settings(max_examples=15)
@given(TEXTS)
def test_reading_twice_gives_the_same_bytes(text: str) -> None:
    first, second = (
        [json.dumps(interchange.row(claim, document(text))) for claim in read(document(text)).claims] for _ in range(2)
    )
    assert first == second


@settings(max_examples=25)
@given(TEXTS, st.sampled_from(SENTENCES))
def test_changing_one_paragraph_leaves_the_amounts_and_harms_of_the_others(text: str, other: str) -> None:
    def read_of(whole: str, start: int) -> list[tuple[int, int, str, int | None, int | None]]:
        claims = [claim for claim in read(document(whole)).claims if claim.quantity.start >= start]
        return [
            (
                claim.quantity.start - start,
                claim.quantity.end - start,
                claim.harm.value.value,
                claim.quantity.value.low,
                claim.quantity.value.high,
            )
            for claim in claims
        ]

    before, after = f"The governor spoke.\n\n{other}\n\n", "The governor spoke.\n\nNothing else happened.\n\n"
    assert read_of(before + text, len(before)) == read_of(after + text, len(after))


@settings(max_examples=20)
@given(st.text(alphabet="🚑é\u0301ñ ", max_size=12))
def test_offsets_hold_behind_emoji_and_combining_characters(lead: str) -> None:
    text = f"{lead} At least 12 villagers were killed in Jableh."
    (claim,) = read(document(text)).claims
    assert claim.quantity.span.of(text) == "At least 12"


def test_without_a_date_of_publication_relative_days_stay_open_and_the_reading_says_so() -> None:
    reading = read(document("Twelve people were killed in Derna on Friday.", None))
    (claim,) = reading.claims
    assert claim.when is None or claim.when.value.date_from is None
    assert any("publi" in note for note in reading.notes)


def test_a_number_beside_a_word_of_harm_that_no_claim_used_is_left_over_with_its_reason() -> None:
    reading = read(document("He vowed to kill 100 soldiers."))
    assert reading.claims == ()
    (leftover,) = reading.leftovers
    assert leftover.words == "100"
    assert "not stated" in leftover.reason


def test_a_repeated_passage_adds_no_new_claim() -> None:
    sentence = "At least 12 villagers were killed in Jableh on Friday, the Observatory said."
    first, second = read(document(f"{sentence}\n\n{sentence}")).claims
    assert first.repeat_of is None
    assert second.repeat_of == first.key


@pytest.fixture(scope="module")
def sample() -> Reading:
    if not SAMPLE.is_file():
        pytest.skip(f"the sample report is not there: {SAMPLE}")
    return read(document(SAMPLE.read_text(encoding="utf-8")))


def by_amount(reading: Reading, words: str) -> Claim:
    return next(claim for claim in reading.claims if claim.quantity.span.of(reading.document.text).endswith(words))


def test_the_sample_has_its_claims_and_no_others(sample: Reading) -> None:
    text = sample.document.text
    own = [claim for claim in sample.claims if claim.repeat_of is None]
    amounts = [claim.quantity.span.of(text) for claim in own]
    required = [
        "hundreds",
        "approximately 745",
        "exceeded 1,000",
        "around 125",
        "148",
        "at least 200",
        "hundreds",
        "many",
    ]
    assert [amount for amount in amounts if amount != "Large crowds"] == required


def test_the_second_half_of_the_sample_only_repeats(sample: Reading) -> None:
    own = [claim for claim in sample.claims if claim.repeat_of is None]
    assert [claim.repeat_of for claim in sample.claims[len(own) :]] == [claim.key for claim in own]


def test_745_is_about_unverified_and_the_observatorys(sample: Reading) -> None:
    claim = by_amount(sample, "745")
    assert claim.quantity.value.hedge is Hedge.ABOUT
    assert claim.status is Status.UNVERIFIED
    (mark,) = [mark for mark in claim.marks if mark.value.kind is MarkKind.UNVERIFIED]
    assert mark.value.by is not None
    assert "BBC" in mark.value.by.value.words
    (attribution,) = claim.attributions
    assert attribution.origin is not None
    assert "Observatory" in attribution.origin.value.words


def test_745_died_on_the_coast_and_not_where_the_monitor_watches(sample: Reading) -> None:
    place = by_amount(sample, "745").places[0].value
    assert (place.words, place.country) == ("the west coast", "SY")


def test_a_place_of_the_speaker_in_an_aside_is_not_that_of_the_harm() -> None:
    text = (
        "The League, which watches courts in Aden, reported that 12 men were killed in Taiz. "
        "In Aden, police said one man was killed."
    )
    first, second = read(document(text)).claims
    assert [claim.places[0].value.words for claim in (first, second)] == ["Taiz", "Aden"]


def test_125_and_148_are_parts_of_the_total(sample: Reading) -> None:
    total = by_amount(sample, "1,000")
    parts = [by_amount(sample, "125"), by_amount(sample, "148")]
    assert [part.part_of for part in parts] == [total.key, total.key]
    for part in parts:
        assert part.attributions[0].origin == total.attributions[0].origin


def test_200_comes_from_inside_the_government_through_reuters(sample: Reading) -> None:
    (attribution,) = by_amount(sample, "200").attributions
    assert attribution.origin is not None
    assert attribution.origin.value.words == "sources within the new Syrian government"
    assert [relay.value.words for relay in attribution.via] == ["Reuters"]
