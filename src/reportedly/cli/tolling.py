"""Asking a ledger what follows from its claims: `events`, `toll`, and the `profiles` that are the rules for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli import answers, opening
from reportedly.cli.options import Format, From, LedgerAt, Limit, OfCountry, OfPlace, RowsAs, To, day
from reportedly.cli.running import guarded
from reportedly.evidence import Extent

if TYPE_CHECKING:
    from reportedly.intake.tolling import Listed, View
    from reportedly.interchange import Row
    from reportedly.ledger import Ledger

ProfileNamed = Annotated[
    str,
    typer.Option(
        metavar="NAME|FILE",
        help="The rules: strict, ucdp, acled, ibc, airwars, or a file of your own (.toml). "
        "`reportedly profiles` shows them.",
    ),
]


def _moment(said: str | None) -> datetime | None:
    """A time in UTC; a day is meant to its end.

    >>> str(_moment("2024-02-10")), str(_moment("2024-02-10T12:30"))
    ('2024-02-10 23:59:59.999999+00:00', '2024-02-10 12:30:00+00:00')
    """
    if said is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(said), time.max, UTC)
    except ValueError:
        try:
            moment = datetime.fromisoformat(said)
        except ValueError:
            raise typer.BadParameter(
                f"{said!r} is no day and no time; write it as 2024-02-10 or 2024-02-10T12:30"
            ) from None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _checked_moment(said: str | None) -> str | None:
    _moment(said)
    return said


@guarded
def events(
    place: OfPlace = None,
    country: OfCountry = None,
    date_from: From = None,
    date_to: To = None,
    extent: Annotated[
        Extent | None,
        typer.Option(help="How wide: one attack, some days of an area, a campaign, a whole war."),
    ] = None,
    within: Annotated[str | None, typer.Option(metavar="EVENT", help="Those that a wider event holds.")] = None,
    profile: ProfileNamed = "strict",
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """List the events of a ledger, or find some.

    An event is what claims of one or more reports speak of together. With each, the bounds of how many were killed and
    injured under a profile; `reportedly toll` says how they come about. Dates: events whose days overlap these.
    """
    from reportedly import profiles
    from reportedly.cli import rows
    from reportedly.intake import tolling
    from reportedly.render import listing

    rules = profiles.load(profile)
    asked = {
        "place": place,
        "country": country,
        "date_from": date_from,
        "date_to": date_to,
        "extent": extent.value if extent else None,
        "within": within,
    }

    def page(most: int, after: int) -> Sequence[Listed]:
        return tolling.events(kept, profile=rules, limit=most, after=after, **asked)

    def made(found: Sequence[Listed]) -> list[Row]:
        return [rows.event(one, rules.name, bool(kept.examples(one.documents))) for one in found]

    with opening.opened(ledger) as kept:
        answers.answer(
            kept,
            answers.Question(
                "events",
                page,
                made,
                listing.EVENTS,
                lambda _, row: listing.event(row),
                lambda: kept.count_events(**asked),
            ),
            limit,
            format,
        )


@guarded
def toll(
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="The id of an event, as `events` lists it.", show_default=False)
    ],
    profile: ProfileNamed = "strict",
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            callback=day,
            help="Only reports published by this day, with today's readings and decisions.",
        ),
    ] = None,
    as_recorded: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            callback=_checked_moment,
            help="Only what the ledger held by then: a day to its end, or a time, in UTC.",
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="All of it in words, and why each claim is of the event.")
    ] = False,
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """Show the toll of an event: what follows from its claims under a profile, and why.

    The sentence; the table by harm and victims; what contradicts or may not fit together; what became of each claim;
    who counts as a source, surely and at most; how it grew; and the rules with how sure we are of each. It says on
    which basis: every report, those published by a day, or what was recorded by then.
    """
    from reportedly import profiles
    from reportedly.cli import rows
    from reportedly.intake import tolling
    from reportedly.render import terminal, toll_page

    rules = profiles.load(profile)
    until = date.fromisoformat(as_of) if as_of else None
    with opening.opened(ledger) as kept, opening.damage(kept):
        view = tolling.view(kept, event, rules, as_of=until, as_recorded=_moment(as_recorded))
        found = rows.toll(view, rules, event, _claims(kept, view), bool(kept.examples(view.documents)))
    if opening.shaped(format) is Format.JSONL:
        opening.write([found])
        return
    toll_page.show(terminal.console(), found, explain, limit or answers.IN_A_TABLE)


def _claims(ledger: Ledger, view: View) -> Mapping[str, Row]:
    """The claims of the toll in the interchange form, as they were read at that time."""
    found = {}
    for document in view.documents:
        for stored in ledger.claims(document=document, limit=None):
            found[stored.claim.key] = stored.row
    return found


@guarded
def profiles(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE", help="One, with its rules; unsaid, all that come with the program."),
    ] = None,
    format: RowsAs = None,
) -> None:
    """List the rule profiles, or show the rules of one and how sure we are of each.

    read: in a text of the project that it is named after; seen in data; second-hand; ours.
    """
    from reportedly import profiles as known
    from reportedly.cli import rows
    from reportedly.render import listing, terminal, toll_page

    found = [rows.profile(known.load(one)) for one in ([name] if name else known.names())]
    if opening.shaped(format) is Format.JSONL:
        opening.write(found)
    elif name:
        toll_page.rules(terminal.console(), found[0])
    else:
        answers.everything(found, listing.PROFILES, listing.profile, "profiles", Format.TABLE)
