"""Verbs of saying, telling, reporting and counting: "The army said that ...", "..., said Rami Hassan, a doctor"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly import speakers
from reportedly.extract.cues import relays
from reportedly.extract.cues.cue import PERCEIVED, Cue, Place, Side, Sources
from reportedly.extract.cues.phrases import AS_SAYING, BE, NOT_CLAIMED, PUT_AT, quoted
from reportedly.extract.cues.sides import FINITE, content, side
from reportedly.model import Mention, Source, SourceKind
from reportedly.speakers import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

_CITING = frozenset(("quoted", "cited", "quotes", "cites", "reported"))
_QUOTES = ('"', "''", ",", "'", "”", "’", "``")
_NEGATIONS = ("not", "n't", "never", "neither", "nor", "n’t", "hardly")
_AUXILIARIES = ("has", "have", "had", "also", "did", "does", "do")
_TOLD = re.compile(r"[^.;]{0,90}?\b(?:as\s+)?(?:saying|telling)\b")
_REPORTED_MISSING = re.compile(r"\s+(?:them|him|her) (?:as )?missing\b")
_FIGURE = re.compile(
    r"\s+(?:an? (?:\w+ )?(?:toll|figure|number|total|count|estimate)\b"
    r"|(?:(?:at least|more than|over|some|about|around|up to|nearly|as many as) )?\d)"
)
_INSIDE = re.compile(r"\s+(?:was|were|is|are|had|has|have|would|could|may|might)\b")


def read(place: Place, kind: str) -> Cue | None:
    """The cue at a verb of the class `kind`, if somebody speaks there."""
    word, token = place.word, place.verb
    if not _speaks(place, token, kind):
        return None
    if word in PERCEIVED and any(cue.side is not Side.BACKWARD for cue in place.earlier):
        return None  # "police said that officers had found three bodies" is the word of the police
    cited = _cites(place, token) if word in _CITING else None
    if cited is not None:
        return cited
    if (word in _CITING - {"reported"} and not _cites_figure(place)) or (
        kind == "put" and not PUT_AT.match(place.rest)
    ):
        return None
    if word == "given" and not any(child.lower_ in ("has", "have", "had") for child in token.children):
        return None
    if _of_the_missing(place):
        return None
    if word in ("spoke", "speaks", "speak") and not re.match(r"\s+of\s", place.rest):
        return None
    return _inverted(place, token, kind) or _plain(place, token, kind)


def _cites_figure(place: Place) -> bool:
    """ "The UN has cited more than 4,000 dead": a figure of its own."""
    return place.word in ("cited", "cites") and _FIGURE.match(place.rest) is not None


def _of_the_missing(place: Place) -> bool:
    """ "four people whose relatives had reported them missing": nobody's account of what befell them."""
    return place.word.startswith("report") and _REPORTED_MISSING.match(place.rest) is not None


def _speaks(place: Place, token: Token, kind: str) -> bool:
    """Whether the word is a verb here, active and not denied: not "the reported strike", "did not say", "to report"."""
    doc = place.doc
    if token.i and doc[token.i - 1].tag_ == "POS":
        return False
    if token.tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ") and not _verb_all_the_same(place, token, kind):
        return False
    if kind == "report" and re.match(r"\s+to\s+", place.rest):
        return False  # "rebels, believed to number 3,000, ..."
    ahead, have = token.i - 1, False
    while ahead >= 0 and (doc[ahead].tag_ in ("RB", "RBR") or doc[ahead].lower_ in _AUXILIARIES):
        if doc[ahead].lower_ in _NEGATIONS:
            return False
        have = have or doc[ahead].lower_ in ("has", "have", "had")
        ahead -= 1
    if ahead < 0:
        return True
    if token.tag_ == "VBN" and kind in ("report", "count") and not have and not _has_subject(token):
        # "the highest figure seen", "casualties reported", but "... the observatory reported on Friday".
        near = speakers.core_left(doc, ahead, place.floor_token)
        if near is None or not speakers.somebody(doc, near):
            return False
    return _active(place, token, doc[ahead])


