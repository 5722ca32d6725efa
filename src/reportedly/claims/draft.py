"""What the parts of `claims` hand each other: a report with its sentences, and a quantity joined to its harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportedly.language import Sentence
from reportedly.model import Document, Harm, Mention, Quantity, Victims


@dataclass(frozen=True, slots=True)
class Report:
    """A document cut into sentences. `day` is the day that relative dates are counted from, or None when unknown."""

    document: Document
    sentences: tuple[Sentence, ...]
    day: date | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An amount joined to the harm that it counts; the other fields of a claim are found around it.

    `whole` is the draft that this one is a stated part of ("12 people, including 5 children"), which it shares its
    place, time and source with unless its own words say otherwise.
    """

    sentence: Sentence
    quantity: Mention[Quantity]
    harm: Mention[Harm]
    victims: Mention[Victims] | None = None
    whole: Draft | None = None
