"""Fetches public pages, politely and safely: robots.txt, one host at a time, limits, no private address at any hop.

fetcher = Fetcher(contact="desk@example.org")
try:
    page = fetcher.fetch("https://example.org/report")
except FetchError as error:   # where (the URL), what (with a remedy), why, passing, retry_after
    ...

`FetchError.why` is one of: url, address, name, connection, certificate, time, size, broken, redirect, robots, status,
type, coding, stopped.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata

import httpx

from reportedly.errors import FetchError
from reportedly.ingest import robots
from reportedly.ingest.addresses import checked, shown
from reportedly.ingest.coding import TooBig, decoded
from reportedly.ingest.content import MEDIA_TYPES, UNSAID, media_type
from reportedly.ingest.robots import Robots
from reportedly.ingest.wire import Answer, Exchange, Limits, Network, Wire, asked, public

DELAY = 1.0
LONGEST_DELAY = 30.0
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
PAGES = frozenset(MEDIA_TYPES)
FEEDS = frozenset(
    (
        "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
        "text/html", "text/plain",
    )
)  # fmt: skip
# More than a day's feeds lead to; a crawl of the web is not what this is for.
_MOST_HOSTS = 5_000
_VALUE = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,999}")
_STATUS = {
    401: "a password is asked for; save the report and give the file instead",
    403: "the server forbids it; save the report in a browser and give the file instead",
    404: "there is no such page; check the address",
    410: "the page is gone; an archive of the web may have it",
    429: "too many requests, says the server; try again later",
    451: "withheld for legal reasons",
}
_PASSING = frozenset((408, 425, 429, *range(500, 600)))


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. `content` is decoded; `exchanges` holds what went over the wire, redirects first."""

    asked: str
    url: str
    when: datetime
    status: int
    headers: Mapping[str, str]
    content: bytes
    exchanges: tuple[Exchange, ...]

    @property
    def unchanged(self) -> bool:
        """The server says that the page is still the one that the caller's ETag or date came with."""
        return self.status == 304

    @property
    def content_type(self) -> str:
        return media_type(self.headers.get("content-type", ""))


@dataclass(slots=True)
class Fetcher:
    """Fetches one page at a time. `contact` (an address or URL) stands in the User-Agent, for the server's owner.

    `network`, the clocks and `sleep` are there for tests; `stopped` ends a fetch when it turns true.
    """

    contact: str | None = None
    limits: Limits = field(default_factory=Limits)
    delay: float = DELAY
    network: Network = field(default_factory=public)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    stopped: Callable[[], bool] = lambda: False
    _robots: dict[str, Robots] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.contact is not None and not _VALUE.fullmatch(self.contact):
            raise FetchError("contact", f"{shown(self.contact)!r} cannot stand in a request; use plain letters", "url")

    @property
    def agent(self) -> str:
        try:
            version = metadata.version("reportedly")
        except metadata.PackageNotFoundError:
            version = "0"
        about = f"; {self.contact}" if self.contact else ""
        return f"{robots.PRODUCT}/{version} (claim ledger of conflict reports{about})"

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: frozenset[str] = PAGES
    ) -> Fetched:
        """The page at the address, redirects followed. Raises FetchError.

        With `etag` or `last_modified` of an earlier answer, an unchanged page comes back with status 304 and empty.
        """
        conditions = {
            name: value
            for name, value in (("if-none-match", etag), ("if-modified-since", last_modified))
            if value and _VALUE.fullmatch(value)
        }
        return _Fetch(self, shown(url), accept, conditions).run(checked(url, any_port=self.network.private))


