"""How wide an event is, in space and time; which claims enter its toll; and which wider event holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportedly.events import areas, windows
from reportedly.events.areas import Area, Level
from reportedly.events.strands import Kind, Strand, carried_on, kind
from reportedly.events.windows import SHORT, Window
from reportedly.evidence import Event, Evidence, Extent, Member
from reportedly.model import Toponym

# A narrow place names an event when so many of its placed claims have it; else it is one of its scenes.
_SUPPORT = 1 / 3
_ORDER = (Extent.INCIDENT, Extent.EPISODE, Extent.CAMPAIGN, Extent.WAR)


@dataclass(frozen=True, slots=True)
class Frame:
    """The area and the days of an event, and what it is called after. None: no claim of it says."""

    anchor: str
    extent: Extent
    area: Area
    toponym: Toponym | None
    place: str | None
    country: str | None
    window: Window | None


def frame(claims: Sequence[Evidence]) -> Frame:
    """The frame of an event's claims, its copies and repeats left out."""
    ordered = sorted(claims, key=lambda claim: (claim.published or date.max, not claim.lead, claim.key))
    toponym, words = _place(ordered)
    words = _called(ordered, toponym) or words
    countries = Counter(claim.country for claim in ordered if claim.country)
    country = min(countries, key=lambda one: (-countries[one], one)) if countries else None
    window = _window(ordered)
    area = areas.known(toponym, words, country) if toponym or words or country else areas.NOWHERE
    return Frame(ordered[0].key, _extent(ordered, area, window), area, toponym, words, country, window)


def _place(claims: Sequence[Evidence]) -> tuple[Toponym | None, str | None]:
    """The narrowest place that enough of the placed claims name or lie in, and the words that it goes by most."""
    placed = [claim for claim in claims if claim.toponym is not None]
    counts = Counter(areas.of(claim) for claim in placed)
    if not counts:
        words = Counter(claim.place for claim in claims if claim.place)
        return None, min(words, key=lambda one: (-words[one], one)) if words else None
    narrow = sorted(counts, key=lambda area: (area.level or 0, -counts[area], area.id or "", sorted(area.names)))
    supported = {area: sum(count for inner, count in counts.items() if areas.holds(area, inner)) for area in narrow}
    # What most lie in when no narrow place has enough.
    chosen = next((area for area in narrow if supported[area] >= _SUPPORT * len(placed)), narrow[-1])
    chosen = _agreed(chosen, narrow, counts)
    named = [claim for claim in placed if areas.of(claim) == chosen]
    words = Counter(claim.place for claim in named if claim.place)
    toponym = min((claim.toponym for claim in named if claim.toponym), key=lambda one: (one.gazetteer_id, one.name))
    return toponym, min(words, key=lambda one: (-words[one], one)) if words else None


def _called(claims: Sequence[Evidence], toponym: Toponym | None) -> str | None:
    """What a wide event is called after: a part of its area ("the coast") that many claims name and no gazetteer."""
    if toponym is None or toponym.precision == "town":
        return None
    words = Counter(claim.place for claim in claims if claim.place and claim.toponym is None)
    named = min(words, key=lambda one: (-words[one], one), default=None)
    return named if named and words[named] >= _SUPPORT * sum(1 for claim in claims if claim.place) else None


def _agreed(chosen: Area, narrow: Sequence[Area], counts: Counter[Area]) -> Area:
    """Of the areas that hold each other (two spellings of a town), the one named most."""
    alike = [area for area in narrow if areas.holds(area, chosen) and areas.holds(chosen, area)]
    return min(alike, key=lambda area: (-counts[area], area.id or "", sorted(area.names)), default=chosen)


def _window(claims: Sequence[Evidence]) -> Window | None:
    """The days of an event: for one thing the day named most and those that touch it; else all days of its claims."""
    said = [window for claim in claims if (window := windows.of(claim)) is not None and window.said]
    if not said:
        return None
    if any(kind(claim) is not Kind.INCIDENT and not carried_on(claim) for claim in claims):
        return Window(min(window.first for window in said), max(window.last for window in said), True)
    counts = Counter(said)
    core = min(counts, key=lambda window: (window.length > SHORT, -counts[window], window))
    touching = [w for w in counts if w.length <= SHORT and w.first <= core.last and core.first <= w.last]
    return Window(min([core.first, *(w.first for w in touching)]), max([core.last, *(w.last for w in touching)]), True)


def _extent(claims: Sequence[Evidence], area: Area, window: Window | None) -> Extent:
    """Incident, unless figures add up days (an episode), months (a campaign) or a country's whole war."""
    kinds = {kind(claim) for claim in claims if not carried_on(claim) or len(claims) == 1}
    if Kind.WIDE not in kinds:
        return Extent.EPISODE if Kind.EPISODE in kinds else Extent.INCIDENT
    country_wide = area.level is Level.COUNTRY or area.level is None
    return Extent.WAR if country_wide and (window is None or window.length >= windows.CAMPAIGN) else Extent.CAMPAIGN


