"""Who did what in a sentence: the author of a verb of harm or attack, read from its grammar.

"Rebels fired rockets into the city, killing 16": the rebels did the killing. "A bomb exploded, killing 16": nobody is
named. "Fighting between the army and rebels killed 16": both sides fought, and no one of them is said to have done it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.extract import perpetrators
from reportedly.extract.perpetrators import ATTACKS, Actor, Kind
from reportedly.language import Sentence
from reportedly.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

_CLIMBING = ("advcl", "conj", "xcomp", "acl", "relcl", "pcomp", "prep", "dep", "ccomp", "parataxis")
_PRONOUNS = frozenset("it they he she we its their his her them".split())
_RELATIVE = frozenset("which that who whom whose".split())
_SPEAKERS = frozenset(
    "spokesman spokeswoman spokesperson statement official officials commander leader chief source sources".split()
)


_OPENING = frozenset("after when as while before since until because that where though although if".split())
_FIGHTING = frozenset("clashed clash clashes fought battled exchanged skirmished traded".split())
# Verbs that stand between a doer and the deed: "are believed to have killed".
_RAISING = frozenset(
    "believed thought said reported alleged suspected known understood claimed presumed considered held seen".split()
)


@dataclass(frozen=True, slots=True)
class Cause:
    """What brought a harm about, as far as the words beside it tell.

    `party` is who did it; `attack` an attack that names nobody. Both None and `closed`: nobody in particular did it (a
    battle of two sides, an accident), and nobody is to be looked for.
    """

    party: Mention[str] | None = None
    attack: Actor | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """A cause, and where in the document the sentence tells of it.

    `verb` is the token index of a verb of attack, None for an attack told by a noun; `blamed` where somebody is said to
    be behind an attack that other sentences tell of.
    """

    at: int
    cause: Cause
    kind: Kind
    verb: int | None = None
    blamed: bool = False
    definite: bool = False
    aside: bool = False
    arrest: bool = False


class Scene:
    """One sentence with its parties and attacks. `before` gives the scene of the sentence before, for pronouns."""

    def __init__(self, sentence: Sentence, before: Callable[[], Scene | None]) -> None:
        self.sentence = sentence
        self.actors = list(perpetrators.find(sentence))
        self._before = before
        self._deeds: list[Deed] | None = None

    def doer(self, verb: Token) -> Cause | None:
        """The author of a verb: its agent, its subject, or the subject of the verbs that it hangs on."""
        node = verb
        for _ in range(7):
            agent = next((child for child in node.children if child.dep_ == "agent"), None)
            if (
                agent is not None
                and not (node.i != verb.i and node.lower_ in _RAISING)
                and (found := self._agent(agent)) is not None
            ):
                return found
            passive = any(child.dep_ == "auxpass" for child in node.children)
            subject = _subject(node, "nsubjpass" if passive else "nsubj")
            if node.i != verb.i and node.lower_ in _table("blaming"):
                accused = subject if passive else next((child for child in node.children if child.dep_ == "dobj"), None)
                return self.resolve(accused, node) if accused is not None else None
            if (
                subject is not None
                and not passive
                and node.lower_ in _FIGHTING
                and verb.lower_ in ("leaving", "left", "leaves")
            ):
                return Cause(closed=True)  # "Protesters clashed with police, leaving 32 dead"
            if subject is not None and passive and node.lower_ in _RAISING and node.i != verb.i:
                return self.resolve(subject, node)  # "the soldiers are believed to have killed"
            if subject is not None:
                # "A bus was bombed, killing 12" names nobody; a passive's subject did nothing.
                return self.resolve(subject, node) if not passive or self._is_attack(subject) else None
            if node.i == verb.i and not passive and (beside := self._beside(verb)) is not None:
                return beside
            if (
                node.dep_ not in _CLIMBING
                or node.head.i == node.i
                or (passive and node.i == verb.i and node.dep_ != "conj")
            ):
                return None
            if node.dep_ in ("acl", "relcl") and (node.tag_ == "VBN" or self._is_attack(node.head)):
                return self.resolve(node.head, node) if self._is_attack(node.head) else None
            if node.dep_ in ("acl", "relcl"):
                # "fired at a convoy of soldiers, killing 12": whoever fired, not the soldiers.
                above = _above(node.head)
                if above is None:
                    return self.resolve(node.head, node)
                node = above
                continue
            node = node.head
        return None

    def _beside(self, verb: Token) -> Cause | None:
        """The phrase that stands right before a finite verb, where the grammar gives the verb no subject."""
        doc, at = verb.doc, verb.i - 1
        if verb.tag_ not in ("VBD", "VBZ", "VBP") and not any(
            child.lower_ in ("has", "have", "had") for child in verb.children
        ):
            return None
        while at > 0 and (doc[at].dep_ in ("aux", "neg") or doc[at].tag_ == "RB"):
            at -= 1
        if doc[at].tag_ not in ("NN", "NNS", "NNP", "NNPS"):
            return None
        offset = self.sentence.start + doc[at].idx
        for actor in self.actors:
            # "rockets fired by Hamas wounded two": the party behind the rockets.
            if (
                actor.value.kind in ATTACKS
                and actor.value.party is not None
                and actor.value.party.start <= offset < actor.value.party.end
            ):
                return Cause(_mention(actor, self.sentence.document.text))
        found = self._actor(doc[at])
        if found is None or found.value.kind is Kind.PERSON:
            return None
        first = self.sentence.token_at(found.value.phrase.start).i
        if first > 0 and doc[first - 1].tag_ == "IN" and doc[first - 1].lower_ not in _OPENING:
            return None
        return self.cause(found, doc[at], verb)

    def _agent(self, agent: Token) -> Cause | None:
        child = next((child for child in agent.children if child.dep_ in ("pobj", "pcomp")), None)
        return self.resolve(child, agent.head) if child is not None else None

    def _is_attack(self, token: Token) -> bool:
        actor = self._actor(token)
        return actor is not None and actor.value.kind in ATTACKS

    def _actor(self, token: Token) -> Mention[Actor] | None:
        return perpetrators.phrase_at(self.actors, self.sentence.start + token.idx)

    def resolve(self, token: Token, verb: Token, depth: int = 0) -> Cause | None:
        """The cause that a subject or agent stands for: a party, an attack's author, whoever a pronoun means."""
        if depth > 4:
            return None
        if token.lower_ in _RELATIVE and token.tag_ in ("WDT", "WP", "IN", "WP$"):
            node = verb
            while node.dep_ == "conj" and node.head.i != node.i:
                node = node.head
            return self.resolve(node.head, node, depth + 1) if node.dep_ in ("relcl", "acl") else None
        if token.lower_ in _PRONOUNS:
            return self._antecedent(token, verb, depth)
        actor = self._actor(token)
        behind = self._behind(token)
        if behind is not None and (actor is None or actor.value.kind is Kind.PERSON):
            # "days of shelling", "two of the attackers"
            return self.resolve(behind, verb, depth + 1)
        if actor is None:
            return None
        return self.cause(actor, token, verb, depth)

    def cause(self, actor: Mention[Actor], token: Token | None, verb: Token | None, depth: int = 0) -> Cause:
        """What an actor makes of a harm that it stands behind."""
        value = actor.value
        if value.own and token is not None and verb is not None:
            owner = self._antecedent(token, verb, depth)
            if owner is not None and owner.party is not None:
                return owner
        if value.party is not None:
            return Cause(Mention(value.party.of(self.sentence.document.text), (value.party,), actor.rule))
        if value.kind in ATTACKS:
            return Cause(attack=value)
        other = self._other_side(actor)
        return Cause(party=other) if other is not None else Cause(closed=True)

    def _behind(self, token: Token) -> Token | None:
        if token.lower_ not in _table("counting") and token.tag_ != "CD":
            return None
        of = next((child for child in token.children if child.lower_ == "of"), None)
        return next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None

    def _other_side(self, fight: Mention[Actor]) -> Mention[str] | None:
        """ "in clashes with the army": the army, but neither side of "clashes between the army and rebels"."""
        if fight.value.kind is not Kind.MUTUAL:
            return None
        text = self.sentence.document.text
        for actor in self.actors:
            start = actor.value.phrase.start
            if fight.end < start <= fight.end + 80 and actor.value.kind in (Kind.PARTY, Kind.STATE):
                between = text[fight.value.phrase.end : start]
                if re.fullmatch(r"(?:\s+[\w'’-]+){0,7}\s+(?:with|against)\s+", between) and " between " not in between:
                    return _mention(actor, text)
                return None
        return None

    def _antecedent(self, token: Token, verb: Token, depth: int) -> Cause | None:
        """Whoever "it", "they" or "its forces" mean: the subject that the clause hangs on, else a party named before."""
        node = verb
        for _ in range(6):
            if node.head.i == node.i:
                break
            node = node.head
            subject = next((child for child in node.children if child.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is None or subject.i >= token.i:
                continue
            found = self._party_in(subject, node, depth)
            if found is not None:
                return found
        offset = self.sentence.start + token.idx
        for actor in reversed(self.actors):
            if (
                actor.value.phrase.end <= offset
                and actor.value.kind in (Kind.PARTY, Kind.STATE)
                and not actor.value.own
                and self._stands_free(actor)
            ):
                return Cause(_mention(actor, self.sentence.document.text))
        before = self._before()
        return before.topic(names=True) if before is not None else None

    def _party_in(self, subject: Token, verb: Token, depth: int) -> Cause | None:
        actor = self._actor(subject)
        if actor is not None and actor.value.kind in (Kind.PARTY, Kind.STATE) and not actor.value.own:
            return Cause(_mention(actor, self.sentence.document.text))
        if subject.lower_ in _PRONOUNS and depth < 3:
            return self.resolve(subject, verb, depth + 1)
        if subject.lower_ in _SPEAKERS:
            # "a spokesman for the army said it had killed"
            last = max((token.i for token in subject.subtree), default=subject.i)
            first = min((token.i for token in subject.subtree), default=subject.i)
            for other in self.actors:
                at = self.sentence.token_at(other.value.phrase.start).i
                if first <= at <= last and other.value.kind in (Kind.PARTY, Kind.STATE):
                    return Cause(_mention(other, self.sentence.document.text))
        return None

    def _stands_free(self, actor: Mention[Actor]) -> bool:
        """Not behind a preposition: what a sentence is about is seldom said in passing."""
        return self.sentence.token_at(actor.value.phrase.end - 1).dep_ not in ("pobj", "dobj")

    def mention(self, actor: Mention[Actor]) -> Mention[str]:
        """An actor as a claim holds it: the words for whoever did it."""
        return _mention(actor, self.sentence.document.text)

    def topic(self, names: bool = False) -> Cause | None:
        """The party that a sentence is about: whoever did something in it, else its first party in subject position.

        With `names`, a subject that only its capitals tell will do: "Eta was formed 50 years ago. It killed".
        """
        for deed in self.deeds():
            if deed.cause.party is not None:
                return deed.cause
        for actor in self.actors:
            token = self.sentence.token_at(actor.value.phrase.end - 1)
            fits = actor.value.kind in (Kind.PARTY, Kind.STATE) or (
                names and token.tag_ == "NNP" and actor.value.kind is Kind.PERSON
            )
            if fits and token.dep_ in ("nsubj", "nsubjpass") and not actor.value.own:
                return Cause(_mention(actor, self.sentence.document.text))
        return None

    def deeds(self) -> list[Deed]:
        """All that a sentence tells of attacks and fights, in the order of its words."""
        if self._deeds is None:
            self._deeds = []
            self._deeds = sorted([*self._nouns(), *self._verbs(), *self._blamed()], key=lambda deed: deed.at)
        return self._deeds

    def _nouns(self) -> Iterator[Deed]:
        for actor in self.actors:
            value = actor.value
            if value.kind in (*ATTACKS, Kind.MUTUAL, Kind.FATE):
                token = self.sentence.token_at(value.phrase.end - 1)
                cause = self.cause(actor, token, token)
                launched = self._launched(token) if cause.attack is not None or value.own else None
                if launched is not None:
                    cause = launched
                    yield Deed(self.sentence.start + token.head.idx, cause, value.kind, token.head.i, definite=True)
                yield Deed(value.phrase.start, cause, value.kind, definite=value.definite)

    def _launched(self, attack: Token) -> Cause | None:
        """ "the army launched air strikes": the army, for the strikes."""
        verb = attack.head
        if attack.dep_ in ("dobj", "nsubjpass") and verb.lower_ in _table("launching"):
            found = self.doer(verb) if attack.dep_ == "dobj" else self._passive(verb)
            return found if found is not None and found.party is not None else None
        return None

    def _passive(self, verb: Token) -> Cause | None:
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        return self._agent(agent) if agent is not None else None

    def _verbs(self) -> Iterator[Deed]:
        for token in self.sentence.doc:
            if token.lower_ not in _verb_forms() or not token.tag_.startswith("VB"):
                continue
            if token.dep_ in ("amod", "compound"):
                continue
            cause = self.doer(token) if not _bare_passive(token) else self._passive(token)
            if cause is not None and (cause.party is not None or cause.attack is not None):
                far = token.lower_ in _from_afar()
                yield Deed(
                    self.sentence.start + token.idx,
                    cause,
                    Kind.STRIKE if far else Kind.ASSAULT,
                    token.i,
                    definite=True,
                    aside=_aside(token),
                    arrest=token.lower_ in _table("arresting"),
                )

    def _blamed(self) -> Iterator[Deed]:
        """ "the Front claimed responsibility", "officials blamed the Front", "suspicion fell on the Front" """
        text = self.sentence.document.text
        if not _BLAME.search(self.sentence.text):
            return
        yield from self._responsible()
        for actor in self.actors:
            value = actor.value
            if value.kind not in (Kind.PARTY, Kind.STATE, Kind.PERSON) or value.party is None or value.own:
                continue
            if re.match(r"no\b|neither\b|any\b", value.phrase.of(text), re.IGNORECASE):
                continue
            after = text[value.phrase.end : min(len(text), value.phrase.end + 120, self.sentence.passage.span.end)]
            before = text[max(self.sentence.start, value.phrase.start - 90) : value.phrase.start]
            if _OTHERS.search(after):
                continue
            if (
                _CLAIMS.match(after)
                or (_BLAMES.search(before) and value.kind is not Kind.PERSON)
                or (_ACCUSES.search(before) and _OF_ATTACK.match(after))
            ):
                yield Deed(value.phrase.start, Cause(_mention(actor, text)), Kind.ASSAULT, blamed=True)

    def _responsible(self) -> Iterator[Deed]:
        """ "Russian jets, flying high, may have been responsible" """
        for token in self.sentence.doc:
            if token.lower_ != "responsible" or token.head.i == token.i:
                continue
            cause = self.doer(token.head)
            if cause is not None and cause.party is not None and not cause.party.rule.endswith("/person"):
                yield Deed(cause.party.start, cause, Kind.ASSAULT, blamed=True)


# Of other attacks than the one told of: "claimed responsibility for several previous attacks".
_OTHERS = re.compile(
    r"(?:\s+[\w'’-]+){0,8}\s+(?:responsib\w+|credit)\s+for\s+(?:\w+\s+){0,2}(?:previous|similar|other|past|earlier|several|dozens|many|numerous|most|some|such)\b",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"\b(?:responsib\w+|blam\w+|accus\w+|finger|suspicion|hallmarks|credit|behind|suspect\w*|work of)\b", re.IGNORECASE
)
_CLAIMS = re.compile(
    r"(?:,[^,]{0,60},)?\s+(?:(?:has|have|had|later|also|quickly|immediately|promptly|subsequently|on\s+\w+|\w+ly)\s+)*"
    r"(?:(?:claimed|took|claims|taken|claim)\s+(?:the\s+)?(?:\w+\s+)?(?:responsibility|credit)|(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+(?:\w+ly\s+)?"
    r"(?:blamed|suspected\s+(?:of|in|to\s+be)|responsible\s+for|behind\s+th)|said\s+(?:it|they|he|its\s+\w+)\s+(?:was|were)\s+(?:behind|responsible))",
    re.IGNORECASE,
)
_BLAMES = re.compile(
    r"\b(?:blam(?:ed|es|ing|e)|finger(?:s)?\s+at|suspicion\s+(?:\w+\s+)?fell\s+on|hallmarks\s+of|work\s+of|responsibility\s+(?:of|lies\s+with)|responsibility\s+\w+\s+claimed\s+by"
    r"|(?:attack|attacks|killings?|strikes?|raid|raids|massacre|bombing|shelling|assault|ambush|violence|abductions?)\s+(?:on|to)|attributed\s+(?:\w+\s+){1,4}to|claimed\s+by|carried\s+out\s+by|perpetrated\s+by"
    r"|committed\s+by|responsibility\s+by|(?:is|are|was|were)\s+behind\s+\w+\s+by|suspects?|suspected|hold(?:s|ing)?|held)\s+$",
    re.IGNORECASE,
)
_ACCUSES = re.compile(r"\baccus(?:ed|es|ing|e)\s+$", re.IGNORECASE)
_OF_ATTACK = re.compile(
    r"(?:\s+[\w'’-]+){0,6}\s+of\s+(?:\w+ly\s+)?(?:having\s+)?(?:attack|kill|carry|bomb|shell|strik|target|massacr|murder|execut|abduct|kidnap|fir|launch|conduct|commit|perpetrat|stag|being\s+behind|shoot|burn|storm|raid)",
    re.IGNORECASE,
)


def verb_of(token: Token) -> Token | None:
    """The verb of a harm: the word itself, or what it is the object of ("causing dozens of casualties", "left 12 dead").

    None where the noun of harm is no consequence: "the ministry put the death toll at 12".
    """
    if token.tag_.startswith("VB"):
        return token
    node = token
    for _ in range(6):
        if node.i != token.i and node.tag_.startswith("VB"):
            return node if node.lower_ in _table("causing") or node.lower_ in _verb_forms() else None
        if node.dep_ in ("nsubj", "nsubjpass", "ROOT") or node.head.i == node.i:
            return None
        node = node.head
    return None


def _subject(verb: Token, dep: str) -> Token | None:
    """The subject next to the verb: rough text gives it two."""
    found = [child for child in verb.children if child.dep_ == dep]
    before = [child for child in found if child.i < verb.i]
    return before[-1] if before else found[0] if found else None


def _above(noun: Token) -> Token | None:
    """The verb that a noun is an object of, at whatever distance; None for a subject."""
    node = noun
    for _ in range(6):
        if node.dep_ in ("nsubj", "nsubjpass", "ROOT") or node.head.i == node.i:
            return None
        node = node.head
        if node.tag_.startswith("VB"):
            return node
    return None


def _aside(verb: Token) -> bool:
    """In a relative clause: "the town where rebels killed a pilot"."""
    node = verb
    while node.dep_ in ("conj", "advcl", "xcomp") and node.head.i != node.i:
        node = node.head
    return node.dep_ in ("relcl", "acl")


def _bare_passive(token: Token) -> bool:
    if any(child.dep_ == "auxpass" for child in token.children):
        return True
    helped = any(child.dep_ == "aux" for child in token.children)
    return token.tag_ == "VBN" and not helped and token.dep_ != "conj"


def _mention(actor: Mention[Actor], text: str) -> Mention[str]:
    span = actor.value.party or actor.value.phrase
    return Mention(span.of(text), (Span(span.start, span.end),), actor.rule)


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "parties")[name])


@cache
def _harming() -> frozenset[str]:
    """Verbs whose subject does the harm."""
    return frozenset(
        form
        for name, forms in lexicon.table("en", "harms").items()
        if name.endswith("_done_to")
        for form in forms
        if " " not in form
    )


@cache
def _verb_forms() -> frozenset[str]:
    """Verbs of harm and of attack, by their first words."""
    return _harming() | _table("attacking")


@cache
def _from_afar() -> frozenset[str]:
    stems = ("shell", "bomb", "strik", "struck", "fir", "pound", "strafe", "strafing", "hit", "target", "dropp", "drop")
    return frozenset(form for form in _table("attacking") if form.startswith(stems))
