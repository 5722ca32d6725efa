"""Inputs on their way into a ledger: new, known, changed, copied, in another language, failed, erased."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportedly import pipeline
from reportedly.intake import retry_failed
from reportedly.ledger import Ledger
from reportedly.model import Document
from tests.intake.taking import EXAMPLES, Took, contents, lines, take

TEXT = "KUTUM, Sudan - At least {} people were killed when shells hit the market of Kutum on Friday, medics said.\n"
FRENCH = (
    "Au moins douze personnes ont été tuées vendredi dans le marché de Kutum, selon les autorités locales. "
    "Les habitants ont dit que les tirs venaient des collines à l'ouest de la ville et que beaucoup ont fui."
)


def report(path: Path, dead: int = 12) -> Path:
    path.write_text(TEXT.format(dead), encoding="utf-8")
    return path


def test_the_examples_with_their_copies_and_updates(ledger: Ledger) -> None:
    took = take(ledger, EXAMPLES)
    assert set(took.became.values()) == {"new"}
    assert took.summary.documents == 10
    assert took.summary.claims == ledger.count_claims() > 50
    assert took.summary.head == ledger.head()
    copies = {(one.document, one.other): one for one in ledger.copies()}
    copy = copies["kutum-2-desert-courier", "kutum-1-lakeside-wire"]
    assert (copy.kind, {pair.relation for pair in copy.claims}) == ("copy", {"copy"})
    assert "credits" in copy.why
    assert copies["kutum-3-lakeside-update", "kutum-1-lakeside-wire"].kind == "update"
    # It credits the agency, whose later report it cannot have had its words from.
    later = copies["kutum-3-lakeside-update", "kutum-2-desert-courier"]
    assert (later.kind, later.why.partition(":")[0]) == ("update", "both from lakeside wire")
    assert all(one.document.example for one in ledger.documents())
    (run,) = ledger.runs()
    assert run.summary == took.summary.counts()
    assert "sha256:" in (run.model or "")
    assert run.lexicon
    assert run.gazetteer
    known = {one.id: one for one in ledger.sources(limit=None)}
    assert known["un"].known
    anonymous = [one for one in known.values() if one.id.startswith("anon:")]
    assert anonymous
    assert all(not one.known and one.document and one.document in one.id for one in anonymous)
    assert ledger.verify().ok


def test_the_same_again_is_another_capture_and_is_not_read(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    take(ledger, EXAMPLES)
    before = contents(ledger)
    monkeypatch.setattr(pipeline, "read_all", lambda documents: pytest.fail("read again") if list(documents) else [])
    took = take(ledger, EXAMPLES)
    assert set(took.became.values()) == {"again"}
    assert contents(ledger) == before
    assert len(ledger.captures(document="dori-1-sahel-dispatch")) == 2


def test_changed_bytes_at_a_path_replace_the_document(ledger: Ledger, tmp_path: Path) -> None:
    path = report(tmp_path / "kutum.txt")
    take(ledger, path)
    took = take(ledger, report(path, dead=15))
    (taken,) = took.taken
    assert (taken.what, taken.replaces) == ("changed", "kutum")
    assert ledger.document(taken.document).replaces == "kutum"  # type: ignore[union-attr]
    again = take(ledger, path)
    assert again.became == {taken.document: "again"}
    third = take(ledger, report(path, dead=20))
    assert third.taken[0].replaces == taken.document
    assert ledger.verify().ok


def test_another_file_of_the_same_name_is_told_apart(ledger: Ledger, tmp_path: Path) -> None:
    """Whose id "report" is must not depend on the folder in which somebody stood."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    take(ledger, report(tmp_path / "a" / "report.txt"))
    took = take(ledger, report(tmp_path / "b" / "report.txt", dead=40))
    assert took.summary.failed == 1
    assert 'give this one an "id" of its own' in took.failed[0].reason
    (stored,) = ledger.documents()
    assert stored.replaced_by is None


def test_a_line_put_in_moves_the_others_and_changes_none(ledger: Ledger, tmp_path: Path) -> None:
    one, two, new = ({"text": TEXT.format(dead)} for dead in (12, 15, 20))
    path = lines(tmp_path / "feed.jsonl", one, two)
    assert take(ledger, path).became == {"feed-1": "new", "feed-2": "new"}
    took = take(ledger, lines(path, new, one, two))
    assert [taken.what for taken in took.taken] == ["new", "again", "again"]
    assert [taken.document for taken in took.taken][1:] == ["feed-1", "feed-2"]
    assert all(stored.replaces is None for stored in ledger.documents())


def test_a_given_id_with_other_words_is_a_new_state_of_the_report(ledger: Ledger, tmp_path: Path) -> None:
    path = lines(tmp_path / "feed.jsonl", {"id": "x1", "text": TEXT.format(12)})
    take(ledger, path)
    took = take(ledger, lines(path, {"id": "x1", "text": TEXT.format(15)}))
    assert [(taken.what, taken.replaces) for taken in took.taken] == [("changed", "x1")]


def test_equal_bytes_elsewhere_are_another_document_and_a_copy(ledger: Ledger, tmp_path: Path) -> None:
    source = EXAMPLES / "kutum-1-lakeside-wire.txt"
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(source.read_bytes())
    took = take(ledger, tmp_path / "one.txt", tmp_path / "two.txt")
    assert took.became == {"one": "new", "two": "new"}
    assert ledger.statistics()["contents"] == 1
    (copy,) = ledger.copies()
    assert (copy.kind, {copy.document, copy.other}) == ("copy", {"one", "two"})
    assert copy.why.startswith("undecided")


