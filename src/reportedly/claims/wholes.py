"""Part-of links over sentences: totals that the report goes on to break down, and figures said to be among others.

Inside a sentence the joining of amounts finds them ("12 people, including 5 children"). Here a run of later figures
of the same harm is taken for a breakdown when it adds up to the total, inside its area and window.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.model import Claim, Document, Hedge, Scope

# How many claims after a total its parts may stand; beyond it, figures that add up do so by chance.
_WINDOW = 10
_AMONG = re.compile(
    r"^(?:they|these|those|the (?:victims|dead|civilians|children|two|three|four|five))\s+(?:were"
    r"|are)\s+(?:all\s+)?among\b",
    re.IGNORECASE,
)

# A figure that another speaker or period sets against one told before: what adds up to it does so by chance.
_RIVAL = frozenset(("linking/same-figure", "linking/rival", "linking/against"))


@dataclass(slots=True)
class _Node:
    claim: Claim
    whole: str | None


def divide(document: Document, claims: Sequence[Claim]) -> dict[str, str]:
    """Key of the whole for every claim that is a part, those known from the sentence included.

    >>> # "21 killed ... 15 in Manbij ... six more in Tukhar": both are parts of the 21.
    """
    nodes = [_Node(claim, claim.part_of) for claim in claims]
    by_key = {node.claim.key: node for node in nodes}
    _among_them(document, nodes, by_key)
    _of_the_dead(nodes)
    parts: dict[str, list[_Node]] = defaultdict(list)
    for node in nodes:
        if node.whole is not None:
            parts[node.whole].append(node)
    for index in range(len(nodes) - 1, -1, -1):
        for node in _breakdown(nodes, index, parts[nodes[index].claim.key], by_key):
            node.whole = nodes[index].claim.key
    return {node.claim.key: node.whole for node in nodes if node.whole is not None}


def _within(by_key: dict[str, _Node], node: _Node, whole: str) -> bool:
    """Whether `whole` is the node itself or already a part of it: a figure is never a part of its own part."""
    seen: str | None = whole
    while seen is not None:
        if seen == node.claim.key:
            return True
        seen = by_key[seen].whole
    return False


def _among_them(document: Document, nodes: list[_Node], by_key: dict[str, _Node]) -> None:
    """ "Six people died, two of them babies. They were among 19 people killed ..." """
    for index, node in enumerate(nodes[1:], 1):
        sentence = node.claim.sentence.of(document.text)
        if not _AMONG.match(sentence):
            continue
        for earlier in _back(nodes, index):
            if (
                earlier.claim.harm.value is node.claim.harm.value
                and earlier.whole is None
                and _least(earlier) < _least(node)
                and not _within(by_key, earlier, node.claim.key)
            ):
                earlier.whole = node.claim.key
                return


def _back(nodes: list[_Node], index: int) -> Iterator[_Node]:
    """The nodes before one, the nearest first."""
    return (nodes[at] for at in range(index - 1, -1, -1))


def _of_the_dead(nodes: list[_Node]) -> None:
    """ "At least 43 people were killed. ... Two of the dead were medical staff." """
    for index, node in enumerate(nodes):
        if node.claim.harm.rule != "linking/of-the" or node.whole is not None:
            continue
        for earlier in _back(nodes, index):
            low = earlier.claim.quantity.value.low
            if (
                earlier.claim.harm.value is node.claim.harm.value
                and earlier.whole is None
                and earlier.claim.harm.rule not in ("linking/against", "linking/of-the")
                and (low is None or low > _least(node))
            ):
                node.whole = earlier.claim.key
                break


def _breakdown(nodes: list[_Node], index: int, parts: Sequence[_Node], by_key: dict[str, _Node]) -> Sequence[_Node]:
    """The later figures that add up to a total, with those that are known as its `parts`."""
    whole = nodes[index]
    total = whole.claim.quantity.value
    if total.low is None or total.low < 2 or whole.claim.repeat_of is not None or whole.claim.harm.rule in _RIVAL:
        return ()
    # Parts that are said to be among others count towards the sum; "including 5 children" does not, for children
    # are civilians too.
    known = [
        node
        for node in parts
        if node.claim.sentence != whole.claim.sentence and node.claim.quantity.start < whole.claim.quantity.start
    ]
    wanted = total.low - sum(map(_least, known))
    slack = 0 if total.hedge is Hedge.EXACT and total.low < 20 else max(1, round(total.low * 0.03))
    later = [
        node
        for node in nodes[index + 1 : index + 1 + _WINDOW]
        if node.claim.harm.value is whole.claim.harm.value and node.claim.repeat_of is None
    ]
    later = [
        node
        for node in later
        if node.whole is None
        and not _within(by_key, node, whole.claim.key)
        and 0 < _least(node) < total.low
        and _belongs(whole.claim, node.claim)
    ]
    for start in range(len(later)):
        added = 0
        for end in range(start, len(later)):
            added += _least(later[end])
            if added > wanted + slack:
                break
            if abs(added - wanted) <= slack and end - start + 1 + len(known) >= 2:
                return later[start : end + 1]
    return ()


def _least(node: _Node) -> int:
    return node.claim.quantity.value.low or 0


def _names(words: str) -> set[str]:
    return set(re.findall(r"[A-Z][\w'’-]+", words))


def _wider(whole: Claim, part: Claim) -> bool:
    """Whether the area of the whole can hold that of the part: the same words, or an area of a coarser kind."""
    if not whole.places or not part.places:
        return True
    outer, inner = whole.places[0].value, part.places[0].value
    if outer.country and inner.country and outer.country != inner.country:
        return False
    if _names(outer.words) & _names(inner.words):
        return True
    if outer.toponym is None:
        return " and " in outer.words or "," in outer.words
    if inner.toponym is None or outer.toponym.precision in ("country", "admin1", "admin2", "region"):
        return True
    return outer.toponym.gazetteer_id == inner.toponym.gazetteer_id


def _belongs(whole: Claim, part: Claim) -> bool:
    """Same kind of count, the part no wider than the whole in time and area, and no rival source."""
    if whole.scope is Scope.INCIDENT and part.scope is Scope.CUMULATIVE:
        return False
    if (
        whole.victim_class.value in ("civilian", "combatant")
        and part.victim_class.value in ("civilian", "combatant")
        and whole.victim_class is not part.victim_class
    ):
        return False
    if not _wider(whole, part):
        return False
    if whole.when is None or part.when is None:
        return True
    outer, inner = whole.when.value, part.when.value
    if outer.date_from is None or outer.date_to is None or inner.date_from is None:
        return True
    return outer.date_from <= inner.date_from <= outer.date_to
