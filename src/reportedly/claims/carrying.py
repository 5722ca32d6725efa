"""Carries the author of an attack over sentences, when a figure goes on about it.

"Gunmen attacked a village, killing 20. Dozens were wounded": wounded by the gunmen. "A bomb killed 20. The Islamic State
claimed responsibility": by the Islamic State. Not carried: figures of a war, the dead of both sides, whatever happened
elsewhere or long before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from reportedly import lexicon
from reportedly.claims.deeds import Cause, Deed, Scene
from reportedly.claims.draft import Draft, Report
from reportedly.extract.perpetrators import Actor, Kind
from reportedly.model import Harm, Mention, PassageKind, Span, VictimClass

# How many sentences an author is carried over; tuned on the development gold (benchmarks/quality.py).
_BACK, _BACK_TO_THE_ATTACK, _AHEAD, _AHEAD_TO_A_CLAIM = 3, 6, 3, 10
_SAME_BLOW = 2

# What a figure of a whole war, or of long ago, hangs on: no author of an attack told beside it.
_BACKGROUND = re.compile(
    r"\b(?:(?:the|a|an|its|this|his|their|\w+['’]?s|\w+-year(?:-old|-long)?|civil|long|bloody)\s+(?:[\w-]+\s+)?"
    r"(?:conflict|war|uprising|insurgency|crisis|revolution|rebellion|genocide)\b"
    r"|since\s+(?:the\s+)?(?:\w+\s+)?(?:19|20)\d\d|since\s+(?:[\w-]+\s+){0,3}(?:began|erupted|started|broke\s+out)|in\s+(?:\w+\s+)?(?:19|20)\d\d\b"
    r"|last\s+(?:month|year)|(?:years?|months|decades?|weeks)\s+(?:ago|earlier)|so\s+far\s+this\s+year|(?:this|the\s+same)\s+year"
    r"|over\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years|decade|months)|(?:in|since)\s+recent\s+(?:years|months))",
    re.IGNORECASE,
)
# It is said that nobody knows who did it.
_UNKNOWN = re.compile(
    r"\b(?:(?:not|n['’]t)\s+(?:immediately\s+|yet\s+)?(?:clear|known)\s+(?:who|whose)|unclear\s+(?:who|whose)|could\s+not\s+(?:say|determine|tell)\s+(?:whether|who)"
    r"|whether\s+the\s+\w+\s+was\s+\w+\s+or\s+\w+)",
    re.IGNORECASE,
)
# Another event than the one told before.
_ELSEWHERE = re.compile(
    r"^\W*(?:in\s+a\s+separate|separately|elsewhere|in\s+another|in\s+other|a\s+separate|earlier\s+this|in\s+an?\s+(?:earlier|unrelated|previous))\b"
    r"|\bother\s+areas?\b|\bvarious\s+other\b|\banother\s+(?:hospital|school|market|attack|raid|strike|village|town)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\b(?:responsib\w+|blam\w+|accus\w+|carried\s+out|suspect\w*|hallmarks|behind|suicide\s+(?:\w+\s+)?bomber|attackers?|gunm[ae]n|assailants?|shooters?|finger|claimed)\b",
    re.IGNORECASE,
)
_ATTACKER = re.compile(
    r"(?:the|a|an|two|three|several)?\s*(?:\w+\s+)?(?:suicide\s+(?:\w+\s+)?bombers?|attackers?|gunm[ae]n|assailants?|shooters?|bombers?|hijackers?)",
    re.IGNORECASE,
)


class Carrying:
    """Looks around a draft's sentence for whoever did it. `scene` gives a sentence's parties by its index."""

    def __init__(self, report: Report, scene: Callable[[int], Scene], fits: Callable[[Draft, Cause], bool]) -> None:
        self.report = report
        self.scene = scene
        self.fits = fits

    def author(self, draft: Draft, attack: Actor | None) -> Mention[str] | None:
        """Who did it by the sentences around. `attack` is the one that the draft's own sentence speaks of, if any."""
        definite = attack is not None and attack.definite
        text = draft.sentence.text
        if _BACKGROUND.search(text) and not definite:
            return None
        if attack is None and self._both_sides(draft):
            return None
        if attack is not None and attack.kind is Kind.BLAST and not definite:
            return self._ahead(draft, attack)
        return self._back(draft, attack, definite) or self._ahead(draft, attack)

    def _back(self, draft: Draft, attack: Actor | None, definite: bool) -> Mention[str] | None:
        index = draft.sentence.passage.index
        elsewhere = bool(_ELSEWHERE.search(draft.sentence.text))
        if (
            elsewhere
            and not definite
            and (attack is None or attack.kind is not Kind.STRIKE or self._unnamed_before(index))
        ):
            return None
        if self._unknown(index) and not self._told_by_blame(index):
            return None
        reach = _BACK_TO_THE_ATTACK if attack is not None else _BACK
        for at in range(index - 1, max(-1, index - 1 - reach), -1):
            if not telling().search(self.report.sentences[at].text):
                continue
            if _BACKGROUND.search(self.report.sentences[at].text) and not definite:
                continue
            deeds = self.scene(at).deeds()
            fights = any(deed.kind is Kind.MUTUAL and deed.cause.closed for deed in deeds)
            if fights and not definite:
                return None
            found = self._named(draft, deeds, attack)
            if found is None and at >= index - _BACK and _ATTACKER.search(self.report.sentences[at].text):
                found = self._attacker(draft, self.scene(at))
            if found is not None:
                return found
            if not definite and self._another_blow(deeds):
                return None
        return None

    def _named(self, draft: Draft, deeds: list[Deed], attack: Actor | None) -> Mention[str] | None:
        """The author of the attack that a sentence is about; None where its main attack has none."""
        named = [deed for deed in deeds if self._carries(deed, draft.harm.value) and self.fits(draft, deed.cause)]
        if not named:
            return None
        first = next((deed for deed in deeds if deed.kind is not Kind.FATE), named[0])
        if (
            first.cause.attack is not None
            and first.definite
            and first.verb is None
            and all(deed.aside for deed in named)
        ):
            return None  # "The bombardment hit the town where rebels killed a pilot"
        kind = attack.kind if attack is not None else None
        return next((deed for deed in named if deed.kind is kind), named[0]).cause.party

    def _carries(self, deed: Deed, harm: Harm) -> bool:
        """Parties are carried; of persons only those of whom no more is said ("a man", "two women"), never names.

        Whoever bombed did not arrest the suspects, and whoever arrests some is not said to have killed others.
        """
        party = deed.cause.party
        if party is None or deed.kind is Kind.MUTUAL:
            return False
        if harm is Harm.DETAINED:
            return deed.arrest or bool(_OFFICIAL.search(party.value))
        if deed.arrest and harm is not Harm.ABDUCTED:
            return False
        if not party.rule.endswith("/person"):
            return True
        return (
            deed.verb is not None
            and bool(re.match(r"(?:an?|the|two|three|\d+)\s", party.value, re.IGNORECASE))
            and party.value.split()[-1].islower()
        )

    def _another_blow(self, deeds: list[Deed]) -> bool:
        """ "A car bomb exploded in the market": from here on it is about that."""
        return any(deed.cause.attack is not None and deed.kind is Kind.BLAST and not deed.definite for deed in deeds)

    def _unnamed_before(self, index: int) -> bool:
        """Whether the report told of such attacks first without an author: then no later author did them all."""
        for at in range(index):
            sentence = self.report.sentences[at]
            if sentence.passage.kind is PassageKind.HEADLINE or not sentence.parsed:
                continue
            for deed in self.scene(at).deeds():
                if deed.kind in (Kind.STRIKE, Kind.ASSAULT) and deed.cause.party is not None:
                    return False
                if deed.kind is Kind.STRIKE and deed.cause.attack is not None and not deed.definite:
                    return True
        return False

    def _unknown(self, index: int) -> bool:
        around = self.report.sentences[max(0, index - 3) : index + 4]
        return any(_UNKNOWN.search(sentence.text) for sentence in around)

    def _told_by_blame(self, index: int) -> bool:
        return any(deed.blamed for deed in self.scene(index).deeds())

    def _both_sides(self, draft: Draft) -> bool:
        """ "45 militants and 20 militia fighters had been killed": the dead of a battle, in a sentence without its author."""
        victims = draft.victims.value if draft.victims is not None else None
        if victims is None or victims.victim_class is not VictimClass.COMBATANT:
            return False
        scene = self.scene(draft.sentence.passage.index)
        parties = [actor.value.phrase for actor in scene.actors if actor.value.kind is Kind.PARTY]
        counted = [span for span in parties if _counted(scene, span)]
        return len(counted) > 1

    def _ahead(self, draft: Draft, attack: Actor | None) -> Mention[str] | None:
        index = draft.sentence.passage.index
        for at, scene in self._answers(index):
            for deed in scene.deeds():
                if deed.blamed and self.fits(draft, deed.cause):
                    return deed.cause.party
            if at <= index + _AHEAD and (found := self._attacker(draft, scene)) is not None:
                return found
        if attack is None or attack.kind is not Kind.BLAST:
            return self._same_blow(draft, attack)
        return None

    def _answers(self, index: int) -> Iterator[tuple[int, Scene]]:
        for at in range(index + 1, min(len(self.report.sentences), index + 1 + _AHEAD_TO_A_CLAIM)):
            text = self.report.sentences[at].text
            if _ANSWERS.search(text) if at <= index + _AHEAD else re.search(r"\bresponsib|\bblamed\b", text):
                yield at, self.scene(at)

    def _attacker(self, draft: Draft, scene: Scene) -> Mention[str] | None:
        """ "The suicide bomber was driving a van", "the attackers fled": of the attack told before."""
        text = draft.sentence.document.text
        for actor in scene.actors:
            words = actor.value.phrase.of(text)
            if (
                actor.value.party is not None
                and _ATTACKER.fullmatch(words)
                and self.fits(draft, Cause(scene.mention(actor)))
            ):
                return scene.mention(actor)
        for deed in scene.deeds():
            if (
                deed.cause.party is not None
                and deed.definite
                and deed.verb is None
                and _BY.search(scene.sentence.text)
                and self.fits(draft, deed.cause)
            ):
                return deed.cause.party
        return None

    def _same_blow(self, draft: Draft, attack: Actor | None) -> Mention[str] | None:
        """The next sentences tell who shelled: "Shells hit a market, killing nine. Militants fired them from the hills." """
        index = draft.sentence.passage.index
        if self._unknown(index) or attack is None:
            return None
        for at in range(index + 1, min(len(self.report.sentences), index + 1 + _SAME_BLOW)):
            text = self.report.sentences[at].text
            if not telling().search(text) or _BACKGROUND.search(text) or _ELSEWHERE.search(text):
                continue
            for deed in self.scene(at).deeds():
                if deed.cause.closed:
                    return None
                alike = deed.kind is attack.kind or draft.sentence.passage.kind is PassageKind.HEADLINE
                if (
                    alike
                    and deed.cause.party is not None
                    and self._carries(deed, draft.harm.value)
                    and self.fits(draft, deed.cause)
                ):
                    return deed.cause.party
        return None


