"""The sentences of a report that date an event, and how surely another sentence speaks of the same one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from reportedly import lexicon
from reportedly.claims.day_roles import any_of
from reportedly.extract.dates import Time
from reportedly.language import Sentence
from reportedly.model import Mention, When

_TABLE = lexicon.table("en", "dating")
EVENT_KINDS = frozenset(
    (
        "day", "figures", "weekday", "deictic", "range", "period", "ago", "month", "year", "season", "named-day",
        "feast", "window", "since",
    )
)  # fmt: skip
TOTAL_KINDS = frozenset(("since", "window"))
_WIDE_KINDS = frozenset(("month", "year", "season", "period"))
_LONGEST_EVENT = timedelta(days=3)
_LONGEST_SPELL = timedelta(days=7)

HAPPENS = re.compile(rf"\b{any_of('events', 'event_verbs')}\b")
# What is done with the dead and the hurt has its own day.
AFTERMATH = re.compile(r"\b(?:buried|burying|burials?|funerals?|laid\s+to\s+rest|mourners)\b")
# "The bodies of 15 were found the next morning": "the same day" after it is that of the killing.
FOUND = re.compile(r"\b(?:bodies|corpses|remains)\b[^.;]{0,80}\b(?:found|discovered|recovered)\b")
_CLAUSE_END = re.compile(r"[,;:]|\b(?:when|after|before|while|where|since)\b")
# A death of wounds has its own day too, and gives it to nobody else; so has a rescue, but for a raid that freed them.
_LATER = re.compile(
    r"\bsuccumb\w*|\bdied\s+of\s+(?:his|her|their|the)?\s*(?:\w+\s+)?(?:wounds|injuries)|\bdied\s+(?:later|in\s+hospital)|\bof\s+the\s+(?:wounded|injured)\s+(?:\w+\s+){0,2}died"
    r"|\bremain\w*\s+in\b|\bintensive\s+care\b"
    # "Thirteen people were still missing on Thursday", "rescuers were still digging": how it stood then.
    r"|\bstill\s+(?:missing|unaccounted|trapped|searching|digging|looking|in\s+hospital)\b"
    r"|\b(?:rescuers|crews)\b[^.;,]{0,20}\b(?:search\w*|dug|digging)\b"
)
_RESCUE = re.compile(r"\b(?:rescued|freed)\b")
# "A third attacker was detained early on Tuesday": the arrest has its own day, and gives it to no death.
_ARREST = re.compile(r"\b(?:detained|arrested)\b")
_HARMED = re.compile(rf"\b(?:{any_of('events')}|killed|wounded|injured|dead|died|fired|opened)\b")
# "on its Amaq news agency" is no place.
_OUTLET = re.compile(r"\s+(?:news|television|radio|newspaper|channel|agency|website|magazine|media)\b")
_EVENT = re.compile(rf"\b{any_of('events')}\b")
_DAY_S = r"(?:mon|tues|wednes|thurs|fri|satur|sun|yester)day['’]?s"
THE_EVENT = re.compile(
    rf"\b(?:the|this|that|these|those|both|its|their|latest|{_DAY_S})\s+(?:[\w'’-]+\s+){{0,3}}?{any_of('events')}\b"
)
_GOES_ON = re.compile(rf"\W*(?:\w+,\s+)?{any_of('continuing')}\b")
_TIES = re.compile(rf"\b{any_of('tying')}\b")
_PARTS = re.compile(rf"\b{any_of('parting')}\b")
_SEPARATE = re.compile(rf"\b(?:in|by)\s+(?:a|another)\s+separate\s+(?:[\w'’-]+\s+){{0,2}}?{any_of('events')}\b")
_RECALLS = re.compile(rf"\b{any_of('recalling')}\b")
_OVERALL = re.compile(
    r"\b(?:spoke\s+of|in\s+all|in\s+total|altogether|overall|(?:death\s+)?tolls?|number\s+of\s+(?:dead|deaths|killed))\b"
)
_ALSO = re.compile(r"\balso\b")
_ASIDE = re.compile(r"\b(?:who|which|whose|where)\b")
_CUT = re.compile(r"[,;:.]|\b(?:after|before|while|as|when|but|and)\b")
_ON_WHOSE_WORD = re.compile(r"[,;:]|\b(?:said|says|according|told)\b")
_NAME = re.compile(r"(?<![.!?\"“]\s)(?<!^)\b[A-Z][\w'’-]*[a-z][\w'’-]*")
_LOCATED = re.compile(
    r"\b(?i:in|at|near|around|outside|inside|across|on"
    r"|(?:town|village|city|province|district|neighbou?rhood|suburb|camp|area|region)s?\s+of)\s+"
    r"(?:the\s+)?(?:[a-z'’-]+\s+){0,4}?(?P<name>(?:[a-z]{2,3}-)?[A-Z][\w'’-]+(?:\s+(?:[a-z]{2,3}-)?[A-Z][\w'’-]+)*)"
)
_CARE = re.compile(r"(?i:hospitals?|clinics?|morgue|evacuated\s+to|fled\s+to|refuge)\b")
_WORD = re.compile(r"[^\W\d_][\w-]{3,}")
_ENDING = re.compile(r"(?:ings?|ed|es|s|e)$")
_STEMS = {"struck": "strik", "shot": "shoot", "fought": "fight", "fled": "flee"}
_POSSESSIVE = re.compile(r"['’]s$")
_DATED_NAMES = frozenset(name for names in lexicon.table("en", "dates").values() for name in names)
_COUNTRIES = frozenset(name.rstrip("s") for name in _TABLE["countries"])
_PLAIN = frozenset(_TABLE["plain"])


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text by what two tellings of one event share: names, places, ordinary words without endings."""

    low: str
    names: frozenset[str]
    places: tuple[str, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A time that dates an event, and the stretch of its sentence that tells of the event."""

    index: int
    mention: Mention[When]
    kind: str
    text: str

    @property
    def words(self) -> Words:
        return words(self.text)

    @property
    def happens(self) -> bool:
        """Whether its words name an attack or a harm; else it dates what may be the setting of one."""
        return HAPPENS.search(self.text.lower()) is not None

    @property
    def arrest(self) -> bool:
        """Whether its words tell of an arrest and of nothing else that was done."""
        low = self.text.lower()
        return _ARREST.search(low) is not None and _HARMED.search(low) is None

    @property
    def days(self) -> tuple[date | None, date | None]:
        return self.mention.value.date_from, self.mention.value.date_to

    @property
    def total(self) -> bool:
        """Whether it is the window of a total and not the day of one event."""
        first, last = self.days
        if self.kind == "range" and first and last:
            return last - first > _LONGEST_EVENT
        return self.kind in TOTAL_KINDS

    @property
    def wide(self) -> bool:
        """Whether it is a month, a year or a season, in which more than one event has place."""
        first, last = self.days
        if first and last:
            return last - first > _LONGEST_SPELL and not self.total
        return self.kind in _WIDE_KINDS


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentence of a claim, and the clause of it that tells of the harm.

    `behind`: the clause stands behind "after" or "before" and so tells of another event than its sentence. `opens`: the
    sentence begins a paragraph, or the report has none, so that it may begin the telling of another event.
    """

    index: int
    words: Words
    clause: Words
    amount: str
    behind: bool
    opens: bool
    places: tuple[str, ...]


def of_the_dead(text: str, start: int, end: int) -> bool:
    """Whether the clause of the time at `text[start:end]` is on a burial. `text` in small letters."""
    return AFTERMATH.search(text) is not None and AFTERMATH.search(_clause(text, start, end)) is not None


def _clause(text: str, start: int, end: int) -> str:
    """The clause around `text[start:end]`."""
    cuts = [match.end() for match in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    return text[cuts[-1] if cuts else 0 : after.start() if after else len(text)]


def anchors(index: int, sentence: Sentence, times: Sequence[Time]) -> list[Anchor]:
    """The times of a sentence that date an event, each with the words up to it (or from it, where it opens)."""
    found = []
    text = sentence.text
    times = [time for time in times if time.kind in EVENT_KINDS]
    for position, time in enumerate(times):
        last = position + 1 == len(times)
        low = times[position - 1].mention.end - sentence.start if position else 0
        high = len(text) if last else times[position + 1].mention.start - sentence.start
        end = time.mention.end - sentence.start
        opens = len(text[low : time.mention.start - sentence.start].split()) <= 3
        aside = _ASIDE.search(text, end, high) if opens and not last else None
        told = text[low : aside.start() if aside else high if opens or last else end]
        clause = _ASIDE.split(told.lower())[0 if opens else -1]
        rescue = _RESCUE.search(clause) and not _EVENT.search(clause)
        if time.ahead or rescue or AFTERMATH.search(text.lower()):
            continue
        if _LATER.search(clause) and _LATER.search(_clause(text.lower(), time.mention.start - sentence.start, end)):
            continue
        anchor = Anchor(index, time.mention, time.kind, told)
        if anchor.happens or not (anchor.wide or anchor.total):
            found.append(anchor)
    return found


def telling(index: int, sentence: Sentence, first: int, last: int, amount: str, opens: bool) -> Telling:
    """The telling of a harm whose words stand from `first` to `last` in its sentence."""
    cuts = list(_CUT.finditer(sentence.text, 0, first))
    after = _CUT.search(sentence.text, last)
    clause = sentence.text[cuts[-1].end() if cuts else 0 : after.start() if after else len(sentence.text)]
    behind = bool(cuts and cuts[-1].group() in ("after", "before"))
    # What comes after the clause is mostly on whose word: "…, the prosecutor in Sarh said".
    whose = _ON_WHOSE_WORD.search(sentence.text, last)
    place = words(sentence.text[: whose.start()] if whose else sentence.text)
    return Telling(index, words(sentence.text), words(clause), amount.lower(), behind, opens, place.places)


@lru_cache(maxsize=4096)
def words(text: str) -> Words:
    return Words(text.lower(), _names(text), _places(text), _stems(text))


def likeness(telling: Telling, anchor: Anchor, common: frozenset[str], main: float = 0.0) -> float:
    """How surely the claim's sentence tells of the anchor's event; below 0 it tells of another.

    `common` are the names that stand all over the report and tie nothing; `main` is more than 0 where the anchor's is
    the day that the report is about. The weights were set on the development gold and tests/cases/dates_*.toml;
    `benchmarks/quality.py` measures them again.
    """
    score = 0.0
    low, told = telling.words.low, anchor.words.low
    behind = anchor.index < telling.index
    if not telling.behind and THE_EVENT.search(low if behind else told):
        score += 3 if behind or anchor.index - telling.index == 1 else 2
    if _TIES.search(low) or (behind and _GOES_ON.match(low)):
        score += 2 if behind else 1
    score += min(3.0, 1.5 * len((telling.words.names - common) & anchor.words.names))
    score += min(3.0, 1.0 * len(telling.clause.stems & anchor.words.stems))
    if len(telling.amount) > 3 and telling.amount in told:
        score += 2
    if _PARTS.search(low):
        # "Three died in a separate strike": the list of one day goes on in its paragraph.
        score -= 1 if not telling.opens and _SEPARATE.search(low) else 3
    if behind and _RECALLS.search(told):
        score -= 2
    if not anchor.happens:
        score -= 1
    beside = anchor.index == telling.index - 1
    score += 1.0 * beside
    score += main * (2.5 if _OVERALL.search(low) else 1.0)
    if telling.opens and _elsewhere(telling.places, anchor.words):
        score -= 2 if beside and _ALSO.search(low) else 4
    elif not telling.opens and _elsewhere(telling.clause.places, anchor.words):
        score -= 1
    return score - 0.5 * min(2, abs(anchor.index - telling.index) - 1)


def elsewhere(text: str, other: str) -> bool:
    """Whether a sentence names places, and none of those that another names.

    >>> elsewhere("Clinics in Pieri treated 56.", "Raiders attacked camps in Manyabol.")
    True
    """
    own = words(text).places
    return bool(own) and _elsewhere(own, words(other))


def _elsewhere(own: tuple[str, ...], others: Words) -> bool:
    """Whether both name places and share none."""
    if not own or not others.places:
        return False
    known = {word for name in others.places for word in name.split()} | others.names
    return not any(word in known for name in own for word in name.split())


def common_names(texts: Sequence[str]) -> frozenset[str]:
    """Names that stand in more than a third of the sentences."""
    counts: dict[str, int] = {}
    for text in texts:
        for name in _names(text):
            counts[name] = counts.get(name, 0) + 1
    return frozenset(name for name, count in counts.items() if count > max(3, len(texts) / 3))


def _places(text: str) -> tuple[str, ...]:
    """Names behind a preposition of place; a weekday, month or country is none, nor where the hurt were brought."""
    names = [
        _POSSESSIVE.sub("", match["name"])
        for match in _LOCATED.finditer(text)
        if not _CARE.search(text, max(0, match.start() - 30), match.end() + 12) and not _OUTLET.match(text, match.end())
    ]
    return tuple(
        name
        for name in names
        if name.split()[0].lower() not in _DATED_NAMES and name.lower().rstrip("s") not in _COUNTRIES
    )


def _names(text: str) -> frozenset[str]:
    found = (_POSSESSIVE.sub("", word) for word in _NAME.findall(text))
    return frozenset(name for name in found if name.lower().rstrip("s") not in _DATED_NAMES)


def _stems(text: str) -> frozenset[str]:
    """Ordinary words without their endings: "airstrikes" and "strike" share one."""
    plain = (
        word for word in _WORD.findall(text) if word[0].islower() and word not in _DATED_NAMES and word not in _PLAIN
    )
    stems = (_ENDING.sub("", word).removeprefix("air") for word in plain)
    return frozenset(_STEMS.get(stem, stem) for stem in stems)
