"""Whom a figure counts, and of which class they are: cases in tests/cases/victims_counted.toml, as whole reports."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly.model import Document, Published
from reportedly.pipeline import read

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/victims_counted.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["for"] for case in CASES])
def test_the_people_are_found(case: dict[str, Any]) -> None:
    text = case["text"]
    claims = read(Document("r", text, "", Published(None, None))).claims
    found = [
        [
            claim.quantity.span.of(text),
            claim.victims.value.words if claim.victims is not None else "",
            claim.victim_class.value,
        ]
        for claim in claims
    ]
    assert found == case["who"]
