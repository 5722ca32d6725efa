"""From sentences to claims: joins amounts to harms, fills the fields around them, divides totals into parts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from reportedly import language
from reportedly.claims import counted, linking, part_rules, rival_rules, row_rules, scoping, subject_rules, wholes
from reportedly.claims.attributing import Attributing
from reportedly.claims.blaming import Blaming
from reportedly.claims.dating import Dating
from reportedly.claims.draft import Draft, Report
from reportedly.claims.marking import Marking
from reportedly.claims.placing import Placing
from reportedly.claims.scene import Link
from reportedly.extract import harms, quantities, victims
from reportedly.extract.harms import HarmWord
from reportedly.language import Sentence
from reportedly.model import Claim, Harm, Leftover, Mention, Quantity, Span, Unit, VictimClass, Victims


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    quantities: list[Mention[Quantity]]
    words: list[Mention[HarmWord]]


def assemble(report: Report) -> tuple[tuple[Claim, ...], tuple[Leftover, ...]]:
    """The claims of a report, in order, and what stands beside a word of harm and was not joined."""
    candidates = _candidates(report)
    language.parse(candidate.sentence for candidate in candidates)
    drafts, leftovers = _drafts(candidates)
    if not drafts:
        return (), tuple(leftovers)
    claims = _claims(report, drafts)
    parts = wholes.divide(report.document, claims)
    claims = _classes_of_parts([replace(claim, part_of=parts.get(claim.key)) for claim in claims])
    return tuple(claims), tuple(leftovers)


def _candidates(report: Report) -> list[_Candidate]:
    """The sentences that can hold a claim: a word of harm (or one that goes on with a figure) and an amount."""
    found = []
    for sentence in report.sentences:
        words = list(harms.find(sentence))
        if (
            words
            or part_rules.goes_on(sentence)
            or row_rules.tells_of_households(sentence)
            or rival_rules.goes_on(sentence)
            or subject_rules.tells_of_one(sentence)
        ):
            amounts = list(quantities.find(sentence))
            if amounts:
                found.append(_Candidate(sentence, amounts, words))
    return found


def _drafts(candidates: list[_Candidate]) -> tuple[list[Draft], list[Leftover]]:
    drafts: list[Draft] = []
    leftovers: list[Leftover] = []
    last: tuple[Sentence, Link, Draft] | None = None
    for candidate in candidates:
        carried = last if last is not None and _goes_on_from(last[0], candidate.sentence) else None
        links, left = linking.link(
            candidate.sentence, candidate.quantities, candidate.words, carried[1] if carried else None
        )
        leftovers += left
        made: list[tuple[Link, Draft]] = [(carried[1], carried[2])] if carried else []
        people = {id(link): who for link, who in zip(links, counted.named(candidate.sentence, links), strict=True)}
        for link in sorted(links, key=lambda link: link.whole is not None):
            made.append((link, _draft(candidate.sentence, link, people[id(link)], made)))
        own = made[1:] if carried else made
        drafts += sorted((draft for _, draft in own), key=lambda draft: draft.quantity.start)
        if own:
            main = next(((link, draft) for link, draft in own if link.whole is None), own[0])
            last = (candidate.sentence, *main)
    return drafts, leftovers


def _goes_on_from(earlier: Sentence, sentence: Sentence) -> bool:
    """A figure is carried to the next sentence and no further, and never over a paragraph's end."""
    before, here = earlier.passage, sentence.passage
    return before.index == here.index - 1 and before.paragraph == here.paragraph


def _draft(sentence: Sentence, link: Link, people: tuple[Span | None, str], made: list[tuple[Link, Draft]]) -> Draft:
    whole = next((draft for other, draft in made if other is link.whole), None)
    span, rule = people
    named = next(iter(victims.find(sentence, [span])), None) if span is not None else None
    if named is not None:
        named = replace(named, rule=f"victims/{rule}")
    mention = link.amount.mention
    unit = _unit(link)
    quantity = replace(mention, value=replace(mention.value, unit=unit)) if unit is not Unit.PERSON else mention
    return Draft(sentence, quantity, link.harm, named, whole)


