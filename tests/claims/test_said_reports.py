"""On whose word the claims of small reports stand, and what is said against them: tests/cases/said_reports.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly.claims.attributing import Attributing
from reportedly.claims.marking import Marking
from tests.claims import quoted
from tests.claims.test_attributing import origin_words

REPORTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "said_reports.toml").read_text(encoding="utf-8")
)["report"]
CASES = [(report, claim) for report in REPORTS for claim in report["claims"]]


def _name(value: dict[str, Any]) -> str:
    return str(value.get("why") or value["quantity"])


@pytest.mark.parametrize(("case", "claim"), CASES, ids=_name)
def test_a_claim_of_a_small_report(case: dict[str, Any], claim: dict[str, Any]) -> None:
    report = quoted.report(case["text"].strip(), outlet=case.get("outlet"))
    drafts = {other["quantity"]: quoted.draft(report, other["quantity"]) for other in case["claims"]}
    draft = drafts[claim["quantity"]]
    attributions = Attributing(report).attributions(draft)
    marking = Marking(report, drafts.values())
    found = {
        "origin": origin_words(attributions, report.document.text),
        "status": marking.status(draft, marking.marks(draft, attributions)).value,
    }
    assert found == {"origin": claim.get("origin"), "status": claim.get("status", "reported")}
    if "via" in claim:
        assert [relay.value.words for one in attributions[:1] for relay in one.via] == claim["via"]
