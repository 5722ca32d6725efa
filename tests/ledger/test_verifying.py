"""Whatever is altered behind the program's back is named."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Table, text

from reportedly.ledger import Content, Decision, Ledger, chaining, guarding
from reportedly.ledger.schema import PROJECTIONS, metadata
from reportedly.model import Span
from tests.ledger.altering import other, shell, unguarded
from tests.ledger.filling import filled, reading
from tests.ledger.test_guarding import everything

# Tables of the bar, and the number of alterations that must all be named.
JUDGED = ("documents", "records", "claim_versions", "mentions", "decisions")
ALTERATIONS = 200


def full(ledger: Ledger) -> None:
    everything(ledger)
    with ledger.batch() as batch:
        for number in range(6):
            key = reading("a").claims[number % 2].key
            span = Span(number, number + 3)
            made = Decision("field", (key,), "edit", f"p{number}", "why", "low", span, {"low": "x"}, number, None)
            batch.add_decision(made)


def _alter(connection: Connection, table: Table, column: str, line: Any) -> Any:
    """Changes one stored value; what it is now."""
    key = {name: line[name] for name in table.primary_key.columns.keys()}  # noqa: SIM118
    old = line[column]
    new = other(old)
    if new is None:
        new = 7 if str(table.columns[column].type).startswith(("INT", "BIG", "FLOAT")) else "planted"
    where = " AND ".join(f'"{name}" = :k_{name}' for name in key)
    values = {f"k_{name}": value for name, value in key.items()} | {"new": new}
    connection.execute(text(f'UPDATE {table.name} SET "{column}" = :new WHERE {where}'), values)
    return new


def test_every_altered_column_is_named(where: str) -> None:
    """200 of 200: each value of the judged tables is altered alone, verified, and put back."""
    with Ledger.open(where) as ledger:
        full(ledger)
        assert ledger.verify().ok
        chance = random.Random(4)
        cells = []
        with ledger._engine.connect() as connection:
            for name in JUDGED:
                table = metadata.tables[name]
                for line in connection.execute(table.select()).mappings().all():
                    cells += [(table, column.name, dict(line)) for column in table.columns]
        # Every column at least once, the rest by chance.
        chosen = list({(table.name, column): (table, column, line) for table, column, line in cells}.values())
        chosen += chance.sample(cells, max(0, ALTERATIONS - len(chosen)))
        unnamed = []
        with _without_guards(where):
            for table, column, line in chosen:
                with ledger._engine.begin() as connection:
                    new = _alter(connection, table, column, line)
                if not any(table.name in problem.where for problem in ledger.verify().problems):
                    unnamed.append((table.name, column, line[column], new))
                with ledger._engine.begin() as connection:
                    _restore(connection, table, column, line, new)
        assert unnamed == []
        assert len(chosen) >= ALTERATIONS
        assert ledger.verify().ok


@contextmanager
def _without_guards(where: str) -> Iterator[None]:
    engine = shell(where)
    with engine.begin() as connection:
        guarding.unguard(connection)
    yield
    with engine.begin() as connection:
        guarding.guard(connection)
    engine.dispose()


def _restore(connection: Connection, table: Table, column: str, line: Any, new: Any) -> None:
    key = {name: (new if name == column else line[name]) for name in table.primary_key.columns.keys()}  # noqa: SIM118
    where = " AND ".join(f'"{name}" = :k_{name}' for name in key)
    values = {f"k_{name}": value for name, value in key.items()} | {"old": line[column]}
    connection.execute(text(f'UPDATE {table.name} SET "{column}" = :old WHERE {where}'), values)


def test_a_changed_column_is_named_with_both_values(where: str) -> None:
    with Ledger.open(where) as ledger:
        filled(ledger)
        with unguarded(where) as connection:
            connection.execute(text("UPDATE claim_versions SET low = 120 WHERE harm = 'killed'"))
        (problem,) = ledger.verify().problems
        assert (problem.where, problem.what) == ("claim_versions.low", "is 120, and 12 was added")


@pytest.mark.parametrize("table", [table.name for table in PROJECTIONS] + ["payloads"])
def test_rows_that_are_gone_or_were_never_added_are_named(where: str, table: str) -> None:
    with Ledger.open(where) as ledger:
        everything(ledger)
        with unguarded(where) as connection:
            count = connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar()
            assert count
            first = "SELECT MIN(seq) FROM " + table
            connection.execute(text(f"DELETE FROM {table} WHERE seq = ({first})"))
        assert any(table in problem.where for problem in ledger.verify().problems)


def test_a_row_from_nowhere_is_named(where: str) -> None:
    with Ledger.open(where) as ledger:
        filled(ledger)
        with unguarded(where) as connection:
            for seq in (2, 900, -1):
                line = f"INSERT INTO source_aliases (seq, number, alias) VALUES ({seq}, 5, 'x')"
                connection.execute(text(line))
        found = ledger.verify().problems
        assert [problem.where for problem in found] == ["source_aliases", "source_aliases"]


def test_an_altered_payload_is_named(where: str) -> None:
    with Ledger.open(where) as ledger:
        filled(ledger)
        with unguarded(where) as connection:
            connection.execute(text("UPDATE payloads SET body = REPLACE(body, 'Kutum', 'Mutum') WHERE seq = 4"))
        first = ledger.verify().problems[0]
        assert (first.seq, first.where) == (4, "payloads")


def test_a_link_that_was_cut_out_is_named(where: str) -> None:
    with Ledger.open(where) as ledger:
        everything(ledger)
        with unguarded(where) as connection:
            connection.execute(text("DELETE FROM payloads WHERE seq = 5"))
            connection.execute(text("DELETE FROM chain WHERE seq = 5"))
        found = ledger.verify()
        assert (found.problems[0].seq, found.problems[0].where) == (5, "chain")


def test_a_cut_tail_is_found_with_a_head_and_only_then(where: str) -> None:
    with Ledger.open(where) as ledger:
        filled(ledger, reading("a"))
        before = ledger.head()
        with ledger.batch() as batch:
            batch.add_decision(Decision("claim", ("a:23:killed",), "rejected", "me", "wrong"))
        head = ledger.head()
        assert ledger.verify(head).ok
        assert ledger.verify(before.hash).ok, "an earlier head is in the chain"
        with unguarded(where) as connection:
            for table in ("decision_keys", "decisions", "payloads", "chain"):
                connection.execute(text(f"DELETE FROM {table} WHERE seq = {head.seq}"))
        assert ledger.verify().ok, "without a head nobody can tell"
        (problem,) = ledger.verify(head).problems
        assert "cut off" in problem.what
        assert ledger.verify(before).ok


def test_a_rewritten_chain_is_found_with_a_head(where: str) -> None:
    """Somebody who knows how links are made adds another history after a point."""
    with Ledger.open(where) as ledger:
        filled(ledger, reading("a"))
        head = ledger.head()
        with unguarded(where) as connection:
            links = connection.execute(text("SELECT seq, kind, at, previous FROM chain ORDER BY seq")).all()
            seq, kind, at, previous = links[-1]
            body = connection.execute(text(f"SELECT body FROM payloads WHERE seq = {seq}")).scalar_one()
            salt = b"s" * 16
            committed = chaining.commitment(salt, body)
            hashed = chaining.link(bytes(previous), seq, kind, at, committed)
            values = {"salt": salt, "c": committed, "h": hashed, "seq": seq}
            connection.execute(text("UPDATE payloads SET salt = :salt WHERE seq = :seq"), values)
            connection.execute(text("UPDATE chain SET commitment = :c, hash = :h WHERE seq = :seq"), values)
        assert ledger.verify().ok
        assert not ledger.verify(head).ok


def test_a_missing_trigger_is_named(where: str) -> None:
    with Ledger.open(where) as ledger:
        filled(ledger)
        engine = ledger._engine
        with engine.begin() as connection:
            on = " ON chain" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER chain_no_delete{on}"))
        (problem,) = ledger.verify().problems
        assert "chain_no_delete" in problem.what


def test_bytes_are_checked_where_they_can_be_had(ledger: Ledger) -> None:
    made = reading("a")
    filled(ledger, made, reading("b", low=13))

    def fetch(content: Content) -> bytes | None:
        return None if content.path == "reports/a.txt" else b"other bytes"

    found = ledger.verify(read_bytes=fetch)
    assert [problem.where for problem in found.problems] == [f"bytes of {reading('b', low=13).document.sha256}"]
    assert found.notes == (f"the bytes of {made.document.sha256} are no longer where they were",)


def test_an_empty_ledger_verifies(ledger: Ledger) -> None:
    found = ledger.verify()
    assert (found.ok, found.links, found.head) == (True, 0, ledger.head())
