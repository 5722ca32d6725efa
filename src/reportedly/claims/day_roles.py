"""What a time in a sentence dates: the saying, a comparison, another event, or this harm. Read off the words around it.

The parser is not asked: in rough text it hangs "Thursday" on whichever verb is near, and the words tell.
All texts here are in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly import lexicon

_TABLE = lexicon.table("en", "dating")


def any_of(*names: str) -> str:
    """The words of these lists of the table as one alternation, the longest first."""
    return f"(?:{lexicon.alternatives(word for name in names for word in _TABLE[name])})"


_SAYING = re.compile(rf"\b{any_of('saying')}\b")
_TAKES_OBJECT = frozenset(_TABLE["taking_objects"])
_ABOUT_EVENTS = frozenset(_TABLE["about_events"])
_HAPPENING = re.compile(rf"\b(?:{any_of('events', 'event_verbs')}|that|had|was|were|have|has|when|after)\b|\d")
_ADVERBS = re.compile(r"(?:\s+(?:late|early|earlier|again|also|separately|later|publicly|as|on))*\s*")
_SHORT_OBJECT = re.compile(r"(?:\s+(?!that\b)[a-z'’-]+){1,6}\s*")
_ACCUSING = frozenset(("accused", "blamed", "urged", "called"))
_WHOM = re.compile(r"(?:\s+(?!of\b|for\b|that\b|to\b|on\b|over\b)[a-z'’-]+){1,6}\s+(?:on\s+)?")
_WAY = re.compile(r"\s+(?:in|on|via|by|from|to|at|during|through|with)\s")
_SAYINGS_BEFORE = re.compile(
    rf"\b{any_of('sayings')}\s*\W?\s*"
    r"(?:(?:issued|released|published|posted|sent|made|dated|carried|broadcast|aired)\b[^,;.]{0,30})?$"
)
# "in a Friday statement", "officials on Monday raised the death toll"
_SAYINGS_AFTER = re.compile(
    rf"\s+(?:{any_of('sayings', 'saying')}\b"
    r"|(?:raised|revised|put|lowered|updated|increased|cut)\s+(?:the|its|their)\s+(?:\w+\s+){0,2}(?:toll|count|figure|number|estimate|tally))"
)
# "the death toll rose to 11 on Wednesday": the count's day
_TOLL_MOVED = re.compile(
    r"\b(?:toll|number|count|figure|total|tally)\b[^.;]{0,90}?\b(?:rose|risen|rises|climbed|climbs|increased|jumped|reached"
    r"|stood|stands|went\s+up|grew|grown|passed|surpassed)\b[^.;,]{0,40}$"
)
# "a woman born in 1951", "the base, built in 2004"
_BIOGRAPHY = re.compile(
    r"\b(?:born|founded|established|built|graduated|retired|elected|formed|created|married|appointed|inaugurated|dug|opened"
    r"|launched|adopted|signed|independence|joined)\s+(?:\w+\s+){0,2}$"
)
_ACCORDING = re.compile(r"\baccording\s+to((?:\s+[^\s,;.]+){1,8})\s*$")
_FRONT = re.compile(
    r"(?:^|[;.\"“]\s*"
    r"|^\W*(?:also|but|and|earlier|later|then|meanwhile|in|separately|late|early|however)\W+(?:[\w ]{0,25}\W+)?)"
    r"(?:late\s+|early\s+|earlier\s+)?$"
)
_SUBJECT = re.compile(rf"[\s,]*(?P<who>(?:[^\s,;.]+[\s,]+){{1,12}}?)(?P<verb>{any_of('saying')})\b")
# "stands at 312,000, up from 290,000 in December"
_COMPARED_WITH = re.compile(r"\b(?:up|down)\s+from\b|\bcompared\s+(?:with|to)\b|\b(?:against|from|versus)\s+\d")
_AGAINST = re.compile(r"\b(?:against|from|versus|compared\s+(?:with|to))\s*$")
_COMPARED = re.compile(
    r"\b(?:worst|deadliest|bloodiest|heaviest|largest|biggest|highest|lowest|first|fiercest|longest|most|only|greatest"
    r"|sharpest|strongest|fewest|lethal)\b[^,.;:]*$"
)
_AFTERWARDS = re.compile(r"\b(?:after|before|following|since|ahead\s+of)\s+(?:\w+\s+)?$")
_EVENT = re.compile(rf"\b{any_of('events')}\b")
_ROUGH_POSSESSIVE = re.compile(r"\w+days$")

# "down by a third from last year's record": what a comparison is made with dates nothing.
_MEASURED_FROM = ("from ", "than ", "against ", "versus ", "with ", "to ", " in ", " the ")
_MEASURED = re.compile(
    r"(?:\d%|\b(?:per\s?cent|percent|third|half|quarter|fallen|fell|dropped|risen|rose|up|down|increased?|decreased?|declined?|lower|higher|more"
    r"|fewer|less)\b)[^.;,]{0,40}\b(?:from|than|against|versus|compared\s+(?:with|to))\s+(?:in\s+|the\s+)?$"
)

# In words: how much farther a comma, a new clause and so on put a time from its harm. Tuned on the development gold and
# tests/cases/dates_dating.toml; `benchmarks/quality.py` measures again.
_COMMA, _CLAUSE, _STOP, _ASIDE, _OUT = 4.0, 5.0, 15.0, 12.0, 45.0
_SUBORDINATOR = re.compile(
    r"\b(?:after|before|which|who|whose|where|while|as|because|since|although|but|amid|following)\b"
)
_BREAK = re.compile(r":|\s[-–—]+\s|—|[.!?][\"”]?\s")
_RELATIVE = re.compile(r"\b(?:who|which|whose|where)\b")
_OPENS_ASIDE = re.compile(r"\b(\w+)\s*,?\s+(?:which|who|where|whose)\b(?!.*\b(?:which|who|where|whose)\b)")
_EVENTS = frozenset((*_TABLE["events"], *_TABLE["wars"]))
# "a border that was drawn in 1907": the word before the pronoun, and what the clause says up to the time.
_PRONOUN = re.compile(
    r"(?P<noun>[\w'’-]+),?\s+(?P<which>who|whom|which|whose|where|that)\s+(?P<told>(?:[^.;:,]|[.,](?=\d))*)$"
)
_TELLS = re.compile(
    rf"\b(?:{any_of('events', 'event_verbs', 'wars', 'beginnings')}|refuge|shelter\w*|abandon\w*|homes)\b"
)
# Of these kinds a time in such a clause is of the past that it tells of; a day may be that of the harm itself: "killed
# people who had gathered for bread on Tuesday".
_PAST_KINDS = frozenset(("month", "year", "season", "ago", "period", "since", "window", "decade"))
_BEFORE_NOW = re.compile(r"\b(?:earlier|before|previously|previous|prior)\b")
# "in retaliation for the killing of their leader two days earlier"
_REPAYING = ("retaliat", "reveng", "repris", "response", "retribution", "aveng")
_REPAID = re.compile(
    r"\b(?:retaliation|revenge|reprisals?|response|retribution|avenge|avenging)\s+(?:for|to|of)?\b[^.;:]*$"
)


def dates_saying(text: str, start: int, end: int) -> bool:
    """Whether the time at `text[start:end]` dates only the saying.

    >>> text = "12 were killed, a monitor said on sunday"
    >>> dates_saying(text, text.index("on sunday"), len(text))
    True
    """
    if text[end : end + 2] in ("'s", "’s") or _ROUGH_POSSESSIVE.match(text, start, end):
        # "said Saturday's attack"
        return False
    before = text[max(0, start - 140) : start]
    if _SAYINGS_AFTER.match(text, end) and not _HAPPENING.search(re.split(r"[.;:,]", before)[-1]):
        return True
    according = _ACCORDING.search(before)
    if (
        _SAYINGS_BEFORE.search(before)
        or _TOLL_MOVED.search(before)
        or (according and not _HAPPENING.search(according.group(1)))
    ):
        return True
    verb = _last(_SAYING.finditer(before))
    if verb is not None:
        between = before[verb.end() :]
        if _ADVERBS.fullmatch(between) or (verb.group() in _ABOUT_EVENTS and _SHORT_OBJECT.fullmatch(between)):
            return True
        if not re.search(r"[,;:.]", between) and len(between.split()) <= 9 and not _HAPPENING.search(between):
            if verb.group() in _ACCUSING and _WHOM.fullmatch(between):
                # "accused Pakistan on Monday of killing 13 people"
                return True
            if verb.group() in ("told", "tells", "briefed", "informed"):
                return True
            if verb.group() not in _TAKES_OBJECT and _WAY.match(between):
                return True
    return _fronts_saying(text, start, end)


def _last(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in matches:
        last = match
    return last


def _fronts_saying(text: str, start: int, end: int) -> bool:
    """ "On Monday the Observatory said", not "On Saturday a raid wounded five, the Observatory said"."""
    if not _FRONT.search(text[:start]):
        return False
    subject = _SUBJECT.match(text, end)
    return bool(subject and not _HAPPENING.search(subject["who"]))


def compares(text: str, start: int) -> bool:
    """Whether the time ends a comparison: "the deadliest attack since 2016"."""
    return bool(_COMPARED.search(text[max(0, start - 80) : start]))


def measures(text: str, start: int) -> bool:
    """Whether the time is what a change is measured from: "fallen by 31% from last year"."""
    return text.endswith(_MEASURED_FROM, 0, start) and bool(_MEASURED.search(text, max(0, start - 80), start))


def of_a_life(text: str, start: int) -> bool:
    """Whether the time is of somebody's or something's past: "a man born in 1951"."""
    return bool(_BIOGRAPHY.search(text, max(0, start - 40), start))


def of_a_past(text: str, start: int, end: int, kind: str) -> bool:
    """Whether the time is in a clause on the past of somebody or something, which tells of no harm.

    >>> text = "he was hurt at a border that france drew in 1907"
    >>> of_a_past(text, text.index("1907"), len(text), "year")
    True
    """
    back = kind == "shift" and _BEFORE_NOW.search(text, start, end) is not None
    if not back and kind not in _PAST_KINDS:
        return False
    before = text[max(0, start - 90) : start]
    clause = _PRONOUN.search(before) if " wh" in before or " that " in before else None
    if clause is None or clause["noun"] in _EVENTS or _TELLS.search(clause["told"]):
        return False
    if _EVENT.search(" ".join(text[end : end + 50].split()[:3])):
        # "who is behind the December 2023 bombing of a church"
        return False
    # "said that it had taken the town in May" tells of the event itself.
    return clause["which"] != "that" or not _SAYING.search(before, max(0, clause.start() - 25), clause.end("noun"))


def of_what_is_repaid(text: str, start: int) -> bool:
    """Whether the time is of the deed that this one repays: "in revenge for an attack on Monday"."""
    before = text[max(0, start - 90) : start]
    return any(word in before for word in _REPAYING) and _REPAID.search(before) is not None


# "was arrested on Monday evening", "three were freed on Wednesday": the day of what was done to them since.
_DONE_SINCE = re.compile(
    r"\b(?:freed|released|rescued|repatriated|arrested|charged|sentenced|convicted|jailed|indicted|extradited"
    r"|discharged)\s+(?:(?:late|early|on|in|again|from\s+hospital)\s+){0,2}$"
)
# "killed a commander who took part in the October 7 assault"
_TOOK_PART = re.compile(
    r"\b(?:who|which|that)\s+(?:(?:had|has|also|allegedly|reportedly)\s+){0,2}(?:took\s+part|taken\s+part"
    r"|participated|(?:was|were|been)\s+(?:involved|implicated|behind|responsible))\b[^.;,]{0,60}$"
    r"|\b(?:accused|suspected|convicted)\s+of\s+(?:taking\s+part|participating|involvement|being\s+involved)\b[^.;,]{0,60}$"
)


def of_done_since(text: str, start: int, harm: tuple[int, int]) -> bool:
    """Whether the time is of a release or an arrest that is not the harm: "abducted five … freed on Wednesday"."""
    done = _DONE_SINCE.search(text, max(0, start - 50), start)
    return done is not None and not (harm[0] < done.end() and done.start() < harm[1])


# "held hostage in Nduga, where the rebels kidnapped a pilot in 2023": another deed, of another time.
_ANOTHER_DEED = re.compile(
    rf"\b[\w'’-]+,\s+(?:where|which|who)\b[^.;:]{{0,60}}?\b{any_of('event_verbs')}\b[^.;:]{{0,60}}$"
)
_WIDE_KINDS = frozenset(("month", "year", "season"))


def of_deed_told_aside(text: str, start: int, kind: str, behind: int) -> bool:
    """Whether a month or year stands in an aside behind the harm that tells of another deed."""
    return kind in _WIDE_KINDS and behind < start and _ANOTHER_DEED.search(text, behind, start) is not None


def of_part_taken(text: str, start: int) -> bool:
    """Whether the time is of an old attack in which the victim had a hand."""
    return _TOOK_PART.search(text, max(0, start - 110), start) is not None


def of_another(text: str, start: int, end: int) -> bool:
    """Whether the time belongs to something that the harm only came after: "after Thursday's court ruling"."""
    if not (text[end : end + 2] in ("'s", "’s") or _ROUGH_POSSESSIVE.match(text, start, end)):
        return False
    named = " ".join(text[end + 2 : end + 60].split()[:4])
    return bool(_AFTERWARDS.search(text, max(0, start - 25), start)) and not _EVENT.search(named)


def distance(text: str, time: tuple[int, int], figure: tuple[int, int], harm: tuple[int, int]) -> float:
    """How far a time stands from a figure and its harm: in words, and more over commas, clauses and asides."""
    low, high = min(figure[0], harm[0]), max(figure[1], harm[1])
    if time[0] < high and low < time[1]:
        # "killed on Friday 12 people"; in "killed 63 last year, against 88 in 2023" the second figure has its own.
        near = text[time[1] : figure[0]] if time[1] <= figure[0] else text[figure[1] : time[0]]
        return 0.5 * len(near.split()) + _OUT * bool(time[1] <= figure[0] and _AGAINST.search(near))
    before = time[1] <= low
    between = text[time[1] : low] if before else text[high : time[0]]
    # "rescued on Sunday 137 pupils who were abducted on March 7": between figure and harm begins another clause.
    inner = text[figure[1] : harm[0]] if before and figure[1] <= harm[0] else ""
    cost = _ASIDE * len(_RELATIVE.findall(inner))
    cost += float(len(between.split()))
    cost += _COMMA * between.count(",") + _CLAUSE * len(_SUBORDINATOR.findall(between))
    cost += _STOP * len(_BREAK.findall(between))
    # "722 were killed in May; 615 were injured": a time goes on over a semicolon, and never back over one.
    cost += between.count(";") * (_CLAUSE if before else _OUT) + _OUT * (":" in between and not before)
    if not before and _COMPARED_WITH.search(between):
        cost += _OUT
    if before and cost > 3:
        # "the coalition, which launched an air war last September, said that strikes killed 12"
        opening = _OPENS_ASIDE.search(text, max(0, time[0] - 80), time[0])
        if opening and "," not in text[opening.end() : time[0]] and opening.group(1) not in _EVENTS:
            # "The front, which has fought the government since 2019, said that it had killed 10": the aside is closed.
            cost += _OUT if text[time[1] : time[1] + 1] == "," else _ASIDE
    elif not before:
        opening = _OPENS_ASIDE.search(between)
        if opening and opening.group(1) not in _EVENTS:
            cost += _ASIDE
    return cost
