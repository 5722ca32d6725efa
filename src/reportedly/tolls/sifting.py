"""Which claims of an event are heard, and what becomes of the others: nothing is dropped without a ruling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from reportedly.evidence import Event, Evidence, Extent, Reuse
from reportedly.model import Harm, Hedge, Status, VictimClass
from reportedly.profiles import Profile
from reportedly.sources import Figure, Merges, Standing, Statement, standing
from reportedly.tolls import victims
from reportedly.tolls.figures import Heard, as_figure, order, triple
from reportedly.tolls.toll import Ruling, Said
from reportedly.tolls.variables import Variable, assign

OWN = "own:"
_SURE = (VictimClass.CIVILIAN, VictimClass.COMBATANT)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The claims of an event, sorted out. `wordless` gave no number; `statements` are for counting origins."""

    heard: tuple[Heard, ...]
    wordless: tuple[tuple[Evidence, Variable], ...]
    denied: tuple[tuple[Evidence, Variable], ...]
    rulings: Mapping[str, Ruling]
    statements: tuple[Statement, ...]


class Sieve:
    """Sorts out the claims of one event."""

    def __init__(self, event: Event, evidence: Mapping[str, Evidence], profile: Profile, merges: Merges) -> None:
        self._event, self._profile, self._merges = event, profile, merges
        seen = [member for member in event.members if member.key in evidence]
        self._claims = {
            one.key: one for one in sorted((evidence[member.key] for member in seen if member.enters), key=order)
        }
        self._rulings: dict[str, Ruling] = {}
        for member in seen:
            if not member.enters:
                self._aside(evidence[member.key], _stands_by(evidence[member.key], event))
        self._leads = _leads(self._claims)

    def sift(self) -> Sifted:
        """The claims that are heard."""
        wordless, denied, all_heard = [], [], []
        dead: set[str] = set()
        for key, one in self._claims.items():
            if key in self._leads:
                said = Said.COPY_OF if one.reuse is Reuse.COPY and one.twin in self._claims else Said.REPEAT_OF
                self._rulings[key] = Ruling(key, said, (self._root(key),))
                continue
            found = triple(one, self._profile)
            whole = self._whole(one)
            variables = assign(one, self._event, whole)
            why = self._why_aside(one, found is None)
            if why is not None:
                self._aside(one, why)
            if one.status in self._profile.set_aside:
                denied.append((one, variables[0]))
            elif found is None and one.hedge is not Hedge.NONE_REPORTED and not self._uncounted(one):
                wordless.append((one, variables[0]))
            elif found is not None:
                if why is not None:
                    dead.add(key)
                origins, nobody = self._origins(one)
                made = Heard(one, found, variables, origins, nobody, as_figure(one))
                made.part_of = whole.key if whole is not None else None
                all_heard.append(made)
        _smaller(all_heard, dead)
        dead |= self._updated(all_heard, dead)
        dead |= self._superseded(all_heard, dead)
        dead |= self._equal(all_heard, dead)
        dead |= self._outdone(all_heard, dead)
        heard = tuple(one for one in all_heard if one.key not in dead)
        for left in heard:
            if left.key not in self._rulings:
                said = Said.COUNTS if left.part_of is None else Said.PART_OF
                self._rulings[left.key] = Ruling(left.key, said, (left.part_of,) if left.part_of else ())
        return Sifted(heard, tuple(wordless), tuple(denied), self._rulings, self._statements())

    # -- what a claim leads back to

    def _root(self, key: str) -> str:
        while key in self._leads:
            key = self._leads[key]
        return key

    def _whole(self, one: Evidence) -> Evidence | None:
        if one.part_of is None or one.part_of not in self._claims:
            return None
        root = self._root(one.part_of)
        return None if root == one.key else self._claims[root]

    def _origins(self, one: Evidence) -> tuple[tuple[str, ...], bool]:
        ids = tuple(sorted({self._merges.of(origin.id) for origin in one.origins}))
        if not ids:
            return (f"{OWN}{self._merges.of(one.outlet)}",), True
        return ids, all(standing(id_) is Standing.ANONYMOUS for id_ in ids)

    # -- set aside

    def _aside(self, one: Evidence, why: str) -> None:
        self._rulings[one.key] = Ruling(one.key, Said.SET_ASIDE, why=why)

    def _uncounted(self, one: Evidence) -> bool:
        return bool(self._profile.harms) and one.harm not in self._profile.harms

    def _why_aside(self, one: Evidence, numberless: bool) -> str | None:
        profile = self._profile
        if one.status in profile.set_aside:
            return {Status.DENIED: "denied"}.get(one.status, f"{one.status.value}: {profile.name} does not count it")
        if self._uncounted(one):
            return f"{profile.name} does not count {one.harm.value.replace('_', ' ')}"
        if one.origins and all(origin.kind in profile.excluded_kinds for origin in one.origins):
            return f"{profile.name} does not count such sources ({one.origins[0].kind.value.replace('_', ' ')})"
        if one.hedge is Hedge.NONE_REPORTED:
            return "that none were reported is no zero"
        if numberless:
            return f'no number: "{one.word or one.amount}" under {profile.name}'
        return None

    # -- later figures of the same origin

    def _updated(self, all_heard: Iterable[Heard], dead: set[str]) -> set[str]:
        """Those whose text was taken up again with another figure, by the same origin."""
        by: dict[str, str] = {}
        for later in all_heard:
            one = later.evidence
            if one.reuse is not Reuse.UPDATE or one.twin not in self._claims or one.key in dead:
                continue
            root = self._root(one.twin)
            before = self._claims[root]
            if root == one.key or (one.published and before.published and one.published < before.published):
                continue
            end = one.key
            while end in by:
                end = by[end]
            if end != root and root not in self._rulings:
                by[root] = one.key
        for key, updater in by.items():
            self._rulings[key] = Ruling(key, Said.UPDATED_BY, (updater,))
        return set(by)

    def _superseded(self, all_heard: list[Heard], dead: set[str]) -> set[str]:
        """Those after whose day the same origin gave another figure of the same variable."""
        latest: dict[tuple[str, Variable], tuple[date, Heard]] = {}
        for heard in all_heard:
            if heard.day is None or heard.key in dead:
                continue
            for origin in heard.origins:
                known = latest.get((origin, heard.variable))
                if known is None or known[0] < heard.day:
                    latest[origin, heard.variable] = heard.day, heard
        found = set()
        for heard in all_heard:
            if heard.day is None or heard.key in dead:
                continue
            later = [latest[origin, heard.variable] for origin in heard.origins]
            if all(day > heard.day for day, _ in later):
                found.add(heard.key)
                by = tuple(sorted({one.key for _, one in later}))
                self._rulings[heard.key] = Ruling(heard.key, Said.SUPERSEDED_BY, by)
        return found

    # -- figures of nobody in particular

    def _equal(self, all_heard: list[Heard], dead: set[str]) -> set[str]:
        """Claims that name nobody and repeat a figure: a named origin's, one that its outlet has left behind, or one
        that another gave who names nobody. The last kind stays heard, but is a voice of its own no more."""
        found = set()
        known: dict[tuple[object, ...], list[Heard]] = {}
        for heard in all_heard:
            known.setdefault(_alike(heard), []).append(heard)
        for group in known.values():
            named = [one for one in group if not one.nobody]
            for one in group:
                if not one.nobody or one.key in dead:
                    continue
                source = next((other for other in named if _compatible(one.figure, other.figure)), None)
                why = "names nobody; the figure is a named source's"
                same = [other for other in group if other.nobody and _one_variable(one, other)]
                if source is None:
                    source = next((other for other in same if other.key in dead), None)
                    why = "names nobody; its figure has been left behind"
                if source is None and not victims.is_some(one.variable.who):
                    source = next((other for other in same if victims.is_some(other.variable.who)), None)
                    why = "names nobody; its figure is told of some of them only"
                if source is not None:
                    found.add(one.key)
                else:
                    source = max(same, key=lambda other: other.triple.open)  # the first of the most careful
                    why = "names nobody; another who names nobody gave the figure"
                    if source is one:
                        continue
                    one.repeat = True
                self._rulings[one.key] = Ruling(one.key, Said.REPEAT_OF, (source.key,), why)
        return found

    def _outdone(self, all_heard: list[Heard], dead: set[str]) -> set[str]:
        """Vague words where somebody gives a number: "hundreds" is not less than the 745 of another."""
        numbered = {one.variable for one in all_heard if one.evidence.hedge is not Hedge.VAGUE and one.key not in dead}
        found = set()
        for one in all_heard:
            if one.evidence.hedge is Hedge.VAGUE and one.key not in dead and one.variable in numbered:
                found.add(one.key)
                self._aside(one.evidence, f'"{one.evidence.word or one.evidence.amount}" where others give a number')
        return found

    def _statements(self) -> tuple[Statement, ...]:
        return tuple(
            Statement(one.key, one.outlet, one.origins, as_figure(one), copy=one.key in self._leads)
            for one in self._claims.values()
            if one.status not in self._profile.set_aside
        )


