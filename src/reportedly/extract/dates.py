"""Finds the time expressions of a sentence and resolves them against the day that the report was published.

`date_grammar` reads the single expressions; here they are joined ("between Monday and Wednesday", "since the war began
in 2011"), looked at for tense ("will meet on Wednesday") and resolved. Rules, as named by the mentions:

=================== ===================================================== =========================
dates/day           "9 March", "March 9, 2025", "early on Friday, 7 March" resolved
dates/figures       "2025-03-09", "18.10.2014"; "04-09-2014" if decidable  resolved
dates/month, year   "in August", "early 2014", "the first half of 2025"    resolved
dates/season        "summer 2012"; a winter is not                         resolved where it can be
dates/weekday       "on Friday", "Saturday's", "last Monday night"         resolved
dates/deictic       "today", "overnight", "last night"                     resolved
dates/period        "last week", "this month", "over the weekend"          resolved
dates/window        "the past four days", "in the last 24 hours"           resolved
dates/ago           "two weeks ago"                                        resolved
dates/range         "6-9 March", "between Monday and Wednesday"            resolved
dates/since         "since Thursday", "since the coup in May 2014"         resolved, to the reference day
dates/until         "until June", "by Friday", "before the 2011 revolt"    resolved, but dates no harm
dates/named-day     "the September 11 attacks"                             resolved
dates/feast         "Christmas Eve"; "Ramadan" is not                      resolved where it can be
dates/since-then    "since then", "to date"                                not here: needs the story
dates/shift         "a day later", "hours after", "the same day"           not here: needs the story
dates/part-of-day   "at dawn", "in the morning"                            not here: needs the story
dates/duration      "six days", "more than two years"                      never
dates/clock, decade, century, vague  "at 9:30", "recently"                 never
=================== ===================================================== =========================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reportedly.caseless import Caseless
from reportedly.extract.date_grammar import expressions
from reportedly.extract.date_values import (
    Ago,
    Calendar,
    Choice,
    Days,
    Near,
    Unresolved,
    Value,
    Weekday,
    days,
)
from reportedly.extract.date_words import PARTS, Expression, any_of
from reportedly.extract.datelines import Reference as Reference
from reportedly.extract.datelines import reference_day as reference_day
from reportedly.language import Sentence
from reportedly.model import Mention, Span, When

_OF_DAY = re.compile(rf"{any_of(PARTS)}\b", re.IGNORECASE)
_AND = re.compile(r",?\s*(?:and|or)\s+", re.IGNORECASE)
# Never an end of a range: "the September 11 attacks and the October 7 attack".
_SINGLE = ("named-day", "feast")
_POINTS = (Calendar, Choice, Weekday, Near, Ago)
_JOIN = re.compile(
    r"\s*(?:(?P<range>-|–|—|to|until|till|through|into)|(?P<list>,?\s*and|or|&)|(?P<comma>,)|(?P<same>\())\s*"
    r"(?:(?:early|late|the)\s+)*",
    re.IGNORECASE,
)
_OPENER = re.compile(r"\b(?:on|in|at|during|over|within|throughout|early|late)\s+(?:the\s+)?$", re.IGNORECASE)
_RANGE_OPENER = re.compile(r"\b(?:between|from)\s+(?:on\s+)?(?:the\s+)?$", re.IGNORECASE)
_SINCE = re.compile(
    # "since Thursday", "since at least early 2011"
    r"\b(?:ever\s+)?since\s+(?:(?:at\s+least|about|around|as\s+early\s+as|the|on|in|late|early)\s+)*$"
    # "since the conflict began in March 2011": one clause, no other event in it.
    r"|\b(?:ever\s+)?since\s+(?:(?!\b(?:but|while|which|who|since|that"
    r"|and\s+(?:\w+\s+){1,4}(?:was|were|ha[sd]|have|killed|wounded|injured|left))\b)[^.;:,()]){3,110}?"
    r"\s(?:(?:in|on|at|late|early|of|the)\s+)*$",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(
    r"\b(?:since\s+(?:then|that\s+(?:time|day|date))|ever\s+since|to\s+date)\b(?!\s+(?:the|in)\b)", re.IGNORECASE
)
_ONWARDS = re.compile(r"\s+(?:onwards?|until\s+now|to\s+(?:the\s+)?present|to\s+date)\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:until|till|by|before|ahead\s+of|prior\s+to|as\s+of|up\s+to)\s+"
    r"(?:(?:the|on|early|late|at\s+least)\s+)*$",
    re.IGNORECASE,
)
_AHEAD = Caseless(
    r"\b(?:will|shall|'ll|would"
    r"|(?:is|are|was|were|be|been)\s+(?:to\b|(?:\w+\s+)?(?:expected|due|set|scheduled|slated|planned|likely|supposed))"
    r"|expected|scheduled|slated|planned|plans?\s+to|due"
    r"|to\s+(?:be\s+held|take\s+place|meet|vote|begin|start|visit)|deadline|upcoming)\b"
)
_BEHIND = re.compile(
    r"\b(?:after|since|following|was|were|had|have|has|killed|who|which|launched|carried)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.;:,]|\b(?:said|says|that|and|but)\b", re.IGNORECASE)
# In characters: how far a "since" stands before its time, and the ends of a range from each other.
_SINCE_REACH, _GAP = 120, 20

Extent = tuple[date, date | None]
"""First and last day; the last is open where a "since" has no reference day to run to."""


@dataclass(frozen=True, slots=True)
class Time:
    """A mention with what it means apart from any reference day. `last` ends a range, and is None elsewhere."""

    mention: Mention[When]
    value: Value
    last: Value | None = None
    ahead: bool = False

    @property
    def kind(self) -> str:
        return self.mention.rule.removeprefix("dates/")


def find(sentence: Sentence, day: date | None) -> Iterator[Mention[When]]:
    """The time expressions of a sentence, in order. `day` is the reference day, None when it is not known.

    Without a reference day only what the words date by themselves is resolved; "since 2011" then has no end.
    """
    return (time.mention for time in times(sentence, day))


def times(sentence: Sentence, day: date | None) -> list[Time]:
    """As `find`, with what is needed to date a mention again from the story."""
    text = sentence.text
    low = text.lower()
    single = expressions(text)
    hints = _Hints("since" in low, bool(single) and _AHEAD.search(text) is not None)
    found: list[Time] = []
    floor = 0
    for group in _joined(text, single):
        time = _time(sentence, group, day, hints, floor)
        # "since the beginning of Ramadan on 11 March": the date says when that was.
        found = [other for other in found if not time.mention.span.contains(other.mention.span)]
        found.append(time)
        floor = group[-1].end if time.mention.value.date_from else floor
    for match in _SINCE_THEN.finditer(text) if hints.since or "to date" in low else ():
        if not any(time.mention.start < sentence.start + match.end() <= time.mention.end for time in found):
            when = When(match.group(), None, None)
            span = sentence.at(match.start(), match.end())
            found.append(Time(Mention(when, (span,), "dates/since-then"), Unresolved()))
    return _nights(sentence, sorted(found, key=lambda time: time.mention.start))


def _nights(sentence: Sentence, found: list[Time]) -> list[Time]:
    """ "overnight from Friday to Saturday" is one time, and not the night before publication."""
    out: list[Time] = []
    for time in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.mention.value.words.lower() == "overnight"
            and time.kind in ("range", "weekday")
        ):
            between = sentence.text[before.mention.end - sentence.start : time.mention.start - sentence.start]
            if not between.strip(" ,"):
                span = Span(before.mention.start, time.mention.end)
                words = sentence.document.text[span.start : span.end]
                value = replace(time.mention.value, words=words)
                out[-1] = replace(time, mention=replace(time.mention, value=value, spans=(span,)))
                continue
        out.append(time)
    return out


@dataclass(frozen=True, slots=True)
class _Hints:
    """What the sentence holds at all, so that it is not looked for beside each of its times."""

    since: bool
    ahead: bool


def _joined(text: str, single: list[Expression]) -> Iterator[list[Expression]]:
    """Expressions grouped: one alone, or those that name the ends of a range or one day twice."""
    group: list[Expression] = []
    for position, expression in enumerate(single):
        following = single[position + 1] if position + 1 < len(single) else None
        if group and not _joins(text, group, expression, following):
            yield group
            group = []
        group.append(expression)
    if group:
        yield group


def _joins(text: str, group: list[Expression], following: Expression, beyond: Expression | None) -> bool:
    last = group[-1]
    one, other = last.value, following.value
    if following.start - last.end > _GAP or not (isinstance(one, _POINTS) and isinstance(other, _POINTS)):
        return False
    if last.kind in _SINGLE or following.kind in _SINGLE:
        return False
    match = _JOIN.fullmatch(text, last.end, following.start)
    if match is None:
        return False
    if isinstance(one, Near) and one.unit != "day":
        return False
    if isinstance(one, Weekday | Near) and isinstance(other, Calendar | Choice):
        # "on Sunday (9 March)" names one day twice; in "Saturday and Sunday (9 March)" there are two.
        return len(group) == 1 and match["range"] is None and match["list"] is None
    if match["comma"] is not None:
        # "on Monday, Tuesday and Wednesday": a comma joins only in a list that an "and" closes.
        closed = beyond is not None and _AND.fullmatch(text, following.end, beyond.start) is not None
        return closed and isinstance(one, Weekday) and isinstance(other, Weekday)
    if match["same"] is not None:
        return False
    if isinstance(one, Calendar) and isinstance(other, Calendar):
        listed = match["list"] is not None and not _RANGE_OPENER.search(text, max(0, last.start - 16), last.start)
        return _neighbours(one, other) if listed else _one_grain(one, other)
    if isinstance(one, Near) and one.low != one.high:
        # "overnight into Saturday"
        return isinstance(other, Weekday) and match["range"] is not None
    if isinstance(one, Near):
        return isinstance(other, Near) and other.unit == "day" and one.high <= other.low
    if isinstance(other, Near):
        return isinstance(one, Weekday) and other.unit == "day"
    # "Tuesday night and last Monday" are two times.
    return isinstance(one, Weekday) and isinstance(other, Weekday) and other.which == ""


def _one_grain(one: Calendar, other: Calendar) -> bool:
    """Whether both are days, or both months and so on: the ends of one range."""
    if one.day is not None and one.month is None:
        return other.day is not None
    same = (one.day is None, one.month is None, one.season is None) == (
        other.day is None,
        other.month is None,
        other.season is None,
    )
    return same and one.which == other.which == ""


def _neighbours(one: Calendar, other: Calendar) -> bool:
    """Whether "and" makes one stretch of both: "27 and 28 February", "June and July", not "in 2003 and 2014"."""
    if not _one_grain(one, other):
        return False
    if one.day is not None:
        return one.month is None or (one.month == other.month and one.year in (None, other.year))
    if one.month is not None:
        return other.month is not None and (other.month - one.month) % 12 == 1
    return one.year is not None and other.year is not None and other.year - one.year == 1


def _time(sentence: Sentence, group: list[Expression], day: date | None, hints: _Hints, floor: int) -> Time:
    """The time that a group comes to. `floor` is where the one before it ends: no "since" is looked for beyond."""
    text = sentence.text
    first, last = group[0], group[-1]
    start, end = first.start, last.end
    if len(group) > 1 and isinstance(first.value, Weekday | Near) and isinstance(last.value, Calendar | Choice):
        # The date says more than the weekday before it.
        first = last
    kind = first.kind if first is last else "range"
    ahead = hints.ahead and _is_ahead(text, start, end)
    single = first is last
    found: Extent | None = (
        _single(kind, first.value, day, ahead) if single else _range(first.value, last.value, day, ahead)
    )
    opened = _since(text, start, end, hints, floor) if single and isinstance(first.value, _POINTS) else None
    until = _UNTIL.search(text, max(0, start - 30), start) if opened is None and single else None
    if until is not None and _OF_DAY.match(text, start):
        # "before dawn on Wednesday" is on Wednesday.
        start, until = until.start(), None
    if opened is not None:
        (start, end), kind, ahead = opened, "since", False
        found = _to_now(found, day)
    elif until is not None:
        start, kind = until.start(), "until"
    else:
        start = _opened(text, start, kind)
    when = When(text[start:end], *(found or (None, None)))
    mention = Mention(when, (sentence.at(start, end),), f"dates/{kind}")
    return Time(mention, first.value, None if single else last.value, ahead)


def _since(text: str, start: int, end: int, hints: _Hints, floor: int) -> tuple[int, int] | None:
    """Where "since …" or "… onwards" begins and ends around a time, or None."""
    since = _SINCE.search(text, max(floor, start - _SINCE_REACH), start) if hints.since else None
    if since is not None:
        return since.start(), end
    onwards = _ONWARDS.match(text, end)
    return (start, onwards.end()) if onwards is not None else None


def _to_now(found: Extent | None, day: date | None) -> Extent | None:
    """From the beginning to the reference day; without one the end stays open."""
    if found is None or day is None:
        return (found[0], None) if found else None
    return (found[0], day) if found[0] <= day else None


def _opened(text: str, start: int, kind: str) -> int:
    """Where the words of a time begin with their preposition: "on Friday", "between Monday and Wednesday"."""
    if kind == "deictic":
        # "in overnight air strikes"
        return start
    opener = _RANGE_OPENER.search(text, max(0, start - 16), start) if kind == "range" else None
    opener = opener or _OPENER.search(text, max(0, start - 16), start)
    return opener.start() if opener else start


def _single(kind: str, value: Value, day: date | None, ahead: bool) -> Days | None:
    if kind == "named-day" and day and isinstance(value, Calendar):
        recent = days(replace(value, year=None), day)
        if recent and day - recent[0] <= timedelta(days=31):
            return recent
    return days(value, day, ahead)


def _range(first: Value, last: Value, day: date | None, ahead: bool) -> Days | None:
    """From the first day of one to the last of the other; what one end leaves out it takes from the other."""
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        if first.day and first.month is None:
            first = replace(first, month=last.month)
        if first.year is None and first.years_off is None and last.year is not None:
            crosses = bool(first.month and last.month and first.month > last.month)
            first = replace(first, year=last.year - crosses)
        if last.year is None and last.years_off is None and first.year is not None:
            crosses = bool(first.month and last.month and first.month > last.month)
            last = replace(last, year=first.year + crosses)
    end = days(last, day, ahead)
    if isinstance(first, Near) and first.low != first.high and end:
        return end[0] - timedelta(days=1), end[1]
    # "Friday and Saturday": the Friday before that Saturday.
    leans = isinstance(first, Weekday) or (isinstance(first, Calendar) and first.year is None)
    start = days(first, end[0] if end and day and leans else day)
    if not start or not end or start[0] > end[1]:
        return None
    return start[0], end[1]


def _is_ahead(text: str, start: int, end: int) -> bool:
    """Whether the sentence puts a time ahead: "is to meet on Wednesday", not "would return after Friday's attack"."""
    if text[end : end + 2] in ("'s", "’s"):
        return False
    before = text[max(0, start - 70) : start]
    cues = list(_AHEAD.finditer(before))
    if cues and not _BEHIND.search(before, cues[-1].end()):
        return True
    if start > 3 and text[:start].strip().lower() not in ("on", "early on", "late on", "in", "next", "this", "from"):
        return False
    # "On Wednesday the council will meet": up to the first verb that tells of the past.
    after = text[end : end + 60]
    cue = _AHEAD.search(after)
    return bool(cue and not _BEHIND.search(after, 0, cue.start()) and not _CLAUSE.search(after, 1, cue.start()))
