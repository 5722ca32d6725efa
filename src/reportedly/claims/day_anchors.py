"""The sentences of a report that date an event, and how surely another sentence speaks of the same one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from reportedly import lexicon
from reportedly.claims.day_roles import any_of
from reportedly.extract.dates import Time
from reportedly.language import Sentence
from reportedly.model import Mention, When

_TABLE = lexicon.table("en", "dating")
EVENT_KINDS = frozenset(
    ("day", "figures", "weekday", "deictic", "range", "period", "ago", "month", "year", "season", "named-day", "feast", "window", "since")
)
TOTAL_KINDS = frozenset(("since", "window"))
_LONGEST_EVENT = timedelta(days=3)
_WIDE_KINDS = frozenset(("month", "year", "season", "period"))

HAPPENS = re.compile(rf"\b{any_of('events', 'event_verbs')}\b")
_DAY_S = r"(?:mon|tues|wednes|thurs|fri|satur|sun|yester)day['’]?s"
THE_EVENT = re.compile(rf"\b(?:the|this|that|these|those|both|its|their|latest|{_DAY_S})\s+(?:[\w'’-]+\s+){{0,3}}?(?P<event>{any_of('events')})\b")
_GOES_ON = re.compile(rf"\W*(?:[\w]+,\s+)?{any_of('continuing')}\b")
_TIES = re.compile(rf"\b{any_of('tying')}\b")
_PARTS = re.compile(rf"\b{any_of('parting')}\b")
_RECALLS = re.compile(rf"\b{any_of('recalling')}\b")
_NAME = re.compile(r"(?<![.!?\"“]\s)(?<!^)\b[A-Z][\w'’-]*[a-z][\w'’-]*")
_LOCATED = re.compile(
    r"\b(?:in|at|near|around|outside|inside|across|on|(?:town|village|city|province|district|neighbou?rhood|suburb|camp|area|region)s?\s+of)\s+"
    r"(?:the\s+)?(?:[a-z'’-]+\s+){0,4}?(?P<name>(?:[a-z]{2,3}-)?[A-Z][\w'’-]+(?:\s+(?:[a-z]{2,3}-)?[A-Z][\w'’-]+)*)"
)
_ASIDE = re.compile(r"\b(?:who|which|whose|where)\b")
_ALSO = re.compile(r"\balso\b")
_WORD = re.compile(r"[^\W\d_][\w-]{3,}")
_ENDING = re.compile(r"(?:ings?|ed|es|s|e)$")
_DATED_NAMES = frozenset(name for names in lexicon.table("en", "dates").values() for name in names)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A time that dates an event, and the stretch of its sentence that tells of the event."""

    index: int
    mention: Mention[When]
    kind: str
    text: str

    @property
    def total(self) -> bool:
        """Whether it is the window of a total and not the day of one event."""
        when = self.mention.value
        if self.kind == "range" and when.date_from and when.date_to:
            return when.date_to - when.date_from > _LONGEST_EVENT
        return self.kind in TOTAL_KINDS

    @property
    def wide(self) -> bool:
        return self.kind in _WIDE_KINDS


def anchors(index: int, sentence: Sentence, times: Sequence[Time]) -> list[Anchor]:
    """The times of a sentence that date an event, each with the words up to it (or from it, where it opens)."""
    found = []
    text = sentence.text
    times = [time for time in times if time.kind in EVENT_KINDS]
    for position, time in enumerate(times):
        low = times[position - 1].mention.end - sentence.start if position else 0
        high = len(text) if position + 1 == len(times) else times[position + 1].mention.start - sentence.start
        end = time.mention.end - sentence.start
        opens = len(text[low : time.mention.start - sentence.start].split()) <= 3
        aside = _ASIDE.search(text, end, high) if opens and position + 1 < len(times) else None
        told = text[low : aside.start() if aside else high if opens or position + 1 == len(times) else end]
        if not time.ahead and HAPPENS.search(told.lower()):
            found.append(Anchor(index, time.mention, time.kind, told))
    return found


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentence of a claim, and the clause of it that tells of the harm.

    `behind`: the clause stands behind "after" or "before" and so tells of another event than its sentence.
    """

    index: int
    text: str
    clause: str
    quantity: str
    behind: bool = False


def likeness(telling: Telling, anchor: Anchor, common: frozenset[str]) -> float:
    """How surely the claim's sentence tells of the anchor's event; below 0 it tells of another.

    `common` are the names that stand all over the report and tie nothing.
    """
    score = 0.0
    low = telling.text.lower()
    behind = anchor.index < telling.index
    event = THE_EVENT.search(low if behind else anchor.text.lower())
    if event and not telling.behind:
        score += 3 if behind or anchor.index - telling.index == 1 else 2
    if behind and (_GOES_ON.match(low) or _TIES.search(low)):
        score += 2
    if not behind and _TIES.search(low):
        score += 1
    names, theirs = _names(telling.text) - common, _names(anchor.text)
    score += min(3.0, 1.5 * len(names & theirs))
    score += min(3.0, 1.0 * len(_stems(telling.clause) & _stems(anchor.text)))
    if telling.quantity.lower() in anchor.text.lower() and len(telling.quantity) > 3:
        score += 2
    if _PARTS.search(low):
        score -= 3
    if behind and _RECALLS.search(anchor.text.lower()):
        score -= 2
    beside = anchor.index == telling.index - 1
    score += 1.0 * beside
    if _elsewhere(telling, anchor):
        score -= 2 if beside and _ALSO.search(low) else 4
    return score - 0.5 * min(3, abs(anchor.index - telling.index) - 1)


def _elsewhere(telling: Telling, anchor: Anchor) -> bool:
    """Whether both name places and share none."""
    own, theirs = located(telling.text), located(anchor.text)
    anchor_names = {word for name in theirs for word in name.split()} | _names(anchor.text)
    return bool(own and theirs) and not any(word in anchor_names for name in own for word in name.split())


def located(text: str) -> list[str]:
    """Names behind a preposition of place; a weekday or month is none."""
    names = [match["name"].removesuffix("'s").removesuffix("’s") for match in _LOCATED.finditer(text)]
    return [name for name in names if name.split()[0].lower() not in _DATED_NAMES and name.lower().rstrip("s") not in _COUNTRIES]


def common_names(texts: Sequence[str]) -> frozenset[str]:
    """Names that stand in more than a third of the sentences."""
    counts: dict[str, int] = {}
    for text in texts:
        for name in _names(text):
            counts[name] = counts.get(name, 0) + 1
    return frozenset(name for name, count in counts.items() if count > max(3, len(texts) / 3))


def _names(text: str) -> set[str]:
    return {
        word.removesuffix("'s").removesuffix("’s") for word in _NAME.findall(text) if word.lower().rstrip("s'’") not in _DATED_NAMES
    }


def _stems(text: str) -> set[str]:
    """Ordinary words without their endings: "airstrikes" and "strike" share one."""
    found = set()
    for word in _WORD.findall(text):
        if word[0].islower() and word not in _DATED_NAMES and word not in _PLAIN:
            found.add(_ENDING.sub("", word).removeprefix("air"))
    return found


_COUNTRIES = frozenset(name.rstrip("s") for name in _TABLE["countries"])
_PLAIN = frozenset(_TABLE["plain"])
