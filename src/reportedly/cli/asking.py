"""Asking a ledger: claims, documents, sources, copies, leftovers, failures, runs, and one thing with all about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Generic, Protocol, TypeVar

import typer

from reportedly.cli import opening
from reportedly.cli.options import Format, LedgerAt, RowsAs
from reportedly.cli.running import guarded
from reportedly.model import Harm, SourceKind, Status

if TYPE_CHECKING:
    from reportedly.interchange import Row
    from reportedly.ledger import Ledger
    from reportedly.render.listing import Columns, Entry

# A table is for looking at; whoever wants more says so, or takes lines.
_IN_A_TABLE = 50
_AT_ONCE = 500


class State(StrEnum):
    READ = "read"
    UNREAD = "unread"
    FAILED = "failed"
    NEW = "new"


class Sharing(StrEnum):
    COPY = "copy"
    UPDATE = "update"
    PARTIAL = "partial"


class Numbered(Protocol):
    @property
    def seq(self) -> int: ...


T = TypeVar("T", bound=Numbered)


@dataclass(frozen=True, slots=True)
class _Question(Generic[T]):
    """What is asked, page by page, and how an answer looks: as a row, and as an entry of a table."""

    what: str
    page: Callable[[int, int], Sequence[T]]
    rows: Callable[[Sequence[T]], Sequence[Row]]
    columns: Columns
    entry: Callable[[T, Row], Entry]
    count: Callable[[], int] | None = None


def _day(said: str | None) -> str | None:
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
Words = Annotated[
    str | None,
    typer.Option(
        metavar="WORDS", help="Words, all of which must be there; \"two words\" stand together; 'villag*' begins so."
    ),
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", callback=_day, help="Not before, as 2024-02-10.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", callback=_day, help="Not after.")]
OfDocument = Annotated[str | None, typer.Option("--document", metavar="ID", help="Those of one document.")]
OfHarm = Annotated[Harm | None, typer.Option(help="What people suffered.")]


@guarded
def claims(
    text: Words = None,
    harm: OfHarm = None,
    place: Annotated[str | None, typer.Option(metavar="WORDS", help="Words of the place.")] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="The country of the place: two letters, as SD.")
    ] = None,
    date_from: From = None,
    date_to: To = None,
    origin: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="On whose word: a source's id (with those merged with it), or words."),
    ] = None,
    status: Annotated[Status | None, typer.Option(help="The strongest mark about the harm or its number.")] = None,
    victims: Annotated[
        str | None,
        typer.Option(metavar="WHO", help="civilian, combatant, mixed, unknown; or words for who was harmed."),
    ] = None,
    document: OfDocument = None,
    orphaned: Annotated[
        bool, typer.Option("--orphaned", help="Instead, those that a later reading no longer found.")
    ] = False,
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """Find claims in a ledger.

    Several filters must all hold. Dates: claims whose days overlap these.
    """
    asked: dict[str, Any] = {
        "text": text,
        "harm": harm,
        "place": place,
        "country": country,
        "date_from": date_from,
        "date_to": date_to,
        "origin": origin,
        "status": status,
        "victims": victims,
        "document": document,
        "orphaned": orphaned,
    }
    from reportedly.cli import rows
    from reportedly.ledger import StoredClaim
    from reportedly.render import listing

    def entry(stored: StoredClaim, row: Row) -> Entry:
        return listing.claim(row, stored.claim)

    with opening.opened(ledger) as kept:
        _answer(
            kept,
            _Question(
                "claims",
                lambda limit, after: kept.claims(**asked, limit=limit, after=after),
                lambda page: [rows.claim(one) for one in page],
                listing.CLAIMS,
                entry,
                lambda: kept.count_claims(**asked),
            ),
            limit,
            format,
        )


@guarded
def documents(
    text: Words = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who published them.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Their address.")] = None,
    path: Annotated[str | None, typer.Option(metavar="PATH", help="The file that they came from.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Their language, as en.")] = None,
    status: Annotated[
        State | None,
        typer.Option(help="What became of the last reading: unread is in a language of no reader, new not yet read."),
    ] = None,
    published_from: From = None,
    published_to: To = None,
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """List the documents of a ledger, or find some."""
    from reportedly.cli import rows
    from reportedly.ledger import StoredDocument
    from reportedly.render import listing

    def page(most: int, after: int) -> list[StoredDocument]:
        return kept.documents(
            text=text, outlet=outlet, url=url, path=path, language=language, status=status,
            published_from=published_from, published_to=published_to, limit=most, after=after,
        )  # fmt: skip

    with opening.opened(ledger) as kept:
        look: _Question[StoredDocument] = _Question(
            "documents",
            page,
            lambda page: [rows.document(one) for one in page],
            listing.DOCUMENTS,
            lambda _, row: listing.document(row),
        )
        _answer(kept, look, limit, format)


@guarded
def sources(
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Part of a name, or an id.")] = None,
    kind: Annotated[SourceKind | None, typer.Option(help="What they are.")] = None,
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """List the sources and parties of a ledger.

    With each, how many claims are on its word.
    """
    from reportedly.cli import rows
    from reportedly.ledger import StoredSource
    from reportedly.render import listing

    def made(page: Sequence[StoredSource]) -> list[Row]:
        # Who is named in an example only is part of the example.
        examples = kept.examples(one.document for one in page if one.document and not one.known)
        return [rows.source(one, not one.known and one.document in examples) for one in page]

    with opening.opened(ledger) as kept:
        look: _Question[StoredSource] = _Question(
            "sources",
            lambda most, after: kept.sources(text=text, kind=kind, limit=most, after=after),
            made,
            listing.SOURCES,
            lambda _, row: listing.source(row),
        )
        _answer(kept, look, limit, format)


@guarded
def copies(
    document: Annotated[
        str | None, typer.Option(metavar="ID", help="Those of one document, whichever of the two it is.")
    ] = None,
    kind: Annotated[Sharing | None, typer.Option(help="How much is reused, and whether figures changed.")] = None,
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """List the pairs of documents that share text.

    With each, which claims of it are copies or updates.
    """
    from reportedly.cli import rows
    from reportedly.ledger import Copy
    from reportedly.render import listing

    def made(page: Sequence[Copy]) -> list[Row]:
        examples = kept.examples(id for one in page for id in (one.document, one.other))
        return [rows.copy(one, bool({one.document, one.other} & examples)) for one in page]

    with opening.opened(ledger) as kept:
        look: _Question[Copy] = _Question(
            "copies",
            lambda most, after: kept.copies(document=document, kind=kind, limit=most, after=after),
            made,
            listing.COPIES,
            lambda _, row: listing.copy(row),
        )
        _answer(kept, look, limit, format)


@guarded
def leftovers(
    document: OfDocument = None,
    harm: OfHarm = None,
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """List the numbers beside words of harm that no claim used, and why."""
    from reportedly.cli import rows
    from reportedly.ledger import StoredLeftover
    from reportedly.render import listing

    def made(page: Sequence[StoredLeftover]) -> list[Row]:
        examples = kept.examples(one.leftover.document for one in page)
        return [rows.leftover(one, one.leftover.document in examples) for one in page]

    with opening.opened(ledger) as kept:
        look: _Question[StoredLeftover] = _Question(
            "leftovers",
            lambda most, after: kept.leftovers(document=document, harm=harm, limit=most, after=after),
            made,
            listing.LEFTOVERS,
            lambda _, row: listing.leftover(row),
        )
        _answer(kept, look, limit, format)


@guarded
def failures(
    mended: Annotated[bool, typer.Option("--all", help="Also those that a later run took in.")] = False,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """List the inputs that could not be taken in, and why."""
    from reportedly.cli import rows
    from reportedly.render import listing

    with opening.opened(ledger) as kept:
        with opening.damage(kept):
            found = [rows.failure(one) for one in kept.failures(open=not mended)]
        _all(found, listing.FAILURES, listing.failure, "failures", format)


@guarded
def runs(format: RowsAs = None, ledger: LedgerAt = None) -> None:
    """List the runs that added to the ledger, and what they did."""
    from reportedly.cli import rows
    from reportedly.render import listing

    with opening.opened(ledger) as kept:
        with opening.damage(kept):
            found = [rows.run(one) for one in kept.runs()]
        _all(found, listing.RUNS, listing.run, "runs", format)


@guarded
def show(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="The key of a claim, or the id of a document.", show_default=False)
    ],
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """Show one claim, or one document, with all about it.

    For a claim: its words in context, on whose word it is, its versions, decisions and copies. For a document's id:
    the document, how it was obtained, and all that was read from it.
    """
    from reportedly.cli import rows
    from reportedly.ledger import Erasure, ShownClaim
    from reportedly.render import showing, terminal

    with opening.opened(ledger) as kept, opening.damage(kept):
        shown = kept.show(key)
    if isinstance(shown, Erasure):
        found = rows.erasure(shown)
    else:
        found = rows.shown_claim(shown) if isinstance(shown, ShownClaim) else rows.shown_document(shown)
    if opening.shaped(format) is Format.JSONL:
        opening.write([found])
        return
    console = terminal.console()
    if isinstance(shown, Erasure):
        showing.erasure(console, found)
    elif isinstance(shown, ShownClaim):
        showing.claim(console, found, shown.claim.claim, shown.document.document)
    else:
        pairs = [(rows.claim(one), one.claim) for one in shown.claims]
        showing.document(console, found, shown.document.document, pairs)


def _answer(ledger: Ledger, look: _Question[T], limit: int | None, format: Format | None) -> None:
    """Prints what is found, page by page."""
    if opening.shaped(format) is Format.JSONL:
        for page in _pages(ledger, look, limit):
            opening.write(look.rows(page))
        return
    from reportedly.render import terminal
    from reportedly.render.listing import Listing

    most = limit or _IN_A_TABLE
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


def _pages(ledger: Ledger, look: _Question[T], most: int | None) -> Iterator[Sequence[T]]:
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


def _all(
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
