"""Connections to a ledger: SQLite in a file of one's own, or PostgreSQL by URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from reportedly.errors import LedgerBusy, LedgerError, LedgerMissing

DEFAULT = "reportedly.db"
VARIABLE = "REPORTEDLY_LEDGER"

# Another writer holds the ledger for the length of a batch, well under a second; a migration for longer.
PATIENCE_S = 60
# Any number, as long as nothing else in the database takes the same: "ledger" in ASCII.
_LOCK = 0x6C6564676572


def located(where: str | os.PathLike[str] | None) -> URL:
    """The ledger that is meant: as given, else as the environment says, else `reportedly.db` in this folder."""
    named = os.fspath(where) if where is not None else os.environ.get(VARIABLE) or DEFAULT
    if "://" not in named:
        return URL.create("sqlite", database=str(Path(named).expanduser()))
    url = make_url(named.replace("postgres://", "postgresql://", 1))
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database:
        return url
    raise LedgerError(f"{url.render_as_string()}: a ledger is a file, or a database at postgresql://…")


def connect(url: URL, create: bool) -> Engine:
    """An engine for the ledger. A SQLite file is made, for its owner alone, when `create` says so."""
    if url.get_backend_name() == "postgresql":
        try:
            import psycopg  # noqa: F401
        except ImportError:
            raise LedgerError("a ledger on PostgreSQL needs psycopg: pip install 'reportedly[postgresql]'") from None
        return create_engine(url, pool_pre_ping=True)
    _file(Path(url.database or DEFAULT), create)
    engine = create_engine(url, connect_args={"timeout": PATIENCE_S})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _file(path: Path, create: bool) -> None:
    if path.exists():
        return
    if not create:
        raise LedgerMissing(f"{path}: there is no ledger; `reportedly ingest` makes one")
    if not path.parent.is_dir():
        raise LedgerMissing(f"{path}: there is no folder {path.parent}")
    # Made before SQLite opens it: its -wal and -shm files take over the mode.
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # Transactions are begun here, not by the driver.
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        # What was confirmed survives a loss of power too; the cost is one sync a batch.
        "synchronous = FULL",
        # Else INSERT OR REPLACE deletes a row without its DELETE trigger.
        "recursive_triggers = ON",
        # What is redacted is overwritten, not only unlinked.
        "secure_delete = FAST",
        "foreign_keys = ON",
        "cache_size = -65536",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("ledger_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the ledger's one pen. It commits at the end, and rolls back on an exception."""
    with told(), engine.connect().execution_options(ledger_writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_S}s'")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the ledger throughout."""
    with told(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong in the database, as an error of ours."""
    try:
        yield
    except OperationalError as error:
        what = str(error.orig)
        if "locked" in what or "lock timeout" in what:
            raise LedgerBusy(f"another process has been writing to the ledger for {PATIENCE_S} s; try again") from error
        raise LedgerError(f"the ledger: {what.strip()}") from error
    except DBAPIError as error:
        raise LedgerError(f"the ledger: {str(error.orig).strip()}") from error
