"""How wide a claim is: one incident, or a total over several, a period or a war. Evidence, no gate."""

from __future__ import annotations

import re

from reportedly.caseless import Caseless
from reportedly.claims.day_roles import any_of
from reportedly.claims.day_totals import of_these, of_those
from reportedly.claims.draft import Draft
from reportedly.model import Harm, Hedge, Mention, Place, Scope, When

_WAR = re.compile(
    r"\b(?:civil )?(?:war|full-scale invasion|conflict|uprising|insurgency|revolution|intifada|genocide|hostilities)\b"
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
    r"|altogether|overall|nationwide|countrywide|across the country|throughout the country|across (?:the"
    r" )?(?-i:[A-Z]\w+)|in (?:some |more than |at least )?\d\d+ (?:separate |different |such"
    r" )?(?:attacks|incidents|raids|strikes|massacres|clashes))\b",
    re.IGNORECASE,
)
_ONE_STRETCH = re.compile(
    r"\b(?:24 hours|overnight|week-?end|night|since \w+day (?:morning|afternoon|evening|night)|early hours)\b",
    re.IGNORECASE,
)
# Times that say no more than roughly when: of one event as well as of many.
_ROUGH = frozenset(("dates/month", "dates/year", "dates/season", "dates/ago", "dates/period"))
_OVER_WEEKEND = Caseless(r"\b(?:over|during|at) the weekend\b")
_EVENT = (
    r"(?:attack|ambush|blast|bombing|explosion|massacre|raid|shooting|riot|air ?strike|strike|assault|abduction"
    r"|kidnapping|stampede|bomb|siege|shootout|firefight|gunfight|clash|protest|rampage)"
)
_ONE_EVENT = re.compile(
    # "in a suicide blast", "the December 2023 bombing of", "a massacre in which"
    rf"\b(?:an?|the|one|another|that|this|single|same)\s+(?:[\w'’-]+\s+){{0,4}}?{_EVENT}\b"
    # "It was the third such attack. In the second, in Manbij, three were killed", "In one of the worst, 18 died"
    r"|\bin\s+(?:the\s+(?:first|second|third|fourth|latest|other)|one\s+of\s+the\s+(?:worst|deadliest|bloodiest)),"
    # "when gunmen stormed a courthouse"
    r"|\b(?:when|after|as)\s+(?:[\w'’-]+\s+){1,6}?(?:stormed|attacked|opened|exploded|blew|detonated|hit|struck|rammed|bombed"
    r"|shelled|overran|ambushed|raided|fired)\b"
    # "massacred at a mosque"
    r"|\bmassacred\b[^.;]*\bat\b"
    # "last week's attack", "the murder of 39 villagers", "killed 44 worshippers at a mosque"
    rf"|\b(?:last\s+(?:week|month|year)|[a-z]+day)['’]s\s+(?:[\w'’-]+\s+){{0,3}}?{_EVENT}\b"
    r"|\bthe\s+(?:murder|lynching|assassination)\s+of\b|\b(?:killed|shot|murdered|beheaded)\b[^.;,]*\sat\s+an?\s"
    # "attacked a market"
    r"|\b(?:attacked|stormed|raided|ambushed|overran)\s+(?:an?|the)\s|\b(?:bombed|shelled|struck|hit)\s+an?\s"
    # "gunmen shot dead 26 tourists"
    r"|\b(?:gunmen|attackers|assailants|fighters|militants|bandits|insurgents)\s+(?:shot|massacred|gunned|executed|beheaded|hacked)\b"
)
# "strikes on the fuel port", "raids on a prison": several blows at one thing.
_ONE_TARGET = re.compile(
    r"\b(?:strikes|air ?strikes|bombs|blasts|explosions|bombings)\s+(?:on|at|in|against)\s+(?:an?|the)\s+"
    r"(?:[\w'’-]+\s+){0,4}?"
    r"(?:port|airport|airfield|market|prison|jail|hospital|school|university|mosque|church|wedding|funeral|depot|station|stadium"
    r"|building|house|home|convoy|factory|refinery|restaurant|hotel|cent(?:re|er)|base|barracks|checkpoint)\b"
)
# "… since March, while a drone strike on a market killed 17 more": the window is of the clause before.
_OTHER_CLAUSE = re.compile(r",?\s+(?:while|whereas|but)\s+")
_A_BLOW = re.compile(rf"\b(?:an?|one)\s+(?:[\w'’-]+\s+){{0,4}}?{_EVENT}\b[^.;,]{{0,60}}$")
_ONE_OF_MANY = re.compile(rf"^[^.;,]{{0,40}}?\bin\s+(?:an?|one|the)\s+(?:[\w'’-]+\s+){{0,3}}?{_EVENT}\b")
_SEVERAL_EVENTS = re.compile(
    r"\b(?:attacks|raids|strikes|air ?strikes|bombings|shootings|ambushes|incidents|massacres|bombs|explosions|blasts"
    r"|assaults|killings|abductions|kidnappings|operations|homicides|murders|riots)\b"
)
_REGISTER = Caseless(r"\b(?:listed|registered|register|reported) (?:as )?(?:missing|disappeared)|\bregister\b")
_WAR_HAS = re.compile(
    rf"^\W*(?:The|This|Their|Its)\s+(?:[\w-]+\s+){{0,4}}?{any_of('wars')}(?:[^.;]{{0,60}})?\s+(?:has|have)\b"
)
# Undated figures of this size and more are totals; so are registers of the missing.
_MANY, _REGISTERED = 5000, 500
# In days: what "early May" comes to at most, and a month. Fewer than so many dead in a month or a year may be of one
# event; measured by `benchmarks/quality.py`.
_THIRD_OF_MONTH, _MONTH = 11, 31
_FEW, _FEW_IN_YEAR, _VERY_FEW, _PAIR, _FEW_DAYS = 20, 10, 5, 3, 2
# So many driven out in ten days left in more than one flight.
_MANY_FLED = 1000
# In characters: how far around amount and harm an event is looked for, and farther before them than behind.
_REACH, _REACH_BACK = 110, 160


