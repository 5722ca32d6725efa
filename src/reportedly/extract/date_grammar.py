"""The grammar of single time expressions: where one stands in a sentence, and what it means before any reference day.

The words of a sentence are looked up one by one; a word that can hold a time ("Friday", "March", "weeks", a numeral)
calls its reader, which matches the expression around it or refuses ("May" the verb). What a reader took is then widened
by the words that belong to it ("the end of", "early on", "dawn"). Joining expressions ("between Monday and Wednesday",
"since") and resolving them is the work of `extract.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reportedly import lexicon
from reportedly.caseless import lowered
from reportedly.extract.date_units import PHRASES, read_part_of_day, read_phrase, read_quarter, read_unit, widened
from reportedly.extract.date_values import Calendar, Choice, Near, Unresolved, Value, Weekday
from reportedly.extract.date_words import (
    AFTER_MONTH,
    BEFORE_DAY,
    COUNTED,
    DAY_ALONE,
    DAY_CUES,
    DEICTIC,
    FIRST_END,
    MON,
    MONTH,
    MONTHS,
    NAME_HEADS,
    NUMERALS,
    PART_AFTER,
    PARTS,
    RELATIVE_YEAR,
    SEASONS,
    SECOND_END,
    SECOND_SPOKEN,
    SHORT_DAYS,
    THE_SEASON,
    UNITS,
    WEEKDAY,
    WEEKDAY_DATE,
    WEEKDAYS,
    WORDS,
    YEAR_AFTER,
    YEAR_END,
    YEARS_OFF,
    Expression,
    Read,
    Spot,
    any_of,
)

_WORD = re.compile(r"[a-z]+|\d+")
_NOT_BEFORE_YEAR = frozenset(WORDS["not_before_year"])
_NOT_AFTER_YEAR = frozenset(WORDS["not_after_year"])
_MONTH_CUES = frozenset(WORDS["month_cues"])
# The first year that stands for one without a preposition: "1,400 of them" has often lost its comma.
_FIRST_BARE_YEAR = 1500
_NAMED_SPRINGS = ("arab", "prague", "beirut", "damascus", "tehran")
_MONTH_AND = re.compile(rf"\b{MON}\s*(?:,|and|or|,\s*and)\s+$")
_BEYOND = re.compile(r"\b(?:the\s+)?day\s+(before|after)\s+$")
_DAY_BEFORE = re.compile(rf"\b{any_of(WEEKDAY)}\s+(?:and|or|to|through|until)\s+$")
_NAME_BEFORE = re.compile(r"[A-Z]\w+ $")


def expressions(text: str) -> list[Expression]:
    """The time expressions of a text, in order, none within another.

    >>> text = "killed early on Friday, 7 March"
    >>> [text[found.start : found.end] for found in expressions(text)]
    ['early on Friday, 7 March']
    """
    low = lowered(text)
    found: list[Expression] = []
    reached = 0
    for match in _TRIGGER.finditer(low):
        word = match.group()
        reader = _numeral if word[0] in "0123456789" else _READERS.get(word)
        if reader is None or match.start() < reached:
            continue
        for expression in reader(Spot(text, low, match.start(), match.end())):
            # "the first two weeks" was read before "June" took it in.
            while found and found[-1].end > expression.start:
                found.pop()
            found.append(expression)
            reached = expression.end
    return found


def _named_day(spot: Spot) -> Read:
    """ "the September 11 attacks", spoken of for years without their year."""
    for phrase, value in _NAMED.get(spot.word, ()):
        end = spot.start + len(phrase)
        if spot.low.startswith(phrase, spot.start) and not spot.low[end : end + 1].isalnum():
            return (Expression(spot.start, end, "named-day", value),)
    return ()


def _numeral(spot: Spot) -> Read:
    named = _named_day(spot)
    if named:
        return named
    match = NUMERALS.match(spot.low, spot.start)
    if match is None:
        return _day_alone(spot)
    kind = next(kind for kind in _NUMERAL_READERS if match[kind])
    return _NUMERAL_READERS[kind](spot.until(match.end()), match)


def _day_alone(spot: Spot) -> Read:
    """ "On the 4th, …", "on the 5th and 6th there was": a day of the month told of; not "the 7th Brigade"."""
    match = DAY_ALONE.match(spot.low, spot.start)
    if match is None or not spot.low.endswith(("on the ", "since the ", "until the "), 0, spot.start):
        return ()
    start = spot.start - len("the ")
    first = Expression(start, match.end("first"), "day", Calendar(day=int(match["n"])))
    if not match["m"]:
        return (first,)
    return first, Expression(match.start("m"), match.end(), "day", Calendar(day=int(match["m"])))


def _iso(spot: Spot, match: re.Match[str]) -> Read:
    year, month, day = map(int, match["iso"].split(match["i_s"]))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ()
    return (Expression(spot.start, spot.end, "figures", Calendar(year, month, day)),)


def _figures(spot: Spot, match: re.Match[str]) -> Read:
    """ "18.10.2014": dots put the day first; dashes and slashes leave a choice, unless one number is no month."""
    first, second, year = map(int, match["figures"].split(match["f_s"]))
    year += 2000 if year < 100 else 0
    european = Calendar(year, second, first) if 1 <= second <= 12 and 1 <= first <= 31 else None
    american = Calendar(year, first, second) if 1 <= first <= 12 and 1 <= second <= 31 else None
    value: Value | None = european or american
    if european and american and match["f_s"] != "." and first != second:
        value = Choice(european, american)
    return (Expression(spot.start, spot.end, "figures", value),) if value else ()


def _day_month(spot: Spot, match: re.Match[str]) -> Read:
    """ "9 March 2025", and the 6 of "6-9 March" before it."""
    if not spot.text[match.start("m")].isupper() or _is_name(spot, bool(match["y"])):
        return ()
    year, end = _year_of(match["y"]), spot.end
    if match["y"] and _counts(spot, match["y"], end):
        year, end = None, match.end("m")
    value = Calendar(year, MONTH[match["m"]], int(match["d"]))
    second = _dated(spot.until(end), value)
    first = FIRST_END.search(spot.low, max(0, spot.start - 24), spot.start)
    if first is None:
        return (second,)
    return Expression(first.start(), first.end("d"), "day", Calendar(None, None, int(first["n"]))), second


def _dated(spot: Spot, value: Calendar) -> Expression:
    """A day of a month, with "of that year" or "last year" where it follows."""
    relative = RELATIVE_YEAR.match(spot.low, spot.end) if value.year is None else None
    found = _day(spot, value)
    if relative is None:
        return found
    off = YEARS_OFF.get(relative["which"])
    return replace(found, end=relative.end(), value=Unresolved() if off is None else replace(value, years_off=off))


def _decade(spot: Spot, _: re.Match[str]) -> Read:
    return (widened(spot.low, spot.start, spot.end, "decade", Unresolved(), the=True),)


def _century(spot: Spot, _: re.Match[str]) -> Read:
    return (widened(spot.low, spot.start, spot.end, "century", Unresolved(), the=True),)


def _era(spot: Spot, _: re.Match[str]) -> Read:
    return (widened(spot.low, spot.start, spot.end, "year", Unresolved()),)


def _clock(spot: Spot, _: re.Match[str]) -> Read:
    return (Expression(spot.start, spot.end, "clock", Unresolved()),)


def _year(spot: Spot, match: re.Match[str]) -> Read:
    """ "in 2014", and both ends of "1967-70"."""
    low, at, end = spot.low, spot.start, spot.end
    if low[at - 1 : at] in ("-", "–", "/") and not (low[at - 2 : at - 1].isdigit() or low.endswith("mid-", 0, at)):
        return ()
    if not _is_year(spot, match["year"]):
        return ()
    year = int(match["year"])
    first = widened(low, at, end, "year", Calendar(year))
    second = YEAR_END.match(low, end)
    if second is None or int(second["y"]) <= year % 100:
        return (first,)
    return first, Expression(second.start("y"), second.end(), "year", Calendar(year // 100 * 100 + int(second["y"])))


def _is_year(spot: Spot, digits: str) -> bool:
    """Whether a number of four digits is a year: "in 2014", "the 1967 war", not "resolution 2042", "killed 2000"."""
    previous, following = spot.before, spot.after().lower()
    if previous in _NOT_BEFORE_YEAR or following in _NOT_AFTER_YEAR:
        return False
    sure = previous in ("in", "since", "during", "until", "early", "late", "mid")
    if sure and (digits[-1] != "0" or following not in COUNTED):
        return True
    if following in COUNTED or int(digits) < _FIRST_BARE_YEAR:
        return False
    # "1200 strikes" has lost its comma; "the 2014 protests" has its article.
    plural = following.endswith("s") and following not in ("is", "was", "as", "has")
    return previous in ("the", "s", "of") or previous in MONTH or not plural


def _counts(spot: Spot, digits: str, end: int) -> bool:
    """Whether a number after a date counts what follows: "on March 9 2000 people"."""
    return digits[-1] == "0" and spot.after(end).lower() in COUNTED


def _year_of(words: str | None) -> int | None:
    """The year; None for none. One before our era comes out as 0, which no calendar has, and stays unresolved."""
    if not words:
        return None
    return 0 if "b" in words else int(words[:4])


def _month(spot: Spot) -> Read:
    if not spot.capital:
        return ()
    named = _named_day(spot)
    if named:
        return named
    month = MONTH[spot.word]
    match = AFTER_MONTH.match(spot.low, spot.end)
    if match and match["glued"] and 1 <= int(match["g_d"]) <= 31:
        value = Calendar(int(match["g_y"]), month, int(match["g_d"]))
        return (Expression(spot.start, match.end(), "day", value),)
    if match and match["d"]:
        return _month_day(spot, month, match)
    if match and match["y"] and not _counts(spot, match["y"], match.end()):
        year = 0 if match.end() > match.end("y") else int(match["y"])
        return (widened(spot.low, spot.start, match.end(), "month", Calendar(year, month)),)
    return _bare_month(spot, month)


def _month_day(spot: Spot, month: int, match: re.Match[str]) -> Read:
    """ "March 9, 2025", and the 9 of "March 6-9" after it."""
    end, year = match.end(), _year_of(match["d_y"])
    if not match["d_y"] and spot.before in ("in", "since", "during") and spot.after(end).lower() in COUNTED:
        # "In March 14 civilians were killed", its comma lost.
        return _bare_month(spot, month)
    if match["d_y"] and _counts(spot, match["d_y"], end):
        year, end = None, match.start("d_y") - 1
    if _is_name(spot.until(end), year is not None):
        return ()
    first = _dated(spot.until(end), Calendar(year, month, int(match["d"])))
    second = SECOND_END.match(spot.low, end) or SECOND_SPOKEN.match(spot.low, end) if year is None else None
    if second is None or int(second["d"]) <= int(match["d"]):
        return (first,)
    last = Calendar(_year_of(second["y"]), month, int(second["d"]))
    return first, Expression(second.start("d"), second.end(), "day", last)


def _bare_month(spot: Spot, month: int) -> Read:
    """A month alone. "May", "March" and short forms need a word before them that makes them months."""
    low, at, end = spot.low, spot.start, spot.end
    if spot.before not in _MONTH_CUES and spot.before not in MONTH and not _MONTH_AND.search(low, max(0, at - 20), at):
        after = spot.after()
        if spot.word in ("may", "march") or spot.word not in MONTHS:
            return ()
        if after[:1].isupper() and after.lower() not in MONTH and low[end : end + 1] == " ":
            # "April Glaspie"
            return ()
    relative = RELATIVE_YEAR.match(low, end)
    if relative is None:
        return (widened(low, at, end, "month", Calendar(None, month)),)
    off = YEARS_OFF.get(relative["which"])
    value: Value = Unresolved() if off is None else Calendar(None, month, years_off=off)
    if relative["which"] in ("that", "the same"):
        value = Calendar(None, month, which="that")
    return (widened(low, at, relative.end(), "month", value),)


def _is_name(spot: Spot, has_year: bool) -> bool:
    """ "7 October Brigade", "March 14 Alliance", "the March 8 coalition": bodies and places named after a day."""
    after = spot.after()
    if has_year or after.lower() not in NAME_HEADS:
        return False
    return after[0].isupper() or (after in ("alliance", "coalition", "movement") and spot.before == "the")


def _day(spot: Spot, value: Value, kind: str = "day") -> Expression:
    """A day widened by the part of it that is meant: "early on Tuesday", "the night of 5 May", "Friday night"."""
    left = BEFORE_DAY.search(spot.low, max(0, spot.start - 40), spot.start)
    assert left is not None
    start = left.start()
    if left["the"] and kind != "day" and start == left.start("the"):
        # "the Friday attack"; "the 5 May" has its article.
        start = spot.start
    if left["which"]:
        which = left["which"].split()[-1].replace("past", "last")
        if which not in ("this", "last", "next"):
            value = Unresolved()
        elif isinstance(value, Weekday):
            value = Weekday(value.index, which)
    right = PART_AFTER.match(spot.low, spot.end)
    return Expression(start, right.end() if right else spot.end, kind, value)


def _weekday(spot: Spot) -> Read:
    plural = spot.word not in WEEKDAY
    if not plural:
        dated = _weekday_with_date(spot)
        if dated or not (spot.word in WEEKDAYS or _is_short_day(spot)):
            return dated
    after = spot.after()
    if spot.capital and after[:1].isupper() and after.lower() in NAME_HEADS:
        # "Sunday Times"
        return ()
    if any(spot.low.endswith(f"{opener} ", 0, spot.start) for opener in WORDS["name_openers"]):
        return ()
    if plural and (spot.before in ("on", "most", "and") or not after.isalpha()):
        # "protests on Fridays"; "Fridays attack" has lost its apostrophe.
        return (Expression(spot.start, spot.end, "vague", Unresolved()),)
    return (_day(spot, Weekday(WEEKDAY[spot.word.removesuffix("s") if plural else spot.word]), "weekday"),)


def _is_short_day(spot: Spot) -> bool:
    """ "on Mon", "Sat and Sun", "Fri night"; not "Mon State", "the Sun", "Aung Thu said", "sat"."""
    after = spot.after()
    if not spot.capital or (after[:1].isupper() and after.lower() not in WEEKDAY):
        return False
    if spot.before in DAY_CUES or PART_AFTER.match(spot.low, spot.end):
        return True
    if spot.before in ("and", "or", "to", "through", "until") and _DAY_BEFORE.search(spot.low, 0, spot.start):
        return True
    return spot.word in SHORT_DAYS and not _NAME_BEFORE.search(spot.text, max(0, spot.start - 20), spot.start)


def _weekday_with_date(spot: Spot) -> Read:
    """ "Friday, 7 March", "Sun 16 Apr 2017": the date says it all."""
    dated = WEEKDAY_DATE.match(spot.low, spot.end)
    word = _WORD.match(spot.low, dated.end()) if dated and (spot.word in WEEKDAYS or spot.capital) else None
    if word is None:
        return ()
    read = _numeral if word.group()[0] in "0123456789" else _month
    found = read(Spot(spot.text, spot.low, word.start(), word.end()))
    if not found or found[0].kind != "day":
        return ()
    return _day(spot.until(found[0].end), found[0].value), *found[1:]


def _deictic(spot: Spot) -> Read:
    if spot.capital and _NAME_BEFORE.search(spot.text, max(0, spot.start - 20), spot.start):
        # "Russia Today" is an outlet.
        return ()
    beyond = _BEYOND.search(spot.low, max(0, spot.start - 20), spot.start)
    if beyond:
        offset = -2 if beyond.group(1) == "before" else 2
        return (Expression(beyond.start(), spot.end, "deictic", Near("day", offset, offset)),)
    return (_day(spot, Near("day", *DEICTIC[spot.word]), "deictic"),)


def _season(spot: Spot) -> Read:
    word, low, end = spot.word, spot.low, spot.end
    year = YEAR_AFTER.match(low, end)
    if year and not _counts(spot, year["y"], year.end()):
        return (widened(low, spot.start, year.end(), "season", Calendar(int(year["y"]), season=word), the=True),)
    relative = RELATIVE_YEAR.match(low, end)
    if relative and relative["which"] in ("this", "last"):
        value = Calendar(season=word, years_off=YEARS_OFF[relative["which"]])
        return (widened(low, spot.start, relative.end(), "season", value, the=True),)
    if word in ("fall", "spring") and not _is_season(spot):
        return ()
    return (widened(low, spot.start, end, "season", Calendar(season=word), the=bool(THE_SEASON.match(low, end))),)


def _is_season(spot: Spot) -> bool:
    """Whether "fall" or "spring" is one: not "the fall of Aleppo", "spring up", "the Arab Spring"."""
    if spot.before in ("this", "last", "next", "in", "early", "late"):
        return True
    if spot.word == "fall" or spot.before in _NAMED_SPRINGS:
        return False
    return spot.capital or (spot.before in ("the", "by", "since") and spot.after() != "of")


_NUMERAL_READERS: dict[str, Callable[[Spot, re.Match[str]], Read]] = {
    "iso": _iso,
    "figures": _figures,
    "day_month": _day_month,
    "decade": _decade,
    "era": _era,
    "year": _year,
    "clock": _clock,
    "century": _century,
}


def _named() -> dict[str, list[tuple[str, Value]]]:
    found: dict[str, list[tuple[str, Value]]] = {}
    for day, phrases in lexicon.table("en", "named_days").items():
        year, month, number = map(int, day.split("-"))
        for phrase in phrases:
            found.setdefault(_WORD.findall(phrase)[0], []).append((phrase, Calendar(year, month, number)))
    return found


_NAMED = _named()
_READERS: dict[str, Callable[[Spot], Read]] = {
    **dict.fromkeys(PHRASES, read_phrase),
    **dict.fromkeys(UNITS, read_unit),
    **dict.fromkeys((word for word in PARTS if "-" not in word), read_part_of_day),
    "quarter": read_quarter,
    **dict.fromkeys(SEASONS, _season),
    **dict.fromkeys(DEICTIC, _deictic),
    **dict.fromkeys([*WEEKDAY, *(f"{name}s" for name in WEEKDAYS)], _weekday),
    **dict.fromkeys(MONTH, _month),
}
# The words with a reader, and numerals: what all the other words of a text are passed over for.
_TRIGGER = re.compile(rf"\d+|(?<![a-z])(?:{lexicon.alternatives(filter(str.isalpha, _READERS))})(?![a-z])")
