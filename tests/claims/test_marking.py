"""What marks a claim carries: cases in tests/cases/marks_*.toml, hits beside their near misses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly.claims.attributing import Attributing
from reportedly.claims.draft import Draft, Report
from reportedly.claims.marking import Marking
from reportedly.model import MarkAbout, Mention, Status, VictimClass, Victims
from tests.claims import quoted

_FOLDER = Path(__file__).parents[1] / "cases"
CASES: list[dict[str, Any]] = [
    {"file": file.stem, **case}
    for file in sorted(_FOLDER.glob("marks_*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}: {case['text'][:60]} [{case['quantity']}]")
def test_status_of_a_claim(case: dict[str, Any]) -> None:
    report = quoted.report(case["text"])
    draft = quoted.draft(report, case["quantity"])
    amounts = {other["quantity"] for other in CASES if other["text"] == case["text"]}
    marking = Marking(report, [quoted.draft(report, amount) for amount in sorted(amounts)])
    attributions = Attributing(report).attributions(draft)
    marks = marking.marks(draft, attributions)
    assert marking.status(draft, marks).value == case["status"]
    strongest = [mark.value for mark in marks if mark.value.kind.value == case["status"]]
    if case.get("about"):
        assert MarkAbout(case["about"]) in [mark.about for mark in strongest]
    if case.get("by"):
        assert case["by"] in [mark.by.value.words for mark in strongest if mark.by is not None]
    if case.get("responsibility"):
        found = marking.responsibility(draft, marks, has_perpetrator=True)
        assert found is not None
        assert found.value == case["responsibility"]


def _fought(report: Report, amount: str, words: str, kind: VictimClass) -> Draft:
    made = quoted.draft(report, amount)
    start = report.document.text.index(words)
    span = made.sentence.at(start - made.sentence.start, start - made.sentence.start + len(words))
    return Draft(made.sentence, made.quantity, made.harm, Mention(Victims(words, kind), (span,), "test/victims"))


@pytest.mark.parametrize(
    ("kind", "status"), [(VictimClass.COMBATANT, Status.REPORTED), (VictimClass.CIVILIAN, Status.DENIED)]
)
def test_a_denial_is_about_the_people_it_names(kind: VictimClass, status: Status) -> None:
    report = quoted.report("The ministry said 12 men were killed. The governor denied that any children were killed.")
    draft = _fought(report, "12", "men", kind)
    marking = Marking(report, [draft])
    assert marking.status(draft, marking.marks(draft, ())) is status
