"""When a harm was done: in the claim's own sentence, from other sentences, or not at all."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportedly import passages
from reportedly.claims.dating import Dating
from reportedly.claims.draft import Draft, Report
from reportedly.extract.dates import reference_day
from reportedly.language import sentences
from reportedly.model import Document, Harm, Hedge, Mention, Published, PublishedFrom, Quantity, Span

CASES = Path(__file__).parents[1] / "cases"
REPORTS = [
    report
    for name in ("dates_dating.toml", "dates_reports.toml")
    for report in tomllib.loads((CASES / name).read_text(encoding="utf-8"))["report"]
]
HARMS = {"fled": Harm.DISPLACED, "displaced": Harm.DISPLACED, "arrived": Harm.DISPLACED, "missing": Harm.MISSING}


def read(text: str, day: date | None) -> Report:
    document = Document("r", text, "", Published(day, PublishedFrom.GIVEN if day else None))
    cut = passages.split(document)
    return Report(document, tuple(sentences(document, cut)), reference_day(document, cut).day)


def draft(report: Report, figure: str, word: str, whole: Draft | None = None) -> Draft:
    """The figure's first place in the text, joined to the nearest such word of harm in its sentence."""
    at = report.document.text.index(figure)
    figure = figure.strip()
    span = Span(at, at + len(figure))
    sentence = next(sentence for sentence in report.sentences if sentence.passage.span.contains(span))
    starts = [match.start() for match in re.finditer(rf"\b{word}\b", sentence.text, re.IGNORECASE)]
    start = min(starts, key=lambda found: abs(found + sentence.start - at))
    quantity = Mention(quantity_of(figure, span), (span,), "test/quantity")
    harm = HARMS.get(word, Harm.KILLED)
    return Draft(sentence, quantity, Mention(harm, (sentence.at(start, start + len(word)),), "test/harm"), None, whole)


def quantity_of(figure: str, span: Span) -> Quantity:
    digits = figure.replace(",", "").split()[0]
    if digits.isdigit():
        return Quantity(int(digits), int(digits), Hedge.EXACT, span)
    if figure.lower().endswith("s"):
        return Quantity(None, None, Hedge.VAGUE, span, figure.lower())
    return Quantity(5, 5, Hedge.EXACT, span)


@pytest.mark.parametrize("case", REPORTS, ids=[report["why"] for report in REPORTS])
def test_when(case: dict[str, Any]) -> None:
    report = read(case["text"], case.get("day"))
    dating = Dating(report)
    drafts: list[Draft] = []
    found = []
    for figure, word, _, _, *whole in case["claims"]:
        drafts.append(draft(report, figure, word, drafts[whole[0]] if whole else None))
        when = dating.when(drafts[-1])
        days = (when.value.date_from, when.value.date_to) if when else (None, None)
        found.append([figure, word, *(day.isoformat() if day else "" for day in days), *whole])
    assert found == case["claims"]


def test_unresolved_words_are_kept() -> None:
    """Without a publication day the claim still says "on Friday"; a war's length stays as its words."""
    report = read("At least 12 villagers were killed on Friday near Djibo.", None)
    when = Dating(report).when(draft(report, "12", "killed"))
    assert when is not None
    assert when.value.words == "on Friday"
    report = read("The five-year conflict has killed 470,000 people.", date(2025, 3, 10))
    when = Dating(report).when(draft(report, "470,000", "killed"))
    assert when is not None
    assert (when.value.words, when.value.date_from) == ("five-year conflict", None)


def test_a_moved_day_points_at_both_its_words() -> None:
    """ "At dawn" is of Saturday because the sentence before says so: both are its words."""
    text = "Air strikes hit two hospitals on Saturday. At dawn, raids on the first killed 6 patients."
    report = read(text, date(2025, 3, 10))
    when = Dating(report).when(draft(report, "6", "killed"))
    assert when is not None
    assert [span.of(text) for span in when.spans] == ["on Saturday", "At dawn"]
    assert when.value.words == "At dawn"


def test_a_carried_day_points_at_the_sentence_it_came_from() -> None:
    text = "A blast tore through a bus on Saturday. The blast killed 6 passengers."
    report = read(text, date(2025, 3, 10))
    when = Dating(report).when(draft(report, "6", "killed"))
    assert when is not None
    assert when.span.of(text) == "on Saturday"
    assert when.rule == "dates/weekday"


def test_a_window_ends_with_the_latest_day_that_the_report_names() -> None:
    text = (
        "The toll from the past four days of fighting has reached 1,000 people. "
        "Speaking on Sunday, the president called for peace."
    )
    report = read(text, date(2025, 3, 10))
    when = Dating(report).when(draft(report, "1,000", "toll"))
    assert when is not None
    assert (when.value.date_from, when.value.date_to) == (date(2025, 3, 6), date(2025, 3, 9))
