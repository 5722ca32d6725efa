"""What a stranger with a database shell could do to a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine

from reportedly.ledger import guarding


def shell(where: str) -> Engine:
    """A connection of another program: none of our settings."""
    return create_engine(
        where.replace("postgresql", "postgresql+psycopg", 1) if "://" in where else f"sqlite:///{where}"
    )


@contextmanager
def unguarded(where: str) -> Iterator[Connection]:
    """A transaction without triggers; they are put back at its end."""
    engine = shell(where)
    with engine.begin() as connection:
        guarding.unguard(connection)
        yield connection
        guarding.guard(connection)
    engine.dispose()


def other(value: Any) -> Any:
    """A value of the same type that is not this one."""
    if value is None:
        return None
    if isinstance(value, int):
        return value + 100_003
    if isinstance(value, float):
        return value + 0.5
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    return f"{value}x"
