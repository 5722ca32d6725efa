"""On whose word a claim stands: the attributions of its sentence, and what carries on from the sentences before.

>>> # "The monitor said 12 people were killed. Another 30 were wounded." gives both claims to the monitor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from reportedly import lexicon
from reportedly.claims.draft import Draft, Report
from reportedly.extract import sources
from reportedly.extract.sources import Speech
from reportedly.language import Sentence
from reportedly.model import Attribution, Mention, PassageKind, Source, SourceKind, Span

_RELAYING = (SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.LOCAL_MEDIA, SourceKind.SOCIAL_MEDIA)
_NUMBER = (
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|dozens|scores|hundreds|thousands|several|many|some|at least \w+|around \w+|about \w+|more than \w+"
)
# What shows that a sentence carries on with the last source's account.
_CARRIES_ON = re.compile(
    r"^\W*(?:another|a further|a (?:second|third|fourth|fifth|sixth) (?:man|woman|person|boy|girl|child|victim|soldier|civilian|body|one)\b|further|other|others|in addition|additionally|also"
    r"|(?:\w+ )?of (?:them|those|these|the (?:dead|victims|wounded|injured|casualties))|among (?:them|those|the (?:\w+ )?(?:dead|victims|wounded|injured|casualties|killed|missing))"
    r"|(?:this|these|those|that|the (?:toll|figure|number|count|total|dead|victims|wounded|injured|casualties|bodies|others?|rest|remaining))\b(?! (?:week|month|year|morning))"
    r"|(?:both|all|most|many|some of (?:them|those)|none|they|their|his|her|its|it also)\b"
    rf"|(?:{_NUMBER})\s+(?:have|has|had|were|was|are|is|others?|more|of (?:them|those|his|her|their|its)|died|remain)\b"
    r"|in the (?:first|second|third|other|latter|former)\b)"
    rf"|\b(?:also|as well|were among|was among|another|other (?:people|civilians|soldiers|persons|victims)|a further|had been"
    r"|were (?:recorded|documented|registered|counted|reported)(?! by)|the same (?:attack|strike|incident|day|raid|area))\b"
    r"|\b(?:the|that) (?:toll|figure|death toll|count|dead) (?:includes?|included)\b",
    re.IGNORECASE,
)
# "That brings the toll to 2,010": carries on, whatever else the sentence says.
_ADDS_UP = re.compile(
    r"^\W*(?:this|that|these|those|which|it|the \w+(?: \w+)? deaths?) (?:now )?(?:brings?|brought|takes?|took|raises?|raised|includes?|included|makes?|made)\b|\bbringing the\b",
    re.IGNORECASE,
)
# A statement quoted at length speaks of "our forces".
_OURS = re.compile(r"\b(?:our|we)\b", re.IGNORECASE)
# What shows that the outlet speaks for itself again: the war's toll so far, another place, another day.
_TURNS_AWAY = re.compile(
    r"\bsince (?:the )?(?:\w+ ){0,4}?(?:\d{4}|began|started|erupted|war|conflict|uprising|revolution|start|outbreak|beginning|invasion|coup|insurgency)\b"
    r"|\b(?:has|have) (?:also |so far |already )?(?:been )?(?:killed|displaced|claimed|left|cost|forced|died|fled|injured|uprooted) [^.]{0,90}?\b(?:since|during|over the (?:past|last)|in (?:the )?(?:past|last|recent)|so far)\b"
    r"|\b(?:conflict|war|insurgency|uprising|crisis|fighting|violence)(?:,[^,]*,)? (?:has|have)\b"
    r"|\bin (?:19|20)\d\d\b|\b(?:last|previous) (?:year|month|week)\b|\byears? ago\b|\bin recent (?:years|months|weeks)\b",
    re.IGNORECASE,
)
# The outlet's own hedge: it speaks for itself.
_OWN_HEDGE = re.compile(r"\b(?:reportedly|allegedly|purportedly|supposedly|apparently)\b", re.IGNORECASE)
_NAME_STOP = frozenset("the a an of for and in at on by to".split())


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
        self._resolved: dict[tuple[int, int], tuple[Mention[Source], ...]] = {}
        self._voices: dict[int, _Voice | None] = {}
        self._quoted = _quotations(report)
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

    def _chain(self, index: int, covering: list[tuple[int, Speech]], offset: int) -> tuple[Attribution, ...] | None:
        """The innermost source is the origin; those around it relay, the outermost first."""

        def reach(item: tuple[int, Speech]) -> int:
            return min(span.end - span.start for span in item[1].governs if span.start <= offset < span.end)

        links: list[tuple[tuple[Mention[Source], ...], tuple[Mention[Source], ...]]] = []
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
        if len(links) > 1 and not _relays(links[0][0]) and _relays(links[-1][0]):
            # "police said, according to AFP": the one that hands on stands outside, whichever came first.
            links.append(links.pop(0))
        *outer, (origins, via) = links
        outer = [link for link in outer if not all(_mere_reports(origin.value) for origin in link[0])]
        passed = tuple(relay for around, told in outer for relay in (*told, *around)) + via
        return self._built(origins, passed or self._still_telling(index, origins))

    def _still_telling(self, index: int, origins: tuple[Mention[Source], ...]) -> tuple[Mention[Source], ...]:
        """The relay of a speaker who goes on in the next sentence: "X told AFP ... . X said ..."."""
        if index == 0 or len(origins) != 1:
            return ()
        for position in range(len(self.speeches(index - 1)) - 1, -1, -1):
            speech = self.speeches(index - 1)[position]
            earlier = self._origins(index - 1, position)
            if len(earlier) == 1 and speech.via:
                name = _head_words(origins[0].value.words)
                if origins == earlier or (
                    origins[0].value.words[:1].isupper() and name and name <= _head_words(earlier[0].value.words)
                ):
                    return speech.via
        return ()

    def _built(self, origins: tuple[Mention[Source], ...], via: tuple[Mention[Source], ...]) -> tuple[Attribution, ...]:
        """The attributions, without the outlet itself: it neither relays to itself nor is its own source."""
        relays = tuple(relay for relay in via if not self._is_outlet(relay.value))
        named = tuple(origin for origin in origins if not self._is_outlet(origin.value))
        if not named:
            return ()
        return tuple(Attribution(self._identified(origin), relays) for origin in named)

    def _is_outlet(self, source: Source) -> bool:
        name = _squeezed(self.report.document.outlet or "")
        words = _squeezed(source.words)
        if (
            not name
            or not words
            or source.kind not in (SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.LOCAL_MEDIA, SourceKind.OTHER)
        ):
            return False
        return words == name or (
            len(words) >= 3 and len(name) >= 3 and (name.startswith(words) or words.startswith(name))
        )

    # -- who "it", "the group" and "the Observatory" are

    def _origins(self, index: int, position: int) -> tuple[Mention[Source], ...]:
        """The origins of a sentence's n-th attribution, pronouns replaced by whom they stand for."""
        key = (index, position)
        if key not in self._resolved:
            self._resolved[key] = ()
            speech = self.speeches(index)[position]
            found: list[Mention[Source]] = []
            for origin in speech.origins:
                pronoun = origin.value.words.lower()
                pronoun = {"his": "he", "her": "she", "its": "it", "their": "they", "him": "he", "them": "they"}.get(
                    pronoun, pronoun
                )
                if pronoun in ("he", "she", "it", "they"):
                    # One that nothing before explains stays as it stands: somebody said it, and not the outlet.
                    found.extend(self._antecedent(index, position, pronoun, origin) or (origin,))
                elif not (_paper(origin.value.words) and (giver := self._antecedent(index, position, "paper", origin))):
                    found.append(origin)
                else:
                    found.extend(giver)
            self._resolved[key] = tuple(found)
        return self._resolved[key]

    def _antecedent(
        self, index: int, position: int, pronoun: str, origin: Mention[Source]
    ) -> tuple[Mention[Source], ...]:
        """The nearest source before a pronoun that it can stand for, up to three sentences back."""
        for back in range(index, max(-1, index - 4), -1):
            speeches = self.speeches(back)
            last = position if back == index else len(speeches)
            for earlier in range(last - 1, -1, -1):
                if back == index and speeches[earlier].word.start > origin.start:
                    continue
                origins = self._origins(back, earlier)
                if (
                    origins
                    and (pronoun == "they" or len(origins) == 1)
                    and all(_can_be(pronoun, source.value) for source in origins)
                ):
                    return origins
            if back < index and pronoun != "paper" and (back == index - 1 or pronoun in ("he", "she")):
                subject = _subject(self.report.sentences[back], named=True)
                if subject is not None and _can_be(pronoun, subject.value):
                    return (subject,)
        return ()

    def _identified(self, origin: Mention[Source]) -> Mention[Source]:
        """The source with its identity, where an earlier mention in the report gives it away."""
        source = origin.value
        if source.source_id is not None or not self._speeches:
            return origin
        head = _head_words(source.words)
        definite = source.words.lower().startswith("the ") or source.words[:1].isupper()
        if not head or not definite:
            return origin
        for index in range(self._sentence_of(origin.start), -1, -1):
            for speech in self._speeches.get(index, ()):
                for earlier in speech.origins:
                    known = earlier.value
                    if known.source_id is None or earlier.start >= origin.start:
                        continue
                    if head <= _head_words(known.words) or _stands_for(head, known):
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
        before = self._voice(index - 1)
        if before is None or not before.attributions:
            return None
        if self.report.sentences[index - 1].text.rstrip().endswith(":"):
            return before
        if self.report.sentences[index - 1].passage.kind is PassageKind.HEADLINE:
            return None
        if _ADDS_UP.search(sentence.text):
            return before
        if self._turns(sentence):
            return None
        if _OURS.search(sentence.text) and before.attributions:
            return before
        if _CARRIES_ON.search(sentence.text) or sentence.passage.kind is PassageKind.QUOTATION:
            return before
        if whole is not None and whole.sentence.passage.kind is not PassageKind.HEADLINE:
            if self._index(whole.sentence) >= before.sentence - 1:
                return before
        return (
            before
            if before.carried and sentence.passage.paragraph == self.report.sentences[index - 1].passage.paragraph
            else None
        )

    def _turns(self, sentence: Sentence) -> bool:
        if _TURNS_AWAY.search(sentence.text) or _OWN_HEDGE.search(sentence.text):
            return True
        opening = sentence.text.lstrip("\"“'‘ ").lower()
        return (
            opening.startswith((*_turning(), "no ")) or re.match(r"\w+ (?:meanwhile|separately)\b", opening) is not None
        )

    def _voice(self, index: int) -> _Voice | None:
        """Whose account a sentence ends in."""
        if index not in self._voices:
            self._voices[index] = None
            self._voices[index] = self._read_voice(index)
        return self._voices[index]

    def _read_voice(self, index: int) -> _Voice | None:
        sentence = self.report.sentences[index]
        speeches = self.speeches(index)
        if speeches:
            end = max((span.end for speech in speeches for span in speech.governs), default=0)
            covering = [
                (position, speech)
                for position, speech in enumerate(speeches)
                if any(span.end == end for span in speech.governs)
            ]
            if not covering:
                covering = [(len(speeches) - 1, speeches[-1])]
            found = (
                self._chain(index, covering, end - 1)
                if end
                else self._built(self._origins(index, covering[0][0]), speeches[-1].via)
            )
            return _Voice(found or (), False, index)
        carried = self._carried(index, sentence.start, None)
        return _Voice(carried.attributions, True, carried.sentence) if carried else None

    def _quoting(self, index: int, offset: int) -> _Voice | None:
        """The speaker of a quotation that runs over sentences, named in the one where it ends or just before it."""
        quotation = next((span for span in self._quoted if span.start <= offset < span.end), None)
        if quotation is None:
            return None
        last = self._sentence_of(quotation.end - 1)
        first = self._sentence_of(quotation.start)
        for near in (*range(last, index, -1), *range(index - 1, max(-1, first - 2), -1)):
            if near == index or (near > index and near != last):
                continue
            for position, speech in enumerate(self.speeches(near)):
                touches = near < first or any(span.overlaps(quotation) for span in speech.governs)
                if touches:
                    origins = self._origins(near, position)
                    if origins:
                        return _Voice(self._built(origins, speech.via), True, near)
        return None

    def _index(self, sentence: Sentence) -> int:
        return self._indices[id(sentence)]

    def _sentence_of(self, offset: int) -> int:
        found = 0
        for index, sentence in enumerate(self.report.sentences):
            if sentence.start > offset:
                break
            found = index
        return found


