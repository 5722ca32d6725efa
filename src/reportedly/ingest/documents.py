"""Where bytes, what they hold and what is said of them become one Document. The text is fixed here, once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from reportedly.errors import InputError
from reportedly.ingest.card import Card
from reportedly.ingest.content import Content
from reportedly.ingest.english import language_name, other_code
from reportedly.ingest.inputs import Remark
from reportedly.ingest.text import fixed, refuse_broken
from reportedly.model import Capture, Document, Published

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Received:
    """A report as it came. `card` is said beside it and wins over what the content says of itself."""

    where: str
    name: str
    raw: bytes
    capture: Capture
    content: Content
    card: Card = field(default_factory=Card)


@dataclass(frozen=True, slots=True)
class Obtained:
    """A Document, how it was obtained, and the bytes that it was read from (`document.sha256` is theirs).

    `again`: the same Document came before among these inputs, by another capture of the same bytes at the same address.
    """

    document: Document
    capture: Capture
    raw: bytes
    where: str
    again: bool = False


class UnreadError(InputError):
    """A report in a language that is not read yet. `obtained` holds all of it, for taking it up later."""

    def __init__(self, where: str, what: str, obtained: Obtained) -> None:
        super().__init__(where, what)
        self.obtained = obtained


@dataclass(slots=True)
class Making:
    """What holds for all Documents of one run. `options` come from whoever runs it, and win."""

    options: Card
    today: date
    encoding: str | None = None
    seen: dict[str, tuple[str, str | None, str]] = field(default_factory=dict)

    def finished(self, received: Received) -> Iterator[Obtained | Remark | InputError]:
        """The Document, after what its reader should know of it; or why there is none."""
        card = received.card.over(received.content.card)
        for name in self.options.against(card):
            yield Remark(received.where, f"the {name} of the command line is used, not the report's own")
        yield from (Remark(received.where, remark) for remark in received.content.remarks)
        if not (self.options.published or received.card.published):
            yield from (Remark(received.where, remark) for remark in received.content.dating)
        try:
            yield self._obtained(received, self.options.over(card))
        except InputError as error:
            yield error

    def _obtained(self, received: Received, card: Card) -> Obtained:
        """Raises InputError for what cannot be read as an English report."""
        where = received.where
        refuse_broken(received.content.text, where, "the text")
        text = fixed(received.content.text)
        if not text.strip():
            raise InputError(where, "empty; there are no words to read")
        language = other_code(text)
        document = Document(
            id=card.id or received.name,
            text=text,
            sha256=received.capture.sha256,
            published=card.published or Published(None, None),
            title=card.title,
            outlet=card.outlet,
            url=card.url,
            language=language or "en",
            path=received.capture.path,
            example=bool(card.example),
        )
        obtained = Obtained(document, received.capture, received.raw, where, self._again(document, received))
        if language:
            what = f"reportedly reads English, and this is {language_name(language)}; leave it out or translate it"
            raise UnreadError(where, what, obtained)
        return obtained

    def _again(self, document: Document, received: Received) -> bool:
        """Whether this Document came before. Raises InputError where its id is that of another."""
        url = received.capture.url
        known = self.seen.get(document.id)
        if known is None:
            self.seen[document.id] = (document.sha256, url, received.where)
            return False
        sha256, known_url, first = known
        if url is not None and (sha256, known_url) == (document.sha256, url):
            return True
        raise InputError(
            received.where,
            f'the id "{document.id}" belongs to {first} already; give each report an "id" of its own',
        )


def identity(url: str, sha256: str) -> str:
    """The id of a page by its address and content: the same wherever and however often it is captured.

    >>> identity("https://example.org/news/a-b.html?x=1", "9f2c41d0aa")
    'example.org-news-a-b-html-x-1-1136f714afcc'
    """
    host, _, path = url.partition("://")[2].partition("/")
    words = _NOT_IN_IDS.sub("-", path[:80]).strip("-")
    # Long addresses differ at their ends, too.
    digest = hashlib.sha256(f"{url}\n{sha256}".encode()).hexdigest()
    return "-".join(filter(None, (host, words, digest[:12])))
