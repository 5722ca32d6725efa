"""The order of the stages: document → passages → sentences → claims. The only module that imports them all."""

from __future__ import annotations

from reportedly import language, passages
from reportedly.claims.assembling import assemble
from reportedly.claims.draft import Report
from reportedly.extract import dates
from reportedly.model import Document, Reading


def read(document: Document) -> Reading:
    """Reads one document. Reading it again gives the same result.

    Raises SetupError when the parser's model or the gazetteer is missing.
    """
    cut = passages.split(document)
    day = dates.reference_day(document, cut)
    report = Report(document, tuple(language.sentences(document, cut)), day.day)
    found, leftovers = assemble(report)
    notes = (day.note,) if day.note else ()
    return Reading(document, cut, found, leftovers, notes)
