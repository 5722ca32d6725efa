"""What events and tolls see: a claim as far as it bears on them, and the events that claims make. Frozen; no rules.

A claim's words stay with the claim (`key` leads to it); a ledger has a million of these in memory at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reportedly.model import (
    Facets,
    Harm,
    Hedge,
    Responsibility,
    Scope,
    Status,
    Toponym,
    Unit,
    VictimClass,
)
from reportedly.sources import Resolved


class Reuse(StrEnum):
    """What a claim in reused text is to its twin: the same again, or the same origin's new figure."""

    COPY = "copy"
    UPDATE = "update"


class Extent(StrEnum):
    """How wide an event is: one attack; a named area over bounded days; a campaign; a whole war."""

    INCIDENT = "incident"
    EPISODE = "episode"
    CAMPAIGN = "campaign"
    WAR = "war"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim, in the report's latest reading. `None` means that the report does not say.

    `outlet` is the id of the outlet as a source, whose own voice speaks where `origins` is empty. `published` is the
    report's day. `place` are the words and `toponym` what the gazetteer makes of them. `index` counts the claims of a
    report from 0; `lead` is set for its headline and first paragraph. `part_of` and `repeat_of` are keys of the same
    report. `reuse` and `twin` say which claim of another report this one repeats or updates. `methods` are the ids of
    lexicon/en/methods.toml that its sentence names and `wording` its content words, folded. `complete` is set for a
    whole whose parts the report calls complete. `unverified_by` names whoever could not verify (words).
    """

    key: str
    document: str
    outlet: str
    published: date | None
    harm: Harm
    low: int | None
    high: int | None
    hedge: Hedge
    amount: str
    unit: Unit = Unit.PERSON
    word: str | None = None
    victims: str | None = None
    victim_class: VictimClass = VictimClass.UNKNOWN
    facets: Facets = field(default_factory=Facets)
    perpetrator: str | None = None
    responsibility: Responsibility | None = None
    status: Status = Status.REPORTED
    unverified_by: str | None = None
    place: str | None = None
    toponym: Toponym | None = None
    country: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    scope: Scope = Scope.INCIDENT
    origins: tuple[Resolved, ...] = ()
    part_of: str | None = None
    repeat_of: str | None = None
    reuse: Reuse | None = None
    twin: str | None = None
    methods: frozenset[str] = frozenset()
    wording: frozenset[str] = frozenset()
    index: int = 0
    lead: bool = False
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature that speaks for (or against) a membership: its value in words, and its weight in log odds."""

    feature: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class Member:
    """A claim of an event. `enters` is False where it is too wide, or too vague, for the event's toll: it stands by."""

    key: str
    enters: bool
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Claims that speak of the same thing. `id` is None until it is minted; `anchor` is the claim that it is named by.

    `place` is what it is called after; `toponym` the smallest place that holds it. `within` is the wider event that
    contains it. Days are None where no claim of it is dated.
    """

    id: str | None
    anchor: str
    extent: Extent
    members: tuple[Member, ...]
    place: str | None = None
    toponym: Toponym | None = None
    country: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on two claims: of the same event, or not. It binds."""

    one: str
    other: str
    same: bool
