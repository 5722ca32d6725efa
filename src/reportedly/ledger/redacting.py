"""Erasing: payloads and all that was made from them go, the links stay, and a tombstone says who did it and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, text

from reportedly.errors import LedgerError
from reportedly.ledger import coding, engines, searching
from reportedly.ledger.records import Erasure, Redaction
from reportedly.ledger.schema import DERIVED, ERASABLE
from reportedly.ledger.writing import Batch

# Which words of which kind of link stand in the full text.
_INDEXED = {"document": ("document_words", searching.document_words), "claim": ("claim_words", searching.claim_words)}


def redact(engine: Engine, key: str, reason: str, by: str) -> Redaction:
    if not reason.strip() or not by.strip():
        raise LedgerError("a redaction names its reason and who does it")
    with engines.writing(engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        batch = Batch(connection)
        kind, seqs = _meant(batch, key)
        if not seqs:
            raise batch._gone(key)
        claims, events = _grouped(batch, kind, key)
        beside = {member.claim for member in batch.memberships(events=events)} - set(claims)
        notes = _notes(batch, kind, key)
        notes += [f"the event {event} spoke of it too; group the events again" for event in events]
        payload = {"erased": seqs, "key": key, "kind": kind, "reason": reason, "by": by}
        tomb = batch.append("erasure", payload)
        batch.flush()
        _forget(connection, seqs)
        for table in ERASABLE:
            _run(connection, f"DELETE FROM {table} WHERE seq IN :keys", seqs)
        if kind == "document":
            _run(connection, "DELETE FROM sketches WHERE document IN :keys", seqs)
        _run(connection, "DELETE FROM memberships WHERE claim IN :keys", claims)
        _run(connection, "DELETE FROM blocks WHERE claim IN :keys", [*claims, key])
        if kind == "document":
            _run(connection, "DELETE FROM evidence WHERE document IN :keys", [key])
        # What was filed of an erased claim goes at once; what it spoke of is grouped anew.
        elif kind == "claim":
            _run(connection, "UPDATE evidence SET body = '[]', waiting = 2 WHERE document IN :keys", [_document(key)])
        batch.set_waiting(batch.documents_of(beside).values())
        _run(connection, "DELETE FROM event_facts WHERE event IN :keys", events)
        at = coding.to_moment(batch.at)
    _sweep(engine)
    return Redaction(Erasure(key, kind, reason, by, at, tomb), len(seqs), tuple(notes))


def reindex(engine: Engine) -> None:
    with engines.writing(engine) as connection:
        for kind, (table, words) in _INDEXED.items():
            empty = f"INSERT INTO {table} ({table}) VALUES ('delete-all')"
            connection.exec_driver_sql(empty if connection.dialect.name == "sqlite" else f"DELETE FROM {table}")
            last = 0
            query = text(
                "SELECT c.seq, p.body FROM chain c JOIN payloads p ON p.seq = c.seq "
                "WHERE c.kind = :kind AND c.seq > :last ORDER BY c.seq LIMIT 500"
            )
            while rows := connection.execute(query, {"kind": kind, "last": last}).all():
                lines = [(seq, *words(json.loads(body))) for seq, body in rows]
                connection.exec_driver_sql(searching.insertion(connection.dialect.name, table), lines)
                last = rows[-1][0]


def _meant(batch: Batch, key: str) -> tuple[str, list[int]]:
    """The kind of thing that the key names, and its links."""
    about = "SELECT seq FROM decision_keys WHERE key IN "
    questions = {
        "document": (
            "SELECT seq FROM documents WHERE id = :key UNION SELECT seq FROM readings WHERE document = :key "
            "UNION SELECT seq FROM claim_versions WHERE document = :key UNION SELECT seq FROM captures "
            "WHERE document = :key "
            f"UNION {about}(SELECT key FROM records WHERE document = :key "
            "UNION SELECT id FROM documents WHERE id = :key)"
        ),
        "claim": f"SELECT seq FROM claim_versions WHERE record = :key UNION {about}(:key)",
        "source": f"SELECT seq FROM sources WHERE id = :key UNION {about}(:key)",
        "decision": "SELECT seq FROM decisions WHERE 'decision:' || seq = :key",
    }
    there = {
        "document": "SELECT 1 FROM documents WHERE id = :key",
        "claim": "SELECT 1 FROM claim_versions WHERE record = :key LIMIT 1",
        "source": "SELECT 1 FROM sources WHERE id = :key LIMIT 1",
        "decision": "SELECT 1 FROM decisions WHERE 'decision:' || seq = :key",
    }
    for kind, question in there.items():
        if batch._rows(question, key=key):
            return kind, sorted(int(row[0]) for row in batch._rows(questions[kind], key=key))
    return "nothing", []


def _grouped(batch: Batch, kind: str, key: str) -> tuple[list[str], list[str]]:
    """The claims that go, and the events whose facts may repeat what these say."""
    if kind not in ("document", "claim"):
        return [], []
    column = "document" if kind == "document" else "key"
    claims = [str(claim) for (claim,) in batch._rows(f"SELECT key FROM records WHERE {column} = :key", key=key)]
    return claims, sorted({member.event for member in batch.memberships(claims=claims)})


def _document(claim: str) -> str:
    return claim.rsplit(":", 2)[0]


def _notes(batch: Batch, kind: str, key: str) -> list[str]:
    """Where what is erased here may still stand."""
    if kind == "claim":
        document = _document(key)
        return [f"the text of {document} still holds the words of this claim; redact {document} to erase them"]
    if kind != "document":
        return []
    notes = []
    kept = batch._rows(
        'SELECT DISTINCT c.path, c.warc, c."offset" FROM contents c JOIN documents d ON d.content = c.sha256 '
        "WHERE d.id = :key",
        key=key,
    )
    for path, warc, offset in kept:
        if path or warc:
            notes.append(
                f"its bytes are still in {f'{warc} at {offset}' if warc else path}; the ledger does not touch files"
            )
    pairs = batch._rows(
        "SELECT other FROM copies WHERE document = :key UNION SELECT document FROM copies WHERE other = :key", key=key
    )
    notes += [f"{other} has text in common with it" for (other,) in pairs]
    found = batch._rows("SELECT DISTINCT id FROM sources WHERE document = :key AND known = 0", key=key)
    return notes + [f"the source {id} was first named in it" for (id,) in found]


def _forget(connection: Connection, seqs: list[int]) -> None:
    """Takes the words out of the full text, while the payloads still say which they are."""
    query = text(
        "SELECT c.seq, c.kind, p.body FROM chain c JOIN payloads p ON p.seq = c.seq WHERE c.seq IN :seqs "
        "AND c.kind IN ('document', 'claim')"
    ).bindparams(bindparam("seqs", expanding=True))
    for start in range(0, len(seqs), 500):
        for seq, kind, body in connection.execute(query, {"seqs": seqs[start : start + 500]}).all():
            table, words = _INDEXED[kind]
            searching.forget(connection, table, seq, words(json.loads(body)))


def _run(connection: Connection, sql: str, keys: Sequence[int | str]) -> None:
    made = text(sql).bindparams(bindparam("keys", expanding=True))
    for start in range(0, len(keys), 500):
        connection.execute(made, {"keys": keys[start : start + 500]})


def _sweep(engine: Engine) -> None:
    """Makes the databases let go of what was deleted: old index segments, the write-ahead log, dead rows."""
    tables: list[Any] = [*searching.COLUMNS]
    with engines.told(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            for table in (*ERASABLE, *tables, *DERIVED):
                connection.exec_driver_sql(f"VACUUM {table}")
            return
    with engines.writing(engine) as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        for table in tables:
            connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        raw.close()
