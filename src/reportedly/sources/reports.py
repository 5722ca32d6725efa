"""The sources of one reading: ids on its claims; "the ministry" is led back to whom the report named before."""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.model import Attribution, Claim, Mark, Mention, Place, Reading, Source, SourceKind
from reportedly.sources.counting import Statement, figure
from reportedly.sources.resolving import How, Resolved, Standing, resolve
from reportedly.sources.spelling import fold

_OUTLET = "outlet"


class Report:
    """Who the sources of a reading's claims are. Built once per reading; the claims are asked in their order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._persons: list[set[str]] = []
        self._named: list[tuple[frozenset[str], Resolved]] = []
        self._found: dict[tuple[Source, str | None, str | None], Resolved] = {}
        for claim in reading.claims:
            for source in _sources(claim):
                self.of(source, claim)

    def of(self, source: Source, claim: Claim) -> Resolved:
        """Who the source of a claim is."""
        country, region = _where(claim)
        key = (source, country, region)
        if key not in self._found:
            self._found[key] = self._resolve(source, country, region)
        return self._found[key]

    def _resolve(self, source: Source, country: str | None, region: str | None) -> Resolved:
        document = self.reading.document.id
        found = resolve(
            source.words, source.kind, document=document, country=country, region=region, known_id=source.source_id
        )
        words = frozenset(fold(source.words).split())
        if found.how is How.PERSON:
            return self._person(found)
        if found.standing is Standing.NAMED:
            self._named.append((words, found))
        elif found.how is How.BOUND:
            meant = {one.id: one for named, one in self._named if words <= named}
            # "The ministry" of a report that names two of them stays open.
            if len(meant) == 1:
                return replace(next(iter(meant.values())), how=How.ANTECEDENT)
        return found

    def _person(self, found: Resolved) -> Resolved:
        """The same number for a person named again by a part of the name."""
        name = set((found.person or "").split())
        known = next((index for index, one in enumerate(self._persons) if name <= one or one <= name), None)
        if known is None:
            self._persons.append(name)
        else:
            self._persons[known] |= name
        number = len(self._persons) if known is None else known + 1
        return replace(found, id=f"person:{self.reading.document.id}:{number}")


def resolved(reading: Reading) -> Reading:
    """The reading with an id on every source of its claims, in attributions, relays and marks."""
    report = Report(reading)

    def told(mention: Mention[Source], claim: Claim) -> Mention[Source]:
        return replace(mention, value=replace(mention.value, source_id=report.of(mention.value, claim).id))

    def marked(mark: Mention[Mark], claim: Claim) -> Mention[Mark]:
        by = mark.value.by
        return mark if by is None else replace(mark, value=replace(mark.value, by=told(by, claim)))

    claims = []
    for claim in reading.claims:
        attributions = tuple(
            Attribution(
                told(attribution.origin, claim) if attribution.origin is not None else None,
                tuple(told(relay, claim) for relay in attribution.via),
            )
            for attribution in claim.attributions
        )
        claims.append(
            replace(claim, attributions=attributions, marks=tuple(marked(mark, claim) for mark in claim.marks))
        )
    return replace(reading, claims=tuple(claims))


def statements(reading: Reading, copies: frozenset[str] = frozenset()) -> tuple[Statement, ...]:
    """The claims of a reading for counting their origins; `copies` are the keys of those that are copies."""
    report, text = Report(reading), reading.document.text
    outlet = outlet_id(reading)
    return tuple(
        Statement(
            claim.key,
            outlet,
            tuple(report.of(one.origin.value, claim) for one in claim.attributions if one.origin is not None),
            figure(
                claim.harm.value, claim.quantity.value, claim.victim_class, claim.quantity.value.amount.of(text)
            ),
            claim.key in copies,
        )
        for claim in reading.claims
    )  # fmt: skip


def outlet_id(reading: Reading) -> str:
    """Who published a report: its outlet's entry, or the report itself where no outlet is known."""
    document = reading.document
    if not document.outlet:
        return f"doc:{document.id}:{_OUTLET}"
    return resolve(document.outlet, SourceKind.OUTLET, document=document.id).id


def _sources(claim: Claim) -> list[Source]:
    found = [one.origin.value for one in claim.attributions if one.origin is not None]
    found += [relay.value for one in claim.attributions for relay in one.via]
    return found + [mark.value.by.value for mark in claim.marks if mark.value.by is not None]


def _where(claim: Claim) -> tuple[str | None, str | None]:
    """The country and the region of a claim, where all its places agree on them."""
    places: list[Place] = [place.value for place in claim.places]
    countries = {place.country for place in places if place.country}
    regions = {place.toponym.admin1 for place in places if place.toponym and place.toponym.admin1}
    regions = regions or {place.words for place in places if re.match(r"(?:the )?(?:Gaza|West Bank)", place.words)}
    return (
        next(iter(countries)) if len(countries) == 1 else None,
        next(iter(regions)) if len(regions) == 1 else None,
    )
