"""A newer reader over what is stored: what reads the same stays, what does not gets a version, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportedly import copies, lexicon, pipeline
from reportedly.ingest import documents as received
from reportedly.intake import Options, Reread, Rereading, reread, rereading
from reportedly.ledger import Decision, Erasure, Ledger
from reportedly.model import Claim, Document, Quantity, Reading, Span
from tests.intake.taking import contents, lines, take

TEXT = "At least {} people were killed in Kutum on Friday, medics said. Report {}.\n"


@pytest.fixture
def filled(ledger: Ledger, tmp_path: Path) -> Ledger:
    rows = ({"id": f"r{n}", "text": TEXT.format(n, n), "published": "2024-02-10"} for n in (12, 13, 14))
    take(ledger, lines(tmp_path / "feed.jsonl", *rows))
    return ledger


def changing(monkeypatch: pytest.MonkeyPatch, change: Callable[[Claim], Claim | None]) -> None:
    """Another reader: its claims, and its words, are others."""
    real = pipeline.read_all

    def other(documents: Iterable[Document]) -> Iterator[Reading]:
        for reading in real(documents):
            claims = (change(claim) for claim in reading.claims)
            yield replace(reading, claims=tuple(claim for claim in claims if claim is not None))

    monkeypatch.setattr(pipeline, "read_all", other)
    monkeypatch.setattr(lexicon, "version", lambda: "other")


def run(ledger: Ledger, **named: object) -> Rereading:
    (summary,) = [one for one in reread(ledger, **named) if isinstance(one, Rereading)]  # type: ignore[arg-type]
    return summary


def test_the_same_reader_has_nothing_to_do(filled: Ledger) -> None:
    before = contents(filled)
    assert (run(filled).documents, run(filled).skipped) == (0, 3)
    summary = run(filled, all=True)
    assert (summary.documents, summary.unchanged, summary.changed) == (3, 3, 0)
    assert contents(filled) == before
    assert filled.verify().ok


def test_a_changed_field_adds_a_version_and_reopens_what_judged_it(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = filled.claims(document="r13")[0].key
    digests = filled.claims(document="r13")[0].row["digest"]
    with filled.batch() as batch:
        judged = batch.add_decision(Decision("field", (key,), "right", "ana", digests={"low": digests["low"]}))
        batch.add_decision(Decision("field", (key,), "right", "ana", digests={"place": digests["place"]}))

    def more(claim: Claim) -> Claim:
        if claim.document != "r13":
            return claim
        quantity: Quantity = replace(claim.quantity.value, low=99)
        return replace(claim, quantity=replace(claim.quantity, value=quantity))

    changing(monkeypatch, more)
    summary = run(filled)
    assert (summary.documents, summary.unchanged, summary.changed) == (3, 2, 1)
    assert set(summary.fields) == {"low"}
    assert summary.reopened == [judged]
    assert [one.version for one in filled.versions(key)] == [1, 2]
    old, new = (one.row["digest"] for one in filled.versions(key))
    assert {name for name in old if old[name] != new[name]} == set(summary.fields)
    assert filled.runs()[-1].summary == summary.counts()
    assert filled.verify().ok


def test_a_claim_under_another_key_is_paired_by_its_amount(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    old = filled.claims(document="r12")[0]

    def elsewhere(claim: Claim) -> Claim:
        """The amount begins a word earlier, and so does the key."""
        value = claim.quantity.value
        amount = Span(value.amount.start - 6, value.amount.end)
        key = f"{claim.document}:{amount.start}:{claim.harm.value.value}"
        return replace(claim, key=key, quantity=replace(claim.quantity, value=replace(value, amount=amount)))

    changing(monkeypatch, elsewhere)
    summary = run(filled)
    assert (summary.paired, summary.orphaned, summary.added) == (3, [], 0)
    (now,) = filled.claims(document="r12")
    assert (now.key, now.version, now.claim.key != old.key) == (old.key, 2, True)
    # And read so once more, it stays there.
    assert run(filled, all=True).unchanged == 3
    assert filled.verify().ok


def test_a_claim_without_a_partner_is_orphaned_and_comes_back(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    key = filled.claims(document="r14")[0].key
    with monkeypatch.context() as patched:
        changing(patched, lambda claim: claim if claim.document != "r14" else None)
        assert run(filled).orphaned == [key]
    assert [one.key for one in filled.orphans()] == [key]
    assert filled.count_claims() == 2
    assert run(filled, all=True).returned == 1
    assert filled.count_claims() == 3


def test_an_erased_claim_does_not_come_back(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    key = filled.claims(document="r14")[0].key
    filled.redact(key, "names a child", "desk")
    changing(monkeypatch, lambda claim: claim)
    assert run(filled).added == 0
    assert filled.count_claims() == 2
    assert filled.verify().ok


def test_a_rereading_that_was_stopped_goes_on(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "AT_ONCE", 1)
    asked = iter(range(100))
    first = run(filled, options=Options(stopped=lambda: next(asked) > 1), all=True)
    assert (first.stopped, first.documents) == (True, 2)
    second = run(filled, all=True)
    assert (second.run, second.documents, second.skipped) == (first.run, 1, 2)
    assert filled.runs()[-1].finished is not None


def test_one_that_breaks_the_reader_stops_no_other(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(claim: Claim) -> Claim:
        if claim.document == "r13":
            raise ValueError("no such number")
        return claim

    changing(monkeypatch, breaking)
    found = [one for one in reread(filled) if isinstance(one, Reread)]
    assert [(one.document, bool(one.failed)) for one in found] == [("r12", False), ("r13", True), ("r14", False)]
    assert filled.document("r13").status == "failed"  # type: ignore[union-attr]


LONG = (
    "At least {} people were killed in Kutum on Friday, medics said. Traders who had fled to the hills came back at "
    "dusk to look for their animals, and found the wells filled with sand and the barn burned to the ground.\n"
)


@pytest.fixture
def copied(ledger: Ledger, tmp_path: Path) -> Ledger:
    """Three reports of the same words, the later ones copies of the first."""
    days = {"a": "2024-02-10", "b": "2024-02-11", "c": "2024-02-12"}
    rows = ({"id": id, "text": LONG.format(12), "published": "2024-02-10", "outlet": f"Paper {id}"} for id in days)
    take(ledger, lines(tmp_path / "feed.jsonl", *({**row, "published": days[row["id"]]} for row in rows)))
    return ledger


def counting_more_in(document: str, claim: Claim) -> Claim:
    if claim.document != document:
        return claim
    return replace(claim, quantity=replace(claim.quantity, value=replace(claim.quantity.value, low=99)))


def relations(ledger: Ledger, **asked: Any) -> list[tuple[str, str, str, list[str]]]:
    found = ledger.copies(limit=None, **asked)
    return [(one.document, one.other, one.kind, [pair.relation for pair in one.claims]) for one in found]


def test_what_changed_claims_share_is_compared_again(copied: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = relations(copied)
    assert before == [
        ("b", "a", "copy", ["copy"]), ("c", "a", "copy", ["copy"]), ("c", "b", "copy", ["copy"]),
    ]  # fmt: skip
    changing(monkeypatch, lambda claim: counting_more_in("b", claim))
    summary = run(copied)
    assert (summary.changed, summary.compared, summary.refiled) == (1, 2, 2)
    # The last comparison of a pair counts, and the ones before stay.
    now = [("c", "a", "copy", ["copy"]), ("b", "a", "update", ["update"]), ("c", "b", "update", ["update"])]
    assert relations(copied) == now
    assert relations(copied, superseded=True) == [*before, *now[1:]]
    for key in ("b", copied.claims(document="b")[0].key):
        shown = copied.show(key)
        assert not isinstance(shown, Erasure)
        assert [one.kind for one in shown.copies] == ["update", "update"]
    # And once more, nothing is filed twice.
    assert (run(copied, all=True).refiled, relations(copied)) == (0, now)
    assert copied.verify().ok


def test_a_copy_that_is_none_any_more_is_withdrawn(copied: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is overwritten: a record says that what the two share is no news."""
    changing(monkeypatch, lambda claim: counting_more_in("b", claim))
    with monkeypatch.context() as patched:
        patched.setattr(copies, "compare", lambda *_: None)
        assert run(copied).refiled == 2
    assert relations(copied) == [("c", "a", "copy", ["copy"])]
    assert [(kind, pairs) for _, _, kind, pairs in relations(copied, superseded=True)[3:]] == [("shared", [])] * 2
    assert copied.verify().ok


