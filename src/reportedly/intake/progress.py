"""What an intake is told and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportedly.ingest import MAX_BYTES
from reportedly.ledger import Changes, Head


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Options:
    """`outlet`, `published` and `title` are said of every report and win. `feed`: the inputs are feeds, the pages that
    they name are fetched. `archive` is the WARC file for what is fetched; unsaid, it stands beside the ledger.

    `stopped` is asked between documents: what was begun is finished, then the run ends.
    """

    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    encoding: str | None = None
    max_bytes: int = MAX_BYTES
    feed: bool = False
    contact: str | None = None
    allow_private: bool = False
    archive: Path | None = None
    stopped: Callable[[], bool] = _never


class What(StrEnum):
    """What became of an input.

    `CHANGED`: other bytes at an address that is known, a new document that replaces the old. `AGAIN`: the document is
    in already; only the obtaining is noted. `UNREAD`: kept until its language can be read. `BROKEN`: kept, but
    reading it failed. `ERASED`: was redacted, and stays out.
    """

    NEW = "new"
    CHANGED = "changed"
    AGAIN = "again"
    UNREAD = "unread"
    BROKEN = "broken"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was met. `copies` are the ids of those that it shares news with."""

    what: What
    document: str
    where: str
    claims: int = 0
    leftovers: int = 0
    replaces: str | None = None
    copies: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that could not be taken in. `reason` says what helps."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Something about an input that stops nothing."""

    where: str
    what: str


@dataclass(slots=True)
class Summary:
    """The counts of a run; `events` are new ones. `head` is the end of the chain after it."""

    run: int
    documents: int = 0
    changed: int = 0
    again: int = 0
    unread: int = 0
    broken: int = 0
    erased: int = 0
    failed: int = 0
    resolved: int = 0
    claims: int = 0
    leftovers: int = 0
    copies: int = 0
    updates: int = 0
    sources: int = 0
    events: int = 0
    stopped: bool = False
    head: Head | None = None

    def counts(self) -> dict[str, int | bool]:
        """All but the run and the head, as the ledger keeps them."""
        names = (name for name in self.__slots__ if name not in ("run", "head"))
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Reread:
    """A document that was read again, and what that changed."""

    document: str
    changes: Changes
    paired: int = 0
    failed: str | None = None


Step = Taken | Failed | Noted | Summary
