"""Questions about what the ledger held at an earlier time: links say when each thing came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reportedly.ledger import coding, listing
from reportedly.ledger.asking import Asking, listed
from reportedly.ledger.records import StoredClaim
from reportedly.model import Document, Reading

_CLAIMS_AT = (
    "SELECT v.seq, p.body FROM claim_versions v JOIN payloads p ON p.seq = v.seq WHERE v.document = :id AND "
    "v.seq <= :until AND NOT EXISTS (SELECT 1 FROM superseded n WHERE n.old = v.seq AND n.seq <= :until) ORDER BY v.seq"
)


class EarlierQueries(Asking):
    """What can be asked of it."""

    def last_link(self, at: datetime) -> int:
        """The number of the last link that was made by then; 0 when there was none."""
        rows = self._rows("SELECT COALESCE(MAX(seq), 0) FROM chain WHERE at <= :at", at=coding.moment(at))
        return int(rows[0][0])

    def changed_since(self, link: int) -> list[str]:
        """The documents which were in by that link, and were read again, or compared with others, after it."""
        rows = self._rows(
            "SELECT id FROM documents WHERE seq <= :link AND id IN ("
            "SELECT document FROM readings WHERE seq > :link UNION SELECT document FROM copies WHERE seq > :link "
            "UNION SELECT other FROM copies WHERE seq > :link) ORDER BY seq",
            link=link,
        )
        return [id for (id,) in rows]

    def numbers_of(self, documents: Iterable[str]) -> dict[str, int]:
        """The links of some documents."""
        rows = self._rows(f"SELECT id, seq FROM documents WHERE {self._one_of('id', 'ids')}", ids=listed(documents))
        return {id: int(seq) for id, seq in rows}

    def reading_at(self, document: Document, link: int) -> tuple[Reading, list[StoredClaim]]:
        """A document as it was read by that link, and its claims with the keys of their records."""
        rows = self._rows(
            "SELECT p.body FROM readings r JOIN payloads p ON p.seq = r.seq WHERE r.document = :id AND r.seq <= :until "
            "ORDER BY r.version DESC LIMIT 1",
            id=document.id,
            until=link,
        )
        found = [listing.claim(*row) for row in self._rows(_CLAIMS_AT, id=document.id, until=link)]
        claims = [one for one in found if one.state == "read"]
        return listing.reading(document, rows[0][0] if rows else None, claims), claims
