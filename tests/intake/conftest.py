"""The ledgers of tests/ledger, on both engines."""

from tests.ledger.conftest import bare, engine_name, ledger, server, template, where

__all__ = ["bare", "engine_name", "ledger", "server", "template", "where"]
