"""Whole sentences and short reports: every figure of harm in them, and no other, in tests/cases/detection.toml."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportedly.model import Document, Published, PublishedFrom
from reportedly.pipeline import Reading, read_all

CASES = tomllib.loads((Path(__file__).parent.parent / "cases/detection.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """All cases read at once: their sentences are parsed in common batches."""
    published = Published(date(2025, 11, 20), PublishedFrom.GIVEN)
    return list(read_all([Document(f"d{at}", case["text"], "", published) for at, case in enumerate(CASES)]))


@pytest.mark.parametrize("at", range(len(CASES)), ids=[case["for"] for case in CASES])
def test_every_figure_of_harm_is_read_and_no_other(at: int, readings: list[Reading]) -> None:
    case: dict[str, Any] = CASES[at]
    text, claims = case["text"], readings[at].claims
    words = {claim.key: claim.quantity.span.of(text) for claim in claims}
    assert [[words[claim.key], claim.harm.value.value] for claim in claims] == case["claims"]
    parts = [[words[claim.key], words[claim.part_of]] for claim in claims if claim.part_of is not None]
    assert parts == case.get("parts", [])