@dataclass(slots=True)
class _Fetch:
    """One page being fetched: where it has led so far and what it has cost."""

    fetcher: Fetcher
    where: str
    accept: frozenset[str]
    conditions: dict[str, str]
    spent: float = 0.0
    exchanges: list[Exchange] = field(default_factory=list)

    def run(self, url: httpx.URL) -> Fetched:
        asked_for = str(url)
        for _ in range(self.fetcher.limits.redirects + 1):
            rules = self._rules(url)
            self._permitted(url, rules)
            self._wait(url, rules)
            answer = self._answer(url, self.conditions, self._early)
            if answer.status not in _REDIRECTS:
                return self._finished(asked_for, url, answer)
            url = self._next(url, answer)
        raise self._error(f"more than {self.fetcher.limits.redirects} redirects; check the address", "redirect")

    def _finished(self, asked_for: str, url: httpx.URL, answer: Answer) -> Fetched:
        last = self.exchanges[-1]
        content = b"" if answer.status == 304 else self._decoded(answer)
        headers = dict(answer.headers.items())
        return Fetched(asked_for, str(url), last.when, answer.status, headers, content, tuple(self.exchanges))

    def _early(self, status: int, headers: httpx.Headers) -> None:
        """Refuses, by the head alone, what need not be read."""
        if status in _REDIRECTS or (status == 304 and self.conditions):
            return
        if status != 200 and status != 203:
            what = _STATUS.get(status, "the server is in trouble; try again later" if status >= 500 else "not a page")
            raise self._error(
                f"status {status}: {what}", "status", passing=status in _PASSING, retry_after=self._retry_after(headers)
            )
        kind = media_type(headers.get("content-type", ""))
        if kind not in self.accept and kind not in UNSAID:
            raise self._error(f"{shown(kind)[:60]!r} is not read; wanted is {self._wanted()}", "type")
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > self.fetcher.limits.received:
            raise self._error(f"{int(length):,} bytes; the most that is fetched is {self._most()}", "size")

    def _wanted(self) -> str:
        return "a feed" if self.accept == FEEDS else "a page, plain text, PDF or DOCX"

    def _most(self) -> str:
        return f"{self.fetcher.limits.received:,}"

    def _decoded(self, answer: Answer, limit: int | None = None) -> bytes:
        coding = ",".join(answer.headers.get_list("content-encoding"))
        try:
            content = decoded(answer.body, coding, limit or self.fetcher.limits.content)
            if len(content) > (limit or self.fetcher.limits.content):
                raise TooBig(f"more than {self.fetcher.limits.content:,} bytes")
        except TooBig as error:
            raise self._error(f"{error}; save the report and give the file instead", "size") from error
        except ValueError as error:
            raise self._error(f"{error}; save the report and give the file instead", "coding") from error
        return content

    def _next(self, url: httpx.URL, answer: Answer) -> httpx.URL:
        """Where a redirect leads; checked like the address that was asked for."""
        places = set(answer.headers.get_list("location"))
        if len(places) != 1:
            raise self._error(f"status {answer.status} with {len(places) or 'no'} places to go to", "redirect")
        place = places.pop().strip()
        try:
            # Servers send raw UTF-8 here; httpx reads header values as what decodes.
            joined = url.join(place)
        except (httpx.InvalidURL, ValueError) as error:
            raise self._error(f"redirected to {shown(place)!r}, which is no address", "redirect") from error
        try:
            return checked(str(joined) if "\\" not in place else place, any_port=self.fetcher.network.private)
        except FetchError as error:
            raise self._error(f"redirected to {error.where}: {error.what}", "redirect") from error

    def _rules(self, url: httpx.URL) -> Robots:
        """The rules of the URL's host, fetched when they are not known or too old."""
        host = _authority(url)
        now = self.fetcher.clock()
        known = self.fetcher._robots.get(host)
        if known is None or known.until <= now:
            if len(self.fetcher._robots) >= _MOST_HOSTS:
                self.fetcher._robots.clear()
                self.fetcher._last.clear()
            known = self.fetcher._robots[host] = self._asked_rules(url)
        return known

    def _asked_rules(self, url: httpx.URL) -> Robots:
        here = url.copy_with(raw_path=b"/robots.txt")
        limits = self.fetcher.limits
        taken = len(self.exchanges)
        try:
            for _ in range(limits.redirects + 1):
                answer = self._answer(here, {}, lambda _status, _headers: None)
                if answer.status not in _REDIRECTS:
                    body = self._decoded(answer) if 200 <= answer.status < 300 else b""
                    return robots.read(answer.status, body, self.fetcher.clock())
                here = self._next(here, answer)
        except FetchError as error:
            # A host that may not be spoken to, or is not there, is told as such and not as one whose rules are missing.
            if _authority(here) == _authority(url) and error.why in _OF_THE_HOST:
                raise
            return robots.unreachable(error.what[:200], self.fetcher.clock())
        finally:
            del self.exchanges[taken:]
        # RFC 9309, 2.3.1.2: beyond five redirects the file counts as not there.
        return robots.read(404, b"", self.fetcher.clock())

    def _permitted(self, url: httpx.URL, rules: Robots) -> None:
        if rules.closed is not None:
            raise self._error(f"{url.host} is closed to us: {rules.closed}; try again later", "robots", passing=True)
        if not rules.allows(str(url)):
            what = f"the robots.txt of {url.host} forbids it; save the report in a browser and give the file instead"
            raise self._error(what, "robots")

    def _wait(self, url: httpx.URL, rules: Robots) -> None:
        """Leaves the host in peace for as long as it asks, or as is polite."""
        fetcher = self.fetcher
        host = url.host
        due = fetcher._last.get(host, -math.inf) + max(fetcher.delay, rules.delay(LONGEST_DELAY))
        if (left := due - fetcher.clock()) > 0:
            fetcher.sleep(left)
        fetcher._last[host] = fetcher.clock()

    def _answer(
        self, url: httpx.URL, conditions: dict[str, str], early: Callable[[int, httpx.Headers], None]
    ) -> Answer:
        fetcher = self.fetcher
        began = fetcher.clock()
        headers = {
            "user-agent": fetcher.agent,
            "accept": ", ".join(sorted(self.accept)) + ", */*;q=0.1",
            "accept-encoding": "gzip, deflate",
            "accept-language": "en",
            "connection": "close",
            **conditions,
        }
        wire = Wire(
            self.where, fetcher.limits, began + fetcher.limits.seconds - self.spent, fetcher.clock, fetcher.stopped
        )
        when = fetcher.now()
        try:
            answer = asked(httpx.Request("GET", url, headers=headers), fetcher.network, wire, early)
        finally:
            self.spent += fetcher.clock() - began
        sent, received = bytes(wire.sent), bytes(wire.received)
        self.exchanges.append(Exchange(str(url), wire.address or "", when, answer.status, sent, received))
        return answer

    def _retry_after(self, headers: httpx.Headers) -> float | None:
        words = headers.get("retry-after", "").strip()
        if words.isascii() and words.isdigit() and len(words) < 9:
            return float(words)
        try:
            return max(0.0, (parsedate_to_datetime(words) - self.fetcher.now()).total_seconds())
        except (TypeError, ValueError, IndexError, OverflowError):
            return None

    def _error(self, what: str, why: str, *, passing: bool = False, retry_after: float | None = None) -> FetchError:
        return FetchError(self.where, what, why, passing=passing, retry_after=retry_after)


_OF_THE_HOST = frozenset(("url", "address", "name", "connection", "certificate", "stopped"))


def _authority(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
