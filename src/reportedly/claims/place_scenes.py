"""What a report has set before and behind a sentence: scenes, items of lists, what "the town" points back to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from operator import itemgetter

from reportedly import gazetteer
from reportedly.claims.draft import Draft, Report
from reportedly.claims.place_phrases import COUNTRY, Phrase, after_words, before_words, phrases, width
from reportedly.claims.place_scores import BY_WIDTH
from reportedly.claims.place_words import (
    ANAPHOR,
    BREAKDOWN,
    DEFINITE_PLACE,
    HOUR,
    ITEM,
    LIES,
    NEAR,
    PLURAL_NOUNS,
    SAME_EVENT,
    SITE_NOUNS,
    SMALL_NOUNS,
    SUBJECT_PLACE,
    THERE,
    TOPIC,
    WIDE_NOUNS,
    pattern,
)
from reportedly.extract import places
from reportedly.extract.places import Found
from reportedly.gazetteer import Entry, Kind
from reportedly.model import Harm, Mention, PassageKind, Place, PlaceRole

_BACK = 8
_AHEAD = 3
# What a noun of administration names, by width: "the county" lies in "the state".
_KIND_WIDTH = {
    "province": 3,
    "region": 3,
    "state": 3,
    "governorate": 3,
    "oblast": 3,
    "territory": 3,
    "enclave": 3,
    "strip": 3,
    "department": 3,
    "peninsula": 3,
    "district": 2,
    "county": 2,
    "municipality": 2,
    "local government area": 2,
}
_LOCALS = re.compile(r"(?:Residents|Villagers|People|Witnesses|Locals|Inhabitants|Survivors|Elders)\s+(?:of|in|from)\b")
_LOCALS_OF = re.compile(r"^(?:\w+)\s+(?:of|in|from)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}$")
_SAME = re.compile(
    r"\b(?:in|at|on|from) the same (prison|jail|hospital|school|camp|mosque|church|market|base|road|highway)\b"
)
_OF_HOSPITAL = re.compile(
    r"\b(?:[Dd]octors?|[Nn]urses?|[Ss]urgeons?|[Mm]edics?|[Dd]irectors?|[Oo]fficials?|[Ss]ources?|[Ss]taff|[Mm]anager|[Hh]ead|[Ww]orkers?)"
    r"\s+(?:at|of|from|in)\s+(?:the\s+)?([A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)(?:['’]s)?\s+"
    r"(?:National|General|Central|University|Regional|Provincial|Public|Main|Teaching|Military|provincial|main|general)\s+[Hh]ospital"
)
_ROADS = frozenset(["street", "road", "highway", "avenue", "boulevard", "square", "bridge"])
_LAUNCHED_WAR = re.compile(r"^(?:['’]s)?\s+(?:launched|started|began|waged|unleashed|(?:full-scale )?invasion)\b")
# These are of one land and seldom named by the noun: "the enclave".
_LANDS = frozenset(["enclave", "strip", "territory"])
# Who counts the dead of his own country; an army counts those of the other side.
_OWN_MINISTRY = re.compile(r"['’]s?\s+(?:health|interior|emergency|emergencies|civil defen[cs]e|human rights)\b")
# From this share of the evidence on a report speaks of a country.
_SPOKEN_OF = 0.5


class Scenes:
    """The places of one report, sentence by sentence, and what they mean for the sentences around."""

    def __init__(self, report: Report, drafts: Sequence[Draft] = ()) -> None:
        self.report = report
        self.read = places.read(report.sentences)
        self.context = self.read.context
        self._phrases: dict[int, tuple[Phrase, ...]] = {}
        self.items = _items(report)
        self._positions = {id(sentence): index for index, sentence in enumerate(report.sentences)}
        # What harms people has happened somewhere, by whatever words it is told.
        hurt = (draft for draft in drafts if draft.harm.value is not Harm.DISPLACED)
        self._harmed = frozenset(self._positions[id(draft.sentence)] for draft in hurt)
        self._scenes: dict[tuple[int, int], Phrase | None] = {}

    def position(self, draft: Draft) -> int:
        return self._positions[id(draft.sentence)]

    def here(self, draft: Draft) -> tuple[Phrase, ...]:
        return self.phrases(self.position(draft))

    def phrases(self, index: int) -> tuple[Phrase, ...]:
        """The places of a sentence, with what its words tell of them."""
        if index not in self._phrases:
            self._phrases[index] = phrases(self.report.sentences[index], self.read.sentences[index])
        return self._phrases[index]

    def is_about(self, country: str | None) -> bool:
        """Whether a report speaks of a country enough for something to be set there."""
        main = self.context.main
        return country in (main, None) or (main is None and self.context.countries.get(country or "", 0) >= _SPOKEN_OF)

    # Scenes

    def scene(self, index: int, widest: int = COUNTRY - 1) -> Phrase | None:
        """Where a sentence is set, if it tells of something happening somewhere."""
        if (index, widest) not in self._scenes:
            self._scenes[index, widest] = self._find(index, widest)
        return self._scenes[index, widest]

    def _find(self, index: int, widest: int) -> Phrase | None:
        text = self.report.sentences[index].text
        opens = any(phrase.item or phrase.fronted for phrase in self.phrases(index))
        opens = opens or any(phrase.governs for phrase in self.phrases(index))
        if (local := self._locals_speak(index)) is not None:
            return local
        if not (opens or index in self._harmed or pattern("events").search(text) or LIES.match(text)):
            return None
        governed = [phrase for phrase in self.phrases(index) if phrase.governs and phrase.width < COUNTRY]
        definite = DEFINITE_PLACE.match(text) is not None
        best, top = None, 0.5
        for phrase in self.phrases(index):
            if phrase.hard or phrase.actor or phrase.local or phrase.compared or phrase.width > widest:
                continue
            if not self.is_about(phrase.country):
                continue
            if definite and NEAR.search(before_words(phrase)):
                continue
            score = _setting(phrase)
            if score > top:
                best, top = phrase, score
        return governed[0] if governed and best is None else best

    def _locals_speak(self, index: int) -> Phrase | None:
        """ "Residents of Gurbuz reached by telephone disputed that": the next sentences are theirs."""
        first = next(iter(self.phrases(index)), None)
        if first is None or first.width >= 3 or not _LOCALS.match(self.report.sentences[index].text):
            return None
        return first if _LOCALS_OF.search(before_words(first)) else None

    def back(self, index: int) -> Iterator[int]:
        """The sentences before one that may set its scene, the nearest first: an item of a list stands by itself."""
        item = self.items[index]
        allowed = (
            other for other in range(index - 1, -1, -1) if self.items[other] is None or self.items[other] == item
        )
        yield from islice(allowed, _BACK)

    def header(self, index: int) -> Phrase | None:
        """What stands above a list, for an item that names no place: "WEST BANK - PROTECTION UPDATE"."""
        if self.items[index] is None:
            return None
        above = (phrase for other in self.back(index) for phrase in self.phrases(other) if not phrase.hard)
        return max(above, key=lambda phrase: phrase.width < COUNTRY, default=None)

    def ahead(self, index: int) -> Iterator[int]:
        """The sentences that go on with the story of one."""
        for later in range(index + 1, min(index + 1 + _AHEAD, len(self.report.sentences))):
            if self.items[later] != self.items[index] or TOPIC.match(self.report.sentences[later].text):
                return
            yield later

    def others(self, index: int, scene: Phrase) -> list[Phrase]:
        """Further places of as narrow a kind that a sentence says something happened at: a breakdown."""
        return [
            phrase
            for phrase in self.phrases(index)
            if phrase is not scene and phrase.cue == "at" and phrase.width <= max(1, scene.width) and not phrase.aside
        ]

    def goes_on(self, draft: Draft, other: int) -> bool:
        """Whether the next sentence tells of the same: "The attack took place in", "a monastery" … "The monastery"."""
        text = self.report.sentences[other].text
        if SAME_EVENT.match(text):
            return True
        thing = re.match(r"\W*The\s+([a-z]{4,})\b", text)
        if thing is None:
            return False
        named = rf"\ban?\s+(?:[\w-]+\s+){{0,4}}{re.escape(thing.group(1))}\b"
        return re.search(named, draft.sentence.text) is not None

    def divides(self, other: int) -> bool:
        return BREAKDOWN.match(self.report.sentences[other].text) is not None

    # What points back

    def pointed_at(self, draft: Draft, own: Phrase | None = None) -> Mention[Place] | None:
        """ "throughout the city", "their village": the place named last that is one, when no name stands nearer."""
        match = ANAPHOR.search(draft.sentence.text) or SUBJECT_PLACE.search(draft.sentence.text)
        if not match:
            return None
        if own is not None:
            at = draft.sentence.start + match.start("noun")
            low, high = sorted((own.start, max(draft.harm.end, draft.quantity.end)))
            if not low <= at < high:
                return None
        return self.antecedent(draft, match)

    def same_building(self, draft: Draft) -> Mention[Place] | None:
        """ "in the same prison": where the report last spoke of one, not where its relatives came from."""
        same = _SAME.search(draft.sentence.text)
        if same is None:
            return None
        noun, index = same.group(1), self.position(draft)
        for other in self.back(index):
            if re.search(rf"\b{noun}\b", self.report.sentences[other].text):
                scene = self.scene(other)
                if scene is not None:
                    return scene.mention
        return None

    def hospital(self, draft: Draft) -> Mention[Place] | None:
        """ "A doctor at Suweida National Hospital said it had received 27 bodies": they come from around its town."""
        named = _OF_HOSPITAL.search(draft.sentence.text)
        if named is None:
            return None
        found = self._by_name.get(named.group(1))
        return bare(found) if found is not None else None

    @cached_property
    def _by_name(self) -> dict[str, Found]:
        """The towns and provinces of the report by their bare names, each where it was named first."""
        by_name: dict[str, Found] = {}
        for found in (found for row in self.read.sentences for found in row):
            if width(found) <= 3 and not found.spot.person:
                by_name.setdefault(found.spot.words, found)
        return by_name

    def there(self, draft: Draft) -> Mention[Place] | None:
        """ "No injuries were reported there": whatever place the sentence before is about."""
        index = self.position(draft)
        if not index or not THERE.search(draft.sentence.text):
            return None
        named = [phrase for phrase in self.phrases(index - 1) if not (phrase.aside or phrase.actor)]
        scene = self.scene(index - 1) or (named[0] if named else None)
        return scene.mention if scene is not None else None

    def antecedent(self, draft: Draft, match: re.Match[str]) -> Mention[Place] | None:
        index = self.position(draft)
        noun = match.group("noun").lower()
        if noun == "capital":
            main = self.context.main
            return self.named_capital(gazetteer.capital(main) if main else None)
        if noun in ("site", "scene"):
            found = [scene for other in self.back(index) if (scene := self.scene(other))]
            # A base in the town that was named is where it was too, and the town what a reader knows.
            found.sort(key=lambda scene: scene.heads[0].entry is None)
            return found[0].mention if found else None
        start = draft.sentence.start + match.start()
        earlier = [
            phrase
            for position in (index, *self.back(index))
            for phrase in reversed(self.phrases(position))
            if phrase.start < start
            and not (phrase.launch or phrase.actor or phrase.label)
            and not (phrase.speaker and phrase.width < 2)
        ]
        plural = noun in PLURAL_NOUNS
        fits = [phrase for phrase in earlier if _is_one(noun, phrase.width) and (len(phrase.heads) > 1) == plural]
        # "the town": the one that was called a town, else the one named last.
        called = [phrase for phrase in fits[:4] if phrase.heads[0].spot.noun.rstrip("s") == noun.rstrip("s")]
        if noun in _KIND_WIDTH:
            # "the province" is the province named, not the district in it that was hit last.
            if _KIND_WIDTH[noun] == 2:
                fits = [phrase for phrase in fits if phrase.width == 2]
            fits.sort(key=lambda phrase: phrase.width != _KIND_WIDTH[noun])
            if _KIND_WIDTH[noun] == 3 and not (fits and fits[0].width == 3) and self._region:
                before = bisect_right(self._region, index, key=itemgetter(0)) - 1
                if before >= 0 or noun in _LANDS:
                    return bare(self._region[max(0, before)][1])
        if noun in SITE_NOUNS:
            called += [phrase for phrase in fits if phrase.width == 0]
        plain = [phrase for phrase in fits if not (phrase.reference or phrase.compared or _on_the_way(phrase))]
        for phrase in (*called, *plain, *fits):
            return phrase.mention
        holders = (holder for phrase in earlier for holder in phrase.holders if _is_one(noun, width(holder)))
        if _KIND_WIDTH.get(noun) == 2:
            holders = (holder for holder in holders if width(holder) == 2)
        return next((holder.mention for holder in holders), None)

    @cached_property
    def _region(self) -> list[tuple[int, Found]]:
        """Where the one region that a report is about is named: "the enclave" is Gaza. Empty where there are two."""
        main = self.context.main
        wide = [
            (index, found)
            for index, row in enumerate(self.read.sentences)
            for found in row
            if width(found) == 3 and found.mention.value.country == main and main is not None
        ]
        return wide if len({found.spot.key for _, found in wide}) == 1 else []

    def named_capital(self, entry: Entry | None) -> Mention[Place] | None:
        """ "the Somali capital", by the name that the report gives it elsewhere."""
        if entry is None or not entry.capital:
            return None
        for found in (found for row in self.read.sentences for found in row):
            if found.entry is not None and found.entry.id == entry.id and not (found.spot.described or found.spot.body):
                return bare(found)
        return None

    # The whole report

    def wide_here(self, draft: Draft) -> Mention[Place] | None:
        """The region of a sentence, by itself or in the name of the body that counts: "Gaza's Health Ministry", "the
        Sinaloa Public Security Council"."""
        index = self.position(draft)
        for found in self.read.sentences[index]:
            spot, wide = found.spot, width(found)
            if 3 <= wide < COUNTRY and not spot.person and self.is_about(found.mention.value.country):
                return bare(found)
            if wide == COUNTRY and _OWN_MINISTRY.match(self.report.document.text, found.name.end):
                return bare(found)
        return None

    def same_paragraph(self, one: int, other: int) -> bool:
        sentences = self.report.sentences
        return sentences[one].passage.paragraph == sentences[other].passage.paragraph

    def country(self, draft: Draft) -> Mention[Place] | None:
        """The country of a claim about its war: the report's own, where it was named last."""
        index = self.position(draft)
        main = self.context.main
        if main is None or self._launched(index, main):
            land = self._land(draft)
            if land is not None and (main is None or land.value.country != main):
                return land
        if self._home:
            before = bisect_right(self._home, index, key=itemgetter(0)) - 1
            return bare(self._home[max(0, before)][1])
        if main is None and self._struck is None:
            named = (found for found in self.read.sentences[index] if _is_country(found))
            if (own := next((found for found in named if not self._acts(index, found)), None)) is not None:
                return bare(own)
        return self._land(draft) or self._in_a_name

    def _launched(self, index: int, iso: str) -> bool:
        """ "in the war that Russia launched thousands have died, most of them Ukrainian": not in Russia."""
        return any(
            phrase.country == iso and _LAUNCHED_WAR.search(after_words(phrase)) for phrase in self.phrases(index)
        )

    def _acts(self, index: int, found: Found) -> bool:
        """Whether a country of a sentence is whoever acts in it."""
        return any(phrase.actor and found in phrase.heads for phrase in self.phrases(index))

    @cached_property
    def _home(self) -> list[tuple[int, Found]]:
        """Where the report's own country, or else the one that was struck, is named, once a sentence."""
        main = self.context.main or self._struck
        home = []
        for index, row in enumerate(self.read.sentences):
            named = (found for found in row if _is_country(found) and found.entry and found.entry.country == main)
            if main is not None and (first := next(named, None)) is not None:
                home.append((index, first))
        return home

    @cached_property
    def _struck(self) -> str | None:
        """The country in which most of what a report tells happened, where its names alone leave two: that of the
        towns that were hit, not of those who fired."""
        indices = range(len(self.report.sentences))
        counted = Counter(scene.country for scene in map(self.scene, indices) if scene is not None and scene.country)
        if not counted:
            return None
        iso, times = counted.most_common(1)[0]
        # Where both sides were hit alike, the report began with its own.
        return iso if times >= sum(counted.values()) / 2 else None

    @cached_property
    def _in_a_name(self) -> Mention[Place] | None:
        """A country that a report names only in the names of bodies: "the Sudan Doctors Network"."""
        iso = self.context.main or self._struck
        for name in gazetteer.country_names().get(iso or "", ())[:1]:
            for sentence in self.report.sentences:
                if name in sentence.text and (at := re.search(rf"\b{re.escape(name)}\b", sentence.text)):
                    return Mention(Place(name, PlaceRole.AT, iso, None), (sentence.at(*at.span()),), "places/in-a-name")
        return None

    def _land(self, draft: Draft) -> Mention[Place] | None:
        """Where two countries share a report: the wide place of the sentence, else the one most named of the country
        whose people are counted."""
        for phrase in self.here(draft):
            if 3 <= phrase.width < COUNTRY and not phrase.launch and self.is_about(phrase.country):
                return bare(phrase.heads[0])
        peoples = self.read.demonyms[self.position(draft)]
        counted: Counter[str] = Counter()
        first: dict[str, Found] = {}
        for found in (found for row in self.read.sentences for found in row):
            if found.mention.value.country in peoples and width(found) >= 3 and not found.spot.body:
                key = found.entry.id if found.entry else found.spot.key
                counted[key] += 1
                first.setdefault(key, found)
        return bare(first[counted.most_common(1)[0][0]]) if counted else None

    @cached_property
    def most_named(self) -> Mention[Place] | None:
        """The place that the report speaks of most, its dateline counting least."""
        counted: Counter[str] = Counter()
        first: dict[str, Phrase] = {}
        title = self.report.document.title or ""
        for phrase in (phrase for index in range(len(self.report.sentences)) for phrase in self.phrases(index)):
            dateline = phrase.sentence.passage.kind is PassageKind.DATELINE
            if phrase.launch or phrase.speaker or (phrase.label and not dateline) or not self.is_about(phrase.country):
                continue
            key = phrase.heads[0].spot.key
            if TOPIC.match(phrase.sentence.text):
                continue  # "In a separate incident in", "Elsewhere in": another event.
            if phrase.actor and phrase.width >= COUNTRY:
                continue  # "Russia said", "since Russia's invasion": who acts is not where.
            told = not (phrase.actor or dateline or phrase.cue == "to")
            counted[key] += (
                3 - (phrase.width >= 3 or phrase.mention.value.words.split()[-1].lower() in _ROADS) if told else 1
            )
            counted[key] += 2 * (key not in first and phrase.width >= 1 and phrase.heads[0].spot.words in title)
            first.setdefault(key, phrase)
        return first[counted.most_common(1)[0][0]].mention if counted else None


