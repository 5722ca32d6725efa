"""Tolls in words, in tables and as JSON. The three events are those that docs/tolls.md tells of."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from reportedly import profiles, tolls
from reportedly.evidence import Extent, Reuse
from reportedly.model import Facets, Harm, Hedge, SourceKind, Status, Unit
from reportedly.render import toll_page
from reportedly.render import tolls as pictures
from reportedly.render.listing import Listing
from reportedly.tolls import Toll
from tests.tolls.making import (
    ARMY,
    COUNCIL,
    MEDICS,
    REBELS,
    about,
    civilians,
    claim,
    day,
    event,
    fighters,
    origin,
    toll,
    vague,
)

DOCS = Path(__file__).parents[2] / "docs" / "tolls.md"
MONITOR = origin("named:dry-river-monitoring-network", SourceKind.MONITOR)


def market() -> Toll:
    """Figures that grow, a copy, and a source without a name."""
    return toll(
        claim("a:1", 12, published=day(9)),
        claim("b:1", 12, published=day(10), reuse=Reuse.COPY, twin="a:1"),
        claim("c:1", 12, published=day(10), origins=(origin("anon:report-c:residents"),)),
        claim("d:1", 20, published=day(11)),
        claim("e:1", 15, None, published=day(11), origins=(COUNCIL,)),
        vague("f:1", "dozens", harm=Harm.INJURED, origins=()),
    )


def coast() -> Toll:
    """A total with its parts, and fighters who may be one side's only."""
    days: dict[str, Any] = {"date_from": day(6), "date_to": day(9), "origins": (MONITOR,)}
    claims = (
        claim("a:1", 301, None, hedge=Hedge.MORE_THAN, **days),
        civilians("a:2", 180, hedge=Hedge.ABOUT, status=Status.UNVERIFIED, unverified_by="Lakeside Wire",
                  part_of="a:1", **days),
        fighters("a:3", 60, victims="soldiers", part_of="a:1", **days),
        fighters("a:4", 75, victims="rebels", part_of="a:1", **days),
        fighters("b:1", 90, None, **{**days, "origins": (ARMY,)}),
        vague("b:2", "hundreds", harm=Harm.DISPLACED, unit=Unit.FAMILY, **{**days, "origins": ()}),
    )  # fmt: skip
    return toll(*claims, extent=Extent.EPISODE, date_from=day(6))


def ambush(profile: str = "ucdp") -> Toll:
    """What a rebel group says of its enemy's dead, alone."""
    column = Facets(party="River Column")
    return toll(
        fighters("a:1", 30, victims="soldiers", origins=(REBELS,)),
        fighters("a:2", 4, victims="River Column fighters", facets=column, origins=(REBELS,)),
        profile=profile,
    )


@pytest.mark.parametrize("made", [market(), coast(), ambush()], ids=["market", "coast", "ambush"])
def test_the_explanations_of_the_docs_are_those_that_are_given(made: Toll) -> None:
    text = " ".join(DOCS.read_text(encoding="utf-8").replace("\n> ", " ").split())
    for paragraph in pictures.explanation(made):
        assert paragraph in text


def test_what_is_unknown_is_never_a_zero() -> None:
    made = toll(claim("a", None, 40), vague("b", "dozens", harm=Harm.INJURED), about("c", 7, harm=Harm.MISSING))
    for line in made.lines:
        cells = toll_page.line_entry(pictures.line_row(line)).cells
        for bound, cell in zip((line.low, line.best, line.high), cells, strict=False):
            assert (cell == "–") == (bound is None)
            assert not cell.startswith("0")
    assert "At most 40 people were killed" in pictures.sentence(made)
    assert "Dozens of people were injured; no source gives a number that counts" in pictures.sentence(made)


def test_a_coded_zero_says_by_which_rule() -> None:
    told = " ".join(pictures.explanation(ambush()))
    assert "coded by the rule ucdp/party-alone" in told
    line = next(line for line in ambush().lines if line.coded and not line.derived)
    entry = toll_page.line_entry(pictures.line_row(line))
    assert entry.cells[0] == "0 (coded)"
    assert "0 (coded by ucdp/party-alone)" in entry.cells[5]


def test_all_of_it_is_json_and_its_table_fits_a_terminal() -> None:
    for made in (market(), coast(), ambush()):
        lines = json.loads(json.dumps(pictures.row(made)))["lines"]
        for width in (60, 80, 100):
            out = io.StringIO()
            console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
            listing = Listing(console, toll_page.LINES)
            listing.head()
            for line in lines:
                listing.add(toll_page.line_entry(line))
            assert max(map(len, out.getvalue().splitlines())) <= width


def test_figures_of_one_day_are_told_with_that_day() -> None:
    """And not with all days of the event: "over 6-9 February (9 February)" is no English."""
    of_friday = claim("a", 12, date_from=day(9), date_to=day(9))
    made = toll(of_friday, extent=Extent.EPISODE, date_from=day(6), date_to=day(9))
    assert pictures.sentence(made).startswith("12 people were killed in Kutum on 9 February 2024.")
    assert pictures.sentence(coast()).startswith("At least 301 people were killed in Kutum over 6-9 February 2024.")


def test_an_amount_in_words_alone_is_told_once() -> None:
    made = toll(vague("a", "dozens"))
    assert toll_page.line_entry(pictures.line_row(made.lines[0])).cells[5] == "only in words: dozens"
    counted = toll(claim("a", 30), vague("b", "dozens", origins=(COUNCIL,)))
    assert 'also in words: "dozens"' in toll_page.line_entry(pictures.line_row(counted.lines[0])).cells[5]


def test_the_trail_leaves_out_days_that_changed_nothing() -> None:
    claims = [claim("a", 12, published=day(9)), claim("b", 12, published=day(10)), claim("c", 20, published=day(11))]
    rows = list(pictures.trail_rows(tolls.trail(event(claims), claims, profiles.load("strict"))))
    assert [row["published"] for row in rows] == [date(2024, 2, 9).isoformat(), date(2024, 2, 11).isoformat()]
    assert [entry.cells[:3] for row in rows for entry in toll_page.trail_entries(row)] == [["12"] * 3, ["20"] * 3]


def test_the_factory_names_the_hospital() -> None:
    assert MEDICS.id in {one.origin for line in market().lines for one in line.stated}
