"""A page's article, and what its head says of it. Dates come from the page's metadata, never from its words."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any

from reportedly.errors import InputError
from reportedly.ingest.card import Card, moment, plausible
from reportedly.ingest.text import fixed
from reportedly.model import Published, PublishedFrom

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_LOOKS = re.compile(r"\s*(?:<!doctype\s+html|<html|<\?xml[^>]{0,200}>\s*<(?:!doctype\s+html|html))", re.IGNORECASE)
# When the page came out, the surest first; never when it was changed.
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "article.published",
    "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_OUTLET_NAMES = ("og:site_name", "dc.publisher", "dcterms.publisher")
_LINKED_DATA = "json-ld"
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})(?:\D.*)?", re.DOTALL)
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3,9})\.? ([0-9]{4})(?:\D.*)?", re.DOTALL)
# Real pages stay under 20,000 elements and 100 attributes. Time grows with the square of either, up to many minutes for
# a page of 5 MB that was made for it (tests/ingest/test_page.py).
_MOST_ELEMENTS = 50_000
_MOST_ATTRIBUTES = 1_000
# A link or a cookie banner's button is what is left of a page without an article.
_FEWEST_WORDS = 5
_COMPACT = re.compile(r"([0-9]{4})/?([0-9]{2})/?([0-9]{2})(?:T[0-9]{4,6}.*)?")

for _name in ("trafilatura", "htmldate", "courlan"):
    # Their remarks on odd pages are for their developers; ours are for whoever reads the claims.
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(frozen=True, slots=True)
class Page:
    """The article's text, its card, and what the reader should know about either."""

    text: str
    card: Card
    remarks: tuple[str, ...] = ()


def looks_like_page(head: str) -> bool:
    return bool(_LOOKS.match(head))


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that the page names in its first kilobytes, as browsers look for it."""
    found = _CHARSET.search(raw, 0, 4096)
    return found.group(1).decode("ascii") if found else None


def read(html: str, where: str, today: date) -> Page:
    """The page's article. Raises InputError when there is none to be found."""
    import trafilatura
    from lxml import etree
    from lxml import html as lxml_html

    try:
        raw = html.encode()
        size: _Size = etree.fromstring(raw, etree.HTMLParser(encoding="utf-8", target=_Size()))
        if size.elements > _MOST_ELEMENTS or size.attributes > _MOST_ATTRIBUTES:
            raise InputError(where, "a page of a size that no article needs; save the article itself as text")
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = lxml_html.document_fromstring(raw, parser=parser)
        said = _said(tree)
        text = trafilatura.extract(tree, fast=True, include_comments=False, include_tables=False)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise InputError(where, "the page cannot be taken apart; save its article as text") from error
    if not text or len(text.split()) < _FEWEST_WORDS:
        raise InputError(where, "the page holds no article text; save the article itself, as text or as the full page")
    published, remarks = _published(said, today)
    outlet = _one(said, _OUTLET_NAMES) or _one(said, ("json-ld:publisher",))
    title = _one(said, _TITLE_NAMES) or _one(said, ("json-ld:headline", "title"))
    card = Card(title=_without(title, outlet), outlet=outlet, url=_address(said), published=published)
    return Page(fixed(text), card, remarks)


class _Size:
    """Counts the elements of a page and the most attributes on one of them, without building anything."""

    def __init__(self) -> None:
        self.elements = 0
        self.attributes = 0

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.attributes = max(self.attributes, len(attributes))

    def close(self) -> _Size:
        return self


Said = dict[str, list[str]]


def _said(tree: Any) -> Said:
    """What the page's metadata says, by lower-case name; a name may be said several times."""
    said: Said = {}
    for element in tree.iter("meta", "title", "link", "time", "script"):
        for name, value in _pairs(element):
            if value and (value := " ".join(value.split())[:1000]):
                said.setdefault(name.lower(), []).append(value)
    return said