def scope(draft: Draft, places: tuple[Mention[Place], ...], when: Mention[When] | None) -> tuple[Scope, str]:
    """The scope and the rule that read it."""
    if draft.whole is not None and not _own_window(draft, when):
        if _ONE_OF_MANY.search(_behind(draft)):
            return Scope.INCIDENT, "scope/one-event"  # "400 since 2021, 79 of them in a single riot"
        return scope(draft.whole, places, when)[0], "scope/of-the-whole"
    if when is not None and when.value.date_from and when.value.date_to:
        days = (when.value.date_to - when.value.date_from).days
        if days >= 1:
            return _by_window(draft, when, days, places)
    clause = _clause(draft)
    dated = when is not None and when.value.date_from is not None
    if not dated and (_WAR.search(clause) or _TOTAL.search(clause) or _PERIOD.search(clause) or _counts_many(draft)):
        return Scope.CUMULATIVE, "scope/background"
    if when is not None and not dated and when.rule in ("dates/since-event", "dates/days-after"):
        return Scope.CUMULATIVE, "scope/period"
    if when is not None and _PERIOD.search(when.value.words) and not (_handful(draft) and names_one_event(draft)):
        return Scope.CUMULATIVE, "scope/period"
    if places and draft.harm.value is not Harm.DISPLACED and not _one(draft) and _several(draft, places[0]):
        return Scope.CUMULATIVE, "scope/several-places"
    if places and places[0].value.toponym is not None and places[0].value.toponym.precision == "country":
        told_before = dated and not draft.sentence.passage.span.contains(places[0].span)
        if told_before and (of_those(draft) or _TOLL_OF.search(_near(draft))):
            return Scope.INCIDENT, "scope/of-those"  # "19 of the injured were in hospital": of those told of
        if names_one_event(draft) or (dated and _handful(draft)):
            return Scope.INCIDENT, "scope/one-event"  # "an ambush in which three peacekeepers were killed in Mali"
        return Scope.CUMULATIVE, "scope/whole-country"
    if draft.harm.value is Harm.DISPLACED and draft.quantity.value.low is None and when is None and _wide(places):
        return Scope.CUMULATIVE, "scope/displacement"
    return Scope.INCIDENT, "scope/incident"


