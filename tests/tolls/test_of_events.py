"""From claims to events to tolls: what holds of both together, whatever the claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import events, profiles, tolls
from reportedly.evidence import Evidence, Reuse
from reportedly.render.tolls import explanation
from reportedly.tolls import Said, Toll
from tests.events import made
from tests.tolls.making import COUNCIL, MEDICS, REBELS, origin

_PROFILES = st.sampled_from(profiles.names())


@st.composite
def ledgers(draw: st.DrawFn) -> list[Evidence]:
    """Claims of a few reports, each on somebody's word."""
    found = []
    for one in draw(made.ledgers()):
        named = draw(st.sampled_from([(), (MEDICS,), (COUNCIL,), (REBELS,), (origin(f"anon:{one.document}:they"),)]))
        found.append(replace(one, origins=named, outlet=f"named:{one.outlet}"))
    return found


def all_tolls(claims: Iterable[Evidence], profile: str) -> dict[str, Toll]:
    """The toll of every event, by the event's anchor."""
    known = {one.key: one for one in claims}
    return {event.anchor: tolls.reconcile(event, known, profiles.load(profile)) for event in events.group(claims)}


def bounds(toll: Toll) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    return {
        (line.harm, line.unit, line.victims): (line.low, line.best, line.high, line.coded, line.within)
        for line in toll.lines
        if line.known
    }


@settings(max_examples=60)
@given(ledgers(), _PROFILES, st.integers(0, 1000))
def test_any_order_of_claims_gives_the_same_events_and_tolls(claims: list[Evidence], profile: str, seed: int) -> None:
    shuffled = list(claims)
    Random(seed).shuffle(shuffled)
    assert all_tolls(shuffled, profile) == all_tolls(claims, profile)


@settings(max_examples=60)
@given(ledgers(), _PROFILES, st.data())
def test_a_copied_report_changes_no_event_no_bound_and_no_count(
    claims: list[Evidence], profile: str, data: st.DataObject
) -> None:
    document = data.draw(st.sampled_from(sorted({one.document for one in claims})))
    original = [one for one in claims if one.document == document]
    later = max((one.published for one in original if one.published), default=None)
    copied = [
        replace(
            one, key=f"copy:{number}:x", document="copy", outlet="named:another", published=later, part_of=None,
            repeat_of=None, reuse=Reuse.COPY, twin=one.key,
        )
        for number, one in enumerate(original)
    ]  # fmt: skip
    before, after = all_tolls(claims, profile), all_tolls([*claims, *copied], profile)
    assert before.keys() == after.keys()
    for anchor, toll in after.items():
        assert bounds(toll) == bounds(before[anchor])
        assert toll.origins.certain <= before[anchor].origins.certain


@settings(max_examples=60)
@given(ledgers(), _PROFILES)
def test_every_claim_is_ruled_on_once_and_who_stands_by_does_not_count(claims: list[Evidence], profile: str) -> None:
    found = all_tolls(claims, profile)
    assert sorted(ruling.key for toll in found.values() for ruling in toll.rulings) == sorted(c.key for c in claims)
    for toll in found.values():
        standing_by = {member.key for member in toll.event.members if not member.enters}
        for ruling in toll.rulings:
            assert ruling.key not in standing_by or (ruling.said is Said.SET_ASIDE and ruling.why)
        assert not standing_by & {key for line in toll.lines for stated in line.stated for key in stated.keys}


@settings(max_examples=60)
@given(ledgers(), _PROFILES)
def test_unknown_is_told_as_no_zero(claims: list[Evidence], profile: str) -> None:
    """No claim here says 0, so no text may, but for a zero that a rule makes and that is told as such."""
    for toll in all_tolls(claims, profile).values():
        # A grade counts its sources, and none is none.
        said = "\n".join(words for words in explanation(toll) if not words.startswith("Graded"))
        if not any(line.coded for line in toll.lines):
            assert not re.search(r"\b0\b(?![,.:]\d)", said), said
