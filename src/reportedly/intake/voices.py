"""The sources of a reading, as the ledger lists them."""

from __future__ import annotations

from collections.abc import Iterator, MutableSet

from reportedly import sources
from reportedly.ledger import Batch, StoredSource
from reportedly.model import Claim, Mention, Reading, Source
from reportedly.sources import Standing


def add(batch: Batch, reading: Reading, known: MutableSet[str]) -> int:
    """Adds the sources that the ledger has not met; `known` are ids that it has. How many were added."""
    report: sources.Report | None = None
    added = 0
    for claim in reading.claims:
        for mention in _mentions(claim):
            source = mention.value
            if source.source_id is None or source.source_id in known:
                continue
            known.add(source.source_id)
            if batch.has_source(source.source_id):
                continue
            entry = sources.registry().entries.get(source.source_id)
            if entry is None and sources.standing(source.source_id) is Standing.NAMED:
                report = report or sources.Report(reading)
                country = report.of(source, claim).country
            else:
                country = None
            batch.add_source(
                _of_entry(entry) if entry else _new(source, source.source_id, country, reading.document.id)
            )
            added += 1
    return added


def _of_entry(entry: sources.Entry) -> StoredSource:
    parties = tuple(f"{conflict}:{side}" for conflict, side in entry.party_to)
    return StoredSource(entry.id, entry.name, entry.kind, entry.aliases, entry.country, parties, known=True)


def _new(source: Source, id: str, country: str | None, document: str) -> StoredSource:
    return StoredSource(id, source.words, source.kind, country=country, document=document)


def _mentions(claim: Claim) -> Iterator[Mention[Source]]:
    for attribution in claim.attributions:
        if attribution.origin is not None:
            yield attribution.origin
        yield from attribution.via
    yield from (mark.value.by for mark in claim.marks if mark.value.by is not None)
