"""Finds what could be the name of a place in one sentence, with everything beside it that speaks for or against that.

Nothing is decided here: whether a spot is a place, and which, depends on the rest of the report (`resolving`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from reportedly import gazetteer
from reportedly.caseless import Caseless
from reportedly.extract.places.words import Words, words
from reportedly.gazetteer import Hit, How, Kind, fold
from reportedly.language import Sentence
from reportedly.model import PassageKind

_TOKEN = re.compile(r"[^\W\d_](?:(?<=[A-Z])\.(?:[A-Z]\.)+|\w*(?:['’‘ʼ`\-‐‑–]\w+)*['’]?)")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$|['’]$", re.IGNORECASE)
_PLAIN = re.compile(r"['’‘ʼ`]")
_ARTICLED = re.compile(r"(?:al|el|ar|as|ash|at|ad|az|an|es|ez|en|ul|e)[-‐][A-ZÀ-Þʿʾ'’‘]", re.IGNORECASE)
# Small words inside names: "Port-au-Prince", "Rio de Janeiro", "Khan al Asal", "Isle of Man".
_INNER = frozenset(
    [
        "al",
        "el",
        "ar",
        "as",
        "ash",
        "az",
        "ez",
        "de",
        "del",
        "da",
        "do",
        "dos",
        "di",
        "du",
        "des",
        "la",
        "le",
        "les",
        "of",
        "the",
        "and",
        "bin",
        "ibn",
        "e",
        "i",
        "y",
        "en",
        "au",
        "sur",
        "upon",
        "on",
        "sous",
        "in",
    ]
)
_SET_INTO = re.compile(
    r"\s*,\s+(?:(?:in|near|outside)\s+)?(?:the\s+)?(?:\w+ern\s+|central\s+)?(?:\w+\s+of\s+)?(?=[A-ZÀ-Þ])|"
    r"(?:\s*,\s+an?\s+(?:[a-z-]+\s+){1,4})?\s*,?\s*\b(?:in|near|outside"
    r"|on)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}?(?:[a-z]+\s+of\s+)?(?=[A-ZÀ-Þ]|[ae][lrsnzdt]{1,2}-[A-Z])"
)
_AT_HOME = re.compile(r"\b(?:villagers|residents|inhabitants|townspeople|people)\s+(?:of|in)\s+$", re.IGNORECASE)
# "Kafr Qasim, a town in", "Hroza, a small village of"
_APPOSED = re.compile(
    r"\s*,\s+an?\s+(?:[\w'’-]+\s+){0,3}?(town|city|village|hamlet|settlement|suburb|neighbou?rhood|community)\b"
)
# "a school in Boulkessi", "the base at Inata": a building stands in a place.
_STANDS_IN = re.compile(
    r"\b(?:an?|the|its|their|one|two)\s+(?:(?!government\b|statement\b)[\w-]+\s+){0,3}?(?:villages?"
    r"|towns?|bases?|camps?|posts?|outposts?|barracks|markets?|schools?|mosques?"
    r"|church(?:es)?|hospitals?|clinics?|monastery|temple|funeral|wedding|checkpoints?|house|home"
    r"|homes|building|hotel|restaurant|farms?|mine|prison|police station"
    r"|bus station|orphanage|airfield|airport|bakery|factory|warehouse|tents?|shelters?"
    r"|neighbou?rhoods?|hamlets?)\s+(?:in|at|near|outside)\s+$"
)
# "invaded St. Brendan's School, Papiri, at about 2 a.m.": behind a building's name that of its village.
_BEHIND_BUILDING = re.compile(
    r"(?<![\w-])[A-Z][\w.'’-]+\s+(?:School|College|University|Academy|Church|Mosque|Hospital|Hotel|Market|Prison),\s+$"
)
# "on the road between Kfar Dajjal and Nabatieh al-Fawqa": both its ends.
_ON_A_ROAD = re.compile(
    r"\b(?:[Rr]oad|[Hh]ighway|motorway|track|route|stretch|railway)\s+(?:between|linking|connecting|from)\s+"
    r"(?:[A-ZÀ-Þ][\w'’-]+(?:\s+(?:[A-ZÀ-Þ]|al-)[\w'’-]+){0,2}\s+(?:and|to|with)\s+)?$"
)
# "in the Russian city of Taganrog": a people's name stands between.
_IN_THE_CITY_OF = re.compile(
    r"\b(?:in|at|near|outside|inside|around|across|against|hit|struck|on)\s+(?:the\s+|an?\s+)?(?:[\w'’-]+\s+){0,3}?[A-Z][\w-]+\s+"
    r"(?:[\w-]+\s+){0,2}?(?:city|town|village|hamlet|port|province|region|district|settlement|suburb|county)\s+of\s+$"
)
# "since the Pahalgam attack, in which 26 were shot": an event by the name of its town.
_EVENT_OF = re.compile(
    r"\s+(?:attack|massacre|bombing|abduction|kidnapping|siege|shooting|blast|killings|ambush|prison break)s?\b"
)
_THE_BEFORE = re.compile(r"\bthe\s+(?:\w+\s+\d{4}\s+|\d{4}\s+|deadly\s+)?$")
# What may follow a place that was stormed, where a body would have a noun: "shelled Hamas positions".
_TAKEN = re.compile(
    r"\b(?:stormed|overran|shelled|bombed|bombarded|besieged|overrun|razed|raided|torched|struck|entered|looted)\s+$"
)
# "the Movement for the Rebirth of the Lobaye", "Banner of the Tigris"
_NAME_OF = re.compile(
    r"\b[A-Z]\w+\s+for\s+(?:the\s+)?[A-Z]\w+\s+of\s+(?:the\s+)?$"
    r"|\b(?:Banner|Sons|Lions|Knights|Men|Soldiers|Eagles|Guardians|Voice|Shield|Sword)\s+of\s+(?:the\s+)?$"
)
# What stands right before a name of a place and hardly before any other: "near Nanduli".
# Places without a name of their own: "in the northeast since 2009", "militants in the Valley", "on Route 60".
_COMPASS = re.compile(
    r"\b(?:in|across|throughout)\s+(the\s+(?:far\s+)?((?:north|south)?-?(?:east|west)|north|south))\b"
    r"(?!\s+(?:of|bank|coast|[A-Z])|['’-])"
)
_THE_STRIP = re.compile(
    r"\b(?:in|across|throughout|from|into)\s+(the\s+(?:Valley|Strip|Peninsula|Delta|Highlands"
    r"|Territory|Enclave))\b(?!\s+[A-Z])"
)
_ROUTE = re.compile(r"\b(?:on|along|near|off)\s+((?:the\s+)?(?:Route|Highway|Road|Interstate)\s+\d+)\b")
# Each with words of which one must be there: asked first, since the patterns are slow to say no.
_UNNAMED = (
    (
        _COMPASS,
        frozenset(
            f"{ns}{hyphen}{ew}" for ns in ("north", "south", "") for hyphen in ("-", "") for ew in ("east", "west", "")
        ),
    ),
    (_THE_STRIP, frozenset(("valley", "strip", "peninsula", "delta", "highlands", "territory", "enclave"))),
    (_ROUTE, frozenset(("route", "highway", "road", "interstate"))),
)
_STRICT = re.compile(
    r"\b(?:near|outside|around|in|at|fled|fleeing|village of|town of"
    r"|(?:attack|attacks|assault|raid|raids|ambush|strike|strikes|road) (?:on|to|near|in|at)"
    r"|(?:north|south|east|west|northeast|northwest|southeast|southwest) of"
    r"|left|(?:families|people|residents|villagers|households|persons|refugees|\))\s+from)\s+(?:nearby\s+)?$",
    re.IGNORECASE,
)
# The words that it can end in, to be asked first.
_STRICT_ENDS = frozenset(
    ("near", "outside", "around", "in", "at", "fled", "fleeing", "of", "on", "to", "left", "from", "nearby")
)
_OF_BEFORE = re.compile(r"\bof\s+(?:the\s+)?$|\b(?:called|named)\s+$")
_ENDS = re.compile(r"\s*(?:[.,;:!?)\]”\"]|[-–—]\s|\(|$)")
# "- Vovchansk: an FPV drone struck": the heading of an item.
_ITEM = re.compile(r"\W*(?:\d+(?:/\d*)?\W*)?")
_COLON = re.compile(r"(?:\s+(?:city|town|district|province|region|governorate|area|county))?\s*:\s")
# "the Bedouin village of Umm Batin": between the article and the noun stands a people or a province, not the village.
_PEOPLES = re.compile(r"\b(?:the|an?)\s+(?:[a-z-]+\s+){0,2}$", re.IGNORECASE)
_OF_NAME = re.compile(r"\s+of\s+(?:[A-ZÀ-Þ]|[ae][lrsnzdt]{1,2}-[A-Z])")
_SMALL = frozenset([Kind.TOWN, Kind.SITE])
_SHORTENED = frozenset(["st", "ste", "mt", "ft"])
_LONGEST = 6
_WINDOW = 70
_JOIN = re.compile(
    r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+|\s*/\s*|\s+)(?:(?:the|in"
    r"|nearby)\s+)*(?:\w+ern\s+)?(?:\w+\s+of\s+)?"
)
_ADJECTIVES = r"(?:the\s+)?(?:(?!and\b|or\b)[\w-]+\s+){0,3}?"
_INSIDE = re.compile(rf"\s*,\s*(?:(?:in|of|a)\s+)?{_ADJECTIVES}|\s+(?:in|of|outside|near|inside)\s+{_ADJECTIVES}")
_HOLDS = re.compile(r"['’]?s?\s+(?:[a-z-]+\s+){0,3}?(?:(?:city|town|village|district|area|suburb|port)\s+of\s+)?")
_INSIDE_ROUGH = re.compile(r"\s+(?:the\s+)?(?:[\w-]+ern\s+)?")
_SUBJECT_SAYS = re.compile(
    r"\s+(?:\w+ly |also |has |have |had )*(?:said|says|say|told|tells|added|adds|denied|denies|claimed|claims|accused|"
    r"accuses|insisted|insists|argued|argues|warned|warns|wants|wanted|welcomed|condemned|responded"
    r"|vowed|urged|called)\b"
)
_AGE = re.compile(r"\s*,\s*\d{1,3}\s*[,.;)]")


class Token(NamedTuple):
    start: int
    end: int
    word: str
    capital: bool
    possessive: bool
    lower: str


@dataclass(slots=True)
class Spot:
    """A stretch of a sentence that could name a place. Offsets are into the sentence's text.

    `start`..`end` is the bare name; `outer` the name with what belongs to it ("northern Idlib province"). `cue` is what
    stands before it (at, from, to, weak, or nothing). `noun` is the noun of place beside it ("province", "village").
    `tail`: it ends a longer run of capitals ("Andrew Brunson"); `head`: it begins one ("Jordan Smith"). `group` joins
    "A, B and C". `body`: it is part of the name of a body ("Aleppo Media Center"); `authority`: of the one that governs
    or polices the place ("Aleppo Police Command"), so that the place is named, if not as where something happened.
    """

    sentence: Sentence
    start: int
    end: int
    key: str
    hits: tuple[Hit, ...]
    loose: tuple[Hit, ...] = ()
    cue: str = ""
    noun: str = ""
    noun_kind: Kind | None = None
    direction: str = ""
    outer: tuple[int, int] = (0, 0)
    single: bool = True
    opens: bool = False
    shouted: bool = False
    tail: bool = False
    head: bool = False
    body: bool = False
    authority: bool = False
    person: bool = False
    says: bool = False
    named_kind: bool = False
    unheard: bool = False
    described: bool = False
    again: bool = False
    building: bool = False
    strict: bool = False
    item: bool = False
    group: int = -1
    within: Spot | None = field(default=None, repr=False)

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a sentence shows: its spots and, as evidence of what the report is about, the countries of its demonyms."""

    spots: tuple[Spot, ...]
    demonyms: tuple[str, ...]


