"""UPDATE, DELETE, REPLACE and TRUNCATE fail on every append-only table, after every migration, for any program."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from reportedly.ledger import Ledger, engines, guarding, migrating
from reportedly.ledger.records import CopiedClaim, Copy, Decision, EventMove, StoredSource
from reportedly.ledger.schema import APPEND_ONLY, metadata
from tests import factories
from tests.ledger.altering import shell
from tests.ledger.filling import filled, reading

# One more step, as a later version of the program may have it: Alembic copies the tables, and their triggers are gone.
_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{newest}"
branch_labels = depends_on = None


def upgrade():
    for table in {tables}:
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.add_column(sa.Column("added_later", sa.Text))
            batch.alter_column("{column}", existing_type=sa.Text(), nullable=True)
"""


def everything(ledger: Ledger) -> None:
    """At least one row in each table."""
    number = filled(ledger, reading("a"), reading("b"), reading("c"))
    key = reading("a").claims[0].key
    with ledger.batch() as batch:
        decision = Decision(
            "claim", (key,), "accepted", "me", "read it", "low", reading().claims[0].sentence, {"low": "x"}
        )
        batch.add_decision(decision)
        batch.add_source(StoredSource("medics", "Medics", "medic", ("the medics",), "SD", ("Darfur",), document="a"))
        batch.add_copy(Copy("b", "a", "copy", "time", 1.0, claims=(CopiedClaim(key, key, "copy"),)))
        batch.resolve_failure(batch.add_failure("x.pdf", "empty", number), number)
    made = reading("b")
    said = factories.source("Medics", made.document.text, source_id="medics")
    told = replace(made.claims[0].attributions[0], origin=said)
    with ledger.batch() as batch:
        batch.add_reading(replace(made, claims=(replace(made.claims[0], attributions=(told,)),)), number)
    ledger.finish_run(number, {"documents": 3})
    ledger.redact("c", "a witness", "me")
    events(ledger)


def events(ledger: Ledger) -> None:
    """A row in each table that the second version brought."""
    one, other = reading("a").claims[0].key, reading("b").claims[0].key
    with ledger.batch() as batch:
        batch.mint_events({"e1": one, "e2": other})
        batch.move_events([EventMove("e2", "e1", "merged")])


def refused(connection: Connection, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match=f"append-only: {table}"), connection.begin_nested():
        connection.execute(text(statement))


def refuses_all(connection: Connection, tables: Sequence[str] = APPEND_ONLY) -> None:
    """Tries everything on each table."""
    postgresql = connection.dialect.name == "postgresql"
    for table in tables:
        assert connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar(), f"{table} holds nothing to try it on"
        columns = [column["name"] for column in inspect(connection).get_columns(table)]
        for column in columns:
            refused(connection, table, f'UPDATE {table} SET "{column}" = "{column}"')
        refused(connection, table, f"DELETE FROM {table}")
        if postgresql:
            key = metadata.tables[table].primary_key.columns.keys()
            refused(connection, table, f"TRUNCATE {table} CASCADE")
            refused(
                connection,
                table,
                f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({', '.join(key)}) "
                f'DO UPDATE SET "{key[0]}" = EXCLUDED."{key[0]}"',
            )
        else:
            refused(connection, table, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
            refused(connection, table, f"REPLACE INTO {table} SELECT * FROM {table}")
            refused(connection, table, f"UPDATE OR REPLACE {table} SET {columns[0]} = {columns[0]}")


def test_nothing_is_changed_through_the_programs_own_connection(where: str) -> None:
    with Ledger.open(where) as ledger:
        everything(ledger)
        with engines.writing(ledger._engine) as connection:
            refuses_all(connection)
        assert ledger.verify().ok


def test_nothing_is_changed_by_another_program(where: str) -> None:
    """A SQLite shell has recursive_triggers off, so that REPLACE would delete without a word."""
    with Ledger.open(where) as ledger:
        everything(ledger)
    engine = shell(where)
    with engine.connect() as connection:
        refuses_all(connection)
    engine.dispose()


def test_a_second_row_of_the_same_name_replaces_nothing(where: str) -> None:
    """REPLACE by another key than the primary one: the id of a document, the key of a record."""
    with Ledger.open(where) as ledger:
        everything(ledger)
    engine = shell(where)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            for table, unique in {
                "documents": "id",
                "records": "key",
                "contents": "sha256",
                "chain": "previous",
            }.items():
                names = [column.name for column in metadata.tables[table].columns]
                chosen = ", ".join("seq + 100000" if name == "seq" else f'"{name}"' for name in names)
                assert unique in names
                refused(connection, table, f"REPLACE INTO {table} SELECT {chosen} FROM {table}")
    engine.dispose()


@pytest.mark.parametrize("steps", range(1, len(migrating.REVISIONS) + 1))
def test_the_tables_are_guarded_after_each_migration(bare: str, steps: int) -> None:
    if "://" not in bare:
        Path(bare).touch()
    engine = engines.connect(engines.located(bare), create=True)
    migrating.upgrade(engine, migrating.REVISIONS[steps - 1])
    with engines.reading(engine) as connection:
        there = {name for name in APPEND_ONLY if inspect(connection).has_table(name)}
        events = guarding.EVENTS[connection.dialect.name]
        assert guarding.guarded(connection) >= {f"{name}_no_{event}" for name in there for event in events}
    engine.dispose()


def test_a_migration_that_copies_tables_leaves_them_guarded(where: str, tmp_path: Path) -> None:
    with Ledger.open(where) as ledger:
        everything(ledger)
        later = tmp_path / "later"
        later.mkdir()
        for number, (tables, column) in enumerate(((["documents", "claim_versions"], "title"),)):
            tables = [table for table in APPEND_ONLY if metadata.tables[table].columns.get(column) is not None]
            step = _STEP.format(newest=migrating.NEWEST, tables=tables, column=column)
            (later / f"r900{number}.py").write_text(step)
        migrating.upgrade(ledger._engine, versions=later)
        with engines.writing(ledger._engine) as connection:
            assert "added_later" in {column["name"] for column in inspect(connection).get_columns("documents")}
            refuses_all(connection)


def test_the_migrations_make_the_tables_of_the_schema(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engines.reading(ledger._engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    ours = [change for change in found if not any("_words" in str(part) for part in change)]
    assert ours == []


def test_the_newest_revision_is_the_one_of_the_program() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrating.FOLDER))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(migrating.FOLDER / "versions"))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == migrating.REVISIONS


def test_an_erased_links_rows_alone_may_be_deleted(where: str) -> None:
    with Ledger.open(where) as ledger:
        everything(ledger)
        live = ledger.document("a")
        assert live is not None
        with engines.writing(ledger._engine) as connection:
            refused(connection, "payloads", f"DELETE FROM payloads WHERE seq = {live.seq}")


def test_a_copied_file_is_guarded_too(tmp_path: Path, template: Path) -> None:
    shutil.copy(template, tmp_path / "copy.db")
    with Ledger.open(tmp_path / "copy.db") as ledger, engines.reading(ledger._engine) as connection:
        assert guarding.guarded(connection) >= guarding.expected("sqlite", migrating.NEWEST)
