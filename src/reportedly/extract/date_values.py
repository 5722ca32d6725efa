"""What a time expression means before a reference day is known, and the days that it comes to beside one.

The reference day is the day that the report was published. Conventions, each for a phrase that leaves room:

- A day or month without its year is the last one that had come by the reference day ("March 9", "in August"); a
  weekday is the last one up to and including it. What the sentence puts ahead ("will meet on Wednesday") is the next.
- A month, year or season that holds the reference day ends with it: a report cannot tell of later days.
- "early", "mid", "late" are the thirds of a year and of a month. Seasons are those of the northern calendar by whole
  months, as the press uses them; a winter is left open, since it lies in two years.
- "the first week of June" is its first seven days, "the last week" its last seven.
- "last December" is the December before the month of the reference day, "last Friday" the Friday before its day.
- "the past four days" are counted back from the reference day: it less four, up to itself.
- "two weeks ago" is one day, "two months ago" a calendar month, "two years ago" a calendar year.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
Part = tuple[int, int, int]
"""From which to which of how many equal parts: "early" is (1, 1, 3), "the first six months" (1, 6, 12)."""

_DAY = timedelta(days=1)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_HOURS_A_DAY = 24
_SATURDAY = 5
_WEEKS = 4
_UNIT_DAYS = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Calendar:
    """A stretch of the calendar; what the words leave out is None.

    `which` is "", "this", "last", "next" or "that" ("in May that year": of the year told of before); `years_off` says
    "this year" (0) or "last year" (-1) beside a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str | None = None
    part: Part | None = None
    which: str = ""
    years_off: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A date in figures that reads as two days, the European reading first: "04/09/2014"."""

    first: Calendar
    second: Calendar


@dataclass(frozen=True, slots=True)
class Weekday:
    """Monday is 0. `which` is "", "this", "last" or "next"."""

    index: int
    which: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Calendar units around the reference day: yesterday is (day, -1, -1), overnight (day, -1, 0)."""

    unit: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Ago:
    """A point so many units before the reference day."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Window:
    """The last so many units up to the reference day: "the past four days", "in the last 24 hours"."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units after (positive) or before (negative) something told of: "a week later", "a day after".

    `count=None`: the words give no number ("hours after", "days later"). Zero is the same day ("later in the day").
    """

    unit: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Length:
    """How long something went on: "six days", "more than two years"."""

    unit: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A time that only other knowledge could date: "Ramadan", "recently", "at 9:30"."""


Value = Calendar | Choice | Weekday | Near | Ago | Window | Shift | Length | Unresolved


def days(value: Value, day: date | None, ahead: bool = False) -> Days | None:
    """The first and last day that a value comes to, or None where it cannot be known.

    >>> days(Weekday(4), date(2025, 3, 10))
    (datetime.date(2025, 3, 7), datetime.date(2025, 3, 7))
    """
    try:
        match value:
            case Calendar():
                return _calendar(value, day, ahead)
            case Choice():
                return _choice(value, day)
            case Weekday() if day:
                return _weekday(value, day, ahead)
            case Near() if day:
                return _near(value, day)
            case Ago() if day:
                return _ago(value, day)
            case Window() if day:
                return _back(day, value.unit, value.count), day
    except (ValueError, OverflowError):
        # "31 June", or a count that leads out of the calendar.
        return None
    return None


def moved(day: date, shift: Shift) -> date | None:
    """A narrated day moved by a shift; None when the words give no number, or count in months and years.

    >>> moved(date(2025, 3, 7), Shift("day", 1))
    datetime.date(2025, 3, 8)
    """
    if shift.count is None:
        return None
    if shift.unit in ("minute", "hour"):
        return day if shift.unit == "minute" or abs(shift.count) < _HOURS_A_DAY // 2 else None
    length = _UNIT_DAYS.get(shift.unit)
    return day + timedelta(days=shift.count * length) if length else None


def _calendar(value: Calendar, day: date | None, ahead: bool) -> Days | None:
    year = value.year
    if year is None and day and value.years_off is not None:
        year = day.year + value.years_off
    if year is None:
        return _without_year(value, day, ahead) if day else None
    found = _spell(value, year)
    if found and day and not ahead and value.day is None and found[0] <= day < found[1]:
        return found[0], day
    return found


def _without_year(value: Calendar, day: date, ahead: bool) -> Days | None:
    """The nearest such stretch on the side of the reference day that the words speak of."""
    if value.month is None and value.day is not None:
        return _day_of_month(value.day, day, ahead)
    if (value.month is None and value.season is None and value.part is None) or value.which == "that":
        return None
    years = (
        range(day.year - 1, day.year + 5) if ahead or value.which == "next" else range(day.year + 1, day.year - 5, -1)
    )
    for year in years:
        # 29 February is not in every year.
        if value.month == 2 and value.day == 29 and not calendar.isleap(year):
            continue
        found = _spell(value, year)
        if found is None:
            return None
        if value.which == "last":
            fits = found[1] < day
        elif value.which == "next":
            fits = found[0] > day
        elif ahead:
            fits = found[1] >= day
        else:
            # A report of the 9th from another time zone may name the 10th.
            fits = found[0] <= day + (_DAY if value.day else timedelta())
        if fits:
            return found if value.day or ahead else (found[0], min(found[1], max(day, found[0])))
    return None


