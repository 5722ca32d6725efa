"""When the harm of a draft was done: which of a report's times is the claim's.

The rules, in their order; each with a sentence that it is for. The times themselves are sorted by `timeline`.

1. A time in the claim's own sentence dates it when it stands with the harm: "12 were killed on Sunday". Of several, the
   nearest to figure and harm, counted over commas and clauses; over a semicolon it goes on, never back. Not: what dates
   only the saying ("a monitor said Thursday", "On Monday the Observatory said"), a count ("the toll rose to 11 on
   Wednesday"), a burial, a court or a life ("born in 1951"); what lies ahead ("will meet on Wednesday"), what a
   comparison is made with ("the deadliest since 2016"), a bound ("until June", "as of 5 March"); a clause on the past
   of somebody or something ("who had moved there in May", "a border drawn in 1907"), what this repays ("in revenge
   for a raid on Monday").
2. Totals take their window: "since 2011" and "since the conflict began in March 2011" run to the reference day; "since
   then", "to date", "since the war began" and "since the raid" take the beginning that the report names elsewhere. "The
   past four days" are counted back from the day of the saying, else of publication, and end with the latest day that
   the report itself names; "six days of bombing have killed" end with the last day of the bombing told of. A war or an
   operation that "broke out in May 2023" and "has left 60 dead" runs on too, and so does "It has killed" after it. What
   happened "in the 2015 kidnapping of 112" from which a total is counted is of 2015.
3. "At dawn", "later in the day", "a day later" are counted from the event told of before. What stands behind "a day
   after" took place before the clause in front: "shelled Hama on Monday, a day after forces killed 80 there".
   "In the three days after they took the town on 2 June" runs from that day; "in the weeks that followed" has no days.
4. A part shares the time of its whole, or takes the day within it that its own paragraph names.
5. Else the time is carried from the sentence that most surely tells of the same event: forward ("the attack killed 58",
   "15 others were wounded"), or back to an opening that the next sentences date ("The blast took place on Saturday").
   A report that dates one event is all of it. Not to a sentence that is set apart ("separately", a paragraph on another
   town), nor to what was said before the event; a total's window only to the sentence that goes on with it.
6. A report that covers a period ("weekly bulletin, 11-17 March") frames its items: each is of that period, or of the
   day that the item names. "Five of the wounded" are of the time of those told of before.
7. No time is carried to what a whole war "has killed", to those who "have fled", to a "recent" attack, to a register of
   the missing, nor the attack's to those whom the police "have arrested" since.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from reportedly.claims import day_totals
from reportedly.claims.day_anchors import (
    THE_EVENT,
    TOTAL_KINDS,
    Anchor,
    Telling,
    common_names,
    likeness,
    of_the_dead,
    telling,
)
from reportedly.claims.day_roles import distance, of_another, of_deed_told_aside, of_done_since, of_part_taken
from reportedly.claims.draft import Draft, Report
from reportedly.claims.timeline import STORY_KINDS, Timeline, ends_in_conjunction, ordered, shifted
from reportedly.extract.date_values import Shift
from reportedly.extract.dates import Time
from reportedly.model import Harm, Mention, PassageKind, Span, When

# Never a harm's, whatever stands beside them.
_NEVER = frozenset(("until", "clock", "decade", "century", "vague"))
_WINDOWS = TOTAL_KINDS | {"duration", "since-then", "since-event", "same-period"}
# In words, see day_roles.distance: what is farther off dates something else; and how much a window is set back where
# nothing "has" come about.
_TOO_FAR, _UNFIT, _RUNNING_ON = 45.0, 10.0, 20.0
# How surely another sentence must tell of the same event, see day_anchors.likeness: one before, one after, a total's.
_FORWARD, _BACKWARD, _WINDOW_ON = 0.0, 2.0, 2.0
# In sentences: how far back those are told of whom a figure is a share of.
_SHARE_REACH = 2
# In an item of a report that covers a period.
_IN_ITEM = -3.0
# How many sentences open a report: those after them are not dated by what follows.
_OPENING = 4
# Reports of so few paragraphs are cut into none that tell anything.
_ONE_TALE = 2
_BODY = (PassageKind.BODY, PassageKind.QUOTATION)
_WHICH_DAY = re.compile(r"[^.;,]{0,40}?\b(?P<words>on\s+the\s+(?P<which>first|second))\b")
_UP_TO = ("up to", "until", "till")
_COME_ABOUT = re.compile(r"\b(?:has|have|had|having)\b|['’]ve\b|\b(?:deaths?|casualties|killings|toll)\b")
# An event that is so many dated events off is another one: the chronicle of a year is not searched for each death.
_MOST_ANCHORS = 64
_HAVE = re.compile(r"\b(?:has|have)\b")


class Dating:
    """Dates the drafts of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._line = Timeline(report)
        self._index = {sentence.passage.index: position for position, sentence in enumerate(report.sentences)}
        self._told: list[tuple[int, Harm, Mention[When] | None]] = []
        self._known: dict[int, tuple[Draft, Mention[When] | None]] = {}
        self._common: frozenset[str] | None = None
        self._paragraphs = len({sentence.passage.paragraph for sentence in report.sentences})
        body = [index for index, sentence in enumerate(report.sentences) if sentence.passage.kind in _BODY]
        # Anchors stand in the order of the text: those around a sentence are found by bisection.
        self._at = [anchor.index for anchor in self._line.anchors]
        self._days = [None if anchor.arrest else anchor.days for anchor in self._line.anchors]
        events = [anchor.days for anchor in self._line.anchors if not anchor.total and not anchor.wide]
        self._first_event = events[0] if events else None
        self._one_day = all(_within(days, events[0]) for days in events)
        self._first_single = next((anchor.index for anchor in self._line.anchors if not anchor.total), None)
        self._opening = body[min(len(body), _OPENING) - 1] if body else 0

    def when(self, draft: Draft) -> Mention[When] | None:
        """The time of the draft's harm, in the report's words; its days are None where the words cannot be resolved.

        To be asked in the order of the text: "five of the wounded" are of those that were told of before.
        """
        if id(draft) not in self._known:
            # A draft is kept beside what is known of it, so that its id stays its own.
            found = self._when(draft)
            self._known[id(draft)] = draft, found
            self._told.append((self._index[draft.sentence.passage.index], draft.harm.value, found))
        return self._known[id(draft)][1]

    def _when(self, draft: Draft) -> Mention[When] | None:
        index = self._index[draft.sentence.passage.index]
        own = self._own(draft, index)
        if own is not None:
            return own
        told = self._telling(draft, index)
        if draft.whole is None:
            shared = self._of_those_told(draft, index)
            if shared is not None:
                return shared
            running = self._line.goes_on_with_war(index)
            if running is not None:
                return running
        if draft.whole is not None:
            return self._of_whole(draft.whole, told)
        if day_totals.arrested_since(draft, told.words.low):
            return None
        if not day_totals.of_these(draft) and day_totals.stands_alone(draft, told.words.low, told.clause.low):
            return self._undated(index)
        return self._carried(draft, told)

    def _of_those_told(self, draft: Draft, index: int) -> Mention[When] | None:
        """ "Five of the wounded", "eight of these deaths": the time of those, told of shortly before."""
        if not day_totals.of_those(draft):
            return None
        for earlier, harm, when in reversed(self._told):
            if harm is draft.harm.value and index - _SHARE_REACH <= earlier < index:
                return when
        return None

    def _of_whole(self, whole: Draft, told: Telling) -> Mention[When] | None:
        """The time of a part: its whole's, or the day of its own paragraph within that."""
        when = self.when(whole)
        if when is None or self._same_paragraph(told.index, self._index[whole.sentence.passage.index]):
            return when
        extent = when.value.date_from, when.value.date_to
        for at in range(bisect_right(self._at, told.index) - 1, -1, -1):
            anchor = self._line.anchors[at]
            if not self._same_paragraph(told.index, anchor.index):
                break
            if anchor.days != extent and _within(anchor.days, extent):
                return anchor.mention
        return when

    # The time in the claim's own sentence.

    def _own(self, draft: Draft, index: int) -> Mention[When] | None:
        ranked = self._ranked(draft, index)
        for time in self._line.times[index]:
            beginning = self._line.of_beginning(index, time, draft.quantity.start - draft.sentence.start)
            if beginning is not None:
                return beginning
        if ranked and ranked[0].kind == "shift":
            within = self._within(index, ranked[0])
            if within is not None:
                return within
        for position, time in enumerate(ranked):
            if position and time.kind in TOTAL_KINDS and ranked[0].kind in STORY_KINDS:
                # "killed the previous day, bringing to 430 the dead since October": the nearer is its own.
                nearer = self._line.from_story(index, ranked[0])
                if nearer is not None:
                    return nearer
            if time.kind not in STORY_KINDS:
                return self._behind_shift(draft, index, time) or self._line.dated(index, time)
        told = (self._line.from_story(index, time) or self._after_story(draft, index, time) for time in ranked)
        return next((mention for mention in told if mention is not None), None)

    def _after_story(self, draft: Draft, index: int, time: Time) -> Mention[When] | None:
        """ "It came five days after an ambush in which two were killed": before the day told of."""
        if time.mention.end > min(draft.harm.start, draft.quantity.start):
            return None
        before = (self._line.anchors[at] for at in range(bisect_left(self._at, index) - 1, -1, -1))
        told = next((anchor for anchor in before if not anchor.total and not anchor.wide), None)
        return self._counted_back(time, told.mention) if told is not None else None

    def _ranked(self, draft: Draft, index: int) -> list[Time]:
        """The times that can date a harm, the one that stands nearest to this one first."""
        text, start = self._line.texts[index], draft.sentence.start
        figure, harm = ((span.start - start, span.end - start) for span in (draft.quantity.span, draft.harm.span))
        running = self._is_running(draft, index)
        of_whole = 0
        if draft.whole is not None and draft.whole.harm.span == draft.harm.span and figure[0] > harm[1]:
            # "400 have been killed since 2021, 79 of them in one riot that year": the harm's own time is the whole's.
            harm, of_whole = figure, figure[0]
        found = []
        for position, time in enumerate(self._line.times[index]):
            place = self._line.place(index, time)
            if place[1] <= of_whole:
                continue
            if not self._can_date(index, time) or of_another(text, *place) or of_the_dead(text, *place):
                continue
            if of_done_since(text, place[0], harm) or (place[0] > harm[0] and of_part_taken(text, place[0])):
                continue
            if of_deed_told_aside(text, place[0], time.kind, max(figure[1], harm[1])):
                continue
            if time.kind in TOTAL_KINDS and day_totals.counts_another(text, figure[1], place[0]):
                continue
            if running and time.kind not in _WINDOWS and time.kind != "range":
                continue
            if (
                time.kind in ("month", "year")
                and harm[0] > place[1]
                and day_totals.still_missing(draft, text[place[1] :])
            ):
                continue
            cost = distance(text, place, figure, harm)
            if self._line.runs_on(index, time):
                # "The war, which broke out in May 2023, has killed": the aside is what dates it.
                cost = min(cost, _RUNNING_ON)
            if time.kind in _WINDOWS and not _COME_ABOUT.search(text):
                cost += _UNFIT
            if cost <= _TOO_FAR:
                found.append((cost, position, time))
        return [time for _, _, time in sorted(found, key=lambda entry: entry[:2])]

    def _can_date(self, index: int, time: Time) -> bool:
        if time.kind in _NEVER or not self._line.is_usable(index, time):
            return False
        return time.kind != "duration" or self._line.is_window(index, time)

    def _is_running(self, draft: Draft, index: int) -> bool:
        """ "Monday's ambush brought to 18 the number of soldiers killed": the 18 were not killed on Monday.

        Not "Officials raised the death toll to 26": that is of the attack told of before.
        """
        if not self._line.dates_other_event(index):
            return False
        low = max(0, draft.quantity.start - draft.sentence.start)
        return day_totals.running(self._line.texts[index][max(0, low - 110) : low])

    def _within(self, index: int, time: Time) -> Mention[When] | None:
        """ "In August it killed dozens and the day before 9": counted from the time before it in the sentence."""
        if not isinstance(time.value, Shift) or time.mention.value.words.lower().endswith("after"):
            return None
        for earlier in reversed(self._line.times[index]):
            day = earlier.mention.value.date_from
            if earlier.mention.end <= time.mention.start and day and self._line.is_usable(index, earlier):
                return shifted(time, earlier.mention, day, time.value) or time.mention
        return None

    def _behind_shift(self, draft: Draft, index: int, main: Time) -> Mention[When] | None:
        """ "shelled the city on Monday, a day after forces killed 80 there": the 80 died the day before Monday."""
        first = min(draft.harm.start, draft.quantity.start)
        for time in self._line.times[index]:
            if main.mention.end <= time.mention.start and time.mention.end <= first:
                back = self._counted_back(time, main.mention)
                if back is not None:
                    return back
        return None

    def _counted_back(self, time: Time, told: Mention[When]) -> Mention[When] | None:
        """The day of what stands behind "a day after", from that of what stands before it."""
        day = told.value.date_from
        if day is None or not isinstance(time.value, Shift) or not ends_in_conjunction(time):
            return None
        count = time.value.count
        return shifted(time, told, day, replace(time.value, count=None if count is None else -count))

    # The time of another sentence.

    def _undated(self, index: int) -> Mention[When] | None:
        """The words of a time that no other sentence may date: "five-year conflict", "recent"."""
        sentence = self._report.sentences[index]
        found = day_totals.undated_words(sentence.text)
        if found is None:
            return None
        return Mention(When(found.group(), None, None), (sentence.at(*found.span()),), "dates/vague")

    def _carried(self, draft: Draft, told: Telling) -> Mention[When] | None:
        """The time of the event that the draft's sentence goes on with, or that the next sentences date."""
        said = self._line.said_on(told.index)
        if self._common is None:
            self._common = common_names([sentence.text for sentence in self._report.sentences])
        frame = self._line.frame
        best: tuple[float, int, Anchor] | None = None
        around = bisect_left(self._at, told.index)
        for anchor in self._line.anchors[max(0, around - _MOST_ANCHORS) : around + _MOST_ANCHORS]:
            first = anchor.days[0]
            if anchor.index == told.index or (said and first and first > said):
                continue
            if frame is not None and not self._same_paragraph(told.index, anchor.index):
                # Each item of a report that covers a period is of that period.
                continue
            needed = self._needed(draft, told, anchor)
            if needed is None:
                continue
            sure = likeness(told, anchor, self._common, self._main(anchor)) - self._passed(told, anchor)
            rank = (sure - needed, -abs(anchor.index - told.index))
            if rank[0] >= 0 and (best is None or rank > best[:2]):
                best = (*rank, anchor)
        if best is None:
            return frame.mention if frame is not None else None
        found = self._narrowest(best[2], told.index).mention
        return _of_two_days(draft, found) or self._up_to(draft, told.index, found) or found

    def _up_to(self, draft: Draft, index: int, told: Mention[When]) -> Mention[When] | None:
        """ "Fighting resumed on 5 September. 21 people were killed up to 11 September": from the one to the other."""
        first = told.value.date_from
        for time in self._line.times[index]:
            last = time.mention.value.date_to
            behind = draft.quantity.end <= time.mention.start
            # Not "17 bodies had been brought in by Wednesday": they died before that.
            if not time.mention.value.words.lower().startswith(_UP_TO):
                continue
            if (
                time.kind == "until"
                and behind
                and first
                and last
                and first < last
                and time not in self._line.said[index]
            ):
                words = f"{told.value.words} … {time.mention.value.words}"
                return Mention(When(words, first, last), ordered(*told.spans, *time.mention.spans), "dates/up-to")
        return None

    def _narrowest(self, anchor: Anchor, index: int) -> Anchor:
        """ "at the weekend" is "on Saturday" where the report goes on to say so."""
        within = [
            other
            for other in self._line.anchors[bisect_right(self._at, anchor.index) : bisect_right(self._at, index)]
            if other.days != anchor.days and _within(other.days, anchor.days)
        ]
        return within[-1] if within and not anchor.total and not anchor.wide else anchor

    def _same_paragraph(self, one: int, other: int) -> bool:
        sentences = self._report.sentences
        return sentences[one].passage.paragraph == sentences[other].passage.paragraph

    def _needed(self, draft: Draft, told: Telling, anchor: Anchor) -> float | None:
        """How surely the anchor must tell of the same event; None where it cannot date the draft at all."""
        have = bool(_HAVE.search(told.clause.low))
        away = told.index - anchor.index
        of_arrest = draft.harm.value in (Harm.DETAINED, Harm.ABDUCTED) or THE_EVENT.search(told.words.low) is not None
        if anchor.arrest and not of_arrest:
            return None
        if anchor.wide and away == 1 and day_totals.of_these(draft):
            return _IN_ITEM
        if anchor.wide and (have or day_totals.still_missing(draft, told.clause.low)):
            # "the attacks have led to many deaths": not in the one month named before.
            return None
        if self._line.frame is not None and away >= 0:
            return _IN_ITEM
        if away < 0:
            if self._line.frame is not None or anchor.total or told.index > self._opening:
                return None
            earlier = self._first_single is not None and self._first_single < told.index
            return _BACKWARD + 2 * earlier + (away < -3)
        if anchor.total:
            # "At least 281 have been wounded": the sentence after "has killed 66 since Tuesday".
            if away <= 2 and self._same_paragraph(told.index, anchor.index) and day_totals.of_a_period(draft):
                # "At least 1,500 soldiers lost their lives": after "Between 2013 and 2022 the army fought".
                return _FORWARD
            return None if away > 2 else _WINDOW_ON - 2 * (have and away == 1)
        return _FORWARD + 2 * anchor.wide + (draft.harm.value is Harm.DISPLACED)

    def _main(self, anchor: Anchor) -> float:
        """More where the report is about the anchor's day: the first that it dates an event by, most where the only."""
        if self._first_event is None or not _within(anchor.days, self._first_event):
            return 0.0
        return 2.0 if self._one_day else 1.0

    def _passed(self, told: Telling, anchor: Anchor) -> float:
        """How many other days the report speaks of between the claim and the anchor; none where both name a place."""
        if set(told.places) & set(anchor.words.places):
            return 0.0
        index = told.index
        low, high = sorted((index, anchor.index))
        between = set(self._days[bisect_right(self._at, low) : bisect_left(self._at, high)])
        return min(2.0, 1.0 * len(between - {anchor.days, None}))

    def _telling(self, draft: Draft, index: int) -> Telling:
        first = min(draft.quantity.start, draft.harm.start) - draft.sentence.start
        last = max(draft.quantity.end, draft.harm.end) - draft.sentence.start
        amount = draft.quantity.value.amount.of(self._report.document.text)
        return telling(index, draft.sentence, max(0, first), max(0, last), amount, self._opens(index))

    def _opens(self, index: int) -> bool:
        """Whether the sentence may begin another tale: it begins a paragraph, or the report is all one."""
        sentences = self._report.sentences
        paragraph = sentences[index].passage.paragraph
        if self._paragraphs <= _ONE_TALE or index == 0:
            return True
        return sentences[index - 1].passage.paragraph != paragraph


def _of_two_days(draft: Draft, told: Mention[When]) -> Mention[When] | None:
    """ "killed nineteen on the first day and the other 14 on the second", of the two days told of before."""
    if told.rule != "dates/two-days":
        return None
    end = max(draft.quantity.end, draft.quantity.value.amount.end)
    which = _WHICH_DAY.match(draft.sentence.document.text, end, draft.sentence.passage.span.end)
    if which is None:
        return None
    first = which["which"] == "first"
    day = told.value.date_from if first else told.value.date_to
    spans = ordered(told.spans[0 if first else -1], Span(*which.span("words")))
    return Mention(replace(told.value, date_from=day, date_to=day), spans, told.rule)


def _within(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether one time is the other or a part of it: "on Saturday", "at the weekend"."""
    if one == other or None in one or None in other:
        return one == other
    return bool(other[0] and one[0] and one[1] and other[1] and other[0] <= one[0] and one[1] <= other[1])
