"""Reads news reports of armed conflict into claims, each value anchored to the words that it was read from.

from reportedly import load, read

for document in load(["report.txt"], published="2025-03-10"):
    for claim in read(document).claims:
        print(claim.harm.value, claim.quantity.value.low)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportedly.ingest import load as load
    from reportedly.intake.tolling import events as list_events
    from reportedly.intake.tolling import view as toll
    from reportedly.interchange import row as row
    from reportedly.ledger import Ledger as Ledger
    from reportedly.model import Document as Document
    from reportedly.pipeline import read as read
    from reportedly.pipeline import read_all as read_all

__all__ = ["Document", "Ledger", "list_events", "load", "read", "read_all", "row", "toll"]

_HOMES = {
    "Document": "model.Document",
    "Ledger": "ledger.Ledger",
    # `reportedly.events` and `reportedly.tolls` are packages.
    "list_events": "intake.tolling.events",
    "load": "ingest.load",
    "read": "pipeline.read",
    "read_all": "pipeline.read_all",
    "row": "interchange.row",
    "toll": "intake.tolling.view",
}


def __getattr__(name: str) -> object:
    # Late, so that `reportedly --help` need not wait for the parser.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, _, attribute = _HOMES[name].rpartition(".")
    return getattr(import_module(f"{__name__}.{module}"), attribute)
