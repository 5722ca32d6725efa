"""Asking a ledger what follows from its claims: `events`, `toll`, and the `profiles` that are the rules for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.cli import answers, opening
from reportedly.cli.options import Format, From, LedgerAt, Limit, OfCountry, OfPlace, RowsAs, To, day
from reportedly.cli.running import guarded

if TYPE_CHECKING:
    from reportedly.intake.tolling import Listed, View
    from reportedly.interchange import Row
    from reportedly.ledger import Ledger
    from reportedly.profiles import Profile


class Extent(StrEnum):
    """Those of `evidence`, which takes its time to load."""

    INCIDENT = "incident"
    EPISODE = "episode"
    CAMPAIGN = "campaign"
    WAR = "war"


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
    profile: ProfileNamed = "strict",
    limit: Limit = None,
    format: RowsAs = None,
    ledger: LedgerAt = None,
) -> None:
    """List the events of a ledger, or find some.

    An event is what claims of one or more reports speak of together. With each, the bounds of how many were killed and
    injured under a profile; `reportedly toll` says how they come about. Dates: events whose days overlap these.
    """
    from reportedly.cli import rows
    from reportedly.intake import tolling
    from reportedly.render import listing

    rules = _rules(profile)
    asked: dict[str, Any] = {
        "place": place,
        "country": country,
        "date_from": date_from,
        "date_to": date_to,
        "extent": extent.value if extent else None,
    }

    def page(most: int, after: int) -> Sequence[Listed]:
        return tolling.events(kept, profile=rules, limit=most, after=after, **asked)

    def made(found: Sequence[Listed]) -> list[Row]:
        return [rows.event(one, rules.name) for one in found]

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
    from reportedly.render import terminal, toll_page

    rules = _rules(profile)
    until = date.fromisoformat(as_of) if as_of else None
    with opening.opened(ledger) as kept, opening.damage(kept):
        found = _toll(kept, event, rules, until, _moment(as_recorded))
    if opening.shaped(format) is Format.JSONL:
        opening.write([found])
        return
    toll_page.show(terminal.console(), found, explain, limit or answers.IN_A_TABLE)


def _rules(name: str, option: str = "--profile") -> Profile:
    """A profile; one that is not there, or says what cannot be meant, is an option that cannot be meant."""
    from reportedly import profiles
    from reportedly.errors import LexiconError

    try:
        return profiles.load(name)
    except LexiconError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def _toll(
    ledger: Ledger, event: str, rules: Profile, as_of: date | None, as_recorded: datetime | None
) -> dict[str, Any]:
    from reportedly.cli import rows
    from reportedly.intake import tolling

    view = tolling.view(ledger, event, rules, as_of=as_of, as_recorded=as_recorded)
    return rows.toll(view, _claims(ledger, view))


def together(ledger: Ledger) -> None:
    """The events of the examples, and the tolls of those that several of them tell of, under strict: for the demo."""
    from reportedly import profiles
    from reportedly.cli import rows
    from reportedly.intake import tolling
    from reportedly.render import listing, terminal, toll_page

    rules = profiles.load("strict")
    console = terminal.console()
    found = tolling.events(ledger, profile=rules, limit=None)
    print("\nEXAMPLE (invented): the events that these reports tell of")
    answers.everything(
        [rows.event(one, rules.name) for one in found], listing.EVENTS, listing.event, "events", Format.TABLE
    )
    for one in found:
        shown = _toll(ledger, one.facts.event, rules, None, None)
        if len(shown["documents"]) > 1:
            print()
            toll_page.brief(console, shown)


def _claims(ledger: Ledger, view: View) -> dict[str, Row]:
    """The claims of the toll in the interchange form, as they were read at that time."""
    if view.as_recorded is None:
        found = (one for document in view.documents for one in ledger.claims(document=document, limit=None))
        return {one.key: one.row for one in found}
    link = ledger.last_link(view.as_recorded)
    stored = [one for one in map(ledger.document, view.documents) if one is not None]
    return {claim.key: claim.row for one in stored for claim in ledger.reading_at(one.document, link)[1]}


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

    found = [rows.profile(_rules(one, "NAME|FILE")) for one in ([name] if name else known.names())]
    if opening.shaped(format) is Format.JSONL:
        opening.write(found)
    elif name:
        toll_page.rules(terminal.console(), found[0])
    else:
        answers.everything(found, listing.PROFILES, listing.profile, "profiles", Format.TABLE)
