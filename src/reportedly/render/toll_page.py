"""The page of an event's toll for a terminal: what is known in words, the table, what cannot hold together, what became
of each claim, who counts as a source, how it grew, and by which rules.

All of it comes from the JSON object of `reportedly toll`, so that both say the same. Claims have a number on the page,
by which they name each other; their keys stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.render import listing, terminal
from reportedly.render.listing import Columns, Entry, Listing
from reportedly.render.words import shown

Json = Mapping[str, Any]

LINES: Columns = {
    "Low": (7, 0),
    "Best": (9, 0),
    "High": (7, 0),
    "Sources": (7, 0),
    "Who says what": (21, 4),
    "Remarks": (17, 3),
}
CONFLICTS: Columns = {"People": (7, 0), "What does not fit together": (40, 5), "Claims": (9, 1)}
CLAIMS: Columns = {"What became of it": (17, 1), "What it says": (22, 3), "On whose word": (18, 2), "Why": (15, 2)}
ORIGINS: Columns = {"Counts": (8, 0), "Why": (40, 4)}
TRAIL: Columns = {"Low": (7, 1), "Best": (9, 1), "High": (7, 1), "Sources": (7, 5)}
REPORTS: Columns = {"Published": (10, 0), "Outlet": (16, 2), "Claims": (6, 0), "Title": (24, 5)}
RULES: Columns = {"Standing": (11, 0), "Rule": (40, 4), "Read in": (18, 2)}

# The order in which rulings are listed: what counts, what stands behind it, what does not.
_RULINGS = ("counts", "part of", "updated by", "superseded by", "copy of", "repeat of", "set aside")
_COUNTS = ("certain", "possible", "none")
_FACT = 10
_INDENT = (0, 0, 0, terminal.INDENT)


def show(console: Console, found: Json, explain: bool, most: int) -> None:
    """The whole page. `explain` adds all that was said in words and why each claim is of the event; `most` claims."""
    ordered = _ordered(found["rulings"])
    numbers = {claim["claim"]: number for number, claim in enumerate(ordered, 1)}
    brief(console, found, explain, numbers)
    table = partial(_list, console, "example" in found)
    name = f"Claims (the first {most:,} of {len(ordered):,}; --limit shows more)" if len(ordered) > most else "Claims"
    table(name, CLAIMS, (ruling_entry(one, numbers, explain) for one in ordered[:most]))
    table("Reports", REPORTS, map(report_entry, found["documents"]))
    origins = sorted(found["origins"]["why"], key=lambda one: _COUNTS.index(one["counts"]))
    table(f"Sources: {_counted(found['origins'])}", ORIGINS, map(origin_entry, origins))
    table("By day of publication", TRAIL, (one for day in found["trail"] for one in trail_entries(day)))
    table(f"Rules of {found['profile']}", RULES, map(rule_entry, found["rules"]))


def brief(console: Console, found: Json, explain: bool = False, numbers: Mapping[str, int] | None = None) -> None:
    """The toll in words, its table, and what does not fit together. `numbers` are those of the claims on the page."""
    terminal.show(console, Group(_heading(found), _facts(found, explain), Text(), *_told(found, explain)))
    outlets = {one["document"]: one["outlet"] or one["document"] for one in found["documents"]}
    table = partial(_list, console, "example" in found)
    table("Toll", LINES, (line_entry(line, outlets) for line in found["lines"]))
    more = found["more_contradictions"] + found["more_tensions"]
    name = f"Contradictions and tensions{f' (the nearest; {more:,} more)' if more else ''}"
    # Without a list of claims there is nothing for numbers to point at.
    columns = CONFLICTS if numbers else {one: CONFLICTS[one] for one in list(CONFLICTS)[:2]}
    table(name, columns, (conflict_entry(one, numbers) for one in found["conflicts"]))


def rules(console: Console, found: Json) -> None:
    """One profile with its rules."""
    terminal.show(console, Text(shown(found["title"]), "bold"))
    if found["path"]:
        terminal.show(console, Text(shown(found["path"])))
    table = Listing(console, RULES)
    table.head()
    for rule in found["rules"]:
        table.add(rule_entry(rule))


def _list(console: Console, example: bool, name: str, columns: Columns, entries: Iterable[Entry]) -> None:
    made = list(entries)
    if not made:
        return
    terminal.show(console, Text("\n").append(terminal.watermark(example)).append(shown(name), "bold"))
    table = Listing(console, columns)
    table.head()
    for entry in made:
        table.add(entry)


# --- above the tables


def _heading(found: Json) -> Text:
    made = terminal.watermark("example" in found)
    made.append(shown(str(found["event"])), "bold")
    return made.append(f"  {shown(named(found))}")


def named(found: Json) -> str:
    """Place, country and days of an event.

    >>> named({"place": "Kutum", "country": "SD", "date_from": "2024-02-09", "date_to": "2024-02-09"})
    'Kutum, SD, 2024-02-09'
    """
    where = [found["place"] or "place unknown", *([found["country"]] if found["country"] else [])]
    return ", ".join([*where, days(found) or "day unknown"])


def days(found: Json) -> str | None:
    first, last = found["date_from"], found["date_to"]
    if first is None and last is None:
        return None
    return str(first) if first == last else f"{first or '?'} to {last or '?'}"


def _facts(found: Json, explain: bool) -> RenderableType:
    """What the toll is of, under which rules, and what was looked at."""
    claims, reports = len(found["rulings"]), len(found["documents"])
    what = f"{found['extent']}: {_many(claims, 'claim')} of {_many(reports, 'report')}"
    facts = [("asked as", found["asked"]), ("what", what), ("part of", found["within"])]
    facts += [("id", _moved(one)) for one in found["moves"]]
    facts += [("rules", found["title"]), ("basis", found["basis"]), *(("note", note) for note in found["notes"])]
    if found["grade"] and not explain:
        facts.append(("grade", f"{found['grade']}: {found['grade_why']}"))
    made = Table.grid(padding=(0, 1, 0, 0))
    made.add_column(width=_FACT)
    made.add_column(overflow="fold")
    for name, value in facts:
        if value:
            made.add_row(Text(name, "dim"), Text(listing.apart(shown(str(value)))))
    return Padding(made, _INDENT)


def _moved(one: Json) -> str:
    way = "merged into" if one["kind"] == "merged" else "split into"
    return f"{one['event']} {way} {one['other']}" + (f" on {str(one['at'])[:10]}" if one["at"] else "")


def _told(found: Json, explain: bool) -> Iterator[RenderableType]:
    """The toll in paragraphs; an example's each say so."""
    paragraphs = found["explanation"] if explain else found["sentences"]
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield Text()
        yield Padding(Text(shown(paragraph)), _INDENT)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


