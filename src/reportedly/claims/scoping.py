"""How wide a claim is: one incident, or a total over several, a period or a war. Evidence, no gate."""

from __future__ import annotations

import re

from reportedly.claims.draft import Draft
from reportedly.model import Harm, Mention, Place, Scope, When

_WAR = re.compile(
    r"\b(?:civil )?(?:war|conflict|uprising|insurgency|revolution|intifada|genocide|hostilities)\b"
)  # A name such as "Revolutionary Council" is no war.
_PERIOD = re.compile(
    r"\b(?:so far|to date|in total|since (?:then|the (?:start|beginning|outbreak|conflict|war))|(?:in"
    r"|over|during|for) (?:the )?(?:past|last|previous) (?:\w+ )?(?:days|weeks|months|years|week"
    r"|month|year|decade)|"
    r"(?:days|weeks|months|years) of|over the (?:years?|months?)|this (?:year|month|week)|every"
    r" (?:day|year|month)|annually|a year|(?:during|over|in|throughout) the (?:same |reporting"
    r" )?(?:month|year|period|quarter|week)|(?:first|second|third|fourth) quarter|first half|second"
    r" half)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:total death toll|overall (?:death )?toll|total number|brings? the total|bringing the total"
    r"|altogether|nationwide|countrywide|across the country|throughout the country|across (?:the"
    r" )?(?-i:[A-Z]\w+)|in (?:some |more than |at least )?\d\d+ (?:separate |different |such"
    r" )?(?:attacks|incidents|raids|strikes|massacres|clashes))\b",
    re.IGNORECASE,
)
_ONE_STRETCH = re.compile(
    r"\b(?:24 hours|overnight|week-?end|night|since \w+day (?:morning|afternoon|evening|night)|early hours)\b",
    re.IGNORECASE,
)


def scope(draft: Draft, places: tuple[Mention[Place], ...], when: Mention[When] | None) -> tuple[Scope, str]:
    """The scope and the rule that read it."""
    if draft.whole is not None and not _own_window(draft, when):
        return scope(draft.whole, places, when)[0], "scope/of-the-whole"
    if when is not None and when.value.date_from and when.value.date_to:
        days = (when.value.date_to - when.value.date_from).days
        if days >= 1:
            return _by_window(draft, when.value.words, days)
    clause = _clause(draft)
    dated = when is not None and when.value.date_from is not None
    if not dated and (_WAR.search(clause) or _TOTAL.search(clause) or _PERIOD.search(clause)):
        return Scope.CUMULATIVE, "scope/background"
    if when is not None and _PERIOD.search(when.value.words):
        return Scope.CUMULATIVE, "scope/period"
    if places and draft.harm.value is not Harm.DISPLACED and _several(draft, places[0]):
        return Scope.CUMULATIVE, "scope/several-places"
    if places and places[0].value.toponym is not None and places[0].value.toponym.precision == "country":
        return Scope.CUMULATIVE, "scope/whole-country"
    if draft.harm.value is Harm.DISPLACED and draft.quantity.value.low is None and when is None and _wide(places):
        return Scope.CUMULATIVE, "scope/displacement"
    return Scope.INCIDENT, "scope/incident"


def _by_window(draft: Draft, words: str, days: int) -> tuple[Scope, str]:
    """A window of several days is a total over them, unless it only says roughly when one thing happened."""
    if draft.harm.value in (Harm.MISSING, Harm.ABDUCTED) and words.lower().startswith("since") and days < 60:
        return Scope.INCIDENT, "scope/still-held"  # "have been missing since Thursday"
    if days == 1 and not re.search(r"\band\b|\bpast\b|\blast\b", words):
        return Scope.INCIDENT, "scope/one-stretch"
    if _ONE_STRETCH.search(words) or (days == 1 and draft.harm.value is Harm.DISPLACED):
        return Scope.INCIDENT, "scope/one-stretch"
    few = draft.quantity.value.low is not None and draft.quantity.value.low < 20
    if days > 20 and few and not _TOTALLING.search(words):
        return Scope.INCIDENT, "scope/dated-roughly"  # "three officers were murdered there in 2022"
    return Scope.CUMULATIVE, "scope/several-days"


_TOTALLING = re.compile(
    r"\b(?:since|past|last|so far|this|between|from|during|over|through|until|previous|half|quarter|first)\b",
    re.IGNORECASE,
)


def _wide(places: tuple[Mention[Place], ...]) -> bool:
    """No place, or one wider than a town."""
    toponym = places[0].value.toponym if places else None
    return not places or (toponym is not None and toponym.precision not in ("town", "admin2"))


def _own_window(draft: Draft, when: Mention[When] | None) -> bool:
    return (
        when is not None
        and draft.sentence.passage.span.contains(when.span)
        and draft.whole is not None
        and draft.whole.sentence is not draft.sentence
    )


def _clause(draft: Draft) -> str:
    """The sentence from a little before the amount or the harm to a little after, where its period stands."""
    text = draft.sentence.text
    start = min(draft.quantity.start, draft.harm.start) - draft.sentence.start
    end = max(draft.quantity.end, draft.harm.end) - draft.sentence.start
    return text[max(0, start - 80) : end + 80] if start >= 0 else text


def _several(draft: Draft, place: Mention[Place]) -> bool:
    """ "in Damascus, Aleppo and Idlib"; not "on the road between Qamishli and Amuda", nor "Jos, Plateau State" """
    words = place.value.words
    if not re.search(r"\band\b", words) or len(re.findall(r"[A-Z][\w'’-]+", words)) < 2:
        return False
    before = draft.sentence.document.text[max(0, place.start - 30) : place.start]
    return not re.search(r"\b(?:between|road|highway|border|villages?|towns?)\b[\w\s]*$", before)
