"""Texts written another way, with where every character went: what `robustness.py` and the tests disturb reports with.

>>> marked = commas_lost("Homs, Syria")
>>> marked.text, marked.at(6)
('Homs Syria', 5)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_WIDTH = 72
# A stop that does not end a sentence: "Mr. Ali", "the U.S. Army", "Gen. Salim".
_SENTENCE_END = re.compile(
    r"(?<![ .(][A-Z])(?<!\b(?:Mr|Dr|Lt|St))(?<!\b(?:Mrs|Gen|Col|Maj|Gov|Sgt|Cpl|Rep|Sen|Rev))(?<!\b(?:Brig|Capt))"
    r"[.!?][\"”’']?( +)(?=[\"“‘']?[A-Z0-9])"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from `start` to `end` of the old text give way to `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Disturbed:
    """A text after edits, with where every character of the old one went."""

    text: str
    _edits: tuple[Edit, ...]
    _shifts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, edits: Iterable[Edit]) -> Disturbed:
        """Applies edits that do not overlap, in their order in the text."""
        parts, shifts, done, shift = [], [], 0, 0
        kept = tuple(edits)
        for edit in kept:
            parts += [text[done : edit.start], edit.new]
            shift += len(edit.new) - (edit.end - edit.start)
            shifts.append(shift)
            done = edit.end
        return cls("".join([*parts, text[done:]]), kept, tuple(shifts))

    def at(self, offset: int, end: bool = False) -> int:
        """Where an offset of the old text stands now; one inside an edit keeps its share of the way through it.

        An `end` stays in front of what was put in at that very place.
        """
        index = bisect_right(self._edits, offset - end, key=lambda edit: edit.start) - 1
        if index < 0:
            return offset
        edit, before = self._edits[index], self._shifts[index - 1] if index else 0
        if offset >= edit.end:
            return offset + self._shifts[index]
        return edit.start + before + round((offset - edit.start) * len(edit.new) / (edit.end - edit.start))


Disturbance = Callable[[str], Disturbed]


def replaced(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Disturbance:
    """Every match of the pattern gives way to `new`."""
    compiled = re.compile(pattern)

    def disturb(text: str) -> Disturbed:
        found = ((match, new(match) if callable(new) else match.expand(new)) for match in compiled.finditer(text))
        return Disturbed.of(text, (Edit(match.start(), match.end(), words) for match, words in found))

    return disturb


def mapped(change: Callable[[str], str]) -> Disturbance:
    """Every character gives way to one other; a character that would become two stays."""

    def disturb(text: str) -> Disturbed:
        return Disturbed("".join(new if len(new := change(char)) == 1 else char for char in text), (), ())

    return disturb


def _curly(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    opens = not before or before.isspace() or before in "([—–-\"'“‘"
    return ("“" if opens else "”") if match.group() == '"' else ("‘" if opens else "’")


def wrapped(newline: str) -> Disturbance:
    """Lines broken at 72 columns, where a space was."""

    def disturb(text: str) -> Disturbed:
        return Disturbed.of(text, (Edit(at, at + 1, newline) for at in _breaks(text)))

    return disturb


def _breaks(text: str) -> Iterator[int]:
    start, space = 0, -1
    for at, char in enumerate(text):
        if char == "\n":
            start, space = at + 1, -1
        elif at - start >= _WIDTH and space >= start:
            yield space
            start, space = space + 1, -1
        if char == " ":
            space = at


def bulleted(bullet: str) -> Disturbance:
    """Every sentence on a line of its own behind a bullet; the first line of a text stays as it is."""

    def disturb(text: str) -> Disturbed:
        edits, start = [], 0
        for line in text.splitlines(keepends=True):
            if start and not re.match(r"\W*[-*•–—]\s|\s*$", line):
                edits.append(Edit(start, start, bullet))
            if start or "\n" not in text:
                spaces = [match.span(1) for match in _SENTENCE_END.finditer(line)]
                edits += [Edit(start + first, start + last, "\n" + bullet) for first, last in spaces]
            start += len(line)
        return Disturbed.of(text, edits)

    return disturb


_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? ((?:19|20)\d\d))?(?!\d)"


def _american(match: re.Match[str]) -> str:
    first, joint, second, month, year = match.groups()
    days = f"{first}{joint}{second}" if second else first
    return f"{month} {days}" + (f", {year}" if year else "")


def _british(match: re.Match[str]) -> str:
    month, first, joint, second, year = match.groups()
    days = f"{first}{joint}{second}" if second else first
    return f"{days} {month}" + (f" {year}" if year else "")


_american_days = replaced(rf"\b{_DAY}(?:( and | to |–|-){_DAY})? ({_MONTHS})\b(?!\s\d{{1,2}}\b){_YEAR}", _american)
_british_days = replaced(
    rf"(?<!\d )(?<!\dth )\b({_MONTHS})\.? {_DAY}(?:( and | to |–|-){_DAY})?(?![\d:.,]\d)(?! [ap]\.?m\b){_YEAR}",
    _british,
)
upper = mapped(str.upper)
lower = mapped(str.lower)
commas_lost = replaced(r",(?!\d)", "")
_thousands = r"(?<=\d),(?=\d{3}\b)"

# In the order of the table. None of them changes what the report says.
DISTURBANCES: dict[str, Disturbance] = {
    "upper case": upper,
    "lower case": lower,
    "no commas": commas_lost,
    "curly quotes": replaced("[\"']", _curly),
    "straight quotes": mapped(lambda char: _STRAIGHT.get(char, char)),
    "no apostrophes": replaced(r"(?<=\w)['’](?=\w)|(?<=s)['’](?=\s)", ""),
    "wrapped": wrapped("\n"),
    "wrapped, spaces": wrapped(" \n"),
    "wrapped, CRLF": wrapped("\n"),
    "bullets -": bulleted("- "),
    "bullets •": bulleted("• "),
    "bullets *": bulleted("* "),
    "American dates": _american_days,
    "British dates": _british_days,
    "short weekdays": replaced(rf"\b(?:{_WEEKDAYS})\b", lambda match: match.group()[:3]),
    "no-break spaces": replaced(r"(?<=\d),(?=\d{3}\b)|(?<=\d) (?=\w)", "\u00a0"),
    "thin spaces": replaced(_thousands, "\u2009"),
    "narrow spaces": replaced(_thousands, "\u202f"),
    "plain thousands": replaced(_thousands, ""),
    "dotted thousands": replaced(_thousands, "."),
    "dashes": replaced("-", "–"),
    "typographic hyphens": replaced("-", "‑"),
}
