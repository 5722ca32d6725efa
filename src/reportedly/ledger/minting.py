"""What a batch does about events: mints ids and notes their moves for good, and keeps what is derived of them."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from reportedly.errors import LedgerConflict, LedgerError, LedgerMissing
from reportedly.ledger import searching
from reportedly.ledger.asking import listed
from reportedly.ledger.eventing import MERGED, SPLIT, EventQueries
from reportedly.ledger.projecting import clean
from reportedly.ledger.records import EventFacts, EventMove, Membership
from reportedly.ledger.schema import metadata

# Rows sent to the database together.
_AT_ONCE = 50_000


class Minting(EventQueries):
    """The part of a batch that is about events."""

    _connection: Connection

    @abstractmethod
    def append(self, kind: str, payload: Any) -> int: ...

    @abstractmethod
    def flush(self) -> None: ...

    # --- ids, for good ---

    def mint_event(self, id: str, anchor: str, run: int | None = None) -> bool:
        """Mints the id of the event that is named by a claim. False: it is minted already."""
        return bool(self.mint_events({id: anchor}, run))

    def mint_events(self, anchors: Mapping[str, str], run: int | None = None) -> list[str]:
        """Mints ids (id → the claim that the event is named by); those that were not minted before.

        Raises LedgerConflict when an id stands for another claim, or the claim for another id; LedgerMissing when a
        claim is not in the ledger.
        """
        rows = self._rows(
            f"SELECT id, anchor FROM events WHERE {self._one_of('id', 'ids')} OR {self._one_of('anchor', 'claims')}",
            ids=listed(anchors),
            claims=listed(anchors.values()),
        )
        minted: dict[str, str] = dict(map(tuple, rows))
        named = {anchor: id for id, anchor in minted.items()}
        wanted = [(id, anchor) for id, anchor in anchors.items() if minted.get(id) != anchor]
        documents = self._documents_of([anchor for _, anchor in wanted])
        for id, anchor in wanted:
            if id in minted:
                raise LedgerConflict(f"event {id} was minted from {minted[id]}, not from {anchor}")
            if named.setdefault(anchor, id) != id:
                raise LedgerConflict(f"{anchor} names event {named[anchor]} already, and cannot name {id} too")
            if anchor not in documents:
                raise LedgerMissing(f"event {id} is named by {anchor}, which is no claim in the ledger")
            self.append("event", {"id": id, "anchor": anchor, "document": documents[anchor], "run": run})
        return [id for id, _ in wanted]

    def move_events(self, moves: Iterable[EventMove], run: int | None = None) -> list[int]:
        """Notes that events were merged into or split from others; the numbers of the links.

        An id that is merged away leads on to the other from then on, until a move leads to it again.
        """
        wanted = list(moves)
        self._minted({id for move in wanted for id in (move.event, move.other)})
        for move in wanted:
            if move.kind not in (MERGED, SPLIT) or move.event == move.other:
                raise LedgerError(
                    f"{move.event} {move.kind} {move.other}: an event is merged into or split from another"
                )
        return [
            self.append("event_move", {"event": one.event, "other": one.other, "kind": one.kind, "run": run})
            for one in wanted
        ]

    def _documents_of(self, claims: Sequence[str]) -> dict[str, str]:
        where = self._one_of("key", "claims")
        return dict(map(tuple, self._rows(f"SELECT key, document FROM records WHERE {where}", claims=listed(claims))))

    def _minted(self, ids: Iterable[str]) -> dict[str, int]:
        """The links that minted these events; all of them must be minted."""
        wanted = sorted(map(clean, set(ids)))
        rows = self._rows(f"SELECT id, seq FROM events WHERE {self._one_of('id', 'ids')}", ids=listed(wanted))
        found = {str(id): int(seq) for id, seq in rows}
        if len(found) < len(wanted):
            raise LedgerMissing(f"event {next(id for id in wanted if id not in found)} was never minted")
        return found

    # --- what is derived: replaced at will ---

    def set_memberships(
        self, memberships: Iterable[Membership], *, events: Iterable[str] = (), claims: Iterable[str] = ()
    ) -> None:
        """Puts claims into events. What else these events, and these claims, had before is gone.

        Sorted by event and then by claim they go in fastest. Raises LedgerMissing when an event was never minted.
        """
        wanted = list(memberships)
        self._minted({one.event for one in wanted})
        self._drop("memberships", "event", events)
        self._drop("memberships", "claim", claims)
        self._put("memberships", ((one.event, one.claim, int(one.enters), _json(one.why)) for one in wanted))

    def set_blocks(self, blocks: Mapping[str, Iterable[str]]) -> None:
        """The blocks under which each of these claims stands from now on (claim → blocks)."""
        self._drop("blocks", "claim", blocks)
        self._put("blocks", ((block, claim) for claim, under in blocks.items() for block in dict.fromkeys(under)))

    def set_facts(self, facts: Iterable[EventFacts], *, gone: Iterable[str] = ()) -> None:
        """What these events are from now on. Those that are `gone` are listed no more."""
        wanted = list(facts)
        minted = self._minted({one.event for one in wanted})
        self._drop("event_facts", "event", gone)
        self._put("event_facts", (_line(one, minted[clean(one.event)]) for one in wanted))

    def forget_events(self) -> None:
        """Empties all that is derived of events, evidence too, to be made anew. Ids and moves stay."""
        self.flush()
        for table in ("memberships", "blocks", "evidence", "event_facts"):
            self._connection.exec_driver_sql(f"DELETE FROM {table}")
        # Every document that was read waits to be filed.
        self._connection.exec_driver_sql(
            "INSERT INTO evidence SELECT DISTINCT document, 2, '[]' FROM readings WHERE status = 'read'"
        )

    def _drop(self, table: str, column: str, keys: Iterable[str]) -> None:
        wanted = listed(keys)
        if wanted != "[]":
            self.flush()
            if self._dialect == "postgresql":
                sql = f"DELETE FROM {table} WHERE {column} IN (SELECT jsonb_array_elements_text(CAST(%s AS jsonb)))"
            else:
                sql = f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
            self._connection.exec_driver_sql(sql, (wanted,))

    def _put(self, table: str, lines: Iterator[tuple[Any, ...]]) -> None:
        self.flush()
        made = _upsert(self._dialect, table)
        key = len(metadata.tables[table].primary_key.columns)
        # Neighbours in the table go in together.
        while some := sorted((tuple(map(clean, line)) for line in islice(lines, _AT_ONCE)), key=itemgetter(0)):
            if self._dialect == "postgresql":
                # One statement may not meet the same key twice: the last one holds, as on SQLite.
                alone = {line[:key]: line for line in some}
                self._connection.exec_driver_sql(made, tuple(map(list, zip(*alone.values(), strict=True))))
            else:
                self._connection.exec_driver_sql(made, some)


def _line(one: EventFacts, minted: int) -> tuple[Any, ...]:
    days = (day.isoformat() if day else None for day in (one.date_from, one.date_to))
    where = (one.latitude, one.longitude, one.within)
    words = f" {searching.words(one.place)} "
    return (
        one.event, minted, one.extent, one.place, words, one.country, *days, *where, one.claims, _json(dict(one.rest)),
    )  # fmt: skip


# One for all: `json.dumps` makes another with each call.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TYPES = {"BIGINT": "bigint", "TEXT": "text", "INTEGER": "int", "FLOAT": "float8"}


def _upsert(dialect: str, table: str) -> str:
    """Takes the values of whole rows, or, on PostgreSQL, an array of each column: one statement for thousands."""
    columns = metadata.tables[table].columns
    names = [f'"{column.name}"' for column in columns]
    if dialect == "sqlite":
        return f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    arrays = ", ".join(f"%s::{_TYPES[str(column.type)]}[]" for column in columns)
    key = ", ".join(f'"{column.name}"' for column in columns if column.primary_key)
    others = ", ".join(f'"{column.name}" = EXCLUDED."{column.name}"' for column in columns if not column.primary_key)
    then = f"UPDATE SET {others}" if others else "NOTHING"
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT * FROM unnest({arrays}) ON CONFLICT ({key}) DO {then}"
