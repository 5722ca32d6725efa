"""The parts that grouping is made of: areas, windows, clusters, keys, weights, frames, the main claim of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import events
from reportedly.errors import SetupError
from reportedly.events import areas, blocking, clustering, features, strands, weights, windows
from reportedly.events.areas import Lie
from reportedly.events.strands import Kind, Strand, report_strands
from reportedly.evidence import Evidence, Extent
from reportedly.model import Harm, Scope, Toponym

from . import made
from .made import FRIDAY, claim, on


def area(toponym: Toponym | None, words: str | None = None, country: str | None = "SD") -> areas.Area:
    return areas.known(toponym, words or (toponym.name if toponym else None), country)


EAST = made.toponym("Sudan", 15.0, 30.0, None, "region")
CAPITAL = made.toponym("North Darfur", 13.6, 25.3, "North Darfur")
LIES = {
    "a town and itself": (area(made.KUTUM), area(made.KUTUM, "Kutum town"), Lie.SAME),
    "a village beside it": (area(made.KUTUM), area(made.FATA_BORNO), Lie.NEAR),
    "two towns of a province": (area(made.KUTUM), area(made.KABKABIYA), Lie.APART),
    "towns of two provinces": (area(made.KUTUM), area(made.NYALA), Lie.FAR),
    "a town and its province": (area(made.KUTUM), area(made.NORTH_DARFUR), Lie.PROVINCE),
    "a town and another province": (area(made.NYALA), area(made.NORTH_DARFUR), Lie.FAR),
    "a town and its country": (area(made.KUTUM), area(made.SUDAN), Lie.WIDE),
    "a town and a part of its country": (area(made.KUTUM), area(EAST, "eastern Sudan"), Lie.WIDE),
    "a province twice": (area(made.NORTH_DARFUR), area(made.NORTH_DARFUR), Lie.SAME_AREA),
    "a town that may be the province": (area(made.KUTUM), area(CAPITAL), Lie.PROVINCE),
    "two spellings that no gazetteer knows": (area(None, "Tabit village"), area(None, "Al-Tabit"), Lie.WORDS),
    "two names that no gazetteer knows": (area(None, "Tabit"), area(None, "Hashaba"), Lie.UNKNOWN),
    "an unknown name and a town": (area(None, "Tabit"), area(made.KUTUM), Lie.UNKNOWN),
    "towns of two countries": (area(made.NYALA), area(replace(made.KUTUM, country="TD")), Lie.ABROAD),
    "villages on a border": (area(made.FATA_BORNO), area(replace(made.KUTUM, country="TD")), Lie.NEAR),
}


@pytest.mark.parametrize("what", LIES)
def test_how_areas_lie(what: str) -> None:
    one, other, expected = LIES[what]
    assert areas.lie(one, other) is expected


PLACES = (made.KUTUM, made.FATA_BORNO, made.NYALA, made.NORTH_DARFUR, made.SUDAN, EAST, CAPITAL, None,
          made.toponym("Kutum District", 14.3, 24.7, "North Darfur", "admin2"))  # fmt: skip


@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from((None, "Tabit")))
def test_areas_lie_the_same_either_way(one: Toponym | None, other: Toponym | None, words: str | None) -> None:
    first, second = area(one, words), area(other)
    assert areas.lie(first, second) is areas.lie(second, first)


def test_what_holds_what() -> None:
    town, province, country = area(made.KUTUM), area(made.NORTH_DARFUR), area(made.SUDAN)
    assert areas.holds(province, town)
    assert areas.holds(country, province)
    assert not areas.holds(town, province)
    assert not areas.holds(town, area(CAPITAL))
    assert not areas.holds(province, area(made.NYALA))
    # A village that no gazetteer knows is a place inside; one of another country is not.
    assert areas.holds(town, area(None, "Tabit"))
    assert not areas.holds(town, area(None, "Tabit", "TD"))


def test_an_unknown_place_lies_in_the_area_that_its_words_name() -> None:
    """The near miss: a name that is no first-level area says nothing of where it is."""
    assert areas.known(None, "Sevre in Idlib province", "SY").province == "SY/Idlib"
    assert areas.known(None, "Sevre in Hamrat", "SY").province is None


WINDOWS = {
    "same day": (on(FRIDAY), on(FRIDAY), "same_day"),
    "a day later": (on(FRIDAY), on(FRIDAY + timedelta(days=1)), "day_apart"),
    "a month that holds it": (on(FRIDAY), on(date(2024, 2, 1), 29), "rough"),
    "an undated report of the next day": (on(FRIDAY), {"date_from": None, "date_to": None}, "fits"),
    "an undated report of weeks later": (
        on(FRIDAY - timedelta(days=20)), {"date_from": None, "date_to": None}, "much_later",
    ),
    "an undated report of before": (on(FRIDAY + timedelta(days=5)), {"date_from": None, "date_to": None}, "before"),
}  # fmt: skip


@pytest.mark.parametrize("what", WINDOWS)
def test_how_windows_lie(what: str) -> None:
    one, other, expected = WINDOWS[what]
    first, second = windows.of(claim(**one)), windows.of(claim(**other))
    assert windows.gap(first, second) == windows.gap(second, first) == expected


def test_without_any_day_nothing_is_assumed() -> None:
    assert windows.of(claim(date_from=None, date_to=None, published=None)) is None


KINDS = {
    "one attack": (claim(), Kind.INCIDENT),
    "an attack dated to a month": (claim(**on(date(2024, 1, 1), 31)), Kind.INCIDENT),
    "a day's toll at two places": (claim(at=None, place="Kutum and Tabit", scope=Scope.CUMULATIVE), Kind.INCIDENT),
    "a week": (claim(scope=Scope.CUMULATIVE, **on(FRIDAY, 7)), Kind.EPISODE),
    "half a year": (claim(scope=Scope.CUMULATIVE, **on(FRIDAY, 180)), Kind.WIDE),
    "a country's total without a day": (
        claim(at=made.SUDAN, scope=Scope.CUMULATIVE, date_from=None, date_to=None), Kind.WIDE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", KINDS)
def test_how_wide_a_claim_is(what: str) -> None:
    one, expected = KINDS[what]
    assert strands.kind(one) is expected


# Clusters.


def test_groups_are_joined_by_the_mean_of_their_pairs() -> None:
    pairs = {(0, 1): 3.0, (1, 2): 1.0, (0, 2): -5.0}
    assert clustering.join([0, 1, 2], pairs, unmet=-3.0) == [[0, 1], [2]]


def test_pairs_that_never_met_count_against() -> None:
    assert clustering.join([0, 1, 2], {(0, 1): 3.0, (1, 2): 1.0}, unmet=-3.0) == [[0, 1], [2]]


def test_what_is_barred_never_comes_together() -> None:
    pairs = {(0, 1): 3.0, (1, 2): 3.0, (0, 2): 3.0}
    assert clustering.join([0, 1, 2], pairs, unmet=-3.0, apart=[(0, 2)]) == [[0, 1], [2]]


# Keys.


@given(made.ledgers())
def test_keys_find_either_way(claims: list[Evidence]) -> None:
    found = [strand for strand in strands.of_reports(claims, {}) if strand.kind is not Kind.WIDE]
    for one in found:
        for other in found:
            assert bool(blocking.filed(one) & blocking.asked(other)) == bool(
                blocking.filed(other) & blocking.asked(one)
            )


def strand(**fields: object) -> Strand:
    return report_strands([claim(**fields)])[0]  # type: ignore[arg-type]


def test_a_country_wide_report_asks_for_towns_by_method_or_figure_only() -> None:
    town = strand()
    wide = strand(document="b", at=made.SUDAN)
    other = strand(document="b", at=made.SUDAN, methods=frozenset(("execution",)), low=90, high=90)
    assert blocking.filed(town) & blocking.asked(wide)
    assert not blocking.filed(town) & blocking.asked(other)


# Weights and words.


def test_the_shipped_weights_fit_the_features() -> None:
    known = weights.current()
    assert known.of("place", "same") > known.of("place", "near") > known.of("place", "far")
    assert known.of("time", "same_day") > known.of("time", "week_apart")
    assert known.of("method", "telling") > known.of("method", "different")


def test_weights_that_lack_a_level_are_refused() -> None:
    with pytest.raises(SetupError, match=r"\[place\]: abroad"):
        weights.read("bias = 1\nunmet = -1\n[place]\n" + "\n".join(
            f"{level} = 0" for level in features.LEVELS["place"] if level != "abroad"
        ))  # fmt: skip


@given(made.ledgers(most=2))
def test_features_are_the_same_either_way(claims: list[Evidence]) -> None:
    found = list(strands.of_reports(claims, {}))
    for one in found:
        for other in found:
            compared = features.compare(one, other)
            assert compared == features.compare(other, one)
            for feature, level in zip(features.FEATURES, compared, strict=True):
                assert features.words(feature, level, one, other)


PARTIES = {
    "a people and its country": ("the American-led coalition", "US warplanes", True),
    "names of one group": ("Daesh", "Islamic State fighters", True),
    "two armies": ("Russian warplanes", "the Turkish army", False),
}


@pytest.mark.parametrize("what", PARTIES)
def test_parties_are_told_from_each_other(what: str) -> None:
    one, other, same = PARTIES[what]
    assert bool(strands.party_keys(one) & strands.party_keys(other)) is same


# Frames.


def test_an_attack_is_called_after_its_town_and_wider_claims_stand_by() -> None:
    wide = claim("b", at=made.NORTH_DARFUR, wording=frozenset(("market", "stalls")))
    [event] = events.group([claim("a"), claim("c"), wide])
    assert (event.place, event.toponym, event.extent) == ("Kutum", made.KUTUM, Extent.INCIDENT)
    assert {member.key for member in event.members if not member.enters} == {wide.key}


def test_an_attack_that_most_place_in_the_province_is_of_the_province() -> None:
    wide = [claim(document, at=made.NORTH_DARFUR, wording=frozenset(("market", "stalls"))) for document in "bcdef"]
    [event] = events.group([claim("a"), *wide])
    assert event.toponym == made.NORTH_DARFUR
    assert all(member.enters for member in event.members)


def test_a_claim_of_another_day_stands_by() -> None:
    late = claim("z", **on(FRIDAY + timedelta(days=1)))
    [event] = events.group([claim("a"), claim("b"), late])
    assert (event.date_from, event.date_to) == (FRIDAY, FRIDAY)
    assert {member.key for member in event.members if not member.enters} == {late.key}


def test_an_episode_spans_all_its_days_and_is_called_after_the_coast() -> None:
    week = {"scope": Scope.CUMULATIVE, "place": "the coast", "at": None, "country": "SD"}
    first = claim("a", **week, **on(FRIDAY, 2))
    second = claim("a", 1, at=made.SUDAN, low=1001, scope=Scope.CUMULATIVE, **on(FRIDAY - timedelta(days=1), 4))
    [event] = events.group([first, second])
    assert (event.extent, event.place, event.toponym) == (Extent.EPISODE, "the coast", made.SUDAN)
    assert (event.date_from, event.date_to) == (FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=2))
    assert all(member.enters for member in event.members)


def test_an_attack_lies_within_the_week_of_its_province() -> None:
    week = claim(
        "b", at=made.NORTH_DARFUR, scope=Scope.CUMULATIVE, low=60, high=60, **on(FRIDAY - timedelta(days=5), 7)
    )
    grouped = {event.extent: event for event in events.group([claim("a"), week])}
    assert grouped[Extent.INCIDENT].within == grouped[Extent.EPISODE].anchor
    elsewhere = events.group([claim("a", at=made.NYALA), week])
    assert [event.within for event in elsewhere] == [None, None]


# The main claim of a report.


def test_a_report_is_about_its_lead() -> None:
    lead = claim("a", 0, low=3, high=3)
    other = [claim("a", n, at=made.NYALA, low=80, high=80, lead=False) for n in (1, 2)]
    assert events.main([*other, lead]) == lead


def test_a_report_is_not_about_its_background() -> None:
    background = claim("a", 0, made.SUDAN, low=150_000, scope=Scope.CUMULATIVE, **on(date(2011, 1, 1), 5000))
    assert events.main([background, claim("a", 1, lead=False)]) == claim("a", 1, lead=False)
    assert events.main([background]) == background
    assert events.main([]) is None


def test_an_injured_claim_of_the_lead_gives_way_to_its_dead() -> None:
    injured = claim("a", 0, harm=Harm.INJURED, key="a:0:injured")
    assert events.main([injured, claim("a", 1, lead=True)]) == claim("a", 1, lead=True)
