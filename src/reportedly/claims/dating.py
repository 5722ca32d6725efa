"""When the harm of a draft was done: which of a report's times is the claim's.

The rules, in their order; each with a sentence that it is for.

1. A time in the claim's own sentence dates it when it stands with the harm: "12 were killed on Sunday". Of several, the
   nearest to figure and harm, counted over commas and clauses. Not: what dates only the saying ("a monitor said
   Thursday", "On Monday the Observatory said"), what lies ahead ("will meet on Wednesday"), what a comparison is made
   with ("the deadliest since 2016"), a bound ("until June", "as of 5 March").
2. Totals take their window: "since 2011" and "since the conflict began in March 2011" run to the reference day; "since
   then", "to date" and "since the war began" take the beginning that the report names elsewhere. "The past four days",
   "in 24 hours" and "six days of bombing have killed" are counted back from the day of the saying, else of
   publication, and end with the latest day that the report itself names.
3. "At dawn", "later in the day", "a day later" are counted from the event told of before. What stands behind "a day
   after" took place before the clause in front: "shelled Hama on Monday, a day after forces killed 80 there".
4. A part shares the time of its whole.
5. Else the time is carried from the sentence that most surely tells of the same event: forward ("the attack killed 58",
   "15 others were wounded"), or back to an opening that the next sentences date ("The blast took place on Saturday").
   Not to a sentence that is set apart ("separately", another town), nor to what was said before the event; a total's
   window only to the sentence that goes on with it.
6. No time is carried to what a whole war "has killed", to those who "have fled", or to a "recent" attack.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from reportedly import lexicon
from reportedly.claims.day_anchors import HAPPENS, TOTAL_KINDS, Anchor, Telling, anchors, common_names, likeness
from reportedly.claims.day_roles import any_of, compares, dates_saying, distance, of_another
from reportedly.claims.draft import Draft, Report
from reportedly.extract import dates
from reportedly.extract.date_values import Length, Shift, Window, days, moved
from reportedly.extract.datelines import reference_day
from reportedly.extract.dates import Time
from reportedly.model import Harm, Mention, PassageKind, Span, When

_STORY_KINDS = frozenset(("shift", "part-of-day"))
# Never a harm's, whatever stands beside them.
_NEVER = frozenset(("until", "clock", "decade", "century", "vague"))
# In words; see day_roles.distance.
_TOO_FAR = 45.0
_UNFIT = 10.0
# How surely another sentence must tell of the same event; measured on the development gold.
_FORWARD, _BACKWARD, _WINDOW_ON = 1.0, 2.0, 2.0
_HUGE = 2000
# How many sentences open a report: those after them are not dated by what follows.
_OPENING = 4
_BODY = (PassageKind.BODY, PassageKind.QUOTATION)

_WAR = any_of("wars")
_WARS = frozenset(lexicon.table("en", "dating")["wars"])
_A_WAR = re.compile(rf"\b{_WAR}\b")
_WAR_TOTAL = re.compile(
    rf"\b{_WAR}\b[^.;]{{0,60}}?\b(?:has|have)\b|\b(?:in|during|by|throughout)\s+(?:the|a|its|this|\w+['’]?s)\s+(?:[\w-]+\s+){{0,3}}?(?:war|conflict|uprising)\b(?!-)"
)
_WAR_LENGTH = re.compile(
    rf"\b[\w/-]+[\s-](?:year|month|decade)s?(?:[\s-](?:old|long))?\s+(?:[\w-]+\s+){{0,2}}{_WAR}\b", re.IGNORECASE
)
_PERFECT = re.compile(r"\b(?:has|have|had|having)\b|['’]ve\b|\b(?:deaths?|casualties|killings|toll)\b")
_HAVE = re.compile(r"\b(?:has|have)\b")
_HAD = re.compile(r"\bha[sd]\b|\bhave\b")
_RECENT = re.compile(r"\b(?:in\s+)?recent(?:ly)?\b(?:\s+(?:days|weeks|months|years|hours))?")
_CUT = re.compile(r"[,;:.]|\b(?:after|before|while|as|when|but|and)\b")
_AS_OF = re.compile(r"\b(?:as\s+of|by\s+the\s+end\s+of)\b")
_WINDOW_BEFORE = re.compile(r"\b(?:in|within|over|during)\s+(?:just\s+|only\s+|about\s+|the\s+)?$")
_SINCE_EVENT = re.compile(
    rf"\bsince\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,5}}?(?P<what>{_WAR}|offensive|fighting|siege|invasion|hostilities|ceasefire|truce|coup|operation|campaign|escalation|assault|takeover)\b"
    r"(?:\s+(?:began|started|erupted|broke\s+out|flared|resumed))?",
    re.IGNORECASE,
)
_BEGAN = re.compile(r"\b(?:began|begun|started|erupted|broke\s+out|launched|start|outbreak|beginning|took\s+effect|resumed|flared|seized|since)\b")


class Dating:
    """Dates the drafts of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._sentences = report.sentences
        self._texts = [sentence.text.lower() for sentence in report.sentences]
        self._index = {sentence.passage.index: position for position, sentence in enumerate(report.sentences)}
        printed = _printed(report)
        self._times: list[list[Time]] = []
        self._said: list[list[Time]] = []
        self._anchors: list[Anchor] = []
        for index, sentence in enumerate(report.sentences):
            times = dates.times(sentence, report.day) if sentence.passage.kind is not PassageKind.DATELINE else []
            times = [time for time in times if not self._is_apart(time, printed)]
            said = [time for time in times if self._is_said(index, time)]
            self._times.append(times)
            self._said.append(said)
            kept = [time for time in times if time not in said and not self._is_compared(index, time)]
            found = anchors(index, sentence, kept)
            # With a reference day what stays unresolved ("during Ramadan") cannot date another sentence.
            self._anchors += [anchor for anchor in found if anchor.mention.value.date_from or report.day is None]
            self._anchors += self._told_by_shift(index, kept)
        self._common = common_names([sentence.text for sentence in report.sentences])
        self._now = self._latest()
        body = [index for index, sentence in enumerate(report.sentences) if sentence.passage.kind in _BODY]
        self._opening = body[min(len(body), _OPENING) - 1] if body else 0

    def when(self, draft: Draft) -> Mention[When] | None:
        """The time of the draft's harm, in the report's words; its days are None where the words cannot be resolved."""
        own = self._own(draft)
        if own is not None:
            return own
        if draft.whole is not None:
            return self.when(draft.whole)
        if self._stands_alone(draft):
            return self._unresolved(draft)
        return self._carried(draft)

    # The time in the claim's own sentence.

    def _own(self, draft: Draft) -> Mention[When] | None:
        index = self._at(draft)
        said = next((time.mention.value.date_from for time in self._said[index] if time.mention.value.date_from), None)
        ranked = self._ranked(draft, index)
        for position, time in enumerate(ranked):
            if position == 0 and time.kind == "shift":
                told = self._within(index, time)
                if told is not None:
                    return told
            if time.kind not in _STORY_KINDS:
                behind = self._behind_shift(draft, index, time)
                return behind or self._dated(index, time, said)
        for time in ranked:
            told = self._from_story(index, time, said)
            if told is not None:
                return told
        return None

    def _ranked(self, draft: Draft, index: int) -> list[Time]:
        """The times that can date a harm, the one that stands nearest to this one first."""
        found = []
        start = self._sentences[index].start
        for time in self._times[index]:
            if time in self._said[index] or time.ahead or time.kind in _NEVER or self._is_compared(index, time):
                continue
            if time.kind == "duration" and not self._is_window(index, time):
                continue
            place = (time.mention.start - start, time.mention.end - start)
            if of_another(self._texts[index], *place):
                continue
            figure, harm = ((span.start - start, span.end - start) for span in (draft.quantity.span, draft.harm.span))
            cost = distance(self._texts[index], place, figure, harm)
            if time.kind in (*TOTAL_KINDS, "duration", "since-then") and not _PERFECT.search(self._texts[index]):
                cost += _UNFIT
            if cost <= _TOO_FAR:
                found.append((cost, time.mention.start, time))
        return [time for _, _, time in sorted(found, key=lambda entry: entry[:2])]

    def _is_apart(self, time: Time, printed: tuple[Span, ...]) -> bool:
        """The report's own date, or a day after it: "(AFP 2018)" under a picture."""
        begins, day = time.mention.value.date_from, self._report.day
        if any(span.overlaps(time.mention.span) for span in printed):
            return True
        return bool(begins and day and begins > day + timedelta(days=1) and not time.ahead)

    def _is_said(self, index: int, time: Time) -> bool:
        if time.kind in ("since", "window", "duration", "range"):
            return False
        start = self._sentences[index].start
        return dates_saying(self._texts[index], time.mention.start - start, time.mention.end - start)

    def _is_compared(self, index: int, time: Time) -> bool:
        if time.kind not in ("since", "window"):
            return False
        return compares(self._texts[index], time.mention.start - self._sentences[index].start)

    def _is_window(self, index: int, time: Time) -> bool:
        """ "killed in 24 hours", "Six days of bombing have killed"; not "after two years", nor what was over long ago."""
        if not isinstance(time.value, Length) or not time.value.count or time.value.unit not in ("hour", "day", "week"):
            return False
        text, start = self._texts[index], self._sentences[index].start
        low, high = time.mention.start - start, time.mention.end - start
        opened = _WINDOW_BEFORE.search(text, 0, low) or text[low:high].startswith(("in ", "within ", "over ", "during "))
        return bool((opened and _HAVE.search(text)) or (text.startswith(" of ", high) and _HAD.search(text)))

    def _dated(self, index: int, time: Time, said: date | None) -> Mention[When]:
        """The mention of a time, its days worked out where they hang on more than the reference day."""
        mention = time.mention
        if time.kind == "since-then":
            return self._since_then(index, time)
        value = Window(time.value.unit, time.value.count or 0) if isinstance(time.value, Length) else time.value
        if not isinstance(value, Window):
            return mention
        from_day = said or self._report.day
        found = days(value, from_day)
        if found is None:
            return mention
        last = min(found[1], self._now) if self._now and self._now >= found[0] else found[1]
        return replace(mention, value=replace(mention.value, date_from=found[0], date_to=last), rule="dates/window")

    def _behind_shift(self, draft: Draft, index: int, main: Time) -> Mention[When] | None:
        """ "shelled the city on Monday, a day after forces killed 80 there": the 80 died the day before Monday."""
        start = draft.harm.start
        for time in self._times[index]:
            if (
                isinstance(time.value, Shift)
                and main.mention.end <= time.mention.start
                and time.mention.end <= min(start, draft.quantity.start)
                and time.mention.value.words.lower().endswith(("after", "before"))
                and main.mention.value.date_from
            ):
                shift = replace(time.value, count=-time.value.count if time.value.count is not None else None)
                return _moved(time, main.mention, main.mention.value.date_from, shift)
        return None

    def _within(self, index: int, time: Time) -> Mention[When] | None:
        """ "In August 2013 it killed dozens and the year before 49": counted from the time before it in the sentence."""
        if not isinstance(time.value, Shift) or time.mention.value.words.lower().endswith(("day after", "hours after")):
            return None
        for earlier in reversed(self._times[index]):
            day = earlier.mention.value.date_from
            if earlier.mention.end <= time.mention.start and day and not earlier.ahead and earlier not in self._said[index]:
                return _moved(time, earlier.mention, day, time.value) or time.mention
        return None

    def _from_story(self, index: int, time: Time, said: date | None) -> Mention[When] | None:
        """ "at dawn", "later in the day", "the day before": counted from what was told before."""
        if not isinstance(time.value, Shift):
            return None
        if time.mention.value.words.lower().endswith(("after", "before")):
            # "hours after the truce began": the truce is not dated here.
            return None
        if said and time.value.count and self._said[index]:
            return _moved(time, self._said[index][0].mention, said, time.value)
        before = [
            anchor
            for anchor in self._anchors
            if not anchor.total and not anchor.wide and anchor.mention.end <= time.mention.start and anchor.mention.value.date_from
        ]
        if not before:
            return None
        day = before[-1].mention.value.date_to if time.value.count else before[-1].mention.value.date_from
        return _moved(time, before[-1].mention, day, time.value) if day else None

    def _told_by_shift(self, index: int, times: list[Time]) -> list[Anchor]:
        """ "The same day, fighters attacked a church": its day dates the next sentences too."""
        if any(anchor.index == index for anchor in self._anchors) or not HAPPENS.search(self._texts[index]):
            return []
        found = [self._from_story(index, time, None) for time in times if time.kind in _STORY_KINDS]
        text = self._sentences[index].text
        return [Anchor(index, mention, "shift", text) for mention in found[:1] if mention is not None]

    def _since_then(self, index: int, time: Time) -> Mention[When]:
        """ "since then", "to date": from the beginning that was named before, to the reference day."""
        for position in range(index, max(-1, index - 4), -1):
            for earlier in reversed(self._times[position]):
                begins = earlier.mention.value.date_from
                if earlier.mention.end <= time.mention.start and begins and earlier.kind not in ("until", "window"):
                    if earlier in self._said[position] or earlier.ahead:
                        continue
                    return self._opened(time.mention.value.words, time.mention.spans[0], earlier.mention, begins)
        return time.mention

    def _opened(self, words: str, span: Span, beginning: Mention[When], begins: date) -> Mention[When]:
        day = self._report.day
        last = day if day and begins <= day else None
        return Mention(When(words, begins, last), _ordered(span, *beginning.spans), "dates/since-then")

    # The time of another sentence.

    def _stands_alone(self, draft: Draft) -> bool:
        """Whether no other sentence may date the draft."""
        index = self._at(draft)
        text = self._texts[index]
        clause = self._clause(draft).lower()
        if _WAR_TOTAL.search(text) or _WAR_LENGTH.search(text) or _SINCE_EVENT.search(text):
            return True
        if any(time.kind == "since-then" for time in self._times[index]):
            return True
        if _AS_OF.search(text) and (draft.harm.value is Harm.DISPLACED or _is_huge(draft)):
            return True
        if _HAVE.search(clause) and (draft.harm.value is Harm.DISPLACED or _is_huge(draft)):
            return True
        return bool(_RECENT.search(text))

    def _unresolved(self, draft: Draft) -> Mention[When] | None:
        """The words of a time that nothing in the report dates, or the beginning that it names elsewhere."""
        index = self._at(draft)
        sentence = self._sentences[index]
        event = _SINCE_EVENT.search(sentence.text)
        if event:
            span = sentence.at(event.start(), event.end())
            for anchor in self._all_beginnings(event["what"].lower()):
                begins = anchor.value.date_from
                if begins:
                    return self._opened(event.group(), span, anchor, begins)
            return Mention(When(event.group(), None, None), (span,), "dates/since")
        length = _WAR_LENGTH.search(sentence.text)
        recent = _RECENT.search(self._texts[index])
        found = length or recent
        if not found:
            return None
        span = sentence.at(found.start(), found.end())
        return Mention(When(span.of(self._report.document.text), None, None), (span,), "dates/duration" if length else "dates/vague")

    def _all_beginnings(self, what: str) -> list[Mention[When]]:
        """Where the report says when that war or siege began: "the war, which broke out in April 2023"."""
        found = []
        for index, times in enumerate(self._times):
            for time in times:
                start = time.mention.start - self._sentences[index].start
                told = self._texts[index][max(0, start - 80) : start] + time.mention.value.words.lower()
                if (what in told or (what in _WARS and _A_WAR.search(told))) and _BEGAN.search(told) and not time.ahead and time not in self._said[index]:
                    found.append(time.mention)
        return found

    def _carried(self, draft: Draft) -> Mention[When] | None:
        index = self._at(draft)
        telling = self._telling(draft)
        have = bool(_HAVE.search(telling.clause.lower()))
        said = [time.mention.value.date_from for time in self._said[index] if time.mention.value.date_from]
        best: tuple[float, int, Anchor] | None = None
        has_earlier = any(anchor.index < index and not anchor.total for anchor in self._anchors)
        for anchor in self._anchors:
            begins = anchor.mention.value.date_from
            if anchor.index == index or (said and begins and begins > said[0]):
                continue
            score = likeness(telling, anchor, self._common) + self._main(anchor) - self._passed(index, anchor)
            if anchor.wide and have:
                continue
            if anchor.index > index:
                needed = _BACKWARD + 2 * has_earlier
                if anchor.total or index > self._opening:
                    continue
                needed += anchor.index - index > 3
            elif anchor.total:
                needed = _WINDOW_ON
                if index - anchor.index > 2:
                    continue
                score += 2.0 * (have and index - anchor.index == 1)
            else:
                needed = _FORWARD + anchor.wide + (draft.harm.value is Harm.DISPLACED)
            rank = (score - needed, -abs(anchor.index - index))
            if rank[0] >= 0 and (best is None or rank > best[:2]):
                best = (*rank, anchor)
        return best[2].mention if best else None

    def _main(self, anchor: Anchor) -> float:
        """More where the report is about the anchor's day: the first that it dates an event by, and most often."""
        spans = [_days_of(other) for other in self._anchors if not other.total and not other.wide]
        if not spans or _days_of(anchor) != spans[0]:
            return 0.0
        return 2.0 if len(set(spans)) == 1 else 1.0 if 2 * spans.count(spans[0]) >= len(spans) else 0.0

    def _passed(self, index: int, anchor: Anchor) -> float:
        """How many other days the report speaks of between the claim and the anchor."""
        between = {
            _days_of(other) for other in self._anchors if min(index, anchor.index) < other.index < max(index, anchor.index)
        }
        return min(2.0, 1.0 * len(between - {_days_of(anchor)}))

    # Small things.

    def _at(self, draft: Draft) -> int:
        return self._index[draft.sentence.passage.index]

    def _clause(self, draft: Draft) -> str:
        return self._telling(draft).clause

    def _telling(self, draft: Draft) -> Telling:
        sentence = draft.sentence
        low = min(draft.quantity.start, draft.harm.start) - sentence.start
        high = max(draft.quantity.end, draft.harm.end) - sentence.start
        cuts = [match for match in _CUT.finditer(sentence.text, 0, low)]
        after = _CUT.search(sentence.text, high)
        clause = sentence.text[cuts[-1].end() if cuts else 0 : after.start() if after else len(sentence.text)]
        behind = bool(cuts and cuts[-1].group() in ("after", "before"))
        return Telling(self._at(draft), sentence.text, clause, draft.quantity.value.amount.of(self._report.document.text), behind)

    def _latest(self) -> date | None:
        """The latest day, up to publication, that the report itself names: its tale ends there."""
        day = self._report.day
        if day is None:
            return None
        named = [
            time.mention.value.date_to
            for times in self._times
            for time in times
            if time.kind in ("weekday", "day", "deictic", "figures", "range") and not time.ahead and time.mention.value.date_to
        ]
        near = [there for there in named if day - timedelta(days=3) <= there <= day]
        return max(near, default=None)


def _printed(report: Report) -> tuple[Span, ...]:
    """Where the report prints its own date: no harm was done there."""
    reference = reference_day(report.document, [sentence.passage for sentence in report.sentences])
    return reference.mention.spans if reference.mention else ()


def _is_huge(draft: Draft) -> bool:
    """Whether the figure is that of a war and not of an attack."""
    quantity = draft.quantity.value
    low = quantity.low if quantity.low is not None else quantity.high
    return low >= _HUGE if low is not None else bool(quantity.word and quantity.word.endswith(("thousands", "millions")))


def _moved(time: Time, told: Mention[When], day: date, shift: Shift) -> Mention[When] | None:
    there = moved(day, shift)
    if there is None:
        return None
    return Mention(replace(time.mention.value, date_from=there, date_to=there), _ordered(*time.mention.spans, *told.spans), time.mention.rule)


def _days_of(anchor: Anchor) -> tuple[date | None, date | None]:
    return anchor.mention.value.date_from, anchor.mention.value.date_to


def _ordered(*spans: Span) -> tuple[Span, ...]:
    return tuple(sorted(set(spans)))
