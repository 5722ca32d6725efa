"""The words that show that somebody said something, each with whoever said it and the side on which the words said stand.

Read by `extract.sources`, which settles how far each of them reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon, speakers
from reportedly.language import Sentence
from reportedly.model import Mention, PassageKind, Source, SourceKind
from reportedly.speakers import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MEDIA = (SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.LOCAL_MEDIA)
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_BE = frozenset("was were is are been being be 's".split())
_TURNS = frozenset(
    "as after when while but and before because since who which although though amid where whereas or until despite".split()
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    r"(?:(?:late|early|earlier|later|on|this|last|the same|in the|in)\s+)*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|overnight|tonight|january|february|march|april|may|june|july|august|september|october|november|december|day|week|month|year|morning|afternoon|evening|night)"
    rf"(?:\s+(?:morning|night|afternoon|evening|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}))*"
)
_SETTING = (
    r"(?:in|during|at|via|through|on|by|from|under|over)\s+(?:(?:[\w.'’-]+\s+){0,5}?)(?:statements?|release|reports?|tweets?|posts?|message|interview|"
    r"comments|remarks|conference|briefing|communiqué|communique|speech|address|letter|bulletin|update|video|email|e-mail|phone|telephone|call|anonymity|"
    r"twitter|telegram|facebook|instagram|whatsapp|X|social media|television|tv|radio|website|channel|account|page)\b"
)
_DATE = rf"(?:on\s+)?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_ADJUNCT = re.compile(
    rf"\s*,?\s+(?:{_DAY}|{_SETTING}|{_DATE}|[a-z]+ly|too|also|earlier|later|however)(?![\w-])", re.IGNORECASE
)
_CARRIED = re.compile(
    r"\s*,?\s+(?:to|with|(?:which was |that was )?(?:carried|published|broadcast|aired|relayed|released|quoted|cited|reported|run) (?:by|on|in)|on|by)\s+",
)
_LEAD = re.compile(
    r"[\"“]?(?:(?:speaking|talking|in (?:a|an|his|her|its|their) (?:[\w'’-]+ ){0,3}?(?:interview|statement|comments|remarks|message|phone call|post)) ?"
    r"(?:to|with|carried by|published by|broadcast by|broadcast on|on)|in (?:comments|remarks) (?:to|carried by|published by|broadcast on)|"
    r"(?:speaking|talking) (?:on|by) [a-z]+ (?:to|with))\s+",
    re.IGNORECASE,
)
_PERCEIVED = frozenset("saw seen found finds witnessed heard discovered counted counts".split())
_SPEAKING_TO = re.compile(
    r",\s+(?:speaking|talking|who spoke|in an interview|in comments|in remarks|reached by phone)\s+(?:by (?:tele)?phone\s+|on [a-z ]{4,20}\s+)?(?:to|with|by)\s+"
)
_AS_SAYING = re.compile(r"\s+(?:as\s+)?(?:saying|telling)\b")
_TOLLS = r"(?:toll|tolls|number|figure|figures|count|tally|total|casualties|losses|dead|deaths|estimate|fatalities|injured|wounded|displaced|missing)"
_PUT_AT = re.compile(
    rf"\s+(?:it|them|this|that) at\b|\s+(?:[^.;:]{{0,60}}?\b)?{_TOLLS}\b[^.;]{{0,70}}?\b(?:at|to|from|of|as)\b",
    re.IGNORECASE,
)
_NOT_CLAIMED = re.compile(
    r"\s+(?:(?:[\w,’'.-]+\s+){0,6}?(?:lives|life|victims?|casualties)\b|(?:no |full |joint )?(?:responsibility|credit|victory|ownership|asylum|success|control)\b"
    r"|(?:the|that|this|an?) (?:\w+ ){0,3}?(?:attack|bombing|strike|blast|assault|shooting|killing|ambush|raid)s?\s*(?:[.,;]|in|on|and|as|via|$))",
    re.IGNORECASE,
)
_PAPERS = r"(?:toll|count|tally|estimates?|figures?|number|total|reports?|claims?|data|allegations?|assertions?|accounts?|statements?|records?)"
_POSSESSED = re.compile(
    rf"(?:['’]s?|\b(?:tally|count|estimates?)|\b(?:his|her|its|their)(?=\s+(?:[\w-]+\s+){{0,3}}?{_PAPERS}\b))"
    rf"(?=\s+(?:(?:[\w-]+\s+){{0,3}}?{_PAPERS}\s+)?"
    rf"(?:of|that|stands|stood|rose|at|was|is|showed|shows|puts?|suggests?|includes?|included)\b)"
)
_BY_COUNT = r"\bby(?=\s+(?:(?:the|an?|some|most|all)\s+)?(?:[\w.'’-]+\s+){0,4}?(?:own\s+)?(?:accounts?|counts?|estimates?|tally|reckoning)\b)"
_FROM_BY = re.compile(
    r"\b(reports?|claims?|allegations?|accounts?|estimates?|figures?|word|data|toll|count|tally|information) (?:from|by|on(?= social media| (?:Twitter|Telegram|Facebook))|in(?= (?:the )?(?:local|state|social|foreign|Western|[A-Z]\w+) (?:media|press|newspapers)))\s+"
)

_GIVEN = re.compile(
    r"\s+(?:that was |which was )?(?:(?:compiled|given|released|issued|published|provided|posted|made|carried|kept|gathered|collected|obtained|attributed)\s+)?(?:\w+ly )?(?:by|from)\s+"
)


class Side(StrEnum):
    """Where the words that were said stand, seen from the cue."""

    FORWARD = "forward"
    BACKWARD = "backward"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of speech. `start` and `end` are offsets in the sentence's text of source, verb and what says when and how.

    `local`: it reaches no further than its own clause. `goes_on`: the speaker is that of an earlier cue ("adding that").
    """

    start: int
    end: int
    word: tuple[int, int]
    origins: tuple[Mention[Source], ...]
    via: tuple[Mention[Source], ...]
    side: Side
    rule: str
    local: bool = False
    goes_on: bool = False
    perceived: bool = False


