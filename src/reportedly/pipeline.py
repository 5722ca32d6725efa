"""The order of the stages: document → passages → sentences → claims → sources. The only importer of them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from reportedly import confidence, language, passages, sources
from reportedly.claims import assembling
from reportedly.claims.draft import Report
from reportedly.extract import dates
from reportedly.model import Document, Reading
from reportedly.plain import Plain

# Reports read side by side: enough to fill the parser's batches, few enough to show the first ones soon.
AT_ONCE = 128


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
    while group := [partial(_read, document) for document in islice(waiting, AT_ONCE)]:
        yield from language.together(group)


def _read(original: Document) -> Reading:
    plain = Plain.of(original)
    document = plain.document
    parts = passages.split(document)
    day = dates.reference_day(document, parts)
    claims, leftovers = assembling.assemble(Report(document, tuple(language.sentences(document, parts)), day.day))
    claims = confidence.rated(claims, document)
    reading = Reading(document, parts, claims, leftovers, (day.note,) if day.note else ())
    return sources.resolved(plain.back(reading))
