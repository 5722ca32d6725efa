"""Who did what in a sentence: the author of a verb of harm or attack, read from its grammar.

"Rebels fired rockets into the city, killing 16": the rebels did the killing. "A bomb exploded, killing 16": nobody is
named. "Fighting between the army and rebels killed 16": both sides fought, and no one of them is said to have done it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.claims.deed_verbs import (
    aside,
    bare_passive,
    deed_verbs,
    from_afar,
    harming,
    harmless,
    is_passive,
    not_done,
    subject_of,
)
from reportedly.extract import perpetrators
from reportedly.extract.party_words import form, table
from reportedly.extract.perpetrators import ATTACKS, Actor, Kind
from reportedly.language import Sentence
from reportedly.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

_CLIMBING = frozenset(("advcl", "conj", "xcomp", "acl", "relcl", "pcomp", "prep", "dep", "ccomp", "parataxis"))
_PRONOUNS = frozenset(("it", "they", "he", "she", "we", "its", "their", "his", "her", "them"))
_RELATIVE = frozenset(("which", "that", "who", "whom", "whose"))
_SPEAKERS = frozenset(
    ("spokesman", "spokeswoman", "spokesperson", "statement", "official", "officials", "commander", "leader", "chief")
)
# Conjunctions: a noun behind one is a subject, behind a preposition it is none.
_OPENING = frozenset(
    ("after", "when", "as", "while", "before", "since", "until", "because", "that", "where", "though", "although", "if")
)
_OBJECTS = frozenset(("them", "him", "her"))
_ONE_PERSON = frozenset(("he", "she", "his", "her"))
_DYING = frozenset(("died", "perished", "die"))
_LEAVING = ("leaving", "left", "leaves")
_FIGHT_WITH = re.compile(r"(?:\s+(?!between\b)[\w'’-]+){0,7}\s+(?:with|against)\s+")


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
    be behind an attack that other sentences tell of; `aside` for what a relative clause says in passing, `arrest` for
    people taken in.
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

    def actor_at(self, token: Token) -> Mention[Actor] | None:
        """The actor whose phrase holds a token."""
        return perpetrators.phrase_at(self.actors, self.sentence.start + token.idx)

    def mention(self, actor: Mention[Actor]) -> Mention[str]:
        """An actor as a claim holds it: the words for whoever did it."""
        span = actor.value.party or actor.value.phrase
        return Mention(span.of(self.sentence.document.text), (span,), actor.rule)

    # Verbs.

    def doer(self, verb: Token) -> Cause | None:
        """The author of a verb: its agent, its subject, or the subject of the verbs that it hangs on."""
        node: Token | None = verb
        hung = ""
        for _ in range(7):
            if node is None:
                return None
            own = node.i == verb.i
            passive = is_passive(node)
            subject = subject_of(node, "nsubjpass" if passive else "nsubj")
            if (own or node.lower_ not in table("raising")) and (agent := self.agent(node)) is not None:
                return agent
            if not own and (found := self._above(node, subject, passive, hung)) is not None:
                return found
            if not own and self._nobodys(node, subject, verb):
                return Cause(closed=True)
            if subject is not None:
                # "A bus was bombed, killing 12" names nobody: a passive's subject did nothing.
                # "Troops were sent and wounded two": but in a row with an active verb he did that.
                did = not passive or self._attacks(subject) or (not own and hung == "conj" and _has_object(verb))
                return self.resolve(subject, node) if did else None
            if own and not passive and (beside := self.beside(verb)) is not None:
                return beside
            if node.dep_ not in _CLIMBING or (passive and own and node.dep_ != "conj"):
                return None
            upper: Token | None = node.head
            if node.dep_ in ("acl", "relcl"):
                # "fired at a convoy of soldiers, killing 12": whoever fired, not the soldiers.
                upper = governor(node.head)
                if upper is None or node.tag_ == "VBN" or self._attacks(node.head):
                    return self.resolve(node.head, node) if node.tag_ != "VBN" or self._attacks(node.head) else None
            if (
                upper is None
                or upper.i == node.i
                or (upper.lower_ in table("speaking") and node.dep_ in ("advcl", "ccomp", "dep"))
            ):
                return None
            node, hung = upper, node.dep_
        return None

    def _nobodys(self, node: Token, subject: Token | None, verb: Token) -> bool:
        """ "Protesters clashed with police, leaving 32 dead", "armies exchanged fire, killing", "a plane crashed" """
        if node.lower_ in table("accidents"):
            return True
        if subject is None or node.lower_ not in table("fighting"):
            return False
        actor = self.actor_at(subject)
        both = actor is not None and " and " in self.sentence.words(actor.value.phrase)
        return both or verb.lower_ in _LEAVING

    def _above(self, node: Token, subject: Token | None, passive: bool, hung: str) -> Cause | None:
        """ "accused the army of killing", "the army was blamed for killing", "the army is believed to have killed" """
        if hung in ("pcomp", "prep") and node.lower_ in table("blaming"):
            accused = subject if passive else next((child for child in node.children if child.dep_ == "dobj"), None)
            return (self.resolve(accused, node) if accused is not None else None) or Cause()
        if hung == "xcomp" and passive and subject is not None and node.lower_ in table("raising"):
            return self.resolve(subject, node) or Cause()
        return None

    def agent(self, verb: Token) -> Cause | None:
        """Whoever follows "by"."""
        for child in verb.children:
            if child.dep_ == "agent":
                below = next((noun for noun in child.children if noun.dep_ in ("pobj", "pcomp")), None)
                return self.resolve(below, verb) if below is not None else None
        return self._far_agent(verb) if is_passive(verb) else None

    def _far_agent(self, verb: Token) -> Cause | None:
        """ "was ambushed between the towns of Diboli and Kayes by fighters": the parser hangs "by" on the town."""
        doc = verb.doc
        for at in range(verb.i + 2, min(verb.i + 16, len(doc) - 1)):
            token = doc[at]
            # "between Birao and Am Dafok": a name, whatever the tagger says.
            clause = token.tag_.startswith(("VB", "MD")) and token.text[0].islower()
            if clause or token.text in (";", ":") or token.lower_ in _RELATIVE:
                return None
            if token.lower_ == "by":
                actor = self.actor_at(doc[at + 1])
                if actor is None or actor.value.party is None:
                    return None
                somebody = actor.value.kind is Kind.PERSON and form(token.doc[at + 1]) in table("strangers")
                return Cause(self.mention(actor)) if somebody or actor.value.kind is Kind.PARTY else None
        return None

    def beside(self, verb: Token, finite: bool = True) -> Cause | None:
        """The phrase that stands right before a verb, where the grammar gives the verb no subject."""
        doc, at = verb.doc, verb.i - 1
        helped = any(child.lower_ in ("has", "have", "had") for child in verb.children)
        if finite and verb.tag_ not in ("VBD", "VBZ", "VBP") and not helped:
            return None
        while at > 0 and (doc[at].dep_ in ("aux", "neg") or doc[at].tag_ == "RB"):
            at -= 1
        if at < 0 or doc[at].tag_ not in ("NN", "NNS", "NNP", "NNPS"):
            return None
        offset = self.sentence.start + doc[at].idx
        for actor in self.actors:
            party = actor.value.party
            if actor.value.kind in ATTACKS and party is not None and party.start <= offset < party.end:
                return Cause(self.mention(actor))  # "rockets fired by Hamas wounded two": Hamas
        found = self.actor_at(doc[at])
        if found is None or found.value.kind is Kind.PERSON:
            return None
        first = self.sentence.token_at(found.value.phrase.start).i
        if first > 0 and doc[first - 1].tag_ == "IN" and doc[first - 1].lower_ not in _OPENING:
            return None
        return self.cause(found, doc[at], verb)

    def _attacks(self, token: Token) -> bool:
        actor = self.actor_at(token)
        return actor is not None and actor.value.kind in ATTACKS

    def done_to_fighters(self, verb: int) -> bool:
        """Whether those a verb was done to fight, or are the attackers told of before: "killed six rebels"."""
        token = self.sentence.doc[verb]
        roles = ("nsubjpass",) if is_passive(token) else ("dobj", "oprd")
        suffering = [child for child in token.children if child.dep_ in roles]
        hostile = table("rebel_side") | table("hostile")
        return any(word.lower_ in hostile for noun in suffering for word in noun.subtree)

    def conductor(self) -> Mention[str] | None:
        """Whoever "carried out a search", "conducted a sweep": the next sentence calls it an operation."""
        for token in self.sentence.doc:
            if token.lower_ in table("conducting"):
                cause = self.doer(token)
                if cause is not None and cause.party is not None and not cause.party.rule.endswith("/person"):
                    return cause.party
        return None

    # Nouns.

    def resolve(self, token: Token, verb: Token, depth: int = 0) -> Cause | None:
        """The cause that a subject or agent stands for: a party, an attack's author, whoever a pronoun means."""
        if depth > 4:
            return None
        if token.lower_ in _RELATIVE and token.tag_ in ("WDT", "WP", "IN", "WP$"):
            node = verb
            while node.dep_ == "conj" and node.head.i != node.i:
                node = node.head
            return self.resolve(node.head, node, depth + 1) if node.dep_ in ("relcl", "acl") else None
        if token.lower_ in _OBJECTS:
            # "The agency says 90 people have been killed by them": by what was told of before, not by the agency.
            before = self._before()
            return (before.topic() if before is not None else None) or Cause()
        if token.lower_ in _PRONOUNS:
            return self._antecedent(token, verb, depth)
        actor = self.actor_at(token)
        if (actor is None or actor.value.kind is Kind.PERSON) and (behind := _behind(token)) is not None:
            return self.resolve(behind, verb, depth + 1)
        return self.cause(actor, token, verb, depth) if actor is not None else None

    def cause(self, actor: Mention[Actor], token: Token | None, verb: Token | None, depth: int = 0) -> Cause:
        """What an actor makes of a harm that it stands behind."""
        value = actor.value
        if value.own and token is not None and verb is not None:
            owner = self._antecedent(token, verb, depth)
            if owner is not None and owner.party is not None and not owner.party.rule.endswith("/person"):
                return owner
            if value.party is None and self.sentence.words(value.phrase).lower().endswith(" artillery"):
                return Cause(Mention(self.sentence.words(value.phrase), (value.phrase,), actor.rule))
        if value.party is not None:
            return Cause(self.mention(actor))
        if value.kind in ATTACKS:
            launched = self._launched(token) if token is not None and depth < 3 else None
            return launched or Cause(attack=value)
        other = self._other_side(actor)
        return Cause(party=other) if other is not None else Cause(closed=True)

    def _launched(self, attack: Token) -> Cause | None:
        """ "the army launched air strikes": the army, for the strikes."""
        if attack.dep_ == "pobj" and attack.head.lower_ == "of" and attack.head.head.lower_ in table("counting"):
            attack = attack.head.head  # "launched a wave of drones"
        verb = attack.head
        if attack.dep_ not in ("dobj", "nsubjpass") or verb.lower_ not in table("launching"):
            return None
        found = self.doer(verb) if attack.dep_ == "dobj" else self.agent(verb)
        return found if found is not None and found.party is not None else None

    def _other_side(self, fight: Mention[Actor]) -> Mention[str] | None:
        """ "in clashes with the army": the army, but neither side of "clashes between the army and rebels"."""
        if fight.value.kind is not Kind.MUTUAL:
            return None
        text = self.sentence.document.text
        end = fight.value.phrase.end
        for actor in self.actors:
            start = actor.value.phrase.start
            if end < start <= end + 80 and actor.value.kind in (Kind.PARTY, Kind.STATE):
                return self.mention(actor) if _FIGHT_WITH.fullmatch(text[end:start]) else None
        return None

    def _antecedent(self, token: Token, verb: Token, depth: int) -> Cause | None:
        """Whoever "it", "they", "its forces" mean: the subject that the clause hangs on, or a party named before."""
        node = verb
        for _ in range(6):
            if node.head.i == node.i:
                break
            node = node.head
            subject = subject_of(node, "nsubj") or subject_of(node, "nsubjpass")
            if node.lower_ in _DYING or (is_passive(node) and node.lower_ in harming()):
                continue  # "70 soldiers died in its counter-attack": not theirs.
            if (
                subject is not None
                and subject.i < token.i
                and (found := self._party_in(subject, node, depth)) is not None
            ):
                return found
        offset = self.sentence.start + token.idx
        for actor in reversed(self.actors):
            named = actor.value.kind in (Kind.PARTY, Kind.STATE) and not actor.value.own
            if named and actor.value.phrase.end <= offset and self._stands_free(actor):
                return Cause(self.mention(actor))
        before = self._before()
        return before.topic(names=token.lower_ not in _ONE_PERSON) if before is not None else None

    def _party_in(self, subject: Token, verb: Token, depth: int) -> Cause | None:
        """The party in a subject: the subject itself, or that of its spokesman ("an official of the army said it")."""
        actor = self.actor_at(subject)
        if actor is not None and actor.value.kind in (Kind.PARTY, Kind.STATE) and not actor.value.own:
            return Cause(self._by_name(subject) or self.mention(actor))
        if subject.lower_ in _PRONOUNS and depth < 3:
            return self.resolve(subject, verb, depth + 1)
        if subject.lower_ in _SPEAKERS:
            for other in self.actors:
                at = self.sentence.token_at(other.value.phrase.start).i
                if subject.left_edge.i <= at <= subject.right_edge.i and other.value.kind in (Kind.PARTY, Kind.STATE):
                    return Cause(self.mention(other))
        return None

    def _by_name(self, subject: Token) -> Mention[str] | None:
        """ "The faction that runs the valley, the Upper Levant Gathering, said": the name."""
        if subject.lower_ not in table("grouping"):
            return None
        text, start = self.sentence.document.text, self.sentence.start + subject.idx
        for actor in self.actors:
            phrase = actor.value.phrase
            if not start < phrase.start < start + 80 or actor.value.party is None:
                continue
            if text[: phrase.start].endswith(", ") and text.startswith(",", phrase.end) and self._capital(phrase):
                return self.mention(actor)
        return None

    def _capital(self, phrase: Span) -> bool:
        return any(word[0].isupper() for word in self.sentence.words(phrase).split()[1:])

    def _stands_free(self, actor: Mention[Actor]) -> bool:
        """Not behind a preposition: what a sentence is about is seldom said in passing."""
        return self.sentence.token_at(actor.value.phrase.end - 1).dep_ not in ("pobj", "dobj")

    def topic(self, names: bool = False) -> Cause | None:
        """The party that a sentence is about: whoever did something in it, else its first party in subject position.

        With `names`, a subject that only its capitals tell will do: "Eta was formed 50 years ago. It killed".
        """
        for deed in self.deeds():
            if deed.cause.party is not None:
                return deed.cause
        for actor in self.actors:
            token = self.sentence.token_at(actor.value.phrase.end - 1)
            fits = actor.value.kind in (Kind.PARTY, Kind.STATE) or (names and token.tag_ == "NNP")
            if fits and token.dep_ in ("nsubj", "nsubjpass") and actor.value.party is not None and not actor.value.own:
                return Cause(self.mention(actor))
        return None

    # All of it.

    def deeds(self) -> list[Deed]:
        """All that a sentence tells of attacks and fights, in the order of its words."""
        if self._deeds is None:
            # Set before it is filled: a pronoun may ask what the sentence is about.
            self._deeds = []
            self._deeds = sorted([*self._nouns(), *self._verbs()], key=lambda deed: deed.at)
        return self._deeds

    def _nouns(self) -> Iterator[Deed]:
        for actor in self.actors:
            value = actor.value
            if value.kind not in ATTACKS and value.kind not in (Kind.MUTUAL, Kind.FATE):
                continue
            token = self.sentence.token_at(value.phrase.end - 1)
            cause = self.cause(actor, token, token)
            launched = self._launched(token) if value.party is None and value.kind in ATTACKS else None
            if launched is not None:
                cause = launched
                verb = governor(token)
                if verb is not None:
                    yield Deed(self.sentence.start + verb.idx, cause, value.kind, verb.i, definite=True)
            yield Deed(value.phrase.start, cause, value.kind, definite=value.definite)

    def _verbs(self) -> Iterator[Deed]:
        for token in self.sentence.doc:
            if token.lower_ not in deed_verbs() or not_done(token) or harmless(token):
                continue
            cause = self._did(token)
            if cause is None or (cause.party is None and cause.attack is None):
                continue
            kind = Kind.STRIKE if token.lower_ in from_afar() else Kind.ASSAULT
            arrest = token.lower_ in table("arresting")
            at = self.sentence.start + token.idx
            yield Deed(at, cause, kind, token.i, definite=True, aside=aside(token), arrest=arrest)

    def _did(self, verb: Token) -> Cause | None:
        if verb.dep_ in ("amod", "compound"):
            # "A shooter opened fire": the tagger takes it for fire that a shooter opened.
            mistaken = verb.tag_ in ("VBN", "VBD") and verb.lower_ in table("attacking")
            return self.beside(verb, finite=False) if mistaken else None
        if not verb.tag_.startswith("VB"):
            return None
        return self.agent(verb) if bare_passive(verb) else self.doer(verb)