def find(sentence: Sentence) -> list[Cue]:
    """The cues of a sentence, in order; none where no word of speech stands."""
    pattern, classes = _words()
    text = sentence.text
    matches = list(pattern.finditer(text))
    if not matches and not (sentence.passage.kind is PassageKind.HEADLINE):
        return []
    found: list[Cue] = []
    floor, lead = _lead(sentence)
    for match in matches:
        if match.start() < floor or (found and match.start() < found[-1].end):
            continue
        cue = _Reader(sentence, match, found, floor).read(classes.get(" ".join(match.group().lower().split()), ""))
        if cue is not None:
            if lead and not cue.via and cue.side is not Side.BACKWARD:
                cue, lead = replace(cue, via=lead, start=0), ()
            found = [earlier for earlier in found if earlier.end <= cue.start or earlier.start < cue.start]
            found.append(cue)
            floor = max(floor, cue.end)
            if cue.rule == "sources/put":
                found.extend(_gapped(sentence, cue.end))
    if sentence.passage.kind is PassageKind.HEADLINE and not found:
        found.extend(_credits(sentence))
    return found


def _gapped(sentence: Sentence, start: int) -> Iterator[Cue]:
    """ "Kampala put the number of dead at 12, the group at 70": the second body has no verb of its own."""
    for match in re.compile(
        r"[,;]\s+(?:and |while |but )?(?=(?:[\w.'’-]+\s+){1,6}?at\s+(?:\d|more|about|around|at least|nearly|over))"
    ).finditer(sentence.text, start):
        phrases = speakers.after(sentence.doc, sentence.token_at(sentence.start + match.end()).i)
        if not phrases or not speakers.plausible(sentence.doc, phrases[0]):
            continue
        last = sentence.doc[phrases[-1].last]
        end = last.idx + len(last)
        if re.match(r"\s+at\s", sentence.text[end:]):
            origins = speakers.sources(sentence, phrases, "sources/named")
            yield Cue(match.end(), end, (match.end(), end), origins, (), Side.FORWARD, "sources/put")


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    table = lexicon.table("en", "sources")
    classes: dict[str, str] = {}
    for name in ("say", "claim", "tell", "report", "count", "put", "going_on"):
        for form in table[name]:
            classes.setdefault(form, name)
    forms = "|".join(re.escape(form) for form in sorted(classes, key=len, reverse=True))
    given = "|".join(re.escape(form) for form in sorted(table["given_by"], key=len, reverse=True))
    pattern = (
        rf"\b(?P<to>according to|as per|(?:(?<=,\s)|^)per(?!\s+(?:cent|day|week|month|year|hour|person|head|capita|\d)))(?!\w)|(?<![\w-])(?P<by>(?:{given})(?:\s+\w+ly)?\s+by)(?!\w)"
        rf"|(?P<count>{_BY_COUNT})|(?<![\w-])(?P<citing>citing|quoting)(?!\w)|(?P<own>{_POSSESSED.pattern})|(?P<from>{_FROM_BY.pattern})|(?<![\w-])(?P<verb>{forms})(?![\w-])"
    )
    return re.compile(pattern, re.IGNORECASE), classes


