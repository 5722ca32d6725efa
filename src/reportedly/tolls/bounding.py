"""The lines of a toll: per harm and victims what each origin's latest claims say, and what the profile makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportedly.evidence import Evidence
from reportedly.model import Harm, Status, Unit, VictimClass
from reportedly.profiles import Best, High, Low, Profile
from reportedly.sources import Counts, Merges, OriginRange, Statement, origins
from reportedly.tolls import parties, victims
from reportedly.tolls.figures import Heard, Triple, order, words
from reportedly.tolls.naming import name, spoken
from reportedly.tolls.sifting import Sifted
from reportedly.tolls.summing import by_variable, largest
from reportedly.tolls.toll import Derived, Line, Stated
from reportedly.tolls.variables import Variable, apart, reach_words, within
from reportedly.tolls.victims import EVERYBODY, Who

_CLASSES = {VictimClass.UNKNOWN: 0, VictimClass.CIVILIAN: 1, VictimClass.COMBATANT: 2}
_HARMS = {harm: at for at, harm in enumerate(Harm)}
_PARENTS = (Who(VictimClass.COMBATANT), Who(VictimClass.CIVILIAN), EVERYBODY)


@dataclass(slots=True)
class _Group:
    """What is said of some victims' harm."""

    who: Who
    heard: list[Heard] = field(default_factory=list)
    wordless: list[Evidence] = field(default_factory=list)
    denied: list[Evidence] = field(default_factory=list)


def lines(sifted: Sifted, profile: Profile, merges: Merges) -> tuple[Line, ...]:
    """A line for each harm and victims that claims speak of, and for those whom several lines are parts of."""
    topics: dict[tuple[Harm, Unit], dict[Who, _Group]] = {}

    def group(variable: Variable) -> _Group:
        return topics.setdefault((variable.harm, variable.unit), {}).setdefault(variable.who, _Group(variable.who))

    for heard in sifted.heard:
        if not victims.is_some(heard.variable.who):
            group(heard.variable).heard.append(heard)
    for evidence, variable in sifted.wordless:
        group(variable).wordless.append(evidence)
    for evidence, variable in sifted.denied:
        group(variable).denied.append(evidence)
    statements = {statement.key: statement for statement in sifted.statements}
    made = []
    for harm, unit in sorted(topics, key=lambda topic: (_HARMS[topic[0]], topic[1].value)):
        made += _Topic(harm, unit, topics[harm, unit], profile, merges, statements).lines()
    return tuple(made)


