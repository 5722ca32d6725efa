"""One claim, one document or one tombstone with all that bears on it, for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from reportedly.interchange import Row
from reportedly.model import Claim, Document
from reportedly.render import listing, terminal
from reportedly.render.listing import Listing
from reportedly.render.words import shown

Json = Mapping[str, Any]
_INDENT = (0, 0, 0, terminal.INDENT)


def claim(console: Console, found: Json, read: Claim, document: Document) -> None:
    """The claim's words within their text, its fields, and its history. `found` is the JSON object of `show`."""
    plain, width = console.color_system is None, console.width - terminal.INDENT
    parts: list[RenderableType] = [terminal.heading(document), Text()]
    if before := _whole_words(found["before"], cut_start=True):
        parts.append(Padding(Text(before, "dim"), _INDENT))
    parts.append(Padding(terminal.underlined(document, read.sentence, [read], width, plain), _INDENT))
    if after := _whole_words(found["after"], cut_start=False):
        parts.append(Padding(Text(after, "dim"), _INDENT))
    about = Group(terminal.named(read), terminal.details(read, document, width - terminal.INDENT))
    parts += [Text(), Padding(about, _INDENT)]
    if found["claim"]["ledger"]["state"] == "orphaned":
        parts.append(Text("\nA later reading of the report no longer finds this claim.", "bold"))
    parts += _listed("On whose word", _attributions(found["claim"]["attributions"]))
    parts += _listed("Versions", (line for one in found["versions"] for line in _version(one)))
    parts += _listed("Decisions", _decisions(found["decisions"]))
    parts += _listed("Copies", _copied(found["copies"], found["claim"]["ledger"]["key"]))
    terminal.show(console, Group(*parts))


def document(console: Console, found: Json, shown_document: Document, claims: Sequence[tuple[Row, Claim]]) -> None:
    """What is known of a document, and the lists of what was read from it."""
    about = found["document"]
    facts = {
        "address": about["url"],
        "file": about["path"],
        "language": about["language"],
        "length": f"{about['characters']:,} characters",
        "status": "; ".join(str(part) for part in (about["status"], about["reason"]) if part),
        "replaces": about["replaces"],
        "replaced by": about["replaced_by"],
        "sha256": about["sha256"],
        "taken in": str(about["at"])[:19].replace("T", " "),
    }
    lines = [Text(line) for line in listing.facts(facts)]
    obtained = (f"{one['at'][:19].replace('T', ' ')}  {one['how']}  {one['where']}" for one in found["captures"])
    terminal.show(console, Group(terminal.heading(shown_document), *lines, *_listed("Obtained", obtained)))
    _list(console, "Claims", listing.CLAIMS, [listing.claim(row, read) for row, read in claims])
    _list(console, "Left over", listing.LEFTOVERS, [listing.leftover(row) for row in found["leftovers"]])
    _list(console, "Copies", listing.COPIES, [listing.copy(row) for row in found["copies"]])
    if found["decisions"]:
        terminal.show(console, Group(*_listed("Decisions", _decisions(found["decisions"]))))


def erasure(console: Console, found: Json) -> None:
    terminal.show(console, Text(erased(found)))


def erased(found: Json) -> str:
    """What a tombstone says: "erased by X on D".

    >>> erased({"erased": "r1", "kind": "document", "by": "Nour", "at": "2024-02-10T12:00Z", "reason": "names"})
    'document r1: erased by Nour on 2024-02-10: names'
    """
    by, reason = shown(found["by"]), shown(found["reason"])
    return f"{found['kind']} {shown(found['erased'])}: erased by {by} on {found['at'][:10]}: {reason}"


def _list(console: Console, name: str, columns: listing.Columns, entries: Sequence[listing.Entry]) -> None:
    if entries:
        terminal.show(console, Text(f"\n{name}", "bold"))
        made = Listing(console, columns)
        made.head()
        for entry in entries:
            made.add(entry)


def _listed(name: str, lines: Iterator[str]) -> list[RenderableType]:
    found = [Text(f"  {listing.apart(shown(line))}") for line in lines]
    return [Text(f"\n{name}", "bold"), *found] if found else []


def _attributions(found: Sequence[Json]) -> Iterator[str]:
    for one in found:
        words = " via ".join([one["origin"] or "unnamed", *reversed(one["via"])])
        kind = (one["kind"] or "kind unknown").replace("_", " ")
        yield f"{words}: {kind}, {one['source'] or 'no known source'}"
    if not found:
        yield "the outlet's own"


def _version(one: Json) -> Iterator[str]:
    yield f"{one['version']}  {one['state']} by run {one['run']}"
    for change in one["changed"]:
        yield f"   {change['field']}: {_value(change['was'])} → {_value(change['is'])}"


def _decisions(found: Sequence[Json]) -> Iterator[str]:
    for one in found:
        about = f"{one['field']}: " if one["field"] else ""
        why = f", since {one['why']}" if one["why"] else ""
        again = f", instead of {one['supersedes']}" if one["supersedes"] else ""
        yield f"{one['decision']}  {about}{one['verdict']}, by {one['who']} on {str(one['at'])[:10]}{why}{again}"


def _copied(found: Sequence[Json], key: str) -> Iterator[str]:
    for one in found:
        for pair in one["claims"]:
            if key in (pair["claim"], pair["other"]):
                ours = pair["claim"] == key
                other, way = (pair["other"], "of") if ours else (pair["claim"], "is that of this one:")
                yield f"{pair['relation']} {way} {other} ({pair['why'] or one['why']})"


def _whole_words(text: str, cut_start: bool) -> str:
    """Context in one line, without the word that was cut in two."""
    line = shown(text)
    line = re.sub(r"^\S*\s+", "… ", line) if cut_start and len(line) >= _CUT else line
    line = re.sub(r"\s+\S*$", " …", line) if not cut_start and len(line) >= _CUT else line
    return line.strip()


def _value(value: object) -> str:
    return "nothing" if value is None else f'"{value}"' if isinstance(value, str) else str(value)


# Context of fewer characters is all that there is: the text begins or ends there.
_CUT = 300
