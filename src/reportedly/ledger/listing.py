"""From rows and payloads to what the queries return."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reportedly.ledger import coding
from reportedly.ledger.records import (
    Capture,
    CopiedClaim,
    Copy,
    Decision,
    Run,
    StoredClaim,
    StoredDocument,
    StoredLeftover,
    StoredSource,
)
from reportedly.model import Document, Harm, Leftover, Reading, Span


def claim(seq: int, body: str) -> StoredClaim:
    stored = json.loads(body)
    row = stored["row"]
    made = coding.claim_from(stored["claim"], row["document"], row["key"])
    state, version, run = stored["state"], stored["version"], stored["run"]
    return StoredClaim(stored["record"], row["document"], version, state, run, seq, row, made)


def document(
    seq: int,
    body: str,
    at: str,
    status: str | None,
    reason: str | None,
    run: int | None,
    claims: int | None,
    leftovers: int | None,
    replaced_by: str | None,
) -> StoredDocument:
    stored = json.loads(body)
    return StoredDocument(
        document=coding.document_from(stored),
        status=status or "new",
        seq=seq,
        text_sha256=stored["text_sha256"],
        reason=reason,
        replaces=stored["replaces"],
        replaced_by=replaced_by,
        run=run,
        claims=claims or 0,
        leftovers=leftovers or 0,
        at=coding.to_moment(at),
    )


def reading(document: Document, body: str | None, claims: Sequence[StoredClaim]) -> Reading:
    stored = json.loads(body) if body else {"claims": [], "passages": [], "leftovers": [], "notes": []}
    place = {record: number for number, record in enumerate(stored["claims"])}
    ordered = sorted(claims, key=lambda one: place.get(one.key, len(place)))
    return Reading(
        document,
        tuple(coding.passage_from(one, index) for index, one in enumerate(stored["passages"])),
        tuple(one.claim for one in ordered),
        tuple(coding.leftover_from(one, document.id) for one in stored["leftovers"]),
        tuple(stored["notes"]),
    )


def capture(seq: int, body: str) -> Capture:
    stored = json.loads(body)
    return Capture(**(stored | {"at": coding.to_moment(stored["at"])}), seq=seq)


def copy(seq: int, body: str) -> Copy:
    stored = json.loads(body)
    return Copy(
        document=stored["document"],
        other=stored["other"],
        kind=stored["kind"],
        why=stored["why"],
        share=stored["share"],
        spans=tuple((Span(*one), Span(*other)) for one, other in stored["spans"]),
        claims=tuple(CopiedClaim(*pair) for pair in stored["claims"]),
        run=stored["run"],
        seq=seq,
    )


def leftover(
    seq: int, document: str, start: int, end: int, words: str, harm: str | None, reason: str, run: int
) -> StoredLeftover:
    made = Leftover(document, Span(start, end), words, Harm(harm) if harm else None, reason)
    return StoredLeftover(made, run, seq)


def decision(seq: int, body: str, at: str) -> Decision:
    stored = json.loads(body)
    span = stored.pop("span")
    keys = tuple(stored.pop("keys"))
    return Decision(**stored, keys=keys, span=Span(*span) if span else None, at=coding.to_moment(at), id=seq)


def run(
    seq: int,
    software: str,
    model: str | None,
    lexicon: str | None,
    gazetteer: str | None,
    command: str,
    started: str,
    finished: str | None,
    summary: str | None,
) -> Run:
    return Run(
        software,
        model,
        lexicon,
        gazetteer,
        command,
        seq,
        coding.to_moment(started),
        coding.to_moment(finished) if finished else None,
        json.loads(summary) if summary else None,
    )


def source(seq: int, body: str) -> StoredSource:
    stored = json.loads(body)
    lists = {name: tuple(stored[name]) for name in ("aliases", "party_to")}
    return StoredSource(**(stored | lists), seq=seq)


def counted(
    sources: Iterable[StoredSource], heard: Mapping[str, tuple[int, int]], into: Mapping[str, str]
) -> list[StoredSource]:
    """The sources with their counts and what they are merged into."""
    made = []
    for one in sources:
        claims, documents = heard.get(one.id, (0, 0))
        made.append(replace(one, claims=claims, documents=documents, merged_into=into.get(one.id)))
    return made


def merged(pairs: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Pairs that are the same, as id → the id that stands for all of its kind: the one first named.

    >>> merged([("sohr", "observatory"), ("observatory", "the-observatory")])
    {'observatory': 'sohr', 'the-observatory': 'sohr'}
    """
    into: dict[str, str] = {}

    def head(id: str) -> str:
        while id in into:
            id = into[id]
        return id

    for one, other in pairs:
        kept, gone = head(one), head(other)
        if kept != gone:
            into[gone] = kept
    return {id: head(id) for id in into}
