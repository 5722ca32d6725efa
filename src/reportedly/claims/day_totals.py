"""What tells that a figure is a total, or of some other time, and that no sentence around it may date it.

All texts here are in lower case, but for those that are pointed at.
"""

from __future__ import annotations

import re
from datetime import date

from reportedly import lexicon
from reportedly.claims.day_roles import any_of
from reportedly.claims.draft import Draft
from reportedly.model import Harm

# A figure that "has" come about is that of a war and not of an attack from the first on, any other from the second.
_LARGE, _HUGE = 2000, 15_000
# So many are of the whole period that the sentence before tells of.
_PERIOD_SIZE = 500
# So many missing are those of a register.
_REGISTER = 500
_TABLE = lexicon.table("en", "dating")
_WAR = any_of("wars")
_WARS = frozenset(_TABLE["wars"])
_A_WAR = re.compile(rf"\b{_WAR}\b")
# "The conflict has killed …", "… have been killed in the war"; not "in the war-torn country".
_WAR_TOTAL = re.compile(
    rf"\b{_WAR}\b(?![\s-]+(?:observatory|monitor\w*|tracker|data|desk|watch|research\w*|analysts?|zones?|affected|torn|related))"
    r"[^.;]{0,60}?\b(?:has|have)\b"
    # "The war killed more than 4,000 people": nor in another tense.
    r"|^\W*(?:the|that|this)\s+(?:[\w-]+\s+){0,2}?(?:war|conflict|genocide|insurgency)\s+"
    r"(?:killed|claimed|cost|displaced|uprooted|left)\b"
    r"|\b(?:in|during|by|throughout)\s+(?:the|a|its|this|\w+['’]?s)\s+(?:[\w-]+\s+){0,3}?(?:war|conflict|uprising)\b(?!-)"
)
# "the six-year-old civil war", "five years of conflict"
# "in the attack that triggered the war": who knows when.
_SET_OFF = re.compile(
    rf"\b(?:that|which)\s+(?:had\s+)?(?:triggered|sparked|ignited|started|set\s+off|precipitated|touched\s+off)\s+(?:the|a|this|its)\s+(?:[\w-]+\s+){{0,2}}?{_WAR}\b"
)
_WAR_LENGTH = re.compile(
    rf"\b[\w/-]+[\s-](?:year|month|decade)s?(?:[\s-](?:old|long))?\s+(?:[\w-]+\s+){{0,2}}{_WAR}\b", re.IGNORECASE
)
_RECENT = re.compile(r"\b(?:in\s+)?recent(?:ly)?\b(?:\s+(?:days|weeks|months|years|hours))?", re.IGNORECASE)
# "had since killed eight rebels": after the day told of, and who knows when.
_SINCE_THAT = re.compile(r"\b(?:had|have|has)\s+since\b(?!\s+(?:the|last|then|\d|\w+day))")
_STILL_MISSING = re.compile(r"\b(?:are|is|remains?)\b")
_AS_OF = re.compile(r"\b(?:as\s+of|by\s+the\s+end\s+of)\b")
_HAVE = re.compile(r"\b(?:has|have)\b")
_BROUGHT = re.compile(
    r"\b(?:bringing|brings|brought|raising|raises|raised|takes|taking|pushing|pushes|pushed)\b[^.;:]*\bto\s+(?:\w+\s+){0,2}$"
)
# "announced the deaths of four, bringing to 37 the number killed since": the window is of the 37.
_BRINGING = re.compile(
    r"\b(?:bringing|raising|taking|pushing|brought|raised)\b[^.;:]{0,60}\b(?:to|above|past|beyond|over)\b"
)
# "during the month", "in the same period": of a report that covers one.
SAME_PERIOD = re.compile(
    r"\b(?:in|over|during|for|within)\s+(?:the\s+same|that|this|the\s+reporting|the\s+reported|the\s+same\s+reporting|the)\s+"
    r"(?:reporting\s+)?(?:period|month|week|quarter)\b(?!\s+(?:of|before|after|last|in))",
    re.IGNORECASE,
)
PERIODIC = re.compile(rf"\b{any_of('periodic')}\b")
# What stands between "since" with its day and a figure of that day: "since the war of 2020, which itself cost 6,500".
OF_THE_BEGINNING = re.compile(
    rf"(?:\s+(?:[\w'’-]+\s+){{0,2}}?{any_of('events')})?"
    # "when a missile killed 13"
    r"(?:\s+of|(?:\s+that|,?\s+in\s+which|,?\s+when|,?\s+which)(?:\s+[\w'’-]+){0,6}?)\s+$"
)
# "eight of these deaths": those of the sentence before.
_OF_THESE = re.compile(r"\s+of\s+(?:these|those|them)\b(?!\s+(?:who|killed|injured|wounded|displaced))")
_OF_THOSE = re.compile(
    r"\s+of\s+(?:(?:these|those)\s+(?:deaths|killings|victims|people|dead|wounded|injured|displaced|detained|missing|hostages)"
    r"|the\s+(?:dead|deaths|victims|wounded|injured|displaced|detained|missing|detainees|hostages|captives|abducted))\b"
)
# "had been arrested", "announced the arrest of": not on the day of the attack, which the sentence does not say.
_ARRESTED = re.compile(
    r"\b(?:has|have|had)\s+(?:(?:been|also|now|so\s+far|already)\s+){0,3}(?:arrested|detained|rounded\s+up|apprehended|taken\s+into)"
    r"|\bannounc\w+\b[^.;]{0,40}\b(?:arrests?|detention|capture)\s+of\b"
)
SINCE_EVENT = re.compile(
    rf"\bsince\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,5}}?(?:(?P<what>{_WAR}|{any_of('campaigns')})\b"
    r"(?:\s+(?:began|started|erupted|broke\s+out|flared|resumed|took\s+effect|came\s+into\s+(?:force|effect)))?"
    # "since the army seized power"
    r"|(?P<rule>(?:seized|took)\s+(?:over|power|control)|returned\s+to\s+power)\b)",
    re.IGNORECASE,
)
# What begins an age and is no event of the tale: no day told of before stands in for one that is not dated.
_AGES = frozenset(_TABLE["ages"])
# By which words each is told of where the report says when it began.
_TAKEOVER = (
    r"(?:coup|takeover|seized\s+(?:power|control)|took\s+(?:power|over|control)|returned\s+to\s+power|ousted|toppled"
    r"|overthrew|overthrown)"
)
_TRUCE = r"(?:ceasefire|cease-fire|truce)"
_TOLD_AS = {
    "coup": re.compile(rf"\b{_TAKEOVER}\b"),
    "takeover": re.compile(rf"\b{_TAKEOVER}\b"),
    "truce": re.compile(rf"\b{_TRUCE}\b"),
    "ceasefire": re.compile(rf"\b{_TRUCE}\b"),
    "invasion": re.compile(r"\b(?:invasion|invaded)\b"),
}
_STARTS = r"(?:began|begun|broke\s+out|erupted|started|ignited|flared|launched|waged)"
_RUNS_ON = re.compile(rf"\b{_WAR}\b[^.;]{{0,60}}\b{_STARTS}\b[^.;,]{{0,25}}$")
# Of anything less than a war the tense must tell: it "has left 60 dead" since; it "left 60 dead" then.
_CAMPAIGN_RUNS_ON = re.compile(rf"\b{any_of('campaigns')}\b[^.;]{{0,50}}\b{_STARTS}\b[^.;,]{{0,30}}$")
_FIGHTING_BEGAN = re.compile(
    r"\b(?:fighting|clashes|violence|battles?|shelling|bombardment|offensive|assault|unrest|siege|operation)\b[^.;]{0,40}\b"
    rf"{_STARTS}\s+(?:(?:late|early)\s+)?(?:on\s+)?$"
)
_IT_HAS = re.compile(
    rf"\W*(?:it|that|this|(?:the|that|this)\s+(?:[\w-]+\s+){{0,2}}?(?:{_WAR}|fighting|violence))\s+(?:has|have)\s+"
    r"(?:(?:also|since|so\s+far|already)\s+){0,2}(?:killed|left|claimed|displaced|driven|forced|uprooted|cost|wounded|injured)\b"
)
_HAS_SINCE = re.compile(r"[^.;]{0,60}?\b(?:has|have)\b")
_KNOWN = {
    phrase: date.fromisoformat(day)
    for day, phrases in lexicon.table("en", "known_beginnings").items()
    for phrase in phrases
}
_BEGAN = re.compile(rf"\b(?:{any_of('beginnings')}|since)\b")