def _is_country(found: Found) -> bool:
    named = found.entry is not None and found.entry.kind is Kind.COUNTRY
    return named and not (found.spot.body or found.spot.described)


def _items(report: Report) -> list[int | None]:
    """For each sentence the paragraph that is an item of a list, or None in running text."""
    opened: dict[int, int | None] = {}
    found: list[int | None] = []
    section: int | None = None
    for sentence in report.sentences:
        paragraph = sentence.passage.paragraph
        if paragraph not in opened:
            # "14:22 GMT - Two soldiers killed in Beit Hanoon" heads what follows in a live blog, up to the next.
            if HOUR.match(sentence.text):
                section = None if sentence.text.rstrip().endswith((".", "”", '"')) else paragraph
            opened[paragraph] = paragraph if ITEM.match(sentence.text) else section
        found.append(opened[paragraph])
    return found


def _on_the_way(phrase: Phrase) -> bool:
    """A place that is only gone to: "on the road to Ubari"."""
    return phrase.cue == "to" or re.search(r"\b(?:road|highway|way) to\s+$", before_words(phrase)) is not None


def _setting(phrase: Phrase) -> float:
    score = {"at": 3.0, "weak": 2.0, "from": -1.0, "to": -1.0}.get(phrase.cue, 1.6)
    if phrase.cue == "to" and pattern("fired").search(before_words(phrase)):
        score = 3.0
    if not phrase.cue and (phrase.suffers or phrase.heads[-1].spot.noun):
        score = 3.5 if phrase.suffers else 2.8
    return score + BY_WIDTH[phrase.width] - 1.5 * phrase.reference


def _is_one(noun: str, wide: int) -> bool:
    """Whether a place of that width can be what "the town" or "the province" points back to."""
    if noun in SMALL_NOUNS:
        return wide <= 1
    return wide in (2, 3) if noun in WIDE_NOUNS else wide < COUNTRY


def bare(found: Found) -> Mention[Place]:
    """A place by its name alone, without the direction that stood before it where it was named."""
    value = replace(found.mention.value, words=found.spot.words, role=PlaceRole.AT)
    return replace(found.mention, value=value, spans=(found.name,))
