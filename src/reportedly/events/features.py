"""What speaks for or against two strands being of one event: a level for each feature, and the words for it."""

from __future__ import annotations

from typing import NamedTuple

from reportedly.events import areas, windows
from reportedly.events.areas import Area, Lie
from reportedly.events.strands import Strand
from reportedly.model import VictimClass

# Methods that reports of one attack give for each other: a missile from a jet, a bomb in a lorry.
FAMILIES = (
    frozenset(("air_strike", "barrel_bomb", "drone", "missile", "chemical")),
    frozenset(("shelling", "rocket", "missile", "air_strike")),
    frozenset(("suicide_bombing", "vehicle_bomb", "bomb", "mine", "grenade", "tunnel")),
    frozenset(("clashes", "shooting", "sniper", "ambush", "raid", "shelling")),
    frozenset(("execution", "stabbing", "shooting", "arson", "kidnapping", "torture", "raid")),
)
# Ways of attack of every day, in any war; to share another one says more.
COMMON = frozenset(
    ("air_strike", "barrel_bomb", "bomb", "clashes", "crackdown", "drone", "mine", "missile", "raid", "rocket",
     "shelling", "shooting", "siege")
)  # fmt: skip
# Figures that stand in every second report, and those that a chance meeting is unlikely for.
_SMALL, _TELLING = 3, 10


class Compared(NamedTuple):
    """The level of each feature, in the order of FEATURES."""

    place: str
    time: str
    wording: str
    figure: str
    method: str
    party: str
    victims: str
    harm: str
    extent: str
    report: str


FEATURES = Compared._fields

# Every level of every feature, with what it says to a reader. What two strands share is added to the words.
LEVELS: dict[str, dict[str, str]] = {
    "place": {
        "same": "the same place",
        "words": "a place of the same name",
        "near": "places near each other",
        "district": "a place in the district that the other names",
        "province": "a place in the area that the other names",
        "same_area": "the same wider area",
        "wide": "one names only the country or a large part of it",
        "unknown": "a place that is not known",
        "apart": "places apart from each other",
        "far": "places far from each other",
        "abroad": "places in two countries",
    },
    "time": {
        "same_day": "the same day",
        "day_apart": "a day apart",
        "days_apart": "days apart",
        "week_apart": "a week apart",
        "longer": "longer apart",
        "rough": "one is dated only roughly, to a time that holds the other",
        "fits": "an undated report of that day or the next ones",
        "later": "an undated report of up to a week later",
        "much_later": "an undated report of long after",
        "before": "an undated report from before",
        "both_fresh": "undated reports of the same days",
        "both_days": "undated reports a few days apart",
        "both_apart": "undated reports long after one another",
        "unknown": "no day is known",
    },
    "wording": {
        "several": "several telling words in common",
        "two": "two telling words in common",
        "one": "one telling word in common",
        "none": "no telling word in common",
        "little": "too few words to tell",
    },
    "figure": {
        "same": "the same figure",
        "same_small": "the same small figure",
        "close": "figures close to each other",
        "differs": "figures that differ much",
        "apart": "figures that differ somewhat",
        "none": "no figures to compare",
    },
    "method": {
        "telling": "the same way of attack, and no common one",
        "shared": "the same way of attack",
        "kin": "ways of attack that are told for one another",
        "different": "different ways of attack",
        "unknown": "a way of attack that is not told",
    },
    "party": {
        "shared": "the same party accused",
        "different": "different parties accused",
        "unknown": "a party that is not told",
    },
    "victims": {
        "same": "the same kind of victims",
        "clash": "civilians in one, fighters in the other",
        "unknown": "victims of no certain kind",
    },
    "harm": {"shared": "the same harm", "different": "different harms"},
    "extent": {"same": "as wide", "short": "one tells it as a total over days"},
    "report": {
        "other": "two reports",
        "own": "one report, which tells them apart",
        "update": "the same text with a new figure",
    },
}  # fmt: skip

# The best lie of any two places of two strands counts.
_BEST = {lie.value: rank for rank, lie in enumerate(
    (Lie.SAME, Lie.WORDS, Lie.DISTRICT, Lie.NEAR, Lie.SAME_AREA, Lie.PROVINCE, Lie.WIDE, Lie.UNKNOWN,
     Lie.APART, Lie.FAR, Lie.ABROAD)
)}  # fmt: skip
# A report with many places is about its first ones.
_PLACES = 3


def compare(one: Strand, other: Strand) -> Compared:
    """The levels of two strands; the same the other way round."""
    return Compared(
        place=place(one, other),
        time=windows.gap(one.window, other.window).value,
        wording=wording(one, other),
        figure=figure(one, other),
        report=report(one, other),
        **told(one, other),
    )


def told(one: Strand, other: Strand) -> dict[str, str]:
    """The levels of what a report tells beside place, day, figures and words: sets of few things."""
    return {
        "method": _method(one, other),
        "party": _overlap(one.parties, other.parties),
        "victims": _victims(one, other),
        "harm": "shared" if one.harms & other.harms else "different",
        "extent": "same" if one.kind is other.kind else "short",
    }


