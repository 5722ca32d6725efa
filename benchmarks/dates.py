"""Measures the finding of time expressions against a file of marked texts.

usage: python benchmarks/dates.py FILE.jsonl [--errors N]

Each line: {"id", "text", "timex": [{"start", "end", …}]}, offsets in code points. Strict: both ends agree; relaxed: the
stretches overlap. Each marked stretch pairs with at most one found. What is measured are the single expressions, as
TIMEX marks them: without prepositions, and the ends of a range apart ("from [July 3] to [July 5]").
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly import passages
from reportedly.extract.date_grammar import expressions
from reportedly.model import Document, Published

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Text:
    id: str
    text: str
    marked: tuple[Stretch, ...]
    found: tuple[Stretch, ...]


@dataclass(frozen=True)
class Figures:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read(path: Path) -> list[Text]:
    texts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        marked = sorted({(mark["start"], mark["end"]) for mark in row["timex"]})
        texts.append(Text(row["id"], row["text"], tuple(marked), tuple(find(row["text"]))))
    return texts


def find(text: str) -> Iterable[Stretch]:
    """Sentence by sentence, as a report is read."""
    document = Document("benchmark", text, "", Published(None, None))
    for passage in passages.split(document):
        start = passage.span.start
        for expression in expressions(passage.span.of(text)):
            yield start + expression.start, start + expression.end


def overlapping(marked: Sequence[Stretch], found: Sequence[Stretch]) -> set[tuple[Stretch, Stretch]]:
    """Pairs, one to one, in the order of the text."""
    pairs = set()
    free = list(found)
    for mark in marked:
        match = next((stretch for stretch in free if stretch[0] < mark[1] and mark[0] < stretch[1]), None)
        if match:
            free.remove(match)
            pairs.add((mark, match))
    return pairs


def measure(texts: Iterable[Text]) -> tuple[Figures, Figures]:
    marked = found = strict = relaxed = 0
    for text in texts:
        marked, found = marked + len(text.marked), found + len(text.found)
        strict += len(set(text.marked) & set(text.found))
        relaxed += len(overlapping(text.marked, text.found))
    return tuple(
        Figures(right / found if found else 0.0, right / marked if marked else 0.0) for right in (strict, relaxed)
    )  # type: ignore[return-value]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show up to N of each kind of error a text")
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    texts = read(options.file)
    seconds = time.perf_counter() - began
    strict, relaxed = measure(texts)
    words = sum(len(text.text.split()) for text in texts)
    print(
        f"{len(texts)} texts, {sum(len(text.marked) for text in texts)} marked, {words / seconds:,.0f} words a second"
    )
    for name, figures in (("strict", strict), ("relaxed", relaxed)):
        print(f"{name:8} precision {figures.precision:.3f}  recall {figures.recall:.3f}  F1 {figures.f1:.3f}")
    for text in texts if options.errors else ():
        _show(text, options.errors)


def _show(text: Text, limit: int) -> None:
    for name, these, others in (("missed", text.marked, text.found), ("extra", text.found, text.marked)):
        for start, end in [stretch for stretch in these if stretch not in others][:limit]:
            before, after = text.text[max(0, start - 40) : start], text.text[end : end + 30]
            print(f"{text.id} {name}: {before}[[{text.text[start:end]}]]{after}".replace("\n", " "))


if __name__ == "__main__":
    main()