def test_a_copied_claim_keeps_the_name_of_its_record(copied: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that is read under another key goes on under its first one, in copies too."""
    old = copied.claims(document="b")[0].key

    def elsewhere(claim: Claim) -> Claim:
        value = counting_more_in("b", claim).quantity.value
        amount = Span(value.amount.start - 6, value.amount.end)
        key = f"{claim.document}:{amount.start}:{claim.harm.value.value}"
        return replace(claim, key=key, quantity=replace(claim.quantity, value=replace(value, amount=amount)))

    changing(monkeypatch, elsewhere)
    assert run(copied).paired == 3
    named = {name for copy in copied.copies(document="b") for pair in copy.claims for name in (pair.claim, pair.other)}
    assert old in named
    assert named <= {one.key for one in copied.claims(limit=None)}


def test_comparing_that_was_killed_goes_on(copied: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    changing(monkeypatch, lambda claim: counting_more_in("b", claim))
    with monkeypatch.context() as patched:
        patched.setattr(rereading, "recompare", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(copied)
    assert [kind for _, _, kind, _ in relations(copied)] == ["copy"] * 3
    assert run(copied).refiled == 2
    assert [kind for _, _, kind, _ in relations(copied)] == ["copy", "update", "update"]


def test_what_can_be_read_now_is_taken_up(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"id": "a", "text": LONG.format(12), "published": "2024-02-10"}
    with monkeypatch.context() as patched:
        patched.setattr(received, "other_code", lambda text: "xx" if "goats" in text else None)
        goats = {"id": "b", "text": f"{LONG.format(12)} The goats were gone.", "published": "2024-02-11"}
        french = {"id": "c", "text": f"{FRENCH} goats", "published": "2024-02-11"}
        take(ledger, lines(tmp_path / "feed.jsonl", first, goats, french))
    assert [one.status for one in ledger.documents()] == ["read", "unread", "unread"]
    changing(monkeypatch, lambda claim: claim)
    summary = run(ledger)
    assert (summary.documents, summary.taken_up, summary.skipped) == (2, 1, 1)
    assert [one.status for one in ledger.documents()] == ["read", "read", "unread"]
    assert len(ledger.claims(document="b")) == 1
    assert [row[:3] for row in relations(ledger)] == [("b", "a", "copy")]
    # What comes in later finds it.
    later = {"id": "d", "text": f"{LONG.format(12)} The goats were gone.", "published": "2024-02-12"}
    take(ledger, lines(tmp_path / "more.jsonl", later))
    assert {copy.other for copy in ledger.copies(document="d")} == {"a", "b"}
    assert ledger.verify().ok


FRENCH = (
    "Au moins douze personnes ont été tuées vendredi lorsque des obus ont frappé le marché aux bestiaux de la ville, a "
    "déclaré le chef du bureau de la santé. La plupart des morts étaient des commerçants et des éleveurs venus des "
    "villages voisins pour le marché hebdomadaire, et sept enfants se trouvaient parmi eux."
)
