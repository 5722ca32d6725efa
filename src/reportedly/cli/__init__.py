"""The commands: parse, call, print. Whatever takes long to import is imported where it is needed.

Here is what they share: the program, how commands end, formats and options. Each command stands in a module of its kind
and is registered at the end of this one.
"""

from __future__ import annotations

import functools
import io
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, ParamSpec

import typer

from reportedly.errors import InputError, ReportedlyError

P = ParamSpec("P")
BAD_INPUT = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"


app = typer.Typer(
    name="reportedly",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Reads news reports of armed conflict into claims: who says how many people were killed, injured, displaced, "
    "detained, abducted or are missing; which people, by whom, where, when, and on whose word. Every value points "
    "at the words that it was read from.",
)


def guarded(command: Callable[P, int | None]) -> Callable[P, None]:
    """Runs a command; what goes wrong becomes one line and an exit status, never a traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = command(*args, **kwargs) or 0
            sys.stdout.flush()
        except ReportedlyError as error:
            complain(str(error))
            status = BAD_INPUT if isinstance(error, InputError) else 1
        except KeyboardInterrupt:
            complain("stopped")
            status = INTERRUPTED
        except BrokenPipeError:
            # Whoever read us has enough (`| head`). What is still buffered must not fail again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = PIPE_CLOSED
        except OSError as error:
            # A full disk, a cache folder that cannot be written.
            complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
            status = 1
        raise typer.Exit(status)

    return run


def complain(line: str) -> None:
    print(f"reportedly: {line}", file=sys.stderr, flush=True)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"reportedly {version('reportedly')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


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
LedgerAt = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH",
        help="The ledger: a file, or a database at postgresql://… Unsaid: what REPORTEDLY_LEDGER says, else "
        "reportedly.db.",
    ),
]


def main() -> None:
    """The console script."""
    # Claims hold the words of any language; a machine set to another encoding would lose them.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="reportedly")


# The commands use what stands above. They are registered in the order in which help lists them.
from reportedly.cli import places, reading  # noqa: E402

_COMMANDS: tuple[Callable[..., None], ...] = (
    reading.read,
    reading.demo,
    # What fills a ledger: keeping.ingest, keeping.watch, keeping.reread.
)
for _command in _COMMANDS:
    app.command()(_command)
app.add_typer(places.app, name="places")
