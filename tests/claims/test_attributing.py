"""On whose word a claim of a report stands: cases in tests/cases/sources_reports.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from reportedly import interchange
from reportedly.claims.attributing import Attributing
from reportedly.claims.draft import Draft
from reportedly.model import Attribution
from tests.claims import quoted

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "sources_reports.toml").read_text(encoding="utf-8")
)["case"]


def origin_words(found: Sequence[Attribution], text: str) -> str | None:
    """The words of all origins that stand together, as the interchange form gives them."""
    named = interchange.together([one.origin for one in found if one.origin is not None], text)
    return text[named[0].start : named[-1].end] if named else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:60]} [{case['quantity']}]")
def test_on_whose_word(case: dict[str, Any]) -> None:
    report = quoted.report(case["text"], outlet=case.get("outlet"))
    found = Attributing(report).attributions(quoted.draft(report, case["quantity"]))
    assert origin_words(found, report.document.text) == case.get("origin")
    if "via" in case:
        assert [relay.value.words for one in found[:1] for relay in one.via] == case["via"]
    if "source_id" in case:
        assert [a.origin.value.source_id for a in found if a.origin] == [case["source_id"]]


def test_two_sources_are_two_attributions_and_one_string() -> None:
    report = quoted.report("Twelve people died, according to the Coalition and the Lakeside Monitor.")
    found = Attributing(report).attributions(quoted.draft(report, "Twelve"))
    assert len(found) == 2
    assert origin_words(found, report.document.text) == "the Coalition and the Lakeside Monitor"


def test_a_part_stands_on_the_word_of_its_whole() -> None:
    report = quoted.report("A monitor put the dead at 1,000. Around 125 fighters had guarded the town.")
    whole = quoted.draft(report, "1,000")
    part = quoted.draft(report, "125")
    joined = Draft(part.sentence, part.quantity, part.harm, None, whole)
    assert origin_words(Attributing(report).attributions(joined), report.document.text) == "A monitor"


def test_the_order_of_asking_changes_nothing() -> None:
    text = "The monitor said 12 people were killed. Another 30 were wounded. It said 5 were missing."
    amounts = ("12", "30", "5")

    def read(order: tuple[str, ...]) -> dict[str, str | None]:
        report = quoted.report(text)
        reader = Attributing(report)
        drafts = {amount: quoted.draft(report, amount) for amount in order}
        return {amount: origin_words(reader.attributions(drafts[amount]), report.document.text) for amount in order}

    assert read(amounts) == read(amounts[::-1])
