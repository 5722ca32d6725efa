"""The commands: parse, call, print. Whatever takes long to import is imported where it is needed."""

from __future__ import annotations

import functools
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from reportedly.errors import InputError, ReportedlyError

if TYPE_CHECKING:
    from reportedly.ingest import Remark
    from reportedly.model import Document, Reading

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
places_app = typer.Typer(no_args_is_help=True, help="The gazetteer: the places that names are looked up in.")
app.add_typer(places_app, name="places")


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
AsFormat = Annotated[
    Format | None,
    typer.Option(
        "--format", help="A table to look at, or one claim a line. Unsaid: a table on a terminal, lines in a pipe."
    ),
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Show each claim under its sentence, with the words and the rule of every field."),
]
Leftovers = Annotated[
    bool,
    typer.Option(
        "--leftovers",
        help="Show the numbers beside words of harm that no claim used, and why. As lines: those instead of claims.",
    ),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="The encoding of files that are not UTF-8, such as windows-1252.")
]
MaxBytes = Annotated[int, typer.Option(metavar="N", min=1, help="The largest report that is read.")]


@app.command()
@guarded
def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Text files, pages (.html), JSON lines (.jsonl: id, text, title, outlet, published, url), folders of "
            "these, or - for standard input. NAME.meta.json beside NAME.txt may say outlet, published, title, url, id",
            show_default=False,
        ),
    ],
    outlet: Outlet = None,
    published: Day = None,
    title: Title = None,
    format: AsFormat = None,
    explain: Explain = False,
    leftovers: Leftovers = False,
    encoding: Encoding = None,
    max_bytes: MaxBytes = 5_000_000,
) -> int:
    """Read reports and print their claims.

    What --outlet, --published and --title say holds for every report and wins over what stands beside it.
    An input that cannot be read is told on standard error, the others are read, and the exit status is 2.
    """
    if explain and format is Format.JSONL:
        raise typer.BadParameter("--explain is for reading by people; leave out --format jsonl", param_hint="--explain")
    from reportedly import ingest

    found = ingest.load(paths, outlet=outlet, published=published, title=title, encoding=encoding, max_bytes=max_bytes)
    shape = format or (Format.TABLE if explain or sys.stdout.isatty() else Format.JSONL)
    # What comes through a pipe is told as it comes; files are read side by side.
    return _print_all(found, shape, explain, leftovers, one_by_one="-" in map(str, paths))


@app.command()
@guarded
def demo(explain: Explain = False) -> int:
    """Read the invented reports that come with the program and print their claims."""
    from reportedly import ingest

    return _print_all(ingest.load([examples()]), Format.TABLE, explain, leftovers=False)


def examples() -> Path:
    """The folder of example reports: in the installed package, or at the top of a checkout."""
    here = Path(__file__).parent
    found = next((folder for folder in (here / "examples", here.parents[1] / "examples") if folder.is_dir()), None)
    if found is None:
        raise InputError("examples", "they are not installed; install reportedly again")
    return found


def _print_all(
    found: Iterator[Document | Remark | InputError],
    shape: Format,
    explain: bool,
    leftovers: bool,
    one_by_one: bool = False,
) -> int:
    """Reads and prints one report after the other. The exit status: 2 when an input could not be read."""
    from reportedly import gazetteer
    from reportedly.model import Document
    from reportedly.pipeline import AT_ONCE, read_all
    from reportedly.render.words import shown

    if sys.stderr.isatty() and not gazetteer.built():
        complain("note: the index of places is built now, once; this takes about ten seconds")
    show = _lines(leftovers) if shape is Format.JSONL else _pictures(explain, leftovers)
    status = reports = claims = 0
    with _progress(shape) as told:
        while group := list(islice(found, 1 if one_by_one else AT_ONCE)):
            readings = read_all(one for one in group if isinstance(one, Document))
            for one in group:
                if isinstance(one, InputError):
                    complain(str(one))
                    status = BAD_INPUT
                elif isinstance(one, Document):
                    reading = next(readings)
                    for note in reading.notes:
                        complain(f"note: {shown(one.id)}: {note}")
                    show(reading)
                    reports, claims = reports + 1, claims + len(reading.claims)
                    told(f"{reports} reports, {claims} claims")
                else:
                    complain(f"note: {one.where}: {one.what}")
    return status


def _lines(leftovers: bool) -> Callable[[Reading], None]:
    """One claim a line, or one leftover a line."""
    from reportedly import interchange

    def show(reading: Reading) -> None:
        if leftovers:
            rows = [interchange.leftover_row(leftover) for leftover in reading.leftovers]
        else:
            rows = [interchange.row(claim, reading.document) for claim in reading.claims]
        sys.stdout.writelines(f"{interchange.line(row)}\n" for row in rows)
        sys.stdout.flush()

    return show


def _pictures(explain: bool, leftovers: bool) -> Callable[[Reading], None]:
    """A table a report, or its sentences with their claims."""
    from reportedly.render import terminal

    console = terminal.console()

    def show(reading: Reading) -> None:
        if explain:
            plain = console.color_system is None
            terminal.show(console, terminal.explanation(reading, console.width, plain))
        else:
            terminal.show(console, terminal.table(reading, console.width))
        if leftovers:
            terminal.show(console, terminal.leftovers(reading))

    return show


@contextmanager
def _progress(shape: Format) -> Iterator[Callable[[str], None]]:
    """Tells on a terminal how far it is, when the claims themselves go elsewhere."""
    if shape is Format.TABLE or sys.stdout.isatty() or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        yield status.update


@places_app.command("import")
@guarded
def import_places(
    dump: Annotated[
        Path, typer.Argument(metavar="DUMP", help="A country's file from GeoNames, such as SD.txt or SD.zip.")
    ],
) -> None:
    """Add the places of a GeoNames country dump to the gazetteer of this machine."""
    from reportedly import gazetteer

    count = gazetteer.import_dump(dump)
    print(f"{count:,} places imported from {dump}")


def main() -> None:
    """The console script."""
    # Claims hold the words of any language; a machine set to another encoding would lose them.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="reportedly")
