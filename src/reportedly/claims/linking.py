"""Joins amounts to the harm that they count, sentence by sentence.

Each rule stands with the sentence that it is for. Rules over words in a row come first: they hold in rough text without
commas, where every parser stumbles. The grammar decides where words in between keep amount and harm apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.claims.phrases import Amount, amounts, is_person, things
from reportedly.extract.harms import Grammar, HarmWord
from reportedly.language import Sentence
from reportedly.model import Harm, Hedge, Leftover, Mention, Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Link:
    """An amount, the harm it counts, and how they were joined. `whole` is the link that this is a stated part of."""

    amount: Amount
    harm: Mention[Harm]
    word: Mention[HarmWord] | None
    whole: Link | None = None


@dataclass(slots=True)
class Scene:
    """One sentence while its amounts are joined: words of harm by their tokens, and those used up as passives."""

    sentence: Sentence
    amounts: list[Amount]
    words: list[Mention[HarmWord]]
    first: dict[int, Mention[HarmWord]]
    last: dict[int, Mention[HarmWord]]
    passive: set[int]
    carried: Link | None = None


def link(
    sentence: Sentence, quantities: list[Mention[Quantity]], words: list[Mention[HarmWord]], carried: Link | None = None
) -> tuple[list[Link], list[Leftover]]:
    """The joined amounts of a sentence, and the amounts beside a word of harm that were not joined, with why.

    `carried` is the figure that the sentence before ended on, for breakdowns that go on ("This includes 125 fighters").
    """
    scene = _scene(sentence, quantities, words, carried)
    links: dict[int, Link] = {}
    reasons: dict[int, str | None] = {}
    for index in range(len(scene.amounts)):
        joined, why = _join(scene, index, links)
        why = _unreal(scene, joined) or why if joined is not None else why
        if joined is not None and why is None:
            links[index] = joined
        else:
            reasons[index] = why
    for index in sorted(reasons):
        joined = _among(scene, index, links) or (_part(scene, index, links) if reasons[index] is None else None)
        if joined is not None and reasons.pop(index) is None:
            links[index] = joined
    if carried is not None and _GOES_ON.match(sentence.text):
        # "The toll included two people killed on Sunday"
        for index, joined in links.items():
            if joined.whole is None and joined.harm.value is carried.harm.value:
                links[index] = replace(joined, whole=carried)
    leftovers = [
        _leftover(scene, scene.amounts[index], why)
        for index, why in reasons.items()
        # An article that no rule joined ("a bomb") is no number.
        if words and scene.amounts[index].mention.rule != "quantity/one-person"
    ]
    return [links[index] for index in sorted(links)], leftovers


def _leftover(scene: Scene, amount: Amount, why: str | None) -> Leftover:
    nearest = min(scene.words, key=lambda word: abs(word.start - amount.mention.start))
    span = amount.mention.span
    reason = why or "no rule joins it to the harm"
    return Leftover(scene.sentence.document.id, span, scene.sentence.words(span), nearest.value.harm, reason)


def _among(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Six civilians, including a child, were among at least 22 people killed": the six are part of the 22."""
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    for later in range(index + 1, len(scene.amounts)):
        start = scene.amounts[later].first.i
        among = re.search(r"\b(?:were|was|are|is) among (?:the )?$", doc[amount.last.i + 1 : start].text_with_ws.lower())
        if among and later in links and amount.top.dep_ in ("nsubj", "nsubjpass", "ROOT", "dep"):
            return _inherit(amount, links[later], "among")
    return None


def _scene(sentence: Sentence, quantities: list[Mention[Quantity]], words: list[Mention[HarmWord]], carried: Link | None) -> Scene:
    starts = {word.start: word.end for word in words}
    first = {sentence.token_at(word.start).i: word for word in words}
    last = {sentence.token_at(word.end - 1).i: word for word in words}
    return Scene(sentence, amounts(sentence, quantities, starts), words, first, last, set(), carried)


