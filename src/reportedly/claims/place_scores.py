"""Which of the places of a sentence is that of a harm in it: the nearest by words and clauses, the narrower of two.

Tuned on the development gold and on reports of a dozen other conflicts; `benchmarks/quality.py … --errors place`
measures it again. The weights are few and of one size on purpose: a place behind "in" is worth three, a clause between
costs one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.claims.draft import Draft
from reportedly.claims.place_phrases import COUNTRY, Phrase, before_words
from reportedly.claims.place_words import BREAK, CLAUSE, pattern
from reportedly.extract import quantities
from reportedly.language import Sentence
from reportedly.model import Harm

# What a width is worth: of two places the narrower is meant, and a continent hardly ever.
BY_WIDTH = (1.2, 1.2, 0.8, 0.4, 0.2, 0.0, -2.0)
# A whole country must stand close to the words of the harm, or else it is only spoken of.
_COUNTRY_FLOOR = 1.0
# A place that sets the scene of its sentence before the harm may stand this far below.
_SETTING_FLOOR = -2.5
# "three in Kostiantynivka and two in Yarova": each its own.
_SHARED_OUT = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|others?|dozens"
    r"|several))\s+(?:more\s+)?(?:in|at|near)\s+$"
)
_FRONTED_COST = 2.0
# The only place of a sentence may stand this far below.
_ALONE_FLOOR = -0.8
_TOLD_OF_ALL_COST = 1.5
_HARMS = re.compile(r"\b(?:killed|killing|wounded|wounding|injured|injuring|died|dead|hurt|bodies)\b")
_EVENT_CLAUSE = re.compile(r"\b(?:when|as)\s+(?=\w)")
# "20 men in Tiao and 70 more in Gonon": an amount whose own words go straight on to a place.
_GAPPED = re.compile(
    r"\s+(?:(?:more|others?|people|men|women|further|civilians|soldiers|villagers)\s+){0,2}(?:in|at|near|outside)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}?(?:of\s+)?"
)
_GAPPED_GAIN = 2.5
_SINCE_THE = re.compile(r"\b(?:since|after|following|like)\s+the\s+(?:\w+\s+)?$")
# "A pilot from Surabaya was held": that is where he is at home.
_SOMEBODY_FROM = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|\d+)\s+(?:[\w-]+\s+){1,3}from\s+$"
)
# "killing three, the latest in a string of attacks in the north Caucasus": of all of them.
_LATEST = re.compile(r"\b(?:latest|newest) (?:in|of) an?\b[^.:;,]{0,55}$")
# "The monitor, which follows the fighting in Syria, reported that": the aside tells of the speaker, not of the harm.
_ENDS_ASIDE = re.compile(r"\s*,\s*(?:also\s+|later\s+)?(?:said|says|reported|reports|told|announced|added|stated)\b")


class Scores:
    """Scores the places of sentences; remembers where their amounts stand."""

    def __init__(self) -> None:
        self.amounts: dict[int, tuple[Sentence, tuple[int, ...]]] = {}

    def own(self, here: Sequence[Phrase], draft: Draft, lede: bool) -> Phrase | None:
        """The place of a harm among those of its sentence. In a lede a country may be all that is said."""
        scored = sorted(((self.score(phrase, draft), phrase) for phrase in here), key=lambda one: -one[0])
        if not scored:
            return None
        top, best = scored[0]
        if top > (_COUNTRY_FLOOR if best.width >= COUNTRY and not (lede or best.fronted) else 0.0):
            return self._inner(best, draft, [phrase for score, phrase in scored if score > 0])
        # "Rounds hit two villages in Khost, according to the governor's office, which said that a woman died."
        for score, phrase in scored:
            if score > _SETTING_FLOOR and _sets_the_scene(phrase, draft):
                return phrase
        # "was killed with four companions in an Iraqi airstrike on a cave in the Hamrin mountains": the only one named.
        placed = [one for one in scored if one[1].cue == "at" and one[1].width < COUNTRY and not one[1].aside]
        if len(placed) == 1 and placed[0][0] > _ALONE_FLOOR:
            return placed[0][1]
        return None

    def score(self, phrase: Phrase, draft: Draft) -> float:
        between = between_words(phrase, draft)
        others = self.amounts_between(phrase, draft)
        after = phrase.start >= draft.harm.end
        cost = len(between) / 60 + 1.2 * len(CLAUSE.findall(between))
        cost += 0.8 * sum(1 for _ in pattern("says").finditer(between)) + 2 * len(BREAK.findall(between))
        cost += 1.5 * others if after else min(1.0, 0.5 * others)
        if others and after and phrase.cue == "at" and self._tells_of_all(phrase, draft):
            cost = min(cost, _TOLD_OF_ALL_COST)
        if phrase.fronted:
            cost = min(cost, _FRONTED_COST)
        score = _by_cue(phrase, draft) + BY_WIDTH[phrase.width] - cost + 0.4 * after
        if not others and _GAPPED.fullmatch(draft.sentence.document.text, draft.quantity.end, phrase.outset):
            score += _GAPPED_GAIN
        if phrase.cue == "to" and others and draft.harm.value is Harm.DISPLACED:
            score -= 3  # "200,000 have fled, 84,000 of them into Burundi"
        if phrase.end <= draft.quantity.start and _ENDS_ASIDE.match(between):
            score -= 4
        if _SINCE_THE.search(before_words(phrase)) and not (phrase.where and phrase.end <= draft.quantity.start):
            score -= 3  # "have killed 46 militants since the Pahalgam attack"
        before = before_words(phrase)
        if draft.harm.value is not Harm.DISPLACED and _SOMEBODY_FROM.search(before):
            score -= 3 * (phrase.end <= draft.harm.start)
        if _LATEST.search(before) and phrase.start >= _words_of(draft)[1]:
            score -= 2
        score -= 5 * (phrase.speaker + phrase.launch) + 4 * phrase.actor + 1.5 * phrase.reference + phrase.origin
        return score - phrase.local - 3 * phrase.label

    def _tells_of_all(self, phrase: Phrase, draft: Draft) -> bool:
        """ "One was killed and seven were hurt, two of them children, when a missile hit a house in Aitaroun": the
        clause that tells of the event tells it of every figure before."""
        text = draft.sentence.document.text
        last = max(draft.harm.end, draft.quantity.end)
        opened = max((found.end() for found in _EVENT_CLAUSE.finditer(text, last, phrase.start)), default=None)
        if opened is None or re.search(r"[.;]", text[opened : phrase.start]):
            return False
        # "when two blocks in the city of Ternopil were hit" counts no victims of its own.
        return not _HARMS.search(text, opened, phrase.start)

    def _inner(self, outer: Phrase, draft: Draft, others: Sequence[Phrase]) -> Phrase:
        """ "In Kharkiv region, a couple was killed when a shell struck their home in Vovchansk": the inner one."""
        if outer.width < 2 and not outer.item:
            return outer
        for phrase in others:
            widest = 2 if outer.item else COUNTRY if outer.width >= COUNTRY and outer.fronted else min(3, outer.width)
            narrower = phrase.width < widest and phrase is not outer
            if narrower and phrase.cue == "at" and not phrase.aside and lies_in(phrase, outer):
                if _leaves(outer, phrase, draft) or _stays_in_aside(outer, phrase, draft):
                    continue
                shared = outer.fronted and not _SHARED_OUT.search(before_words(phrase))
                if shared or not self.amounts_between(phrase, draft):
                    return phrase
        return outer

    def amounts_between(self, phrase: Phrase, draft: Draft) -> int:
        """How many other amounts stand between a place and the claim's words: it is nearer to them."""
        known = self.amounts.get(id(draft.sentence))
        if known is None or known[0] is not draft.sentence:
            starts = tuple(amount.start for amount in quantities.find(draft.sentence))
            known = self.amounts[id(draft.sentence)] = (draft.sentence, starts)
        first, last = _words_of(draft)
        low, high = (phrase.end, first) if phrase.end <= first else (last, phrase.start)
        return sum(low <= amount < high for amount in known[1])


