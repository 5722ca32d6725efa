"""Append-only, enforced in the database itself: triggers that refuse UPDATE, DELETE, REPLACE and TRUNCATE.

The one way out is redaction: a row may be deleted when `erasures` names its link. Made anew after every migration,
since Alembic's batch mode on SQLite copies tables and loses their triggers.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from reportedly.ledger.schema import APPEND_ONLY, ERASABLE, metadata, of_version

REFUSAL = "this table of the ledger is append-only"
EVENTS = {"postgresql": ("update", "delete", "truncate"), "sqlite": ("update", "delete", "replace")}


def guard(connection: Connection) -> None:
    """Puts every trigger in place, on the append-only tables that are there."""
    there = set(inspect(connection).get_table_names())
    make = _postgresql if connection.dialect.name == "postgresql" else _sqlite
    for statement in make([name for name in APPEND_ONLY if name in there]):
        connection.execute(text(statement))


def unguard(connection: Connection) -> None:
    """Takes every trigger away: for migrations, and for the tests that alter what is stored."""
    dialect = connection.dialect.name
    for name in set(APPEND_ONLY) & set(inspect(connection).get_table_names()):
        for event in EVENTS[dialect]:
            on = f" ON {name}" if dialect == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}_no_{event}{on}"))


def guarded(connection: Connection) -> set[str]:
    """The triggers that are there, by name."""
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return set(connection.execute(text(query)).scalars())


def expected(dialect: str, revision: str) -> set[str]:
    """The triggers that a ledger of this version must have."""
    return {f"{name}_no_{event}" for name in of_version(APPEND_ONLY, revision) for event in EVENTS[dialect]}


def _sqlite(names: list[str]) -> list[str]:
    made = []
    for name in names:
        unless = "NOT EXISTS (SELECT 1 FROM erasures WHERE erased = OLD.seq)" if name in ERASABLE else "1"
        there = " OR ".join(f"EXISTS (SELECT 1 FROM {name} WHERE {key})" for key in _keys(name))
        for event, before, condition in (
            ("update", "UPDATE", "1"),
            ("delete", "DELETE", unless),
            # REPLACE deletes the old row without its DELETE trigger, unless the connection has recursive_triggers on.
            # Ours have; another program's may not.
            ("replace", "INSERT", there),
        ):
            made += [
                f"DROP TRIGGER IF EXISTS {name}_no_{event}",
                f"CREATE TRIGGER {name}_no_{event} BEFORE {before} ON {name} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {name}'); END",
            ]
    return made


def _keys(name: str) -> list[str]:
    """For each key of a table that must be unique, the condition that a new row would take it again."""
    table = metadata.tables[name]
    keys = [
        tuple(table.primary_key.columns),
        *((column,) for column in table.columns if column.unique),
        *(tuple(index.columns) for index in table.indexes if index.unique),
    ]
    return [" AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in key) for key in keys]


def _postgresql(names: list[str]) -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME; END $$",
        # No subquery may stand in a trigger's WHEN, so that the exception is looked up here.
        "CREATE OR REPLACE FUNCTION ledger_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF EXISTS (SELECT 1 FROM erasures WHERE erased = OLD.seq) THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME; END $$",
    ]
    for name in names:
        refuse = "ledger_refuse_unless_erased" if name in ERASABLE else "ledger_refuse"
        for event, level, function in (
            ("update", "ROW", "ledger_refuse"),
            ("delete", "ROW", refuse),
            ("truncate", "STATEMENT", "ledger_refuse"),
        ):
            made += [
                f"DROP TRIGGER IF EXISTS {name}_no_{event} ON {name}",
                f"CREATE TRIGGER {name}_no_{event} BEFORE {event.upper()} ON {name} "
                f"FOR EACH {level} EXECUTE FUNCTION {function}()",
            ]
    return made
