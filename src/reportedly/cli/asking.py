"""Asking a ledger: claims, documents, sources, copies, leftovers, failures, runs, and one thing with all about it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.cli import opening
from reportedly.cli.answers import Question, answer, everything
from reportedly.cli.options import Format, From, LedgerAt, Limit, OfCountry, OfPlace, RowsAs, To, Words
from reportedly.cli.running import guarded
from reportedly.model import Harm, SourceKind, Status

if TYPE_CHECKING:
    from reportedly.interchange import Row
    from reportedly.render.listing import Entry


class State(StrEnum):
    READ = "read"
    UNREAD = "unread"
    FAILED = "failed"
    NEW = "new"


class Sharing(StrEnum):
    COPY = "copy"
    UPDATE = "update"
    PARTIAL = "partial"


OfDocument = Annotated[str | None, typer.Option("--document", metavar="ID", help="Those of one document.")]
OfHarm = Annotated[Harm | None, typer.Option(help="What people suffered.")]


@guarded
def claims(
    text: Words = None,
    harm: OfHarm = None,
    place: OfPlace = None,
    country: OfCountry = None,
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
        answer(
            kept,
            Question(
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
        look: Question[StoredDocument] = Question(
            "documents",
            page,
            lambda page: [rows.document(one) for one in page],
            listing.DOCUMENTS,
            lambda _, row: listing.document(row),
        )
        answer(kept, look, limit, format)


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
        look: Question[StoredSource] = Question(
            "sources",
            lambda most, after: kept.sources(text=text, kind=kind, limit=most, after=after),
            made,
            listing.SOURCES,
            lambda _, row: listing.source(row),
        )
        answer(kept, look, limit, format)


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
        look: Question[Copy] = Question(
            "copies",
            lambda most, after: kept.copies(document=document, kind=kind, limit=most, after=after),
            made,
            listing.COPIES,
            lambda _, row: listing.copy(row),
        )
        answer(kept, look, limit, format)


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
        look: Question[StoredLeftover] = Question(
            "leftovers",
            lambda most, after: kept.leftovers(document=document, harm=harm, limit=most, after=after),
            made,
            listing.LEFTOVERS,
            lambda _, row: listing.leftover(row),
        )
        answer(kept, look, limit, format)


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
        everything(found, listing.FAILURES, listing.failure, "failures", format)


@guarded
def runs(format: RowsAs = None, ledger: LedgerAt = None) -> None:
    """List the runs that added to the ledger, and what they did."""
    from reportedly.cli import rows
    from reportedly.render import listing

    with opening.opened(ledger) as kept:
        with opening.damage(kept):
            found = [rows.run(one) for one in kept.runs()]
        everything(found, listing.RUNS, listing.run, "runs", format)


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
