"""An event of a ledger with its toll: as it is now, as of a day of publication, or as it was on record at a time.

    view(ledger, "e-nx5afpn342", "strict", as_of=date(2024, 2, 10)).toll

*As of D*: the documents published by D, in today's readings, under today's decisions. *As recorded by D*: what the
ledger held by D, read as it was read then. Both group the neighbourhood anew from what is to be seen alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from reportedly import events as grouped
from reportedly import profiles, tolls
from reportedly.errors import LedgerMissing
from reportedly.evidence import Event, Evidence, Extent, Member, Reason
from reportedly.intake.deciding import Decided, decided
from reportedly.intake.earlier import Earlier
from reportedly.intake.grouping import Grouping, Neighbours
from reportedly.ledger import Decision, EventFacts, EventMove, Ledger, Membership, StoredEvent
from reportedly.model import Harm, Toponym
from reportedly.profiles import Profile
from reportedly.sources import Merges
from reportedly.tolls import Line, Ruling, Said, Toll


@dataclass(frozen=True, slots=True)
class Report:
    """Where a claim of an event was read. `example`: it ships with the program."""

    outlet: str | None
    title: str | None
    published: date | None
    url: str | None
    example: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """An event and its toll. `event.id` is the id that holds now; `asked` the one that led to it, where that differs.

    `evidence` are the claims of all members, also of those that stand by. `rejected` are those that would be there if
    nobody had rejected them: they are in no event, and their rulings end the toll's (today's view only). `documents`
    are by id. `notes` say what was left out.
    """

    event: Event
    evidence: tuple[Evidence, ...]
    toll: Toll
    as_of: date | None
    as_recorded: datetime | None
    documents: Mapping[str, Report]
    profile: Profile
    merges: Merges
    asked: str | None = None
    moves: tuple[EventMove, ...] = ()
    rejected: tuple[tuple[Evidence, Decision], ...] = ()
    notes: tuple[str, ...] = ()

    def trail(self) -> tuple[tuple[date, Toll], ...]:
        """The toll as it stood after each day of publication."""
        return tuple(tolls.trail(self.event, self.evidence, self.profile, self.merges))


@dataclass(frozen=True, slots=True)
class Listed:
    """An event of a list with the lines of its toll: of those killed, and of those injured. None: no claim says."""

    stored: StoredEvent
    facts: EventFacts
    killed: Line | None
    injured: Line | None
    toll: Toll
    example: bool = False

    @property
    def seq(self) -> int:
        """Where the next page begins: `events(…, after=seq)`."""
        return self.stored.seq


def view(
    ledger: Ledger,
    id: str,
    profile: str | Profile = "strict",
    *,
    as_of: date | None = None,
    as_recorded: date | datetime | None = None,
) -> View:
    """The event of an id (an old one leads on) with its toll under a profile.

    `as_recorded` as a day means its end, UTC. Raises LedgerMissing when no such event was minted, or when nothing of
    it is to be seen at that time.
    """
    rules = profiles.load(profile) if isinstance(profile, str) else profile
    stored = ledger.event(id)
    if stored is None:
        raise LedgerMissing(f"{id}: no event of the ledger has this id")
    moment = _moment(as_recorded)
    known = decided(ledger, moment)
    notes: list[str] = []
    if as_of is None and moment is None:
        event, evidence = _now(ledger, stored, notes)
    else:
        event, evidence = _then(ledger, stored, known, as_of, moment, notes)
    toll = tolls.reconcile(event, evidence, rules, known.merges)
    rejected = _rejected(ledger, event, known) if as_of is None and moment is None else ()
    rulings = (*toll.rulings, *(_ruled_out(one, decision) for one, decision in rejected))
    ids = {one.document for one in [*evidence, *(one for one, _ in rejected)]}
    return View(
        event=event,
        evidence=tuple(evidence),
        toll=replace(toll, rulings=rulings),
        as_of=as_of,
        as_recorded=moment,
        documents=documents(ledger, ids),
        profile=rules,
        merges=known.merges,
        asked=id if id != event.id else None,
        moves=tuple(one for one in stored.moves if moment is None or one.at is None or one.at <= moment),
        rejected=rejected,
        notes=tuple(notes),
    )


def documents(ledger: Ledger, ids: Iterable[str]) -> dict[str, Report]:
    """Where claims were read, by document."""
    found = {id: ledger.document(id) for id in sorted(ids)}
    made = {id: stored.document for id, stored in found.items() if stored is not None}
    return {id: Report(one.outlet, one.title, one.published.day, one.url, one.example) for id, one in made.items()}


# --- now


def _now(ledger: Ledger, stored: StoredEvent, notes: list[str]) -> tuple[Event, list[Evidence]]:
    """The event as the ledger keeps it."""
    members = ledger.memberships(events=[stored.id])
    if stored.facts is None or not members:
        raise LedgerMissing(f"{stored.id}: no claim speaks of this event any more")
    if waiting := ledger.count_waiting():
        reports = "1 report is" if waiting == 1 else f"{waiting:,} reports are"
        notes.append(f"{reports} still to be grouped: what they say may be missing here")
    event = _event(stored.facts, members)
    return replace(event, within=within(ledger, event)), _claims(ledger, members)


def _event(facts: EventFacts, members: Sequence[Membership]) -> Event:
    anchor, top = facts.rest.get("anchor"), facts.rest.get("toponym")
    return Event(
        id=facts.event,
        anchor=str(anchor),
        extent=Extent(facts.extent),
        members=tuple(
            Member(one.claim, one.enters, tuple(Reason(*why) for why in one.why))
            for one in sorted(members, key=lambda one: one.claim)
        ),
        place=facts.place,
        toponym=Toponym(*top) if isinstance(top, list) else None,
        country=facts.country,
        date_from=facts.date_from,
        date_to=facts.date_to,
    )


def _claims(ledger: Ledger, members: Iterable[Membership]) -> list[Evidence]:
    keys = {one.claim for one in members}
    found = Grouping().load(ledger, sorted({key.rsplit(":", 2)[0] for key in keys}))
    return sorted((one for one in found if one.key in keys), key=_order)


def _order(one: Evidence) -> tuple[date, str, int]:
    return one.published or date.max, one.document, one.index


def within(ledger: Ledger, event: Event) -> str | None:
    """The id of the smallest wider event that holds the area and days of this one."""
    if event.date_from is None or event.date_to is None or event.country is None:
        return None
    found = ledger.wider(event.country, event.date_from, event.date_to)
    among = {facts.event: _event(facts, ()) for facts in found if facts.event != event.id}
    (nested,) = (one for one in grouped.nested([event], among.values()) if one.anchor == event.anchor)
    ids = {one.anchor: id for id, one in among.items()}
    return ids.get(nested.within or "")


# --- then


def _then(
    ledger: Ledger,
    stored: StoredEvent,
    known: Decided,
    as_of: date | None,
    as_recorded: datetime | None,
    notes: list[str],
) -> tuple[Event, list[Evidence]]:
    """The event around the claims that it has now, grouped from what was to be seen then."""
    reports = Earlier(ledger, known, as_of, as_recorded)
    now = {one.claim for one in ledger.memberships(events=[stored.id])} | {stored.anchor}
    made = grouped.regroup(now, reports, known.judgements)
    event = next((one for one in made if any(member.key == stored.anchor for member in one.members)), None)
    if event is None:
        # Its anchor was not there: what most of its claims were in.
        shared = [(sum(member.key in now for member in one.members), one) for one in made]
        event = max(shared, key=lambda one: (one[0], one[1].anchor))[1] if shared else None
    if event is None:
        said = f"published by {as_of}" if as_of else f"recorded by {as_recorded:%Y-%m-%d %H:%M} UTC"
        raise LedgerMissing(f"{stored.id}: nothing of it was {said}")
    if reports.undated:
        several = len(reports.undated) > 1
        notes.append(
            f"{len(reports.undated)} {'documents' if several else 'document'} around it without a day of publication "
            f"{'are' if several else 'is'} left out"
        )
    if as_recorded is not None and stored.at > as_recorded:
        notes.append("its id was minted later")
    keys = {member.key for member in event.members}
    evidence = sorted((one for one in reports.given if one.key in keys), key=_order)
    return replace(event, id=stored.id, within=None), evidence


def _moment(at: date | datetime | None) -> datetime | None:
    if at is None:
        return None
    if isinstance(at, datetime):
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.combine(at, time.max, UTC)


# --- claims that a person rejected


def _rejected(ledger: Ledger, event: Event, known: Decided) -> tuple[tuple[Evidence, Decision], ...]:
    """The claims that a person rejected and that would speak of the event if nobody had."""
    if not known.rejected:
        return ()
    grouping, members = Grouping(), {member.key for member in event.members}
    reports = Neighbours(grouping, ledger, replace(known, rejected={}))
    made = grouped.regroup(members, reports, known.judgements)
    beside = {one.key for other in made if _shared(other, members) for one in other.members} & known.rejected.keys()
    found = grouping.load(ledger, sorted({key.rsplit(":", 2)[0] for key in beside}))
    return tuple((one, known.rejected[one.key]) for one in sorted(found, key=_order) if one.key in beside)


def _shared(event: Event, members: Set[str]) -> bool:
    return any(member.key in members for member in event.members)


def _ruled_out(one: Evidence, decision: Decision) -> Ruling:
    day = f" on {decision.at.date()}" if decision.at else ""
    why = f": {decision.why}" if decision.why else ""
    return Ruling(one.key, Said.SET_ASIDE, why=f"rejected by {decision.who}{day}{why}")


# --- lists


def events(
    ledger: Ledger,
    *,
    profile: str | Profile = "strict",
    limit: int | None = 50,
    after: int = 0,
    offset: int = 0,
    **filters: Any,
) -> list[Listed]:
    """A page of the events that there are now, each with its toll; filters as in `Ledger.events`."""
    rules = profiles.load(profile) if isinstance(profile, str) else profile
    merges = decided(ledger).merges
    found = ledger.events(limit=limit, after=after, offset=offset, **filters)
    by_event: dict[str, list[Membership]] = {}
    for member in ledger.memberships(events=[one.id for one in found]) if found else ():
        by_event.setdefault(member.event, []).append(member)
    grouping = Grouping()
    keys = {one.claim for members in by_event.values() for one in members}
    claims = {one.key: one for one in grouping.load(ledger, sorted({key.rsplit(":", 2)[0] for key in keys}))}
    examples = ledger.examples({one.document for one in claims.values()})
    made = []
    for stored in found:
        assert stored.facts is not None
        members = by_event.get(stored.id, [])
        event = _event(stored.facts, members)
        own = {one.claim: claims[one.claim] for one in members if one.claim in claims}
        toll = tolls.reconcile(event, own, rules, merges)
        example = any(one.document in examples for one in own.values())
        lines = (toll.line(Harm.KILLED), toll.line(Harm.INJURED))
        made.append(Listed(stored, stored.facts, *lines, toll, example))
    return made
