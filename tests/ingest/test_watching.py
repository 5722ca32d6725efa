"""Feeds are polled when they are due, new entries are told once, failures stop nothing, a signal stops it."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from reportedly.errors import FetchError, InputError
from reportedly.ingest.feeds import Entry
from reportedly.ingest.fetching import Fetched, Fetcher
from reportedly.ingest.watching import Poll, Stop, WatchedFeed, feeds, watch
from tests.ingest.servers import PUBLIC, Site, response, serving
from tests.ingest.test_feeds import rss
from tests.ingest.test_fetching import LIMITS, slow_body

NOW = datetime(2025, 4, 1, 12, 0, tzinfo=UTC)
A = WatchedFeed("http://news.test/feed", "Lake Wire", 900.0)
B = WatchedFeed("http://other.test/feed", None, 3600.0)


def item(number: int, changed: str = "") -> str:
    said = f"<dc:date>{changed}</dc:date>" if changed else ""
    return f"<title>t</title><link>http://news.test/{number}</link>{said}"


class Feeds(Fetcher):
    """A fetcher that answers from a table and keeps a clock of its own."""

    def __init__(self, **answers: Any) -> None:
        super().__init__(now=lambda: NOW)
        self.answers = answers
        self.time = 0.0
        self.asked: list[tuple[float, str, str | None]] = []

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,  # noqa: ARG002
        accept: frozenset[str] = frozenset(),  # noqa: ARG002
    ) -> Fetched:
        name = url.split("/")[2].split(".")[0]
        self.asked.append((self.time, name, etag))
        answer = self.answers[name]
        if callable(answer):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        if etag and etag == '"same"':
            return Fetched(url, url, NOW, 304, {}, b"", ())
        return Fetched(url, url, NOW, 200, {"etag": '"same"'} if name == "other" else {}, answer, ())

    def polls(self, *watched: WatchedFeed, count: int, **options: Any) -> list[Poll]:
        def sleep(seconds: float) -> None:
            self.time += seconds

        options.setdefault("jitter", lambda _low, _high: 0.0)
        return list(islice(watch(watched, self, clock=lambda: self.time, sleep=sleep, **options), count))


def failing(why: str = "status", retry_after: float | None = None) -> FetchError:
    return FetchError("http://news.test/feed", "status 503:\nbusy", why, passing=True, retry_after=retry_after)


class TestPolls:
    def test_what_is_new_is_told_once_the_oldest_first(self) -> None:
        answers = iter([rss(item(2), item(1)), rss(item(3), item(2), item(1)), rss(item(3))])
        polls = Feeds(news=lambda: next(answers)).polls(A, count=3)
        assert [[entry.url[-1] for entry in poll.entries] for poll in polls] == [["1", "2"], ["3"], []]
        assert [poll.total for poll in polls] == [2, 3, 1]

    def test_what_was_changed_is_told_again(self) -> None:
        answers = iter([rss(item(1, "2025-03-10")), rss(item(1, "2025-03-11"))])
        polls = Feeds(news=lambda: next(answers)).polls(A, count=2)
        assert [len(poll.entries) for poll in polls] == [1, 1]

    def test_what_earlier_runs_saw_is_not_new(self) -> None:
        def seen(entry: Entry) -> bool:
            return entry.url.endswith("1")

        [poll] = Feeds(news=rss(item(2), item(1))).polls(A, count=1, seen=seen)
        assert [entry.url[-1] for entry in poll.entries] == ["2"]

    def test_each_feed_at_its_own_pace(self) -> None:
        watcher = Feeds(news=rss(item(1)), other=rss(item(2)))
        watcher.polls(A, B, count=8)
        assert [(at, name) for at, name, _ in watcher.asked] == [
            (0.0, "news"), (0.0, "other"), (900.0, "news"), (1800.0, "news"), (2700.0, "news"), (3600.0, "news"),
            (3600.0, "other"), (4500.0, "news"),
        ]  # fmt: skip

    def test_an_unchanged_feed_is_not_sent_again(self) -> None:
        watcher = Feeds(other=rss(item(2)))
        polls = watcher.polls(B, count=2)
        assert [etag for _, _, etag in watcher.asked] == [None, '"same"']
        assert [poll.unchanged for poll in polls] == [False, True]

    def test_no_two_watchers_keep_step(self) -> None:
        polls = Feeds(news=rss()).polls(A, count=2, jitter=lambda _low, high: high)
        assert polls[0].next_in == pytest.approx(990.0)

    def test_the_outlet_is_as_said_or_as_the_feed_calls_itself(self) -> None:
        polls = Feeds(news=rss(), other=rss(title="Other Wire")).polls(A, B, count=2)
        assert [poll.outlet for poll in polls] == ["Lake Wire", "Other Wire"]


class TestFailures:
    def test_it_backs_off_and_comes_back(self) -> None:
        answers = iter([failing(), failing(), failing(), rss(item(1)), failing()])
        polls = Feeds(news=lambda: next(answers)).polls(A, count=5)
        assert [poll.next_in for poll in polls] == [1800.0, 3600.0, 7200.0, 900.0, 1800.0]
        assert [poll.failure is None for poll in polls] == [False, False, False, True, False]

    def test_it_never_gives_up_and_never_waits_longer_than_hours(self) -> None:
        polls = Feeds(news=failing()).polls(A, count=60)
        assert polls[-1].next_in == 6 * 3600

    def test_a_server_that_names_a_time_is_left_alone_until_then(self) -> None:
        assert Feeds(news=failing(retry_after=50_000.0)).polls(A, count=1)[0].next_in == 50_000.0
        assert Feeds(news=failing(retry_after=1e12)).polls(A, count=1)[0].next_in == 7 * 86400

    def test_others_go_on(self) -> None:
        watcher = Feeds(news=failing(), other=b"no feed at all")
        polls = watcher.polls(A, B, WatchedFeed("http://third.test/feed"), count=2)
        assert all(poll.failure for poll in polls)
        watcher.answers["third"] = rss(item(1))
        polls = watcher.polls(A, B, WatchedFeed("http://third.test/feed"), count=3)
        assert [len(poll.entries) for poll in polls] == [0, 0, 1]

    def test_after_a_failure_the_feed_is_asked_for_whole(self) -> None:
        watcher = Feeds(other=rss(item(1)))
        watcher.polls(B, count=1)
        answers = iter([rss(item(1)), failing(), rss(item(1))])
        watcher = Feeds(other=lambda: next(answers))
        watcher.polls(B, count=3)
        assert [etag for _, _, etag in watcher.asked] == [None, '"same"', None]


class TestLines:
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            (rss(item(1), "<title>no link</title>"), "Lake Wire: 1 new of 2, 1 without a page; next in 15 min"),
            (failing(), "Lake Wire: not read: status 503:\ufffdbusy; next in 30 min"),
            (rss(), "Lake Wire: 0 new of 0; next in 15 min"),
        ],
    )
    def test_one_line_a_poll(self, answer: Any, expected: str) -> None:
        [poll] = Feeds(news=answer).polls(A, count=1)
        assert poll.line == f"2025-04-01T12:00:00Z {expected}"


class TestStopping:
    def test_before_the_next_poll(self) -> None:
        stop = Stop()
        watcher = Feeds(news=rss(item(1)))
        polls = watch([A], watcher, stop=stop, sleep=stop.wait)
        next(polls)
        stop.set()
        assert list(polls) == []

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_the_wait_and_what_was_set_before_comes_back(self, number: signal.Signals) -> None:
        before = signal.getsignal(number)
        stop = Stop()
        with stop.on_signals():
            threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
            began = time.monotonic()
            polls = list(watch([A], Feeds(news=rss(item(1))), stop=stop, sleep=stop.wait))
        assert len(polls) == 1
        assert time.monotonic() - began < 5
        assert signal.getsignal(number) is before

    def test_a_fetch_in_the_middle_is_ended_and_not_held_against_the_feed(self) -> None:
        with serving(Site(names={"news.test": [PUBLIC]})) as site:
            site.pages["news.test/feed"] = slow_body
            stop = Stop()
            fetcher = Fetcher(network=site.network(), limits=LIMITS, stopped=stop, sleep=stop.wait)
            threading.Timer(0.3, stop.set).start()
            assert list(watch([A], fetcher, stop=stop, sleep=stop.wait)) == []

    def test_rounds(self) -> None:
        assert len(Feeds(news=rss(), other=rss()).polls(A, B, count=99, rounds=2)) == 4

    def test_over_the_wire(self) -> None:
        with serving(Site(names={"news.test": [PUBLIC]})) as site:
            site.pages["news.test/feed"] = response(rss(item(1)), kind="application/rss+xml", ETag='"x"')
            [poll] = watch([A], Fetcher(network=site.network(), limits=LIMITS), rounds=1)
        assert poll.failure is None
        assert [entry.url for entry in poll.entries] == ["http://news.test/1"]


GOOD = """
contact = "desk@example.org"
every = "1h"