def test_another_language_waits(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "kutum.txt").write_text(FRENCH, encoding="utf-8")
    took = take(ledger, tmp_path / "kutum.txt")
    assert took.became == {"kutum": "unread"}
    assert (took.summary.unread, took.summary.failed) == (1, 0)
    stored = ledger.document("kutum")
    assert stored is not None
    assert (stored.status, stored.document.language) == ("unread", "fr")
    assert take(ledger, tmp_path / "kutum.txt").became == {"kutum": "again"}


def test_what_fails_is_recorded_once_and_the_rest_goes_on(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text(f"{json.dumps({'text': TEXT.format(12)})}\nnot json\n{json.dumps({'text': TEXT.format(15)})}\n")
    for _ in range(2):
        took = take(ledger, tmp_path / "missing.txt", path)
        assert took.summary.failed == 2
    assert [(failure.input, failure.resolved) for failure in ledger.failures()] == [
        (str(tmp_path / "missing.txt"), None),
        (f"{path}: line 2", None),
    ]
    assert len(ledger.documents()) == 2


def test_what_goes_well_later_is_resolved(ledger: Ledger, tmp_path: Path) -> None:
    missing, feed = tmp_path / "missing.txt", tmp_path / "feed.jsonl"
    feed.write_text("not json\nneither\n")
    take(ledger, missing, feed)
    assert len(ledger.failures()) == 3
    report(missing)
    lines(feed, {"text": TEXT.format(15)}).open("a").write("neither\n")
    took = Took(list(retry_failed(ledger)))
    assert took.summary.resolved == 2
    assert [failure.input for failure in ledger.failures()] == [f"{feed}: line 2"]
    lines(feed, {"text": TEXT.format(15)})
    assert Took(list(retry_failed(ledger))).summary.resolved == 1
    assert ledger.failures() == []
    assert {one.document.id for one in ledger.documents()} == {"missing", "feed-1"}


def test_a_report_that_breaks_the_reader_is_kept_and_alone(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.read_all

    def breaking(documents: list[Document]):  # type: ignore[no-untyped-def]
        for document in documents:
            if "666" in document.text:
                raise ValueError("no such number")
            yield from real([document])

    path = lines(tmp_path / "feed.jsonl", *({"id": f"r{n}", "text": TEXT.format(n)} for n in (12, 666, 15)))
    monkeypatch.setattr(pipeline, "read_all", breaking)
    took = take(ledger, path)
    assert took.became == {"r12": "new", "r666": "broken", "r15": "new"}
    assert "no such number" in ledger.failures()[0].reason
    assert ledger.document("r666").status == "failed"  # type: ignore[union-attr]
    assert ledger.verify().ok


def test_what_was_erased_stays_out(ledger: Ledger, tmp_path: Path) -> None:
    path, elsewhere = report(tmp_path / "kutum.txt"), report(tmp_path / "other.txt")
    take(ledger, path)
    ledger.redact("kutum", "names a witness", "desk")
    for given in (path, elsewhere):
        assert [taken.what for taken in take(ledger, given).taken] == ["erased"]
    assert ledger.documents() == []
    # Its bytes are gone from no disk; nothing of it is in the ledger, and that is no failure.
    assert ledger.failures() == []
    assert take(ledger, report(tmp_path / "new.txt", dead=31)).became == {"new": "new"}


def test_a_stop_keeps_what_is_whole_and_the_next_run_goes_on(ledger: Ledger, tmp_path: Path) -> None:
    undisturbed = Ledger.open(tmp_path / "undisturbed.db", create=True)
    take(undisturbed, EXAMPLES)
    asked = iter(range(100))
    took = take(ledger, EXAMPLES, stopped=lambda: next(asked) > 3)
    assert took.summary.stopped
    assert 0 < took.summary.documents < 10
    rest = take(ledger, EXAMPLES)
    assert rest.summary.again == took.summary.documents
    assert contents(ledger) == contents(undisturbed)
    undisturbed.close()


def test_an_exception_in_a_batch_leaves_nothing_of_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportedly.ledger import Batch

    add, count = Batch.add_reading, iter(range(100))

    def interrupted(*arguments, **named):  # type: ignore[no-untyped-def]
        if next(count) == 7:
            raise KeyboardInterrupt
        return add(*arguments, **named)

    monkeypatch.setattr(Batch, "add_reading", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take(ledger, EXAMPLES)
    assert ledger.documents() == []
    assert take(ledger, EXAMPLES).summary.documents == 10
    assert ledger.verify().ok


def test_the_ledger_and_its_archive_are_no_inputs_but_other_archives_are(tmp_path: Path) -> None:
    report(tmp_path / "kutum.txt")
    (tmp_path / "reportedly.warc.gz").write_bytes(b"broken")
    with Ledger.open(tmp_path / "reportedly.db", create=True) as ledger:
        took = take(ledger, tmp_path)
        assert (took.became, took.failed, took.noted[:1]) == ({"kutum": "new"}, [], took.noted[:1])
        assert not any("passed over" in note.what for note in took.noted)
        (tmp_path / "other.warc.gz").write_bytes(b"broken")
        assert [failed.where for failed in take(ledger, tmp_path).failed] == [f"{tmp_path}/other.warc.gz: offset 0"]
