"""What goes in comes out again, exactly, on both engines."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from reportedly import interchange
from reportedly.errors import LedgerConflict, LedgerError, LedgerMissing, LedgerSchemaError
from reportedly.ledger import (
    Batch,
    Capture,
    Content,
    CopiedClaim,
    Copy,
    Decision,
    Ledger,
    Run,
    ShownClaim,
    ShownDocument,
    StoredSource,
)
from reportedly.model import Span
from tests import factories
from tests.ledger.filling import NOON, add, filled, reading, run


def test_a_reading_comes_back_as_it_was(ledger: Ledger) -> None:
    made = reading()
    filled(ledger, made)
    assert ledger.reading("r1") == made


def test_a_claim_is_stored_in_the_interchange_form_too(ledger: Ledger) -> None:
    made = reading()
    filled(ledger, made)
    stored = ledger.claims(harm="killed")
    assert [one.row for one in stored] == [interchange.row(made.claims[0], made.document)]


def test_text_of_any_kind_comes_back(ledger: Ledger) -> None:
    """NUL and lone surrogates are in no database's text; accents, Arabic and emoji are in every one."""
    odd = "Zero \x00 surrogate \ud800 Alep\u0301 حلب \U0001f54a"
    made = reading(odd, title=odd, outlet=odd)
    made = replace(made, document=replace(made.document, text=made.document.text + odd))
    filled(ledger, made)
    assert ledger.reading(odd).document == made.document
    assert ledger.show(made.claims[0].key).claim.claim == made.claims[0]  # type: ignore[union-attr]
    assert len(ledger.documents(outlet=odd)) == 1
    assert ledger.texts([odd]) == {odd: made.document.text}
    with ledger.batch() as batch:
        assert not batch.add_document(made.document)
    assert ledger.verify().ok


def test_numbers_beyond_64_bits_stay_whole(ledger: Ledger) -> None:
    made = reading(low=10**30)
    filled(ledger, made)
    assert ledger.claims(harm="killed")[0].claim.quantity.value.low == 10**30
    assert ledger.verify().ok


def test_the_same_document_again_is_no_second_one(ledger: Ledger) -> None:
    number = filled(ledger, reading())
    with ledger.batch() as batch:
        assert not add(batch, reading(), number)
    assert len(ledger.documents()) == 1
    assert len(ledger.captures(document="r1")) == 2


def test_an_id_cannot_stand_for_other_words(ledger: Ledger) -> None:
    number = filled(ledger, reading())
    with pytest.raises(LedgerConflict, match="r1"), ledger.batch() as batch:
        add(batch, reading(low=13), number)
    assert ledger.verify().ok
    assert len(ledger.captures()) == 1, "the batch was rolled back"


def test_a_document_needs_its_content(ledger: Ledger) -> None:
    with pytest.raises(LedgerMissing, match="content"), ledger.batch() as batch:
        batch.add_document(reading().document)


def test_a_changed_page_replaces_the_old_one(ledger: Ledger) -> None:
    number = filled(ledger, reading())
    with ledger.batch() as batch:
        add(batch, reading("r1b", low=13), number, replaces="r1")
    old, new = ledger.documents()
    assert (old.replaced_by, new.replaces) == ("r1b", "r1")
    assert ledger.latest_at("https://example.org/r1b") == new


def test_a_document_waits_for_a_reader_of_its_language(ledger: Ledger) -> None:
    number, made = run(ledger), reading("ar", language="ar")
    with ledger.batch() as batch:
        batch.add_content(Content(made.document.sha256, 1, None))
        batch.add_document(made.document)
        batch.add_unread("ar", number, "ar")
    assert [(one.document.id, one.status) for one in ledger.documents(status="unread")] == [("ar", "unread")]
    with ledger.batch() as batch:
        batch.add_reading(made, number)
    assert ledger.documents(status="unread") == []
    assert ledger.document("ar").claims == 2  # type: ignore[union-attr]


def test_captures_keep_what_conditional_requests_need(ledger: Ledger) -> None:
    capture = Capture(
        None, "https://example.org/x", NOON, "fetched", None, 304, {"ETag": '"a"'}, "x.warc.gz", 99, "urn:1"
    )
    with ledger.batch() as batch:
        batch.add_capture(replace(capture, status=200, headers={}))
        batch.add_capture(capture)
    last = ledger.last_capture("https://example.org/x")
    assert last == replace(capture, seq=2)


