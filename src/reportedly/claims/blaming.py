"""Chooses who is said to have done the harm of a draft: in its own clause, else carried from the sentences around it."""

from __future__ import annotations

import re
from functools import cache

from reportedly import lexicon
from reportedly.claims.carrying import Carrying
from reportedly.claims.deeds import Cause, Deed, Scene, verb_of
from reportedly.claims.draft import Draft, Report
from reportedly.extract.perpetrators import ATTACKS, Actor, Kind
from reportedly.model import Harm, Mention, VictimClass


class Blaming:
    """The parties of a report, found once; asked draft by draft."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._scenes: dict[int, Scene] = {}
        self._known: dict[int, tuple[Draft, Mention[str] | None]] = {}
        self._carrying = Carrying(report, self.scene, _fits)

    def perpetrator(self, draft: Draft) -> Mention[str] | None:
        """Who did it, in the report's words, alleged or not; None where the text does not say."""
        if id(draft) not in self._known:
            # The draft is kept, so that its id stays its own.
            self._known[id(draft)] = draft, self._choose(draft)
        return self._known[id(draft)][1]

    def _choose(self, draft: Draft) -> Mention[str] | None:
        cause = self._own(draft)
        if cause.party is not None:
            return cause.party
        if cause.closed:
            return None
        if draft.whole is not None:
            return self.perpetrator(draft.whole)
        if draft.harm.rule == "linking/lost":
            return None  # "the group lost 15 fighters in the attack": its own attack.
        if draft.harm.value in (Harm.DISPLACED, Harm.MISSING) and not (
            cause.attack is not None and cause.attack.definite
        ):
            return None
        return self._carrying.author(draft, cause.attack)

    def scene(self, index: int) -> Scene:
        if index not in self._scenes:
            self._scenes[index] = Scene(self.report.sentences[index], lambda: self._before(index))
        return self._scenes[index]

    def _before(self, index: int) -> Scene | None:
        return self.scene(index - 1) if index else None

    # In its own sentence.

    def _own(self, draft: Draft) -> Cause:
        scene = self.scene(draft.sentence.passage.index)
        here = draft.sentence.passage.span.contains(draft.harm.span)
        unnamed: Cause | None = None
        if here:
            found = self._did(draft, scene)
            if found is not None and (found.closed or _fits(draft, found)):
                if found.party is not None or found.closed:
                    return found
                unnamed = found
        found = self._tied(draft, scene, here)
        if found is not None and (found.party is not None or (found.closed and unnamed is None)):
            return found
        return unnamed or found or Cause()

    def _did(self, draft: Draft, scene: Scene) -> Cause | None:
        """The author of the verb of harm itself, or of the verb that its noun is the object of."""
        token = draft.sentence.token_at(draft.harm.start)
        passive = draft.harm.rule in ("linking/passive", "linking/participle", "linking/subject", "linking/zero")
        if token.lower_ in _died():
            return self._fled(draft, scene) or self._at_hands(draft, scene)
        if passive or (
            token.tag_ == "VBN"
            and not any(child.dep_ == "aux" and child.lower_ in ("has", "have", "had") for child in token.children)
        ):
            agent = next((child for child in token.children if child.dep_ == "agent"), None)
            child = next(iter(agent.children), None) if agent is not None else None
            found = scene.resolve(child, token) if child is not None else None
            if found is not None or passive:
                return found or self._fled(draft, scene) or self._at_hands(draft, scene)
        hands = self._at_hands(draft, scene)
        if hands is not None:
            return hands
        verb = verb_of(token)
        return scene.doer(verb) if verb is not None else None

    def _fled(self, draft: Draft, scene: Scene) -> Cause | None:
        """ "fled an army offensive", "escaped from the militia": whoever people flee drives them out."""
        if draft.harm.value is not Harm.DISPLACED:
            return None
        text = draft.sentence.document.text
        for actor in scene.actors:
            between = (
                text[draft.harm.end : actor.value.phrase.start] if actor.value.phrase.start >= draft.harm.end else None
            )
            if (
                between is not None
                and re.fullmatch(r"\s+(?:from\s+)?", between)
                and actor.value.kind in (*ATTACKS, Kind.PARTY)
            ):
                return scene.cause(actor, None, None)
        return None

    def _at_hands(self, draft: Draft, scene: Scene) -> Cause | None:
        """ "died at the hands of the militia" """
        text = draft.sentence.document.text
        for actor in scene.actors:
            start = actor.value.phrase.start
            if (
                start > draft.harm.end
                and actor.value.party is not None
                and text[:start].rstrip().endswith("at the hands of")
            ):
                return Cause(scene.mention(actor))
        return None

    def _tied(self, draft: Draft, scene: Scene, here: bool) -> Cause | None:
        """ "killed in U.S. air strikes", "killed when army helicopters dropped bombs", "In a rebel attack, 12 died" """
        start = min(draft.harm.start, draft.quantity.start) if here else draft.quantity.start
        end = max(draft.harm.end, draft.quantity.end) if here else draft.quantity.end
        limit = self._limit(draft, end)
        unnamed: Cause | None = None
        taken = draft.harm.value in (Harm.DETAINED, Harm.ABDUCTED)
        told = [deed for deed in scene.deeds() if taken or not deed.arrest]
        deeds = [deed for deed in told if deed.cause.closed or _fits(draft, deed.cause)]
        for deed in deeds:
            if start <= deed.at < limit and self._tie(draft, scene, deed, min(start, end)):
                if deed.cause.party is not None:
                    return Cause(closed=True) if self._opposed(draft, deed, deeds) else deed.cause
                if deed.cause.closed:
                    return unnamed or deed.cause
                unnamed = unnamed or deed.cause
        for deed in reversed(deeds):
            if deed.at < start and not _BREAK.search(draft.sentence.document.text[deed.at : start]):
                if deed.cause.party is not None:
                    return deed.cause
                if (
                    deed.cause.closed
                    and self._tie(draft, scene, deed, draft.sentence.start)
                    and deed.kind is Kind.MUTUAL
                ):
                    return unnamed or deed.cause
                if deed.cause.attack is not None:
                    unnamed = unnamed or deed.cause
        for deed in deeds:
            if deed.blamed and deed.at >= start:
                return deed.cause
        if unnamed is None and _ACCIDENT.search(
            draft.sentence.text, end - draft.sentence.start, limit - draft.sentence.start
        ):
            return Cause(closed=True)
        return unnamed

    def _opposed(self, draft: Draft, deed: Deed, deeds: list[Deed]) -> bool:
        """ "a government assault and a rebel counterattack": each side attacked, and neither did it all."""
        text = draft.sentence.document.text
        for other in deeds:
            if (
                other.at > deed.at
                and other.verb is None
                and other.cause.party is not None
                and deed.cause.party is not None
            ):
                joined = re.fullmatch(r"[\w\s-]*\s(?:and|or)\s+(?:(?:an?|the|by)\s+)?", text[deed.at : other.at])
                return bool(joined) and other.cause.party.value.lower() != deed.cause.party.value.lower()
        return False

    def _limit(self, draft: Draft, start: int) -> int:
        """Where the clause of the harm ends, roughly."""
        text = draft.sentence.document.text
        end = draft.sentence.passage.span.end
        stop = re.search(r";|\bwhile\b(?!\s+\w+ing\b)|\bwhereas\b|,\s+and\s+|\bbut\b", text[start:end], re.IGNORECASE)
        return start + stop.start() if stop else end

    def _tie(self, draft: Draft, scene: Scene, deed: Deed, begin: int) -> bool:
        if deed.blamed:
            return False
        if deed.verb is not None:
            token = scene.sentence.doc[deed.verb]
            openers = {child.lower_ for child in token.children} & _OPENERS
            if "since" in openers and token.lower_ not in _launching():
                return False  # "48,000 killed since Hamas attacked": not by Hamas.
            if token.dep_ == "acl" and token.tag_ == "VBN" and token.head.head.lower_ in ("from", "in", "at", "inside"):
                return True  # "bodies recovered from a house bombed by warplanes"
            return bool(openers) or (token.dep_ == "pcomp" and token.head.lower_ in ("after", "by", "of"))
        before = draft.sentence.document.text[begin : deed.at]
        return bool(_IN.search(before))


