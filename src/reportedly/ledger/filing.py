"""What is filed of each report for its events: its evidence as JSON, whether it waits to be grouped, its twins.

Whatever bears on the events of a report (a reading, a copy, a decision, an erasure) makes it wait, in the transaction
that it is part of; so no killed process leaves events behind that nobody knows to be old.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import Connection

from reportedly.ledger.asking import Asking, listed
from reportedly.ledger.projecting import clean
from reportedly.ledger.records import Twins
from reportedly.model import Published, PublishedFrom

GROUPED, TO_GROUP, TO_FILE = 0, 1, 2

# Bodies read together when all are.
_AT_ONCE = 2_000
_PUBLISHED = "{0}.published, {0}.published_how, {0}.published_at, {0}.published_zone"


class FiledQueries(Asking):
    """What can be asked of it."""

    def evidence(self, documents: Iterable[str]) -> dict[str, str]:
        """The evidence of some documents, as JSON; those that have none filed are left out."""
        query = f"SELECT document, body FROM evidence WHERE {self._one_of('document', 'ids')}"
        return dict(map(tuple, self._rows(query, ids=listed(documents))))

    def all_evidence(self) -> Iterator[tuple[str, str]]:
        """The evidence of every document, by id, some thousand at a time."""
        after = ""
        query = f"SELECT document, body FROM evidence WHERE document > :after ORDER BY document LIMIT {_AT_ONCE}"
        while rows := self._rows(query, after=after):
            yield from map(tuple, rows)
            after = rows[-1][0]

    def waiting(self, limit: int, file: bool = False) -> list[str]:
        """Documents that wait to be grouped; with `file` those whose evidence is to be filed (again) before that."""
        least = TO_FILE if file else TO_GROUP
        query = f"SELECT document FROM evidence WHERE waiting > 0 AND waiting >= {least} ORDER BY document LIMIT :n"
        return [document for (document,) in self._rows(query, n=limit)]

    def count_waiting(self) -> int:
        """How many documents wait to be grouped."""
        return int(self._rows("SELECT COUNT(*) FROM evidence WHERE waiting > 0")[0][0])

    def twins(self, *, documents: Iterable[str] | None = None, claims: Iterable[str] | None = None) -> list[Twins]:
        """The pairs of claims in reused text, of these documents or with these claims on either side, by link."""
        conditions = []
        values = {}
        if documents is not None:
            # Each side by its own index.
            conditions += [f"c.seq IN (SELECT seq FROM copies WHERE {self._one_of(side, 'ids')})" for side in _SIDES]
            values["ids"] = listed(documents)
        if claims is not None:
            sides = ("claim", "other")
            conditions += [
                f"c.seq IN (SELECT seq FROM copied_claims WHERE {self._one_of(side, 'keys')})" for side in sides
            ]
            values["keys"] = listed(claims)
        rows = self._rows(
            "SELECT c.seq, c.document, c.other, c.kind, c.why, k.claim, k.other, k.relation, "
            f"{_PUBLISHED.format('d')}, {_PUBLISHED.format('o')} FROM copies c "
            "JOIN documents d ON d.id = c.document JOIN documents o ON o.id = c.other "
            f"LEFT JOIN copied_claims k ON k.seq = c.seq WHERE {' OR '.join(conditions)} ORDER BY c.seq, k.number",
            **values,
        )
        return [_twins(row) for row in rows]

    def twin_documents(self, claims: Iterable[str]) -> list[str]:
        """The documents that some claims were ever found to share text with, by those claims."""
        both = " UNION ".join(
            f"SELECT {there} FROM copied_claims WHERE {self._one_of(here, 'keys')}"
            for here, there in (("claim", "other"), ("other", "claim"))
        )
        rows = self._rows(f"SELECT r.document FROM records r WHERE r.key IN ({both})", keys=listed(claims))
        return sorted({document for (document,) in rows})

    def documents_of(self, claims: Iterable[str]) -> dict[str, str]:
        """The document of each of these claims."""
        query = f"SELECT key, document FROM records WHERE {self._one_of('key', 'keys')}"
        return dict(map(tuple, self._rows(query, keys=listed(claims))))

    def keys_of(self, documents: Iterable[str]) -> dict[str, str]:
        """For the claims of some documents that were once read under another key: key now → the ledger's key."""
        query = (
            "SELECT v.key, v.record FROM claim_versions v WHERE v.key <> v.record AND "
            "NOT EXISTS (SELECT 1 FROM superseded n WHERE n.old = v.seq) AND "
        )
        rows = self._rows(query + self._one_of("v.document", "ids"), ids=listed(documents))
        return dict(map(tuple, rows))


class Filing(FiledQueries):
    """The part of a batch that files it."""

    _connection: Connection

    @abstractmethod
    def flush(self) -> None: ...

    def file_evidence(self, bodies: Mapping[str, str]) -> None:
        """Files the evidence of some documents (id → JSON); they wait to be grouped from now on."""
        self.flush()
        lines = [(clean(document), TO_GROUP, clean(body)) for document, body in sorted(bodies.items())]
        if lines:
            self._connection.exec_driver_sql(_FILE[self._dialect], lines)

    def set_waiting(self, documents: Iterable[str], state: int = TO_GROUP) -> None:
        """Notes that documents are grouped (0), to be grouped (1), or to be filed again and grouped (2)."""
        wanted = listed(documents)
        if wanted == "[]":
            return
        self.flush()
        mark = "%s" if self._dialect == "postgresql" else "?"
        one_of = (
            "document IN (SELECT jsonb_array_elements_text(CAST(%s AS jsonb)))"
            if self._dialect == "postgresql"
            else "document IN (SELECT value FROM json_each(?))"
        )
        # What is to be filed again stays so until it is grouped.
        more = f" AND waiting < {mark}" if state else ""
        values = (state, wanted, state) if state else (state, wanted)
        self._connection.exec_driver_sql(f"UPDATE evidence SET waiting = {mark} WHERE {one_of}{more}", values)

    def wait_all(self) -> None:
        """All that was ever filed is to be filed again, and grouped."""
        self.flush()
        self._connection.exec_driver_sql(f"UPDATE evidence SET waiting = {TO_FILE}")


_SIDES = ("document", "other")
_FILE = {
    "sqlite": "INSERT OR REPLACE INTO evidence (document, waiting, body) VALUES (?, ?, ?)",
    "postgresql": "INSERT INTO evidence (document, waiting, body) VALUES (%s, %s, %s) ON CONFLICT (document) "
    "DO UPDATE SET waiting = EXCLUDED.waiting, body = EXCLUDED.body",
}


def _twins(row: Sequence[Any]) -> Twins:
    seq, document, other, kind, why, claim, twin, relation, *days = row
    return Twins(document, other, kind, why, claim, twin, relation, _published(*days[:4]), _published(*days[4:]), seq)


def _published(day: str | None, how: str | None, at: str | None, zone: str | None) -> Published:
    return Published(
        date.fromisoformat(day) if day else None,
        PublishedFrom(how) if how else None,
        time.fromisoformat(at) if at else None,
        zone,
    )
