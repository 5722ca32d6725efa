"""When and how wide, on little reports read from end to end."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly.model import Document, Published, PublishedFrom
from reportedly.pipeline import read

CASES = Path(__file__).parents[1] / "cases" / "dates_world.toml"
REPORTS = tomllib.loads(CASES.read_text(encoding="utf-8"))["report"]


@pytest.mark.parametrize("case", REPORTS, ids=[report["why"] for report in REPORTS])
def test_when_and_scope(case: dict[str, Any]) -> None:
    document = Document("r", case["text"], "", Published(case["day"], PublishedFrom.GIVEN))
    claims = list(read(document).claims)
    found = []
    for words, first, last, scope in case["claims"]:
        claim = next((claim for claim in claims if claim.quantity.span.of(case["text"]) == words), None)
        if claim is None:
            found.append([words, "no such claim"])
            continue
        claims.remove(claim)
        when = claim.when.value if claim.when else None
        days = [day.isoformat() if day else "" for day in ((when.date_from, when.date_to) if when else (None, None))]
        days = ["?" if asked == "?" else day for asked, day in zip((first, last), days, strict=True)]
        found.append([words, *days, scope if scope == "?" else claim.scope.value])
    assert found == case["claims"]
