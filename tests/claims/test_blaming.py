"""Whoever is said to have done a harm, and nobody else: cases in tests/cases/perpetrators*.toml, as whole reports."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import pipeline
from reportedly.claims.blaming import Blaming
from reportedly.claims.draft import Draft, Report
from reportedly.language import Sentence
from reportedly.model import Harm, Hedge, Mention, Quantity, Span
from reportedly.passages import split
from tests.factories import document, mention

CASES = [
    case
    for name in ("perpetrators", "perpetrators_carried", "perpetrators_events", "perpetrators_world")
    for case in tomllib.loads((Path(__file__).parent.parent / f"cases/{name}.toml").read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=[case["for"] for case in CASES])
def test_whoever_did_it_is_named(case: dict[str, Any]) -> None:
    made = document(case["text"], title=case.get("title"))
    found = [
        [claim.quantity.span.of(made.text), claim.perpetrator.value if claim.perpetrator else ""]
        for claim in pipeline.read(made).claims
    ]
    assert found == case["who"]


def test_the_words_for_whoever_did_it_are_those_it_points_at() -> None:
    for case in CASES:
        made = document(case["text"], title=case.get("title"))
        for claim in pipeline.read(made).claims:
            if claim.perpetrator is not None:
                assert claim.perpetrator.span.of(made.text) == claim.perpetrator.value
                assert claim.perpetrator.rule.startswith("perpetrators/")


def blamed(text: str, amount: str, harm: str, rule: str = "linking/passive", whole: Draft | None = None) -> str | None:
    made = document(text)
    sentences = tuple(Sentence(made, passage) for passage in split(made))
    quantity = mention(Quantity(12, 12, Hedge.EXACT, mention(None, amount, text).span), amount, text)
    here = next(sentence for sentence in sentences if sentence.passage.span.contains(quantity.span))
    draft = Draft(here, quantity, mention(Harm.KILLED, harm, text, rule), None, whole)
    found = Blaming(Report(made, sentences, None)).perpetrator(draft)
    return found.value if found is not None else None


def test_a_loss_is_its_own_sides_unless_an_enemy_is_named() -> None:
    text = "The rebels lost 12 fighters in the attack."
    assert blamed(text, "12", "lost", "linking/lost") is None
    assert blamed("The rebels lost 12 fighters in an army ambush.", "12", "lost", "linking/lost") == "army"


def test_a_part_has_the_author_of_its_whole() -> None:
    text = "Army shelling killed 30 people in Kutum. They included 12 children."
    made = document(text)
    first, second = (Sentence(made, passage) for passage in split(made))
    amount = Mention(Quantity(30, 30, Hedge.EXACT, Span(20, 22)), (Span(20, 22),), "test/rule")
    harm = mention(Harm.KILLED, "killed", text, "linking/object")
    whole = Draft(first, amount, harm)
    part = replace(whole, sentence=second, quantity=mention(amount.value, "12", text), whole=whole)
    found = Blaming(Report(made, (first, second), None)).perpetrator(part)
    assert found is not None
    assert found.value == "Army"


def test_asking_twice_gives_the_same() -> None:
    made = document("Gunmen killed 12 people in Zurmi. Dozens were wounded.")
    first, second = pipeline.read(made), pipeline.read(made)
    assert [claim.perpetrator for claim in first.claims] == [claim.perpetrator for claim in second.claims]
    assert [claim.perpetrator.value for claim in first.claims if claim.perpetrator] == ["Gunmen", "Gunmen"]


@given(st.lists(st.sampled_from([case["text"] for case in CASES]), min_size=1, max_size=3))
def test_any_mixture_of_reports_is_read_and_points_at_its_own_words(texts: list[str]) -> None:
    made = document("\n".join(texts))
    for claim in pipeline.read(made).claims:
        if claim.perpetrator is not None:
            assert claim.perpetrator.span.of(made.text) == claim.perpetrator.value
            assert not claim.perpetrator.span.overlaps(claim.quantity.span)
