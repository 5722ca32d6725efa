"""Which marks a claim carries, and what they make of its status and of who did it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.caseless import Caseless
from reportedly.claims import continuing
from reportedly.claims.draft import Draft, Report
from reportedly.extract import harms, marks, quantities, sources
from reportedly.extract.marks import Back, Doubt
from reportedly.model import (
    Attribution,
    Harm,
    Mark,
    MarkAbout,
    MarkKind,
    Mention,
    PassageKind,
    Responsibility,
    Source,
    SourceKind,
    Span,
    Status,
    VictimClass,
)

# How many sentences on a doubt may still mean a claim; tuned on tests/cases/marks_*.toml.
_LOOK_BACK = 5
# How many sentences on "the reports could not be verified", in a paragraph of its own, means all that was told.
_FAR_BACK = 14
# Not the figures of one source: "the reports", "neither side's claims".
_ALL_TOLD = re.compile(
    r"(?:(?:the|these|those|their|its|any|all|either|both|such)\s+)?"
    r"(?:of\s+)?(?:the\s+)?(?:rival\s+|competing\s+|conflicting\s+)?"
    r"(?:reports|accounts|claims|(?:neither|either|both) sides?['’]?s?(?: [\w-]+)*)"
    r"\s*(?:independently|immediately)?[\s.,]*$"
)
_SEPARATELY = re.compile(r"\W*(?:meanwhile|separately|in a separate|in another|in other)\b", re.IGNORECASE)
# How near an amount must stand to a word of harm to be taken for a claim, where the claims are not known yet.
_NEAR = 80
_KILLED = (Harm.KILLED, Harm.KILLED_OR_INJURED, Harm.KILLED_OR_MISSING)
_OF_THE_DEAD = re.compile(
    r"\b(?:death|deaths|dead|killed|killings?|massacred?|fatalit\w+|executed|executions?|murdered|murders?|beheaded)\b"
)
_VICTIMS = re.compile(r"\b(?:for|of|among) (?:the )?([a-z]{5})")
_CIVILIANS = re.compile(r"\b(?:civilians?|children|women|villagers|residents|worshippers|patients|students)\b")
_COMBATANTS = re.compile(
    r"\b(?:soldiers?|troops|fighters|militants|rebels|police(?:men)?|officers|servicemen|losses)\b"
)
_OTHERS: dict[VictimClass | None, VictimClass] = {
    VictimClass.CIVILIAN: VictimClass.COMBATANT,
    VictimClass.COMBATANT: VictimClass.CIVILIAN,
}
# "denied a separate report that a doctor had been arrested" is about none of the dead.
_HARMS_NAMED = (
    (_OF_THE_DEAD, _KILLED),
    (
        re.compile(
            r"\b(?:detained|arrest(?:s|ed)?|captured|abduct(?:ed|ions?)|kidnapp(?:ed|ings?)"
            r"|(?:taken|held) (?:hostage|captive|prisoner))\b"
        ),
        (Harm.DETAINED, Harm.ABDUCTED, Harm.MISSING),
    ),
    (
        re.compile(r"\b(?:wounded|injur(?:ed|y|ies))\b"),
        (Harm.INJURED, Harm.KILLED_OR_INJURED),
    ),
    (re.compile(r"\b(?:displaced|fled|evacuated)\b"), (Harm.DISPLACED,)),
)
# "The claim" after one that a town was taken or a drone downed is that one.
_ONE_CLAIM = re.compile(
    r"(?:(?:the|that|this|its|their|[\w’'-]+['’]s?) )?(?:claim|assertion|boast|statement|figure|number|it|this|that)\b"
)
_OF_DEAD = re.compile(r"\bof (?:the )?(?:dead|killed|slain|victims|deceased)\b")
# "The casualty figures could not be verified": all of those that were told.
_CASUALTIES = re.compile(
    r"(?:(?:the|these|those|any|any of the) )?(?:casualty|death) (?:numbers|figures|tolls|counts)\s*"
    r"(?:independently|immediately)?[\s.,]*$"
)
# "The video could not be verified", after what somebody claimed in it.
_MESSAGE = re.compile(r"(?:the|this|that) (video|recording|message|audio|broadcast|clip|post)\W*$")
_THESE = re.compile(r"(?:those|these) (?:figures|numbers|claims|tolls|losses)\b", re.IGNORECASE)
_OWN = re.compile(r"\bown\b")
_TWO = re.compile(r"\b(?:neither|either|both)\b")
_ARTICLES = frozenset(("the", "its", "their", "and", "for"))
_PRONOUNS = frozenset(("it", "they", "he", "she", "we"))
# "neither claimed nor denied the bombing, in which 14 died"
_CLAIMED_NOT = re.compile(r"\b(?:neither|not|n['’]t|never|nobody|no one|no group)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_CLAIMING = Caseless(r"\b(?:claim(?:ed|s|ing)?|alleg(?:ed|es|e|ing))\b")
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
    """Finds the marks of a report's claims. Built once per report; reads a sentence's marks at most once.

    With the report's `drafts` it is known where claims stand; else they are taken to stand at amounts near harm.
    """

    def __init__(self, report: Report, drafts: Iterable[Draft] = ()) -> None:
        self.report = report
        self._claims = tuple(draft.quantity.value.amount.start for draft in drafts)
        self._indices = {id(sentence): index for index, sentence in enumerate(report.sentences)}
        self._doubts: dict[int, tuple[Mention[Doubt], ...]] = {}
        self._amounts: dict[int, tuple[int, ...]] = {}
        self._meant: dict[tuple[int, int], frozenset[int]] = {}

    def marks(self, draft: Draft, attributions: tuple[Attribution, ...]) -> tuple[Mention[Mark], ...]:
        """The marks on a claim, in the order of the text."""
        index = self._indices[id(draft.sentence)]
        found = list(self._claimed(draft, attributions))
        for near in range(index, min(len(self.report.sentences), index + _FAR_BACK + 1)):
            for position, mention in enumerate(self._of(near)):
                if self._reaches((near, position), mention.value, draft, attributions):
                    found.append(Mention(mention.value.mark, mention.spans, mention.rule))
        if draft.whole is not None and draft.whole.sentence is draft.sentence:
            found.extend(mark for mark in self._shared(draft.whole, attributions) if mark not in found)
        return tuple(sorted(found, key=lambda mark: mark.spans))

    def status(self, draft: Draft, marks: tuple[Mention[Mark], ...]) -> Status:  # noqa: ARG002
        """The strongest mark about the harm or its number."""
        found = [
            _STATUS[mark.value.kind]
            for mark in marks
            if mark.value.about is not MarkAbout.PERPETRATOR and mark.value.kind in _STATUS
        ]
        return max(found, key=_ORDER.index, default=Status.REPORTED)

    def responsibility(
        self,
        draft: Draft,  # noqa: ARG002
        marks: tuple[Mention[Mark], ...],
        has_perpetrator: bool,
    ) -> Responsibility | None:
        """The strongest mark about who did it, as which an alleged killing counts too; None where nobody is named."""
        if not has_perpetrator:
            return None
        kinds = {mark.value.kind for mark in marks if mark.value.about is MarkAbout.PERPETRATOR}
        if MarkKind.DENIED in kinds:
            return Responsibility.DENIED
        alleged = any(mark.value.kind is MarkKind.ALLEGED for mark in marks)
        return Responsibility.ALLEGED if alleged else Responsibility.STATED

    def _shared(self, whole: Draft, attributions: tuple[Attribution, ...]) -> tuple[Mention[Mark], ...]:
        """What is said of a total is said of its parts, but for what confirms it."""
        return tuple(mark for mark in self.marks(whole, attributions) if mark.value.kind is not MarkKind.CONFIRMED)

    def _of(self, index: int) -> tuple[Mention[Doubt], ...]:
        if index not in self._doubts:
            self._doubts[index] = tuple(marks.find(self.report.sentences[index]))
        return self._doubts[index]

    # -- what a doubt reaches

    def _reaches(self, key: tuple[int, int], doubt: Doubt, draft: Draft, attributions: tuple[Attribution, ...]) -> bool:
        """Whether a doubt, the nth of a sentence, means the claim."""
        offset = draft.quantity.value.amount.start
        if any(span.start <= offset < span.end for span in doubt.governs):
            return True
        if doubt.back is None or offset >= doubt.back.before or _own(doubt, attributions):
            return False
        if key not in self._meant:
            self._meant[key] = self._sentences_meant(key[0], doubt, doubt.back)
        index = self._indices[id(draft.sentence)]
        if index not in self._meant[key]:
            return False
        told = _ALL_TOLD.match(doubt.back.words) or _CASUALTIES.match(doubt.back.words)
        if not attributions and index < max(self._meant[key]) and told:
            return False  # What the outlet says in its own voice needs nobody to verify it.
        by = doubt.mark.by
        if by is not None and _OF_DEAD.search(by.value.words) and draft.harm.value not in _KILLED:
            return False  # "Relatives of the dead disputed that account": not how many were arrested
        return index == key[0] or _fits(doubt.back, draft)

    def _sentences_meant(self, near: int, doubt: Doubt, back: Back) -> frozenset[int]:
        """The sentences whose claims a doubt that points back means: none where its own words hold a claim."""
        if any(self._bears(near, span) for span in doubt.governs):
            return frozenset()
        start = self.report.sentences[near].start
        if start < back.before and self._bears(near, Span(start, back.before)):
            return frozenset((near,))
        earlier = range(near - 1, max(-1, near - 1 - _LOOK_BACK), -1)
        bearing = [index for index in earlier if self._bears(index, self.report.sentences[index].passage.span)]
        if not bearing:
            return frozenset()
        message = _MESSAGE.match(back.words.strip().lower())
        if message is not None:
            said_in = rf"\b(?:in|on) an? (?:[\w-]+ ){{0,3}}?{message.group(1)}\b"
            sent = bearing[0] == near - 1 and re.search(said_in, self.report.sentences[near - 1].text)
            return frozenset(bearing[:1] if sent else ())
        owned = [index for index in bearing if self._names(index, back.whose)]
        if _CASUALTIES.match(back.words.strip()) and not owned:
            return self._all_told(near)
        heard = self._heard_between(bearing[0], near)
        apart = heard and self._paragraph(bearing[0]) != self._paragraph(near)
        if apart and not owned and (_ONE_CLAIM.match(back.words) or _THESE.match(back.words)):
            return frozenset()  # "those figures" are the ones just told of, which are no claims
        if not owned and (_OWN.search(back.words) or self._other_claim_between(bearing[0], near, back)):
            return frozenset()
        if owned and owned[0] != bearing[0]:
            return frozenset(owned[:1])
        if not back.several:
            return frozenset(bearing[:1])
        beside = [index for index in bearing if self._paragraph(index) == self._paragraph(near)]
        if not owned and _ALL_TOLD.match(back.words):
            if not beside:
                return self._all_told(near)
            if not _TWO.search(back.words):
                return frozenset(beside)
        return self._run(bearing[:1] if heard and _TWO.search(back.words) else bearing, back)

    def _all_told(self, near: int) -> frozenset[int]:
        """The claims that "the reports could not be verified" means at the head of a paragraph: all on the matter."""
        found = []
        for index in range(near - 1, max(-1, near - 1 - _FAR_BACK), -1):
            sentence = self.report.sentences[index]
            if sentence.passage.kind is PassageKind.HEADLINE:
                break
            if self._bears(index, sentence.passage.span) and not continuing.background(sentence.text):
                found.append(index)
            if _SEPARATELY.match(sentence.text):
                break
        return frozenset(found)

    def _paragraph(self, index: int) -> int:
        return self.report.sentences[index].passage.paragraph

    def _other_claim_between(self, bearing: int, near: int, back: Back) -> bool:
        """Whether somebody else claims a gain after the claim, which "the claim could not be verified" then means.

        "Shelling killed two, the governor said. The rebels said they had taken the town. The claim ...": not the two.
        """
        if back.several or (back.words and not _ONE_CLAIM.match(back.words)):
            return False
        for index in range(near, bearing, -1):
            sentence = self.report.sentences[index]
            gain = marks.gain(sentence)
            if gain is None or gain >= back.before:
                continue
            speakers = [
                origin
                for mention in sources.find(sentence)
                if index < near or mention.value.word.start < gain
                for origin in mention.value.origins
            ]
            if index == near and not speakers:
                continue
            return not any(
                self._names(bearing, frozenset(re.findall(r"[a-z]{3,}", origin.value.words.lower())) - _ARTICLES)
                or origin.value.words.lower() in _PRONOUNS
                for origin in speakers
            )
        return False

    def _heard_between(self, bearing: int, near: int) -> bool:
        """Whether somebody gives figures after the last claim that was read, which a doubt may mean."""
        between = self.report.sentences[bearing + 1 : near]
        return any(sources.hinted(found) and next(iter(quantities.find(found)), None) for found in between)

    def _run(self, bearing: list[int], back: Back) -> frozenset[int]:
        """The claims of several sources in a row that "neither claim" and "these figures" mean."""
        run = bearing[:1]
        if self._speakers(bearing[0]) > 1:
            return frozenset(run)
        most = 2 if _TWO.search(back.words) else 3
        for index in bearing[1:]:
            if index == run[-1] - 1 and len(run) < most and self._speakers(index):
                run.append(index)
        return frozenset(run)

    def _speakers(self, index: int) -> int:
        """How many sources a sentence names."""
        return sum(1 for mention in sources.find(self.report.sentences[index]) if mention.value.origins)

    def _names(self, index: int, whose: frozenset[str]) -> bool:
        """Whether a sentence names whoever's claim is meant: "Ukraine" for "Ukrainian claims"."""
        text = self.report.sentences[index].text.lower()
        return any(re.search(rf"\b{re.escape(word[:5])}", text) for word in whose)

    def _bears(self, index: int, span: Span) -> bool:
        """Whether a claim stands in a stretch of a sentence."""
        starts = self._claims or self._amounts_near_harm(index)
        return any(span.start <= start < span.end for start in starts)

    def _amounts_near_harm(self, index: int) -> tuple[int, ...]:
        if index not in self._amounts:
            sentence = self.report.sentences[index]
            harmed = [mention.start for mention in harms.find(sentence)]
            amounts = [mention.value.amount for mention in quantities.find(sentence)] if harmed else []
            self._amounts[index] = tuple(
                amount.start
                for amount in amounts
                if sentence.words(amount).lower() not in ("a", "an")
                and any(abs(amount.start - harm) < _NEAR for harm in harmed)
            )
        return self._amounts[index]

    # -- claimed

    def _claimed(self, draft: Draft, attributions: tuple[Attribution, ...]) -> Iterable[Mention[Mark]]:
        """ "The army claimed that 20 militants were killed": alleged, where whoever claims has a side in it."""
        if not _CLAIMING.search(draft.sentence.text):
            return
        named = [attribution.origin.value.kind for attribution in attributions if attribution.origin]
        for mention in sources.find(draft.sentence):
            speech = mention.value
            word = draft.sentence.words(speech.word).lower()
            if not _CLAIMING.fullmatch(word) or not speech.covers(draft.quantity.value.amount.start):
                continue
            if _CLAIMED_NOT.search(draft.sentence.text[: speech.word.start - draft.sentence.start]):
                continue
            kinds = named or [origin.value.kind for origin in speech.origins]
            if word.startswith("alleg") or not all(kind in _DISINTERESTED for kind in kinds):
                mark = Mark(MarkKind.ALLEGED, MarkAbout.HARM, speech.origins[0] if speech.origins else None)
                yield Mention(mark, (speech.word,), "marks/claimed")


