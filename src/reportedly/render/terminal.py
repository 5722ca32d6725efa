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
INDENT = 2
NARROW = 80
# The least width of each column and its share of the rest.
COLUMNS = {
    "Harm": (9, 0),
    "How many": (11, 1),
    "Who, by whom": (13, 5),
    "Where, when": (12, 3),
    "On whose word": (13, 5),
    "Marks": (10, 1),
}
_RULES = 2 * len(COLUMNS)  # between the columns
_DETAILS = ((13, 0), (12, 3), (12, 3), (16, 1))
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


def show(console: Console, picture: RenderableType) -> None:
    """Prints it; without styles also without the blanks that fill lines up."""
    if console.is_terminal:
        console.print(picture)
        return
    with console.capture() as captured:
        console.print(picture)
    console.out("\n".join(line.rstrip() for line in captured.get().splitlines()))


def table(reading: Reading, width: int) -> RenderableType:
    """The claims of one report, a row each; on a narrow terminal, a paragraph each."""
    above = heading(reading.document)
    if not reading.claims:
        return Group(above, Text("  no claims"), Text())
    rows = [list(cells(claim, interchange.row(claim, reading.document))) for claim in reading.claims]
    if width < NARROW:
        told = [Text(" · ".join(part.replace("\n", ", ") for part in row if part)) for row in rows]
        return Group(above, *(Padding(line, (0, 0, 0, INDENT)) for line in told), Text())
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    # What does not fit is wrapped, never cut.
    for name, columns in zip(COLUMNS, shared(width - _RULES, list(COLUMNS.values())), strict=True):
        made.add_column(name, width=columns, overflow="fold")
    for row in rows:
        made.add_row(*map(Text, row))
    return Group(above, made)


def cells(claim: Claim, row: interchange.Row) -> Iterator[str]:
    """What COLUMNS hold of a claim; `row` is its interchange form."""
    by = f"by {claim.perpetrator.value}" if claim.perpetrator else None
    where = ", ".join(str(row[name]) for name in ("place", "country") if row[name])
    when = (words.days(claim.when.value) or f'"{claim.when.value.words}"') if claim.when else None
    yield claim.harm.value.value.replace("_", " ")
    yield shown(str(row["quantity"]))
    yield "\n".join(shown(part) for part in (words.people(claim), by) if part)
    yield "\n".join(shown(part) for part in (where, when) if part)
    yield shown("; ".join(words.attributed(one) for one in claim.attributions) or "the outlet's own")
    yield "\n".join(words.remarks(claim))


def explanation(reading: Reading, width: int, plain: bool) -> RenderableType:
    """Each sentence that holds claims with their words underlined, and under it the claims' fields with their rules.

    `plain` is for output without styles: what is underlined then has a row of its own.
    """
    document = reading.document
    parts: list[RenderableType] = [heading(document)]
    for sentence, together in groupby(reading.claims, key=lambda claim: claim.sentence):
        claims = list(together)
        parts += [Text(), Padding(underlined(document, sentence, claims, width - INDENT, plain), (0, 0, 0, INDENT))]
        for claim in claims:
            found = Group(named(claim), details(claim, document, width - 2 * INDENT))
            parts.append(Padding(found, (0, 0, 0, 2 * INDENT)))
    if not reading.claims:
        parts.append(Text("  no claims"))
    return Group(*parts, Text())


def leftovers(reading: Reading) -> RenderableType:
    """The numbers beside words of harm that no claim used, and why."""
    made = Table.grid(padding=(0, 2, 0, 0))
    for leftover in reading.leftovers:
        about = (leftover.harm.value.replace("_", " ") if leftover.harm else "", f'"{shown(leftover.words)}"')
        made.add_row(*map(Text, (*about, f"at {leftover.span.start}", leftover.reason)))
    above = Text(f"Left over in {shown(reading.document.id)}: {len(reading.leftovers)}")
    return Group(above, Padding(made, (0, 0, 1, INDENT)))


def shared(width: int, columns: Sequence[tuple[int, int]]) -> list[int]:
    """The width of each column: its least, and of what is left its share."""
    rest = max(0, width - sum(least for least, _ in columns))
    return [least + rest * share // sum(share for _, share in columns) for least, share in columns]


def heading(document: Document) -> Text:
    """Which report: its id, outlet, day and title; that of an example says so."""
    made = watermark(document.example)
    made.append(shown(document.id), "bold")
    made.append(f"  {shown(words.published(document))}")
    if document.title:
        made.append(f"\n{shown(document.title)}", "italic")
    return made


def watermark(example: bool) -> Text:
    """What stands before all that was read from an invented report."""
    return Text().append("EXAMPLE (invented) ", "bold reverse") if example else Text()


def underlined(document: Document, sentence: Span, claims: Sequence[Claim], width: int, plain: bool) -> Text:
    """The sentence, with the words that the claims were read from underlined, in a row of its own when `plain`."""
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


def named(claim: Claim) -> Text:
    """Harm, remarks and key."""
    made = Text("▸ ").append(claim.harm.value.value.replace("_", " "), "bold")
    made.append("".join(f", {remark}" for remark in words.remarks(claim)))
    return made.append(f"  {shown(claim.key)}", "dim")


def details(claim: Claim, document: Document, width: int) -> Table:
    """A claim's fields: name, words, what they were read as, and the rule."""
    made = Table.grid(padding=(0, 2, 0, 0))
    for columns in shared(width - 2 * len(_DETAILS), _DETAILS):
        made.add_column(width=columns, overflow="fold")
    for field in fields.of(claim):
        quoted = " … ".join(f'"{shown(span.of(document.text))}"' for span in field.spans)
        away = "" if all(claim.sentence.contains(span) for span in field.spans) else " (elsewhere)"
        name = Text(f"  {field.name}", _STYLES[field.name])
        made.add_row(name, Text(quoted + away), Text(shown(field.reading)), Text(field.rule, "dim"))
    made.add_row(Text("  scope"), Text(), Text(claim.scope.value), Text(claim.scope_rule, "dim"))
    return made
