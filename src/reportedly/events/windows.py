"""When claims are: the days of a claim, and how two stretches of days lie to each other."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from reportedly.evidence import Evidence
from reportedly.model import Scope

# One thing may take a night and a day, or be told as "over the weekend".
SHORT = 3
# An episode is told in days and weeks; from here on figures add up a campaign, and from a year on a war.
EPISODE, CAMPAIGN = 60, 365
# A report without a date of its harm tells of these days before it came out.
_FRESH = 2


class Window(NamedTuple):
    """Days as ordinals, both inclusive. `said=False`: no day is given, they are taken from the day of the report."""

    first: int
    last: int
    said: bool

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Gap(StrEnum):
    """How two windows lie to each other."""

    SAME_DAY = "same_day"
    DAY_APART = "day_apart"
    DAYS_APART = "days_apart"
    WEEK_APART = "week_apart"
    LONGER = "longer"
    ROUGH = "rough"
    FITS = "fits"
    LATER = "later"
    MUCH_LATER = "much_later"
    BEFORE = "before"
    BOTH_FRESH = "both_fresh"
    BOTH_DAYS = "both_days"
    BOTH_APART = "both_apart"
    UNKNOWN = "unknown"


def of(claim: Evidence) -> Window | None:
    """The days of a claim, or those of its report; None where neither is known."""
    first, last = claim.date_from, claim.date_to
    if first is not None and last is not None:
        return Window(first.toordinal(), last.toordinal(), True)
    if first is not None or last is not None:
        day = (first or last).toordinal()  # type: ignore[union-attr]
        return Window(day, day, True)
    if claim.published is None:
        return None
    day = claim.published.toordinal()
    return Window(day - _FRESH, day, False)


def short(claim: Evidence) -> bool:
    """Whether a claim tells of one thing: a day or two, or a longer time that only says roughly when it was."""
    if claim.date_from is None or claim.date_to is None:
        return claim.scope is Scope.INCIDENT
    length = (claim.date_to - claim.date_from).days + 1
    return length == 1 or (claim.scope is Scope.INCIDENT)


@lru_cache(maxsize=262144)
def gap(one: Window | None, other: Window | None) -> Gap:
    """How two windows lie to each other; the same the other way round."""
    if one is None or other is None:
        return Gap.UNKNOWN
    apart = max(one.first, other.first) - min(one.last, other.last)
    if one.said and other.said:
        if apart <= 0:
            return Gap.SAME_DAY if max(one.length, other.length) <= SHORT else Gap.ROUGH
        if apart == 1:
            return Gap.DAY_APART
        return Gap.DAYS_APART if apart <= 3 else Gap.WEEK_APART if apart <= 8 else Gap.LONGER
    if one.said or other.said:
        said, report = (one, other) if one.said else (other, one)
        # Nobody reports today what happens tomorrow; a day is lost to time zones and to wrong dates.
        if report.last < said.first - 1:
            return Gap.BEFORE
        later = report.last - said.last
        return Gap.FITS if later <= _FRESH else Gap.LATER if later <= 8 else Gap.MUCH_LATER
    published = abs(one.last - other.last)
    return Gap.BOTH_FRESH if published <= 1 else Gap.BOTH_DAYS if published <= 3 else Gap.BOTH_APART
