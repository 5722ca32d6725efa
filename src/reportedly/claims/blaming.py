"""Chooses who is said to have done the harm of a draft: in its own clause, else in the sentences around it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.caseless import Caseless
from reportedly.claims import recalled, sides
from reportedly.claims.accusing import accused
from reportedly.claims.carrying import Carrying
from reportedly.claims.deed_verbs import harming
from reportedly.claims.deeds import Cause, Deed, Scene, governor, verb_of
from reportedly.claims.draft import Draft, Report
from reportedly.claims.phrase_authors import came_to_harm, ruled, strangers
from reportedly.extract.party_words import table
from reportedly.extract.perpetrators import ATTACKS, Kind
from reportedly.language import Sentence
from reportedly.model import Harm, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUFFERED = frozenset(("linking/passive", "linking/participle", "linking/subject", "linking/zero"))


class Blaming:
    """The parties of a report, found once; asked draft by draft."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._scenes: dict[int, Scene] = {}
        self._deeds: dict[int, list[Deed]] = {}
        # A draft is kept beside what is known of it, so that its id stays its own.
        self._known: dict[int, tuple[Draft, Mention[str] | None]] = {}
        self._owned: dict[int, tuple[Draft, Cause]] = {}
        self._carrying = Carrying(report, self.scene, self.deeds)

    def perpetrator(self, draft: Draft) -> Mention[str] | None:
        """Who did it, in the report's words, alleged or not; None where the text does not say."""
        if id(draft) not in self._known:
            found = self._choose(draft)
            if found is not None and came_to_harm(self.report.document.text, found):
                found = None  # "Two soldiers were killed and another two wounded": not by the two.
            self._known[id(draft)] = draft, found
        return self._known[id(draft)][1]

    def _looks_around(self, draft: Draft) -> bool:
        cause = self._own(draft)
        if cause.party is not None or cause.closed or draft.whole is not None:
            return False
        if draft.harm.rule == "linking/lost" and draft.harm.value.value == "killed" and _own_loss(draft):
            return False  # "the group lost 15 fighters in the attack": its own attack.
        again = cause.attack is not None and cause.attack.definite
        if draft.harm.value is Harm.MISSING:
            return again or _WITH_DEAD.search(draft.sentence.text) is not None
        return again or draft.harm.value is not Harm.DISPLACED

    def _choose(self, draft: Draft) -> Mention[str] | None:
        if draft.quantity.value.high == 0 or draft.harm.rule == "linking/none-reported":
            return None  # "The strike killed nobody": nobody was harmed, and nobody did it.
        if draft.whole is not None and self._one_harm(draft, draft.whole):
            return self.perpetrator(draft.whole)
        cause = self._own(draft)
        if cause.party is not None:
            return cause.party
        if draft.whole is not None and not cause.closed:
            return self.perpetrator(draft.whole)
        if not self._looks_around(draft):
            return None
        return self._carrying.author(draft, cause.attack) or _machines(draft, cause)

    def _one_harm(self, part: Draft, whole: Draft) -> bool:
        """Whether a part has the very word of harm of its whole, and nobody is blamed for the part alone."""
        if part.harm.span != whole.harm.span:
            return False  # "41 killings, 29 of them attributed to the League"
        return not any(deed.blamed and deed.at > part.quantity.end for deed in self.deeds(part.sentence.passage.index))

    def scene(self, index: int) -> Scene:
        """The parties and attacks of a sentence of the report."""
        if index not in self._scenes:
            before = (lambda: self.scene(index - 1)) if index else (lambda: None)
            self._scenes[index] = Scene(self.report.sentences[index], before)
        return self._scenes[index]

    def deeds(self, index: int) -> list[Deed]:
        """All that a sentence tells of attacks, and whoever it says is behind one, in the order of its words."""
        if index not in self._deeds:
            scene = self.scene(index)
            self._deeds[index] = sorted([*scene.deeds(), *accused(scene)], key=lambda deed: deed.at)
        return self._deeds[index]

    def _own(self, draft: Draft) -> Cause:
        """What the draft's own sentence says."""
        if id(draft) not in self._owned:
            self._owned[id(draft)] = draft, self._read(draft)
        return self._owned[id(draft)][1]

    def _read(self, draft: Draft) -> Cause:
        scene = self.scene(draft.sentence.passage.index)
        here = draft.sentence.passage.span.contains(draft.harm.span)
        clause = _Clause(draft, scene, self.deeds(scene.sentence.passage.index), here)
        if here and (wasted := clause.wasted()) is not None:
            return wasted
        if clause.stray() or (here and clause.recalled()):
            return Cause(closed=True)
        did = _did(draft, scene) if here else None
        if did is not None and did.party is not None and sides.apart(draft, did):
            return did
        if did is not None and did.closed:
            # "The helicopter crashed, killing five, after rebels fired at it"
            behind = clause.behind()
            return behind if behind is not None and behind.party is not None else did
        unnamed = did if did is not None and did.attack is not None else None
        tied = clause.cause()
        freeing = _freed(draft, scene)
        if freeing is not None and draft.harm.value is Harm.DETAINED:
            return freeing
        if freeing is not None and tied is not None and tied.party == freeing.party:
            tied = None  # "troops killed seven rebels and freed 23 women held captive": held by others.
        if tied is not None and (tied.party is not None or (tied.closed and unnamed is None)):
            return tied
        return unnamed or tied or Cause()


