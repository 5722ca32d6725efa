"""Carries the author of an attack over sentences, when a figure goes on about it.

"Gunmen attacked a village, killing 20. Dozens were wounded": wounded by the gunmen. "A bomb killed 20. The Islamic
State group claimed responsibility": by the Islamic State. Not carried: figures of a war, the dead of both sides,
whatever happened elsewhere or long before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reportedly.caseless import Caseless
from reportedly.claims import day_anchors, recalled, sides
from reportedly.claims.accusing import accuses, telling
from reportedly.claims.deeds import Cause, Deed, Scene
from reportedly.claims.draft import Draft, Report
from reportedly.extract.party_words import table
from reportedly.extract.perpetrators import Actor, Kind
from reportedly.model import Harm, Mention, PassageKind, Span

# How many sentences an author is carried over: the wounded of an attack stand near it, "the attack" may be taken up
# later, and a claim of responsibility comes at the end. Tuned on the development gold (benchmarks/quality.py).
_BACK, _BACK_FOR_FIGHTERS, _BACK_TO_THE_ATTACK = 4, 3, 6
_AHEAD, _AHEAD_TO_A_CLAIM, _SAME_BLOW = 3, 10, 2

# What a figure of a whole war, or of long ago, hangs on: no author of an attack told beside it.
_BACKGROUND = Caseless(
    r"\b(?:(?<!of )(?:the|a|an|its|this|his|their|\w+['’]?s|\w+-year(?:-old|-long)?|civil|long|bloody)\s+(?:[\w-]+\s+)?"
    r"(?:conflict|war|uprising|insurgency|crisis|revolution|rebellion|genocide)\b"
    r"(?!\s+(?:observatory|monitors?|trackers?|data|research|zones?|analysts?|watch|resolution|prevention))"
    r"|since\s+(?:the\s+)?(?:\w+\s+)?(?:19|20)\d\d|since\s+(?:[\w-]+\s+){0,3}(?:began|erupted|started|broke\s+out)"
    r"|(?<!born )in\s+(?:\w+\s+)?(?:19|20)\d\d\b|last\s+(?:month|year)"
    r"|(?:years?|months|decades?|weeks)\s+(?:ago|earlier)"
    r"|(?:in|over|during)\s+the\s+same\s+(?:month|period|quarter)|so\s+far\s+this\s+year|(?:this|the\s+same)\s+year|(?:in|since)\s+recent\s+(?:years|months)"
    r"|over\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years|decade|months))"
)
# It is said that nobody knows who did it.
_UNKNOWN = Caseless(
    r"\b(?:(?:not|n['’]t)\s+(?:immediately\s+|yet\s+)?(?:clear|known)\s+(?:who|whose)|unclear\s+(?:who|whose)"
    r"|could\s+not\s+(?:say|determine|tell)\s+(?:whether|who)|whether\s+the\s+\w+\s+was\s+\w+\s+or\s+\w+)"
)
# Another event than the one told before.
_ELSEWHERE = Caseless(
    r"^\W*(?:in\s+a\s+separate|separately|elsewhere|in\s+another|in\s+other|a\s+separate|earlier\s+this"
    r"|in\s+an?\s+(?:earlier|unrelated|previous))\b|\bother\s+areas?\b|\bvarious\s+other\b"
    r"|\ban?\s+(?:earlier|previous|separate|unrelated|different)\s+(?:\w+\s+)?(?:attack|raid|strike|ambush|assault|incident|clash)\b"
    r"|\banother\s+(?:hospital|school|market|attack|raid|strike|village|town)\b"
)
# "Three days later, a drone hit a school", "Also Thursday, a bomb exploded": another event, whoever was behind it.
_ANOTHER_TIME = Caseless(
    r"^\W*(?:(?:a|one|two|three|four|five|six|\d+|several|some)\s+(?:days?|weeks?|months?)\s+(?:later|earlier|before)|also\s+(?:on\s+)?\w+day)\b"
)
# Whoever did what was told before: "the attackers", "a suicide bomber"; "gunmen" may be others.
_ATTACKER = Caseless(
    r"\b(?:(?:(?:the|a|an|two|three|several)\s+)?(?:\w+\s+)?suicide\s+(?:\w+\s+)?bombers?"
    r"|the\s+(?:\w+\s+)?(?:attackers?|gunm[ae]n|assailants?|shooters?|bombers?|hijackers?))"
)
# Of attackers who are among those harmed: "more than 40 of the attackers were killed", "not counting the bomber".
_HARMED_BEFORE = re.compile(
    r"\b(?:\w+\s+of|among|kill\w*|dead|shot|wound\w*|captur\w*|arrest\w*|pursu\w*|chas\w*|with|against|counting|includ\w+|besides)\s+"
    r"(?:all\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
# Whoever answers an attack is not its author: "The army pursued the raiders and killed four. Ten villagers were hurt".
_ANSWER = Caseless(
    r"\b(?:pursu(?:ed|ing)|chas(?:ed|ing)|repel(?:led|ling)|repuls(?:ed|ing)|caught\s+up\s+with"
    r"|(?:returned|returning)\s+fire|fought\s+(?:off|back)|ended\s+(?:\w+\s+){0,3}siege|in\s+(?:the\s+)?riposte)\b"
)
# An item of a list that has no event in common with the next: "• Settlers attacked", "Raqqa: Two children were killed".
# Not those of a live report ("06:55 - Five were wounded") nor of a thread ("3/6 Injured").
_ITEM = re.compile(r"\s*(?:[•▪●*]|[-–—]\s)\s*(?!on\s+the\b|among\b|of\b)|(?:[A-Z][\w'’-]*\s?){1,3}:\s+[A-Z]")
_HOURS_LATER = Caseless(r"\W*(?:\w+\s+){0,2}(?:minutes|hours)\s+(?:later|afterwards)\b")
# An entry of a live report.
_ENTRY = re.compile(r"\s*\d{1,2}[:.]\d\d\b")
# A paragraph that begins elsewhere: "In Nangarhar, a dispute turned into a gunfight"; not "In Kabul, officials said".
_AT_A_PLACE = re.compile(
    r"\W*(?:In|Near|At|Outside)\s+(?:the\s+)?(?:\w+\s+(?:city|town|village|province|district|state|county)\s+of\s+)?"
    r"(?P<place>(?:[a-z]{2}-)?[A-Z][\w'’-]+)(?:\s+[\w'’-]+){0,3},\s+(?!(?:[\w'’.-]+\s+){1,6}(?:said|says|told|confirmed)\b)"
)
# Where something was said: "In Conakry, officials said 14 others were wounded".
_SAID_AT = re.compile(r"^\W*(?:In|From|At)\s+[^,]{1,40},\s+(?:[\w'’.-]+\s+){1,6}?(?:said|says|told|confirmed)\b")
_CONDUCTED = re.compile(rf"\b(?:{'|'.join(sorted(table('conducting')))})\b")
# A toll of what the report is about, told again: "gave a higher toll of 50", "in all, 34 are dead or missing".
_TOLL_AGAIN = re.compile(
    r"\btolls?\b|\bin\s+(?:all|total)\b|\baltogether\b|\bnumber\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:dead|deaths|killed|slain|victims|wounded|injured)"
    r"|\bspoke\s+of\b",
    re.IGNORECASE,
)
_TOLLS = frozenset((Harm.KILLED, Harm.INJURED, Harm.KILLED_OR_INJURED, Harm.KILLED_OR_MISSING))
_OPENING = 3
_BY = Caseless(r"\b(?:carried\s+out|launched|staged|committed|perpetrated|conducted|claimed)\s+by\b")
_CLAIM = re.compile(r"\bresponsib|\bblamed\b|\bclaimed\b|\battributed\b", re.IGNORECASE)
_SOME = re.compile(
    r"(?:an?|the|two|three|four|five|\d+|armed|unknown|unidentified|masked|hooded|uniformed)\s", re.IGNORECASE
)
# Words for whoever attacked that only point back to him.
_POINTS_BACK = re.compile(
    r"the\s+(?:\w+\s+)?(?:attackers?|assailants?|raiders|bandits|kidnappers|abductors|hijackers)", re.IGNORECASE
)


class Carrying:
    """Looks around a draft's sentence for whoever did it. Sentences are known by their index in the report."""

    def __init__(self, report: Report, scene: Callable[[int], Scene], deeds: Callable[[int], list[Deed]]) -> None:
        self.report = report
        self.scene = scene
        self.deeds = deeds
        # The first sentence of the paragraph that each stands in.
        self._openings: list[int] = []
        for index, sentence in enumerate(report.sentences):
            before = report.sentences[index - 1].passage.paragraph if index else None
            self._openings.append(self._openings[-1] if before == sentence.passage.paragraph else index)

    def author(self, draft: Draft, attack: Actor | None) -> Mention[str] | None:
        """Who did it by the sentences around. `attack` is the one that the draft's own sentence speaks of, if any."""
        again = attack is not None and attack.definite
        told = self._told_of(draft, attack) if attack is not None and again else None
        if told is not None:
            return told
        if recalled.dated_attack(draft.sentence.text) or (not again and _BACKGROUND.search(draft.sentence.text)):
            return None
        if attack is not None and not again and _ANOTHER_TIME.search(draft.sentence.text):
            after = draft.sentence.passage.index + 1
            near = after < len(self.report.sentences) and self._one_paragraph(after - 1, after)
            return self._blamed(draft, after) if near else None
        if attack is None and self._both_sides(draft):
            return None
        if attack is not None and attack.kind is Kind.STRIKE and not again:
            own = self._of_the_lead(draft)
            if own is not None:
                return own
        if attack is not None and attack.kind is Kind.BLAST and not again:
            # A bomb is another one than the last, until somebody is blamed for it.
            return self._ahead(draft, attack)
        found, ended = self._back(draft, attack)
        if found is not None or ended:
            return found
        return self._ahead(draft, attack) or (self._of_the_opening(draft) if attack is None else None)

    def _of_the_lead(self, draft: Draft) -> Mention[str] | None:
        """A strike that nobody is named for, hours after one of the lead: of the same hand, as far as is told."""
        index = draft.sentence.passage.index
        if not _HOURS_LATER.match(draft.sentence.text):
            return None
        for at in range(min(index, _OPENING)):
            for deed in self.deeds(at):
                if deed.kind is Kind.STRIKE and deed.cause.party is not None:
                    return deed.cause.party if sides.enemies(draft, deed.cause) else None
        return None

    def _told_of(self, draft: Draft, attack: Actor) -> Mention[str] | None:
        """ "accused Pakistan of carrying out strikes, while officials said the raids killed 28": has just been told."""
        for deed in self.deeds(draft.sentence.passage.index):
            alike = deed.kind is attack.kind and deed.at < min(attack.phrase.start, draft.harm.start)
            if alike and _carries(deed, draft.harm.value) and sides.enemies(draft, deed.cause):
                return deed.cause.party
        return None

    # Told before.

    def _back(self, draft: Draft, attack: Actor | None) -> tuple[Mention[str] | None, bool]:
        """Whoever did what was told before; and whether that was a battle, so that nobody is to be looked for."""
        index = draft.sentence.passage.index
        again = attack is not None and attack.definite
        if not again and (self._another_event(draft, attack) or self._newly_told(draft, attack)):
            return None, False
        if self._unknown(index) and not any(deed.blamed for deed in self.deeds(index)):
            return None, False
        reach = _BACK_TO_THE_ATTACK if attack is not None else _BACK_FOR_FIGHTERS if sides.fighters(draft) else _BACK
        pointing: Mention[str] | None = None
        for at in range(index - 1, max(-1, index - 1 - _BACK_TO_THE_ATTACK), -1):
            text = self.report.sentences[at].text
            if at < index - reach or (not again and self._set_apart(index, at)):
                break
            if (attack is None or attack.kind is not Kind.STRIKE) and self._on_another_day(index, at):
                break
            if not self._one_paragraph(index, at) and self._told_in_passing(at) and not again:
                continue
            if at == index - 1 and attack is not None and attack.definite and _CONDUCTED.search(text):
                conducted = self._conducted(draft, at)
                if conducted is not None:
                    return conducted, True
            if not telling().search(text):
                continue
            if not again and _BACKGROUND.search(text):
                if at == index - 1 and self._one_paragraph(index, at) and recalled.own_day(text) is not None:
                    # "Last year bandits raided the village. Eight people were killed": then, and by them.
                    return self._named(draft, self.deeds(at), attack, near=True), True
                continue
            deeds = self.deeds(at)
            blast = attack is not None and attack.kind is Kind.BLAST  # "hurt by the same device", in that fighting.
            if (blast or not again) and any(deed.kind is Kind.MUTUAL and deed.cause.closed for deed in deeds):
                return None, True
            deeds = [deed for deed in deeds if not self._answers(draft, deed, at)]
            named = [deed for deed in deeds if _carries(deed, draft.harm.value)]
            if named and not any(sides.enemies(draft, deed.cause) for deed in named):
                return None, True  # "Rebels raided the post. Nine rebels were killed": by whom is not said.
            found = self._named(draft, deeds, attack, near=again or at >= index - _SAME_BLOW)
            if found is None and at >= index - _BACK:
                found = self._attacker(draft, at)
            if found is not None and not _POINTS_BACK.fullmatch(found.value):
                return found, True
            if found is not None:
                # "The attackers fled": whoever they are was told before.
                pointing, reach, again = pointing or found, _BACK_TO_THE_ATTACK, True
            if any(deed.cause.attack is not None and deed.definite and deed.verb is None for deed in deeds):
                # "A soldier died in the attack. Another was wounded": in that attack.
                again, reach = True, _BACK_TO_THE_ATTACK
            if not again and any(deed.cause.attack is not None and _fresh_blast(deed) for deed in deeds):
                break  # "A car bomb exploded in the market": from here on it is about that.
        return pointing, pointing is not None

    def _set_apart(self, index: int, at: int) -> bool:
        """Whether sentence `index` stands in another item of a list than `at`, or in a paragraph on another place."""
        sentences = self.report.sentences
        first = self._openings[index]
        if at >= first:
            return False
        if _ITEM.match(sentences[self._openings[at]].text):
            return True
        here = _SAID_AT.sub("", sentences[index].text)
        headline = sentences[at].passage.kind is PassageKind.HEADLINE  # "strike in Gaza": the text has the town.
        if first == index and not headline and day_anchors.elsewhere(here, sentences[at].text):
            return True
        place = _AT_A_PLACE.match(sentences[first].text)
        return place is not None and not any(place["place"] in sentence.text for sentence in sentences[at:first])

    def _on_another_day(self, index: int, at: int) -> bool:
        """ "Gunmen raided a school on Friday. Last Tuesday, 15 girls were seized": not by them, as far as is told."""
        day = recalled.own_day(self.report.sentences[index].text)
        told = self.report.sentences[at]
        return day is not None and told.passage.kind is not PassageKind.HEADLINE and day not in told.text.lower()

    def _of_another(self, at: int) -> bool:
        """Whether a sentence blames somebody for what its own paragraph tells: another attack than those before."""
        sentences = self.report.sentences
        text = sentences[at].text
        if recalled.tells_its_own(text):
            return True
        if any(self._tells_an_attack(near) for near in range(self._openings[at], at)):
            return True
        told = [sentences[near].text for near in range(self._openings[at], at)]
        return any(_ELSEWHERE.search(one) or recalled.own_day(one) or recalled.later(one) for one in told)

    def _tells_an_attack(self, at: int) -> bool:
        """Whether a sentence tells of an attack with its own figures: "men opened fire in a market and killed five"."""
        text = self.report.sentences[at].text
        if not telling().search(text) or not recalled.has_figures(text):
            return False
        return any(deed.verb is not None and deed.cause.party is not None for deed in self.deeds(at))

    def _told_in_passing(self, at: int) -> bool:
        """Whether a paragraph goes back to another event ("Hours earlier, a drone"), and the next does not."""
        text = self.report.sentences[self._openings[at]].text
        return recalled.earlier(text)

    def _one_paragraph(self, index: int, at: int) -> bool:
        return self.report.sentences[index].passage.paragraph == self.report.sentences[at].passage.paragraph

    def _answers(self, draft: Draft, deed: Deed, at: int) -> bool:
        """Whether a deed is done to attackers, so that its author did no harm to anybody but fighters.

        "Officers shot one of the bandits dead. Four villagers are in hospital": not hurt by the officers.
        """
        if deed.cause.party is None or deed.blamed or sides.fighters(draft) is not None:
            return False
        if not sides.may_be_of_a_state(deed.cause.party.value):
            return False
        scene = self.scene(at)
        if _ANSWER.search(scene.sentence.text):
            return True
        return deed.verb is not None and scene.done_to_fighters(deed.verb)

    def _another_event(self, draft: Draft, attack: Actor | None) -> bool:
        if not _ELSEWHERE.search(draft.sentence.text):
            return False
        strike = attack is not None and attack.kind is Kind.STRIKE
        return not strike or self._unnamed_before(draft.sentence.passage.index)

    def _newly_told(self, draft: Draft, attack: Actor | None) -> bool:
        """ "Troops shot a teenager dead. A settler was hurt in a stabbing near Nablus": in another attack."""
        if attack is None or attack.kind is not Kind.ASSAULT:
            return False
        words = attack.phrase.of(draft.sentence.document.text).lower().split()
        return words[0] in ("a", "an") and words[-1] in table("own_kinds")

    def _named(self, draft: Draft, deeds: list[Deed], attack: Actor | None, near: bool) -> Mention[str] | None:
        """The author of the attack that a sentence is about; None where its main attack has none.

        Far off, only strikes are of one hand with strikes: a mob that stormed a house shelled no town.
        """
        named = [deed for deed in deeds if _carries(deed, draft.harm.value) and sides.enemies(draft, deed.cause)]
        if not named:
            return None
        first = next((deed for deed in deeds if deed.kind is not Kind.FATE), named[0])
        unnamed = first.cause.attack is not None and first.definite and first.verb is None
        if unnamed and all(deed.aside for deed in named):
            return None  # "The bombardment hit the town where rebels killed a pilot"
        kind = attack.kind if attack is not None else None
        alike = next((deed for deed in named if deed.kind is kind), None)
        if alike is None and not near and kind is Kind.STRIKE:
            return None
        return (alike or named[0]).cause.party

    def _conducted(self, draft: Draft, at: int) -> Mention[str] | None:
        """ "Our forces carried out a search. The operation resulted in the killing of five terrorists" """
        party = self.scene(at).conductor()
        return party if party is not None and sides.enemies(draft, Cause(party)) else None

    def _of_the_opening(self, draft: Draft) -> Mention[str] | None:
        """A toll told again ("put the number of dead at 50") is of the event that the report opens with."""
        index = draft.sentence.passage.index
        if draft.harm.value not in _TOLLS or not _TOLL_AGAIN.search(draft.sentence.text):
            return None
        for at in range(min(index, _OPENING)):
            if not telling().search(self.report.sentences[at].text):
                continue
            deeds = self.deeds(at)
            if self._set_apart(index, at) or any(deed.cause.closed for deed in deeds):
                return None
            for deed in deeds:
                if _carries(deed, draft.harm.value) and sides.enemies(draft, deed.cause):
                    return deed.cause.party
        return None

    def _unnamed_before(self, index: int) -> bool:
        """Whether the report told of air strikes first without an author: then no later author did them all."""
        for at in range(index):
            sentence = self.report.sentences[at]
            if sentence.passage.kind is PassageKind.HEADLINE or not telling().search(sentence.text):
                continue
            for deed in self.deeds(at):
                if deed.kind in (Kind.STRIKE, Kind.ASSAULT) and deed.cause.party is not None:
                    return False
                if deed.kind is Kind.STRIKE and deed.cause.attack is not None and not deed.definite:
                    return True
        return False

    def _unknown(self, index: int) -> bool:
        here = self.report.sentences[index].passage.paragraph
        around = self.report.sentences[max(0, index - 3) : index + 4]
        near = (sentence for sentence in around if abs(sentence.passage.paragraph - here) <= 1)
        return any(_UNKNOWN.search(sentence.text) for sentence in near)

    def _both_sides(self, draft: Draft) -> bool:
        """The dead of a battle, in a sentence without an author: "45 militants and 20 militia fighters were killed"."""
        if sides.fighters(draft) is None:
            return False
        scene = self.scene(draft.sentence.passage.index)
        parties = [actor.value.phrase for actor in scene.actors if actor.value.kind is Kind.PARTY]
        return sum(_counted(scene, phrase) for phrase in parties) > 1

    # Told later.

    def _ahead(self, draft: Draft, attack: Actor | None) -> Mention[str] | None:
        index = draft.sentence.passage.index
        last = self._last(index)
        for at in range(index + 1, min(last, index + 1 + _AHEAD)):
            if (found := self._blamed(draft, at)) is not None:
                return found
        for at in range(index + 1, min(last, index + 1 + _AHEAD)):
            found = self._attacker(draft, at)
            if found is not None and (self._one_paragraph(index, at) or not self._of_another(at)):
                return found
        for at in range(index + 1 + _AHEAD, min(last, index + 1 + _AHEAD_TO_A_CLAIM)):
            claim = _CLAIM.search(self.report.sentences[at].text) is not None
            if claim and (found := self._blamed(draft, at)) is not None:
                return found
        return self._same_blow(draft, attack) if attack is not None and attack.kind is not Kind.BLAST else None

    def _last(self, index: int) -> int:
        """Behind the last sentence that may tell of the same: of its entry in a live report, whose last comes first."""
        sentences = self.report.sentences
        if not _ENTRY.match(sentences[self._openings[index]].text):
            return len(sentences)
        ends = range(index + 1, min(len(sentences), index + 1 + _AHEAD_TO_A_CLAIM))
        return next((at for at in ends if _ENTRY.match(sentences[at].text)), len(sentences))

    def _blamed(self, draft: Draft, at: int) -> Mention[str] | None:
        """ "The Islamic State claimed responsibility for the attack" """
        text = self.report.sentences[at].text
        if draft.harm.value is Harm.DETAINED or not accuses(text):
            return None
        index = draft.sentence.passage.index
        if recalled.own_day(text) or (not self._one_paragraph(index, at) and self._of_another(at)):
            return None  # "Earlier, three soldiers died in an ambush blamed on": that ambush.
        return next(
            (
                deed.cause.party
                for deed in self.deeds(at)
                if deed.blamed and deed.cause.party is not None and sides.enemies(draft, deed.cause)
            ),
            None,
        )

    def _attacker(self, draft: Draft, at: int) -> Mention[str] | None:
        """ "The suicide bomber was driving a van", "the attack was launched by": of the attack told before."""
        text = self.report.sentences[at].text
        if draft.harm.value is Harm.DETAINED:
            return None  # Attackers take hostages and make no arrests.
        if _ATTACKER.search(text):
            scene = self.scene(at)
            for actor in scene.actors:
                words = actor.value.phrase.of(scene.sentence.document.text)
                if actor.value.party is None or not _ATTACKER.fullmatch(words) or _harmed(scene, actor):
                    continue
                if recalled.days_from(text[: actor.value.phrase.start - scene.sentence.start]):
                    continue  # "The strikes came three days after a suicide bomber attacked a post"
                if sides.enemies(draft, Cause(scene.mention(actor))):
                    return scene.mention(actor)
        if _BY.search(text):
            for deed in self.deeds(at):
                told_again = deed.definite and deed.verb is None and deed.cause.party is not None
                if told_again and sides.enemies(draft, deed.cause):
                    return deed.cause.party
        return None

    def _same_blow(self, draft: Draft, attack: Actor) -> Mention[str] | None:
        """The next sentences tell who shelled: "Shells hit a market. Militants had fired them from the hills"."""
        index = draft.sentence.passage.index
        if self._unknown(index):
            return None
        headline = draft.sentence.passage.kind is PassageKind.HEADLINE
        for at in range(index + 1, min(len(self.report.sentences), index + 1 + _SAME_BLOW)):
            text = self.report.sentences[at].text
            if not telling().search(text) or _BACKGROUND.search(text) or _ELSEWHERE.search(text):
                continue
            for deed in self.deeds(at):
                if deed.cause.closed:
                    return None
                alike = deed.kind is attack.kind or headline
                if alike and _carries(deed, draft.harm.value) and sides.enemies(draft, deed.cause):
                    return deed.cause.party
        return None


