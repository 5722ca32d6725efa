"""The reference day: the day that a report was published, as it prints it itself or as it came with the document.

A printed date stands where a report's own data stand: in its first words ("Sun 16 Apr 2017 …"), in a short line of its
head, right after its headline, in a dateline ("BEIRUT, March 9 (Reuters) -"), after a label near its beginning or end
("Published April 29, 2017"), or alone in its last words ("(2025-03-09)"). A date in a body sentence dates an event and
is never taken: what follows a printed date is a capital, a figure or the end, never the rest of a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reportedly import lexicon
from reportedly.extract.date_grammar import expressions
from reportedly.extract.date_values import Calendar, Choice, days
from reportedly.extract.date_words import Expression
from reportedly.model import Document, Mention, Passage, PassageKind, PublishedFrom, Span, When

_WORDS = lexicon.table("en", "dates")
_HEAD_LINES = 12
_HEAD = 700
_TAIL = 200
_REACH = 90
_LABEL = "|".join(
    re.escape(label).replace(r"\ ", r"\s+") for label in sorted(_WORDS["publication_labels"], key=len, reverse=True)
)
# What may stand between the beginning of a line and its date: labels, clock times, names of outlets and towns, signs.
_BEFORE = re.compile(
    rf"(?:(?i:{_LABEL})\b\s*:?\s*(?:(?:on|at)\s+)?|\d{{1,2}}[:.]\d\d(?:\s?[ap]m\b)?|[0-2]\d[0-5]\d\s"
    r"|(?!On\b|In\b|Since\b|By\s+(?!\w+\s\w+))[A-Z][\w.'’&]*+|by\b|[|,:;()\[\]•·*–—/-]|\s)*"
)
_AFTER = re.compile(r"[\s|,:;.)\]•·–—-]*(?:$|\n|[A-Z0-9\"“'‘(\[]|(?:by|at|in)\s+[A-Z0-9]|(?:updated|last)\b)")
_LABELLED = re.compile(
    rf"(?i:\b(?:{_LABEL}))\b\s*:?\s*(?:(?:on|at)\s+)?(?:\d{{1,2}}[:.]\d\d\s*(?:[ap]m\b)?,?\s*(?:on\s+)?)?$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that relative dates are counted from.

    `day=None`: neither printed nor given, and `note` says so. `mention` holds the printed words; None where the day
    came with the document.
    """

    day: date | None
    how: PublishedFrom | None
    mention: Mention[When] | None = None
    note: str | None = None


def reference_day(document: Document, passages: Sequence[Passage]) -> Reference:
    """The day that the report was published: as printed in it, else as it came with the document, else not known."""
    given = document.published.day
    for start, end, expression in _printed(document.text, passages):
        day = _resolved(expression, given)
        if day is not None:
            when = When(document.text[start:end], day, day)
            return Reference(day, PublishedFrom.DATELINE, Mention(when, (Span(start, end),), "dates/printed"))
    if given is not None:
        return Reference(given, document.published.how)
    note = "The day of publication is not known: it is neither printed in the report nor given with it. "
    return Reference(None, None, note=note + "Relative dates ('on Friday', 'last week') stay unresolved.")


def _printed(text: str, passages: Sequence[Passage]) -> Iterator[tuple[int, int, Expression]]:
    """Dates that stand where a publication date does, the best place first."""
    for start in _heads(text, passages):
        yield from _at(text, start)
    for passage in passages[:8]:
        if passage.kind is PassageKind.DATELINE:
            yield from _in_dateline(text, passage)
    yield from _labelled(text, 0, min(len(text), _HEAD))
    yield from _last_words(text)
    yield from _labelled(text, max(0, len(text) - _TAIL), len(text))


def _heads(text: str, passages: Sequence[Passage]) -> list[int]:
    """Where a line of the report's head begins: the text, its first lines, and what follows the headline."""
    found = {0}
    at = -1
    for _ in range(_HEAD_LINES):
        at = text.find("\n", at + 1)
        if at < 0 or at > _HEAD:
            break
        found.add(at + 1)
    found |= {passage.span.end for passage in passages[:6] if passage.kind is PassageKind.HEADLINE}
    return sorted(found)


def _at(text: str, start: int) -> Iterator[tuple[int, int, Expression]]:
    """A full date near the beginning of a line, with nothing before it that belongs to a sentence."""
    line = text[start : start + _REACH].split("\n")[0] if text[start : start + 1] != "\n" else ""
    for expression in expressions(line):
        if not _is_day(expression, with_year=True):
            continue
        before = line[: expression.start]
        after = text[start + expression.end : start + expression.end + 20]
        if _BEFORE.fullmatch(before) and len(before.split()) <= 8 and _AFTER.match(after):
            yield start + expression.start, start + expression.end, expression
        return


def _in_dateline(text: str, passage: Passage) -> Iterator[tuple[int, int, Expression]]:
    for expression in expressions(passage.span.of(text)):
        if _is_day(expression, with_year=False):
            yield passage.span.start + expression.start, passage.span.start + expression.end, expression


def _labelled(text: str, low: int, high: int) -> Iterator[tuple[int, int, Expression]]:
    """ "Published: 9 March 2025", "Last Update: Tuesday 22 November 2016"."""
    stretch = text[low:high]
    if re.search(rf"(?i)\b(?:{_LABEL})\b", stretch) is None:
        return
    for expression in expressions(stretch):
        if _is_day(expression, with_year=True) and _LABELLED.search(
            stretch, max(0, expression.start - 50), expression.start
        ):
            yield low + expression.start, low + expression.end, expression


def _last_words(text: str) -> Iterator[tuple[int, int, Expression]]:
    """A full date that is the report's last words, in brackets or in a line of its own."""
    end = len(text.rstrip(" \n\t.)]"))
    low = max(0, end - 40)
    for expression in expressions(text[low:end]):
        before = text[: low + expression.start].rstrip(" ")
        if (
            low + expression.end == end
            and _is_day(expression, with_year=True)
            and before.endswith(("(", "[", "\n", "|", "--", "—"))
        ):
            yield low + expression.start, end, expression


def _is_day(expression: Expression, with_year: bool) -> bool:
    value = expression.value
    if isinstance(value, Choice):
        return True
    return isinstance(value, Calendar) and value.day is not None and (value.year is not None or not with_year)


def _resolved(expression: Expression, given: date | None) -> date | None:
    """The printed day. One without its year takes the year that puts it nearest to the given day."""
    value = expression.value
    if isinstance(value, Calendar) and value.year is None:
        if given is None:
            return None
        near = [days(replace(value, year=given.year + off), None) for off in (-1, 0, 1)]
        return min((found[0] for found in near if found), key=lambda day: abs(day - given), default=None)
    if isinstance(value, Choice):
        # Read both ways: the one that the given day is near to; without it, one that the calendar forbids decides.
        found = days(value, None)
        if found is None and given is not None:
            both = [days(reading, None) for reading in (value.first, value.second)]
            close = [read[0] for read in both if read and abs(read[0] - given) <= timedelta(days=10)]
            return close[0] if len(close) == 1 else None
        return found[0] if found else None
    found = days(value, None)
    return found[0] if found else None