def _verb_all_the_same(place: Place, token: Token, kind: str) -> bool:
    """Where the tagger takes a verb for a noun: before "that", and at the end ("..., the Traders Union estimates")."""
    if place.rest.startswith(" that ") or (kind == "say" and token.text.islower() and token.tag_ != "NNS"):
        return True
    last = not re.search(r"\w", place.rest)
    return last and token.text.islower() and token.i > 0 and place.doc[token.i - 1].tag_ in ("NNP", "NNPS", "NNS")


def _has_subject(token: Token) -> bool:
    return any(child.dep_ == "nsubj" for child in token.children)


def _active(place: Place, token: Token, previous: Token) -> bool:
    if previous.lower_ in BE:
        as_saying = place.word == "quoted" and AS_SAYING.match(place.rest)
        return bool(as_saying)
    if re.match(r"\s+only\b", place.rest) and previous.lower_ in ("would", "could"):
        return True  # "would confirm only one death"
    if previous.tag_ in ("MD", "TO") or previous.lower_ in ("to", "could", "cannot", "would", "not"):
        return False
    return not (token.tag_ == "VBN" and previous.tag_ in ("DT", "JJ", "PRP$"))


def _cites(place: Place, token: Token) -> Cue | None:
    """ "AFP quoted medics as saying", "the agency reported residents as saying"."""
    if token.i and place.doc[token.i - 1].lower_ in BE:
        saying = AS_SAYING.match(place.text, place.match.end())
        return quoted(place, (), saying.end()) if saying else None
    named = place.speakers_after(place.match.end())
    saying = _TOLD.match(place.text, place.end_of(named)) if named else None
    if not saying:
        return None
    citers = place.speakers_before(token.i)
    start = place.start_of(citers) if citers else place.match.start()
    via = place.sources(citers, "sources/relay")
    return place.cue((start, saying.end()), place.sources(named), via, Side.FORWARD, "quoted-as-saying")


def _inverted(place: Place, token: Token, kind: str) -> Cue | None:
    """ "..., said Rami Hassan, a doctor": the speaker stands after the verb."""
    if kind not in ("say", "report", "claim") or token.i == 0:
        return None
    doc, previous = place.doc, place.doc[token.i - 1]
    if previous.lower_ in ("and", "but"):
        return None  # "gave a toll of 14 and said a man had been held": whoever gave it goes on
    parted = previous.text in _QUOTES
    if not parted and (kind != "say" or _ends_in_speaker(place, token)):
        return None
    named = place.named_after(place.match.end())
    if not named or not speakers.plausible(doc, named[0]) or doc[named[0].first].text.isdigit():
        return None
    following = doc[named[-1].last + 1 :]
    if len(following) and (following[0].tag_ in FINITE or following[0].lower_ in ("to", "'s")):
        return None  # "..., a spokesman, said rebels killed 12"
    clause_ahead = any(found.tag_ in FINITE for found in following)
    if previous.text == "," and clause_ahead and not content(place, place.floor, previous.idx):
        return None
    via, end = relays.adjuncts(place, place.end_of(named))
    quotes_on = place.text[end:].lstrip().startswith((":", ", “", ', "'))
    where = Side.AROUND if quotes_on else Side.BACKWARD
    origins = place.sources(named)
    if kind == "report":
        # "..., reports Lusa": a bare name that reports is an agency's or an outlet's.
        origins = tuple(_as_agency(origin) for origin in origins)
    return place.cue((place.match.start(), end), origins, via, where, "said-by")


def _as_agency(origin: Mention[Source]) -> Mention[Source]:
    bare = origin.value.kind is SourceKind.OTHER and re.fullmatch(
        r"(?:the )?[A-Z]\w+(?: [A-Z]\w+)?", origin.value.words
    )
    return replace(origin, value=replace(origin.value, kind=SourceKind.AGENCY)) if bare else origin


def _ends_in_speaker(place: Place, token: Token) -> bool:
    found = speakers.before(place.doc, token.i, place.floor_token)
    return bool(found) and speakers.plausible(place.doc, found[-1])


