import time
from contextlib import suppress
from datetime import date

import pytest

from reportedly.errors import InputError
from reportedly.ingest import page
from reportedly.model import Published, PublishedFrom

TODAY = date(2025, 4, 1)
BODY = """<article><h1>Shelling kills 18</h1>
<p>On 3 January 2011 it all began. At least 18 people were killed and more than 40 wounded when shells hit the
market of Kutum on Friday, the head of the town's health office said.</p>
<p>Residents said that four shells landed shortly after noon prayers. They blamed the Northern Column, an armed
group that has held the hills west of the town since last year.</p></article>
<footer>Updated 1 April 2025 <time datetime="2025-03-31">yesterday</time></footer>"""


def html(head: str = "", body: str = BODY) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def published(head: str, body: str = BODY) -> date | None:
    found = page.read(html(head, body), "p.html", TODAY).card.published
    return found.day if found else None


def test_the_article_and_its_head() -> None:
    head = """<title>Shelling kills 18 - Lakeside Wire</title>
        <meta property="og:site_name" content="Lakeside Wire"><link rel="canonical" href="https://lw.example.org/k">
        <meta property="article:published_time" content="2024-02-10T08:00:00+02:00">"""
    read = page.read(html(head), "p.html", TODAY)
    assert "At least 18 people were killed" in read.text
    assert "Residents said" in read.text
    assert "\n" in read.text.strip()
    assert read.card.title == "Shelling kills 18"
    assert read.card.outlet == "Lakeside Wire"
    assert read.card.url == "https://lw.example.org/k"
    assert read.card.published is not None
    assert read.card.published.how is PublishedFrom.METADATA
    assert (read.card.published.day, read.card.published.zone) == (date(2024, 2, 10), "+02:00")
    assert read.remarks == ()


def test_no_date_is_taken_from_the_words_or_the_footer() -> None:
    assert published("") is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="date" content="2024-02-10">', date(2024, 2, 10)),
        ('<meta itemprop="datePublished" content="Sat, 10 Feb 2024 08:00:00 GMT">', date(2024, 2, 10)),
        ('<meta name="DC.date.issued" content="20240210">', date(2024, 2, 10)),
        ('<meta name="pubdate" content="February 10, 2024">', date(2024, 2, 10)),
        ('<meta name="pubdate" content="10 Feb 2024">', date(2024, 2, 10)),
        ('<meta name="date" content="2024/02/10">', date(2024, 2, 10)),
        # When the page was changed says nothing of when it came out.
        ('<meta property="article:modified_time" content="2024-02-10">', None),
        # Two days in one order of day and month or the other: neither.
        ('<meta name="date" content="03/10/2024">', None),
        ('<meta name="date" content="2024-02-30">', None),
        ('<meta name="date" content="February 30, 2024">', None),
        ('<meta name="date" content="2025-05-01">', None),
        ('<meta name="date" content="0001-01-01">', None),
        ('<meta name="date" content="1970-01-01T00:00:00Z">', date(1970, 1, 1)),
        ('<meta name="date">', None),
        # What is said for machines first wins; a statement that names two days is passed over.
        ('<meta name="date" content="2024-02-12"><meta property="article:published_time" content="2024-02-10">',
         date(2024, 2, 10)),
        ('<meta name="date" content="2024-02-12"><meta name="date" content="2024-02-10">', None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-02-10"}</script>',
         date(2024, 2, 10)),
        ('<script type="application/ld+json">{"@graph": [{"@type": ["ReportageNewsArticle"], '
         '"datePublished": "2024-02-10T01:00:00Z"}, {"@type": "WebPage", "datePublished": "2011-01-01"}]}</script>',
         date(2024, 2, 10)),
        # A list of other stories.
        ('<script type="application/ld+json">[{"@type": "NewsArticle", "datePublished": "2024-02-10"}, '
         '{"@type": "NewsArticle", "datePublished": "2024-02-11"}]</script>', None),
        ('<script type="application/ld+json">{"@type": "Event", "datePublished": "2024-02-10"}</script>', None),
        ('<script type="application/ld+json">{"@type": </script>', None),
        ('<script>{"@type": "NewsArticle", "datePublished": "2024-02-10"}</script>', None),
    ],
)  # fmt: skip
def test_dates_of_the_metadata(head: str, day: date | None) -> None:
    assert published(head) == day


def test_a_time_that_is_marked_as_the_publication() -> None:
    assert published("", '<time itemprop="datePublished" datetime="2024-02-10">x</time>' + BODY) == date(2024, 2, 10)


@pytest.mark.parametrize(
    ("words", "why"), [("2025-05-01", "still to come"), ("1811-01-01", "before 1900"), ("soon", "not a date")]
)
def test_a_date_that_is_not_used_is_told(words: str, why: str) -> None:
    read = page.read(html(f'<meta name="date" content="{words}">'), "p.html", TODAY)
    assert [words in remark and why in remark for remark in read.remarks] == [True]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Two killed - in Goma - Lakeside Wire", "Two killed - in Goma"),
        ("Two killed | Lakeside Wire", "Two killed"),
        ("Lakeside Wire", "Lakeside Wire"),
        ("Hit-and-run - Other Wire", "Hit-and-run - Other Wire"),
    ],
)
def test_the_outlet_is_no_part_of_the_title(title: str, expected: str) -> None:
    head = f'<title>{title}</title><meta property="og:site_name" content="Lakeside Wire">'
    assert page.read(html(head), "p.html", TODAY).card.title == expected


def test_the_title_of_a_picture_is_not_the_page_s() -> None:
    assert page.read(html("", f"<svg><title>Logo</title></svg>{BODY}"), "p.html", TODAY).card.title is None


@pytest.mark.parametrize("body", ["", "<nav><a href='/'>Home</a></nav>", "<script>var a = 1</script>"])
def test_a_page_without_article_is_told(body: str) -> None:
    with pytest.raises(InputError, match="no article text"):
        page.read(html("", body), "p.html", TODAY)


# Each of these took from seconds to ten minutes before the page was counted first.
HOSTILE = {
    "many attributes": "<div " + " ".join(f'a{i}="1"' for i in range(200_000)) + ">",
    "many line breaks": "<p>text" + "<br>" * 1_000_000,
    "deep nesting": "<div>" * 500_000,
    "nested formatting": "<b>" * 20_000,
    "a huge attribute": f'<div x="{"a" * 4_000_000}">',
    "many scripts": "<script>x</script>" * 200_000,
    "unclosed tags": "<" * 4_000_000,
    "unclosed quotes": '<a b="' * 700_000,
    "deep linked data": f'<script type="application/ld+json">{"[" * 2_000_000}</script>',
    "a long title": f"<title>{'a - ' * 800_000}</title>",
    "comments": "<!-- x -->" * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_take_long_does_not(name: str) -> None:
    start = time.perf_counter()
    with suppress(InputError):
        page.read(html("", HOSTILE[name] + BODY), "p.html", TODAY)
    assert time.perf_counter() - start < 8


def test_the_declared_encoding() -> None:
    assert page.declared_encoding(b'<html><head><meta charset="windows-1252">') == "windows-1252"
    assert page.declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">') == "koi8-r"
    assert page.declared_encoding(b"<html><p>charset=koi8-r") is None


def test_published_keeps_nothing_it_was_not_told() -> None:
    found = page.read(html('<meta name="date" content="2024-02-10">'), "p.html", TODAY).card.published
    assert found == Published(date(2024, 2, 10), PublishedFrom.METADATA, None, None)
