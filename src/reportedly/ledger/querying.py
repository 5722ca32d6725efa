"""Questions to the ledger, for its readers and for a writer within a batch. All lists are in the ledger's order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from reportedly.errors import LedgerMissing
from reportedly.ledger import coding, listing
from reportedly.ledger.asking import LIMIT, limited
from reportedly.ledger.earlier import EarlierQueries
from reportedly.ledger.eventing import EventQueries
from reportedly.ledger.filing import FiledQueries
from reportedly.ledger.filters import Filters, claim_filters, document_filters
from reportedly.ledger.records import (
    Capture,
    Copy,
    Decision,
    Erasure,
    Failure,
    Run,
    ShownClaim,
    ShownDocument,
    StoredClaim,
    StoredDocument,
    StoredLeftover,
    StoredSource,
)
from reportedly.model import Reading

Json = Any
# How much text stands around a sentence that is shown.
CONTEXT = 300

# The last version of a record, and the last reading of a document.
_LAST = "NOT EXISTS (SELECT 1 FROM superseded n WHERE n.old = v.seq)"
_LAST_READING = "NOT EXISTS (SELECT 1 FROM readings n WHERE n.document = r.document AND n.version > r.version)"
# The last comparison of a pair, in whichever order it names them, unless that withdrew the ones before.
_LAST_COPY = (
    "c.kind NOT IN ('form', 'shared') AND NOT EXISTS (SELECT 1 FROM copies n WHERE n.document = c.document "
    "AND n.other = c.other AND n.seq > c.seq) AND NOT EXISTS (SELECT 1 FROM copies n WHERE n.document = c.other "
    "AND n.other = c.document AND n.seq > c.seq)"
)
_CLAIMS = "SELECT v.seq, p.body FROM claim_versions v JOIN payloads p ON p.seq = v.seq"
_DOCUMENTS = (
    "SELECT d.seq, p.body, c.at, r.status, r.reason, r.run, r.claims, r.leftovers, "
    "(SELECT MIN(l.id) FROM documents l WHERE l.replaces = d.id) "
    "FROM documents d JOIN payloads p ON p.seq = d.seq JOIN chain c ON c.seq = d.seq "
    f"LEFT JOIN readings r ON r.document = d.id AND {_LAST_READING}"
)


class Queries(EventQueries, FiledQueries, EarlierQueries):
    """What can be asked; what bears on events stands in `eventing`."""

    # --- claims ---

    def claims(
        self,
        *,
        text: str | None = None,
        harm: str | None = None,
        place: str | None = None,
        country: str | None = None,
        date_from: date | str | None = None,
        date_to: date | str | None = None,
        origin: str | None = None,
        status: str | None = None,
        victims: str | None = None,
        document: str | None = None,
        orphaned: bool = False,
        limit: int | None = LIMIT,
        after: int = 0,
        offset: int = 0,
    ) -> list[StoredClaim]:
        """The claims as they are read now (or, `orphaned`, those that the last reading no longer found).

        `text`, `place`: words, all of which must be there, "phrases", begin*. `origin`: the id of a source, or words.
        `victims`: civilian, combatant, mixed, unknown, or words. Dates: claims whose days overlap these.
        """
        asked = Filters(text, harm, place, country, date_from, date_to, origin, status, victims, document, orphaned)
        where, values = claim_filters(self._dialect, asked, self._same_source(origin))
        # First which, then what they are: payloads that are passed over are not read.
        found = f"SELECT v.seq FROM claim_versions v WHERE {_LAST} AND {where} AND v.seq > :after ORDER BY v.seq"
        rows = self._rows(
            f"SELECT p.seq, p.body FROM ({found}{limited(limit, offset)}) AS f JOIN payloads p ON p.seq = f.seq "
            "ORDER BY p.seq",
            after=after,
            **values,
        )
        return [listing.claim(seq, body) for seq, body in rows]

    def count_claims(self, **filters: Any) -> int:
        """How many claims there are of those filters; see `claims`."""
        asked = Filters(**filters)
        where, values = claim_filters(self._dialect, asked, self._same_source(asked.origin))
        rows = self._rows(f"SELECT COUNT(*) FROM claim_versions v WHERE {_LAST} AND {where}", **values)
        return int(rows[0][0])

    def versions(self, key: str) -> list[StoredClaim]:
        """All versions of a claim, the first first."""
        rows = self._rows(f"{_CLAIMS} WHERE v.record = :key ORDER BY v.version", key=self._record(key))
        return [listing.claim(seq, body) for seq, body in rows]

    def orphans(self, run: int | None = None) -> list[StoredClaim]:
        """Claims whose last version says that a later reading (of the run) did not find them."""
        where = "AND v.run = :run" if run is not None else ""
        values = {"run": run} if run is not None else {}
        rows = self._rows(f"{_CLAIMS} WHERE {_LAST} AND v.state = 'orphaned' {where} ORDER BY v.seq", **values)
        return [listing.claim(seq, body) for seq, body in rows]

    def _record(self, key: str) -> str:
        """The record that a key means: its own, or that of the claim that was last read under this key."""
        rows = self._rows("SELECT key FROM records WHERE key = :key", key=key)
        rows = rows or self._rows(
            "SELECT record FROM claim_versions WHERE document = :document AND key = :key ORDER BY seq DESC LIMIT 1",
            document=key.rsplit(":", 2)[0],
            key=key,
        )
        return str(rows[0][0]) if rows else key

    def _current_payloads(self, document: str) -> list[tuple[int, Json]]:
        """The last version of each claim of a document, orphaned ones too, as stored, with its link."""
        rows = self._rows(f"{_CLAIMS} WHERE {_LAST} AND v.document = :document ORDER BY v.seq", document=document)
        return [(int(seq), json.loads(body)) for seq, body in rows]

    # --- documents ---

    def documents(
        self,
        *,
        text: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        path: str | None = None,
        content: str | None = None,
        status: str | None = None,
        language: str | None = None,
        published_from: date | str | None = None,
        published_to: date | str | None = None,
        limit: int | None = LIMIT,
        after: int = 0,
        offset: int = 0,
    ) -> list[StoredDocument]:
        """Documents. `text`: words of the title or the text; `content`: the hash of the bytes; `status`: of the last
        reading (read, unread, failed), or "new" for those that nobody has read yet.
        """
        equal = {"outlet": outlet, "url": url, "path": path, "content": content, "language": language}
        where, values = document_filters(self._dialect, text, equal, status, published_from, published_to)
        rows = self._rows(
            f"{_DOCUMENTS} WHERE {where} AND d.seq > :after ORDER BY d.seq{limited(limit, offset)}",
            after=after,
            **values,
        )
        return [listing.document(*row) for row in rows]

    def document(self, id: str) -> StoredDocument | None:
        rows = self._rows(f"{_DOCUMENTS} WHERE d.id = :id", id=id)
        return listing.document(*rows[0]) if rows else None

    def has_content(self, sha256: str) -> bool:
        """Whether these bytes were received once, even if their document was erased."""
        return bool(self._rows("SELECT 1 FROM contents WHERE sha256 = :sha256", sha256=sha256))

    def latest_at(self, where: str) -> StoredDocument | None:
        """The newest document that was obtained at this URL or path."""
        rows = self._rows(
            f"{_DOCUMENTS} WHERE d.seq = (SELECT MAX(seq) FROM documents WHERE url = :w OR path = :w OR id IN "
            '(SELECT document FROM captures WHERE "where" = :w))',
            w=where,
        )
        return listing.document(*rows[0]) if rows else None

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        """The texts of some documents."""
        wanted = list(ids)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), 500):
            rows = self._rows(
                "SELECT p.body FROM documents d JOIN payloads p ON p.seq = d.seq WHERE d.id IN :ids",
                ids=wanted[start : start + 500],
            )
            stored = [json.loads(body) for (body,) in rows]
            found |= {one["id"]: one["text"] for one in stored}
        return found

    def examples(self, ids: Iterable[str]) -> set[str]:
        """Those of the documents that are examples of the program's."""
        wanted = sorted(set(ids))
        found: set[str] = set()
        for start in range(0, len(wanted), 500):
            rows = self._rows(
                "SELECT id FROM documents WHERE example = 1 AND id IN :ids", ids=wanted[start : start + 500]
            )
            found |= {id for (id,) in rows}
        return found

    def reading(self, id: str) -> Reading:
        """The last reading of a document, rebuilt: the document, its passages, claims, leftovers and notes."""
        stored = self.document(id)
        if stored is None:
            raise self._gone(id)
        rows = self._rows(
            "SELECT p.body FROM readings r JOIN payloads p ON p.seq = r.seq "
            f"WHERE r.document = :id AND {_LAST_READING}",
            id=id,
        )
        return listing.reading(stored.document, rows[0][0] if rows else None, self.claims(document=id, limit=None))

    def _next_reading(self, document: str) -> int:
        rows = self._rows("SELECT COALESCE(MAX(version), 0) + 1 FROM readings WHERE document = :d", d=document)
        return int(rows[0][0])

    def captures(self, *, where: str | None = None, document: str | None = None) -> list[Capture]:
        """Every obtaining of a URL or path, or of a document."""
        conditions = ['"where" = :where'] * (where is not None) + ["document = :document"] * (document is not None)
        given = {"where": where, "document": document}
        rows = self._rows(
            "SELECT c.seq, p.body FROM captures c JOIN payloads p ON p.seq = c.seq WHERE "
            f"{' AND '.join(conditions) or '1 = 1'} ORDER BY c.seq",
            **{name: value for name, value in given.items() if value is not None},
        )
        return [listing.capture(*row) for row in rows]

    def last_capture(self, where: str) -> Capture | None:
        """The last obtaining of a URL or path."""
        rows = self._rows(
            "SELECT c.seq, p.body FROM captures c JOIN payloads p ON p.seq = c.seq "
            'WHERE c.seq = (SELECT MAX(seq) FROM captures WHERE "where" = :where)',
            where=where,
        )
        return listing.capture(*rows[0]) if rows else None

    # --- copies ---

    def candidates(self, bands: Iterable[tuple[int, int]], limit: int = 100) -> list[tuple[str, int]]:
        """Documents that share hashes of bands with a sketch, and how many; those with most first."""
        from reportedly.ledger.writing import signed

        pairs = {f"b{n}": band for n, band in enumerate(bands)}
        if not pairs:
            return []
        union = " UNION ALL ".join(
            f"SELECT document FROM sketches WHERE band = :{name} AND hash = :{name}h" for name in pairs
        )
        values = {name: band for name, (band, _) in pairs.items()}
        values |= {f"{name}h": signed(hashed) for name, (_, hashed) in pairs.items()}
        rows = self._rows(
            f"SELECT d.id, s.shared FROM (SELECT document, COUNT(*) AS shared FROM ({union}) AS u GROUP BY document "
            "ORDER BY COUNT(*) DESC, document LIMIT :most) AS s JOIN documents d ON d.seq = s.document "
            "ORDER BY s.shared DESC, d.seq",
            most=limit,
            **values,
        )
        return [(id, int(shared)) for id, shared in rows]

    def copies(
        self,
        *,
        document: str | None = None,
        kind: str | None = None,
        limit: int | None = LIMIT,
        after: int = 0,
        superseded: bool = False,
    ) -> list[Copy]:
        """Pairs of documents that share news; `document` is either of the two.

        The last comparison of each pair; with `superseded` all of them, also those that found no news in common.
        """
        where = ["c.seq > :after"]
        if not superseded:
            where.append(_LAST_COPY)
        values: dict[str, Any] = {"after": after}
        if document is not None:
            where.append(
                "c.seq IN (SELECT seq FROM copies WHERE document = :d UNION SELECT seq FROM copies WHERE other = :d)"
            )
            values["d"] = document
        if kind is not None:
            where.append("c.kind = :kind")
            values["kind"] = kind
        rows = self._rows(
            "SELECT c.seq, p.body FROM copies c JOIN payloads p ON p.seq = c.seq "
            f"WHERE {' AND '.join(where)} ORDER BY c.seq{limited(limit)}",
            **values,
        )
        return [listing.copy(*row) for row in rows]

    # --- leftovers, sources, decisions ---

    def leftovers(
        self, *, document: str | None = None, harm: str | None = None, limit: int | None = LIMIT, after: int = 0
    ) -> list[StoredLeftover]:
        """What the last reading of each document left over; a page never ends within a document."""
        filters = {"document": document, "harm": harm}
        given = {name: value for name, value in filters.items() if value is not None}
        where = "".join(f" AND l.{name} = :{name}" for name in given)
        rows = self._rows(
            'SELECT l.seq, l.document, l.start, l."end", l.words, l.harm, l.reason, r.run '
            f"FROM leftovers l JOIN readings r ON r.seq = l.seq WHERE {_LAST_READING} AND l.seq > :after{where} "
            f"ORDER BY l.seq, l.number{limited(limit)}",
            after=after,
            **given,
        )
        if limit is not None and len(rows) == limit:
            # The rest of the last document, so that `after` can go by whole ones.
            seq = rows[-1][0]
            kept = [row for row in rows if row[0] != seq]
            rows = [*kept, *self._leftovers_of(seq, where, given)]
        return [listing.leftover(*row) for row in rows]

    def _leftovers_of(self, seq: int, where: str, given: Mapping[str, Any]) -> Sequence[Any]:
        return self._rows(
            'SELECT l.seq, l.document, l.start, l."end", l.words, l.harm, l.reason, r.run '
            f"FROM leftovers l JOIN readings r ON r.seq = l.seq WHERE l.seq = :seq{where} ORDER BY l.number",
            seq=seq,
            **given,
        )

    def sources(
        self, *, text: str | None = None, kind: str | None = None, limit: int | None = LIMIT, after: int = 0
    ) -> list[StoredSource]:
        """Sources and parties as last described, with what decisions merged and how many claims are on their word."""
        where = ["s.seq > :after", "NOT EXISTS (SELECT 1 FROM sources n WHERE n.id = s.id AND n.seq > s.seq)"]
        values: dict[str, Any] = {"after": after}
        if kind is not None:
            where.append("s.kind = :kind")
            values["kind"] = kind
        if text is not None:
            where.append(
                "(LOWER(s.name) LIKE :like ESCAPE '!' OR s.id = :text OR EXISTS (SELECT 1 FROM source_aliases a "
                "WHERE a.seq = s.seq AND LOWER(a.alias) LIKE :like ESCAPE '!'))"
            )
            escaped = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
            values |= {"text": text, "like": f"%{escaped}%"}
        rows = self._rows(
            "SELECT s.seq, p.body FROM sources s JOIN payloads p ON p.seq = s.seq "
            f"WHERE {' AND '.join(where)} ORDER BY s.seq{limited(limit)}",
            **values,
        )
        found = [listing.source(*row) for row in rows]
        return listing.counted(found, self._heard([one.id for one in found]), self.merged_sources())

    def _heard(self, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """For each source how many claims have it as an origin, in how many documents."""
        if not ids:
            return {}
        rows = self._rows(
            "SELECT v.source, COUNT(*), COUNT(DISTINCT v.document) FROM claim_sources v "
            f"WHERE v.source IN :ids AND {_LAST} GROUP BY v.source",
            ids=list(ids),
        )
        return {id: (int(claims), int(documents)) for id, claims, documents in rows}

    def merged_sources(self) -> dict[str, str]:
        """Sources that decisions found to be another one: id → the id that stands for both."""
        rows = self._rows(
            "SELECT d.seq, p.body FROM decisions d JOIN payloads p ON p.seq = d.seq WHERE d.target = 'sources' "
            "AND NOT EXISTS (SELECT 1 FROM decisions n WHERE n.supersedes = d.seq) ORDER BY d.seq"
        )
        pairs = [tuple(json.loads(body)["keys"][:2]) for _, body in rows if json.loads(body)["verdict"] == "same"]
        return listing.merged(pairs)

    def _same_source(self, origin: str | None) -> list[str]:
        """The source of that id and all that are merged with it; none when there is no such source."""
        if origin is None:
            return []
        merged = self.merged_sources()
        head = merged.get(origin, origin)
        same = {head, origin, *(id for id, into in merged.items() if into == head)}
        rows = self._rows(
            "SELECT 1 FROM sources WHERE id IN :ids UNION ALL SELECT 1 FROM claim_sources WHERE source IN :ids LIMIT 1",
            ids=sorted(same),
        )
        return sorted(same) if rows else []

    def decisions(
        self, *, key: str | None = None, by: str | None = None, limit: int | None = LIMIT, after: int = 0
    ) -> list[Decision]:
        """Decisions about a key (a claim, document, source …), or of one person, the first first."""
        where = ["d.seq > :after"]
        values: dict[str, Any] = {"after": after}
        if key is not None:
            where.append("d.seq IN (SELECT seq FROM decision_keys WHERE key = :key)")
            values["key"] = key
        if by is not None:
            where.append("d.who = :who")
            values["who"] = by
        rows = self._rows(
            "SELECT d.seq, p.body, c.at FROM decisions d JOIN payloads p ON p.seq = d.seq "
            f"JOIN chain c ON c.seq = d.seq WHERE {' AND '.join(where)} ORDER BY d.seq{limited(limit)}",
            **values,
        )
        return [listing.decision(*row) for row in rows]

    def _superseded(self, ids: Iterable[int]) -> set[int]:
        wanted = list(ids)
        if not wanted:
            return set()
        rows = self._rows("SELECT supersedes FROM decisions WHERE supersedes IN :ids", ids=wanted)
        return {int(row[0]) for row in rows}

    # --- the ledger's own ---

    def failures(self, open: bool = True) -> list[Failure]:
        """Inputs that could not be taken in; all of them, or those that nobody has mended yet."""
        where = "WHERE s.failure IS NULL" if open else ""
        rows = self._rows(
            "SELECT f.seq, f.input, f.reason, f.run, c.at, s.run FROM failures f JOIN chain c ON c.seq = f.seq "
            f"LEFT JOIN resolutions s ON s.failure = f.seq {where} ORDER BY f.seq"
        )
        return [Failure(seq, input, why, run, coding.to_moment(at), by) for seq, input, why, run, at, by in rows]

    def runs(self) -> list[Run]:
        """Every run, the first first."""
        rows = self._rows(
            "SELECT r.seq, r.software, r.model, r.lexicon, r.gazetteer, r.command, c.at, f.at, e.summary FROM runs r "
            "JOIN chain c ON c.seq = r.seq LEFT JOIN run_ends e ON e.run = r.seq LEFT JOIN chain f ON f.seq = e.seq "
            "ORDER BY r.seq"
        )
        return [listing.run(*row) for row in rows]

    def erased(self) -> list[Erasure]:
        """The tombstones."""
        rows = self._rows(
            "SELECT DISTINCT e.seq, e.key, e.kind, e.reason, e.by, c.at FROM erasures e JOIN chain c ON c.seq = e.seq "
            "ORDER BY e.seq"
        )
        return [Erasure(key, kind, why, by, coding.to_moment(at), seq) for seq, key, kind, why, by, at in rows]

    def _erased(self, key: str) -> Erasure | None:
        if not self._rows("SELECT 1 FROM erasures LIMIT 1"):
            return None
        return next((erasure for erasure in self.erased() if erasure.key == key), None)

    def _gone(self, key: str) -> LedgerMissing:
        erasure = self._erased(key)
        if erasure is None:
            return LedgerMissing(f"{key}: nothing in the ledger has this key")
        return LedgerMissing(f"{key}: erased by {erasure.by} on {erasure.at.date()}: {erasure.reason}")

    def show(self, key: str) -> ShownClaim | ShownDocument | Erasure:
        """A claim or a document with all that bears on it, or the tombstone of one.

        Raises LedgerMissing when nothing has this key.
        """
        if versions := self.versions(key):
            return self._shown_claim(versions)
        if (stored := self.document(key)) is not None:
            return ShownDocument(
                stored,
                tuple(self.captures(document=key)),
                tuple(self.claims(document=key, limit=None)),
                tuple(self.leftovers(document=key, limit=None)),
                tuple(self.copies(document=key, limit=None)),
                tuple(self.decisions(key=key, limit=None)),
            )
        if (erasure := self._erased(key)) is not None:
            return erasure
        raise self._gone(key)

    def _shown_claim(self, versions: list[StoredClaim]) -> ShownClaim:
        claim = versions[-1]
        stored = self.document(claim.document)
        if stored is None:
            raise self._gone(claim.document)
        sentence, whole = claim.claim.sentence, stored.document.text
        rows = self._rows(
            "SELECT DISTINCT c.seq, p.body FROM copies c JOIN payloads p ON p.seq = c.seq JOIN copied_claims k "
            f"ON k.seq = c.seq WHERE (k.claim = :key OR k.other = :key) AND {_LAST_COPY} ORDER BY c.seq",
            key=claim.key,
        )
        return ShownClaim(
            claim,
            stored,
            tuple(versions),
            tuple(self.decisions(key=claim.key, limit=None)),
            tuple(listing.copy(*row) for row in rows),
            whole[max(0, sentence.start - CONTEXT) : sentence.start],
            whole[sentence.end : sentence.end + CONTEXT],
        )

    def statistics(self) -> dict[str, int]:
        """How many rows each table has, in the order of the tables."""
        names = ("contents", "captures", "documents", "readings", "records", "claim_versions", "mentions", "leftovers")
        others = ("copies", "sources", "decisions", "failures", "runs", "chain")
        return {name: int(self._rows(f"SELECT COUNT(*) FROM {name}")[0][0]) for name in (*names, *others)}
