"""Reading reports without keeping them: `read`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.options import AsFormat, Day, Encoding, Format, MaxBytes, Outlet, Title
from reportedly.cli.running import BAD_INPUT, complain, guarded
from reportedly.errors import InputError

if TYPE_CHECKING:
    from reportedly.ingest import Remark
    from reportedly.model import Document, Reading

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


def examples() -> Path:
    """The folder of example reports: in the installed package, or at the top of a checkout."""
    here = Path(__file__).parents[1]
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
    show = _lines(leftovers) if shape is Format.JSONL else pictures(explain, leftovers)
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


def pictures(explain: bool, leftovers: bool) -> Callable[[Reading], None]:
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
