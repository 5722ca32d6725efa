"""The generator: the same seed, the same reports; what it says of them is true."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from benchmarks import generate
from benchmarks.generate import Generated, claims, documents, readings
from reportedly.ingest import load
from reportedly.model import Document

PLANTED = {"copies": 60, "updates": 20, "forms": 10, "hostile": 20}


@pytest.fixture(scope="module")
def made() -> list[Generated]:
    return list(documents(400, 3, **PLANTED))


def test_the_same_seed_makes_the_same_and_another_seed_does_not(made: list[Generated]) -> None:
    assert [each.data for each in documents(400, 3, **PLANTED)] == [each.data for each in made]
    assert [each.data for each in documents(400, 4, **PLANTED)] != [each.data for each in made]


def test_as_many_are_planted_as_were_asked_for(made: list[Generated]) -> None:
    kinds = [each.kind.partition("/")[0] for each in made]
    assert [kinds.count(kind) for kind in ("copy", "update", "form", "hostile")] == [60, 20, 10, 20]
    with pytest.raises(ValueError, match="do not fit"):
        next(documents(5, copies=5))


def test_every_claim_stands_where_it_is_said_to(made: list[Generated]) -> None:
    count = 0
    for each in made:
        for told in each.told:
            assert each.document
            words = {name: each.document.text[start:end] for name, (start, end) in told.spans.items()}
            assert words["amount"] == f"{told.low:,}"
            assert words["quantity"].lower() == told.hedge + words["amount"]
            assert words["place"] == told.event.town.name
            count += 1
    assert count > 500


def test_a_copy_keeps_the_words_of_its_original_and_an_update_its_event(made: list[Generated]) -> None:
    known = {each.id: each for each in made}
    for each in made:
        if each.copy_of:
            shared = set(known[each.copy_of].data.split()) & set(each.data.split())
            assert len(shared) > 20
        if each.update_of:
            before = known[each.update_of]
            assert each.events == before.events
            assert all(new.low > old.low for new, old in zip(each.told, before.told, strict=True))


def test_everything_is_marked_as_an_example(made: list[Generated], tmp_path: Path) -> None:
    assert all(each.document.example for each in made if each.document)
    generate.write(made, tmp_path)
    cards = [json.loads(card.read_text()) for card in tmp_path.glob("*.meta.json")]
    assert len(cards) == 400
    assert all(card["example"] is True for card in cards)


def test_lines_are_read_as_they_were_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["30", "--copies", "3"]) == 0
    raw = capsys.readouterr().out.encode()
    loaded = list(load(["-"], stdin=io.BytesIO(raw)))
    wanted = [each.document for each in documents(30, copies=3)]
    assert [each.text for each in loaded if isinstance(each, Document)] == [each.text for each in wanted if each]


def test_claims_and_readings_come_without_a_reader() -> None:
    made = list(claims(500, 2))
    assert len({claim.key for claim in made}) == 500
    assert sum(len(reading.claims) for reading in readings(50, 2)) > 50