# --- rows of the tables


def line_entry(line: Json, outlets: Mapping[str, str] | None = None) -> Entry:
    """A row of the table by harm and victims: its bounds, its sources as certain-possible, who says what, remarks.

    `outlets` say in whose report a source stands that no other report may mean.
    """
    says = [f"{_speaker(one, outlets or {})}: {one['words']}{_in(one['within'])}" for one in line["stated"]]
    says += [f"{_speaker(one, outlets or {})}: {one['words']}" for one in line["beside"]]
    cells = [bound(line, "low"), bound(line, "best"), bound(line, "high"), _range(line["origins"]), "\n".join(says)]
    return Entry(shown(_counted_by(line)), [*map(_cell, cells), _cell(_remarks(line))])


def _speaker(said: Json, outlets: Mapping[str, str]) -> str:
    """A source's name; whoever is known in one report only, with the outlet of that report."""
    name, told = str(said["name"]), ", ".join(outlets[one] for one in said.get("documents", ()) if one in outlets)
    if not told:
        return name
    if said["origin"].startswith("own:"):
        return f"{told} in its own voice"
    known = not said["origin"].startswith(("anon:", "doc:", "person:"))
    return name if known else f"{name.removesuffix(' named in the report')} ({told})"


def _counted_by(line: Json) -> str:
    """Harm and victims of a line; families and households are not persons, and it says so."""
    unit = {"person": "", "family": " (families)", "household": " (households)"}[line["unit"]]
    return f"{_words(line['harm'])}: {line['victims']}{unit}"


def ruling_entry(claim: Json, numbers: Mapping[str, int], explain: bool = False) -> Entry:
    """A claim and what became of it."""
    became = " ".join([claim["ruling"], *_numbered(claim["of"], numbers)])
    whom = f"{claim['victims']} " if claim["victims"] else ""
    said = [f'"{claim["quantity"]}" {whom}{_words(claim["harm"])}']
    report = ", ".join([claim["outlet"] or claim["document"], claim["published"] or "undated"])
    if claim["ruling"] == "repeat of":
        # Where, when and on whose word stand with the claim that it repeats.
        word = [report]
    else:
        said += [", ".join(filter(None, [claim["place"], days(claim)]))]
        said += [claim["status"]] if claim["status"] != "reported" else []
        word = [claim["on_whose_word"], report]
    why = [str(claim["why"])] if claim["why"] else []
    for relation, name in (("contradicts", "contradicts"), ("tension_with", "in tension with")):
        if claim[relation]:
            why.append(f"{name} {', '.join(_numbered(claim[relation], numbers))}")
    below = f"of this event: {'; '.join(map(_reason, claim['membership']))}" if explain else ""
    name = f"[{numbers[claim['claim']]}] {claim['claim']}"
    cells = [became, *("\n".join(filter(None, part)) for part in (said, word, why))]
    return Entry(shown(name), [*map(_cell, cells)], below=shown(below))


