"""The commands: parse, call, print. Whatever takes long to import is imported where it is needed.

Each command stands in a module of its kind; `running` says how they end, `options` what they have in common.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from reportedly.cli import accounts, asking, keeping, places, reading, tolling
from reportedly.cli.running import BAD_INPUT, INTERRUPTED, PIPE_CLOSED

__all__ = ["BAD_INPUT", "INTERRUPTED", "PIPE_CLOSED", "app", "main"]

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


# In the order in which help lists them.
_COMMANDS: tuple[Callable[..., None], ...] = (
    reading.read,
    keeping.ingest,
    keeping.watch,
    keeping.reread,
    keeping.demo,
    tolling.events,
    tolling.toll,
    tolling.profiles,
    asking.claims,
    asking.documents,
    asking.sources,
    asking.copies,
    asking.leftovers,
    asking.show,
    asking.failures,
    asking.runs,
    accounts.verify,
    accounts.redact,
)
for _command in _COMMANDS:
    app.command()(_command)
app.add_typer(places.app, name="places")


def main() -> None:
    """The console script."""
    # Claims hold the words of any language; a machine set to another encoding would lose them.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="reportedly")
