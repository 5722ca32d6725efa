"""Who copied whom: the credit line first, then the time of publication; where neither tells, nobody is said to.

A credit names an outlet, not a report of it: one that came out later is not where the words were taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reportedly.copies.credits import Credit, credited, identity
from reportedly.model import Document, PublishedFrom, Span


class Direction(StrEnum):
    """Which report the words come from: the one, the other, a third that both credit, or not known."""

    ONE = "one"
    OTHER = "other"
    THIRD = "third"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason, in a sentence; where it stands in a report, that report and its span."""

    rule: str
    words: str
    document: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Which report the words come from and why. `third` is whom both credit; `credited`: a credit line says so."""

    direction: Direction
    third: str | None
    why: tuple[Evidence, ...]
    credited: bool


def decide(one: Document, other: Document, inside: tuple[Sequence[Span], Sequence[Span]]) -> Order:
    """Who copied whom. `inside` are the stretches that each shares: a source named in them came with the words."""
    also = [document.outlet for document in (one, other) if document.outlet]
    mine = _telling(credited(one, also), inside[0])
    theirs = _telling(credited(other, also), inside[1])
    to_other, to_one = _naming(mine, other), _naming(theirs, one)
    if bool(to_other) != bool(to_one):
        credit, taker, source = (to_other, one, other) if to_other else (to_one, other, one)
        assert credit
        if a_day_later(source, taker):
            return _of_another(_credit(taker, credit), source, "more than a day later")
    if to_other and not to_one:
        return Order(Direction.OTHER, None, (_credit(one, to_other),), credited=True)
    if to_one and not to_other:
        return Order(Direction.ONE, None, (_credit(other, to_one),), credited=True)
    if to_one and to_other:
        # Each names the other: the time would be no better a witness.
        return Order(Direction.UNDECIDED, None, (_credit(one, to_other), _credit(other, to_one)), credited=True)
    for credit in mine:
        for same in theirs:
            if credit.whom == same.whom and credit.wrote and same.wrote:
                why = (_credit(one, credit), _credit(other, same))
                return Order(Direction.THIRD, credit.whom, why, credited=True)
    direction, reason = _earlier(one, other)
    lines = tuple(
        _credit(document, found[0]) for document, found in ((one, _lines(mine)), (other, _lines(theirs))) if found
    )
    return Order(direction, None, (*lines, Evidence("time", reason)), credited=False)


def of_update(order: Order, one: Document, other: Document) -> Order:
    """Who copied whom where the figures differ: nobody took an older figure from a report that came out later.

    Where both came out on days next to each other, the credit outweighs the time for words that are the same: pages
    are dated anew, and the days of two clocks overlap. With a newer figure in the later one the time is right too.
    """
    source = {Direction.ONE: one, Direction.OTHER: other}.get(order.direction)
    later = {Direction.ONE: other, Direction.OTHER: one}.get(came_first(one, other))
    if not order.credited or source is None or source is not later:
        return order
    return _of_another(order.why[0], source, "later, with another figure")


def _of_another(credit: Evidence, source: Document, how: str) -> Order:
    """A credit for an earlier report of the same outlet. It is that report's words which both have."""
    why = Evidence("time/credited-later", f"{source.id} came out {how}: the credit is for an earlier report")
    assert source.outlet
    return Order(Direction.THIRD, identity(source.outlet), (credit, why), credited=False)


def _telling(found: Sequence[Credit], inside: Sequence[Span]) -> list[Credit]:
    """Credit lines, then sources named inside the reused text; one named elsewhere says nothing of these words."""
    named = [credit for credit in found if not credit.line and any(s.overlaps(credit.span) for s in inside)]
    return [*_lines(found), *named]


def _lines(found: Sequence[Credit]) -> list[Credit]:
    return [credit for credit in found if credit.line]


def _naming(found: Sequence[Credit], document: Document) -> Credit | None:
    if not document.outlet:
        return None
    wanted = identity(document.outlet)
    return next((credit for credit in found if credit.whom == wanted), None)


def _credit(document: Document, credit: Credit) -> Evidence:
    words = " ".join(credit.span.of(document.text).split())
    return Evidence(credit.rule, f"{document.id} credits {credit.whom}: “{words}”", document.id, credit.span)


def came_first(one: Document, other: Document) -> Direction:
    """Which of the two came out first, as far as days and hours tell."""
    return _earlier(one, other)[0]


def a_day_later(one: Document, other: Document) -> bool:
    """Whether the one is known to have come out a full day, or more, after the other, whatever the hours and zones."""
    if came_first(one, other) is not Direction.OTHER:
        return False
    first, second = _moment(other), _moment(one)
    if first and second:
        return second - first >= timedelta(days=1)
    assert one.published.day
    assert other.published.day
    # The eleventh may begin an hour after the tenth was printed.
    return one.published.day - other.published.day > timedelta(days=1)


def _earlier(one: Document, other: Document) -> tuple[Direction, str]:
    mine, theirs = one.published, other.published
    for document in (one, other):
        if document.published.day is None or document.published.how is PublishedFrom.INFERRED:
            return Direction.UNDECIDED, f"no credit names the other, and when {document.id} came out is not known"
    first, second = _moment(one), _moment(other)
    if first and second and first != second:
        direction = Direction.ONE if first < second else Direction.OTHER
        return direction, f"{one.id} came out at {first:%Y-%m-%d %H:%M} UTC, {other.id} at {second:%Y-%m-%d %H:%M} UTC"
    assert mine.day
    assert theirs.day
    # A zone of no known name is still the same clock for both.
    same_clock = mine.zone is not None and mine.zone == theirs.zone and mine.day == theirs.day
    if same_clock and mine.at and theirs.at and mine.at != theirs.at:
        direction = Direction.ONE if mine.at < theirs.at else Direction.OTHER
        return direction, f"{one.id} came out at {mine.at:%H:%M}, {other.id} at {theirs.at:%H:%M}"
    if mine.day == theirs.day:
        return Direction.UNDECIDED, "no credit names the other, and both came out on one day, at hours not known"
    direction = Direction.ONE if mine.day < theirs.day else Direction.OTHER
    return direction, f"{one.id} came out on {mine.day}, {other.id} on {theirs.day}"


def _moment(document: Document) -> datetime | None:
    published = document.published
    if not (published.day and published.at and published.zone) or not (zone := _zone(published.zone)):
        return None
    return datetime.combine(published.day, published.at, zone).astimezone(UTC)


def _zone(name: str) -> tzinfo | None:
    """A zone by name ("Europe/Kyiv", "UTC", "Z") or by its distance ("+03:00")."""
    if name in ("Z", "UTC", "GMT"):
        return UTC
    try:
        return datetime.strptime(name, "%z").tzinfo
    except ValueError:
        pass
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
