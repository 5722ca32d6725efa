"""Attributions within a sentence: cases in tests/cases/sources.toml, hits beside their near misses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import speakers
from reportedly.extract import sources
from reportedly.extract.sources import Speech
from reportedly.language import Sentence
from reportedly.model import Document, Passage, PassageKind, Published, SourceKind, Span

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "sources.toml").read_text(encoding="utf-8")
)["case"]


def sentence(text: str, kind: PassageKind = PassageKind.BODY) -> Sentence:
    document = Document("r1", text, "", Published(None, None))
    return Sentence(document, Passage(0, Span(0, len(text)), kind, 0))


def covering(read: Sentence, words: str) -> list[Speech]:
    """The speeches that cover the words, the nearest last."""
    offset = read.text.index(words)
    found = [mention.value for mention in sources.find(read) if mention.value.covers(offset)]
    return sorted(found, key=lambda speech: -min(g.end - g.start for g in speech.governs if g.start <= offset < g.end))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:60]} {case.get('said', '-')}")
def test_who_said_what(case: dict[str, Any]) -> None:
    read = sentence(case["text"])
    for words in case.get("not_said", []):
        assert covering(read, words) == []
    for words in case.get("said", []):
        speeches = covering(read, words)
        assert speeches, f"nobody said {words!r}"
        nearest = speeches[-1]
        assert " + ".join(origin.value.words for origin in nearest.origins) == case["origin"]
        if "via" in case:
            around = [origin.value.words for speech in speeches[:-1] for origin in speech.origins]
            assert around + [relay.value.words for relay in nearest.via] == case["via"]
        if "kind" in case:
            assert nearest.origins[0].value.kind.value == case["kind"]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Market strike kills 17: monitor", "monitor"),
        ("Market strike kills 17 - UN", "UN"),
        ("Police: 17 killed in market strike", "Police"),
        ("WEST BANK - PROTECTION UPDATE", None),
        ("Market strike kills 17: what we know", None),
    ],
)
def test_credit_of_a_headline(text: str, origin: str | None) -> None:
    found = list(sources.find(sentence(text, PassageKind.HEADLINE)))
    assert [o.value.words for mention in found for o in mention.value.origins] == ([origin] if origin else [])


@pytest.mark.parametrize(
    ("words", "head", "kind", "source_id"),
    [
        ("the Syrian Observatory for Human Rights", "Rights", SourceKind.MONITOR, "sohr"),
        ("Observatory chief Omar Hassan", "Hassan", SourceKind.MONITOR, None),
        ("a hospital official", "official", SourceKind.MEDIC, None),
        ("a military spokesman", "spokesman", SourceKind.PARTY, None),
        ("the UN refugee agency", "agency", SourceKind.UN, "unhcr"),
        ("an aid agency", "agency", SourceKind.NGO, None),
        ("a Reuters correspondent", "correspondent", SourceKind.WITNESS, None),
        ("state news agency SANA", "SANA", SourceKind.AGENCY, "sana"),
        # A line may break within a noun.
        ("two rescue\n workers", "workers", SourceKind.WITNESS, None),
        # A name of three letters counts in capitals only: "ap" and "who" are words.
        ("those who fled", "fled", SourceKind.OTHER, None),
    ],
)
def test_kind_of_a_source(words: str, head: str, kind: SourceKind, source_id: str | None) -> None:
    assert speakers.kind_of(words, head) == (kind, source_id)


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [
                "The",
                "army",
                "said",
                "that",
                "12",
                "people",
                ",",
                '"',
                "“",
                "”",
                "(",
                ")",
                "according",
                "to",
                "medics",
                "told",
                "AFP",
                "citing",
                "and",
                ".",
            ]
        )
    )
)
def test_any_words_are_read_within_their_sentence(words: list[str]) -> None:
    read = sentence("x " + " ".join(words))
    for mention in sources.find(read):
        spans = [*mention.spans, *mention.value.governs]
        assert all(read.passage.span.contains(span) for span in spans)
        assert [m.value.governs for m in sources.find(read)] == [m.value.governs for m in sources.find(read)]
