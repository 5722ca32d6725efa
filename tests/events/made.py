"""Evidence for tests: a test names only what it is about, the rest has a default; and a small world for hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from reportedly.evidence import Evidence, Reuse
from reportedly.model import Harm, Hedge, Scope, Toponym, VictimClass

FRIDAY = date(2024, 2, 9)


def toponym(name: str, latitude: float, longitude: float, admin1: str | None, precision: str = "town") -> Toponym:
    kind = "geonames-admin1" if precision == "admin1" else "example"
    return Toponym(name, f"{kind}:{name}", latitude, longitude, "SD", admin1, precision)


KUTUM = toponym("Kutum", 14.2, 24.66, "North Darfur")
KABKABIYA = toponym("Kabkabiya", 13.65, 24.09, "North Darfur")
# Beside Kutum, nearer than neighbouring towns commonly lie.
FATA_BORNO = toponym("Fata Borno", 14.1, 24.8, "North Darfur")
NYALA = toponym("Nyala", 12.05, 24.88, "South Darfur")
NORTH_DARFUR = toponym("North Darfur", 15.8, 25.0, None, "admin1")
SUDAN = toponym("Sudan", 15.0, 30.0, None, "country")


def claim(document: str = "r1", index: int = 0, at: Toponym | None = KUTUM, **fields: Any) -> Evidence:
    """12 civilians killed in Kutum on Friday by shelling of a market, as a report of Saturday tells."""
    made = Evidence(
        key=f"{document}:{100 * index}:killed",
        document=document,
        outlet=f"outlet-{document}",
        published=FRIDAY + timedelta(days=1),
        harm=Harm.KILLED,
        low=12,
        high=12,
        hedge=Hedge.EXACT,
        amount="12",
        victims="civilians",
        victim_class=VictimClass.CIVILIAN,
        place=at.name if at else None,
        toponym=at,
        country=at.country if at else None,
        date_from=FRIDAY,
        date_to=FRIDAY,
        methods=frozenset(("shelling",)),
        wording=frozenset(("market", "stalls")),
        index=index,
        lead=index == 0,
    )
    return replace(made, **fields)


def on(day: date, days: int = 1) -> dict[str, Any]:
    """The fields of a claim that is dated so."""
    return {"date_from": day, "date_to": day + timedelta(days=days - 1)}


@st.composite
def claims(draw: st.DrawFn, document: str, index: int, before: tuple[str, ...] = ()) -> Evidence:
    """Any claim of a small world, where much is near much else; `before` are keys that it may copy."""
    place = draw(st.sampled_from((KUTUM, KUTUM, FATA_BORNO, KABKABIYA, NYALA, NORTH_DARFUR, SUDAN, None)))
    words = draw(st.sampled_from((None, "Hay al-Jabal", "the village of Tabit"))) if place is None else place.name
    start = draw(st.sampled_from((None, FRIDAY, FRIDAY, FRIDAY + timedelta(days=1), FRIDAY - timedelta(days=4))))
    length = draw(st.sampled_from((1, 1, 1, 2, 9, 400)))
    low = draw(st.sampled_from((None, 3, 12, 12, 40, 20_000)))
    reuse = draw(st.sampled_from((None, None, None, Reuse.COPY, Reuse.UPDATE))) if before else None
    made = claim(
        document, index, place,
        place=words, country=draw(st.sampled_from(("SD", None))) if place is None else "SD",
        published=draw(st.sampled_from((FRIDAY, FRIDAY + timedelta(days=2), None))),
        harm=draw(st.sampled_from((Harm.KILLED, Harm.KILLED, Harm.INJURED))), low=low, high=low,
        scope=Scope.CUMULATIVE if length > 2 else draw(st.sampled_from(list(Scope))),
        methods=frozenset(draw(st.sampled_from(((), ("shelling",), ("air_strike",), ("suicide_bombing",))))),
        perpetrator=draw(st.sampled_from((None, "the army", "the Column"))),
        wording=frozenset(draw(st.sampled_from(((), ("market", "stalls"), ("market", "bakery", "hawa"))))),
        reuse=reuse, twin=draw(st.sampled_from(before)) if reuse else None,
        date_from=None, date_to=None,
    )  # fmt: skip
    return replace(made, **on(start, length)) if start else made


@st.composite
def ledgers(draw: st.DrawFn, most: int = 6) -> list[Evidence]:
    """The claims of a few reports."""
    made: list[Evidence] = []
    for number in range(draw(st.integers(1, most))):
        before = tuple(one.key for one in made)
        made += [draw(claims(f"r{number}", index, before)) for index in range(draw(st.integers(1, 4)))]
    return made