def _own_loss(draft: Draft) -> bool:
    """Whether a side lost its own; "who lost two grandchildren", "helped to bury 26": the attack's dead."""
    if not draft.harm.span.of(draft.sentence.document.text).lower().startswith(("los", "suffer")):
        return False
    victims = (draft.victims.value.words or "").lower().split() if draft.victims is not None else []
    return not victims or victims[-1] not in table("kin")


def _other_side(draft: Draft, deed: Deed) -> bool:
    """ "19 rebels and a constable died in a gunfight with police": the constable by the rebels, if by anybody."""
    if deed.kind is Kind.MUTUAL:
        return sides.enemies(draft, deed.cause)
    return sides.opposed(draft, deed.cause)


def _machines(draft: Draft, cause: Cause) -> Mention[str] | None:
    """ "Tanks shelled the town": whoever sat in them, when nobody says whose they were."""
    if cause.attack is None:
        return None
    words = cause.attack.phrase.of(draft.sentence.document.text)
    crewed = words.split()[-1] in table("crewed")  # "Tank" is a town.
    return Mention(words, (cause.attack.phrase,), "perpetrators/crewed") if crewed else None


# The verb of harm itself.


def _did(draft: Draft, scene: Scene) -> Cause | None:
    """The author of the verb of harm, or of the verb that its noun is the object of."""
    token = draft.sentence.token_at(draft.harm.start)
    suffered = (draft.harm.rule in _SUFFERED and not _active(draft, token)) or token.lower_ in _suffering()
    if suffered or (
        token.tag_ == "VBN" and all(child.lower_ not in ("has", "have", "had") for child in token.children)
    ):
        found = scene.agent(token) or _with_others(draft, scene)
        if found is not None:
            return found
    found = _fled(draft, scene) or ruled(draft, scene) or _at_hands(draft, scene) or _in_attack(draft, scene)
    if found is not None or suffered or token.lower_ in lexicon.table("en", "harms")["killed_lost"]:
        return found
    if not token.tag_.startswith("VB") and token.lower_ in harming():
        # "Drone Strike Kills 3": in a headline the tagger takes the verb for a name.
        return scene.beside(token, finite=False)
    verb = verb_of(token)
    done = scene.doer(verb) if verb is not None and verb.lower_ not in table("helping") else None
    return done or strangers(draft, scene) or ruled(draft, scene)


def _active(draft: Draft, token: Token) -> bool:
    """Whether a participle has an object: "said it had lost two men and taken 11 soldiers prisoner"."""
    verb = token if token.tag_.startswith("VB") else token.head  # "prisoner": taken
    node = verb
    while node.dep_ == "conj" and node.head.i != node.i:
        node = node.head
    helpers = {child.dep_: child.lower_ for child in node.children if child.dep_ in ("aux", "auxpass")}
    behind = draft.quantity.start > verb.idx + draft.sentence.start
    return behind and helpers.get("aux") in ("has", "have", "had") and "auxpass" not in helpers


def _fled(draft: Draft, scene: Scene) -> Cause | None:
    """ "fled an army offensive", "escaped from the militia": whoever people flee drives them out."""
    if draft.harm.value is not Harm.DISPLACED:
        return None
    text = draft.sentence.document.text
    for actor in scene.actors:
        start = actor.value.phrase.start
        flown = actor.value.kind in ATTACKS or actor.value.kind is Kind.PARTY
        if flown and start >= draft.harm.end and _FLEEING.fullmatch(text, draft.harm.end, start):
            return scene.cause(actor, None, None)
    return None


