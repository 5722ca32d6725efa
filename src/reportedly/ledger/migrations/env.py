"""Run by Alembic, in the transaction that `migrating` has begun. After each step the triggers are put back."""

from __future__ import annotations

from typing import Any

from alembic import context

from reportedly.ledger.guarding import guard
from reportedly.ledger.schema import metadata


def _again(*_: Any, **__: Any) -> None:
    guard(context.config.attributes["connection"])


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
    on_version_apply=_again,
)
with context.begin_transaction():
    context.run_migrations()