def stands_alone(draft: Draft, text: str, clause: str) -> bool:
    """Whether no other sentence may date the draft: the toll of a war, those who have fled, a recent attack."""
    if _SINCE_THAT.search(clause):
        return True
    if _SET_OFF.search(text) or _WAR_TOTAL.search(text) or _WAR_LENGTH.search(text) or _RECENT.search(text):
        return True
    size = _size(draft)
    large = draft.harm.value is Harm.DISPLACED or size >= _LARGE
    if draft.harm.value is Harm.MISSING and size >= _REGISTER:
        return True
    return size >= _HUGE or (large and bool(_AS_OF.search(text) or _HAVE.search(clause)))


def arrested_since(draft: Draft, text: str) -> bool:
    """ "Six suspects had been arrested": some time between the attack and the report."""
    return draft.harm.value is Harm.DETAINED and _ARRESTED.search(text) is not None


def of_those(draft: Draft) -> bool:
    """Whether the figure is a share of people told of before: "five of the wounded"."""
    return _OF_THOSE.match(draft.sentence.text.lower(), draft.quantity.end - draft.sentence.start) is not None


def of_a_period(draft: Draft) -> bool:
    """Whether a figure is large enough to be of a period rather than of one day in it."""
    return _size(draft) >= _PERIOD_SIZE