def origin_words(attributions: Iterable[Attribution], text: str) -> str | None:
    """The words for whoever said it, from the first of several named together to the last; None for the outlet itself."""
    spans = sorted(attribution.origin.span for attribution in attributions if attribution.origin is not None)
    if not spans:
        return None
    joined = Span(spans[0].start, max(span.end for span in spans))
    return joined.of(text) if joined.end - joined.start <= 200 and "\n" not in joined.of(text) else spans[0].of(text)


def via_words(attributions: Iterable[Attribution]) -> list[str]:
    """The relays' words of the first attribution, outermost first."""
    first = next(iter(attributions), None)
    return [relay.value.words for relay in first.via] if first else []


def _relays(origins: tuple[Mention[Source], ...]) -> bool:
    return all(origin.value.kind in _RELAYING for origin in origins)


def _same(some: tuple[Mention[Source], ...], others: tuple[Mention[Source], ...]) -> bool:
    return [origin.value.words for origin in some] == [origin.value.words for origin in others]


def _mere_reports(source: Source) -> bool:
    """ "Reports indicate that ..., according to aid groups": nobody who could pass anything on."""
    return re.fullmatch(r"(?:[\w-]+ )?reports?", source.words, re.IGNORECASE) is not None


def _paper(words: str) -> bool:
    """ "the statement", "it" of a paper: named without its giver."""
    bare = re.sub(r"^(?:the|this|that|its|his|her)\s+(?:same\s+)?", "", words.lower())
    return bare != words.lower() and bare in (
        "statement",
        "report",
        "records",
        "figures",
        "data",
        "communique",
        "communiqué",
        "press release",
        "bulletin",
        "post",
        "tweet",
    )


