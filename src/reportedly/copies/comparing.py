"""Two reports compared word by word: what was reused, how, by whom, and what that makes of their claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from reportedly import lexicon
from reportedly.copies import direction as directions
from reportedly.copies import pairing
from reportedly.copies.alignment import Gap, Run, align, clusters, reach
from reportedly.copies.direction import Direction, Evidence, Order
from reportedly.copies.pairing import Pair, Verdict
from reportedly.copies.words import Words, bare, words
from reportedly.model import Claim, Reading, Scope, Span

# A report of which so much is another's is that other's, whatever else it adds. Tuned on the copies of FA-KES, which
# were cut and re-worded (the least has .70); benchmarks/copies.py measures it again.
_WHOLE = 0.7
# Above this, no news of its own has room.
_ALL = 0.9
# Below this, words alike must say that they report something: a claim of an incident, or a credit.
_HALF = 0.5
# And that they are so many at one stretch, or so much of a report: one sentence alike may be what both were told.
_PARAGRAPH, _THIRD = 30, 0.35
# So many figures exchanged are the blanks of a form, where no claim stayed.
_SLOTS = 4
# The dateline and what a page prints above a report: a new day there is no new day in the report.
_ABOVE = 14


class Kind(StrEnum):
    """What the reuse makes of two reports.

    `COPY`: one is the other's, whole or cut. `PARTIAL`: paragraphs of the one stand in the other. `UPDATE`: the
    same text with another toll. The last two are no reuse of news: `FORM` is a text filled in again for another day
    or place, `SHARED` are words without an incident in them: background, boilerplate, a quotation.
    """

    COPY = "copy"
    PARTIAL = "partial"
    UPDATE = "update"
    FORM = "form"
    SHARED = "shared"


# The rest is no reuse of news.
NEWS = (Kind.COPY, Kind.PARTIAL, Kind.UPDATE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that both reports have; `alike` counts its words that are the same in both."""

    one: Span
    other: Span
    alike: int


@dataclass(frozen=True, slots=True)
class Reuse:
    """What two reports share. Shares are of each one's words. `third` is whom both credit, where that is all.

    `first` is the one that came out first, as far as is known: where neither copied the other, the later one may still
    bring the earlier one up to date. `claims` are those at the same place of both; a claim outside of them is neither
    copy nor update.
    """

    one: str
    other: str
    kind: Kind
    share_one: float
    share_other: float
    stretches: tuple[Stretch, ...]
    direction: Direction
    third: str | None
    first: Direction
    claims: tuple[Pair, ...]
    why: tuple[Evidence, ...]

    @property
    def original(self) -> str | None:
        """The report that the words come from; None where that is a third one or not known."""
        return {Direction.ONE: self.one, Direction.OTHER: self.other}.get(self.direction)

    @property
    def copied(self) -> bool:
        """Whether one of the reports, or a part of it, is a copy. An update is not."""
        return self.kind in (Kind.COPY, Kind.PARTIAL)


def compare(one: Reading, other: Reading) -> Reuse | None:
    """What two reports share, word by word; None where they share no sentence.

    Comparing the other with the one gives the same, the other way round.
    """
    return _compared(one, other, news=False)


def reused(one: Reading, other: Reading) -> Reuse | None:
    """As `compare`, where news was reused: a copy, a part of one or an update. None, much sooner, where it was not."""
    reuse = _compared(one, other, news=True)
    return reuse if reuse is not None and reuse.kind in NEWS else None


def _compared(one: Reading, other: Reading, news: bool) -> Reuse | None:
    own, others = words(one.document.text), words(other.document.text)
    if not own.bare or not others.bare:
        return None
    if (one.document.id, own.bare) > (other.document.id, others.bare):
        # Longest matches of equal length are taken in one order only.
        turned = _compared(other, one, news)
        return turned and _turned(turned)
    if news and not _may_be_news(one, own, others):
        return None
    runs = align(own, others)
    if not runs:
        return None
    seen = _Seen(one, other, own, others, runs, pairing.pair(one, other, own, others, runs))
    kind, reason = _kind(seen)
    return None if news and kind not in NEWS else _told(seen, kind, reason)


