"""Places: names of places in a report's sentences, and which places they are.

`read` takes a whole report, since what a name means depends on the rest of it; `find` reads one sentence alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.extract.places.context import Context
from reportedly.extract.places.resolving import Resolved, area_name, resolve
from reportedly.extract.places.spotting import Spot, spot
from reportedly.gazetteer import Entry, Kind
from reportedly.language import Sentence
from reportedly.model import Mention, Place, PlaceRole, Span, Toponym

__all__ = ["Found", "Read", "find", "read"]

_ROLES = {"from": PlaceRole.FROM, "to": PlaceRole.TO}
_PRECISION = {Kind.SITE: "town", Kind.CONTINENT: "region"}


@dataclass(frozen=True, slots=True)
class Found:
    """A place of a sentence. `name` is the span of the bare name inside the mention's, `spot` all that was seen of
    it."""

    mention: Mention[Place]
    name: Span
    spot: Spot
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Read:
    """The places of a report by sentence, the countries of the peoples that each names, and what it is about."""

    sentences: tuple[tuple[Found, ...], ...]
    demonyms: tuple[tuple[str, ...], ...]
    context: Context


def find(sentence: Sentence) -> Iterator[Mention[Place]]:
    """The places that a sentence names, as far as it alone can tell."""
    for found in read([sentence]).sentences[0]:
        yield found.mention


def read(sentences: Sequence[Sentence]) -> Read:
    """The places that a report names, sentence by sentence."""
    sights = [spot(sentence) for sentence in sentences]
    rows, context = resolve(sights)
    # What one sentence calls "the village of X" is a place in the others too.
    heard = frozenset(
        place.spot.words for row in rows for place in row if place.entry is None and not place.spot.described
    )
    if heard:
        again = [any(name in sentence.text for name in heard) for sentence in sentences]
        sights = [
            spot(sentence, heard) if more else sight
            for sentence, sight, more in zip(sentences, sights, again, strict=True)
        ]
        rows, context = resolve(sights)
    found = (tuple(_found(place) for place in row) for row in rows)
    return Read(tuple(found), tuple(sight.demonyms for sight in sights), context)


def _found(place: Resolved) -> Found:
    spot = place.spot
    span = spot.sentence.at(*spot.outer)
    toponym = _toponym(place.entry, place.country, bool(spot.direction)) if place.entry else None
    words = spot.sentence.words(span)
    value = Place(words, _ROLES.get(spot.cue, PlaceRole.AT), place.country, toponym)
    return Found(Mention(value, (span,), place.rule), spot.sentence.at(spot.start, spot.end), spot, place.entry)


def _toponym(entry: Entry, country: str | None, part: bool) -> Toponym:
    precision = _PRECISION.get(entry.kind, entry.kind.value)
    # "northern Syria" is no point and not the whole country either.
    if part and entry.kind is not Kind.TOWN:
        precision = "region"
    return Toponym(entry.name, entry.id, entry.latitude, entry.longitude, country, area_name(entry), precision)
