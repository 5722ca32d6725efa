"""The measures of benchmarks/events.py, its fit and its generator."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from benchmarks import events as benchmark
from benchmarks import events_fit, events_scale, events_soak, events_tables
from benchmarks.events_tables import Fate
from reportedly import events, evidencing
from reportedly.events import weights
from reportedly.evidence import Extent
from reportedly.model import Document, Published, PublishedFrom
from reportedly.pipeline import read_all

from . import made
from .made import claim

GOLD = {"a": "x", "b": "x", "c": "x", "d": "y"}


def test_pairwise_and_b_cubed_of_a_split_event() -> None:
    found = {"a": "1", "b": "1", "c": "2", "d": "3"}
    assert benchmark.pairwise(found, GOLD) == pytest.approx((1.0, 1 / 3))
    # Recall: two thirds for a and b, a third for c, all for d.
    assert benchmark.b_cubed(found, GOLD) == pytest.approx((1.0, (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4))


def test_pairwise_and_b_cubed_of_mixed_events() -> None:
    found = dict.fromkeys(GOLD, "1")
    assert benchmark.pairwise(found, GOLD) == pytest.approx((3 / 6, 1.0))
    assert benchmark.b_cubed(found, GOLD) == pytest.approx(((3 * 3 / 4 + 1 / 4) / 4, 1.0))


def test_the_baseline_takes_day_and_place() -> None:
    reports = {"a": [claim("a")], "b": [claim("b", low=90)], "c": [claim("c", at=made.NYALA)], "d": [], "e": []}
    found = benchmark.same_date_and_place(reports)
    assert found["a"] == found["b"] != found["c"]
    assert found["d"] != found["e"]


def test_reports_are_read_and_scored_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {
        "a": "At least 12 people were killed when shells hit a market in Kutum on Friday, medics said.",
        "b": "Shelling of the market of Kutum killed 15 civilians on Friday, the Lakeside Monitor reported.",
        "c": "A car bomb killed four soldiers in Nyala on 1 February.",
    }
    rows = [
        {"id": id_, "outlet": f"Outlet {id_}", "published": "2024-02-10", "text": text} for id_, text in texts.items()
    ]
    gold = [{"document": "a", "event": "x"}, {"document": "b", "event": "x"}, {"document": "c", "event": "y"}]
    for name, lines in (("reports.jsonl", rows), ("gold.jsonl", gold)):
        (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert benchmark.main([str(tmp_path / "reports.jsonl"), str(tmp_path / "gold.jsonl"), "--errors"]) == 0
    assert "3 reports with an event, 2 events" in capsys.readouterr().out


def test_a_fit_moves_weights_towards_the_pairs_and_no_further_than_it_is_held() -> None:
    prior = weights.read(events_fit.PRIOR.read_text(encoding="utf-8"))
    reports = {name: (claim(name, at=place),) for name, place in (("a", made.KUTUM), ("b", made.FATA_BORNO))}
    pairs = events_fit.pairs(reports, {"a": "x", "b": "x"})
    [pair] = pairs
    assert (pair.compared.place, pair.same) == ("near", True)
    free, held = (events_fit.fitted(pairs, prior, pull) for pull in (0.1, 1000.0))
    assert free.of("place", "near") > prior.of("place", "near")
    assert held.of("place", "near") == pytest.approx(prior.of("place", "near"), abs=0.01)
    assert events_fit.loss(pairs, free) < events_fit.loss(pairs, prior)
    assert weights.read(events_fit.toml(free, 1, 0.1)) == free


def test_generated_claims_are_the_same_for_the_same_seed_and_group_into_their_events() -> None:
    claims = list(events_scale.evidence(600, seed=3))
    assert claims == list(events_scale.evidence(600, seed=3))
    grouped = events.group(claims)
    attacks = [event for event in grouped if event.extent is Extent.INCIDENT]
    assert 45 <= len(attacks) <= 75


def test_scale_is_measured_and_judged() -> None:
    figures = events_scale.measure(400, adding=3)
    assert figures.claims == 400
    assert figures.adding_ms > 0
    assert not events_scale.missed([figures])
    assert events_scale.missed([figures._replace(adding_ms=500.0)])
    assert events_scale.missed([figures._replace(seconds=1.0), figures._replace(claims=4000, seconds=100.0)])


@pytest.mark.soak
def test_the_cost_of_grouping_grows_in_step() -> None:
    assert events_scale.told([10_000, 100_000]) == 0


@pytest.mark.soak
def test_a_large_ledger_is_grouped_and_reconciled_within_the_bars() -> None:
    # The bar of a million claims takes minutes and 5 GB: REPORTEDLY_SOAK_CLAIMS=1000000.
    most = int(os.environ.get("REPORTEDLY_SOAK_CLAIMS", "100000"))
    assert events_soak.told([10_000, most]) == 0


def test_every_claim_of_a_made_up_ledger_is_ruled_on_by_two_processes() -> None:
    found = events_soak.soak(500)
    assert [part.events > 0 for part in found.parts] == [True, True]
    assert sum(part.rulings for part in found.parts) == found.claims == 500
    assert not events_soak.missed([found])
    assert events_soak.missed([found._replace(claims=501)])
    assert events_soak.missed([found._replace(grouping=1000.0)])
    assert events_soak.missed([found._replace(megabytes=7000.0)])


def test_tolls_of_the_gold_are_followed_into_the_table_of_their_event() -> None:
    texts = {
        "a": "At least 12 people were killed when shells hit a market in Kutum on Friday, the Lakeside Monitor said.",
        "b": "Shelling of the market of Kutum killed 15 civilians on Friday, the Lakeside Monitor reported.",
        "c": "Shells killed 15 people at the market of Kutum on Friday, residents said.",
    }
    documents = [
        Document(id_, text, "", Published(date(2024, 2, 10), PublishedFrom.GIVEN), outlet=f"outlet {id_}")
        for id_, text in texts.items()
    ]
    readings = {reading.document.id: reading for reading in read_all(documents)}
    reports = {id_: evidencing.evidence(reading) for id_, reading in readings.items()}
    said = {
        "a": [{"harm": "killed", "words": "At least 12", "origin": "the Lakeside Monitor"}],
        "b": [{"harm": "killed", "words": "15", "origin": "the mayor"}],
        "c": [{"harm": "killed", "words": "15", "origin": None}, {"harm": "injured", "words": "30", "origin": None}],
    }
    found = events_tables.tolls(readings, reports, dict.fromkeys(texts, "x"), said)
    fates = [toll.fate for toll in found]
    assert fates == [Fate.APPEARS, Fate.ORIGIN, Fate.APPEARS, Fate.UNREAD]
    assert found[1].instead == "the Lakeside Monitor"
    assert events_tables.told(found, missing=True) == (0.5, 0.5)
