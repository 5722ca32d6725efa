"""Keeps the events of a ledger: evidence filed when a report is kept or read again, neighbourhoods grouped anew.

Whatever bears on events makes its reports *wait*, in the ledger itself; `settle` takes up what waits, some hundred
reports in a transaction. So a run that was stopped or killed is made good by the next one, and events are the same
as if all reports had come in together, whatever their order.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly import events, evidencing
from reportedly.events import Moved
from reportedly.evidence import Event, Evidence, Reason
from reportedly.intake import evidence_rows, twins
from reportedly.intake.deciding import Decided, decided
from reportedly.ledger import Batch, EventFacts, EventMove, Head, Ledger, Membership
from reportedly.model import Reading

# Reports that are grouped in one transaction, and filed in one.
AT_ONCE, _FILED_AT_ONCE = 512, 128
# Evidence of reports that is kept at hand: neighbours are asked for again and again.
_REMEMBERED = 4096


@dataclass(slots=True)
class Grouped:
    """What grouping did: reports taken up, events that there are of them now, ids that are new, ids that moved."""

    reports: int = 0
    events: int = 0
    minted: int = 0
    moved: int = 0
    stopped: bool = False


def _never() -> bool:
    return False


def settle(
    ledger: Ledger,
    run: int | None = None,
    *,
    stopped: Callable[[], bool] = _never,
    progress: Callable[[int, int], object] | None = None,
) -> Grouped:
    """Files and groups whatever waits, until nothing does. `progress` is told the reports done and those that wait.

    Nothing to do costs one question. Stopped or killed between two transactions, the rest still waits.
    """
    done, grouping = Grouped(), Grouping()
    while waiting := ledger.waiting(_FILED_AT_ONCE, file=True):
        with ledger.batch() as batch:
            refile(batch, waiting)
        if stopped():
            done.stopped = True
            return done
    while ledger.waiting(1):
        with ledger.batch() as batch:
            grouping.group(batch, batch.waiting(AT_ONCE), run, done)
        if progress is not None:
            progress(done.reports, ledger.count_waiting())
        if stopped():
            done.stopped = True
            break
    return done


def regroup(
    ledger: Ledger,
    run: int | None = None,
    *,
    stopped: Callable[[], bool] = _never,
    progress: Callable[[int, int], object] | None = None,
) -> Grouped:
    """Makes all evidence and all events anew: after other weights or words. Ids stay those of their anchors."""
    with ledger.batch() as batch:
        batch.wait_all()
    return settle(ledger, run, stopped=stopped, progress=progress)


def file(batch: Batch, readings: Sequence[Reading]) -> None:
    """Files the evidence of readings that are in the ledger. What their claims copy is asked of it."""
    if not readings:
        return
    ids = [reading.document.id for reading in readings]
    pairs = batch.twins(documents=ids)
    reused = twins.reused(pairs, decided(batch).copies) if pairs else {}
    keys = batch.keys_of(ids)
    made = {one.document.id: evidencing.evidence(under_records(one, keys), reused) for one in readings}
    batch.file_evidence({document: evidence_rows.body(claims) for document, claims in made.items()})
    batch.set_blocks({document: events.blocks(claims) for document, claims in made.items()})


def refile(batch: Batch, documents: Iterable[str]) -> None:
    """Makes the evidence of documents anew from their last readings. Claims that are gone leave their events."""
    wanted = list(documents)
    old = Grouping().load(batch, wanted)
    file(batch, [batch.reading(document) for document in wanted])
    gone = {claim.key for claim in old} - {claim.key for claim in Grouping().load(batch, wanted)}
    if gone:
        leave(batch, gone)


class Grouping:
    """Groups for one process; remembers the evidence that it met last, for as long as nobody else writes."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Evidence, ...]] = OrderedDict()
        self._head: Head | None = None

    # --- loading

    def load(self, batch: Batch | Ledger, documents: Collection[str]) -> list[Evidence]:
        """The claims of some documents as they are filed."""
        missing = [document for document in documents if document not in self._known]
        if missing:
            for document, body in batch.evidence(missing).items():
                self._remember(document, evidence_rows.read(document, body))
        return [claim for document in documents for claim in self._known.get(document, ())]

    def _remember(self, document: str, claims: tuple[Evidence, ...]) -> None:
        self._known[document] = claims
        self._known.move_to_end(document)

    # --- grouping

    def group(
        self, batch: Batch, documents: Sequence[str], run: int | None = None, done: Grouped | None = None
    ) -> None:
        """Groups the neighbourhood of these documents anew; they wait no more."""
        done = done if done is not None else Grouped()
        if batch.head() != self._head:
            self._known.clear()
        known = decided(batch)
        claims = {claim.key for claim in self.load(batch, documents)}
        # Whoever was in an event with them may be left behind.
        changed = claims | _beside(batch, claims)
        made: tuple[Event, ...] = ()
        while True:
            made = events.regroup(changed, Neighbours(self, batch, known), known.judgements)
            members = {member.key for event in made for member in event.members}
            had = {one.claim: one.event for one in batch.memberships(claims=members | claims)}
            left = {one.claim for one in batch.memberships(events=set(had.values()))} - members - claims - changed
            if not left:
                break
            changed |= left
        dropped = (claims | changed) - members
        _write(batch, made, {claim: event for claim, event in had.items() if claim in members}, dropped, run, done)
        batch.set_waiting(documents, 0)
        done.reports += len(documents)
        self._head = batch.head()
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


