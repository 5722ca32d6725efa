"""Questions about events: their ids and where these lead, what they are now, which claims are theirs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from reportedly.ledger import coding, searching
from reportedly.ledger.asking import LIMIT, Asking, limited, listed
from reportedly.ledger.records import EventFacts, EventMove, Membership, StoredEvent

MERGED, SPLIT = "merged", "split"

# Memberships read together when all are.
_AT_ONCE = 20_000

_FACTS = (
    "f.event, f.extent, f.place, f.country, f.date_from, f.date_to, f.latitude, f.longitude, f.within, f.claims, "
    "f.facts"
)
_EVENTS = f"SELECT e.id, e.anchor, c.at, e.seq, e.run, {_FACTS} FROM events e JOIN chain c ON c.seq = e.seq"
_MOVES = "SELECT m.event, m.other, m.kind, m.run, c.at, m.seq FROM event_moves m JOIN chain c ON c.seq = m.seq"


class EventQueries(Asking):
    """What can be asked about events."""

    # --- ids ---

    def event(self, id: str) -> StoredEvent | None:
        """The event of an id, or that which it leads on to since it was merged. None: it was never minted."""
        led, moves = id, self.moves(events=[id])
        while (into := _leads(moves, led)) != led:
            led = into
            moves = self.moves(events=[id, led])
        rows = self._rows(f"{_EVENTS} LEFT JOIN event_facts f ON f.event = e.id WHERE e.id = :id", id=led)
        return _event(rows[0], id if led != id else None, moves) if rows else None

    def anchors(self, claims: Iterable[str] | None = None) -> dict[str, str]:
        """For each claim (of these) that an event was minted from, the event's id; it may lead on: see `leads`."""
        if claims is None:
            return dict(map(tuple, self._rows("SELECT anchor, id FROM events ORDER BY seq")))
        where = self._one_of("anchor", "claims")
        return dict(map(tuple, self._rows(f"SELECT anchor, id FROM events WHERE {where}", claims=listed(claims))))

    def anchored(self, events: Iterable[str]) -> dict[str, str]:
        """For each of these ids the claim that it was minted from."""
        query = f"SELECT id, anchor FROM events WHERE {self._one_of('id', 'ids')}"
        return dict(map(tuple, self._rows(query, ids=listed(events))))

    def moves(self, events: Iterable[str] | None = None) -> list[EventMove]:
        """Every move (from or to one of these events), the first first."""
        if events is None:
            rows = self._rows(f"{_MOVES} ORDER BY m.seq")
        else:
            where = f"{self._one_of('m.event', 'events')} OR {self._one_of('m.other', 'events')}"
            rows = self._rows(f"{_MOVES} WHERE {where} ORDER BY m.seq", events=listed(events))
        return [EventMove(one, other, kind, run, coding.to_moment(at), seq) for one, other, kind, run, at, seq in rows]

    def leads(self, events: Iterable[str] | None = None) -> dict[str, str]:
        """The ids (of these, and of those that they lead to) that were merged away, each with its end."""
        if events is None:
            return _led(self.moves())
        found: dict[int, EventMove] = {}
        asked: set[str] = set()
        while more := {*events, *(id for one in found.values() for id in (one.event, one.other))} - asked:
            asked |= more
            found |= {one.seq: one for one in self.moves(events=more)}
        return _led(found[seq] for seq in sorted(found))

    # --- what they are ---

    def events(
        self,
        *,
        place: str | None = None,
        country: str | None = None,
        date_from: date | str | None = None,
        date_to: date | str | None = None,
        extent: str | None = None,
        within: str | None = None,
        limit: int | None = LIMIT,
        after: int = 0,
        offset: int = 0,
    ) -> list[StoredEvent]:
        """The events that there are now, in the order in which they were minted.

        `place`: words of its name, all of which must be there, "phrases", begin*. Dates: events whose days overlap
        these. `within`: the id of the event that contains them.
        """
        where, values = self._filters(place, country, date_from, date_to, extent, within)
        # First which, then what they are.
        found = f"SELECT f.minted FROM event_facts f WHERE {where} AND f.minted > :after ORDER BY f.minted"
        rows = self._rows(
            f"{_EVENTS} JOIN event_facts f ON f.event = e.id WHERE e.seq IN "
            f"(SELECT minted FROM ({found}{limited(limit, offset)}) AS l) ORDER BY e.seq",
            after=after,
            **values,
        )
        return [_event(row) for row in rows]

    def count_events(self, **filters: Any) -> int:
        """How many events there are of those filters; see `events`."""
        names = ("place", "country", "date_from", "date_to", "extent", "within")
        where, values = self._filters(*(filters.pop(name, None) for name in names))
        if filters:
            raise TypeError(f"events are not asked by {', '.join(filters)}")
        rows = self._rows(f"SELECT COUNT(*) FROM event_facts f WHERE {where}", **values)
        return int(rows[0][0])

    def wider(self, country: str, date_from: date, date_to: date) -> list[EventFacts]:
        """The events of a country, no incidents, whose days hold these."""
        rows = self._rows(
            f"SELECT {_FACTS} FROM event_facts f WHERE f.country = :country AND f.extent <> 'incident' AND "
            "f.date_from <= :first AND f.date_to >= :last",
            country=country,
            first=date_from.isoformat(),
            last=date_to.isoformat(),
        )
        return [_facts(row) for row in rows]

    def facts(self, events: Iterable[str]) -> dict[str, EventFacts]:
        """What some events are now."""
        where = self._one_of("f.event", "events")
        rows = self._rows(f"SELECT {_FACTS} FROM event_facts f WHERE {where}", events=listed(events))
        return {row[0]: _facts(row) for row in rows}

    def _filters(
        self,
        place: str | None,
        country: str | None,
        date_from: date | str | None,
        date_to: date | str | None,
        extent: str | None,
        within: str | None,
    ) -> tuple[str, dict[str, Any]]:
        """Conditions on `event_facts f`."""
        equal = {"country": country.upper() if country else None, "extent": extent, "within": within}
        values: dict[str, Any] = {name: str(value) for name, value in equal.items() if value is not None}
        where = [f"f.{name} = :{name}" for name in values]
        if date_from is not None:
            where.append("f.date_to >= :date_from")
            values["date_from"] = str(date_from)
        if date_to is not None:
            where.append("f.date_from <= :date_to")
            values["date_to"] = str(date_to)
        if place is not None:
            # Words are letters and digits alone: nothing in them means anything to LIKE.
            patterns = {f"w{n}": pattern for n, pattern in enumerate(searching.patterns(place))}
            where += [f"f.words LIKE :{name}" for name in patterns] or ["1 = 0"]
            values |= patterns
        return " AND ".join(where) or "1 = 1", values

    # --- which claims are theirs ---

    def memberships(
        self, *, events: Iterable[str] | None = None, claims: Iterable[str] | None = None
    ) -> list[Membership]:
        """Who is of which event: of these events, of these claims, or both; in their order. `members` gives all."""
        given = {"event": events, "claim": claims}
        values = {f"{name}s": listed(keys) for name, keys in given.items() if keys is not None}
        where = " AND ".join(self._one_of(name, f"{name}s") for name, keys in given.items() if keys is not None)
        if not values:
            return list(self.members())
        query = f"SELECT event, claim, enters, why FROM memberships WHERE {where} ORDER BY event, claim"
        return [_membership(row) for row in self._rows(query, **values)]

    def members(self) -> Iterator[Membership]:
        """Every membership, by event and claim, a few thousand at a time."""
        event, claim = "", ""
        query = (
            "SELECT event, claim, enters, why FROM memberships WHERE (event, claim) > (:event, :claim) "
            f"ORDER BY event, claim LIMIT {_AT_ONCE}"
        )
        while rows := self._rows(query, event=event, claim=claim):
            yield from map(_membership, rows)
            event, claim = rows[-1][:2]

    def claims_by_block(self, blocks: Iterable[str]) -> dict[str, list[str]]:
        """The claims that stand under each of these blocks; a block without claims is left out."""
        query = f"SELECT block, claim FROM blocks WHERE {self._one_of('block', 'blocks')} ORDER BY block, claim"
        return _gathered(self._rows(query, blocks=listed(blocks)))

    def blocks_by_claim(self, claims: Iterable[str]) -> dict[str, list[str]]:
        """The blocks of each of these claims."""
        query = f"SELECT claim, block FROM blocks WHERE {self._one_of('claim', 'claims')} ORDER BY claim, block"
        return _gathered(self._rows(query, claims=listed(claims)))

    def block_sizes(self, blocks: Iterable[str]) -> dict[str, int]:
        """How many claims stand under each of these blocks: one that holds a war is not worth looking into."""
        query = f"SELECT block, COUNT(*) FROM blocks WHERE {self._one_of('block', 'blocks')} GROUP BY block"
        return {block: int(count) for block, count in self._rows(query, blocks=listed(blocks))}


