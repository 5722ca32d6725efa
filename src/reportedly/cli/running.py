"""How commands end: with a status, and what goes wrong in one line on standard error."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec

import typer

from reportedly.errors import InputError, ReportedlyError
from reportedly.render.words import shown

P = ParamSpec("P")
BAD_INPUT = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


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
    """One line on standard error, whatever the names in it hold."""
    print(f"reportedly: {shown(line)}", file=sys.stderr, flush=True)
