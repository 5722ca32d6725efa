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
        cells = pictures.line_entry(pictures.line_row(line)).cells
        for bound, cell in zip((line.low, line.best, line.high), cells, strict=False):
            assert (cell == "–") == (bound is None)
            assert not cell.startswith("0")
    assert "At most 40 people were killed" in pictures.sentence(made)
    assert "Dozens of people were injured; no source gives a number that counts" in pictures.sentence(made)


def test_a_coded_zero_says_by_which_rule() -> None:
    told = " ".join(pictures.explanation(ambush()))
    assert "coded by the rule ucdp/party-alone" in told
    line = next(line for line in ambush().lines if line.coded and not line.derived)
    entry = pictures.line_entry(pictures.line_row(line))
    assert entry.cells[0] == "0 (coded)"
    assert "0 (coded by ucdp/party-alone)" in entry.cells[5]


def test_all_of_it_is_json_and_fits_a_terminal() -> None:
    for made in (market(), coast(), ambush()):
        assert json.loads(json.dumps(pictures.row(made)))["rules"]
        for width in (60, 100):
            out = io.StringIO()
            console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
            for _, columns, entries in pictures.tables(made):
                listing = Listing(console, columns)
                listing.head()
                for entry in entries:
                    listing.add(entry)
            assert max(map(len, out.getvalue().splitlines())) <= max(width, 100)


def test_the_trail_leaves_out_days_that_changed_nothing() -> None:
    claims = [claim("a", 12, published=day(9)), claim("b", 12, published=day(10)), claim("c", 20, published=day(11))]
    rows = list(pictures.trail_rows(tolls.trail(event(claims), claims, profiles.load("strict"))))
    assert [row["published"] for row in rows] == [date(2024, 2, 9).isoformat(), date(2024, 2, 11).isoformat()]
    assert [entry.cells[:3] for row in rows for entry in pictures.trail_entries(row)] == [["12"] * 3, ["20"] * 3]


def test_the_factory_names_the_hospital() -> None:
    assert MEDICS.id in {one.origin for line in market().lines for one in line.stated}
