"""Tolls in words, and as one JSON object each. What `toll_page` shows of a toll comes from that object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reportedly.evidence import Event
from reportedly.interchange import Row
from reportedly.model import Harm, Unit
from reportedly.render.words import shown
from reportedly.sources import OriginRange
from reportedly.tolls import Conflict, Kind, Line, Ruling, Toll
from reportedly.tolls.naming import name, spoken
from reportedly.tolls.variables import days_words

_DEEDS = {
    Harm.KILLED: ("was killed", "were killed"),
    Harm.INJURED: ("was injured", "were injured"),
    Harm.KILLED_OR_INJURED: ("was killed or injured", "were killed or injured"),
    Harm.KILLED_OR_MISSING: ("was killed or is missing", "were killed or are missing"),
    Harm.MISSING: ("is missing", "are missing"),
    Harm.ABDUCTED: ("was abducted", "were abducted"),
    Harm.DETAINED: ("was detained", "were detained"),
    Harm.DISPLACED: ("was driven from home", "were driven from their homes"),
}
_OPENINGS = {
    Kind.CONTRADICTION: "These cannot both be right",
    Kind.TENSION: "These may not fit together",
}
_ONE = {"people": "person", "children": "child", "wounded": "wounded", "dead": "dead", "police": "police"}
_MOST_VOICES = 4
# "Hundreds of people", but "several people".
_COUNTED_OF = re.compile(r"(?:dozens|scores|hundreds|thousands|millions|tens|numbers?|couple|handful|group|score)$")
# As `days_words` writes them: "9 February 2024", "28 February to 1 March 2024".
_DAYS = re.compile(r"\d{1,2}(?:-\d{1,2})? \w+(?: \d{4})?(?: to \d{1,2} \w+)?(?: \d{4})?")
_SEVERAL = re.compile(r"-| to ")
_ON = re.compile(r"\b(?:coast|border|road|highway|bridge|islands?|front ?line|outskirts)\b", re.IGNORECASE)


# --- sentences


def sentence(toll: Toll) -> str:
    """The toll of each harm in a sentence or two, for reading aloud."""
    return " ".join(sentences(toll))


def sentences(toll: Toll) -> list[str]:
    """`sentence`, harm by harm."""
    harms = dict.fromkeys((line.harm, line.unit) for line in toll.lines)
    heads = [line for harm, unit in harms if (line := toll.line(harm, None, unit)) is not None]
    told = []
    for line in heads:
        # Where and when is said once, and again for a harm that is told of another part of it.
        said = line is not heads[0] and line.within == heads[0].within
        told.append(shown(_told(line, "" if said else _where(line, toll.event))))
    return told or [f"No claim{_whereabouts(toll.event)} gives a figure."]


def explanation(toll: Toll) -> list[str]:
    """Paragraphs for somebody who knows no statistics: what is known, on whose word, what was left out, and why."""
    harms = dict.fromkeys((line.harm, line.unit) for line in toll.lines)
    paragraphs = []
    for harm, unit in harms:
        head = toll.line(harm, None, unit)
        assert head is not None
        parts = [line for line in toll.lines if line.harm is harm and line.unit is unit and line is not head]
        told = [
            _told(head, _where(head, toll.event)),
            *_reasons(head),
            *(_among(line) for line in parts if line.stated or line.amounts),
        ]
        paragraphs.append(" ".join(part for part in told if part))
    if toll.conflicts:
        paragraphs.append(" ".join(_conflict(one) for one in toll.conflicts))
    paragraphs.append(_left_out(toll))
    if toll.grade is not None:
        paragraphs.append(f"Graded {toll.grade.value}: {toll.grade_why}.")
    return [shown(paragraph) for paragraph in paragraphs if paragraph]


def _told(line: Line, where: str) -> str:
    opening, _, tail = _amount(line).partition("; ")
    derived = " This follows from figures of parts; no source says it." if line.derived and line.known else ""
    marks = f", {' and '.join(line.marks)}" if line.marks else ""
    tail = f"; {tail}" if tail else ""
    return f"{opening}{where}{marks}{tail}.{derived}{_voices(line)}"


def _where(line: Line, event: Event) -> str:
    """Where and when, of the whole event or of the part that the figures speak of."""
    if line.within and _DAYS.fullmatch(line.within):
        # Figures of some days are told with these, not with all days of the event.
        return _whereabouts(event, line.within)
    return _whereabouts(event) + _in(line.within)


def _amount(line: Line) -> str:
    """The bounds in words.

    An unknown number is never 0: "How many people were killed is not known."
    """
    one, many = _DEEDS[line.harm]
    people = {Unit.PERSON: line.victims, Unit.FAMILY: "families", Unit.HOUSEHOLD: "households"}[line.unit]
    low, best, high = line.low, line.best, line.high
    if not line.known:
        return _without_number(line, people, many)
    about = "about " if line.about else ""
    if low == high and low is not None and best in (None, low):
        number, lone = f"{about}{low:,}", low == 1
    elif low is None and high is None:
        number, lone = f"{about}{best:,}", best == 1
    elif low is not None and high is not None:
        number, lone = f"between {low:,} and {high:,}", False
    elif low is not None:
        number, lone = f"at least {low:,}", low == 1
    else:
        number, lone = f"at most {high:,}", high == 1
    made = f"{_upper(number)} {_single(people) if lone else people} {one if lone else many}"
    if best is not None and not (low is None and high is None) and not best == low == high:
        made += f"; the best estimate is {about}{best:,}"
    return made + (f"; the 0 is coded by the rule {line.coded}, no source says it" if line.coded else "")


def _single(people: str) -> str:
    """One of them, where the word tells.

    >>> _single("girls"), _single("policewomen"), _single("people"), _single("members of the family")
    ('girl', 'policewoman', 'person', 'members of the family')
    """
    if people in _ONE or " " in people:
        return _ONE.get(people, people)
    return re.sub(r"men$", "man", people) if people.endswith("men") else re.sub(r"(?<!s)s$", "", people)


def _without_number(line: Line, people: str, deed: str) -> str:
    if not line.amounts:
        return f"How many {people} {deed} is not known"
    amount = f"{line.amounts[0]}{' of' if _COUNTED_OF.search(line.amounts[0]) else ''} {people}"
    return f"{_upper(amount)} {deed}; no source gives a number that counts"


def _voices(line: Line) -> str:
    """Who says what; what an origin's parts add to stands behind it."""
    told = [f"according to {spoken(one.origin)}, {one.words}{_in(one.within)}" for one in line.stated[:_MOST_VOICES]]
    more = len(line.stated) - len(told)
    told += [f"{_more(more, 'figure')} besides"] if more > 0 else []
    sums = [f"the parts that {spoken(one.origin)} gives add to {one.figure} (derived)" for one in line.beside]
    return "".join(f" {_upper('; '.join(parts))}." for parts in (told, sums) if parts)


