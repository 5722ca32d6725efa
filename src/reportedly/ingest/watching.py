"""Watches feeds: polls each when it is due, tells what is new, keeps going through failures, stops when asked to.

stop = Stop()
with stop.on_signals():
    for poll in watch(feeds("feeds.toml"), Fetcher(sleep=stop.wait, stopped=stop), stop=stop, seen=ledger_knows):
        print(poll.line)
        for entry in poll.entries:      # fetch it, keep it
            ...
"""

from __future__ import annotations

import random
import re
import signal
import threading
import time
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from reportedly.errors import FetchError, InputError
from reportedly.ingest import feeds as parsing
from reportedly.ingest.addresses import checked
from reportedly.ingest.feeds import Entry
from reportedly.ingest.inputs import printable, problem

if TYPE_CHECKING:
    from reportedly.ingest.fetching import Fetcher

EVERY = 30 * 60.0
SHORTEST, LONGEST = 60.0, 7 * 24 * 3600.0
# After failures a feed is tried ever less often, down to this; one that is polled less often anyway keeps its pace.
_SELDOM = 6 * 3600.0
# So that many watchers that were started at once do not come back at once.
_JITTER = 0.1
_REMEMBERED = 50_000
_INTERVAL = re.compile(r"([0-9]{1,6}) ?(s|m|min|h|d)")
_SECONDS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_HEADING = re.compile(r"^\s*\[\[\s*feed\s*\]\]")
_KEYS = {"feed": ("url", "outlet", "every"), "file": ("feed", "every", "contact")}


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """One feed of a `feeds.toml`. `outlet=None`: as the feed calls itself. `every`: seconds between two polls."""

    url: str
    outlet: str | None = None
    every: float = EVERY

    @property
    def name(self) -> str:
        return self.outlet or self.url


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A `feeds.toml`. `contact` is for the User-Agent of the fetcher."""

    feeds: tuple[WatchedFeed, ...]
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one look at one feed brought. `entries` are those not seen before, the oldest first.

    `failure` says why there are none; `failed` are the entries that cannot be followed. `next_in`: seconds.
    """

    feed: WatchedFeed
    when: datetime
    next_in: float
    entries: tuple[Entry, ...] = ()
    total: int = 0
    unchanged: bool = False
    outlet: str | None = None
    failure: InputError | None = None
    failed: tuple[InputError, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """For the log: one line, whatever the feed says."""
        if self.failure:
            what = f"not read: {self.failure.what}"
        elif self.unchanged:
            what = "unchanged"
        else:
            what = f"{len(self.entries)} new of {self.total}"
            what += f", {len(self.failed)} without a page" if self.failed else ""
        line = f"{self.when:%Y-%m-%dT%H:%M:%SZ} {self.feed.name}: {what}; next in {_spoken(self.next_in)}"
        return printable(line)


class Stop:
    """Whether to stop, and a sleep that ends when it is so."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        self._event.set()

    def wait(self, seconds: float) -> None:
        self._event.wait(seconds)

    @contextmanager
    def on_signals(self) -> Iterator[Stop]:
        """SIGINT and SIGTERM stop after what is being done; a second one ends it at once."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

        def heard(number: int, _frame: FrameType | None) -> None:
            self.set()
            signal.signal(number, before[signal.Signals(number)])

        try:
            for number in before:
                signal.signal(number, heard)
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@dataclass(slots=True)
class _State:
    """What is remembered of a feed between two polls."""

    feed: WatchedFeed
    due: float
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    seen: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)


def watch(
    watched: Sequence[WatchedFeed],
    fetcher: Fetcher,
    *,
    stop: Callable[[], bool] = lambda: False,
    seen: Callable[[Entry], bool] = lambda _entry: False,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
    jitter: Callable[[float, float], float] = random.uniform,
    rounds: int | None = None,
) -> Iterator[Poll]:
    """Polls the feeds for ever, or `rounds` times each, and yields each poll.

    An entry is told once, and again when the feed says that it was changed; `seen` knows those of earlier runs.
    What is done with a poll is done before the next one: a slow reader is never flooded.
    """
    states = [_State(feed, clock()) for feed in watched]
    left = None if rounds is None else rounds * len(states)
    while states and not stop() and left != 0:
        state = min(states, key=lambda one: one.due)
        if (pause := state.due - clock()) > 0:
            sleep(pause)
            continue
        poll = _polled(state, fetcher, seen, jitter)
        if poll.failure is not None and stop():
            # The stop itself cut the fetch short; the feed is not to blame.
            return
        state.due = clock() + poll.next_in
        yield poll
        left = None if left is None else left - 1


