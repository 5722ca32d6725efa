"""Marks as a sentence gives them: their kind, what they are about, and how far they point back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.extract import marks
from reportedly.model import MarkAbout, MarkKind
from tests.extract.test_sources import sentence


def read(text: str) -> list[tuple[str, str, bool]]:
    found = [mention.value for mention in marks.find(sentence(text))]
    return [(doubt.mark.kind.value, doubt.mark.about.value, doubt.back is not None) for doubt in found]


@pytest.mark.parametrize(
    ("text", "kind", "about", "back"),
    [
        ("Soldiers allegedly shot 12 people.", MarkKind.ALLEGED, MarkAbout.HARM, False),
        ("The strike was allegedly carried out by Turkey.", MarkKind.ALLEGED, MarkAbout.PERPETRATOR, False),
        ("The toll is thought to be around 50.", MarkKind.ALLEGED, MarkAbout.NUMBER, False),
        ("Reuters could not verify the toll.", MarkKind.UNVERIFIED, MarkAbout.NUMBER, True),
        ("The claim could not be verified.", MarkKind.UNVERIFIED, MarkAbout.HARM, True),
        ("Police could not confirm who was responsible.", MarkKind.UNVERIFIED, MarkAbout.PERPETRATOR, True),
        ("The army denied the report.", MarkKind.DENIED, MarkAbout.HARM, True),
        ("The army rejected the figure.", MarkKind.DENIED, MarkAbout.NUMBER, True),
        ("The army denied responsibility.", MarkKind.DENIED, MarkAbout.PERPETRATOR, True),
        ("The army confirmed the deaths of 12 soldiers.", MarkKind.CONFIRMED, MarkAbout.HARM, False),
    ],
)
def test_a_mark_and_what_it_is_about(text: str, kind: MarkKind, about: MarkAbout, back: bool) -> None:
    assert read(text) == [(kind.value, about.value, back)]


@pytest.mark.parametrize(
    "text",
    [
        "The army did not deny the report.",
        "Detainees were denied access to lawyers.",
        "The president rejected the ceasefire.",
        "The location of the video could not be verified.",
        "He said to reporters that 12 people had died.",
        "The attack is believed to be the worst in years.",
        "The blast claimed 12 lives.",
        "The region is disputed by two states.",
        "Passengers could not be checked before boarding.",
        "The government disputed the rebels' version of how the recruits died.",
    ],
)
def test_no_mark(text: str) -> None:
    assert read(text) == []


def test_by_whom_and_whose_claim() -> None:
    (unable,) = marks.find(sentence("The BBC has been unable to verify the ministry's figures."))
    assert unable.value.mark.by is not None
    assert unable.value.mark.by.value.words == "The BBC"
    assert unable.value.back is not None
    assert unable.value.back.several
    assert "ministry" in unable.value.back.whose


_WORDS = [
    "The",
    "army",
    "denied",
    "that",
    "allegedly",
    "could",
    "not",
    "be",
    "verified",
    "12",
    "people",
    "were",
    "killed",
    ",",
    "believed",
    "to",
    "claims",
    "of",
    "“",
    "”",
    ".",
]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(_WORDS)))
def test_any_words_are_read_within_their_sentence(words: list[str]) -> None:
    made = sentence("x " + " ".join(words))
    for mention in marks.find(made):
        assert all(made.passage.span.contains(span) for span in (*mention.spans, *mention.value.governs))


@pytest.mark.parametrize(
    ("text", "gained"),
    [
        ("The rebels said they had shot down a helicopter.", "shot down"),
        ("Troops have retaken the old town.", "retaken"),
        ("Gunmen shot 12 people and fled.", None),
        ("The town lies on the road to Gao.", None),
    ],
)
def test_ground_and_arms_are_told_from_harm(text: str, gained: str | None) -> None:
    found = sentence(text)
    assert marks.gain(found) == (None if gained is None else found.start + found.text.index(gained))