def _more(count: int, noun: str) -> str:
    return f"one more {noun}" if count == 1 else f"{count} more {noun}s"


def _reasons(line: Line) -> list[str]:
    return [f"{_upper(reason)}." for reason in line.why] if line.known else []


def _among(line: Line) -> str:
    return f"Among them: {_lower(_told(line, _in(line.within)))}"


def _conflict(conflict: Conflict) -> str:
    return f"{_OPENINGS[conflict.kind]}: {conflict.words}."


def _left_out(toll: Toll) -> str:
    """How many claims were left out, and why, in one sentence."""
    counts: dict[str, int] = {}
    for ruling in toll.rulings:
        if ruling.said.value not in ("counts", "part of"):
            counts[ruling.said.value] = counts.get(ruling.said.value, 0) + 1
    if not counts:
        return "Every claim counts."
    names = {
        "copy of": "copied from another report", "repeat of": "said before", "updated by": "updated later",
        "superseded by": "followed by a later figure of the same source", "set aside": "set aside",
    }  # fmt: skip
    told = ", ".join(f"{count} {names[said]}" for said, count in sorted(counts.items()))
    left = sum(counts.values())
    return f"Of {len(toll.rulings)} claims, {left} {'does' if left == 1 else 'do'} not count: {told}."


def _whereabouts(event: Event, days: str | None = None) -> str:
    """Place and days of an event as they stand behind a verb: " in Kutum on 9 February 2024"."""
    place = event.place or ""
    told = f" {'on' if _ON.search(place) else 'in'} {shown(place)}" if place else ""
    if days is None and event.date_from and event.date_to:
        days = days_words(event.date_from, event.date_to)
    if not days:
        return told
    return f"{told} {'over' if _SEVERAL.search(days) else 'on'} {days}"


