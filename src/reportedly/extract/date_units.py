"""Readers of times that are counted or pointed at: "two weeks ago", "the past four days", "at dawn", "recently"."""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.extract.date_values import Ago, Calendar, Length, Near, Part, Shift, Unresolved, Value, Window
from reportedly.extract.date_words import (
    AGO,
    BEFORE_CALENDAR,
    BEFORE_DAY,
    BEFORE_UNIT,
    LONG,
    OLD,
    ORDINAL,
    SHIFTED,
    THIRDS,
    UNITS,
    WORDS,
    YEARS_OFF,
    Expression,
    Read,
    Spot,
    Y,
    number,
)

_CALENDAR_UNITS = ("week", "month", "year", "weekend")
_LAST = ("past", "last", "latest", "preceding")
_PREPOSITIONS = ("for ", "in ", "after ", "within ", "of ", "over ")
_QUARTERS = 4
_WEEKS = 4
_WORD = re.compile(r"[a-z]+|\d+")
_FEAST_YEAR = re.compile(rf",?\s+(?:(?:of|in)\s+)?(?P<y>{Y})")


def read_unit(spot: Spot) -> Read:
    """Everything that ends in a unit of time."""
    phrase = read_phrase(spot)
    if phrase:
        return phrase
    low, at, end = spot.low, spot.start, spot.end
    unit, plural = UNITS[spot.word], spot.word.endswith("s") and spot.word != "hrs"
    left = BEFORE_UNIT.search(low, max(0, at - 60), at)
    assert left is not None
    start = left.start()
    if OLD.match(low, end) or (0 < start < at and (low[start - 1].isalnum() or low[start - 1] == "-")):
        return ()
    which, count, counted = (left["which"] or "").split(), number(left["count"]), bool(left["count"])
    long = LONG.match(low, end)
    if long or (counted and low[at - 1] == "-"):
        # "a month-long siege", "the 46-day battle": article and demonstrative belong to the noun.
        which = [] if which in (["the"], ["this"], ["that"]) else which
        start = at if left["count"] in ("a", "an") else left.start("count") if counted and not which else start
    ago, shifted = AGO.match(low, end), SHIFTED.match(low, end)
    if ago and (counted or plural) and not which:
        return (Expression(start, ago.end(), "ago", Ago(unit, count) if count else Unresolved()),)
    if shifted and which in ([], ["the"]) and (counted or plural or unit == "day"):
        sign = 1 if shifted["way"].startswith(("later", "after")) else -1
        return (Expression(start, shifted.end(), "shift", Shift(unit, None if count is None else sign * count)),)
    if which:
        return _pointed(Spot(spot.text, low, start, end), unit, plural, left)
    if unit == "weekend":
        return (Expression(at, end, "period", Near("weekend", 0, 0)),)
    if counted or long:
        return (Expression(start, long.end() if long else end, "duration", Length(unit, count)),)
    if plural and low.endswith(_PREPOSITIONS, 0, at):
        return (Expression(at, end, "duration", Length(unit, None)),)
    return ()


def _pointed(spot: Spot, unit: str, plural: bool, left: re.Match[str]) -> Read:
    """ "last week", "the past four days", "the next day", "this month", "later in the day"."""
    which, count, counted = left["which"].split(), number(left["count"]), bool(left["count"])
    word = which[-1]
    if word == "the":
        return _with_article(spot, unit, count, left)
    if word in YEARS_OFF and word != "next" and unit == "year" and not counted:
        part = _part_of_year(spot, YEARS_OFF[word])
        if part is not None:
            return (part,)
    if word in _LAST and (word == "past" or not spot.low.startswith(" of ", spot.end)):
        return (_back(spot, unit, count, counted, word == "last" and which[0] != "the"),)
    if counted:
        return (Expression(spot.start, spot.end, "vague", Unresolved()),)
    if word == "next" and which[0] != "the" and unit in _CALENDAR_UNITS:
        return (Expression(spot.start, spot.end, "period", Near(unit, 1, 1)),)
    if word == "this" and unit in _CALENDAR_UNITS:
        return (Expression(spot.start, spot.end, "period", Near(unit, 0, 0)),)
    if word in ("next", "following", "previous", "same", "that") and not plural:
        sign = {"next": 1, "following": 1, "previous": -1}.get(word, 0)
        known = unit == "day" or (unit == "week" and sign)
        return (Expression(spot.start, spot.end, "shift", Shift(unit, sign) if known else Unresolved()),)
    return (Expression(spot.start, spot.end, "vague", Unresolved()),)


