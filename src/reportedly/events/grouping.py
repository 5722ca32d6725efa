"""Claims into events: strands of reports, compared where they may meet, joined where they are likelier one than not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import fsum

from reportedly.events import blocking, clustering, crowds, extents, features, judging, strands, weights
from reportedly.events.gathering import Gathering, Reports
from reportedly.events.judging import Bound
from reportedly.events.scoring import Scorer
from reportedly.events.strands import Kind, Strand
from reportedly.events.weights import Weights
from reportedly.evidence import Event, Evidence, Judgement, Member, Reason

Pair = tuple[int, int]
# Strands of a component of which every pair is compared. In larger ones, pairs that share no key weigh `unmet`.
_WHOLE = 200


def group(evidence: Iterable[Evidence], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
    """The events that claims make, by their anchors. Ids are None: `events.naming` mints them.

    The result is that of the set of claims and judgements, whatever their order. A claim that copies or repeats
    another goes where that goes and changes nothing.
    """
    return extents.nested(_grouped(evidence, judging.bound(judgements), Scorer(weights.current())))


def blocks(report: Iterable[Evidence]) -> frozenset[str]:
    """The keys that a store files a report under, given all of its claims."""
    claims = list(report)
    found = [blocking.filed(strand) | extents.strand_key(strand) for strand in strands.report_strands(claims)]
    # A claim that a person told from others is compared on its own: with the keys that it has on its own.
    single = [blocking.filed(strands.alone(claim)) for claim in claims if strands.follows(claim) is None]
    return frozenset().union(*found, *single)


def regroup(
    changed: Iterable[str], reports: Reports, judgements: Iterable[Judgement] = ()
) -> tuple[Event, ...]:  # fmt: skip
    """The events of the claims with these keys and of all that those may be joined with, as grouping everything has it.

    Every event in the result replaces what its members were in before. `within` is left open (`extents.nested`). Of a
    report that is taken out, name the claims that were in events with it.
    """
    known = judging.bound(judgements)
    scorer = Scorer(weights.current(), keep=True)
    gathering = Gathering(reports, known, scorer)
    only = gathering.around(frozenset(changed))
    return _grouped(gathering.claims.values(), known, scorer, only, gathering.built)


def _grouped(
    evidence: Iterable[Evidence],
    known: Bound,
    scorer: Scorer,
    only: Collection[str] | None = None,
    built: Iterable[Strand] | None = None,
) -> tuple[Event, ...]:
    """The events of whole reports; `only` keeps the strands of these keys. `built` are their strands, where known."""
    claims = {claim.key: claim for claim in evidence}
    followers, lone = strands.followers(claims)
    found = list(strands.of_reports(claims.values(), known.alone) if built is None else built)
    found += map(strands.alone, lone)
    if only is not None:
        found = [strand for strand in found if strand.key in only]
    found.sort(key=lambda strand: strand.key)
    made = [_event(members, scores, followers, scorer.weigh) for members, scores in _clusters(found, known, scorer)]
    return tuple(sorted(made, key=lambda event: event.anchor))


class _Scores:
    """Scores of pairs of strands by their numbers, the lower first; and who follows whom in crowds.

    `heads` leads from the number of a strand that follows to that of its leader.
    """

    def __init__(self, found: Sequence[Strand], known: Bound, scorer: Scorer) -> None:
        self.found, self.scorer = found, scorer
        self.scores: dict[Pair, float] = {}
        self.heads: dict[int, int] = {}
        self.settled: set[int] = set()
        self._crowds(known)
        self._meet()
        for pair in _updated(found):
            if pair not in self.scores:
                self._score(*pair)

    def _score(self, one: int, other: int) -> None:
        self.scores[one, other] = self.scorer.score(self.found[one], self.found[other])

    def _crowds(self, known: Bound) -> None:
        """Settles what is in a crowd and leads nobody: it is compared with no others."""
        crowded = [crowd for crowd in crowds.homes(self.found, known.unit).values() if len(crowd) > crowds.SIZE]
        if not crowded:
            return
        number_of = {strand.key: number for number, strand in enumerate(self.found)}
        for crowd in crowded:
            for key, leader in crowds.led(crowd, self.scorer.score).items():
                number = number_of[key]
                self.settled.add(number)
                if leader is not None:
                    head = self.heads[number] = number_of[leader.key]
                    self._score(*sorted((number, head)))

    def _meet(self) -> None:
        """Compares all that share a key."""
        index: dict[str, list[int]] = {}
        meeting = [
            number for number, strand in enumerate(self.found)
            if strand.kind is not Kind.WIDE and number not in self.settled
        ]  # fmt: skip
        for number in meeting:
            for key in blocking.filed(self.found[number]):
                index.setdefault(key, []).append(number)
        for number in meeting:
            asked = blocking.asked(self.found[number])
            for other in {other for key in asked if key in index for other in index[key] if other > number}:
                self._score(number, other)

    def complete(self, part: Sequence[int], scores: dict[Pair, float]) -> None:
        """Adds the pairs of a component that shared no key: they are about to be in one event, or not."""
        nodes = [node for node in part if node not in self.settled]
        for pair in combinations(nodes, 2):
            if pair not in scores:
                scores[pair] = self.scorer.score(self.found[pair[0]], self.found[pair[1]])


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


def _clusters(
    found: Sequence[Strand], known: Bound, scorer: Scorer
) -> Iterator[tuple[list[Strand], dict[tuple[str, str], float]]]:
    """The strands of each event, with the scores of their pairs by strand keys."""
    filled = _Scores(found, known, scorer)
    judged, barred = _judged(found, known)
    together = [*judged, *filled.heads.items()]
    linked = [pair for pair, total in filled.scores.items() if total > 0]
    linked += together + _wide_pairs(found)
    parts = clustering.components(len(found), linked)
    where = {node: number for number, part in enumerate(parts) for node in part}
    inside: dict[int, dict[Pair, float]] = {}
    for pair, total in filled.scores.items():
        if where[pair[0]] == where[pair[1]]:
            inside.setdefault(where[pair[0]], {})[pair] = total
    bound: dict[int, list[Pair]] = {}
    for pair in together:
        bound.setdefault(where[pair[0]], []).append(pair)
    for number, part in enumerate(parts):
        scores = inside.get(number, {})
        if found[part[0]].kind is Kind.WIDE:
            groups = _background(part, found)
        else:
            if len(part) <= _WHOLE:
                filled.complete(part, scores)
            groups = _joined(part, scores, scorer.weigh.unmet, bound.get(number, ()), barred)
        group_of = {node: place for place, members in enumerate(groups) for node in members}
        own: list[dict[tuple[str, str], float]] = [{} for _ in groups]
        for (one, other), total in scores.items():
            if group_of[one] == group_of[other]:
                own[group_of[one]][found[one].key, found[other].key] = total
        for members, its in zip(groups, own, strict=True):
            yield [found[node] for node in members], its


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
    # Exact sums: the order of the pairs is not that of the claims.
    merged = {pair: fsum(totals) / len(totals) for pair, totals in sums.items()}
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
        for key in extents.strand_key(strand):
            if key in first:
                pairs.append((first[key], number))
            else:
                first[key] = number
    return pairs


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
