"""The words that show that somebody said something, with whoever said it and the side on which what was said stands.

Read by `extract.sources`, which settles how far each of them reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from reportedly import lexicon, speakers
from reportedly.caseless import Caseless
from reportedly.extract.cues import phrases, relays, verbs
from reportedly.extract.cues.cue import Cue as Cue
from reportedly.extract.cues.cue import Place
from reportedly.extract.cues.cue import Side as Side
from reportedly.language import Sentence
from reportedly.model import PassageKind

_GAP = re.compile(
    r"[,;]\s+(?:and |while |but )?"
    r"(?=(?:[\w.'’-]+\s+){1,6}?at\s+(?:\d|more|about|around|at least|nearly|over))"
)
_CREDIT_AFTER = re.compile(r"\s*(?::|\s[-–—])\s+([\w’' .-]{2,40})[.\s]*$")
_CREDIT_BEFORE = re.compile(r"([\w’' .-]{2,30}):\s")


def find(sentence: Sentence) -> list[Cue]:
    """The cues of a sentence, in order; none where no word of speech stands."""
    pattern, classes = _words()
    headline = sentence.passage.kind is PassageKind.HEADLINE
    matches = list(pattern.finditer(sentence.text))
    if not matches and not headline:
        return []
    found: list[Cue] = []
    floor, lead = relays.lead(sentence)
    for match in matches:
        if match.start() < floor or (found and match.start() < found[-1].end):
            continue
        cue = _read(Place(sentence, match, found, floor), classes)
        if cue is None:
            continue
        if lead and not cue.via and cue.side is not Side.BACKWARD:
            cue, lead = replace(cue, via=lead, start=0), ()
        found = [earlier for earlier in found if earlier.end <= cue.start or earlier.start < cue.start]
        found.append(cue)
        floor = max(floor, cue.end)
        if cue.rule == "sources/put":
            found.extend(_gapped(sentence, cue.end))
    if headline and not found:
        found.extend(_credits(sentence))
    return found


def _read(place: Place, classes: dict[str, str]) -> Cue | None:
    group = place.match.lastgroup
    kind = classes.get(" ".join(place.match.group().split()), "")
    if group in ("to", "count"):
        return phrases.according(place)
    if group == "by":
        return phrases.given_by(place)
    if group == "citing":
        return phrases.citing(place)
    if group == "own":
        # "The ministry's estimate that ..."; but "The agency estimates that ..." is a verb after all.
        return phrases.owned(place) or (verbs.read(place, kind) if kind else None)
    if group == "from":
        return phrases.given_from(place)
    return phrases.going_on(place) if kind == "going_on" else verbs.read(place, kind)


@cache
def _words() -> tuple[Caseless, dict[str, str]]:
    """One pattern for all cues, and the class of each verb."""
    table = lexicon.table("en", "sources")
    classes: dict[str, str] = {}
    for name in ("say", "claim", "tell", "report", "count", "put", "going_on"):
        for form in table[name]:
            classes.setdefault(form, name)
    forms, given = lexicon.alternatives(classes), lexicon.alternatives(table["given_by"])
    pattern = (
        r"\b(?P<to>according to|as per|(?:(?<=,\s)|^)per(?!\s+(?:cent|day|week|month|year|hour|person|head|capita|\d)))"
        rf"(?!\w)|(?<![\w-])(?P<by>(?:{given})(?:\s+\w+ly)?\s+by)(?!\w)|(?P<count>{phrases.BY_COUNT})"
        rf"|(?<![\w-])(?P<citing>citing|quoting)(?!\w)|(?P<own>{phrases.POSSESSED})|(?P<from>{phrases.FROM_BY})"
        rf"|(?<![\w-])(?P<verb>{forms})(?![\w-])"
    )
    return Caseless(pattern), classes


def hinted(sentence: Sentence) -> bool:
    """Whether a word stands in the sentence that may be a cue; asked without its grammar."""
    return _words()[0].search(sentence.text) is not None


def _gapped(sentence: Sentence, start: int) -> Iterator[Cue]:
    """ "Kampala put the number of dead at 12, the group at 70": the second body has no verb of its own."""
    for match in _GAP.finditer(sentence.text, start):
        named = speakers.after(sentence.doc, sentence.token_at(sentence.start + match.end()).i)
        if not named or not speakers.plausible(sentence.doc, named[0]):
            continue
        last = sentence.doc[named[-1].last]
        end = last.idx + len(last)
        if re.match(r"\s+at\s", sentence.text[end:]):
            origins = speakers.sources(sentence, named, "sources/named")
            yield Cue(match.end(), end, (match.end(), end), origins, (), Side.FORWARD, "sources/put")


def _credits(sentence: Sentence) -> Iterator[Cue]:
    """A headline's credit: "56 killed in strike: monitor", "Monitor: 56 killed in strike"."""
    for match in (_CREDIT_AFTER.search(sentence.text), _CREDIT_BEFORE.match(sentence.text)):
        if match is None or (match.group(1).isupper() and speakers.known(match.group(1)) is None):
            continue
        named = speakers.after(sentence.doc, sentence.token_at(sentence.start + match.start(1)).i)
        last = sentence.doc[named[-1].last] if named else None
        if last is None or last.idx + len(last) < match.end(1) - 1 or not speakers.somebody(sentence.doc, named[0]):
            continue
        if sentence.doc[named[0].head].lower_ in lexicon.table("en", "sources")["paper"]:
            continue
        origins = speakers.sources(sentence, named, "sources/named")
        side = Side.BACKWARD if match.start() else Side.FORWARD
        yield Cue(match.start(), match.end(), match.span(1), origins, (), side, "sources/credit")
        return
