"""Whom a figure counts, as a place on the lattice: everybody, civilians, fighters, one side's, women, children."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from reportedly import lexicon
from reportedly.model import Facets, VictimClass

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
STATE, OTHER = "state", "other"


@dataclass(frozen=True, slots=True)
class Who:
    """Some of those harmed; every field narrows. `kind` UNKNOWN is everybody.

    `camp` is "state" or "other", `side` the words for a party, `part` those that alone tell a part ("foreigners").
    """

    kind: VictimClass = VictimClass.UNKNOWN
    camp: str | None = None
    side: str | None = None
    age: str | None = None
    sex: str | None = None
    occupation: str | None = None
    part: str | None = None

    @property
    def whole(self) -> bool:
        """Nobody is singled out of the class."""
        return self == Who(self.kind)


EVERYBODY = Who()


def within(one: Who, other: Who) -> bool:
    """Whether all of the one are surely among the other."""
    return (
        (other.kind is VictimClass.UNKNOWN or other.kind is one.kind)
        and other.camp in (None, one.camp)
        and other.side in (None, one.side)
        and other.age in (None, one.age)
        and other.sex in (None, one.sex)
        and other.occupation in (None, one.occupation)
        and other.part in (None, one.part)
    )


def apart(one: Who, other: Who, one_voice: bool = False) -> bool:
    """Whether nobody is surely in both. `one_voice`: one origin tells of both, and so tells parties and trades apart.

    Women, children and civilians overlap; they are never apart.
    """
    if one.kind is not other.kind and VictimClass.UNKNOWN not in (one.kind, other.kind):
        return True
    if _differ(one.camp, other.camp) or _differ(one.age, other.age) or _differ(one.sex, other.sex):
        return True
    # "Soldiers" and "River Column fighters" of one voice are two sides, though nothing says for whom the Column fights.
    sides = (one.side or one.camp, other.side or other.camp)
    return one_voice and (_differ(*sides) or _differ(one.occupation, other.occupation))


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other and "mixed" not in (one, other)


@lru_cache(maxsize=50_000)
def read(words: str | None, kind: VictimClass, facets: Facets) -> Who:
    """Whom the words count.

    >>> read("pro-government fighters", VictimClass.COMBATANT, Facets(party="pro-government")).camp
    'state'
    >>> read("people", VictimClass.UNKNOWN, Facets()) == EVERYBODY
    True
    """
    if kind is VictimClass.MIXED:
        return EVERYBODY
    found = _words(words)
    if kind is VictimClass.COMBATANT:
        camp = _camp(found)
        side = facets.party.lower() if facets.party else _tied(words)
        trade = "army" if found & _table("army") else "police" if found & _table("police") else None
        return Who(kind, camp, side, occupation=trade)
    sex = None if facets.sex == "mixed" else facets.sex
    return Who(kind, age=facets.age, sex=sex, occupation=facets.occupation)


def may_be_part(words: str | None, who: Who) -> bool:
    """Whether words of an unknown class may single some out ("foreigners", "Alawites")."""
    return who == EVERYBODY and bool(_words(words) - _table("anybody"))


SOME = "some:"


def some(who: Who, key: str) -> Who:
    """Some of them, told by no words: what the claim `key` counts."""
    return replace(who, part=f"{SOME}{key}")


def is_some(who: Who) -> bool:
    return who.part is not None and who.part.startswith(SOME)


def as_part(who: Who, label: str) -> Who:
    return replace(who, part=label.lower())


def _camp(found: frozenset[str]) -> str | None:
    state, other = bool(found & _table("state")), bool(found & _table("other"))
    if state == other:
        return None
    return STATE if state else OTHER


def _tied(words: str | None) -> str | None:
    match = _ties().search(words or "")
    return match["whom"].lower() if match else None


def _words(words: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall((words or "").lower()))


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "tolls")[name])


@cache
def _ties() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon.table('en', 'tolls')['ties'])})\s+(?:the\s+)?(?P<whom>.+)", re.I)


def label(who: Who) -> str:
    """In words.

    >>> label(Who(VictimClass.COMBATANT, side="pro-government")), label(Who(age="child"))
    ('pro-government fighters', 'children')
    """
    people = {VictimClass.CIVILIAN: "civilians", VictimClass.COMBATANT: "fighters"}.get(who.kind, "people")
    if who.kind is VictimClass.COMBATANT:
        trade = {"army": "soldiers", "police": "police"}.get(who.occupation or "", people)
        camp = {STATE: "government-side", OTHER: "anti-government"}.get(who.camp or "")
        named = who.side if who.side and "-" in who.side.split()[0] and " " not in who.side else None
        tie = f" connected to {who.side}" if who.side and not named else ""
        made = (
            " ".join(part for part in (named or (camp if trade == people and not tie else None), trade) if part) + tie
        )
    elif who.age:
        made = {"child": "children", "elderly": "elderly people"}.get(who.age, who.age)
        made = {"female": "girls", "male": "boys"}.get(who.sex or "", made) if who.age == "child" else made
    elif who.occupation:
        made = f"{people} ({who.occupation})"
    elif who.sex:
        made = {"female": "women", "male": "men"}[who.sex]
    else:
        made = people
    return made if who.part is None else f"{made}: {who.part}" if made != "people" else who.part
