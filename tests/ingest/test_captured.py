"""A page that was fetched becomes a Document with its Capture; its feed's entry fills in what the page leaves open."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from reportedly.errors import InputError
from reportedly.ingest import Obtained, Remark, UnreadError
from reportedly.ingest.archive import Archive
from reportedly.ingest.captured import document
from reportedly.ingest.feeds import Entry
from reportedly.ingest.fetching import Fetched, Fetcher
from reportedly.ingest.loading import obtain
from reportedly.model import CaptureFrom, Published, PublishedFrom
from tests.ingest.files import WORDS, page, pdf
from tests.ingest.servers import PUBLIC, Site, redirect, response, serving

NOW = datetime(2025, 4, 1, 12, 0, tzinfo=UTC)
ENTRY = Entry("http://news.test/a", "From the feed", Published(date(2025, 3, 10), PublishedFrom.METADATA), None, "", 1)
DATED = '<meta property="article:published_time" content="2025-03-09"><meta property="og:title" content="Own">'


def fetched(content: bytes = page(), kind: str = "text/html", url: str = "http://news.test/a") -> Fetched:
    return Fetched(url, url, NOW, 200, {"content-type": kind, "etag": '"e"', "set-cookie": "no"}, content, ())


def one(page: Fetched, **options: Any) -> Obtained:
    [found] = [found for found in document(page, **options) if not isinstance(found, Remark)]
    assert isinstance(found, Obtained), found
    return found


def test_the_document_and_its_capture() -> None:
    found = one(fetched())
    assert WORDS in found.document.text
    assert found.document.url == "http://news.test/a"
    assert found.document.id.startswith("news.test-a-")
    assert found.document.sha256 == found.capture.sha256 == hashlib.sha256(page()).hexdigest()
    assert (found.capture.when, found.capture.how) == (NOW, CaptureFrom.FETCHED)
    assert found.capture.headers == (("content-type", "text/html"), ("etag", '"e"'))


def test_the_id_follows_address_and_content() -> None:
    assert one(fetched()).document.id == one(fetched()).document.id
    others = [fetched(page("Nobody was hurt in the blast.")), fetched(url="http://news.test/b")]
    assert len({one(other).document.id for other in [fetched(), *others]}) == 3


def test_the_entry_fills_in_what_the_page_leaves_open() -> None:
    silent = one(fetched(), entry=ENTRY).document
    assert (silent.title, silent.published) == ("From the feed", ENTRY.published)
    own = one(fetched(page(head=DATED)), entry=ENTRY).document
    assert (own.title, own.published.day) == ("Own", date(2025, 3, 9))


def test_who_fetches_it_has_the_last_word() -> None:
    found = list(document(fetched(page(head=DATED)), entry=ENTRY, outlet="Wire", published="2025-03-08"))
    assert isinstance(found[0], Remark)
    assert isinstance(found[-1], Obtained)
    assert (found[-1].document.outlet, found[-1].document.published.day) == ("Wire", date(2025, 3, 8))


def test_a_pdf() -> None:
    assert one(fetched(pdf([[WORDS]]), "application/pdf")).document.text == WORDS
    assert one(fetched(pdf([[WORDS]]), "application/octet-stream")).document.text == WORDS


@pytest.mark.parametrize(
    ("raw", "kind", "expected"),
    [
        (b"<html><body>hi</body></html>", "text/html", "no article text"),
        (b"PK\x03\x04", "text/html", "a ZIP archive"),
        (b"", "text/plain", "no words"),
        (b"\x89PNG", "application/octet-stream", "a picture"),
        (b"<rss></rss>", "", "neither a page nor text"),
    ],
)
def test_what_cannot_be_read_is_told(raw: bytes, kind: str, expected: str) -> None:
    [error] = document(fetched(raw, kind))
    assert isinstance(error, InputError)
    assert expected in error.what
    assert error.where == "http://news.test/a"


def test_another_language_is_kept_for_later() -> None:
    words = "Douze civils ont été tués vendredi par un obus tombé sur le marché de la ville, a déclaré le maire. " * 3
    [unread] = document(fetched(words.encode(), "text/plain"))
    assert isinstance(unread, UnreadError)
    assert unread.obtained.document.language == "fr"


def test_from_the_wire_to_the_archive_and_back(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    with serving(Site(names={"news.test": [PUBLIC]})) as site:
        site.pages |= {"news.test/old": redirect("/a"), "news.test/a": response(page())}
        got = Fetcher(network=site.network(), sleep=lambda _: None).fetch("http://news.test/old")
    found = one(got, archived=archive.keep(got.exchanges))
    assert found.capture.asked == "http://news.test/old"
    assert found.capture.offset is not None
    assert archive.read(found.capture.offset, found.capture.record).block == response(page())
    [again] = [one for one in obtain([archive.path]) if isinstance(one, Obtained)]
    assert again.document.id == found.document.id
    assert again.document.text == found.document.text
    assert again.raw == found.raw == page()