def _pairs(element: Any) -> Iterator[tuple[str, str | None]]:
    if element.tag == "meta":
        for attribute in ("property", "name", "itemprop"):
            if name := element.get(attribute):
                yield name, element.get("content")
                return
    elif element.tag == "title":
        # A picture's <title> inside <svg> is not the page's.
        if element.getparent() is not None and element.getparent().tag == "head":
            yield "title", element.text
    elif element.tag == "link":
        if element.get("rel") == "canonical":
            yield "canonical", element.get("href")
    elif element.tag == "time":
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            yield "time", element.get("datetime")
    elif element.get("type", "").strip().lower() == "application/ld+json":
        yield from _linked_data(element.text or "")


def _linked_data(words: str) -> Iterator[tuple[str, str | None]]:
    try:
        todo = [json.loads(words)]
    except (ValueError, RecursionError):
        return
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo += reversed(item)
        elif isinstance(item, dict):
            todo += [value for key, value in item.items() if key in ("@graph", "mainEntity")]
            kinds = item.get("@type")
            if any(
                isinstance(k, str) and _ARTICLE.fullmatch(k) for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                yield from _article(item)


def _article(item: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for key in ("datePublished", "headline"):
        if isinstance(value := item.get(key), str):
            yield f"{_LINKED_DATA}:{key}", value
    publisher = item.get("publisher")
    if isinstance(publisher, dict) and isinstance(name := publisher.get("name"), str):
        yield f"{_LINKED_DATA}:publisher", name


def _one(said: Said, names: tuple[str, ...]) -> str | None:
    return next((fixed(said[name][0]) for name in names if name in said), None)


def _without(title: str | None, outlet: str | None) -> str | None:
    """The title without the outlet's name that pages hang on to it: "Two killed in Goma - Lake Wire"."""
    if title and outlet:
        head, dash, tail = re.sub(r"\s+([|–—·-])\s+(?!.*\s[|–—·-]\s)", "\0\\1\0", title, count=1).rpartition("\0")
        if dash and tail.casefold() == outlet.casefold():
            return head.rpartition("\0")[0] or title
    return title


def _address(said: Said) -> str | None:
    found = _one(said, ("canonical", "og:url"))
    return found if found and re.match(r"https?://\S+$", found) else None


def _published(said: Said, today: date) -> tuple[Published | None, tuple[str, ...]]:
    """The day that the surest of the page's statements gives; a statement that names two days is passed over."""
    remarks: list[str] = []
    for name in (_DATE_NAMES[0], f"{_LINKED_DATA}:datepublished", *_DATE_NAMES[1:], "time"):
        days: dict[date, Published] = {}
        for words in said.get(name, ()):
            try:
                day, at, zone = dated(words, today)
            except ValueError as error:
                remarks.append(f"the page's {name} {words[:40]!r} is not used: {error}")
            else:
                days.setdefault(day, Published(day, PublishedFrom.METADATA, at, zone))
        if len(days) == 1:
            return days.popitem()[1], tuple(remarks)
        if days:
            remarks.append(f"the page's {name} is not used: it names {len(days)} days")
    return None, tuple(remarks)


def dated(words: str, today: date) -> tuple[date, time | None, str | None]:
    """Day, time and zone in the spellings that pages use. 03/10/2025 could be two days and is neither."""
    for pattern, order in ((_MONTH_FIRST, (2, 0, 1)), (_DAY_FIRST, (2, 1, 0)), (_COMPACT, (0, 1, 2))):
        if match := pattern.fullmatch(words):
            year, month, day = (match.groups()[i] for i in order)
            number = int(month) if month.isdigit() else _month(month)
            try:
                return plausible(date(int(year), number, int(day)), today), None, None
            except ValueError as error:
                raise ValueError("there is no such day" if "range" in str(error) else str(error)) from error
    try:
        mail: datetime = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return moment(words, today)
    zone = mail.strftime("%z")
    return plausible(mail.date(), today), mail.time(), f"{zone[:3]}:{zone[3:]}" if zone else None


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0
