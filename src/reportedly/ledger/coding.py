"""Claims and readings as plain JSON and back, exactly. A mention carries its words, so that they can be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from reportedly.model import (
    Attribution,
    Claim,
    Document,
    Facets,
    Harm,
    Hedge,
    Leftover,
    Mark,
    MarkAbout,
    MarkKind,
    Mention,
    Passage,
    PassageKind,
    Place,
    PlaceRole,
    Published,
    PublishedFrom,
    Quantity,
    Responsibility,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Toponym,
    Unit,
    VictimClass,
    Victims,
    When,
)

T = TypeVar("T")
Json = Any
# Between the parts of a mention that stands in several places.
GAP = " … "


def words_of(spans: Iterator[tuple[int, int]] | list[Any], text: str) -> str:
    """The words at some offsets. Offsets outside the text give what is there, so that a check can compare."""
    return GAP.join(text[start:end] for start, end in spans)


def moment(at: datetime) -> str:
    """A time as text that sorts: UTC, to the microsecond.

    >>> moment(datetime(2025, 3, 7, 12, tzinfo=timezone.utc))
    '2025-03-07T12:00:00.000000Z'
    """
    utc = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def to_moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


# --- documents ---


def document_to(document: Document) -> Json:
    published = document.published
    return {
        "id": document.id,
        "sha256": document.sha256,
        "title": document.title,
        "outlet": document.outlet,
        "url": document.url,
        "path": document.path,
        "language": document.language,
        "published": {
            "day": published.day.isoformat() if published.day else None,
            "how": published.how.value if published.how else None,
            "at": published.at.isoformat() if published.at else None,
            "zone": published.zone,
        },
        "example": document.example,
        "text": document.text,
    }


def document_from(stored: Json) -> Document:
    published = stored["published"]
    return Document(
        id=stored["id"],
        text=stored["text"],
        sha256=stored["sha256"],
        published=Published(
            day=date.fromisoformat(published["day"]) if published["day"] else None,
            how=PublishedFrom(published["how"]) if published["how"] else None,
            at=time.fromisoformat(published["at"]) if published["at"] else None,
            zone=published["zone"],
        ),
        title=stored["title"],
        outlet=stored["outlet"],
        url=stored["url"],
        language=stored["language"],
        path=stored["path"],
        example=stored["example"],
    )


# --- what a reading holds beside claims ---


def passage_to(passage: Passage) -> Json:
    return [passage.span.start, passage.span.end, passage.kind.value, passage.paragraph, passage.repeat_of]


def passage_from(stored: Json, index: int) -> Passage:
    start, end, kind, paragraph, repeat_of = stored
    return Passage(index, Span(start, end), PassageKind(kind), paragraph, repeat_of)


def leftover_to(leftover: Leftover) -> Json:
    span, harm = leftover.span, leftover.harm
    return [span.start, span.end, leftover.words, harm.value if harm else None, leftover.reason]


def leftover_from(stored: Json, document: str) -> Leftover:
    start, end, words, harm, reason = stored
    return Leftover(document, Span(start, end), words, Harm(harm) if harm else None, reason)


# --- claims ---


def claim_to(claim: Claim, text: str) -> Json:
    """The claim without its document and key, which stand in the interchange row beside it."""

    def one(mention: Mention[Any] | None, value: Callable[[Any], Json]) -> Json:
        if mention is None:
            return None
        spans = [[span.start, span.end] for span in mention.spans]
        return [value(mention.value), spans, mention.rule, words_of(spans, text)]

    def mark(value: Mark) -> Json:
        return [value.kind.value, value.about.value, one(value.by, _source_to)]

    return {
        "sentence": [claim.sentence.start, claim.sentence.end],
        "quantity": one(claim.quantity, _quantity_to),
        "harm": one(claim.harm, lambda harm: harm.value),
        "victims": one(claim.victims, _victims_to),
        "victim_class": claim.victim_class.value,
        "perpetrator": one(claim.perpetrator, lambda words: words),
        "responsibility": claim.responsibility.value if claim.responsibility else None,
        "places": [one(place, _place_to) for place in claim.places],
        "when": one(claim.when, _when_to),
        "attributions": [
            [one(said.origin, _source_to), [one(relay, _source_to) for relay in said.via]]
            for said in claim.attributions
        ],
        "marks": [one(made, mark) for made in claim.marks],
        "status": claim.status.value,
        "scope": claim.scope.value,
        "scope_rule": claim.scope_rule,
        "part_of": claim.part_of,
        "repeat_of": claim.repeat_of,
        "confidence": claim.confidence,
    }


def claim_from(stored: Json, document: str, key: str) -> Claim:
    def one(mention: Json, value: Callable[[Any], Any]) -> Any:
        if mention is None:
            return None
        return Mention(value(mention[0]), tuple(Span(start, end) for start, end in mention[1]), mention[2])

    def mark(value: Json) -> Mark:
        return Mark(MarkKind(value[0]), MarkAbout(value[1]), one(value[2], _source_from))

    return Claim(
        document=document,
        key=key,
        sentence=Span(*stored["sentence"]),
        quantity=one(stored["quantity"], _quantity_from),
        harm=one(stored["harm"], Harm),
        victims=one(stored["victims"], _victims_from),
        victim_class=VictimClass(stored["victim_class"]),
        perpetrator=one(stored["perpetrator"], str),
        responsibility=Responsibility(stored["responsibility"]) if stored["responsibility"] else None,
        places=tuple(one(place, _place_from) for place in stored["places"]),
        when=one(stored["when"], _when_from),
        attributions=tuple(
            Attribution(one(origin, _source_from), tuple(one(relay, _source_from) for relay in via))
            for origin, via in stored["attributions"]
        ),
        marks=tuple(one(made, mark) for made in stored["marks"]),
        status=Status(stored["status"]),
        scope=Scope(stored["scope"]),
        scope_rule=stored["scope_rule"],
        part_of=stored["part_of"],
        repeat_of=stored["repeat_of"],
        confidence=stored["confidence"],
    )


def mentions(stored: Json) -> Iterator[tuple[str, Json]]:
    """Every mention of a stored claim, with the field that it is of."""
    for field in ("quantity", "harm", "victims", "perpetrator", "when"):
        if stored[field] is not None:
            yield field, stored[field]
    for place in stored["places"]:
        yield "place", place
    for origin, via in stored["attributions"]:
        if origin is not None:
            yield "origin", origin
        for relay in via:
            yield "via", relay
    for made in stored["marks"]:
        yield "mark", made
        if made[0][2] is not None:
            yield "mark_by", made[0][2]


def _quantity_to(value: Quantity) -> Json:
    amount = value.amount
    return [value.low, value.high, value.hedge.value, [amount.start, amount.end], value.word, value.unit.value]


def _quantity_from(stored: Json) -> Quantity:
    low, high, hedge, amount, word, unit = stored
    return Quantity(low, high, Hedge(hedge), Span(*amount), word, Unit(unit))


def _victims_to(value: Victims) -> Json:
    facets = value.facets
    return [value.words, value.victim_class.value, facets.age, facets.sex, facets.occupation, facets.party]


def _victims_from(stored: Json) -> Victims:
    words, victim_class, *facets = stored
    return Victims(words, VictimClass(victim_class), Facets(*facets))


def _place_to(value: Place) -> Json:
    top = value.toponym
    toponym = top and [
        top.name, top.gazetteer_id, top.latitude, top.longitude, top.country, top.admin1, top.precision
    ]  # fmt: skip
    return [value.words, value.role.value, value.country, toponym]


def _place_from(stored: Json) -> Place:
    words, role, country, toponym = stored
    return Place(words, PlaceRole(role), country, Toponym(*toponym) if toponym else None)


def _when_to(value: When) -> Json:
    days = (value.date_from, value.date_to)
    return [value.words, *(day.isoformat() if day else None for day in days)]


def _when_from(stored: Json) -> When:
    words, *days = stored
    return When(words, *(date.fromisoformat(day) if day else None for day in days))


def _source_to(value: Source) -> Json:
    return [value.words, value.kind.value, value.source_id]


def _source_from(stored: Json) -> Source:
    words, kind, source_id = stored
    return Source(words, SourceKind(kind), source_id)
