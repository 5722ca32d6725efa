"""Rules over words in a row. They hold in rough text without commas, where every parser stumbles.

Each rule takes the scene, the index of an amount and the amounts joined so far, and gives the join that it reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportedly.caseless import Caseless
from reportedly.claims.phrases import Amount, is_person, things
from reportedly.claims.scene import Link, Scene, lead, make, word_set
from reportedly.extract.harms import Grammar, HarmWord
from reportedly.language import Sentence
from reportedly.model import Harm, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def follows(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "12 people were reportedly killed", "40 others wounded", "residents remain missing", "two died" """
    amount = scene.amounts[index]
    found = word_after(scene, index)
    if found is None or _of_another(scene, index):
        return None
    own = scene.last.get(amount.noun.i) if amount.noun is not None else None
    if own is not None and own.value.grammars == {Grammar.COUNT} and own.value.harm is not found[1].value.harm:
        return None  # "93 civilian deaths and 142 injured"
    position, word, helped = found
    if to_hospital(scene, word):
        return None
    grammars = word.value.grammars
    token = scene.sentence.doc[position]
    if token.lower_.endswith("ing") and Grammar.STATE not in grammars:
        # "12 fighters killing civilians" did the killing; "12 people fleeing" fled.
        if Grammar.DONE_BY in grammars and (helped or token.lower_ not in word_set("only_told")):
            return make(amount, word, "subject")
        return None  # "one boy was still holding his pencil"
    if Grammar.DONE_BY in grammars and (helped != "be" or "DONE_TO" not in grammars):
        return make(amount, word, "subject")
    if (
        word.span.of(scene.sentence.document.text).lower().endswith(("their homes", "their land"))
        and Grammar.STATE in grammars
    ):
        driven = re.search(
            r"\b(?:driv\w+|drove|forc\w+|push\w+|chas\w+|hound\w+)\W+(?:\w+\W+){0,4}$", lead(scene, amount)
        )
        return make(amount, word, "driven") if driven or helped else None
    if not grammars & {Grammar.DONE_TO, Grammar.STATE} or (
        token.tag_ in ("NN", "NNS") and Grammar.STATE not in grammars
    ):
        return None
    if helped in ("", "have") and Grammar.STATE not in grammars and _has_object(scene, index, word):
        return None  # "12 gunmen killed a farmer": the gunmen are not the dead.
    if (
        helped in ("", "have")
        and Grammar.STATE in grammars
        and Grammar.DONE_TO in grammars
        and _has_object(scene, index, word)
    ):
        return None
    if token.tag_ in ("VB", "VBZ", "VBP") and helped != "be" and Grammar.STATE not in grammars:
        return None
    scene.passive.add(scene.sentence.token_at(word.start).i)
    return make(amount, word, "passive" if helped else "participle")


_CARE = re.compile(r"[^.;]{0,80}?\b(?:hospitals?|surgery|treatment|medical|clinics?)\b")


def to_hospital(scene: Scene, word: Mention[HarmWord]) -> bool:
    """ "11 were evacuated to Juba for surgery": brought to care, not driven from home"""
    if word.value.harm is not Harm.DISPLACED or not word.span.of(scene.sentence.document.text).lower().startswith(
        "evac"
    ):
        return False
    return _CARE.match(scene.sentence.text, word.end - scene.sentence.start) is not None


def _of_another(scene: Scene, index: int) -> bool:
    """ "Three children from one family were killed": the one family tells whose children they were."""
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    return (
        index > 0
        and amount.first.i > 0
        and doc[amount.first.i - 1].lower_ in ("from", "of")
        and doc[amount.first.i - 2].i == scene.amounts[index - 1].last.i
        and scene.amounts[index - 1].noun_form not in things()  # "gave a lower figure of 49 dead"
    )


_QUOTES = frozenset(('"', "''", "``", "'", "only", "just"))


def word_after(scene: Scene, index: int) -> tuple[int, Mention[HarmWord], str] | None:
    """The word of harm that follows the phrase over helping words, its token, and the help: "", "have" or "be"."""
    doc = scene.sentence.doc
    position = scene.amounts[index].last.i + 1
    helped = ""
    for _ in range(9):
        if position >= len(doc):
            return None
        if position in scene.first:
            return position, scene.first[position], helped
        form = doc[position].lower_
        if form in _QUOTES:
            pass
        elif form in word_set("be"):
            helped = "be"
        elif form in word_set("have"):
            helped = helped or "have"
        elif form == "(":
            close = next((at for at in range(position, min(len(doc), position + 6)) if doc[at].text == ")"), None)
            if close is None:
                return None
            position = close  # "2,850 people (634 households) newly displaced"
        elif form in ("and", ","):
            close = _close_of_aside(scene, position) if form == "," else None
            if close is not None:
                position = close
                continue
            beyond = _past_next(scene, position)
            if beyond is not None:
                position = beyond
                continue
            if form == ",":
                position += 1
                continue
            return None
        elif form not in word_set("between") and doc[position].tag_ != "RB":
            return None
        position += 1
    return None


