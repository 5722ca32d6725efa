"""Lists of what a ledger holds, for a terminal: each entry's name on a line of its own, its cells under it.

A name can be copied whole, and an entry is printed as soon as it is known, however many follow. What is shown of an
entry comes from its JSON object, so that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from reportedly.interchange import Row
from reportedly.model import Claim
from reportedly.render import terminal
from reportedly.render.words import shown

_GAP = 2
_BELOW = 4
# Columns of figures that say nothing of what they count.
_BARE = frozenset(("Low", "Best", "High", "Sources", "People", "Killed", "Injured", "Claims", "Left"))
# Words written from right to left would turn round the cells beside them; a mark of the other direction, which has no
# width, keeps them apart.
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MARK = "\u200e"

# The columns of each list: their least widths and their shares of the rest.
Columns = Mapping[str, tuple[int, int]]
CLAIMS: Columns = terminal.COLUMNS
DOCUMENTS: Columns = {
    "Outlet": (14, 2),
    "Published": (10, 0),
    "Status": (8, 1),
    "Claims": (6, 0),
    "Left": (4, 0),
    "Title": (20, 5),
}
SOURCES: Columns = {"Name": (24, 3), "Kind": (12, 0), "Of": (4, 1), "Claims": (6, 0), "Also called": (16, 3)}
COPIES: Columns = {"What": (8, 0), "Shared": (6, 0), "How it is known": (24, 3), "Claims in it": (16, 2)}
LEFTOVERS: Columns = {"Harm": (10, 1), "Words": (16, 2), "Why no claim": (24, 3)}
FAILURES: Columns = {"When": (16, 0), "Why": (40, 5), "": (12, 1)}
EVENTS: Columns = {
    "Where": (14, 4),
    "When": (14, 1),
    "Extent": (8, 0),
    "Claims": (6, 0),
    "Killed": (11, 2),
    "Injured": (11, 2),
}
PROFILES: Columns = {"What it is": (30, 3), "Its rules": (30, 3)}
RUNS: Columns = {"Begun": (16, 0), "Ended": (16, 0), "Program": (10, 1), "What it did": (30, 4)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list: its name and its cells, safe for a terminal. A cell may have several lines.

    `below` stands under the cells, as wide as they are together.
    """

    name: str
    cells: Sequence[str]
    example: bool = False
    below: str = ""


class Listing:
    """Prints entries one after the other."""

    def __init__(self, console: Console, columns: Columns) -> None:
        self._console = console
        self._narrow = console.width < terminal.NARROW
        self._widths = terminal.shared(console.width - _GAP * len(columns), list(columns.values()))
        self._names = list(columns)

    def head(self) -> None:
        if not self._narrow:
            terminal.show(self._console, Text(self._row(self._names)[0], "dim"))

    def add(self, entry: Entry) -> None:
        made = terminal.watermark(entry.example).append(apart(entry.name), "bold")
        if self._narrow:
            named = zip(self._names, entry.cells, strict=True)
            line = " · ".join(apart(self._alone(*cell).replace("\n", ", ")) for cell in named if cell[1])
            made.append(f"\n  {line}")
        else:
            made.append("".join(f"\n{line}" for line in self._row(entry.cells)))
        if entry.below:
            folded = self._folded(entry.below, self._console.width - _BELOW)
            made.append("".join(f"\n{' ' * _BELOW}{line}" for line in folded), "dim")
        terminal.show(self._console, made)

    def _alone(self, name: str, cell: str) -> str:
        """The cell as it stands without the head of its column: a bare number says what it counts."""
        return f"{name.lower()} {cell}" if name in _BARE else cell

    def _row(self, cells: Sequence[str]) -> list[str]:
        """The lines of a row: each cell folded to its width and filled up, so that the next begins at its place."""
        folded = [self._folded(cell, width) for cell, width in zip(cells, self._widths, strict=True)]
        lines = []
        for number in range(max(map(len, folded))):
            parts = [cell[number] if number < len(cell) else "" for cell in folded]
            cells_now = zip(parts, self._widths, strict=True)
            filled = [apart(part) + " " * (width - cell_len(part)) for part, width in cells_now]
            lines.append((" " * _GAP + (" " * _GAP).join(filled)).rstrip())
        return lines

    def _folded(self, cell: str, width: int) -> list[str]:
        wrapped = Text(cell).wrap(self._console, width, overflow="fold")
        return [line.plain.rstrip() for line in wrapped]


def apart(text: str) -> str:
    """The text; words from right to left end with a mark that keeps what follows in its place."""
    return text + _MARK if _RIGHT_TO_LEFT.search(text) else text


# --- what each list shows of its rows ---


def claim(row: Row, read: Claim) -> Entry:
    """`read` is the claim that `row` is the form of."""
    kept = row.get("ledger")
    name = kept["key"] if isinstance(kept, dict) else row["key"]
    # These are safe already, and the ends of their lines are ours.
    return Entry(_text(name), list(terminal.cells(read, row)), "example" in row)


