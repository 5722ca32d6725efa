"""What holds of every toll, whatever the claims."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import profiles, tolls
from reportedly.evidence import Evidence, Extent, Reuse
from reportedly.model import Facets, Harm, Hedge, SourceKind, Status, Toponym, Unit, VictimClass
from reportedly.tolls import Toll
from tests.tolls.making import ARMY, COUNCIL, MEDICS, REBELS, about, claim, day, event, origin, vague

_EXTENTS = st.sampled_from([Extent.INCIDENT, Extent.EPISODE])
_PROFILES = st.sampled_from(profiles.names())
_VICTIMS = [
    ("people", VictimClass.UNKNOWN, Facets()),
    ("foreigners", VictimClass.UNKNOWN, Facets()),
    ("civilians", VictimClass.CIVILIAN, Facets()),
    ("children", VictimClass.CIVILIAN, Facets(age="child")),
    ("women", VictimClass.CIVILIAN, Facets(sex="female")),
    ("fighters", VictimClass.COMBATANT, Facets()),
    ("soldiers", VictimClass.COMBATANT, Facets()),
    ("rebels", VictimClass.COMBATANT, Facets()),
]
_TOWNS = [None, *(Toponym(name, f"geonames:{name}", 14.0, 24.0, "SD", "X", "town") for name in ("Kutum", "Kabkabiya"))]


@st.composite
def figures(draw: st.DrawFn, key: str) -> Evidence:
    """A claim of any shape."""
    number = draw(st.integers(0, 40))
    kind = draw(st.sampled_from(["exact", "least", "up_to", "about", "vague", "range", "none"]))
    made = {
        "exact": lambda: claim(key, number),
        "least": lambda: claim(key, number, None),
        "up_to": lambda: claim(key, None, number),
        "about": lambda: about(key, number),
        "vague": lambda: vague(key, draw(st.sampled_from(["dozens", "hundreds", "several"]))),
        "range": lambda: claim(key, number, number + 5, hedge=Hedge.RANGE),
        "none": lambda: claim(key, None, None, hedge=Hedge.NONE_REPORTED, amount="no"),
    }[kind]()
    words, victim_class, facets = draw(st.sampled_from(_VICTIMS))
    named = draw(st.sampled_from([MEDICS, COUNCIL, ARMY, REBELS, origin("anon:report-x:residents"), None]))
    document = draw(st.sampled_from(["r1", "r2", "r3", f"report-{key}"]))
    if named is not None and named.id.startswith("anon:"):
        named = origin(f"anon:{document}:residents")
    town = draw(st.sampled_from(_TOWNS))
    start = draw(st.sampled_from([None, 7, 8, 9]))
    return replace(
        made,
        document=document,
        outlet=f"named:outlet-{document}",
        published=draw(st.sampled_from([None, day(9), day(10), day(11)])),
        harm=draw(st.sampled_from([Harm.KILLED, Harm.KILLED, Harm.INJURED, Harm.KILLED_OR_INJURED])),
        unit=draw(st.sampled_from([Unit.PERSON, Unit.PERSON, Unit.FAMILY])),
        status=draw(st.sampled_from([Status.REPORTED, Status.REPORTED, Status.UNVERIFIED, Status.DENIED])),
        victims=words,
        victim_class=victim_class,
        facets=facets,
        origins=() if named is None else (named,),
        place=town.name if town else None,
        toponym=town,
        date_from=day(start) if start else None,
        date_to=day(9) if start else None,
    )


@st.composite
def claims(draw: st.DrawFn) -> list[Evidence]:
    """Up to nine claims, which may repeat, copy, update or be part of one another."""
    count = draw(st.integers(1, 9))
    keys = [f"k{number}" for number in range(count)]
    found = [draw(figures(key)) for key in keys]
    others = st.one_of(st.none(), st.none(), st.sampled_from(keys))
    made = []
    for one in found:
        reuse = draw(st.sampled_from([None, None, None, Reuse.COPY, Reuse.UPDATE]))
        made.append(
            replace(
                one,
                part_of=draw(others),
                repeat_of=draw(others),
                reuse=reuse,
                twin=draw(others) if reuse else None,
            )
        )
    return made


def _of(found: list[Evidence], profile: str, extent: Extent, outside: list[str] | None = None) -> Toll:
    made = event(found, outside or (), extent=extent, date_from=day(7), place="North Darfur", toponym=None)
    return tolls.reconcile(made, found, profiles.load(profile))


def _bounds(toll: Toll) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    return {
        (line.harm, line.unit, line.victims): (line.low, line.best, line.high, line.coded, line.within)
        for line in toll.lines
        if line.known
    }


@settings(max_examples=120, deadline=None)
@given(claims(), _PROFILES, _EXTENTS, st.integers(0, 1000))
def test_any_order_gives_the_same_toll(found: list[Evidence], profile: str, extent: Extent, seed: int) -> None:
    other = list(found)
    Random(seed).shuffle(other)
    one, two = _of(found, profile, extent), _of(other, profile, extent)
    assert replace(one, event=two.event) == two


@settings(max_examples=120, deadline=None)
@given(claims(), _PROFILES, _EXTENTS, st.data())
def test_a_copy_or_an_anonymous_rewrite_changes_no_bound_and_is_no_sure_origin(
    found: list[Evidence], profile: str, extent: Extent, data: st.DataObject
) -> None:
    before = _of(found, profile, extent)
    original = data.draw(st.sampled_from(found))
    new = {"key": "new", "document": "new", "outlet": "named:outlet-new", "part_of": None, "repeat_of": None}
    later = [one for one in (day(9), day(10), day(11)) if original.published is None or one >= original.published]
    published = data.draw(st.sampled_from(later))
    copy = replace(original, **new, reuse=Reuse.COPY, twin=original.key, published=published)
    rewrite = replace(
        original, **new, reuse=None, twin=None, published=published, origins=(origin("anon:new:a-source"),)
    )
    plain = original.reuse is None and original.repeat_of is None and original.part_of is None
    for added in (copy, rewrite) if plain else (copy,):
        after = _of([*found, added], profile, extent)
        assert after.origins.certain <= before.origins.certain
        assert _bounds(after) == _bounds(before)


@settings(max_examples=120, deadline=None)
@given(claims(), _PROFILES, _EXTENTS, st.data())
def test_what_does_not_enter_changes_nothing(
    found: list[Evidence], profile: str, extent: Extent, data: st.DataObject
) -> None:
    outside = [one.key for one in found if data.draw(st.booleans())]
    entering = [one for one in found if one.key not in outside]
    assert _bounds(_of(found, profile, extent, outside)) == _bounds(_of(entering, profile, extent))


@settings(max_examples=120, deadline=None)
@given(claims(), _PROFILES, _EXTENTS)
def test_bounds_are_in_order_or_say_why_and_unknown_is_never_zero(
    found: list[Evidence], profile: str, extent: Extent
) -> None:
    toll = _of(found, profile, extent)
    assert {ruling.key for ruling in toll.rulings} == {one.key for one in found}
    said_zero = {(one.harm, one.unit) for one in found if one.low == 0 or one.high == 0}
    for line in toll.lines:
        numbers = [number for number in (line.low, line.best, line.high) if number is not None]
        assert numbers == sorted(numbers) or line.why
        if 0 in numbers and line.coded is None:
            assert (line.harm, line.unit) in said_zero
        if not line.known:
            assert line.why or profile != "strict"


def test_a_kind_of_source_is_in_the_factory_as_it_is_read() -> None:
    assert REBELS.kind is SourceKind.PARTY
    assert ARMY.kind is SourceKind.OFFICIAL