def _in_attack(draft: Draft, scene: Scene) -> Cause | None:
    """ "68 alleged killings by state forces": the harm is the attack itself."""
    for actor in scene.actors:
        named = actor.value.kind in ATTACKS and actor.value.party is not None
        if named and actor.value.phrase.contains(draft.harm.span):
            return Cause(scene.mention(actor))
    return None


def _freed(draft: Draft, scene: Scene) -> Cause | None:
    """ "The Houthis freed 13 of the 73 people detained in Sanaa": whoever lets prisoners go held them.

    Of people abducted, those who freed them are the ones who did not.
    """
    if draft.harm.value not in (Harm.DETAINED, Harm.ABDUCTED) or not _FREED.search(scene.sentence.text):
        return None
    for token in scene.sentence.doc:
        if token.lower_ in ("freed", "released", "freeing", "releasing"):
            found = scene.doer(token)
            if found is not None and found.party is not None and not found.party.rule.endswith("/person"):
                return found
    return None


def _with_others(draft: Draft, scene: Scene) -> Cause | None:
    """ "12 people were killed and others wounded by gunmen": by the gunmen as well."""
    text = draft.sentence.document.text
    for actor in scene.actors:
        if actor.value.phrase.start > draft.harm.end and _SHARED.fullmatch(
            text, draft.harm.end, actor.value.phrase.start
        ):
            found = scene.cause(actor, None, None)
            return found if found.party is not None else None
    return None


def _at_hands(draft: Draft, scene: Scene) -> Cause | None:
    """ "died at the hands of the militia" """
    sentence = draft.sentence
    at = sentence.text.find("at the hands of", draft.harm.end - sentence.start)
    if at < 0:
        return None
    start = sentence.start + at + len("at the hands of ")
    for actor in scene.actors:
        if actor.value.party is not None and 0 <= actor.value.phrase.start - start <= 1:
            return Cause(scene.mention(actor))
    return None


_FLEEING = re.compile(r"\s+(?:from\s+)?|[^.;:]{0,80}\b(?:to\s+escape|escaping|to\s+flee|fleeing(?:\s+from)?)\s+")
# Hunger and disease kill by nobody's hand, unless it is said.
_WASTING = Caseless(
    r"\b(?:died?|dying|death|deaths)\s+(?:\w+\s+){0,2}?(?:of|from)\s+(?:\w+\s+)?"
    r"(?:malnutrition|hunger|starvation|cholera|disease|dehydration|exposure|measles|illness)\b"
    r"|\b(?:hunger|malnutrition|starvation|famine)-related\s+deaths?\b"
)
_FREED = Caseless(r"\b(?:freed|released|freeing|releasing)\b(?!.*\bfrom\b)")
_SHARED = re.compile(
    r"(?:,|\s+and|\s+or)\s[^.;:]{0,60}\b(?:killed|dead|wounded|injured|hurt|abducted|kidnapped|arrested|detained)(?:\s+\w+ly)?,?\s+by\s+"
)

# What stands around the harm in its sentence.

_BREAK = re.compile(r";|\b(?:while(?!\s+\w+ing\b)|whereas|but)\b", re.IGNORECASE)
_END = re.compile(rf"{_BREAK.pattern}|,\s+and\s+|,\s+(?:including|among\s+them|some\s+of)\b", re.IGNORECASE)
_OPENERS = frozenset(("when", "as", "after", "while", "where", "since", "because"))
_IN = re.compile(
    r"\b(?:in|during|after|by|from|following|amid|under|to|of|since|with|over|were|was|through|despite|via)\s+"
    r"(?:what\s+[\w\s,'’-]{0,50}\b(?:was|were|be|called|as)\s+(?:\w+ly\s+)?)?"
    r"(?:(?:an?|the|two|three|several|these|those|this|that)\s+)?(?:\w+\s+(?:of|and)\s+)?(?:\w+ly\s+)?"
    r"(?:(?:overnight|early|late|recent|\w+day)\s+)*$",
    re.IGNORECASE,
)
_ACCIDENT = re.compile(
    rf"\b(?:when|after|as)\b[^.;]{{0,80}}\b(?:{'|'.join(lexicon.table('en', 'parties')['accidents'])})\b", re.IGNORECASE
)
# "hurt by stray bullets": whose they were is not said.
_STRAY = re.compile(
    r"\bby\s+(?:an?\s+|the\s+)?(?:stray|ricocheting)\s+(?:bullets?|rounds?|shells?|fire|gunfire|shots?)\b(?!\s+(?:fired\s+)?(?:by|from)\b)",
    re.IGNORECASE,
)
# "claimed to have killed 27 soldiers; the army admitted to eight dead": another count of the same.
_RIVAL = Caseless(
    r";\s+(?:the\s+)?(?:[\w'’.-]+\s+){1,5}(?:admitted|acknowledged|confirmed|conceded|put|gave|counted)\b[^.;]{0,40}$"
)
_WITH_DEAD = Caseless(r"\b(?:killed|dead|died|wounded|injured)\b")
_CRASHED = Caseless(r"\b(?:crashed|capsized|sank|overturned|collided|derailed)\b[^.,;]{0,40},\s+(?:and\s+)?$")
_SOME_OF_THEM = re.compile(r",\s+[\w-]+\s+of\s+(?:them|whom|which)\b")
_MORE = re.compile(r"\s+(?:more|others?)\b(?!\s+than)")
# "launched an operation after 40 soldiers were killed": the deed answers the harm.
_AFTER = re.compile(r"\bafter\s+(?:the\s+)?$")
_AND_ANOTHER = re.compile(r"[\w\s-]*\s(?:and|or)\s+(?:(?:an?|the|by)\s+)?")