def _smaller(all_heard: Iterable[Heard], dead: set[str]) -> None:
    """One source that in one report says eight, and five, does not contradict itself: the five are some of them."""
    groups: dict[tuple[str, tuple[str, ...], Variable], list[Heard]] = {}
    for one in all_heard:
        if one.key not in dead and one.part_of is None:
            groups.setdefault((one.evidence.document, one.origins, one.variable), []).append(one)
    for group in groups.values():
        if len(group) < 2:
            continue
        largest = max(group, key=lambda one: one.evidence.low or 0)
        for one in group:
            high = one.evidence.high
            if high is not None and high < (largest.evidence.low or 0):
                one.part_of = largest.key
                some = replace(one.variable, who=victims.some(one.variable.who, one.key))
                one.variables = (some, *one.variables)
                one.variable = some


def _leads(claims: Mapping[str, Evidence]) -> dict[str, str]:
    """Which claim each copy or repeat leads back to, without circles: of those in one, the first in order stays."""
    leads: dict[str, str] = {}
    for key, one in reversed(list(claims.items())):
        target = one.twin if one.reuse is Reuse.COPY and one.twin in claims else one.repeat_of
        if target is None or target == key or target not in claims:
            continue
        end = target
        while end in leads:
            end = leads[end]
        if end != key:
            leads[key] = target
    return leads


def _one_variable(one: Heard, other: Heard) -> bool:
    """Whether the likeliest reading of one is a reading of the other, too."""
    return one.variable in other.variables or other.variable in one.variables


def _alike(heard: Heard) -> tuple[object, ...]:
    """What equal figures share beside the class of their victims."""
    figure, variable = heard.figure, heard.variable
    return figure.harm, figure.unit, figure.amount, variable.place, variable.days, variable.who.age, variable.who.sex


def _compatible(one: Figure, other: Figure) -> bool:
    return one.victims == other.victims or one.victims not in _SURE or other.victims not in _SURE


def _stands_by(one: Evidence, event: Event) -> str:
    """Why a claim of the event does not enter its toll."""
    dated = one.date_from and event.date_from and one.date_to and event.date_to
    if dated and (one.date_from < event.date_from or event.date_to < one.date_to):  # type: ignore[operator]
        return "too wide: it speaks of more days than the event has"
    if event.extent is Extent.INCIDENT and one.scope.value == "cumulative":
        return "too wide: a total of more than this incident"
    if one.harm is Harm.DISPLACED or one.date_from is None:
        return "too vague to be told of this event alone"
    return "too wide, or too vague, for this event"
