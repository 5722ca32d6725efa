"""The grammar of single time expressions: where one stands in a sentence, and what it means before any reference day.

The words of a sentence are looked up one by one; a word that can hold a time ("Friday", "March", "weeks", a numeral)
calls its reader, which matches the expression around it or refuses ("May" the verb). What a reader took is then widened
by the words that belong to it ("the end of", "early on", "dawn"). Joining expressions ("between Monday and Wednesday",
"since") and resolving them is the work of `extract.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from reportedly import lexicon
from reportedly.extract.date_values import (
    Ago,
    Calendar,
    Choice,
    Length,
    Near,
    Part,
    Shift,
    Unresolved,
    Value,
    Weekday,
    Window,
)

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Expression:
    """One time expression in `text[start:end]`; `kind` names the rule that read it."""

    start: int
    end: int
    kind: str
    value: Value


def _any(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    escaped = (re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda word: (-len(word), word)))
    return f"(?:{'|'.join(escaped)})"


_WORDS = lexicon.table("en", "dates")
_MONTH = {word: number for number, name in enumerate(MONTHS, 1) for word in _WORDS[name]}
_WEEKDAY = {word: number for number, name in enumerate(WEEKDAYS) for word in _WORDS[name]}
_NUMBER = {word: number for number, word in enumerate(_WORDS["numbers"])}
_NUMBER |= {word: 10 * number for number, word in enumerate(_WORDS["tens"], 2)}
_NUMBER |= {f"{ten}-{one}": _NUMBER[ten] + _NUMBER[one] for ten in _WORDS["tens"] for one in _WORDS["numbers"][1:10]}
_NUMBER |= {"a": 1, "an": 1, "a single": 1, "another": 1, "a couple of": 2, "half a dozen": 6, "a dozen": 12}
_ORDINAL = {word: number for number, word in enumerate(_WORDS["ordinals"], 1)}
_COUNTED = frozenset(_WORDS["counted"])
_NAME_HEADS = frozenset(_WORDS["name_heads"])
_UNITS = {
    "minute": "minute", "minutes": "minute", "hour": "hour", "hours": "hour", "hrs": "hour", "day": "day", "days": "day",
    "weekend": "weekend", "weekends": "weekend", "week": "week", "weeks": "week", "fortnight": "fortnight", "month": "month",
    "months": "month", "year": "year", "years": "year", "decade": "decade", "decades": "decade", "century": "century",
    "centuries": "century", "moments": "moment",
}  # fmt: skip
_DEICTIC = {"today": (0, 0), "todays": (0, 0), "yesterdays": (-1, -1), "tonight": (0, 0), "yesterday": (-1, -1), "tomorrow": (1, 1), "overnight": (-1, 0)}
_THIRDS = {"early": (1, 1, 3), "mid": (2, 2, 3), "late": (3, 3, 3)}

_MON = rf"(?:{_any(_MONTH)}\b)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?!\d|[:%]|[.,]\d)"
_ORD = r"(?:st|nd|rd|th)?(?![a-z])"
_Y = r"(?:(?:1\d|20)\d\d(?!\d|[.,:%]\d|%))"
_ERA = r"(?:\s+(?:b\.c\.e\.|b\.c\.?|bce?|a\.d\.|ad)(?!\w))"
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_PARTS = tuple(_WORDS["parts_of_day"])
_COUNT = rf"(?:\d{{1,4}}(?:[.,]\d+)?(?:-\d/\d)?|half\s+an?|{_any({*_NUMBER, *_WORDS['vague_amounts']})})"

# Readers of numerals, tried in order where a numeral begins.
_FIGURES = re.compile(
    "|".join(
        [
            r"(?<![\w-])(?P<iso>(?:19|20)\d\d(?P<i_s>[-/])[01]?\d(?P=i_s)[0-3]?\d)(?![\d/-])",
            r"(?<![\w./-])(?P<figures>[0-3]?\d(?P<f_s>[./-])[0-3]?\d(?P=f_s)(?:(?:19|20)\d\d|(?<=/)\d\d))(?!\d|[./-]\d)",
            rf"(?<![\d.,:$£€])(?P<day_month>(?P<d>{_D}){_ORD}(?:-|,?\s+(?:of\s+)?)(?P<m>{_MON})(?:\.?(?:-|,?\s+(?:of\s+)?)(?P<y>{_Y}{_ERA}?))?)",
            r"(?<![\d.,])(?P<decade>(?:1\d|20)\d0['’]?s)\b",
            rf"(?<![\d.,])(?P<era>\d{{1,4}}{_ERA})",
            rf"(?<![\d.,:$£€])(?P<year>{_Y})(?![a-z])",
            r"(?P<clock>(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b|hrs\b)|(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?(?:hours|gmt|utc|local\s+time)\b)?(?![\d:]))",
            rf"(?P<century>\d{{1,2}}(?:st|nd|rd|th)[\s-]century\b{_ERA}?)",
        ]
    )
)
_AFTER_MONTH = re.compile(
    "|".join(
        [
            r"\.?\s+(?P<glued>(?P<g_d>[0-3]\d)(?P<g_y>20\d\d))(?!\d)",
            rf"\.?\s+(?:the\s+)?(?P<d>{_D}){_ORD}(?:(?:,\s*|\s+)(?:of\s+)?(?P<d_y>{_Y}{_ERA}?))?",
            rf"(?:\.|,)?\s+(?:of\s+)?(?P<y>{_Y}|\d{{1,4}}(?={_ERA})){_ERA}?",
        ]
    )
)
_SECOND_END = re.compile(rf"\s?[-–/]\s?(?P<d>{_D}){_ORD}(?:,?\s+(?P<y>{_Y}))?(?!\s?[a-z]*(?:{_MON}))")
_YEAR_END = re.compile(r"\s?[-–/]\s?(?P<y>\d\d)(?![\d\w])")
_WEEKDAY_DATE = re.compile(rf"(?:\.|,)?\s+(?:the\s+)?(?=(?:{_D}{_ORD}\s+(?:of\s+)?)?{_MON}|\d\d?{_ORD}\s)")
_YEAR_AFTER = re.compile(rf"\s+(?:of\s+)?(?P<y>{_Y})")
_AGO = re.compile(r"\s+(?:ago\b|back\b)")
_SHIFTED = re.compile(r"\s+(?P<way>later|afterwards|after|earlier|before|previously|prior|beforehand)\b")
_YEARS_OFF = {"this": 0, "last": -1, "next": 1}
_FIRST_END = re.compile(rf"(?<![\d.,:])\b(?P<d>(?:the\s+)?(?P<n>{_D}){_ORD})(?:\s?[-–/]\s?|\s+(?:to|and|or|until|through)\s+)(?:the\s+)?$")
_OLD = re.compile(r"(?:-|\s+)old\b|\s+of\s+age\b|['’]?\s+(?:in\s+)?(?:imprisonment|prison|jail)\b")
_LONG = re.compile(r"-long\b|\s+long\b")
_RELATIVE_YEAR = re.compile(r",?\s+(?:of\s+)?(?P<which>this|last|next|that|the\s+same|the\s+following|the\s+previous)\s+year\b")
_PART_AFTER = re.compile(rf"(?:,?\s+(?:early\s+)?|\s+at\s+|,?\s+in\s+the\s+(?:early\s+)?)(?:{_any(_PARTS)}\b|overnight\b)")


_BEFORE_UNIT = re.compile(
    r"(?:\b(?P<late>early|late|later|earlier)\s+(?:in\s+)?)?"
    r"(?:\b(?P<which>(?:the\s+|these\s+)?(?:past|last|latest|previous|preceding|next|following|coming|first|final|opening|intervening"
    r"|subsequent|succeeding|initial)|this|that\s+same|the\s+same|that|each|every|recent|the)[\s-]+)?"
    rf"(?P<qualifier>(?:\b{_any(_WORDS['qualifiers'])}\s+)*)(?:\b(?P<count>{_COUNT})[\s-]+)?"
    rf"(?:\b{_any(_WORDS['unit_adjectives'])}[\s-]+)?$"
)
_FIRST_OF = rf"(?:first|last|final|opening)\s+(?:{_COUNT}\s+)?(?:days?|weeks?|months?|half|quarters?)"
_SHARE_OF = r"(?:second|third|fourth|latter|early|later)\s+(?:half|quarter|part|week|days|months|hours)"
_BEFORE_CALENDAR = re.compile(
    r"(?:\b(?:(?:the\s+)?(?:very\s+)?(?P<third>early|late|mid|later|earlier)(?:[\s-]+|\s+(?:on\s+)?in\s+)"
    rf"|(?:the\s+)?(?P<portion>{_any(_WORDS['portions'])}|{_FIRST_OF}|{_SHARE_OF})\s+of\s+|(?:the\s+)?(?:years?|months?\s+of)\s+))?"
    r"(?:\b(?P<which>this\s+past|this|last|next|that\s+same|that|the\s+(?:same|previous|following|past|coming))\s+)?(?P<the>\bthe\s+)?$"
)
_THE_SEASON = re.compile(r"(?![\s-]+[a-z])|\s+(?:of|and|or|in|when|the|to|as|before|after|by|until|was|is|has|had|that|with|on|at)\b")
_BEFORE_DAY = re.compile(
    rf"(?:\b(?:(?:the\s+)?(?:(?:very\s+)?early\s+|late\s+)?(?:{_any(_PARTS)}|hours)(?:\s+hours)?\s+(?:of|on)\s+"
    rf"|(?:very\s+)?(?:early|late|later|earlier)\s+(?:in\s+the\s+)?(?:{_any(_PARTS)}\s+)?(?:(?:of|on)\s+)?"
    rf"|{_any(_PARTS)}\s+(?:on\s+)?|overnight\s+(?:on\s+)?))?"
    r"(?:\b(?P<which>this\s+past|this|last|next|that|every|each|the\s+(?:same|previous|following|past|coming))\s+)?(?P<the>\bthe\s+)?$"
)
_WORD_BEFORE = re.compile(r"([\w'’]+)[\s(]*$")
_WORD_AFTER = re.compile(r"\s+([\w'’]+)")

Read = tuple[Expression, ...]


def expressions(text: str) -> list[Expression]:
    """The time expressions of a text, in order, none within another.

    >>> [text[e.start:e.end] for text in ["killed early on Friday, 7 March"] for e in expressions(text)]
    ['early on Friday, 7 March']
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    found: list[Expression] = []
    reached = 0
    for token in _TOKEN.finditer(low):
        word = token.group()
        reader = _numeral if word[0] in "0123456789" else _READERS.get(word)
        if reader is None or token.start() < reached:
            continue
        for expression in reader(text, low, token.start(), token.end()):
            # "the first two weeks" was read before "June" took it in.
            while found and found[-1].end > expression.start:
                found.pop()
            found.append(expression)
            reached = expression.end
    return found


