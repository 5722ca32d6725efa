"""The times of one report, sorted by what they date, and the questions that only the story answers.

A time dates a saying, an event, or nothing that can be used here; "at dawn", "a day later", "since then" and "in 24
hours" are worked out from the times told before them and from the latest day that the report names.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from reportedly.claims import day_following, day_totals
from reportedly.claims.day_anchors import EVENT_KINDS, FOUND, HAPPENS, Anchor, anchors
from reportedly.claims.day_roles import compares, dates_saying, measures, of_a_life, of_a_past, of_what_is_repaid
from reportedly.claims.draft import Report
from reportedly.extract import dates
from reportedly.extract.date_values import Calendar, Length, Shift, Window, days, moved
from reportedly.extract.dates import Time
from reportedly.model import Mention, PassageKind, Span, When

STORY_KINDS = frozenset(("shift", "part-of-day"))
_DAY_KINDS = frozenset(("weekday", "day", "deictic", "figures", "range"))
# How many days before its publication a report may have been written.
_WRITTEN = timedelta(days=3)
_THEN_REACH = 4
# How many sentences head a report that covers a period.
_HEAD = 4
# "attacked on Saturday and returned on Sunday"
_SINGLE = frozenset(("day", "weekday", "figures"))
_TWO_DAYS = timedelta(days=2)
_WENT_ON = re.compile(
    r"\s+and\s+(?:(?:again|then|later|returned|resumed|went\s+on|continued|came\s+back|struck\s+again)\s+){0,2}"
)
_FRAMES = frozenset(("range", "window", "month", "period", "year"))
_BEGINNINGS = frozenset(("day", "month", "year", "season", "ago", "period"))
_HAS = re.compile(r"\b(?:has|have|had)\b")
_WINDOW_BEFORE = re.compile(r"\b(?:in|within|over|during)\s+(?:just\s+|only\s+|about\s+|the\s+)?$")
_WINDOW_OPENS = ("in ", "within ", "over ", "during ")


class Timeline:
    """What a report says of times. `times` and `said` stand by sentence; `anchors` are in the order of the text."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._day = report.day
        self.texts = [sentence.text.lower() for sentence in report.sentences]
        self.times: list[list[Time]] = []
        self.said: list[list[Time]] = []
        self.anchors: list[Anchor] = []
        printed = _printed(report)
        for index, sentence in enumerate(report.sentences):
            found = dates.times(sentence, report.day) if sentence.passage.kind is not PassageKind.DATELINE else []
            heading = sentence.passage.kind is PassageKind.HEADLINE
            found = [time for time in found if not self._is_apart(time, printed, heading)]
            low = self.texts[index]
            found += day_following.counted_from_events(sentence, low, found)
            found = day_following.of_that_year(found, self.times[-_THEN_REACH:], report.day)
            found = day_following.days_after(sentence, low, found, self._last_told)
            self.times.append(found)
            self.said.append([time for time in found if self._is_said(index, time)])
            self._anchor(index)
        self.latest = self._latest()
        self.frame = self._frame()

    def _last_told(self) -> date | None:
        told = [anchor for anchor in self.anchors if not (anchor.total or anchor.wide)]
        return told[-1].days[1] if told else None

    def _frame(self) -> Anchor | None:
        """The period that a whole report covers: "This update covers the period 14-20 January"."""
        head = [index for index, sentence in enumerate(self._report.sentences) if index < _HEAD]
        periodic = any(day_totals.PERIODIC.search(self.texts[index]) for index in head)
        periodic = periodic or bool(day_totals.PERIODIC.search((self._report.document.title or "").lower()))
        if not periodic and not self._headed_by_its_period():
            return None
        for index in head:
            for time in self.times[index]:
                first, last = time.mention.value.date_from, time.mention.value.date_to
                whole = first and last and last > first and time.kind in _FRAMES
                # "Daily summary for Tuesday, 20 February", published the next day.
                daily = first and first == last and first != self._day and day_totals.PERIODIC.match(self.texts[index])
                if (whole or daily) and self.is_usable(index, time):
                    return Anchor(index, self.dated(index, time), time.kind, self._report.sentences[index].text)
        return None

    def _headed_by_its_period(self) -> bool:
        """ "Civilian harm in the second quarter of 2020", and the first sentence says the same period."""
        if self._report.sentences[0].passage.kind is not PassageKind.HEADLINE:
            return False
        heading = [time.mention.value for time in self.times[0] if time.kind in (*_FRAMES, "year")]
        told = [anchor.days for anchor in self.anchors if anchor.index > 0]
        return any(
            (when.date_from, when.date_to) == told[0] and when.date_from != when.date_to for when in heading if told
        )

    def _anchor(self, index: int) -> None:
        usable = [time for time in self.times[index] if self.is_usable(index, time)]
        usable = [time for time in usable if not of_what_is_repaid(self.texts[index], self.place(index, time)[0])]
        found = anchors(index, self._report.sentences[index], usable)
        # With a reference day what stays unresolved ("during Ramadan") cannot date another sentence.
        found = [anchor for anchor in found if anchor.mention.value.date_from or self._day is None]
        self.anchors += self._joined(index, found)
        moved = any(time.kind in STORY_KINDS for time in usable)
        if moved and not found and HAPPENS.search(self.texts[index]) and not FOUND.search(self.texts[index]):
            # "The same day, fighters attacked a church": its day dates the next sentences too.
            told = (self.from_story(index, time) for time in usable if time.kind in STORY_KINDS)
            mention = next((mention for mention in told if mention is not None), None)
            if mention is not None:
                self.anchors.append(Anchor(index, mention, "shift", self._report.sentences[index].text))

    def _joined(self, index: int, found: list[Anchor]) -> list[Anchor]:
        """ "attacked three camps on Saturday and returned on Sunday": what goes on about it is of both days."""
        out: list[Anchor] = []
        start = self._report.sentences[index].start
        for anchor in found:
            before = out[-1] if out else None
            if before is not None and {before.kind, anchor.kind} <= _SINGLE:
                first, last = before.days[0], anchor.days[1]
                between = self.texts[index][before.mention.end - start : anchor.mention.start - start]
                if first and last and timedelta(0) < last - first <= _TWO_DAYS and _WENT_ON.fullmatch(between):
                    spans = ordered(*before.mention.spans, *anchor.mention.spans)
                    words = f"{before.mention.value.words} … {anchor.mention.value.words}"
                    mention = Mention(When(words, first, last), spans, "dates/two-days")
                    out[-1] = Anchor(index, mention, "range", self._report.sentences[index].text)
                    continue
            out.append(anchor)
        return out

    def _is_apart(self, time: Time, printed: tuple[Span, ...], heading: bool) -> bool:
        """The report's own date, or a day after it: "(AFP 2018)" under a picture."""
        first = time.mention.value.date_from
        if heading and first == self._day and isinstance(time.value, Calendar) and time.value.year is not None:
            # "Communiqué of 11 September 2024"; "Raid on the camp, Wednesday 6 September" is of the raid.
            return True
        if any(span.overlaps(time.mention.span) for span in printed):
            return True
        return bool(first and self._day and first > self._day + timedelta(days=1) and not time.ahead)

    def _is_said(self, index: int, time: Time) -> bool:
        return time.kind not in ("since", "window", "duration", "range") and dates_saying(
            self.texts[index], *self.place(index, time)
        )

    def place(self, index: int, time: Time) -> tuple[int, int]:
        """Where a time stands in the text of its sentence."""
        start = self._report.sentences[index].start
        return time.mention.start - start, time.mention.end - start

    def is_usable(self, index: int, time: Time) -> bool:
        """Whether a time may date something that happened: neither a saying, nor ahead, nor compared with."""
        low, high = self.place(index, time)
        text = self.texts[index]
        if time in self.said[index] or time.ahead or measures(text, low):
            return False
        if (of_a_life(text, low) or of_a_past(text, low, high, time.kind)) and not self.runs_on(index, time):
            return False
        return time.kind not in ("since", "window") or not compares(self.texts[index], self.place(index, time)[0])

    def said_on(self, index: int) -> date | None:
        """The day on which the sentence says that something was said."""
        return next((time.mention.value.date_from for time in self.said[index] if time.mention.value.date_from), None)

    def dates_other_event(self, index: int) -> bool:
        return any(time.kind in EVENT_KINDS and time not in self.said[index] for time in self.times[index])

    def is_window(self, index: int, time: Time) -> bool:
        """ "killed in 24 hours", "Six days of bombing have killed"; not "after two years", nor what is long over."""
        if not isinstance(time.value, Length) or not time.value.count or time.value.unit not in ("hour", "day", "week"):
            return False
        text = self.texts[index]
        low, high = self.place(index, time)
        opened = text.startswith(_WINDOW_OPENS, low) or _WINDOW_BEFORE.search(text, 0, low)
        return bool((opened or text.startswith(" of ", high)) and _HAS.search(text))

    def of_beginning(self, index: int, time: Time, figure: int) -> Mention[When] | None:
        """The day that a "since" begins with, where the figure is of that day: "since the 2015 kidnapping of 112"."""
        if time.kind != "since" or not isinstance(time.value, Calendar) or time.value.part is not None:
            # "153 attacks since the start of the year, in which 65 were killed": no event began then.
            return None
        high = self.place(index, time)[1]
        if not high <= figure or not day_totals.OF_THE_BEGINNING.fullmatch(self.texts[index][high:figure]):
            return None
        there = days(time.value, self._day)
        if there is None:
            return None
        kind = "day" if time.value.day else "month" if time.value.month else "year"
        when = replace(time.mention.value, date_from=there[0], date_to=there[1])
        return replace(time.mention, value=when, rule=f"dates/{kind}")

    def runs_on(self, index: int, time: Time) -> bool:
        """ "The war, which broke out in April 2023, has killed", "Clashes that began in May have left 60 dead"."""
        low, high = self.place(index, time)
        return time.kind in _BEGINNINGS and day_totals.runs_on(self.texts[index], low, high)

    def dated(self, index: int, time: Time) -> Mention[When]:
        """The mention of a time, its days worked out where they hang on more than the reference day."""
        if time.kind == "since-then":
            return self._since_then(index, time)
        if time.kind == "since-event":
            return self._since_event(index, time)
        if time.kind == "same-period":
            return self._same_period(index, time)
        first = time.mention.value.date_from
        if first and self.runs_on(index, time):
            # "The war, which broke out in April 2023, has killed tens of thousands."
            return self._opened(time.mention.value.words, time.mention.span, time.mention, first)
        if isinstance(time.value, Length):
            return self._lasted(index, time, time.value)
        if not isinstance(time.value, Window):
            return time.mention
        found = days(time.value, self.said_on(index) or self._day)
        if found is None:
            return time.mention
        ends = self.latest is not None and self.latest >= found[0] and time.value.unit != "hour"
        last = min(found[1], self.latest) if ends and self.latest else found[1]
        when = replace(time.mention.value, date_from=found[0], date_to=last)
        return replace(time.mention, value=when, rule="dates/window")

    def _lasted(self, index: int, time: Time, length: Length) -> Mention[When]:
        """ "in 24 hours" before it was said; "six days of bombing" up to the last that the report tells of."""
        end = self.said_on(index) or self._day
        if end is None:
            return time.mention
        first = days(Window(length.unit, length.count or 0), end)
        if length.unit == "day":
            told = (anchor.days[1] for anchor in self.anchors if not anchor.total and not anchor.wide)
            began = self._began()
            if began and timedelta(0) < end - began <= timedelta(days=length.count or 0):
                # "killed in three days of fighting … The clashes started on Sunday"
                when = replace(time.mention.value, date_from=began, date_to=end)
                return replace(time.mention, value=when, rule="dates/window")
            end = max((day for day in told if day and end - _WRITTEN <= day <= end), default=end)
            first = days(Window("day", (length.count or 1) - 1), end)
        if first is None:
            return time.mention
        when = replace(time.mention.value, date_from=first[0], date_to=min(end, first[1]))
        return replace(time.mention, value=when, rule="dates/window")

    def _began(self) -> date | None:
        """The day on which the report says that the fighting began."""
        for index, times in enumerate(self.times):
            for time in times:
                low, _ = self.place(index, time)
                began = time.kind in _SINGLE and day_totals.fighting_began(self.texts[index][max(0, low - 90) : low])
                if began and self.is_usable(index, time):
                    return time.mention.value.date_from
        return None

    def from_story(self, index: int, time: Time) -> Mention[When] | None:
        """ "at dawn", "later in the day", "the day before": counted from what was told before."""
        if not isinstance(time.value, Shift) or ends_in_conjunction(time):
            return None
        said = self.said_on(index)
        if said and time.value.count:
            # "The governor said on Saturday that 13 people had been killed the previous day."
            return shifted(time, self.said[index][0].mention, said, time.value)
        told = (
            anchor
            for anchor in reversed(self.anchors)
            if not (anchor.total or anchor.wide) and anchor.mention.end <= time.mention.start and anchor.days[0]
        )
        before = next(told, None)
        if before is None:
            return None
        day = before.days[1 if time.value.count else 0]
        return shifted(time, before.mention, day, time.value) if day else None

    def goes_on_with_war(self, index: int) -> Mention[When] | None:
        """ "The war broke out in April 2023. It has killed tens of thousands": from the sentence before."""
        sentences = self._report.sentences
        if not index or sentences[index - 1].passage.paragraph != sentences[index].passage.paragraph:
            return None
        if not day_totals.goes_on_with_war(self.texts[index]):
            return None
        for time in self.times[index - 1]:
            first = time.mention.value.date_from
            low, high = self.place(index - 1, time)
            text = self.texts[index - 1]
            if first and (
                day_totals.runs_on(text, low, high) or (time.kind == "since" and day_totals.at_war(text[:low]))
            ):
                return self._opened(time.mention.value.words, time.mention.span, time.mention, first)
        return None

    def _since_then(self, index: int, time: Time) -> Mention[When]:
        """ "since then", "to date": from the beginning that was named before, to the reference day."""
        for position in range(index, max(-1, index - _THEN_REACH), -1):
            for earlier in reversed(self.times[position]):
                first = earlier.mention.value.date_from
                if earlier.mention.end > time.mention.start or first is None or earlier.kind in ("until", "window"):
                    continue
                if earlier not in self.said[position] and not earlier.ahead:
                    return self._opened(time.mention.value.words, time.mention.span, earlier.mention, first)
        return time.mention

    def _same_period(self, index: int, time: Time) -> Mention[When]:
        """ "In the same period": that of the report, or the last stretch of days told of."""
        for position in range(index, max(-1, index - 2), -1):
            # "since the truce took effect … over the period"
            for earlier in reversed(self.times[position]):
                if earlier.kind == "since-event" and earlier.mention.end <= time.mention.start:
                    value = self._since_event(position, earlier).value
                    if value.date_from:
                        when = replace(time.mention.value, date_from=value.date_from, date_to=value.date_to)
                        return Mention(when, ordered(time.mention.span, *earlier.mention.spans), time.mention.rule)
        told = [
            anchor
            for anchor in self.anchors
            if anchor.mention.end <= time.mention.start and (anchor.total or anchor.wide)
        ]
        near = told[-1] if told and told[-1].index >= index - _THEN_REACH else None
        period = self.frame or near
        if period is None:
            return time.mention
        when = replace(time.mention.value, date_from=period.days[0], date_to=period.days[1])
        return Mention(when, ordered(time.mention.span, *period.mention.spans), time.mention.rule)

    def _since_event(self, index: int, time: Time) -> Mention[When]:
        """ "since the war began", from where the report says when that was; unresolved where it does not."""
        words = time.mention.value.words
        event = day_totals.SINCE_EVENT.search(words)
        assert event is not None
        what = event["what"].lower() if event["what"] else "coup"
        for position, times in enumerate(self.times):
            for other in times:
                first = other.mention.value.date_from
                low, high = self.place(position, other)
                if first is None or other is time or not self._dates_beginning(position, other):
                    continue
                text = self.texts[position]
                if day_totals.begins(what, text[max(0, low - 80) : high], text[high : high + 40]):
                    return self._opened(words, time.mention.span, other.mention, first)
        told = [anchor for anchor in self.anchors if not (anchor.total or anchor.wide) and anchor.index < index]
        if not day_totals.is_age(what) and told and told[-1].days[0]:
            # "since the raid": the one told of.
            return self._opened(words, time.mention.span, told[-1].mention, told[-1].days[0])
        known = day_totals.known_beginning(self.texts[index][max(0, self.place(index, time)[0]) :][: len(words) + 12])
        return self._opened(words, time.mention.span, time.mention, known) if known else time.mention

    def _dates_beginning(self, index: int, time: Time) -> bool:
        """As `is_usable`, but a clause on the past may well say when a coup was: "which took power in 2020"."""
        return time not in self.said[index] and not time.ahead

    def _opened(self, said: str, span: Span, beginning: Mention[When], first: date) -> Mention[When]:
        last = self._day if self._day and first <= self._day else None
        return Mention(When(said, first, last), ordered(span, *beginning.spans), "dates/since-then")

    def _latest(self) -> date | None:
        """The latest day, up to publication, that the report itself names: its tale ends there."""
        if self._day is None:
            return None
        named = (
            time.mention.value.date_to
            for times in self.times
            for time in times
            if time.kind in _DAY_KINDS and not time.ahead
        )
        return max((day for day in named if day and self._day - _WRITTEN <= day <= self._day), default=None)


def _printed(report: Report) -> tuple[Span, ...]:
    """Where the report prints its own date: no harm was done there."""
    reference = dates.reference_day(report.document, [sentence.passage for sentence in report.sentences])
    return reference.mention.spans if reference.mention else ()


def ends_in_conjunction(time: Time) -> bool:
    """ "hours after the truce began": counted from what comes, not from what was told."""
    return time.mention.value.words.lower().endswith(("after", "before"))


def shifted(time: Time, told: Mention[When], day: date, shift: Shift) -> Mention[When] | None:
    """The time as a mention of the day that its shift leads to from the day told of."""
    vague = shift.count is None and shift.unit in ("hour", "minute", "moment")
    there = day if vague else moved(day, shift)
    if there is None:
        return None
    when = replace(time.mention.value, date_from=there, date_to=there)
    return Mention(when, ordered(*time.mention.spans, *told.spans), time.mention.rule)


def ordered(*spans: Span) -> tuple[Span, ...]:
    return tuple(sorted(set(spans)))