def _leaves(outer: Phrase, inner: Phrase, draft: Draft) -> bool:
    """Whether a sentence has gone on to something else between two places behind a harm: "injured 10 in Russia's
    border regions, officials said, and sparked a fire in the city of Saratov"."""
    if not max(draft.harm.end, draft.quantity.end) <= outer.end < inner.start:
        return False
    between = draft.sentence.document.text[outer.end : inner.start]
    return re.search(r"\band\b", between) is not None and pattern("says").search(between) is not None


def _stays_in_aside(outer: Phrase, inner: Phrase, draft: Draft) -> bool:
    """Whether a harm is told in the aside on a place, and the other one behind it: "In Norte de Santander, where a war
    drove 56,000 from their homes, a leader was shot in Tibú"."""
    last = max(draft.harm.end, draft.quantity.end)
    if not outer.where or not outer.end <= last < inner.start:
        return False
    return "," in draft.sentence.document.text[last : inner.start]


def _by_cue(phrase: Phrase, draft: Draft) -> float:
    displaced = draft.harm.value is Harm.DISPLACED
    if displaced and phrase.heads[0].spot.described and "border" in phrase.heads[0].spot.noun:
        return 0.0  # "left for the camps along the Turkish border"
    if phrase.where and phrase.end <= min(draft.harm.start, draft.quantity.start):
        return 5.0
    if phrase.cue == "from":
        return 4.5 if displaced else 1.0
    if phrase.cue == "to":
        if displaced:
            return 3.0
        return 3.0 if pattern("fired").search(before_words(phrase)) else -2.5
    if phrase.cue == "at":
        return 3.0
    if phrase.suffers:
        return 3.5
    if phrase.cue == "weak":
        return 2.0
    return 2.6 if phrase.heads[-1].spot.noun else 1.6 if phrase.width < COUNTRY else 0.5


def _sets_the_scene(phrase: Phrase, draft: Draft) -> bool:
    placed = phrase.cue == "at" or phrase.where or phrase.suffers
    return placed and not phrase.aside and phrase.width < COUNTRY and phrase.end <= _words_of(draft)[0]


def lies_in(inner: Phrase, outer: Phrase) -> bool:
    """Whether nothing speaks against one place lying in the other."""
    if inner.country is not None and outer.country is not None and inner.country != outer.country:
        return False
    one, other = inner.heads[0].entry, outer.heads[0].entry
    if one is None or other is None or one.admin1 is None or other.admin1 is None:
        return True
    return one.admin1 == other.admin1


def _words_of(draft: Draft) -> tuple[int, int]:
    """From the first of a claim's words to the last: its amount and its harm."""
    return min(draft.harm.start, draft.quantity.start), max(draft.harm.end, draft.quantity.end)


def between_words(phrase: Phrase, draft: Draft) -> str:
    """The words between a place and the nearer end of the claim's words."""
    first, last = _words_of(draft)
    text = draft.sentence.document.text
    if phrase.end <= first:
        return text[phrase.end : first]
    return text[last : phrase.start] if phrase.start >= last else ""
