"""Opening a ledger to ask it, and how answers are printed: tables for people, lines for pipes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reportedly.cli.options import Format
from reportedly.errors import LedgerError

if TYPE_CHECKING:
    from reportedly.interchange import Row
    from reportedly.ledger import Ledger


@contextmanager
def opened(where: str | None) -> Iterator[Ledger]:
    """The ledger that --ledger names; its library is loaded now."""
    from reportedly.ledger import Ledger

    with Ledger.open(where) as ledger:
        yield ledger


@contextmanager
def damage(ledger: Ledger) -> Iterator[None]:
    """A stored value that was altered fails in many ways; all of them are one error."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise LedgerError(
            f"{ledger.name}: what is stored cannot be understood ({what}); `reportedly verify` names what was changed"
        ) from error


def shaped(wanted: Format | None) -> Format:
    return wanted or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)


def write(rows: Iterable[Row]) -> None:
    """One JSON object a line, on their way at once."""
    from reportedly import interchange

    sys.stdout.writelines(f"{interchange.line(row)}\n" for row in rows)
    sys.stdout.flush()
