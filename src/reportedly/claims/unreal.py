"""Figures that are no statement of harm: wished for, feared, threatened, said not to have happened."""

from __future__ import annotations

import re
from functools import cache

from reportedly import lexicon
from reportedly.claims.scene import Link, Scene
from reportedly.model import Harm

_STANDING_ON_OTHERS = ("linking/noun", "linking/of-the", "linking/of-them", "linking/attribute", "linking/carried")
_WOUNDS = re.compile(
    r"\b(?:wound\w*|injur\w*|gunshot|shrapnel|burns?|blast|scene|shock|hurt|explosion|attack)\b", re.IGNORECASE
)
_RELEASED = re.compile(
    r"\b(?:freed|released|rescued|recovered|ransomed?|escaped|returned|back home|let go|set free)\b", re.IGNORECASE
)
# "have not been released", "yet to be freed"
_STILL_HELD = re.compile(
    r"\b(?:not|never|yet to|nobody|none)(?: yet)? (?:been |be )?(?:freed|released|returned|rescued)\b"
)
# "a deal that would see 30,000 people evacuated"
_WOULD_SEE = re.compile(r"\b(?:would|will|could|may|might|set to|due to|expected to) see [^,;.]*$")
# "ordered the arrest of two ministers"
_ASKED_FOR = re.compile(
    r"\b(?:order(?:s|ed|ing)?|seek(?:s|ing)?|sought|demand(?:s|ed|ing)?|call(?:s|ed|ing)? for|warrants? for"
    r"|request(?:s|ed|ing)?|authori[sz](?:es|ed|ing)|urg(?:es|ed|ing)|plott(?:ed|ing)) (?:the |for the )?(?:\w+ )?$"
)


def why_unreal(scene: Scene, joined: Link) -> str | None:
    """Why a joined figure is no statement of harm: wished for, feared, threatened, denied to have happened."""
    harm = joined.harm.span
    text = scene.sentence.document.text
    sentence = scene.sentence.passage.span
    if not sentence.contains(harm):
        return None
    first = min(harm.start, joined.amount.mention.start)
    before = text[sentence.start : harm.start].lower()
    near = text[max(sentence.start, first - 60) : harm.start].lower()
    match = _unreal_words().search(near)
    if match:
        return f"not stated as having happened (“{match.group().strip()}”)"
    if joined.harm.value in (Harm.ABDUCTED, Harm.DETAINED, Harm.MISSING) and joined.harm.rule in _STANDING_ON_OTHERS:
        around = text[max(sentence.start, first - 40) : sentence.end]
        released = _RELEASED.search(around)
        if released and not _STILL_HELD.search(around):
            return f"no longer held (“{released.group()}”)"
    if re.search(
        r"\b(?:could|may|might|would) (?!have\b|be\b)\w+ (?:another )?$",
        text[max(sentence.start, joined.amount.mention.start - 40) : joined.amount.mention.start].lower(),
    ):
        return "a figure that may be reached, not one that was"
    if re.search(
        r"\b(?:could|may|might|would|will) (?:also |soon |yet )?$",
        text[max(sentence.start, harm.start - 20) : harm.start].lower(),
    ):
        return "may happen, has not"
    if text[harm.start : harm.end].lower().startswith("treat") and not _WOUNDS.search(
        text[sentence.start : sentence.end]
    ):
        return "treated, but not for wounds"
    between = text[harm.end : joined.amount.mention.start].lower() if harm.end < joined.amount.mention.start else ""
    if re.search(
        r"\b(?:could|may|might|would|will|likely to|expected to|set to)\s+(?:\w+\s+)?(?:reach|rise|climb"
        r"|exceed|increase|grow|top|surpass|go)\b",
        between,
    ):
        return "a figure that may be reached, not one that was"
    if _WOULD_SEE.search(text[sentence.start : first].lower()):
        return "foreseen, not stated"
    if joined.harm.rule == "linking/nominal" and _ASKED_FOR.search(before):
        return "ordered or called for, not stated"
    if text[harm.start : harm.end].lower() == "to death" and re.search(r"\b(?:sentenc|condemn)\w+\b", before):
        return "a sentence, not a death"
    if re.search(r"\bfear(?:s|ed|ing)?\b(?:\s+(?!after\b)\S*[^\s,;]){0,14}\s*$", before) and not re.search(
        r"\bfeared\s+(?:\S+\s+)+(?:said|says)\b", before
    ):
        return "feared, not stated"
    if re.search(r"\b(?:did|does|do|has|have|had|was|were)(?:\s+not|n['’]t)\s+(?:\w+\s+)?$", before[-30:]):
        return "said not to have happened"
    return None


@cache
def _unreal_words() -> re.Pattern[str]:
    words = sorted(lexicon.table("en", "harms")["unreal"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\s+(?:\w+\s+){{0,2}}(?:\d[\d,]*\s+(?:\w+\s+)?)?$")
