"""A claim's fields one by one, as a person checks them: the words, what they were read as, and the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportedly.model import Claim, Mark, Mention, PlaceRole, Source, Span
from reportedly.render import words


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is one of a few kinds (quantity, harm, victims, perpetrator, place, time, origin, relay, mark)."""

    name: str
    spans: tuple[Span, ...]
    reading: str
    rule: str


def of(claim: Claim) -> Iterator[Field]:
    """Every mention of the claim, in the order in which one reads it."""
    yield _field("quantity", claim.quantity, words.bounds(claim.quantity.value))
    yield _field("harm", claim.harm, claim.harm.value.value)
    if claim.victims:
        facets = claim.victims.value.facets
        said = [facet for facet in (facets.age, facets.sex, facets.occupation, facets.party) if facet]
        yield _field("victims", claim.victims, ", ".join([claim.victim_class.value, *said]))
    if claim.perpetrator:
        yield _field("perpetrator", claim.perpetrator, claim.responsibility.value if claim.responsibility else "")
    for place in claim.places:
        role = "" if place.value.role is PlaceRole.AT else f"{place.value.role} "
        yield _field("place", place, role + (words.whereabouts(place.value) or "in no gazetteer"))
    if claim.when:
        yield _field("time", claim.when, words.days(claim.when.value) or "no day can be told")
    for attribution in claim.attributions:
        if attribution.origin:
            yield _field("origin", attribution.origin, _source(attribution.origin.value))
        for relay in attribution.via:
            yield _field("relay", relay, _source(relay.value))
    for mark in claim.marks:
        yield _field("mark", mark, _mark(mark.value))


def _field(name: str, mention: Mention[Any], reading: str) -> Field:
    return Field(name, mention.spans, reading, mention.rule)


def _source(source: Source) -> str:
    kind = source.kind.value.replace("_", " ")
    return f"{kind} ({source.source_id})" if source.source_id else kind


def _mark(mark: Mark) -> str:
    by = f", on the word of {mark.by.value.words}" if mark.by else ""
    return f"{mark.kind}, about the {mark.about}{by}"
