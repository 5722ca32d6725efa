"""Processes that race for one id: nothing is lost, nothing doubled, no id stands for two things."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reportedly.ingest import Obtained, obtain
from reportedly.ledger import Ledger, engines
from tests.intake.racing import race
from tests.intake.taking import contents, lines, take

TURNS = 12
SENTENCE = "At least {low} people were killed in Kutum on Friday, medics said. Turn {turn} of {who}."


def _texts(turn: int, folder: Path) -> tuple[Path, Path, Path]:
    """What both take in at a turn: one file; and a file of each with lines of the same ids."""
    both = folder / f"both-{turn}.txt"
    both.write_text(SENTENCE.format(low=12 + turn, turn=turn, who="both") + "\n", encoding="utf-8")
    same = {"id": f"same-{turn}", "text": SENTENCE.format(low=40 + turn, turn=turn, who="one wire")}
    sides = []
    for side in ("left", "right"):
        own = {"id": f"own-{side}-{turn}", "text": SENTENCE.format(low=70 + turn, turn=turn, who=side)}
        other = {"id": f"other-{turn}", "text": SENTENCE.format(low=5 + turn, turn=turn, who=f"the {side} desk")}
        sides.append(lines(folder / f"{side}-{turn}.jsonl", same, own, other))
    return both, *sides  # type: ignore[return-value]


@pytest.fixture
def entrants(tmp_path: Path) -> list[list[Path]]:
    """Two lists of inputs, taken in the same order: at each turn both want the same."""
    made = [_texts(turn, tmp_path) for turn in range(TURNS)]
    return [
        [one for both, left, _ in made for one in (both, left)],
        [one for both, _, right in made for one in (both, right)],
    ]


def test_two_processes_race_for_every_id(bare: str, entrants: list[list[Path]]) -> None:
    told = race(bare, entrants)
    with Ledger.open(bare) as ledger:
        assert ledger.verify().ok
        documents = [stored.document for stored in ledger.documents(limit=None)]
        failures = ledger.failures()
        # One id for two reports: whoever came first has it, and the other one is on record.
        assert [failure.reason.partition(" belongs")[0] for failure in failures] == [
            f'the id "other-{turn}"' for turn in range(TURNS)
        ]
        assert sum(what == "failed" for side in told for what, _ in side) == TURNS
        # Nothing lost: every text but theirs is there. Nothing doubled: each once, under an id of its own.
        given = _given(entrants)
        kept = Counter(document.text for document in documents)
        assert kept == Counter(text for text in set(given.values()) if text in kept)
        assert set(given.values()) - set(kept) == {given[failure.input] for failure in failures}
        assert len({document.id for document in documents}) == len(documents) == TURNS * 5
        # Each document was new to one of the two alone.
        fresh = [[id for what, id in side if what == "new"] for side in told]
        assert sorted(fresh[0] + fresh[1]) == sorted(document.id for document in documents)
        shared = [sum(not id.startswith("own") for id in side) for side in fresh]
        assert min(shared) > 0, "one was always first: that was no race"
        _nothing_is_doubled(ledger)


def _given(entrants: list[list[Path]]) -> dict[str, str]:
    """The texts of all inputs, by where they stand."""
    made = [found for inputs in entrants for path in inputs for found in obtain([str(path)])]
    return {one.where: one.document.text for one in made if isinstance(one, Obtained)}


def _nothing_is_doubled(ledger: Ledger) -> None:
    assert {stored.status for stored in ledger.documents(limit=None)} == {"read"}
    keys = [claim.key for claim in ledger.claims(limit=None)]
    assert len(set(keys)) == len(keys)
    assert {claim.version for claim in ledger.claims(limit=None)} == {1}
    for stored in ledger.documents(limit=None):
        assert ledger.count_claims(document=stored.document.id) == stored.claims > 0
        captures = len(ledger.captures(document=stored.document.id))
        assert captures == (2 if stored.document.id.startswith(("both", "same")) else 1), stored.document.id
    pairs = [frozenset((copy.document, copy.other)) for copy in ledger.copies(limit=None)]
    assert len(set(pairs)) == len(pairs)
    with engines.reading(ledger._engine) as connection:
        for table, key in {"sources": "id", "contents": "sha256"}.items():
            rows = connection.exec_driver_sql(f"SELECT COUNT(*), COUNT(DISTINCT {key}) FROM {table}").one()
            assert rows[0] == rows[1], table


@pytest.mark.soak
def test_three_processes_take_the_same_small_inputs_at_once(bare: str, tmp_path: Path) -> None:
    inputs = [_texts(turn, tmp_path)[0] for turn in range(TURNS)]
    told = race(bare, [inputs, inputs, inputs])
    assert [len(side) for side in told] == [TURNS] * 3
    assert Counter(what for side in told for what, _ in side) == {"new": TURNS, "again": 2 * TURNS}
    with Ledger.open(tmp_path / "alone.db", create=True) as alone, Ledger.open(bare) as ledger:
        take(alone, *inputs)
        assert contents(ledger) == contents(alone)
        assert {len(ledger.captures(document=one.document.id)) for one in ledger.documents(limit=None)} == {3}
        assert len(ledger.runs()) == 3 * TURNS
        assert all(run.finished for run in ledger.runs())
        assert ledger.verify().ok
