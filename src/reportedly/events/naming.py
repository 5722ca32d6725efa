"""Ids of events: minted once from an anchor claim and kept for as long as that claim stands in an event.

Nothing is forgotten: an id whose event went into another *leads on* to it, and an event that broke off says from where.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from reportedly.evidence import Event

_LENGTH = 10


class Moved(StrEnum):
    """What became of an id."""

    MERGED = "merged into"
    SPLIT = "split from"


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """`id` was merged into `other`, and leads on to it; or `id` was split from `other`, and both go on."""

    id: str
    how: Moved
    other: str


@dataclass(frozen=True, slots=True)
class Named:
    """Events with their ids (`within` names ids too), the ids that are new, by id their anchors, and the moves."""

    events: tuple[Event, ...]
    minted: Mapping[str, str]
    moves: tuple[Move, ...]


def mint(
    events: Iterable[Event],
    anchors: Mapping[str, str],
    before: Mapping[str, str],
    merged: Mapping[str, str] | None = None,
) -> Named:
    """Gives every event its id.

    `anchors` leads from the ids minted before to their anchor claims, `before` from claims to the id of the event that
    they were in, `merged` from ids that were merged to those they went into. An event keeps the id whose anchor claim
    it holds; of several the one that most of its members had. Ids whose anchor is in none of the events are left alone,
    so that a part of a ledger can be named by itself. An id that was merged comes back when its anchor stands apart.
    """
    ordered = sorted(events, key=lambda event: event.anchor)
    holds = {member.key: event.anchor for event in ordered for member in event.members}
    claimed: dict[str, list[str]] = {}
    for id_, anchor in sorted(anchors.items()):
        if anchor in holds:
            claimed.setdefault(holds[anchor], []).append(id_)
    ids = _orphans(ordered, anchors, before)
    minted: dict[str, str] = {}
    for event in ordered:
        had = Counter(before[member.key] for member in event.members if member.key in before)
        if event.anchor in claimed:
            ids[event.anchor] = min(claimed[event.anchor], key=lambda id_: (-had[id_], id_))
        elif event.anchor not in ids:
            id_ = _id(event.anchor, anchors.keys() | minted.keys())
            ids[event.anchor], minted[id_] = id_, event.anchor
    moves = _merges(claimed, ids, merged or {}) | _splits(ordered, ids, before)
    named = tuple(replace(one, id=ids[one.anchor], within=ids.get(one.within or "", one.within)) for one in ordered)
    return Named(named, minted, tuple(sorted(moves)))


def leads_to(id_: str, merged: Mapping[str, str]) -> str:
    """The id that an old one leads on to, through every merge.

    >>> leads_to("e-a", {"e-a": "e-b", "e-b": "e-c"})
    'e-c'
    """
    seen = {id_}
    while (following := merged.get(id_)) is not None and following not in seen:
        seen.add(following)
        id_ = following
    return id_


def _id(anchor: str, taken: Iterable[str]) -> str:
    """A short hash of the anchor, longer where another event has it already.

    >>> _id("r1:5:killed", ())
    'e-nx5afpn342'
    """
    digest = b32encode(hashlib.sha256(anchor.encode()).digest()).decode().lower().rstrip("=")
    known = set(taken)
    return next(id_ for end in range(_LENGTH, len(digest) + 1) if (id_ := f"e-{digest[:end]}") not in known)


def _orphans(ordered: Iterable[Event], anchors: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Ids of events whose anchor claim is gone (reread, erased): they go with most of their members."""
    made = list(ordered)
    here = {member.key for event in made for member in event.members}
    shares: dict[str, Counter[str]] = {}
    for event in made:
        for member in event.members:
            id_ = before.get(member.key)
            if id_ is not None and id_ in anchors and anchors[id_] not in here and _gone(anchors[id_], before):
                shares.setdefault(id_, Counter())[event.anchor] += 1
    found: dict[str, str] = {}
    for id_, counts in sorted(shares.items(), key=lambda one: (-max(one[1].values()), one[0])):
        best = min((anchor for anchor in counts if anchor not in found), key=lambda a: (-counts[a], a), default=None)
        if best is not None:
            found[best] = id_
    return found


def _gone(anchor: str, before: Mapping[str, str]) -> bool:
    """Whether the anchor claim is in no event any more: the caller leaves it out of `before`."""
    return anchor not in before


def _merges(claimed: Mapping[str, list[str]], ids: Mapping[str, str], merged: Mapping[str, str]) -> set[Move]:
    found = {(id_, ids[anchor]) for anchor, several in claimed.items() for id_ in several if id_ != ids[anchor]}
    return {Move(id_, Moved.MERGED, into) for id_, into in found if leads_to(id_, merged) != into}


def _splits(ordered: Iterable[Event], ids: Mapping[str, str], before: Mapping[str, str]) -> set[Move]:
    """Events that hold claims of an id which goes on elsewhere, and that have no claims of their own id yet."""
    made = list(ordered)
    going_on = set(ids.values())
    found = set()
    for event in made:
        had = Counter(before[member.key] for member in event.members if member.key in before)
        id_ = ids[event.anchor]
        if had and id_ not in had:
            origin = min(had, key=lambda one: (-had[one], one))
            if origin in going_on and origin != id_:
                found.add(Move(id_, Moved.SPLIT, origin))
    return found
