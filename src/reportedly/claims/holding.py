"""Whether people who are held or seized were detained or abducted: by whoever holds them, and what else is said.

"Police are holding 40 students" detains them; "militants are holding 40 students" abducted them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.claims.scene import Link, Scene
from reportedly.extract.party_words import table
from reportedly.model import Harm

_EITHER = re.compile(
    r"(?:held|holding|seized|seizing|taken away|led away|marched off|taken into|captured|capturing"
    r"|took away|taking away|(?:dragg|haul|cart|led|march|herd|bundl)\w* (?:off|away))$"
)
_HELD = re.compile(r"(?:held|holding)$")
# "took away five staff, bringing to 28 its personnel in Houthi detention"
_JAILED = re.compile(r"\bin (?:\w+ )?(?:detention|custody|jail|prison)\b")
_HOSTAGE = re.compile(r"\b(?:hostages?|captives?|kidnap\w*|abduct\w*|ransom\w*|captors?|captivity)\b", re.IGNORECASE)


def told_apart(scene: Scene, joined: Link) -> Link:
    """The link with its harm set right where its word is used of arrests and of kidnappings alike."""
    if joined.word is None or joined.harm.value not in (Harm.DETAINED, Harm.ABDUCTED):
        return joined
    document = scene.sentence.document.text
    if not _EITHER.search(joined.word.span.of(document).lower()):
        return joined
    harm = _kind(scene, joined)
    return joined if harm is joined.harm.value else replace(joined, harm=replace(joined.harm, value=harm))


def _kind(scene: Scene, joined: Link) -> Harm:
    text = scene.sentence.text
    assert joined.word is not None
    at = max(0, joined.word.start - scene.sentence.start)
    held = _HELD.search(text[at : joined.word.end - scene.sentence.start].lower()) is not None
    before = text[max(0, min(at, joined.amount.mention.start - scene.sentence.start) - 60) : at]
    agent = re.match(r"[^.;,]{0,40}?\bby (?P<who>[^.;,]{3,50})", text[joined.word.end - scene.sentence.start :])
    asking = before if joined.amount.mention.start > joined.word.start else ""  # "12 suspects are being held"
    who = agent["who"] if agent is not None else asking
    if joined.amount.noun_form in ("hostage", "hostages", "captives", "captive") or (held and _HOSTAGE.search(text)):
        return Harm.ABDUCTED
    if _JAILED.search(text) and not _HOSTAGE.search(text):
        return Harm.DETAINED
    hostile = _hostile(who)
    if joined.harm.value is Harm.ABDUCTED:
        return Harm.DETAINED if not hostile and _lawful(who) and not _HOSTAGE.search(text) else Harm.ABDUCTED
    if not held:
        return Harm.DETAINED
    if hostile and not _lawful(who):
        return Harm.ABDUCTED
    # "Six of the captives are back home. Five are still being held."
    told = scene.sentence.document.text[max(0, scene.sentence.start - _BEFORE) : scene.sentence.start]
    kept = agent is None and _HOSTAGE.search(told) is not None
    return Harm.ABDUCTED if kept and not _lawful(text) else Harm.DETAINED


def _hostile(words: str) -> bool:
    """Whether the words name kidnappers rather than a state: "gunmen", "the group", "bandits"."""
    names = table("hostile") | table("rebel_side") | table("taking_captive")
    return any(word in names for word in _WORD.findall(words.lower()))


def _lawful(words: str) -> bool:
    return any(word in table("taking_into_custody") for word in _WORD.findall(words.lower()))


# How far back a kidnapping that was told of lends its meaning to "are still being held".
_BEFORE = 250
_WORD = re.compile(r"[\w-]+")
