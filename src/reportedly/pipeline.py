"""The order of the stages: document → passages → sentences → claims → sources. The only importer of them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from reportedly import confidence, language, passages, sources
from reportedly.claims.assembling import Assembly
from reportedly.claims.draft import Report
from reportedly.extract import dates
from reportedly.model import Document, Reading
from reportedly.plain import Plain

# Reports read side by side: enough to fill the parser's batches, few enough to show the first ones soon.
AT_ONCE = 64


def read(document: Document) -> Reading:
    """Reads one document. Reading it again gives the same result.

    Raises SetupError when the parser's model or the gazetteer is missing.
    """
    return next(read_all([document]))


def read_all(documents: Iterable[Document]) -> Iterator[Reading]:
    """Reads documents in order. Groups of them share the parser's batches, which is faster than one by one.

    Raises SetupError when the parser's model or the gazetteer is missing.
    """
    waiting = iter(documents)
    while group := [_Read(document) for document in islice(waiting, AT_ONCE)]:
        language.parse(sentence for one in group for sentence in one.assembly.wanted())
        for one in group:
            one.assembly.join()
        language.parse(sentence for one in group for sentence in one.assembly.wanted())
        for one in group:
            yield one.reading()


class _Read:
    """One document between its stages."""

    def __init__(self, document: Document) -> None:
        self.plain = Plain.of(document)
        document = self.plain.document
        self.passages = passages.split(document)
        self.day = dates.reference_day(document, self.passages)
        sentences = tuple(language.sentences(document, self.passages))
        self.assembly = Assembly(Report(document, sentences, self.day.day))

    def reading(self) -> Reading:
        document = self.plain.document
        claims = confidence.rated(self.assembly.claims(), document)
        notes = (self.day.note,) if self.day.note else ()
        reading = Reading(document, self.passages, claims, self.assembly.leftovers, notes)
        return sources.resolved(self.plain.back(reading))