def place(one: Strand, other: Strand) -> str:
    """How near the nearest of their places lie."""
    best = lie(one, other)
    if best is not None:
        return best
    if not one.areas or not other.areas:
        # A sentence may name the place where no claim was placed: "the market of Kutum was shelled".
        named = _narrow_names(one) & other.wording or _narrow_names(other) & one.wording
        return Lie.WORDS.value if named else Lie.UNKNOWN.value
    return Lie.PROVINCE.value if _names_area(one, other) or _names_area(other, one) else Lie.UNKNOWN.value


def lie(one: Strand, other: Strand) -> str | None:
    """What their places alone say; None where only the words of their sentences may tell."""
    if not one.areas or not other.areas:
        return None
    found = [_lie(mine, theirs) for mine in one.areas[:_PLACES] for theirs in other.areas[:_PLACES]]
    best = min(found, key=_BEST.__getitem__)
    return None if best == Lie.UNKNOWN.value else best


def _narrow_names(strand: Strand) -> set[str]:
    narrow = (area for area in strand.areas if area.level in (None, areas.Level.TOWN) and not area.either)
    return {name for area in narrow for name in area.names}


def _names_area(one: Strand, other: Strand) -> bool:
    """Whether the sentences about an unknown place name the area that the other report names ("Zubdiya in Aleppo")."""
    unknown = any(area.level is None for area in one.areas)
    return unknown and any(
        area.names & one.wording for area in other.areas
        if area.level is not None and (area.either or area.level in (areas.Level.ADMIN1, areas.Level.PART))
    )  # fmt: skip


def _lie(one: Area, other: Area) -> str:
    found = areas.lie(one, other)
    # "Aleppo" of two reports may be a city with its hundred quarters, or the province.
    if found is Lie.SAME and one.either and other.either:
        return Lie.SAME_AREA.value
    return found.value


def wording(one: Strand, other: Strand) -> str:
    """How many words they share that are not the names of wide areas."""
    shared = shared_words(one, other)
    if len(shared) > 2:
        return "several"
    if shared:
        return "two" if len(shared) == 2 else "one"
    return "little" if min(len(one.wording), len(other.wording)) < 3 else "none"


def shared_words(one: Strand, other: Strand) -> set[str]:
    return telling(one) & telling(other)


def telling(strand: Strand) -> set[str]:
    """Its words without the names of its provinces and countries: every report from there has those."""
    # Asked for every pair of a strand, which is complete by then.
    if strand.telling is None:
        wide = _found_wide_names(strand) & strand.wording
        strand.telling = strand.wording - wide if wide else strand.wording
    return strand.telling


def _found_wide_names(strand: Strand) -> set[str]:
    names: set[str] = set()
    for area in strand.areas:
        if area.level is not None and (area.level >= areas.Level.ADMIN1 or area.either):
            names |= area.names
        if area.province:
            names |= areas.name_keys(area.province.partition("/")[2])
    return names


def figure(one: Strand, other: Strand) -> str:
    """How alike their figures for the same harms are."""
    best = "none"
    for harm in one.figures.keys() & other.figures.keys():
        mine, theirs = one.figures[harm], other.figures[harm]
        same = max(mine & theirs, default=0)
        if same >= _TELLING:
            return "same"
        largest, smallest = max(max(mine), max(theirs)), min(max(mine), max(theirs))
        if same >= _SMALL:
            best = "same_small"
        elif best != "same_small" and largest >= _TELLING:
            share = smallest / largest
            best = "close" if share >= 0.67 or best == "close" else "differs" if share < 0.34 else "apart"
    return best


def _method(one: Strand, other: Strand) -> str:
    found = _overlap(one.methods, other.methods)
    if found == "shared" and not one.methods & other.methods <= COMMON:
        return "telling"
    if found == "different" and any(family & one.methods and family & other.methods for family in FAMILIES):
        return "kin"
    return found


def _overlap(one: set[str], other: set[str]) -> str:
    if not one or not other:
        return "unknown"
    return "shared" if one & other else "different"


_SURE = frozenset((VictimClass.CIVILIAN, VictimClass.COMBATANT))


def _victims(one: Strand, other: Strand) -> str:
    mine, theirs = one.classes & _SURE, other.classes & _SURE
    if not mine or not theirs:
        return "unknown"
    return "same" if mine & theirs else "clash"


def report(one: Strand, other: Strand) -> str:
    """Whether one report told them apart, or one takes up the text of the other."""
    if one.document == other.document:
        return "own"
    if not one.twins and not other.twins:
        return "other"
    updated = any(claim.key in other.twins for claim in one.claims) or any(
        claim.key in one.twins for claim in other.claims
    )
    return "update" if updated else "other"


def words(feature: str, level: str, one: Strand, other: Strand) -> str:
    """What a reader is told of a level, with what the two share."""
    said = LEVELS[feature][level]
    if feature == "method" and level in ("shared", "telling"):
        shared = ", ".join(sorted(method.replace("_", " ") for method in one.methods & other.methods))
        return f"{said}: {shared}"
    if feature == "figure" and level in ("same", "same_small"):
        harm, most = max(
            (max(figures & other.figures.get(harm, set()), default=0), harm.value)
            for harm, figures in one.figures.items()
        )[::-1]
        return f"{said}: {most:,} {harm.replace('_', ' ')}"
    if feature == "place" and level in ("same", "words", "same_area"):
        names = {claim.place for claim in one.claims if claim.place} & {c.place for c in other.claims if c.place}
        return f"{said}: {min(names)}" if names else said
    return said
