"""Which claims speak of one event: grouped by place, time, harm, parties, method, victims and wording.

`group` makes events of all claims, `regroup` those around a few; `mint` keeps their ids through time; `contradictions`
lists chains of judgements that cannot all hold. Pure; docs/events.md tells how it works and how well.
"""

from reportedly.events.extents import held_by_keys, nested, nesting_keys
from reportedly.events.gathering import Reports
from reportedly.events.grouping import blocks, group, regroup
from reportedly.events.judging import Contradiction, contradictions
from reportedly.events.naming import Move, Moved, Named, leads_to, mint
from reportedly.events.strands import main

__all__ = [
    "Contradiction",
    "Move",
    "Moved",
    "Named",
    "Reports",
    "blocks",
    "contradictions",
    "group",
    "held_by_keys",
    "leads_to",
    "main",
    "mint",
    "nested",
    "nesting_keys",
    "regroup",
]
