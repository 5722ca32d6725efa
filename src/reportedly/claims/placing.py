"""Where a harm was suffered: the most specific place that the report names for it.

First the words of the claim's own sentence; a part shares the place of its whole; then what the sentence points back to
("the town"), the scene set before, the sentence that names what the lede leaves open, the headline. A claim about a
whole
war lies in its country. Where somebody spoke, was taken or fired from is not where the harm was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from reportedly.claims.draft import Draft, Report
from reportedly.claims.place_phrases import COUNTRY, Phrase, before_words
from reportedly.claims.place_scenes import Scenes
from reportedly.claims.place_scores import Scores, between_words, lies_in
from reportedly.claims.place_totals import (
    BOTH_SIDES,
    FRONTIER,
    counts_a_period,
    counts_a_war,
    goes_on,
    is_vast,
    spans_a_window,
)
from reportedly.claims.place_words import ANAPHOR, CAUGHT, FROM_THE, NEAR, OF_THOSE, SEVERAL, UNNAMED
from reportedly.model import Harm, Mention, Place, PlaceRole, When

# A lede is one of the first sentences, a dateline apart.
_LEDE = 1
_NEAR_LEDE = 4


class Placing:
    """The places of one report's claims. `when` dates a draft: a long window of its own shows a total."""

    def __init__(
        self,
        report: Report,
        when: Callable[[Draft], Mention[When] | None] | None = None,
        drafts: Sequence[Draft] = (),
    ) -> None:
        self.when = when
        self.scenes = Scenes(report, drafts)
        self.scores = Scores()
        self.totals: dict[int, tuple[int, tuple[Mention[Place], ...]]] = {}
        self.remembered: dict[int, tuple[Draft, tuple[Mention[Place], ...]]] = {}

    def place(self, draft: Draft) -> tuple[Mention[Place], ...]:
        """The places of a draft: first the most specific one of the harm, then for the displaced where they went."""
        known = self.remembered.get(id(draft))
        if known is None or known[0] is not draft:
            known = self.remembered[id(draft)] = (draft, self._place(draft))
        return known[1]

    def _place(self, draft: Draft) -> tuple[Mention[Place], ...]:
        lede = self.scenes.position(draft) <= _LEDE
        own = self.scores.own(self.scenes.here(draft), draft, lede)
        if draft.whole is not None and (shared := self._of_whole(draft, draft.whole, own)) is not None:
            return shared
        if counts_a_war(draft) and (own is None or (own.width < 3 and len(between_words(own, draft)) > 30)):
            country = self.scenes.country(draft)
            if country is not None:
                return (replace(country, rule="placing/country-of-war"),)
        if draft.harm.value is Harm.DISPLACED and (own is None or own.cue != "from"):
            left = FROM_THE.search(draft.sentence.text)
            if left and (found := self.scenes.antecedent(draft, left)) is not None:
                return (replace(found, rule="placing/left"), *((own.mention,) if own else ()))
        return self._elsewhere(draft) if own is None else self._here(draft, own)

    def _here(self, draft: Draft, own: Phrase) -> tuple[Mention[Place], ...]:
        """The place of a draft whose sentence names one."""
        if (
            not own.where
            and self.scores.amounts_between(own, draft)
            and (back := self.scenes.pointed_at(draft, own)) is not None
        ):
            return (replace(back, rule="placing/pointed-back"),)
        if own.heads[0].spot.described and not NEAR.search(before_words(own)):
            capital = self.scenes.named_capital(own.heads[0].entry)
            if capital is not None:
                return (replace(capital, rule="placing/capital"),)
        narrower = self._narrower(draft, own)
        chosen, how = (own, "own") if narrower is None else (narrower, "narrowed")
        first = chosen.mention
        if own.width >= 3 and (counts_a_war(draft) or counts_a_period(draft)):
            index = self.scenes.position(draft)
            self.totals[index] = (index, (first,))  # "this year nine in the Valley. In 2022, 148 were killed"
        found = [replace(first, rule=f"placing/{how}:{first.rule.removeprefix('places/')}")]
        if draft.harm.value is Harm.DISPLACED:
            for phrase in self.scenes.here(draft):
                if phrase is not chosen and phrase.role in (PlaceRole.TO, PlaceRole.FROM) and not phrase.speaker:
                    found.append(phrase.mention)
        return tuple(found)

    # Parts

    def _of_whole(self, draft: Draft, whole: Draft, own: Phrase | None) -> tuple[Mention[Place], ...] | None:
        """The place that a part shares with its whole, or None where its own words say otherwise."""
        inherited = self.place(whole)
        here = whole.sentence is draft.sentence
        if own is not None and not here:
            return None
        if own is None or not _nearer_to_part(own, draft, whole):
            if not here and (found := self._since_whole(draft, whole, inherited)) is not None:
                return (found,)
            return _told(inherited, "of-the-whole") if inherited else None
        if inherited and own.width > _width_of(inherited[0]):
            return _told(inherited, "of-the-whole")
        return None

    def _since_whole(self, draft: Draft, whole: Draft, inherited: tuple[Mention[Place], ...]) -> Mention[Place] | None:
        """What the report has named between a total and its part further on, when that is closer to the part."""
        if (back := self.scenes.pointed_at(draft)) is not None:
            return replace(back, rule="placing/pointed-back")
        wide = max(map(_width_of, inherited), default=0)
        for index in range(self.scenes.position(draft) - 1, self.scenes.position(whole), -1):
            scene = self.scenes.scene(index)
            if scene is not None and scene.width < wide:
                return replace(scene.mention, rule="placing/scene-before")
        return None

    # Other sentences

    def _elsewhere(self, draft: Draft) -> tuple[Mention[Place], ...]:
        """The place of a draft whose sentence names none."""
        scenes, index = self.scenes, self.scenes.position(draft)
        if (pointed := scenes.pointed_at(draft)) is not None:
            return (replace(pointed, rule="placing/pointed-back"),)
        if (there := scenes.there(draft)) is not None:
            return (replace(there, rule="placing/there"),)
        if (same := scenes.same_building(draft)) is not None:
            return (replace(same, rule="placing/same-building"),)
        if (total := self._of_total(draft)) is not None:
            return total
        if (treated := scenes.hospital(draft)) is not None:
            return (replace(treated, rule="placing/hospital"),)
        if (said := self._local_speaker(draft)) is not None:
            return (replace(said.mention, rule="placing/local-speaker"),)
        if index <= _LEDE and SEVERAL.search(draft.sentence.text) and (country := scenes.country(draft)) is not None:
            return (replace(country, rule="placing/several-places"),)
        for other, scene in self._around(draft, index):
            return (replace(scene.mention, rule=f"placing/{'named-next' if other > index else 'scene-before'}"),)
        if (header := scenes.header(index)) is not None:
            return (replace(header.mention, rule="placing/header"),)
        named = scenes.most_named or (scenes.country(draft) if scenes.context.main else None)
        return (replace(named, rule="placing/of-report"),) if named is not None else ()

    def _of_total(self, draft: Draft) -> tuple[Mention[Place], ...] | None:
        """The place of a total whose sentence names none as its own: the region that its sentence or its source is of,
        that of the total before it, the country; a village that was attacked last is not it. None where it is no total,
        or one "in the local government area" of the scene."""
        if BOTH_SIDES.search(draft.sentence.text) and FRONTIER.search(draft.sentence.text):
            return ()
        war = counts_a_war(draft)
        before = self.totals.get(self.scenes.position(draft) - 1)
        if (
            before is not None
            and not war
            and (goes_on(draft) or self._counts_much(draft))
            and self.scenes.same_paragraph(before[0], self.scenes.position(draft))
        ):
            return _told(before[1], "total-goes-on")
        if ANAPHOR.search(draft.sentence.text) or not (war or self._counts_much(draft)):
            return None
        index = self.scenes.position(draft)
        if (found := self._widely(draft, index, war)) is not None:
            self.totals[index] = (index, found)
        return found

    def _counts_much(self, draft: Draft) -> bool:
        """Whether a draft shows itself a total: by its words, its size or a long window of its own."""
        return counts_a_period(draft) or is_vast(draft) or self._spans(draft)

    def _spans(self, draft: Draft) -> bool:
        return self.when is not None and spans_a_window(draft, self.when(draft))

    def _widely(self, draft: Draft, index: int, war: bool) -> tuple[Mention[Place], ...] | None:
        """The place of a total, or None where the report names no land for one over a period."""
        if (wide := self.scenes.wide_here(draft)) is not None:
            return (replace(wide, rule="placing/total-of-source"),)
        if index and self.scenes.same_paragraph(index - 1, index):
            scene = self.scenes.scene(index - 1)
            if scene is not None and scene.width >= 2:
                return (replace(scene.mention, rule="placing/total-goes-on"),)
        header = self.scenes.header(index)
        country = header.mention if header is not None and header.width >= 3 else self.scenes.country(draft)
        if country is None:
            # Where no land is named, a total is of none: the village of the last attack is surely wrong.
            return () if war or self._spans(draft) else None
        return (replace(country, rule="placing/total-of-country"),)

    def _around(self, draft: Draft, index: int) -> Iterator[tuple[int, Phrase]]:
        """The scenes around a sentence, the likeliest first: what a lede leaves open is named behind it, all else
        before."""
        before_it = [(other, scene) for other in self.scenes.back(index) if (scene := self.scenes.scene(other))]
        if not CAUGHT.search(draft.sentence.text):
            texts = self.scenes.report.sentences
            before_it.sort(key=lambda pair: CAUGHT.search(texts[pair[0]].text) is not None)
        countries = ((other, self.scenes.scene(other, COUNTRY)) for other in self.scenes.back(index))
        wide = [(other, scene) for other, scene in countries if scene is not None and scene.cue == "at"]
        ahead = [
            (other, scene)
            for other in self.scenes.ahead(index)
            if (scene := self.scenes.scene(other)) and not self.scenes.others(other, scene)
        ]
        if before_it:  # "Two more were captured" is not told of what happened in another province "a day earlier".
            ahead = [(other, scene) for other, scene in ahead if lies_in(scene, before_it[0][1])]
        # A headline or a first sentence that names a town has closed what the second leaves open.
        open_ = index <= _LEDE and (not before_it or before_it[0][1].width >= 2)
        if OF_THOSE.search(draft.sentence.text):
            yield from chain(before_it, wide, ahead)
            return
        if not open_ and index <= _NEAR_LEDE and UNNAMED.search(draft.sentence.text):
            open_ = not before_it or before_it[0][1].width >= 3
        yield from chain(ahead, before_it, wide) if open_ else chain(before_it, wide, ahead)

    def _local_speaker(self, draft: Draft) -> Phrase | None:
        """A doctor of a town speaks of that town, an official of a capital of anywhere."""
        for phrase in self.scenes.here(draft):
            entry = phrase.heads[0].entry
            local = phrase.speaker and phrase.width <= 2 and not (entry is not None and entry.capital)
            if local and phrase.country in (self.scenes.context.main, None):
                return phrase
        return None

    def _narrower(self, draft: Draft, own: Phrase) -> Phrase | None:
        """What the next sentences say more closely of a lede that names a wide place only."""
        scenes, index = self.scenes, self.scenes.position(draft)
        if index > _NEAR_LEDE - 1 or draft.whole is not None or len(own.heads) > 1 or counts_a_war(draft):
            return None
        text = draft.sentence.text
        near = own.reference or bool(NEAR.search(before_words(own)))
        unnamed, several = UNNAMED.search(text) is not None, SEVERAL.search(text) is not None
        inner: list[Phrase] = []
        for other in (*scenes.ahead(index), *(range(index - 1, -1, -1) if near and unnamed else ())):
            scene = scenes.scene(other)
            if scene is None or scene.country != own.country or scene.heads[0].spot.key == own.heads[0].spot.key:
                continue
            if any(holder.spot.key == own.heads[0].spot.key for holder in scene.holders):
                return scene
            if other > index and scenes.divides(other):
                break
            if other > index and scene.fronted and own.width >= COUNTRY:
                return None  # "Strikes on Iran killed 24. In Tehran, a strike left three dead."
            if several and scene.width < 3:
                continue
            others = scenes.others(other, scene)
            # A base or a street of the town that the sentence names says no more than the town.
            closer = scene.width < own.width and own.width >= 2
            if other == index + 1 and closer and not others and scenes.goes_on(draft, other):
                return scene
            if (scene.width < own.width and own.width >= 3) or (
                near and unnamed and not scene.reference and scene.width < 3
            ):
                inner += [scene, *others]
        if not inner or not (own.width > 3 or unnamed):
            return None
        keys = {phrase.heads[0].spot.key for phrase in inner}
        return inner[0] if len(keys) == 1 or (near and own.width < 3) else None


def _nearer_to_part(own: Phrase, draft: Draft, whole: Draft) -> bool:
    """Whether a place belongs to the part rather than to the whole of its sentence."""
    part, all_ = draft.quantity.start, whole.quantity.start
    if part < all_:
        return own.end < all_ and abs(own.start - part) < abs(own.start - all_)
    return own.start > part


def _told(found: tuple[Mention[Place], ...], how: str) -> tuple[Mention[Place], ...]:
    return tuple(replace(mention, rule=f"placing/{how}") for mention in found)


def _width_of(mention: Mention[Place]) -> int:
    toponym = mention.value.toponym
    if toponym is None:
        return 0
    return {"country": COUNTRY, "admin1": 3, "region": 4, "admin2": 2}.get(toponym.precision, 1)
