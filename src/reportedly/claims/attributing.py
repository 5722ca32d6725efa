"""On whose word a claim stands: the attributions of its sentence, and what carries on from the sentences before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from reportedly import speakers
from reportedly.caseless import Caseless
from reportedly.claims import antecedents, continuing
from reportedly.claims.draft import Draft, Report
from reportedly.extract import sources
from reportedly.extract.sources import Speech
from reportedly.language import Sentence
from reportedly.model import Attribution, Mention, PassageKind, Source, SourceKind, Span

Sources = tuple[Mention[Source], ...]

_RELAYING = (SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.LOCAL_MEDIA, SourceKind.SOCIAL_MEDIA)
# Words without which no relay is named: asked before a sentence is parsed for one.
_PASSED_ON = Caseless(
    r"\b(?:told|tells|tell|told|speaking|talking|spoke|quot\w+|cit(?:ed|ing|es)|interview|statement|carried|broadcast"
    r"|aired|published|comments|remarks|report\w*)\b"
)
_PAPER = re.compile(
    r"(?:(?:the|some|a|an|other) )?(?:[\w-]+ )?(?:reports?|findings|estimates|figures|data)", re.IGNORECASE
)
_OWN_BODY = re.compile(r"(?:his|her|its|their|my|our) ", re.IGNORECASE)
_PUBLISHING = (SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.LOCAL_MEDIA, SourceKind.OTHER)


@dataclass(frozen=True, slots=True)
class _Voice:
    """Whose account a sentence ends in: the attributions in force, and whether they only carried on to it."""

    attributions: tuple[Attribution, ...]
    carried: bool
    sentence: int


class Attributing:
    """Finds the attributions of a report's claims. Built once per report; reads a sentence's sources at most once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._speeches: dict[int, tuple[Speech, ...]] = {}
        self._resolved: dict[tuple[int, int], Sources] = {}
        self._voices: dict[int, _Voice | None] = {}
        self._quoted = _quotations(report)
        self._known = tuple(speakers.known_in(report.document.text))
        self._speaks_for_itself = _says_itself(report.document.outlet, report.document.text)
        self._starts = [sentence.start for sentence in report.sentences]
        self._indices = {id(sentence): index for index, sentence in enumerate(report.sentences)}

    def attributions(self, draft: Draft) -> tuple[Attribution, ...]:
        """On whose word the claim stands; none when the outlet says it in its own voice."""
        index = self._index(draft.sentence)
        offset = draft.quantity.value.amount.start
        own = self._at(index, offset)
        if own is not None:
            return own
        if draft.whole is not None and draft.whole.sentence is draft.sentence:
            return self.attributions(draft.whole)
        if not self.speeches(index):
            carried = self._carried(index, offset, draft.whole)
            if carried is not None:
                return carried.attributions
        if draft.whole is not None and self._index(draft.whole.sentence) in (index - 1, index - 2):
            return self.attributions(draft.whole)
        return ()

    def speeches(self, index: int) -> tuple[Speech, ...]:
        """The attributions of one sentence."""
        if index not in self._speeches:
            self._speeches[index] = tuple(mention.value for mention in sources.find(self.report.sentences[index]))
        return self._speeches[index]

    # -- within the sentence

    def _at(self, index: int, offset: int) -> tuple[Attribution, ...] | None:
        """The attributions that cover an offset of a sentence; None when no source of the sentence covers it."""
        covering = [(position, speech) for position, speech in enumerate(self.speeches(index)) if speech.covers(offset)]
        if not covering:
            return None
        return self._chain(index, covering, offset)

    def _chain(self, index: int, covering: list[tuple[int, Speech]], offset: int) -> tuple[Attribution, ...]:
        """The innermost source is the origin; those around it relay, the outermost first."""

        def reach(item: tuple[int, Speech]) -> int:
            return min(span.end - span.start for span in item[1].governs if span.start <= offset < span.end)

        links: list[tuple[Sources, Sources]] = []
        for position, speech in sorted(covering, key=reach, reverse=True):
            origins, via = self._origins(index, position), speech.via
            for earlier in [link for link in links if _same(link[0], origins)]:
                # "He told AFP that he had seen two bodies": one source, twice.
                links.remove(earlier)
                via = earlier[1] + via
            if origins:
                links.append((origins, via))
        if not links:
            return ()
        # "Preliminary findings indicate that ..., the mission said": a paper of nobody's passes nothing on.
        given = [link for link in links if not all(_mere_paper(origin.value) for origin in link[0])]
        links = given or links
        if len(links) > 1 and not _relays(links[0][0]) and _relays(links[-1][0]):
            # "police said, according to AFP": the one that hands on stands outside, whichever came first.
            links.append(links.pop(0))
        *outer, (origins, via) = links
        if _OWN_BODY.match(origins[0].value.words):
            # "He added that his Office had documented 93 deaths": he speaks for it, and relays nothing.
            outer = [(around, told) for around, told in outer if _relays(around)]
        passed = tuple(relay for around, told in outer for relay in (*told, *around)) + via
        return self._built(origins, passed or self._still_telling(index, origins))

    def _still_telling(self, index: int, origins: Sources) -> Sources:
        """The relay of a speaker who goes on in the next sentence: "X told AFP ... . X said ..."."""
        if index == 0 or len(origins) != 1 or not _PASSED_ON.search(self.report.sentences[index - 1].text):
            return ()
        for position in range(len(self.speeches(index - 1)) - 1, -1, -1):
            speech = self.speeches(index - 1)[position]
            earlier = self._origins(index - 1, position)
            if len(earlier) == 1 and speech.via:
                words = origins[0].value.words
                name = antecedents.name_words(words)
                again = words[:1].isupper() and name and name <= antecedents.name_words(earlier[0].value.words)
                if origins == earlier or again:
                    return speech.via
        return ()

    def _built(self, origins: Sources, via: Sources) -> tuple[Attribution, ...]:
        """The attributions, without the outlet itself: it neither relays to itself nor is its own source."""
        relays = tuple(relay for relay in via if not self._is_outlet(relay.value))
        named = tuple(origin for origin in origins if not self._is_outlet(origin.value))
        if not named:
            return ()
        return tuple(Attribution(self._identified(origin), relays) for origin in named)

    def _is_outlet(self, source: Source) -> bool:
        name, words = _squeezed(self.report.document.outlet or ""), _squeezed(source.words)
        if min(len(name), len(words)) < 3 or source.kind not in _PUBLISHING:
            return False
        if source.kind is SourceKind.OTHER and self._speaks_for_itself:
            return False
        return name.startswith(words) or words.startswith(name)

    # -- who "it", "the group" and "the Observatory" are

    def _origins(self, index: int, position: int) -> Sources:
        """The origins of a sentence's n-th attribution, pronouns replaced by whom they stand for."""
        key = (index, position)
        if key not in self._resolved:
            self._resolved[key] = ()
            speech = self.speeches(index)[position]
            found: list[Mention[Source]] = []
            for origin in speech.origins:
                pronoun = antecedents.pronoun(origin.value.words)
                # One that nothing before explains stays as it stands: somebody said it, and not the outlet.
                found.extend((pronoun and self._antecedent(index, position, pronoun, origin)) or (origin,))
            self._resolved[key] = tuple(found)
        return self._resolved[key]

    def _antecedent(self, index: int, position: int, pronoun: str, origin: Mention[Source]) -> Sources:
        """The nearest source before a pronoun that it can stand for, up to three sentences back."""
        for back in range(index, max(-1, index - 4), -1):
            speeches = self.speeches(back)
            for earlier in range((position if back == index else len(speeches)) - 1, -1, -1):
                origins = self._origins(back, earlier)
                after = back == index and speeches[earlier].word.start > origin.start
                alone = pronoun == "they" or len(origins) == 1
                if (
                    origins
                    and alone
                    and not after
                    and all(antecedents.can_be(pronoun, found.value) for found in origins)
                ):
                    return origins
            if back < index and (back == index - 1 or pronoun in ("he", "she")):
                subject = antecedents.subject_of(self.report.sentences[back])
                if subject is not None and antecedents.can_be(pronoun, subject.value):
                    return (subject,)
        return ()

    def _identified(self, origin: Mention[Source]) -> Mention[Source]:
        """The source with its identity, where an earlier mention in the report gives it away."""
        source = origin.value
        definite = source.words.lower().startswith("the ") or source.words[:1].isupper()
        if source.source_id is not None or not definite:
            return origin
        earlier = [(start, known) for start, known in self._known if start < origin.start]
        for _, known in reversed(earlier):
            if antecedents.stands_for(source.words, known):
                return replace(origin, value=replace(source, kind=known.kind, source_id=known.source_id))
        return origin

    # -- across sentences

    def _carried(self, index: int, offset: int, whole: Draft | None) -> _Voice | None:
        """The account that a sentence without a source of its own carries on with, if it plainly does."""
        sentence = self.report.sentences[index]
        quoting = self._quoting(index, offset)
        if quoting is not None:
            return quoting
        if index == 0 or sentence.passage.kind is PassageKind.HEADLINE:
            return None
        previous = self.report.sentences[index - 1]
        leads_in = previous.text.rstrip().endswith(":")
        if previous.passage.kind is PassageKind.HEADLINE and not leads_in:
            return None
        adds_up = leads_in or continuing.adds_up(sentence.text)
        if not adds_up and continuing.turns_away(sentence.text):
            return None
        anew = sentence.passage.paragraph != previous.passage.paragraph and continuing.begins_anew(sentence.text)
        if anew and not adds_up:
            return None
        goes_on = continuing.goes_on(sentence.text) or sentence.passage.kind is PassageKind.QUOTATION
        # A sentence that shows nothing goes on only in a run of such: asked by its words, before anything is parsed.
        bare = continuing.goes_on(previous.text) or not sources.hinted(previous)
        in_a_run = bare and sentence.passage.paragraph == previous.passage.paragraph
        if not (adds_up or goes_on or in_a_run or whole):
            return None
        before = self._voice(index - 1)
        if before is None or not before.attributions:
            return None
        if adds_up or goes_on or (before.carried and in_a_run) or self._part_of(whole, before):
            return before
        return None

    def _part_of(self, whole: Draft | None, before: _Voice) -> bool:
        """Whether a claim is a stated part of one that the last source told of, or that stands just before it."""
        if whole is None or whole.sentence.passage.kind is PassageKind.HEADLINE:
            return False
        return self._index(whole.sentence) >= before.sentence - 1

    def _voice(self, index: int) -> _Voice | None:
        """Whose account a sentence ends in."""
        if index not in self._voices:
            self._voices[index] = None
            self._voices[index] = self._read_voice(index)
        return self._voices[index]

    def _read_voice(self, index: int) -> _Voice | None:
        sentence, speeches = self.report.sentences[index], self.speeches(index)
        if not speeches:
            carried = self._carried(index, sentence.start, None)
            return _Voice(carried.attributions, True, carried.sentence) if carried else None
        end = max((span.end for speech in speeches for span in speech.governs), default=0)
        last = [
            (position, speech)
            for position, speech in enumerate(speeches)
            if any(span.end == end for span in speech.governs)
        ]
        if last:
            return _Voice(self._chain(index, last, end - 1), False, index)
        return _Voice(self._built(self._origins(index, len(speeches) - 1), speeches[-1].via), False, index)

    def _quoting(self, index: int, offset: int) -> _Voice | None:
        """The speaker of a quotation that runs over sentences, named in the one where it ends or just before it."""
        quotation = next((span for span in self._quoted if span.start <= offset < span.end), None)
        if quotation is None:
            return None
        first, last = self._sentence_of(quotation.start), self._sentence_of(quotation.end - 1)
        for near in (*([last] if last > index else []), *range(index - 1, max(-1, first - 2), -1)):
            for position, speech in enumerate(self.speeches(near)):
                touches = near < first or any(span.overlaps(quotation) for span in speech.governs)
                origins = self._origins(near, position) if touches else ()
                if origins:
                    return _Voice(self._built(origins, speech.via), True, near)
        return None

    def _index(self, sentence: Sentence) -> int:
        return self._indices[id(sentence)]

    def _sentence_of(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)


