"""How the grouping of claims grows: so many made-up claims, ten to an event, over as many days as they need.

The density of events in place and time is that of one large collection: a larger ledger is a longer one. Towns are
drawn unevenly, so that a few have events every week; one report in eight is a copy; one in six ends with a figure of
the whole war.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import NamedTuple

from reportedly import events
from reportedly.evidence import Evidence, Reuse
from reportedly.model import Harm, Hedge, Scope, Toponym, VictimClass

# Bars of the issue, with the share of its 15 minutes and 6 GB that grouping has.
SECONDS, MEGABYTES, EXPONENT, ADDING_MS = 7 * 60, 4096, 1.1, 300
START = date(2015, 1, 1)
EVENTS_A_DAY = 55
_COUNTRIES, _PROVINCES, _TOWNS = 30, 10, 10
_METHODS = (
    "air_strike",
    "shelling",
    "rocket",
    "bomb",
    "suicide_bombing",
    "vehicle_bomb",
    "shooting",
    "execution",
    "mine",
)
_SYLLABLES = ("ba", "ker", "tul", "mo", "sha", "rin", "dor", "ga", "vel", "nu", "zim", "hal", "pe", "kor", "wad", "fi")


class Happening(NamedTuple):
    """Something that happened: what the claims about it share."""

    town: Toponym
    day: date
    method: str
    party: str
    harm: Harm
    toll: int
    victims: VictimClass
    words: frozenset[str]


def evidence(count: int, seed: int = 1) -> Iterator[Evidence]:
    """So many claims, the same ones for the same seed."""
    made = 0
    for report in reports(seed):
        for claim in report:
            yield claim
            made += 1
            if made == count:
                return


def reports(seed: int = 1) -> Iterator[tuple[Evidence, ...]]:
    """Reports without end: about three to an event, of about three claims each."""
    random = Random(f"events {seed}")
    towns, words = _towns(random), [_name(random, 3) for _ in range(3000)]
    number = 0
    happened = 0
    while True:
        event = _happening(random, towns, words, START + timedelta(days=happened // EVENTS_A_DAY))
        happened += 1
        last: tuple[Evidence, ...] | None = None
        for _ in range(2 + int(random.random() * 3)):
            known = f"s{seed}-{number:07d}"
            number += 1
            if last is not None and random.random() < 0.15:
                yield tuple(_copy(claim, known) for claim in last)
                continue
            last = _report(random, known, event, words)
            yield last


def _happening(random: Random, towns: Sequence[Toponym], words: Sequence[str], day: date) -> Happening:
    # A square draws the first towns of the list far more often than the last.
    town = towns[int(random.random() ** 2 * len(towns))]
    party = f"the {random.choice(('army', 'rebels', 'Column', 'Front'))} of {town.country}"
    return Happening(
        town, day, random.choice(_METHODS), party,
        Harm.KILLED if random.random() < 0.8 else Harm.INJURED, 2 + int(random.random() ** 3 * 80),
        random.choice(list(VictimClass)), frozenset(random.sample(words, 4)),
    )  # fmt: skip


def _report(random: Random, known: str, event: Happening, words: Sequence[str]) -> tuple[Evidence, ...]:
    published = event.day + timedelta(days=int(random.random() * 2.5))
    outlet = f"outlet-{int(random.random() * 200)}"
    claims = []
    for index in range(2 + int(random.random() * 3)):
        harm = event.harm if index < 2 else Harm.INJURED
        low = max(1, round(event.toll * (0.8 + 0.4 * random.random()))) if random.random() < 0.5 else event.toll
        dated = random.random() < 0.8
        wording = frozenset((*random.sample(sorted(event.words), 2), *random.sample(words, 3)))
        claims.append(Evidence(
            key=f"{known}:{100 * index}:{harm.value}", document=known, outlet=outlet, published=published, harm=harm,
            low=low, high=low, hedge=Hedge.EXACT, amount=str(low), victim_class=event.victims,
            perpetrator=event.party if random.random() < 0.6 else None, place=event.town.name, toponym=event.town,
            country=event.town.country, date_from=event.day if dated else None, date_to=event.day if dated else None,
            methods=frozenset((event.method,)), wording=wording, index=index, lead=index == 0,
        ))  # fmt: skip
    if random.random() < 0.17:
        low = 100_000 + 1000 * int(random.random() * 50)
        claims.append(Evidence(
            key=f"{known}:900:killed", document=known, outlet=outlet, published=published, harm=Harm.KILLED,
            low=low, high=None, hedge=Hedge.MORE_THAN, amount=f"{low:,}", place=event.town.country,
            country=event.town.country, date_from=date(2011, 1, 1), date_to=published, scope=Scope.CUMULATIVE,
            index=len(claims),
        ))  # fmt: skip
    return tuple(claims)


def _copy(claim: Evidence, known: str) -> Evidence:
    key = known + claim.key[len(claim.document) :]
    return replace(claim, key=key, document=known, outlet="outlet-copy", reuse=Reuse.COPY, twin=claim.key)


def _towns(random: Random) -> list[Toponym]:
    """Towns about 40 km from each other, in provinces and countries that lie apart."""
    found = []
    for country in range(_COUNTRIES):
        for province in range(_PROVINCES):
            for town in range(_TOWNS):
                latitude = -40 + country * 2.6 + province * 0.2 + random.random() * 0.1
                longitude = -90 + country * 5 + town * 0.4 + random.random() * 0.1
                found.append(Toponym(
                    _name(random, 3).title(), f"example:{country}-{province}-{town}", latitude, longitude,
                    f"{chr(65 + country % 26)}{chr(65 + country // 26)}", f"P{province}", "town",
                ))  # fmt: skip
    random.shuffle(found)
    return found


def _name(random: Random, syllables: int) -> str:
    return sys.intern("".join(random.choice(_SYLLABLES) for _ in range(syllables)))


@dataclass
class Store:
    """Reports in memory, filed as a ledger would file them."""

    by_report: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    by_block: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_claim: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, report: tuple[Evidence, ...]) -> None:
        document = report[0].document
        self.by_report[document] = report
        for key in events.blocks(report):
            self.by_block[key].append(document)
        for claim in report:
            self.by_claim[claim.key].append(document)
            if claim.twin:
                self.by_claim[claim.twin].append(document)

    def holding(self, keys: frozenset[str]) -> Iterable[Evidence]:
        return self._all(self.by_block, keys)

    def of(self, claims: frozenset[str]) -> Iterable[Evidence]:
        return self._all(self.by_claim, claims)

    def _all(self, index: dict[str, list[str]], keys: Collection[str]) -> Iterable[Evidence]:
        documents = sorted({document for key in keys for document in index.get(key, ())})
        return [claim for document in documents for claim in self.by_report[document]]


class Figures(NamedTuple):
    claims: int
    events: int
    seconds: float
    megabytes: float
    adding_ms: float


def measure(count: int, seed: int = 1, adding: int = 0) -> Figures:
    """Groups so many claims on one core; then adds so many reports, one by one, to a store of them."""
    made = list(evidence(count, seed))
    start = time.process_time()
    grouped = events.group(made)
    seconds = time.process_time() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(count, len(grouped), seconds, megabytes, _adding(made, adding) if adding else 0.0)


def _adding(made: Sequence[Evidence], count: int) -> float:
    """The median of the milliseconds that adding a report takes, keys and all."""
    by_report: dict[str, list[Evidence]] = defaultdict(list)
    for claim in made:
        by_report[claim.document].append(claim)
    found = [tuple(claims) for claims in by_report.values()]
    # Fresh ones from anywhere in time, not only its end.
    random = Random("adding")
    fresh = set(random.sample(range(len(found)), min(count, len(found))))
    store = Store()
    for number, report in enumerate(found):
        if number not in fresh:
            store.add(report)
    taken = []
    for number in sorted(fresh):
        start = time.process_time()
        store.add(found[number])
        events.regroup([claim.key for claim in found[number]], store)
        taken.append(1000 * (time.process_time() - start))
    return median(taken)


def exponent(one: Figures, other: Figures) -> float:
    """How the seconds grow with the claims: 1.0 is in step."""
    from math import log

    return log(other.seconds / one.seconds) / log(other.claims / one.claims)


def told(counts: Sequence[int]) -> int:
    """Measures every count in a process of its own, prints it, and returns 1 when a bar is missed."""
    found = []
    for count in counts:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            figures = pool.apply(measure, (count, 1, 25 if count <= 200_000 else 0))
        found.append(figures)
        adding = f", adding a report {figures.adding_ms:.0f} ms" if figures.adding_ms else ""
        print(
            f"{figures.claims:,} claims in {figures.events:,} events: {figures.seconds:.1f} s on one core, "
            f"{figures.megabytes:,.0f} MB{adding}",
            flush=True,
        )
    if len(found) > 1:
        print(f"exponent {exponent(found[0], found[-1]):.3f}, at most {EXPONENT} wanted")
    return int(missed(found))


def missed(found: Sequence[Figures]) -> bool:
    """Whether a bar is missed."""
    slow = any(one.seconds > SECONDS or one.megabytes > MEGABYTES or one.adding_ms > ADDING_MS for one in found)
    return slow or (len(found) > 1 and exponent(found[0], found[-1]) > EXPONENT)