def test_failures_are_open_until_they_are_mended(ledger: Ledger) -> None:
    number = run(ledger)
    with ledger.batch() as batch:
        first = batch.add_failure("a.pdf", "no text", number)
        batch.add_failure("b.pdf", "too large", number)
    with ledger.batch() as batch:
        batch.resolve_failure(first, number)
        batch.resolve_failure(first, number)
    assert [failure.input for failure in ledger.failures()] == ["b.pdf"]
    assert [failure.resolved for failure in ledger.failures(open=False)] == [number, None]


def test_a_run_that_was_killed_has_no_end(ledger: Ledger) -> None:
    ended, killed = run(ledger), run(ledger)
    ledger.finish_run(ended, {"documents": 3})
    first, second = ledger.runs()
    assert (first.id, first.summary, first.model) == (ended, {"documents": 3}, "sha256:model")
    assert (second.id, second.finished) == (killed, None)


def test_a_later_reading_adds_versions_and_loses_nothing(ledger: Ledger) -> None:
    made = reading()
    filled(ledger, made)
    later = ledger.start_run(Run("0.3.0"))
    one, other = made.claims
    read_better = replace(one, victims=None)
    with ledger.batch() as batch:
        decided = batch.add_decision(Decision("claim", (one.key,), "accepted", "me", digests={"victims": "x"}))
        batch.add_decision(Decision("claim", (one.key,), "accepted", "me", digests={"place": "x"}))
    with ledger.batch() as batch:
        changes = batch.add_reading(replace(made, claims=(read_better,)), later)
    assert [(change.key, change.what) for change in changes.changes] == [(one.key, "changed"), (other.key, "orphaned")]
    assert changes.changes[0].fields == ("victims", "victim_class")
    assert changes.reopened == (decided,)
    assert [version.claim.victims for version in ledger.versions(one.key)] == [one.victims, None]
    assert [claim.key for claim in ledger.claims()] == [one.key]
    assert [claim.key for claim in ledger.orphans(later)] == [other.key]
    with ledger.batch() as batch:
        changes = batch.add_reading(made, later)
    assert [change.what for change in changes.changes] == ["changed", "returned"]
    assert ledger.reading("r1") == made, "in the order of the reading, whatever was written when"
    assert ledger.orphans() == []
    assert ledger.verify().ok


def test_the_same_reading_again_changes_nothing(ledger: Ledger) -> None:
    made = reading()
    number = filled(ledger, made)
    with ledger.batch() as batch:
        changes = batch.add_reading(made, number)
    assert (changes.changes, changes.unchanged) == ((), 2)
    assert ledger.statistics()["claim_versions"] == 2


def test_a_claim_under_a_new_key_goes_on_with_its_record(ledger: Ledger) -> None:
    made = reading()
    number = filled(ledger, made)
    one, other = made.claims
    moved = replace(one, key="r1:0:killed")
    with ledger.batch() as batch:
        changes = batch.add_reading(replace(made, claims=(moved, other)), number, pairs={moved.key: one.key})
    assert [(change.key, change.paired) for change in changes.changes] == [(moved.key, one.key)]
    assert [version.row["key"] for version in ledger.versions(moved.key)] == [one.key, moved.key]
    with ledger.batch() as batch:
        changes = batch.add_reading(replace(made, claims=(moved, other, one)), number)
    assert [(change.key, change.what) for change in changes.changes] == [(f"{one.key}~2", "added")]
    assert len(ledger.claims()) == 3


def test_sources_are_merged_by_decision_only(ledger: Ledger) -> None:
    made = reading()
    said = factories.source("Medics", made.document.text, source_id="medics-kutum")
    one = replace(made.claims[0], attributions=(replace(made.claims[0].attributions[0], origin=said),))
    filled(ledger, replace(made, claims=(one,)))
    with ledger.batch() as batch:
        batch.add_source(StoredSource("medics-kutum", "Medics in Kutum", "medic", ("the medics",), "SD", document="r1"))
        batch.add_source(StoredSource("kutum-hospital", "Kutum hospital", "medic", known=True))
    assert [(one.id, one.claims) for one in ledger.sources(text="MEDICS")] == [("medics-kutum", 1)]
    assert ledger.claims(origin="kutum-hospital") == []
    with ledger.batch() as batch:
        same = batch.add_decision(
            Decision("sources", ("kutum-hospital", "medics-kutum"), "same", "me", why="the only one")
        )
    assert [one.merged_into for one in ledger.sources()] == ["kutum-hospital", None]
    assert len(ledger.claims(origin="kutum-hospital")) == 1
    with ledger.batch() as batch:
        batch.add_decision(Decision("sources", ("kutum-hospital", "medics-kutum"), "different", "you", supersedes=same))
    assert ledger.claims(origin="kutum-hospital") == []