def _counted(scene: Scene, phrase: Span) -> bool:
    tokens = scene.sentence.tokens(phrase)
    before = scene.sentence.doc[max(0, tokens[0].i - 1)]
    return before.tag_ == "CD" or any(token.tag_ == "CD" for token in tokens)


_OFFICIAL = re.compile(
    r"\b(?:police|forces|army|troops|soldiers|security|authorities|military|gendarme\w*|guards?|regime|government|junta)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:carried\s+out|launched|staged|committed|perpetrated|conducted|executed|claimed)\s+by\b", re.IGNORECASE
)


@cache
def telling() -> re.Pattern[str]:
    """What a sentence must hold for its grammar to be worth the asking: a word of attack or of harm."""
    table = lexicon.table("en", "parties")
    words = {
        word for name in ("strikes", "assaults", "blasts", "mutual", "attacking", "crewed") for word in table[name]
    }
    words |= {
        form.split(" ")[0]
        for name, forms in lexicon.table("en", "harms").items()
        if name.endswith("_done_to")
        for form in forms
    }
    words -= {
        "set",
        "left",
        "leave",
        "leaves",
        "leaving",
        "put",
        "took",
        "take",
        "taken",
        "made",
        "cut",
        "cost",
        "held",
        "carried",
        "registered",
        "vest",
    }
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words | {"responsibility", "blamed", "accused"}, key=len, reverse=True):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    groups = "|".join(f"{letter}(?:{'|'.join(tails)})" for letter, tails in sorted(by_letter.items()))
    return re.compile(rf"\b(?:{groups})\b", re.IGNORECASE)
