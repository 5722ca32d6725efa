"""The nouns: what is read, and the words it was read from. Frozen; no rules live here.

Offsets are Unicode code points into `Document.text`, half open (`start` inclusive, `end` exclusive).
Bounds (`low`, `high`) and dates (`date_from`, `date_to`) are inclusive. `None` means that the report does not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar

from reportedly.errors import AnchorError

T = TypeVar("T")


class Harm(StrEnum):
    """What people suffered. A joint harm bounds its parts and equals neither."""

    KILLED = "killed"
    INJURED = "injured"
    KILLED_OR_INJURED = "killed_or_injured"
    KILLED_OR_MISSING = "killed_or_missing"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    DISPLACED = "displaced"


class Hedge(StrEnum):
    """How the words bound the number. `ABOUT` covers "nearly N" and "almost N"."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    FEWER_THAN = "fewer_than"
    RANGE = "range"
    VAGUE = "vague"
    NONE_REPORTED = "none_reported"


class Unit(StrEnum):
    """What the bounds count."""

    PERSON = "person"
    FAMILY = "family"
    HOUSEHOLD = "household"


class VictimClass(StrEnum):
    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """The strongest mark about the harm or its number; a later member outranks an earlier one."""

    REPORTED = "reported"
    ALLEGED = "alleged"
    UNVERIFIED = "unverified"
    DENIED = "denied"


class Responsibility(StrEnum):
    """The strongest mark about who did it."""

    STATED = "stated"
    ALLEGED = "alleged"
    DENIED = "denied"


class Scope(StrEnum):
    INCIDENT = "incident"
    CUMULATIVE = "cumulative"


class MarkKind(StrEnum):
    ALLEGED = "alleged"
    UNVERIFIED = "unverified"
    DENIED = "denied"
    CONFIRMED = "confirmed"


class MarkAbout(StrEnum):
    HARM = "harm"
    NUMBER = "number"
    PERPETRATOR = "perpetrator"


class PlaceRole(StrEnum):
    AT = "at"
    FROM = "from"
    TO = "to"


class SourceKind(StrEnum):
    OUTLET = "outlet"
    AGENCY = "agency"
    MONITOR = "monitor"
    OFFICIAL = "official"
    PARTY = "party"
    MEDIC = "medic"
    WITNESS = "witness"
    LOCAL_MEDIA = "local_media"
    UN = "un"
    NGO = "ngo"
    SOCIAL_MEDIA = "social_media"
    ANONYMOUS = "anonymous"
    OTHER = "other"


class PassageKind(StrEnum):
    HEADLINE = "headline"
    DATELINE = "dateline"
    BODY = "body"
    QUOTATION = "quotation"


class PublishedFrom(StrEnum):
    """How the publication date is known, the firmest first."""

    GIVEN = "given"
    METADATA = "metadata"
    DATELINE = "dateline"
    INFERRED = "inferred"