def _lead(sentence: Sentence) -> tuple[int, tuple[Mention[Source], ...]]:
    """ "Speaking to AFP, ...": whoever passes on what follows, and where that begins."""
    match = _LEAD.match(sentence.text)
    if match is None:
        return 0, ()
    relays, end = _relay(sentence, match.end())
    return end, relays


def _relay(sentence: Sentence, start: int, strict: bool = True) -> tuple[tuple[Mention[Source], ...], int]:
    """The relay named at an offset of the text, if it is one, and where its words end."""
    doc = sentence.doc
    if start >= len(sentence.text):
        return (), start
    phrases = speakers.after(doc, sentence.token_at(sentence.start + start).i)
    if not phrases:
        return (), start
    last = doc[phrases[-1].last]
    end = last.idx + len(last)
    named = speakers.sources(sentence, phrases, "sources/relay")
    return tuple(source for source in named if _passes_on(source.value, strict)), end


def _passes_on(source: Source, strict: bool) -> bool:
    """Whether a recipient relays: an agency, an outlet, a body that collects reports; not "reporters", not parliament."""
    bare = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", source.words.lower())
    if bare in lexicon.table("en", "sources")["not_relays"] or source.kind is SourceKind.SOCIAL_MEDIA:
        return False
    if source.kind in _MEDIA:
        return True
    if strict or not re.search(r"[A-Z]", source.words):
        return source.kind in (SourceKind.MONITOR, SourceKind.NGO) and strict is False
    if re.search(r"\b(?:council|parliament|congress|senate|court|assembly|committee|commission|house)\b", bare):
        return False
    return (
        source.kind in (SourceKind.OTHER, SourceKind.MONITOR, SourceKind.NGO)
        and not source.words.split()[0].islower()
        or source.kind is SourceKind.MONITOR
    )


