"""A ledger of the first version, with all that was in it, is brought up step by step: nothing gives way at any step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from reportedly.errors import LedgerSchemaError
from reportedly.ledger import Ledger, engines, guarding, migrating
from reportedly.ledger.schema import APPEND_ONLY, of_version
from reportedly.ledger.writing import bare_insertion
from tests.intake.children import child
from tests.intake.taking import contents
from tests.ledger.altering import shell
from tests.ledger.filling import filled
from tests.ledger.test_guarding import events, refuses_all

# What the program wrote whose tables were the first version's: first a line about it, then a row a line.
WRITTEN = Path(__file__).parent / "r0001.jsonl"


def written() -> tuple[str, dict[str, list[list[Any]]]]:
    """The head of that ledger and its rows by table; links come before what points at them."""
    about, *lines = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    rows: dict[str, list[list[Any]]] = {"chain": [], "payloads": []}
    for table, *values in lines:
        made = [bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for value in values]
        rows.setdefault(table, []).append(made)
    return about["head"], rows


@pytest.fixture
def old(bare: str) -> Iterator[Ledger]:
    """A ledger of the first version's tables, and what its program wrote into them."""
    if "://" not in bare:
        Path(bare).touch()
    engine = engines.connect(engines.located(bare), create=True)
    migrating.upgrade(engine, migrating.REVISIONS[0])
    with engines.writing(engine) as connection:
        for table, rows in written()[1].items():
            connection.exec_driver_sql(bare_insertion(connection.dialect.name, table), [tuple(row) for row in rows])
    with Ledger(engine, bare) as ledger:
        ledger.reindex()
        yield ledger


# What fills the tables that came with a version. Those of the first are filled.
FILL: dict[str, Callable[[Ledger], None]] = {"0001": lambda _: None, "0002": events}


def test_every_version_has_its_filling() -> None:
    assert tuple(FILL) == migrating.REVISIONS


def test_nothing_gives_way_at_any_step(old: Ledger) -> None:
    """UPDATE, DELETE, REPLACE, TRUNCATE on each append-only table of each version, in the program and outside it."""
    heads = [written()[0]]
    tables: set[str] = set()
    for revision in migrating.REVISIONS:
        migrating.upgrade(old._engine, revision)
        assert _verifies(old, heads), f"after the step to {revision}"
        FILL[revision](old)
        assert set(_there(old._engine)) == set(of_version(APPEND_ONLY, revision)) > tables
        tables = set(of_version(APPEND_ONLY, revision))
        with engines.writing(old._engine) as connection:
            refuses_all(connection, sorted(tables))
        stranger = shell(old.name)
        with stranger.connect() as connection:
            refuses_all(connection, sorted(tables))
        stranger.dispose()
        assert _verifies(old, heads), f"after all was tried on {revision}"
        heads.append(old.head().hash)
    with Ledger.open(old.name) as opened:
        assert contents(opened) == contents(old)
        assert all(opened.verify(head).ok for head in heads)


def _verifies(ledger: Ledger, heads: list[str]) -> bool:
    return all(ledger.verify(head).ok for head in (None, *heads))


def _there(engine: Engine) -> list[str]:
    """The tables of a ledger that are to be append-only, as they are in the database."""
    with engines.reading(engine) as connection:
        return [name for name in inspect(connection).get_table_names() if name in APPEND_ONLY]


def test_a_step_changes_no_row_of_the_version_before(old: Ledger) -> None:
    before = _rows(old._engine)
    migrating.upgrade(old._engine)
    after = _rows(old._engine)
    assert {name: after[name] for name in before} == before
    new = {name: rows for name, rows in after.items() if name not in before and rows}
    # What was read before there were events waits to be grouped.
    assert {(document, waiting) for document, waiting, _ in new.pop("evidence")} == {("a", 2), ("b", 2)}
    assert new == {}


def _rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engines.reading(engine) as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=str)
            for name in inspect(connection).get_table_names()
            if "_words" not in name and name != "alembic_version"
        }


def test_an_older_ledger_says_what_to_do_and_is_not_touched(old: Ledger) -> None:
    before = _rows(old._engine)
    with pytest.raises(LedgerSchemaError, match=r"tables are 0001, this program's \d+\); any `reportedly ingest`"):
        Ledger.open(old.name)
    assert _rows(old._engine) == before


def test_an_ingest_brings_an_older_ledger_up_and_keeps_what_is_in_it(old: Ledger, tmp_path: Path) -> None:
    head, before = old.head(), contents(old)
    assert head.hash == written()[0]
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "new.txt").write_text("At least 14 people were killed in Kutum on Friday, medics said.\n")
    with child(old.name, tmp_path / "reports") as process:
        assert process.wait(200) == 0
    with Ledger.open(old.name) as ledger:
        assert ledger.verify(head).ok
        after = contents(ledger)
        for name, rows in before.items():
            assert set(map(str, rows)) <= set(map(str, after[name])), name
        assert len(after["documents"]) == len(before["documents"]) + 1
        with engines.reading(ledger._engine) as connection:
            missing = guarding.expected(connection.dialect.name, migrating.NEWEST) - guarding.guarded(connection)
        assert missing == set()


def test_a_table_that_is_gone_is_named(ledger: Ledger) -> None:
    """Held to its version, not to what happens to be there."""
    filled(ledger)
    with ledger._engine.begin() as connection:
        connection.execute(text("DROP TABLE event_moves"))
    found = {problem.where: problem.what for problem in ledger.verify().problems}
    assert found["event_moves"] == "the table is gone"
    assert "event_moves_no_" in found["triggers"]
