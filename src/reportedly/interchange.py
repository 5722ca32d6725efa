"""A claim as one flat JSON object: the interchange form of docs/interchange.md, which the scorer reads as it is.

Plain values are the strongest reading; `attributions`, `places`, `marks` and `victim_facets` hold all of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from reportedly.model import (
    Attribution,
    Claim,
    Document,
    Facets,
    Leftover,
    Mark,
    MarkAbout,
    Mention,
    Place,
    PlaceRole,
    Source,
    Span,
    Toponym,
)

T = TypeVar("T")
Row = dict[str, object]

# The fields that have words of their own; bounds, hedge and unit share those of `quantity`, and so on.
WORDED = (
    "quantity",
    "harm",
    "victims",
    "perpetrator",
    "place",
    "time_text",
    "origin",
    "via",
    "status",
    "responsibility",
)

# Made once: `json.dumps` with options makes one for each call.
_JSON = json.JSONEncoder().encode
_LINE = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode

# "the Coalition and the Observatory", "Raqqa, Hama or Homs"; not "Jableh, Latakia", which is one place.
_BETWEEN = re.compile(
    r",? (?:and|or|&|as well as) (?:(?:the|from|in|at|by) )*|, (?:(?:the|from|in|at|by) )*", re.IGNORECASE
)
_LAST = re.compile(r"and|or|&|as", re.IGNORECASE)


def row(claim: Claim, document: Document) -> Row:
    """The claim in the interchange form. `document` is the one that the claim was read from."""
    fields = _fields(claim, document.text)
    plain: Row = {name: value for name, (value, _) in fields.items()}
    form: Row = {
        "document": claim.document,
        "key": claim.key,
        "digest": _digests(fields),
        "harm": plain.pop("harm"),
        "quantity": plain.pop("quantity"),
        "start": claim.quantity.start,
        "end": claim.quantity.end,
        "quote": claim.sentence.of(document.text),
        **plain,
        "confidence": claim.confidence,
        "spans": {name: _offsets(fields[name][1]) for name in WORDED if fields[name][1]},
        "rules": rules(claim),
        "geo": _geo(claim),
        "attributions": [_attribution(attribution) for attribution in claim.attributions],
        "places": [_place(place) for place in claim.places],
        "marks": [_mark(mark, document.text) for mark in claim.marks],
        "victim_facets": _facets(claim.victims.value.facets if claim.victims else Facets()),
        "method": None,
    }
    return form | {"example": True} if document.example else form


def leftover_row(leftover: Leftover) -> Row:
    """A leftover as one flat JSON object; `"leftover": true` tells it from a claim."""
    return {
        "leftover": True,
        "document": leftover.document,
        "harm": leftover.harm,
        "quantity": leftover.words,
        "start": leftover.span.start,
        "end": leftover.span.end,
        "reason": leftover.reason,
    }


def line(row: Row) -> str:
    """The row as one line of JSON, the same bytes each time."""
    return _LINE(row)


def main_places(claim: Claim) -> tuple[Mention[Place], ...]:
    """Where the harm was done: at a place, or from it when people were displaced; where they went if nothing else."""
    return tuple(place for place in claim.places if place.value.role is not PlaceRole.TO) or claim.places


def origins(claim: Claim) -> tuple[Mention[Source], ...]:
    """Everybody on whose word the claim is, the first first."""
    return tuple(attribution.origin for attribution in claim.attributions if attribution.origin is not None)


def together(mentions: Sequence[Mention[T]], text: str) -> tuple[Mention[T], ...]:
    """The first mention and those coordinated with it: one name for all in a plain field.

    >>> from reportedly.model import Mention, Span
    >>> pair = [Mention("a", (Span(0, 4),), "x"), Mention("b", (Span(9, 16),), "x")]
    >>> len(together(pair, "Foua and Kefraya")), len(together(pair, "Foua, the Kefraya"))
    (2, 1)
    """
    count = 1
    for number, (one, other) in enumerate(pairwise(mentions), 2):
        between = text[one.end : other.start] if one.end <= other.start else ""
        if not _BETWEEN.fullmatch(between):
            break
        if _LAST.search(between):
            count = number
    return tuple(mentions[:count])


def rules(claim: Claim) -> dict[str, str]:
    """The rule that read each field, by the field's name in the interchange form."""
    mentions: dict[str, Sequence[Mention[Any]]] = {
        "quantity": [claim.quantity],
        "harm": [claim.harm],
        "victims": [claim.victims] if claim.victims else [],
        "perpetrator": [claim.perpetrator] if claim.perpetrator else [],
        "place": main_places(claim),
        "time_text": [claim.when] if claim.when else [],
        "origin": origins(claim),
        "via": _relays(claim),
        "status": _marks(claim, who=False),
        "responsibility": _marks(claim, who=True),
    }
    return {name: found[0].rule for name, found in mentions.items() if found} | {"scope": claim.scope_rule}