@dataclass(slots=True)
class _Reader:
    """Reads one matched word as a cue, or finds that it is none."""

    sentence: Sentence
    match: re.Match[str]
    earlier: list[Cue]
    floor: int

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def doc(self) -> Doc:
        return self.sentence.doc

    def token(self, offset: int) -> Token:
        return self.sentence.token_at(self.sentence.start + offset)

    def floor_token(self) -> int:
        if self.floor <= 0:
            return 0
        token = self.token(self.floor)
        return token.i if token.idx >= self.floor else token.i + 1

    def read(self, kind: str) -> Cue | None:
        group = self.match.lastgroup
        if group in ("to", "count"):
            return self.according()
        if group == "by":
            return self.given_by()
        if group == "citing":
            return self.citing()
        if group == "own":
            return self.owned()
        if group == "from":
            return self.given_from()
        if kind == "going_on":
            return self.going_on()
        return self.verb(kind)

    # -- according to, citing, given by

    def according(self) -> Cue | None:
        phrases = self.named_after(self.match.end())
        if not phrases:
            return None
        if self.doc[phrases[0].head].lower_ in ("plan", "plans", "schedule", "custom", "law", "tradition"):
            return None
        givers, end = self.givers(phrases, len(self.doc))
        via, end = self.adjuncts(end)
        start = self.match.start()
        before = self.text[self.floor : start].rstrip()
        opens = (
            not re.search(r"\w", before)
            or self.match.group()[0].isupper()
            or re.search(r"(?:\b(?:but|while|and|that|whereas|or)|[;:])$", before)
        )
        side = Side.FORWARD if opens else Side.BACKWARD
        if not opens and self.text[end:].startswith(",") and re.search(r"\w", self.text[end:]):
            side = Side.AROUND
        return self.cue(start, end, self.origins_of(givers), via, side, "sources/according-to")

    def named_after(self, offset: int) -> list[Phrase]:
        if offset >= len(self.text.rstrip()):
            return []
        token = self.token(offset)
        return speakers.after(self.doc, token.i if token.idx >= offset else token.i + 1)

    def given_by(self) -> Cue | None:
        word = self.match.group().lower().split()[0]
        phrases = [phrase for phrase in self.named_after(self.match.end()) if speakers.plausible(self.doc, phrase)]
        if not phrases or (
            word in ("told", "said", "given", "made", "carried", "seen", "put", "obtained")
            and not speakers.somebody(self.doc, phrases[0])
        ):
            return None
        token = self.token(self.match.start())
        end = self.end_of(phrases)
        quoted = _AS_SAYING.match(self.text, end) if word in ("quoted", "cited", "reported") else None
        if quoted or word in ("quoted", "cited", "carried", "broadcast", "relayed", "aired"):
            return self.quoted(
                token, tuple(speakers.sources(self.sentence, phrases, "sources/relay")), quoted.end() if quoted else end
            )
        if word == "informed":
            return None
        return self.cue(
            self.match.start(), end, self.origins_of(phrases), (), Side.AROUND, "sources/given-by", local=True
        )

    def quoted(self, token: Token, relays: tuple[Mention[Source], ...], end: int) -> Cue | None:
        """ "X was quoted by AFP as saying", "X was quoted as saying by AFP", "X, quoted by AFP, said"."""
        phrases = speakers.before(self.doc, self.passive_start(token), self.floor_token())
        phrases = [phrase for phrase in phrases if speakers.plausible(self.doc, phrase)]
        if not phrases:
            return None
        origins = self.origins_of(phrases)
        by = re.compile(r"\s+by\s+").match(self.text, end)
        if not relays and by:
            relays, end = _relay(self.sentence, by.end(), strict=False)
        said = re.compile(r",?\s+(?:said|says)\b").match(self.text, end)
        if said:
            end = said.end()
        more, end = self.adjuncts(end)
        start = self.doc[phrases[0].first].idx
        return self.cue(start, end, origins, relays + more, self.side(start, end, "say"), "sources/quoted-by")

    def passive_start(self, token: Token) -> int:
        index = token.i
        while index > 0 and (
            self.doc[index - 1].lower_ in _BE
            or self.doc[index - 1].lower_ in ("has", "have", "had", "also", "later", "earlier", ",")
        ):
            index -= 1
        return index

    def citing(self) -> Cue | None:
        """ "AFP reported, citing medics": whoever is cited said it, and whoever cites relays it."""
        phrases = [phrase for phrase in self.named_after(self.match.end()) if speakers.plausible(self.doc, phrase)]
        if not phrases:
            return None
        end = self.end_of(phrases)
        saying = _AS_SAYING.match(self.text, end)
        end = saying.end() if saying else end
        start = self.match.start()
        origins = self.origins_of(phrases)
        previous = self.earlier[-1] if self.earlier else None
        between = self.text[previous.end : start] if previous else ""
        if previous and len(previous.origins) == 1 and (previous.side is not Side.FORWARD or len(between.split()) < 3):
            merged = previous.via + previous.origins
            self.earlier.pop()
            return self.cue(previous.start, end, origins, merged, previous.side, "sources/citing")
        ahead = speakers.before(self.doc, self.token(start).i, self.floor_token())
        said = re.compile(
            r",?\s+(?:(?:also|earlier|later|had|has)\s+)?(?:said|says|reported|reports|put|wrote|announced|spoke of|gave|claimed|added|told)\b"
        ).match(self.text, end)
        relays: tuple[Mention[Source], ...] = ()
        if ahead and self.text[:start].rstrip().endswith((",", "-", "–", "—")) or said:
            comma = self.token(start).i - 1
            ahead = self.subject_before_comma(comma) if self.doc[comma].text == "," else ahead
            if ahead and all(speakers.plausible(self.doc, phrase) for phrase in ahead) and said:
                relays = speakers.sources(self.sentence, ahead, "sources/relay")
                start = self.doc[ahead[0].first].idx
        end = said.end() if said else end
        side = (
            self.side(start, end, "say")
            if said or not re.search(r"\w", self.text[self.floor : start])
            else Side.BACKWARD
        )
        return self.cue(start, end, origins, relays, side, "sources/citing")

    def subject_before_comma(self, comma: int) -> list[Phrase]:
        core = speakers.core_left(self.doc, comma - 1, self.floor_token())
        return [core] if core else []

    def owned(self) -> Cue | None:
        """ "the ministry's toll of 12", "an AFP count of 12"."""
        token = self.token(self.match.start())
        floor = self.floor_token()
        if token.tag_ == "PRP$":
            # "Her figure of a dozen": of whoever spoke last.
            owner = Phrase(token.i, token.i, token.i)
            paper = re.compile(rf"\s+(?:[\w-]+\s+){{0,3}}?{_PAPERS}\b", re.IGNORECASE).match(
                self.text, self.match.end()
            )
            between = self.doc[token.i + 1 : self.token(paper.end() - 1).i] if paper else []
            if any(word.tag_ not in ("JJ", "JJR", "JJS", "NN", "CD") or speakers.is_office(word) for word in between):
                return None
            return self.cue(
                self.match.start(),
                self.match.end(),
                self.origins_of([owner]),
                (),
                Side.FORWARD,
                "sources/their-toll",
                local=True,
            )
        end_token = token.i - 1 if token.tag_ == "POS" else token.i
        if token.tag_ == "POS":
            core = speakers.core_left(self.doc, end_token, floor)
            if core is None or not speakers.somebody(self.doc, core):
                return None
        else:
            core = speakers.core_left(self.doc, token.i, floor)
            if core is None or speakers.known(self.doc[core.first : core.last + 1].text) is None:
                return None
        start = self.doc[core.first].idx
        end = self.match.end()
        return self.cue(start, end, self.origins_of([core]), (), Side.FORWARD, "sources/their-toll", local=True)

    def given_from(self) -> Cue | None:
        phrases = [phrase for phrase in self.named_after(self.match.end()) if speakers.plausible(self.doc, phrase)]
        if not phrases or self.doc[phrases[0].head].lower_ in speakers.PRONOUNS:
            return None
        end = self.end_of(phrases)
        verb = re.compile(rf",?\s+(?:(?:also|now|has|have)\s+)?(?:{'|'.join(sorted(_follow_ups()))})\b").match(
            self.text, end
        )
        if not verb and not re.compile(r"\s+(?:that|of)\b").match(self.text, end):
            return None
        start = self.match.start()
        end = verb.end() if verb else end
        return self.cue(start, end, self.origins_of(phrases), (), Side.FORWARD, "sources/reports-from", local=not verb)

    def going_on(self) -> Cue | None:
        """ "saying", "adding that": the speaker is whoever spoke before in the sentence, else the subject of it."""
        token = self.token(self.match.start())
        if token.i and self.doc[token.i - 1].lower_ in ("is", "was", "were", "are", "been", "as", "without", "not"):
            return None
        word = self.match.group().lower()
        rest = self.text[self.match.end() :]
        if word == "putting" and not _PUT_AT.match(rest):
            return None
        if word == "claiming" and _NOT_CLAIMED.match(rest):
            return None
        if not re.search(r"\w", rest):
            return None
        _, end = self.adjuncts(self.match.end())
        near = speakers.core_left(self.doc, token.i - 1, self.floor_token()) if token.i else None
        if (
            near is not None
            and near.first
            and self.doc[near.first - 1].lower_ == "with"
            and speakers.plausible(self.doc, near)
        ):
            # "..., with some outlets saying nine people had been killed"
            start = self.doc[near.first].idx
            return self.cue(start, end, self.origins_of([near]), (), Side.FORWARD, "sources/going-on")
        for previous in reversed(self.earlier):
            if previous.origins:
                return self.cue(
                    self.match.start(),
                    end,
                    previous.origins,
                    previous.via,
                    Side.FORWARD,
                    "sources/going-on",
                    goes_on=True,
                )
        head = token.head
        while (
            head.dep_ in ("advcl", "xcomp", "acl", "prep", "pcomp")
            and head.tag_ not in _FINITE
            and head.head is not head
        ):
            head = head.head
        phrases: list[Phrase] = []
        if head.i < token.i and head.tag_ in (*_FINITE, "VBN"):
            phrases = speakers.before(self.doc, head.i, 0)
        elif head.i < token.i and (core := speakers.core_left(self.doc, head.i, 0)) is not None:
            phrases = [core]
        if not phrases or not speakers.plausible(self.doc, phrases[-1]):
            return None
        return self.cue(self.match.start(), end, self.origins_of(phrases), (), Side.FORWARD, "sources/going-on")

    # -- verbs

    def verb(self, kind: str) -> Cue | None:
        token = self.token(self.match.start())
        if not self.speaks(token, kind):
            return None
        word = self.match.group().lower()
        if word in _PERCEIVED and any(cue.side is not Side.BACKWARD for cue in self.earlier):
            return None  # "police said that officers had found three bodies" is the word of the police
        cited = (
            self.cites(token) if word in ("quoted", "cited", "quotes", "cites", "reported", "quote", "cite") else None
        )
        if cited:
            return cited
        if word in ("quoted", "cited", "quotes", "cites") or (
            kind == "put" and not _PUT_AT.match(self.text, self.match.end())
        ):
            return None
        return self.inverted(token, kind) or self.plain(token, kind)

    def speaks(self, token: Token, kind: str) -> bool:
        """Whether the word is a verb here, active and not denied: not "the reported strike", "did not say", "to report"."""
        doc, ahead = self.doc, token.i - 1
        if token.i and doc[ahead].tag_ == "POS":
            return False
        if (
            token.tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ")
            and not self.rest().startswith(" that ")
            and not (kind == "say" and token.text.islower() and token.tag_ != "NNS")
        ):
            # The tagger takes a last word for a noun: "..., the Traders Association estimates."
            if (
                re.search(r"\w", self.rest())
                or not token.text.islower()
                or doc[ahead].tag_ not in ("NNP", "NNPS", "NNS")
            ):
                return False
        while ahead >= 0 and (
            doc[ahead].tag_ in ("RB", "RBR") or doc[ahead].lower_ in ("has", "have", "had", "also", "did", "does", "do")
        ):
            if doc[ahead].lower_ in ("not", "n't", "never", "neither", "nor", "n’t", "hardly"):
                return False
            ahead -= 1
        if kind == "report" and re.match(r"\s+to\s+", self.rest()):
            return False  # "rebels, believed to number 3,000, ..."
        if ahead < 0:
            return True
        have = any(
            doc[index].lower_ in ("has", "have", "had", "'s", "'ve", "'d") for index in range(ahead + 1, token.i)
        )
        if (
            token.tag_ == "VBN"
            and kind in ("report", "count")
            and not have
            and not any(child.dep_ == "nsubj" for child in token.children)
        ):
            # "the highest figure seen", "casualties reported", but "... the observatory reported on Friday".
            near = speakers.core_left(doc, ahead, self.floor_token())
            if near is None or not speakers.somebody(doc, near):
                return False
        previous = doc[ahead]
        if previous.lower_ in _BE:
            passive = self.match.group().lower() == "quoted" and _AS_SAYING.match(self.text, self.match.end())
            return bool(passive) or (previous.tag_ == "POS" and kind == "say")
        if re.match(r"\s+only\b", self.rest()) and previous.lower_ in ("would", "could"):
            return True  # "would confirm only one death"
        if previous.tag_ in ("MD", "TO") or previous.lower_ in ("to", "could", "cannot", "would", "not"):
            return False
        return not (token.tag_ == "VBN" and previous.tag_ in ("DT", "JJ", "PRP$"))

    def rest(self) -> str:
        return self.text[self.match.end() :]

    def cites(self, token: Token) -> Cue | None:
        """ "AFP quoted medics as saying", "the agency reported residents as saying"."""
        if token.i and self.doc[token.i - 1].lower_ in _BE:
            saying = _AS_SAYING.match(self.text, self.match.end())
            return self.quoted(token, (), saying.end()) if saying else None
        phrases = [phrase for phrase in self.named_after(self.match.end()) if speakers.plausible(self.doc, phrase)]
        if not phrases:
            return None
        end = self.end_of(phrases)
        saying = re.compile(r"[^.;]{0,90}?\b(?:as\s+)?(?:saying|telling)\b").match(self.text, end)
        if not saying:
            return None
        relays = [
            phrase
            for phrase in speakers.before(self.doc, token.i, self.floor_token())
            if speakers.plausible(self.doc, phrase)
        ]
        start = self.doc[relays[0].first].idx if relays else self.match.start()
        via = speakers.sources(self.sentence, relays, "sources/relay")
        return self.cue(start, saying.end(), self.origins_of(phrases), via, Side.FORWARD, "sources/quoted-as-saying")

    def inverted(self, token: Token, kind: str) -> Cue | None:
        """ "..., said Rami Hassan, a doctor": the speaker stands after the verb."""
        if kind not in ("say", "report", "claim") or token.i == 0:
            return None
        previous = self.doc[token.i - 1]
        quoted = previous.text in ('"', "''", ",", "'", "”", "’", "``")
        if not quoted:
            found = speakers.before(self.doc, token.i, self.floor_token())
            if found and speakers.plausible(self.doc, found[-1]) or kind != "say":
                return None
        phrases = self.named_after(self.match.end())
        if not phrases or not speakers.plausible(self.doc, phrases[0]):
            return None
        following = phrases[-1].last + 1
        if following < len(self.doc) and (
            self.doc[following].tag_ in _FINITE or self.doc[following].lower_ in ("to", "'s")
        ):
            return None
        if self.doc[phrases[0].first].tag_ == "CD" and self.doc[phrases[0].first].text.isdigit():
            return None
        if (
            quoted
            and previous.text == ","
            and any(t.tag_ in _FINITE for t in self.doc[following:])
            and not self.content(self.floor, previous.idx)
        ):
            return None
        via, end = self.adjuncts(self.end_of(phrases))
        side = Side.AROUND if self.text[end:].lstrip().startswith((":", ", “", ', "', ": “")) else Side.BACKWARD
        return self.cue(self.match.start(), end, self.origins_of(phrases), via, side, "sources/said-by")

    def plain(self, token: Token, kind: str) -> Cue | None:
        """ "The army said that ...", "..., the army said"."""
        doc = self.doc
        phrases = speakers.before(doc, token.i, self.floor_token())
        if not phrases or not self.may_speak(phrases, kind):
            return None
        start = doc[phrases[0].first].idx
        end, via = self.match.end(), ()
        if kind == "tell":
            via, end = self.recipient(end)
        more, end = self.adjuncts(end)
        aside = _SPEAKING_TO.search(self.text, start, self.match.start())
        if aside and not via:
            via = _relay(self.sentence, aside.end(), strict=False)[0]
        if kind == "claim" and not self.claims_something(end):
            return None
        # "fighters it claimed were planning an attack", "what residents said was a raid": only the clause inside.
        inside = re.match(r"\s+(?:was|were|is|are|had|has|have|would|could|may|might)\b", self.text[end:]) is not None
        inside = inside and self.content(self.floor, start)
        who = self.doc[speakers.skip_left(self.doc, token.i - 1, self.floor_token())].tag_ in ("WP", "WDT")
        side = Side.FORWARD if inside or who else self.side(start, end, kind)
        return self.cue(
            start,
            end,
            self.origins_of(self.givers(phrases, token.i)[0]),
            via + more,
            side,
            f"sources/{kind}",
            local=inside,
        )

    def may_speak(self, phrases: list[Phrase], kind: str) -> bool:
        if kind == "count":
            sees = self.match.group().lower() in (
                "saw",
                "counted",
                "counts",
                "found",
                "witnessed",
                "heard",
                "discovered",
            )
            return all(speakers.somebody(self.doc, phrase, sees) for phrase in phrases)
        if kind in ("report", "put"):
            return all(speakers.plausible(self.doc, phrase) for phrase in phrases)
        head = self.doc[phrases[-1].head]
        return speakers.plausible(self.doc, phrases[-1]) or (
            head.tag_ in ("NN", "NNS") and head.lower_ not in ("people", "civilians", "others")
        )

    def claims_something(self, end: int) -> bool:
        rest = self.text[end:]
        if re.match(r",?\s+that\b|\s+to have\b", rest) or not re.search(r"\w", rest):
            return True
        if _NOT_CLAIMED.match(rest):
            return False
        first = self.token(end + 1) if end + 1 < len(self.text) else None
        clause = re.split(r"[;:]\s", rest)[0]
        return first is not None and any(
            token.tag_ in (*_FINITE, "VBN") for token in self.doc[first.i :] if token.idx < end + len(clause)
        )

    def givers(self, phrases: list[Phrase], limit: int) -> tuple[list[Phrase], int]:
        """Whoever gave out the paper that speaks, and where that ends: "a statement from the ministry", "figures compiled by AFP"."""
        end = self.end_of(phrases)
        if len(phrases) == 1 and self.doc[phrases[0].head].lower_ in lexicon.table("en", "sources")["paper"]:
            given = _GIVEN.match(self.text, self.doc[phrases[0].head].idx + len(self.doc[phrases[0].head]))
            if given:
                givers = [
                    giver
                    for giver in self.named_after(given.end())
                    if giver.last < limit and speakers.plausible(self.doc, giver)
                ]
                if givers:
                    return givers, max(end, self.end_of(givers))
        return phrases, end

    def recipient(self, end: int) -> tuple[tuple[Mention[Source], ...], int]:
        following = self.token(end + 1) if end + 1 < len(self.text) else None
        if following is None or following.lower_ in ("that", "of", "how"):
            return (), end
        relays, after = _relay(self.sentence, end + 1, strict=False)
        if after == end + 1 and following.tag_ == "PRP":
            after = following.idx + len(following)
        return relays, max(end, after if after > end + 1 else end)

    def adjuncts(self, end: int) -> tuple[tuple[Mention[Source], ...], int]:
        """What stands between a verb and what was said: when, in what setting, through whom."""
        via: tuple[Mention[Source], ...] = ()
        for _ in range(5):
            setting = _ADJUNCT.match(self.text, end)
            if setting is None:
                break
            words = setting.group().strip(" ,")
            if words.endswith("ly") and not words.islower():
                break
            end = setting.end()
            carried = _CARRIED.match(self.text, end)
            if carried:
                relays, after = _relay(
                    self.sentence,
                    carried.end(),
                    strict=not re.search(
                        r"interview|carried|published|broadcast|aired", setting.group() + carried.group()
                    ),
                )
                if relays:
                    via, end = via + relays, after
        return via, end

    # -- which side the words said stand on

    def side(self, start: int, end: int, kind: str) -> Side:
        before = self.content(self.floor, start)
        after = self.said_after(end, kind, before)
        rest = self.text[end:].lstrip()
        if not before:
            return Side.FORWARD if after or not re.search(r"\w", rest) else Side.FORWARD
        lead = self.text[self.floor : start].rstrip()
        joined = bool(
            re.search(
                r"(?:\b(?:and|but|while|as|after|when|where|because|which|what|although|though|since|if|whereas|that|before|who|day)|[;:–—]|--)$",
                lead,
            )
        )
        if joined and (after or re.search(r"\w", rest)):
            return Side.FORWARD
        if not after:
            return Side.BACKWARD
        if re.match(r"that\b|[:“\"]", rest) or rest.startswith("that "):
            return Side.FORWARD
        if lead.endswith(","):
            return Side.AROUND if self.text[end:].lstrip(" ").startswith(",") else Side.FORWARD
        if lead.endswith(("”", '"')):
            return Side.AROUND if rest.startswith((",", ".")) else Side.BACKWARD
        opener = re.match(r"\W*(\w+)", self.text[self.floor :])
        subordinate = opener is not None and opener.group(1).lower() in (
            "while",
            "after",
            "when",
            "as",
            "if",
            "since",
            "although",
            "though",
            "in",
            "on",
            "at",
            "earlier",
        )
        return Side.FORWARD if subordinate else Side.BACKWARD

    def content(self, start: int, end: int) -> bool:
        """Whether a stretch of text holds a clause or a quotation, and not only "On Monday in Aleppo"."""
        words = self.text[start:end]
        if re.search(r"[\"“”]", words):
            return True
        first, last = self.token(start).i, self.token(max(start, end - 1)).i
        return end > start and any(
            token.tag_ in ("VBD", "VBN", "VBZ", "VBP", "VBG") and token.lower_ != "according"
            for token in self.doc[first : last + 1]
        )

    def said_after(self, end: int, kind: str, before: bool) -> bool:
        rest = self.text[end:]
        stripped = rest.lstrip()
        if re.match(r"\s*(?:,\s*)?(?:that|how)\b|\s*:?\s*,?\s*[\"“:]", rest) and re.search(r"\w", rest):
            return True
        opening = re.match(r",?\s*([\w’'-]+)", stripped)
        if opening is None:
            return False
        if opening.group(1).lower() in _TURNS or re.match(
            r",?\s*(?:an?|two|hours|days|shortly|just|minutes) (?:\w+ ){0,2}?(?:after|before|earlier|ago)\b", stripped
        ):
            return False
        if re.match(r",\s*\w+ing\b|(?:quoting|citing)\b", stripped):
            return False
        first = self.token(len(self.text) - len(stripped))
        tokens = self.doc[first.i :]
        if kind in ("report", "count", "put", "claim") and any(
            token.tag_ in ("NN", "NNS", "CD", "NNP") for token in tokens
        ):
            return True
        if any(token.tag_ in _FINITE for token in tokens):
            return True
        return not before and any(token.tag_ in ("CD", "VBN", "NNS") for token in tokens)

    # -- building

    def origins_of(self, phrases: list[Phrase]) -> tuple[Mention[Source], ...]:
        return speakers.sources(self.sentence, phrases, "sources/named")

    def end_of(self, phrases: list[Phrase]) -> int:
        last = self.doc[phrases[-1].last]
        return last.idx + len(last)

    def cue(
        self,
        start: int,
        end: int,
        origins: tuple[Mention[Source], ...],
        via: tuple[Mention[Source], ...],
        side: Side,
        rule: str,
        local: bool = False,
        goes_on: bool = False,
    ) -> Cue:
        perceived = self.match.group().lower() in _PERCEIVED
        return Cue(
            start, end, (self.match.start(), self.match.end()), origins, via, side, rule, local, goes_on, perceived
        )