def _told(seen: _Seen, kind: Kind, reason: Evidence) -> Reuse:
    one, other, pairs = seen.one.document, seen.other.document, tuple(seen.pairs)
    order = Order(Direction.UNDECIDED, None, (), credited=False)
    if kind is Kind.FORM:
        pairs = tuple(_filled_in(pair, seen) for pair in pairs)
    elif kind is Kind.SHARED:
        pairs = ()
    else:
        order = directions.of_update(seen.order, one, other) if kind is Kind.UPDATE else seen.order
    alike, count, (mine, theirs) = sum(run.alike for run in seen.runs), len(seen.runs), seen.shares
    words_alike = (
        f"{alike} words in {count} {'stretch' if count == 1 else 'stretches'}: "
        f"{mine:.0%} of {one.id}, {theirs:.0%} of {other.id}"
    )
    return Reuse(
        one.id, other.id, kind, mine, theirs, seen.stretches, order.direction, order.third,
        directions.came_first(one, other), pairs, (Evidence("words", words_alike), reason, *order.why),
    )  # fmt: skip


def _may_be_news(one: Reading, own: Words, others: Words) -> bool:
    """Whether the words alike can be enough for `_no_news` to let them pass: its limits, before words are aligned."""
    mine, theirs = reach(own, others)
    if any(sum(map(len, covered)) >= _THIRD * len(side.bare) for covered, side in ((mine, own), (theirs, others))):
        return True
    long = [where for where, alike in clusters(mine) if alike >= _PARAGRAPH]
    if not long:
        return False
    figures = [claim.quantity.value.amount.start for claim in one.claims]
    figures += [leftover.span.start for leftover in one.leftovers]
    return any(pairing.word_at(own, start) in where for start in figures for where in long)


@dataclass(frozen=True)
class _Seen:
    """Everything that the kind is judged by."""

    one: Reading
    other: Reading
    own: Words
    others: Words
    runs: Sequence[Run]
    pairs: Sequence[Pair]

    @cached_property
    def shares(self) -> tuple[float, float]:
        """How much of either report is the other's."""
        alike = sum(run.alike for run in self.runs)
        return min(1.0, alike / len(self.own.bare)), min(1.0, alike / len(self.others.bare))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        return tuple(_stretch(self.own, self.others, run) for run in self.runs)

    @cached_property
    def order(self) -> Order:
        """Asked for only where the answer counts: looking for credits takes as long as all the rest."""
        inside = [each.one for each in self.stretches], [each.other for each in self.stretches]
        return directions.decide(self.one.document, self.other.document, inside)

    @cached_property
    def share(self) -> float:
        """Of the report that took the words; of the one with more of them where nobody knows which it was."""
        taker = {Direction.ONE: self.shares[1], Direction.OTHER: self.shares[0]}
        return taker.get(self.order.direction, max(self.shares))

    def claims(self) -> Iterator[tuple[Pair, Claim, Claim]]:
        mine = {claim.key: claim for claim in self.one.claims}
        theirs = {claim.key: claim for claim in self.other.claims}
        yield from ((pair, mine[pair.one], theirs[pair.other]) for pair in self.pairs)

    def toll_moved(self, share: float) -> bool:
        """Whether a sentence outside the words alike gives another figure for the same harm, place, day and origin."""
        if share < _HALF:
            return False
        mine, theirs = self._unpaired()
        outlets = (self.one.document.outlet, self.other.document.outlet)
        for claim in mine:
            for there in theirs:
                differs = set(pairing.differences(claim, there, outlets))
                if "bounds" in differs and differs <= {"bounds", "hedge"} and self._reworded(claim, there):
                    return True
        return False

    def own_news(self) -> bool:
        """Whether most claims of either report stand outside the words alike."""
        mine, theirs = self._unpaired()
        return any(
            len(left) > len(reading.claims) / 2
            for left, reading, share in ((mine, self.one, self.own), (theirs, self.other, self.others))
            if len(share.bare) <= min(len(self.own.bare), len(self.others.bare)) * 1.5
        )

    def _unpaired(self) -> tuple[list[Claim], list[Claim]]:
        mine, theirs = {pair.one for pair in self.pairs}, {pair.other for pair in self.pairs}
        return (
            [claim for claim in self.one.claims if claim.key not in mine],
            [claim for claim in self.other.claims if claim.key not in theirs],
        )

    def _reworded(self, claim: Claim, there: Claim) -> bool:
        mine = set(bare(claim.sentence.of(self.one.document.text)))
        theirs = set(bare(there.sentence.of(self.other.document.text)))
        return len(mine & theirs) >= _HALF * min(len(mine), len(theirs))

    def exchanged(self) -> Iterator[tuple[Gap, set[str], set[str]]]:
        """Words exchanged for others, below the dateline."""
        for run in self.runs:
            for gap in run.gaps:
                if gap.one.start >= _ABOVE and gap.other.start >= _ABOVE:
                    mine = {self.own.bare[at] for at in gap.one}
                    theirs = {self.others.bare[at] for at in gap.other}
                    yield gap, mine, theirs

    def rolling(self) -> str | None:
        """The words alike that mean another day whenever they are printed."""
        said = " ".join(word for run in self.runs for word in self.own.bare[run.one.start : run.one.stop])
        return next(
            (phrase for phrase in lexicon.table("en", "copies")["rolling"] if f" {phrase} " in f" {said} "), None
        )

    def figures_changed(self) -> int:
        """How often other figures stand between words alike."""
        return sum(bool(mine) and bool(theirs) and mine != theirs for mine, theirs in self._figures())

    def figures_exchanged(self) -> int:
        """How many figures were exchanged, of which several may stand together: "6 rockets and 69 guided bombs"."""
        return sum(min(len(mine - theirs), len(theirs - mine)) for mine, theirs in self._figures())

    def _figures(self) -> Iterator[tuple[set[str], set[str]]]:
        yield from ((_figures(mine), _figures(theirs)) for mine, theirs in self._all_exchanged())

    def _all_exchanged(self) -> Iterator[tuple[set[str], set[str]]]:
        for run in self.runs:
            for gap in run.gaps:
                yield {self.own.bare[at] for at in gap.one}, {self.others.bare[at] for at in gap.other}


