"""What a reconciliation gives: a toll with its lines, a ruling on every claim, contradictions and tensions. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportedly.evidence import Event
from reportedly.model import Harm, Unit, VictimClass
from reportedly.profiles import Rule
from reportedly.sources import OriginRange

NO_ORIGINS = OriginRange(0, 0, ())


class Said(StrEnum):
    """What became of a claim."""

    COUNTS = "counts"
    PART_OF = "part of"
    COPY_OF = "copy of"
    REPEAT_OF = "repeat of"
    UPDATED_BY = "updated by"
    SUPERSEDED_BY = "superseded by"
    SET_ASIDE = "set aside"


class Kind(StrEnum):
    """A contradiction is impossible under every reading of its claims, a tension under some."""

    CONTRADICTION = "contradiction"
    TENSION = "tension"


class Grade(StrEnum):
    """Airwars' labels."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of the claim `key`. `others` are the claims that it is a copy of, superseded by, …; a claim of a
    part counts, too. `contradicts` and `tension_with` are the claims that it cannot, or may not, stand beside."""

    key: str
    said: Said
    others: tuple[str, ...] = ()
    why: str | None = None
    contradicts: tuple[str, ...] = ()
    tension_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What one origin's latest claims say of a line. `words` hold the figure in words ("at least 200").

    `within` is the part of the event's place and time that it speaks of; None for the whole event.
    """

    origin: str
    name: str
    keys: tuple[str, ...]
    low: int | None
    best: int | None
    high: int | None
    about: bool
    words: str
    day: date | None
    marks: tuple[str, ...] = ()
    within: str | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Derived:
    """A number that nobody said: what the parts that an origin gives add to. `about` where one of them is about."""

    origin: str
    name: str
    amount: int
    about: bool
    at_least: bool
    keys: tuple[str, ...]

    @property
    def figure(self) -> str:
        return f"{'about ' if self.about else 'at least ' if self.at_least else ''}{self.amount:,}"

    @property
    def words(self) -> str:
        return f"its parts add to {self.figure} (derived)"


@dataclass(frozen=True, slots=True)
class Line:
    """The toll of one harm among some victims.

    `None` for a bound is unknown, never 0; `why` says of each missing one why. `about`: best is said to be about.
    `derived`: low, best and high are no source's words but follow from parts. `coded` is the rule that made a 0.
    `amounts` are vague words without a number. `whole`: nobody is singled out of those harmed. `within` is the part of
    the event's place and time that the bounds speak of; None for the whole event.
    """

    harm: Harm
    unit: Unit
    victims: str
    victim_class: VictimClass
    whole: bool
    low: int | None
    best: int | None
    high: int | None
    about: bool = False
    derived: bool = False
    coded: str | None = None
    within: str | None = None
    why: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()
    beside: tuple[Derived, ...] = ()
    origins: OriginRange = NO_ORIGINS
    provisional: bool = False

    @property
    def known(self) -> bool:
        """Whether any bound is a number."""
        return not (self.low is None and self.best is None and self.high is None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all hold, or not as `words` reads them. `distance`: people, to the nearest way out."""

    kind: Kind
    keys: tuple[str, ...]
    distance: int
    words: str


@dataclass(frozen=True, slots=True)
class Toll:
    """An event's toll under one profile.

    `conflicts` are the nearest ten; `more_contradictions` and `more_tensions` count the rest. `origins` counts over
    all that the event's claims say. `rules` are the profile's, with their standing.
    """

    event: Event
    profile: str
    rules: tuple[Rule, ...]
    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...]
    conflicts: tuple[Conflict, ...]
    more_contradictions: int
    more_tensions: int
    origins: OriginRange
    grade: Grade | None = None
    grade_why: str | None = None

    def line(self, harm: Harm, victim_class: VictimClass | None = None, unit: Unit = Unit.PERSON) -> Line | None:
        """The line of a harm: of all victims, or of all of a class. Without one of all, the only one that there is."""
        of_harm = [line for line in self.lines if line.harm is harm and line.unit is unit]
        if victim_class is None:
            whole = next((line for line in of_harm if line.whole and line.victim_class is VictimClass.UNKNOWN), None)
            return whole or (of_harm[0] if of_harm else None)
        return next((line for line in of_harm if line.whole and line.victim_class is victim_class), None)

    def ruling(self, key: str) -> Ruling | None:
        return next((ruling for ruling in self.rulings if ruling.key == key), None)
