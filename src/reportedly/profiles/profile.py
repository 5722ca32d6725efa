"""What a profile holds. Frozen; the rules are applied in `tolls`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportedly.model import Harm, Hedge, SourceKind, Status


class Standing(StrEnum):
    """How sure we are that a rule is as published."""

    READ = "read"
    SEEN = "seen in data"
    SECOND_HAND = "second-hand"
    OURS = "ours"


class Low(StrEnum):
    """Low of several origins: the least of theirs, or not given."""

    LEAST = "least"
    NONE = "none"


class Best(StrEnum):
    """Best of several origins: where all agree; what most say; the least; or not given."""

    AGREED = "agreed"
    COMMONEST = "commonest"
    LEAST = "least"
    NONE = "none"


class High(StrEnum):
    """High of several origins: the largest where all give one; the largest that any gives; or not given."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


class PartyUse(StrEnum):
    """What a party's claim about others counts for: like any; as high only; as high above a coded zero.

    `ADMISSION_FIRST`: beside a side's admission of its own dead, the enemy's claim gives the high only. `SAME`: states
    are treated as other parties are.
    """

    COUNTS = "counts"
    HIGH_ONLY = "high_only"
    CODED_ZERO = "coded_zero"
    ADMISSION_FIRST = "admission_first"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a profile, to be shown beside each result. `id` is "ucdp/party"."""

    id: str
    says: str
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class PartyRules:
    """A party's claims about its own dead and about its enemy's or civilians': `alone`, beside others, and both."""

    about_others_alone: PartyUse
    about_others: PartyUse
    own_and_enemy: PartyUse
    states: PartyUse

    @property
    def active(self) -> bool:
        return {self.about_others_alone, self.about_others, self.own_and_enemy} != {PartyUse.COUNTS}


@dataclass(frozen=True)
class Profile:
    """A named set of rules.

    `words` turns vague words into numbers. `hedges` says what each hedge gives as low, best and high: "N" its number,
    "L" the lower of its two, "-" none. `harms` is empty where all count.
    """

    name: str
    title: str
    rules: tuple[Rule, ...]
    words: Mapping[str, int]
    hedges: Mapping[Hedge, str]
    tolerance: float
    low: Low
    best: Best
    high: High
    sums_parts: bool
    needed_origins: int
    excluded_kinds: frozenset[SourceKind]
    set_aside: frozenset[Status]
    party: PartyRules
    coded_zeros: bool
    harms: frozenset[Harm]
    grades: bool
    path: str | None = None

    def rule(self, section: str) -> Rule:
        """The rule of a section: `rule("party").id` is "ucdp/party" under ucdp."""
        return next(rule for rule in self.rules if rule.id.endswith(f"/{section}"))