def _kind(seen: _Seen) -> tuple[Kind, Evidence]:
    most = max(seen.shares)
    verdicts = [pair.verdict for pair in seen.pairs]
    changed = seen.figures_changed()
    if (form := _form(seen, changed)) is not None:
        return Kind.FORM, form
    if most < _WHOLE and (shared := _no_news(seen, most)) is not None:
        return Kind.SHARED, shared
    if Verdict.UPDATE in verdicts:
        count = verdicts.count(Verdict.UPDATE)
        return Kind.UPDATE, Evidence("update", f"the same words with another figure, {count} of {len(verdicts)} claims")
    if left := pairing.changed_leftovers(seen.one, seen.other, seen.own, seen.others, seen.runs):
        return Kind.UPDATE, Evidence(
            "update/leftover", f"the same words with another number in {left} that no claim used"
        )
    if changed and not (seen.one.claims and seen.other.claims):
        return Kind.UPDATE, Evidence(
            "update/words", f"the same words with another figure, {changed} times; no claims read"
        )
    if seen.toll_moved(most):
        return Kind.UPDATE, Evidence("update/lead", "the text is the same, but a sentence with a toll was written anew")
    share = seen.share
    if share >= _WHOLE and (share >= _ALL or not seen.own_news()):
        return Kind.COPY, Evidence("copy", f"{share:.0%} of its words are the other's")
    return Kind.PARTIAL, Evidence("partial", f"{share:.0%} of its words are the other's")


def _form(seen: _Seen, changed: int) -> Evidence | None:
    """A bulletin filled in again: other figures or places, and another day."""
    incidents = [(pair, one, other) for pair, one, other in seen.claims() if Scope.INCIDENT in (one.scope, other.scope)]
    known = [apart for _, one, other in incidents if (apart := pairing.days_apart(one, other)) is not None]
    elsewhere = sum("place" in pair.differs for pair, _, _ in incidents)
    others = sum(bool({"bounds", "place", "harm"} & set(pair.differs)) for pair, _, _ in incidents)
    if known and 2 * sum(known) > len(known) and (changed or others):
        return Evidence("form/days", f"filled in again: {sum(known)} of {len(known)} dated claims are of another day")
    if incidents and 2 * elsewhere > len(incidents) and changed:
        return Evidence("form/places", f"filled in again: {elsewhere} of {len(incidents)} claims are of another place")
    # Two bulletins of one day: several figures exchanged and not a claim left as it was. An update keeps its place.
    if changed >= _SLOTS and incidents and all(pair.verdict is Verdict.OTHER for pair, _, _ in incidents):
        return Evidence("form/figures", f"filled in again: {changed} figures exchanged, and no claim reads the same")
    rolling = seen.rolling()
    if rolling and _slots(seen, incidents):
        return Evidence("form/slots", f"filled in again: “{rolling}”, with most figures exchanged")
    if not changed or (known and not any(known)):
        return None
    for _, mine, theirs in seen.exchanged():
        days = (mine & _set("days"), theirs & _set("days"))
        if all(days) and not days[0] & days[1]:
            return Evidence("form/day-words", f"filled in again: {sorted(days[0])} became {sorted(days[1])}")
    days_out = (seen.one.document.published.day, seen.other.document.published.day)
    if all(days_out) and days_out[0] != days_out[1] and rolling:
        return Evidence("form/rolling", f"filled in again: “{rolling}”, printed on another day with other figures")
    return None