class _Clause:
    """The deeds of a draft's sentence as they stand to its harm: behind it, before it, or beside the point."""

    def __init__(self, draft: Draft, scene: Scene, deeds: list[Deed], here: bool) -> None:
        self.draft = draft
        self.sentence: Sentence = scene.sentence
        self.text = draft.sentence.document.text
        self.start = min(draft.harm.start, draft.quantity.start) if here else draft.quantity.start
        self.end = max(draft.harm.end, draft.quantity.end) if here else draft.quantity.end
        stop = _END.search(self.text, self.end, self.sentence.passage.span.end)
        self.limit = stop.start() if stop else self.sentence.passage.span.end
        taken = draft.harm.value in (Harm.DETAINED, Harm.ABDUCTED)
        fitting = [deed for deed in deeds if taken or not deed.arrest]
        self.deeds = [deed for deed in fitting if deed.cause.closed or _other_side(draft, deed)]

    def cause(self) -> Cause | None:
        """ "killed in U.S. air strikes", "killed when army helicopters dropped bombs", "In a rebel attack, 12 died" """
        unnamed: Cause | None = None
        lost = self.draft.harm.rule == "linking/lost"
        for told in (self.behind,) if lost else (self.behind, self._accident, self._before):
            found = told()
            if found is not None and (found.party is not None or found.closed):
                return unnamed if found.closed and unnamed is not None else found
            unnamed = unnamed or found
        for deed in self.deeds:
            # "41 killings, 29 of them attributed to the League": not all of them.
            if deed.blamed and deed.at >= self.start and not _SOME_OF_THEM.search(self.text, self.end, deed.at):
                return deed.cause
        return unnamed

    def _accident(self) -> Cause | None:
        """ "killed when their helicopter crashed" """
        found = _ACCIDENT.search(self.text, self.end, self.limit)
        if found is None or any(found.start() < deed.at < found.end() for deed in self.deeds):
            return None  # "hurt when a guided bomb fell on a hospital": no accident.
        return Cause(closed=True)

    def stray(self) -> bool:
        """ "A woman was hurt by a stray bullet" """
        hurt = self.draft.harm.value in (Harm.KILLED, Harm.INJURED, Harm.KILLED_OR_INJURED)
        return hurt and (_STRAY.search(self.text, self.end, self.limit) is not None or self._crashed())

    def wasted(self) -> Cause | None:
        """ "died of malnutrition": by nobody, unless "in the siege by the Front"."""
        if not _WASTING.search(self.sentence.text, max(0, self.start - self.sentence.start - 60)):
            return None
        behind = (deed for deed in self.deeds if self.end < deed.at < self.limit and deed.cause.party is not None)
        return next((deed.cause for deed in behind if self._tied(deed, self.start)), Cause(closed=True))

    def _crashed(self) -> bool:
        """ "A helicopter sent to help crashed, killing three": unless somebody shot at it."""
        if not _CRASHED.search(self.text[self.sentence.start : self.start]):
            return False
        return all(deed.cause.party is None for deed in self.deeds)

    def recalled(self) -> bool:
        """Whether the harm is what the sentence's attack answers, or of an earlier one that its figure is counted from.

        "burned houses in revenge for the killing of two elders", "have killed 60 since the raid in which 19 died"
        """
        before = self.text[self.sentence.start : self.start]
        answer = recalled.avenged(before)
        if answer is None:
            answer = recalled.counted_from(before)
        if answer is None:
            return False
        named = (deed.at for deed in self.deeds if deed.cause.party is not None and deed.at < self.start)
        return not any(at >= self.sentence.start + answer for at in named)

    def behind(self) -> Cause | None:
        """The first deed behind the harm that it is told as coming of."""
        unnamed: Cause | None = None
        for deed in self.deeds:
            if not self.start <= deed.at < self.limit or not self._tied(deed, self.start):
                continue
            if deed.cause.party is not None:
                return Cause(closed=True) if self._met(deed) else deed.cause
            if deed.cause.closed:
                return unnamed or deed.cause
            unnamed = unnamed or deed.cause
        return unnamed

    def _before(self) -> Cause | None:
        unnamed: Cause | None = None
        # "shot 48 people dead; eight more were killed as they fled": by the same.
        # "it attacked a base; the ministry put the number of dead at 12": a toll of that.
        toll = self.draft.harm.rule == "linking/toll"
        goes_on = toll or _MORE.match(self.text, self.draft.quantity.end) is not None
        for deed in reversed(self.deeds):
            rival = _RIVAL.search(self.text, deed.at, self.start) is not None
            if deed.at >= self.start or (not (goes_on or rival) and _BREAK.search(self.text, deed.at, self.start)):
                continue
            if _AFTER.search(self.text, deed.at, self.start):
                continue
            if deed.verb is None and recalled.since(self.text[self.sentence.start : deed.at]):
                continue  # "since the army takeover, more than 4,000 have been jailed": by whom is not said.
            if deed.cause.party is not None:
                return deed.cause
            if deed.kind is Kind.MUTUAL and deed.cause.closed and self._tied(deed, self.sentence.start):
                return unnamed or deed.cause
            if deed.cause.attack is not None:
                unnamed = unnamed or deed.cause
        return unnamed

    def _tied(self, deed: Deed, begin: int) -> bool:
        """Whether the harm is told as coming of the deed: "in", "by", "when", "after"."""
        if deed.blamed:
            return False
        if deed.verb is None:
            tie = _IN.search(self.text[begin : deed.at])
            # "12,000 killed since the invasion": in a war, by whom is not said.
            if tie is not None:
                return not (tie.group().lower().startswith("since") and self._invasion(deed))
            above = governor(self.sentence.token_at(deed.at))
            return above is not None and self._opened(above)  # "when their bus hit a mine laid by rebels"
        token = self.sentence.doc[deed.verb]
        if token.dep_ == "acl" and token.tag_ == "VBN" and self._sufferers(token.head):
            return True
        return self._opened(token) or (token.dep_ == "pcomp" and token.head.lower_ in ("after", "by", "of"))

    def _opened(self, verb: Token) -> bool:
        """Whether a clause says when or why: "when", "after", but not "48,000 killed since Hamas attacked"."""
        edge = verb.left_edge  # The parser may hang "when" on a word of the subject.
        words = {child.lower_ for child in verb.children} | {edge.lower_, verb.doc[max(0, edge.i - 1)].lower_}
        openers = words & _OPENERS
        return bool(openers) and not ("since" in openers and verb.lower_ not in table("launching"))

    def _sufferers(self, noun: Token) -> bool:
        """ "bodies recovered from a house bombed by warplanes", "the bodies of 12 men shot by soldiers" """
        span = self.sentence.span(noun, noun)
        victims = self.draft.victims is not None and self.draft.victims.span.overlaps(span)
        return victims or span.overlaps(self.draft.quantity.span) or noun.head.lower_ in ("from", "in", "at", "inside")

    def _invasion(self, deed: Deed) -> bool:
        words = self.text[deed.at : deed.at + 60].lower().split()
        return any(
            word.strip(",.") in ("invasion", "attack", "attacks", "takeover", "occupation") for word in words[:5]
        )

    def _met(self, deed: Deed) -> bool:
        """ "a government assault and a rebel counterattack": each side attacked, and neither did it all."""
        for other in self.deeds:
            if (
                other.at > deed.at
                and other.verb is None
                and other.cause.party is not None
                and deed.cause.party is not None
            ):
                joined = _AND_ANOTHER.fullmatch(self.text, deed.at, other.at)
                return bool(joined) and other.cause.party.value.lower() != deed.cause.party.value.lower()
        return False


@cache
def _suffering() -> frozenset[str]:
    """Verbs whose subject is who suffered: nobody does a dying."""
    tables = lexicon.table("en", "harms")
    first = {
        how: {form.split(" ")[0] for name in tables if name.endswith(how) for form in tables[name]}
        for how in ("_done_by", "_done_to")
    }
    return frozenset(first["_done_by"] - first["_done_to"])