class _Topic:
    """The lines of one harm and unit."""

    def __init__(
        self, harm: Harm, unit: Unit, groups: dict[Who, _Group], profile: Profile, merges: Merges,
        statements: Mapping[str, Statement],
    ) -> None:  # fmt: skip
        self._harm, self._unit, self._profile, self._merges = harm, unit, profile, merges
        self._groups, self._statements = groups, statements
        self._heard = [heard for group in groups.values() for heard in group.heard]

    def lines(self) -> list[Line]:
        made: dict[Who, Line] = {}
        figured = {who for who, group in self._groups.items() if group.heard}
        for parent in _PARENTS:
            # Those of whom several parts are told, but no whole, have a line, too.
            tops = [who for who in figured if victims.within(who, parent) and who != parent]
            tops = [who for who in tops if not any(who != one and victims.within(who, one) for one in tops)]
            if len(tops) > 1:
                self._groups.setdefault(parent, _Group(parent))
                figured.add(parent)
        # Parts first: a whole may follow from them.
        for who in sorted(self._groups, key=_narrowness, reverse=True):
            below = {one: line for one, line in made.items() if one != who and victims.within(one, who)}
            made[who] = self._line(self._groups[who], below)
        return [made[who] for who in sorted(made, key=_place_in_table)]

    def _line(self, group: _Group, below: Mapping[Who, Line]) -> Line:
        own, reach = _own(group.heard)
        by_origin = _by_origin(own)
        triples = {origin: _voice(heard) for origin, heard in by_origin.items()}
        triples, coded = parties.weighed(triples, by_origin, self._profile)
        repeats = {origin for origin, heard in by_origin.items() if all(one.repeat for one in heard)}
        low, best, high, about, why = _combined(triples, repeats, self._profile)
        beside = self._sums(group.who)
        derived = False
        if not triples:
            low, best, high, about, why, coded = self._from_parts(beside, below, group)
            derived = low is not None or best is not None or high is not None
        elif low is not None and (more := [line for line in below.values() if (line.low or 0) > low]):
            part = max(more, key=lambda line: line.low or 0)
            why = (*why, f"of {part.victims} alone, other claims tell of {part.low:,} or more")
        if triples and high is not None and low is not None and not low <= high:
            why = (*why, "low is above high: the sources contradict each other")
        if best is not None and not ((low is None or low <= best) and (high is None or best <= high)):
            why = (*why, f"best is not between low and high: {self._profile.rule('combining').id}")
        counted = self._count(group)
        return Line(
            harm=self._harm, unit=self._unit, victims=_label(group), victim_class=group.who.kind,
            whole=group.who.whole, low=low, best=best, high=high, about=about, derived=derived,
            coded=coded if 0 in (low, best) else None,
            within=reach_words(reach) if own and reach is not None and not reach.is_whole else None,
            why=why, marks=_marks(own or group.heard),
            amounts=tuple(sorted({words(one) for one in group.wordless})),
            denied=tuple(sorted({words(one) for one in group.denied})),
            stated=self._stated(group, counted, reach), beside=tuple(beside), origins=counted,
            provisional=self._profile.needed_origins > 1 and counted.certain < self._profile.needed_origins,
        )  # fmt: skip

    def _sums(self, who: Who) -> list[Derived]:
        """What the parts that one origin gives add to."""
        whole = Variable(self._harm, self._unit, who)
        by_origin = _by_origin(one for one in self._heard if not one.repeat)
        made = []
        for origin in sorted(by_origin):
            parts = [
                (number, heard)
                for heard in by_origin[origin]
                if heard.variable != whole and within(heard.variable, whole) and (number := _least(heard)) is not None
            ]  # fmt: skip
            chosen = largest(by_variable(parts), _apart)
            if len(chosen) > 1:
                heard = [part[1] for part in chosen]
                about = any(one.triple.about for one in heard)
                exact = all(one.triple.high is not None for one in heard)
                total = sum(part[0] for part in chosen)
                keys = tuple(sorted(one.key for one in heard))
                made.append(Derived(origin, name(origin), total, about, not about and not exact, keys))
        return made

    def _from_parts(
        self, beside: Sequence[Derived], below: Mapping[Who, Line], group: _Group
    ) -> tuple[int | None, int | None, int | None, bool, tuple[str, ...], str | None]:
        """Bounds of a whole that nobody gives a figure of."""
        nobody = "no source gives a figure for all of them"
        narrow = _narrow_lows(group.heard)
        if not below and not narrow:
            amounts = ", ".join(sorted({words(one) for one in group.wordless}))
            why = f"only in words: {amounts}" if amounts else "no source that counts gives a figure"
            return None, None, None, False, (why,), None
        if self._profile.sums_parts and below:
            return self._summed(below, nobody)
        lows = [line.low for line in below.values() if line.low is not None and not line.coded]
        lows += narrow + [one.amount for one in beside if not one.about]
        least = max(lows, default=None)
        return (least if self._profile.low is Low.LEAST else None), None, None, False, (nobody,), None

    def _summed(
        self, below: Mapping[Who, Line], nobody: str
    ) -> tuple[int | None, int | None, int | None, bool, tuple[str, ...], str | None]:
        """The sum of the lines of parts that are apart, each bound for itself."""
        tops = sorted(
            (who for who in below if not any(who != o and victims.within(who, o) for o in below)), key=_narrowness
        )
        told = [(who, below[who]) for who in tops if below[who].known]
        voices = [{one.origin for one in line.stated} for _, line in told]
        one_voice = bool(voices) and bool(set.intersection(*voices))
        parts = [(_size(line), (who, line)) for who, line in told]
        chosen = [line for _, (_, line) in largest(parts, lambda a, b: victims.apart(a[0], b[0], one_voice))]
        if not chosen:
            return None, None, None, False, (nobody,), None
        sums = [_added([getattr(line, bound) for line in chosen]) for bound in ("low", "best", "high")]
        coded = next((line.coded for line in chosen if line.coded), None)
        why = [f"these are sums of parts (rule {self._profile.rule('parts').id})"]
        why += [f"one part counts as 0, coded by the rule {coded}"] if coded else []
        return sums[0], sums[1], sums[2], any(line.about for line in chosen), tuple(why), coded

    def _count(self, group: _Group) -> OriginRange:
        keys = [one.key for one in group.heard] + [one.key for one in group.wordless]
        return origins((self._statements[key] for key in keys if key in self._statements), self._merges)

    def _stated(self, group: _Group, counted: OriginRange, reach: Variable | None) -> tuple[Stated, ...]:
        certain = {one.id for one in counted.why if one.counts is Counts.CERTAIN}
        made = []
        by: dict[tuple[str, Variable], list[Heard]] = {}
        for one in group.heard:
            for origin in one.origins:
                by.setdefault((origin, one.variable), []).append(one)
        for (origin, variable), heard in by.items():
            triple = _voice(heard)
            days = [one.day for one in heard if one.day]
            made.append(
                Stated(
                    origin, name(origin), tuple(sorted(one.key for one in heard)), triple.low, triple.best, triple.high,
                    triple.about, " and ".join(dict.fromkeys(words(one.evidence) for one in heard)),
                    max(days, default=None), _marks(heard),
                    reach_words(variable) if variable != reach else None, origin in certain,
                )
            )  # fmt: skip
        return tuple(sorted(made, key=lambda one: (not one.certain, one.origin, one.keys)))


