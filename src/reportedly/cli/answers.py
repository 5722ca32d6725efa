"""How a question is put to a ledger page by page, and how its answer is printed: a table, or one JSON object a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from reportedly.cli import opening
from reportedly.cli.options import Format

if TYPE_CHECKING:
    from reportedly.interchange import Row
    from reportedly.ledger import Ledger
    from reportedly.render.listing import Columns, Entry

# A table is for looking at; whoever wants more says so, or takes lines.
IN_A_TABLE = 50
_AT_ONCE = 500


class Numbered(Protocol):
    @property
    def seq(self) -> int: ...


T = TypeVar("T", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """What is asked, page by page, and how an answer looks: as a row, and as an entry of a table."""

    what: str
    page: Callable[[int, int], Sequence[T]]
    rows: Callable[[Sequence[T]], Sequence[Row]]
    columns: Columns
    entry: Callable[[T, Row], Entry]
    count: Callable[[], int] | None = None


def answer(ledger: Ledger, look: Question[T], limit: int | None, format: Format | None) -> None:
    """Prints what is found, page by page."""
    if opening.shaped(format) is Format.JSONL:
        for page in _pages(ledger, look, limit):
            opening.write(look.rows(page))
        return
    from reportedly.render import terminal
    from reportedly.render.listing import Listing

    most = limit or IN_A_TABLE
    listing = Listing(terminal.console(), look.columns)
    printed, more = 0, False
    # One more than is printed tells whether there are more.
    for page in _pages(ledger, look, most + 1):
        more = printed + len(page) > most
        page = page[: most - printed]
        if page and not printed:
            listing.head()
        for one, row in zip(page, look.rows(page), strict=True):
            listing.add(look.entry(one, row))
        printed += len(page)
    if not printed:
        print(f"no {look.what}")
    elif more:
        whole = f" of {look.count():,}" if look.count else ""
        print(f"{printed:,}{whole} {look.what}; --limit shows more")


def _pages(ledger: Ledger, look: Question[T], most: int | None) -> Iterator[Sequence[T]]:
    """What is found, in the order of the ledger; each page begins after the last one of the page before."""
    found = after = 0
    while most is None or found < most:
        asked = _AT_ONCE if most is None else min(_AT_ONCE, most - found)
        with opening.damage(ledger):
            page = look.page(asked, after)
        # A page of leftovers ends with the document, and so may be longer than asked for.
        yield page if most is None else page[: most - found]
        if len(page) < asked:
            return
        found, after = found + len(page), page[-1].seq


def everything(
    found: Sequence[Row], columns: Columns, entry: Callable[[Row], Entry], what: str, format: Format | None
) -> None:
    if opening.shaped(format) is Format.JSONL:
        opening.write(found)
        return
    from reportedly.render import terminal
    from reportedly.render.listing import Listing

    listing = Listing(terminal.console(), columns)
    if found:
        listing.head()
    for row in found:
        listing.add(entry(row))
    if not found:
        print(f"no {what}")