def _fits(draft: Draft, cause: Cause) -> bool:
    """Whoever did it is none of the victims, nor their own side: "Israel's offensive … 12 Israeli soldiers"."""
    if cause.party is None:
        return True
    span = cause.party.span
    if span.overlaps(draft.quantity.span) or (draft.victims is not None and span.overlaps(draft.victims.span)):
        return False
    victims = draft.victims.value if draft.victims is not None else None
    if victims is None or victims.words is None or victims.victim_class is not VictimClass.COMBATANT:
        return True
    return not (_sides(victims.words) & _sides(cause.party.value))


_ACCIDENT = re.compile(
    rf"\b(?:when|after|as)\b[^.;]{{0,80}}\b(?:{'|'.join(lexicon.table('en', 'parties')['accidents'])})\b", re.IGNORECASE
)
_BREAK = re.compile(r";|\b(?:while(?!\s+\w+ing\b)|whereas|but)\b", re.IGNORECASE)
_OPENERS = frozenset("when as after while where since because".split())
_IN = re.compile(
    r"\b(?:in|during|after|by|from|following|amid|under|to|of|since|with|over|were|was|through|despite|via)\s+"
    r"(?:what\s+[\w\s,'’-]{0,50}\b(?:was|were|be|called|as)\s+(?:\w+ly\s+)?)?(?:(?:an?|the|two|three|several|these|those|this|that)\s+)?(?:\w+\s+of\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_PLAIN = frozenset(
    "al el ul ud abu de la le front movement liberation islamic islamist national people united peoples democratic defence defense terrorist terrorists militia militias brigade brigades coalition allied allies islam state so called the a an of and or its their his group groups forces force fighters militants soldiers troops army military police members security rebel rebels government regime armed men people killed".split()
)


def _sides(words: str) -> set[str]:
    """The names in a phrase, nationalities and states by their first letters: "Israeli soldiers" and "Israel" meet."""
    found = set()
    if re.search(r"\b(?:islamic state|isis|isil|is|daesh)\b", words.lower().replace(" is ", " ")):
        found.add("islamic state")
    for word in re.findall(r"[\w.]+", words.lower()):
        if word not in _PLAIN and len(word) > 1:
            found.add(word[:5] if len(word) > 5 else word)
    return found


@cache
def _launching() -> frozenset[str]:
    return frozenset(lexicon.table("en", "parties")["launching"])


@cache
def _died() -> frozenset[str]:
    """Verbs whose subject is who suffered: nobody does a dying."""
    table = lexicon.table("en", "harms")
    return frozenset(
        form.split(" ")[0] for name, forms in table.items() if name.endswith("_done_by") for form in forms
    ) - {form.split(" ")[0] for name, forms in table.items() if name.endswith("_done_to") for form in forms}
