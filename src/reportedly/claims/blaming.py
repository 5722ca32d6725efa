"""Chooses who is said to have done the harm of a draft: in its own clause, else carried from the sentences around it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.claims.draft import Draft, Report
from reportedly.extract import perpetrators
from reportedly.extract.perpetrators import Actor
from reportedly.language import Sentence
from reportedly.model import Harm, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# How far back an attack's author is looked for when the clause has none; tuned on the development gold (quality.py).
_BACK = 3
_WAR = re.compile(r"\b(?:conflict|war|uprising|insurgency|crisis|revolution|since (?:19|20)\d\d|since \w+ (?:19|20)\d\d)\b", re.IGNORECASE)
_ATTACKED = re.compile(
    r"\b(?:fired?|firing|shell(?:ed|ing)?|bomb(?:ed|ing)?|bombard\w*|attack(?:ed|ing)?|storm(?:ed|ing)?|raid(?:ed|ing)?|dropp(?:ed|ing)|launch(?:ed|ing)?|target(?:ed|ing)?|struck|hit|hitting|open(?:ed|ing) fire|"
    r"captured?|seized?|kidnapp\w+|abduct\w+|ambush\w+|besieg\w+|kill(?:ed|ing|s)?|massacr\w+|murder\w*|execut\w+|detonat\w+|shot|carried out|rounded up|arrest\w+|detain\w+|burn\w+|tightened)\b",
    re.IGNORECASE,
)


class Blaming:
    """The parties of a report, found once; asked draft by draft."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._found: dict[int, list[Mention[Actor]]] = {}

    def actors(self, sentence: Sentence) -> list[Mention[Actor]]:
        key = sentence.passage.index
        if key not in self._found:
            self._found[key] = list(perpetrators.find(sentence))
        return self._found[key]

    @cached_property
    def sources(self) -> frozenset[str]:
        """Nouns of outlets and monitors, which tell and do not do."""
        return frozenset(("observatory", "monitor", "monitors", "agency", "media", "activists", "ministry", "group"))

    def perpetrator(self, draft: Draft) -> Mention[str] | None:
        """Who did it, in the report's words, alleged or not; None where the text does not say."""
        own = self._in_clause(draft)
        if own is not None:
            return own
        if draft.whole is not None:
            return self.perpetrator(draft.whole)
        if draft.harm.value in (Harm.DISPLACED, Harm.MISSING) or draft.harm.rule == "linking/lost":
            return None
        return self._carried(draft)

    def _in_clause(self, draft: Draft) -> Mention[str] | None:
        sentence = draft.sentence
        if not sentence.passage.span.contains(draft.harm.span):
            return None
        word = sentence.token_at(draft.harm.end - 1)
        verb = sentence.token_at(draft.harm.start)
        actors = [actor for actor in self.actors(sentence) if not actor.value.phrase.overlaps(draft.quantity.span) and not _is_victim(draft, actor)]
        by = self._by(draft, word, actors)
        if by is not None:
            return by
        subject = self._subject(draft, verb, actors)
        if subject is not None:
            return subject
        return self._around(draft, actors)

    def _by(self, draft: Draft, word: Token, actors: list[Mention[Actor]]) -> Mention[str] | None:
        """ "were killed by rebels", "killed in an attack by gunmen", "in strikes blamed on the army" """
        text = draft.sentence.document.text
        limit = self._limit(draft)
        for actor in actors:
            start = actor.value.phrase.start
            if start < draft.harm.start or start > limit:
                continue
            before = text[draft.harm.end : start] if start > draft.harm.end else ""
            if re.search(r"(?:\bby|\bblamed on|\battributed to|\bwith)\s+(?:the\s+)?(?:suspected\s+|alleged\s+)?$", before) and actor.value.party is not None:
                if before.rstrip().endswith("with") and not re.search(r"\b(?:clash\w*|fight\w*|battle\w*|firefight)\b[^,;]{0,20}$", before):
                    continue
                return _party(actor, text)
        return None

    def _limit(self, draft: Draft) -> int:
        """Where the clause of the harm ends, roughly: the next clause break after the amount and the harm."""
        text = draft.sentence.document.text
        start = max(draft.harm.end, draft.quantity.end)
        end = draft.sentence.passage.span.end
        stop = re.search(r"[;]|\bwhile\b|, and \b|\bbut\b", text[start:end])
        return start + stop.start() if stop else end

    def _subject(self, draft: Draft, verb: Token, actors: list[Mention[Actor]]) -> Mention[str] | None:
        """The subject of the verb of harm, or of the verbs that it hangs on: "rebels fired rockets, killing 16"."""
        sentence = draft.sentence
        node = verb
        for _ in range(5):
            for child in node.children:
                if child.dep_ == "nsubj" and not (node.i == verb.i and _harmed(draft, sentence, child)):
                    found = self._at(sentence, _antecedent(child, node), actors)
                    if found is not None:
                        return found
                if child.dep_ == "agent":
                    for grandchild in child.children:
                        found = self._at(sentence, grandchild, actors)
                        if found is not None:
                            return found
            if node.dep_ not in ("advcl", "conj", "xcomp", "acl", "relcl", "pcomp", "prep", "dep") or node.head.i == node.i:
                return None
            if node.dep_ == "relcl" and any(child.dep_ in ("nsubj", "nsubjpass") for child in node.children):
                return None
            node = node.head
        return None

    def _at(self, sentence: Sentence, token: Token, actors: list[Mention[Actor]]) -> Mention[str] | None:
        offset = sentence.start + token.idx
        for actor in actors:
            phrase = actor.value.phrase
            if phrase.start <= offset < phrase.end:
                if actor.value.party is not None:
                    return _party(actor, sentence.document.text)
                return self._of_attack(sentence, actor, actors)
        return None

    def _of_attack(self, sentence: Sentence, attack: Mention[Actor], actors: list[Mention[Actor]]) -> Mention[str] | None:
        """ "airstrikes led by the coalition", "strikes blamed on the army", "a push by the government and allied forces" """
        text = sentence.document.text
        for actor in actors:
            start = actor.value.phrase.start
            if attack.end < start <= attack.end + 60 and actor.value.party is not None:
                between = text[attack.end : start]
                if re.fullmatch(r"[\w\s]{0,30}\b(?:by|blamed on|attributed to)\s+(?:the\s+)?", between):
                    return _party(actor, text)
        return None

    def _around(self, draft: Draft, actors: list[Mention[Actor]]) -> Mention[str] | None:
        """ "killed in U.S. air strikes", "killed when army helicopters dropped barrel bombs" """
        text = draft.sentence.document.text
        limit = self._limit(draft)
        for actor in actors:
            start = actor.value.phrase.start
            if not draft.harm.end <= start <= limit:
                continue
            before = text[draft.harm.end : start]
            if re.search(r"\b(?:in|during|after|by|from|under|amid|were|of)\s+(?:\w+\s+)?(?:likely\s+|suspected\s+|an?\s+|the\s+)*$", before) and actor.value.attack:
                if actor.value.party is not None:
                    return _party(actor, text)
                found = self._of_attack(draft.sentence, actor, actors)
                if found is not None:
                    return found
            if re.search(r"\b(?:when|as|after)\s+(?:the\s+|an?\s+)?$", before) and actor.value.party is not None and _ATTACKED.search(text[actor.value.phrase.end : actor.value.phrase.end + 60]):
                return _party(actor, text)
            between = re.search(r"\bbetween\s+(?:the\s+)?$", before)
            if between and actor.value.party is not None and re.search(r"\b(?:shelling|fire|bombardment)\s+between\s+(?:the\s+)?$", before):
                return _party(actor, text)
        return None

    def _carried(self, draft: Draft) -> Mention[str] | None:
        """The author of the attack that the sentences before speak of, when this one goes on about it."""
        sentence = draft.sentence
        if _WAR.search(sentence.text):
            return None
        index = sentence.passage.index
        for back in range(index - 1, max(-1, index - 1 - _BACK), -1):
            earlier = self.report.sentences[back]
            if earlier.passage.paragraph < sentence.passage.paragraph - 1:
                break
            if not _ATTACKED.search(earlier.text) and not _named_attack(earlier.text):
                continue
            found = self._doing(earlier)
            if found is not None:
                return found
        return None

    def _doing(self, sentence: Sentence) -> Mention[str] | None:
        """The party that a sentence says attacked: an attack with its author, else a subject of an attacking verb."""
        actors = self.actors(sentence)
        text = sentence.document.text
        for actor in actors:
            phrase = actor.value.phrase
            before = text[max(sentence.start, phrase.start - 30) : phrase.start]
            if actor.value.party is None:
                found = self._of_attack(sentence, actor, actors)
                if found is not None:
                    return found
            elif actor.value.attack:
                if not re.search(r"\b(?:repel|repelled|foiled|against|on)\s+(?:the\s+)?$", before):
                    return _party(actor, text)
            elif re.search(r"\b(?:by)\s+(?:the\s+)?$", before) and _ATTACKED.search(text[max(sentence.start, phrase.start - 60) : phrase.start]):
                return _party(actor, text)
            else:
                token = sentence.token_at(phrase.end - 1)
                if token.dep_ == "nsubj" and _ATTACKED.fullmatch(token.head.text):
                    return _party(actor, text)
        return None


def _named_attack(text: str) -> bool:
    attacks = lexicon.table("en", "parties")["attacks"]
    return any(re.search(rf"\b{attack}\b", text, re.IGNORECASE) for attack in attacks[:12])


def _party(actor: Mention[Actor], text: str) -> Mention[str]:
    span = actor.spans[0]
    return Mention(span.of(text), (Span(span.start, span.end),), actor.rule)


def _antecedent(subject: Token, verb: Token) -> Token:
    """ "the strikes which killed 12": the strikes, for "which"."""
    if subject.tag_ in ("WDT", "WP") or subject.lower_ == "that":
        return verb.head
    return subject


def _harmed(draft: Draft, sentence: Sentence, token: Token) -> bool:
    """Whether the subject is the amount itself ("12 killed in")."""
    return draft.quantity.span.overlaps(sentence.span(token, token)) or draft.harm.rule in ("linking/participle", "linking/subject", "linking/passive")


def _is_victim(draft: Draft, actor: Mention[Actor]) -> bool:
    return draft.victims is not None and actor.value.phrase.overlaps(draft.victims.span)