def spot(sentence: Sentence, heard: frozenset[str] = frozenset()) -> Sight:
    """The possible names of a sentence. `heard` are names that only the report itself has told to be places."""
    return _Reader(sentence, heard).read()


class _Reader:
    def __init__(self, sentence: Sentence, heard: frozenset[str]) -> None:
        self.heard = heard
        self.sentence = sentence
        self.text = sentence.text
        self.words: Words = words()
        self.tokens = list(_tokens(self.text))
        self.lower = {token.lower for token in self.tokens}
        self.cues: dict[int, tuple[str, str]] = {}
        self.runs: dict[int, list[int]] = {}
        blocked = self.words.phrases.finditer(self.text) if self.lower & self.words.phrase_ends else ()
        self.blocked = [match.span() for match in blocked]
        self.flat = _is_flat(sentence.document.text)
        self.rough = is_rough(sentence.document.text)
        self.shouted = sentence.passage.kind is PassageKind.HEADLINE or _shouts(self.tokens)

    def read(self) -> Sight:
        spots: list[Spot] = []
        demonyms: list[str] = []
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if not (token.capital or (self.flat and len(token.word) > 3)) or self._is_blocked(token):
                index += 1
                continue
            found = self._abbreviated(index, spots) or self._known(index)
            named = self._named_kind(index, found) or (self._heard_before(index) if self.heard else None)
            if named is not None:
                spots.append(named[0])
                index = named[1]
            elif found is not None and found[0].head and (longer := self._longer(index, found[1])) is not None:
                spots.append(longer[0])
                index = longer[1]
            elif found is not None:
                spots.append(found[0])
                index = found[1]
            else:
                if iso := self._demonym(index):
                    demonyms.append(iso)
                elif two := self._hyphened(index):
                    spots += two
                elif (other := self._unheard(index) or self._by_sound(index)) is not None:
                    spots.append(other[0])
                    index = other[1]
                    continue
                index += 1
        self._join(spots)
        spots = sorted([*spots, *self._described(spots), *self._unnamed()], key=lambda spot: spot.start)
        return Sight(tuple(spots), tuple(demonyms))

    def _is_blocked(self, token: Token) -> bool:
        return any(start <= token.start < end for start, end in self.blocked)

    def _run(self, index: int) -> list[int]:
        """The tokens from here on that could belong to one name: capitals and small words between them, side by
        side."""
        if index not in self.runs:
            self.runs[index] = self._read_run(index)
        return self.runs[index]

    def _read_run(self, index: int) -> list[int]:
        run = [index]
        for other in range(index + 1, min(index + _LONGEST, len(self.tokens))):
            before, token = self.tokens[other - 1], self.tokens[other]
            gap = self.text[before.end : token.start]
            if gap == ". " and before.lower in _SHORTENED:
                gap = " "
            if gap not in (" ", "-", "  ", "\u00a0") or (before.possessive and before.word[-1:] not in "'’"):
                break
            if not (token.capital or token.lower in _INNER or self.flat):
                break
            run.append(other)
        while len(run) > 1 and not (self.tokens[run[-1]].capital or self.flat):
            run.pop()
        return run

    def _known(self, index: int) -> tuple[Spot, int] | None:
        """The longest name of the gazetteer that begins here."""
        run = self._run(index)
        first = self.tokens[index]
        for length in range(len(run), 0, -1):
            last = self.tokens[run[length - 1]]
            if not (last.capital or self.flat):
                continue
            for end in _ends(self.text, last):
                name = self.text[first.start : end]
                if len(name) < 2 or (length == 1 and first.lower in self.words.demonyms):
                    continue
                hits = gazetteer.named(name)
                if (
                    length == 1
                    and first.word.isupper()
                    and len(first.word) <= 4
                    and "." not in name
                    and not self.shouted
                ):
                    # "BA" is no spelling of Bath; only countries go by their initials.
                    hits = tuple(
                        hit for hit in hits if hit.entry.kind is Kind.COUNTRY or (index == 0 and hit.how is How.NAME)
                    )
                if end != last.end and not last.possessive:
                    # "Syrias", "Aleppos": only what is well known has lost its apostrophe.
                    hits = tuple(
                        hit for hit in hits if hit.entry.population >= 20_000 or hit.entry.kind is not Kind.TOWN
                    )
                    hits = tuple(hit for hit in hits if hit.how is How.NAME)
                if any(hit.entry.kind is Kind.CONTINENT for hit in hits):
                    # "Asia's longest insurgency" is not told of the town of Asia in Negros.
                    hits = tuple(hit for hit in hits if hit.entry.kind is Kind.CONTINENT)
                if hits and fold(name) not in self.words.never and not (length == 1 and self._is_other(first)):
                    return self._spot(index, run[length - 1], end, hits), run[length - 1] + 1
        return None

    def _longer(self, index: int, end: int) -> tuple[Spot, int] | None:
        """A longer name than the one known: not "Tal" but "Tal Rifaat"."""
        for other in (self._by_sound(index), self._unheard(index)):
            if other is not None and other[1] > end:
                return other
        return None

    def _heard_before(self, index: int) -> tuple[Spot, int] | None:
        """A name that another sentence gave away: "the village of X", and now "in X"."""
        run = self._run(index)
        for length in range(len(run), 0, -1):
            last = self.tokens[run[length - 1]]
            end = last.start + len(last.word)
            if self.text[self.tokens[index].start : end] in self.heard:
                made = self._spot(index, run[length - 1], end, ())
                made.again, made.loose = True, gazetteer.spelled_like(made.words)
                return made, run[length - 1] + 1
        return None

    def _is_other(self, token: Token) -> bool:
        """Whether a word is known as no place: "Hamas" is not what is Hama's."""
        return token.lower in self.words.never or token.lower in self.words.parties

    def _abbreviated(self, index: int, spots: list[Spot]) -> tuple[Spot, int] | None:
        """ "Paris, Ky.", "Barrie, Ont.": a state by its abbreviation, right behind one of its towns."""
        token = self.tokens[index]
        code = self.words.abbreviations.get(token.lower.rstrip("."))
        if code is None or not spots or self.text[spots[-1].end : token.start] != ", ":
            return None
        area = gazetteer.area(code)
        if area is None or not (token.word.endswith(".") or self.text[token.end : token.end + 1] in (".", ",")):
            return None
        return self._spot(index, index, token.start + len(token.word), (Hit(area, How.NAME),)), index + 1

    def _by_sound(self, index: int) -> tuple[Spot, int] | None:
        """A name that the gazetteer may hold in another spelling; whoever resolves it asks for more evidence."""
        if self.shouted or self.flat:
            return None
        run = [other for other in self._run(index) if self.tokens[other].capital]
        first = self.tokens[index]
        if first.lower in self.words.never or first.lower in self.words.common or first.lower in self.words.demonyms:
            return None
        if index == 0 and len(run) == 1:
            return None
        for length in range(len(run), 0, -1):
            last = self.tokens[run[length - 1]]
            if run[length - 1] - index != length - 1 and length > 1:
                continue
            end = _ends(self.text, last)[-1] if last.possessive else last.end
            name = self.text[first.start : end]
            if len(name) < 4 or last.lower in self.words.never:
                continue
            cue = self._cue(first.start)
            if cue[0] not in ("at", "from", "to") and not cue[1]:
                return None
            hits = gazetteer.spelled_like(name)
            if hits:
                found = self._spot(index, run[length - 1], end, ())
                found.loose = hits
                return found, run[length - 1] + 1
        return None

    def _unheard(self, index: int) -> tuple[Spot, int] | None:
        """A name that no gazetteer has, set into a known one: "in Maarzita in southern Idlib", "villagers of X"."""
        if self.shouted or self.flat:
            return None
        run = self._capitals(index)
        if not run or not self._can_be_named([self.tokens[other] for other in run]):
            return None
        first, last = self.tokens[run[0]], self.tokens[run[-1]]
        if last.possessive or first.start == 0 or not self._is_set_into(first, last):
            return None
        made = self._spot(run[0], run[-1], last.end, ())
        made.unheard, made.head, made.tail = True, False, False
        made.loose = gazetteer.spelled_like(made.words)
        return (made, run[-1] + 1) if not made.body and not made.person else None

    def _is_set_into(self, first: Token, last: Token) -> bool:
        before = self.text[max(0, first.start - 40) : first.start]
        if (
            _AT_HOME.search(before)
            or _STANDS_IN.search(self.text[max(0, first.start - 80) : first.start])
            or _ON_A_ROAD.search(self.text[max(0, first.start - 70) : first.start])
            or self._is_behind_building(first, last)
            or (_TAKEN.search(before) and not self._is_party(last))
        ):
            return True
        if self._is_strict(self.tokens.index(first), self.tokens.index(last)):
            return True
        if self._cue(first.start)[0] != "at":
            return False
        inner = _SET_INTO.match(self.text, last.end)
        following = self._at_offset(inner.end()) if inner else None
        return following is not None and self._known(following) is not None

    def _is_behind_building(self, first: Token, last: Token) -> bool:
        """One capitalised word between commas, and not the head of the school: "Bethel Church, Smith said"."""
        if first is not last or not _BEHIND_BUILDING.search(self.text, max(0, first.start - 50), first.start):
            return False
        return re.match(r"\s*(?:[.;)]|,\s+(?!\d|who\b|said\b|told\b))", self.text[last.end : last.end + 20]) is not None

    def _is_strict(self, first: int, last: int) -> bool:
        """Whether "in", "at" or "near" stands right before a name and nothing that would make it another's: "near
        Nanduli"."""
        if first == 0 or self.shouted or self.rough or self.flat:
            return False
        start, end = self.tokens[first].start, self.tokens[last].end
        if self.tokens[first - 1].lower not in _STRICT_ENDS and self.text[start - 2] != ")":
            return False
        if not _STRICT.search(self.text, max(0, start - 30), start):
            return False
        run = self.tokens[first : last + 1]
        if self.tokens[last].possessive or not self._can_be_named(run):
            return False
        if any(token.lower in self.words.common or token.lower in self.words.people for token in run):
            return False
        if len(run) == 1 and re.search(rf"\b{re.escape(run[0].lower)}\b", self.sentence.document.text):
            return False
        return bool(_ENDS.match(self.text, end)) or self._goes_on(end)

    def _goes_on(self, end: int) -> bool:
        following = re.match(r"\s+(\w+)", self.text[end : end + 30])
        return following is not None and (following.group(1) in self.words.goes_on or following.group(1).isdigit())

    def _is_party(self, last: Token) -> bool:
        """ "stormed Hamas positions", "shelled Kurdish fighters": a noun goes on."""
        return not _ENDS.match(self.text, last.end) and not self._goes_on(last.end)

    def _at_offset(self, offset: int) -> int | None:
        return next((index for index, token in enumerate(self.tokens) if token.start == offset and token.capital), None)

    def _before(self, start: int) -> int | None:
        """The index of the token that stands right before an offset, with nothing but white space between."""
        index = bisect_left(self.tokens, (start,)) - 1
        if index < 0 or self.text[self.tokens[index].end : start].strip():
            return None
        return index

    def _cue(self, start: int) -> tuple[str, str]:
        """What kind of word stands before a name, and the noun of place before it."""
        if start not in self.cues:
            self.cues[start] = self._read_cue(start)
        return self.cues[start]

    def _read_cue(self, start: int) -> tuple[str, str]:
        last = self._before(start)
        if last is None:
            return "", ""
        ending = self.tokens[last].lower
        if ending not in self.words.cue_ends and not ending.endswith(self.words.cue_endings):
            return "", ""
        first = bisect_left(self.tokens, (start - _WINDOW,))
        cue = self._leads(self.words.cue, self.words.cue_starts, first, last, start)
        noun = self._leads(self.words.noun_before, self.words.noun_starts, first, last, start)
        return (cue.lastgroup or "") if cue else "", noun.group(1).lower() if noun else ""

    def _leads(
        self, pattern: Caseless, starts: frozenset[str], first: int, last: int, end: int
    ) -> re.Match[str] | None:
        """The longest match of a pattern that leads up to `end`, beginning with one of the tokens."""
        for token in self.tokens[first : last + 1]:
            if token.lower in starts and (match := pattern.match(self.text, token.start, end)):
                return match
        return None

    def _spot(self, first: int, last: int, end: int, hits: tuple[Hit, ...]) -> Spot:
        start = self.tokens[first].start
        key = fold(self.text[start:end]) or self.text[start:end].lower()
        found = Spot(
            self.sentence, start, end, key, hits, single=first == last, outer=(start, end), shouted=self.shouted
        )
        found.opens = first == 0
        before = self._before(start)
        direction = None
        if before is not None and self.tokens[before].lower in self.words.direction_ends:
            direction = self.words.direction_before.search(self.text[max(0, start - 20) : start])
        if direction:
            found.direction = direction.group(1).lower()
            found.outer = (start - len(direction.group()), end)
        found.cue, noun = self._cue(found.outer[0])
        if _ITEM.fullmatch(self.text[:start]) and _COLON.match(self.text, self.tokens[last].end):
            found.cue, found.item = "at", True
        after = self.words.noun_after.match(self.text, self.tokens[last].end)
        if after and _OF_NAME.match(self.text, after.end()) and self.words.kinds[after.group(1).lower()] in _SMALL:
            # "the Hunan city of Yueyang": the noun is that of the name to come.
            after = None
        if after and not (self.text[end : self.tokens[last].end] and not self.tokens[last].possessive):
            found.noun = after.group(1).lower()
            if self.words.kinds[found.noun] in (Kind.ADMIN1, Kind.ADMIN2, None) or after.group(1)[0].isupper():
                found.outer = (found.outer[0], after.end())
        elif noun:
            found.noun = noun
        elif first != last and self.tokens[last].lower in self.words.kinds:
            found.noun = self.tokens[last].lower
        found.noun_kind = self.words.kinds.get(found.noun)
        if (
            found.cue == "weak"
            and noun
            and _IN_THE_CITY_OF.search(self.text, max(0, found.outer[0] - 70), found.outer[0])
        ):
            found.cue = "at"
        event = not found.cue and hits and hits[0].entry.kind in _SMALL and _EVENT_OF.match(self.text, end)
        if event and _THE_BEFORE.search(self.text, max(0, start - 30), start):
            found.cue = "at"
        self._company(found, first, last, after.end() if after else end)
        found.strict = self._is_strict(first, last)
        return found

    def _company(self, found: Spot, first: int, last: int, beyond: int) -> None:
        """What the words beside the name say against it: bodies, persons, longer names."""
        words_ = self.words
        possessive = self.tokens[last].possessive or found.end != self.tokens[last].end
        following = self.tokens[last + 1 : last + 5] if not possessive else []
        beside = self.tokens[last].end
        for token in following:
            if self.text[beside : token.start] not in (" ", " & ") or not token.capital:
                if token.lower in ("of", "for", "and", "al") and self.text[beside : token.start] == " ":
                    beside = token.end
                    continue
                break
            beside = token.end
            if token.word in words_.bodies and not token.end <= beyond:
                found.authority = token.word in words_.authorities and (found.authority or not found.body)
                found.body = True
        nxt = following[0] if following else None
        alone = (
            len(following) < 2 or not following[1].capital or self.text[following[0].end : following[1].start] != " "
        )
        if nxt and nxt.word in words_.buildings and found.cue == "at" and alone and found.end + 1 == nxt.start:
            found.body, found.authority, found.building = False, False, True
            found.outer = (found.outer[0], nxt.end)
            return
        if nxt and nxt.capital and self.text[self.tokens[last].end : nxt.start] == " " and nxt.start >= beyond:
            # "after the U.S. Although": the full stop of an abbreviation may end the sentence too.
            found.head = not (self._may_follow(nxt) or found.authority or found.words.endswith("."))
        before = self.tokens[first - 1] if first else None
        if before and self.text[before.end : found.start] == " " and not found.direction:
            if before.lower.rstrip(".") in words_.titles and found.noun_kind is None:
                found.person = before.capital or before.lower not in ("by", "chief", "officer", "capital")
            elif before.capital and not self._may_precede(before, first, found):
                found.tail = True
        elif before and self.text[before.end : found.start] == ". " and before.lower in words_.titles:
            found.person = True
        if before and before.lower == "of" and first > 1 and self.tokens[first - 2].word in words_.heads:
            found.body = found.noun_kind is None
            found.authority = self.tokens[first - 2].word in words_.authorities
        elif before and before.lower == "the" and first > 2 and self.tokens[first - 2].lower == "of":
            found.body = found.body or self.tokens[first - 3].word in words_.heads
        if not found.body and _NAME_OF.search(self.text, max(0, found.start - 80), found.start):
            found.body = found.noun_kind is None
        found.says = bool(_SUBJECT_SAYS.match(self.text, self.tokens[last].end)) and not found.cue
        found.person = found.person or bool(_AGE.match(self.text, found.end))

    def _may_follow(self, token: Token) -> bool:
        """Whether a capitalised word right after a name can be a new one: a day, a people, another place, a new
        clause."""
        lower = token.lower
        return (
            lower in self.words.never
            or lower in self.words.demonyms
            or lower in self.words.directions
            or lower in self.words.parties
            or lower.partition("-")[0] in self.words.titles
            or _well_known(token.word)
        )

    def _may_precede(self, token: Token, first: int, found: Spot) -> bool:
        lower = token.lower
        return (
            # "Former New York governor", "Nearby Aleppo": what opens a sentence has its capital from there.
            (first == 1 and (lower in self.words.common or not found.single or _well_known(found.words)))
            or lower in self.words.never
            or lower in self.words.demonyms
            or lower in self.words.directions
            or token.possessive
            or lower in self.words.kinds
            or _well_known(token.word)
            # "Syrias Aleppo"
            or (lower.endswith("s") and _well_known(token.word[:-1]))
            or (self.text[: token.start].strip() == "" and lower.endswith("ly"))
        )

    def _named_kind(self, index: int, found: tuple[Spot, int] | None) -> tuple[Spot, int] | None:
        """A name that only the noun beside it makes a place: "the village of Abu Alduhour", "Um al-Serj village"."""
        if self.shouted or self.flat:
            return None
        run = self._capitals(index)
        if not run:
            return None
        first, last = self.tokens[run[0]], self.tokens[run[-1]]
        _, noun = self._cue(first.start)
        before = self._before(first.start)
        of = before is not None and self.tokens[before].lower in ("of", "the", "called", "named")
        of = of and _OF_BEFORE.search(self.text, max(0, first.start - 20), first.start) is not None
        after = self.words.noun_after.match(self.text, last.end)
        if after and _PEOPLES.search(self.text, 0, first.start) and _OF_NAME.match(self.text, after.end()):
            after = None if self.words.kinds.get(after.group(1).lower()) is Kind.TOWN else after
        beside = _APPOSED.match(self.text, last.end)
        if noun in self.words.named_kinds and of:
            chosen, begin = noun, run[0]
        elif after and after.group(1).lower() in self.words.named_kinds and not last.possessive:
            chosen, begin = after.group(1).lower(), run[0]
            article = re.search(r"\bthe\s+(?:[a-z-]+\s+){0,2}$", self.text[: first.start], re.IGNORECASE)
            if (chosen in self.words.need_article and not article) or chosen in self.words.need_of:
                return None
        elif beside and self.words.kinds.get(beside.group(1)) in _SMALL and found is None:
            chosen, begin = beside.group(1), run[0]
        else:
            return None
        if found is not None and (found[1] > run[-1] or chosen in ("area", "region", "towns", "villages", "cities")):
            return None
        if not self._can_be_named([self.tokens[other] for other in run]):
            return None
        end = _ends(self.text, last)[-1] if last.possessive else last.end
        made = self._spot(begin, run[-1], end, found[0].hits if found and found[1] == run[-1] + 1 else ())
        if not made.hits:
            made.loose = gazetteer.spelled_like(self.text[first.start : end])
        made.noun, made.noun_kind, made.named_kind = chosen, self.words.kinds.get(chosen), True
        made.head = made.tail = False
        if (
            after
            and after.group(1).lower() == chosen
            and (chosen in ("street", "road", "square") or made.noun_kind in (Kind.ADMIN1, Kind.ADMIN2))
        ):
            made.outer = (made.outer[0], after.end())
        return (made, run[-1] + 1) if not made.body else None

    def _capitals(self, index: int) -> list[int]:
        """The tokens of a name that begins here, without what merely opens a sentence or says when."""
        run = list(self._run(index))
        while run and (
            (self.tokens[run[-1]].lower in self.words.never and len(run) > 1) or self.tokens[run[-1]].lower in _INNER
        ):
            run.pop()
        kept: list[int] = []
        for other in run:
            token = self.tokens[other]
            never = token.lower in self.words.never and not (kept and token.lower in self.words.directions)
            if never or token.lower in ("of", "the", "and", "in", "on"):
                break
            kept.append(other)
        while kept and self.tokens[kept[-1]].lower in _INNER:
            kept.pop()
        if kept and self.tokens[kept[-1]].lower in self.words.kinds and len(kept) > 1:
            kept.pop()
        return kept

    def _can_be_named(self, run: list[Token]) -> bool:
        """A people, a party, a body or a person's title is no name of a village, and an acronym seldom is."""
        whole = " ".join(token.lower for token in run)
        first = run[0]
        return not (
            whole in self.words.parties
            or any(token.lower in self.words.demonyms or token.word in self.words.bodies for token in run)
            or any(token.lower in self.words.parties for token in run)
            or first.lower in self.words.titles
            or first.lower in self.words.never
            or (first.lower in self.words.directions and len(run) == 1)
            or (first.word.isupper() and (len(first.word) <= 5 or len(run) == 1))
            or (first.start == 0 and len(run) == 1 and not _ARTICLED.match(first.word))
            or first.lower in self.words.kinds
            or all(token.lower in self.words.directions or token.lower in self.words.kinds for token in run)
            or any(token.lower.rpartition("-")[2] in self.words.compounds for token in run)
        )

    def _hyphened(self, index: int) -> list[Spot]:
        """ "the Syria-Turkey border" names both."""
        token = self.tokens[index]
        first, hyphen, second = token.word.partition("-")
        if not hyphen or not (_well_known(first) and _well_known(second) and second[:1].isupper()):
            return []
        made = []
        for name, start in ((first, token.start), (second, token.start + len(first) + 1)):
            found = self._spot(index, index, token.end, gazetteer.named(name))
            found.start, found.end, found.key = start, start + len(name), fold(name) or name.lower()
            found.outer = (start, start + len(name))
            made.append(found)
        return made

    def _demonym(self, index: int) -> str | None:
        token = self.tokens[index]
        if index + 1 < len(self.tokens):
            two = f"{token.lower} {self.tokens[index + 1].lower}"
            if two in self.words.demonyms:
                return self.words.demonyms[two]
        return self.words.demonyms.get(token.lower)

    def _described(self, spots: list[Spot]) -> Iterator[Spot]:
        """ "northern Syrian territories", "the Turkish border", "the Sudanese capital", "the west coast": not by
        name."""
        if not self.lower & self.words.described_starts:
            return
        for match in self.words.described.finditer(self.text):
            if any(spot.start < match.end() and match.start() < spot.end for spot in spots):
                continue
            demonym, noun = match.group("demonym"), match.group("noun").lower()
            iso = self.words.demonyms.get(demonym.lower()) if demonym else None
            entry = None
            if iso is not None:
                entry = gazetteer.capital(iso) if noun == "capital" else gazetteer.country(iso)
            elif noun not in ("coast", "coastline", "seaboard"):
                continue
            hits = (Hit(entry, How.NAME),) if entry else ()
            found = Spot(self.sentence, match.start(), match.end(), match.group().lower(), hits, shouted=self.shouted)
            found.outer = (match.start(), match.end())
            found.cue, _ = self._cue(match.start())
            found.noun, found.noun_kind, found.described = noun, self.words.kinds.get(noun), True
            found.direction = (match.group("direction") or ("coast" if noun != "capital" else "")).lower()
            yield found

    def _unnamed(self) -> Iterator[Spot]:
        for pattern, needed in _UNNAMED:
            if self.lower.isdisjoint(needed):
                continue
            for match in pattern.finditer(self.text):
                found = Spot(self.sentence, match.start(1), match.end(1), match.group(1).lower(), ())
                found.outer, found.cue, found.described = (match.start(1), match.end(1)), "at", True
                found.shouted, found.direction = self.shouted, match.group(2).lower() if pattern is _COMPASS else ""
                if pattern is _ROUTE:
                    found.described, found.named_kind, found.noun = False, True, "road"
                yield found

    def _join(self, spots: list[Spot]) -> None:
        """ "Madaya and Zabadani", "Damascus, Aleppo and Idlib": what is joined shares its preposition and its noun."""
        group = 0
        for before, current in itertools.pairwise(spots):
            gap = self.text[before.end : current.start]
            if before.body or current.body or before.person or len(gap) > 40 or current.says:
                continue
            inner = _INSIDE.fullmatch(gap) or (self.rough and _INSIDE_ROUGH.fullmatch(gap))
            noun = f" {before.noun}" if before.noun and gap.lower().startswith(f" {before.noun}") else ""
            if _JOIN.fullmatch(gap[len(noun) :]) and not before.person:
                if before.group < 0:
                    before.group = group
                    group += 1
                current.group = before.group
                current.cue = current.cue or before.cue
                if current.noun and before.noun_kind is None and current.noun.endswith("s"):
                    before.noun, before.noun_kind = current.noun, current.noun_kind
                elif before.noun.endswith("s") and not current.noun:
                    current.noun, current.noun_kind = before.noun, before.noun_kind
            if inner or noun:
                before.within = current
            elif _HOLDS.fullmatch(gap) and current.within is None:
                # "Cairo's Abbasiya neighbourhood", "the Hunan city of Yueyang"
                current.within = before


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        word = bare = match.group()
        start, end = match.span()
        if word.isalpha():
            yield Token(start, end, word, word[0].isupper(), False, word.lower())
            continue
        possessive = _POSSESSIVE.search(word)
        if possessive:
            bare = word[: possessive.start()]
        capital = bare[:1].isupper() or bool(_ARTICLED.match(bare) and any(char.isupper() for char in bare))
        yield Token(start, end, bare, capital, bool(possessive), _PLAIN.sub("", bare.lower()))


