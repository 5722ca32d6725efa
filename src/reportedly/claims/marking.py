"""Which marks a claim carries, and what they make of its status and of who did it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.claims.draft import Draft, Report
from reportedly.extract import harms, marks, quantities, sources
from reportedly.extract.marks import Doubt
from reportedly.language import Sentence
from reportedly.model import (
    Attribution,
    Harm,
    Mark,
    MarkAbout,
    MarkKind,
    Mention,
    Responsibility,
    Source,
    SourceKind,
    Span,
    Status,
)

_LOOK_BACK = 6
_NEAR = 80
_KILLED = (Harm.KILLED, Harm.KILLED_OR_INJURED, Harm.KILLED_OR_MISSING)
_CLAIMING = re.compile(r"\b(?:claim(?:ed|s|ing)?|alleg(?:ed|es|e|ing))\b", re.IGNORECASE)
# Whose "claimed" is a choice of word, not a distance: they have no side in it.
_DISINTERESTED = (
    SourceKind.MONITOR,
    SourceKind.MEDIC,
    SourceKind.UN,
    SourceKind.NGO,
    SourceKind.AGENCY,
    SourceKind.OUTLET,
)
_STATUS = {MarkKind.ALLEGED: Status.ALLEGED, MarkKind.UNVERIFIED: Status.UNVERIFIED, MarkKind.DENIED: Status.DENIED}
_ORDER = tuple(Status)


class Marking:
    """Finds the marks of a report's claims. Built once per report; reads a sentence's marks at most once."""

    def __init__(self, report: Report, drafts: Iterable[Draft] = ()) -> None:
        """With the report's `drafts` it is known where claims stand; else they are taken to stand at amounts near harm."""
        self.report = report
        self._claims = tuple(draft.quantity.value.amount.start for draft in drafts)
        self._indices = {id(sentence): index for index, sentence in enumerate(report.sentences)}
        self._doubts: dict[int, tuple[Mention[Doubt], ...]] = {}
        self._amounts: dict[int, tuple[int, ...]] = {}
        self._meant: dict[tuple[int, int], frozenset[int]] = {}

    def marks(self, draft: Draft, attributions: tuple[Attribution, ...]) -> tuple[Mention[Mark], ...]:
        """The marks on a claim, in the order of the text."""
        index = self._indices[id(draft.sentence)]
        offset = draft.quantity.value.amount.start
        found: list[Mention[Mark]] = []
        for near in range(index, min(len(self.report.sentences), index + _LOOK_BACK + 1)):
            for position, mention in enumerate(self._of(near)):
                if self._reaches(near, position, mention.value, index, offset) and self._fits(
                    mention.value, draft, attributions, near == index
                ):
                    found.append(Mention(mention.value.mark, mention.spans, mention.rule))
        found.extend(self._claimed(draft, attributions))
        if draft.whole is not None and draft.whole.sentence is draft.sentence:
            found.extend(mark for mark in self._shared(draft.whole, attributions) if mark not in found)
        return tuple(sorted(found, key=lambda mark: mark.spans))

    def status(self, draft: Draft, marks: tuple[Mention[Mark], ...]) -> Status:
        """The strongest mark about the harm or its number."""
        found = [
            _STATUS[mark.value.kind]
            for mark in marks
            if mark.value.about is not MarkAbout.PERPETRATOR and mark.value.kind in _STATUS
        ]
        return max(found, key=_ORDER.index, default=Status.REPORTED)

    def responsibility(
        self, draft: Draft, marks: tuple[Mention[Mark], ...], has_perpetrator: bool
    ) -> Responsibility | None:
        """The strongest mark about who did it; None where nobody is named.

        An alleged killing is alleged of its doer too.
        """
        if not has_perpetrator:
            return None
        kinds = {mark.value.kind for mark in marks if mark.value.about is MarkAbout.PERPETRATOR}
        if MarkKind.DENIED in kinds:
            return Responsibility.DENIED
        alleged = MarkKind.ALLEGED in kinds or any(mark.value.kind is MarkKind.ALLEGED for mark in marks)
        return Responsibility.ALLEGED if alleged else Responsibility.STATED

    def _shared(self, whole: Draft, attributions: tuple[Attribution, ...]) -> tuple[Mention[Mark], ...]:
        """What is said of a total is said of its parts, but for what confirms it."""
        return tuple(mark for mark in self.marks(whole, attributions) if mark.value.kind is not MarkKind.CONFIRMED)

    def _of(self, index: int) -> tuple[Mention[Doubt], ...]:
        if index not in self._doubts:
            self._doubts[index] = tuple(marks.find(self.report.sentences[index]))
        return self._doubts[index]

    def _reaches(self, near: int, position: int, doubt: Doubt, index: int, offset: int) -> bool:
        """Whether the doubt in sentence `near` means the claim at `offset` in sentence `index`."""
        if near == index and any(span.start <= offset < span.end for span in doubt.governs):
            return True
        return doubt.backward and offset < doubt.before and index in self._sentences_meant(near, position, doubt)

    def _sentences_meant(self, near: int, position: int, doubt: Doubt) -> frozenset[int]:
        """The sentences whose claims a doubt that points back means: none where its own words hold a claim."""
        key = (near, position)
        if key not in self._meant:
            self._meant[key] = self._looked_back(near, doubt)
        return self._meant[key]

    def _looked_back(self, near: int, doubt: Doubt) -> frozenset[int]:
        if any(self._bears(near, span) for span in doubt.governs):
            return frozenset()
        start = self.report.sentences[near].start
        if start < doubt.before and self._bears(near, Span(start, doubt.before)):
            return frozenset((near,))
        bearing = [
            index
            for index in range(near - 1, max(-1, near - 1 - _LOOK_BACK), -1)
            if self._bears(index, self.report.sentences[index].passage.span)
        ]
        if not bearing or bearing[0] < near - 5:
            return frozenset()
        if doubt.whose:
            owned = [index for index in bearing if self._names(index, doubt.whose)]
            if owned and owned[0] != bearing[0]:
                return frozenset(owned[:1])
        if not doubt.several or self._speakers(bearing[0]) > 1:
            return frozenset(bearing[:1])
        run = [bearing[0]]
        for index in bearing[1:]:
            if (
                index == run[-1] - 1
                and len(run) < (2 if re.search(r"\b(?:neither|either|both)\b", doubt.words) else 3)
                and self._speakers(index)
            ):
                run.append(index)
        return frozenset(run)

    def _speakers(self, index: int) -> int:
        """How many sources a sentence names."""
        return sum(1 for mention in sources.find(self.report.sentences[index]) if mention.value.origins)

    def _names(self, index: int, whose: frozenset[str]) -> bool:
        text = self.report.sentences[index].text.lower()
        return any(re.search(rf"\b{re.escape(word[:5])}", text) for word in whose)

    def _bears(self, index: int, span: Span) -> bool:
        """Whether a stretch of a sentence holds an amount beside a word of harm."""
        if self._claims:
            return any(span.start <= start < span.end for start in self._claims)
        sentence = self.report.sentences[index]
        if index not in self._amounts:
            harmed = [mention.start for mention in harms.find(sentence)]
            found = [mention.value for mention in quantities.find(sentence)] if harmed else []
            amounts = [
                quantity.amount.start
                for quantity in found
                if sentence.words(quantity.amount).lower() not in ("a", "an")
            ]
            self._amounts[index] = tuple(
                start for start in amounts if any(abs(start - harm) < _NEAR for harm in harmed)
            )
        return any(span.start <= start < span.end for start in self._amounts[index])

    def _fits(self, doubt: Doubt, draft: Draft, attributions: tuple[Attribution, ...], here: bool) -> bool:
        """Whether the doubt's words can mean this claim: its harm, its victims, and not one of the denier's own."""
        offset = draft.quantity.value.amount.start
        if doubt.mark.kind is MarkKind.DENIED and not any(span.start <= offset < span.end for span in doubt.governs):
            if doubt.mark.by is not None and any(
                _same_speaker(doubt.mark.by, attribution.origin) for attribution in attributions
            ):
                return False
        of = re.search(r"\b(?:for|of|among) (?:the )?([a-z]{5})", doubt.words) if not here else None
        if of is not None and of.group(1) in draft.sentence.text.lower():
            start = offset - draft.sentence.start
            return of.group(1) in draft.sentence.text[start : start + 40].lower()
        if re.search(r"\b(?:death|deaths|dead|killed|killings?|massacre|fatalit\w+)\b", doubt.words) and not here:
            return draft.harm.value in _KILLED
        return True

    def _claimed(self, draft: Draft, attributions: tuple[Attribution, ...]) -> list[Mention[Mark]]:
        """ "The army claimed that 20 militants were killed": alleged, where whoever claims has a side in it."""
        if not _CLAIMING.search(draft.sentence.text):
            return []
        found = []
        offset = draft.quantity.value.amount.start
        for mention in sources.find(draft.sentence):
            speech = mention.value
            word = draft.sentence.words(speech.word).lower()
            if not _CLAIMING.fullmatch(word) or not speech.covers(offset):
                continue
            kinds = [attribution.origin.value.kind for attribution in attributions if attribution.origin] or [
                origin.value.kind for origin in speech.origins
            ]
            if word.startswith("alleg") or not all(kind in _DISINTERESTED for kind in kinds):
                by = speech.origins[0] if speech.origins else None
                found.append(Mention(Mark(MarkKind.ALLEGED, MarkAbout.HARM, by), (speech.word,), "marks/claimed"))
        return found


def _same_speaker(one: Mention[Source], other: Mention[Source] | None) -> bool:
    """Nobody denies their own figure: "The chief said nine raiders died and denied that policemen had been killed"."""
    if other is None:
        return False
    some, others = (
        set(re.findall(r"\w+", mention.value.words.lower())) - {"the", "a", "an"} for mention in (one, other)
    )
    return some <= others or others <= some
