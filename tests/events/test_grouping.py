"""What is grouped together and what is not, and that grouping is a function of the set of claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.events_scale import Store
from reportedly import events
from reportedly.events import crowds, features, strands, weights
from reportedly.events.scoring import Scorer
from reportedly.evidence import Event, Evidence, Extent, Judgement, Reuse
from reportedly.model import Harm, Scope, VictimClass

from . import made
from .made import FRIDAY, claim, on


def partition(grouped: Iterable[Event]) -> set[frozenset[str]]:
    return {frozenset(member.key for member in event.members) for event in grouped}


def together(*claims: Evidence) -> bool:
    """Whether the claims are of one event."""
    return len(events.group(claims)) == 1


ATTACK = claim("a")
# Field by field, what another report may say of the same attack, and the near miss that is another one.
SAME = {
    "another figure and words": claim("b", low=15, high=15, wording=frozenset(("centre", "shells"))),
    "the town beside it": claim("b", at=made.FATA_BORNO, wording=frozenset(("market", "stalls", "noon"))),
    "only the province": claim("b", at=made.NORTH_DARFUR, wording=frozenset(("market", "stalls"))),
    "only the country, the same figure": claim("b", at=made.SUDAN),
    "no date, of that day": claim("b", date_from=None, date_to=None),
    "the wounded only": claim("b", harm=Harm.INJURED, key="b:0:injured", low=30, high=30),
    "a day later, by another clock": claim("b", **on(FRIDAY + timedelta(days=1))),
}
OTHER = {
    "another town": claim("b", at=made.NYALA),
    "a week later": claim("b", **on(FRIDAY + timedelta(days=7))),
    "another way of attack, other words and victims": claim(
        "b", methods=frozenset(("execution",)), wording=frozenset(("prison", "cell", "guards")), low=40, high=40,
        victim_class=VictimClass.COMBATANT,
    ),
    "no date, from before the attack": claim("b", date_from=None, date_to=None, published=FRIDAY - timedelta(days=3)),
    "another country": claim("b", at=replace(made.KUTUM, country="TD", latitude=12.1, longitude=15.0)),
    "a total over a week": claim("b", scope=Scope.CUMULATIVE, **on(FRIDAY - timedelta(days=6), 7)),
}  # fmt: skip


@pytest.mark.parametrize("what", SAME)
def test_reports_that_differ_in_one_thing_are_of_one_attack(what: str) -> None:
    assert together(ATTACK, SAME[what])


@pytest.mark.parametrize("what", OTHER)
def test_another_attack_is_told_from_it(what: str) -> None:
    assert not together(ATTACK, OTHER[what])


def test_one_report_tells_two_attacks_apart() -> None:
    monday = claim("a", 1, low=4, high=4, wording=frozenset(("school",)), **on(FRIDAY - timedelta(days=4)))
    assert not together(ATTACK, monday)


def test_parts_go_with_their_whole() -> None:
    part = claim("a", 1, at=None, low=5, high=5, victims="children", part_of=ATTACK.key, date_from=None, date_to=None)
    assert together(ATTACK, part)


def test_a_chain_of_neighbours_makes_no_one_event() -> None:
    """A day apart is one attack to two clocks; a week of days apart is no one attack."""
    days = [FRIDAY + timedelta(days=n) for n in range(7)]
    week = [claim(f"d{day:%d}", wording=frozenset(), low=None, high=None, **on(day)) for day in days]
    assert len(events.group(week)) > 1


def test_background_figures_are_of_the_war_and_of_no_attack() -> None:
    background = [
        claim(document, 5, made.SUDAN, low=150_000, scope=Scope.CUMULATIVE, date_from=date(2023, 4, 15),
              date_to=FRIDAY + timedelta(days=days), published=FRIDAY + timedelta(days=days))
        for document, days in (("a", 1), ("b", 1), ("c", 300))
    ]  # fmt: skip
    grouped = events.group([ATTACK, claim("b"), *background])
    war = next(event for event in grouped if event.extent is Extent.WAR)
    attack = next(event for event in grouped if event.extent is Extent.INCIDENT)
    assert len(grouped) == 2
    assert {member.key for member in war.members} == {one.key for one in background}
    assert (war.country, war.date_from, war.place) == ("SD", date(2023, 4, 15), "Sudan")
    assert attack.within == war.anchor


def test_two_wars_of_a_country_are_told_apart_by_their_beginning() -> None:
    wars = [
        claim("a", 0, made.SUDAN, scope=Scope.CUMULATIVE, date_from=date(year, 4, 15), date_to=FRIDAY, low=9000,
              key=f"a:{year}:killed")
        for year in (2003, 2023)
    ]  # fmt: skip
    assert len(events.group(wars)) == 2


def test_an_undated_total_without_a_place_goes_with_what_was_told_last() -> None:
    hundreds = claim("a", 1, None, low=None, high=None, harm=Harm.DISPLACED, scope=Scope.CUMULATIVE, date_from=None,
                     date_to=None)  # fmt: skip
    assert together(ATTACK, hundreds)
    assert not together(ATTACK, replace(hundreds, low=400_000))


def test_an_update_goes_with_what_it_updates() -> None:
    vague = claim("b", at=None, low=60, high=60, methods=frozenset(), wording=frozenset(), date_from=None, date_to=None)
    assert not together(ATTACK, vague)
    assert together(ATTACK, replace(vague, reuse=Reuse.UPDATE, twin=ATTACK.key))


def test_a_copy_goes_where_its_original_goes() -> None:
    odd = claim("b", at=made.NYALA, reuse=Reuse.COPY, twin=ATTACK.key)
    [event] = events.group([ATTACK, odd])
    copied = next(member for member in event.members if member.key == odd.key)
    assert copied.why[0].value == f"copies {ATTACK.key}"
    # It is of another place, and its original is not.
    assert not copied.enters


def test_copies_of_what_is_not_there_stand_for_themselves() -> None:
    copies = [claim(document, reuse=Reuse.COPY, twin="gone:0:killed") for document in ("b", "c")]
    ring = [claim("d", reuse=Reuse.COPY, twin="e:0:killed"), claim("e", reuse=Reuse.COPY, twin="d:0:killed")]
    assert partition(events.group(copies)) == {frozenset(one.key for one in copies)}
    assert partition(events.group(ring)) == {frozenset(one.key for one in ring)}


def test_every_member_says_why() -> None:
    [event] = events.group([ATTACK, claim("b", low=15, high=15)])
    [_, member] = event.members
    said = {reason.feature: reason for reason in member.why}
    assert said["with"].value == "compared with a:0:killed"
    assert said["place"].value == "the same place: Kutum"
    assert said["time"].value == "the same day"
    assert said["method"].value == "the same way of attack: shelling"
    assert said["figure"].value == "figures close to each other"
    assert sum(reason.weight for reason in member.why) > 0


# Judgements.


def test_what_people_judged_the_same_is_one_event() -> None:
    far = claim("b", at=made.NYALA)
    assert len(events.group([ATTACK, far], [Judgement(far.key, ATTACK.key, True)])) == 1


def test_what_people_judged_different_is_two_events() -> None:
    twin = claim("b")
    assert len(events.group([ATTACK, twin], [Judgement(ATTACK.key, twin.key, False)])) == 2


def test_claims_of_one_report_can_be_judged_different() -> None:
    wounded = claim("a", 1, harm=Harm.INJURED, low=30, high=30)
    assert together(ATTACK, wounded)
    assert len(events.group([ATTACK, wounded], [Judgement(ATTACK.key, wounded.key, False)])) == 2


def test_background_can_be_judged_different() -> None:
    fields = {"scope": Scope.CUMULATIVE, "date_from": date(2023, 4, 15), "date_to": FRIDAY, "low": 9000}
    wars = [claim(document, 0, made.SUDAN, **fields) for document in "abc"]
    grouped = events.group(wars, [Judgement(wars[0].key, wars[1].key, False)])
    apart = [event for event in grouped for member in event.members if member.key in (wars[0].key, wars[1].key)]
    assert apart[0] != apart[1]


def test_contradicting_judgements_are_reported_and_none_of_their_chain_is_applied() -> None:
    one, other, third = ATTACK, claim("b", at=made.NYALA), claim("c", at=made.KABKABIYA)
    judged = [
        Judgement(one.key, other.key, True),
        Judgement(other.key, third.key, True),
        Judgement(third.key, one.key, False),
    ]
    [contradiction] = events.contradictions(judged)
    assert contradiction.chain == (one.key, other.key, third.key)
    assert len(events.group([one, other, third], judged)) == 3


# Properties.


@given(made.ledgers(), st.randoms(use_true_random=False))
def test_grouping_does_not_depend_on_the_order(claims: list[Evidence], random: Random) -> None:
    grouped = events.group(claims)
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert events.group(shuffled) == grouped
    assert sorted(member.key for event in grouped for member in event.members) == sorted(one.key for one in claims)


@given(made.ledgers(), st.data())
def test_a_copy_changes_nothing_for_others(claims: list[Evidence], data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(claims))
    copy = replace(original, key="copy:0:killed", document="copy", part_of=None, reuse=Reuse.COPY, twin=original.key)
    repeat = replace(original, key=f"{original.key}:again", index=99, repeat_of=original.key, reuse=None, twin=None)
    grouped = events.group(claims)
    assert without(events.group([*claims, copy]), copy.key) == grouped
    assert without(events.group([*claims, repeat]), repeat.key) == grouped


def without(grouped: Iterable[Event], key: str) -> tuple[Event, ...]:
    return tuple(replace(event, members=tuple(m for m in event.members if m.key != key)) for event in grouped)


@given(made.ledgers())
def test_no_claim_enters_an_event_narrower_than_itself(claims: list[Evidence]) -> None:
    widths = {"town": 0, "admin1": 1, "country": 2}
    known = {one.key: one for one in claims}
    for event in events.group(claims):
        for member in event.members:
            one = known[member.key]
            if not member.enters:
                continue
            if one.toponym and event.toponym:
                assert widths[one.toponym.precision] <= widths[event.toponym.precision]
                assert event.toponym.precision != "town" or one.toponym == event.toponym
            if one.date_from and one.date_to and event.date_from and event.date_to:
                assert event.date_from <= one.date_from
                assert one.date_to <= event.date_to


@given(made.ledgers())
def test_what_is_wider_holds_what_is_within_it(claims: list[Evidence]) -> None:
    grouped = {event.anchor: event for event in events.group(claims)}
    order = list(Extent)
    for event in grouped.values():
        if event.within is not None:
            wider = grouped[event.within]
            assert order.index(wider.extent) > order.index(event.extent)
            assert wider.date_from
            assert wider.date_to
            assert event.date_from
            assert event.date_to
            assert wider.date_from <= event.date_from <= event.date_to <= wider.date_to


@given(made.ledgers(most=8), st.data())
def test_regrouping_a_neighbourhood_gives_what_grouping_everything_gives(
    claims: list[Evidence], data: st.DataObject
) -> None:
    regrouped_as_grouped(claims, data)


def regrouped_as_grouped(claims: list[Evidence], data: st.DataObject) -> None:
    """What is regrouped around any report, under any judgements, is what grouping everything gives."""
    keys = [one.key for one in claims]
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys), st.booleans())
    judged = [Judgement(*pair) for pair in data.draw(st.lists(pairs, max_size=2)) if pair[0] != pair[1]]
    store = Store()
    for document in sorted({one.document for one in claims}):
        store.add(tuple(one for one in claims if one.document == document))
    everything = {event.anchor: replace(event, within=None) for event in events.group(claims, judged)}
    added = data.draw(st.sampled_from(sorted({one.document for one in claims})))
    new = [one.key for one in claims if one.document == added]
    around = events.regroup(new, store, judged)
    assert set(new) <= {member.key for event in around for member in event.members}
    for event in around:
        assert everything[event.anchor] == event


# Crowds: many strands of one place and day, of which few are compared with all others.


@pytest.fixture
def small_crowds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of a place and day are a crowd here, and two of them lead."""
    monkeypatch.setattr(crowds, "SIZE", 2)
    monkeypatch.setattr(crowds, "LEADERS", 2)


