"""Documents and claims for tests: everything has a default, a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from reportedly.model import (
    Attribution,
    Claim,
    Document,
    Harm,
    Hedge,
    Mention,
    Place,
    PlaceRole,
    Published,
    PublishedFrom,
    Quantity,
    Reading,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Toponym,
    VictimClass,
    Victims,
    When,
)

TEXT = "Medics said at least 12 villagers were killed in Kutum on Friday. The Column denied it."


def document(text: str = TEXT, **fields: Any) -> Document:
    made = Document(
        id="r1",
        text=text,
        sha256="0" * 64,
        published=Published(date(2024, 2, 10), PublishedFrom.GIVEN),
        outlet="Lakeside Wire",
        language="en",
    )
    return replace(made, **fields)


def mention(value: Any, words: str, text: str = TEXT, rule: str = "test/rule", nth: int = 0) -> Mention[Any]:
    """A mention of the value at the given words, which must stand in the text."""
    start = text.index(words)
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Mention(value, (Span(start, start + len(words)),), rule)


def source(
    words: str, text: str = TEXT, kind: SourceKind = SourceKind.MEDIC, source_id: str | None = None
) -> Mention[Any]:
    return mention(Source(words, kind, source_id), words, text)


def place(words: str, text: str = TEXT, role: PlaceRole = PlaceRole.AT, country: str | None = "SD") -> Mention[Any]:
    toponym = Toponym(words, "geonames:372801", 14.2, 24.66, country, "North Darfur", "town")
    return mention(Place(words, role, country, toponym), words, text)


def claim(**fields: Any) -> Claim:
    """At least 12 villagers killed in Kutum on Friday, on the word of medics."""
    amount = mention(None, "12", TEXT).span
    friday = When("on Friday", date(2024, 2, 9), date(2024, 2, 9))
    made = Claim(
        document="r1",
        key=f"r1:{amount.start}:killed",
        sentence=Span(0, TEXT.index(". ") + 1),
        quantity=mention(Quantity(12, None, Hedge.AT_LEAST, amount), "at least 12", rule="quantity/at-least"),
        harm=mention(Harm.KILLED, "killed", rule="harm/killed"),
        victims=mention(Victims("villagers", VictimClass.CIVILIAN), "villagers", rule="victims/noun"),
        victim_class=VictimClass.CIVILIAN,
        perpetrator=None,
        responsibility=None,
        places=(place("Kutum"),),
        when=mention(friday, "on Friday", rule="dates/weekday"),
        attributions=(Attribution(source("Medics")),),
        marks=(),
        status=Status.REPORTED,
        scope=Scope.INCIDENT,
        scope_rule="scope/default",
        confidence=0.5,
    )
    return replace(made, **fields)


def reading(*claims: Claim, **fields: Any) -> Reading:
    return replace(Reading(document(), (), claims or (claim(),), ()), **fields)
