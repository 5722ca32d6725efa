"""Decides, over a whole report, which spots are places and which places they are.

There is no default country: what a report is about is read from the countries and peoples that it names and from the
names that only one country has. Every spot of one name is read alike, unless the words beside it say otherwise.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly import gazetteer
from reportedly.extract.places.context import MAIN, Context, about_of, first_read, prior, sharpened
from reportedly.extract.places.spotting import Sight, Spot, is_rough
from reportedly.extract.places.words import words
from reportedly.gazetteer import Entry, Hit, How, Kind
from reportedly.model import PassageKind

# Tuned on the toponyms of TR-News and read over on reports of Syria, Sudan, Ukraine; benchmarks/places.py measures
# again.
_CONTEXT = 5.0
_NEAR = 2.0
_WITHIN = 8.0
_NOUN = 4.0
_MEANT = 1.5
# From this many people on a town is known abroad.
_FAMOUS = 300_000
# The share of the evidence below which a country was merely mentioned, perhaps by a namesake.
_MENTIONED = 0.12
_EARTH = 6371.0
# A town with this share of the people of the area that bears its name, and no fewer than so many, is what the bare name
# means: Zaporizhzhia, but not Sinaloa.
_SEAT_SHARE, _SEAT_SIZE = 0.1, 10_000
# A town this near to a report's places may lie across the border.
_ACROSS = 60.0
# Nouns of what lies inside a town: a namesake elsewhere is not meant.
_INSIDE = frozenset(
    [
        "neighborhood",
        "neighbourhood",
        "neighborhoods",
        "neighbourhoods",
        "quarter",
        "street",
        "road",
        "square",
        "roundabout",
        "junction",
        "ward",
        "checkpoint",
        "avenue",
        "bridge",
        "slum",
        "intersection",
        "boulevard",
        "highway",
    ]
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A spot that is a place: its entry, or None where only its words tell that it is one. `rule` tells how."""

    spot: Spot
    entry: Entry | None
    country: str | None
    rule: str


def resolve(sights: Sequence[Sight]) -> tuple[list[list[Resolved]], Context]:
    """For each sentence its places, in order, and what the report is about."""
    spots = [spot for sight in sights for spot in sight.spots if not spot.body or spot.authority]
    context = first_read(sights)
    known: dict[_Pair, float] = {}
    chosen = _choose(spots, context, known)
    context = sharpened(context, chosen, spots)
    chosen = _choose(spots, context, known)
    accepted = _accept(spots, chosen, context)
    found: list[list[Resolved]] = []
    last: str | None = None
    for sight in sights:
        row = [accepted[id(spot)] for spot in sight.spots if id(spot) in accepted]
        found.append([_with_country(place, row, context.main, last) for place in row])
        told = [
            place.country
            for place in row
            if place.entry and place.spot.cue == "at" and context.countries.get(place.country or "", 0) >= MAIN
        ]
        last = told[-1] if told else last
    return found, context


# A spot by its identity, and a hit of its name.
_Pair = tuple[int, str, How]


def _choose(spots: Sequence[Spot], context: Context, known: dict[_Pair, float]) -> dict[int, tuple[Entry, How]]:
    """For each spot its likeliest entry: that of its own words where they decide, else that of the name."""
    by_key: dict[tuple[str, bool], list[Spot]] = defaultdict(list)
    for spot in spots:
        by_key[spot.key, spot.noun in _INSIDE].append(spot)
    found: dict[int, tuple[Entry, How]] = {}
    for group in by_key.values():
        for spot in group:
            hits = _near_home(spot, group, context) or _heard(spot, context)
            if not hits:
                continue
            best = hits[0] if len(hits) == 1 else max(hits, key=lambda hit: _score(hit, spot, group, context, known))
            best = _seat(spot, best) or best
            found[id(spot)] = (best.entry, best.how)
    return found


