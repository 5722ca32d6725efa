"""Measures attributions, sentence by sentence, against a file of sentences with sources marked (FactAppeal).

usage: python benchmarks/sources.py FILE.jsonl [--errors N]

Each line: {"id", "text", "spans": [{"start", "end", "label"}]}, offsets in code points; labels begin with "Fact_Appeal"
(on a source's word), "Fact_No_Appeal" (in the outlet's own voice) or "Source". Reach: is a fact that appeals to one
covered by a speech, and one that does not by none (by its middle)? Names: does a source found overlap a marked one? The
texts are of all subjects and the marking is loose ("he said" is often no source in it): read the figures against each
other over time, not as shares of a truth.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly.extract import sources
from reportedly.extract.sources import Speech
from reportedly.language import Sentence, parse
from reportedly.model import Document, Passage, PassageKind, Published, Span


@dataclass(frozen=True)
class Marked:
    """A sentence, its facts (with whether they appeal to a source) and the stretches that name a source."""

    sentence: Sentence
    facts: tuple[tuple[Span, bool], ...]
    named: tuple[Span, ...]


@dataclass(frozen=True)
class Figures:
    """How often something found was right (precision) and something marked was found (recall)."""

    right: int
    wrong: int
    missed: int

    def __str__(self) -> str:
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 0.0
        return f"precision {precision:.3f}  recall {recall:.3f}"


def read(path: Path) -> list[Marked]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [_marked(row) for row in rows]


def _marked(row: dict[str, object]) -> Marked:
    text = str(row["text"])
    document = Document(str(row["id"]), text, "", Published(None, None))
    sentence = Sentence(document, Passage(0, Span(0, len(text)), PassageKind.BODY, 0))
    facts, named = [], []
    spans = row["spans"]
    assert isinstance(spans, list)
    for mark in spans:
        span = Span(mark["start"], mark["end"])
        if mark["label"].startswith("Fact"):
            facts.append((span, mark["label"].startswith("Fact_Appeal")))
        elif mark["label"].startswith("Source"):
            named.append(span)
    return Marked(sentence, tuple(facts), tuple(named))


def reach(marked: list[Marked], errors: list[str]) -> Figures:
    counts: Counter[tuple[bool, bool]] = Counter()
    for one in marked:
        speeches = _speeches(one.sentence)
        for span, appeals in one.facts:
            covered = any(speech.covers((span.start + span.end) // 2) for speech in speeches)
            counts[appeals, covered] += 1
            if appeals != covered:
                errors.append(f"{'missed' if appeals else 'over  '}  {one.sentence.words(span)}")
    return Figures(counts[True, True], counts[False, True], counts[True, False])


def names(marked: list[Marked]) -> Figures:
    right = wrong = missed = 0
    for one in marked:
        found = [mention for speech in _speeches(one.sentence) for mention in speech.origins + speech.via]
        hits = [any(mention.span.overlaps(span) for span in one.named) for mention in found]
        right += sum(hits)
        wrong += len(hits) - sum(hits)
        missed += sum(not any(mention.span.overlaps(span) for mention in found) for span in one.named)
    return Figures(right, wrong, missed)


def _speeches(sentence: Sentence) -> list[Speech]:
    return [mention.value for mention in sources.find(sentence)]


def report(path: Path, shown: int) -> Iterator[str]:
    marked = read(path)
    parse(one.sentence for one in marked)
    errors: list[str] = []
    yield f"{len(marked)} sentences"
    yield f"reach  {reach(marked, errors)}"
    yield f"names  {names(marked)}"
    yield from errors[:shown]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N facts read wrong")
    options = parser.parse_args()
    for line in report(options.file, options.errors):
        print(line)


if __name__ == "__main__":
    main()