class Neighbours:
    """The reports around some claims, as a ledger has filed them. Each is given once: whoever asks remembers."""

    def __init__(self, grouping: Grouping, queries: Batch | Ledger, known: Decided) -> None:
        self._grouping, self._queries, self._decided = grouping, queries, known
        self._given: set[str] = set()
        self._blocks: set[str] = set()
        self._claims: set[str] = set()

    def holding(self, keys: frozenset[str]) -> list[Evidence]:
        new = keys - self._blocks
        if not new:
            return []
        self._blocks |= new
        found = self._queries.claims_by_block(new)
        return self._give({document for under in found.values() for document in under})

    def of(self, claims: frozenset[str]) -> list[Evidence]:
        new = claims - self._claims
        if not new:
            return []
        self._claims |= new
        documents = {claim.rsplit(":", 2)[0] for claim in new}
        return self._give(documents | set(self._queries.twin_documents(new)))

    def _give(self, documents: set[str]) -> list[Evidence]:
        new = sorted(documents - self._given)
        self._given |= documents
        rejected = self._decided.rejected
        return [claim for claim in self._grouping.load(self._queries, new) if claim.key not in rejected]


def leave(batch: Batch, gone: Collection[str]) -> None:
    """Takes claims that are no more out of their events; those who were there with them wait to be grouped."""
    left = {one.event for one in batch.memberships(claims=gone)}
    if not left:
        return
    beside = {one.claim: one.event for one in batch.memberships(events=left) if one.claim not in gone}
    batch.set_memberships([], claims=gone)
    batch.set_facts([], gone=left - set(beside.values()))
    batch.set_waiting(batch.documents_of(beside).values())


def _beside(batch: Batch, claims: Collection[str]) -> set[str]:
    found = {one.event for one in batch.memberships(claims=claims)} if claims else set()
    return {one.claim for one in batch.memberships(events=found)} if found else set()


def under_records(reading: Reading, keys: Mapping[str, str]) -> Reading:
    """The reading with its claims under the keys of their records, which a later reading may have read elsewhere."""
    if not any(claim.key in keys for claim in reading.claims):
        return reading

    def key(name: str | None) -> str | None:
        return keys.get(name, name) if name else name

    claims = tuple(
        replace(claim, key=keys.get(claim.key, claim.key), part_of=key(claim.part_of), repeat_of=key(claim.repeat_of))
        for claim in reading.claims
    )
    return replace(reading, claims=claims)


def _write(
    batch: Batch,
    made: Sequence[Event],
    before: dict[str, str],
    dropped: Collection[str],
    run: int | None,
    done: Grouped,
) -> None:
    """Ids, moves, memberships and facts of events that were grouped."""
    had = set(before.values())
    members = {member.key for event in made for member in event.members}
    anchors = {id: claim for claim, id in batch.anchors(members).items()} | batch.anchored(had)
    # An id whose anchor is in an event elsewhere is no orphan.
    elsewhere = set(anchors.values()) - members - set(dropped)
    alive = {one.claim: one.event for one in batch.memberships(claims=elsewhere)} if elsewhere else {}
    named = events.mint(made, anchors, before | alive, batch.leads(anchors) if anchors else {})
    taken = {id: anchor for id, anchor in batch.anchored(named.minted).items() if named.minted[id] != anchor}
    if taken:
        named = events.mint(made, anchors | taken, before | alive, batch.leads(anchors))
    ids = {event.id or "" for event in named.events}
    batch.mint_events(named.minted, run)
    moves = [_move(one.id, one.how, one.other) for one in named.moves]
    batch.move_events(moves, run)
    batch.set_memberships(
        sorted(
            (
                Membership(event.id or "", one.key, one.enters, _why(one.why))
                for event in named.events
                for one in event.members
            ),
            key=lambda one: (one.event, one.claim),
        ),
        events=had | ids,
        claims=members | set(dropped),
    )
    batch.set_facts([facts(event) for event in named.events], gone=had - ids)
    done.events += len(named.events)
    done.minted += len(named.minted)
    done.moved += len(moves)


def _why(reasons: Iterable[Reason]) -> tuple[tuple[str, str, float], ...]:
    return tuple((one.feature, one.value, one.weight) for one in reasons)


def _move(id: str, how: Moved, other: str) -> EventMove:
    # The ledger names the id that went on first: merged into it, or split from it.
    return EventMove(id, other, "merged") if how is Moved.MERGED else EventMove(other, id, "split")


def facts(event: Event) -> EventFacts:
    """What an event is, as the ledger lists it. The wider event that holds it is looked up when somebody asks."""
    top = event.toponym
    where = (
        [top.name, top.gazetteer_id, top.latitude, top.longitude, top.country, top.admin1, top.precision]
        if top
        else None
    )
    return EventFacts(
        event=event.id or "",
        extent=event.extent.value,
        place=event.place,
        country=event.country,
        date_from=event.date_from,
        date_to=event.date_to,
        latitude=top.latitude if top else None,
        longitude=top.longitude if top else None,
        claims=len(event.members),
        rest={"anchor": event.anchor, "toponym": where},
    )
