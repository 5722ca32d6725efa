"""The tables. `chain` and `payloads` are the ledger; all others are projections of payloads, made for questions.

There are no foreign keys between projections: what is erased leaves its name behind in copies and tombstones, and
`verify` checks each row against its payload and each reference against what is there or was erased.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

# SQLite numbers rows by "INTEGER PRIMARY KEY" alone.
Big = BigInteger().with_variant(Integer, "sqlite")


def _seq() -> Column[int]:
    """The link whose payload the row is made from."""
    return Column("seq", Big, primary_key=True, autoincrement=False, nullable=False)


def _numbered() -> tuple[Column[int], Column[int]]:
    """One of several rows of a link."""
    return _seq(), Column("number", Integer, primary_key=True, autoincrement=False, nullable=False)


def _text(name: str, required: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not required)


def _whole(name: str, required: bool = False) -> Column[int]:
    return Column(name, Big, nullable=not required)


chain = Table(
    "chain",
    metadata,
    _seq(),
    _text("kind", required=True),
    _text("at", required=True),
    Column("commitment", LargeBinary(32), nullable=False),
    Column("previous", LargeBinary(32), nullable=False, unique=True),
    Column("hash", LargeBinary(32), nullable=False),
)

payloads = Table(
    "payloads",
    metadata,
    Column("seq", Big, ForeignKey("chain.seq"), primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16), nullable=False),
    _text("body", required=True),
)

erasures = Table(
    "erasures",
    metadata,
    Column("erased", Big, primary_key=True, autoincrement=False, nullable=False),
    _whole("seq", required=True),
    _text("key", required=True),
    _text("kind", required=True),
    _text("reason", required=True),
    _text("by", required=True),
)

runs = Table(
    "runs",
    metadata,
    _seq(),
    _text("software", required=True),
    _text("model"),
    _text("lexicon"),
    _text("gazetteer"),
    _text("command", required=True),
)

run_ends = Table("run_ends", metadata, _seq(), Column("run", Big, nullable=False, unique=True), _text("summary"))

contents = Table(
    "contents",
    metadata,
    _seq(),
    Column("sha256", Text, nullable=False, unique=True),
    _whole("size", required=True),
    _text("media_type"),
    _text("path"),
    _text("warc"),
    _whole("offset"),
)

captures = Table(
    "captures",
    metadata,
    _seq(),
    _text("content"),
    _text("where", required=True),
    _text("at", required=True),
    _text("how", required=True),
    _text("document"),
    Column("status", Integer),
    _text("headers", required=True),
    _text("warc"),
    _whole("offset"),
    _text("record_id"),
    Index(None, "where"),
    Index(None, "content"),
    Index(None, "document"),
)

documents = Table(
    "documents",
    metadata,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    _text("content", required=True),
    _text("text_sha256", required=True),
    _text("title"),
    _text("outlet"),
    _text("url"),
    _text("path"),
    _text("language"),
    _text("published"),
    _text("published_at"),
    _text("published_zone"),
    _text("published_how"),
    _text("replaces"),
    Column("example", Integer, nullable=False),
    Index(None, "content"),
    Index(None, "url"),
    Index(None, "path"),
    Index(None, "outlet"),
    Index(None, "replaces"),
    Index(None, "published"),
)

readings = Table(
    "readings",
    metadata,
    _seq(),
    _text("document", required=True),
    Column("version", Integer, nullable=False),
    _whole("run", required=True),
    _text("status", required=True),
    _text("reason"),
    Column("claims", Integer, nullable=False),
    Column("leftovers", Integer, nullable=False),
    Index(None, "document", "version", unique=True),
    Index(None, "status"),
)

passages = Table(
    "passages",
    metadata,
    *_numbered(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("kind", required=True),
    Column("paragraph", Integer, nullable=False),
    Column("repeat_of", Integer),
)

leftovers = Table(
    "leftovers",
    metadata,
    *_numbered(),
    _text("document", required=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("words", required=True),
    _text("harm"),
    _text("reason", required=True),
    Index(None, "document"),
    Index(None, "harm"),
)

# Every kind of record that is read from a document stands here once; its versions stand in a table of the kind.
records = Table(
    "records",
    metadata,
    _seq(),
    _text("kind", required=True),
    Column("key", Text, nullable=False, unique=True),
    _text("document", required=True),
    _whole("run", required=True),
    Index(None, "document"),
)

_ORPHANED = text("state = 'orphaned'")
_WAITING = text("waiting > 0")

claim_versions = Table(
    "claim_versions",
    metadata,
    _seq(),
    _text("record", required=True),
    Column("version", Integer, nullable=False),
    _text("state", required=True),
    _text("key", required=True),
    _text("document", required=True),
    _whole("run", required=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("quote", required=True),
    _text("quantity", required=True),
    _text("harm", required=True),
    _whole("low"),
    _whole("high"),
    _text("hedge", required=True),
    _text("unit", required=True),
    _text("victims"),
    _text("victim_class", required=True),
    _text("perpetrator"),
    _text("responsibility"),
    _text("place"),
    _text("country"),
    Column("latitude", Float),
    Column("longitude", Float),
    _text("time_text"),
    _text("date_from"),
    _text("date_to"),
    _text("origin"),
    _text("source"),
    _text("status", required=True),
    _text("scope", required=True),
    _text("part_of"),
    _text("repeat_of"),
    Column("confidence", Float),
    _text("digests", required=True),
    Index(None, "record", "version", unique=True),
    Index(None, "document"),
    Index(None, "harm"),
    Index(None, "country"),
    Index(None, "date_from", "date_to"),
    Index(None, "status"),
    Index(None, "victim_class"),
    # Almost all are "read": an index on that would only lead the planner astray.
    Index("ix_claim_versions_orphaned", "run", sqlite_where=_ORPHANED, postgresql_where=_ORPHANED),
)

# Versions that a later one has followed. What is not here is what holds now.
superseded = Table(
    "superseded",
    metadata,
    Column("old", Big, primary_key=True, autoincrement=False, nullable=False),
    _whole("seq", True),
)

# The sources, as far as they are known, that a claim goes back to.
claim_sources = Table(
    "claim_sources",
    metadata,
    *_numbered(),
    _text("source", required=True),
    _text("document", required=True),
    Index(None, "source", "document"),
)

mentions = Table(
    "mentions",
    metadata,
    *_numbered(),
    _text("field", required=True),
    _text("value", required=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("spans", required=True),
    _text("words", required=True),
    _text("rule", required=True),
    _text("source"),
)

decisions = Table(
    "decisions",
    metadata,
    _seq(),
    _text("target", required=True),
    _text("keys", required=True),
    _text("field"),
    Column("start", Integer),
    Column("end", Integer),
    _text("digests", required=True),
    _text("verdict", required=True),
    _text("value"),
    _text("who", required=True),
    _text("why"),
    _whole("supersedes"),
    Index(None, "who"),
)

decision_keys = Table("decision_keys", metadata, *_numbered(), _text("key", required=True), Index(None, "key"))

sources = Table(
    "sources",
    metadata,
    _seq(),
    _text("id", required=True),
    _text("name", required=True),
    _text("kind", required=True),
    _text("country"),
    _text("party_to", required=True),
    Column("known", Integer, nullable=False),
    _text("document"),
    Index(None, "id"),
    Index(None, "kind"),
)

source_aliases = Table("source_aliases", metadata, *_numbered(), _text("alias", required=True), Index(None, "alias"))

copies = Table(
    "copies",
    metadata,
    _seq(),
    _text("document", required=True),
    _text("other", required=True),
    _text("kind", required=True),
    _text("why", required=True),
    Column("share", Float),
    _text("spans", required=True),
    _whole("run"),
    Index(None, "document"),
    Index(None, "other"),
    Index(None, "kind"),
)

copied_claims = Table(
    "copied_claims",
    metadata,
    *_numbered(),
    _text("claim", required=True),
    _text("other", required=True),
    _text("relation", required=True),
    _text("why"),
    Index(None, "claim"),
    Index(None, "other"),
)

failures = Table(
    "failures",
    metadata,
    _seq(),
    _text("input", required=True),
    _text("reason", required=True),
    _whole("run", required=True),
    Index(None, "input"),
)

resolutions = Table(
    "resolutions",
    metadata,
    _seq(),
    Column("failure", Big, nullable=False, unique=True),
    _whole("run", required=True),
)

# An event's id, minted once from the claim that it is named by; what it holds is derived anew each time.
events = Table(
    "events",
    metadata,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("anchor", Text, nullable=False, unique=True),
    _text("document", required=True),
    _whole("run"),
    Index(None, "document"),
)

# Where an id leads on to: `event` was merged into `other`, or `other` was split from it.
event_moves = Table(
    "event_moves",
    metadata,
    _seq(),
    _text("event", required=True),
    _text("other", required=True),
    _text("kind", required=True),
    _whole("run"),
    Index(None, "event"),
    Index(None, "other"),
)

# Look-ups that can be made again from the payloads at any time; they are no part of the accounts.
sketches = Table(
    "sketches",
    metadata,
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("document", Big, primary_key=True, autoincrement=False),
    Index(None, "document"),
    sqlite_with_rowid=False,
)

# What events are now: derived from claims and decisions, changed with every report, no part of the accounts either.
memberships = Table(
    "memberships",
    metadata,
    Column("event", Text, primary_key=True),
    Column("claim", Text, primary_key=True),
    Column("enters", Integer, nullable=False),
    _text("why", required=True),
    Index(None, "claim"),
    sqlite_with_rowid=False,
)

blocks = Table(
    "blocks",
    metadata,
    Column("block", Text, primary_key=True),
    Column("claim", Text, primary_key=True),
    Index(None, "claim"),
    sqlite_with_rowid=False,
)

# What events and tolls see of the claims of each report, as JSON, so that neighbours need not be read again.
evidence = Table(
    "evidence",
    metadata,
    Column("document", Text, primary_key=True),
    # 0: grouped; 1: its events are to be made anew; 2: so is the evidence itself.
    Column("waiting", Integer, nullable=False),
    _text("body", required=True),
    Index("ix_evidence_waiting", "document", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

event_facts = Table(
    "event_facts",
    metadata,
    Column("event", Text, primary_key=True),
    # The link that minted it: lists go by that.
    Column("minted", Big, nullable=False, unique=True),
    _text("extent", required=True),
    _text("place"),
    # The place's words as they are asked for, between blanks.
    _text("words", required=True),
    _text("country"),
    _text("date_from"),
    _text("date_to"),
    Column("latitude", Float),
    Column("longitude", Float),
    _text("within"),
    Column("claims", Integer, nullable=False),
    _text("facts", required=True),
    # A page of a list is a stretch of such an index.
    Index(None, "extent", "minted"),
    Index(None, "country", "minted"),
    Index(None, "within", "minted"),
    Index(None, "date_from", "date_to"),
)

# Full text. On SQLite these are FTS5 tables (see `searching`), on PostgreSQL columns of lexemes with an index.
document_words = Table(
    "document_words",
    MetaData(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("lexemes", TSVECTOR, nullable=False),
)
claim_words = Table(
    "claim_words",
    MetaData(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("lexemes", TSVECTOR, nullable=False),
)

# Made anew at will: no triggers, no links.
DERIVED = ("sketches", "memberships", "blocks", "evidence", "event_facts")
APPEND_ONLY = tuple(table.name for table in metadata.sorted_tables if table.name not in DERIVED)
# What a tombstone allows to delete: payloads and what was made from them. Of an event only ids and keys are kept.
_KEPT = ("chain", "erasures", "runs", "run_ends", "events", "event_moves")
ERASABLE = tuple(name for name in APPEND_ONLY if name not in _KEPT)
# Projections, in the order of the tables above: what `projecting.rows` makes.
PROJECTIONS = tuple(table for table in metadata.sorted_tables if table.name not in ("chain", "payloads", *DERIVED))

# The tables that came after the first version of the schema, and with which.
CAME_WITH = dict.fromkeys(("events", "event_moves", "memberships", "blocks", "evidence", "event_facts"), "0002")


def of_version(names: Iterable[str], revision: str) -> tuple[str, ...]:
    """Those of the tables that a ledger of this version has."""
    return tuple(name for name in names if CAME_WITH.get(name, "") <= revision)
