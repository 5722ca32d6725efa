"""Claims into events: strands of reports, compared where they may meet, joined where they are likelier one than not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Protocol

from reportedly.events import blocking, clustering, extents, features, judging, strands, weights, windows
from reportedly.events.judging import Bound
from reportedly.events.strands import Kind, Strand
from reportedly.events.weights import Weights
from reportedly.evidence import Event, Evidence, Judgement, Member, Reason

Pair = tuple[int, int]


def group(evidence: Iterable[Evidence], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
    """The events that claims make, by their anchors. Ids are None: `events.naming` mints them.

    The result is that of the set of claims and judgements, whatever their order. A claim that copies or repeats
    another goes where that goes and changes nothing.
    """
    return extents.nested(_grouped(evidence, judging.bound(judgements), weights.current()))


class Reports(Protocol):
    """What a store must find for a neighbourhood to be grouped anew: always whole reports, with all their claims."""

    def holding(self, keys: frozenset[str]) -> Iterable[Evidence]:
        """The claims of reports that are filed under any of the block keys."""

    def of(self, claims: frozenset[str]) -> Iterable[Evidence]:
        """The claims of reports that hold any of these claims, or a copy of one (a claim whose twin it is)."""


def blocks(report: Iterable[Evidence]) -> frozenset[str]:
    """The keys that a store files a report under, given all of its claims."""
    claims = list(report)
    found = [blocking.filed(strand) | _wide_key(strand) for strand in strands.report_strands(claims)]
    # A claim that a person told from others is compared on its own: with the keys that it has on its own.
    single = [blocking.filed(_alone(claim)) for claim in claims if strands.follows(claim) is None]
    return frozenset().union(*found, *single)


def regroup(
    changed: Iterable[str], reports: Reports, judgements: Iterable[Judgement] = ()
) -> tuple[Event, ...]:  # fmt: skip
    """The events of the claims with these keys and of all that those may be joined with, as grouping everything has it.

    Every event in the result replaces what its members were in before. `within` is left open (`extents.nested`). Of a
    report that is taken out, name the claims that were in events with it.
    """
    known = judging.bound(judgements)
    gathering = _Gathering(reports, known, weights.current())
    only = gathering.around(frozenset(changed))
    return _grouped(gathering.claims.values(), known, weights.current(), only)


def _grouped(
    evidence: Iterable[Evidence], known: Bound, weigh: Weights, only: Collection[str] | None = None
) -> tuple[Event, ...]:
    """The events of whole reports; `only` keeps the strands of these keys."""
    claims = {claim.key: claim for claim in evidence}
    followers, lone = _followers(claims)
    found = [*strands.of_reports(claims.values(), known.alone), *map(_alone, lone)]
    if only is not None:
        found = [strand for strand in found if strand.key in only]
    found.sort(key=lambda strand: strand.key)
    made = [_event(members, scores, followers, weigh) for members, scores in _clusters(found, known, weigh)]
    return tuple(sorted(made, key=lambda event: event.anchor))


def _followers(claims: Mapping[str, Evidence]) -> tuple[dict[str, list[Evidence]], list[Evidence]]:
    """The copies and repeats by the claim that they follow; and those whose original is not there.

    Of those, and of such as follow each other in a ring, the first stands for the others.
    """
    followers: dict[str, list[Evidence]] = {}
    stands: dict[str, str] = {}
    lone: dict[str, Evidence] = {}
    for key in sorted(claims):
        if strands.follows(claims[key]) is None:
            continue
        root = _root(claims[key], claims)
        if root in claims and strands.follows(claims[root]) is None:
            followers.setdefault(root, []).append(claims[key])
        elif root in stands:
            followers.setdefault(stands[root], []).append(claims[key])
        else:
            stands[root], lone[key] = key, claims[key]
    return followers, list(lone.values())


def _root(claim: Evidence, claims: Mapping[str, Evidence]) -> str:
    """What a claim follows in the end: a claim that follows none, a key that is not there, the least of a ring."""
    seen = [claim.key]
    while (following := strands.follows(claim)) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
        if following not in claims:
            return following
        claim = claims[following]
    return claim.key


def _alone(claim: Evidence) -> Strand:
    strand = Strand(claim.document, strands.kind(claim), [])
    strand.add(claim)
    return strand


@dataclass(slots=True)
class _Scores:
    """Scores of pairs of strands by their numbers, the lower first."""

    found: Sequence[Strand]
    weigh: Weights
    scores: dict[Pair, float] = field(default_factory=dict)

    def fill(self) -> None:
        """Compares all that share a key."""
        index: dict[str, list[int]] = {}
        for number, strand in enumerate(self.found):
            if strand.kind is not Kind.WIDE:
                for key in blocking.filed(strand):
                    index.setdefault(key, []).append(number)
        for number, strand in enumerate(self.found):
            if strand.kind is not Kind.WIDE:
                met = {
                    other for key in blocking.asked(strand) if key in index for other in index[key] if other > number
                }
                for other in met:
                    self.scores[number, other] = score(strand, self.found[other], self.weigh)
        for pair in _updated(self.found):
            if pair not in self.scores:
                self.scores[pair] = score(self.found[pair[0]], self.found[pair[1]], self.weigh)


def _updated(found: Sequence[Strand]) -> Iterator[Pair]:
    """Strands and those that they bring up to date, which need share no key."""
    if not any(strand.twins for strand in found):
        return
    holds = {claim.key: number for number, strand in enumerate(found) for claim in strand.claims}
    for number, strand in enumerate(found):
        for twin in strand.twins:
            other = holds.get(twin, number)
            if other != number and Kind.WIDE not in (strand.kind, found[other].kind):
                yield min(number, other), max(number, other)


def score(one: Strand, other: Strand, weigh: Weights) -> float:
    """The log odds that two strands are of one event."""
    if one.kind is not other.kind and not (_brief(one) and _brief(other)):
        return weigh.unmet
    return round(weigh.score(features.compare(one, other)), 4)


def _brief(strand: Strand) -> bool:
    """What is told as one thing and as a total over two days may be the same; over weeks it may not."""
    return strand.kind is not Kind.WIDE and strand.window is not None and strand.window.length <= windows.SHORT


def _clusters(
    found: Sequence[Strand], known: Bound, weigh: Weights
) -> Iterator[tuple[list[Strand], dict[tuple[str, str], float]]]:
    """The strands of each event, with the scores of their pairs by strand keys."""
    filled = _Scores(found, weigh)
    filled.fill()
    bound_pairs, barred = _judged(found, known)
    linked = [pair for pair, total in filled.scores.items() if total > 0]
    linked += bound_pairs + _wide_pairs(found)
    by_node: dict[int, dict[Pair, float]] = {}
    parts = clustering.components(len(found), linked)
    where = {node: number for number, part in enumerate(parts) for node in part}
    for pair, total in filled.scores.items():
        if where[pair[0]] == where[pair[1]]:
            by_node.setdefault(where[pair[0]], {})[pair] = total
    for number, part in enumerate(parts):
        inside = by_node.get(number, {})
        if found[part[0]].kind is Kind.WIDE:
            groups = _background(part, found)
        else:
            groups = _joined(part, inside, weigh.unmet, bound_pairs, barred)
        for members in groups:
            own = {
                (found[one].key, found[other].key): inside[one, other]
                for one, other in combinations(members, 2)
                if (one, other) in inside
            } if len(members) > 1 else {}  # fmt: skip
            yield [found[node] for node in members], own


def _background(part: list[int], found: Sequence[Strand]) -> list[list[int]]:
    """Wide strands stay together but for those that a person told from others."""
    groups: dict[str | None, list[int]] = {}
    for node in part:
        groups.setdefault(found[node].unit, []).append(node)
    return list(groups.values())


def _joined(
    part: list[int], scores: dict[Pair, float], unmet: float, together: Sequence[Pair], barred: Sequence[Pair]
) -> list[list[int]]:
    """Groups of a component: what was judged the same is one node from the beginning."""
    if not together:
        return clustering.join(part, scores, unmet, barred)
    place = {node: number for number, node in enumerate(part)}
    inside = [(place[one], place[other]) for one, other in together if one in place]
    units = clustering.components(len(part), inside)
    head = {part[number]: part[unit[0]] for unit in units for number in unit}
    sums: dict[Pair, list[float]] = {}
    for (one, other), total in scores.items():
        pair = (min(head[one], head[other]), max(head[one], head[other]))
        if pair[0] != pair[1]:
            sums.setdefault(pair, []).append(total)
    merged = {pair: sum(totals) / len(totals) for pair, totals in sums.items()}
    apart = [(head[one], head[other]) for one, other in barred if one in head and other in head]
    members: dict[int, list[int]] = {}
    for node in part:
        members.setdefault(head[node], []).append(node)
    joined = clustering.join(sorted(members), merged, unmet, apart)
    return [sorted(node for unit in group for node in members[unit]) for group in joined]


def _judged(found: Sequence[Strand], known: Bound) -> tuple[list[Pair], list[Pair]]:
    """Pairs of strands that people judged the same, as chains, and pairs that they judged different."""
    if not known.unit:
        return [], []
    holding: dict[str, list[int]] = {}
    for number, strand in enumerate(found):
        for unit in {known.unit[claim.key] for claim in strand.claims if claim.key in known.unit}:
            holding.setdefault(unit, []).append(number)
    together = [(numbers[0], number) for numbers in holding.values() for number in numbers[1:]]
    barred = [
        (one, other) for mine, theirs in sorted(known.apart)
        for one in holding.get(mine, ()) for other in holding.get(theirs, ())
    ]  # fmt: skip
    return sorted(together), barred


def _wide_pairs(found: Sequence[Strand]) -> list[Pair]:
    """Background figures of one country and beginning are of one event."""
    first: dict[str, int] = {}
    pairs = []
    for number, strand in enumerate(found):
        for key in _wide_key(strand):
            if key in first:
                pairs.append((first[key], number))
            else:
                first[key] = number
    return pairs


def _wide_key(strand: Strand) -> frozenset[str]:
    """The key of a wide strand, of one claim: the area and when the counting began."""
    if strand.kind is not Kind.WIDE:
        return frozenset()
    key = extents.wide_key(strand.claims[0])
    return frozenset((key,)) if key else frozenset()


def _event(
    members: Sequence[Strand],
    scores: Mapping[tuple[str, str], float],
    followers: Mapping[str, Sequence[Evidence]],
    weigh: Weights,
) -> Event:
    """The event of some strands: its area and days, and of every claim whether it enters, and why it is there."""
    claims = [claim for strand in members for claim in strand.claims]
    frame = extents.frame(claims)
    best = _best(members, scores)
    made: list[Member] = []
    for strand in members:
        why = _why(strand, best.get(strand.key), weigh)
        for claim in strand.claims:
            made.append(Member(claim.key, extents.enters(claim, frame), why))
            for follower in followers.get(claim.key, ()):
                made.append(Member(follower.key, extents.enters(follower, frame), _followed(follower)))
    return extents.event(frame, tuple(sorted(made, key=lambda member: member.key)))


def _best(members: Sequence[Strand], scores: Mapping[tuple[str, str], float]) -> dict[str, Strand]:
    """For each strand the one that it fits best."""
    by_key = {strand.key: strand for strand in members}
    best: dict[str, tuple[float, str]] = {}
    for (one, other), total in sorted(scores.items()):
        for key, partner in ((one, other), (other, one)):
            if key not in best or total > best[key][0]:
                best[key] = (total, partner)
    return {key: by_key[partner] for key, (_, partner) in best.items()}


def _why(strand: Strand, partner: Strand | None, weigh: Weights) -> tuple[Reason, ...]:
    if partner is None:
        return _kept(strand)
    compared = features.compare(strand, partner)
    reasons = [_reason("with", f"compared with {partner.key}", weigh.bias)]
    for feature, level in zip(features.FEATURES, compared, strict=True):
        weight = weigh.of(feature, level)
        if weight:
            reasons.append(_reason(feature, features.words(feature, level, strand, partner), weight))
    return tuple(reasons)


def _kept(strand: Strand) -> tuple[Reason, ...]:
    if strand.kind is Kind.WIDE:
        return (_reason("background", "a figure of a wide area or a long time: the same area and beginning", 0.0),)
    if strand.unit is not None:
        return (_reason("judgement", "a person's judgement", 0.0),)
    return (_reason("report", "no other report was likely enough of the same", 0.0),)


def _followed(claim: Evidence) -> tuple[Reason, ...]:
    word = "repeats" if claim.reuse is None else "copies"
    return (_reason("copy", f"{word} {strands.follows(claim)}", 0.0),)


@lru_cache(maxsize=65536)
def _reason(feature: str, value: str, weight: float) -> Reason:
    return Reason(feature, value, weight)


class _Gathering:
    """Finds all strands that those given may be in one event with: along likely pairs, step by step."""

    def __init__(self, reports: Reports, known: Bound, weigh: Weights) -> None:
        self.reports, self.known, self.weigh = reports, known, weigh
        self.claims: dict[str, Evidence] = {}
        self.documents: set[str] = set()
        self.strands: dict[str, Strand] = {}
        self.by_claim: dict[str, Strand] = {}
        self.filed: dict[str, list[Strand]] = {}
        self.following: dict[str, Evidence] = {}

    def around(self, changed: frozenset[str]) -> frozenset[str]:
        """The keys of the strands of every component that holds one of the changed claims."""
        self._load(self.reports.of(changed))
        # A copy is grouped with its original.
        heads = {_root(self.claims[key], self.claims) for key in changed if key in self.claims}
        waiting = [self.by_claim[key] for key in sorted(heads | changed) if key in self.by_claim]
        reached: set[str] = set()
        while waiting:
            strand = waiting.pop()
            if strand.key not in reached:
                reached.add(strand.key)
                waiting += self._linked(strand)
        self._load_copies(reached)
        return frozenset(reached)

    def _load(self, claims: Iterable[Evidence]) -> None:
        """Takes in reports that were not met yet, and whatever their copies and repeats follow."""
        while new := self._new(claims):
            twins = set()
            for document in sorted(new):
                self.documents.add(document)
                for claim in new[document]:
                    self.claims[claim.key] = claim
                    if (twin := strands.follows(claim)) is not None:
                        self.following[claim.key] = claim
                        twins.add(twin)
                for strand in strands.report_strands(new[document], self.known.alone):
                    self._file(strand)
            missing = frozenset(twins - self.claims.keys())
            claims = self.reports.of(missing) if missing else ()
        _, lone = _followers(self.claims) if self.following else ({}, [])
        for claim in lone:
            if claim.key not in self.by_claim:
                self._file(_alone(claim))

    def _new(self, claims: Iterable[Evidence]) -> dict[str, list[Evidence]]:
        new: dict[str, list[Evidence]] = {}
        for claim in claims:
            if claim.document not in self.documents:
                new.setdefault(claim.document, []).append(claim)
        return new

    def _file(self, strand: Strand) -> None:
        self.strands[strand.key] = strand
        self.by_claim |= {claim.key: strand for claim in strand.claims}
        for key in _wide_key(strand) or blocking.filed(strand):
            self.filed.setdefault(key, []).append(strand)

    def _linked(self, strand: Strand) -> list[Strand]:
        """The strands that make one component with this one: judged the same, or likely enough."""
        units = {self.known.unit[claim.key] for claim in strand.claims if claim.key in self.known.unit}
        partners = frozenset(key for key, unit in self.known.unit.items() if unit in units) if units else frozenset()
        if partners:
            self._load(self.reports.of(partners))
        wide = _wide_key(strand)
        asked = wide or (blocking.asked(strand) if strand.kind is not Kind.WIDE else frozenset())
        self._load(self.reports.holding(asked))
        met = {other.key: other for key in asked for other in self.filed.get(key, ())}
        met |= {other.key: other for other in self._updated(strand)}
        found = {key: self.by_claim[key] for key in partners if key in self.by_claim}
        for other in met.values():
            if other is not strand and (wide or score(strand, other, self.weigh) > 0):
                found[other.key] = other
        return list(found.values())

    def _updated(self, strand: Strand) -> Iterator[Strand]:
        """What the strand brings up to date, and what brings it up to date."""
        if strand.kind is Kind.WIDE:
            return
        own = frozenset(claim.key for claim in strand.claims)
        self._load(self.reports.of(own | strand.twins))
        for other in list(self.strands.values()):
            if other.kind is not Kind.WIDE and (other.twins & own or any(c.key in strand.twins for c in other.claims)):
                yield other

    def _load_copies(self, reached: Collection[str]) -> None:
        """Loads all that follow the claims reached, step by step: copies of copies too."""
        fresh = frozenset(claim.key for key in reached for claim in self.strands[key].claims)
        seen = set(fresh)
        while fresh:
            self._load(self.reports.of(fresh))
            fresh = frozenset(
                c.key for c in self.following.values() if c.key not in seen and strands.follows(c) in seen
            )
            seen |= fresh
