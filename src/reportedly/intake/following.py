"""Watching feeds: what each poll brings is fetched and kept before the next one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from reportedly.ingest import watching
from reportedly.ingest.feeds import Entry
from reportedly.ingest.watching import Poll, Watchlist
from reportedly.intake.gathering import Gathering
from reportedly.intake.progress import Options, Step
from reportedly.intake.running import Intake
from reportedly.ledger import Ledger

if TYPE_CHECKING:
    from reportedly.ingest.fetching import Fetcher


def follow(
    ledger: Ledger,
    watchlist: Watchlist,
    options: Options,
    *,
    fetcher: Fetcher | None = None,
    sleep: Callable[[float], object] = time.sleep,
    rounds: int | None = None,
) -> Iterator[Poll | Step]:
    """Polls the feeds until `options.stopped`, or `rounds` times each: each Poll, what came of it, last the Summary.

    Pages that failed are tried again when the watch begins anew, and by `retry_failed`.
    """
    gathering = Gathering(ledger, options, fetcher)
    intake = Intake(ledger, options, "watch")
    polls = watching.watch(
        watchlist.feeds,
        gathering.fetcher,
        stop=options.stopped,
        seen=lambda entry: _seen(ledger, entry),
        sleep=sleep,
        rounds=rounds,
    )
    for poll in polls:
        yield poll
        if poll.entries or poll.failed:
            found = gathering.entries(poll.feed.url, poll.entries, poll.failed, poll.remarks, poll.feed.outlet)
            yield from intake.take(found)
    yield intake.end()


def _seen(ledger: Ledger, entry: Entry) -> bool:
    """Whether the page of an entry came in, and the feed does not say that it was changed since."""
    captured = next((one for one in reversed(ledger.captures(where=entry.url)) if one.document), None)
    if captured is None:
        return False
    changed = _moment(entry.changed)
    return changed is None or changed <= captured.at


def _moment(said: str | None) -> datetime | None:
    """When a feed says that an entry was changed; None where it says so in no way that can be read."""
    if not said:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(said.strip())
        except (ValueError, TypeError, IndexError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
