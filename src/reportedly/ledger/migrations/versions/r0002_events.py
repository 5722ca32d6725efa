"""Events: their ids and moves, and what is derived of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("run", BIG, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
        sa.UniqueConstraint("anchor", name="uq_events_anchor"),
        sa.UniqueConstraint("id", name="uq_events_id"),
    )
    op.create_index("ix_events_document", "events", ["document"], unique=False)
    op.create_table(
        "event_moves",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("run", BIG, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_event_moves"),
    )
    op.create_index("ix_event_moves_event", "event_moves", ["event"], unique=False)
    op.create_index("ix_event_moves_other", "event_moves", ["other"], unique=False)
    _derived()


def _derived() -> None:
    op.create_table(
        "memberships",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("enters", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", "claim", name="pk_memberships"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_memberships_claim", "memberships", ["claim"], unique=False)
    op.create_table(
        "blocks",
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("block", "claim", name="pk_blocks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_blocks_claim", "blocks", ["claim"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", name="pk_evidence"),
    )
    # What was read before there were events waits to be filed.
    op.execute("INSERT INTO evidence SELECT DISTINCT document, 2, '[]' FROM readings WHERE status = 'read'")
    waiting = sa.text("waiting > 0")
    op.create_index(
        "ix_evidence_waiting", "evidence", ["document"], unique=False, sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "event_facts",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("minted", BIG, nullable=False),
        sa.Column("extent", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("date_from", sa.Text(), nullable=True),
        sa.Column("date_to", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("within", sa.Text(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", name="pk_event_facts"),
        sa.UniqueConstraint("minted", name="uq_event_facts_minted"),
    )
    for column in ("country", "extent", "within"):
        op.create_index(f"ix_event_facts_{column}_minted", "event_facts", [column, "minted"], unique=False)
    op.create_index("ix_event_facts_date_from_date_to", "event_facts", ["date_from", "date_to"], unique=False)
