"""Pages and feeds into a ledger: archived as received, changed ones replace, unchanged ones are only noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportedly.ingest.archive import Archive
from reportedly.ingest.fetching import Fetcher
from reportedly.ingest.warc import response as answered
from reportedly.ingest.watching import Poll, WatchedFeed, Watchlist
from reportedly.intake import Options, Summary, Taken, follow, retry_failed
from reportedly.ledger import Ledger
from tests.ingest.servers import PUBLIC, Site, response, serving
from tests.intake.taking import Took, take

URL = "http://news.test/kutum"
FEED = "http://news.test/feed"


def page(dead: int, more: str = "") -> bytes:
    words = [
        f"At least {dead} people were killed when shells hit the livestock market of Kutum on Friday, medics said.",
        "Residents of the town told reporters that the shelling began shortly after noon and went on for an hour.",
        f"The road to El Fasher remained closed on Saturday, and no help had come to the town by night. {more}",
    ]
    return f"<html><head><title>Kutum</title></head><body><article>{''.join(f'<p>{p}</p>' for p in words)}".encode()


def feed(*numbers: int) -> bytes:
    items = "".join(f"<item><title>t</title><link>http://news.test/{n}</link></item>" for n in numbers)
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(names={"news.test": [PUBLIC]})) as served:
        yield served


@pytest.fixture
def fetcher(site: Site) -> Fetcher:
    return Fetcher(network=site.network(), delay=0)


def taking(ledger: Ledger, tmp_path: Path, fetcher: Fetcher, *inputs: str, feed: bool = False) -> Took:
    return take(ledger, *inputs, fetcher=fetcher, archive=tmp_path / "kept.warc.gz", feed=feed)


def test_a_page_is_kept_as_received(ledger: Ledger, tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    site.pages["news.test/kutum"] = response(page(12), ETag='"1"')
    took = taking(ledger, tmp_path, fetcher, URL)
    (taken,) = took.taken
    assert (taken.what, taken.claims) == ("new", 1)
    (capture,) = ledger.captures(document=taken.document)
    assert (capture.where, capture.how, capture.status, capture.headers["etag"]) == (URL, "fetched", 200, '"1"')
    assert capture.warc is not None
    assert capture.offset is not None
    assert answered(Archive(capture.warc).read(capture.offset, capture.record_id), 10**6).content == page(12)
    assert ledger.verify().ok


def test_an_unchanged_page_is_asked_for_by_its_tag(
    ledger: Ledger, tmp_path: Path, site: Site, fetcher: Fetcher
) -> None:
    site.pages["news.test/kutum"] = response(page(12), ETag='"1"')
    first = taking(ledger, tmp_path, fetcher, URL).taken[0]
    site.pages["news.test/kutum"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    for _ in range(2):
        took = taking(ledger, tmp_path, fetcher, URL)
        assert took.became == {first.document: "again"}
        assert b'if-none-match: "1"' in site.requests[-1].lower()
    assert [one.status for one in ledger.captures(where=URL)] == [200, 304, 304]
    assert ledger.captures(where=URL)[-1].content is None


def test_a_changed_page_replaces_the_old(ledger: Ledger, tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    site.pages["news.test/kutum"] = response(page(12))
    first = taking(ledger, tmp_path, fetcher, URL).taken[0]
    site.pages["news.test/kutum"] = response(page(15))
    second = taking(ledger, tmp_path, fetcher, URL).taken[0]
    assert (second.what, second.replaces, second.copies) == ("changed", first.document, (first.document,))
    assert ledger.document(first.document).replaced_by == second.document  # type: ignore[union-attr]
    # The archive of both, read into another ledger, says the same.
    with Ledger.open(tmp_path / "other.db", create=True) as other:
        took = take(other, tmp_path / "kept.warc.gz")
        assert took.became == {first.document: "new", second.document: "changed"}
        assert take(other, tmp_path / "kept.warc.gz").summary.again == 2


def test_a_page_that_fails_is_tried_again(ledger: Ledger, tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    site.pages["news.test/other"] = response(page(15, "x"))
    took = taking(ledger, tmp_path, fetcher, URL, "http://news.test/other")
    assert (took.summary.failed, took.summary.documents) == (1, 1)
    assert [failure.input for failure in ledger.failures()] == [URL]
    site.pages["news.test/kutum"] = response(page(12))
    options = Options(archive=tmp_path / "kept.warc.gz")
    again = Took(list(retry_failed(ledger, options, fetcher=fetcher)))
    assert (again.summary.resolved, again.summary.documents) == (1, 1)
    assert ledger.failures() == []


def test_a_private_address_is_refused_and_on_record(ledger: Ledger, tmp_path: Path, site: Site) -> None:
    took = take(ledger, f"http://127.0.0.1:{site.port}/x", archive=tmp_path / "kept.warc.gz")
    assert took.summary.failed == 1
    assert site.requests == []
    assert len(ledger.failures()) == 1


def test_the_pages_of_a_feed(ledger: Ledger, tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"news.test/feed": response(feed(2, 1), kind="application/rss+xml")}
    site.pages |= {f"news.test/{n}": response(page(10 + n)) for n in (1, 2)}
    took = taking(ledger, tmp_path, fetcher, FEED, feed=True)
    assert [taken.where for taken in took.taken] == ["http://news.test/1", "http://news.test/2"]


def test_watching_takes_in_what_is_new_and_remembers(
    ledger: Ledger, tmp_path: Path, site: Site, fetcher: Fetcher
) -> None:
    site.pages |= {"news.test/feed": response(feed(1, 404), kind="application/rss+xml")}
    site.pages |= {f"news.test/{n}": response(page(10 + n)) for n in (1, 2)}
    watchlist = Watchlist((WatchedFeed(FEED, "Lake Wire"),))
    options = Options(archive=tmp_path / "kept.warc.gz")

    def watched() -> list[object]:
        return list(follow(ledger, watchlist, options, fetcher=fetcher, rounds=1))

    first = watched()
    assert isinstance(first[0], Poll)
    assert len(first[0].entries) == 2
    assert [event.where for event in first if isinstance(event, Taken)] == ["http://news.test/1"]
    assert isinstance(first[-1], Summary)
    assert first[-1].failed == 1
    assert ledger.documents()[0].document.outlet == "Lake Wire"
    site.pages["news.test/feed"] = response(feed(1, 2), kind="application/rss+xml")
    # Another process, another day: what the ledger has is not fetched again.
    second = watched()
    assert [event.where for event in second if isinstance(event, Taken)] == ["http://news.test/2"]
    assert site.paths.count("news.test/1") == 1


def test_an_older_state_of_a_page_replaces_nothing(ledger: Ledger, tmp_path: Path, site: Site) -> None:
    """Archives come in any order."""
    made = {}
    for year, dead in ((2024, 12), (2025, 15)):
        site.pages["news.test/kutum"] = response(page(dead))
        fetcher = Fetcher(network=site.network(), delay=0, now=lambda year=year: datetime(year, 1, 1, tzinfo=UTC))  # type: ignore[misc]
        archive = tmp_path / f"{year}.warc.gz"
        with Ledger.open(tmp_path / f"{year}.db", create=True) as other:
            made[year] = take(other, URL, fetcher=fetcher, archive=archive).taken[0].document
        assert archive.exists()
    took = take(ledger, tmp_path / "2025.warc.gz", tmp_path / "2024.warc.gz")
    assert took.became == dict.fromkeys((made[2025], made[2024]), "new")
    assert any("an older state" in note.what for note in took.noted)
    assert ledger.document(made[2024]).replaces is None  # type: ignore[union-attr]
