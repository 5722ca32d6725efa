"""Where a harm was suffered: the most specific place that the report names for it.

First the words of the claim's own sentence; a part shares the place of its whole; then what the sentence points back to
("the town"), the scene set before, the sentence that names what the lede leaves open, the headline. A claim about a whole
war lies in its country. Where somebody spoke, was taken or fired from is not where the harm was.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from reportedly.claims.draft import Draft, Report
from reportedly.claims.place_phrases import COUNTRY, Phrase, pattern, phrases, width
from reportedly.extract import places, quantities
from reportedly.extract.places import Found
from reportedly.gazetteer import Kind
from reportedly.model import Harm, Mention, Place, PlaceRole

_BACK = 8
_AHEAD = 3
_CLAUSE = re.compile(
    r"\b(?:while|whereas|but|who|which|when|although|though|because|since|until|before|after|hours after|following)\b|;|\s[-–—]\s",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"\b(?:an?|two|three|four|five|several|one|another|some)\s+(?:(?!bomb\b)[\w-]+\s+){0,4}?(?:village|town|city|villages|towns|cities|"
    r"neighbou?rhood|camp|hospitals?|market|mosque|school|suburb|bases?|checkpoint|outpost|prison|area|enclave|stronghold|"
    r"convoy|building|home|church|factory|wedding|funeral|bus|airport|site|district|province|region)\b"
    r"|\bthe last (?:[\w-]+ ){0,3}(?:stronghold|enclave|pocket|bastion|town|city)\b",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:in|at|on|throughout|across|inside|around|outside|of|near|into|from|hit|struck|over|within|entered|stormed|attacked|shelled|"
    r"bombed|leave|left|fled|flee)\s+(?:parts of |most of |much of |the outskirts of |(?:northern|southern|eastern|western|central) parts of )?"
    r"(?:the|that|this|their|its)\s+(?:(?:same|besieged|rebel-held|divided|nearby|whole|entire|two|\w+ern|blast|bomb|attack|crash|stricken|devastated)\s+)*"
    r"(?P<noun>city|cities|town|towns|village|villages|camp|district|province|region|area|neighbou?rhood|enclave|strip|"
    r"territory|governorate|state|island|valley|base|airport|settlement|suburb|site|scene)\b(?!\s+(?:of|called|named)\b)(?!['’]s)",
    re.IGNORECASE,
)
# Where a report has lost its full stops, these still open a sentence.
_BREAK = re.compile(r"(?<=[a-z] )(?:According|Meanwhile|Separately|Earlier|Later|Elsewhere|Also)\b")
_WAR = re.compile(
    r"\b(?:war|conflict|uprising|insurgency|genocide)\b(?:,? (?!and\b)[^.;]{1,110}?)?,?\s+(?:(?:has|have|had)\s+(?:\w+\s+)?)?"
    r"(?:killed|claimed|displaced|cost|taken|forced|uprooted|driven)\b",
    re.IGNORECASE,
)
_SINCE_YEAR = re.compile(r"\bsince (?:(?:early|late|mid|mid-|\w+) ?)?(?:19|20)\d\d\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|several|multiple|separate|twin|coordinated|simultaneous|(?:series|string|wave|spate) of)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:attacks|strikes|airstrikes|raids|assaults|villages|towns|cities|provinces|districts|bombings|explosions|blasts|incidents|ambushes|locations|places|sites|states"
    r"|regions|communities|neighbou?rhoods|churches|schools|hospitals|mosques|markets|camps|bases|outposts|positions|settlements)\b",
    re.IGNORECASE,
)
_FROM_THE = re.compile(
    r"\bfrom\s+(?:the|that|this|their)\s+(?:(?:same|besieged|\w+ern|\w+-held|two|nearby|displacement|refugee)\s+)*"
    r"(?P<noun>city|cities|town|towns|village|villages|camp|district|province|region|area|neighbou?rhood|enclave|island|valley|settlement|suburb)\b",
    re.IGNORECASE,
)
# The next sentence says where the event of the lede was: "The attack took place in".
_SAME_EVENT = re.compile(
    r"\W*(?:The|This|That)\s+(?:\w+\s+){0,3}?(?:attack|attacks|strike|strikes|airstrike|air strike|raid|raids|bombing|blast|explosion|assault|ambush|massacre"
    r"|shooting|incident|clash|clashes|killings?|violence|fighting|attackers|gunmen|assailants|militants|bombardment|shelling|crash|stampede|fire)\b",
)
_DEFINITE_PLACE = re.compile(
    r"\W*(?:The|This|It)\s+(?:\w+\s+)?(?:town|city|village|camp|district|area|province|region|lies|is)\b"
)
_LIES = re.compile(
    r"\W*(?:The\s+)?(?:[\w'’-]+\s+){1,4}?(?:is|was|lies|lay|stands|stood|sits)\s+(?:\w+\s+){0,2}?(?:in|on|at|near|outside|about|some|\d+)\b"
)
_NEAR = re.compile(
    r"\b(?:near|outside|(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west|south-east|south-west) of"
    r"|(?:km|kilomet(?:er|re)s|miles) (?:\([^)]*\) )?(?:\w+ )?(?:from|of))\s+(?:[\w-]+\s+){0,3}$"
)
_SMALL_NOUNS = frozenset(
    ["city", "cities", "town", "towns", "village", "villages", "camp", "neighborhood", "neighbourhood", "settlement"]
    + ["suburb", "base", "airport", "site", "scene"]
)
_SITES = frozenset(["camp", "base", "airport", "neighborhood", "neighbourhood", "settlement"])
_PLURALS = frozenset(["cities", "towns", "villages"])
_WIDE_NOUNS = frozenset(
    ["province", "region", "state", "governorate", "territory", "strip", "enclave", "valley", "island"]
)
# What a width is worth: of two places the narrower is meant, and a continent hardly ever.
_BY_WIDTH = (1.2, 1.2, 0.8, 0.4, 0.2, 0.0, -2.0)


class Placing:
    """The places of one report's claims."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.read = places.read(report.sentences)
        self.position = {id(sentence): index for index, sentence in enumerate(report.sentences)}
        self.phrases = [
            phrases(sentence, row) for sentence, row in zip(report.sentences, self.read.sentences, strict=True)
        ]
        self.remembered: dict[int, tuple[Draft, tuple[Mention[Place], ...]]] = {}
        self.scenes: dict[int, Phrase | None] = {}
        self.amounts: dict[int, tuple[int, ...]] = {}

    def place(self, draft: Draft) -> tuple[Mention[Place], ...]:
        """The places of a draft: first the most specific one of the harm, then for the displaced where they went."""
        known = self.remembered.get(id(draft))
        if known is None or known[0] is not draft:
            known = self.remembered[id(draft)] = (draft, self._place(draft))
        return known[1]

    def _place(self, draft: Draft) -> tuple[Mention[Place], ...]:
        own = self._own(draft)
        if draft.whole is not None:
            inherited = self.place(draft.whole)
            here = draft.whole.sentence is draft.sentence
            if own is None or (here and not self._nearer_to_part(own, draft)):
                if own is None and not here and (found := self._since_whole(draft)) is not None:
                    return (found,)
                return _told(inherited, "of-the-whole") if inherited else self._elsewhere(draft)
            if here and inherited and own.width > _width_of(inherited[0]):
                return _told(inherited, "of-the-whole")
        if self._is_background(draft) and (own is None or own.width < 3 and self._far(own, draft)):
            country = self._country(draft)
            if country is not None:
                return (country,)
        if draft.harm.value is Harm.DISPLACED and (own is None or own.cue != "from"):
            left = _FROM_THE.search(draft.sentence.text)
            if left and (back := self._antecedent(draft, left)) is not None:
                return (replace(back, rule="placing/left"), *((own.mention,) if own else ()))
        if own is None:
            return self._elsewhere(draft)
        if self._amounts_between(own, draft) and (back := self._pointed_at(draft, own)) is not None:
            return (replace(back, rule="placing/pointed-back"),)
        better = self._narrower(draft, own)
        return self._with_roles(draft, better or own, "narrowed" if better else "own")

    # The claim's own sentence

    def _own(self, draft: Draft) -> Phrase | None:
        scored = [(self._score(phrase, draft), -index, phrase) for index, phrase in enumerate(self._here(draft))]
        best = max(scored, key=lambda one: one[:2], default=None)
        if best is None:
            return None
        # A country far from the claim's words is spoken of, not meant; in a lede it is the place of all that follows.
        spoken_of = best[2].width >= COUNTRY and self.position[id(draft.sentence)] > 1
        if best[0] <= (1.0 if spoken_of else 0.0):
            return None
        return self._inner(best[2], draft, [one for one in scored if one[0] > 0])

    def _inner(self, outer: Phrase, draft: Draft, scored: list[tuple[float, int, Phrase]]) -> Phrase:
        """ "In Kharkiv region, a couple was killed when a shell struck their home in Vovchansk": the inner one."""
        if outer.width < 2:
            return outer
        for _, _, phrase in sorted(scored, key=lambda one: one[:2], reverse=True):
            clean = not (phrase.reference or phrase.origin or phrase.label or phrase.launch or phrase.speaker)
            if phrase.width < min(2, outer.width) and phrase.cue == "at" and clean and _lies_in(phrase, outer):
                if not self._amounts_between(phrase, draft):
                    return phrase
        return outer

    def _here(self, draft: Draft) -> tuple[Phrase, ...]:
        return self.phrases[self.position[id(draft.sentence)]]

    def _score(self, phrase: Phrase, draft: Draft) -> float:
        between = _between(phrase, draft)
        score = self._by_cue(phrase, draft) + _BY_WIDTH[phrase.width]
        score -= len(between) / 60
        score -= 1.2 * len(_CLAUSE.findall(between))
        score -= 0.8 * len(pattern("says").findall(between)) + 2 * len(_BREAK.findall(between))
        others = self._amounts_between(phrase, draft)
        score -= 1.5 * others if phrase.start >= draft.harm.end else min(1.0, 0.5 * others)
        if phrase.start >= draft.harm.end:
            score += 0.4
        score -= 5 * (phrase.speaker + phrase.launch) + 4 * phrase.actor + 1.5 * (phrase.reference + phrase.origin)
        score -= phrase.local
        return score - 3 * phrase.label

    def _by_cue(self, phrase: Phrase, draft: Draft) -> float:
        displaced = draft.harm.value is Harm.DISPLACED
        if phrase.where and phrase.end <= draft.harm.start:
            return 5.0
        if phrase.cue == "from":
            return 4.5 if displaced else 1.0
        if phrase.cue == "to":
            if displaced:
                return 3.0
            return 3.0 if pattern("fired").search(_before(phrase)) else -1.0
        if phrase.cue == "at":
            return 3.0
        if phrase.suffers:
            return 3.5
        if phrase.cue == "weak":
            return 2.0
        return 2.6 if phrase.heads[-1].spot.noun else 1.6 if phrase.width < COUNTRY else 0.5

    def _far(self, phrase: Phrase, draft: Draft) -> bool:
        return len(_between(phrase, draft)) > 30

    def _amounts_between(self, phrase: Phrase, draft: Draft) -> int:
        """How many other amounts stand between a place and the claim's words: it is nearer to them."""
        key = id(draft.sentence)
        if key not in self.amounts:
            found = quantities.find(draft.sentence)
            self.amounts[key] = tuple(amount.start for amount in found)
        first = min(draft.harm.start, draft.quantity.start)
        last = max(draft.harm.end, draft.quantity.end)
        low, high = (phrase.end, first) if phrase.end <= first else (last, phrase.start)
        return sum(low <= amount < high for amount in self.amounts[key])

    def _nearer_to_part(self, own: Phrase, draft: Draft) -> bool:
        """Whether a place belongs to the part rather than to the whole of its sentence."""
        assert draft.whole is not None
        part, whole = draft.quantity.start, draft.whole.quantity.start
        if part < whole:
            return own.end < whole and abs(own.start - part) < abs(own.start - whole)
        return own.start > part

    def _since_whole(self, draft: Draft) -> Mention[Place] | None:
        """What the report has named between a total and its part further on, when that is closer to the part."""
        assert draft.whole is not None
        if (back := self._pointed_at(draft)) is not None:
            return replace(back, rule="placing/pointed-back")
        wide = max((_width_of(mention) for mention in self.place(draft.whole)), default=0)
        for index in range(self.position[id(draft.sentence)] - 1, self.position[id(draft.whole.sentence)], -1):
            scene = self._scene(index)
            if scene is not None and scene.width < wide:
                return replace(scene.mention, rule="placing/scene-before")
        return None

    # A whole war

    def _is_background(self, draft: Draft) -> bool:
        text = draft.sentence.text
        if pattern("wars").search(text) or _WAR.search(text):
            return True
        since = _SINCE_YEAR.search(text)
        if not since:
            return False
        last = max(draft.harm.end, draft.quantity.end) - draft.sentence.start
        between = text[last : since.start()] if since.start() >= last else text[since.end() : last]
        return "," not in between and not pattern("says").search(between)

    def _country(self, draft: Draft) -> Mention[Place] | None:
        """The country of a claim about its war: the report's own, where it was named last."""
        index = self.position[id(draft.sentence)]
        main = self.read.context.main
        for position in (*range(index, -1, -1), *range(index + 1, len(self.phrases))):
            for found in self.read.sentences[position]:
                entry = found.entry
                if entry is None or entry.kind is not Kind.COUNTRY or found.spot.body or found.spot.described:
                    continue
                if entry.country == main or (main is None and position == index):
                    return replace(_bare(found), rule="placing/country-of-war")
        return self._land(draft)

    def _land(self, draft: Draft) -> Mention[Place] | None:
        """Where two countries share a report, the wide place most named of the one whose people are counted."""
        iso = self.read.demonyms[self.position[id(draft.sentence)]]
        counted: Counter[str] = Counter()
        first: dict[str, Found] = {}
        for found in (found for row in self.read.sentences for found in row):
            if found.mention.value.country in iso and width(found) >= 3 and not found.spot.body:
                counted[found.entry.id if found.entry else found.spot.key] += 1
                first.setdefault(found.entry.id if found.entry else found.spot.key, found)
        if not counted:
            return None
        return replace(_bare(first[counted.most_common(1)[0][0]]), rule="placing/country-of-war")

    # Other sentences

    def _elsewhere(self, draft: Draft) -> tuple[Mention[Place], ...]:
        index = self.position[id(draft.sentence)]
        if (pointed := self._pointed_at(draft)) is not None:
            return (replace(pointed, rule="placing/pointed-back"),)
        if (said := self._of_local_speaker(draft)) is not None:
            return (replace(said.mention, rule="placing/local-speaker"),)
        several = _SEVERAL.search(draft.sentence.text) is not None
        if several and index <= 1 and (country := self._country(draft)) is not None:
            return (replace(country, rule="placing/several-places"),)
        lede = index <= 1 or (index <= 4 and _UNNAMED.search(draft.sentence.text) is not None)
        back = [*range(index - 1, max(-1, index - 1 - _BACK), -1)]
        ahead = [*range(index + 1, min(index + 1 + _AHEAD, len(self.phrases)))]
        order = [*ahead, *back] if lede else [*back, *ahead]
        for other in order:
            scene = self._scene(other)
            if scene is not None and other > index and self._others(other, scene):
                continue
            if scene is not None:
                rule = "named-next" if other > index else "scene-before"
                return (replace(scene.mention, rule=f"placing/{rule}"),)
        return self._of_report(draft)

    def _of_local_speaker(self, draft: Draft) -> Phrase | None:
        """A doctor of a town speaks of that town, an official of a capital of anywhere."""
        for phrase in self._here(draft):
            entry = phrase.heads[0].entry
            if phrase.speaker and phrase.width <= 2 and not (entry is not None and entry.capital):
                if phrase.country in (self.read.context.main, None):
                    return phrase
        return None

    def _of_report(self, draft: Draft) -> tuple[Mention[Place], ...]:
        main = self.read.context.main
        counted: Counter[str] = Counter()
        first: dict[str, Phrase] = {}
        for phrase in (phrase for row in self.phrases for phrase in row):
            if not phrase.launch and not phrase.speaker and not phrase.label and self._is_about(phrase.country):
                key = phrase.heads[0].spot.key
                counted[key] += 1 if phrase.actor else 3 - (phrase.width >= 3)
                first.setdefault(key, phrase)
        if counted:
            return (replace(first[counted.most_common(1)[0][0]].mention, rule="placing/of-report"),)
        if main is not None and (country := self._country(draft)) is not None:
            return (replace(country, rule="placing/of-report"),)
        return ()

    def _scene(self, index: int) -> Phrase | None:
        """Where a sentence is set, if it tells of something happening somewhere."""
        if index not in self.scenes:
            self.scenes[index] = self._find_scene(index)
        return self.scenes[index]

    def _find_scene(self, index: int) -> Phrase | None:
        sentence = self.report.sentences[index]
        if not pattern("events").search(sentence.text) and not _LIES.match(sentence.text):
            return None
        definite = _DEFINITE_PLACE.match(sentence.text) is not None
        best, top = None, 0.5
        for phrase in self.phrases[index]:
            elsewhere = phrase.speaker or phrase.local or phrase.launch or phrase.actor or phrase.origin or phrase.label
            if elsewhere or phrase.width >= COUNTRY or not self._is_about(phrase.country):
                continue
            if definite and _NEAR.search(_before(phrase)):
                continue
            score = {"at": 3.0, "weak": 2.0, "from": -1.0, "to": -1.0}.get(phrase.cue, 1.6)
            if phrase.cue == "to" and pattern("fired").search(_before(phrase)):
                score = 3.0
            if not phrase.cue and (phrase.suffers or phrase.heads[-1].spot.noun):
                score = 3.5 if phrase.suffers else 2.8
            score += _BY_WIDTH[phrase.width] - 1.5 * phrase.reference
            if score > top:
                best, top = phrase, score
        return best

    def _is_about(self, country: str | None) -> bool:
        """Whether a report speaks of a country enough for something to be set there."""
        context = self.read.context
        return country in (context.main, None) or (
            context.main is None and context.countries.get(country or "", 0) >= 0.5
        )

    def _pointed_at(self, draft: Draft, own: Phrase | None = None) -> Mention[Place] | None:
        """ "throughout the city", "their village": the place named last that is one, when no name stands nearer."""
        match = _ANAPHOR.search(draft.sentence.text)
        if not match:
            return None
        if own is not None:
            at = draft.sentence.start + match.start("noun")
            low, high = sorted((own.start, max(draft.harm.end, draft.quantity.end)))
            if not low <= at < high:
                return None
        return self._antecedent(draft, match)

    def _antecedent(self, draft: Draft, match: re.Match[str]) -> Mention[Place] | None:
        index = self.position[id(draft.sentence)]
        noun = match.group("noun").lower()
        before = draft.sentence.start + match.start()
        if noun in ("site", "scene"):
            scenes = (self._scene(earlier) for earlier in range(index - 1, max(-1, index - 1 - _BACK), -1))
            return next((scene.mention for scene in scenes if scene is not None), None)
        earlier = [
            phrase
            for position in range(index, max(-1, index - 1 - _BACK), -1)
            for phrase in reversed(self.phrases[position])
            if phrase.start < before and not (phrase.launch or phrase.actor or phrase.speaker)
        ]
        plural = noun in _PLURALS
        fits = [phrase for phrase in earlier if _is_one(noun, phrase.width) and (len(phrase.heads) > 1) == plural]
        # "the town": the one that was called a town, else the one named last.
        called = [phrase for phrase in fits[:4] if phrase.heads[0].spot.noun.rstrip("s") == noun.rstrip("s")]
        if noun in _SITES:
            called += [phrase for phrase in fits if phrase.width == 0]
        plain = [phrase for phrase in fits if not phrase.reference and phrase.cue != "to"]
        for phrase in (*called, *plain, *fits):
            return phrase.mention
        for phrase in earlier:
            for holder in phrase.holders:
                if _is_one(noun, width(holder)):
                    return holder.mention
        return None

    def _narrower(self, draft: Draft, own: Phrase) -> Phrase | None:
        """What the next sentences say more closely of a lede that names a wide place only."""
        index = self.position[id(draft.sentence)]
        if index > 3 or draft.whole is not None or self._is_background(draft):
            return None
        wide = own.width >= 3
        near = own.reference or bool(_NEAR.search(_before(own)))
        unnamed = _UNNAMED.search(draft.sentence.text) is not None
        several = _SEVERAL.search(draft.sentence.text) is not None
        inner: list[Phrase] = []
        ahead = range(index + 1, min(index + 1 + _AHEAD, len(self.phrases)))
        for other in (*ahead, *(range(index - 1, -1, -1) if near and unnamed else ())):
            scene = self._scene(other)
            if scene is None or scene.country != own.country or scene.heads[0].spot.key == own.heads[0].spot.key:
                continue
            if any(holder.spot.key == own.heads[0].spot.key for holder in scene.holders):
                return scene
            if several and scene.width < 3:
                continue
            told = other == index + 1 and self._goes_on(draft, other)
            if told and scene.width < own.width and not self._others(other, scene):
                return scene
            if (scene.width < own.width and wide) or (near and unnamed and not scene.reference):
                inner += [scene, *self._others(other, scene)]
        if not inner or not (own.width > 3 or unnamed):
            return None
        keys = {phrase.heads[0].spot.key for phrase in inner}
        return inner[0] if len(keys) == 1 or (near and not wide) else None

    def _goes_on(self, draft: Draft, other: int) -> bool:
        """Whether the next sentence tells of the same thing: "The attack took place in", "a monastery" … "The monastery"."""
        text = self.report.sentences[other].text
        if _SAME_EVENT.match(text):
            return True
        thing = re.match(r"\W*The\s+([a-z]{4,})\b", text)
        return bool(thing) and bool(
            re.search(rf"\ban?\s+(?:[\w-]+\s+){{0,4}}{re.escape(thing.group(1))}\b", draft.sentence.text)  # type: ignore[union-attr]
        )

    def _others(self, index: int, scene: Phrase) -> list[Phrase]:
        """Further places of as narrow a kind that a sentence says something happened at: a breakdown."""
        return [
            phrase
            for phrase in self.phrases[index]
            if phrase is not scene
            and phrase.cue == "at"
            and phrase.width <= max(1, scene.width)
            and not (phrase.reference or phrase.launch or phrase.speaker or phrase.origin or phrase.label)
        ]

    def _with_roles(self, draft: Draft, chosen: Phrase, how: str) -> tuple[Mention[Place], ...]:
        first = chosen.mention
        found = [replace(first, rule=f"placing/{how}:{first.rule.removeprefix('places/')}")]
        if draft.harm.value is Harm.DISPLACED:
            for phrase in self._here(draft):
                if phrase is not chosen and phrase.role in (PlaceRole.TO, PlaceRole.FROM) and not phrase.speaker:
                    found.append(phrase.mention)
        return tuple(found)