def of_these(draft: Draft) -> bool:
    """Whether the figure is a share of the one in the sentence before: "eight of these deaths"."""
    return _OF_THESE.match(draft.sentence.text.lower(), draft.quantity.end - draft.sentence.start) is not None


def goes_on_with_war(text: str) -> bool:
    """ "It has killed …", "The conflict has displaced …": of the war of the sentence before."""
    return _IT_HAS.match(text) is not None


def at_war(before: str) -> bool:
    """ "The country has been torn by war since 2015"."""
    return _A_WAR.search(before) is not None


def fighting_began(before: str) -> bool:
    """Whether the words before a time say when what is told of began: "the clashes started on"."""
    return _FIGHTING_BEGAN.search(before) is not None


def still_missing(draft: Draft, clause: str) -> bool:
    """ "Around 90 residents remain unaccounted for": no month or year dates them that tells of others."""
    return draft.harm.value is Harm.MISSING and _STILL_MISSING.search(clause) is not None


def _size(draft: Draft) -> int:
    quantity = draft.quantity.value
    known = quantity.low if quantity.low is not None else quantity.high
    if known is not None:
        return known
    return _LARGE if quantity.word and quantity.word.endswith(("thousands", "millions")) else 0


def running(before: str) -> bool:
    """Whether the words before a figure make it a running total: "Monday's ambush brought to 18 the number of"."""
    return bool(_BROUGHT.search(before))


def counts_another(text: str, figure: int, time: int) -> bool:
    """Whether a total stands between a figure and a window, which is the total's."""
    return time > figure and _BRINGING.search(text, figure, time) is not None


def undated_words(text: str) -> re.Match[str] | None:
    """The words of a time that has no days: "five-year conflict", "recent". `text` as it is written."""
    return _WAR_LENGTH.search(text) or _RECENT.search(text)


def is_age(what: str) -> bool:
    """Whether it is a war, a coup or a truce, which a report speaks of without telling of it."""
    return what in _WARS or what in _AGES


def runs_on(text: str, low: int, high: int) -> bool:
    """Whether the time at `text[low:high]` is when a war or operation began, of which a total is then told.

    >>> text = "the war, which broke out in april 2023, has killed thousands"
    >>> runs_on(text, text.index("in april"), text.index(", has"))
    True
    """
    before = text[max(0, low - 90) : low]
    if _RUNS_ON.search(before):
        return True
    return bool(_CAMPAIGN_RUNS_ON.search(before) and _HAS_SINCE.match(text, high))


def begins(what: str, told: str, after: str) -> bool:
    """Whether `told`, the words up to a time, say when the war or siege called `what` began.

    `after`, the words behind it, may name it: "the November 2024 ceasefire".
    """
    if what in _TOLD_AS:
        pattern = _TOLD_AS[what]
        return bool(pattern.search(told) or pattern.search(" ".join(after.split()[:2])))
    named = what in told or (what in _WARS and _A_WAR.search(told))
    return bool(named and _BEGAN.search(told))


def known_beginning(words: str) -> date | None:
    """When what everybody knows began: "since Russia's full-scale invasion"."""
    low = words.lower()
    return next((day for phrase, day in _KNOWN.items() if phrase in low), None)
