"""What is erased is gone, the chain goes on, and a tombstone says who did it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from reportedly.errors import LedgerConflict, LedgerError, LedgerMissing
from reportedly.ledger import Copy, Decision, Erasure, Ledger, StoredSource
from tests.ledger.filling import add, filled, reading

SECRET = "Zanthippe"


def secret(id: str = "s") -> object:
    made = reading(id)
    whole = f"{made.document.text} {SECRET} saw it."
    return replace(made, document=replace(made.document, text=whole, title=f"{SECRET} speaks", outlet=SECRET))


def test_an_erased_document_is_gone_and_the_chain_goes_on(ledger: Ledger) -> None:
    filled(ledger, secret(), reading("other"))  # type: ignore[arg-type]
    head = ledger.head()
    with ledger.batch() as batch:
        key = reading("s").claims[0].key
        batch.add_decision(Decision("claim", (key,), "accepted", "me", f"{SECRET} told me"))
        batch.add_copy(Copy("s", "other", "partial", "time"))
        batch.add_source(StoredSource("z", SECRET, "witness", document="s"))
    done = ledger.redact("s", "a witness is named", "the desk")
    assert ledger.verify(head).ok
    assert [(one.key, one.by, one.reason) for one in ledger.verify().erased] == [
        ("s", "the desk", "a witness is named")
    ]
    assert ledger.document("s") is None
    assert [claim.document for claim in ledger.claims()] == ["other", "other"]
    assert ledger.documents(text=SECRET) == ledger.claims(text="s") == []
    assert ledger.candidates([(0, 2**64 - 1)]) == [("other", 1)]
    assert isinstance(ledger.show("s"), Erasure)
    assert any("reports/s.txt" in note for note in done.notes)
    assert any("other" in note for note in done.notes)
    assert any("source z" in note for note in done.notes)
    ledger.redact("z", "a witness is named", "the desk")
    assert ledger.sources() == []
    assert ledger.verify().ok


def test_nothing_of_it_is_left_in_the_file(tmp_path: Path) -> None:
    """Not in free pages, not in the index of words, not in the write-ahead log."""
    path = tmp_path / "reportedly.db"
    with Ledger.open(path, create=True) as ledger:
        filled(ledger, reading("a"), secret(), *(reading(f"r{number}") for number in range(20)))  # type: ignore[arg-type]
        assert _holds(tmp_path, SECRET)
        ledger.redact("s", "a witness is named", "the desk")
        assert not _holds(tmp_path, SECRET)
        assert len(ledger.documents(text="Kutum", limit=None)) == 21
    assert not _holds(tmp_path, SECRET)


def _holds(folder: Path, word: str) -> bool:
    return any(word.casefold().encode() in file.read_bytes().lower() for file in folder.glob("reportedly.db*"))


def test_an_erased_claim_leaves_its_document(ledger: Ledger) -> None:
    filled(ledger)
    key = reading().claims[0].key
    done = ledger.redact(key, "wrong person", "me")
    assert [claim.row["harm"] for claim in ledger.claims()] == ["displaced"]
    assert ledger.document("r1") is not None
    assert any("still holds the words" in note for note in done.notes)
    assert isinstance(ledger.show(key), Erasure)
    assert ledger.verify().ok


def test_a_decision_can_be_erased(ledger: Ledger) -> None:
    filled(ledger)
    with ledger.batch() as batch:
        number = batch.add_decision(Decision("claim", ("r1:1:killed",), "rejected", "me", SECRET))
    ledger.redact(f"decision:{number}", "names somebody", "me")
    assert ledger.decisions() == []
    assert ledger.verify().ok


def test_what_was_erased_stays_out(ledger: Ledger) -> None:
    number = filled(ledger)
    ledger.redact("r1", "court order", "me")
    with pytest.raises(LedgerConflict, match="erased by me"), ledger.batch() as batch:
        add(batch, reading(), number)
    with pytest.raises(LedgerMissing, match="erased by me"):
        ledger.redact("r1", "again", "me")


def test_a_redaction_says_what_and_why(ledger: Ledger) -> None:
    filled(ledger)
    with pytest.raises(LedgerMissing):
        ledger.redact("no-such", "x", "me")
    with pytest.raises(LedgerError, match="reason"):
        ledger.redact("r1", " ", "me")
    assert ledger.document("r1") is not None


def test_a_tombstone_put_there_by_hand_is_named(ledger: Ledger) -> None:
    """An insertion into `erasures` opens the guards; the chain does not hold it."""
    filled(ledger)
    stored = ledger.document("r1")
    assert stored is not None
    with ledger._engine.begin() as connection:
        line = "INSERT INTO erasures (erased, seq, key, kind, reason, by) VALUES (:seq, 1, 'r1', 'document', 'x', 'x')"
        connection.execute(text(line), {"seq": stored.seq})
        for table in ("documents", "payloads"):
            connection.execute(text(f"DELETE FROM {table} WHERE seq = :seq"), {"seq": stored.seq})
    assert any(problem.where == "erasures" for problem in ledger.verify().problems)


def test_the_full_text_can_be_made_again(ledger: Ledger) -> None:
    filled(ledger)
    before = len(ledger.claims(text="villagers")), len(ledger.documents(text="villagers"))
    ledger.reindex()
    assert (len(ledger.claims(text="villagers")), len(ledger.documents(text="villagers"))) == before == (2, 1)