def _in(within: str | None) -> str:
    return f" ({within})" if within else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- JSON


def row(toll: Toll) -> Row:
    """The toll as one JSON object: lines, rulings, conflicts, and the rules with their standing."""
    event = toll.event
    return {
        "event": event.id,
        "anchor": event.anchor,
        "extent": event.extent.value,
        "place": event.place,
        "country": event.country,
        "date_from": _day(event.date_from),
        "date_to": _day(event.date_to),
        "profile": toll.profile,
        "sentences": sentences(toll),
        "explanation": explanation(toll),
        "origins": _origins(toll.origins),
        "lines": [line_row(line) for line in toll.lines],
        "rulings": [ruling_row(ruling) for ruling in toll.rulings],
        "conflicts": [conflict_row(one) for one in toll.conflicts],
        "more_contradictions": toll.more_contradictions,
        "more_tensions": toll.more_tensions,
        "grade": toll.grade.value if toll.grade else None,
        "grade_why": toll.grade_why,
        "rules": [
            {"rule": rule.id, "says": rule.says, "standing": rule.standing.value, "source": rule.source}
            for rule in toll.rules
        ],
    }


def line_row(line: Line) -> Row:
    """A line as a JSON object. A bound that is null is unknown; `why` says why."""
    return {
        "harm": line.harm.value,
        "unit": line.unit.value,
        "victims": line.victims,
        "victim_class": line.victim_class.value,
        "low": line.low,
        "best": line.best,
        "high": line.high,
        "about": line.about,
        "derived": line.derived,
        "coded": line.coded,
        "within": line.within,
        "why": list(line.why),
        "marks": list(line.marks),
        "amounts": list(line.amounts),
        "denied": list(line.denied),
        "provisional": line.provisional,
        "origins": _origins(line.origins),
        "stated": [
            {
                "origin": one.origin, "name": one.name, "claims": list(one.keys), "low": one.low, "best": one.best,
                "high": one.high, "about": one.about, "words": one.words, "published": _day(one.day),
                "marks": list(one.marks), "within": one.within, "certain": one.certain,
            }
            for one in line.stated
        ],
        "beside": [
            {
                "origin": one.origin, "name": one.name, "amount": one.amount, "about": one.about,
                "at_least": one.at_least, "claims": list(one.keys), "words": one.words,
            }
            for one in line.beside
        ],
    }  # fmt: skip


def ruling_row(ruling: Ruling) -> Row:
    """What became of one claim."""
    return {
        "claim": ruling.key,
        "ruling": ruling.said.value,
        "of": list(ruling.others),
        "why": ruling.why,
        "contradicts": list(ruling.contradicts),
        "tension_with": list(ruling.tension_with),
    }


def conflict_row(conflict: Conflict) -> Row:
    return {
        "kind": conflict.kind.value,
        "claims": list(conflict.keys),
        "distance": conflict.distance,
        "words": conflict.words,
    }


def trail_rows(trail: Iterable[tuple[date, Toll]]) -> Iterator[Row]:
    """The headline of each harm as it stood after each day of publication; days that changed nothing are left out."""
    before: Row | None = None
    for day, toll in trail:
        harms = dict.fromkeys((line.harm, line.unit) for line in toll.lines)
        heads = [toll.line(harm, None, unit) for harm, unit in harms]
        lines = [line_row(line) for line in heads if line is not None]
        kept = ("harm", "unit", "victims", "low", "best", "high", "about", "derived", "coded", "origins")
        now: Row = {"lines": [{name: line[name] for name in kept} for line in lines]}
        if now != before:
            yield {"published": day.isoformat(), **now}
        before = now


def _origins(origins: OriginRange) -> Row:
    return {
        "certain": origins.certain,
        "possible": origins.possible,
        "why": [
            {"origin": one.id, "name": name(one.id), "counts": one.counts.value, "why": one.why} for one in origins.why
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
