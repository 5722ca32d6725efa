"""The events of a ledger: whatever the order of ingest, after kills, rereadings, decisions and erasures."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import generate
from reportedly import profiles, tolls
from reportedly.evidence import Reuse
from reportedly.intake import grouping, tolling
from reportedly.intake.deciding import binding
from reportedly.ledger import Decision, Ledger
from tests.intake.taking import lines, take

# Two reports of one attack, one of another town, and a reprint of the first with its own outlet and a later day.
MARKET = (
    "At least 12 people were killed when a truck bomb exploded at the market in Kutum on Friday, the hospital said. "
    "Thirty others were wounded in the blast beside the grain stalls, it said."
)
ROWS: tuple[dict[str, Any], ...] = (
    {"id": "a", "outlet": "Lakeside Wire", "published": "2024-02-09", "text": MARKET},
    {
        "id": "b",
        "outlet": "Dry River Post",
        "published": "2024-02-10",
        "text": "A truck bomb killed 15 people at the market in Kutum on Friday, the governor of North Darfur said.",
    },
    {
        "id": "c",
        "outlet": "Harbour Daily",
        "published": "2024-02-12",
        "text": "Four fishermen were abducted near Port Sudan on Sunday, the coast guard said.",
    },
    {"id": "d", "outlet": "Hill Herald", "published": "2024-02-11", "text": MARKET},
)


def told(ledger: Ledger) -> list[object]:
    """All events with their members and tolls, whatever their ids."""
    found = []
    for one in tolling.events(ledger, limit=None):
        view = tolling.view(ledger, one.stored.id)
        members = tuple((member.key, member.enters, member.why) for member in view.event.members)
        found.append(
            (view.event.anchor, one.facts.extent, one.facts.place, members, view.toll.lines, view.toll.rulings)
        )
    return sorted(found, key=str)


def ids(ledger: Ledger) -> dict[str, str]:
    """The event of each claim."""
    return {one.claim: one.event for one in ledger.memberships()}


def by_document(ledger: Ledger) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for claim, event in ids(ledger).items():
        found.setdefault(claim.split(":")[0], set()).add(event)
    return found


def decide(ledger: Ledger, target: str, keys: tuple[str, ...], verdict: str, **more: Any) -> int:
    with ledger.batch() as batch:
        return batch.add_decision(Decision(target, keys, verdict, "ana", **more))


def test_reports_of_one_attack_are_one_event(ledger: Ledger, tmp_path: Path) -> None:
    took = take(ledger, lines(tmp_path / "r.jsonl", *ROWS))
    found = by_document(ledger)
    assert found["a"] == found["b"] == found["d"] != found["c"]
    assert took.summary.events == ledger.count_events() == 2
    assert ledger.count_waiting() == 0
    assert ledger.verify().ok


def test_any_order_and_any_batches_give_the_same(tmp_path: Path) -> None:
    made = [one.row() for one in generate.documents(40, 5, copies=6, updates=4)] + list(ROWS)
    wanted = None
    for number in range(3):
        random.Random(number).shuffle(made)
        with Ledger.open(tmp_path / f"{number}.db", create=True) as ledger:
            step = (len(made), 7, 19)[number]
            for start in range(0, len(made), step):
                take(ledger, lines(tmp_path / f"{number}-{start}.jsonl", *made[start : start + step]))
            found = told(ledger)
            assert ledger.verify().ok
        wanted = wanted or found
        assert found == wanted


def test_what_a_killed_run_left_is_grouped_by_the_next(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(grouping, "settle", _killed)
        with pytest.raises(KeyboardInterrupt):
            take(ledger, lines(tmp_path / "1.jsonl", *ROWS[:3]))
    assert ledger.count_waiting() == 3
    assert ledger.count_events() == 0
    take(ledger, lines(tmp_path / "2.jsonl", ROWS[3]))
    assert ledger.count_waiting() == 0
    found = by_document(ledger)
    assert found["a"] == found["b"] == found["d"] != found["c"]


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_stopped_between_transactions_it_goes_on(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(ledger, lines(tmp_path / "r.jsonl", *ROWS))
    before = ids(ledger)
    monkeypatch.setattr(grouping, "AT_ONCE", 1)
    seen: list[tuple[int, int]] = []
    done = grouping.regroup(ledger, stopped=lambda: len(seen) == 2, progress=lambda *told: seen.append(told))
    assert (done.stopped, ledger.count_waiting()) == (True, 2)
    done = grouping.settle(ledger)
    assert (done.reports, done.minted, done.moved, ledger.count_waiting()) == (2, 0, 0, 0)
    assert ids(ledger) == before


def test_a_copy_that_came_first_follows_its_original(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.db", create=True) as ledger:
        take(ledger, lines(tmp_path / "1.jsonl", ROWS[3]))
        anchor = ids(ledger)
        take(ledger, lines(tmp_path / "2.jsonl", ROWS[0]))
        claims = grouping.Grouping().load(ledger, ["a", "d"])
        assert {(one.document, one.reuse) for one in claims} == {("a", None), ("d", Reuse.COPY)}
        # The id that was minted from the reprint stays.
        assert set(ids(ledger).values()) == set(anchor.values())


def test_a_decision_tells_apart_and_together(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, lines(tmp_path / "r.jsonl", *ROWS[:3]))
    a, b, c = (next(key for key in sorted(ids(ledger)) if key.startswith(f"{name}:")) for name in "abc")
    first = ids(ledger)[a]
    apart = decide(ledger, "claims", (a, b), "different")
    grouping.settle(ledger)
    now = ids(ledger)
    assert now[a] != now[b]
    split = next(one for one in ledger.moves() if one.kind == "split")
    assert (split.event, {split.event, split.other}) == (first, {now[a], now[b]})
    decide(ledger, "claims", (a, b), "same", supersedes=apart)
    decide(ledger, "claims", (b, c), "same")
    grouping.settle(ledger)
    now = ids(ledger)
    assert now[a] == now[b] == now[c]
    # Both old ids lead on.
    assert {event.id for old in (first, split.other) if (event := ledger.event(old))} == {now[a]}
    assert ledger.verify().ok


def test_a_rejected_claim_leaves_its_event_and_says_why(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, lines(tmp_path / "r.jsonl", *ROWS[:2]))
    b = next(key for key in ids(ledger) if key.startswith("b:"))
    event = ids(ledger)[b]
    rejected = decide(ledger, "claim", (b,), "rejected", why="the governor spoke of another day")
    grouping.settle(ledger)
    assert b not in ids(ledger)
    view = tolling.view(ledger, event)
    assert {one.key.split(":")[0] for one in view.evidence} == {"a"}
    ruling = view.toll.ruling(b)
    assert ruling is not None
    assert ruling.why is not None
    assert (ruling.said.value, ruling.why.split(" on ")[0]) == ("set aside", "rejected by ana")
    decide(ledger, "claim", (b,), "accepted", supersedes=rejected)
    grouping.settle(ledger)
    assert ids(ledger)[b] == event


def test_what_is_erased_leaves_its_events(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, lines(tmp_path / "r.jsonl", *ROWS))
    event = by_document(ledger)["a"]
    ledger.redact("a", "it names a witness", "ana")
    assert ledger.evidence(["a"]) == {}
    grouping.settle(ledger)
    assert by_document(ledger)["b"] == event
    assert "a" not in by_document(ledger)
    assert ledger.verify().ok
    claim = next(key for key in ids(ledger) if key.startswith("b:"))
    ledger.redact(claim, "it names a witness", "ana")
    assert "governor" not in ledger.evidence(["b"])["b"]
    grouping.settle(ledger)
    assert claim not in ids(ledger)


def test_decisions_that_were_superseded_bind_no_more() -> None:
    one = Decision("sources", ("sohr", "named:sohr-uk"), "same", "ana", id=1)
    other = Decision("sources", ("sohr", "named:sohr-uk"), "different", "ana", supersedes=1, id=2)
    assert binding([one]).merges.of("named:sohr-uk") == "sohr"
    assert binding([one, other]).merges.of("named:sohr-uk") == "named:sohr-uk"
    judged = binding([Decision("documents", ("a", "b"), "not a copy", "ana", id=3)])
    assert judged.copies == {frozenset("ab"): False}


def test_a_person_calls_a_copy_none(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, lines(tmp_path / "r.jsonl", ROWS[0], ROWS[3]))
    decide(ledger, "documents", ("d", "a"), "not a copy")
    grouping.settle(ledger)
    assert {one.reuse for one in grouping.Grouping().load(ledger, ["a", "d"])} == {None}


# --- what was to be seen earlier


def test_as_of_is_what_was_published_by_then(tmp_path: Path) -> None:
    strict = profiles.load("strict")
    undated = {"id": "u", "outlet": "Hill Herald", "text": ROWS[1]["text"].replace("on Friday", "on 9 February 2024")}
    with (
        Ledger.open(tmp_path / "all.db", create=True) as ledger,
        Ledger.open(tmp_path / "early.db", create=True) as early,
    ):
        take(ledger, lines(tmp_path / "all.jsonl", *ROWS, undated))
        take(early, lines(tmp_path / "early.jsonl", *ROWS[:2]))
        event = next(iter(by_document(ledger)["a"]))
        view = tolling.view(ledger, event, as_of=date(2024, 2, 10))
        (wanted,) = (one for one in tolling.events(early) if one.facts.place == "Kutum")
        assert view.toll.lines == wanted.toll.lines
        assert set(view.documents) == {"a", "b"}
        assert view.toll == tolls.reconcile(view.event, view.evidence, strict)
        assert any("without a day of publication" in note for note in view.notes)
        assert "d" in tolling.view(ledger, event, as_of=date(2024, 2, 11)).documents
        with pytest.raises(Exception, match="nothing of it was published by 2024-02-08"):
            tolling.view(ledger, event, as_of=date(2024, 2, 8))


def test_as_recorded_is_what_the_ledger_held(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, lines(tmp_path / "1.jsonl", *ROWS[:2]))
    moment = datetime.now(UTC)
    event = next(iter(by_document(ledger)["a"]))
    wanted = tolling.view(ledger, event)
    b = next(key for key in sorted(ids(ledger)) if key.startswith("b:"))
    # Later: a reprint that copies, an update of it all by a reader, and a claim rejected.
    take(ledger, lines(tmp_path / "2.jsonl", ROWS[3]))
    decide(ledger, "claim", (b,), "rejected")
    with ledger.batch() as batch:
        batch.set_waiting(["a"], 2)
    grouping.settle(ledger)
    now = tolling.view(ledger, event)
    assert (set(now.documents), [one.key for one, _ in now.rejected]) == ({"a", "b", "d"}, [b])
    then = tolling.view(ledger, event, as_recorded=moment)
    assert then.toll.lines == wanted.toll.lines
    assert then.toll.rulings == wanted.toll.rulings
    assert then.evidence == wanted.evidence
    with pytest.raises(Exception, match="nothing of it was recorded"):
        tolling.view(ledger, event, as_recorded=date(2020, 1, 1))
