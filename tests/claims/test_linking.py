"""Amounts are joined to the harm they count, and to nothing else: cases in tests/cases/linking.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly.claims import linking
from reportedly.claims.scene import Link
from reportedly.extract import harms, quantities
from reportedly.language import Sentence
from reportedly.model import Document, Passage, PassageKind, Published, Span

CASES = tomllib.loads((Path(__file__).parent.parent / "cases/linking.toml").read_text(encoding="utf-8"))["case"]


def sentence(text: str) -> Sentence:
    document = Document("d", text, "", Published(None, None))
    return Sentence(document, Passage(0, Span(0, len(text)), PassageKind.BODY, 0))


def joined(text: str) -> list[Link]:
    one = sentence(text)
    return linking.link(one, list(quantities.find(one)), list(harms.find(one)))[0]


@pytest.mark.parametrize("case", CASES, ids=[case["for"] for case in CASES])
def test_amounts_are_joined_to_the_harm_they_count(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [[link.amount.mention.span.of(text), link.harm.value.value] for link in joined(text)]
    assert found == case["claims"]


@pytest.mark.parametrize("case", [case for case in CASES if "parts" in case], ids=lambda case: case["for"])
def test_parts_point_at_their_whole(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [
        [link.amount.mention.span.of(text), link.whole.amount.mention.span.of(text)]
        for link in joined(text)
        if link.whole
    ]
    assert found == case["parts"]