def _unit(link: Link) -> Unit:
    form = link.amount.noun_form
    if form in ("family", "families"):
        return Unit.FAMILY
    return Unit.HOUSEHOLD if form in ("household", "households") else Unit.PERSON


def _claims(report: Report, drafts: list[Draft]) -> list[Claim]:
    dating, attributing = Dating(report), Attributing(report)
    placing = Placing(report, dating.when, drafts)
    blaming, doubting = Blaming(report), Marking(report, drafts)
    keys = {id(draft): _key(draft) for draft in drafts}
    repeats = _repeats(drafts)
    classes = _victim_classes(drafts)
    claims: dict[str, Claim] = {}
    for position, draft in enumerate(drafts):
        key = keys[id(draft)]
        part_of = keys.get(id(draft.whole)) if draft.whole is not None else None
        first = claims.get(repeats.get(key, ""))
        if first is not None:
            claims[key] = _again(first, draft, key, part_of)
            continue
        perpetrator = blaming.perpetrator(draft)
        attributions = attributing.attributions(draft)
        doubts = doubting.marks(draft, attributions)
        places, when = placing.place(draft), dating.when(draft)
        scope, scope_rule = scoping.scope(draft, places, when)
        claims[key] = Claim(
            document=report.document.id,
            key=key,
            sentence=draft.sentence.passage.span,
            quantity=draft.quantity,
            harm=draft.harm,
            victims=draft.victims,
            victim_class=classes[position],
            perpetrator=perpetrator,
            responsibility=doubting.responsibility(draft, doubts, perpetrator is not None),
            places=places,
            when=when,
            attributions=attributions,
            marks=doubts,
            status=doubting.status(draft, doubts),
            scope=scope,
            scope_rule=scope_rule,
            part_of=part_of,
        )
    return list(claims.values())


def _again(first: Claim, draft: Draft, key: str, part_of: str | None) -> Claim:
    """A claim whose passage repeats an earlier one: its own amount and harm, all else as read the first time."""
    return replace(
        first,
        key=key,
        sentence=draft.sentence.passage.span,
        quantity=draft.quantity,
        harm=draft.harm,
        victims=draft.victims,
        part_of=part_of,
        repeat_of=first.key,
    )


def _key(draft: Draft) -> str:
    return f"{draft.sentence.document.id}:{draft.quantity.value.amount.start}:{draft.harm.value}"


def _repeats(drafts: list[Draft]) -> dict[str, str]:
    """Claims in passages that repeat an earlier one, paired by where in the passage they stand."""
    by_place = {
        (draft.sentence.passage.index, draft.quantity.start - draft.sentence.start, draft.harm.value): _key(draft)
        for draft in drafts
    }
    found = {}
    for draft in drafts:
        earlier = draft.sentence.passage.repeat_of
        if earlier is not None:
            first = by_place.get((earlier, draft.quantity.start - draft.sentence.start, draft.harm.value))
            if first is not None:
                found[_key(draft)] = first
    return found


# An army's or a group's own losses are its fighters ("puts its own losses at six dead").
_LOSSES = re.compile(r"\b(?:its|their) (?:own )?losses\b")
# "killed four civilians, a day after rights groups said security forces killed 80": other people, for all one knows.
_OTHER_SPEAKER = re.compile(r"\b(?:said|says|according|after|reported|told)\b|[;:]")
_MEN = re.compile(r"\b(?:men|comrades?|heroes)\b", re.IGNORECASE)
# Whom a party to the war calls its own. Not "we buried our men": a family does.
_OF_ONES_OWN = re.compile(
    r"\b(?:(?:our|its|their)\s+own\s+(?:men|ranks)|our\s+(?:heroes|comrades|martyrs))\b", re.IGNORECASE
)
_SAME_KIND = frozenset(("others", "other", "more", "them", "another"))


