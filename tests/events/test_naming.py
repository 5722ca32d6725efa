"""Ids that are minted once, kept, merged and split."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.events import Move, Moved, leads_to, mint
from reportedly.evidence import Event, Extent, Member


def event(*keys: str, within: str | None = None) -> Event:
    """An event of these claims; the first is its anchor."""
    return Event(None, keys[0], Extent.INCIDENT, tuple(Member(key, True, ()) for key in keys), within=within)


def test_an_id_is_minted_from_the_anchor() -> None:
    named = mint([event("r1:5:killed", "r2:9:killed")], {}, {})
    [id_] = named.minted
    assert id_ == "e-nx5afpn342"
    assert named.events[0].id == id_
    assert named.minted[id_] == "r1:5:killed"
    assert named.moves == ()


def test_an_id_stays_when_an_earlier_claim_joins() -> None:
    """The anchor of the group is another claim now; the id was minted from the old one, and stays."""
    named = mint([event("a", "m")], {"e-m": "m"}, {"m": "e-m"})
    assert [one.id for one in named.events] == ["e-m"]
    assert (named.minted, named.moves) == ({}, ())


def test_two_events_that_become_one_keep_the_id_of_more_claims_and_say_so() -> None:
    before = {"a": "e-a", "b": "e-b", "c": "e-b"}
    named = mint([event("a", "b", "c")], {"e-a": "a", "e-b": "b"}, before)
    assert named.events[0].id == "e-b"
    assert named.moves == (Move("e-a", Moved.MERGED, "e-b"),)


def test_a_merge_that_is_known_is_not_told_again() -> None:
    named = mint([event("a", "b")], {"e-a": "a", "e-b": "b"}, {"a": "e-b", "b": "e-b"}, {"e-a": "e-b"})
    assert (named.events[0].id, named.moves) == ("e-b", ())


def test_a_part_that_breaks_off_gets_an_id_of_its_own_and_says_from_where() -> None:
    named = mint([event("a", "b"), event("c", "d")], {"e-a": "a"}, dict.fromkeys("abcd", "e-a"))
    new = named.events[1].id
    assert named.events[0].id == "e-a"
    assert new in named.minted
    assert named.moves == (Move(new or "", Moved.SPLIT, "e-a"),)


def test_what_was_merged_and_parts_again_has_its_old_id() -> None:
    named = mint([event("a"), event("b")], {"e-a": "a", "e-b": "b"}, {"a": "e-b", "b": "e-b"}, {"e-a": "e-b"})
    assert [one.id for one in named.events] == ["e-a", "e-b"]
    assert named.minted == {}


def test_an_id_whose_anchor_is_gone_goes_with_most_of_its_claims() -> None:
    """The claim that an event was named by was read otherwise, and is no claim any more."""
    named = mint([event("b"), event("c", "d")], {"e-a": "a"}, dict.fromkeys("bcd", "e-a"))
    assert [one.id == "e-a" for one in named.events] == [False, True]


def test_an_id_whose_anchor_stands_elsewhere_is_left_alone() -> None:
    """Only a part of the ledger is named: the anchor is in an event that is not given."""
    named = mint([event("b")], {"e-a": "a"}, {"a": "e-a", "b": "e-a"})
    assert named.events[0].id != "e-a"


def test_events_within_others_name_their_ids() -> None:
    named = mint([event("a", within="w"), event("w")], {}, {})
    assert named.events[0].within == named.events[1].id


def test_an_old_id_leads_on_and_a_ring_ends() -> None:
    assert leads_to("e-x", {}) == "e-x"
    assert leads_to("e-a", {"e-a": "e-b", "e-b": "e-a"}) in ("e-a", "e-b")


@st.composite
def partitions(draw: st.DrawFn) -> list[Event]:
    """The same eight claims, grouped anyhow."""
    labels = draw(st.lists(st.integers(0, 3), min_size=8, max_size=8))
    groups: dict[int, list[str]] = {}
    for key, label in zip("abcdefgh", labels, strict=True):
        groups.setdefault(label, []).append(key)
    return [event(*keys) for keys in groups.values()]


@given(st.lists(partitions(), min_size=1, max_size=5))
def test_through_any_regrouping_ids_are_distinct_and_none_is_lost(history: list[list[Event]]) -> None:
    anchors: dict[str, str] = {}
    before: dict[str, str] = {}
    merged: dict[str, str] = {}
    for grouped in history:
        named = mint(grouped, anchors, before, merged)
        ids = [one.id for one in named.events]
        assert len(set(ids)) == len(ids)
        assert not named.minted.keys() & anchors.keys()
        anchors |= named.minted
        before = {member.key: one.id or "" for one in named.events for member in one.members}
        merged = {id_: into for id_, into in merged.items() if id_ not in ids}
        merged |= {move.id: move.other for move in named.moves if move.how is Moved.MERGED}
        # Every id ever minted is in use or leads to one that is.
        assert all(leads_to(id_, merged) in ids for id_ in anchors)
        assert mint(grouped, anchors, before, merged).moves == ()
