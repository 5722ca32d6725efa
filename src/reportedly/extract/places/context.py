"""What a report is about: which countries its names speak for, and how loudly."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly import gazetteer
from reportedly.extract.places.spotting import Sight, Spot
from reportedly.gazetteer import Entry, Hit, How, Kind

# Tuned on the toponyms of TR-News and read over on reports of Syria, Sudan, Ukraine; benchmarks/places.py measures
# again.
_HOW = {How.NAME: 0.0, How.ALTERNATE: -1.6, How.LOOSE: -2.0, How.SKELETON: -3.5}
_BASE = {Kind.COUNTRY: 9.0, Kind.ADMIN1: 5.6, Kind.ADMIN2: 2.0, Kind.SITE: 4.5, Kind.REGION: 6.0, Kind.CONTINENT: 8.0}
# How likely a name is to be meant (see `prior`) for it to say which country a report is about.
_HEARD_OF, _WELL_KNOWN = 3.0, 4.6
_TOWN_SIZE = 50_000
# The share of a report's evidence from which on a country is what it is about.
MAIN = 0.5
# What the supplement lists is in the news as a town of this size is.
_CURATED_SIZE = 5_000
# An area of fewer people than this does not drown out its namesakes.
_SMALL_AREA = 100_000


@dataclass(frozen=True, slots=True)
class Context:
    """What a report is about: the weight of each country, the largest being 1, and its points by name.

    `voices` are the names that spoke for a country, where only names of places did.
    """

    countries: dict[str, float]
    points: tuple[tuple[str, float, float], ...]
    voices: dict[str, frozenset[str]]

    @property
    def main(self) -> str | None:
        """The one country that the report is about, if there is one."""
        ranked = sorted(self.countries.items(), key=lambda item: -item[1])
        if not ranked or (len(ranked) > 1 and ranked[1][1] > MAIN):
            return None
        return ranked[0][0]


def first_read(sights: Sequence[Sight]) -> Context:
    """Evidence by country: named outright, by its people, or by a name that no other country has."""
    weights: dict[str, float] = defaultdict(float)
    faint: dict[str, set[str]] = defaultdict(set)
    seen: Counter[tuple[str, str]] = Counter()
    voices: dict[str, set[str]] = defaultdict(set)
    for sight in sights:
        for iso in sight.demonyms:
            weights[iso] += 0.5
            voices[iso].add("")
        for spot in sight.spots:
            iso_of = _only_country(spot.key, spot.hits) or _sole_holder(spot)
            if iso_of is None:
                continue
            iso, weight = iso_of
            if not weight:
                faint[iso].add(spot.key)
                continue
            outright = spot.hits[0].entry.kind is Kind.COUNTRY
            voices[iso].add("" if outright else spot.key)
            # The tenth mention of a town says no more than the fifth.
            seen[spot.key, iso] += 1
            if seen[spot.key, iso] <= 5:
                weights[iso] += weight * (
                    0.4 if spot.body or spot.person or spot.tail or spot.head or not spot.cue else 1.0
                )
    # One village's name may be a namesake's; two speak for their country.
    for iso, names in faint.items():
        if len(names) > 1:
            weights[iso] += 0.4 * len(names)
        voices[iso] |= names
    return _weighed(weights, (), {iso: frozenset(names) for iso, names in voices.items()})


def _weighed(
    weights: dict[str, float], points: tuple[tuple[str, float, float], ...], voices: dict[str, frozenset[str]]
) -> Context:
    top = max(weights.values(), default=0.0)
    return Context({iso: weight / top for iso, weight in weights.items() if weight} if top else {}, points, voices)


def _only_country(key: str, hits: tuple[Hit, ...]) -> tuple[str, float] | None:
    """The country that a name speaks for, and how loudly: a village's name says little."""
    if not hits:
        return None
    top = hits[0]
    if top.entry.kind is Kind.COUNTRY and top.entry.country and top.how is How.NAME:
        return top.entry.country, 1.5
    meant = gazetteer.meant(key)
    for hit in hits:
        if hit.entry.id == meant and hit.entry.country:
            return hit.entry.country, 0.8
    ranked: dict[str, float] = {}
    for hit in hits[:20]:
        if hit.entry.country:
            ranked[hit.entry.country] = max(ranked.get(hit.entry.country, -9.0), prior(hit))
    best = sorted(ranked.items(), key=lambda item: -item[1])[:2]
    if not best or best[0][1] < _HEARD_OF or (len(best) > 1 and best[0][1] - best[1][1] < 1.5):
        return None
    alone = len(best) == 1 and max(hit.entry.population for hit in hits) >= _TOWN_SIZE
    curated = top.entry.id.startswith("reportedly:") and top.entry.country == best[0][0]
    # Uri is a canton and a town in Kashmir.
    shared = len(best) > 1 and top.entry.kind is Kind.ADMIN1 and 0 < top.entry.population < _SMALL_AREA
    well_known = best[0][1] >= _WELL_KNOWN and not shared
    return best[0][0], 0.8 if well_known or alone or curated else 0.0


def _sole_holder(spot: Spot) -> tuple[str, float] | None:
    """The country that alone has a name which nobody abroad has heard of: one says nothing, two beside each other
    ("near Naqoura … in Bint Jbeil") that the report is about it."""
    # "To" leads to persons as often: "brought it to Prate's office".
    if spot.cue not in ("at", "from") or spot.person or spot.head or spot.tail:
        return None
    holders = {hit.entry.country for hit in spot.hits}
    iso = next(iter(holders)) if len(holders) == 1 else None
    return (iso, 0.0) if iso is not None and iso != "US" else None


def sharpened(context: Context, chosen: dict[int, tuple[Entry, How]], spots: Sequence[Spot]) -> Context:
    """The context with the points of the places chosen so far, and their countries: places where something is said to
    have happened speak louder than those that are merely named."""
    weights = {iso: weight * 3 for iso, weight in context.countries.items()}
    points: list[tuple[str, float, float]] = []
    seen: set[str] = set()
    for spot in spots:
        entry, how = chosen.get(id(spot), (None, None))
        if entry is None or entry.id in seen or (how is not How.NAME and spot.cue != "at"):
            continue
        seen.add(entry.id)
        if entry.country in weights and entry.kind is not Kind.COUNTRY:
            weights[entry.country] += 1.0 if spot.cue == "at" else 0.4
        if how is How.NAME and entry.kind in (Kind.TOWN, Kind.SITE, Kind.ADMIN1):
            points.append((spot.key, entry.latitude, entry.longitude))
    return _weighed(weights, tuple(points), context.voices)


def prior(hit: Hit) -> float:
    entry = hit.entry
    base = _BASE.get(entry.kind)
    if base is None:
        curated = entry.id.startswith("reportedly:")
        base = math.log10(max(entry.population, _CURATED_SIZE if curated else 0) + 30)
    elif entry.kind is Kind.ADMIN1:
        base = max(base, min(6.4, math.log10(entry.population + 1)))
    return base + _HOW[hit.how] + (0.8 if entry.capital else 0.0)


def about_of(entry: Entry, context: Context) -> float:
    if entry.country is None:
        return max((context.countries.get(iso, 0.0) for iso in entry.also), default=0.5)
    return context.countries.get(entry.country, 0.0)
