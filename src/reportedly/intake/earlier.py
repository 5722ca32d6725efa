"""The reports around some claims as they were to be seen at an earlier time, and nothing that came later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from reportedly import events, evidencing
from reportedly.evidence import Evidence
from reportedly.intake import twins
from reportedly.intake.deciding import Decided
from reportedly.intake.grouping import Grouping, Neighbours, under_records
from reportedly.ledger import Ledger
from reportedly.model import Published


class Earlier:
    """What `Neighbours` are now, as of a day of publication, as recorded by a moment, or both.

    Documents that were read again, or found to share text, since that moment are read back one by one, and filed here.
    `undated` collects the documents that have no day.
    """

    def __init__(
        self, ledger: Ledger, decided: Decided, as_of: date | None = None, as_recorded: datetime | None = None
    ) -> None:
        self._ledger, self._decided, self._as_of = ledger, decided, as_of
        self._link = ledger.last_link(as_recorded) if as_recorded is not None else None
        self._grouping = Grouping()
        self._now = Neighbours(self._grouping, ledger, Decided())
        self._changed: dict[str, tuple[Evidence, ...]] = {}
        self._blocks: dict[str, set[str]] = {}
        self.undated: set[str] = set()
        self._met: dict[str, Evidence] = {}
        if self._link is not None:
            for document in ledger.changed_since(self._link):
                self._changed[document] = self._read_back(document, self._link)
                for block in events.blocks(self._changed[document]):
                    self._blocks.setdefault(block, set()).add(document)

    def holding(self, keys: frozenset[str]) -> list[Evidence]:
        back = {document for key in keys for document in self._blocks.get(key, ())}
        return self._seen([*self._now.holding(keys), *self._of(back)])

    def of(self, claims: frozenset[str]) -> list[Evidence]:
        found = self._now.of(claims)
        documents = {claim.rsplit(":", 2)[0] for claim in claims} | {claim.document for claim in found}
        back = self._of(documents & self._changed.keys())
        return self._seen([*found, *back])

    def _of(self, documents: Iterable[str]) -> list[Evidence]:
        return [claim for document in sorted(documents) for claim in self._changed[document]]

    def _read_back(self, document: str, link: int) -> tuple[Evidence, ...]:
        stored = self._ledger.document(document)
        assert stored is not None
        reading, claims = self._ledger.reading_at(stored.document, link)
        pairs = [pair for pair in self._ledger.twins(documents=[document]) if pair.seq <= link]
        reused = twins.reused(pairs, self._decided.copies, self._is_out)
        keys = {one.claim.key: one.key for one in claims if one.claim.key != one.key}
        return evidencing.evidence(under_records(reading, keys), reused)

    def _seen(self, claims: list[Evidence]) -> list[Evidence]:
        """Those that are to be seen, each as it was then."""
        then = [
            claim for claim in claims if claim.document not in self._changed or claim in self._changed[claim.document]
        ]
        if self._link is not None and then:
            numbers = self._ledger.numbers_of({claim.document for claim in then})
            then = [claim for claim in then if numbers.get(claim.document, self._link + 1) <= self._link]
        if self._as_of is not None:
            self.undated |= {claim.document for claim in then if claim.published is None}
            then = [claim for claim in then if claim.published is not None and claim.published <= self._as_of]
            then = self._without_later(then)
        then = [claim for claim in then if claim.key not in self._decided.rejected]
        self._met |= {claim.key: claim for claim in then}
        return then

    @property
    def given(self) -> list[Evidence]:
        """Every claim that was given."""
        return list(self._met.values())

    def _without_later(self, claims: list[Evidence]) -> list[Evidence]:
        """The claims with the twins that were out by then."""
        reusing = {claim.document for claim in claims if claim.twin and claim.document not in self._changed}
        if not reusing:
            return claims
        reused = twins.reused(self._ledger.twins(documents=reusing), self._decided.copies, self._is_out)
        made = []
        for claim in claims:
            if claim.document in reusing:
                relation, twin = reused.get(claim.key, (None, None))
                claim = replace(claim, reuse=relation, twin=twin)
            made.append(claim)
        return made

    def _is_out(self, published: Published) -> bool:
        return self._as_of is None or (published.day is not None and published.day <= self._as_of)