def test_copies_name_both_documents_and_their_claims(ledger: Ledger) -> None:
    filled(ledger, reading("a"), reading("b"))
    pair = CopiedClaim(reading("b").claims[0].key, reading("a").claims[0].key, "copy", "same words")
    copy = Copy("b", "a", "partial", "credit line", 0.5, ((Span(0, 5), Span(2, 7)),), (pair,))
    with ledger.batch() as batch:
        number = batch.add_copy(copy)
    assert ledger.copies(document="a") == ledger.copies(document="b") == [replace(copy, seq=number)]
    shown = ledger.show(pair.other)
    assert isinstance(shown, ShownClaim)
    assert shown.copies == (replace(copy, seq=number),)


def test_candidates_share_bands(ledger: Ledger) -> None:
    filled(ledger, reading("a"), reading("b", low=13))
    own = sum(reading("b", low=13).document.sha256.encode())
    assert ledger.candidates([(0, 2**64 - 1), (1, own)]) == [("b", 2), ("a", 1)]
    assert ledger.candidates([(1, 2**64 - 1)]) == []
    assert ledger.texts(["a", "missing"]) == {"a": reading("a").document.text}


def test_a_sketch_may_be_made_again(ledger: Ledger) -> None:
    filled(ledger)
    with ledger.batch() as batch:
        batch.add_sketch("r1", [(0, 2**64 - 1), (2, 5)])
    assert ledger.candidates([(0, 2**64 - 1), (2, 5)]) == [("r1", 2)]


def test_decisions_stay_and_are_found_by_what_they_are_about(ledger: Ledger) -> None:
    key = reading().claims[0].key
    filled(ledger)
    decision = Decision("field", (key,), "edit", "me", "misread", "low", Span(1, 3), {"low": "abc"}, {"low": 13})
    with ledger.batch() as batch:
        number = batch.add_decision(decision)
    (stored,) = ledger.decisions(key=key)
    assert replace(stored, at=None) == replace(decision, id=number)
    with pytest.raises(LedgerMissing), ledger.batch() as batch:
        batch.add_decision(replace(decision, supersedes=99))


def test_a_document_is_shown_with_all_that_bears_on_it(ledger: Ledger) -> None:
    filled(ledger)
    shown = ledger.show("r1")
    assert isinstance(shown, ShownDocument)
    assert (len(shown.captures), len(shown.claims), len(shown.leftovers)) == (1, 2, 1)
    claim = ledger.show(shown.claims[0].key)
    assert isinstance(claim, ShownClaim)
    assert claim.before + str(claim.claim.row["quote"]) + claim.after == shown.document.document.text
    with pytest.raises(LedgerMissing, match="no-such"):
        ledger.show("no-such")


def _half(batch: Batch, number: int) -> None:
    """Adds a document, sends it to the database, and fails."""
    add(batch, reading(), number)
    batch.flush()
    batch.add_unread("no-such", number, "ar")


def test_an_exception_in_a_batch_leaves_nothing(ledger: Ledger) -> None:
    before = ledger.head()
    number = run(ledger)
    with pytest.raises(LedgerMissing), ledger.batch() as batch:
        _half(batch, number)
    assert ledger.documents() == []
    assert ledger.head().seq == before.seq + 1


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    old = os.umask(0)
    try:
        with Ledger.open(path, create=True) as ledger:
            filled(ledger)
            files = sorted(tmp_path.glob("new.db*"))
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in files}
    finally:
        os.umask(old)
    assert set(modes.values()) == {0o600}
    assert {"new.db", "new.db-wal", "new.db-shm"} == set(modes)


def test_no_ledger_is_made_by_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LedgerMissing, match="no ledger"):
        Ledger.open(tmp_path / "none.db")
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(tmp_path / "of-the-environment.db"))
    Ledger.open(create=True).close()
    assert [file.name for file in tmp_path.glob("*.db")] == ["of-the-environment.db"]


def test_what_is_no_ledger_is_refused(bare: str, tmp_path: Path) -> None:
    engine = create_engine(bare.replace("postgresql", "postgresql+psycopg") if "://" in bare else f"sqlite:///{bare}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    engine.dispose()
    with pytest.raises(LedgerSchemaError, match="not a ledger"):
        Ledger.open(bare, create=True)
    (tmp_path / "text.db").write_text("This is a text, and rather a long one, so that it has a header's length. " * 20)
    with pytest.raises(LedgerError):
        Ledger.open(tmp_path / "text.db", create=True)


def test_a_newer_ledger_is_refused(where: str) -> None:
    engine = create_engine(
        where.replace("postgresql", "postgresql+psycopg") if "://" in where else f"sqlite:///{where}"
    )
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for create in (False, True):
        with pytest.raises(LedgerSchemaError, match="newer version"):
            Ledger.open(where, create=create)
