"""The report that the rules spell out a toll for (shared/CODING_RULES.md): exactly that comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportedly import events, evidencing, profiles, tolls
from reportedly.evidence import Event, Evidence
from reportedly.ingest import load
from reportedly.model import Document, Harm, VictimClass
from reportedly.pipeline import read
from reportedly.render import toll_page
from reportedly.render import tolls as pictures
from reportedly.tolls import Kind, Said, Toll

REPORT = Path(__file__).parents[3] / "shared" / "reports" / "latakia-2025-03-10.txt"
pytestmark = pytest.mark.skipif(not REPORT.is_file(), reason="the sample report is not here (shared/)")


@pytest.fixture(scope="module")
def claims() -> tuple[Evidence, ...]:
    (document,) = load([str(REPORT)], published="2025-03-10")
    assert isinstance(document, Document)
    return evidencing.evidence(read(document))


@pytest.fixture(scope="module")
def coast(claims: tuple[Evidence, ...]) -> Event:
    return max(events.group(claims), key=lambda event: len(event.members))


@pytest.fixture(scope="module")
def toll(claims: tuple[Evidence, ...], coast: Event) -> Toll:
    return tolls.reconcile(coast, claims, profiles.load("strict"))


def test_killed(toll: Toll) -> None:
    line = toll.line(Harm.KILLED)
    assert line is not None
    assert (line.low, line.best, line.high, line.within) == (1001, None, None, None)
    assert "no source gives an upper limit" in line.why
    assert [(one.origin, one.words) for one in line.stated] == [("sohr", "more than 1,000")]
    assert [(one.origin, one.words) for one in line.beside] == [("sohr", "its parts add to about 1,018 (derived)")]


def test_civilians(toll: Toll) -> None:
    line = toll.line(Harm.KILLED, VictimClass.CIVILIAN)
    assert line is not None
    assert (line.low, line.best, line.high, line.about) == (None, 745, None, True)
    assert line.marks == ("unverified by the BBC",)
    assert line.amounts == ("hundreds",)


def test_fighters(toll: Toll) -> None:
    stated = {
        one.words: one.origin
        for line in toll.lines
        if line.victim_class is VictimClass.COMBATANT
        for one in line.stated
    }
    assert stated.keys() == {"at least 200", "about 125", "148"}
    assert stated["about 125"] == stated["148"] == "sohr"
    (conflict,) = toll.conflicts
    assert (conflict.kind, conflict.distance) == (Kind.TENSION, 75)
    assert conflict.words.startswith("if those 200 are government-side only")
    assert "75 people short" in conflict.words


def test_displaced(toll: Toll) -> None:
    line = toll.line(Harm.DISPLACED)
    assert line is not None
    assert (line.low, line.best, line.high, line.amounts) == (None, None, None, ("hundreds",))
    assert "0" not in toll_page.line_entry(pictures.line_row(line)).cells[:3]


def test_the_repeated_half_changes_nothing(claims: tuple[Evidence, ...], coast: Event, toll: Toll) -> None:
    once = [one for one in claims if one.repeat_of is None]
    assert tolls.reconcile(coast, once, profiles.load("strict")).lines == toll.lines
    repeats = {one.key for one in claims if one.repeat_of is not None}
    assert {ruling.said for ruling in toll.rulings if ruling.key in repeats} == {Said.REPEAT_OF}


def test_it_is_told_in_words(toll: Toll) -> None:
    told = pictures.sentence(toll)
    assert told.startswith("At least 1,001 people were killed")
    assert "about 1,018 (derived)" in told
    assert "Hundreds of civilians were driven from their homes" in told
