"""Feeds (RSS, Atom) and their entries. What comes in is bytes; a feed's parser is never given an address to open."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from reportedly.errors import FetchError, InputError
from reportedly.ingest import page
from reportedly.ingest.addresses import checked
from reportedly.ingest.inputs import printable, problem
from reportedly.ingest.text import fixed
from reportedly.model import Published, PublishedFrom

if TYPE_CHECKING:
    from reportedly.ingest.fetching import Fetcher

MAX_BYTES = 10_000_000
# A feed of 5,000 entries has 75,000 of them. The parser takes 10 µs for each and for each "&amp;", and more where they
# are nested.
_MOST_TAGS = 150_000
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "tr", "section",
     "article", "header", "footer", "hr", "pre", "dl", "dt", "dd")
)  # fmt: skip
_LEFT_OUT = frozenset(("script", "style", "figure", "figcaption", "iframe", "noscript", "template", "svg", "object"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One report that a feed names. `words` is what the feed itself says of it, often no more than its beginning.

    `published` is as the feed says, with its zone; None where it does not, or says only when the entry was changed.
    `changed` is that, in the feed's own spelling: an entry whose `version` differs was written anew.
    """

    url: str
    title: str | None
    published: Published | None
    changed: str | None
    words: str
    number: int

    @property
    def version(self) -> tuple[str, str]:
        return self.url, self.changed or ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it stood. `failed` are the entries that cannot be followed, `remarks` what its reader should know."""

    title: str | None
    entries: tuple[Entry, ...]
    failed: tuple[InputError, ...] = ()
    remarks: tuple[str, ...] = ()


def read(given: str, today: date, fetcher: Fetcher | None = None) -> Feed:
    """The feed at an address (by the fetcher) or in a file. Raises InputError."""
    if re.match(r"https?://", given, re.IGNORECASE):
        from reportedly.ingest.fetching import FEEDS, Fetcher

        fetched = (fetcher or Fetcher()).fetch(given, accept=FEEDS)
        return parse(fetched.content, fetched.asked, today, fetched.url)
    where = printable(given)
    try:
        with Path(given).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise problem(error if isinstance(error, OSError) else OSError(str(error)), where) from error
    return parse(raw, where, today)


def parse(raw: bytes, where: str, today: date, base: str | None = None) -> Feed:
    """The feed in the bytes. `base` is its address, for links that are relative.

    Raises InputError for what is no feed, is broken off before its first entry, or was made to burst.
    """
    _refuse_hostile(raw, where)
    import feedparser  # type: ignore[import-untyped]

    try:
        # A stream, never a string: a string would be opened as a file or fetched as an address.
        found = feedparser.parse(io.BytesIO(raw))
    except Exception as error:
        # The parser falls back on guessing where XML is broken, and its guesses may fail in any way.
        raise InputError(
            where, f"the feed cannot be taken apart ({type(error).__name__}); open it in a browser"
        ) from error
    version = str(found.get("version") or "")
    if not version:
        what = "a page, not a feed; look for the feed's address on it" if b"<html" in raw[:2000].lower() else "no feed"
        raise InputError(where, what if "page" in what else "no RSS or Atom feed; check the address")
    entries: list[Entry] = []
    failed: list[InputError] = []
    for number, item in enumerate(found.entries, 1):
        try:
            entries.append(_entry(item, number, where, today, base, rss=version.startswith("rss")))
        except InputError as error:
            failed.append(error)
    remarks = []
    if found.bozo and not isinstance(found.get("bozo_exception"), feedparser.CharacterEncodingOverride):
        what = " ".join(str(found.get("bozo_exception")).split())[:100]
        if not entries:
            raise InputError(where, f"the feed is broken ({what}); try again later")
        remarks.append(f"the feed is broken ({what}); its {len(entries)} entries are as far as it could be read")
    return Feed(_line(found.feed.get("title")), tuple(entries), tuple(failed), tuple(remarks))


def _refuse_hostile(raw: bytes, where: str) -> None:
    if not raw.strip():
        raise InputError(where, "empty; a feed was expected")
    if len(raw) > MAX_BYTES:
        raise InputError(where, f"a feed of more than {MAX_BYTES:,} bytes; nobody reads that much")
    # UTF-16 and UTF-32 write the same letters with zeros between them.
    if _ENTITY.search(raw.replace(b"\0", b"")):
        raise InputError(where, "the feed defines XML entities, which none needs and attacks use; it is not read")
    if raw.count(b"<") + raw.count(b"&") // 2 > _MOST_TAGS:
        raise InputError(where, f"a feed of more than {_MOST_TAGS:,} tags; nobody reads that much")


def _entry(item: Any, number: int, where: str, today: date, base: str | None, *, rss: bool) -> Entry:
    here = f"{where}: entry {number}"
    link = item.get("link") or ""
    if not link and re.match(r"https?://", str(item.get("id") or "")):
        link = item["id"]
    if not link:
        raise InputError(here, "it names no page; look for it on the outlet's site")
    try:
        url = str(checked(urljoin(base, link.strip()) if base else link.strip(), any_port=True))
    except (FetchError, ValueError) as error:
        what = error.what if isinstance(error, FetchError) else str(error)
        raise InputError(here, f"its link {printable(link)[:100]!r} cannot be followed: {what}") from error
    # In RSS, dc:date is the day of the item; Atom's "updated" is when somebody last touched it.
    # (`get` would give the one for the other: feedparser does so for old callers.)
    changed = item["updated"] if "updated" in item else None  # noqa: SIM401
    said = item["published"] if "published" in item else changed if rss else None  # noqa: SIM401
    return Entry(url, _line(item.get("title")), published(said, today), changed, words(item), number)


def published(said: object, today: date) -> Published | None:
    """The publication date that a feed gives, with time and zone as it gives them; None for what is no date."""
    if not isinstance(said, str) or not said.strip():
        return None
    try:
        day, at, zone = page.dated(said.strip()[:100], today)
    except ValueError:
        return None
    return Published(day, PublishedFrom.METADATA, at, zone)


def words(item: Any) -> str:
    """The entry's own text: the whole report where the feed holds it, else its summary."""
    whole = [part.get("value") or "" for part in item.get("content", ()) if "html" in part.get("type", "html")]
    return max((plain(part) for part in [*whole, item.get("summary") or ""]), key=len, default="")


