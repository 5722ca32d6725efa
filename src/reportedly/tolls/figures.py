"""A claim's figure under a profile: low, best and high, and the claim as a toll hears it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reportedly.evidence import Evidence
from reportedly.model import Hedge, Quantity, Span, Unit
from reportedly.profiles import Profile
from reportedly.sources import Figure, figure
from reportedly.tolls.variables import Variable

_NO_AMOUNT = Span(0, 1)


@dataclass(frozen=True, slots=True)
class Triple:
    """What a figure gives for low, best and high; each may be missing. `about`: the words say so."""

    low: int | None
    best: int | None
    high: int | None
    about: bool = False

    @property
    def open(self) -> int:
        """How many are missing: of equal figures the most open is the most careful."""
        return (self.low is None) + (self.best is None) + (self.high is None)


@dataclass(slots=True)
class Heard:
    """A claim with a figure. `origins` are ids, merges applied; `own:…` is an outlet's voice.

    `variable` is what it counts, the likeliest of `variables`. `nobody`: it names no origin. `repeat`: it counts in
    its origin's voice, but its figure is another nobody's, too.
    """

    evidence: Evidence
    triple: Triple
    variables: tuple[Variable, ...]
    origins: tuple[str, ...]
    nobody: bool
    figure: Figure
    repeat: bool = False
    part_of: str | None = None
    variable: Variable = field(init=False)

    def __post_init__(self) -> None:
        self.variable = self.variables[0]

    @property
    def key(self) -> str:
        return self.evidence.key

    @property
    def day(self) -> date | None:
        return self.evidence.published


def order(evidence: Evidence) -> tuple[date, str, int, str]:
    """The order in which claims are taken; it depends on nothing but the claim. Undated ones come first."""
    return evidence.published or date.min, evidence.document, evidence.index, evidence.key


def triple(evidence: Evidence, profile: Profile) -> Triple | None:
    """The figure that a profile reads; None where it gives no number."""
    low, high, hedge = evidence.low, evidence.high, evidence.hedge
    if hedge is Hedge.VAGUE and evidence.word is not None and low is None and high is None:
        number = profile.words.get(evidence.word)
        # A number made of a word is a least number: "dozens" are 12 or more.
        low, hedge = number, Hedge.AT_LEAST
    if hedge is Hedge.NONE_REPORTED or (low is None and high is None) or hedge not in profile.hedges:
        return None
    pattern = profile.hedges[hedge]
    if low == 0 and high == 0:
        return Triple(0, 0, 0)
    lower = low if low is not None else high
    numbers = [
        None if letter == "-" else lower if letter == "L" else _number(slot, low, high, lower)
        for slot, letter in enumerate(pattern)
    ]
    made = Triple(numbers[0], numbers[1], numbers[2], hedge is Hedge.ABOUT)
    return None if made.open == 3 else made


def _number(slot: int, low: int | None, high: int | None, lower: int | None) -> int | None:
    if slot == 2:
        return high if high is not None else low
    return low if slot == 0 and low is not None else lower


def words(evidence: Evidence) -> str:
    """The figure as it was said, in figures.

    >>> from reportedly.model import Harm
    >>> words(Evidence("k", "d", "o", None, Harm.KILLED, 200, None, Hedge.AT_LEAST, "200"))
    'at least 200'
    """
    low, high, hedge = evidence.low, evidence.high, evidence.hedge
    unit = {Unit.PERSON: "", Unit.FAMILY: " families", Unit.HOUSEHOLD: " households"}[evidence.unit]
    if hedge is Hedge.MORE_THAN and low is not None:
        return f"more than {low - 1:,}{unit}"
    if hedge is Hedge.FEWER_THAN and high is not None:
        return f"fewer than {high + 1:,}{unit}"
    if low is not None and high is not None:
        about = "about " if hedge is Hedge.ABOUT else ""
        return f"{about}{low:,}{unit}" if low == high else f"{low:,} to {high:,}{unit}"
    if low is not None:
        return f"at least {low:,}{unit}"
    if high is not None:
        return f"up to {high:,}{unit}"
    return evidence.word or evidence.amount


def as_figure(evidence: Evidence) -> Figure:
    """What makes two figures equal, as origins are counted."""
    quantity = Quantity(evidence.low, evidence.high, evidence.hedge, _NO_AMOUNT, evidence.word, evidence.unit)
    return figure(evidence.harm, quantity, evidence.victim_class, evidence.amount)
