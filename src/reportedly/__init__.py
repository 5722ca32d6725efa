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
    from reportedly.interchange import row as row
    from reportedly.ledger import Ledger as Ledger
    from reportedly.model import Document as Document
    from reportedly.pipeline import read as read
    from reportedly.pipeline import read_all as read_all

__all__ = ["Document", "Ledger", "load", "read", "read_all", "row"]

_HOMES = {
    "Document": "model",
    "Ledger": "ledger",
    "load": "ingest",
    "read": "pipeline",
    "read_all": "pipeline",
    "row": "interchange",
}


def __getattr__(name: str) -> object:
    # Late, so that `reportedly --help` need not wait for the parser.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
