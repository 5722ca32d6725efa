"""From a reading to what events and tolls see of it: one `Evidence` a claim. Pure: no ledger is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from reportedly import gazetteer, interchange, lexicon, sources
from reportedly.evidence import Evidence, Reuse
from reportedly.model import Claim, Mark, MarkAbout, MarkKind, Mention, Passage, PassageKind, Place, Reading, Span

# Tables of words that every report of violence shares: they tell no event from another.
_COMMON_TABLES = (
    "common", "dates", "dating", "harms", "joining", "marks", "parties", "people", "places", "placing", "quantities",
    "sentences", "sources",
)  # fmt: skip
# A report without paragraphs has no first one: then its first sentences are its lead.
_LEAD_SENTENCES = 2
# "The breakdown was 15 civilians and 6 fighters"; "including" and "among them" leave the rest open.
_COMPLETE = re.compile(
    r"\b(?:compris(?:es?|ed|ing)|consist(?:s|ed|ing) of|made up of|broken down (?:as|into)|the breakdown|"
    r"all of (?:them|whom)|both of (?:them|whom)|respectively)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def evidence(
    reading: Reading,
    copies: Mapping[str, tuple[Reuse, str]] | None = None,
    report: sources.Report | None = None,
) -> tuple[Evidence, ...]:
    """The claims of a reading, in its order.

    `copies` tells of a claim's key that the claim stands in reused text: what it is to its twin, and the twin's key.
    `report` spares resolving the sources again where that was done.
    """
    return tuple(_Building(reading, copies or {}, report).all())


def methods(sentence: str) -> frozenset[str]:
    """The ids of lexicon/en/methods.toml that a sentence names.

    >>> sorted(methods("A suicide bomber in a truck laden with explosives struck the checkpoint"))
    ['suicide_bombing', 'vehicle_bomb']
    """
    pattern, ids = _methods()
    folded = " ".join(sentence.lower().replace("’", "'").split())
    return frozenset(id_ for found in pattern.finditer(folded) for id_ in ids[found.group()])


def wording(sentence: str) -> frozenset[str]:
    """The words of a sentence that may tell one event from another: names first of all, no figures, no harms.

    >>> sorted(wording("At least 12 people were killed when a truck bomb hit a bakery in Qamishli on Friday"))
    ['bakery', 'qamishli', 'truck']
    """
    found = re.sub(r"[-’']", " ", sentence) if "-" in sentence or "’" in sentence else sentence
    return frozenset(word for each in _WORD.findall(found) if (word := _content(each)))


class _Building:
    """The evidence of one reading."""

    def __init__(self, reading: Reading, copies: Mapping[str, tuple[Reuse, str]], report: sources.Report | None):
        self.reading, self.copies = reading, copies
        self.text = reading.document.text
        self.report = report or sources.Report(reading)
        self.outlet = sources.outlet_id(reading)
        self.lead = _lead(reading.passages)
        title = next((p.span.of(self.text) for p in reading.passages if p.kind is PassageKind.HEADLINE), None)
        self.title = reading.document.title or title or ""
        self.whole = {claim.key: claim for claim in reading.claims}
        parts = [claim for claim in reading.claims if claim.part_of]
        self.complete = {part.part_of for part in parts if part.part_of and self._complete(part, part.part_of)}

    def all(self) -> Iterator[Evidence]:
        for index, claim in enumerate(self.reading.claims):
            yield self._one(index, claim)

    def _one(self, index: int, claim: Claim) -> Evidence:
        quantity, victims, document = claim.quantity.value, claim.victims, self.reading.document
        reuse, twin = self.copies.get(claim.key, (None, None))
        lead = any(span.overlaps(claim.sentence) for span in self.lead)
        place, country = self._place(claim)
        sentence = claim.sentence.of(self.text)
        said = methods(sentence)
        # What a headline names is what the lead tells of.
        if lead and not said:
            said = methods(self.title)
        when = claim.when.value if claim.when else None
        return Evidence(
            key=claim.key,
            document=claim.document,
            outlet=self.outlet,
            published=document.published.day,
            harm=claim.harm.value,
            low=quantity.low,
            high=quantity.high,
            hedge=quantity.hedge,
            amount=quantity.amount.of(self.text),
            unit=quantity.unit,
            word=quantity.word,
            victims=victims.value.words if victims else None,
            victim_class=claim.victim_class,
            **({"facets": victims.value.facets} if victims else {}),
            perpetrator=claim.perpetrator.value if claim.perpetrator else None,
            responsibility=claim.responsibility,
            status=claim.status,
            unverified_by=self._unverified_by(claim),
            place=place[0] if place else None,
            toponym=place[1].toponym if place and place[1] else None,
            country=country,
            date_from=when.date_from if when else None,
            date_to=when.date_to if when else None,
            scope=claim.scope,
            origins=tuple(
                self.report.of(one.origin.value, claim) for one in claim.attributions if one.origin is not None
            ),
            part_of=claim.part_of,
            repeat_of=claim.repeat_of,
            reuse=reuse,
            twin=twin,
            methods=said,
            wording=wording(sentence),
            index=index,
            lead=lead,
            complete=claim.key in self.complete,
        )

    def _place(self, claim: Claim) -> tuple[tuple[str, Place | None] | None, str | None]:
        """Where, in words, and the place that they name. Several places together are no one place of the gazetteer.

        Where displaced people went is not where they were harmed.
        """
        mentions = [mention for mention in interchange.main_places(claim) if mention.value.role.value != "to"]
        if not mentions:
            return None, None
        named = interchange.together(mentions, self.text)
        countries = {mention.value.country for mention in named}
        country = next(iter(countries)) if len(countries) == 1 else None
        words = Span(named[0].start, named[-1].end).of(self.text) if len(named) > 1 else named[0].value.words
        return (words, named[0].value if len(named) == 1 else None), country

    def _unverified_by(self, claim: Claim) -> str | None:
        marks: list[Mention[Mark]] = [mark for mark in claim.marks if mark.value.kind is MarkKind.UNVERIFIED]
        named = (m.value.by for m in marks if m.value.about is not MarkAbout.PERPETRATOR and m.value.by is not None)
        return next((by.value.words for by in named), None)

    def _complete(self, part: Claim, whole: str) -> bool:
        """Whether the sentence of the parts says that there are no others."""
        return whole in self.whole and bool(_COMPLETE.search(part.sentence.of(self.text)))


def _lead(passages: tuple[Passage, ...]) -> tuple[Span, ...]:
    headlines = [passage.span for passage in passages if passage.kind is PassageKind.HEADLINE]
    body = [passage for passage in passages if passage.kind in (PassageKind.BODY, PassageKind.QUOTATION)]
    first = [passage.span for passage in body if passage.paragraph == body[0].paragraph][:_LEAD_SENTENCES]
    return (*headlines, *first)


@cache
def _methods() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    ids: dict[str, list[str]] = {}
    for id_, words in lexicon.table("en", "methods").items():
        for word in words:
            ids.setdefault(word, []).append(id_)
    pattern = re.compile(rf"(?<!\w)(?:{lexicon.alternatives(ids)})(?!\w)".replace(r"\s+", " "))
    return pattern, {word: tuple(found) for word, found in ids.items()}


@lru_cache(maxsize=65536)
def _content(word: str) -> str | None:
    """A word as it is compared, or None for one that tells nothing."""
    folded = gazetteer.fold(re.sub(r"['’]s$", "", word)) or word.lower()
    if len(folded) < 4 or folded in _common():
        return None
    return folded


@cache
def _common() -> frozenset[str]:
    """Words of the tables and of their phrases that stand in reports of any event."""
    words = lexicon.table("en", "wording")
    tables = [lexicon.table("en", name) for name in _COMMON_TABLES]
    phrases = [phrase for table in tables for row in table.values() for phrase in row]
    phrases += [word for row in lexicon.table("en", "methods").values() for word in row if " " not in word]
    dropped = {word for phrase in phrases for word in re.split(r"[\s\-]+", phrase.lower())}
    return frozenset(dropped | set(words["reporting"])) - set(words["targets"])