_PERSON = re.compile(
    r"\b(?!monitor|center|centre|newspaper|broadcaster|ministry|observer mission)[a-z]*(?:worker|er|or|ist|ian|man|woman|person|ant|dent|cial|cian|chief|head|witness|general|source|clerk|aide|priest|imam|medic|elder"
    r"|nurse|judge|king|captain|colonel|mp|dr)\b|\b(?:Dr|Mr|Mrs|Ms|Gen|Col|Sheikh|President|Governor|Mayor|General(?! (?:Staff|Command|Assembly|Directorate|Security|Secretariat))|Minister)\b"
)


def _can_be(pronoun: str, source: Source) -> bool:
    words = source.words
    person = bool(_PERSON.search(re.split(r" (?:of|at|in|for|from|with) ", words)[0]))
    named = bool(re.search(r"[A-Z][\w'’-]+ (?:[a-z]+-)?[A-Z]", words)) or bool(re.fullmatch(r"[A-Z][\w'’-]+", words))
    plural = (
        bool(re.search(r"\b(?!headquarters|corps|press|news|police)\w+s$", words))
        and source.source_id is None
        and words[:1].islower()
    )
    if pronoun == "paper":
        return True
    if pronoun == "they":
        return plural or source.kind in (
            SourceKind.PARTY,
            SourceKind.NGO,
            SourceKind.WITNESS,
            SourceKind.OFFICIAL,
            SourceKind.ANONYMOUS,
        )
    if pronoun == "it":
        return not plural and (not person or bool(re.match(r"the (?:ministry|army|government)", words)))
    if plural:
        return False
    bodily = source.kind in (
        SourceKind.MONITOR,
        SourceKind.AGENCY,
        SourceKind.OUTLET,
        SourceKind.UN,
        SourceKind.NGO,
        SourceKind.LOCAL_MEDIA,
    )
    return (
        person
        or (named and not bodily)
        or (not bodily and source.kind in (SourceKind.WITNESS, SourceKind.MEDIC, SourceKind.OTHER))
    )


