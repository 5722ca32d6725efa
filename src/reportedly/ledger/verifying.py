"""Recomputes a ledger from its links: hashes, payloads, every column made from them, words against text, references."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, inspect, text

from reportedly.ledger import chaining, coding, guarding, migrating, projecting
from reportedly.ledger.records import Content, Erasure, Head, Problem, Verification
from reportedly.ledger.schema import PROJECTIONS, of_version

Json = Any
Line = tuple[Any, ...]

# Links looked at together.
_AT_ONCE = 1000
# Texts kept at hand; a reading follows its document closely, a later one does not.
_TEXTS = 500
# Enough to see what happened; a ledger with more is broken beyond naming each.
MOST_PROBLEMS = 1000

# What one table names must be in another, unless it was erased.
_REFERENCES = (
    ("documents", "content", "contents", "sha256"),
    ("documents", "replaces", "documents", "id"),
    ("captures", "content", "contents", "sha256"),
    ("captures", "document", "documents", "id"),
    ("readings", "document", "documents", "id"),
    ("readings", "run", "runs", "seq"),
    ("records", "document", "documents", "id"),
    ("claim_versions", "record", "records", "key"),
    ("claim_versions", "run", "runs", "seq"),
    ("copies", "document", "documents", "id"),
    ("copies", "other", "documents", "id"),
    ("run_ends", "run", "runs", "seq"),
    ("failures", "run", "runs", "seq"),
    ("resolutions", "failure", "failures", "seq"),
    ("resolutions", "run", "runs", "seq"),
    ("decisions", "supersedes", "decisions", "seq"),
    ("events", "anchor", "records", "key"),
    ("events", "run", "runs", "seq"),
    ("event_moves", "event", "events", "id"),
    ("event_moves", "other", "events", "id"),
    ("event_moves", "run", "runs", "seq"),
)
# An event's anchor goes with the document that it was read from: the tombstone has the document's name.
_GONE_WITH = {("events", "anchor"): "document"}


def verify(
    connection: Connection,
    head: str | None,
    read_bytes: Callable[[Content], bytes | None] | None,
    progress: Callable[[int, int], None] | None,
) -> Verification:
    return _Check(connection, read_bytes).run(head, progress)


class _Check:
    def __init__(self, connection: Connection, read_bytes: Callable[[Content], bytes | None] | None) -> None:
        self._connection = connection
        self._read_bytes = read_bytes
        self._problems: list[Problem] = []
        self._notes: list[str] = []
        self._texts: OrderedDict[str, str | None] = OrderedDict()
        # An older ledger is held to the tables that it has by its version.
        self._version = migrating.revision(connection) or migrating.NEWEST
        names = of_version(_TABLES, self._version)
        there = set(inspect(connection).get_table_names())
        self._tables = [_TABLES[name] for name in names if name in there]
        for name in sorted({*names, "chain", "payloads"} - there):
            self._problem(None, name, "the table is gone")

    def run(self, head: str | None, progress: Callable[[int, int], None] | None) -> Verification:
        total = self._connection.execute(text("SELECT COUNT(*) FROM chain")).scalar() or 0
        end, hashes_seen, done = chaining.START, head is None, 0
        last = 0
        for links in self._links():
            rows = self._stored(last + 1, links[-1][0])
            for seq, kind, at, committed, previous, hashed, salt, body, erased in links:
                if seq != last + 1:
                    self._problem(last + 1, "chain", f"{seq - last - 1} links are missing before link {seq}")
                end = self._link(end, seq, kind, at, committed, previous, hashed)
                hashes_seen = hashes_seen or hashed.hex() == head
                self._payload(seq, kind, committed, salt, body, erased is not None, rows.pop(seq, {}))
                last, done = seq, done + 1
            for seq, tables in rows.items():
                self._problem(seq, ", ".join(tables), "rows of a link that is not in the chain")
            if progress:
                progress(done, total)
        self._strays(last)
        if not hashes_seen:
            self._problem(last, "chain", f"the head {head} is not in it: its tail was cut off, or it was rewritten")
        self._references()
        self._members()
        self._guards()
        problems = sorted(self._problems, key=lambda problem: (problem.seq is None, problem.seq or 0))
        return Verification(done, Head(last, end.hex()), tuple(problems), self._erasures(), tuple(self._notes))

    def _problem(self, seq: int | None, where: str, what: str) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(Problem(seq, where, what))

    # --- the chain ---

    def _links(self) -> Iterator[list[Any]]:
        last: int | None = None
        query = (
            "SELECT c.seq, c.kind, c.at, c.commitment, c.previous, c.hash, p.salt, p.body, e.erased FROM chain c "
            "LEFT JOIN payloads p ON p.seq = c.seq LEFT JOIN erasures e ON e.erased = c.seq "
            "WHERE c.seq > :last ORDER BY c.seq LIMIT :most"
        )
        while links := self._connection.execute(
            text(query), {"last": -(2**62) if last is None else last, "most": _AT_ONCE}
        ).all():
            yield [[*row[:3], *(None if one is None else _bytes(one) for one in row[3:7]), *row[7:]] for row in links]
            last = links[-1][0]

    def _link(
        self, end: bytes, seq: int, kind: str, at: str, committed: bytes, previous: bytes, hashed: bytes
    ) -> bytes:
        if previous != end:
            self._problem(seq, "chain.previous", "does not follow the link before it")
        if chaining.link(previous, seq, kind, at, committed) != hashed:
            self._problem(seq, "chain", "the link's hash is not that of its contents")
        # On from what stands there, so that one broken link does not break all that follow.
        return hashed

    def _payload(
        self,
        seq: int,
        kind: str,
        committed: bytes,
        salt: bytes | None,
        body: str | None,
        erased: bool,
        there: dict[str, list[Line]],
    ) -> None:
        if body is None or salt is None:
            if not erased:
                self._problem(seq, "payloads", f"the payload of this {kind} is gone, and nobody erased it")
            elif there:
                self._problem(seq, ", ".join(there), "rows of an erased link")
            return
        if erased:
            self._problem(seq, "payloads", f"the payload of this {kind} is there, though it is said to be erased")
        if not isinstance(body, str) or chaining.commitment(salt, body) != committed:
            self._problem(seq, "payloads", f"the payload of this {kind} is not the one that was added")
            return
        if kind not in projecting.kinds():
            self._problem(seq, "chain.kind", f"{kind!r} is no kind of link")
            return
        payload = json.loads(body)
        self._rows(seq, projecting.rows(kind, seq, payload, body), there)
        self._words(seq, kind, payload)

    # --- the columns ---

    def _stored(self, first: int, last: int) -> dict[int, dict[str, list[Line]]]:
        """The rows of all tables between two links, by link and table."""
        found: dict[int, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
        for table in self._tables:
            key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            query = f"SELECT {names} FROM {table.name} WHERE seq BETWEEN :first AND :last ORDER BY {key}"
            place = list(table.columns.keys()).index("seq")
            for row in self._connection.execute(text(query), {"first": first, "last": last}):
                found[row[place]][table.name].append(tuple(row))
        return found

    def _rows(self, seq: int, expected: Sequence[tuple[str, Line]], there: dict[str, list[Line]]) -> None:
        wanted: dict[str, list[Line]] = defaultdict(list)
        for table, line in expected:
            wanted[table].append(line)
        for table in {*wanted, *there}:
            ours, theirs = wanted.get(table, []), there.get(table, [])
            if ours == theirs:
                continue
            if len(ours) != len(theirs):
                self._problem(seq, table, f"{len(theirs)} rows where {len(ours)} were added")
                continue
            for one, other in zip(ours, theirs, strict=True):
                self._columns(seq, _TABLES[table], one, other)

    def _columns(self, seq: int, table: Table, ours: Line, theirs: Line) -> None:
        for column, one, other in zip(table.columns, ours, theirs, strict=True):
            if one != other:
                self._problem(seq, f"{table.name}.{column.name}", f"is {_short(other)}, and {_short(one)} was added")

    def _strays(self, last: int) -> None:
        for table in self._tables:
            query = f"SELECT COUNT(*), MIN(seq) FROM {table.name} WHERE seq > :last OR seq < 1 OR seq IS NULL"
            count, first = self._connection.execute(text(query), {"last": last}).one()
            if count:
                self._problem(first, table.name, f"{count} rows of links that are not in the chain")
        query = "SELECT COUNT(*), MIN(seq) FROM payloads WHERE seq NOT IN (SELECT seq FROM chain)"
        count, first = self._connection.execute(text(query)).one()
        if count:
            self._problem(first, "payloads", f"{count} payloads of links that are not in the chain")

    # --- words ---

    def _words(self, seq: int, kind: str, payload: Json) -> None:
        if kind == "document":
            self._keep(payload["id"], payload["text"])
            if projecting.text_sha256(payload["text"]) != payload["text_sha256"]:
                self._problem(seq, f"text of {payload['id']}", "is not the text of its hash")
        elif kind == "content" and self._read_bytes is not None:
            self._bytes(seq, payload)
        elif kind in ("reading", "claim"):
            document = payload["document"] if kind == "reading" else payload["row"]["document"]
            whole = self._text(document)
            if whole is None:
                self._problem(seq, kind, f"its document {document} is not there")
            elif kind == "reading":
                self._leftovers(seq, payload, whole)
            else:
                self._mentions(seq, payload, whole)

    def _leftovers(self, seq: int, payload: Json, whole: str) -> None:
        for start, end, words, _, _ in payload["leftovers"]:
            if whole[start:end] != words:
                self._problem(
                    seq, f"leftover at {start}", f"is {_short(words)}, the text has {_short(whole[start:end])}"
                )
        for start, end, *_ in payload["passages"]:
            if not 0 <= start < end <= len(whole):
                self._problem(seq, f"passage at {start}", "stands outside its text")

    def _mentions(self, seq: int, payload: Json, whole: str) -> None:
        row, claim = payload["row"], payload["claim"]
        start, end = claim["sentence"]
        if whole[start:end] != row["quote"]:
            self._problem(seq, f"quote of {row['key']}", "is not what the text has there")
        for field, (_, spans, _, words) in coding.mentions(claim):
            if (
                any(not 0 <= start < end <= len(whole) for start, end in spans)
                or coding.words_of(spans, whole) != words
            ):
                self._problem(seq, f"{field} of {row['key']}", f"{_short(words)} is not what the text has there")

    def _keep(self, document: str, whole: str | None) -> None:
        self._texts[document] = whole
        if len(self._texts) > _TEXTS:
            self._texts.popitem(last=False)

    def _text(self, document: str) -> str | None:
        if document not in self._texts:
            query = "SELECT p.body FROM documents d JOIN payloads p ON p.seq = d.seq WHERE d.id = :id"
            body = self._connection.execute(text(query), {"id": projecting.clean(document)}).scalar()
            self._keep(document, json.loads(body)["text"] if body else None)
        return self._texts[document]

    def _bytes(self, seq: int, payload: Json) -> None:
        assert self._read_bytes is not None
        names = ("sha256", "size", "media_type", "path", "warc", "offset")
        received = self._read_bytes(Content(**{name: payload[name] for name in names}))
        if received is None:
            self._notes.append(f"the bytes of {payload['sha256']} are no longer where they were")
        elif hashlib.sha256(received).hexdigest() != payload["sha256"]:
            self._problem(seq, f"bytes of {payload['sha256']}", "are not those of their hash")

    # --- all of it ---

    def _references(self) -> None:
        there = {table.name for table in self._tables}
        for table, column, target, key in _REFERENCES:
            if not {table, target} <= there:
                continue
            # What was erased is found by its key, or by its link.
            erased = "erased" if key == "seq" else "key"
            names = ", ".join(f"a.{name}" for name in (column, _GONE_WITH.get((table, column))) if name)
            query = (
                f"SELECT a.seq, a.{column} FROM {table} a WHERE a.{column} IS NOT NULL AND NOT EXISTS "
                f"(SELECT 1 FROM {target} b WHERE b.{key} = a.{column}) AND NOT EXISTS "
                f"(SELECT 1 FROM erasures e WHERE e.{erased} IN ({names})) ORDER BY a.seq LIMIT 20"
            )
            for seq, value in self._connection.execute(text(query)):
                self._problem(seq, f"{table}.{column}", f"names {_short(value)}, which is not in {target}")

    def _members(self) -> None:
        """Of what is derived this alone is said: whoever is of an event is of one that was minted."""
        if not of_version(["memberships"], self._version):
            return
        query = (
            "SELECT m.event, COUNT(*) FROM memberships m WHERE NOT EXISTS "
            "(SELECT 1 FROM events e WHERE e.id = m.event) GROUP BY m.event ORDER BY m.event LIMIT 20"
        )
        for event, count in self._connection.execute(text(query)):
            self._problem(None, "memberships.event", f"{count} claims are of {_short(event)}, which was never minted")

    def _guards(self) -> None:
        expected = guarding.expected(self._connection.dialect.name, self._version)
        missing = expected - guarding.guarded(self._connection)
        if missing:
            self._problem(None, "triggers", f"{len(missing)} are missing, such as {min(missing)}")

    def _erasures(self) -> tuple[Erasure, ...]:
        query = (
            "SELECT DISTINCT e.seq, e.key, e.kind, e.reason, e.by, c.at FROM erasures e JOIN chain c ON c.seq = e.seq "
            "ORDER BY e.seq"
        )
        found = self._connection.execute(text(query))
        return tuple(Erasure(key, kind, why, by, coding.to_moment(at), seq) for seq, key, kind, why, by, at in found)


_TABLES = {table.name: table for table in PROJECTIONS}


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def _short(value: object) -> str:
    made = repr(value)
    return made if len(made) <= 60 else f"{made[:57]}…"
