"""Looks up who holds the hashes of a sketch: a document is compared with a dozen others, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

_ONE = "SELECT document FROM sketches WHERE band = ? AND hash = ? ORDER BY document LIMIT ?"
_ALL = (
    "SELECT k.n, s.document FROM unnest(%s::int[], %s::bigint[]) WITH ORDINALITY AS k(band, hash, n) "
    "CROSS JOIN LATERAL (SELECT document FROM sketches WHERE band = k.band AND hash = k.hash "
    "ORDER BY document LIMIT %s) AS s ORDER BY k.n, s.document"
)


def holders(connection: Connection, rows: Sequence[tuple[int, int]], first: int) -> list[list[int]]:
    """For each (band, hash) the numbers of the first documents that hold it."""
    if connection.dialect.name == "sqlite":
        # Dozens of look-ups a document: the driver's own cursor takes a tenth of the time of a statement of SQLAlchemy.
        driver: Any = connection.connection.driver_connection
        cursor = driver.cursor()
        found = [[document for (document,) in cursor.execute(_ONE, (*row, first))] for row in rows]
        cursor.close()
        return found
    held: list[list[int]] = [[] for _ in rows]
    bands, hashes = [band for band, _ in rows], [hashed for _, hashed in rows]
    for number, document in connection.exec_driver_sql(_ALL, (bands, hashes, first)):
        held[number - 1].append(document)
    return held


def ids(connection: Connection, seqs: Sequence[int]) -> dict[int, str]:
    """The ids of documents by their numbers."""
    marks = ", ".join(["?" if connection.dialect.name == "sqlite" else "%s"] * len(seqs))
    rows = connection.exec_driver_sql(f"SELECT seq, id FROM documents WHERE seq IN ({marks})", tuple(seqs))
    return {int(seq): str(id) for seq, id in rows}