def _subject(sentence: Sentence, named: bool = False) -> Mention[Source] | None:
    """The subject of a sentence that names no source, for the pronoun that opens the next."""
    from reportedly import speakers

    root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
    if root is None or root.i == 0:
        return None
    phrase = speakers.subject(sentence.doc, root.i)
    if phrase is None or sentence.doc[phrase.head].lower_ in speakers.PRONOUNS:
        return None
    if not speakers.somebody(sentence.doc, phrase) and not (named and sentence.doc[phrase.head].tag_ == "NNP"):
        return None
    return speakers.sources(sentence, [phrase], "attributing/subject")[0]


def _head_words(words: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", words.lower()) if word not in _NAME_STOP)


def _stands_for(head: frozenset[str], known: Source) -> bool:
    """ "the monitor" for a monitor named before, "the group" for a monitor, a charity or a party."""
    generic = {
        "monitor": (SourceKind.MONITOR,),
        "monitoring": (SourceKind.MONITOR,),
        "watchdog": (SourceKind.MONITOR,),
        "agency": (SourceKind.AGENCY, SourceKind.UN),
    }
    generic |= {
        "group": (SourceKind.MONITOR, SourceKind.NGO, SourceKind.PARTY),
        "charity": (SourceKind.NGO,),
        "organisation": (SourceKind.NGO, SourceKind.MONITOR),
        "organization": (SourceKind.NGO, SourceKind.MONITOR),
    }
    return any(word in head and known.kind in kinds and len(head) <= 2 for word, kinds in generic.items())


def _squeezed(name: str) -> str:
    return re.sub(r"^the|news$|\W", "", re.sub(r"\W", "", name.lower()))


@cache
def _turning() -> tuple[str, ...]:
    return lexicon.table("en", "sources")["turning"]


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
