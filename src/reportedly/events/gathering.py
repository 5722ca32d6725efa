"""The neighbourhood of a few claims: all strands that those may be in one event with, found step by step in a store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from reportedly.events import blocking, crowds, extents, strands
from reportedly.events.crowds import Home
from reportedly.events.judging import Bound
from reportedly.events.scoring import Scorer
from reportedly.events.strands import Kind, Strand
from reportedly.evidence import Evidence


class Reports(Protocol):
    """What a store must find for a neighbourhood to be grouped anew: always whole reports, with all their claims."""

    def holding(self, keys: frozenset[str]) -> Iterable[Evidence]:
        """The claims of reports that are filed under any of the block keys."""

    def of(self, claims: frozenset[str]) -> Iterable[Evidence]:
        """The claims of reports that hold any of these claims, or a copy of one (a claim whose twin it is)."""


class Gathering:
    """Finds all strands of every component that holds a changed claim. What it finds beyond those is whole, too."""

    def __init__(self, reports: Reports, known: Bound, scorer: Scorer) -> None:
        self.reports, self.known, self.scorer = reports, known, scorer
        self.claims: dict[str, Evidence] = {}
        self.documents: set[str] = set()
        self.built: list[Strand] = []
        self.strands: dict[str, Strand] = {}
        self.by_claim: dict[str, Strand] = {}
        self.filed: dict[str, dict[str, Strand]] = {}
        self.updating: dict[str, list[Strand]] = {}
        self.home_of: dict[str, Home | None] = {}
        self.homes: dict[Home, list[Strand]] = {}
        self.following: dict[str, Evidence] = {}
        self.asked: set[str] = set()
        self.led: dict[Home, dict[str, Strand | None]] = {}
        self.reached: set[str] = set()
        self.settled: set[str] = set()
        self.wide: set[str] = set()

    def around(self, changed: frozenset[str]) -> frozenset[str]:
        """The keys of the strands of every component that holds one of the changed claims."""
        self._load(self.reports.of(changed))
        # A copy is grouped with its original.
        heads = {strands.root(self.claims[key], self.claims) for key in changed if key in self.claims}
        fresh = {self.by_claim[key].key for key in heads | changed if key in self.by_claim}
        while fresh:
            self.reached |= fresh
            front = [self.strands[key] for key in sorted(fresh)]
            self._load_around(front)
            fresh = {other.key for strand in front for other in self._linked(strand)} - self.reached
        self._load_copies(self.reached)
        return frozenset(self.reached)

    def _load_around(self, front: Sequence[Strand]) -> None:
        """Loads at once what all of these look at first: what they update, what updates them, and their homes."""
        compared = [strand for strand in front if strand.kind is not Kind.WIDE]
        known = frozenset(claim.key for strand in compared for claim in strand.claims)
        if known:
            self._load(self.reports.of(known.union(*(strand.twins for strand in compared))))
        homes = (self.home_of[strand.key] for strand in compared)
        self._hold(frozenset(home[0] for home in homes if home is not None))

    def _hold(self, keys: frozenset[str]) -> None:
        """Loads what is filed under keys that were not asked for yet."""
        new = keys - self.asked
        if new:
            self.asked |= new
            self._load(self.reports.holding(new))

    def _load(self, claims: Iterable[Evidence]) -> None:
        """Takes in reports that were not met yet, and whatever their copies and repeats follow."""
        followed = len(self.following)
        while new := self._new(claims):
            twins = set()
            for document in sorted(new):
                self.documents.add(document)
                for claim in new[document]:
                    self.claims[claim.key] = claim
                    if (twin := strands.follows(claim)) is not None:
                        self.following[claim.key] = claim
                        twins.add(twin)
                for strand in strands.report_strands(new[document], self.known.alone):
                    self.built.append(strand)
                    self._file(strand)
            missing = frozenset(twins - self.claims.keys())
            claims = self.reports.of(missing) if missing else ()
        if len(self.following) == followed:
            return
        _, lone = strands.followers(self.claims)
        for claim in lone:
            if claim.key not in self.by_claim:
                self._file(strands.alone(claim))

    def _new(self, claims: Iterable[Evidence]) -> dict[str, list[Evidence]]:
        new: dict[str, list[Evidence]] = {}
        for claim in claims:
            if claim.document not in self.documents:
                new.setdefault(claim.document, []).append(claim)
        return new

    def _file(self, strand: Strand) -> None:
        self.strands[strand.key] = strand
        for claim in strand.claims:
            self.by_claim[claim.key] = strand
        for key in extents.strand_key(strand) or blocking.filed(strand):
            self.filed.setdefault(key, {})[strand.key] = strand
        for twin in strand.twins:
            self.updating.setdefault(twin, []).append(strand)
        home = self.home_of[strand.key] = crowds.of(strand, self.known.unit)
        if home is not None:
            self.homes.setdefault(home, []).append(strand)

    def _linked(self, strand: Strand) -> list[Strand]:
        """The strands that make one component with this one: judged the same, or likely enough."""
        units = {self.known.unit[claim.key] for claim in strand.claims if claim.key in self.known.unit}
        partners = frozenset(key for key, unit in self.known.unit.items() if unit in units) if units else frozenset()
        if partners:
            self._load(self.reports.of(partners))
        found = {key: self.by_claim[key] for key in partners if key in self.by_claim}
        if strand.kind is Kind.WIDE:
            return [*found.values(), *self._background(strand)]
        home = self.home_of[strand.key]
        for other in self._updated(strand):
            if self._likely(strand, other):
                found[other.key] = other
        if home is not None and self._crowded(home):
            found |= {other.key: other for other in self.homes[home]}
            if strand.key in self.settled:
                return list(found.values())
        for other in self._met(strand):
            if self._likely(strand, other):
                found[other.key] = other
        return list(found.values())

    def _likely(self, strand: Strand, other: Strand) -> bool:
        return other.key not in self.reached and self.scorer.score(strand, other) > 0

    def _met(self, strand: Strand) -> Iterable[Strand]:
        """What the strand is compared with."""
        asked = blocking.asked(strand)
        self._hold(asked)
        met = {key: other for each in asked for key, other in self.filed.get(each, {}).items()}
        # Who follows in a crowd is compared with no others. Those are taken out of the files once they are known.
        around = {home for key in met if (home := self.home_of[key]) is not None and home not in self.led}
        for home in sorted(around):
            if len(self.homes[home]) > crowds.SIZE:
                self._hold(frozenset((home[0],)))
                self._crowded(home)
        return [other for key, other in met.items() if key not in self.settled]

    def _crowded(self, home: Home) -> bool:
        """Whether a home, of which all is loaded, is a crowd; then it is settled who leads in it."""
        if home not in self.led and len(self.homes[home]) > crowds.SIZE:
            settled = self.led[home] = crowds.led(self.homes[home], self.scorer.score)
            self.settled |= settled.keys()
            for key in settled:
                for filed in blocking.filed(self.strands[key]):
                    del self.filed[filed][key]
        return home in self.led

    def _background(self, strand: Strand) -> list[Strand]:
        """The figures of one area and beginning, each named once: they are one component."""
        new = extents.strand_key(strand) - self.wide
        self.wide |= new
        self._hold(new)
        return [other for key in new for other in self.filed.get(key, {}).values()]

    def _updated(self, strand: Strand) -> Iterator[Strand]:
        """What the strand brings up to date, and what brings it up to date."""
        own = frozenset(claim.key for claim in strand.claims)
        for other in [one for key in own for one in self.updating.get(key, ())]:
            if other.kind is not Kind.WIDE:
                yield other
        for twin in strand.twins:
            if twin in self.by_claim and self.by_claim[twin].kind is not Kind.WIDE:
                yield self.by_claim[twin]

    def _load_copies(self, reached: Collection[str]) -> None:
        """Loads all that follow the claims reached, step by step: copies of copies too."""
        fresh = frozenset(claim.key for key in reached for claim in self.strands[key].claims)
        seen = set(fresh)
        while fresh:
            self._load(self.reports.of(fresh))
            fresh = frozenset(
                c.key for c in self.following.values() if c.key not in seen and strands.follows(c) in seen
            )
            seen |= fresh
