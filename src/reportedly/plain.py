"""A report's text as the rules read it: plain spaces, hyphens and capitals, whole lines; and the way back.

The rules are written for one typography. What feeds, pages and mails make of it (wrapped lines, no-break spaces,
"1.200" for 1,200, capitals throughout) is undone here, once, on a copy; all that was read from the copy is then led
back to the words of the document itself. Ordinary text is its own copy and costs a few searches.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from reportedly import capitals, passages
from reportedly.model import Claim, Document, Leftover, Mention, Reading, Span, Toponym

_SPACE = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
# Zero-width spaces and joiners, soft hyphens, marks of direction: nothing that is read.
_UNSEEN = "[\u00ad\u200b-\u200f\u2060\ufeff]"
_ODD = re.compile(
    # "1 200" and "1.200" people; not "1.200 million", not the house and the flat of "12 345 people" in plain spaces.
    rf"(?<![\d.,])(?P<number>\d{{1,3}}(?:(?:[\u00a0\u2009\u202f]\d{{3}})+|(?:[.]\d{{3}})+)(?![\d,.]*\d))"
    r"(?![ -]?(?:[mb]illion|[mb]n\b|km|metres|meters|miles|k?g\b|%|per ?cent))"
    rf"|(?P<space>{_SPACE}{{2,}}|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])"
    rf"|(?P<unseen>{_UNSEEN}+)"
    # "45–year–old", "Russia–Ukraine"; not "12–15", which is a range.
    r"|(?P<hyphen>[\u2010\u2011\u2212]|(?<=\w)–(?=[^\W\d_])|(?<=[^\W\d_])–(?=\d))"
)


# What most texts lack altogether, and with it everything above.
_RARE = re.compile("[\t\u00a0\u00ad\u1680\u2000-\u2013\u202f\u205f\u2060\u2212\u3000\ufeff]|[.][0-9]{3}")
# A part told of in an aside that lost its comma: "wounded 19 two of them badly", "six three of whom".
_AMOUNT = (
    r"(?:\d(?:[\d,]*\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|some|several|many|most|half|all|both|none)"
)
_ASIDE = re.compile(
    rf"(?:(?<=\w)(?<!\band)(?<!\bor)(?<!\bbut)(?<!\bat least)(?<!\bthan) (?={_AMOUNT} of wh(?:om|ich)\b)"
    rf"|(?:\b{_AMOUNT} (?!and|or|but|of|to|in|with)(?:[a-z]+ )?)(?<= )(?={_AMOUNT} of them\b))"
)
_OF_THEM = re.compile(r" of (?:them|whom|which)\b")
_NEAR = 40


@dataclass(frozen=True, slots=True)
class _Edit:
    """The document's text from `start` to `end` stands in the copy as `new`, from `at` on."""

    start: int
    end: int
    new: str
    at: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A document as the rules read it. `document` has the same id and card as the one received."""

    document: Document
    received: Document
    _edits: tuple[_Edit, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Plain:
        edits = tuple(_edits(document.text))
        text = capitals.restored(_applied(document.text, edits))
        if text == document.text:
            return cls(document, document)
        return cls(dataclasses.replace(document, text=text), document, edits)

    def back(self, reading: Reading) -> Reading:
        """What was read from the copy, pointing into the document that was received."""
        if self.document is self.received:
            return reading
        moved: Reading = self._moved(dataclasses.replace(reading, document=self.received))
        keys = {old.key: _key(new) for old, new in zip(reading.claims, moved.claims, strict=True)}
        claims = tuple(
            dataclasses.replace(
                claim,
                key=keys[claim.key],
                part_of=keys.get(claim.part_of or ""),
                repeat_of=keys.get(claim.repeat_of or ""),
            )
            for claim in moved.claims
        )
        return dataclasses.replace(moved, claims=claims)

    def _moved(self, value: Any) -> Any:
        """The value with every span in it, however deep, led back, and its words as the document has them."""
        if isinstance(value, Span):
            return Span(self._offset(value.start), self._offset(value.end - 1) + 1)
        if isinstance(value, tuple):
            return tuple(map(self._moved, value))
        if (names := _fields(cast(Hashable, type(value)))) is None:
            return value
        parts = {name: self._moved(part) for name in names if (part := getattr(value, name)) is not None}
        moved = dataclasses.replace(value, **parts)
        if isinstance(moved, Leftover):
            return dataclasses.replace(moved, words=self._own(moved.span))
        if isinstance(value, Mention) and isinstance(moved, Mention):
            return self._reworded(value, moved)
        return moved

    def _reworded(self, old: Mention[Any], new: Mention[Any]) -> Mention[Any]:
        words = old.value if type(old.value) is str else getattr(old.value, "words", None)
        if words is None or words != old.span.of(self.document.text):
            return new
        own = self._own(new.span)
        value = own if type(old.value) is str else dataclasses.replace(new.value, words=own)
        return dataclasses.replace(new, value=value)

    def _own(self, span: Span) -> str:
        """The document's own words, on one line."""
        return " ".join(span.of(self.received.text).split())

    def _offset(self, offset: int) -> int:
        index = bisect_right(self._edits, offset, key=lambda edit: edit.at) - 1
        if index < 0:
            return offset
        edit = self._edits[index]
        into = offset - edit.at
        return min(edit.start + into, edit.end - 1) if into < len(edit.new) else edit.end + into - len(edit.new)


@cache
def _fields(kind: Any) -> tuple[str, ...] | None:
    """The names of the fields of a noun that could hold a span, however deep; None for what is none of ours."""
    if not dataclasses.is_dataclass(kind) or kind in (Document, Toponym):
        return None
    return tuple(field.name for field in dataclasses.fields(kind))


def _edits(text: str) -> Iterator[_Edit]:
    found = [(gap.start, gap.end, " ") for gap in passages.soft_breaks(text)]
    if "  " in text or _RARE.search(text):
        found += [(*match.span(), _plainly(match)) for match in _ODD.finditer(text)]
    for of in _OF_THEM.finditer(text):
        if aside := _ASIDE.search(text, max(0, of.start() - _NEAR), of.end()):
            found.append((aside.end() - 1, aside.end(), ", "))
    shift = done = 0
    for start, end, new in sorted(found):
        if start >= done:
            yield _Edit(start, end, new, start + shift)
            shift += len(new) - (end - start)
            done = end


def _plainly(match: re.Match[str]) -> str:
    if match["number"]:
        return re.sub(r"\D", ",", match["number"])
    return " " if match["space"] else "-" if match["hyphen"] else ""


def _applied(text: str, edits: tuple[_Edit, ...]) -> str:
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*parts, text[done:]]) if parts else text


def _key(claim: Claim) -> str:
    """The claim's key with its amount's place in the document: "id:start:harm"."""
    name, _, harm = claim.key.rsplit(":", 2)
    return f"{name}:{claim.quantity.value.amount.start}:{harm}"