def wide_key(claim: Evidence) -> str | None:
    """What background figures must share to be of one event: their area, and when the counting began.

    None where neither place nor country is known: then the figure stands for itself.
    """
    area = areas.of(claim)
    where = area.country if area.level in (Level.COUNTRY, None) else area.province or area.id
    if where is None:
        return None
    if claim.date_from is None or claim.date_to is None:
        return f"x{where}@"
    if claim.published is not None and (claim.published - claim.date_to).days <= windows.SHORT:
        # A count that runs on ("since the war began") is the same one from its first months to its last.
        return f"x{where}@since-{claim.date_from.year}"
    # Totals of months are of the same months.
    return f"x{where}@{claim.date_from:%Y-%m}-{claim.date_to:%Y-%m}"


def enters(claim: Evidence, frame: Frame) -> bool:
    """Whether a claim may enter the toll: its area and days lie in the event's, as far as it names any."""
    if not areas.holds(frame.area, areas.of(claim)):
        return False
    window = windows.of(claim)
    if window is None or not window.said:
        narrow = kind(claim) is not Kind.WIDE or carried_on(claim)
        return narrow or frame.extent in (Extent.CAMPAIGN, Extent.WAR)
    if frame.window is None:
        return True
    return frame.window.first <= window.first and window.last <= frame.window.last


def event(frame: Frame, members: tuple[Member, ...]) -> Event:
    window = frame.window
    return Event(
        id=None,
        anchor=frame.anchor,
        extent=frame.extent,
        members=members,
        place=frame.place,
        toponym=frame.toponym,
        country=frame.country,
        date_from=date.fromordinal(window.first) if window else None,
        date_to=date.fromordinal(window.last) if window else None,
    )


def nested(events: Iterable[Event], among: Iterable[Event] = ()) -> tuple[Event, ...]:
    """The events, each with the anchor of the smallest wider event that holds its area and days as `within`.

    `among` are wider events beside them. An event without days, or without a place, is within none.
    """
    made = list(events)
    index: dict[str, list[Event]] = {}
    for wider in {one.anchor: one for one in [*among, *made]}.values():
        if wider.extent is not Extent.INCIDENT and wider.date_from is not None:
            for key in nesting_keys(wider):
                index.setdefault(key, []).append(wider)
    return tuple(replace(one, within=_within(one, index)) for one in made)


def nesting_keys(event: Event) -> frozenset[str]:
    """Where a wider event is filed: its area, and its months, or its years where they are many."""
    area = _area_of(event)
    where = area.country if area.level in (Level.COUNTRY, Level.PART, None) else area.province
    if where is None or event.date_from is None or event.date_to is None:
        return frozenset()
    if (event.date_to - event.date_from).days >= windows.EPISODE:
        return frozenset(f"{where}@{year}" for year in range(event.date_from.year, event.date_to.year + 1))
    return frozenset((f"{where}@{event.date_from:%Y-%m}", f"{where}@{event.date_to:%Y-%m}"))


def held_by_keys(event: Event) -> frozenset[str]:
    """The keys under which events that may hold this one are filed."""
    area = _area_of(event)
    if event.date_from is None:
        return frozenset()
    places = [place for place in (area.country, area.province) if place]
    day = event.date_from
    return frozenset(key for place in places for key in (f"{place}@{day.year}", f"{place}@{day:%Y-%m}"))


def _within(event: Event, index: dict[str, list[Event]]) -> str | None:
    found = {
        wider.anchor: wider for key in held_by_keys(event) for wider in index.get(key, ()) if _held(event, wider)
    }  # fmt: skip
    smallest = min(found.values(), key=_size, default=None)
    return smallest.anchor if smallest else None


def _held(event: Event, wider: Event) -> bool:
    if event.date_from is None or event.date_to is None or wider.date_from is None or wider.date_to is None:
        return False
    if event.anchor == wider.anchor or _ORDER.index(wider.extent) <= _ORDER.index(event.extent):
        return False
    if not (wider.date_from <= event.date_from and event.date_to <= wider.date_to):
        return False
    outer, inner = _area_of(wider), _area_of(event)
    # Without a place, only what is known to be of the same country is held.
    if inner.level is None and inner.country is None:
        return False
    return areas.holds(outer, inner) if outer.level is not None else bool(outer.country) and areas.holds(outer, inner)


def _size(event: Event) -> tuple[int, int, int, str]:
    days = (event.date_to - event.date_from).days if event.date_from and event.date_to else 0
    return _ORDER.index(event.extent), int(_area_of(event).level or 0), days, event.anchor


def _area_of(event: Event) -> Area:
    if event.toponym is None and event.place is None and event.country is None:
        return areas.NOWHERE
    return areas.known(event.toponym, event.place, event.country)


def strand_key(strand: Strand) -> frozenset[str]:
    """The key of a wide strand, of one claim: the area and when the counting began."""
    if strand.kind is not Kind.WIDE:
        return frozenset()
    key = wide_key(strand.claims[0])
    return frozenset((key,)) if key else frozenset()