@pytest.mark.usefixtures("small_crowds")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made.ledgers(most=9), st.data())
def test_in_a_crowd_regrouping_gives_what_grouping_gives_in_any_order(
    claims: list[Evidence], data: st.DataObject
) -> None:
    regrouped_as_grouped(claims, data)
    shuffled = data.draw(st.permutations(claims))
    assert events.group(shuffled) == events.group(claims)


@pytest.mark.usefixtures("small_crowds")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made.ledgers(most=9), st.data())
def test_judgements_bind_in_a_crowd(claims: list[Evidence], data: st.DataObject) -> None:
    judgements_hold(claims, data)


def test_a_crowd_is_led_by_few_of_its_strands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "SIZE", 6)
    attacks = [
        claim(f"r{number:02}", methods=frozenset((method,)), wording=frozenset(words), low=low, high=low)
        for number, (method, words, low) in enumerate(
            8 * [("shelling", ("market", "stalls", "noon"), 12), ("execution", ("prison", "cells", "guards"), 70)]
        )
    ]
    found = [strand for one in attacks for strand in strands.report_strands([one])]
    led = crowds.led(found, Scorer(weights.current()).score)
    assert len(led) == 14
    assert {leader.document for leader in led.values() if leader} == {"r00", "r01"}
    assert partition(events.group(attacks)) == {
        frozenset(one.key for one in attacks[start::2]) for start in (0, 1)
    }  # fmt: skip


