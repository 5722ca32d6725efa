"""What goes into a ledger and comes out of it, beside the nouns of `model`. Frozen; times are in UTC."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reportedly.interchange import Row
from reportedly.model import Claim, Document, Leftover, Published, Span

# Offsets in the one document and in the other that hold the same words.
SpanPair = tuple[Span, Span]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program over documents: what read them. Another model or lexicon is another reader.

    `id` and the times are set by the ledger.
    """

    software: str
    model: str | None = None
    lexicon: str | None = None
    gazetteer: str | None = None
    command: str = "ingest"
    id: int = 0
    started: datetime | None = None
    finished: datetime | None = None
    summary: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes and where they are kept: a file (`path`), or a record of a WARC (`warc`, `offset`)."""

    sha256: str
    size: int
    media_type: str | None
    path: str | None = None
    warc: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One obtaining of bytes. `where` is the URL or the path; `how` e.g. file, fetched, feed, warc, stdin.

    `headers` are the few of the response that are needed again (ETag, Last-Modified, Content-Type). `content=None`:
    nothing was received (304, an error status).
    """

    content: str | None
    where: str
    at: datetime
    how: str
    document: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    warc: str | None = None
    offset: int | None = None
    record_id: str | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """Two documents that share text: `document` reuses that of `other`. `kind`: copy, update, partial; form or shared
    where a later comparison found that what they share is no news, which withdraws the record before.

    `why` says how the direction is known (a credit line, time, unknown); `spans` pairs the reused stretches of both.
    """

    document: str
    other: str
    kind: str
    why: str
    share: float | None = None
    spans: tuple[SpanPair, ...] = ()
    claims: tuple[CopiedClaim, ...] = ()
    run: int | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class CopiedClaim:
    """A claim of the document inside reused text, beside its twin. `relation`: copy, or update (a changed figure)."""

    claim: str
    other: str
    relation: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Twins:
    """A pair of claims in reused text with what tells which is the copy. `claim` is None where the text has none.

    `published` is that of the document, `other_published` of the other.
    """

    document: str
    other: str
    kind: str
    why: str
    claim: str | None
    twin: str | None
    relation: str | None
    published: Published
    other_published: Published
    seq: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided. Never changed: a later one supersedes it.

    `target` says what `keys` name: claim, field (of a claim), claims, documents or sources (a pair), leftover, event.
    `digests` are those of the fields that were judged, by field; a change in one of them reopens the decision.
    """

    target: str
    keys: tuple[str, ...]
    verdict: str
    who: str
    why: str | None = None
    field: str | None = None
    span: Span | None = None
    digests: Mapping[str, str] = dataclasses.field(default_factory=dict)
    value: object = None
    supersedes: int | None = None
    at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source or party as the ledger keeps it. `known` ones come from the lexicon, others from documents.

    `party_to` names conflicts. `merged_into` follows from decisions; counts are of claims' origins and documents.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    party_to: tuple[str, ...] = ()
    known: bool = False
    document: str | None = None
    merged_into: str | None = None
    claims: int = 0
    documents: int = 0
    seq: int = 0


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document and what the ledger knows of it. `status`: read, unread (a language of no reader), failed, new."""

    document: Document
    status: str
    seq: int
    text_sha256: str
    reason: str | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    run: int | None = None
    claims: int = 0
    leftovers: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """One version of a claim. `row` is the interchange form as it was then; `claim` the claim itself, rebuilt.

    `state`: read, or orphaned (a later reading found no such claim; the words of the last reading are kept).
    """

    key: str
    document: str
    version: int
    state: str
    run: int
    seq: int
    row: Row
    claim: Claim


@dataclass(frozen=True, slots=True)
class StoredLeftover:
    leftover: Leftover
    run: int
    seq: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be taken in, and why. `resolved` is the run that did it later."""

    id: int
    input: str
    reason: str
    run: int
    at: datetime
    resolved: int | None = None


# A feature that speaks for a membership, its value in words, its weight in log odds.
Why = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Membership:
    """A claim of an event. `enters` is False where it stands by and bears on no toll of the event."""

    event: str
    claim: str
    enters: bool = True
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMove:
    """`event` was merged into `other`, or `other` was split from it: `kind` says which. The ledger sets the rest."""

    event: str
    other: str
    kind: str
    run: int | None = None
    at: datetime | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What an event is now. All of it is derived; `rest` is whatever else the grouping wants back, as JSON.

    `within` is the wider event that contains it, `claims` how many speak of it. Days are None where no claim is dated.
    """

    event: str
    extent: str
    place: str | None = None
    country: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: str | None = None
    claims: int = 0
    rest: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A minted event. `facts` is None where it holds nothing now, or is still to be grouped.

    `asked` is the id that led here, where that is another one. `moves` are those of both, the first first.
    """

    id: str
    anchor: str
    at: datetime
    seq: int
    run: int | None = None
    facts: EventFacts | None = None
    asked: str | None = None
    moves: tuple[EventMove, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a reading did to one claim. `what`: added, changed, orphaned, returned; `fields`: whose digests differ.

    `paired` is the record that a claim with a new key was filed under.
    """

    key: str
    what: str
    fields: tuple[str, ...] = ()
    paired: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one reading changed in the ledger. `reopened` are the ids of decisions that judged a changed field."""

    document: str
    changes: tuple[Change, ...]
    unchanged: int = 0
    reopened: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: with it, kept elsewhere, a cut or rewritten chain is found out."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """The tombstone of something erased."""

    key: str
    kind: str
    reason: str
    by: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was erased. `notes` say where the words may still stand: WARC records, files, copies of the report."""

    erasure: Erasure
    links: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not verify. `seq` is the link, `where` the table, column and key."""

    seq: int | None
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """`problems` in the order of the chain: the first is the first broken link. `notes` break nothing."""

    links: int
    head: Head
    problems: tuple[Problem, ...]
    erased: tuple[Erasure, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim with all that bears on it. `before`, `after`: the text around its sentence."""

    claim: StoredClaim
    document: StoredDocument
    versions: tuple[StoredClaim, ...]
    decisions: tuple[Decision, ...]
    copies: tuple[Copy, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownDocument:
    document: StoredDocument
    captures: tuple[Capture, ...]
    claims: tuple[StoredClaim, ...]
    leftovers: tuple[StoredLeftover, ...]
    copies: tuple[Copy, ...]
    decisions: tuple[Decision, ...]
