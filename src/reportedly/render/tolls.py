"""Tolls for people: the sentences, the table by harm and victims, rulings, conflicts and rules, and all of it as JSON.

What a table shows of a line comes from its JSON object, so that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from reportedly.evidence import Event
from reportedly.interchange import Row
from reportedly.model import Harm, Unit
from reportedly.render.listing import Columns, Entry
from reportedly.render.words import shown
from reportedly.sources import OriginRange
from reportedly.tolls import Conflict, Kind, Line, Ruling, Toll
from reportedly.tolls.naming import spoken
from reportedly.tolls.variables import days_words

LINES: Columns = {
    "Low": (8, 0),
    "Best": (10, 0),
    "High": (8, 0),
    "Sources": (7, 0),
    "Who says what": (24, 4),
    "Remarks": (18, 3),
}
RULINGS: Columns = {"Ruling": (12, 1), "Of": (16, 3), "Why": (20, 3)}
CONFLICTS: Columns = {"People": (6, 0), "What cannot hold together": (40, 5)}
TRAIL: Columns = {"Low": (8, 0), "Best": (10, 0), "High": (8, 0), "Sources": (7, 1)}
RULES: Columns = {"Standing": (12, 0), "Rule": (40, 4), "Read in": (20, 2)}

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
_ONE = {"people": "person", "civilians": "civilian", "fighters": "fighter", "children": "child", "soldiers": "soldier"}
_MOST_VOICES = 4
# "Hundreds of people", but "several people".
_COUNTED_OF = re.compile(r"(?:dozens|scores|hundreds|thousands|millions|tens|numbers?|couple|handful|group|score)$")
_ON = re.compile(r"\b(?:coast|border|road|highway|bridge|islands?|front ?line|outskirts)\b", re.IGNORECASE)


# --- sentences


def sentence(toll: Toll) -> str:
    """The toll of each harm in a sentence or two, for reading aloud."""
    harms = dict.fromkeys((line.harm, line.unit) for line in toll.lines)
    heads = [line for harm, unit in harms if (line := toll.line(harm, None, unit)) is not None]
    where = _whereabouts(toll.event)
    told = [_told(line, where if at == 0 else "") for at, line in enumerate(heads)]
    return shown(" ".join(told)) or f"No claim {where + ' ' if where else ''}gives a figure."


def explanation(toll: Toll) -> list[str]:
    """Paragraphs for somebody who knows no statistics: what is known, on whose word, what was left out, and why."""
    harms = dict.fromkeys((line.harm, line.unit) for line in toll.lines)
    paragraphs = []
    where = _whereabouts(toll.event)
    for harm, unit in harms:
        head = toll.line(harm, None, unit)
        assert head is not None
        parts = [line for line in toll.lines if line.harm is harm and line.unit is unit and line is not head]
        told = [_told(head, where), *_reasons(head), *(_among(line) for line in parts if line.stated or line.amounts)]
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
    within = f" ({line.within})" if line.within else ""
    tail = f"; {tail}" if tail else ""
    return f"{opening}{' ' + where if where else ''}{within}{marks}{tail}.{derived}{_voices(line)}"


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
    made = f"{_upper(number)} {_ONE.get(people, people) if lone else people} {one if lone else many}"
    if best is not None and not (low is None and high is None) and not best == low == high:
        made += f"; the best estimate is {about}{best:,}"
    return made + (f"; the 0 is coded by the rule {line.coded}, no source says it" if line.coded else "")


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
    return f"Among them: {_lower(_told(line, ''))}"


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


def _whereabouts(event: Event) -> str:
    place = event.place or ""
    told = [f"{'on' if _ON.search(place) else 'in'} {shown(place)}" if place else ""]
    if event.date_from and event.date_to:
        day = event.date_from == event.date_to
        told.append(f"{'on' if day else 'over'} {days_words(event.date_from, event.date_to)}")
    return " ".join(part for part in told if part)


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
        "sentence": sentence(toll),
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
        heads = [toll.line(harm) for harm in dict.fromkeys(line.harm for line in toll.lines)]
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
        "why": [{"origin": one.id, "counts": one.counts.value, "why": one.why} for one in origins.why],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- tables


def line_entry(line: Row) -> Entry:
    """A row of the table by harm and victims: its bounds, its sources as certain-possible, who says what, remarks."""
    unit = "" if line["unit"] == "person" else f" ({'families' if line['unit'] == 'family' else 'households'})"
    name = f"{_words(line['harm'])}: {line['victims']}{unit}"
    stated: Any = line["stated"]
    beside: Any = line["beside"]
    says = [f"{one['name']}: {one['words']}{_in(one['within'])}" for one in stated]
    says += [f"{one['name']}: {one['words']}" for one in beside]
    cells = [_bound(line, "low"), _bound(line, "best"), _bound(line, "high"), _range(line["origins"]), "\n".join(says)]
    return Entry(shown(name), [*map(_cell, cells), _cell("\n".join(_remarks(line)))])


def ruling_entry(ruling: Row) -> Entry:
    """A row of the rulings: the claim, what became of it, and why."""
    of: Any = ruling["of"]
    why = [str(ruling["why"])] if ruling["why"] else []
    for relation, name in (("contradicts", "contradicts"), ("tension_with", "in tension with")):
        others: Any = ruling[relation]
        why += [f"{name} {', '.join(others)}"] if others else []
    return Entry(
        shown(str(ruling["claim"])), [_cell(str(ruling["ruling"])), _cell("\n".join(of)), _cell("\n".join(why))]
    )


def conflict_entry(conflict: Row) -> Entry:
    return Entry(shown(str(conflict["kind"])), [f"{conflict['distance']:,}", _cell(str(conflict["words"]))])


def rule_entry(rule: Row) -> Entry:
    return Entry(shown(str(rule["rule"])), [_cell(str(rule[name])) for name in ("standing", "says", "source")])


def trail_entries(row: Row) -> list[Entry]:
    """The rows of one day of the trail."""
    lines: Any = row["lines"]
    return [
        Entry(
            shown(f"{row['published']} {_words(line['harm'])}: {line['victims']}"),
            [
                _cell(part)
                for part in (*(_bound(line, name) for name in ("low", "best", "high")), _range(line["origins"]))
            ],
        )
        for line in lines
    ]


def _remarks(line: Row) -> list[str]:
    """What has to be said beside the bounds of a line."""
    told: list[str] = []
    for name, form in (("within", "of {}"), ("coded", "0 (coded by {})")):
        told += [form.format(line[name])] if line[name] else []
    told += ["derived: no source says it"] if line["derived"] else []
    told += ["provisional: too few independent sources"] if line["provisional"] else []
    for name, form in (("marks", "{}"), ("amounts", 'also in words: "{}"'), ("denied", "denied: {}"), ("why", "{}")):
        found: Any = line[name]
        told += [form.format(one) for one in found]
    return told


def _bound(line: Row, name: str) -> str:
    """A bound for a cell: unknown is a dash, never 0."""
    number = line[name]
    if number is None:
        return "–"
    about = "about " if line["about"] and (name == "best" or line["best"] is None) else ""
    return f"{about}{number:,}{' (coded)' if number == 0 and line['coded'] else ''}"


def _range(origins: Any) -> str:
    certain, possible = origins["certain"], origins["possible"]
    return f"{certain}" if certain == possible else f"{certain}–{possible}"


def _words(value: object) -> str:
    return str(value).replace("_", " ")


def _cell(text: str) -> str:
    """Safe for a terminal, its own line breaks kept."""
    return "\n".join(shown(part) for part in text.split("\n"))


def tables(toll: Toll) -> Sequence[tuple[str, Columns, list[Entry]]]:
    """The tables of a toll with their headings: lines, conflicts, rulings, rules."""
    made = row(toll)
    parts: dict[str, Any] = {name: made[name] for name in ("lines", "conflicts", "rulings", "rules")}
    more = toll.more_contradictions + toll.more_tensions
    return (
        ("Toll", LINES, [line_entry(one) for one in parts["lines"]]),
        (
            f"Conflicts{f' (the nearest, {more} more)' if more else ''}",
            CONFLICTS,
            [*map(conflict_entry, parts["conflicts"])],
        ),
        ("Claims", RULINGS, [ruling_entry(one) for one in parts["rulings"]]),
        (f"Rules of {toll.profile}", RULES, [rule_entry(one) for one in parts["rules"]]),
    )
