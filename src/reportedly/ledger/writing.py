"""One transaction that adds to the ledger. Links and rows gather here and go to the database together."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection

from reportedly import interchange
from reportedly.errors import LedgerConflict, LedgerError, LedgerMissing
from reportedly.ledger import chaining, coding, projecting, searching, sketching
from reportedly.ledger.asking import statement
from reportedly.ledger.filing import TO_FILE, TO_GROUP, Filing
from reportedly.ledger.minting import Minting
from reportedly.ledger.querying import Queries
from reportedly.ledger.records import (
    Capture,
    Change,
    Changes,
    Content,
    Copy,
    Decision,
    Erasure,
    Head,
    Run,
    StoredSource,
)
from reportedly.ledger.schema import metadata
from reportedly.model import Claim, Document, Reading

Json = Any
READ, UNREAD, FAILED = "read", "unread", "failed"
ORPHANED = "orphaned"

_AGAIN = {
    "sketches": " ON CONFLICT DO NOTHING",
    "evidence": " ON CONFLICT (document) DO UPDATE SET waiting = EXCLUDED.waiting",
}

# Rows held back before they are sent: enough for bulk, few enough for memory.
_HELD = 20_000


def bare_insertion(dialect: str, table: str) -> str:
    """The statement that takes the values of a whole row."""
    columns = [column.name for column in metadata.tables[table].columns]
    names = ", ".join(f'"{name}"' for name in columns)
    mark = "%s" if dialect == "postgresql" else "?"
    # A document may be sketched again, and be read again; everything else is added once.
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))}){_AGAIN.get(table, '')}"


class Batch(Minting, Filing, Queries):
    """Everything that is added between two commits. See the package's docstring for what there is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        self.at = coding.moment(datetime.now(UTC))
        self._held: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._count = 0
        self._new_documents: dict[str, int] = {}
        self._new_contents: set[str] = set()
        self._read: set[str] = set()
        self._sketched: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._tombs: dict[str, Erasure] | None = None
        last: Any = connection.exec_driver_sql("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1").first()
        self._seq = int(last[0]) if last else 0
        self._previous = bytes(last[1]) if last else chaining.START

    # --- the chain ---

    def head(self) -> Head:
        """The end of the chain as it would be if the batch ended here."""
        return Head(self._seq, self._previous.hex())

    def append(self, kind: str, payload: Json) -> int:
        """Adds one link with its payload and the rows made from it; its number."""
        body = chaining.canonical(payload)
        seq, salt = self._seq + 1, os.urandom(16)
        committed = chaining.commitment(salt, body)
        hashed = chaining.link(self._previous, seq, kind, self.at, committed)
        lines = projecting.rows(kind, seq, payload, body)
        held = self._held
        held["chain"].append((seq, kind, self.at, committed, self._previous, hashed))
        held["payloads"].append((seq, salt, body))
        for table, values in lines:
            held[table].append(values)
        self._seq, self._previous = seq, hashed
        self._counted(2 + len(lines))
        return seq

    def _hold(self, table: str, values: tuple[Any, ...]) -> None:
        self._held[table].append(values)
        self._counted(1)

    def _counted(self, rows: int) -> None:
        self._count += rows
        if self._count > _HELD:
            self.flush()

    def flush(self) -> None:
        """Sends what is held to the database; it is in the ledger when the batch ends."""
        held, self._held, self._count = self._held, defaultdict(list), 0
        for table in _ORDER:
            if lines := held.get(table):
                made = searching.insertion if table in searching.COLUMNS else bare_insertion
                self._connection.exec_driver_sql(made(self._dialect, table), lines)

    def _ask(self, sql: str, values: Mapping[str, Any]) -> Sequence[Any]:
        self.flush()
        return self._connection.execute(statement(sql, values), values).all()

    # --- runs ---

    def add_run(self, run: Run) -> int:
        names = ("software", "model", "lexicon", "gazetteer", "command")
        return self.append("run", {name: getattr(run, name) for name in names})

    def end_run(self, run: int, summary: Mapping[str, object] | None) -> int:
        return self.append("run_end", {"run": run, "summary": dict(summary) if summary is not None else None})

    # --- what was received ---

    def add_content(self, content: Content) -> bool:
        """Notes bytes and where they are kept. False: they are known."""
        if content.sha256 in self._new_contents or self._known("contents", "sha256", content.sha256):
            return False
        names = ("sha256", "size", "media_type", "path", "warc", "offset")
        self.append("content", {name: getattr(content, name) for name in names})
        self._new_contents.add(content.sha256)
        return True

    def add_capture(self, capture: Capture) -> int:
        """Notes one obtaining of bytes."""
        names = ("content", "where", "how", "document", "status", "warc", "offset", "record_id")
        payload = {name: getattr(capture, name) for name in names}
        payload |= {"at": coding.moment(capture.at), "headers": dict(capture.headers)}
        return self.append("capture", payload)

    def has_document(self, id: str) -> bool:
        return id in self._new_documents or self._known("documents", "id", id)

    def add_document(self, document: Document, *, replaces: str | None = None) -> bool:
        """Adds a document. False: it is there already, with the same bytes and text.

        Raises LedgerConflict when its id stands for something else, LedgerMissing when `replaces` is not there.
        """
        digest = projecting.text_sha256(document.text)
        if self.has_document(document.id):
            there = self._rows("SELECT content, text_sha256 FROM documents WHERE id = :id", id=document.id)
            if tuple(there[0]) != (document.sha256, digest):
                raise LedgerConflict(f"{document.id}: the ledger has another document of this id")
            return False
        if self._tombs is None:
            self._tombs = {erasure.key: erasure for erasure in self.erased()}
        if (erasure := self._tombs.get(document.id)) is not None:
            raise LedgerConflict(f"{document.id}: was erased by {erasure.by} on {erasure.at.date()}; it stays out")
        if document.sha256 not in self._new_contents and not self._known("contents", "sha256", document.sha256):
            raise LedgerMissing(f"{document.id}: its content {document.sha256} is not in the ledger; add that first")
        if replaces is not None and not self.has_document(replaces):
            raise LedgerMissing(f"{document.id} replaces {replaces}, which is not in the ledger")
        payload = coding.document_to(document) | {"text_sha256": digest, "replaces": replaces}
        seq = self.append("document", payload)
        self._hold("document_words", (seq, *searching.document_words(payload)))
        self._new_documents[document.id] = seq
        return True

    def add_sketch(self, document: str, bands: Iterable[tuple[int, int]]) -> None:
        """Adds hashes (64 bits) by band under which `candidates` finds the document."""
        seq = self._seq_of(document)
        for band, hashed in bands:
            row = (band, signed(hashed))
            self._hold("sketches", (*row, seq))
            self._sketched[row].append(seq)

    def has_sketch(self, document: str) -> bool:
        """Whether `candidates` can find the document; one that was never read has no sketch."""
        return self._known("sketches", "document", self._seq_of(document))

    def holders(self, bands: Iterable[tuple[int, int]], first: int) -> list[tuple[int, ...]]:
        """For each row of a sketch that anybody holds, its `first` holders in the order of the ledger, as numbers.

        Those of this batch are among them; see `document_ids` for who they are.
        """
        rows = [(band, signed(hashed)) for band, hashed in bands]
        found = sketching.holders(self._connection, rows, first)
        both = (dict.fromkeys((*held, *self._sketched.get(row, ()))) for row, held in zip(rows, found, strict=True))
        return [tuple(held)[:first] for held in both if held]

    def document_ids(self, seqs: Iterable[int]) -> list[str]:
        """The documents of some numbers, in their order."""
        wanted = list(seqs)
        new = {seq: id for id, seq in self._new_documents.items()}
        if old := [seq for seq in wanted if seq not in new]:
            new |= sketching.ids(self._connection, old)
        return [new[seq] for seq in wanted]

    # --- what was read ---

    def add_reading(
        self,
        reading: Reading,
        run: int,
        *,
        pairs: Mapping[str, str] | None = None,
    ) -> Changes:
        """Adds what was read from a document that is in the ledger: the first reading of it, or a later one.

        `pairs` (new key → old key) files a claim under the record of an earlier one that is the same in other words.
        """
        document = reading.document.id
        first = self._is_new(document)
        before: dict[str, Json] = {}
        if not first:
            before = {one["record"]: one | {"after": seq} for seq, one in self._current_payloads(document)}
        version = 1 if first else self._next_reading(document)
        claims = _filed(reading.claims, pairs or {}, before)
        payload = {
            "document": document,
            "version": version,
            "run": run,
            "status": READ,
            "reason": None,
            "claims": list(claims),
            "passages": [coding.passage_to(passage) for passage in reading.passages],
            "leftovers": [coding.leftover_to(leftover) for leftover in reading.leftovers],
            "notes": list(reading.notes),
        }
        self.append("reading", payload)
        self._hold("evidence", (projecting.clean(document), TO_FILE, "[]"))
        changes = [self._add_claim(claim, record, before.get(record), reading, run) for record, claim in claims.items()]
        found = [change for change in changes if change is not None]
        for record, old in before.items():
            if record not in claims and old["state"] != ORPHANED:
                self._append_claim(old | {"version": old["version"] + 1, "state": ORPHANED, "run": run})
                found.append(Change(record, ORPHANED))
        reopened = () if first else self._reopened(found)
        return Changes(document, tuple(found), len(changes) - sum(one is not None for one in changes), reopened)

    def add_unread(self, document: str, run: int, language: str | None) -> int:
        """Notes that a document waits for a reader of its language."""
        return self._unread(document, run, UNREAD, f"language {language}" if language else "language not known")

    def add_unreadable(self, document: str, run: int, reason: str) -> int:
        """Notes that reading a document failed."""
        return self._unread(document, run, FAILED, reason)

    def _unread(self, document: str, run: int, status: str, reason: str) -> int:
        version = 1 if self._is_new(document) else self._next_reading(document)
        payload = {"document": document, "version": version, "run": run, "status": status, "reason": reason}
        return self.append("reading", payload | {"claims": [], "passages": [], "leftovers": [], "notes": []})

    def _add_claim(self, claim: Claim, record: str, old: Json | None, reading: Reading, run: int) -> Change | None:
        """A version of the claim, where it differs from the last one."""
        row = interchange.row(claim, reading.document)
        payload = {
            "record": record,
            "version": old["version"] + 1 if old else 1,
            "after": old["after"] if old else None,
            "state": READ,
            "run": run,
            "row": row,
            "claim": coding.claim_to(claim, reading.document.text),
        }
        if old is None:
            self._append_claim(payload)
            return Change(record, "added")
        # The stored one has been through JSON, where tuples are lists and enumerations are text.
        plain = json.loads(chaining.canonical(payload))
        if all(plain[name] == old[name] for name in ("state", "row", "claim")):
            return None
        self._append_claim(payload)
        digests, earlier = plain["row"]["digest"], old["row"]["digest"]
        fields = tuple(name for name in digests if digests[name] != earlier.get(name))
        paired = record if claim.key != record else None
        return Change(claim.key, "returned" if old["state"] == ORPHANED else "changed", fields, paired)

    def _append_claim(self, payload: Json) -> None:
        seq = self.append("claim", payload)
        self._hold("claim_words", (seq, *searching.claim_words(payload)))

    def _reopened(self, changes: Sequence[Change]) -> tuple[int, ...]:
        """The decisions that stand and judged a field that has changed."""
        found = set()
        for change in changes:
            for decision in self.decisions(key=change.paired or change.key, limit=None) if change.fields else ():
                if set(change.fields) & set(decision.digests):
                    found.add(decision.id)
        superseded = self._superseded(found)
        return tuple(sorted(found - superseded))

    # --- what people and comparisons say ---

    def add_copy(self, copy: Copy) -> int:
        payload = {
            "document": copy.document,
            "other": copy.other,
            "kind": copy.kind,
            "why": copy.why,
            "share": copy.share,
            "spans": [[[one.start, one.end], [other.start, other.end]] for one, other in copy.spans],
            "claims": [[pair.claim, pair.other, pair.relation, pair.why] for pair in copy.claims],
            "run": copy.run,
        }
        for id in (copy.document, copy.other):
            if not self.has_document(id):
                raise LedgerMissing(f"{id}: no such document in the ledger")
            self._hold("evidence", (projecting.clean(id), TO_FILE, "[]"))
        return self.append("copy", payload)

    def has_source(self, id: str) -> bool:
        """Whether a source is listed. One that was added to this batch is known to whoever added it."""
        return self._known("sources", "id", id)

    def add_source(self, source: StoredSource) -> int:
        """Adds a source, or a newer description of it under the same id."""
        names = ("id", "name", "kind", "country", "known", "document")
        payload = {name: getattr(source, name) for name in names}
        payload["kind"] = str(source.kind)
        return self.append("source", payload | {"aliases": list(source.aliases), "party_to": list(source.party_to)})

    def add_decision(self, decision: Decision) -> int:
        """Adds a decision; its id. It supersedes the one that it names, which stays."""
        if not decision.keys or not decision.who:
            raise LedgerError("a decision names what it is about and who took it")
        self.flush()
        if decision.supersedes is not None and not self._known("decisions", "seq", decision.supersedes):
            raise LedgerMissing(f"decision {decision.supersedes} is not in the ledger")
        span = decision.span
        names = ("target", "field", "verdict", "value", "who", "why", "supersedes")
        payload = {name: getattr(decision, name) for name in names}
        payload |= {"keys": list(decision.keys), "digests": dict(decision.digests)}
        self._judged(decision)
        return self.append("decision", payload | {"span": [span.start, span.end] if span else None})

    def _judged(self, decision: Decision) -> None:
        """What a decision is about is to be grouped anew."""
        if decision.target in ("claim", "claims", "documents"):
            documents = {*decision.keys, *self.documents_of(decision.keys).values()}
            self.set_waiting(documents, TO_FILE if decision.target == "documents" else TO_GROUP)

    def add_failure(self, input: str, reason: str, run: int) -> int:
        """Notes an input that could not be taken in, and why."""
        return self.append("failure", {"input": input, "reason": reason, "run": run})

    def resolve_failure(self, failure: int, run: int) -> None:
        """Notes that a failed input went well. Saying so twice changes nothing."""
        self.flush()
        if not self._known("resolutions", "failure", failure):
            self.append("resolution", {"failure": failure, "run": run})

    # --- what is there ---

    def _is_new(self, document: str) -> bool:
        """Whether the document came in with this batch and is read for the first time: nothing need be looked up."""
        if document not in self._new_documents and not self._known("documents", "id", document):
            raise LedgerMissing(f"{document}: no such document in the ledger")
        new = document in self._new_documents and document not in self._read
        self._read.add(document)
        return new

    def _seq_of(self, document: str) -> int:
        if document in self._new_documents:
            return self._new_documents[document]
        found = self._rows("SELECT seq FROM documents WHERE id = :id", id=document)
        if not found:
            raise LedgerMissing(f"{document}: no such document in the ledger")
        return int(found[0][0])

    def _known(self, table: str, column: str, value: object) -> bool:
        values = (projecting.clean(value),)
        if self._dialect == "sqlite":
            # Several times a document: SQLAlchemy would take most of the time.
            driver: Any = self._connection.connection.driver_connection
            found = driver.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", values).fetchone()
        else:
            query = f"SELECT 1 FROM {table} WHERE {column} = %s LIMIT 1"
            found = self._connection.exec_driver_sql(query, values).first()
        return found is not None


