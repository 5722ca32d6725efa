"""Who holds the rows of a sketch: exactly those documents that do, in the order in which they came, on both engines."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

import pytest

from reportedly import copies
from reportedly.errors import LedgerMissing
from reportedly.ledger import Batch, Ledger
from tests.ledger.filling import filled, reading

Row = tuple[int, int]
# Hashes at the ends of 64 bits, where a column holds them as negative numbers, and few enough to be shared often.
HASHES = (0, 1, 2, 2**63 - 1, 2**63, 2**64 - 1)
WORDS = ("market", "shelled", "medics", "villagers", "column", "river", "convoy", "night", "clinic", "bridge", "road")


def sketched(ledger: Ledger, rows: dict[str, list[Row]]) -> None:
    """Documents with these rows for a sketch, in this order."""
    filled(ledger, *(reading(id, low=20 + number) for number, id in enumerate(rows)))
    with ledger.batch() as batch:
        for id, held in rows.items():
            batch.add_sketch(id, held)


def asked(batch: Batch, rows: list[Row], first: int = 32) -> list[list[str]]:
    """The holders of each row that somebody holds, by id."""
    return [batch.document_ids(held) for held in batch.holders(rows, first)]


@pytest.mark.parametrize("seed", range(4))
def test_exactly_those_that_hold_a_row_are_found(ledger: Ledger, seed: int) -> None:
    """Against a dictionary, over random rows in bands of the test's own."""
    chance = random.Random(seed)
    every = [(band, hashed) for band in range(20, 26) for hashed in HASHES]
    rows = {f"d{number}": chance.sample(every, chance.randrange(1, 9)) for number in range(25)}
    sketched(ledger, rows)
    held: dict[Row, list[str]] = defaultdict(list)
    for id, some in rows.items():
        for row in some:
            held[row].append(id)
    question = chance.sample(every, 20)
    with ledger.batch() as batch:
        assert asked(batch, question) == [held[row] for row in question if row in held]
        assert asked(batch, question, first=2) == [held[row][:2] for row in question if row in held]
        assert asked(batch, [(99, 0), (20, 77)]) == asked(batch, []) == []
    shared = {id: len(set(some) & set(question)) for id, some in rows.items()}
    assert dict(ledger.candidates(question)) == {id: count for id, count in shared.items() if count}


def test_a_hash_counts_in_its_own_band_alone(ledger: Ledger) -> None:
    sketched(ledger, {"a": [(20, 5), (21, 6)], "b": [(20, 6), (21, 5)]})
    with ledger.batch() as batch:
        assert asked(batch, [(20, 5)]) == asked(batch, [(21, 6)]) == [["a"]]
        assert asked(batch, [(20, 6), (21, 5)]) == [["b"], ["b"]]


def test_documents_of_the_same_batch_are_found_before_it_ends(ledger: Ledger) -> None:
    sketched(ledger, {"a": [(20, 5)]})
    filled(ledger, reading("b", low=50), reading("c", low=51))
    with ledger.batch() as batch:
        batch.add_sketch("b", [(20, 5), (20, 6)])
        assert asked(batch, [(20, 5), (20, 6)]) == [["a", "b"], ["b"]]
        batch.flush()
        batch.add_sketch("c", [(20, 5)])
        assert asked(batch, [(20, 5)]) == [["a", "b", "c"]], "sent or not, each once"
        assert asked(batch, [(20, 5)], first=2) == [["a", "b"]]
    with ledger.batch() as batch:
        assert asked(batch, [(20, 5)]) == [["a", "b", "c"]]
    with pytest.raises(LedgerMissing), ledger.batch() as batch:
        batch.add_sketch("no such", [(20, 5)])


def test_the_erased_hold_nothing(ledger: Ledger) -> None:
    sketched(ledger, {"a": [(20, 5)], "b": [(20, 5)]})
    ledger.redact("a", "a witness", "me")
    with ledger.batch() as batch:
        assert asked(batch, [(20, 5)]) == [["b"]]


def test_a_ledger_finds_what_an_index_in_memory_finds(ledger: Ledger) -> None:
    """Real sketches: originals, reused halves, reports of the same words in another order, strangers."""
    chance = random.Random(5)
    texts = [" ".join(chance.choice(WORDS) + str(chance.randrange(40)) for _ in range(120)) for _ in range(20)]
    texts += [f"{text[: len(text) // 2]} {other[len(other) // 2 :]}" for text, other in pairwise(texts)]
    texts += [f"Updated: {text}" for text in texts[:8]]
    ids = [f"d{number}" for number in range(len(texts))]
    filled(ledger, *(reading(id, low=20 + number) for number, id in enumerate(ids)))
    index: copies.Index[str] = copies.Index()
    found = 0
    for id, text in zip(ids, texts, strict=True):
        made = copies.sketch(text)
        with ledger.batch() as batch:
            seqs = copies.candidates(made, lambda sketch, batch=batch: batch.holders(sketch.rows(), copies.FIRST))
            # What `filled` made up for a sketch is of no text, and found by none.
            assert tuple(batch.document_ids(seqs)) == index.candidates(made)
            batch.add_sketch(id, made.rows())
        found += len(seqs)
        index.add(id, made)
    assert found > len(texts) // 2
