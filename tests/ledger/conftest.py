"""A fresh ledger for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from reportedly.ledger import Ledger
from tests.ledger.server import Server, found, why_not

_NUMBERS = count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL, for as long as the tests run. Skips where there is none; never on CI."""
    if (reason := why_not()) is not None:
        pytest.skip(reason)
    with found() as running:
        Ledger.open(running.url("template_ledger", fresh=True), create=True).close()
        yield running


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger in a file."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger.open(path, create=True).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bare(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where a ledger can be, and none is."""
    if engine_name == "sqlite":
        return str(tmp_path / "bare.db")
    return request.getfixturevalue("server").url(f"bare_{next(_NUMBERS)}", fresh=True)


@pytest.fixture
def where(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where an empty ledger is."""
    if engine_name == "sqlite":
        path = tmp_path / "reportedly.db"
        shutil.copy(request.getfixturevalue("template"), path)
        return str(path)
    running: Server = request.getfixturevalue("server")
    name = f"ledger_{next(_NUMBERS)}"
    engine = create_engine(running.url("postgres").replace("postgresql", "postgresql+psycopg", 1))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template_ledger")
    engine.dispose()
    return running.url(name)


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with Ledger.open(where) as opened:
        yield opened