def _ends(text: str, token: Token) -> tuple[int, ...]:
    """Where a name may end in its last word: at its end, before its possessive, before an "s" that lost its
    apostrophe."""
    if token.possessive:
        return (token.start + len(token.word),)
    if token.end - token.start > 4 and text[token.end - 1] == "s":
        return (token.end, token.end - 1)
    return (token.end,)


@lru_cache(maxsize=4096)
def _well_known(name: str) -> bool:
    """A country, a province or a large town, and nobody's name."""
    if name.lower() in words().people:
        return False
    for hit in gazetteer.named(name)[:3]:
        if hit.how is How.NAME and hit.entry.kind in (Kind.COUNTRY, Kind.ADMIN1, Kind.REGION, Kind.CONTINENT):
            return True
        if hit.how is How.NAME and hit.entry.population >= 100_000:
            return True
    return False


@lru_cache(maxsize=256)
def _is_flat(text: str) -> bool:
    """Whether a whole report is written without capitals."""
    sample = text[:3000]
    return len(sample) > 100 and sum(map(str.isupper, sample)) < 0.003 * len(sample)


@lru_cache(maxsize=256)
def is_rough(text: str) -> bool:
    """Whether a report has lost its commas, so that two names side by side need not be one."""
    sample = text[:6000]
    return len(sample) > 400 and sample.count(",") < len(sample) / 700


def _shouts(tokens: list[Token]) -> bool:
    """Headlines in capitals or With Every Word Capitalised: there a capital says nothing."""
    long = [token for token in tokens if len(token.word) > 3]
    if len(long) < 4 or sum(token.capital for token in long) <= 0.75 * len(long):
        return False
    return sum(token.capital for token in tokens) > 0.6 * len(tokens)