def _relays(origins: Sources) -> bool:
    return all(origin.value.kind in _RELAYING for origin in origins)


def _same(some: Sources, others: Sources) -> bool:
    """Whether two sources of a sentence are one: "the Mission" and "the UN Assistance Mission"."""
    if [origin.value.words for origin in some] == [origin.value.words for origin in others]:
        return True
    if len(some) != 1 or len(others) != 1:
        return False
    one, other = (antecedents.name_words(origin.value.words) for origin in (*some, *others))
    named = all(re.search(r"[A-Z]", origin.value.words[1:]) for origin in (*some, *others))
    return named and bool(one and other) and (one <= other or other <= one)


def _mere_paper(source: Source) -> bool:
    """ "Reports indicate that ..., according to aid groups": nobody who could pass anything on."""
    return source.kind in (SourceKind.ANONYMOUS, SourceKind.OTHER) and _PAPER.fullmatch(source.words) is not None


def _says_itself(outlet: str | None, text: str) -> bool:
    """Whether a report quotes whoever puts it out, as press releases do and no newspaper does."""
    if not outlet or outlet not in text:
        return False
    return (
        re.search(rf"\b{re.escape(outlet)} (?:said(?: today)?\b|says\b|researchers\b|interviewed\b)", text) is not None
    )


def _squeezed(name: str) -> str:
    return re.sub(r"^the|news$|\W", "", re.sub(r"\W", "", name.lower()))


def _quotations(report: Report) -> tuple[Span, ...]:
    """The stretches between quotation marks, paragraph by paragraph; an unclosed one ends with its paragraph."""
    text = report.document.text
    found: list[Span] = []
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in report.sentences:
        paragraphs.setdefault(sentence.passage.paragraph, []).append(sentence)
    for members in paragraphs.values():
        end = members[-1].passage.span.end
        opened: int | None = None
        for match in re.compile('["“”]').finditer(text, members[0].start, end):
            if opened is None and match.group() != "”":
                opened = match.start()
            elif opened is not None and match.group() != "“":
                found.append(Span(opened, match.end()))
                opened = None
        if opened is not None and opened < end:
            found.append(Span(opened, end))
    return tuple(found)