# Grammar.


def verb_of(token: Token) -> Token | None:
    """The verb of a harm: the word itself, or what it is the object of ("caused dozens of casualties", "left 12 dead").

    None where the noun of harm is no consequence: "the ministry put the death toll at 12".
    """
    if token.tag_.startswith("VB"):
        return token
    node = token
    for _ in range(6):
        if node.i != token.i and node.tag_.startswith("VB"):
            return node if node.lower_ in table("causing") or node.lower_ in deed_verbs() else None
        if node.dep_ in ("nsubj", "nsubjpass", "ROOT") or node.head.i == node.i:
            return None
        node = node.head
    return None


def _has_object(verb: Token) -> bool:
    return verb.tag_ == "VBD" and any(child.dep_ == "dobj" for child in verb.children)


def _behind(token: Token) -> Token | None:
    """ "shelling" in "days of shelling", "attackers" in "two of the attackers" """
    if token.lower_ not in table("counting") and token.tag_ != "CD":
        return None
    of = next((child for child in token.children if child.lower_ == "of"), None)
    return next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None


def governor(noun: Token) -> Token | None:
    """The verb that a noun is an object of, at whatever distance; None for a subject."""
    node = noun
    for _ in range(6):
        if node.dep_ in ("nsubj", "nsubjpass", "ROOT") or node.head.i == node.i:
            return None
        node = node.head
        if node.tag_.startswith("VB"):
            return node
    return None
