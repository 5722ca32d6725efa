"""Pages are fetched politely, byte for byte, and nothing that a server, a name or a link does gets past the limits."""

from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reportedly.errors import FetchError
from reportedly.ingest.addresses import closed
from reportedly.ingest.fetching import FEEDS, Fetched, Fetcher
from reportedly.ingest.wire import Limits, Network, public, resolved
from tests.ingest.servers import PUBLIC, PUBLIC_6, Site, chunks, redirect, response, serving

# Generous with time, so that a busy machine fails nothing; BRIEF is for what is meant to run out of it.
LIMITS = Limits(seconds=20.0, silence=10.0, received=300_000, content=500_000, redirects=5)
BRIEF = replace(LIMITS, seconds=1.2, silence=0.6)
PAGE = b"<!doctype html><p>At least 12 people were killed in Kutum on Friday, the mayor said.</p>"
NOW = datetime(2025, 4, 1, 12, 0, tzinfo=UTC)
TLS = Path(__file__).with_name("tls.pem")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(names={"news.test": [PUBLIC], "other.test": ["93.184.216.35"]})) as site:
        site.pages["news.test/a"] = response(PAGE)
        yield site


def fetcher(site: Site, **options: Any) -> Fetcher:
    options.setdefault("network", site.network())
    return Fetcher(**{"limits": LIMITS, "sleep": lambda _: None, "now": lambda: NOW, **options})


def fetch(site: Site, url: str = "http://news.test/a", **options: Any) -> Fetched:
    return fetcher(site).fetch(url, **options)


def refused(site: Site, url: str = "http://news.test/a", **options: Any) -> FetchError:
    """The error, which came in time and left nothing but public addresses dialled."""
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher(site, **options).fetch(url)
    assert time.monotonic() - began < LIMITS.seconds
    assert [address for address, _ in site.dialled if closed(address)] == []
    return caught.value