def _by_window(draft: Draft, when: Mention[When], days: int, places: tuple[Mention[Place], ...]) -> tuple[Scope, str]:
    """A window of several days is a total over them, unless it only says roughly when one thing happened."""
    words = when.value.words
    if draft.harm.value in (Harm.MISSING, Harm.ABDUCTED) and words.lower().startswith("since") and days < 60:
        return Scope.INCIDENT, "scope/still-held"  # "have been missing since Thursday"
    if _of_other_clause(draft, when):
        return Scope.INCIDENT, "scope/one-event"  # "44 since March, while a drone strike on a market killed 17"
    near = _near(draft)
    several = _SEVERAL_EVENTS.search(near) is not None and _ONE_TARGET.search(near) is None
    if when.rule in _ROUGH:
        taken = draft.harm.value is Harm.ABDUCTED and places and not _is_wide(places)
        fled = draft.harm.value is Harm.DISPLACED and (draft.quantity.value.low or 0) >= _MANY_FLED
        part_of_month = when.rule == "dates/month" and days <= _THIRD_OF_MONTH and not fled
        killing = _KILLING_OF.search(near) is not None and bool(places) and not _is_wide(places)
        if not several and (names_one_event(draft) or part_of_month or taken or killing):
            return Scope.INCIDENT, "scope/one-event"  # "in March last year … in a suicide blast"
        if _one(draft):
            return Scope.INCIDENT, "scope/one-person"  # "One of them died in custody in February last year"
    low = draft.quantity.value.low
    if days <= _FEW_DAYS and draft.whole is None and low is not None and 0 < low < _PAIR:
        return Scope.INCIDENT, "scope/one-stretch"  # "struck on the 5th and 6th … two hunters were killed"
    if days == 1 and _OVER_WEEKEND.search(words) and _is_wide(places) and not names_one_event(draft):
        return Scope.CUMULATIVE, "scope/several-days"  # "12 were killed over the weekend in Sinaloa state"
    if days == 1 and not re.search(r"\band\b|\bpast\b|\blast\b", words):
        return Scope.INCIDENT, "scope/one-stretch"
    if several and _ACROSS.search(draft.sentence.text) and _is_wide(places) and draft.whole is None:
        return Scope.CUMULATIVE, "scope/several-places"  # "Since dawn, attacks have killed 78 across the territory"
    if _ONE_STRETCH.search(words) or (days == 1 and draft.harm.value is Harm.DISPLACED):
        return Scope.INCIDENT, "scope/one-stretch"
    few = low is not None and low < (_FEW_IN_YEAR if days > _MONTH else _FEW)
    rough = when.rule == "dates/month" or not _TOTALLING.search(words)
    if days > 20 and few and rough and not several and not of_these(draft):
        return Scope.INCIDENT, "scope/dated-roughly"  # "three officers were murdered there in 2022"
    return Scope.CUMULATIVE, "scope/several-days"


_TOLL_OF = re.compile(r"\b(?:toll|figure|tally|count)\s+of\b")
_KILLING_OF = re.compile(r"\bthe\s+(?:killing|execution|shooting|beheading)\s+of\b")
_ACROSS = re.compile(r"\bacross\s+(?:the\s+)?[A-Z]")
_TOTALLING = re.compile(
    r"\b(?:since|past|last|so far|this|between|from|during|over|through|until|previous|half|quarter|first)\b",
    re.IGNORECASE,
)


def _of_other_clause(draft: Draft, when: Mention[When]) -> bool:
    """Whether a window stands in another clause than the harm, which names the one blow that did it."""
    text, start = draft.sentence.text.lower(), draft.sentence.start
    first = draft.quantity.start - start
    if not draft.sentence.passage.span.contains(when.span) or not 0 < when.span.end - start <= first:
        return False
    opened = [match.end() for match in _OTHER_CLAUSE.finditer(text, when.span.end - start, first)]
    return bool(opened) and _A_BLOW.search(text, opened[-1], first) is not None


def names_one_event(draft: Draft) -> bool:
    """ "killed in a suicide blast", "when gunmen stormed a courthouse"; not "in raids and bombings"."""
    text = _near(draft)
    if _ONE_TARGET.search(text):
        return True
    return bool(_ONE_EVENT.search(text) and not _SEVERAL_EVENTS.search(text))


def _one(draft: Draft) -> bool:
    """One person is hit in one place, whichever places are named."""
    quantity = draft.quantity.value
    return quantity.low == quantity.high == 1 and quantity.hedge is Hedge.EXACT


def _handful(draft: Draft) -> bool:
    """So few of one day are of one incident, though no place is named more closely than a country."""
    return draft.quantity.value.low is not None and draft.quantity.value.low < _VERY_FEW


def _near(draft: Draft) -> str:
    """What stands around amount and harm in their sentence, up to a semicolon on either side, in small letters."""
    text = draft.sentence.text.lower()
    start = max(0, min(draft.quantity.start, draft.harm.start) - draft.sentence.start)
    end = max(draft.quantity.end, draft.harm.end) - draft.sentence.start
    low = text.rfind(";", 0, start) + 1
    high = text.find(";", end)
    return text[max(low, start - _REACH_BACK) : min(end + _REACH, high if high >= 0 else len(text))]


def _behind(draft: Draft) -> str:
    """The words behind an amount, up to the next stop."""
    text = draft.sentence.text.lower()
    return text[draft.quantity.end - draft.sentence.start :]


def _counts_many(draft: Draft) -> bool:
    """Whether an undated figure can only be a total: those listed as missing, so many detained, driven out or dead."""
    low = draft.quantity.value.low or draft.quantity.value.high or 0
    text = draft.sentence.text
    if draft.harm.value is Harm.MISSING and (low >= _REGISTERED or _REGISTER.search(text)):
        return True
    return low >= _MANY or bool(_WAR_HAS.search(text))


def _is_wide(places: tuple[Mention[Place], ...]) -> bool:
    """A place wider than a district."""
    toponym = places[0].value.toponym if places else None
    return toponym is not None and toponym.precision not in ("town", "admin2")


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
