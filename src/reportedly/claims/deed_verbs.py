"""Which verbs of a sentence tell of a deed: verbs of harm and attack that were done, to somebody, by their subject.

"Doctors treated 11 people", "My father planted these vines" and "the man killed there" are none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.extract.party_words import form, is_person, table

if TYPE_CHECKING:
    from spacy.tokens import Token

_SHOOTING = frozenset(("shot", "shoot", "shoots", "shooting"))


def is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def bare_passive(verb: Token) -> bool:
    if is_passive(verb):
        return True
    return verb.tag_ == "VBN" and verb.dep_ != "conj" and all(child.dep_ != "aux" for child in verb.children)


def subject_of(verb: Token, dep: str) -> Token | None:
    """The subject next to the verb: rough text gives it two."""
    found = [child for child in verb.children if child.dep_ == dep]
    before = [child for child in found if child.i < verb.i]
    return before[-1] if before else found[0] if found else None


def not_done(verb: Token) -> bool:
    """ "vowed to attack", "would shell": told of, but not done; "began to shell" is."""
    if verb.tag_ != "VB":
        return False
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "neg")}
    return bool(helpers & {"to", "would", "will", "could", "should", "not"}) and verb.head.lower_ not in table(
        "launching"
    )


def harmless(verb: Token) -> bool:
    """Whether a verb that may be one of harm is none here.

    "Doctors treated 11 people", "My father planted these vines", "the army seized power", "the man killed there said".
    """
    word = verb.lower_
    if word in table("helping"):
        return True
    roles = ("nsubjpass",) if is_passive(verb) else ("dobj", "oprd")
    done_to = next((child for child in verb.children if child.dep_ in roles), None)
    if word in table("planting"):
        bombs = table("blasts") | table("plantable")
        return done_to is None or form(done_to) not in bombs
    if word in table("opening"):
        if done_to is None:
            return verb.tag_ == "VBN"  # "a school opened by the government"
        return form(done_to) not in ("fire", "gunfire")
    if word in table("setting"):
        fire = done_to is not None and form(done_to) == "fire"
        return not fire and all(token.lower_ not in ("ablaze", "alight", "afire") for token in verb.subtree)
    if word in table("arresting") and done_to is not None:
        return done_to.tag_ in ("NN", "NNS") and not is_person(form(done_to))
    if word in _SHOOTING and any(child.lower_ == "down" for child in verb.children):
        return done_to is None or not is_person(form(done_to))  # "said it shot down 50 drones"
    if word not in harming() or verb.tag_ not in ("VBD", "VBN") or done_to is not None:
        return False
    if verb.dep_ == "conj" and is_passive(verb.head) and subject_of(verb, "nsubj") is not None:
        return True  # "three rebels were killed and two soldiers injured"
    if verb.i + 1 == len(verb.doc) or verb.dep_ not in ("nsubj", "relcl", "acl", "ccomp"):
        return False
    # No object, no "by": whoever stands before it was killed himself.
    bare = all(child.dep_ not in ("aux", "auxpass", "agent", "dobj", "advcl") for child in verb.children)
    return bare and verb.doc[verb.i + 1].tag_ in ("IN", "RB", "VBD", "EX")


def aside(verb: Token) -> bool:
    """In a relative clause: "the town where rebels killed a pilot"."""
    node = verb
    while node.dep_ in ("conj", "advcl", "xcomp") and node.head.i != node.i:
        node = node.head
    return node.dep_ in ("relcl", "acl")


@cache
def harming() -> frozenset[str]:
    """Verbs whose subject does the harm."""
    tables = lexicon.table("en", "harms")
    return frozenset(form for name in tables if name.endswith("_done_to") for form in tables[name] if " " not in form)


@cache
def deed_verbs() -> frozenset[str]:
    """Verbs of harm and of attack."""
    return harming() | table("attacking")


@cache
def from_afar() -> frozenset[str]:
    stems = ("shell", "bomb", "strik", "struck", "fir", "pound", "straf", "hit", "target", "drop")
    return frozenset(form for form in table("attacking") if form.startswith(stems))
