"""Relays: whoever passes a source's words on ("told AFP", "in a statement carried by state media"), when and how."""

from __future__ import annotations

import re

from reportedly import lexicon, speakers
from reportedly.extract.cues.cue import Place, Sources
from reportedly.language import Sentence
from reportedly.model import Source, SourceKind

_MEDIA = (SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.LOCAL_MEDIA)
_COLLECTING = (SourceKind.MONITOR, SourceKind.NGO)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    r"(?:(?:late|early|earlier|later|on|this|last|the same|in the|in)\s+)*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|overnight|tonight|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|day|week|month|year|morning|afternoon|evening|night)"
    rf"(?:\s+(?:morning|night|afternoon|evening|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}))*"
)
_SETTING = (
    r"(?:in|during|at|via|through|on|by|from|under|over)\s+(?:(?:[\w.'’-]+\s+){0,5}?)"
    r"(?:statements?|release|reports?|tweets?|posts?|message|interview|comments|remarks|conference|briefing|communiqué"
    r"|communique|speech|address|letter|bulletin|update|video|email|e-mail|phone|telephone|call|anonymity|twitter"
    r"|telegram|facebook|instagram|whatsapp|X|social media|television|tv|radio|website|channel|account|page)\b"
)
_DATE = rf"(?:on\s+)?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_ADJUNCT = re.compile(
    rf"\s*,?\s+(?:{_DAY}|{_SETTING}|{_DATE}|[a-z]+ly|too|also|earlier|later|however)(?![\w-])", re.IGNORECASE
)
_CARRIED = re.compile(
    r"\s*,?\s+(?:to|with|on|by|(?:which was |that was )?"
    r"(?:carried|published|broadcast|aired|relayed|released|quoted|cited|reported|run) (?:by|on|in))\s+"
)
_ADDRESSED = re.compile(r"interview|carried|published|broadcast|aired")
_LEAD = re.compile(
    r"[\"“]?(?:(?:speaking|talking|in (?:a|an|his|her|its|their) (?:[\w'’-]+ ){0,3}?"
    r"(?:interview|statement|comments|remarks|message|phone call|post)) ?"
    r"(?:to|with|carried by|published by|broadcast by|broadcast on|on)"
    r"|in (?:comments|remarks) (?:to|carried by|published by|broadcast on)"
    r"|(?:speaking|talking) (?:on|by) [a-z]+ (?:to|with))\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s+(?:speaking|talking|who spoke|in an interview|in comments|in remarks|reached by phone)\s+"
    r"(?:by (?:tele)?phone\s+|on [a-z ]{4,20}\s+)?(?:to|with|by)\s+"
)
_DECIDING = re.compile(r"\b(?:council|parliament|congress|senate|court|assembly|committee|commission|house)\b")


def named(sentence: Sentence, start: int, strict: bool = True) -> tuple[Sources, int]:
    """The relay named at an offset of the text, if it is one, and where its words end.

    `strict`: only an agency or an outlet relays here. A statement "to" anybody else is merely addressed to them.
    """
    if start >= len(sentence.text):
        return (), start
    phrases = speakers.after(sentence.doc, sentence.token_at(sentence.start + start).i)
    if not phrases:
        return (), start
    last = sentence.doc[phrases[-1].last]
    found = speakers.sources(sentence, phrases, "sources/relay")
    return tuple(source for source in found if _passes_on(source.value, strict)), last.idx + len(last)


def _passes_on(source: Source, strict: bool) -> bool:
    """Whether a recipient relays: an agency, an outlet, a body that collects reports; not "reporters"."""
    bare = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", source.words.lower())
    if bare in lexicon.table("en", "sources")["not_relays"] or source.kind is SourceKind.SOCIAL_MEDIA:
        return False
    if source.kind in _MEDIA:
        return True
    if strict or _DECIDING.search(bare):
        return False
    unknown_name = source.kind is SourceKind.OTHER and not source.words.split()[0].islower()
    return unknown_name or source.kind in _COLLECTING


def lead(sentence: Sentence) -> tuple[int, Sources]:
    """ "Speaking to AFP, ...": where what follows begins, and whoever passes it on."""
    match = _LEAD.match(sentence.text)
    if match is None:
        return 0, ()
    relays, end = named(sentence, match.end())
    return end, relays


def aside(place: Place, start: int) -> Sources:
    """ "A doctor, speaking to AFP by phone, said": the relay named between a source and its verb."""
    match = _ASIDE.search(place.text, start, place.match.start())
    return named(place.sentence, match.end(), strict=False)[0] if match else ()


def recipient(place: Place, end: int) -> tuple[Sources, int]:
    """Whoever was told, and where that ends: "told AFP", "told reporters"."""
    following = place.token(end + 1) if end + 1 < len(place.text) else None
    if following is None or following.lower_ in ("that", "of", "how"):
        return (), end
    relays, after = named(place.sentence, end + 1, strict=False)
    if after == end + 1:
        return relays, following.idx + len(following) if following.tag_ == "PRP" else end
    return relays, after


def adjuncts(place: Place, end: int) -> tuple[Sources, int]:
    """What stands between a verb and what was said: when, in what setting, through whom; and where that ends."""
    via: Sources = ()
    for _ in range(5):
        setting = _ADJUNCT.match(place.text, end)
        if setting is None:
            break
        words = setting.group().strip(" ,")
        if words.endswith("ly") and not words.islower():
            break
        end = setting.end()
        carried = _CARRIED.match(place.text, end)
        if carried:
            addressed = _ADDRESSED.search(setting.group() + carried.group()) is None
            relays, after = named(place.sentence, carried.end(), strict=addressed)
            if relays:
                via, end = via + relays, after
    return via, end
