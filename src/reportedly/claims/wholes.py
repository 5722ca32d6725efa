"""Part-of links over sentences: totals that the report goes on to break down, and figures said to be among others.

Inside a sentence the joining of amounts finds them ("12 people, including 5 children"). Here a run of later figures of
the same harm and source is taken for a breakdown when it adds up to the total; sums of other people's figures never are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.model import Claim, Document, Hedge, Scope

# How many claims after a total its parts may stand; beyond it, figures that add up do so by chance.
_WINDOW = 10
_AMONG = re.compile(r"^(?:they|these|those|the (?:victims|dead|civilians|children|two|three|four|five))\s+(?:were|are)\s+(?:all\s+)?among\b", re.IGNORECASE)


@dataclass(slots=True)
class _Node:
    claim: Claim
    whole: str | None
    parts: int = 0


def divide(document: Document, claims: Sequence[Claim]) -> dict[str, str]:
    """Key of the whole for every claim that is a part, those known from the sentence included.

    >>> # "21 killed ... 15 in Manbij ... six more in Tukhar": both are parts of the 21.
    """
    nodes = [_Node(claim, claim.part_of) for claim in claims]
    _among_them(document, nodes)
    for index in range(len(nodes) - 1, -1, -1):
        _break_down(nodes, index)
    return {node.claim.key: node.whole for node in nodes if node.whole is not None}


def _among_them(document: Document, nodes: list[_Node]) -> None:
    """ "Six people died, two of them babies. They were among 19 people killed ..." """
    for index, node in enumerate(nodes[1:], 1):
        sentence = node.claim.sentence.of(document.text)
        if not _AMONG.match(sentence):
            continue
        for earlier in reversed(nodes[:index]):
            if earlier.claim.harm.value is node.claim.harm.value and earlier.whole is None and _least(earlier) < _least(node):
                earlier.whole = node.claim.key
                return


def _break_down(nodes: list[_Node], index: int) -> None:
    whole = nodes[index]
    total = whole.claim.quantity.value
    if total.low is None or total.low < 2 or whole.claim.repeat_of is not None:
        return
    wanted = total.low - sum(_least(node) for node in nodes if node.whole == whole.claim.key)
    slack = 0 if total.hedge is Hedge.EXACT and total.low < 20 else max(1, round(total.low * 0.03))
    later = [
        node
        for node in nodes[index + 1 : index + 1 + _WINDOW]
        if node.claim.harm.value is whole.claim.harm.value and node.claim.repeat_of is None
    ]
    later = [node for node in later if node.whole is None and 0 < _least(node) < total.low and _belongs(whole.claim, node.claim)]
    for start in range(len(later)):
        added = 0
        for end in range(start, len(later)):
            added += _least(later[end])
            if added > wanted + slack:
                break
            if abs(added - wanted) <= slack and (end > start or wanted < total.low):
                for node in later[start : end + 1]:
                    node.whole = whole.claim.key
                return


def _least(node: _Node) -> int:
    return node.claim.quantity.value.low or 0


def _belongs(whole: Claim, part: Claim) -> bool:
    """Same kind of count, the part no wider than the whole in time and area, and no rival source."""
    if whole.scope is Scope.INCIDENT and part.scope is Scope.CUMULATIVE:
        return False
    if whole.victim_class.value in ("civilian", "combatant") and part.victim_class.value in ("civilian", "combatant") and whole.victim_class is not part.victim_class:
        return False
    if whole.places and part.places and whole.places[0].value.country != part.places[0].value.country:
        return False
    if whole.when and part.when and whole.when.value.date_from and whole.when.value.date_to and part.when.value.date_from and part.when.value.date_to:
        return whole.when.value.date_from <= part.when.value.date_from and part.when.value.date_to <= whole.when.value.date_to
    return True