def _label(group: _Group) -> str:
    """Those of a side by the words of the first claim that has them, the others by what they have in common."""
    who = group.who
    if who.camp is None and who.side is None and who.occupation is None and who.part is None:
        return victims.label(who)
    found = [*(one.evidence for one in group.heard), *group.wordless, *group.denied]
    words = next((one.victims for one in sorted(found, key=order) if one.victims), victims.label(who))
    # Words that were cut from a quotation may begin with its mark and lack the other.
    return words if words.count('"') % 2 == 0 else words.replace('"', "")


def _own(heard: Sequence[Heard]) -> tuple[list[Heard], Variable | None]:
    """The claims that a line's bounds are made of: of the whole event, else of the only part of it that is told of."""
    by: dict[Variable, list[Heard]] = {}
    for one in heard:
        by.setdefault(one.variable, []).append(one)
    whole = next((variable for variable in by if variable.is_whole), None)
    if whole is None and by:
        # Nobody speaks of the whole: the widest part, where it holds all the others.
        whole = next((one for one in by if all(other == one or within(other, one) for other in by)), None)
    return (by[whole], whole) if whole is not None else ([], None)


def _by_origin(heard: Iterable[Heard]) -> dict[str, list[Heard]]:
    found: dict[str, list[Heard]] = {}
    for one in heard:
        for origin in one.origins:
            found.setdefault(origin, []).append(one)
    return found


def _voice(heard: Sequence[Heard]) -> Triple:
    """What one origin's latest claims of one variable come to. Two figures of a day make a range."""
    triples = {one.triple for one in heard}
    if len(triples) == 1:
        return next(iter(triples))
    lows = [one.low for one in triples if one.low is not None]
    highs = [one.high for one in triples if one.high is not None]
    points = {one.best for one in triples if one.best is not None}
    agree = len(points) == 1 and len([one for one in triples if one.best is None]) == 0
    low = min(lows) if lows else None
    if lows and highs and max(lows) <= min(highs):
        low, highs = max(lows), [min(highs)]  # "at least 12" and "15": it is 15.
        agree = len(points) == 1
    best = next(iter(points)) if agree else None
    return Triple(
        low,
        best,
        max(highs) if len(highs) == len(triples) or (best is not None and highs) else None,
        any(t.about for t in triples),
    )