def test_what_a_person_judged_is_in_no_crowd() -> None:
    [strand] = strands.report_strands([claim("a")])
    assert crowds.of(strand, {}) is not None
    assert crowds.of(strand, {"a:0:killed": "a:0:killed"}) is None


@given(made.ledgers())
def test_scores_are_those_of_the_features_told_to_a_reader(claims: list[Evidence]) -> None:
    weigh = weights.current()
    scorer = Scorer(weigh)
    found = list(strands.of_reports(claims, {}))
    for one, other in combinations(found, 2):
        score = scorer.score(one, other)
        assert score == scorer.score(other, one)
        if one.kind is other.kind:
            assert score == pytest.approx(weigh.score(features.compare(one, other)), abs=0.0002)


@given(made.ledgers(), st.data())
def test_judgements_bind(claims: list[Evidence], data: st.DataObject) -> None:
    judgements_hold(claims, data)


def judgements_hold(claims: list[Evidence], data: st.DataObject) -> None:
    keys = [one.key for one in claims if one.reuse is None]
    if len(keys) < 2:
        return
    pairs = list(combinations(keys, 2))
    judged = [
        Judgement(*data.draw(st.sampled_from(pairs)), same) for same in data.draw(st.lists(st.booleans(), max_size=4))
    ]
    if events.contradictions(judged):
        return
    where = {member.key: event.anchor for event in events.group(claims, judged) for member in event.members}
    for one in judged:
        assert (where[one.one] == where[one.other]) is one.same
