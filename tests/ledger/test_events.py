"""Events in a ledger: ids are minted once and lead on for good; all else is derived and replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from reportedly.errors import LedgerConflict, LedgerError, LedgerMissing
from reportedly.ledger import EventFacts, EventMove, Ledger, Membership
from reportedly.ledger.eventing import _leads, _led
from tests.ledger.altering import unguarded
from tests.ledger.filling import filled, reading

WHY = (("place", "the same town, Kutum", 2.25), ("days", "1 apart", -0.5))


def keys(id: str) -> list[str]:
    """The two claims of a report."""
    return [claim.key for claim in reading(id).claims]


def minted(ledger: Ledger, count: int = 3) -> list[str]:
    """Some reports, and an event from the first claim of each: e0, e1, …"""
    filled(ledger, *(reading(f"r{number}") for number in range(count)))
    with ledger.batch() as batch:
        return batch.mint_events({f"e{number}": keys(f"r{number}")[0] for number in range(count)})


def move(ledger: Ledger, *moves: tuple[str, str, str]) -> None:
    for one in moves:
        with ledger.batch() as batch:
            batch.move_events([EventMove(*one)])


# --- ids ---


def test_an_event_is_minted_once(ledger: Ledger) -> None:
    assert minted(ledger) == ["e0", "e1", "e2"]
    before = ledger.head()
    with ledger.batch() as batch:
        assert batch.mint_events({"e1": keys("r1")[0], "e3": keys("r1")[1]}) == ["e3"]
        assert not batch.mint_event("e3", keys("r1")[1]), "within the batch too"
    assert ledger.head().seq == before.seq + 1
    stored = ledger.event("e3")
    assert stored is not None
    assert (stored.id, stored.anchor, stored.asked, stored.facts, stored.seq) == (
        "e3",
        keys("r1")[1],
        None,
        None,
        before.seq + 1,
    )
    assert ledger.anchors() == {keys(f"r{n}")[0]: f"e{n}" for n in range(3)} | {keys("r1")[1]: "e3"}
    assert ledger.anchors([keys("r1")[1], "no such"]) == {keys("r1")[1]: "e3"}
    assert ledger.event("e9") is None
    assert ledger.verify().ok


@pytest.mark.parametrize(
    ("wanted", "error", "says"),
    [
        ({"e0": keys("r1")[1]}, LedgerConflict, "e0 was minted from r0"),
        ({"e8": keys("r0")[0]}, LedgerConflict, "names event e0 already"),
        ({"e7": keys("r1")[1], "e8": keys("r1")[1]}, LedgerConflict, "names event e7 already"),
        ({"e8": "r1:999:killed"}, LedgerMissing, "r1:999:killed, which is no claim"),
    ],
)
def test_an_id_that_would_mean_two_things_is_refused(
    ledger: Ledger, wanted: dict[str, str], error: type[Exception], says: str
) -> None:
    minted(ledger)
    before = ledger.head()
    with pytest.raises(error, match=says), ledger.batch() as batch:
        batch.mint_events(wanted)
    assert ledger.head() == before


def test_old_ids_lead_on(ledger: Ledger) -> None:
    minted(ledger)
    move(ledger, ("e0", "e1", "merged"), ("e1", "e2", "merged"))
    stored = ledger.event("e0")
    assert stored is not None
    assert (stored.id, stored.asked, stored.anchor) == ("e2", "e0", keys("r2")[0])
    assert [(one.event, one.other, one.kind) for one in stored.moves] == [
        ("e0", "e1", "merged"),
        ("e1", "e2", "merged"),
    ]
    assert ledger.leads() == {"e0": "e2", "e1": "e2"}
    assert ledger.verify().ok


def test_an_id_that_is_split_off_again_stands_for_itself_again(ledger: Ledger) -> None:
    minted(ledger)
    move(ledger, ("e0", "e1", "merged"), ("e1", "e0", "split"))
    stored = ledger.event("e0")
    assert stored is not None
    assert (stored.id, stored.asked, [one.kind for one in stored.moves]) == ("e0", None, ["merged", "split"])
    # What it was split from stands as well: a split leads nobody on.
    other = ledger.event("e1")
    assert other is not None
    assert other.id == "e1"
    assert ledger.leads() == {}


@pytest.mark.parametrize("wrong", [("e0", "e0", "merged"), ("e0", "e1", "renamed")])
def test_a_move_that_means_nothing_is_refused(ledger: Ledger, wrong: tuple[str, str, str]) -> None:
    minted(ledger)
    with pytest.raises(LedgerError, match="merged into or split from"):
        move(ledger, wrong)
    with pytest.raises(LedgerMissing, match="e9 was never minted"):
        move(ledger, ("e0", "e9", "merged"))
    assert ledger.moves() == []


EVENTS = ("a", "b", "c", "d")
MOVES = st.tuples(st.sampled_from(EVENTS), st.sampled_from(EVENTS), st.sampled_from(["merged", "split"]))


@given(st.lists(MOVES.filter(lambda one: one[0] != one[1]), max_size=12))
def test_no_moves_lead_in_a_circle(made: list[tuple[str, str, str]]) -> None:
    """Whatever was merged and split: each id ends at one that stands, and asking for one or for all says the same."""
    moves = [EventMove(*one) for one in made]
    ends = _led(moves)
    assert not set(ends) & set(ends.values())
    for id in EVENTS:
        end = id
        for _ in range(len(moves) + 1):
            end = _leads(moves, end)
        assert end == ends.get(id, id)


# --- what is derived ---


def test_memberships_are_replaced_by_event_and_by_claim(ledger: Ledger) -> None:
    minted(ledger)
    (a, b), (c, d) = keys("r0"), keys("r1")
    first = [Membership("e0", a, True, WHY), Membership("e0", b, False), Membership("e1", c), Membership("e1", d)]
    with ledger.batch() as batch:
        batch.set_memberships(first)
    assert ledger.memberships() == sorted(first, key=lambda one: (one.event, one.claim))
    assert [one.why for one in ledger.memberships(claims=[a])] == [WHY]
    with ledger.batch() as batch:
        # e0 is grouped again without b, and d goes elsewhere; c is not named and stays.
        batch.set_memberships([Membership("e0", a), Membership("e2", d)], events=["e0"], claims=[d])
        assert {(one.event, one.claim) for one in batch.memberships()} == {("e0", a), ("e1", c), ("e2", d)}
    assert [(one.event, one.claim) for one in ledger.memberships(events=["e1", "e2"])] == [("e1", c), ("e2", d)]
    assert [(one.event, one.claim) for one in ledger.memberships(events=["e1"], claims=[c, d])] == [("e1", c)]
    assert ledger.memberships(claims=[b]) == ledger.memberships(events=[]) == []


def test_saying_a_membership_again_changes_what_it_says(ledger: Ledger) -> None:
    minted(ledger)
    key = keys("r0")[0]
    for said in (Membership("e0", key, True, WHY), Membership("e0", key, False, WHY[:1])):
        with ledger.batch() as batch:
            batch.set_memberships([replace(said, why=()), said])
        assert ledger.memberships() == [said]


def test_nobody_is_of_an_event_that_was_never_minted(ledger: Ledger) -> None:
    minted(ledger)
    with pytest.raises(LedgerMissing, match="e9 was never minted"), ledger.batch() as batch:
        batch.set_memberships([Membership("e9", keys("r0")[0])])
    with pytest.raises(LedgerMissing, match="e9 was never minted"), ledger.batch() as batch:
        batch.set_facts([EventFacts("e9", "incident")])


def test_blocks_are_found_both_ways(ledger: Ledger) -> None:
    (a, b), (c, _) = keys("r0"), keys("r1")
    with ledger.batch() as batch:
        batch.set_blocks({a: ["SD:kutum:2024-02", "SD:5"], b: ["SD:5", "SD:5"], c: []})
    assert ledger.claims_by_block(["SD:5", "SD:kutum:2024-02", "YE:1"]) == {
        "SD:5": sorted([a, b]),
        "SD:kutum:2024-02": [a],
    }
    assert ledger.blocks_by_claim([a, c]) == {a: ["SD:5", "SD:kutum:2024-02"]}
    assert ledger.block_sizes(["SD:5", "YE:1"]) == {"SD:5": 2}
    with ledger.batch() as batch:
        batch.set_blocks({a: ["YE:1"]})
    assert ledger.claims_by_block(["SD:5", "SD:kutum:2024-02", "YE:1"]) == {"SD:5": [b], "YE:1": [a]}


def facts(event: str, **fields: Any) -> EventFacts:
    named: dict[str, Any] = {"extent": "incident", "place": "Kutum", "country": "SD", "claims": 2}
    days = {"date_from": date(2024, 2, 9), "date_to": date(2024, 2, 9)}
    return EventFacts(event, **(named | days | fields))


@pytest.fixture
def listed(ledger: Ledger) -> Ledger:
    minted(ledger, 5)
    with ledger.batch() as batch:
        batch.set_facts(
            [
                facts("e0", latitude=14.2, longitude=24.67, within="e3", rest={"anchor": 1, "why": ["x"]}),
                facts("e1", place="El Fasher, North Darfur", date_from=date(2024, 2, 1), within="e3"),
                facts("e2", place="Al-Ḥudaydah", country="YE", extent="episode", date_from=None, date_to=None),
                facts("e3", place=None, extent="war", date_from=date(2023, 4, 15), date_to=date(2024, 12, 31)),
            ]
        )
    return ledger


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "0123"),
        ({"country": "sd"}, "013"),
        ({"country": "ZZ"}, ""),
        ({"extent": "incident"}, "01"),
        ({"within": "e3"}, "01"),
        ({"place": "kutum"}, "0"),
        ({"place": "el-fasher"}, "1"),
        ({"place": '"north darfur"'}, "1"),
        ({"place": "darfur fash*"}, "1"),
        ({"place": "fash"}, ""),
        ({"place": "hudayda*"}, "2"),
        ({"place": "hudayd"}, ""),
        ({"place": "%"}, ""),
        ({"date_from": "2024-02-05"}, "013"),
        ({"date_to": date(2024, 2, 1)}, "13"),
        ({"date_from": "2024-02-02", "date_to": "2024-02-03"}, "13"),
        ({"date_from": "2025-01-01"}, ""),
        ({"country": "SD", "extent": "incident", "place": "kutum", "date_from": "2024-02-09"}, "0"),
    ],
)
def test_events_are_listed_by_what_they_are(listed: Ledger, asked: dict[str, Any], found: str) -> None:
    assert "".join(one.id[1:] for one in listed.events(**asked)) == found
    assert listed.count_events(**asked) == len(found)


def test_lists_of_events_come_in_pages(listed: Ledger) -> None:
    first = listed.events(limit=3)
    assert [one.id for one in first] == ["e0", "e1", "e2"]
    assert [one.id for one in listed.events(limit=3, after=first[-1].seq)] == ["e3"]
    assert [one.id for one in listed.events(limit=1, offset=2)] == ["e2"]
    assert len(listed.events(limit=None)) == 4
    with pytest.raises(TypeError, match="not asked by weather"):
        listed.count_events(weather="rain")


def test_facts_come_back_as_they_were_given_until_they_are_others(listed: Ledger) -> None:
    given = facts("e0", latitude=14.2, longitude=24.67, within="e3", rest={"anchor": 1, "why": ["x"]})
    assert listed.facts(["e0", "e4"]) == {"e0": given}
    stored = listed.event("e0")
    assert stored is not None
    assert stored.facts == given
    with listed.batch() as batch:
        batch.set_facts([replace(given, place="Al-Fashir", claims=9)], gone=["e1"])
    assert [(one.id, one.facts and one.facts.place) for one in listed.events(country="SD")] == [
        ("e0", "Al-Fashir"),
        ("e3", None),
    ]
    gone = listed.event("e1")
    assert gone is not None
    assert gone.facts is None


def test_what_is_derived_may_be_emptied_and_ids_stay(listed: Ledger) -> None:
    before = listed.head()
    with listed.batch() as batch:
        batch.set_memberships([Membership("e0", keys("r0")[0])])
        batch.set_blocks({keys("r0")[0]: ["x"]})
        batch.forget_events()
    assert (listed.events(), listed.memberships(), listed.block_sizes(["x"])) == ([], [], {})
    assert len(listed.anchors()) == 5
    assert listed.head() == before, "nothing of this is a link"
    assert listed.verify().ok


def test_thousands_of_keys_are_asked_for_at_once(ledger: Ledger) -> None:
    """More than a statement has room for values."""
    many = [f"x{number}" for number in range(40_000)]
    minted(ledger)
    with ledger.batch() as batch:
        batch.set_blocks({key: ["SD"] for key in many})
        batch.set_memberships([Membership("e0", key) for key in many])
    assert ledger.block_sizes(["SD"]) == {"SD": 40_000}
    assert len(ledger.blocks_by_claim(many)) == len(ledger.memberships(claims=many)) == 40_000
    assert sum(1 for _ in ledger.members()) == 40_000
    with ledger.batch() as batch:
        batch.set_memberships([], claims=many[1:])
    assert [one.claim for one in ledger.members()] == ["x0"]


# --- accounts ---


def test_verify_says_where_a_membership_has_no_event(ledger: Ledger) -> None:
    minted(ledger)
    with ledger.batch() as batch:
        batch.set_memberships([Membership("e0", keys("r0")[0]), Membership("e0", "no claim at all")])
    assert ledger.verify().ok, "of what is derived nothing else is said"
    with unguarded(ledger_of(ledger)) as connection:
        connection.execute(text("UPDATE memberships SET event = 'e9' WHERE claim = 'no claim at all'"))
    (problem,) = ledger.verify().problems
    assert (problem.where, "'e9', which was never minted" in problem.what) == ("memberships.event", True)


def ledger_of(ledger: Ledger) -> str:
    url = ledger._engine.url
    return (
        str(url.database) if url.get_backend_name() == "sqlite" else url.set(drivername="postgresql").render_as_string()
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [("events", name) for name in ("id", "anchor", "document", "run")]
    + [("event_moves", name) for name in ("event", "other", "kind", "run")],
)
def test_an_altered_id_or_move_is_named(ledger: Ledger, table: str, column: str) -> None:
    minted(ledger)
    move(ledger, ("e0", "e1", "merged"))
    planted = "7" if column == "run" else "'planted'"
    with unguarded(ledger_of(ledger)) as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = {planted} WHERE seq = (SELECT MAX(seq) FROM {table})"))
    assert f"{table}.{column}" in [problem.where for problem in ledger.verify().problems]


def test_an_event_whose_anchor_is_not_there_is_named(ledger: Ledger) -> None:
    minted(ledger)
    with ledger.batch() as batch:
        batch.append("event", {"id": "e8", "anchor": "r7:1:killed", "document": "r7", "run": None})
        batch.append("event_move", {"event": "e7", "other": "e0", "kind": "merged", "run": 99_999})
    assert sorted(problem.where for problem in ledger.verify().problems) == [
        "event_moves.event",
        "event_moves.run",
        "events.anchor",
    ]


@pytest.mark.parametrize("erased", ["r0", keys("r0")[0]])
def test_what_is_derived_from_an_erased_claim_goes_with_it(ledger: Ledger, erased: str) -> None:
    minted(ledger)
    key, other = keys("r0")[0], keys("r1")[0]
    with ledger.batch() as batch:
        batch.set_memberships([Membership("e0", key, True, WHY), Membership("e0", other), Membership("e1", other)])
        batch.set_blocks({key: ["SD:kutum"], other: ["SD:kutum"]})
        batch.set_facts([facts("e0"), facts("e1")])
    redaction = ledger.redact(erased, "a witness", "me")
    assert any("event e0" in note and "again" in note for note in redaction.notes)
    assert {(one.event, one.claim) for one in ledger.members()} == {("e0", other), ("e1", other)}
    assert ledger.claims_by_block(["SD:kutum"]) == {"SD:kutum": [other]}
    assert [one.id for one in ledger.events()] == ["e1"], "its facts may repeat what the claim said"
    stored = ledger.event("e0")
    assert stored is not None
    assert stored.anchor == key, "an id stays minted, and whoever quotes it is led to the tombstone"
    assert ledger.verify().ok