def _fields(claim: Claim, text: str) -> dict[str, tuple[object, tuple[Span, ...]]]:
    """Each plain field: its value and the words that it was read from. What a decision about it is compared by."""
    quantity, victims, when = claim.quantity.value, claim.victims, claim.when
    places, named = together(main_places(claim), text), together(origins(claim), text)
    counted, people, whither, moment = claim.quantity.spans, _spans([victims]), _spans(places), _spans([when])
    return {
        "harm": (claim.harm.value, claim.harm.spans),
        "quantity": (claim.quantity.span.of(text), counted),
        "low": (quantity.low, counted),
        "high": (quantity.high, counted),
        "hedge": (quantity.hedge, counted),
        "unit": (quantity.unit, counted),
        "victims": (victims.value.words if victims else None, people),
        "victim_class": (claim.victim_class, people),
        "perpetrator": (claim.perpetrator.value if claim.perpetrator else None, _spans([claim.perpetrator])),
        "place": (_named(places, [place.value.words for place in places], text), whither),
        "country": (places[0].value.country if places else None, whither),
        "time_text": (when.value.words if when else None, moment),
        "date_from": (when.value.date_from.isoformat() if when and when.value.date_from else None, moment),
        "date_to": (when.value.date_to.isoformat() if when and when.value.date_to else None, moment),
        "origin": (_named(named, [origin.value.words for origin in named], text), _spans(named)),
        "via": ([relay.value.words for relay in _relays(claim)], _spans(_relays(claim))),
        "status": (claim.status, _spans(_marks(claim, who=False))),
        "responsibility": (claim.responsibility, _spans(_marks(claim, who=True))),
        "scope": (claim.scope, ()),
        "part_of": (claim.part_of, ()),
        "repeat_of": (claim.repeat_of, ()),
    }


def _relays(claim: Claim) -> tuple[Mention[Source], ...]:
    return claim.attributions[0].via if claim.attributions else ()


def _marks(claim: Claim, who: bool) -> list[Mention[Mark]]:
    """The marks about who did it, or those about the harm and its number."""
    return [mark for mark in claim.marks if (mark.value.about is MarkAbout.PERPETRATOR) is who]


def _named(mentions: Sequence[Mention[T]], words: Sequence[str], text: str) -> str | None:
    """One mention's words; of several that stand together, the text from the first to the last."""
    if len(mentions) > 1:
        return text[mentions[0].start : mentions[-1].end]
    return words[0] if words else None


def _spans(mentions: Sequence[Mention[Any] | None]) -> tuple[Span, ...]:
    return tuple(span for mention in mentions if mention is not None for span in mention.spans)


def _offsets(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _digests(fields: dict[str, tuple[object, tuple[Span, ...]]]) -> dict[str, str]:
    """For each field a short hash over its value and where its words stand; not over the rule that read it.

    It is the SHA-256 of `[value, [[start, end], …]]` as `json.dumps` writes that.
    """
    # Six fields share the words of the quantity, and so on: looked up by identity, for that alone is fast enough.
    where: dict[int, str] = {}
    found = {}
    for name, (value, spans) in fields.items():
        offsets = where.get(id(spans))
        if offsets is None:
            offsets = where[id(spans)] = str(_offsets(spans))
        found[name] = _hashed(f"[{_JSON(value) if value is not None else 'null'}, {offsets}]")
    return found


# A third of all fields are empty, and "incident" or "reported" stands in every report.
@lru_cache(maxsize=4096)
def _hashed(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def _geo(claim: Claim) -> Row | None:
    place = next(iter(main_places(claim)), None)
    return _toponym(place.value.toponym) if place else None


def _toponym(toponym: Toponym | None) -> Row | None:
    if toponym is None:
        return None
    return {
        "name": toponym.name,
        "gazetteer_id": toponym.gazetteer_id,
        "latitude": toponym.latitude,
        "longitude": toponym.longitude,
        "admin1": toponym.admin1,
        "precision": toponym.precision,
    }


def _attribution(attribution: Attribution) -> Row:
    source = attribution.origin.value if attribution.origin else None
    return {
        "origin": source.words if source else None,
        "via": [relay.value.words for relay in attribution.via],
        "source": source.source_id if source else None,
        "kind": source.kind if source else None,
    }


def _place(mention: Mention[Place]) -> Row:
    place = mention.value
    return {"words": place.words, "role": place.role, "country": place.country, "geo": _toponym(place.toponym)}


def _mark(mention: Mention[Mark], text: str) -> Row:
    mark = mention.value
    return {
        "kind": mark.kind,
        "about": mark.about,
        "by": mark.by.value.words if mark.by else None,
        "words": mention.span.of(text),
        "spans": _offsets(mention.spans),
    }


def _facets(facets: Facets) -> Row:
    return {"age": facets.age, "sex": facets.sex, "occupation": facets.occupation, "party": facets.party}