def _own(doubt: Doubt, attributions: tuple[Attribution, ...]) -> bool:
    """Nobody denies their own figure: "The chief said nine raiders died and denied that policemen had been killed"."""
    by = doubt.mark.by
    if doubt.mark.kind is not MarkKind.DENIED or by is None:
        return False
    return any(attribution.origin and _same_name(by, attribution.origin) for attribution in attributions)


def _same_name(one: Mention[Source], other: Mention[Source]) -> bool:
    some, others = (
        set(re.findall(r"\w+", mention.value.words.lower())) - {"the", "a", "an"} for mention in (one, other)
    )
    return some <= others or others <= some


def _fits(back: Back, draft: Draft) -> bool:
    """Whether the words of a doubt in a later sentence can mean this claim, by its victims and its harm."""
    of = _VICTIMS.search(back.words)
    if of is not None and of.group(1) in draft.sentence.text.lower():
        # "The army disputes our figure for Palestinians", where one for Israelis stands beside it.
        start = draft.quantity.value.amount.start - draft.sentence.start
        return of.group(1) in draft.sentence.text[start : start + 40].lower()
    if draft.victims is not None and draft.victims.value.victim_class is _OTHERS.get(_people(back.words)):
        return False  # "denied that children were among the dead" is about no fighters
    named = [harmed for words, harmed in _HARMS_NAMED if words.search(back.words)]
    return not named or any(draft.harm.value in harmed for harmed in named)


def _people(words: str) -> VictimClass | None:
    """Whether the words name civilians or combatants; None where neither or both."""
    civilian, combatant = _CIVILIANS.search(words) is not None, _COMBATANTS.search(words) is not None
    if civilian is combatant:
        return None
    return VictimClass.CIVILIAN if civilian else VictimClass.COMBATANT