def _polled(
    state: _State, fetcher: Fetcher, seen: Callable[[Entry], bool], jitter: Callable[[float, float], float]
) -> Poll:
    from reportedly.ingest.fetching import FEEDS

    when = fetcher.now()
    every = state.feed.every * (1 + jitter(-_JITTER, _JITTER))
    try:
        fetched = fetcher.fetch(state.feed.url, etag=state.etag, last_modified=state.last_modified, accept=FEEDS)
        if fetched.unchanged:
            state.failures = 0
            return Poll(state.feed, when, every, unchanged=True)
        found = parsing.parse(fetched.content, state.feed.url, when.date(), fetched.url)
    except InputError as error:
        state.failures += 1
        # What could not be read is asked for whole the next time.
        state.etag = state.last_modified = None
        pause = min(every * 2 ** min(state.failures, 20), max(_SELDOM, every))
        asked = error.retry_after or 0.0 if isinstance(error, FetchError) else 0.0
        return Poll(state.feed, when, max(pause, min(asked, LONGEST)), failure=error)
    state.failures = 0
    state.etag, state.last_modified = fetched.headers.get("etag"), fetched.headers.get("last-modified")
    new = tuple(entry for entry in reversed(found.entries) if _is_new(entry, state, seen))
    return Poll(
        feed=state.feed,
        when=when,
        next_in=every,
        entries=new,
        total=len(found.entries) + len(found.failed),
        outlet=state.feed.outlet or found.title,
        failed=found.failed,
        remarks=found.remarks,
    )


def _is_new(entry: Entry, state: _State, seen: Callable[[Entry], bool]) -> bool:
    if entry.version in state.seen:
        state.seen.move_to_end(entry.version)
        return False
    state.seen[entry.version] = None
    if len(state.seen) > _REMEMBERED:
        state.seen.popitem(last=False)
    return not seen(entry)


def feeds(path: str | Path) -> Watchlist:
    """The watchlist in a TOML file: `[[feed]]` tables with url, outlet and every ("15m"), and `every` for them all.

    Raises InputError that names the line and the field.
    """
    where = printable(str(path))
    try:
        words = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise problem(error, where) from error
    except UnicodeDecodeError as error:
        raise InputError(where, "not UTF-8; save it as such") from error
    try:
        said = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise InputError(where, f"not TOML: {error}") from error
    _known(said, "file", where)
    every = _every(said.get("every"), where) or EVERY
    contact = _words(said.get("contact"), "contact", where)
    listed = said.get("feed")
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise InputError(where, 'no feed is named; write [[feed]] and below it url = "https://..."')
    lines = [number for number, line in enumerate(words.splitlines(), 1) if _HEADING.match(line)]
    found: dict[str, WatchedFeed] = {}
    for number, one in enumerate(listed):
        here = f"{where}: feed {number + 1}" + (f" (line {lines[number]})" if number < len(lines) else "")
        feed = _feed(one, here, every)
        if feed.url in found:
            raise InputError(here, f"{feed.url} is named twice; leave one out")
        found[feed.url] = feed
    return Watchlist(tuple(found.values()), contact)


def _feed(said: dict[str, object], where: str, every: float) -> WatchedFeed:
    _known(said, "feed", where)
    url = _words(said.get("url"), "url", where)
    if url is None:
        raise InputError(where, 'url is missing; write url = "https://..."')
    try:
        # The port is left to the fetcher, which knows whether this is a test.
        address = str(checked(url, any_port=True))
    except FetchError as error:
        raise InputError(where, f"url {error.where!r}: {error.what}") from error
    return WatchedFeed(address, _words(said.get("outlet"), "outlet", where), _every(said.get("every"), where) or every)


def _known(said: dict[str, object], table: str, where: str) -> None:
    if unknown := sorted(said.keys() - set(_KEYS[table])):
        raise InputError(
            where, f"{printable(unknown[0])[:40]!r} is not known here; the keys are {', '.join(_KEYS[table])}"
        )


def _every(said: object, where: str) -> float | None:
    if said is None:
        return None
    match = _INTERVAL.fullmatch(said.strip()) if isinstance(said, str) else None
    if not match:
        raise InputError(where, f'every = {str(said)[:40]!r}: write an interval such as "15m", "2h" or "1d"')
    seconds = int(match.group(1)) * _SECONDS[match.group(2)]
    if not SHORTEST <= seconds <= LONGEST:
        raise InputError(where, f'every = "{said}": from {_spoken(SHORTEST)} to {_spoken(LONGEST)}')
    return seconds


def _words(said: object, name: str, where: str) -> str | None:
    if said is None:
        return None
    if not isinstance(said, str) or not said.strip() or printable(said) != said:
        raise InputError(where, f'{name} does not hold words; write {name} = "..." on one line')
    return said.strip()


def _spoken(seconds: float) -> str:
    """Seconds for people: "15 min"."""
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size or seconds == size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"
