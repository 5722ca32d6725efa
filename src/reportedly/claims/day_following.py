"""Times whose days hang on another time: "since the war began", "in the three days after", "in February that year"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from reportedly.claims import day_totals
from reportedly.extract.date_values import Calendar, Unresolved, days
from reportedly.extract.date_words import number
from reportedly.extract.dates import Time
from reportedly.language import Sentence
from reportedly.model import Mention, When

# In characters: how far behind "in the days after" the day stands from which they are counted.
_AFTER_REACH = 110
_DAY_KINDS = frozenset(("day", "weekday", "figures"))
_UNIT_DAYS = {"day": 1, "days": 1, "weeks": 7}
# "in the three days after they took the town on 10 December", "in the weeks that followed"
_DAYS_AFTER = re.compile(
    r"\b(?:in|over|during|within)\s+the\s+(?:first\s+)?(?:(?P<count>[a-z]+|\d+)\s+)?(?P<unit>days?|weeks|months|years)\s+"
    r"(?:that\s+followed|afterwards?\b|thereafter|after(?=\s*[,.;])|since(?=\s*[,.;])|(?P<event>after|following)\b)"
)
_FOLLOWED = re.compile(r"(?:ys?|weeks|months|years) (?:th(?:at followed|ereafter)|after|since|following)")
_PERIOD_WORDS = ("period", "month", "week", "quarter")


def counted_from_events(sentence: Sentence, low: str, found: Sequence[Time]) -> list[Time]:
    """ "since the war began" and "during the same period", as times whose days the report gives elsewhere.

    `low` is the text of the sentence in small letters, here and below.
    """
    patterns = []
    if "since" in low:
        patterns.append((day_totals.SINCE_EVENT, "since-event"))
    if any(word in low for word in _PERIOD_WORDS):
        patterns.append((day_totals.SAME_PERIOD, "same-period"))
    more = []
    for pattern, kind in patterns:
        for match in pattern.finditer(sentence.text):
            span = sentence.at(match.start(), match.end())
            if not any(span.overlaps(time.mention.span) for time in found if time.kind not in ("vague", "until")):
                more.append(Time(Mention(When(match.group(), None, None), (span,), f"dates/{kind}"), Unresolved()))
    return more


def of_that_year(found: list[Time], before: Sequence[Sequence[Time]], day: date | None) -> list[Time]:
    """ "since 2021, 79 of them in one riot in February that year": the year is that of the time before.

    `before` are the times of the sentences before, by sentence.
    """
    if not any(isinstance(time.value, Calendar) and time.value.which == "that" for time in found):
        return found
    out: list[Time] = []
    for time in found:
        value = time.value
        if isinstance(value, Calendar) and value.which == "that":
            told = [*(other for earlier in before for other in earlier), *out]
            year = next(
                (first.year for first in (other.mention.value.date_from for other in reversed(told)) if first), None
            )
            there = days(replace(value, which="", year=year), day) if year else None
            if there:
                when = replace(time.mention.value, date_from=there[0], date_to=there[1])
                time = replace(time, mention=replace(time.mention, value=when))
        out.append(time)
    return out


def days_after(sentence: Sentence, low: str, found: list[Time], told: Callable[[], date | None]) -> list[Time]:
    """ "in the three days after they took the town on 10 December", "in the weeks that followed".

    The first runs from the day named, the second from `told`, the last one told of; without a number of days or weeks
    they have no days, and no other time dates what was done then.
    """
    if not _FOLLOWED.search(low):
        return found
    for match in _DAYS_AFTER.finditer(low):
        start, end = match.span()
        near = range(sentence.start + end, sentence.start + end + _AFTER_REACH)
        opened = [time for time in found if time.mention.start in near and time.kind in _DAY_KINDS]
        if match["event"] and not opened:
            continue
        span = sentence.at(start, opened[0].mention.end - sentence.start if match["event"] else end)
        first = opened[0].mention.value.date_from if match["event"] else told()
        count, unit = number(match["count"]), _UNIT_DAYS.get(match["unit"])
        last = first + timedelta(days=count * unit) if first and count and unit else None
        when = When(span.of(sentence.document.text), first if last else None, last)
        kept = [time for time in found if not time.mention.span.overlaps(span)]
        found = [*kept, Time(Mention(when, (span,), "dates/days-after"), Unresolved())]
    return sorted(found, key=lambda time: time.mention.start)
