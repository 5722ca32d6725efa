"""100,000 claims: every question within 200 ms; and what keeping costs over reading. Minutes long: `make soak`."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from reportedly.ledger import Copy, Decision, Ledger, StoredSource
from reportedly.model import (
    Claim,
    Harm,
    Place,
    PlaceRole,
    Reading,
    Source,
    SourceKind,
    Status,
    Toponym,
    VictimClass,
    When,
)
from tests import factories
from tests.ledger.filling import add, reading, run

CLAIMS = 100_000
A_DOCUMENT = 10
WITHIN_S = 0.2
COUNTRIES = ["SD", "SY", "UA", "YE", "MM", "ML", "CD", "SO", "PH", "ET"]
SOURCES = [f"source-{number}" for number in range(500)]
# As in a report of some length: these words are in all, so that full text has much to leave out.
FILLER = "The clashes began on Thursday near the market and went on through the night, residents said. " * 20


def varied(number: int, chance: random.Random) -> Reading:
    """A report of ten claims that differ in everything that is asked by."""
    made = reading(f"d{number}", low=100 + number % 800)
    whole = made.document.text + FILLER + f" Word{number % 1000}."
    claims = tuple(_claim(made.claims[0], place, chance) for place in range(A_DOCUMENT))
    document = replace(made.document, text=whole, outlet=f"Outlet {number % 40}")
    return replace(made, document=document, claims=claims)


def _claim(claim: Claim, number: int, chance: random.Random) -> Claim:
    country = COUNTRIES[min(chance.randrange(14), 9)]
    town, harm = f"Town{chance.randrange(2000)}", chance.choice(list(Harm))
    day = date(2023, 1, 1) + timedelta(chance.randrange(700))
    place = Place(town, PlaceRole.AT, country, Toponym(town, "x:1", 1.5, 2.5, country, None, "town"))
    source = Source("Medics", SourceKind.MEDIC, SOURCES[int(500 * chance.random() ** 3)])
    told = replace(claim.attributions[0], origin=replace(factories.source("Medics"), value=source))
    assert claim.when is not None
    return replace(
        claim,
        key=f"{claim.key}{number}",
        harm=replace(claim.harm, value=harm),
        places=(replace(claim.places[0], value=place),),
        when=replace(claim.when, value=When("on Friday", day, day)),
        attributions=(told,),
        status=chance.choices(list(Status), (80, 12, 6, 2))[0],
        victim_class=chance.choice(list(VictimClass)),
    )


@pytest.fixture
def large(ledger: Ledger) -> Ledger:
    chance, number = random.Random(1), run(ledger)
    with ledger.batch() as batch:
        for id in SOURCES:
            batch.add_source(StoredSource(id, f"Name of {id}", "medic", (f"the {id}",)))
    for start in range(0, CLAIMS // A_DOCUMENT, 50):
        with ledger.batch() as batch:
            for one in range(start, start + 50):
                add(batch, varied(one, chance), number)
                if one % 4 == 1:
                    batch.add_copy(Copy(f"d{one}", f"d{one - 1}", chance.choice(["copy", "partial"]), "time"))
                if one % 10 == 0:
                    batch.add_decision(Decision("document", (f"d{one}",), "seen", f"person {one % 7}"))
    return ledger


@pytest.mark.soak
def test_every_question_is_answered_within_a_fifth_of_a_second(
    large: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    assert large.count_claims() == CLAIMS
    key = large.claims(limit=1, offset=500)[0].key
    claims: list[dict[str, Any]] = [
        {},
        {"text": "villagers killed"},
        {"text": '"villagers were killed"'},
        {"text": "nowhere"},
        {"harm": "killed"},
        {"place": "Town77"},
        {"country": "SD"},
        {"country": "ZZ"},
        {"date_from": "2024-01-01", "date_to": "2024-01-31"},
        {"date_from": "2030-01-01"},
        {"origin": "source-0"},
        {"origin": "source-400"},
        {"origin": "medics"},
        {"status": "denied"},
        {"victims": "combatant"},
        {"victims": "villagers"},
        {"document": "d77"},
        {"orphaned": True},
        {"after": 90_000},
        {"text": "villagers", "offset": 90_000},
        {"harm": "killed", "country": "SD", "status": "denied", "victims": "mixed", "date_from": "2024-06-01"},
        {"text": "villagers", "origin": "source-3", "place": "Town9", "harm": "killed"},
    ]
    asked: dict[str, Callable[[], object]] = {f"claims {one}": _bound(large.claims, one) for one in claims}
    asked |= {f"count {one}": _bound(large.count_claims, one) for one in claims[:2] + claims[4:5] + claims[20:]}
    for filters in ({}, {"text": "word77"}, {"text": "clashes market"}, {"outlet": "Outlet 7"}, {"status": "unread"}):
        asked[f"documents {filters}"] = _bound(large.documents, filters)
    for filters in ({}, {"text": "source-44"}, {"kind": "medic", "after": 300}):
        asked[f"sources {filters}"] = _bound(large.sources, filters)
    for filters in ({}, {"kind": "partial"}, {"document": "d45"}):
        asked[f"copies {filters}"] = _bound(large.copies, filters)
    for filters in ({}, {"harm": "injured"}, {"document": "d45"}):
        asked[f"leftovers {filters}"] = _bound(large.leftovers, filters)
    asked |= {
        "show claim": lambda: large.show(key),
        "show document": lambda: large.show("d77"),
        "decisions": lambda: large.decisions(by="person 3"),
        "candidates": lambda: large.candidates([(band, band * 77) for band in range(32)]),
        "failures": large.failures,
        "reading": lambda: large.reading("d99"),
    }
    took = {name: min(_seconds(question) for _ in range(3)) for name, question in asked.items()}
    with capsys.disabled():
        for name, seconds in sorted(took.items(), key=lambda pair: -pair[1])[:12]:
            print(f"{1000 * seconds:6.0f} ms  {name}")
    assert {name: seconds for name, seconds in took.items() if seconds > WITHIN_S} == {}
    started = time.perf_counter()
    assert large.verify().ok
    with capsys.disabled():
        print(f"{time.perf_counter() - started:6.0f} s   verify, {large.head().seq} links")


def _bound(question: Callable[..., object], filters: dict[str, Any]) -> Callable[[], object]:
    return lambda: question(**filters)


def _seconds(question: Callable[[], object]) -> float:
    started = time.perf_counter()
    question()
    return time.perf_counter() - started
