"""Options that several commands have, worded once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"


Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published the reports.")]
Day = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When they came out, as 2025-03-10. Without a date, 'on Friday' has no day."),
]
Title = Annotated[str | None, typer.Option(metavar="WORDS", help="Their headline.")]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="The encoding of files that are not UTF-8, such as windows-1252.")
]
MaxBytes = Annotated[int, typer.Option(metavar="N", min=1, help="The largest report that is read.")]
AsFormat = Annotated[
    Format | None,
    typer.Option(
        "--format", help="A table to look at, or one claim a line. Unsaid: a table on a terminal, lines in a pipe."
    ),
]
RowsAs = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="A table to look at, or one JSON object a line. Unsaid: a table on a terminal, lines in a pipe.",
    ),
]
LedgerAt = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        help="The ledger: a file, or a database at postgresql://… Unsaid: what REPORTEDLY_LEDGER says, else "
        "reportedly.db.",
    ),
]


def day(said: str | None) -> str | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{said!r} is no day; write it as 2024-02-10") from None


Limit = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="The most that are printed. Unsaid: 50 in a table, all as lines."),
]
OfPlace = Annotated[str | None, typer.Option("--place", metavar="WORDS", help="Words of the place.")]
OfCountry = Annotated[
    str | None, typer.Option("--country", metavar="CODE", help="The country of the place: two letters, as SD.")
]
Words = Annotated[
    str | None,
    typer.Option(
        metavar="WORDS", help="Words, all of which must be there; \"two words\" stand together; 'villag*' begins so."
    ),
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", callback=day, help="Not before, as 2024-02-10.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", callback=day, help="Not after.")]
