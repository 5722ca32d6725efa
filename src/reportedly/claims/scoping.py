"""How wide a claim is: one incident, or a total over several, a period or a war. Evidence, no gate."""

from __future__ import annotations

import re

from reportedly.claims.draft import Draft
from reportedly.model import Harm, Mention, Place, Scope, When

_WAR = re.compile(
    r"\b(?:civil )?(?:war|conflict|uprising|insurgency|revolution|intifada|genocide|hostilities)\b"
)  # A name such as "Revolutionary Council" is no war.
_PERIOD = re.compile(
    r"\b(?:so far|to date|in total|since (?:then|the (?:start|beginning|outbreak|conflict|war))|(?:in|over|during|for) (?:the )?(?:past|last|previous) (?:\w+ )?(?:days|weeks|months|years|week|month|year|decade)|"
    r"(?:days|weeks|months|years) of|over the (?:years?|months?)|this (?:year|month|week)|every (?:day|year|month)|annually|a year|(?:during|over|in|throughout) the (?:same |reporting )?(?:month|year|period|quarter|week)|(?:first|second|third|fourth) quarter|first half|second half)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:total death toll|overall (?:death )?toll|total number|brings? the total|bringing the total|altogether|nationwide|countrywide|across the country|throughout the country|across (?:the )?(?-i:[A-Z]\w+)|in (?:some |more than |at least )?\d\d+ (?:separate |different |such )?(?:attacks|incidents|raids|strikes|massacres|clashes))\b",
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
    if (
        when is not None
        and when.value.date_from
        and when.value.date_to
        and (when.value.date_to - when.value.date_from).days >= 1
    ):
        if not _ONE_STRETCH.search(when.value.words):
            return Scope.CUMULATIVE, "scope/several-days"
        return Scope.INCIDENT, "scope/one-stretch"
    clause = _clause(draft)
    dated = when is not None and when.value.date_from is not None
    if not dated and (_WAR.search(clause) or _TOTAL.search(clause) or _PERIOD.search(clause)):
        return Scope.CUMULATIVE, "scope/background"
    if when is not None and _PERIOD.search(when.value.words):
        return Scope.CUMULATIVE, "scope/period"
    if places and _several(places[0].value.words):
        return Scope.CUMULATIVE, "scope/several-places"
    if places and places[0].value.toponym is not None and places[0].value.toponym.precision == "country":
        return Scope.CUMULATIVE, "scope/whole-country"
    if draft.harm.value is Harm.DISPLACED and draft.quantity.value.low is None and when is None:
        return Scope.CUMULATIVE, "scope/displacement"
    return Scope.INCIDENT, "scope/incident"


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


def _several(words: str) -> bool:
    return bool(re.search(r"(?:,|\band\b)", words)) and len(re.findall(r"[A-Z]\w+", words)) >= 2