@cache
def _follow_ups() -> tuple[str, ...]:
    table = lexicon.table("en", "sources")
    return tuple(form for name in ("say", "report", "count", "put") for form in table[name])


def _credits(sentence: Sentence) -> Iterator[Cue]:
    """A headline's credit: "56 killed in strike: monitor", "Monitor: 56 killed in strike"."""
    text = sentence.text
    for match in (
        re.search(r"\s*(?::|\s[-–—])\s+([\w’' .-]{2,40})[.\s]*$", text),
        re.match(r"([\w’' .-]{2,30}):\s", text),
    ):
        if match is None:
            continue
        token = sentence.token_at(sentence.start + match.start(1))
        phrases = speakers.after(sentence.doc, token.i)
        last = sentence.doc[phrases[-1].last] if phrases else None
        if last is None or last.idx + len(last) < match.end(1) - 1 or not speakers.somebody(sentence.doc, phrases[0]):
            continue
        head = sentence.doc[phrases[0].head].lower_
        if head in lexicon.table("en", "sources")["paper"] or match.group(1).isupper():
            continue
        origins = speakers.sources(sentence, phrases, "sources/named")
        side = Side.BACKWARD if match.start() else Side.FORWARD
        yield Cue(match.start(), match.end(), match.span(1), origins, (), side, "sources/credit")
        return
