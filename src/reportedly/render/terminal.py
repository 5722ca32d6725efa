"""Claims on a terminal: a table a report, or each claim under its sentence with its words underlined."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly import interchange
from reportedly.model import Claim, Document, Reading, Span
from reportedly.render import fields, words
from reportedly.render.words import shown

_WIDTH = 100
_INDENT = 2
_STYLES = {
    "quantity": "bold",
    "harm": "red",
    "victims": "cyan",
    "perpetrator": "magenta",
    "place": "green",
    "time": "blue",
    "origin": "yellow",
    "relay": "yellow",
    "mark": "bright_red",
}


def console() -> Console:
    """Standard output, as wide as the terminal or COLUMNS say, 100 columns where neither does."""
    made = Console(highlight=False, markup=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = _WIDTH
    return made


def table(reading: Reading) -> RenderableType:
    """The claims of one report, a row each."""
    if not reading.claims:
        return Group(_heading(reading.document), Text("  no claims"), Text())
    made = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    # Shares of the width; what does not fit is wrapped, never cut.
    shares = {"Harm": 9, "How many": 11, "Who": 17, "By": 13, "Where": 13, "When": 10, "On whose word": 16, "Marks": 11}
    for name, share in shares.items():
        made.add_column(name, ratio=share, overflow="fold")
    for claim in reading.claims:
        made.add_row(*map(Text, _cells(claim, reading.document)))
    return Group(_heading(reading.document), made)


def _cells(claim: Claim, document: Document) -> Iterator[str]:
    row = interchange.row(claim, document)
    where = [str(row[name]) for name in ("place", "country") if row[name]]
    yield claim.harm.value.value.replace("_", " ")
    yield shown(str(row["quantity"]))
    yield shown(words.people(claim) or "–")
    yield shown(claim.perpetrator.value if claim.perpetrator else "–")
    yield shown(", ".join(where) or "–")
    yield shown(words.days(claim.when.value) or f'"{claim.when.value.words}"') if claim.when else "–"
    yield shown("; ".join(words.attributed(one) for one in claim.attributions) or "the outlet's own")
    yield ", ".join(words.remarks(claim))


def explanation(reading: Reading, width: int, plain: bool) -> RenderableType:
    """Each sentence that holds claims with their words underlined, and under it the claims' fields with their rules.

    `plain` is for output without styles: what is underlined then has a row of its own.
    """
    document = reading.document
    parts: list[RenderableType] = [_heading(document)]
    for sentence, together in groupby(reading.claims, key=lambda claim: claim.sentence):
        claims = list(together)
        parts += [Text(), Padding(_underlined(document, sentence, claims, width - _INDENT, plain), (0, 0, 0, _INDENT))]
        parts += [Padding(_fields(claim, document), (0, 0, 0, 2 * _INDENT)) for claim in claims]
    if not reading.claims:
        parts.append(Text("  no claims"))
    return Group(*parts, Text())


def leftovers(reading: Reading) -> RenderableType:
    """The numbers beside words of harm that no claim used, and why."""
    made = Table.grid(padding=(0, 2, 0, 0))
    for leftover in reading.leftovers:
        about = (leftover.harm.value.replace("_", " ") if leftover.harm else "", f'"{shown(leftover.words)}"')
        made.add_row(*map(Text, (*about, f"at {leftover.span.start}", leftover.reason)))
    heading = Text(f"Left over in {shown(reading.document.id)}: {len(reading.leftovers)}")
    return Group(heading, Padding(made, (0, 0, 1, _INDENT)))


def _heading(document: Document) -> Text:
    made = Text()
    if document.example:
        made.append("EXAMPLE (invented) ", "bold reverse")
    made.append(shown(document.id), "bold")
    made.append(f"  {shown(words.published(document))}")
    if document.title:
        made.append(f"\n{shown(document.title)}", "italic")
    return made


def _underlined(document: Document, sentence: Span, claims: Sequence[Claim], width: int, plain: bool) -> Text:
    text = Text(shown(sentence.of(document.text)))
    marked = bytearray(len(text))
    for field in (field for claim in claims for field in fields.of(claim)):
        for span in field.spans:
            if span.overlaps(sentence):
                start, end = (
                    max(span.start, sentence.start) - sentence.start,
                    min(span.end, sentence.end) - sentence.start,
                )
                text.stylize(f"underline {_STYLES[field.name]}", start, end)
                marked[start:end] = b"\1" * (end - start)
    if not plain:
        return text
    rows = []
    for start, end in _lines(text.plain, width):
        line = text.plain[start:end]
        below = "".join(("~" if marked[start + at] else " ") * cell_len(char) for at, char in enumerate(line)).rstrip()
        rows += [line, below] if below else [line]
    return Text("\n".join(rows))


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a wrapped text begin and end; a word longer than a line is cut."""
    start = 0
    while start < len(text):
        end = start
        used = 0
        while end < len(text) and (used := used + cell_len(text[end])) <= max(width, 2):
            end += 1
        if end < len(text) and (space := text.rfind(" ", start, end + 1)) > start:
            end = space
        yield start, end
        start = end + 1 if text[end : end + 1] == " " else end


def _fields(claim: Claim, document: Document) -> Table:
    """A claim's fields: name, words, what they were read as, and the rule."""
    made = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for share in (11, 34, 34, 20):
        made.add_column(ratio=share, overflow="fold")
    harm = claim.harm.value.value.replace("_", " ")
    made.add_row(Text(f"▸ {harm}", "bold"), Text(", ".join(words.remarks(claim))), Text(claim.key, "dim"))
    for field in fields.of(claim):
        quoted = " … ".join(f'"{shown(span.of(document.text))}"' for span in field.spans)
        away = "" if all(claim.sentence.contains(span) for span in field.spans) else " (elsewhere)"
        name = Text(f"  {field.name}", _STYLES[field.name])
        made.add_row(name, Text(quoted + away), Text(shown(field.reading)), Text(field.rule, "dim"))
    made.add_row(Text("  scope"), Text(), Text(claim.scope.value), Text(claim.scope_rule, "dim"))
    return made