def _carries(deed: Deed, harm: Harm) -> bool:
    """Parties are carried; of people only those of whom no more is said ("a man", "two women"), never names.

    Whoever bombed did not arrest the suspects, and whoever arrests some is not said to have killed others.
    """
    party = deed.cause.party
    if party is None or deed.kind is Kind.MUTUAL:
        return False
    words = party.value.lower().split()
    if harm is Harm.DETAINED:
        return deed.arrest or not table("official").isdisjoint(words)
    if deed.arrest and harm is not Harm.ABDUCTED:
        return False
    if not party.rule.endswith("/person"):
        return True
    return deed.verb is not None and bool(_SOME.match(party.value)) and words[-1] in table("strangers")


def _harmed(scene: Scene, actor: Mention[Actor]) -> bool:
    """Whether attackers are told of as those who came to harm."""
    text, phrase = scene.sentence.document.text, actor.value.phrase
    return _HARMED_BEFORE.search(text, scene.sentence.start, phrase.start) is not None


def _fresh_blast(deed: Deed) -> bool:
    return deed.kind is Kind.BLAST and not deed.definite


def _counted(scene: Scene, phrase: Span) -> bool:
    tokens = scene.sentence.tokens(phrase)
    before = scene.sentence.doc[max(0, tokens[0].i - 1)]
    return before.tag_ == "CD" or any(token.tag_ == "CD" for token in tokens)
