"""Claims that stand at the same place of reused text, and whether the one repeats the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportedly import sources
from reportedly.copies.alignment import Run
from reportedly.copies.credits import identity
from reportedly.copies.words import Words, bare
from reportedly.interchange import main_places, origins
from reportedly.model import Claim, Leftover, Mention, Place, Reading, Source, VictimClass

# An amount just before the first word alike, or after the last, still belongs to the stretch: "Fifteen | people were".
_EDGE = 5


class Verdict(StrEnum):
    """What a claim is to the one at the same place of the other report."""

    COPY = "copy"
    UPDATE = "update"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims at the same place of reused text. `differs` names the fields that do not read the same."""

    one: str
    other: str
    verdict: Verdict
    differs: tuple[str, ...] = ()


def pair(one: Reading, other: Reading, own: Words, others: Words, runs: Sequence[Run]) -> tuple[Pair, ...]:
    """The claims of `one` inside reused text, each with the claim of `other` that stands there, if one does."""
    outlets = (one.document.outlet, other.document.outlet)
    found = sorted(_partners(one, other, own, others, runs), key=lambda both: both[0].quantity.value.amount)
    return tuple(_judged(claim, partner, outlets) for claim, partner in found)


def changed_leftovers(one: Reading, other: Reading, own: Words, others: Words, runs: Sequence[Run]) -> int:
    """How many numbers beside a harm word, which no claim used, were exchanged for another number."""
    left = [word_at(own, leftover.span.start) for leftover in one.leftovers]
    right = {word_at(others, leftover.span.start): leftover for leftover in other.leftovers}
    changed = 0
    for run in runs:
        for gap in run.gaps:
            mine = [leftover for leftover, at in zip(one.leftovers, left, strict=True) if at in gap.one]
            theirs = [leftover for at, leftover in right.items() if at in gap.other]
            changed += bool(mine and theirs) and _said(mine) != _said(theirs)
    return changed


def _said(leftovers: Sequence[Leftover]) -> list[list[str]]:
    return [bare(leftover.words) for leftover in leftovers]


def _partners(
    one: Reading, other: Reading, own: Words, others: Words, runs: Sequence[Run]
) -> Iterator[tuple[Claim, Claim]]:
    """At the same word; or both among words exchanged for one another, the same harm first."""
    left = [(word_at(own, claim.quantity.value.amount.start), claim) for claim in one.claims]
    right = [(word_at(others, claim.quantity.value.amount.start), claim) for claim in other.claims]
    free = {claim.key for _, claim in right}
    waiting: list[tuple[int, Claim]] = []
    for at, claim in left:
        partner = next((place for run in runs if (place := run.partner(at)) is not None), None)
        found = _match(claim, [there for place, there in right if place == partner and there.key in free], strict=False)
        if found is None:
            waiting.append((at, claim))
        else:
            free.discard(found.key)
            yield claim, found
    near = [(claim, [there for place, there in right if _exchanged(at, place, runs)]) for at, claim in waiting]
    for strict in (True, False):
        rest = []
        for claim, inside in near:
            if (found := _match(claim, [there for there in inside if there.key in free], strict)) is None:
                rest.append((claim, inside))
            else:
                free.discard(found.key)
                yield claim, found
        near = rest


def _match(claim: Claim, among: Sequence[Claim], strict: bool) -> Claim | None:
    same = [there for there in among if there.harm.value is claim.harm.value]
    # The words that were exchanged may hold two claims: with the same number first.
    same.sort(key=lambda there: there.quantity.value.low != claim.quantity.value.low)
    return same[0] if same else None if strict or not among else among[0]


def _exchanged(at: int, place: int, runs: Sequence[Run]) -> bool:
    for run in runs:
        if not run.one.start - _EDGE <= at < run.one.stop + _EDGE:
            continue
        if any(at in gap.one and place in gap.other for gap in run.gaps):
            return True
        before = 0 < run.one.start - at <= _EDGE and 0 < run.other.start - place <= _EDGE
        after = 0 <= at - run.one.stop < _EDGE and 0 <= place - run.other.stop < _EDGE
        if before or after:
            return True
    return False


def word_at(words: Words, start: int) -> int:
    """The word that stands there, or the next one."""
    return bisect_left(words.ends, start + 1)


