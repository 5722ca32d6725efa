"""Options that several commands have, worded once."""

from __future__ import annotations

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
