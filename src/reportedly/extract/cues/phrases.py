"""Cues that are no plain verbs: "according to", "confirmed by", "citing", "the ministry's toll", "saying"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon, speakers
from reportedly.extract.cues import relays
from reportedly.extract.cues.cue import Cue, Place, Side, Sources
from reportedly.extract.cues.sides import FINITE, side
from reportedly.speakers import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

BE = frozenset(("was", "were", "is", "are", "been", "being", "be", "'s"))
AS_SAYING = re.compile(r"\s+(?:as\s+)?(?:saying|telling)\b")
_TOLLS = (
    r"(?:toll|tolls|number|figure|figures|count|tally|total|casualties|losses|dead|deaths|estimate|fatalities|injured"
    r"|wounded|displaced|missing)"
)
PUT_AT = re.compile(
    rf"\s+(?:it|them|this|that) at\b|\s+(?:[^.;:]{{0,60}}?\b)?{_TOLLS}\b[^.;]{{0,70}}?\b(?:at|to|from|of|as)\b"
    # "The agency raises its count: medics have treated four people"
    rf"|\s+(?:its|their|his|her|the) (?:[\w-]+ ){{0,2}}?{_TOLLS}(?: [^.;:]{{1,30}})?:",
    re.IGNORECASE,
)
# "claimed 30 lives", "claimed responsibility", "claimed the attack": nothing is said of what happened.
NOT_CLAIMED = re.compile(
    r"\s+(?:(?:[\w,’'.-]+\s+){0,6}?(?:lives|life|victims?|casualties)\b"
    r"|(?:no |full |joint )?(?:responsibility|credit|victory|ownership|asylum|success|control)\b"
    r"|(?:the|that|this|an?) (?:\w+ ){0,3}?(?:attack|bombing|strike|blast|assault|shooting|killing|ambush|raid)s?"
    r"\s*(?:[.,;]|in|on|and|as|via|$))",
    re.IGNORECASE,
)
_PAPERS = (
    r"(?:toll|count|tally|estimates?|figures?|number|total|reports?|claims?|data|allegations?|assertions?|accounts?"
    r"|statements?|records?)"
)
POSSESSED = (
    rf"(?:['’]s?|\b(?:tally|count|estimates?)|\b(?:his|her|its|their)(?=\s+(?:[\w-]+\s+){{0,3}}?{_PAPERS}\b))"
    rf"(?=\s+(?:(?:[\w-]+\s+){{0,3}}?{_PAPERS}\s+)?"
    rf"(?:of|that|stands|stood|rose|at|was|is|showed|shows|puts?|suggests?|includes?|included)\b)"
)
BY_COUNT = (
    r"\bby(?=\s+(?:(?:the|an?|some|most|all)\s+)?(?:[\w.'’-]+\s+){0,4}?(?:own\s+)?"
    r"(?:accounts?|counts?|estimates?|tally|tallies|reckoning)\b)"
)
FROM_BY = (
    r"\b(?:reports?|claims?|allegations?|accounts?|estimates?|figures?|word|data|toll|count|tally|information) "
    r"(?:from|by|on(?= social media| (?:Twitter|Telegram|Facebook))"
    r"|in(?= (?:the )?(?:local|state|social|foreign|Western|[A-Z]\w+) (?:media|press|newspapers)))\s+"
)
# "blaming stray bullets for just eight deaths" gives a figure; "blaming rebels for the attack" does not.
_BLAMED_DEATHS = re.compile(r"[^.;]{0,60}? for (?:[\w-]+ ){0,4}?(?:deaths|casualties|fatalities|killings)\b")
_PAPER_OF = re.compile(rf"\s+(?:[\w-]+\s+){{0,3}}?{_PAPERS}\b", re.IGNORECASE)
_SAID = re.compile(
    r",?\s+(?:(?:also|earlier|later|had|has)\s+)?"
    r"(?:said|says|reported|reports|put|wrote|announced|spoke of|gave|claimed|added|told)\b"
)
_OPENED = re.compile(r"(?:\b(?:but|while|and|that|whereas|or)|[;:])$")
# "given by", "seen by": said of much else than figures, so that whoever follows must be a source by their noun.
_LOOSE = frozenset(("given", "made", "carried", "seen", "put", "obtained"))
_NOT_YET = re.compile(r"(?:\bnot|n['’]t|\bnever|\bneither) (?:\w+ ){0,2}$")
_RELAYING = frozenset(("quoted", "cited", "carried", "broadcast", "relayed", "aired"))
_NO_SOURCES = frozenset(("plan", "plans", "schedule", "custom", "law", "tradition"))


def according(place: Place) -> Cue | None:
    """ "according to medics", "by local accounts"."""
    named = place.named_after(place.match.end())
    if not named or place.doc[named[0].head].lower_ in _NO_SOURCES:
        return None
    givers, end = place.givers(named, len(place.doc))
    via, end = relays.adjuncts(place, end)
    start = place.match.start()
    ahead = place.text[place.floor : start].rstrip()
    # In the middle of rough text a capital opens the sentence whose full stop is lost.
    opens = not re.search(r"\w", ahead) or place.text[start].isupper() or _OPENED.search(ahead)
    where = Side.FORWARD if opens else Side.BACKWARD
    if not opens and re.match(r",.*\w", place.text[end:]):
        where = Side.AROUND
    return place.cue((start, end), place.sources(givers), via, where, "according-to")


def given_by(place: Place) -> Cue | None:
    """ "confirmed by the hospital", "figures compiled by AFP"; "quoted by AFP" relays."""
    word = place.word.split()[0]
    if _NOT_YET.search(place.text, 0, place.match.start()):
        return None  # "which has not been confirmed by the authorities" is not their word
    named = place.speakers_after(place.match.end())
    if not named or (word in _LOOSE and not speakers.somebody(place.doc, named[0])):
        return None
    end = place.end_of(named)
    saying = AS_SAYING.match(place.text, end) if word in ("quoted", "cited", "reported") else None
    if saying or word in _RELAYING:
        return quoted(place, place.sources(named, "sources/relay"), saying.end() if saying else end)
    return place.cue((place.match.start(), end), place.sources(named), (), Side.AROUND, "given-by", local=True)


def quoted(place: Place, told: Sources, end: int) -> Cue | None:
    """ "X was quoted by AFP as saying", "X was quoted as saying by AFP", "X, quoted by AFP, said"."""
    named = place.speakers_before(_passive_start(place.verb))
    if not named:
        return None
    by = re.compile(r"\s+by\s+").match(place.text, end)
    if not told and by:
        told, end = relays.named(place.sentence, by.end(), strict=False)
    said = re.compile(r",?\s+(?:said|says)\b").match(place.text, end)
    more, end = relays.adjuncts(place, said.end() if said else end)
    start = place.start_of(named)
    return place.cue((start, end), place.sources(named), told + more, side(place, start, end, "say"), "quoted-by")


def _passive_start(token: Token) -> int:
    index = token.i
    while index > 0 and token.doc[index - 1].lower_ in BE | {"has", "have", "had", "also", "later", "earlier", ","}:
        index -= 1
    return index


def citing(place: Place) -> Cue | None:
    """ "AFP reported, citing medics": whoever is cited said it, and whoever cites relays it."""
    named = place.speakers_after(place.match.end())
    if not named:
        return None
    end = place.end_of(named)
    saying = AS_SAYING.match(place.text, end)
    end = saying.end() if saying else end
    start, origins = place.match.start(), place.sources(named)
    merged = _cited_before(place, origins, end)
    if merged is not None:
        return merged
    said = _SAID.match(place.text, end)
    told: Sources = ()
    if said:
        end = said.end()
        ahead = _citer(place)
        if ahead:
            told, start = place.sources(ahead, "sources/relay"), place.start_of(ahead)
    alone = not re.search(r"\w", place.text[place.floor : start])
    where = side(place, start, end, "say") if said or alone else Side.BACKWARD
    return place.cue((start, end), origins, told, where, "citing")


def _cited_before(place: Place, origins: Sources, end: int) -> Cue | None:
    """ "..., AFP reported, citing medics": takes the cue before in, whose source relays."""
    previous = place.earlier[-1] if place.earlier else None
    if previous is None or len(previous.origins) != 1:
        return None
    near = len(place.text[previous.end : place.match.start()].split()) < 3
    if previous.side is Side.FORWARD and not near:
        return None
    place.earlier.pop()
    return place.cue((previous.start, end), origins, previous.via + previous.origins, previous.side, "citing")


def _citer(place: Place) -> list[Phrase]:
    """Whoever cites, in "AFP, citing medics, said"."""
    comma = place.verb.i - 1
    if comma >= 0 and place.doc[comma].text == ",":
        core = speakers.core_left(place.doc, comma - 1, place.floor_token)
        found = [core] if core else []
    else:
        found = speakers.before(place.doc, place.verb.i, place.floor_token)
    return found if all(speakers.plausible(place.doc, phrase) for phrase in found) else []


def owned(place: Place) -> Cue | None:
    """ "the ministry's toll of 12", "an AFP count of 12", "her figure of a dozen"."""
    token = place.verb
    if token.tag_ == "PRP$":
        paper = _PAPER_OF.match(place.text, place.match.end())
        between = place.doc[token.i + 1 : place.token(paper.end() - 1).i] if paper else place.doc[0:0]
        if any(word.tag_ not in ("JJ", "JJR", "JJS", "NN", "CD") or speakers.is_office(word) for word in between):
            return None  # "Its spokesman put the number ..."
        core: Phrase | None = Phrase(token.i, token.i, token.i)
    elif token.tag_ == "POS":
        core = speakers.core_left(place.doc, token.i - 1, place.floor_token)
        core = core if core and speakers.somebody(place.doc, core) else None
    else:
        core = speakers.core_left(place.doc, token.i, place.floor_token)
        core = core if core and speakers.known(place.doc[core.first : core.last + 1].text) else None
    if core is None:
        return None
    span = (place.start_of([core]), place.match.end())
    return place.cue(span, place.sources([core]), (), Side.FORWARD, "their-toll", local=True)


def given_from(place: Place) -> Cue | None:
    """ "reports from medics that ...", "figures from the ministry show"."""
    named = place.speakers_after(place.match.end())
    if not named or place.doc[named[0].head].lower_ in speakers.PRONOUNS:
        return None
    end = place.end_of(named)
    verb = _follow_up().match(place.text, end)
    if not verb and not re.compile(r"\s+(?:that|of)\b").match(place.text, end):
        return None
    span = (place.match.start(), verb.end() if verb else end)
    return place.cue(span, place.sources(named), (), Side.FORWARD, "reports-from", local=not verb)


@cache
def _follow_up() -> re.Pattern[str]:
    table = lexicon.table("en", "sources")
    forms = sorted({form for name in ("say", "report", "count", "put") for form in table[name]})
    return re.compile(rf",?\s+(?:(?:also|now|has|have)\s+)?(?:{'|'.join(forms)})\b")


def going_on(place: Place) -> Cue | None:
    """ "saying", "adding that": the speaker is whoever spoke before in the sentence, else the subject of it."""
    token = place.verb
    if token.i and place.doc[token.i - 1].lower_ in BE | {"as", "without", "not"}:
        return None
    if not re.search(r"\w", place.rest) or (place.word == "putting" and not PUT_AT.match(place.rest)):
        return None
    if place.word == "claiming" and NOT_CLAIMED.match(place.rest):
        return None
    if place.word == "blaming" and not _BLAMED_DEATHS.match(place.rest):
        return None
    _, end = relays.adjuncts(place, place.match.end())
    span = (place.match.start(), end)
    near = speakers.core_left(place.doc, token.i - 1, place.floor_token) if token.i else None
    if near and near.first and place.doc[near.first - 1].lower_ == "with" and speakers.plausible(place.doc, near):
        # "..., with some outlets saying nine people had been killed"
        span = (place.start_of([near]), end)
        return place.cue(span, place.sources([near]), (), Side.FORWARD, "going-on")
    for previous in reversed(place.earlier):
        if previous.origins:
            return place.cue(span, previous.origins, previous.via, Side.FORWARD, "going-on")
    named = _subject_above(place, token)
    if not named or not speakers.plausible(place.doc, named[-1]):
        return None
    return place.cue(span, place.sources(named), (), Side.FORWARD, "going-on")


def _subject_above(place: Place, token: Token) -> list[Phrase]:
    """The subject of the verb that a participle hangs on: "Residents fled the town, saying ..."."""
    head = token.head
    while head.dep_ in ("advcl", "xcomp", "acl", "prep", "pcomp") and head.tag_ not in FINITE and head.head is not head:
        head = head.head
    if head.i >= token.i:
        return []
    if head.tag_ in (*FINITE, "VBN"):
        return speakers.before(place.doc, head.i, 0)
    if head.lower_ in lexicon.table("en", "sources")["paper"] and head.head.tag_ in (*FINITE, "VBN"):
        return speakers.before(place.doc, head.head.i, 0)  # "The envoy released a statement saying ..."
    core = speakers.core_left(place.doc, head.i, 0)
    return [core] if core else []
