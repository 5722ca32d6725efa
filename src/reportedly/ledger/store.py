"""A ledger: opened, asked, added to, verified, redacted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from reportedly.errors import LedgerMissing, LedgerSchemaError
from reportedly.ledger import engines, migrating, redacting, verifying
from reportedly.ledger.asking import statement
from reportedly.ledger.chaining import START
from reportedly.ledger.querying import Queries
from reportedly.ledger.records import Content, Head, Redaction, Run, Verification
from reportedly.ledger.writing import Batch


class Ledger(Queries):
    """An open ledger. Threads may share it; a batch belongs to one of them. See the package's docstring."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._dialect = engine.dialect.name
        self.name = name

    @classmethod
    def open(cls, where: str | os.PathLike[str] | None = None, *, create: bool = False) -> Ledger:
        """Opens the ledger of a file or a postgresql:// URL; unsaid, $REPORTEDLY_LEDGER, else `reportedly.db`.

        `create` makes one where there is none and brings an older one up to date. Raises LedgerMissing when there is
        none, LedgerSchemaError when it is older (without `create`) or newer than this program, or something else.
        """
        url = engines.located(where)
        name = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()
        engine = engines.connect(url, create)
        try:
            with engines.told():
                current = migrating.check(engine, name)
            if not current and create:
                migrating.upgrade(engine)
            elif not current:
                with engines.reading(engine) as connection:
                    found = migrating.revision(connection)
                if found is None:
                    raise LedgerMissing(f"{name}: there is no ledger in this database yet")
                raise LedgerSchemaError(
                    f"{name}: this ledger was written by an older version of reportedly (its tables are {found}, this "
                    f"program's {migrating.NEWEST}); any `reportedly ingest` into it brings it up to date and keeps "
                    "all that is in it"
                )
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, name)

    def close(self) -> None:
        if self._dialect == "sqlite":
            # Statistics for faster queries; whoever is writing at this moment will see to them.
            with suppress(OperationalError), self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA optimize")
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, sql: str, values: Mapping[str, Any]) -> Sequence[Any]:
        with engines.reading(self._engine) as connection:
            return connection.execute(statement(sql, values), values).all()

    # --- writing ---

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A transaction that adds. Only one writer has the ledger at a time: read first, then open a batch.

        Raises LedgerBusy when another process has been writing for too long.
        """
        with engines.writing(self._engine) as connection:
            batch = Batch(connection)
            yield batch
            batch.flush()

    def add_content(self, content: Content) -> bool:
        with self.batch() as batch:
            return batch.add_content(content)

    def start_run(self, run: Run) -> int:
        """Notes that a run has begun; its id."""
        with self.batch() as batch:
            return batch.add_run(run)

    def finish_run(self, run: int, summary: Mapping[str, object] | None = None) -> None:
        """Notes that a run has ended, with its counts. A run that was killed has no end."""
        with self.batch() as batch:
            batch.end_run(run, summary)

    # --- accounts ---

    def head(self) -> Head:
        """The end of the chain. Kept elsewhere, it shows later whether the ledger was cut or rewritten."""
        rows = self._rows("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")
        return Head(int(rows[0][0]), bytes(rows[0][1]).hex()) if rows else Head(0, START.hex())

    def verify(
        self,
        head: str | Head | None = None,
        *,
        read_bytes: Callable[[Content], bytes | None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Verification:
        """Recomputes everything. `head` is the hash of an earlier end of the chain, which must be in it.

        `read_bytes` fetches contents for their hashes to be checked (None: they are gone); unsaid, that is not done.
        `progress` is called with the links done and all links.
        """
        with engines.reading(self._engine) as connection:
            return verifying.verify(connection, head.hash if isinstance(head, Head) else head, read_bytes, progress)

    def redact(self, key: str, reason: str, by: str) -> Redaction:
        """Erases what stands under a key: a document with its claims, a claim, a source, or "decision:N".

        A tombstone stays, and so does the chain. Raises LedgerMissing when nothing has this key (any more).
        """
        return redacting.redact(self._engine, key, reason, by)

    def reindex(self) -> None:
        """Makes the full text anew from the payloads. It is a look-up, no part of the accounts."""
        redacting.reindex(self._engine)