def _part_of_year(spot: Spot, off: int) -> Expression | None:
    """ "the first half of this year", "the last months of last year"; not "the worst days of this year"."""
    left = BEFORE_CALENDAR.search(spot.low, max(0, spot.start - 48), spot.start)
    if left is None or not left["portion"]:
        return None
    part = _portion(left["portion"], Calendar())
    if not part:
        return None
    return Expression(left.start(), spot.end, "period", Calendar(part=part, years_off=off))


def _with_article(spot: Spot, unit: str, count: int | None, left: re.Match[str]) -> Read:
    portion = BEFORE_CALENDAR.search(spot.low, max(0, spot.start - 30), spot.start + len("the "))
    if portion and portion["portion"]:
        return (_opening_of(portion, spot.end, unit),)
    if left["late"] and unit == "day":
        return (Expression(spot.start, spot.end, "shift", Shift("day", 0)),)
    if left["late"] or unit == "weekend":
        return (Expression(spot.start, spot.end, "period", Near(unit, 0, 0)),)
    return (Expression(spot.start, spot.end, "duration", Length(unit, count)),) if left["count"] else ()


def _opening_of(portion: re.Match[str], end: int, unit: str) -> Expression:
    """ "the beginning of the year" is this year's; its end may lie ahead."""
    if unit == "year":
        part = _portion(portion["portion"], Calendar())
        if part and part != THIRDS["late"]:
            return Expression(portion.start(), end, "period", Calendar(part=part, years_off=0))
    elif portion["portion"] in WORDS["early_portions"] and unit in ("week", "month"):
        return Expression(portion.start(), end, "period", Near(unit, 0, 0))
    return Expression(portion.start(), end, "vague", Unresolved())


def _back(spot: Spot, unit: str, count: int | None, counted: bool, last: bool) -> Expression:
    """ "last week" is one of the calendar, "the last week" and "the past week" are counted back."""
    if counted:
        return Expression(spot.start, spot.end, "window", Window(unit, count) if count else Unresolved())
    if (last and unit in _CALENDAR_UNITS) or unit == "weekend":
        return Expression(spot.start, spot.end, "period", Near(unit, -1, -1))
    if unit in ("decade", "century", "moment"):
        return Expression(spot.start, spot.end, "period", Unresolved())
    return Expression(spot.start, spot.end, "window", Window(unit, 1))


def read_quarter(spot: Spot) -> Read:
    """ "in the third quarter", the last one that had begun; with its year it was read with the year."""
    order = ORDINAL.get(spot.before)
    if order is None or order > _QUARTERS or spot.after() == "of":
        return ()
    start = spot.low.rindex(spot.before, 0, spot.start)
    start -= len("the ") if spot.low.endswith("the ", 0, start) else 0
    return (Expression(start, spot.end, "period", Calendar(part=(order, order, _QUARTERS))),)


def read_part_of_day(spot: Spot) -> Read:
    """ "at dawn", "this morning", "last night", "the next evening"."""
    left = BEFORE_DAY.search(spot.low, max(0, spot.start - 40), spot.start)
    assert left is not None
    start = left.start("which") if left["which"] else spot.start
    which = left["which"].split()[-1] if left["which"] else ""
    if which in ("this", "last"):
        offset = 0 if which == "this" else -1
        return (Expression(start, spot.end, "deictic", Near("day", offset, offset)),)
    if which in ("following", "next", "previous"):
        return (Expression(start, spot.end, "shift", Shift("day", -1 if which == "previous" else 1)),)
    if which not in ("", "that", "same"):
        return (Expression(start, spot.end, "vague", Unresolved()),)
    return (Expression(start, spot.end, "part-of-day", Shift("day", 0)),)