def document(row: Row) -> Entry:
    remarks = [row["status"], row["reason"], row["replaced_by"] and f"replaced by {row['replaced_by']}"]
    status = "; ".join(str(part) for part in remarks if part)
    cells = [row["outlet"], row["published"], status, row["claims"], row["leftovers"], row["title"]]
    return _entry(row, row["document"], cells)


def source(row: Row) -> Entry:
    aliases: Any = row["aliases"]
    also = [*aliases[:5], *(["…"] if len(aliases) > 5 else [])]
    merged = f"the same as {row['merged_into']}" if row["merged_into"] else None
    cells = [row["name"], _words(row["kind"]), row["country"], row["claims"], "; ".join(filter(None, [merged, *also]))]
    return _entry(row, row["source"], cells)


def copy(row: Row) -> Entry:
    share, pairs = row["share"], row["claims"]
    assert isinstance(pairs, list)
    found = {kind: sum(pair["relation"] == kind for pair in pairs) for kind in ("copy", "update")}
    told = [f"{count} {_many(kind, count)}" for kind, count in found.items() if count]
    cells = [row["kind"], f"{share:.0%}" if isinstance(share, float) else "", row["why"], ", ".join(told)]
    return _entry(row, f"{row['document']} ← {row['other']}", cells)


def leftover(row: Row) -> Entry:
    cells = [_words(row["harm"]), f'"{row["quantity"]}"', row["reason"]]
    return _entry(row, f"{row['document']} at {row['start']}", cells)


def failure(row: Row) -> Entry:
    mended = f"mended by run {row['resolved']}" if row["resolved"] else ""
    return _entry(row, row["input"], [_minute(row["at"]), row["reason"], mended])


def run(row: Row) -> Entry:
    summary: Any = row["summary"] or {}
    did = ", ".join(f"{name} {value}" for name, value in summary.items())
    ended = _minute(row["finished"]) or "not ended"
    return _entry(row, f"run {row['run']}: {row['command']}", [_minute(row["started"]), ended, row["software"], did])


def event(row: Row) -> Entry:
    where = ", ".join(str(row[name]) for name in ("place", "country") if row[name])
    first, last = row["date_from"], row["date_to"]
    when = first if first == last else f"{first or '?'} to {last or '?'}"
    cells = [where, when, row["extent"], row["claims"], _tolled(row["killed"]), _tolled(row["injured"])]
    return _entry(row, row["event"], cells)


def profile(row: Row) -> Entry:
    found: Any = row["rules"]
    standings = [rule["standing"] for rule in found]
    told = [f"{standings.count(one)} {one}" for one in dict.fromkeys(standings)]
    return _entry(row, row["profile"], [row["title"], ", ".join(told)])


def _tolled(found: Any) -> str:
    """The bounds of an event's toll in a few words; what is unknown is never a zero.

    >>> _tolled({"low": 1001, "best": None, "high": None, "about": False, "coded": None, "amounts": []})
    '1,001 or more'
    >>> _tolled({"low": None, "best": None, "high": None, "about": False, "coded": None, "amounts": ["dozens"]})
    '"dozens"'
    >>> _tolled({"low": 4, "best": 4, "high": 34, "about": False, "coded": None, "amounts": []}), _tolled(None)
    ('4 to 34, best 4', '–')
    """
    if found is None:
        return "–"
    low, best, high = found["low"], found["best"], found["high"]
    about, coded = "about " if found["about"] else "", " (coded 0)" if found["coded"] else ""
    if low is None and high is None:
        words = ", ".join(f'"{one}"' for one in found["amounts"])
        return f"{about}{best:,}{coded}" if best is not None else words or "–"
    if low == high:
        return f"{about}{low:,}{coded}"
    told = f"{low:,} or more" if high is None else f"{high:,} or fewer" if low is None else f"{low:,} to {high:,}"
    return told + (f", best {about}{best:,}" if best is not None else "") + coded


def _entry(row: Row, name: object, cells: Sequence[object]) -> Entry:
    return Entry(_text(name), [_text(cell) for cell in cells], "example" in row)


def _text(value: object) -> str:
    return "" if value is None else shown(f"{value:,}" if isinstance(value, int) else str(value))


def _words(value: object) -> str:
    return _text(value).replace("_", " ")


def _many(word: str, count: int) -> str:
    plural = {"copy": "copies", "update": "updates"}
    return word if count == 1 else plural[word]


def _minute(value: object) -> str:
    """A time in UTC without its seconds.

    >>> _minute("2024-02-10T12:30:59.000001+00:00")
    '2024-02-10 12:30'
    """
    return str(value)[:16].replace("T", " ") if value else ""


def facts(found: Mapping[str, object]) -> Iterator[str]:
    """Lines of a name and what it is, for what is known."""
    for name, value in found.items():
        if value not in (None, "", [], ()):
            yield f"  {name:<12} {apart(_text(value))}"
