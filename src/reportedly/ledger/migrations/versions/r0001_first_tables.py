"""The first tables, their indexes and the full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "captures",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("warc", sa.Text(), nullable=True),
        sa.Column("offset", BIG, nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_captures"),
    )
    op.create_index("ix_captures_content", "captures", ["content"], unique=False)
    op.create_index("ix_captures_document", "captures", ["document"], unique=False)
    op.create_index("ix_captures_where", "captures", ["where"], unique=False)
    op.create_table(
        "chain",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_chain"),
        sa.UniqueConstraint("previous", name="uq_chain_previous"),
    )
    op.create_table(
        "claim_sources",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "number", name="pk_claim_sources"),
    )
    op.create_index("ix_claim_sources_source_document", "claim_sources", ["source", "document"], unique=False)
    op.create_table(
        "claim_versions",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("run", BIG, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("low", BIG, nullable=True),
        sa.Column("high", BIG, nullable=True),
        sa.Column("hedge", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("victims", sa.Text(), nullable=True),
        sa.Column("victim_class", sa.Text(), nullable=False),
        sa.Column("perpetrator", sa.Text(), nullable=True),
        sa.Column("responsibility", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("time_text", sa.Text(), nullable=True),
        sa.Column("date_from", sa.Text(), nullable=True),
        sa.Column("date_to", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.Column("repeat_of", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("digests", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_claim_versions"),
    )
    op.create_index("ix_claim_versions_country", "claim_versions", ["country"], unique=False)
    op.create_index("ix_claim_versions_date_from_date_to", "claim_versions", ["date_from", "date_to"], unique=False)
    op.create_index("ix_claim_versions_document", "claim_versions", ["document"], unique=False)
    op.create_index("ix_claim_versions_harm", "claim_versions", ["harm"], unique=False)
    op.create_index(
        "ix_claim_versions_orphaned",
        "claim_versions",
        ["run"],
        unique=False,
        sqlite_where=sa.text("state = 'orphaned'"),
        postgresql_where=sa.text("state = 'orphaned'"),
    )
    op.create_index("ix_claim_versions_record_version", "claim_versions", ["record", "version"], unique=True)
    op.create_index("ix_claim_versions_status", "claim_versions", ["status"], unique=False)
    op.create_index("ix_claim_versions_victim_class", "claim_versions", ["victim_class"], unique=False)
    op.create_table(
        "contents",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("warc", sa.Text(), nullable=True),
        sa.Column("offset", BIG, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_contents"),
        sa.UniqueConstraint("sha256", name="uq_contents_sha256"),
    )
    op.create_table(
        "copied_claims",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", "number", name="pk_copied_claims"),
    )
    op.create_index("ix_copied_claims_claim", "copied_claims", ["claim"], unique=False)
    op.create_index("ix_copied_claims_other", "copied_claims", ["other"], unique=False)
    op.create_table(
        "copies",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("run", BIG, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_copies"),
    )
    op.create_index("ix_copies_document", "copies", ["document"], unique=False)
    op.create_index("ix_copies_kind", "copies", ["kind"], unique=False)
    op.create_index("ix_copies_other", "copies", ["other"], unique=False)
    op.create_table(
        "decision_keys",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "number", name="pk_decision_keys"),
    )
    op.create_index("ix_decision_keys_key", "decision_keys", ["key"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("digests", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("supersedes", BIG, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_decisions"),
    )
    op.create_index("ix_decisions_who", "decisions", ["who"], unique=False)
    op.create_table(
        "documents",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("published_zone", sa.Text(), nullable=True),
        sa.Column("published_how", sa.Text(), nullable=True),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("example", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_documents"),
        sa.UniqueConstraint("id", name="uq_documents_id"),
    )
    op.create_index("ix_documents_content", "documents", ["content"], unique=False)
    op.create_index("ix_documents_outlet", "documents", ["outlet"], unique=False)
    op.create_index("ix_documents_path", "documents", ["path"], unique=False)
    op.create_index("ix_documents_published", "documents", ["published"], unique=False)
    op.create_index("ix_documents_replaces", "documents", ["replaces"], unique=False)
    op.create_index("ix_documents_url", "documents", ["url"], unique=False)
    op.create_table(
        "erasures",
        sa.Column("erased", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("erased", name="pk_erasures"),
    )
    op.create_table(
        "failures",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run", BIG, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_failures"),
    )
    op.create_index("ix_failures_input", "failures", ["input"], unique=False)
    op.create_table(
        "leftovers",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "number", name="pk_leftovers"),
    )
    op.create_index("ix_leftovers_document", "leftovers", ["document"], unique=False)
    op.create_index("ix_leftovers_harm", "leftovers", ["harm"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", "number", name="pk_mentions"),
    )
    op.create_table(
        "passages",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("repeat_of", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("seq", "number", name="pk_passages"),
    )
    op.create_table(
        "readings",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("run", BIG, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("leftovers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_readings"),
    )
    op.create_index("ix_readings_document_version", "readings", ["document", "version"], unique=True)
    op.create_index("ix_readings_status", "readings", ["status"], unique=False)
    op.create_table(
        "records",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("run", BIG, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_records"),
        sa.UniqueConstraint("key", name="uq_records_key"),
    )
    op.create_index("ix_records_document", "records", ["document"], unique=False)
    op.create_table(
        "resolutions",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("failure", BIG, nullable=False),
        sa.Column("run", BIG, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_resolutions"),
        sa.UniqueConstraint("failure", name="uq_resolutions_failure"),
    )
    op.create_table(
        "run_ends",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("run", BIG, nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_run_ends"),
        sa.UniqueConstraint("run", name="uq_run_ends_run"),
    )
    op.create_table(
        "runs",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("lexicon", sa.Text(), nullable=True),
        sa.Column("gazetteer", sa.Text(), nullable=True),
        sa.Column("command", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_runs"),
    )
    op.create_table(
        "sketches",
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document", BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "hash", "document", name="pk_sketches"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sketches_document", "sketches", ["document"], unique=False)
    op.create_table(
        "source_aliases",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "number", name="pk_source_aliases"),
    )
    op.create_index("ix_source_aliases_alias", "source_aliases", ["alias"], unique=False)
    op.create_table(
        "sources",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("party_to", sa.Text(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_sources"),
    )
    op.create_index("ix_sources_id", "sources", ["id"], unique=False)
    op.create_index("ix_sources_kind", "sources", ["kind"], unique=False)
    op.create_table(
        "superseded",
        sa.Column("old", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.PrimaryKeyConstraint("old", name="pk_superseded"),
    )
    op.create_table(
        "payloads",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["chain.seq"], name="fk_payloads_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_payloads"),
    )
    _full_text()


def _full_text() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("document_words", "claim_words"):
            op.execute(f"CREATE TABLE {name} (seq BIGINT PRIMARY KEY, lexemes TSVECTOR NOT NULL)")
            op.execute(f"CREATE INDEX ix_{name}_lexemes ON {name} USING gin (lexemes)")
        return
    options = "content='', columnsize=0, tokenize='unicode61'"
    op.execute(f"CREATE VIRTUAL TABLE document_words USING fts5(title, body, {options})")
    op.execute(f"CREATE VIRTUAL TABLE claim_words USING fts5(place, origin, victims, quote, {options})")