def read_phrase(spot: Spot) -> Read:
    """Feasts and vague times, known by their last word."""
    for phrase, kind, value in PHRASES.get(spot.word, ()):
        if not spot.low.endswith(phrase, 0, spot.end):
            continue
        start = spot.end - len(phrase)
        if not start or not (spot.low[start - 1].isalnum() or spot.low[start - 1] == "-"):
            year = _FEAST_YEAR.match(spot.low, spot.end)
            if kind == "feast" and year and isinstance(value, Calendar):
                # "on Christmas Eve in 2023"
                return (widened(spot.low, start, year.end(), kind, replace(value, year=int(year["y"]))),)
            if kind == "feast":
                return (widened(spot.low, start, spot.end, kind, value),)
            return (Expression(start, spot.end, kind, value),)
    return ()


def widened(low: str, at: int, end: int, kind: str, value: Value, the: bool = False) -> Expression:
    """A stretch of the calendar with what stands before it: "the end of March", "early 2014", "last December".

    `the`: its article belongs to it ("the 1980s") and not to a noun behind it ("the March offensive").
    """
    left = BEFORE_CALENDAR.search(low, max(0, at - 48), at)
    assert left is not None
    start = left.start()
    if left["the"] and start == left.start("the") and not the:
        start = at
    if isinstance(value, Calendar) and left["which"]:
        which = left["which"].split()[-1].replace("past", "last")
        value = replace(value, which=which) if which in ("this", "last", "next") else Unresolved()
    if isinstance(value, Calendar) and (left["third"] or left["portion"]):
        part = THIRDS.get(left["third"]) if left["third"] else _portion(left["portion"], value)
        value = Unresolved() if part == () else replace(value, part=part or None)
    return Expression(start, end, kind, value)


def _portion(words: str, value: Calendar) -> Part | tuple[()] | None:
    """Which part of the stretch is meant; None for the whole, () where it cannot be told."""
    first, *between, last = words.split() if " " in words else (words, words)
    if first == last:
        for third, name in (("early", "early_portions"), ("mid", "middle_portions"), ("late", "late_portions")):
            if first in WORDS[name]:
                return THIRDS[third]
        return None if first in ("rest", "course", "remainder") else ()
    order = ORDINAL.get(first)
    if last == "half" and order in (1, 2):
        return order, order, 2
    if value.month is not None and last in ("week", "weeks"):
        return _weeks(first, number(" ".join(between)) or 1)
    if value.month is None and value.season is None:
        if last == "quarter" and order in (1, 2, 3, 4):
            return order, order, 4
        count = number(" ".join(between)) or 0
        if last == "months" and 1 < count < len(WORDS["ordinals"]):
            return (1, count, 12) if first in ("first", "opening") else (13 - count, 12, 12)
    return ()


def _weeks(first: str, count: int) -> Part | tuple[()]:
    """ "the first week of June", "the first two weeks of June": weeks are quarters of a month."""
    order = ORDINAL.get(first)
    if first in ("last", "final") and count < _WEEKS:
        return _WEEKS + 1 - count, _WEEKS, _WEEKS
    if order is None or order + count - 1 > _WEEKS or (order > 1 and count > 1):
        return ()
    return order, order + count - 1, _WEEKS


def _phrases() -> dict[str, list[tuple[str, str, Value]]]:
    listed: list[tuple[str, str, Value]] = [(phrase, "vague", Unresolved()) for phrase in WORDS["vague"]]
    listed += [(phrase, "feast", Unresolved()) for phrase in WORDS["feasts"]]
    dated = {"christmas": (12, 25), "christmas_eve": (12, 24), "new_year": (1, 1), "new_year_eve": (12, 31)}
    listed += [(phrase, "feast", Calendar(None, *day)) for name, day in dated.items() for phrase in WORDS[name]]
    found: dict[str, list[tuple[str, str, Value]]] = {}
    for phrase, kind, value in sorted(listed, key=lambda entry: -len(entry[0])):
        found.setdefault(_WORD.findall(phrase)[-1], []).append((phrase, kind, value))
    return found


PHRASES = _phrases()
