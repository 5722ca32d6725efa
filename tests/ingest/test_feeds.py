"""Feeds and their entries: links, dates with zones, words; what is broken or hostile is told and opens nothing."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from datetime import time as clock
from pathlib import Path

import pytest

from reportedly.errors import InputError
from reportedly.ingest.feeds import Entry, Feed, parse, plain, read
from reportedly.ingest.fetching import Fetcher
from reportedly.model import Published, PublishedFrom
from tests.ingest.servers import PUBLIC, Site, redirect, response, serving

TODAY = date(2025, 4, 1)


def rss(*items: str, title: str = "Lake Wire") -> bytes:
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    inside = "".join(f"<item>{item}</item>" for item in items)
    head = f'<?xml version="1.0"?><rss version="2.0" {space}><channel><title>{title}</title>'
    return f"{head}{inside}</channel></rss>".encode()


def atom(*entries: str) -> bytes:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>At</title>{inside}</feed>'.encode()


def fed(raw: bytes, base: str | None = None) -> Feed:
    return parse(raw, "feed", TODAY, base)


def one(raw: bytes, base: str | None = None) -> Entry:
    feed = fed(raw, base)
    assert feed.failed == ()
    [entry] = feed.entries
    return entry


def error(raw: bytes) -> str:
    with pytest.raises(InputError) as caught:
        fed(raw)
    return str(caught.value)


LINK = "<link>http://news.test/1</link>"


class TestEntries:
    def test_an_entry_of_rss(self) -> None:
        whole = "<![CDATA[<p>At least 12 people were killed.</p><p>30 were injured.</p>]]>"
        whole = f"<content:encoded>{whole}</content:encoded>"
        entry = one(rss(f"<title>A &amp; B</title>{LINK}<description>At least 12</description>{whole}"))
        assert (entry.url, entry.title) == ("http://news.test/1", "A & B")
        assert entry.words == "At least 12 people were killed.\n30 were injured."
        assert fed(rss(LINK)).title == "Lake Wire"

    def test_an_entry_of_atom(self) -> None:
        said = (
            '<title type="html">&lt;b&gt;T&lt;/b&gt;</title><link rel="alternate" href="/1"/>'
            "<published>2025-03-10T23:30:00-05:00</published><updated>2025-03-11T12:00:00Z</updated>"
            "<summary>Two died.</summary>"
        )
        entry = one(atom(said), "http://news.test/feeds/all")
        assert (entry.url, entry.title, entry.words) == ("http://news.test/1", "T", "Two died.")
        assert entry.published == Published(date(2025, 3, 10), PublishedFrom.METADATA, clock(23, 30), "-05:00")
        assert entry.version == ("http://news.test/1", "2025-03-11T12:00:00Z")

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("<pubDate>Mon, 10 Mar 2025 22:30:00 +0300</pubDate>", (date(2025, 3, 10), clock(22, 30), "+03:00")),
            ("<pubDate>Mon, 10 Mar 2025 22:30:00 GMT</pubDate>", (date(2025, 3, 10), clock(22, 30), "+00:00")),
            ("<pubDate>Mon, 10 Mar 2025 22:30:00 EST</pubDate>", (date(2025, 3, 10), clock(22, 30), "-05:00")),
            ("<pubDate>10 Mar 2025</pubDate>", (date(2025, 3, 10), None, None)),
            ("<dc:date>2025-03-10T22:30:00Z</dc:date>", (date(2025, 3, 10), clock(22, 30), "Z")),
            ("<pubDate>Tue, 01 Jan 2030 00:00:00 GMT</pubDate>", None),
            ("<pubDate>yesterday</pubDate>", None),
            ("<pubDate>03/10/2025</pubDate>", None),
            ("<pubDate></pubDate>", None),
            ("", None),
        ],
    )
    def test_dates_keep_their_zone(self, said: str, expected: tuple[date, clock | None, str | None] | None) -> None:
        published = one(rss(LINK + said)).published
        assert published == (Published(expected[0], PublishedFrom.METADATA, *expected[1:]) if expected else None)

    def test_when_it_was_changed_is_not_when_it_came_out(self) -> None:
        assert one(atom('<link href="http://news.test/1"/><updated>2025-03-11T12:00:00Z</updated>')).published is None

    def test_a_guid_that_is_an_address_stands_in_for_the_link(self) -> None:
        assert one(rss("<guid>http://news.test/9</guid>")).url == "http://news.test/9"

    @pytest.mark.parametrize(
        ("item", "expected"),
        [
            ("<title>x</title>", "entry 1: it names no page"),
            ("<link>file:///etc/passwd</link>", "only http:// and https://"),
            ("<link>javascript:alert(1)</link>", "only http:// and https://"),
            ("<link>http://u:p@news.test/</link>", "user name or password"),
            ("<link>http://2130706433/</link>", "notation"),
        ],
    )
    def test_a_link_that_cannot_be_followed_is_told(self, item: str, expected: str) -> None:
        feed = fed(rss(item, LINK))
        assert [entry.url for entry in feed.entries] == ["http://news.test/1"]
        assert expected in str(feed.failed[0])

    def test_a_feed_without_entries_is_one(self) -> None:
        assert fed(rss()).entries == ()

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("plain words", "plain words"),
            ("3 &lt; 5 &amp; more", "3 < 5 & more"),
            ("<p>One<br>two</p>\n<ul><li>three</ul>", "One\ntwo\nthree"),
            ("<p>One <b>bold</b>\nline</p>", "One bold line"),
            ("<script>x()</script><p>words</p><style>y</style> after", "words\nafter"),
            ("<p>a<!-- no --> b</p><figure><img><figcaption>photo</figcaption></figure>", "a b"),
            ("<", "<"),
            ("", ""),
        ],
    )
    def test_words_of_html(self, html: str, expected: str) -> None:
        assert plain(html) == expected


class TestBroken:
    def test_what_came_before_the_break_is_read(self) -> None:
        feed = fed(rss(LINK, LINK.replace("/1", "/2"))[:-40])
        assert feed.entries[0].url == "http://news.test/1"
        assert "the feed is broken" in feed.remarks[0]

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            (b"", "empty"),
            (b"  \n", "empty"),
            (b"<!doctype html><html><body>hi</body></html>", "a page, not a feed"),
            (b'{"version": "https://jsonfeed.org/version/1"}', "no RSS or Atom feed"),
            (b"\x00\x01\x02", "no RSS or Atom feed"),
            (b"<rss version='2.0'><channel", "broken"),
            (b"<rss>" + b"x" * 10_000_001, "more than 10,000,000 bytes"),
            (b"<rss><channel>" + b"<a>" * 200_000, "tags"),
        ],
    )
    def test_what_is_no_feed_is_told(self, raw: bytes, expected: str) -> None:
        assert expected in error(raw)


class TestHostile:
    def entity(self, value: str) -> bytes:
        head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x {value}>]>'
        return f"{head}<rss><channel><item><title>&x;</title>{LINK}</item></channel></rss>".encode()

    @pytest.mark.parametrize("value", ['"words"', 'SYSTEM "file:///etc/passwd"', 'SYSTEM "http://127.0.0.1:1/"'])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
    def test_entities_are_refused(self, value: str, encoding: str) -> None:
        assert "XML entities" in error(self.entity(value).decode().encode(encoding))

    def test_a_name_of_a_file_is_not_opened(self, tmp_path: Path) -> None:
        (tmp_path / "f.rss").write_bytes(rss(LINK))
        assert "no RSS or Atom feed" in error(str(tmp_path / "f.rss").encode())
        assert "no RSS or Atom feed" in error(b"http://127.0.0.1:1/feed")

    @pytest.mark.parametrize(
        "raw",
        [
            rss(LINK + "<description>" + "&lt;div&gt;" * 100_000 + "</description>"),
            rss(LINK + "<description><![CDATA[" + "<div " * 100_000 + "]]></description>"),
            rss(*["<title>x</title>"] * 20_000),
            rss(LINK + "<description>" + "&amp;" * 250_000 + "</description>"),
        ],
    )
    def test_none_takes_long(self, raw: bytes) -> None:
        began = time.monotonic()
        with contextlib.suppress(InputError):
            fed(raw)
        assert time.monotonic() - began < 20


class TestWhere:
    def test_in_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "f.rss").write_bytes(rss(LINK))
        assert len(read(str(tmp_path / "f.rss"), TODAY).entries) == 1
        with pytest.raises(InputError, match="no such file"):
            read(str(tmp_path / "none.rss"), TODAY)
        with pytest.raises(InputError, match="cannot be read"):
            read("a\0b", TODAY)

    def test_at_an_address_after_a_redirect(self) -> None:
        with serving(Site(names={"news.test": [PUBLIC], "feeds.test": [PUBLIC]})) as site:
            site.pages["news.test/feed"] = redirect("http://feeds.test/all")
            site.pages["feeds.test/all"] = response(rss("<link>/1</link>"), kind="application/rss+xml")
            feed = read("http://news.test/feed", TODAY, Fetcher(network=site.network()))
        assert [entry.url for entry in feed.entries] == ["http://feeds.test/1"]