def _past_next(scene: Scene, position: int) -> int | None:
    """Behind the phrase that "and" or a comma joins on: "12 civilians and 5 fighters were killed"."""
    doc = scene.sentence.doc
    step = position + 1
    while step < len(doc) and doc[step].lower_ in ("and", "another", "a", "further", "his", "her", "their"):
        step += 1
    for following in scene.amounts:
        if position < following.first.i <= step:
            return following.last.i + 1
    return None


def _close_of_aside(scene: Scene, comma: int) -> int | None:
    """Behind the second comma of an aside without a word of harm: "five men, two drivers among them, are missing"."""
    doc = scene.sentence.doc
    # "31 people, 12 of whom were children, were killed"
    of_whom = any(doc[at].lower_ in ("whom", "them") for at in range(comma + 1, min(len(doc), comma + 6)))
    aside = of_whom
    for position in range(comma + 1, min(len(doc), comma + 14)):
        aside = aside or doc[position].lower_ in (
            "among",
            "including",
            "mostly",
            "mainly",
            "some",
            "many",
            "all",
            "most",
            "aged",
        )
        if position in scene.first or (doc[position].tag_ in ("VBD", "VBZ", "VBP", "MD") and not of_whom):
            return None
        if doc[position].lower_ == ",":
            return position + 1 if aside else None
    return None


def _has_object(scene: Scene, index: int, word: Mention[HarmWord]) -> bool:
    """Whether the verb goes on to an object of its own: "12 gunmen killed a farmer", not "12 killed 22 injured"."""
    doc = scene.sentence.doc
    position = scene.sentence.token_at(word.end - 1).i + 1
    if position >= len(doc):
        return False
    token = doc[position]
    if (
        token.lower_ in ("others", "another")
        and position + 1 < len(doc)
        and (position + 1 in scene.first or doc[position + 1].lower_ in word_set("be"))
    ):
        return False  # "eight civilians killed others injured"
    for later in range(index + 1, len(scene.amounts)):
        amount = scene.amounts[later]
        if amount.first.i == position:
            after = amount.last.i + 1
            return not (
                after in scene.first or (after < len(doc) and doc[after].lower_ in word_set("be") | word_set("between"))
            )
    return (
        token.tag_ in ("DT", "PRP$", "NNS", "PRP", "JJ", "NNP")
        and token.lower_ not in ("this", "that", "on")
        and token.dep_
        in (
            "det",
            "dobj",
            "poss",
            "amod",
            "compound",
            "nmod",
        )
        and _object_of(token, doc[position - 1])
    )


def _object_of(token: Token, verb: Token) -> bool:
    node = token
    while node.dep_ in ("det", "poss", "amod", "compound", "nmod", "nummod"):
        node = node.head
    return node.dep_ == "dobj" and node.head.i == verb.i


