"""Whether somebody can have done a harm at all: nobody is among his own victims, and few shoot at their own side."""

from __future__ import annotations

import re
from functools import cache

from reportedly import lexicon
from reportedly.claims.deeds import Cause
from reportedly.claims.draft import Draft
from reportedly.extract.party_words import ends_in_name, plain, table
from reportedly.model import VictimClass

_WORD = re.compile(r"[\w.]+")
_SIDE_OF = re.compile(
    r"\b[Oo]n\s+the\s+(?:side\s+of\s+(?:the\s+)?(?P<of>[\w'’-]+(?:\s+[\w'’-]+)?)|(?P<whose>[\w'’-]+(?:\s+[\w'’-]+)?)\s+side)\b"
)
_ISLAMIC_STATE = re.compile(r"\b(?:islamic state|isis|isil|daesh)\b|\bIS\b", re.IGNORECASE)


def apart(draft: Draft, cause: Cause) -> bool:
    """Whether the words for whoever did it are other words than those for the victims and their number."""
    if cause.party is None:
        return True
    span = cause.party.span
    return not span.overlaps(draft.quantity.span) and (draft.victims is None or not span.overlaps(draft.victims.span))


def opposed(draft: Draft, cause: Cause) -> bool:
    """Whether victims who fight are of another side by name: not "Israel's offensive … 12 Israeli soldiers"."""
    if cause.party is None or not apart(draft, cause):
        return cause.party is None
    victims = fighters(draft)
    if victims is None:
        return True
    if victims.lower().split()[-1] in table("pointing") and _side(cause.party.value) == "rebel":
        return False  # "a siege by the Front, in which five attackers died": the attackers are of the Front.
    return not (_names(victims) & _names(cause.party.value))


def enemies(draft: Draft, cause: Cause) -> bool:
    """The same, and by kind: "The army raided a camp. Two soldiers were killed": hardly by the army."""
    if cause.party is None or not opposed(draft, cause):
        return cause.party is None
    if _on_his_side(draft, cause.party.value):
        return False
    victims = fighters(draft)
    if victims is None or _names(victims):
        return True
    side = _side(cause.party.value)
    return side is None or side != _side(victims)


def _on_his_side(draft: Draft, party: str) -> bool:
    """ "On the side of the defence forces, one death": not by the army; "on the Russian side": not Russian."""
    found = _SIDE_OF.search(draft.sentence.text)
    if found is None:
        return False
    whose = found["of"] or found["whose"]
    if _names(whose) & _names(party):
        return True
    side = _side(whose)
    return side is not None and side == _side(party)


def may_be_of_a_state(words: str) -> bool:
    """Whether nothing says that a party fights against a state: "the army", "a special force"."""
    return _side(words) != "rebel"


def fighters(draft: Draft) -> str | None:
    """The words for victims who fight; None for all others."""
    victims = draft.victims.value if draft.victims is not None else None
    return victims.words if victims is not None and victims.victim_class is VictimClass.COMBATANT else None


def _names(words: str) -> frozenset[str]:
    """The names in a phrase by their first letters, so that "Israeli soldiers" and "Israel" meet."""
    found = {word[:4] for word in _WORD.findall(words.lower()) if len(word) > 1 and word not in _nameless()}
    if _ISLAMIC_STATE.search(words):
        found.add("islamic state")
    return frozenset(found)


def _side(words: str) -> str | None:
    """ "state" for armies and police, "rebel" for all who fight them, None where the words do not tell."""
    found = set(_WORD.findall(words.lower()))
    if plain(words) in table("state_names"):
        return "state"
    if ends_in_name(words) or found & table("rebel_side"):
        return "rebel"
    return "state" if found & table("state_side") else None


@cache
def _nameless() -> frozenset[str]:
    """Words that several parties have in their names, or that are no name at all."""
    people = lexicon.table("en", "people")
    return table("words") | table("describing") | table("nameless") | frozenset(people["combatant"])