def _is_one(noun: str, wide: int) -> bool:
    """Whether a place of that width can be what "the town" or "the province" points back to."""
    if noun in _SMALL_NOUNS:
        return wide <= 1
    return wide in (2, 3) if noun in _WIDE_NOUNS else wide < COUNTRY


def _lies_in(inner: Phrase, outer: Phrase) -> bool:
    """Whether nothing speaks against one place lying in the other."""
    if inner.country is not None and outer.country is not None and inner.country != outer.country:
        return False
    one, other = inner.heads[0].entry, outer.heads[0].entry
    if one is None or other is None or one.admin1 is None or other.admin1 is None:
        return True
    return one.admin1 == other.admin1


def _between(phrase: Phrase, draft: Draft) -> str:
    """The words between a place and the nearer end of the claim's words."""
    first = min(draft.harm.start, draft.quantity.start)
    last = max(draft.harm.end, draft.quantity.end)
    if phrase.end <= first:
        return draft.sentence.document.text[phrase.end : first]
    return draft.sentence.document.text[last : phrase.start] if phrase.start >= last else ""


def _before(phrase: Phrase) -> str:
    start = phrase.start - phrase.sentence.start
    return phrase.sentence.text[max(0, start - 60) : start]


def _bare(found: Found) -> Mention[Place]:
    """A country as such, without the direction that stood before it where it was named."""
    value = found.mention.value
    words = found.spot.words
    return replace(found.mention, value=replace(value, words=words, role=PlaceRole.AT), spans=(found.name,))


def _told(found: tuple[Mention[Place], ...], how: str) -> tuple[Mention[Place], ...]:
    return tuple(replace(mention, rule=f"placing/{how}") for mention in found)


def _width_of(mention: Mention[Place]) -> int:
    toponym = mention.value.toponym
    if toponym is None:
        return 0
    return {"country": COUNTRY, "admin1": 3, "region": 4, "admin2": 2}.get(toponym.precision, 1)