def _day_of_month(number: int, day: date, ahead: bool) -> Days | None:
    """ "On the 4th": the last such day of a month, or the next."""
    for back in range(0, -4, -1) if ahead else range(4):
        month = _back(day.replace(day=1), "month", back)
        if number <= calendar.monthrange(month.year, month.month)[1]:
            there = month.replace(day=number)
            if (there >= day) if ahead else (there <= day):
                return there, there
    return None


def _spell(value: Calendar, year: int) -> Days | None:
    if value.season is not None:
        if value.season not in _SEASONS:
            return None
        first, last = _SEASONS[value.season]
        return _cut(date(year, first, 1), _month_end(year, last), value.part)
    if value.month is None:
        return _cut(date(year, 1, 1), date(year, 12, 31), value.part)
    if value.day is None:
        return _cut(date(year, value.month, 1), _month_end(year, value.month), value.part)
    there = date(year, value.month, value.day)
    return there, there


def _cut(first: date, last: date, part: Part | None) -> Days | None:
    """A part of a stretch: by whole months where there are several, else by days."""
    if part is None:
        return first, last
    start, end, parts = part
    months = last.month - first.month + 1
    if months == 1 and parts == _WEEKS:
        # Its weeks have seven days each, the last one those up to its end.
        low = last.day - 7 * (parts - start + 1) if end == parts else 7 * (start - 1)
        return first.replace(day=low + 1), last if end == parts else first.replace(day=7 * end)
    if months == 1:
        # Thirds of a month are ten days each, whatever its length.
        length = 30 if parts == 3 else last.day
        low, high = (start - 1) * length // parts + 1, end * length // parts
        return first.replace(day=low), last if end == parts else first.replace(day=high)
    if months % parts:
        return None
    low, high = (start - 1) * months // parts, end * months // parts - 1
    return date(first.year, first.month + low, 1), _month_end(first.year, first.month + high)


def _choice(value: Choice, day: date | None) -> Days | None:
    """Decided by evidence: one reading is no date, or lies ahead, or only one is fresh news."""
    readings = []
    for reading in (value.first, value.second):
        try:
            found = _calendar(reading, None, ahead=False)
        except ValueError:
            continue
        if found and found not in readings:
            readings.append(found)
    if day and len(readings) > 1:
        readings = [found for found in readings if found[0] <= day + _DAY]
        fresh = [found for found in readings if day - found[0] <= timedelta(days=10)]
        readings = fresh or readings
    return readings[0] if len(readings) == 1 else None


def _weekday(value: Weekday, day: date, ahead: bool) -> Days:
    if value.which == "next":
        there = day + timedelta(days=(value.index - day.weekday() - 1) % 7 + 1)
    elif value.which == "last":
        there = day - timedelta(days=(day.weekday() - value.index - 1) % 7 + 1)
    elif ahead:
        there = day + timedelta(days=(value.index - day.weekday()) % 7)
    else:
        there = day - timedelta(days=(day.weekday() - value.index) % 7)
    return there, there


def _near(value: Near, day: date) -> Days:
    if value.unit == "day":
        return day + timedelta(days=value.low), day + timedelta(days=value.high)
    if value.unit == "weekend":
        # Said on a weekday, "last weekend" is the one just over.
        weeks = value.low if day.weekday() >= _SATURDAY or value.low >= 0 else value.low + 1
        saturday = day - timedelta(days=(day.weekday() - _SATURDAY) % 7) + timedelta(weeks=weeks)
        found = saturday, saturday + _DAY
    elif value.unit == "week":
        monday = day - timedelta(days=day.weekday())
        found = monday + timedelta(weeks=value.low), monday + timedelta(weeks=value.high, days=6)
    elif value.unit == "month":
        start, end = _back(day.replace(day=1), "month", -value.low), _back(day.replace(day=1), "month", -value.high)
        found = start, _month_end(end.year, end.month)
    elif value.unit == "year":
        found = date(day.year + value.low, 1, 1), date(day.year + value.high, 12, 31)
    else:
        raise ValueError(value.unit)
    return (found[0], day) if found[0] <= day < found[1] else found


def _ago(value: Ago, day: date) -> Days | None:
    there = _back(day, value.unit, value.count)
    if value.unit == "hour":
        return there, day
    if value.unit in _UNIT_DAYS:
        return there, there
    if value.unit == "month":
        return there.replace(day=1), _month_end(there.year, there.month)
    if value.unit == "year":
        return date(there.year, 1, 1), date(there.year, 12, 31)
    return None


def _back(day: date, unit: str, count: int) -> date:
    if unit in ("moment", "minute"):
        return day
    if unit == "hour":
        # Half a day back may still be the same day; a whole one is the day before.
        return day - timedelta(days=-(-count // _HOURS_A_DAY) if count >= _HOURS_A_DAY // 2 else 0)
    if unit in _UNIT_DAYS:
        return day - timedelta(days=count * _UNIT_DAYS[unit])
    months = count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
