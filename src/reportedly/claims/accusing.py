"""Sentences that say who is behind an attack: claims of responsibility, blame, accusations.

"The Islamic State group claimed responsibility", "officials blamed the Front for the attack", "Russian jets may have
been responsible". Not "the Front denied it", nor "blamed the ministry for failing to act".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportedly import lexicon
from reportedly.caseless import Caseless
from reportedly.claims.deeds import Cause, Deed, Scene
from reportedly.extract.perpetrators import Kind

# What a sentence must hold to say so.
SAYS = Caseless(
    r"\b(?:responsib\w+|blam\w+|accus\w+|finger|suspicion|hallmarks?|credit|behind|suspect\w*|work\s+of|claimed|attributed|carried\s+out)\b"
)
_ATTACK = (
    r"(?:attacks?|killings?|strikes?|raids?|massacre|bombings?|shelling|assault|ambush|violence|abductions?|deaths?"
    r"|blasts?|explosions?|shootings?)"
)
_CLAIMS = re.compile(
    r"(?:,[^,]{0,120},)?,?\s+(?:(?:which|who|has|have|had|later|also|quickly|immediately|promptly|subsequently|on\s+\w+|\w+ly|itself)\s+)*"
    r"(?:(?:claimed|took|claims|taken|claim|accepted|admitted)\s+(?:the\s+)?(?:\w+\s+)?(?:responsibility|credit)"
    rf"|claim(?:ed|s)\s+(?:the|that|this|\w+day['’]s)\s+(?:\w+\s+)?{_ATTACK}"
    r"|(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+(?:\w+ly\s+)?"
    r"(?:blamed|suspected\s+(?:of|in|to\s+be)|responsible\s+for|behind\s+th)"
    r"|(?:blamed|wanted|suspected)\s+(?:for|of)\b|said\s+(?:(?!not\b)[\w'’-]+\s+){0,6}?(?:it|they|he|its\s+\w+)\s+(?:was|were|had\s+been)\s+(?:behind|responsible))",
    re.IGNORECASE,
)
_BLAMES = re.compile(
    r"\b(?:blam(?:ed|es|ing|e)|fingers?\s+at|suspicion\s+(?:\w+\s+)?fell\s+on|hallmarks?\s+of|work\s+of"
    r"|responsibility\s+(?:of|lies\s+with|\w+\s+claimed\s+by|by)|(?:blam\w+|pinn?\w*)\s+(?:[\w'’-]+\s+){0,8}?on|"
    + _ATTACK
    + r"\s+(?:to|on)"
    r"|attributed\s+(?:\w+\s+){0,4}to|(?:claimed|carried\s+out|perpetrated|committed)\s+by|suspects?|suspected|hold(?:s|ing)?|held)\s+(?:the\s+so-called\s+)?$",
    re.IGNORECASE,
)
_ACCUSES = re.compile(r"\baccus(?:ed|es|ing|e)\s+$", re.IGNORECASE)
# What must stand in a sentence for anybody in it to be accused, whoever that is: the patterns above without him.
_ANYBODY = Caseless(
    "|".join((_CLAIMS.pattern, _BLAMES.pattern.removesuffix("$"), _ACCUSES.pattern.removesuffix("$"), "responsible"))
)
_OF_ATTACK = re.compile(
    r"(?:\s+[\w'’-]+){0,6}\s+of\s+(?:\w+ly\s+)?(?:having\s+)?(?:attack|kill|carry|bomb|shell|strik|target|massacr|murder"
    r"|execut|abduct|kidnap|fir|launch|conduct|commit|perpetrat|stag|being\s+behind|shoot|burn|storm|raid|hit)",
    re.IGNORECASE,
)
# Of other attacks than the one told of: "claimed responsibility for several previous attacks".
_OTHERS = re.compile(
    r"(?:\s+[\w'’-]+){0,8}\s+(?:responsib\w+|credit|blamed)\s+for\s+(?:\w+\s+){0,2}"
    r"(?:previous|similar|other|past|earlier|several|dozens|many|numerous|most|some|such|string|series)\b",
    re.IGNORECASE,
)
# "accused the Army of abuses, including the killing of hundreds"
_OF_ABUSES = re.compile(
    r"\s+of\s+(?:\w+\s+){0,3}?(?:abuses|atrocities|crimes|violations),?\s+including\s+(?:the\s+)?"
    r"(?:killing|murder|massacre|execution|abduction|shooting|bombing)s?\s+of\b",
    re.IGNORECASE,
)
# A name with "the" is that of a body, not of a person: "the so-called Pacific Bloc".
_BODY = re.compile(r"the\s+(?:so-called\s+|\w+-\w+\s+)?[A-Z][\w'’-]+\s+(?:of\s+(?:the\s+)?)?[A-Z]")
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_HELD = re.compile(r"\b(?:hold(?:s|ing)?|held)\s+$", re.IGNORECASE)
_RESPONSIBLE = re.compile(r"\s+(?:\w+\s+)?(?:responsible|accountable)\b", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:no|any|neither|nor)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_FOR = re.compile(r"\s+(?:(?:\w+\s+)?(?:responsible|accountable)\s+)?for\s+((?:[\w'’-]+\s*){1,9})")


def accuses(text: str) -> bool:
    """Whether a sentence can say who is behind an attack. Needs no grammar."""
    return SAYS.search(text) is not None and _ANYBODY.search(text) is not None


def accused(scene: Scene) -> Iterator[Deed]:
    """Whoever a sentence says is behind an attack."""
    sentence = scene.sentence
    if not accuses(sentence.text):
        return
    yield from _responsible(scene)
    text = sentence.document.text
    for actor in scene.actors:
        value = actor.value
        if value.kind not in (Kind.PARTY, Kind.STATE, Kind.PERSON) or value.party is None or value.own:
            continue
        after = text[value.phrase.end : min(value.phrase.end + 120, sentence.passage.span.end)]
        before = text[max(sentence.start, value.phrase.start - 90) : value.phrase.start]
        if _OTHERS.match(after) or _NOBODY.search(before):
            continue
        if _HELD.search(before) and not _RESPONSIBLE.match(after):
            continue  # "rebels held soldiers"
        named = ("the so-called " if before.endswith("the so-called ") else "") + value.phrase.of(text)
        somebody = value.kind is not Kind.PERSON or _BODY.match(named) is not None
        blamed = somebody and _BLAMES.search(before) and _for_an_attack(after)
        if (
            blamed
            or _CLAIMS.match(after)
            or (_ACCUSES.search(before) and (_OF_ATTACK.match(after) or _OF_ABUSES.match(after)))
        ):
            yield Deed(value.phrase.start, Cause(scene.mention(actor)), Kind.ASSAULT, blamed=True)


def _responsible(scene: Scene) -> Iterator[Deed]:
    """ "Russian jets, flying high, may have been responsible" """
    for token in scene.sentence.doc:
        if token.lower_ != "responsible" or token.head.lower_ not in _BE:
            continue  # "held the army responsible": whoever held is not the one.
        cause = scene.doer(token.head)
        if cause is not None and cause.party is not None and not cause.party.rule.endswith("/person"):
            yield Deed(cause.party.start, cause, Kind.ASSAULT, blamed=True)


def _for_an_attack(after: str) -> bool:
    """Whether the blame is for an attack: not "for failing to act", "for the delay"."""
    found = _FOR.match(after)
    return found is None or bool(telling().search(found.group(1)))


@cache
def telling() -> Caseless:
    """What a sentence must hold for its grammar to be worth the asking: a word of attack or of harm."""
    parties, harms = lexicon.table("en", "parties"), lexicon.table("en", "harms")
    words = {
        word for name in ("strikes", "assaults", "blasts", "mutual", "attacking", "crewed") for word in parties[name]
    }
    words |= {
        form for name in harms if name.endswith(("_done_to", "_state")) for form in harms[name] if " " not in form
    }
    every = lexicon.alternatives(words - {"vest"} | {"responsibility", "blamed", "accused"})
    return Caseless(rf"\b(?:{every})\b")