def _plain(place: Place, token: Token, kind: str) -> Cue | None:
    """ "The army said that ...", "..., the army said"."""
    named = speakers.before(place.doc, token.i, place.floor_token)
    above = None if named or kind != "say" else _subject_over_relative(place, token)
    if above is not None:
        named = [above]
    if not named or not _may_speak(place, named, kind):
        return None
    start = place.match.start() if above is not None else place.start_of(named)
    via: Sources = ()
    end = place.match.end()
    if kind == "tell":
        via, end = relays.recipient(place, end)
    more, end = relays.adjuncts(place, end)
    via = (via or relays.aside(place, start)) + more
    if kind == "claim" and not _claims_something(place, end):
        return None
    # "fighters it claimed were planning an attack", "what residents said was a raid": only the clause inside.
    inside = _INSIDE.match(place.text, end) is not None and content(place, place.floor, start)
    relative = place.doc[speakers.skip_left(place.doc, token.i - 1, place.floor_token)].tag_ in ("WP", "WDT")
    where = Side.FORWARD if inside or relative or above is not None else side(place, start, end, kind)
    origins = place.sources(place.givers(named, token.i)[0])
    local = inside or (relative and _closed(place, token, end))
    return place.cue((start, end), origins, via, where, kind, local=local)


def _subject_over_relative(place: Place, token: Token) -> Phrase | None:
    """Who speaks in "The Front, a group that says it defends the poor, claimed the raid and |said": "The Front"."""
    previous = place.earlier[-1] if place.earlier else None
    if previous is None or not previous.local:
        return None
    phrase = speakers.subject(place.doc, token.i)
    if phrase is None or place.doc[phrase.head].idx >= previous.word[0]:
        return None
    comma = next((found.i for found in place.doc[phrase.head : phrase.last + 1] if found.text == ","), None)
    return phrase if comma is None else Phrase(phrase.first, comma - 1, phrase.head)


def _closed(place: Place, token: Token, end: int) -> bool:
    """Whether a relative clause ends at the next comma and the sentence goes on without it.

    "A group that says it defends the poor, claimed ...", not "a doctor who said 12 people, all men, had died".
    """
    comma = re.compile(r",\s").search(place.text, end)
    if comma is None:
        return False
    close = place.token(comma.start()).i
    root = next((found for found in place.doc if found.dep_ == "ROOT"), None)
    return root is not None and root.i > close and token.i < token.right_edge.i <= close


def _may_speak(place: Place, named: list[Phrase], kind: str) -> bool:
    """Whether the subject of a verb can be a source; the looser the verb, the more the subject must show it."""
    if place.word == "treated":
        return len(named) == 1 and _treats(place, named[0])
    if kind == "count":
        sees = place.word in PERCEIVED
        return all(speakers.somebody(place.doc, phrase, sees) for phrase in named)
    if kind in ("report", "put"):
        return all(speakers.plausible(place.doc, phrase) for phrase in named)
    head = place.doc[named[-1].head]
    anybody = head.tag_ in ("NN", "NNS") and head.lower_ not in ("people", "civilians", "others")
    return anybody or speakers.plausible(place.doc, named[-1])


def _treats(place: Place, phrase: Phrase) -> bool:
    """ "Médecins Sans Frontières treated 21 wounded": its own count. "A hospital treated 12" is the outlet's."""
    words = place.doc[phrase.first : phrase.last + 1].text
    known = speakers.known(words)
    return known is not None and speakers.kind_of(words, place.doc[phrase.head].text)[0] is SourceKind.NGO


def _claims_something(place: Place, end: int) -> bool:
    """ "claimed that 12 had died", not "claimed 12 lives", "alleged corruption; ..."."""
    rest = place.text[end:]
    if re.match(r",?\s+that\b|\s+to have\b", rest) or not re.search(r"\w", rest):
        return True
    if NOT_CLAIMED.match(rest):
        return False
    stop = end + len(re.split(r"[;:]\s", rest)[0])
    following = place.doc[place.token(end + 1).i :] if end + 1 < len(place.text) else place.doc[0:0]
    return any(token.tag_ in (*FINITE, "VBN") for token in following if token.idx < stop)
