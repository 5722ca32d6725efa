"""Puts invented reports into ledgers: a line for what a test is about, defaults for all else."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from reportedly.ledger import Batch, Capture, Content, Ledger, Run
from reportedly.model import (
    Claim,
    Harm,
    Hedge,
    Leftover,
    Mark,
    MarkAbout,
    MarkKind,
    Passage,
    PassageKind,
    Quantity,
    Reading,
    Span,
)
from tests import factories

NOON = datetime(2024, 2, 10, 12, tzinfo=UTC)


def run(ledger: Ledger) -> int:
    return ledger.start_run(Run("0.2.0", "sha256:model", "sha256:words", "gazetteer 1"))


def reading(id: str = "r1", low: int = 12, **fields: Any) -> Reading:
    """A report of two claims, a leftover and a denial."""
    text = f"Medics said at least {low} villagers were killed in Kutum on Friday. The Column denied it. Report {id}."
    named = {
        "id": id,
        "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "path": f"reports/{id}.txt",
        "url": f"https://example.org/{id}",
        "title": "Villagers killed in Kutum",
    }
    document = factories.document(text, **(named | fields))
    return replace(factories.reading(), document=document, passages=passages(text), claims=claims(id, low, text),
                   leftovers=(Leftover(id, words(text, "Friday"), "Friday", Harm.KILLED, "a day"),))  # fmt: skip


def words(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def passages(text: str) -> tuple[Passage, ...]:
    end = text.index(". ") + 1
    return (
        Passage(0, Span(0, end), PassageKind.BODY, 0),
        Passage(1, Span(end + 1, len(text)), PassageKind.BODY, 0, repeat_of=None),
    )


def claims(id: str, low: int, text: str) -> tuple[Claim, ...]:
    amount = words(text, str(low))
    when = factories.claim().when
    assert when is not None
    counted = Quantity(low, None, Hedge.AT_LEAST, amount)
    parts: dict[str, Any] = {
        "document": id,
        "sentence": Span(0, text.index(". ") + 1),
        "quantity": factories.mention(counted, f"at least {low}", text, "quantity/at-least"),
        "victims": factories.mention(factories.claim().victims.value, "villagers", text),  # type: ignore[union-attr]
        "places": (factories.place("Kutum", text),),
        "when": factories.mention(when.value, "on Friday", text, "dates/weekday"),
        "attributions": (replace(factories.claim().attributions[0], origin=factories.source("Medics", text)),),
        "confidence": 0.8125,
    }
    one = factories.claim(
        key=f"{id}:{amount.start}:killed", harm=factories.mention(Harm.KILLED, "killed", text), **parts
    )
    denial = Mark(MarkKind.DENIED, MarkAbout.PERPETRATOR, factories.source("The Column", text))
    other = replace(
        one,
        key=f"{id}:{amount.start}:displaced",
        harm=factories.mention(Harm.DISPLACED, "villagers", text),
        perpetrator=factories.mention("The Column", "The Column", text),
        marks=(factories.mention(denial, "denied", text),),
        part_of=one.key,
    )
    return one, other


def add(batch: Batch, made: Reading, run: int, replaces: str | None = None) -> bool:
    """Content, capture, document and reading, as an ingest does."""
    document = made.document
    batch.add_content(Content(document.sha256, len(document.text), "text/plain", path=document.path))
    batch.add_capture(Capture(document.sha256, document.url or "", NOON, "file", document.id, 200, {"ETag": '"7"'}))
    if not batch.add_document(document, replaces=replaces):
        return False
    batch.add_reading(made, run)
    batch.add_sketch(document.id, [(0, 2**64 - 1), (1, sum(document.sha256.encode()))])
    return True


def filled(ledger: Ledger, *made: Reading) -> int:
    """A run that takes in some reports, in one batch."""
    number = run(ledger)
    with ledger.batch() as batch:
        for one in made or (reading(),):
            add(batch, one, number)
    return number