def _victim_classes(drafts: list[Draft]) -> list[VictimClass]:
    """The class of each draft's words, or for "others" and bare numbers that of the figure they stand beside."""
    known: dict[int, VictimClass] = {}
    at = {id(draft): position for position, draft in enumerate(drafts)}
    head = -1  # The last figure that is no part: "100 people, including 25 children, and 400 others" are people.
    before: list[int] = []
    for position, draft in enumerate(drafts):
        before.append(head)
        head = position if draft.whole is None else head

    def of(position: int) -> VictimClass:
        # It leans on an earlier one, which is known, or on its whole: a thousand "others" in a row are no recursion.
        if position not in known:
            draft = drafts[position]
            own = _own_class(draft)
            bare = own is VictimClass.UNKNOWN and _bare(draft)
            beside = _beside(drafts, position, before[position], at) if bare else None
            known[position] = own if beside is None else of(beside)
        return known[position]

    return [of(position) for position in range(len(drafts))]


def _own_class(draft: Draft) -> VictimClass:
    """What a draft's own words say."""
    own = _named_class(draft.victims)
    if own is not VictimClass.UNKNOWN:
        return own
    lost = draft.harm.rule == "linking/lost"
    if lost and (draft.victims is None or _MEN.search(draft.victims.value.words or "")):
        return VictimClass.COMBATANT
    if _of_ones_own(draft):
        return VictimClass.COMBATANT  # "had lost seven men", "none of its own men", "among our heroes, three"
    if _bare(draft) and (lost or _LOSSES.search(draft.sentence.text)):
        return VictimClass.COMBATANT  # "lost seven men": an army's or a group's own.
    return own


def _beside(drafts: list[Draft], position: int, before: int, at: dict[int, int]) -> int | None:
    """The figure whose people a bare one is of, if any. `before` is -1 where there is none."""
    draft = drafts[position]
    if draft.whole is not None:
        return at[id(draft.whole)]
    if before < 0:
        return None
    if draft.victims is None and drafts[before].sentence is draft.sentence:
        between = draft.sentence.document.text[drafts[before].quantity.end : draft.quantity.start]
        joint = drafts[before].harm.value is Harm.KILLED_OR_INJURED  # "356 civilian casualties: 104 killed"
        return None if _OTHER_SPEAKER.search(between) and not joint else before
    near = draft.sentence.passage.index - drafts[before].sentence.passage.index <= 1
    return before if near and draft.victims is not None else None


def _of_ones_own(draft: Draft) -> bool:
    """Whether a figure is of those whom an army or a group calls its own: in its words, or right before it."""
    start = max(draft.sentence.start, draft.quantity.start - 30)
    end = draft.victims.span.end if draft.victims is not None else draft.quantity.end + 25
    words = draft.sentence.document.text[start : max(end, draft.quantity.end)]
    return _OF_ONES_OWN.search(words) is not None


def _bare(draft: Draft) -> bool:
    words = draft.victims.value.words if draft.victims is not None else None
    return words is None or words.lower().split()[-1] in _SAME_KIND or words.lower() in _SAME_KIND


def _named_class(named: Mention[Victims] | None) -> VictimClass:
    return named.value.victim_class if named is not None else VictimClass.UNKNOWN


def _classes_of_parts(claims: list[Claim]) -> list[Claim]:
    """A part of "six civilians" is civilian; a total with parts of both kinds is mixed."""
    by_key = {claim.key: claim for claim in claims}
    found: dict[str, VictimClass] = {}
    for claim in claims:
        kind, seen = claim.victim_class, claim
        while kind is VictimClass.UNKNOWN and seen.part_of in by_key:
            seen = by_key[seen.part_of]
            kind = seen.victim_class
        found[claim.key] = (
            kind if kind is not VictimClass.MIXED or claim.victim_class is VictimClass.MIXED else claim.victim_class
        )
    parts: dict[str | None, list[str]] = defaultdict(list)
    for claim in claims:
        parts[claim.part_of].append(claim.key)
    for claim in claims:
        kinds = {found[part] for part in parts.get(claim.key, ())}
        if found[claim.key] is VictimClass.UNKNOWN and {VictimClass.CIVILIAN, VictimClass.COMBATANT} <= kinds:
            found[claim.key] = VictimClass.MIXED
    return [replace(claim, victim_class=found[claim.key]) for claim in claims]