def _gathered(rows: Sequence[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return dict(found)


def _leads(moves: Sequence[EventMove], id: str) -> str:
    """One step on from an id: what it was merged into, unless it was taken up again since.

    No round trip can come of it: each step goes to an id that was led to at that moment, so that its own next step,
    if it has one, is a later one.
    """
    for move in reversed(moves):
        if move.other == id:
            return id
        if move.event == id and move.kind == MERGED:
            return move.other
    return id


def _led(moves: Iterable[EventMove]) -> dict[str, str]:
    """All steps on, each to its end, from moves in their order.

    >>> _led([EventMove("a", "b", MERGED), EventMove("b", "c", MERGED), EventMove("c", "a", SPLIT)])
    {'b': 'c'}
    """
    into: dict[str, str] = {}
    for move in moves:
        if move.kind == MERGED:
            into[move.event] = move.other
        into.pop(move.other, None)
    return {id: _end(into, id) for id in into}


def _end(into: Mapping[str, str], id: str) -> str:
    while id in into:
        id = into[id]
    return id


def _membership(row: Any) -> Membership:
    event, claim, enters, why = row
    return Membership(event, claim, bool(enters), tuple(map(tuple, json.loads(why))))


def _event(row: Any, asked: str | None = None, moves: Sequence[EventMove] = ()) -> StoredEvent:
    id, anchor, at, seq, run, *facts = row
    made = _facts(facts) if facts[0] is not None else None
    return StoredEvent(id, anchor, coding.to_moment(at), seq, run, made, asked, tuple(moves))


def _facts(row: Any) -> EventFacts:
    event, extent, place, country, date_from, date_to, latitude, longitude, within, claims, rest = row
    first, last = (date.fromisoformat(day) if day else None for day in (date_from, date_to))
    where = (latitude, longitude, within)
    return EventFacts(event, extent, place, country, first, last, *where, claims, json.loads(rest))