def _slots(seen: _Seen, incidents: Sequence[tuple[Pair, Claim, Claim]]) -> bool:
    """Whether figures exchanged are the blanks of a form of which one happens to be filled in the same.

    Two bulletins of one day have a claim alike by chance, and all around it other drones, rockets and depots. In a
    copy that somebody edited few figures are exchanged, in an update those of claims.
    """
    stayed = sum(pair.verdict is not Verdict.OTHER for pair, _, _ in incidents)
    updated = any(pair.verdict is Verdict.UPDATE for pair in seen.pairs)
    return bool(incidents) and not updated and seen.figures_exchanged() >= _SLOTS * max(1, stayed)


def _no_news(seen: _Seen, most: float) -> Evidence | None:
    """Why the words alike are no reused news, if they are not: standing text, or a sentence that anybody was told.

    Much that is alike and a credit make news of a quotation too. A credit alone does not: whoever reprints an agency
    today has its standing background in common with all that it wrote.
    """
    amounts = [
        pairing.word_at(seen.own, claim.quantity.value.amount.start)
        for pair, claim, other in seen.claims()
        # What reads as another day or place each time it is printed is no incident of this report.
        if Scope.INCIDENT in (claim.scope, other.scope) and not {"dates", "place"} & set(pair.differs)
    ]
    if not seen.pairs:
        # Numbers that no claim used say something only where no claim does.
        amounts = [pairing.word_at(seen.own, leftover.span.start) for leftover in seen.one.leftovers]
    telling = [run for run in seen.runs if any(at in run.one for at in amounts)]
    if not telling:
        credited = most >= _THIRD and seen.order.credited
        return None if credited else Evidence("shared/no-incident", "the words alike report no incident")
    share = sum(run.alike for run in telling) / min(len(seen.own.bare), len(seen.others.bare))
    if share < _THIRD and max(run.alike for run in telling) < _PARAGRAPH:
        return Evidence("shared/sentence", "no more than a sentence of news is alike")
    return None


def _filled_in(pair: Pair, seen: _Seen) -> Pair:
    """In a form an incident without a day of its own is that of its own bulletin: neither copy nor update."""
    if pair.verdict is Verdict.OTHER:
        return pair
    one, other = next((one, other) for found, one, other in seen.claims() if found is pair)
    if Scope.INCIDENT not in (one.scope, other.scope) or pairing.days_apart(one, other) is False:
        return pair
    return Pair(pair.one, pair.other, Verdict.OTHER, (*pair.differs, "dates"))


def _stretch(own: Words, others: Words, run: Run) -> Stretch:
    return Stretch(own.span(run.one.start, run.one.stop), others.span(run.other.start, run.other.stop), run.alike)


def _turned(reuse: Reuse) -> Reuse:
    sides = {Direction.ONE: Direction.OTHER, Direction.OTHER: Direction.ONE}
    return Reuse(
        reuse.other, reuse.one, reuse.kind, reuse.share_other, reuse.share_one,
        tuple(sorted((Stretch(each.other, each.one, each.alike) for each in reuse.stretches), key=lambda s: s.one)),
        sides.get(reuse.direction, reuse.direction), reuse.third,
        sides.get(reuse.first, reuse.first),
        tuple(Pair(pair.other, pair.one, pair.verdict, pair.differs) for pair in reuse.claims), reuse.why,
    )  # fmt: skip


def _figures(among: set[str]) -> set[str]:
    """The figures among words, those spelled out as numerals: "twelve" that became "12" is a printer's house style."""
    return {_spelled().get(word, word) for word in among if word[0].isdigit() or word in _set("figures")}


@cache
def _spelled() -> dict[str, str]:
    numbers, tens = lexicon.table("en", "dates")["numbers"], lexicon.table("en", "dates")["tens"]
    named = {word: 10 * number for number, word in enumerate(tens, 2)}
    named |= {word: number for number, word in enumerate(numbers)}
    return {word: str(number) for word, number in named.items()}


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "copies")[name])