class TestFetched:
    def test_a_page_comes_as_it_was_sent(self, site: Site) -> None:
        page = fetch(site)
        assert (page.content, page.status, page.url, page.when) == (PAGE, 200, "http://news.test/a", NOW)
        [exchange] = page.exchanges
        assert exchange.received == response(PAGE)
        assert exchange.sent == site.requests[-1]
        assert exchange.address == PUBLIC
        assert b"Host: news.test\r\n" in exchange.sent

    def test_the_agent_names_the_project_and_whom_to_ask(self, site: Site) -> None:
        fetcher(site, contact="desk@example.org").fetch("http://news.test/a")
        assert b"user-agent: reportedly/" in site.requests[-1].lower()
        assert b"; desk@example.org)" in site.requests[-1]

    def test_no_cookie_is_carried_from_page_to_page(self, site: Site) -> None:
        site.pages["news.test/a"] = response(PAGE, Set_Cookie="id=1")
        one = fetcher(site)
        one.fetch("http://news.test/a")
        one.fetch("http://news.test/a")
        assert b"cookie" not in site.requests[-1].lower()

    @pytest.mark.parametrize("coding", ["gzip", "deflate", "bare"])
    def test_compression_is_taken_off(self, site: Site, coding: str) -> None:
        bare = zlib.compressobj(wbits=-15)
        coded = {
            "gzip": gzip.compress(PAGE[:40]) + gzip.compress(PAGE[40:]),
            "deflate": zlib.compress(PAGE),
            "bare": bare.compress(PAGE) + bare.flush(),
        }[coding]
        site.pages["news.test/a"] = response(coded, Content_Encoding="deflate" if coding == "bare" else coding)
        assert fetch(site).content == PAGE

    def test_chunks_are_put_together_and_kept_as_they_were(self, site: Site) -> None:
        raw = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        raw += b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"
        site.pages["news.test/a"] = raw
        page = fetch(site)
        assert page.content == PAGE
        assert page.exchanges[0].received == raw

    def test_a_page_that_did_not_change_is_not_sent_again(self, site: Site) -> None:
        def page(conn: socket.socket, request: bytes) -> None:
            conn.sendall(b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n' if b'"x"' in request else response(PAGE))

        site.pages["news.test/a"] = page
        assert not fetch(site).unchanged
        again = fetch(site, etag='"x"', last_modified="Mon, 10 Mar 2025 10:00:00 GMT")
        assert again.unchanged
        assert again.content == b""
        assert b"if-modified-since: Mon, 10 Mar 2025 10:00:00 GMT" in site.requests[-1]

    def test_redirects_are_followed_and_kept(self, site: Site) -> None:
        site.pages |= {"news.test/old": redirect("/new"), "news.test/new": redirect("//other.test/a?b=1#c")}
        site.pages["other.test/a?b=1"] = response(PAGE)
        page = fetch(site, "http://news.test/old")
        assert (page.asked, page.url) == ("http://news.test/old", "http://other.test/a?b=1")
        assert [exchange.status for exchange in page.exchanges] == [302, 302, 200]

    def test_a_dead_address_is_passed_over(self, site: Site) -> None:
        site.names["news.test"] = [PUBLIC_6, PUBLIC]

        def dial(address: str, port: int, timeout: float) -> Any:
            if address == PUBLIC_6:
                raise OSError("no route to host")
            return site.dial(address, port, timeout)

        one = fetcher(site, network=replace(site.network(), dial=dial))
        assert one.fetch("http://news.test/a").exchanges[0].address == PUBLIC

    def test_private_addresses_are_for_tests_and_only_when_asked_for(self, site: Site) -> None:
        url = f"http://127.0.0.1:{site.port}/a"
        site.pages["127.0.0.1/a"] = response(PAGE)
        assert fetcher(site, network=public(private=True)).fetch(url).content == PAGE
        assert refused(site, url, network=public()).why == "url"


class TestManners:
    def test_robots_are_asked_once_a_host_and_obeyed(self, site: Site) -> None:
        site.pages["news.test/robots.txt"] = response(b"User-agent: *\nDisallow: /a\nAllow: /ab\n", kind="text/plain")
        site.pages["news.test/ab"] = response(PAGE)
        one = fetcher(site)
        with pytest.raises(FetchError, match=r"robots.txt of news.test forbids it") as caught:
            one.fetch("http://news.test/a")
        assert caught.value.why == "robots"
        assert one.fetch("http://news.test/ab").content == PAGE
        assert [request.split(b" ")[1] for request in site.requests] == [b"/robots.txt", b"/ab"]

    def test_rules_for_us_by_name(self, site: Site) -> None:
        site.pages["news.test/robots.txt"] = response(b"User-agent: reportedly\nDisallow: /\n\nUser-agent: *\nAllow: /")
        assert refused(site).why == "robots"

    @pytest.mark.parametrize(("status", "read"), [("404 Not Found", True), ("403 No", True), ("410 Gone", True)])
    def test_without_robots_all_is_allowed(self, site: Site, status: str, read: bool) -> None:
        site.pages["news.test/robots.txt"] = response(b"User-agent: *\nDisallow: /", status)
        assert (fetch(site).content == PAGE) is read

    @pytest.mark.parametrize(
        "answer",
        [
            response(b"", "500 Broken"),
            response(b"", "503 Busy"),
            response(b"", "429 Too Many"),
            b"nonsense",
            redirect("http://127.0.0.1/robots.txt"),
            redirect("http://other.test:25/"),
            response(b"User-agent: a\n" * 3000),
            response(b"User-agent: *", length=5000),
            response(b"\x1f\x8bbroken", Content_Encoding="gzip"),
        ],
    )
    def test_robots_that_cannot_be_read_close_the_host(self, site: Site, answer: bytes) -> None:
        site.pages["news.test/robots.txt"] = answer
        error = refused(site)
        assert error.why == "robots"
        assert error.passing
        assert site.paths == []

    def test_robots_that_lead_in_a_circle_are_not_there(self, site: Site) -> None:
        site.pages["news.test/robots.txt"] = redirect("/robots.txt")
        assert fetch(site).content == PAGE

    def test_the_host_that_a_redirect_leads_to_is_asked_too(self, site: Site) -> None:
        site.pages |= {"news.test/a": redirect("http://other.test/a"), "other.test/a": response(PAGE)}
        site.pages["other.test/robots.txt"] = response(b"User-agent: *\nDisallow: /")
        assert refused(site).why == "robots"
        assert "other.test/a" not in site.paths

    def test_robots_are_asked_again_after_a_day(self, site: Site) -> None:
        clock = [0.0]
        one = fetcher(site, clock=lambda: clock[0])
        for hours in (0, 23, 25):
            clock[0] = hours * 3600.0
            one.fetch("http://news.test/a")
        assert sum(b"/robots.txt" in request for request in site.requests) == 2

    @pytest.mark.parametrize(("asked", "waited"), [("", 1.0), ("7", 7.0), ("9999", 30.0), ("nan", 1.0), ("-3", 1.0)])
    def test_a_host_is_left_in_peace_between_two_requests(self, site: Site, asked: str, waited: float) -> None:
        site.pages["news.test/robots.txt"] = response(f"User-agent: *\nCrawl-delay: {asked}\n".encode())
        site.pages["other.test/a"] = response(PAGE)
        slept: list[float] = []
        one = fetcher(site, sleep=slept.append, clock=lambda: 100.0)
        one.fetch("http://news.test/a")
        one.fetch("http://other.test/a")
        assert slept == []
        one.fetch("http://news.test/a")
        assert slept == [waited]

    def test_when_the_server_wants_to_be_asked_again(self, site: Site) -> None:
        site.pages["news.test/a"] = response(b"", "503 Busy", Retry_After="120")
        error = refused(site)
        assert (error.why, error.passing, error.retry_after) == ("status", True, 120.0)
        site.pages["news.test/a"] = response(b"", "429 Slow", Retry_After="Tue, 01 Apr 2025 12:01:00 GMT")
        assert refused(site).retry_after == 60.0


# A link → which word of the error says why. All of them are tried as the address itself and as a redirect.
LINKS = {
    "http://127.0.0.1/": "loopback",
    "http://127.8.9.10/": "loopback",
    "http://2130706433/": "notation",
    "http://0x7f000001/": "notation",
    "http://0x7f.0.0.1/": "notation",
    "http://0177.0.0.1/": "not an address",
    "http://017700000001/": "notation",
    "http://127.1/": "notation",
    "http://127.0.0.1./": "notation",
    "http://0/": "notation",
    "http://127。0。0。1/": "loopback",
    "http://①②⑦.⓪.⓪.①/": "not an address",
    "http://１２７.0.0.1/": "not an address",
    "http://[::1]/": "loopback",
    "http://[::]/": "unspecified",
    "http://[0:0:0:0:0:0:0:1]/": "loopback",
    "http://[::ffff:127.0.0.1]/": "IPv4-mapped of a loopback",
    "http://[::ffff:7f00:1]/": "IPv4-mapped of a loopback",
    "http://[::127.0.0.1]/": "reserved",
    "http://[64:ff9b::7f00:1]/": "NAT64 of a loopback",
    "http://[64:ff9b::10.0.0.1]/": "NAT64 of a private",
    "http://[2002:7f00:1::]/": "6to4 of a loopback",
    "http://[2001:0:7f00:1::]/": "reserved",
    "http://[fe80::1]/": "link-local",
    "http://[fe80::1%25eth0]/": "zone",
    "http://[fd00::1]/": "private",
    "http://[ff02::1]/": "multicast",
    "http://0.0.0.0/": "unspecified",
    "http://10.1.2.3/": "private",
    "http://172.31.0.1/": "private",
    "http://192.168.1.1/": "private",
    "http://169.254.169.254/latest/meta-data/": "link-local",
    "http://100.64.0.1/": "carrier-grade",
    "http://224.0.0.1/": "multicast",
    "http://255.255.255.255/": "reserved",
    "http://localhost/": "loopback",
    "http://inside.test/": "private",
    "https://inside.test/": "private",
    "http://mixed.test/": "private",
    "http://mapped.test/": "IPv4-mapped",
    "http://scoped.test/": "link-local",
    "http://rubbish.test/": "no address",
    "http://nowhere.test/": "no address",
    "http://user:secret@news.test/": "password",
    "http://news.test@127.0.0.1/": "password",
    "http://127.0.0.1\\@news.test/": "backslash",
    "http://news.test:22/": "port 22",
    "http://news.test:0/": "port 0",
    "http://news.test:6379/": "port 6379",
    "http://news.test:65536/": "port 65536",
    "http://news.test:80:22/": "not an address",
    "file:///etc/passwd": "only http",
    "ftp://news.test/a": "only http",
    "gopher://news.test/a": "only http",
    "data:text/html,<p>x": "only http",
    "javascript:alert(1)": "only http",
    "unix:///run/docker.sock": "only http",
    "http://": "no host",
    "http:///a": "no host",
    "http://a..b/": "no name",
    "http://xn--/": "no name",
    f"http://{'a' * 64}.test/": "no name",
    "http://news.test/" + "a" * 5000: "4,096",
}  # fmt: skip
INSIDE: dict[str, Sequence[str]] = {
    "inside.test": ["10.0.0.7"],
    "mixed.test": [PUBLIC, "192.168.0.1"],
    "mapped.test": ["::ffff:10.0.0.7"],
    "scoped.test": ["fe80::1%2"],
    "rubbish.test": ["what?"],
    "nowhere.test": [],
}


class TestLinks:
    @pytest.mark.parametrize(("url", "word"), LINKS.items())
    def test_it_is_not_followed(self, site: Site, url: str, word: str) -> None:
        site.names |= INSIDE
        error = refused(site, url)
        if url != "http://xn--/":
            assert word in error.what, error.what
        assert site.dialled == []

    # Without a host the two others are relative, and lead in a circle.
    @pytest.mark.parametrize("url", [url for url in LINKS if url not in ("http://", "http:///a")])
    def test_nor_by_redirect(self, site: Site, url: str) -> None:
        site.names |= INSIDE
        site.pages["news.test/a"] = redirect(url)
        refused(site)
        assert {host for host, _ in site.dialled} == {PUBLIC}
        assert site.paths == ["news.test/a"]

    @pytest.mark.parametrize(
        "url", ["http://news.test/\r\nX: y", "http://news.test/a b", "http://ne\x00ws.test/", "\t"]
    )
    def test_what_would_end_a_line_of_the_request_is_not_sent(self, site: Site, url: str) -> None:
        assert refused(site, url).why == "url"
        assert site.requests == []

    def test_what_is_escaped_stays_escaped(self, site: Site) -> None:
        site.pages["news.test/%0d%0aX:%20y"] = response(PAGE)
        assert fetch(site, "http://news.test/%0d%0aX:%20y").content == PAGE
        assert b"\r\nX:" not in site.requests[-1]

    def test_a_condition_cannot_smuggle_a_header(self, site: Site) -> None:
        fetch(site, etag='"x"\r\nX-Evil: 1')
        assert b"Evil" not in site.requests[-1]
        with pytest.raises(FetchError, match="cannot stand in a request"):
            Fetcher(contact="a\r\nX: y")

    def test_unicode_names_are_asked_for_in_ascii(self, site: Site) -> None:
        site.names["xn--bcher-kva.test"] = [PUBLIC]
        site.pages["xn--bcher-kva.test/a"] = response(PAGE)
        assert fetch(site, "http://bücher.test/a").url == "http://xn--bcher-kva.test/a"

    def test_names_that_change_their_mind_are_asked_once(self, site: Site) -> None:
        answers = iter([[PUBLIC], [PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
        site.names["news.test"] = lambda: next(answers)
        page = fetch(site)
        assert page.exchanges[0].address == PUBLIC
        assert site.dialled == [(PUBLIC, 80), (PUBLIC, 80)]
        assert site.resolved == ["news.test"] * 2
        assert "loopback" in refused(site).what

    def test_a_name_that_changes_between_robots_and_page(self, site: Site) -> None:
        answers = iter([[PUBLIC], ["127.0.0.1"]])
        site.names["news.test"] = lambda: next(answers)
        assert refused(site).why == "address"
        assert site.paths == []

    def test_a_resolver_that_hangs(self, site: Site) -> None:
        def asleep(_host: str, _port: int) -> list[str]:
            time.sleep(3)
            return [PUBLIC]

        error = refused(site, limits=BRIEF, network=Network(asleep, site.dial, ssl.create_default_context))
        assert error.why == "name"

    def test_the_real_resolver_and_the_real_loopback(self, site: Site) -> None:
        network = Network(resolved, site.dial, ssl.create_default_context)
        for host in ("localhost", "127.0.0.1", "[::1]"):
            assert refused(site, f"http://{host}/", network=network).why == "address"
        assert site.requests == []


def endless(conn: socket.socket, _request: bytes) -> None:
    chunks(conn, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>more</p>" * 900)


def endless_chunks(conn: socket.socket, _request: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks(conn, head, b"1\r\nx\r\n" * 4000)


def endless_headers(conn: socket.socket, _request: bytes) -> None:
    chunks(conn, b"HTTP/1.1 200 OK\r\n", b"X-More: yes\r\n" * 900)


def endless_hints(conn: socket.socket, _request: bytes) -> None:
    chunks(conn, b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)


def slow_headers(conn: socket.socket, _request: bytes) -> None:
    chunks(conn, b"HTTP/1.1 200 OK\r\n", b"X", pause=0.1)


def slow_body(conn: socket.socket, _request: bytes) -> None:
    chunks(conn, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n", b"x", pause=0.1)


def silent(_conn: socket.socket, _request: bytes) -> None:
    time.sleep(3)


def silent_body(conn: socket.socket, _request: bytes) -> None:
    conn.sendall(response(PAGE, length=5000)[:-20])
    time.sleep(3)


def bomb() -> bytes:
    return gzip.compress(bytes(100_000_000), 9)


ANSWERS: dict[str, tuple[Any, str]] = {
    "an endless body": (endless, "size"),
    "endless chunks": (endless_chunks, "size"),
    "endless headers": (endless_headers, "broken"),
    "endless early hints": (endless_hints, "size"),
    "a slow drip of headers": (slow_headers, "time"),
    "a slow drip of a body": (slow_body, "time"),
    "no answer": (silent, "time"),
    "half an answer": (silent_body, "time"),
    "a body over the limit that says so": (response(b"x" * 400_000), "size"),
    "a length that lies, too short": (response(PAGE, length=5000), "broken"),
    "a negative length": (response(PAGE, length=-5), "broken"),
    "a length of a thousand digits": (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 1000 + b"\r\n\r\n", "broken"),
    "two lengths": (response(PAGE, content_length="3"), "broken"),
    "a gzip bomb": (response(bomb(), Content_Encoding="gzip"), "size"),
    "a deflate bomb": (response(zlib.compress(bytes(50_000_000), 9), Content_Encoding="deflate"), "size"),
    "a bomb in a bomb": (response(gzip.compress(bomb()), Content_Encoding="gzip, gzip"), "coding"),
    "a bomb of many members": (response(gzip.compress(bytes(400_000)) * 300, Content_Encoding="gzip"), "size"),
    "compression that breaks off": (response(gzip.compress(PAGE)[:-12], Content_Encoding="gzip"), "coding"),
    "compression that is none": (response(PAGE, Content_Encoding="gzip"), "coding"),
    "a compression that we do not know": (response(PAGE, Content_Encoding="zstd"), "coding"),
    "a picture": (response(b"\x89PNG", kind="image/png"), "type"),
    "a film without end": (
        lambda conn, _: chunks(conn, b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", b"x" * 9999),
        "type",
    ),
    "a type of nonsense": (response(PAGE, kind="text/html\x01"), "type"),
    "a redirect in a circle": (redirect("/a"), "redirect"),
    "a redirect to nowhere": (response(status="302 Found"), "redirect"),
    "a redirect with two places": (response(status="302 Found", Location="/b", location="/c"), "redirect"),
    "a redirect without end": (
        lambda conn, _: chunks(conn, b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n", b"x" * 9999),
        "size",
    ),
    "part of a page": (response(PAGE, "206 Partial Content"), "status"),
    "another protocol": (response(b"", "101 Switching Protocols"), "broken"),
    "not modified, unasked": (response(b"", "304 Not Modified"), "status"),
    "a status of nonsense": (b"HTTP/1.1 999999 ?\r\n\r\n", "broken"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "broken"),
    "HTTP/0.9": (PAGE, "broken"),
    "nothing at all": (b"", "broken"),
    "an error page": (response(PAGE, "500 Broken"), "status"),
    "a page that is gone": (response(PAGE, "410 Gone"), "status"),
}  # fmt: skip


class TestAnswers:
    @pytest.mark.parametrize("name", ANSWERS)
    def test_it_ends(self, site: Site, name: str) -> None:
        answer, why = ANSWERS[name]
        site.pages["news.test/a"] = answer
        error = refused(site, limits=BRIEF if why == "time" else LIMITS)
        assert error.why == why, error.what
        assert str(error).startswith("http://news.test/a: ")
        assert "\n" not in str(error)

    def test_a_length_too_long_is_cut_at_the_length(self, site: Site) -> None:
        site.pages["news.test/a"] = response(PAGE + b"HTTP/1.1 200 OK\r\n\r\nevil", length=len(PAGE))
        assert fetch(site).content == PAGE

    def test_what_a_feed_may_be_and_a_page_not(self, site: Site) -> None:
        site.pages["news.test/a"] = response(b"<rss/>", kind="application/rss+xml; charset=utf-8")
        assert refused(site).why == "type"
        assert fetch(site, accept=FEEDS).content == b"<rss/>"

    def test_many_redirects_share_one_time_limit(self, site: Site) -> None:
        def slow(conn: socket.socket, _request: bytes) -> None:
            time.sleep(0.45)
            conn.sendall(redirect("/a"))

        site.pages["news.test/a"] = slow
        began = time.monotonic()
        assert refused(site, limits=BRIEF).why == "time"
        assert time.monotonic() - began < 5

    @pytest.mark.parametrize("answer", [slow_body, silent])
    def test_a_request_to_stop_is_heard_in_the_middle(self, site: Site, answer: Any) -> None:
        site.pages["news.test/a"] = answer
        began = time.monotonic()
        error = refused(site, stopped=lambda: time.monotonic() > began + 0.3)
        assert error.why == "stopped"
        assert time.monotonic() - began < 5


class TestCertificates:
    @pytest.fixture(autouse=True)
    def _tls(self, site: Site) -> None:
        site.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        site.tls.load_cert_chain(TLS)
        site.trusted = ssl.create_default_context(cafile=str(TLS))

    def test_the_certificate_is_that_of_the_name_not_of_the_address(self, site: Site) -> None:
        names: list[str | None] = []
        assert site.tls
        site.tls.sni_callback = lambda _socket, name, _context: names.append(name)
        page = fetch(site, "https://news.test/a")
        assert hashlib.sha256(page.content).digest() == hashlib.sha256(PAGE).digest()
        assert page.exchanges[0].received == response(PAGE)
        assert names == ["news.test", "news.test"]
        assert site.dialled == [(PUBLIC, 443), (PUBLIC, 443)]

    def test_a_certificate_of_somebody_else(self, site: Site) -> None:
        error = refused(site, "https://other.test/a")
        assert error.why == "certificate"
        assert site.requests == []

    def test_a_certificate_that_nobody_vouches_for(self, site: Site) -> None:
        site.trusted = ssl.create_default_context()
        assert refused(site, "https://news.test/a").why == "certificate"

    def test_a_handshake_that_hangs(self, site: Site) -> None:
        site.tls = None
        site.pages["news.test/a"] = silent

        def quiet(address: str, port: int, timeout: float) -> Any:
            site.dialled.append((address, port))
            return public().dial("127.0.0.1", listener.getsockname()[1], timeout)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            error = refused(site, "https://news.test/a", limits=BRIEF, network=replace(site.network(), dial=quiet))
        assert "the server said nothing" in error.what


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(site).content == PAGE
    assert {address for address, _ in site.dialled} == {PUBLIC}
