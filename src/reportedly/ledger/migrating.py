"""The versions of the schema, oldest first, and how a ledger gets to the newest. There is no way back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from reportedly.errors import LedgerSchemaError
from reportedly.ledger import engines

REVISIONS = ("0001", "0002")
NEWEST = REVISIONS[-1]
FOLDER = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The version of the ledger's tables; None when it has none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check(engine: Engine, name: str) -> bool:
    """Whether the ledger is of this program's version. False: it can be brought there by `upgrade`."""
    with engines.reading(engine) as connection:
        found = revision(connection)
        if found is None:
            strangers = set(inspect(connection).get_table_names())
            if strangers:
                raise LedgerSchemaError(f"{name}: this is a database of something else, not a ledger")
            return False
    if found not in REVISIONS:
        raise LedgerSchemaError(
            f"{name}: this ledger was written by a newer version of reportedly (its tables are {found}, "
            f"this program knows {NEWEST}); install the newer version"
        )
    return found == NEWEST


def upgrade(engine: Engine, to: str = "head", versions: Path | None = None) -> None:
    """Brings the tables to a version (the newest), in one transaction; another process waits for it.

    `versions` is a folder of further steps.
    """
    # Alembic is heavy, and almost always there is nothing to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    folders = [str(FOLDER / "versions")] + ([str(versions)] if versions else [])
    config.set_main_option("version_locations", "\n".join(folders))
    config.set_main_option("path_separator", "newline")
    with engines.writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