def _numeral(text: str, low: str, at: int, end: int) -> Read:
    for phrase, value in _NAMED.get(low[at:end], ()):
        if low.startswith(phrase, at) and not low[at + len(phrase) :][:1].isalnum():
            return (Expression(at, at + len(phrase), "named-day", value),)
    match = _FIGURES.match(low, at)
    if match is None:
        return ()
    kind = match.lastgroup if match.lastgroup in _NUMERAL_READERS else next(k for k in _NUMERAL_READERS if match[k])
    return _NUMERAL_READERS[kind](text, low, match)


def _iso(text: str, low: str, match: re.Match[str]) -> Read:
    year, month, day = map(int, match["iso"].split(match["i_s"]))
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return ()
    return (Expression(match.start(), match.end(), "figures", Calendar(year, month, day)),)


def _figures(text: str, low: str, match: re.Match[str]) -> Read:
    """ "18.10.2014": dots put the day first; dashes and slashes leave a choice, unless one number is no month."""
    first, second, year = map(int, match["figures"].split(match["f_s"]))
    year += 2000 if year < 100 else 0
    european = Calendar(year, second, first) if 1 <= second <= 12 and 1 <= first <= 31 else None
    american = Calendar(year, first, second) if 1 <= first <= 12 and 1 <= second <= 31 else None
    value: Value
    if european and american and match["f_s"] != "." and first != second:
        value = Choice(european, american)
    elif european or american:
        value = european or american or Unresolved()
    else:
        return ()
    return (Expression(match.start(), match.end(), "figures", value),)


