"""Claims picked out of a text by their words, so that one field can be tested before the others are read."""

from __future__ import annotations

from datetime import date

from reportedly import passages
from reportedly.claims.draft import Draft, Report
from reportedly.extract import harms
from reportedly.language import Sentence, parse, sentences
from reportedly.model import Document, Harm, Hedge, Mention, Published, PublishedFrom, Quantity, Span


def report(text: str, outlet: str | None = None, title: str | None = None) -> Report:
    """The text as a report with its sentences parsed."""
    day = date(2024, 2, 10)
    document = Document("r1", text, "", Published(day, PublishedFrom.GIVEN), title=title, outlet=outlet)
    found = tuple(sentences(document, passages.split(document)))
    parse(found)
    return Report(document, found, day)


def draft(made: Report, amount: str, harm: Harm | None = None) -> Draft:
    """The claim at the words of an amount ("at least 12"; the nth as "12#2"), joined to the nearest word of harm."""
    words, _, nth = amount.partition("#")
    start = -1
    for _ in range(int(nth or 1)):
        start = made.document.text.index(words, start + 1)
    span = Span(start, start + len(words))
    sentence = next(found for found in made.sentences if found.passage.span.contains(span))
    quantity = Mention(Quantity(1, 1, Hedge.EXACT, span), (span,), "test/quantity")
    return Draft(sentence, quantity, _harm(sentence, span, harm))


def _harm(sentence: Sentence, amount: Span, wanted: Harm | None) -> Mention[Harm]:
    found = [
        (abs(mention.start - amount.end), Mention(mention.value.harm, mention.spans, mention.rule))
        for mention in harms.find(sentence)
        if wanted in (None, mention.value.harm)
    ]
    if not found:
        return Mention(wanted or Harm.KILLED, (amount,), "test/harm")
    return min(found, key=lambda pair: pair[0])[1]