def _seat(spot: Spot, best: Hit) -> Hit | None:
    """The town that a bare name means beside its province: "shells fell in Marib", not "the governor of Marib".

    How either is spelled tells nothing: "Zaporizhzhia" is the gazetteer's name for the province alone.
    """
    outer = best.entry
    if outer.kind is not Kind.ADMIN1 or spot.noun_kind is not None or spot.direction:
        return None
    if spot.cue not in ("at", "from", "to") or gazetteer.meant(spot.key) == outer.id:
        return None
    towns = (
        hit
        for hit in spot.hits
        if hit.entry.kind is Kind.TOWN
        and hit.entry.admin1 == outer.admin1
        and hit.entry.population >= max(_SEAT_SIZE, _SEAT_SHARE * outer.population)
        and gazetteer.fold(hit.entry.name) != f"{spot.key} city"  # "in Oklahoma"
    )
    town = max(towns, key=lambda hit: hit.entry.population, default=None)
    return Hit(town.entry, best.how) if town is not None else None


def _near_home(spot: Spot, group: Sequence[Spot], context: Context) -> tuple[Hit, ...]:
    """The hits of a name without the villages of countries that the report does not speak of: a namesake of Foula,
    Sudan, in Ivory Coast is not meant, even where the gazetteer has no other."""
    if not spot.hits or not context.countries:
        return spot.hits
    holders = [other.within for other in group if other.within is not None]
    return tuple(
        hit
        for hit in spot.hits
        if about_of(hit.entry, context) >= _MENTIONED
        or _size(hit.entry, 0.0) >= _FAMOUS
        or any(_inside(hit.entry, holder) for holder in holders)
        or (hit.how is How.NAME and _nearness(hit.entry, spot.key, context.points) > 1 - _ACROSS / 400)
    )


def _heard(spot: Spot, context: Context) -> tuple[Hit, ...]:
    """Of the places that could be transliterated so, those in a country that the report is about."""
    about = {iso for iso, weight in context.countries.items() if weight >= 0.35}
    hits = tuple(hit for hit in spot.loose if hit.entry.country in about and hit.entry.kind is not Kind.COUNTRY)
    # Bare consonants that fit two places in different corners name neither.
    if hits and hits[0].how is How.SKELETON and len({hit.entry.admin1 for hit in hits}) > 1:
        return ()
    return hits


def _score(hit: Hit, spot: Spot, group: Sequence[Spot], context: Context, known: dict[_Pair, float]) -> float:
    entry = hit.entry
    pair = (id(spot), entry.id, hit.how)
    if pair not in known:
        known[pair] = _of_words(hit, spot, group)
    score = known[pair]
    # "In Palma" beside Mocímboa da Praia: that Palma is known as Spain's does not make the report one about Spain.
    if context.voices.get(entry.country or "") != frozenset((spot.key,)):
        score += _CONTEXT * about_of(entry, context)
    if context.points and entry.kind not in (Kind.COUNTRY, Kind.CONTINENT):
        score += _NEAR * _nearness(entry, spot.key, context.points)
    return score


def _of_words(hit: Hit, spot: Spot, group: Sequence[Spot]) -> float:
    """What the words tell of a hit, whatever else the report is about."""
    entry = hit.entry
    score = prior(hit) + _MEANT * (gazetteer.meant(spot.key) == entry.id) + _noun_fit(entry, spot)
    outright = any(other.entry.kind is Kind.COUNTRY and other.how is How.NAME for other in spot.hits[:1])
    for other in (spot, *group):
        if other.within is not None and not outright and (reach := _inside(entry, other.within)):
            score += reach if other is spot else reach / 2
            break
    return score


def _noun_fit(entry: Entry, spot: Spot) -> float:
    if spot.noun_kind is None:
        # A town and its province of one name: the town, unless the words say otherwise.
        if entry.kind is Kind.ADMIN2:
            return -1.0
        town = any(hit.entry.kind is Kind.TOWN and hit.entry.admin1 == entry.admin1 for hit in spot.hits)
        return -0.9 if entry.kind is Kind.ADMIN1 and town and spot.direction == "" else 0.0
    if spot.noun in _INSIDE:
        # Towns have quarters and streets; provinces of the same name do not.
        return _NOUN if entry.kind is Kind.SITE else -2.5 if entry.kind is Kind.ADMIN1 else -1.0
    kind = entry.kind
    if kind is spot.noun_kind or (kind is Kind.REGION and spot.noun_kind in (Kind.ADMIN1, Kind.ADMIN2, Kind.SITE)):
        return _NOUN
    if spot.noun_kind is Kind.ADMIN2 and kind is Kind.ADMIN1:
        return _NOUN / 4
    if spot.noun_kind is Kind.ADMIN1 and kind is Kind.ADMIN2:
        return _NOUN / 2
    if spot.noun_kind in (Kind.TOWN, Kind.SITE) and kind in (Kind.COUNTRY, Kind.ADMIN1):
        return -_NOUN / 2
    return 0.0


