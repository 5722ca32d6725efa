"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, run by a user who is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine

_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class Server:
    folder: Path

    def url(self, database: str, fresh: bool = False) -> str:
        """The address of a database; `fresh` makes it."""
        if fresh:
            engine = create_engine(self.url("postgres").replace("postgresql", "postgresql+psycopg", 1))
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {database}")
            engine.dispose()
        return f"postgresql://tester@/{database}?host={self.folder}"


def why_not() -> str | None:
    """Why there is no server to be had; None when there is one. On CI there must be one."""
    reason = None
    if _programs() is None:
        reason = "PostgreSQL is not installed (apt-get install postgresql): the ledger is tested on SQLite alone"
    elif os.geteuid() == 0 and (_user() is None or shutil.which("setpriv") is None):
        reason = "PostgreSQL refuses to run as root, and there is no setpriv or no other user to run it"
    if reason is not None and os.environ.get("CI") == "true":
        raise RuntimeError(reason)
    return reason


@contextmanager
def found() -> Iterator[Server]:
    """The server, started and stopped again."""
    programs = _programs()
    assert programs is not None
    # A socket's path may have 107 characters: not below pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="reportedly-pg-"))
    folder.chmod(0o755)
    data = folder / "data"
    if (user := _user()) is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    try:
        _run([programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        _run([programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "-t", "60", "start"])
        try:
            yield Server(folder)
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    if (on_path := shutil.which("initdb")) is not None:
        folders.insert(0, Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _user() -> pwd.struct_passwd | None:
    """Who runs the server when the tests run as root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next((known[name] for name in _USERS if name in known), None)


def _run(command: list[str | Path]) -> None:
    line = [str(part) for part in command]
    if (user := _user()) is not None:
        line = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *line]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{' '.join(line)}: {done.stdout}{done.stderr}")