def _combined(
    triples: Mapping[str, Triple], repeats: set[str], profile: Profile
) -> tuple[int | None, int | None, int | None, bool, tuple[str, ...]]:
    """Low, best and high of several origins, whether best is about, and why each missing one is missing."""
    if not triples:
        return None, None, None, False, ()
    why = []
    lows = [triple.low for triple in triples.values() if triple.low is not None]
    low = min(lows) if lows and profile.low is Low.LEAST else None
    if low is None and profile.low is Low.LEAST:
        about = all(triple.about for triple in triples.values())
        why.append("'about' sets no limits" if about else "no source gives a lower limit")
    best, about, reason = _best(triples, repeats, profile)
    why += [reason] if reason else []
    high, reason = _high(triples, profile)
    why += [reason] if reason else []
    return low, best, high, about, tuple(why)


def _high(triples: Mapping[str, Triple], profile: Profile) -> tuple[int | None, str | None]:
    highs = [triple.high for triple in triples.values() if triple.high is not None]
    if profile.high is High.NONE:
        return None, f"{profile.name} gives no limits"
    if not highs:
        return None, "no source gives an upper limit"
    if profile.high is High.ALL and len(highs) < len(triples):
        # The source by its name only where it is the only one.
        open_ended = sorted(origin for origin, triple in triples.items() if triple.high is None)
        who = spoken(open_ended[0]) if len(open_ended) == 1 else f"{len(open_ended)} sources"
        return None, f"{who} {'gives' if len(open_ended) == 1 else 'give'} no upper limit"
    return max(highs), None


def _best(triples: Mapping[str, Triple], repeats: set[str], profile: Profile) -> tuple[int | None, bool, str | None]:
    points = {origin: triple.best for origin, triple in triples.items() if triple.best is not None}
    if profile.best is Best.NONE:
        return None, False, f"{profile.name} gives no best estimate"
    if not points:
        return None, False, "no source gives a single figure"
    exact = {point for origin, point in points.items() if not triples[origin].about}
    if profile.best is Best.LEAST:
        best = min(points.values())
        return best, best not in exact, None
    if profile.best is Best.COMMONEST:
        counts: dict[int, int] = {}
        for origin, point in points.items():
            counts[point] = counts.get(point, 0) + (origin not in repeats)
        best = min(counts, key=lambda point: (-counts[point], point))
        return best, best not in exact, None
    if len(points) < len(triples):
        return None, False, "not every source gives a single figure"
    figures = set(points.values())
    if len(figures) == 1:
        return next(iter(figures)), not exact, None
    close = max(figures) <= min(figures) * (1 + profile.tolerance)
    if len(exact) == 1 and close:
        return next(iter(exact)), False, None
    if not exact and close:
        return None, False, "the sources' figures are close, but none of them is everybody's"
    return None, False, "the sources differ"


def _apart(one: Heard, other: Heard) -> bool:
    """Whether one origin's figures count nobody twice: of other people, and neither a part of the other."""
    if one.part_of == other.key or other.part_of == one.key:
        return False
    return apart(one.variable, other.variable, one_voice=True)


def _least(heard: Heard) -> int | None:
    triple = heard.triple
    return triple.low if triple.low is not None else triple.best


def _narrow_lows(heard: Sequence[Heard]) -> list[int]:
    """Lows of claims that each speak of a part of the event's place and time; "about" gives none."""
    return [one.triple.low for one in heard if one.triple.low is not None]


def _marks(heard: Sequence[Heard]) -> tuple[str, ...]:
    found = set()
    for one in heard:
        evidence = one.evidence
        if evidence.status is Status.UNVERIFIED:
            by = re.sub(r"^The ", "the ", evidence.unverified_by or "")
            found.add(f"unverified by {by}" if by else "unverified")
        elif evidence.status is Status.ALLEGED:
            found.add("alleged")
    return tuple(sorted(found))


def _size(line: Line) -> int:
    return next(number for number in (line.best, line.low, line.high) if number is not None)


def _added(numbers: Sequence[int | None]) -> int | None:
    return None if None in numbers else sum(number for number in numbers if number is not None)


def _narrowness(who: Who) -> tuple[int, str]:
    fields = (who.camp, who.side, who.age, who.sex, who.occupation, who.part)
    return (who.kind is not VictimClass.UNKNOWN) + sum(one is not None for one in fields), repr(who)


def _place_in_table(who: Who) -> tuple[int, int, str]:
    return _CLASSES.get(who.kind, 3), 0 if who.whole else 1, repr(who)
