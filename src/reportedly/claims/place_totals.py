"""Which claims count more than one place: a war, a year, a period, everybody in prison.

Such a total takes the country or the region that it is told of, never the village of the last attack: "Overall, more
than 6,600 civilians have been killed since the takeover". What has gone on at one place since a day is no such total:
"61 wounded people since Thursday", "230 civilians since the siege began".
"""

from __future__ import annotations

import re

from reportedly.caseless import Caseless
from reportedly.claims import scoping
from reportedly.claims.draft import Draft
from reportedly.claims.place_words import OF_THOSE, SINCE_YEAR, WAR, pattern
from reportedly.model import Harm, Mention, When

# "and 3,000 reported missing since": nobody speaks.
_REPORTED = re.compile(r"\breported (?:missing|killed|dead|injured|wounded)\b")
# How far from the words of a claim its period may stand.
_REACH = 90
# "the worst attack of the war" tells of one attack.
_OF_THE_WAR = re.compile(
    r"\b(?:largest|deadliest|worst|heaviest|biggest|bloodiest|first|second|longest|one)\b[^.;,]{0,60}?\b(?:of|in) the"
    r" (?:\w+ )?(?:war|conflict)\b"
)
_SINCE = Caseless(
    r"(?<!have )(?<!has )(?<!had )\bsince (?!then\b|dawn|noon|midnight|yesterday|last night|early|late |\w+day\b"
    r"|the (?:night|morning|day|weekend|attack|explosion|blast|raid|siege|assault|battle"
    r"|(?:start|beginning) of the (?:day|week|siege|attack|assault|battle|operation|raid))\b"
    r"|(?:it|they|he|she)\b(?! (?:seized|took|came|returned|launched|overthrew|invaded))|(?:his|her|their)\b"
    r"|\d|\w+ \d{1,2}\b(?!\d))"
)
_PERIOD = Caseless(
    r"\b(?:so far this year|this year|(?:over|during|throughout|in) the (?:same )?period"
    r"|over the (?:past|last) (?:\w+ )?(?:years|months|decades?)"
    r"|in (?:the )?(?:past|last|first) (?:\w+ )?(?:years|months|decades?)|last year|all of \d{4}|in the first half of"
    r"|(?:in|over|during) the (?:past|last) (?:24|48|72) hours)\b"
)
_ALL = Caseless(
    r"\b(?:overall|nationwide|countrywide|(?:across|throughout) the country"
    r"|in (?:some |about |at least )?\d\d+ (?:attacks|incidents|strikes|raids|clashes))\b"
)
# "killed at least 43 people on both sides": in two countries, neither of them the place.
BOTH_SIDES = Caseless(r"\b(?:on|from) both sides\b")
FRONTIER = Caseless(r"\b(?:border|frontier|boundary|neighbours|neighbors|two countries)\b")
# What a body says last week of a month is a count, not the news: "said last week that 148 had been killed in October".
_COUNTED = Caseless(
    r"\b(?:said|reported|estimated) (?:last|earlier this) (?:week|month|year)\b|\b(?:has|have|had) (?:also )?"
    r"(?:verified|documented|recorded|registered|tallied)\b|\bfigures compiled by\b"
)
_MONTH = re.compile(
    r"\bin (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\bthe (?:month|quarter)\b"
)
# Who is held or missing at all, where they are more than one attack can take.
_STANDING = Caseless(
    r"\b(?:listed|registered) as missing|(?:people|prisoners|civilians|activists|soldiers|troops|hostages|them)"
    r" (?:are|remain|were|are still)?\s*(?:still )?(?:in (?:detention|jail|prison|custody|captivity)|behind bars)\b"
)
_MANY_HELD = 200
# A window of so many days is no single event's; so few in it may be: "in June, two soldiers died in an ambush".
_WINDOW, _FEW = 10, 20
# What one attack hardly does, and how many flee one.
_VAST, _VAST_FLIGHT = 2000, 500_000
_HAVE = Caseless(r"\b(?:has|have|had|are|remain)\b|\bdead\b")


def counts_a_war(draft: Draft) -> bool:
    """Whether a draft counts a whole war: "The conflict has killed", "have died since 2014"."""
    text = draft.sentence.text
    if _OF_THE_WAR.search(text):
        text = _OF_THE_WAR.sub("", text)
    if pattern("wars").search(text) or WAR.search(text):
        return True
    since = SINCE_YEAR.search(draft.sentence.text)
    return since is not None and _beside(since, draft)


def counts_a_period(draft: Draft) -> bool:
    """Whether a draft counts what happened over months, everywhere, or who is held or missing at all."""
    text = draft.sentence.text
    if draft.quantity.value.high == 0:
        return False  # "No one has been killed since the army deployed at 9 p.m."
    standing = _STANDING.search(text) if _size(draft) >= _MANY_HELD else None
    for found in (_SINCE.search(text), _PERIOD.search(text), _ALL.search(text), standing):
        if found is not None and _beside(found, draft):
            return True
    return _COUNTED.search(text) is not None and _MONTH.search(text) is not None


def spans_a_window(draft: Draft, when: Mention[When] | None) -> bool:
    """Whether the words of a draft's own sentence date it to a long stretch: "In January alone, at least 161 were"."""
    if when is None or when.value.date_from is None or when.value.date_to is None:
        return False
    own = draft.sentence.passage.span.contains(when.span) and not scoping.names_one_event(draft)
    return own and _size(draft) >= _FEW and (when.value.date_to - when.value.date_from).days > _WINDOW


def is_vast(draft: Draft) -> bool:
    """Whether more have been harmed than one attack harms: "Nearly 12 million people have been uprooted"."""
    return _size(draft) >= (_VAST_FLIGHT if draft.harm.value is Harm.DISPLACED else _VAST) and bool(
        _HAVE.search(draft.sentence.text)
    )


def goes_on(draft: Draft) -> bool:
    """Whether a sentence has nobody who speaks, and none of those told of before, so that a total may go on in it."""
    return not (pattern("says").search(draft.sentence.text) or OF_THOSE.search(draft.sentence.text))


def _size(draft: Draft) -> int:
    quantity = draft.quantity.value
    if quantity.low is None and quantity.high is None:
        return _VAST if quantity.word and quantity.word.endswith(("thousands", "millions")) else 0
    return quantity.low or quantity.high or 0


def _beside(found: re.Match[str], draft: Draft) -> bool:
    """Whether a period stands by a claim's own words, with nobody saying something else between."""
    text = draft.sentence.text
    first = min(draft.harm.start, draft.quantity.start) - draft.sentence.start
    last = max(draft.harm.end, draft.quantity.end) - draft.sentence.start
    if found.start() >= last:
        between = text[last : found.start()]
    elif found.end() <= first:
        between = text[found.end() : first]
    else:
        return True
    between = _REPORTED.sub("", between)
    return len(between) <= _REACH and not pattern("says").search(between)
