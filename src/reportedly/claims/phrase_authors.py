"""Authors that the words tell and the grammar misses, and parties that the grammar takes for authors and are none."""

from __future__ import annotations

from reportedly.caseless import Caseless
from reportedly.claims.deeds import Cause, Scene
from reportedly.claims.draft import Draft
from reportedly.extract.perpetrators import Kind
from reportedly.model import Harm, Mention, Span

_COUNTED = Caseless(r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|dozens\s+of|several)\s")
_STRANGERS = Caseless(
    r"(?:(?:the|some|several|two|three|four|\d+)\s+)?(?:\w+\s+)?"
    r"(?:gunmen|(?:armed|masked|hooded|unidentified|unknown|uniformed)\s+(?:\w+\s+)?(?:men|people|persons|individuals))$"
)
_EQUIPPED = Caseless(
    r"(?:\s+(?P<as>who\s+(?:identified|described|introduced)\s+themselves\s+as\s+[^.;,]{1,90}?)"
    r"|\s+(?:in|on|aboard|riding|wearing|dressed)\s+[^.;,]{1,60}?)?\s+(?:(?:\w+ly|also|then)\s+)?"
)
_RULERS = ("government", "regime", "junta")
_UNDER = Caseless(r"\s+(?:[^.;,:]{0,60}\s)?under\s+")
_HARMED = Caseless(
    r"\s+(?:(?:was|were|ha(?:s|ve|d)\s+been)\s+(?:\w+ly\s+)?(?:killed|wounded|injured|hurt|shot|abducted|kidnapped)"
    r"|died|lost\s+(?:both|his|her|their)\b)"
)
_SUSPECT = Caseless(
    r"\s+(?:suspected|accused)\s+of\s+[^.;,]{1,60}?\s+(?:was|were|ha(?:s|ve|d)\s+been)\s+(?:arrested|detained|held)\b"
)


def came_to_harm(text: str, party: Mention[str]) -> bool:
    """Whether the party is told of as counted dead or hurt, or as arrested on suspicion, right behind its words."""
    if party.rule.endswith("/person") and _SUSPECT.match(text, party.end):
        return True
    return _COUNTED.match(party.value) is not None and _HARMED.match(text, party.end) is not None


def strangers(draft: Draft, scene: Scene) -> Cause | None:
    """ "masked men in 40 vehicles rounded up 60", where the grammar takes "masked" for the verb."""
    if draft.harm.rule != "linking/object" or draft.harm.start > draft.quantity.start:
        return None
    text = draft.sentence.document.text
    for actor in scene.actors:
        phrase = actor.value.phrase
        if actor.value.party is None or phrase.end >= draft.harm.start or not _STRANGERS.match(phrase.of(text)):
            continue
        between = _EQUIPPED.fullmatch(text, phrase.end, draft.harm.start)
        if between is None:
            continue
        span = Span(phrase.start, between.end("as")) if between["as"] else phrase
        return Cause(Mention(span.of(text), (span,), actor.rule))
    return None


def ruled(draft: Draft, scene: Scene) -> Cause | None:
    """ "were forcibly disappeared under the Sarat government": whoever ruled then."""
    if draft.harm.value not in (Harm.MISSING, Harm.DETAINED):
        return None
    text = draft.sentence.document.text
    for actor in scene.actors:
        phrase = actor.value.phrase
        ruler = actor.value.kind is Kind.PARTY and phrase.of(text).lower().endswith(_RULERS)
        if ruler and phrase.start >= draft.harm.end and _UNDER.fullmatch(text, draft.harm.end, phrase.start):
            return Cause(scene.mention(actor))
    return None
