"""What people decided, as events and tolls are bound by it: claims told together or apart, sources merged, claims
rejected, documents told to be no copies.

A decision that a later one supersedes binds no more. Chains that contradict each other are reported, not resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reportedly.evidence import Judgement
from reportedly.ledger import Batch, Decision, Ledger
from reportedly.sources import Merges, SourcePair, apply_merges

SAME, DIFFERENT, REJECTED, COPY, NO_COPY = "same", "different", "rejected", "copy", "not a copy"


@dataclass(frozen=True)
class Decided:
    """Everything that binds. `rejected` leads from claims to the decision; `copies` from pairs of documents to whether
    a person calls them copies.
    """

    judgements: tuple[Judgement, ...] = ()
    merges: Merges = field(default_factory=Merges)
    rejected: Mapping[str, Decision] = field(default_factory=dict)
    copies: Mapping[frozenset[str], bool] = field(default_factory=dict)


def decided(ledger: Ledger | Batch, until: datetime | None = None) -> Decided:
    """What binds now, or, with `until`, what did at that moment."""
    found = [one for one in ledger.decisions(limit=None) if until is None or one.at is None or one.at <= until]
    return binding(found)


def binding(decisions: Iterable[Decision]) -> Decided:
    """What binds of some decisions, in their order."""
    made = list(decisions)
    gone = {one.supersedes for one in made}
    judgements, sources = [], []
    rejected: dict[str, Decision] = {}
    copies: dict[frozenset[str], bool] = {}
    for one in made:
        if one.id in gone:
            continue
        pair = one.keys[:2] if len(one.keys) >= 2 else None
        if one.target == "claims" and pair and one.verdict in (SAME, DIFFERENT):
            judgements.append(Judgement(pair[0], pair[1], one.verdict == SAME))
        elif one.target == "sources" and pair and one.verdict in (SAME, DIFFERENT):
            sources.append(SourcePair(pair[0], pair[1], one.verdict == SAME))
        elif one.target == "documents" and pair and one.verdict in (COPY, NO_COPY):
            copies[frozenset(pair)] = one.verdict == COPY
        elif one.target == "claim":
            # The last word on a claim holds, whether it names the one before or not.
            if one.verdict == REJECTED:
                rejected[one.keys[0]] = one
            else:
                rejected.pop(one.keys[0], None)
    return Decided(tuple(judgements), apply_merges(sources), rejected, copies)