def plain(html: str) -> str:
    """The words of a piece of HTML, a line break between its blocks.

    >>> plain("<p>Two people were <b>killed</b>.</p><p>Nobody claimed it.</p>")
    'Two people were killed.\\nNobody claimed it.'
    """
    if "<" not in html and "&" not in html:
        return fixed(_BROKEN.sub("", html)).strip()
    from lxml import etree
    from lxml import html as lxml_html

    try:
        tree = lxml_html.fragment_fromstring(html, create_parent="div")
        text = "".join(_pieces(tree))
    except (etree.LxmlError, ValueError, RecursionError, AssertionError):
        return ""
    lines = (" ".join(line.split()) for line in _BROKEN.sub("", text).split("\n"))
    return fixed("\n".join(line for line in lines if line))


def _pieces(tree: Any) -> Iterator[str]:
    from lxml import etree

    left_out = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("start", "end") and isinstance(element.tag, str):
            skipped = element.tag in _LEFT_OUT
            left_out += skipped * (1 if event == "start" else -1)
            if element.tag in _BLOCKS:
                yield "\n"
            if event == "start" and not left_out:
                # A line break in the source is none on the page.
                yield (element.text or "").replace("\n", " ")
        if event != "start" and not left_out and element is not tree:
            yield (element.tail or "").replace("\n", " ")


def _line(words: object) -> str | None:
    """A title on one line, without the HTML that some feeds put into it."""
    if not isinstance(words, str):
        return None
    return " ".join(plain(words).split())[:1000] or None