def _inside(entry: Entry, container: Spot) -> float:
    """How well a place fits the wider one named right after it: "Goma, DR Congo", "Tripoli in northern Lebanon"."""
    best = 0.0
    for hit in container.hits[:12]:
        outer = hit.entry
        if outer.kind is Kind.TOWN and container.noun_kind in (Kind.ADMIN1, Kind.ADMIN2):
            continue
        if outer.id == entry.id:
            continue
        weight = _WITHIN if hit.how is How.NAME else _WITHIN / 2
        if (outer.kind is Kind.COUNTRY and entry.kind is not Kind.COUNTRY and outer.country == entry.country) or (
            outer.kind is Kind.ADMIN1 and entry.kind is not Kind.ADMIN1 and outer.admin1 == entry.admin1
        ):
            best = max(best, weight)
        elif (
            outer.kind in (Kind.TOWN, Kind.REGION, Kind.ADMIN2)
            and entry.kind in (Kind.TOWN, Kind.SITE)
            and outer.country == entry.country
            and kilometres((entry.latitude, entry.longitude), (outer.latitude, outer.longitude)) < 60
        ):
            best = max(best, weight / 3)
    return best


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    latitude1, longitude1, latitude2, longitude2 = map(math.radians, (*a, *b))
    half = (
        math.sin((latitude2 - latitude1) / 2) ** 2
        + math.cos(latitude1) * math.cos(latitude2) * math.sin((longitude2 - longitude1) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(math.sqrt(half))


def _nearness(entry: Entry, key: str, points: Iterable[tuple[str, float, float]]) -> float:
    """1 beside the report's other places, 0 from 400 kilometres on. A place is not its own neighbour, nor its
    province's."""
    nearest = 400.0
    for name, latitude, longitude in points:
        # 400 kilometres are less than 4 degrees north, and up to Scandinavia less than 10 east.
        if abs(latitude - entry.latitude) < 4 and abs(longitude - entry.longitude) < 10 and name != key:
            nearest = min(nearest, kilometres((entry.latitude, entry.longitude), (latitude, longitude)))
    return 1 - nearest / 400


def _accept(spots: Sequence[Spot], chosen: dict[int, tuple[Entry, How]], context: Context) -> dict[int, Resolved]:
    accepted: dict[int, Resolved] = {}
    sure: set[str] = set()
    persons = {spot.key for spot in spots if (spot.person or spot.tail) and not spot.noun}
    for spot in spots:
        if (rule := _told(spot, chosen.get(id(spot)), context)) is not None:
            entry = _settled(spot, chosen.get(id(spot)), context)
            accepted[id(spot)] = Resolved(spot, entry, entry.country if entry else None, rule)
            sure.add(spot.key)
    for spot in spots:
        choice = chosen.get(id(spot))
        if id(spot) in accepted or spot.person or spot.tail or spot.head:
            continue
        if spot.key in sure and not (spot.key in words().people and spot.says):
            rule = "places/named-before"
        elif choice is not None and _untold(spot, choice, context, spot.key in persons):
            rule = "places/known"
        else:
            continue
        entry = _settled(spot, choice, context)
        accepted[id(spot)] = Resolved(spot, entry, entry.country if entry else None, rule)
    _companions(spots, chosen, accepted)
    return accepted


def _companions(spots: Sequence[Spot], chosen: dict[int, tuple[Entry, How]], accepted: dict[int, Resolved]) -> None:
    """What is joined to a place by "and" or a comma is one too: "Kafranbel and Hass"."""
    for before, current in itertools.pairwise(spots):
        if before.group < 0 or before.group != current.group or before.sentence is not current.sentence:
            continue
        for spot, other in ((before, current), (current, before)):
            if id(spot) in accepted or id(other) not in accepted or spot.person or id(spot) not in chosen:
                continue
            entry, how = chosen[id(spot)]
            if entry.country == accepted[id(other)].country and how is not How.SKELETON and not spot.says:
                accepted[id(spot)] = Resolved(spot, entry, entry.country, "places/joined")


def _settled(spot: Spot, choice: tuple[Entry, How] | None, context: Context) -> Entry | None:
    """The entry, unless the spot's noun says that it is a smaller thing than any that the gazetteer holds."""
    if choice is None:
        return None
    entry = choice[0]
    if spot.noun in _INSIDE and entry.kind is not Kind.SITE:
        inner = spot.within
        if inner is None or not inner.hits:
            return None if spot.named_kind else entry
        near = any(
            kilometres((entry.latitude, entry.longitude), (hit.entry.latitude, hit.entry.longitude)) < 25
            for hit in inner.hits[:5]
        )
        return entry if near else None
    if spot.named_kind and choice[1] is How.SKELETON:
        return None
    # An unknown village may share its name with a far town.
    if spot.named_kind and about_of(entry, context) == 0 and context.main is not None and spot.within is None:
        return None
    return entry


def _told(spot: Spot, choice: tuple[Entry, How] | None, context: Context) -> str | None:
    """The rule by which the words beside a name tell that it is a place, or None."""
    lists = words()
    if spot.named_kind:
        return "places/kind-word"
    if spot.described:
        return "places/described"
    if spot.item and (choice is not None or spot.loose):
        return "places/item"
    if spot.again:
        return None if spot.person or spot.tail else "places/named-before"
    if spot.unheard:
        return "places/set-into"
    if spot.person or spot.tail:
        return None
    if choice is None and spot.building:
        return None
    if choice is None:
        if spot.hits and spot.noun in lists.named_kinds and spot.cue and not spot.head:
            return "places/kind-word"  # a namesake of a town elsewhere: "on Hastings Street"
        return "places/behind-in" if spot.strict and not spot.head else None
    entry, how = choice
    about = about_of(entry, context)
    size = _size(entry, about)
    led = spot.cue in ("at", "from", "to")
    # The Pearl Beach Hotel of Mogadishu has nothing to do with Pearl Beach.
    if spot.building and about < MAIN:
        return None
    dateline = spot.opens and (
        spot.sentence.passage.kind is PassageKind.DATELINE or (spot.words.isupper() and len(spot.words) > 3)
    )
    if dateline and how is How.NAME and (size >= 20_000 or about >= 0.3):
        return "places/dateline"
    if how in (How.LOOSE, How.SKELETON):
        return "places/spelled-like" if (led or spot.noun) and not spot.head else None
    contained = spot.within is not None and _inside(entry, spot.within) >= _WITHIN / 2
    if contained and spot.head and spot.within is not None and spot.within.start < spot.start:
        contained = False  # "Russia's Vladimir Putin"
    # "in Idlib Leys el-Faris told": only where the commas are lost do two names meet.
    meets = led and is_rough(spot.sentence.document.text) and (about >= 0.3 or size >= 500_000)
    if spot.head and not contained and not meets:
        return None
    if entry.kind is Kind.ADMIN2 and spot.noun_kind is not Kind.ADMIN2 and not contained and entry.country == "US":
        return None
    if spot.shouted:
        plain = not _is_common(spot, entry) and how is How.NAME and size >= 50_000
        return "places/headline" if plain and (about >= 0.3 or (size >= 10**6 and led)) else None
    if contained or (spot.noun and spot.noun_kind is not None):
        doubtful = _is_common(spot, entry) and not contained and not led and size < 20_000
        return None if doubtful else "places/known"
    if _is_common(spot, entry):
        enough = 100_000 if about < MAIN else 50_000 if spot.key in words().people else 3_000
        return "places/known" if spot.cue in ("at", "from") and size >= enough and how is How.NAME else None
    return "places/known" if led and _credible(spot, how, about, size) else None


def _untold(spot: Spot, choice: tuple[Entry, How], context: Context, person: bool) -> bool:
    """Whether a name is a place with no word beside it that tells so. `person`: elsewhere the name ends a person's."""
    entry, how = choice
    about = about_of(entry, context)
    if how in (How.LOOSE, How.SKELETON) or spot.shouted or _is_common(spot, entry):
        return False
    if entry.kind is Kind.ADMIN2 or (person and entry.kind in (Kind.TOWN, Kind.SITE)):
        return False
    return _known_unled(spot, entry, how, about, _size(entry, about))


def _size(entry: Entry, about: float) -> int:
    """How large a place is as far as belief in its name goes: what the supplement lists is in the news."""
    if entry.kind in (Kind.COUNTRY, Kind.CONTINENT, Kind.REGION):
        return 10**7
    if entry.kind is Kind.ADMIN1:
        return max(entry.population, 100_000)
    if entry.id.startswith("reportedly:"):
        return max(entry.population, 50_000 if about >= 0.3 else 500)
    return entry.population


def _is_common(spot: Spot, entry: Entry) -> bool:
    """Whether the name is a word or a person's name as well."""
    lists = words()
    if not spot.single:
        return all(part in lists.directions or part in lists.kinds for part in spot.key.split())
    if spot.key in lists.people:
        return entry.kind is not Kind.COUNTRY
    return spot.key in lists.common or spot.key in lists.directions


def _credible(spot: Spot, how: How, about: float, size: int) -> bool:
    """A name after "in", "from" or "to" that the gazetteer has. "to" leads to persons as often as to places."""
    if how is How.ALTERNATE and about < 0.3 and size < 50_000:
        # Two words that are a place of one country only are hardly anything else: "near Kiryat Shmona".
        return not spot.single and spot.cue == "at" and len({hit.entry.country for hit in spot.hits}) == 1
    return not (spot.cue in ("to", "from") and size < 5_000 and about < 0.3)


def _known_unled(spot: Spot, entry: Entry, how: How, about: float, size: int) -> bool:
    """A name without such a word before it: the less it needs to be told, the better known it must be."""
    if entry.kind in (Kind.COUNTRY, Kind.CONTINENT):
        return how is How.NAME or about >= MAIN
    if how is How.ALTERNATE and (about < MAIN or (spot.single and size < 20_000)):
        return False
    if spot.opens or spot.says:
        return size >= (50_000 if about >= MAIN else 500_000) and how is How.NAME
    if not spot.single and spot.cue == "weak" and about >= MAIN:
        return True  # "villages south of Tal Tamr"
    return size >= (100_000 if about < MAIN else 20_000 if spot.single else 3_000)


def _with_country(place: Resolved, row: Sequence[Resolved], main: str | None, last: str | None) -> Resolved:
    """The country of a place that the gazetteer does not know: of the place that it is set into, of the whole
    report, of
    a place beside it, or of the one named last."""
    if place.country is not None or (place.entry is not None and place.entry.kind is Kind.CONTINENT):
        return place
    if place.entry is not None:
        ashore = not place.entry.also and place.spot.noun in ("coast", "coastline", "shore", "seaboard")
        if main is not None and (main in place.entry.also or ashore):
            return Resolved(place.spot, place.entry, main, f"{place.rule}+country-of-report")
        return place
    known = [other for other in row if other.country and other is not place and not _over_border(place, other)]
    holder = next((other for other in known if other.spot is place.spot.within), None)
    if holder is not None:
        return Resolved(place.spot, None, holder.country, f"{place.rule}+country-beside")
    if main is not None:
        return Resolved(place.spot, None, main, f"{place.rule}+country-of-report")
    nearest = min(known, key=lambda other: abs(other.spot.start - place.spot.start), default=None)
    if nearest is not None:
        return Resolved(place.spot, None, nearest.country, f"{place.rule}+country-beside")
    if last is not None:
        return Resolved(place.spot, None, last, f"{place.rule}+country-before")
    return place


def _over_border(place: Resolved, other: Resolved) -> bool:
    """ "Boulkessi, near the border with Burkina Faso" lies on this side of it."""
    gap = place.spot.sentence.text[place.spot.end : other.spot.start]
    return "border" in gap or "frontier" in gap


def area_name(entry: Entry) -> str | None:
    """The name of the first-level area that an entry lies in."""
    if entry.admin1 is None or entry.kind is Kind.ADMIN1:
        return None
    outer = gazetteer.area(entry.admin1)
    return outer.name if outer else None
