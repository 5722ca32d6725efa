"""What the grammar of the clause says, where words in between keep amount and harm apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.claims.phrases import is_person, things
from reportedly.claims.scene import Link, Scene, make, word_set
from reportedly.extract.harms import Grammar, HarmWord
from reportedly.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token


def clause(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """What the clause says: subject of a passive, object of an active verb, a participle or relative clause behind.

    "12 villagers from the hamlet of Sarir near Derna were killed", "the strike on the market killed scores of shoppers"
    """
    amount = scene.amounts[index]
    node = amount.top
    for _ in range(4):
        for word, rule in _roles(scene, node):
            if amount.noun is None or is_person(amount.noun_form) or amount.noun_form not in things():
                return make(amount, word, rule)
        if node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.lower_ in ("total", "group"):
            node = node.head.head  # "A total of 46 people with burns were admitted"
            continue
        if (
            node.dep_ not in ("conj", "appos", "nmod", "compound", "nummod", "quantmod", "amod")
            or node.head.i == node.i
        ):
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
            if (
                inner is not None
                and child.dep_ in ("oprd", "xcomp", "acomp", "ccomp", "advcl")
                and inner.value.grammars & {Grammar.DONE_TO, Grammar.STATE}
            ):
                yield inner, "passive"
    elif node.dep_ == "nsubj":
        above = scene.first.get(head.head.i) if head.dep_ in ("csubjpass", "csubj") and head.tag_ == "VBG" else None
        if above is not None and Grammar.DONE_TO in above.value.grammars:
            yield above, "passive"  # "four workers repairing a line were wounded"
        if word is not None and Grammar.DONE_BY in grammars:
            yield word, "subject"
        for child in head.children:  # "were dead", "are missing"
            inner = scene.first.get(child.i)
            if inner is not None and child.dep_ in ("acomp", "attr", "oprd") and Grammar.STATE in inner.value.grammars:
                yield inner, "state"
            if inner is not None and child.dep_ == "xcomp" and Grammar.DONE_BY in inner.value.grammars:
                yield inner, "subject"  # "thousands have begun to flee"
    elif node.dep_ == "dobj" and word is not None and Grammar.DONE_TO in grammars and head.i not in scene.passive:
        yield word, "object"
    if node.dep_ in ("nsubj", "nsubjpass"):
        for child in head.conjuncts:  # "had arrived and registered as displaced"
            inner = scene.first.get(child.i)
            if inner is None or any(grandchild.dep_ in ("nsubj", "nsubjpass") for grandchild in child.children):
                continue
            wanted = (
                Grammar.DONE_TO
                if child.tag_ == "VBN" and not any(g.dep_ == "dobj" for g in child.children)
                else Grammar.DONE_BY
            )
            if wanted in inner.value.grammars:
                yield inner, "coordinated-verb"
    for child in node.children:
        inner = scene.first.get(child.i)
        if inner is None and child.dep_ == "relcl" and child.lower_ in word_set("be"):
            # "looking for two residents who are unaccounted for"
            states = [scene.first[g.i] for g in child.children if g.i in scene.first and g.dep_ in ("acomp", "attr")]
            if states and Grammar.STATE in states[0].value.grammars:
                yield states[0], "relative"
        if inner is None:
            continue
        passive = any(grandchild.dep_ in ("nsubjpass", "auxpass") for grandchild in child.children)
        if child.dep_ == "relcl":
            if Grammar.DONE_TO in inner.value.grammars and passive:
                yield inner, "relative"
            if Grammar.DONE_TO in inner.value.grammars and any(
                g.tag_ in ("WP", "WDT") and g.dep_ == "dobj" for g in child.children
            ):
                yield inner, "relative"  # "six truckers whom the group kidnapped"
            if Grammar.DONE_BY in inner.value.grammars and any(
                g.tag_ in ("WP", "WDT") and g.dep_ == "nsubj" for g in child.children
            ):
                yield inner, "relative"
        elif child.dep_ == "acl" and child.tag_ == "VBN" and Grammar.DONE_TO in inner.value.grammars:
            yield inner, "participle"