def _join(scene: Scene, index: int, links: dict[int, Link]) -> tuple[Link | None, str | None]:
    amount = scene.amounts[index]
    if amount.mention.value.hedge is Hedge.NONE_REPORTED:
        found = _none_reported(scene, amount)
        return found, None if found else "no harm is named"
    if _superseded(scene, amount):
        return None, "an earlier figure that the report replaces"
    for rule in _RULES:
        joined = rule(scene, index, links)
        if joined is None:
            continue
        if amount.noun_form in things() and joined.word is not None and scene.first.get(_noun_index(amount)) is not joined.word:
            return None, f"counts {amount.noun_form}, not people"
        return joined, None
    if amount.noun is not None and not is_person(amount.noun_form):
        return None, f"counts {amount.noun_form}"
    return None, None


def _noun_index(amount: Amount) -> int:
    return amount.noun.i if amount.noun is not None else -1


def _make(scene: Scene, amount: Amount, word: Mention[HarmWord], rule: str, whole: Link | None = None) -> Link:
    return Link(amount, Mention(word.value.harm, word.spans, f"linking/{rule}"), word, whole)


# Rules, in the order in which they are tried.


def _after(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "12 people were reportedly killed", "40 others wounded", "residents remain missing", "two died" """
    amount = scene.amounts[index]
    found = _word_after(scene, index)
    if found is None:
        return None
    position, word, helped = found
    grammars = word.value.grammars
    token = scene.sentence.doc[position]
    if token.lower_.endswith("ing") and Grammar.STATE not in grammars:
        # "12 fighters killing civilians" did the killing; "12 people fleeing" fled.
        if Grammar.DONE_BY in grammars and not helped:
            return _make(scene, amount, word, "subject")
        return _make(scene, amount, word, "passive") if helped and Grammar.DONE_TO in grammars else None
    if Grammar.DONE_BY in grammars and (helped != "be" or "DONE_TO" not in grammars):
        return _make(scene, amount, word, "subject")
    if not grammars & {Grammar.DONE_TO, Grammar.STATE}:
        return None
    if helped in ("", "have") and Grammar.STATE not in grammars and _has_object(scene, index, word):
        return None  # "12 gunmen killed a farmer": the gunmen are not the dead.
    if helped in ("", "have") and Grammar.STATE in grammars and Grammar.DONE_TO in grammars and _has_object(scene, index, word):
        return None
    if token.tag_ in ("VB", "VBZ", "VBP") and helped != "be":
        return None
    scene.passive.add(scene.sentence.token_at(word.start).i)
    return _make(scene, amount, word, "passive" if helped else "participle")


_BE = frozenset("was were is are be been being got gets getting get lay lie lying remain remained remains still".split())
_HAVE = frozenset("have has had 've".split())
_BETWEEN = frozenset(
    """also reportedly allegedly confirmed reported feared believed known thought said presumed already now all later then both each found listed
    declared pronounced left either may might could must not yet since so far to apparently again instantly immediately mistakenly accidentally
    deliberately wrongly officially subsequently since brutally shot seriously severely critically badly slightly lightly
    more other others people persons as too who which that recently violently first estimated counted being officially unlawfully""".split()
)
_HYPOTHETICAL = frozenset("feared".split())


def _word_after(scene: Scene, index: int) -> tuple[int, Mention[HarmWord], str] | None:
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
        if form in _BE:
            helped = "be"
        elif form in _HAVE:
            helped = helped or "have"
        elif form in ("and", ",") and index + 1 < len(scene.amounts):
            # "12 civilians and 5 fighters were killed": the second phrase is passed over.
            following = scene.amounts[index + 1]
            step = position + 1
            while step < len(doc) and doc[step].lower_ in ("and", "another", "a", "further"):
                step += 1
            if step >= following.first.i and following.first.i > position:
                position = following.last.i + 1
                index += 1
                continue
            if form == ",":
                position += 1
                continue
            return None
        elif form not in _BETWEEN and doc[position].tag_ != "RB":
            return None
        position += 1
    return None


def _has_object(scene: Scene, index: int, word: Mention[HarmWord]) -> bool:
    """Whether the verb goes on to an object of its own: "12 gunmen killed a farmer", not "12 killed 22 injured"."""
    doc = scene.sentence.doc
    position = scene.sentence.token_at(word.end - 1).i + 1
    if position >= len(doc):
        return False
    token = doc[position]
    if token.lower_ in ("others", "another") and position + 1 < len(doc) and (position + 1 in scene.first or doc[position + 1].lower_ in _BE):
        return False  # "eight civilians killed others injured"
    for later in range(index + 1, len(scene.amounts)):
        amount = scene.amounts[later]
        if amount.first.i == position:
            after = amount.last.i + 1
            return not (after in scene.first or (after < len(doc) and doc[after].lower_ in _BE | _BETWEEN))
    return token.tag_ in ("DT", "PRP$", "NNS", "PRP", "JJ", "NNP") and token.lower_ not in ("this", "that", "on") and token.dep_ in (
        "det", "dobj", "poss", "amod", "compound", "nmod",
    ) and _object_of(token, doc[position - 1])


def _object_of(token: Token, verb: Token) -> bool:
    node = token
    while node.dep_ in ("det", "poss", "amod", "compound", "nmod", "nummod"):
        node = node.head
    return node.dep_ == "dobj" and node.head.i == verb.i


def _before(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "killing 12", "killed at least 12 people", "leaving injured about 50" """
    amount = scene.amounts[index]
    position = amount.first.i - 1
    doc = scene.sentence.doc
    while position >= 0 and doc[position].lower_ in ("another", "a", "further", "additional", "also", "total", "of", "off", "the", "all", "and"):
        if doc[position].lower_ == "of" and doc[position - 1].lower_ != "total":
            return None
        if doc[position].lower_ == "and":
            return None
        position -= 1
    word = scene.last.get(position)
    if word is None or Grammar.DONE_TO not in word.value.grammars:
        return None
    start = scene.sentence.token_at(word.start).i
    if start in scene.passive:
        return None
    helped = {doc[at].lower_ for at in range(max(0, start - 3), start)}
    if helped & {"was", "were", "is", "are", "been", "being"} and not doc[start].lower_.endswith("ing"):
        # "two people were killed 15 others injured" (a lost comma): the 15 were not killed.
        return None
    return _make(scene, amount, word, "object")


def _left(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "left 12 dead and more than 40 wounded", "leaving 25 militants of the Front, including a leader, dead" """
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    limit = scene.amounts[index + 1].first.i if index + 1 < len(scene.amounts) else len(doc)
    before = amount.first.i - 1
    while before >= 0 and doc[before].lower_ in ("at", "another", "a", "total", "of"):
        before -= 1
    if before < 0 or doc[before].lower_ not in ("left", "leaving", "leaves", "leave"):
        return None
    for position in range(amount.last.i + 1, min(len(doc), amount.last.i + 18)):
        word = scene.first.get(position)
        if word is not None and Grammar.STATE in word.value.grammars and (position <= limit + 6):
            return _make(scene, amount, word, "left")
        if doc[position].lower_ in ("when", "after", "while", "as"):
            return None
    return None


def _noun(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "12 deaths", "dozens of casualties", "10 bodies", "claimed 30 lives" """
    amount = scene.amounts[index]
    if amount.noun is None:
        return None
    word = scene.last.get(amount.noun.i)
    if word is None or not word.value.grammars & {Grammar.COUNT, Grammar.PEOPLE}:
        return None
    if amount.noun_form in ("lives", "loss") and not _lost_lives(scene, amount):
        return None
    if amount.mention.value.low == 1 and word.value.harm in (Harm.KILLED, Harm.DETAINED) and amount.noun_form not in ("death", "fatality", "body", "corpse", "martyr"):
        return None  # "a massacre", "an arrest" is a deed and no count of people.
    if word.value.harm is Harm.ABDUCTED and re.search(r"\b(?:freed?|freeing|releas\w+|rescu\w+|exchang\w+|swap\w*|return\w*)\b", scene.sentence.text, re.IGNORECASE):
        return None
    if amount.noun_form in ("murder", "murders", "executions", "killing", "assassinations", "massacre", "slaughter"):
        return None
    return _make(scene, amount, word, "noun")


def _lost_lives(scene: Scene, amount: Amount) -> bool:
    doc = scene.sentence.doc
    near = {doc[at].lower_ for at in range(max(0, amount.first.i - 4), min(len(doc), amount.last.i + 5))}
    return bool(near & {"claimed", "claiming", "claims", "claim", "cost", "costing", "took", "taken", "taking", "lost", "losing", "lose"})


def _of(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "the death of three fighters", "the killing of at least 12", "the bodies of 30 men", "claiming the lives of a man" """
    amount = scene.amounts[index]
    position = amount.first.i - 1
    doc = scene.sentence.doc
    word = scene.last.get(position)
    if word is not None and doc[position].lower_ == "of" and Grammar.DONE_TO in word.value.grammars:
        return _make(scene, amount, word, "lives-of")
    if position < 1 or doc[position].lower_ not in ("of", "among", "to", "for"):
        return None
    word = scene.last.get(position - 1)
    if word is None or not word.value.grammars & {Grammar.COUNT, Grammar.PEOPLE, Grammar.TOLL}:
        return None
    if doc[position].lower_ != "of" and not (doc[position].lower_ == "to" and doc[position - 1].lower_ in ("injury", "injuries")):
        return None
    rule = "toll" if Grammar.TOLL in word.value.grammars else "nominal"
    return _make(scene, amount, word, rule)


_TOLL_VERB = re.compile(
    r"\b(?:rose|risen|rises?|rising|reach(?:ed|es|ing)?|stands?|stood|standing|was|were|is|are|be|climb(?:ed|s|ing)?|jumped|to|at|of|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?|"
    r"hit|passed|topped|put|puts|totall?ed|totals?|between|from|as|over|more|crossed|vary|varies|ranged|range|:|grown|grew|up|increased)\s*$|[:(–—-]\s*$"
)


def _toll(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "The death toll from the blast reached at least 112 people", "put the toll at as high as 470,000" """
    amount = scene.amounts[index]
    sentence = scene.sentence
    start = amount.mention.start
    toll = [word for word in scene.words if word.end <= start and (Grammar.TOLL in word.value.grammars or _numbered(scene, word))]
    if not toll or (amount.noun is not None and not is_person(amount.noun_form) and amount.noun_form not in ("dead", "killed")):
        return None
    word = toll[-1]
    between = sentence.document.text[word.end : start]
    if len(between) > 160 or ";" in between:
        return None
    tokens = between.split()
    hedged = amount.mention.value.hedge is Hedge.MORE_THAN and sentence.words(amount.mention.span).lower().startswith(("exceed", "surpass", "topped", "topping", "passed", "crossed"))
    if tokens and not hedged and not _TOLL_VERB.search(between.rstrip()):
        return None
    if any(at in links and scene.amounts[at].mention.start > word.end for at in range(index)):
        return None  # One figure to a toll: what follows it is a part, a date or something else.
    if word.value.harm is Harm.KILLED and sentence.words(word.span).lower() == "toll" and re.search(r"\b(?:injur|wound)\w*\s+$", sentence.document.text[max(0, word.start - 12) : word.start]):
        return None
    return _make(scene, amount, word, "toll")


def _numbered(scene: Scene, word: Mention[HarmWord]) -> bool:
    """ "The number of men, women and children abducted in the last three days stands at 220" """
    before = scene.sentence.document.text[max(scene.sentence.start, word.start - 70) : word.start].lower()
    return bool(word.value.grammars & {Grammar.DONE_TO, Grammar.STATE}) and "number of" in before


def _superseded(scene: Scene, amount: Amount) -> bool:
    """ "rose to 76 from 70", "up from an earlier 70": the figure that the report takes back."""
    before = scene.sentence.text[: amount.mention.start - scene.sentence.start][-40:].lower()
    return bool(
        re.search(r"\b(?:up|down) from (?:an? |the )?(?:earlier |previous |initial )?(?:\w+ )?$", before)
        or (
            re.search(r"\bfrom (?:an? |the )?(?:(?:earlier|previous|initial|previously reported)(?: (?:figure|toll|count|estimate|total) of)? )?$", before)
            and re.search(r"\b(?:rose|risen|rises|raised|climbed|increased|jumped|revised|grew|grown|updated|up|down)\b", scene.sentence.text[: amount.mention.start - scene.sentence.start].lower())
            and any(other.mention.end < amount.mention.start for other in scene.amounts)
        )
        or re.search(r"\b(?:earlier|previous|initial) (?:toll|figure|count|estimate|report) of (?:at least )?$", before)
    )


def _grammar(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """What the clause says: subject of a passive, object of an active verb, a participle or relative clause that follows.

    "12 villagers from the hamlet of Sarir near Derna were killed", "the strike that hit the market killed scores of shoppers"
    """
    amount = scene.amounts[index]
    node = amount.top
    for _ in range(4):
        for word, rule in _roles(scene, node):
            if amount.noun is None or is_person(amount.noun_form) or amount.noun_form not in things():
                return _make(scene, amount, word, rule)
        if node.dep_ not in ("conj", "appos", "nmod", "compound", "nummod", "quantmod", "amod") or node.head.i == node.i:
            return None
        if node.dep_ == "conj" and scene.first.get(node.head.i) is not None and node.head.tag_.startswith("V"):
            return None
        node = node.head
    return None


def _roles(scene: Scene, node: Token) -> Iterator[tuple[Mention[HarmWord], str]]:
    head = node.head
    word = scene.first.get(head.i) or scene.last.get(head.i)
    grammars = word.value.grammars if word is not None else frozenset()
    if node.dep_ == "nsubjpass":
        if word is not None and Grammar.DONE_TO in grammars:
            yield word, "passive"
        for child in head.children:  # "were reported killed", "were found dead"
            inner = scene.first.get(child.i)
            if inner is not None and child.dep_ in ("oprd", "xcomp", "acomp", "ccomp", "advcl") and inner.value.grammars & {Grammar.DONE_TO, Grammar.STATE}:
                yield inner, "passive"
    elif node.dep_ == "nsubj":
        if word is not None and Grammar.DONE_BY in grammars:
            yield word, "subject"
        for child in head.children:  # "were dead", "are missing"
            inner = scene.first.get(child.i)
            if inner is not None and child.dep_ in ("acomp", "attr", "oprd") and Grammar.STATE in inner.value.grammars:
                yield inner, "state"
    elif node.dep_ == "dobj" and word is not None and Grammar.DONE_TO in grammars and head.i not in scene.passive:
        yield word, "object"
    if node.dep_ in ("nsubj", "nsubjpass"):
        for child in head.conjuncts:  # "had arrived and registered as displaced"
            inner = scene.first.get(child.i)
            if inner is None or any(grandchild.dep_ in ("nsubj", "nsubjpass") for grandchild in child.children):
                continue
            wanted = Grammar.DONE_TO if child.tag_ == "VBN" and not any(g.dep_ == "dobj" for g in child.children) else Grammar.DONE_BY
            if wanted in inner.value.grammars:
                yield inner, "coordinated-verb"
    for child in node.children:
        inner = scene.first.get(child.i)
        if inner is None:
            continue
        passive = any(grandchild.dep_ in ("nsubjpass", "auxpass") for grandchild in child.children)
        if child.dep_ == "relcl":
            if Grammar.DONE_TO in inner.value.grammars and passive:
                yield inner, "relative"
            if Grammar.DONE_BY in inner.value.grammars and any(g.tag_ in ("WP", "WDT") and g.dep_ == "nsubj" for g in child.children):
                yield inner, "relative"
        elif child.dep_ == "acl" and child.tag_ == "VBN" and Grammar.DONE_TO in inner.value.grammars:
            yield inner, "participle"


_INCLUDING = re.compile(r"(?:including|among (?:them|whom|those killed|the dead|the killed|the victims)(?: (?:were|are|was|is))?|of (?:whom|them|which)|includes?|included)\s*(?:at least\s*)?(?:the\s+)?[,:]?\s*$", re.IGNORECASE)


def _part(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "12 people, including 5 children", "among them 3 women", "40 wounded, five of them critically" """
    amount = scene.amounts[index]
    before = scene.sentence.text[: amount.mention.start - scene.sentence.start][-50:]
    earlier = [links[at] for at in range(index) if at in links]
    if not earlier:
        return None
    if _INCLUDING.search(before):
        return _inherit(amount, _whole_before(earlier), "including")
    if amount.of and amount.noun_form in ("them", "whom", "these", "those"):
        own = _word_after(scene, index)
        if own is not None and own[1].value.harm is not earlier[-1].harm.value:
            return _make(scene, amount, own[1], "of-them")
        return _inherit(amount, earlier[-1], "of-them")
    return None


_GRAVELY = re.compile(r"\s+(?:\w+ly\s+)?(?:seriously|critically|badly|severely|gravely|lightly|slightly|fatally|in (?:a )?(?:critical|serious|grave|stable) condition)\b(?!\s+\w*(?:injured|wounded|hurt))", re.IGNORECASE)


def _gravely(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Five others were hurt, two seriously" """
    amount = scene.amounts[index]
    if amount.noun is None and index - 1 in links and _GRAVELY.match(scene.sentence.text, amount.mention.end - scene.sentence.start):
        return _inherit(amount, links[index - 1], "gravely")
    return None


def _of_the(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "at least two of the killed were medical staff", "three of the dead" """
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    position = amount.mention.end - scene.sentence.start
    match = re.match(r"\s+of\s+(?:the|those)\s+(?=\w)", scene.sentence.text[position:])
    if match is None:
        return None
    word = scene.first.get(scene.sentence.token_at(scene.sentence.start + position + match.end()).i)
    if word is None or not word.value.grammars & {Grammar.DONE_TO, Grammar.STATE}:
        return None
    after = scene.sentence.token_at(word.end - 1).i + 1
    for position in range(after, min(len(doc), after + 4)):
        fate = scene.first.get(position)
        if fate is not None and Grammar.DONE_BY in fate.value.grammars:
            return _make(scene, amount, fate, "subject")  # "Two of the wounded later died"
    return None if after < len(doc) and doc[after].tag_ in ("NNS", "NN") else _make(scene, amount, word, "of-the")


def _whole_before(earlier: list[Link]) -> Link:
    """The figure that "including" divides."""
    return earlier[-1]


def _inherit(amount: Amount, whole: Link, rule: str) -> Link:
    harm = Mention(whole.harm.value, whole.harm.spans, f"linking/{rule}")
    return Link(amount, harm, whole.word, whole)


def _and(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "killed 15 civilians and 27 fighters", "including 25 children and 15 women", "21 killed: 15 in Manbij and another six in Tukhar" """
    amount = scene.amounts[index]
    if index == 0 or index - 1 not in links:
        return None
    previous = links[index - 1]
    doc = scene.sentence.doc
    if doc[previous.amount.last.i].i >= amount.first.i:
        return None
    between = scene.sentence.document.text[scene.sentence.start + previous.amount.last.idx + len(previous.amount.last) : amount.mention.start].lower()
    if re.fullmatch(r"\s*(?:,|,? ?and|,? ?or|,? ?plus|,? with|&|/)\s*(?:also|the|his|her|their|its)?\s*", between) and (amount.noun is None or is_person(amount.noun_form)):
        return Link(amount, Mention(previous.harm.value, previous.harm.spans, "linking/coordinated"), previous.word, previous.whole)
    if re.fullmatch(r"[^.,;]{0,25}\s*[:(–—-]\s*", between) and amount.noun is not None and is_person(amount.noun_form) and _least(amount) < _least(previous.amount):
        return _inherit(amount, previous, "split")  # "21 people dead: 15 civilians and six fighters"
    if re.search(r"\b(?:as well as|along with|together with|in addition to)\s*$", between) and amount.noun is not None and is_person(amount.noun_form):
        # "killed 66 civilians, according to the monitor, as well as three rescue workers"
        top = next((links[at] for at in range(index - 1, -1, -1) if at in links and links[at].whole is None), previous)
        return Link(amount, Mention(top.harm.value, top.harm.spans, "linking/coordinated"), top.word)
    return None


def _least(amount: Amount) -> int:
    return amount.mention.value.low or 0


def _breakdown(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "21 civilians had been killed in the area, 15 in Manbij and another six in Tukhar" """
    amount = scene.amounts[index]
    earlier = [links[at] for at in range(index) if at in links]
    if not earlier or amount.noun is not None or amount.last.i + 1 >= len(scene.sentence.doc):
        return None
    following = scene.sentence.doc[amount.last.i + 1]
    if following.lower_ not in ("in", "at", "near", "on") or amount.mention.value.low is None:
        return None
    whole = earlier[0] if earlier[0].whole is None else earlier[0].whole
    top = whole.amount.mention.value
    if top.low is not None and amount.mention.value.low < top.low:
        return _inherit(amount, whole, "breakdown")
    return None


def _lost(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "the group lost 15 fighters in the attack"; not "lost 15 seats", nor "lost two of its bases" """
    amount = scene.amounts[index]
    word = scene.last.get(amount.first.i - 1)
    if word is None or Grammar.LOST not in word.value.grammars or amount.noun is None:
        return None
    return _make(scene, amount, word, "lost") if is_person(amount.noun_form) and amount.noun_form != "lives" else None


def _attribute(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "hundreds of badly injured civilians are in hospital", "12 wounded soldiers", "3,000 displaced people" """
    amount = scene.amounts[index]
    if amount.noun is None:
        return None
    for position in range(amount.number.i + 1, amount.noun.i + 1):
        word = scene.first.get(position)
        if word is not None and word.value.grammars & {Grammar.STATE, Grammar.PEOPLE} and (position < amount.noun.i or word.value.harm in (Harm.INJURED, Harm.KILLED)):
            return _make(scene, amount, word, "attribute")
    return None


_GOES_ON = re.compile(
    r"^(?:(?:this|that|these|those|they|it|the (?:toll|dead|figure|total|number|victims|casualties|killed|wounded|injured|fatalities)|those killed|this (?:figure|number|toll))"
    r"(?:\s+(?:also|figure|toll|number))?\s+(?:includes?|included|comprised?|(?:were|was)(?! (?:all )?among))|among (?:them|those|the dead|the victims|the killed)|of (?:these|them|those|the dead|the victims))\b",
    re.IGNORECASE,
)


# "Other agencies said the number could be as high as 350": the same variable, another figure.
_SAME_FIGURE = re.compile(r"\b(?:the|that|this) (?:real |actual |true |final |total )?(?:number|figure|total|count) (?:could|may|might|is|was|stands|has|had)\b(?! (?:rise|climb|increase|grow))", re.IGNORECASE)


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence goes on dividing the figure of the one before: "This includes around 125 fighters"."""
    return bool(_GOES_ON.match(sentence.text) or _SAME_FIGURE.search(sentence.text))


def _carried(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "The toll has exceeded 1,000. This includes around 125 fighters and 148 soldiers." """
    amount = scene.amounts[index]
    if scene.carried is None or not goes_on(scene.sentence):
        return None
    if amount.noun is not None and not is_person(amount.noun_form):
        return None
    harm = Mention(scene.carried.harm.value, scene.carried.harm.spans, "linking/carried")
    whole = scene.carried if _GOES_ON.match(scene.sentence.text) else None
    if whole is None and not re.search(_TOLL_VERB, scene.sentence.text[: amount.mention.start - scene.sentence.start].rstrip()):
        return None
    return Link(amount, harm, scene.carried.word, whole)


def _none_reported(scene: Scene, amount: Amount) -> Link | None:
    after = [word for word in scene.words if word.start >= amount.mention.start]
    return _make(scene, amount, after[0], "none-reported") if after else None


def _zero(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "there were no casualties", "no one was hurt" """
    amount = scene.amounts[index]
    if amount.mention.value.high != 0:
        return None
    for position in range(amount.number.i + 1, min(len(scene.sentence.doc), amount.number.i + 7)):
        word = scene.first.get(position)
        if word is not None:
            return _make(scene, amount, word, "zero")
    return None


_RULES = (_zero, _left, _part, _gravely, _before, _after, _of_the, _lost, _noun, _of, _toll, _and, _grammar, _breakdown, _carried, _attribute)


def _unreal(scene: Scene, joined: Link) -> str | None:
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
    between = text[harm.end : joined.amount.mention.start].lower() if harm.end < joined.amount.mention.start else ""
    if re.search(r"\b(?:could|may|might|would|will|likely to|expected to|set to)\s+(?:\w+\s+)?(?:reach|rise|climb|exceed|increase|grow|top|surpass|go)\b", between):
        return "a figure that may be reached, not one that was"
    if re.search(r"\bfear(?:s|ed|ing)?\b(?:\s+\S+){0,14}\s*$", before) and not re.search(r"\bfeared\s+(?:\S+\s+)+(?:said|says)\b", before):
        return "feared, not stated"
    if re.search(r"\b(?:did|does|do|has|have|had|was|were)(?:\s+not|n['’]t)\s+(?:\w+\s+)?$", before[-30:]):
        return "said not to have happened"
    return None


@cache
def _unreal_words() -> re.Pattern[str]:
    words = sorted(lexicon.table("en", "harms")["unreal"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\s+(?:\w+\s+){{0,2}}(?:\d[\d,]*\s+(?:\w+\s+)?)?$")


def named(sentence: Sentence, links: list[Link]) -> list[tuple[Span | None, str]]:
    """The words for the people of each joined amount, without the number, and the rule; None where nobody is named."""
    found: list[tuple[Span | None, str]] = []
    for index, joined in enumerate(links):
        span, rule = _own_words(sentence, joined)
        if span is None and index and _elliptical(sentence, links[index - 1], joined):
            span, rule = found[index - 1][0], "elliptical"
        found.append((span, rule))
    return found


def _own_words(sentence: Sentence, joined: Link) -> tuple[Span | None, str]:
    amount, text = joined.amount, sentence.document.text
    end_of_harm = joined.harm.end - sentence.start
    if joined.harm.rule == "linking/of-the":
        # "Two of the dead were medical staff"
        match = re.match(r"[^.;]{0,40}?\b(?:were|was|are)\s+(?:all\s+)?(?P<who>(?:[\w-]+\s+){0,3}[\w-]+)", sentence.text[end_of_harm:])
        words = match["who"].split() if match else []
        for count in range(len(words), 0, -1):
            if match and is_person(words[count - 1].lower()):
                start = sentence.start + end_of_harm + match.start("who")
                return Span(start, start + len(re.match(r"\s*".join(map(re.escape, words[:count])), match["who"]).group())), "predicate"  # type: ignore[union-attr]
        return None, ""
    if joined.harm.rule == "linking/toll" and amount.noun is None and sentence.passage.span.contains(joined.harm.span):
        # "The number of men, women and children abducted stands at 220"
        match = re.search(r"\bnumber of (?:the )?(?P<who>[^.;]{3,60}?)\s*$", text[max(sentence.start, joined.harm.start - 80) : joined.harm.start])
        if match and is_person(match["who"].split()[-1].lower()):
            start = max(sentence.start, joined.harm.start - 80) + match.start("who")
            return Span(start, start + len(match["who"])), "number-of"
    if amount.noun is None:
        return None, ""
    noun_end = sentence.start + amount.noun.idx + len(amount.noun)
    if joined.harm.rule in ("linking/noun", "linking/zero", "linking/none-reported") and amount.noun_form not in _PEOPLE_HARMED:
        # "casualties among civilians", "numerous deaths among the miners"
        match = re.match(r"\s+(?:among|amongst|of|from among)\s+(?:the\s+)?(?P<who>(?:[\w'’-]+\s+){0,5}?[\w-]+)(?=\s*(?:[.,;]|$|\b(?:in|on|at|since|after|and|who|from|said|when|as|by|during|near|over|were|was|have)\b))", text[noun_end : sentence.passage.span.end])
        if match and is_person(match["who"].split()[-1].lower()):
            return Span(noun_end + match.start("who"), noun_end + match.end("who")), "among"
        return None, ""
    return Span(max(sentence.start + amount.number.idx + len(amount.number), amount.mention.end), noun_end), "counted"


_PEOPLE_HARMED = frozenset(("bodies", "body", "corpses", "corpse", "hostages", "hostage", "martyrs", "martyr", "captives", "remains", "idps"))


def _elliptical(sentence: Sentence, before: Link, joined: Link) -> bool:
    """ "More than 100 civilians were killed and 700 injured": the 700 are civilians too."""
    if joined.amount.noun is not None or before.whole is not None or joined.whole is not None:
        return False
    between = sentence.document.text[before.amount.mention.end : joined.amount.mention.start]
    return not re.search(r"\b(?:said|says|saying|while|after|whereas|but|according|when|another|more than half)\b|[;:]", between) and joined.amount.mention.start > before.amount.mention.end