def _reason(one: Json) -> str:
    weight = f" ({one['weight']:+.1f})" if abs(one["weight"]) >= 0.05 else ""
    return f"{one['feature']}: {one['value']}{weight}"


def conflict_entry(conflict: Json, numbers: Mapping[str, int] | None = None) -> Entry:
    claims = [", ".join(_numbered(conflict["claims"], numbers))] if numbers else []
    return Entry(shown(conflict["kind"]), [f"{conflict['distance']:,}", _cell(conflict["words"]), *claims])


def origin_entry(origin: Json) -> Entry:
    # "residents" of two reports are not the same ones.
    kind, _, rest = origin["origin"].partition(":")
    report = f" (in {rest.rpartition(':')[0]})" if kind in ("anon", "doc", "person") else ""
    name = origin["name"].removesuffix(" named in the report") if report else origin["name"]
    return Entry(shown(name + report), [_cell(str(origin["counts"])), _cell(str(origin["why"]))])


def report_entry(report: Json) -> Entry:
    cells = [report["published"] or "undated", report["outlet"] or "outlet unknown", f"{report['claims']:,}"]
    return Entry(shown(report["document"]), [*map(_cell, cells), _cell(report["title"] or "")])


def rule_entry(rule: Json) -> Entry:
    return Entry(shown(rule["rule"]), [_cell(str(rule[name])) for name in ("standing", "says", "source")])


def trail_entries(day: Json) -> list[Entry]:
    """The rows of one day of the trail: each harm as it stood."""
    bounds = ("low", "best", "high")
    return [
        Entry(
            shown(f"{day['published']}  {_counted_by(line)}"),
            [_cell(part) for part in (*(bound(line, name) for name in bounds), _range(line["origins"]))],
        )
        for line in day["lines"]
    ]


def _ordered(claims: Sequence[Json]) -> list[Json]:
    """By what became of them; in the order of publication within."""
    return sorted(claims, key=lambda claim: _RULINGS.index(claim["ruling"]))


def _numbered(keys: Iterable[str], numbers: Mapping[str, int]) -> list[str]:
    # A claim that is not of the event, or not seen, has no number here.
    return [f"[{numbers[key]}]" if key in numbers else shown(key) for key in keys]


def _remarks(line: Json) -> str:
    """What has to be said beside the bounds of a line."""
    known = any(line[name] is not None for name in ("low", "best", "high"))
    told: list[str] = []
    for name, form in (("within", "of {}"), ("coded", "0 (coded by {})")):
        told += [form.format(line[name])] if line[name] else []
    told += ["derived: no source says it"] if line["derived"] else []
    told += ["provisional: too few independent sources"] if line["provisional"] else []
    for name, form in (("marks", "{}"), ("amounts", 'also in words: "{}"'), ("denied", "denied: {}"), ("why", "{}")):
        # Where there are only words, that is the reason why there is no number.
        told += [form.format(one) for one in line[name]] if known or name != "amounts" else []
    return "\n".join(told)


def bound(line: Json, name: str) -> str:
    """A bound for a cell: unknown is a dash, never 0."""
    number = line[name]
    if number is None:
        return "–"
    about = "about " if line["about"] and (name == "best" or line["best"] is None) else ""
    return f"{about}{number:,}{' (coded)' if number == 0 and line['coded'] else ''}"


def _range(origins: Json) -> str:
    certain, possible = origins["certain"], origins["possible"]
    return f"{certain}" if certain == possible else f"{certain}–{possible}"


def _counted(origins: Json) -> str:
    """The range in words.

    >>> _counted({"certain": 1, "possible": 3}), _counted({"certain": 2, "possible": 2})
    ('surely 1, at most 3', 'surely 2')
    """
    certain, possible = origins["certain"], origins["possible"]
    return f"surely {certain:,}" + (f", at most {possible:,}" if possible > certain else "")


def _in(within: str | None) -> str:
    return f" ({within})" if within else ""


def _words(value: object) -> str:
    return str(value).replace("_", " ")


def _cell(text: str) -> str:
    """Safe for a terminal, its own line breaks kept."""
    return "\n".join(shown(part) for part in text.split("\n"))
