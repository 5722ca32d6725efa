"""Makes reports and their claims, the same ones for the same seed, for every test of scale.

usage: python -m benchmarks.generate COUNT [--seed N] [--copies N] [--updates N] [--forms N] [--hostile N]
                                    [--folder DIR]

Prints one report a line: `{"id", "outlet", "title", "published", "text", "example": true, "truth"}`; `truth` says what
it is (`kind`), what it was copied or brought up to date from, its events and its claims with offsets. Hostile ones
are no JSON: they are written, with all others, as files of --folder. Outlets, groups and officials are
invented, towns real.

In Python: `documents(1000, seed=7, copies=100)` gives `Generated`; `readings` and `claims` give what a reader would
have made of them, without one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks import hostile, vocabulary
from benchmarks.vocabulary import Town
from reportedly.model import (
    Attribution,
    Claim,
    Document,
    Harm,
    Hedge,
    Mention,
    Place,
    PlaceRole,
    Published,
    PublishedFrom,
    Quantity,
    Reading,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Toponym,
    VictimClass,
    Victims,
    When,
)

START = date(2023, 1, 2)
# Reports a day: 50,000 of them make up a year.
A_DAY = 140
# Copies follow their originals within so many reports, about two days.
_RECENT = 300
# Events that reports tell of at one time.
_EVENTS = 60

COPIES = ("reprint", "cut", "reordered", "retitled", "credited", "edited", "partial")
HARMS = {
    Harm.KILLED: ("were killed", "died", "lost their lives", "have been killed"),
    Harm.INJURED: ("were wounded", "were injured", "were hurt", "have been wounded"),
    Harm.DISPLACED: ("were displaced", "fled their homes", "have been displaced"),
    Harm.ABDUCTED: ("were abducted", "were kidnapped", "were seized and taken away"),
    Harm.DETAINED: ("were detained", "were arrested", "have been detained"),
}  # fmt: skip
HEDGES = {"": Hedge.EXACT, "at least ": Hedge.AT_LEAST, "about ": Hedge.ABOUT, "more than ": Hedge.MORE_THAN}
VICTIMS = {
    "people": VictimClass.UNKNOWN, "civilians": VictimClass.CIVILIAN, "villagers": VictimClass.CIVILIAN,
    "soldiers": VictimClass.COMBATANT, "fighters": VictimClass.COMBATANT,
}  # fmt: skip


class Event(NamedTuple):
    """Something that happened, with the toll that each origin gives for it."""

    id: str
    town: Town
    day: date
    when: tuple[str, ...]
    weapon: str
    harm: Harm
    victims: str
    tolls: tuple[tuple[str, SourceKind, int], ...]


class Told(NamedTuple):
    """A claim that was planted: its values, and where their words stand (half open) in the text."""

    event: Event
    origin: str
    origin_kind: SourceKind
    low: int
    hedge: str
    spans: dict[str, tuple[int, int]]

    def shifted(self, by: int) -> Told:
        return self._replace(spans={name: (start + by, end + by) for name, (start, end) in self.spans.items()})


class Paragraph(NamedTuple):
    text: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Generated:
    """One input and what is true of it. `document` is None where the bytes are no report."""

    id: str
    name: str
    kind: str
    data: bytes
    document: Document | None
    paragraphs: tuple[Paragraph, ...] = ()
    told: tuple[Told, ...] = ()
    copy_of: str | None = None
    update_of: str | None = None

    @property
    def events(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(told.event.id for told in self.told))

    def claims(self) -> tuple[Claim, ...]:
        """What a reader would make of it."""
        assert self.document
        return tuple(_claim(self.document, told) for told in self.told)

    def reading(self) -> Reading:
        assert self.document
        return Reading(self.document, (), self.claims(), ())

    def row(self) -> dict[str, object]:
        """As a line of JSON that `reportedly ingest` reads."""
        assert self.document
        assert self.document.published.day
        published = self.document.published
        return {
            "id": self.id,
            "outlet": self.document.outlet,
            "title": self.document.title,
            "published": f"{published.day}T{published.at:%H:%M:%S}Z" if published.at else str(published.day),
            "text": self.document.text,
            "example": True,
            "truth": {
                "kind": self.kind,
                "copy_of": self.copy_of,
                "update_of": self.update_of,
                "events": self.events,
                "claims": [_told_row(told) for told in self.told],
            },
        }


def documents(
    count: int, seed: int = 1, *, copies: int = 0, updates: int = 0, forms: int = 0, hostile: int = 0
) -> Iterator[Generated]:
    """So many inputs, the planted ones among them and anywhere but at the very beginning.

    Raises ValueError when more are planted than there is room for.
    """
    planted = copies + updates + forms + hostile
    room = range(min(20, count - planted), count)
    if planted > len(room) or (planted and not room.start):
        raise ValueError(f"{planted} planted documents do not fit into {count}")
    random = Random(f"reportedly {seed}")
    kinds = ["copy"] * copies + ["update"] * updates + ["form"] * forms + ["hostile"] * hostile
    random.shuffle(kinds)
    plan = dict(zip(random.sample(room, planted), kinds, strict=True))
    writer = _Writer(random, seed)
    made: dict[str, Callable[[int], Generated]] = {
        "copy": writer.copy, "update": writer.update, "form": writer.form, "hostile": writer.hostile,
    }  # fmt: skip
    for number in range(count):
        yield made.get(plan.get(number, ""), writer.plain)(number)


def readings(count: int, seed: int = 1, **planted: int) -> Iterator[Reading]:
    """Readings of so many reports, made without reading them."""
    return (generated.reading() for generated in documents(count, seed, **planted) if generated.document)


def claims(count: int, seed: int = 1) -> Iterator[Claim]:
    """So many claims. Their documents are those of `documents` with the same seed."""
    endless = (generated for generated in documents(10**9, seed))
    return islice((claim for generated in endless for claim in generated.claims()), count)


class _Writer:
    """Writes one report after another."""

    def __init__(self, random: Random, seed: int) -> None:
        self.random, self.seed, self.words = random, seed, vocabulary.load()
        self.recent: list[Generated] = []
        self.copied: set[str] = set()
        self.events: list[Event] = []
        self.made_events = 0
        self.country = "SD"

    def plain(self, number: int) -> Generated:
        """A report of one to three events, with filling, boilerplate and standing background."""
        event = self._event(number)
        self.country = event.town.country
        told = [self._claim_paragraph(event)]
        for _ in range(self._below(3)):
            told.append(self._claim_paragraph(event if self._below(3) else self._event(number, event.town.country)))
        parts = [told.pop(0), *(self._filling() for _ in range(2 + self._below(7))), *told]
        if self._below(2):
            parts.append(Paragraph(self._pick("boilerplate")))
        if self._below(5) < 2:
            parts.append(Paragraph(self.words.background[event.town.country][self._below(3)]))
        made = self._finished(number, "plain", parts, self._headline(event), self._pick("outlets"))
        self.recent.append(made)
        if len(self.recent) > 2 * _RECENT:
            del self.recent[:_RECENT]
        return made

    def copy(self, number: int) -> Generated:
        """A copy of a recent report, in one of the ways of COPIES."""
        original = self._original()
        way = COPIES[self._below(len(COPIES))]
        parts = list(original.paragraphs)
        assert original.document
        assert original.document.title
        assert original.document.outlet
        self.country = original.told[0].event.town.country
        title, outlet = original.document.title, self._other_outlet(original.document.outlet)
        if way == "cut":
            parts = parts[: max(2, len(parts) * (4 + self._below(5)) // 10)]
        elif way == "reordered":
            self.random.shuffle(parts)
        elif way == "edited":
            parts = [self._edited(part) for part in parts]
        elif way == "partial":
            start = self._below(max(1, len(parts) - 3))
            taken = parts[start : start + 3] if any(part.told for part in parts[start : start + 3]) else parts[:3]
            more = self._claim_paragraph(self._new_event(number))
            parts = [more, self._filling(), *taken, self._filling(), self._filling()]
        elif way == "credited":
            credit = self._pick("cuts").format(agency=original.document.outlet)
            parts = [*parts, Paragraph(credit)]
        if way != "reprint":
            title = self._headline(original.told[0].event)
        return self._finished(number, f"copy/{way}", parts, title, outlet, copy_of=original.id, day=_day_of(original))

    def update(self, number: int) -> Generated:
        """A recent report again, by the same outlet, with other tolls."""
        original = self._original()
        assert original.document
        more = 1 + self._below(20)
        parts = [_with_more(part, more) for part in original.paragraphs]
        if self._below(2):
            parts.insert(1, self._filling())
        title = self._headline(original.told[0].event)
        return self._finished(
            number, "update", parts, title, original.document.outlet or "", update_of=original.id, day=_day_of(original)
        )

    def form(self, number: int) -> Generated:
        """A daily bulletin: the words of yesterday's with other figures and places."""
        event = self._event(number)._replace(day=_day(number))
        figures = {f"number{n or ''}": str(self._number()) for n in (0, 2, 3)}
        kept = {
            "country": self.words.countries[event.town.country],
            "place": event.town.name,
            "town": self._town(event),
        }
        figures["number2"], figures["number3"] = str(self._number()), str(self._number())
        first, second, third = (each for each in self.words.lists["form"])
        body = second.format(
            quantity="{quantity}", victims="{victims}", harm="{harm}", place="{place}", **figures
        ).replace("over the past 24 hours", "{when}")
        claim = self._built(
            vocabulary.cut(body), event, "it", SourceKind.OFFICIAL, event.tolls[0][2], "", "over the past 24 hours"
        )
        parts = [Paragraph(first.format(**kept, **figures)), claim, Paragraph(third.format(**figures))]
        return self._finished(number, "form", parts, f"Ministry statement of {_day(number)}", "Eastgate Journal")

    def hostile(self, number: int) -> Generated:
        """Bytes that no reader expects."""
        name, data = hostile.INPUTS[self._below(len(hostile.INPUTS))]
        made = data(self.random)
        stem, _, ending = name.rpartition(".")
        known = f"g{self.seed}-{number:07d}"
        return Generated(known, f"{known}-{stem}.{ending}", f"hostile/{stem}", made, None)

    def _finished(
        self, number: int, kind: str, parts: Sequence[Paragraph], title: str, outlet: str, *,
        copy_of: str | None = None, update_of: str | None = None, day: date | None = None,
    ) -> Generated:  # fmt: skip
        at, told = 0, []
        for part in parts:
            told += [each.shifted(at) for each in part.told]
            at += len(part.text) + 2
        text = "\n\n".join([part.text for part in parts])
        data = text.encode()
        known = f"g{self.seed}-{number:07d}"
        # A copy comes out on the day of its original or on the next one, never before it.
        came = max(day, _day(number)) if day else _day(number)
        at_time = time(number % A_DAY * 24 // A_DAY, number * 7 % 60) if number % 2 else None
        published = Published(came, PublishedFrom.GIVEN, at_time, "UTC" if at_time else None)
        document = Document(
            id=known, text=text, sha256=hashlib.sha256(data).hexdigest(), published=published, title=title,
            outlet=outlet, language="en", example=True,
            url=f"https://{outlet.lower().replace(' ', '-')}.example.org/{known}",
        )  # fmt: skip
        return Generated(known, f"{known}.txt", kind, data, document, tuple(parts), tuple(told), copy_of, update_of)

    def _event(self, number: int, country: str | None = None) -> Event:
        """One of the events of these days; now and then a new one."""
        if len(self.events) < _EVENTS or not self._below(6):
            self.events.append(self._new_event(number))
            del self.events[:-_EVENTS]
        chosen = self.events[self._below(len(self.events))]
        if country and chosen.town.country != country:
            return next((event for event in self.events if event.town.country == country), chosen)
        return chosen

    def _new_event(self, number: int) -> Event:
        self.made_events += 1
        towns, pick = self.words.towns, self._below
        harm = list(HARMS)[min(pick(8) // 2, 4)] if pick(3) else Harm.KILLED
        base = (2 + pick(60)) * (40 if harm is Harm.DISPLACED else 1)
        origins = self.words.origins
        chosen = {origins[pick(len(origins))] for _ in range(4)}
        tolls = tuple((words, kind, max(2, base * (7 + pick(9)) // 10)) for words, kind in sorted(chosen))
        victims = list(VICTIMS)[pick(len(VICTIMS))]
        day = _day(number) - timedelta(days=pick(2))
        town, when = towns[pick(len(towns))], _said(day)
        return Event(
            f"event-{self.seed}-{self.made_events}", town, day, when, self._pick("weapon"), harm, victims, tolls
        )

    def _claim_paragraph(self, event: Event) -> Paragraph:
        origin, kind, low = event.tolls[self._below(len(event.tolls))]
        hedge = list(HEDGES)[self._below(len(HEDGES))]
        shape = self.words.claims[self._below(len(self.words.claims))]
        sentence = self._built(shape, event, origin, kind, low, hedge, event.when[self._below(len(event.when))])
        return Paragraph(f"{sentence.text} {self._sentence()}", sentence.told)

    def _built(
        self, shape: Sequence[str], event: Event, origin: str, kind: SourceKind, low: int, hedge: str, when: str
    ) -> Paragraph:
        """A sentence from literal words and slots in turn, and where the words of its claim stand."""
        amount, harms = f"{low:,}", HARMS[event.harm]
        values = {
            "origin": origin, "quantity": hedge + amount, "victims": event.victims,
            "harm": harms[self._below(len(harms))],
            "place": event.town.name, "when": when, "weapon": event.weapon,
        }  # fmt: skip
        pieces, spans, at = [], {}, 0
        for number, piece in enumerate(shape):
            words = piece
            if number % 2:
                slot = piece.lower()
                words = values.get(slot) or self._pick(slot)
                if piece[0].isupper():
                    words = words[0].upper() + words[1:]
                if slot in values:
                    spans[slot] = (at, at + len(words))
            pieces.append(words)
            at += len(words)
        end = spans["quantity"][1]
        spans["amount"], spans["sentence"] = (end - len(amount), end), (0, at)
        return Paragraph("".join(pieces), (Told(event, origin, kind, low, hedge, spans),))

    def _headline(self, event: Event) -> str:
        return f"{self._pick('adjective').capitalize()} {self._pick('noun')} after {event.weapon} in {event.town.name}"

    def _filling(self) -> Paragraph:
        return Paragraph(" ".join([self._sentence() for _ in range(1 + self._below(3))]))

    def _sentence(self) -> str:
        fillers, draw = self.words.fillers[self.country], self.random.random
        shape, slots = fillers[int(draw() * len(fillers))]
        return shape % tuple([words[int(draw() * count)] for words, count in slots])

    def _edited(self, part: Paragraph) -> Paragraph:
        """A word in twelve exchanged, none of a claim."""
        if part.told:
            return part
        words = part.text.split(" ")
        for at in range(self._below(12), len(words), 12):
            if words[at].isalpha() and words[at].islower():
                words[at] = self._pick("adjective")
        return Paragraph(" ".join(words))

    def _original(self) -> Generated:
        """A recent report that was not copied yet."""
        among = [made for made in self.recent[-_RECENT:] if made.id not in self.copied]
        chosen = among[self._below(len(among))] if among else self.recent[-1]
        self.copied.add(chosen.id)
        return chosen

    def _other_outlet(self, outlet: str) -> str:
        outlets = [each for each in self.words.lists["outlets"] if each != outlet]
        return outlets[self._below(len(outlets))]

    def _town(self, event: Event) -> str:
        towns = [town.name for town in self.words.towns if town.country == event.town.country and town != event.town]
        return towns[self._below(len(towns))]

    def _pick(self, name: str) -> str:
        words = self.words.lists[name]
        return words[int(self.random.random() * len(words))]

    def _below(self, limit: int) -> int:
        return int(self.random.random() * limit)

    def _number(self) -> int:
        return 2 + self._below(90)


def _day(number: int) -> date:
    return START + timedelta(days=number // A_DAY)


def _day_of(generated: Generated) -> date:
    assert generated.document
    assert generated.document.published.day
    return generated.document.published.day


def _said(day: date) -> tuple[str, ...]:
    return f"on {day.day} {day:%B %Y}", f"on {day:%B} {day.day}", f"on {day:%A}", f"on {day:%A}, {day.day} {day:%B}"


def _with_more(part: Paragraph, more: int) -> Paragraph:
    """The paragraph with higher figures in its claims."""
    text, told = part.text, []
    for each in part.told:
        start, end = each.spans["amount"]
        amount = f"{each.low + more:,}"
        grown = len(amount) - (end - start)
        text = text[:start] + amount + text[end:]
        spans = {
            name: (at + grown * (at >= end), stop + grown * (stop >= end)) for name, (at, stop) in each.spans.items()
        }
        told.append(each._replace(low=each.low + more, spans=spans))
    return Paragraph(text, tuple(told))


def _claim(document: Document, told: Told) -> Claim:
    spans, event, town = told.spans, told.event, told.event.town
    hedge = HEDGES[told.hedge]
    at = {name: (Span(*span),) for name, span in spans.items()}
    toponym = Toponym(town.name, f"example:{town.name}", town.latitude, town.longitude, town.country, None, "town")
    low = told.low + (hedge is Hedge.MORE_THAN)
    quantity = Quantity(
        None if hedge is Hedge.ABOUT else low, low if hedge is Hedge.EXACT else None, hedge, at["amount"][0]
    )  # fmt: skip
    if hedge is Hedge.ABOUT:
        quantity = replace(quantity, low=told.low, high=told.low)
    kind = VICTIMS[event.victims]
    role = PlaceRole.FROM if event.harm is Harm.DISPLACED else PlaceRole.AT
    words = document.text[slice(*spans["when"])]
    origin = None
    if "origin" in at:
        origin = Mention(Source(told.origin, told.origin_kind), at["origin"], "generated/origin")
    return Claim(
        document=document.id,
        key=f"{document.id}:{spans['amount'][0]}:{event.harm.value}",
        sentence=at["sentence"][0],
        quantity=Mention(quantity, at["quantity"], "generated/quantity"),
        harm=Mention(event.harm, at["harm"], "generated/harm"),
        victims=Mention(Victims(event.victims, kind), at["victims"], "generated/victims"),
        victim_class=kind,
        perpetrator=None,
        responsibility=None,
        places=(
            Mention(Place(town.name, role, town.country, toponym),
                    at["place"], "generated/place"),
        ),
        when=Mention(When(words, event.day, event.day), at["when"], "generated/when"),
        attributions=(Attribution(origin),) if origin else (),
        marks=(),
        status=Status.REPORTED,
        scope=Scope.INCIDENT,
        scope_rule="generated/scope",
    )  # fmt: skip


def _told_row(told: Told) -> dict[str, object]:
    return {
        "event": told.event.id, "harm": told.event.harm.value, "low": told.low, "hedge": HEDGES[told.hedge].value,
        "place": told.event.town.name, "country": told.event.town.country, "day": str(told.event.day),
        "victims": told.event.victims, "origin": told.origin, "spans": told.spans,
    }  # fmt: skip


def write(made: Iterable[Generated], folder: Path) -> int:
    """Each input as a file of its own, with its card beside it; gives their number."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for generated in made:
        count += 1
        (folder / generated.name).write_bytes(generated.data)
        card = {"example": True}
        if generated.document:
            card = {key: value for key, value in generated.row().items() if key != "text"}  # type: ignore[misc]
        (folder / f"{Path(generated.name).stem}.meta.json").write_text(json.dumps(card), encoding="utf-8")
    return count


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="files instead of lines on standard output")
    for kind in ("copies", "updates", "forms", "hostile"):
        parser.add_argument(f"--{kind}", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    if options.hostile and not options.folder:
        parser.error("hostile inputs are no JSON: say where to put them with --folder DIR")
    made = documents(
        options.count, options.seed, copies=options.copies, updates=options.updates,
        forms=options.forms, hostile=options.hostile,
    )  # fmt: skip
    if options.folder:
        print(f"{write(made, options.folder)} inputs in {options.folder}", file=sys.stderr)
        return 0
    for generated in made:
        sys.stdout.write(json.dumps(generated.row(), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