def _day_month(text: str, low: str, match: re.Match[str]) -> Read:
    month_at = match.start("m")
    if not text[month_at].isupper() or _is_name(text, low, match.start(), match.end(), bool(match["y"])):
        return ()
    year, end = _year_of(match["y"]), match.end()
    if match["y"] and _counts(low, match["y"], match.end()):
        year, end = None, match.end("m")
    value = Calendar(year, _MONTH[match["m"]], int(match["d"]))
    return *_first_end(low, match.start()), _dated(low, match.start(), end, value)


def _first_end(low: str, at: int) -> Read:
    """The first end of a range that shares its month with the second: the 6 of "6-9 March"."""
    first = _FIRST_END.search(low, max(0, at - 24), at)
    if first is None:
        return ()
    return (Expression(first.start(), first.end("d"), "day", Calendar(None, None, int(first["n"]))),)


def _dated(low: str, at: int, end: int, value: Calendar) -> Expression:
    """A day of a month, with "of that year" or "last year" where it follows."""
    relative = _RELATIVE_YEAR.match(low, end) if value.year is None else None
    if relative is None:
        return _day(low, at, end, value)
    off = _YEARS_OFF.get(relative["which"])
    found = _day(low, at, end, value)
    return replace(found, end=relative.end(), value=Unresolved() if off is None else replace(value, years_off=off))