def precedes(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "killing 12", "killed at least 12 people", "leaving injured about 50" """
    amount = scene.amounts[index]
    position = amount.first.i - 1
    doc = scene.sentence.doc
    while position >= 0 and doc[position].lower_ in word_set("before_object") | _QUOTES | {"and"}:
        if doc[position].lower_ == "of" and doc[position - 1].lower_ != "total":
            return None
        if doc[position].lower_ == "and":
            return None
        position -= 1
    word = scene.last.get(position)
    if (
        word is None
        and position > 1
        and doc[position].tag_ in ("VBD", "VBN", "VBG")
        and doc[position - 1].lower_ in ("and", "or")
    ):
        word = scene.last.get(position - 2)  # "killed and buried five civilians"
    if word is None or Grammar.DONE_TO not in word.value.grammars:
        return None
    start = scene.sentence.token_at(word.start).i
    if start in scene.passive:
        return None
    helped = {doc[at].lower_ for at in range(max(0, start - 3), start)}
    if helped & {"was", "were", "is", "are", "been", "being"} and not doc[start].lower_.endswith("ing"):
        # "two people were killed 15 others injured" (a lost comma): the 15 were not killed.
        return None
    return make(amount, word, "object")


def left(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "left 12 dead and more than 40 wounded", "leaving 25 militants of the Front, including a leader, dead" """
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    limit = scene.amounts[index + 1].first.i if index + 1 < len(scene.amounts) else len(doc)
    before = amount.first.i - 1
    while before >= 0 and doc[before].lower_ in ("at", "another", "a", "total", "of"):
        before -= 1
    if before < 0 or doc[before].lower_ not in ("left", "leaving", "leaves", "leave", "sent"):
        return None
    for position in range(amount.last.i + 1, min(len(doc), amount.last.i + 18)):
        word = scene.first.get(position)
        hell = word is not None and word.end - word.start == len("to hell")
        if word is not None and doc[before].lower_ == "sent" and not (hell and doc[position].lower_ == "to"):
            return None  # "sent 12 wounded to hospital"
        if word is not None and Grammar.STATE in word.value.grammars and (position <= limit + 6):
            return make(amount, word, "left")
        if doc[position].lower_ in ("when", "after", "while", "as"):
            return None
    return None


def counted_harm(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "12 deaths", "dozens of casualties", "10 bodies", "claimed 30 lives" """
    amount = scene.amounts[index]
    if amount.noun is None:
        return None
    word = scene.last.get(amount.noun.i)
    if word is None or not word.value.grammars & {Grammar.COUNT, Grammar.PEOPLE}:
        return None
    if amount.noun_form in ("lives", "loss") and not _lost_lives(scene, amount):
        return None
    if (
        amount.mention.value.low == 1
        and word.value.harm in (Harm.KILLED, Harm.DETAINED)
        and amount.noun_form not in ("death", "fatality", "body", "corpse", "martyr")
    ):
        return None  # "a massacre", "an arrest" is a deed and no count of people.
    if word.value.harm is Harm.ABDUCTED and re.search(
        r"\b(?:freed?|freeing|releas\w+|rescu\w+|exchang\w+|swap\w*|return\w*)\b", scene.sentence.text, re.IGNORECASE
    ):
        return None
    if amount.noun_form in word_set("deeds"):
        return None
    return make(amount, word, "noun")


def counted_people(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "12 bodies were taken to hospital": bodies are counted, whatever is said of them."""
    found = counted_harm(scene, index, links) if scene.amounts[index].noun_form in word_set("people_harmed") else None
    return found if found is not None and found.harm.value is Harm.KILLED else None


def _lost_lives(scene: Scene, amount: Amount) -> bool:
    doc = scene.sentence.doc
    near = {doc[at].lower_ for at in range(max(0, amount.first.i - 4), min(len(doc), amount.last.i + 5))}
    return bool(near & word_set("losing"))


def harm_of(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "the death of three fighters", "the bodies of 30 men", "claiming the lives of a man" """
    amount = scene.amounts[index]
    position = amount.first.i - 1
    doc = scene.sentence.doc
    while position > 0 and doc[position].lower_ in _QUOTES | {"the", "other", "all", "those"}:
        position -= 1
    word = scene.last.get(position)
    if word is not None and doc[position].lower_ == "of" and Grammar.DONE_TO in word.value.grammars:
        return make(amount, word, "lives-of")
    if position < 1 or doc[position].lower_ not in ("of", "among", "to", "for"):
        return None
    word = scene.last.get(position - 1)
    if word is None or not (
        word.value.grammars & {Grammar.COUNT, Grammar.PEOPLE, Grammar.TOLL} or doc[position - 1].lower_.endswith("ing")
    ):
        return None
    if doc[position].lower_ != "of" and not (
        doc[position].lower_ == "to" and doc[position - 1].lower_ in ("injury", "injuries")
    ):
        return None
    if doc[position - 1].lower_ in ("fate", "whereabouts", "condition") and not word_set("telling") & {
        token.lower_ for token in doc[amount.last.i + 1 :]
    }:
        return None  # "the fate of 12 remains unknown", not "decides the fate of 12"
    rule = "toll" if Grammar.TOLL in word.value.grammars else "nominal"
    return make(amount, word, rule)


def of_the_harmed(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "at least two of the killed were medical staff", "three of the dead" """
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    position = amount.mention.end - scene.sentence.start
    match = re.match(r"\s+of\s+(?:(?:the|those)\s+)?(?=\w)", scene.sentence.text[position:])
    if match is None:
        return None
    word = scene.first.get(scene.sentence.token_at(scene.sentence.start + position + match.end()).i)
    if word is None or not word.value.grammars & {Grammar.DONE_TO, Grammar.STATE}:
        return None
    if not match.group().strip().endswith(("the", "those")) and not word.value.grammars & {
        Grammar.STATE,
        Grammar.PEOPLE,
    }:
        return None
    after = scene.sentence.token_at(word.end - 1).i + 1
    verb = scene.first.get(amount.number.head.i)
    if verb is not None and amount.number.dep_ == "nsubj" and Grammar.DONE_BY in verb.value.grammars:
        return make(amount, verb, "subject")  # "One of the injured, a man born in 1951, died"
    for position in range(after, min(len(doc), after + 4)):
        fate = scene.first.get(position)
        if fate is not None and Grammar.DONE_BY in fate.value.grammars:
            return make(amount, fate, "subject")  # "Two of the wounded later died"
    people = after < len(doc) and is_person(doc[after].lower_)
    return (
        None if after < len(doc) and doc[after].tag_ in ("NNS", "NN") and not people else make(amount, word, "of-the")
    )


def lost(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "the group lost 15 fighters in the attack"; not "lost 15 seats", nor "lost two of its bases" """
    amount = scene.amounts[index]
    position = amount.first.i - 1
    while position > 0 and scene.sentence.doc[position].lower_ in _QUOTES:
        position -= 1
    word = scene.last.get(position)
    if word is None or Grammar.LOST not in word.value.grammars:
        return None
    if re.match(r"\s+of (?:its|their|our|his) own\b", scene.sentence.text[amount.mention.end - scene.sentence.start :]):
        return make(amount, word, "lost")  # "losing two of their own"
    if amount.noun is None:
        return None
    people = is_person(amount.noun_form) or amount.noun_form in word_set("heroic")
    return make(amount, word, "lost") if people and amount.noun_form != "lives" else None


def attribute(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "hundreds of badly injured civilians are in hospital", "12 wounded soldiers", "3,000 displaced people" """
    amount = scene.amounts[index]
    if amount.noun is None:
        return None
    for position in range(amount.number.i + 1, amount.noun.i + 1):
        word = scene.first.get(position)
        if (
            word is not None
            and word.value.grammars & {Grammar.STATE, Grammar.PEOPLE}
            and (position < amount.noun.i or word.value.harm in (Harm.INJURED, Harm.KILLED))
        ):
            return make(amount, word, "attribute")
    return None


def zero(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "there were no casualties", "no one was hurt" """
    amount = scene.amounts[index]
    if amount.mention.value.high != 0:
        return None
    for position in range(amount.number.i + 1, min(len(scene.sentence.doc), amount.number.i + 7)):
        word = scene.first.get(position)
        if word is not None:
            return _neither(scene, amount, word) or make(amount, word, "zero")
    return None


def _neither(scene: Scene, amount: Amount, word: Mention[HarmWord]) -> Link | None:
    """ "no injuries or deaths" is of both; not "no deaths or arrests" """
    following = next((other for other in scene.words if other.start >= word.end), None)
    if following is None or Grammar.COUNT not in word.value.grammars & following.value.grammars:
        return None
    if {word.value.harm, following.value.harm} != {Harm.KILLED, Harm.INJURED}:
        return None
    if not re.fullmatch(r" (?:or|and) (?:\w+ )?", scene.sentence.document.text[word.end : following.start]):
        return None
    both = Span(word.start, following.end)
    return Link(amount, Mention(Harm.KILLED_OR_INJURED, (both,), "linking/zero"), word)


def none_reported(amount: Amount, scene: Scene) -> Link | None:
    after = [word for word in scene.words if word.start >= amount.mention.start]
    return make(amount, after[0], "none-reported") if after else None


_HOUSEHOLDS = Caseless(
    r"\b(?:families|households?)\b.{0,60}\b(?:left|leav|moved|arriv|depart|relocat|cross|escap|walking|trekk|head(?:ed|ing))"
)


def tells_of_households(sentence: Sentence) -> bool:
    return bool(_HOUSEHOLDS.search(sentence.text))


def families_moved(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "More than 300 families have left Hermel since the morning"; a person may leave, a family flees"""
    amount = scene.amounts[index]
    if amount.noun_form not in word_set("households"):
        return None
    doc = scene.sentence.doc
    for position in range(amount.last.i + 1, min(len(doc), amount.last.i + 9)):
        token = doc[position]
        begun = token.tag_ == "VBG" and doc[position - 1].lower_ in ("begun", "began", "started", "were", "are", "been")
        if token.lower_ in word_set("moved") and (begun or token.tag_ in ("VBD", "VBN", "VBP")):
            span = scene.sentence.span(token, token)
            return Link(amount, Mention(Harm.DISPLACED, (span,), "linking/families-moved"), None)
        if token.tag_ in ("VBD", "VBZ", "MD") and token.lower_ not in word_set("have") | {"were", "began", "started"}:
            return None
    return None