[[feed]]
url = "https://news.test/feed"
outlet = "Lake Wire"
every = "15m"

[[feed]]
url = "https://other.test/feed"
"""


class TestWatchlist:
    def written(self, folder: Path, words: str) -> Path:
        path = folder / "feeds.toml"
        path.write_text(words, encoding="utf-8")
        return path

    def test_what_it_says(self, tmp_path: Path) -> None:
        found = feeds(self.written(tmp_path, GOOD))
        assert found.contact == "desk@example.org"
        assert found.feeds == (
            WatchedFeed("https://news.test/feed", "Lake Wire", 900.0),
            WatchedFeed("https://other.test/feed", None, 3600.0),
        )

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("", "no feed is named; write [[feed]]"),
            ("feed = 3", "no feed is named"),
            ("[[feed]\n", "not TOML: "),
            (GOOD + "colour = 3\n", "feed 2 (line 10): 'colour' is not known here; the keys are url, outlet, every"),
            ("feeds = 1\n" + GOOD, "'feeds' is not known here"),
            ("[[feed]]\noutlet = 'x'", "feed 1 (line 1): url is missing"),
            ("[[feed]]\nurl = 7", "feed 1 (line 1): url does not hold words"),
            ("[[feed]]\nurl = 'ftp://a.test/'", "only http:// and https://"),
            ("[[feed]]\nurl = 'http://u:p@a.test/'", "user name or password"),
            ("[[feed]]\nurl = 'http://127.1/'", "unusual notation"),
            ("[[feed]]\nurl = 'http://a.test'\nevery = 15", "every = '15': write an interval such as \"15m\""),
            ("[[feed]]\nurl = 'http://a.test'\nevery = '1s'", "from 1 min to 7 d"),
            ("[[feed]]\nurl = 'http://a.test'\nevery = '30d'", "from 1 min to 7 d"),
            ("[[feed]]\nurl = 'http://a.test'\noutlet = '''a\nb'''", "outlet does not hold words"),
            (
                GOOD + '[[feed]]\nurl = "https://news.test/feed#x"',
                "feed 3 (line 12): https://news.test/feed is named twice",
            ),
            ("contact = 1\n" + GOOD.replace("contact", "#"), "contact does not hold words"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, tmp_path: Path, words: str, expected: str) -> None:
        with pytest.raises(InputError) as caught:
            feeds(self.written(tmp_path, words))
        assert expected in str(caught.value)
        assert str(caught.value).startswith(str(tmp_path / "feeds.toml"))

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file"):
            feeds(tmp_path / "feeds.toml")
        (tmp_path / "feeds.toml").write_bytes(b"\xff\xfe")
        with pytest.raises(InputError, match="not UTF-8"):
            feeds(tmp_path / "feeds.toml")
