"""What becomes of claims that differ, repeat, update, deny; and what follows under each profile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportedly import profiles, tolls
from reportedly.evidence import Evidence, Extent, Reuse
from reportedly.model import Facets, Harm, Hedge, Responsibility, SourceKind, Status, Unit, VictimClass
from reportedly.sources import SourcePair, apply_merges
from reportedly.tolls import Grade, Kind, Said
from tests.tolls.making import (
    ARMY,
    COUNCIL,
    MEDICS,
    REBELS,
    about,
    bounds,
    children,
    civilians,
    claim,
    day,
    event,
    fighters,
    origin,
    toll,
    vague,
)

CIVILIAN, COMBATANT = VictimClass.CIVILIAN, VictimClass.COMBATANT


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("a", 12)], (12, 12, 12)),
        # Two sources that agree, that differ, and of which one sets no upper limit.
        ([claim("a", 12), claim("b", 12, origins=(COUNCIL,))], (12, 12, 12)),
        ([claim("a", 12), claim("b", 15, origins=(COUNCIL,))], (12, None, 15)),
        ([claim("a", 12), claim("b", 15, None, origins=(COUNCIL,))], (12, None, None)),
        ([claim("a", None, 40)], (None, None, 40)),
        # "About" bounds nothing, and gives way to a figure within a tenth of it.
        ([about("a", 745)], (None, 745, None)),
        ([about("a", 745), claim("b", 700, origins=(COUNCIL,))], (700, 700, None)),
        ([about("a", 745), claim("b", 600, origins=(COUNCIL,))], (600, None, None)),
        # Vague words have no number under strict; "no casualties were reported" is no zero.
        ([vague("a", "dozens")], (None, None, None)),
        ([claim("a", None, None, hedge=Hedge.NONE_REPORTED)], None),
        # A zero that a report states is one.
        ([claim("a", 0)], (0, 0, 0)),
        # Two figures of one source on one day make a range; of one report, the smaller is a part.
        ([claim("a", 12), claim("b", 15)], (12, None, 15)),
        ([claim("a", 8, document="r"), claim("b", 5, document="r")], (8, 8, 8)),
    ],
)  # fmt: skip
def test_strict_says_nothing_that_is_not_said(claims: list[Evidence], expected: Any) -> None:
    found = toll(*claims)
    if expected is None:
        assert found.lines == ()
    else:
        assert bounds(found) == expected
        line = found.line(Harm.KILLED)
        assert line is not None
        assert (None in expected) == bool(line.why)


def test_a_later_figure_of_the_same_source_supersedes_and_the_earlier_stays_visible() -> None:
    found = toll(claim("a", 12, published=day(10)), claim("b", 20, published=day(12)))
    ruling = found.ruling("a")
    assert ruling is not None
    assert (bounds(found), ruling.said, ruling.others) == ((20, 20, 20), Said.SUPERSEDED_BY, ("b",))


@pytest.mark.parametrize(
    "changes",
    [
        {"origins": (COUNCIL,)},  # another source
        {"published": None},  # nobody knows which came first
        {"harm": Harm.INJURED},  # another variable
        {"origins": (MEDICS, COUNCIL)},  # the other of its two sources has not changed its mind
    ],
)
def test_what_supersedes_nothing(changes: dict[str, Any]) -> None:
    earlier = replace(claim("a", 12, published=day(10)), **changes)
    ruling = toll(earlier, claim("b", 20, published=day(12))).ruling("a")
    assert ruling is not None
    assert ruling.said is Said.COUNTS


def test_copies_and_repeats_never_count_and_an_update_supersedes() -> None:
    claims = [
        claim("a", 12),
        claim("b", 12, reuse=Reuse.COPY, twin="a", published=day(13)),
        claim("c", 12, document="report-a", repeat_of="a"),
        claim("d", 15, reuse=Reuse.UPDATE, twin="b"),
    ]
    found = toll(*claims)
    assert bounds(found) == (15, 15, 15)
    assert {ruling.key: (ruling.said, ruling.others) for ruling in found.rulings} == {
        "a": (Said.UPDATED_BY, ("d",)),
        "b": (Said.COPY_OF, ("a",)),
        "c": (Said.REPEAT_OF, ("a",)),
        "d": (Said.COUNTS, ()),
    }
    # The original is not among what is seen: the copy speaks for it.
    assert bounds(tolls.reconcile(event(claims), claims[1:2], profiles.load("strict"))) == (12, 12, 12)


def test_a_figure_of_nobody_that_a_named_source_gave_is_no_voice_of_its_own() -> None:
    found = toll(
        claim("a", 12, published=day(10)),
        claim("b", 15, published=day(11)),
        claim("c", 12, published=day(12), origins=(origin("anon:report-c:residents"),)),
        claim("d", 14, published=day(12), origins=()),
    )
    rulings = {ruling.key: ruling.said for ruling in found.rulings}
    assert rulings == {"a": Said.SUPERSEDED_BY, "b": Said.COUNTS, "c": Said.REPEAT_OF, "d": Said.COUNTS}
    assert (bounds(found), found.origins.certain, found.origins.possible) == ((14, None, 15), 1, 2)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (claim("a", status=Status.DENIED), "denied"),
        (vague("a", "hundreds"), 'no number: "hundreds" under strict'),
        (claim("a", None, None, hedge=Hedge.NONE_REPORTED), "that none were reported is no zero"),
    ],
)
def test_what_is_set_aside_says_why(one: Evidence, why: str) -> None:
    ruling = toll(one, claim("b", 3, origins=(COUNCIL,))).ruling("a")
    assert ruling is not None
    assert (ruling.said, ruling.why) == (Said.SET_ASIDE, why)


def test_what_is_wider_than_the_event_stands_by() -> None:
    total = claim("b", 300, date_from=day(1), date_to=day(10))
    found = toll(claim("a", 12), total, outside=["b"])
    ruling = found.ruling("b")
    assert ruling is not None
    assert (bounds(found), ruling.said) == ((12, 12, 12), Said.SET_ASIDE)
    assert "too wide" in str(ruling.why)


def test_unverified_and_alleged_count_and_the_line_says_so() -> None:
    found = toll(claim("a", 12, status=Status.UNVERIFIED, unverified_by="The Lakeside Wire"))
    line = found.line(Harm.KILLED)
    assert line is not None
    assert (line.low, line.marks) == (12, ("unverified by the Lakeside Wire",))


# --- the lattice


def test_a_sum_of_parts_is_derived_and_counts_nobody_twice() -> None:
    # Eight civilians, five of them children, and three fighters: eleven, not sixteen.
    found = toll(civilians("a", 8), children("b", 5, part_of="a"), fighters("c", 3))
    line = found.line(Harm.KILLED)
    assert line is not None
    assert (line.low, line.best, line.high, line.derived) == (11, None, None, True)
    assert [one.words for one in line.beside] == ["its parts add to 11 (derived)"]
    civilian = found.line(Harm.KILLED, CIVILIAN)
    assert civilian is not None
    assert (civilian.low, civilian.derived) == (8, False)


def test_families_are_never_mixed_with_persons_nor_injured_with_killed() -> None:
    found = toll(
        claim("a", 40, harm=Harm.DISPLACED, unit=Unit.FAMILY, victims="families"),
        claim("b", 200, harm=Harm.DISPLACED),
        claim("c", 9, harm=Harm.INJURED),
    )
    shown = {(line.harm, line.unit): line.low for line in found.lines}
    assert shown == {
        (Harm.DISPLACED, Unit.FAMILY): 40, (Harm.DISPLACED, Unit.PERSON): 200, (Harm.INJURED, Unit.PERSON): 9,
    }  # fmt: skip
    assert found.conflicts == ()


def test_parts_by_overlapping_breakdowns_are_solved() -> None:
    # By age, by sex and by trade at once: the women and the children of a trade overlap, and the children in all do.
    ages = [children(f"c{n}", 2 + n, facets=Facets(age="child", occupation=f"trade{n}")) for n in range(7)]
    sexes = [civilians(f"w{n}", 3, facets=Facets(sex="female", occupation=f"trade{n}")) for n in range(7)]
    line = toll(*ages, *sexes, children("all", 10)).line(Harm.KILLED, CIVILIAN)
    assert line is not None
    assert [one.amount for one in line.beside] == [3 + 3 + 4 + 5 + 6 + 7 + 8]


def test_in_an_episode_a_figure_of_one_day_is_not_that_of_all_days() -> None:
    days = {"extent": Extent.EPISODE, "date_from": day(7), "date_to": day(9), "place": "Kutum"}
    whole = claim("a", 30, date_from=day(7), date_to=day(9))
    friday = claim("b", 12, date_from=day(9), date_to=day(9), origins=(COUNCIL,))
    found = toll(whole, friday, **days)
    assert (bounds(found), found.conflicts) == ((30, 30, 30), ())
    alone = toll(friday, **days).line(Harm.KILLED)
    assert alone is not None
    assert (alone.low, alone.within) == (12, "9 February 2024")


# --- contradictions and tensions


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("a", 12), claim("b", 15, origins=(COUNCIL,))], [(Kind.CONTRADICTION, 3)]),
        ([claim("a", 12), claim("b", 12, None, origins=(COUNCIL,))], []),
        # A part is more than the whole; a joint harm is less than its part.
        ([claim("a", 12), civilians("b", 15, origins=(COUNCIL,))], [(Kind.CONTRADICTION, 3)]),
        ([claim("a", 12), claim("b", 10, harm=Harm.KILLED_OR_INJURED, origins=(COUNCIL,))], [(Kind.CONTRADICTION, 2)]),
        ([claim("a", 12), claim("b", 20, harm=Harm.KILLED_OR_INJURED, origins=(COUNCIL,))], []),
        # Neither part is too many, both together are.
        ([claim("a", 12), civilians("b", 8), fighters("c", 7, origins=(COUNCIL,))], [(Kind.CONTRADICTION, 3)]),
        # The parts are said to be all of it, and are too few; parts that are not said to be all may be.
        ([claim("a", 12, complete=True), civilians("b", 5, part_of="a"),
          fighters("c", 4, part_of="a")], [(Kind.CONTRADICTION, 3)]),
        ([claim("a", 12), civilians("b", 5, part_of="a"), fighters("c", 4, part_of="a")], []),
        # Women and civilians may be the same people.
        ([claim("a", 12), civilians("b", 8), children("c", 7, origins=(COUNCIL,))], []),
        # "About" leaves a tenth.
        ([about("a", 100), about("b", 109, origins=(COUNCIL,))], []),
        ([about("a", 100), about("b", 111, origins=(COUNCIL,))], [(Kind.CONTRADICTION, 11)]),
        # Foreigners may be some or all of those killed.
        ([claim("a", 15, victims="foreigners"), claim("b", 12, origins=(COUNCIL,))], [(Kind.CONTRADICTION, 3)]),
        ([claim("a", 12), claim("b", 9, victims="foreigners", origins=(COUNCIL,))], [(Kind.TENSION, 3)]),
    ],
)  # fmt: skip
def test_what_cannot_hold_together(claims: list[Evidence], expected: list[tuple[Kind, int]]) -> None:
    assert [(one.kind, one.distance) for one in toll(*claims).conflicts] == expected


def test_a_partys_fighters_may_be_its_own_alone() -> None:
    soldiers = fighters("a", 125, victims="soldiers", part_of="t")
    found = toll(claim("t", 300), soldiers, fighters("b", 200, None, origins=(ARMY,)))
    assert [(one.kind, one.distance, one.words) for one in found.conflicts] == [
        (Kind.TENSION, 75, "if those 200 are government-side only, Kutum Hospital’s 125 is 75 people short")
    ]
    # Somebody who is no party means all fighters.
    assert toll(claim("t", 300), soldiers, fighters("b", 200, None, origins=(COUNCIL,))).conflicts == ()


def test_the_nearest_ten_are_told_and_the_rest_counted() -> None:
    claims = [claim(f"k{n:02}", 10 + n, origins=(origin(f"named:council-{n}"),)) for n in range(8)]
    found = toll(*claims)
    assert len(found.conflicts) == 10
    assert (found.more_contradictions, found.more_tensions) == (8 * 7 // 2 - 10, 0)
    assert [one.distance for one in found.conflicts] == [1] * 7 + [2] * 3


# --- profiles


def test_vague_words_become_numbers_only_where_a_profile_has_them_and_nobody_gives_one() -> None:
    assert bounds(toll(vague("a", "dozens"), profile="acled")) == (None, 12, None)
    assert bounds(toll(vague("a", "several"), profile="acled")) == (None, None, None)
    both = toll(vague("a", "dozens"), claim("b", 60, origins=(COUNCIL,)), profile="acled")
    assert bounds(both) == (None, 60, None)


def test_acled_takes_the_most_conservative_number_and_no_injuries() -> None:
    claims = [claim("a", 12), claim("b", 15, origins=(COUNCIL,)), claim("c", 9, harm=Harm.INJURED)]
    found = toll(*claims, profile="acled")
    assert (bounds(found), found.line(Harm.INJURED)) == ((None, 12, None), None)


@pytest.mark.parametrize(
    ("claims", "expected", "coded"),
    [
        # A rebel group alone about soldiers or civilians: 0/0/N, and the zeros are coded.
        ([fighters("a", 30, victims="soldiers", origins=(REBELS,))], (0, 0, 30), "ucdp/party-alone"),
        ([civilians("a", 30, origins=(REBELS,))], (0, 0, 30), "ucdp/party-alone"),
        # Its own dead enter as they are; an official's count of rebels, too.
        ([fighters("a", 7, victims="River Column fighters",
                   facets=Facets(party="River Column"), origins=(REBELS,))], (7, 7, 7), None),
        ([fighters("a", 30, victims="rebels", origins=(ARMY,))], (30, 30, 30), None),
        # The army admits seven, the rebels claim thirteen.
        ([fighters("a", 7, victims="soldiers", origins=(ARMY,)),
          fighters("b", 13, victims="soldiers", origins=(REBELS,))], (7, 7, 13), None),
        ([claim("a", 12, None)], (12, 12, 12), None),
    ],
)  # fmt: skip
def test_ucdp_and_the_parties(claims: list[Evidence], expected: Any, coded: str | None) -> None:
    found = toll(*claims, profile="ucdp")
    assert ((found.lines[0].low, found.lines[0].best, found.lines[0].high), found.lines[0].coded) == (expected, coded)


def test_ucdp_sums_the_sides() -> None:
    assert bounds(toll(civilians("a", 8), fighters("b", 3), profile="ucdp")) == (11, 11, 11)


def test_ibc_is_provisional_until_two_sources_are_certain() -> None:
    def provisional(*claims: Evidence) -> bool:
        line = toll(*claims, profile="ibc").line(Harm.KILLED)
        assert line is not None
        return line.provisional

    assert provisional(claim("a", 12))
    assert provisional(claim("a", 12), claim("b", 14, origins=(origin("anon:report-b:residents"),)))
    assert not provisional(claim("a", 12), claim("b", 14, origins=(COUNCIL,)))


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([civilians("a")], Grade.WEAK),
        ([civilians("a", perpetrator="the River Column"), civilians("b", origins=(COUNCIL,))], Grade.FAIR),
        ([civilians("a"), civilians("b", origins=(COUNCIL,))], None),
        ([civilians("a", perpetrator="the River Column"),
          civilians("b", perpetrator="Lake Brigade warplanes")], Grade.CONTESTED),
        ([civilians("a", perpetrator="the River Column",
                    origins=(origin("river-column", SourceKind.PARTY),))], Grade.CONFIRMED),
        ([civilians("a", perpetrator="the River Column", responsibility=Responsibility.DENIED,
                    origins=(origin("river-column", SourceKind.PARTY),))], Grade.WEAK),
        ([fighters("a"), fighters("b", origins=(COUNCIL,))], Grade.DISCOUNTED),
    ],
)  # fmt: skip
def test_airwars_grades(claims: list[Evidence], expected: Grade | None) -> None:
    assert toll(*claims, profile="airwars").grade is expected
    assert toll(*claims, profile="strict").grade is None


def test_merged_sources_are_one() -> None:
    other = origin("named:hospital-of-kutum")
    claims = [claim("a", 12, published=day(10)), claim("b", 20, published=day(12), origins=(other,))]
    merges = apply_merges([SourcePair(other.id, MEDICS.id, True)])
    assert bounds(toll(*claims)) == (12, None, 20)
    assert bounds(tolls.reconcile(event(claims), claims, profiles.load("strict"), merges)) == (20, 20, 20)


def test_the_trail_uses_nothing_later() -> None:
    claims = [claim("a", 12, published=day(10)), claim("b", 20, published=day(12))]
    trail = list(tolls.trail(event(claims), claims, profiles.load("strict")))
    assert [(when, bounds(found)) for when, found in trail] == [(day(10), (12, 12, 12)), (day(12), (20, 20, 20))]
