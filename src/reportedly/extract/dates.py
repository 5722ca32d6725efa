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

from reportedly import lexicon
from reportedly.extract.date_grammar import Expression, expressions
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
from reportedly.extract.datelines import Reference as Reference
from reportedly.extract.datelines import reference_day as reference_day
from reportedly.language import Sentence
from reportedly.model import Mention, When

_WORDS = lexicon.table("en", "dates")
_POINTS = (Calendar, Choice, Weekday, Near, Ago)
_JOIN = re.compile(
    r"\s*(?:(?P<range>-|–|—|to|until|till|through|into)|(?P<list>and|or|&|,|,\s*and)|(?P<same>[(,]))\s*"
    r"(?:(?:on|in|early|late|the)\s+)*",
    re.IGNORECASE,
)
_OPENER = re.compile(r"\b(?:on|in|at|during|over|within|throughout|early|late)\s+(?:the\s+)?$", re.IGNORECASE)
_RANGE_OPENER = re.compile(r"\b(?:between|from)\s+(?:on\s+)?(?:the\s+)?$", re.IGNORECASE)
_SINCE = re.compile(
    # "since Thursday", "since at least early 2011"
    r"\b(?:ever\s+)?since\s+(?:(?:at\s+least|about|around|as\s+early\s+as|the|on|in|late|early)\s+)*$"
    # "since the conflict began in March 2011": one clause, no other event in it.
    r"|\b(?:ever\s+)?since\s+(?:(?!\b(?:but|while|which|who|since|that|and\s+(?:\w+\s+){1,4}(?:was|were|ha[sd]|have|killed|wounded|injured|left))\b)[^.;:,()]){3,110}?\s(?:(?:in|on|at|late|early|of|the)\s+)*$",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(r"\b(?:since\s+(?:then|that\s+(?:time|day|date))|ever\s+since|to\s+date)\b(?!\s+(?:the|in)\b)", re.IGNORECASE)
_ONWARDS = re.compile(r"\s+(?:onwards?|until\s+now|to\s+(?:the\s+)?present|to\s+date)\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:until|till|by|before|ahead\s+of|prior\s+to|as\s+of|up\s+to|through)\s+(?:(?:the|on|early|late|at\s+least)\s+)*$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|'ll|would|(?:is|are|was|were|be|been)\s+(?:to\b|(?:\w+\s+)?(?:expected|due|set|scheduled|slated|planned|likely|supposed))"
    r"|expected|scheduled|slated|planned|plans?\s+to|due|to\s+(?:be\s+held|take\s+place|meet|vote|begin|start|visit)|deadline|upcoming)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:after|since|following|was|were|had|have|has|killed|who|which|launched|carried)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:,]|\b(?:said|says|that|and|but)\b", re.IGNORECASE)
_LEFT = 120


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
    single = expressions(text)
    hints = _hints(text) if single else _Hints(False, False)
    found = [_time(sentence, text, group, day, hints) for group in _joined(text, single)]
    low = text.lower()
    for match in _SINCE_THEN.finditer(text) if "since" in low or "to date" in low else ():
        if not any(time.mention.start < sentence.start + match.end() <= time.mention.end for time in found):
            when = When(match.group(), None, None)
            span = sentence.at(match.start(), match.end())
            found.append(Time(Mention(when, (span,), "dates/since-then"), Unresolved()))
    return sorted(found, key=lambda time: time.mention.start)


@dataclass(frozen=True, slots=True)
class _Hints:
    """What the sentence holds at all, so that it is not looked for beside each of its times."""

    since: bool
    ahead: bool


def _hints(text: str) -> _Hints:
    return _Hints("since" in text.lower(), _AHEAD.search(text) is not None)


def _joined(text: str, single: list[Expression]) -> Iterator[list[Expression]]:
    """Expressions grouped: one alone, or the two ends of a range."""
    group: list[Expression] = []
    for expression in single:
        if group and not _joins(text, group, expression):
            yield group
            group = []
        group.append(expression)
    if group:
        yield group


def _joins(text: str, group: list[Expression], following: Expression) -> bool:
    last = group[-1]
    if following.start - last.end > 20 or not isinstance(last.value, _POINTS) or not isinstance(following.value, _POINTS):
        return False
    match = _JOIN.fullmatch(text, last.end, following.start)
    if match is None:
        return False
    if len(group) > 1 and isinstance(last.value, Weekday) and isinstance(following.value, Calendar):
        return False
    if match["same"] or (match["list"] == "," and isinstance(last.value, Weekday) and isinstance(following.value, Calendar)):
        # "on Sunday (9 March)" names one day twice.
        return isinstance(last.value, Weekday | Near) and isinstance(following.value, Calendar | Choice)
    if isinstance(last.value, Calendar) and isinstance(following.value, Calendar):
        return _grain(last.value) == _grain(following.value) or last.value.month is None and last.value.day is not None
    if isinstance(last.value, Near) and last.value.low != last.value.high:
        # "overnight into Saturday"
        return isinstance(following.value, Weekday) and bool(match["range"])
    return isinstance(last.value, Weekday | Near) and isinstance(following.value, Weekday | Near)


def _grain(value: Calendar) -> str:
    return "day" if value.day else "season" if value.season else "month" if value.month else "year"


def _time(sentence: Sentence, text: str, group: list[Expression], day: date | None, hints: _Hints) -> Time:
    first, last = group[0], group[-1]
    start, end, kind = first.start, last.end, first.kind
    if len(group) > 1 and isinstance(first.value, Weekday | Near) and isinstance(last.value, Calendar | Choice):
        # The date says more than the weekday before it.
        first, kind = last, last.kind
    ahead = hints.ahead and _is_ahead(text, start, end)
    value, ending = first.value, last.value if last is not first else None
    if ending is not None:
        kind = "range"
        found = _range(value, ending, day, ahead)
    else:
        found = _single(kind, value, day, ahead)
    left = max(0, start - _LEFT)
    since = _SINCE.search(text, left, start) if hints.since and isinstance(value, _POINTS) and ending is None else None
    until = _UNTIL.search(text, max(0, start - 30), start) if not since else None
    onwards = _ONWARDS.match(text, end)
    if since or (onwards and isinstance(value, _POINTS)):
        start, end = since.start() if since else start, end if since else onwards.end() if onwards else end
        kind, ahead = "since", False
        found = _since(found, day)
    elif until and not (kind == "range" or text[until.start() :].lower().startswith("through")):
        start, kind = until.start(), "until"
    else:
        start = _opened(text, start, kind)
    span = sentence.at(start, end)
    # A since that is still open has a first day and no last.
    when = When(text[start:end], *(found or (None, None)))
    return Time(Mention(when, (span,), f"dates/{kind}"), value, ending, ahead)


def _opened(text: str, start: int, kind: str) -> int:
    """Where the words of a time begin with their preposition: "on Friday", "between Monday and Wednesday"."""
    if kind == "deictic":
        # "in overnight air strikes"
        return start
    opener = _RANGE_OPENER.search(text, max(0, start - 16), start) if kind == "range" else None
    opener = opener or _OPENER.search(text, max(0, start - 16), start)
    return opener.start() if opener else start


def _since(found: tuple[date, date | None] | Days | None, day: date | None) -> tuple[date, date | None] | None:
    if found is None:
        return None
    if day is None:
        return found[0], None
    return (found[0], day) if found[0] <= day else None


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
        if first.year is None and last.year is not None:
            crosses = bool(first.month and last.month and first.month > last.month)
            first = replace(first, year=last.year - crosses)
        if last.year is None and first.year is not None:
            crosses = bool(first.month and last.month and first.month > last.month)
            last = replace(last, year=first.year + crosses)
    end = days(last, day, ahead)
    if isinstance(first, Near) and first.low != first.high and end:
        return end[0] - timedelta(days=1), end[1]
    # "Friday and Saturday": the Friday before that Saturday.
    start = days(first, end[0] if end and day and isinstance(first, Weekday | Calendar) else day)
    if not start or not end or start[0] > end[1]:
        return None
    return start[0], end[1]


def _is_ahead(text: str, start: int, end: int) -> bool:
    """Whether the sentence puts a time ahead: "is due to meet on Wednesday", not "would return after Friday's attack"."""
    if text[end : end + 2] in ("'s", "’s"):
        return False
    before = text[max(0, start - 70) : start]
    cue = None
    for cue in _AHEAD.finditer(before):
        pass
    if cue and not _BEHIND.search(before, cue.end()):
        return True
    if start > 3 and text[:start].strip().lower() not in ("on", "early on", "late on", "in", "next", "this", "from"):
        return False
    # "On Wednesday the council will meet": up to the first verb that tells of the past.
    after = text[end : end + 60]
    cue = _AHEAD.search(after)
    return bool(cue and not _BEHIND.search(after, 0, cue.start()) and not _CLAUSE.search(after, 1, cue.start()))