def _judged(one: Claim, other: Claim, outlets: tuple[str | None, str | None]) -> Pair:
    differs = tuple(differences(one, other, outlets))
    if not differs:
        verdict = Verdict.COPY
    elif set(differs) <= {"bounds", "hedge"}:
        verdict = Verdict.UPDATE
    else:
        verdict = Verdict.OTHER
    return Pair(one.key, other.key, verdict, differs)


def differences(one: Claim, other: Claim, outlets: tuple[str | None, str | None] = (None, None)) -> Iterator[str]:
    """The fields by which two claims are not the same statement."""
    mine, theirs = one.quantity.value, other.quantity.value
    if one.harm.value is not other.harm.value:
        yield "harm"
    if (mine.low, mine.high, mine.unit, mine.word) != (theirs.low, theirs.high, theirs.unit, theirs.word):
        yield "bounds"
    if mine.hedge is not theirs.hedge:
        yield "hedge"
    if not same_places(one, other):
        yield "place"
    if not same_dates(one, other):
        yield "dates"
    if not same_origins(one, other, outlets):
        yield "origin"
    # "12 civilians" that became "12 fighters": the number is all that was copied.
    if {one.victim_class, other.victim_class} == {VictimClass.CIVILIAN, VictimClass.COMBATANT}:
        yield "victims"


def same_places(one: Claim, other: Claim) -> bool:
    return _all_met(main_places(one), main_places(other), _same_place)


def same_dates(one: Claim, other: Claim) -> bool:
    """The same days; or the same words where the day of one report is not known."""
    mine = one.when.value if one.when else None
    theirs = other.when.value if other.when else None
    if mine is None or theirs is None:
        return mine is theirs
    unresolved = mine.date_from is None or theirs.date_from is None
    if unresolved and bare(mine.words) == bare(theirs.words):
        return True
    return not unresolved and (mine.date_from, mine.date_to) == (theirs.date_from, theirs.date_to)


def days_apart(one: Claim, other: Claim) -> bool | None:
    """Whether the claims are of other days; None where either day is not known. Windows of "the past 24 hours" meet."""
    mine = one.when.value if one.when else None
    theirs = other.when.value if other.when else None
    if not (mine and theirs and mine.date_from and mine.date_to and theirs.date_from and theirs.date_to):
        return None
    return (mine.date_from, mine.date_to) != (theirs.date_from, theirs.date_to)


def same_origins(one: Claim, other: Claim, outlets: tuple[str | None, str | None] = (None, None)) -> bool:
    mine, theirs = origins(one), origins(other)
    if mine and theirs:
        return _all_met(mine, theirs, _same_source)
    # "12 were killed", wrote the agency; "12 were killed, the agency said", whoever took it over.
    said, writer = (theirs, outlets[0]) if theirs else (mine, outlets[1])
    return not said or (writer is not None and all(identity(each.value.words) == identity(writer) for each in said))


def _all_met(mine: Sequence[Mention], theirs: Sequence[Mention], same) -> bool:  # type: ignore[no-untyped-def, type-arg]
    def met(these: Sequence[Mention], those: Sequence[Mention]) -> bool:  # type: ignore[type-arg]
        return all(any(same(this.value, that.value) for that in those) for this in these)

    return met(mine, theirs) and met(theirs, mine)


def _same_place(one: Place, other: Place) -> bool:
    if one.role is not other.role:
        return False
    if one.toponym and other.toponym:
        return one.toponym.gazetteer_id == other.toponym.gazetteer_id
    return _name_within(one.words, other.words)


def _same_source(one: Source, other: Source) -> bool:
    """The same entry of the lexicon, or the same words; "the Observatory" is "the Syrian Observatory" of its copy."""
    mine, theirs = one.source_id or "", other.source_id or ""
    if all(id_ and sources.standing(id_) is sources.Standing.NAMED for id_ in (mine, theirs)):
        return mine == theirs
    return _name_within(one.words, other.words)


def _name_within(one: str, other: str) -> bool:
    mine, theirs = set(bare(one)) - _ARTICLES, set(bare(other)) - _ARTICLES
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


_ARTICLES = frozenset(("the", "a", "an", "its", "their", "his", "her"))