def _filed(claims: Sequence[Claim], pairs: Mapping[str, str], before: Mapping[str, Json]) -> dict[str, Claim]:
    """The claims of a reading by the key of the record that each is filed under."""
    # A claim that was paired once stands under a key now that is not its record's.
    known = {old["row"]["key"]: record for record, old in before.items()}
    keys = {claim.key for claim in claims}
    filed: dict[str, Claim] = {}
    for claim in claims:
        record = pairs.get(claim.key) or known.get(claim.key, claim.key)
        if claim.key in pairs and record not in before:
            raise LedgerMissing(f"{claim.key} is paired with {record}, which is no claim of {claim.document}")
        if (
            record in before
            and record == claim.key != before[record]["row"]["key"]
            and before[record]["row"]["key"] in keys
        ):
            # The record of this name went on under another key, which is still read: this one is a new claim.
            record = next(name for n in count(2) if (name := f"{claim.key}~{n}") not in before)
        if record in filed:
            raise LedgerConflict(f"{claim.document}: two claims of the key {record}")
        filed[record] = claim
    return filed


def signed(hashed: int) -> int:
    """64 bits as the whole number that a column holds.

    >>> signed(2**64 - 1), signed(7)
    (-1, 7)
    """
    return hashed - 2**64 if hashed >= 2**63 else hashed


# Links first, then what points at them.
_ORDER = (
    "chain",
    "payloads",
    *(name for name in metadata.tables if name not in ("chain", "payloads")),
    *searching.COLUMNS,
)
