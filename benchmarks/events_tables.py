"""Whether the tolls that a coder found in the reports of an event all stand in the event's table, with their origins.

A line of the gold may have `tolls`: `{harm, words, origin}`, the origin None where the report speaks for itself. It is
about events of three reports or more. The event is the one that holds most of their main claims. A toll appears when a
claim of its report, of its harm and with its number, is a member of that event and has its origin. Two tolls of one
event differ when harm, number or origin do; one of those appears when it does for one of the reports that give it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportedly import events, sources
from reportedly.evidence import Evidence
from reportedly.model import Reading, Source, SourceKind
from reportedly.sources.spelling import fold

REPORTS = 3
# What a coder copied along with a number.
_BESIDE = frozenset(
    ("at", "least", "more", "than", "over", "about", "around", "some", "nearly", "almost", "up", "to", "further",
     "another", "other", "others", "the", "of", "a", "an")
)  # fmt: skip
# What many sources are called.
_GENERIC = frozenset(
    ("a", "an", "the", "of", "in", "for", "and", "on", "by", "with", "its", "their", "his", "her", "state", "official",
     "local", "group", "sources")
)  # fmt: skip


class Fate(StrEnum):
    """What became of a toll of the gold."""

    APPEARS = "appears"
    ORIGIN = "appears, with another origin"
    ELSEWHERE = "its claim is of another event"
    UNREAD = "no claim was read of it"


@dataclass(frozen=True)
class Toll:
    """One toll that the coder found in one report, what became of it, and what was read instead."""

    event: str
    document: str
    harm: str
    words: str
    origin: str | None
    fate: Fate
    instead: str = ""

    @property
    def same(self) -> tuple[str, str, frozenset[str], frozenset[str]]:
        """What tolls that do not differ share."""
        return self.event, self.harm, _number(self.words), _names(self.origin or "")


def tolls(
    readings: Mapping[str, Reading],
    reports: Mapping[str, Sequence[Evidence]],
    gold: Mapping[str, str],
    said: Mapping[str, Sequence[Mapping[str, str | None]]],
) -> list[Toll]:
    """The tolls of events of at least three reports. `gold` names each report's event, `said` its tolls."""
    grouped = events.group([claim for claims in reports.values() for claim in claims])
    event_of = {member.key: event.anchor for event in grouped for member in event.members}
    of_event: dict[str, list[str]] = defaultdict(list)
    for document, event in gold.items():
        of_event[event].append(document)
    found = []
    for event, documents in sorted(of_event.items()):
        if len(documents) >= REPORTS:
            anchor = _most(documents, reports, event_of)
            for document in documents:
                for one in said.get(document, ()):
                    found.append(_followed(event, one, readings[document], reports[document], event_of, anchor))
    return found


def _most(
    documents: Iterable[str], reports: Mapping[str, Sequence[Evidence]], event_of: Mapping[str, str]
) -> str | None:
    """The event of most main claims; of as many, the one with the first name."""
    mains = (events.main(reports[document]) for document in documents)
    counts = Counter(event_of[main.key] for main in mains if main is not None)
    return min(counts, key=lambda anchor: (-counts[anchor], anchor), default=None)


def _followed(
    event: str,
    said: Mapping[str, str | None],
    reading: Reading,
    claims: Sequence[Evidence],
    event_of: Mapping[str, str],
    anchor: str | None,
) -> Toll:
    harm, words, origin = said["harm"] or "", said["words"] or "", said["origin"]
    named = {claim.key: _origins(reading, claim.key) for claim in claims}
    meant = [claim for claim in claims if claim.harm.value == harm and _number(claim.amount) <= _number(words)
             and _number(claim.amount)]  # fmt: skip
    inside = [claim for claim in meant if event_of[claim.key] == anchor]
    right = [claim for claim in inside if origin is None or _recognised(origin, named[claim.key])]
    fate = Fate.APPEARS if right else Fate.ORIGIN if inside else Fate.ELSEWHERE if meant else Fate.UNREAD
    instead = ""
    if fate is Fate.ORIGIN:
        instead = "; ".join(
            sorted({", ".join(source.words for source in named[claim.key]) or "nobody" for claim in inside})
        )
    elif fate is Fate.ELSEWHERE:
        instead = "; ".join(sorted({event_of[claim.key] for claim in meant}))
    elif fate is Fate.UNREAD:
        instead = ", ".join(f"{claim.harm.value} {claim.amount}" for claim in claims)
    return Toll(event, reading.document.id, harm, words, origin, fate, instead)


def _number(words: str) -> frozenset[str]:
    return frozenset(fold(words).split()) - _BESIDE


def _names(words: str) -> frozenset[str]:
    return frozenset(fold(words).split()) - _GENERIC


def _origins(reading: Reading, key: str) -> tuple[Source, ...]:
    """On whose word a claim is, in the report's words."""
    claim = next(one for one in reading.claims if one.key == key)
    return tuple(one.origin.value for one in claim.attributions if one.origin is not None)


def _recognised(origin: str, named: Sequence[Source]) -> bool:
    """Whether one of the sources named is the coder's: a word in common, or one entry of the registry."""
    if any(_names(origin) & _names(source.words) for source in named):
        return True
    return any(_id(origin, source.kind) == _id(source.words, source.kind) for source in named)


def _id(words: str, kind: SourceKind) -> str:
    return sources.resolve(words, kind, document="any").id


def told(found: Sequence[Toll], missing: bool) -> tuple[float, float]:
    """Prints and returns the share of tolls that appear, and of differing ones."""
    differing: dict[object, bool] = {}
    for toll in found:
        differing[toll.same] = differing.get(toll.same, False) or toll.fate is Fate.APPEARS
    each = sum(toll.fate is Fate.APPEARS for toll in found) / len(found) if found else 1.0
    share = sum(differing.values()) / len(differing) if differing else 1.0
    counts = Counter(toll.fate for toll in found)
    print(
        f"tolls of {len({toll.event for toll in found})} events of {REPORTS} reports or more: "
        f"{counts[Fate.APPEARS]} of {len(found)} appear ({each:.3f}); of the differing ones "
        f"{sum(differing.values())} of {len(differing)} ({share:.3f})"
    )
    for fate in (Fate.ORIGIN, Fate.ELSEWHERE, Fate.UNREAD):
        print(f"    {counts[fate]} {fate}")
        for toll in found if missing else ():
            if toll.fate is fate:
                also = "" if differing[toll.same] is False else " (another report has it)"
                said = f'{toll.harm} "{toll.words}" by {toll.origin or "itself"}'
                print(f"        {toll.event} {toll.document}: {said}{also}; instead: {toll.instead or '-'}")
    return each, share