def _decade(text: str, low: str, match: re.Match[str]) -> Read:
    return (_calendar(low, match.start(), match.end(), "decade", Unresolved(), the=True),)


def _century(text: str, low: str, match: re.Match[str]) -> Read:
    return (_calendar(low, match.start(), match.end(), "century", Unresolved(), the=True),)


def _era(text: str, low: str, match: re.Match[str]) -> Read:
    return (_calendar(low, match.start(), match.end(), "year", Unresolved()),)


def _clock(text: str, low: str, match: re.Match[str]) -> Read:
    return (Expression(match.start(), match.end(), "clock", Unresolved()),)


def _year(text: str, low: str, match: re.Match[str]) -> Read:
    at, end = match.span()
    if low[at - 1 : at] in ("-", "–", "/") and not (low[at - 2 : at - 1].isdigit() or low.endswith("mid-", 0, at)):
        return ()
    if not _is_year(low, match["year"], at, end):
        return ()
    year = int(match["year"])
    first = _calendar(low, at, end, "year", Calendar(year))
    # "1967-70"
    second = _YEAR_END.match(low, end)
    if second and int(second["y"]) > year % 100:
        return first, Expression(second.start("y"), second.end(), "year", Calendar(year // 100 * 100 + int(second["y"])))
    return (first,)


def _is_year(low: str, digits: str, at: int, end: int) -> bool:
    """Whether a number of four digits is a year: "in 2014", "the 1967 war", not "resolution 2042", "killed 2000"."""
    before = _WORD_BEFORE.search(low, max(0, at - 20), at)
    previous = before.group(1) if before else ""
    if previous in _NOT_BEFORE_YEAR:
        return False
    after = _WORD_AFTER.match(low, end)
    following = after.group(1) if after else ""
    if following in _NOT_AFTER_YEAR:
        return False
    if previous in ("in", "since", "during", "until", "early", "late", "mid") and (digits[-1] != "0" or following not in _COUNTED):
        return True
    if following in _COUNTED or int(digits) < 1500:
        return False
    # "1,200 strikes" without its comma; "the 2014 protests" has its article.
    return previous in ("the", "s", "of") or previous in _MONTH or not following.endswith("s") or following in ("is", "was", "as", "has")


def _counts(low: str, digits: str, end: int) -> bool:
    """Whether a number after a date counts what follows: "on March 9 2000 people"."""
    after = _WORD_AFTER.match(low, end)
    return bool(after and after.group(1) in _COUNTED and digits[-1] == "0")


def _year_of(words: str | None) -> int | None:
    """The year; None for none. One before our era comes out as 0, which no calendar has, and stays unresolved."""
    if not words:
        return None
    return 0 if "b" in words else int(words[:4])


def _month(text: str, low: str, at: int, end: int) -> Read:
    if not text[at].isupper():
        return ()
    for phrase, value in _NAMED.get(low[at:end], ()):
        if low.startswith(phrase, at) and not low[at + len(phrase) :][:1].isalnum():
            return (Expression(at, at + len(phrase), "named-day", value),)
    month = _MONTH[low[at:end]]
    match = _AFTER_MONTH.match(low, end)
    if match and match["glued"] and 1 <= int(match["g_d"]) <= 31:
        return (Expression(at, match.end(), "day", Calendar(int(match["g_y"]), month, int(match["g_d"]))),)
    if match and match["d"]:
        return _month_day(text, low, at, month, match)
    if match and match["y"] and not _counts(low, match["y"], match.end()):
        year = 0 if match.end() > match.end("y") else int(match["y"])
        return (_calendar(low, at, match.end(), "month", Calendar(year, month)),)
    return _bare_month(text, low, at, end, month)


def _month_day(text: str, low: str, at: int, month: int, match: re.Match[str]) -> Read:
    end = match.end()
    year = _year_of(match["d_y"])
    before = _WORD_BEFORE.search(low, max(0, at - 12), at)
    if not match["d_y"]:
        after = _WORD_AFTER.match(low, end)
        if before and before.group(1) in ("in", "since", "during") and after and after.group(1) in _COUNTED:
            # "In March 14 civilians were killed", its comma lost.
            return _bare_month(text, low, at, at + len(match.string[at : match.start("d")].rstrip()), month)
    elif _counts(low, match["d_y"], end):
        year, end = None, match.start("d_y") - 1
    if _is_name(text, low, at, end, year is not None):
        return ()
    first = _dated(low, at, end, Calendar(year, month, int(match["d"])))
    second = _SECOND_END.match(low, end) if year is None else None
    if second and int(second["d"]) > int(match["d"]):
        last = Calendar(_year_of(second["y"]), month, int(second["d"]))
        return first, Expression(second.start("d"), second.end(), "day", last)
    return (first,)


def _bare_month(text: str, low: str, at: int, end: int, month: int) -> Read:
    """A month alone. "May", "March" and short forms need a word before them that makes them months."""
    context = _WORD_BEFORE.search(low, max(0, at - 14), at)
    before = context.group(1) if context else ""
    cued = before in _MONTH_CUES or bool(context and context.group(1) in _MONTH)
    after = _WORD_AFTER.match(text, end)
    name = bool(after and after.group(1)[0].isupper() and after.group(1).lower() not in _MONTH and low[end : end + 1] == " ")
    if low[at:end] in ("may", "march", "mar", "jan", "sep", "dec", "jun", "jul", "apr", "oct", "nov", "feb", "aug", "sept"):
        if not cued:
            return ()
    elif name and not cued:
        # "April Glaspie"
        return ()
    if low[end : end + 2] == "'s" or low[end : end + 2] == "’s":
        return (_calendar(low, at, end, "month", Calendar(None, month)),)
    relative = _RELATIVE_YEAR.match(low, end)
    if relative:
        off = _YEARS_OFF.get(relative["which"])
        value: Value = Unresolved() if off is None else Calendar(None, month, years_off=off)
        return (_calendar(low, at, relative.end(), "month", value),)
    if low[end : end + 1] == "." and low[at:end] not in MONTHS and low[end + 1 : end + 2] == " ":
        end += 1 if low[end + 2 : end + 3].isdigit() else 0
    return (_calendar(low, at, end, "month", Calendar(None, month)),)


def _is_name(text: str, low: str, at: int, end: int, has_year: bool) -> bool:
    """ "7 October Brigade", "March 14 Alliance", "the March 8 coalition": bodies and places named after a day."""
    after = re.compile(r"\s([\w'’]+)").match(text, end)
    if after is None or has_year or after.group(1).lower() not in _NAME_HEADS:
        return False
    if after.group(1)[0].isupper():
        return True
    before = _WORD_BEFORE.search(low, max(0, at - 12), at)
    return after.group(1) in ("alliance", "coalition", "movement") and bool(before and before.group(1) == "the")


def _calendar(low: str, at: int, end: int, kind: str, value: Value, the: bool = False) -> Expression:
    """A month, year or season widened to the left: "the end of March", "early 2014", "last December"."""
    left = _BEFORE_CALENDAR.search(low, max(0, at - 48), at)
    assert left is not None
    start = left.start()
    if left["the"] and not (the or left["portion"]):
        start = at if left.end("the") - left.start("the") == at - left.start() else left.start()
        if left["third"] or left["which"]:
            start = left.start()
    if isinstance(value, Calendar):
        if left["which"]:
            which = left["which"].split()[-1]
            which = "last" if which == "past" else which
            value = replace(value, which=which) if which in ("this", "last", "next") else Unresolved()
        if isinstance(value, Calendar) and (left["third"] or left["portion"]):
            part = _part(left["third"], left["portion"], value)
            value = Unresolved() if part == () else replace(value, part=part or None)
    return Expression(start, end, kind, value)


def _part(third: str | None, portion: str | None, value: Calendar) -> Part | tuple[()] | None:
    """Which part of the stretch is meant; None for the whole, () where it cannot be told."""
    if third:
        return _THIRDS.get(third)
    assert portion is not None
    words = portion.split()
    for third, name in (("early", "early_portions"), ("mid", "middle_portions"), ("late", "late_portions")):
        if words[0] in _WORDS[name] and len(words) == 1:
            return _THIRDS[third]
    if words[0] in ("rest", "course", "remainder"):
        return None
    order = _ORDINAL.get(words[0])
    if words[-1] == "half" and order in (1, 2):
        return order, order, 2
    if words[-1] == "quarter" and order in (1, 2, 3, 4) and value.month is None:
        return order, order, 4
    count = _number(" ".join(words[1:-1])) or 0
    if words[-1] == "months" and value.month is None and value.season is None and 1 < count < 12:
        return (1, count, 12) if words[0] in ("first", "opening") else (13 - count, 12, 12)
    return ()


def _day(low: str, at: int, end: int, value: Value, kind: str = "day") -> Expression:
    """A day widened by the part of it that is meant: "early on Tuesday", "the night of 5 May", "Friday night"."""
    left = _BEFORE_DAY.search(low, max(0, at - 40), at)
    assert left is not None
    start = left.start() if not left["the"] or kind == "day" else (left.start() if left.start() < left.start("the") else at)
    if left["which"]:
        which = left["which"].split()[-1]
        which = "last" if which == "past" else which
        if which in ("that", "same", "every", "each", "previous", "following", "coming"):
            value = Unresolved()
        elif isinstance(value, Weekday):
            value = Weekday(value.index, which)
    right = _PART_AFTER.match(low, end)
    return Expression(start, right.end() if right else end, kind, value)


def _weekday(text: str, low: str, at: int, end: int) -> Read:
    word = low[at:end]
    plural = word not in _WEEKDAY
    index = _WEEKDAY[word.removesuffix("s") if plural else word]
    dated = None if plural else _WEEKDAY_DATE.match(low, end)
    if dated and (word in WEEKDAYS or text[at].isupper()):
        read = _numeral if low[dated.end()].isdigit() else _month
        token = _TOKEN.match(low, dated.end())
        found = read(text, low, dated.end(), token.end()) if token else ()
        if found and found[0].kind == "day":
            return _day(low, at, found[0].end, found[0].value), *found[1:]
    if word not in WEEKDAYS and not plural:
        return ()
    after = _WORD_AFTER.match(text, end)
    if after and after.group(1)[0].isupper() and after.group(1).lower() in _NAME_HEADS and text[at].isupper():
        return ()
    if any(low.endswith(opener + " ", 0, at) for opener in _WORDS["name_openers"]):
        return ()
    if plural and (low.endswith(("on ", "most ", "and "), 0, at) or not after or not after.group(1).isalpha()):
        # "protests on Fridays"; "Fridays attack" has lost its apostrophe.
        return (Expression(at, end, "vague", Unresolved()),)
    return (_day(low, at, end, Weekday(index), "weekday"),)


def _deictic(text: str, low: str, at: int, end: int) -> Read:
    # "Russia Today" is an outlet.
    if text[at].isupper() and re.search(r"[A-Z]\w+ $", text[max(0, at - 20) : at]):
        return ()
    value: Value = Near("day", *_DEICTIC[low[at:end]])
    start = at
    beyond = re.compile(r"\b(?:the\s+)?day\s+(before|after)\s+$").search(low, max(0, at - 20), at)
    if beyond:
        value, start = Near("day", *((-2, -2) if beyond.group(1) == "before" else (2, 2))), beyond.start()
        return (Expression(start, end, "deictic", value),)
    return (_day(low, start, end, value, "deictic"),)


def _season(text: str, low: str, at: int, end: int) -> Read:
    word = low[at:end]
    year = _YEAR_AFTER.match(low, end)
    if year and not _counts(low, year["y"], year.end()):
        return (_calendar(low, at, year.end(), "season", Calendar(int(year["y"]), season=word), the=True),)
    before = _WORD_BEFORE.search(low, max(0, at - 14), at)
    previous = before.group(1) if before else ""
    relative = _RELATIVE_YEAR.match(low, end)
    if relative and relative["which"] in ("this", "last"):
        off = 0 if relative["which"] == "this" else -1
        return (_calendar(low, at, relative.end(), "season", Calendar(season=word, years_off=off), the=True),)
    if word in ("fall", "spring") and previous not in ("this", "last", "next", "in", "early", "late"):
        following = _WORD_AFTER.match(low, end)
        named = text[at].isupper() and previous not in ("arab", "prague", "beirut", "damascus", "tehran")
        if word == "fall" or not (named or (previous in ("the", "by", "since") and not (following and following.group(1) == "of"))):
            return ()
    return (_calendar(low, at, end, "season", Calendar(season=word), the=bool(_THE_SEASON.match(low, end))),)


def _part_of_day(text: str, low: str, at: int, end: int) -> Read:
    left = _BEFORE_DAY.search(low, max(0, at - 40), at)
    assert left is not None
    which = (left["which"] or "").split()
    value: Value = Shift("day", 0)
    start, kind = at, "part-of-day"
    if which:
        start = left.start("which")
        offset = {"this": 0, "last": -1}.get(which[-1])
        if offset is not None:
            value, kind = Near("day", offset, offset), "deictic"
        elif which[-1] in ("following", "next", "previous"):
            value, kind = Shift("day", -1 if which[-1] == "previous" else 1), "shift"
        elif which[-1] not in ("that", "same"):
            value, kind = Unresolved(), "vague"
    elif low.endswith("the next ", 0, at):
        start, value, kind = at - 9, Shift("day", 1), "shift"
    return (Expression(start, end, kind, value),)


def _unit(text: str, low: str, at: int, end: int) -> Read:
    """Everything that ends in a unit of time: "two weeks ago", "the past four days", "a day after", "six days"."""
    phrase = _phrase(text, low, at, end)
    if phrase:
        return phrase
    unit = _UNITS[low[at:end]]
    left = _BEFORE_UNIT.search(low, max(0, at - 60), at)
    assert left is not None
    if _OLD.match(low, end):
        return ()
    if left.start() and (low[left.start() - 1].isalnum() or low[left.start() - 1] == "-") and left.start() < at:
        return ()
    which = (left["which"] or "").split()
    count = _number(left["count"])
    ago, shifted = _AGO.match(low, end), _SHIFTED.match(low, end)
    start = left.start()
    if _LONG.match(low, end) or (left["count"] and low[at - 1] == "-"):
        # "a month-long siege", "the 46-day battle": article and demonstrative belong to the noun.
        which = [] if which in (["the"], ["this"], ["that"]) else which
        start = at if left["count"] in ("a", "an") else left.start("count") if left["count"] and not which else start
    counted = bool(left["count"])
    plural = low[at:end].endswith("s") and low[at:end] != "hrs"
    if ago and (counted or plural) and not which:
        value: Value = Ago(unit, count) if count else Unresolved()
        return (Expression(start, ago.end(), "ago", value),)
    if shifted and which in ([], ["the"]) and (counted or plural or unit == "day"):
        sign = 1 if shifted["way"].startswith(("later", "after")) else -1
        return (Expression(start, shifted.end(), "shift", Shift(unit, None if count is None else sign * count)),)
    if which:
        if plural and not counted and which[-1] in ("next", "following", "previous", "same", "that"):
            return (Expression(start, end, "vague", Unresolved()),)
        return _pointed_unit(low, start, end, unit, which, left["count"], left["late"])
    if unit == "weekend":
        return (Expression(at, end, "period", Near("weekend", 0, 0)),)
    if counted or (_LONG.match(low, end)):
        long = _LONG.match(low, end)
        return (Expression(start, long.end() if long else end, "duration", Length(unit, count)),)
    if plural and low.endswith(("for ", "in ", "after ", "within ", "of ", "over "), 0, at):
        return (Expression(at, end, "duration", Length(unit, None)),)
    return ()


def _pointed_unit(low: str, start: int, end: int, unit: str, which: list[str], counted: str | None, late: str | None) -> Read:
    word = which[-1]
    count = _number(counted)
    unknown = (Expression(start, end, "vague", Unresolved()),)
    if word == "the":
        portion = _BEFORE_CALENDAR.search(low, max(0, start - 30), start + 4)
        if portion and portion["portion"]:
            return (_opening_of(portion, end, unit),)
        if late and unit == "day":
            return (Expression(start, end, "shift", Shift("day", 0)),)
        if late:
            return (Expression(start, end, "period", Near(unit, 0, 0)),)
        if unit == "weekend":
            return (Expression(start, end, "period", Near(unit, 0, 0)),)
        return (Expression(start, end, "duration", Length(unit, count)),) if counted else ()
    if word in ("past", "last", "latest", "preceding") and not (low.startswith(" of ", end) and word != "past"):
        if counted:
            return (Expression(start, end, "window", Window(unit, count) if count else Unresolved()),)
        if word == "last" and which[0] != "the" and unit in ("week", "month", "year", "weekend"):
            return (Expression(start, end, "period", Near(unit, -1, -1)),)
        if unit not in ("weekend", "decade", "century", "moment"):
            return (Expression(start, end, "window", Window(unit, 1)),)
        return (Expression(start, end, "period", Near(unit, -1, -1) if unit == "weekend" else Unresolved()),)
    if word == "next" and which[0] != "the" and not counted and unit in ("week", "month", "year", "weekend"):
        return (Expression(start, end, "period", Near(unit, 1, 1)),)
    if word in ("next", "following", "previous", "same", "that") and not counted:
        sign = {"next": 1, "following": 1, "previous": -1}.get(word, 0)
        value: Value = Shift(unit, sign) if unit in ("day", "week") and (sign or unit == "day") else Unresolved()
        return (Expression(start, end, "shift", value),)
    if word == "this" and not counted and unit in ("week", "month", "year", "weekend"):
        return (Expression(start, end, "period", Near(unit, 0, 0)),)
    return unknown


def _opening_of(portion: re.Match[str], end: int, unit: str) -> Expression:
    """ "the beginning of the year" is this year's; its end may lie ahead."""
    if portion["portion"] in _WORDS["early_portions"] and unit in ("week", "month", "year"):
        value: Value = Calendar(part=_THIRDS["early"], years_off=0) if unit == "year" else Near(unit, 0, 0)
        return Expression(portion.start(), end, "period", value)
    return Expression(portion.start(), end, "vague", Unresolved())


def _phrase(text: str, low: str, at: int, end: int) -> Read:
    """Feasts and vague times, known by their last word."""
    for phrase, kind, value in _PHRASES.get(low[at:end], ()):
        start = end - len(phrase)
        if low.endswith(phrase, 0, end) and not (start and (low[start - 1].isalnum() or low[start - 1] == "-")):
            return (_calendar(low, start, end, kind, value) if kind == "feast" else Expression(start, end, kind, value),)
    return ()


def _number(words: str | None) -> int | None:
    """The whole number that words name, or None: "several", "2-1/2", and no words at all."""
    if not words:
        return None
    return int(words) if words.isdigit() else _NUMBER.get(" ".join(words.split()))


_TOKEN = re.compile(r"[a-z]+|\d+")
_NOT_BEFORE_YEAR = frozenset(_WORDS["not_before_year"])
_NOT_AFTER_YEAR = frozenset(_WORDS["not_after_year"])
_MONTH_CUES = frozenset(_WORDS["month_cues"])
_NUMERAL_READERS: dict[str, Callable[[str, str, re.Match[str]], Read]] = {
    "iso": _iso,
    "figures": _figures,
    "day_month": _day_month,
    "decade": _decade,
    "era": _era,
    "year": _year,
    "clock": _clock,
    "century": _century,
}


def _phrases() -> dict[str, list[tuple[str, str, Value]]]:
    listed: list[tuple[str, str, Value]] = [(phrase, "vague", Unresolved()) for phrase in _WORDS["vague"]]
    listed += [(phrase, "feast", Unresolved()) for phrase in _WORDS["feasts"]]
    for name, month, day in (("christmas", 12, 25), ("christmas_eve", 12, 24), ("new_year", 1, 1), ("new_year_eve", 12, 31)):
        listed += [(phrase, "feast", Calendar(None, month, day)) for phrase in _WORDS[name]]
    found: dict[str, list[tuple[str, str, Value]]] = {}
    for phrase, kind, value in sorted(listed, key=lambda entry: -len(entry[0])):
        found.setdefault(_TOKEN.findall(phrase)[-1], []).append((phrase, kind, value))
    return found


def _named() -> dict[str, list[tuple[str, Value]]]:
    found: dict[str, list[tuple[str, Value]]] = {}
    for day, phrases in lexicon.table("en", "named_days").items():
        year, month, number = map(int, day.split("-"))
        for phrase in phrases:
            found.setdefault(_TOKEN.findall(phrase)[0], []).append((phrase, Calendar(year, month, number)))
    return found


_PHRASES = _phrases()
_NAMED = _named()
_READERS: dict[str, Callable[[str, str, int, int], Read]] = (
    dict.fromkeys(_PHRASES, _phrase)
    | dict.fromkeys(_UNITS, _unit)
    | dict.fromkeys((word for word in _PARTS if "-" not in word), _part_of_day)
    | dict.fromkeys(_SEASONS, _season)
    | dict.fromkeys(_DEICTIC, _deictic)
    | dict.fromkeys([*_WEEKDAY, *(f"{name}s" for name in WEEKDAYS)], _weekday)
    | dict.fromkeys(_MONTH, _month)
)