class CaptureFrom(StrEnum):
    """How bytes were obtained."""

    FILE = "file"
    PIPE = "pipe"
    ARCHIVE = "archive"
    FETCHED = "fetched"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the document's text, never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise AnchorError(f"a span must hold at least one character: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words themselves.

        >>> Span(3, 5).of("at 12 noon")
        '12'
        """
        if self.end > len(text):
            raise AnchorError(f"the span {self.start}..{self.end} ends outside its text of {len(text)} characters")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mention(Generic[T]):
    """A value, the words that it was read from, and the rule that read it."""

    value: T
    spans: tuple[Span, ...]
    rule: str

    def __post_init__(self) -> None:
        if not self.spans:
            raise AnchorError(f"the value {self.value!r} points at no words")

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    @property
    def span(self) -> Span:
        """From the first of its words to the last."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Published:
    """When the report came out. `day=None`: not known, and so no relative date of the report can be resolved."""

    day: date | None
    how: PublishedFrom | None
    at: time | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One publication. `text` is fixed at ingest and never touched again; every offset points into it.

    `sha256` is that of the bytes as received. `example` is set for the reports that ship with the program.
    """

    id: str
    text: str
    sha256: str
    published: Published
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    path: str | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """One obtaining of bytes. `sha256` is that of the content: what a server coded for the way is decoded first.

    `when` (UTC) is when the bytes were obtained: read from disk, or sent by the server. `path` is the file that they
    came from and `place` the place in it ("line 3", "entry 2"). `url` is the address that answered and `asked` the one
    that led there by redirects. `warc`, `offset` and `record` name the archived response: its file, the offset of its
    first (compressed) byte, its WARC-Record-ID; inside a WACZ, `place` names the member that the offset counts in.
    """

    sha256: str
    when: datetime
    how: CaptureFrom
    url: str | None = None
    asked: str | None = None
    path: str | None = None
    place: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    warc: str | None = None
    offset: int | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence (or headline, or dateline) of a document.

    `repeat_of` is the index of an earlier passage with the same words; `paragraph` counts from 0.
    """

    index: int
    span: Span
    kind: PassageKind
    paragraph: int
    repeat_of: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many, as loosely as the report put it.

    `high=None` says that the report gave no upper limit, not that there is none. `amount` is the bare numeral or
    vague word without its hedge. `word` is the vague word in its dictionary form ("dozens"), for profiles.
    """

    low: int | None
    high: int | None
    hedge: Hedge
    amount: Span
    word: str | None = None
    unit: Unit = Unit.PERSON


@dataclass(frozen=True, slots=True)
class Facets:
    """What else the words say of the victims. Facets overlap: women and children are never added to civilians."""

    age: str | None = None
    sex: str | None = None
    occupation: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Victims:
    """Who was harmed, in the report's words without the number; `words=None` where it names nobody."""

    words: str | None
    victim_class: VictimClass
    facets: Facets = field(default_factory=Facets)


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place of the gazetteer. Degrees WGS 84; `precision` is town, admin2, admin1, country, or region of it."""

    name: str
    gazetteer_id: str
    latitude: float
    longitude: float
    country: str | None
    admin1: str | None
    precision: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where, in the report's words; `toponym=None` when no gazetteer entry is known for them."""

    words: str
    role: PlaceRole
    country: str | None
    toponym: Toponym | None


@dataclass(frozen=True, slots=True)
class When:
    """When, in the report's words; both days None when they cannot be resolved (no publication date, or too vague)."""

    words: str
    date_from: date | None
    date_to: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """Whoever is named as having said something, in the report's words."""

    words: str
    kind: SourceKind
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """On whose word: an origin and the relays between the outlet and it, outermost first."""

    origin: Mention[Source] | None
    via: tuple[Mention[Source], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A hedge on the claim. `by` is whoever could not verify, or denies; None when the outlet says so itself."""

    kind: MarkKind
    about: MarkAbout
    by: Mention[Source] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, in one report, of how many people suffered one kind of harm. Every value is a mention.

    `part_of` and `repeat_of` are keys of other claims of the document. `confidence` is None until it is rated.
    """

    document: str
    key: str
    sentence: Span
    quantity: Mention[Quantity]
    harm: Mention[Harm]
    victims: Mention[Victims] | None
    victim_class: VictimClass
    perpetrator: Mention[str] | None
    responsibility: Responsibility | None
    places: tuple[Mention[Place], ...]
    when: Mention[When] | None
    attributions: tuple[Attribution, ...]
    marks: tuple[Mention[Mark], ...]
    status: Status
    scope: Scope
    scope_rule: str
    part_of: str | None = None
    repeat_of: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A number beside a harm word that no claim used, and why."""

    document: str
    span: Span
    words: str
    harm: Harm | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document. `notes` tell the reader what could not be resolved, and why."""

    document: Document
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    leftovers: tuple[Leftover, ...]
    notes: tuple[str, ...] = ()
