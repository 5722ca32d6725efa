"""What a ledger holds as flat JSON objects, one schema a command; docs/interchange.md says what each key means.

Objects of examples carry `"example": true`, as claims do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reportedly import interchange
from reportedly.interchange import Row

if TYPE_CHECKING:
    from reportedly.ledger import (
        Capture,
        Copy,
        Decision,
        Erasure,
        Failure,
        Run,
        ShownClaim,
        ShownDocument,
        StoredClaim,
        StoredDocument,
        StoredLeftover,
        StoredSource,
    )


def marked(row: Row, example: bool) -> Row:
    """The row; that of an example says so."""
    return row | {"example": True} if example else row


def claim(stored: StoredClaim) -> Row:
    """The interchange form, and which version of which record of the ledger it is."""
    place = {"key": stored.key, "version": stored.version, "state": stored.state, "run": stored.run, "seq": stored.seq}
    return stored.row | {"ledger": place}


def document(stored: StoredDocument, text: bool = False) -> Row:
    """A document without its text, or with it."""
    one = stored.document
    made: Row = {
        "document": one.id,
        "title": one.title,
        "outlet": one.outlet,
        "published": one.published.day.isoformat() if one.published.day else None,
        "published_from": one.published.how,
        "url": one.url,
        "path": one.path,
        "language": one.language,
        "sha256": one.sha256,
        "text_sha256": stored.text_sha256,
        "characters": len(one.text),
        "status": stored.status,
        "reason": stored.reason,
        "claims": stored.claims,
        "leftovers": stored.leftovers,
        "replaces": stored.replaces,
        "replaced_by": stored.replaced_by,
        "run": stored.run,
        "at": _moment(stored.at),
        "seq": stored.seq,
    }
    return marked(made | {"text": one.text} if text else made, one.example)


def source(stored: StoredSource, example: bool) -> Row:
    made: Row = {
        "source": stored.id,
        "name": stored.name,
        "kind": stored.kind,
        "aliases": list(stored.aliases),
        "country": stored.country,
        "party_to": list(stored.party_to),
        "known": stored.known,
        "document": stored.document,
        "merged_into": stored.merged_into,
        "claims": stored.claims,
        "documents": stored.documents,
        "seq": stored.seq,
    }
    return marked(made, example)


def copy(stored: Copy, example: bool) -> Row:
    made: Row = {
        "document": stored.document,
        "other": stored.other,
        "kind": stored.kind,
        "why": stored.why,
        "share": stored.share,
        "spans": [[[one.start, one.end], [other.start, other.end]] for one, other in stored.spans],
        "claims": [
            {"claim": pair.claim, "other": pair.other, "relation": pair.relation, "why": pair.why}
            for pair in stored.claims
        ],
        "run": stored.run,
        "seq": stored.seq,
    }
    return marked(made, example)


def leftover(stored: StoredLeftover, example: bool) -> Row:
    made = interchange.leftover_row(stored.leftover) | {"run": stored.run, "seq": stored.seq}
    return marked(made, example)


def failure(stored: Failure) -> Row:
    return {
        "failure": stored.id,
        "input": stored.input,
        "reason": stored.reason,
        "run": stored.run,
        "at": _moment(stored.at),
        "resolved": stored.resolved,
    }


def run(stored: Run) -> Row:
    return {
        "run": stored.id,
        "command": stored.command,
        "software": stored.software,
        "model": stored.model,
        "lexicon": stored.lexicon,
        "gazetteer": stored.gazetteer,
        "started": _moment(stored.started),
        "finished": _moment(stored.finished),
        "summary": dict(stored.summary) if stored.summary is not None else None,
    }


def decision(stored: Decision) -> Row:
    return {
        "decision": f"decision:{stored.id}",
        "target": stored.target,
        "keys": list(stored.keys),
        "field": stored.field,
        "verdict": stored.verdict,
        "value": stored.value,
        "why": stored.why,
        "who": stored.who,
        "at": _moment(stored.at),
        "digests": dict(stored.digests),
        "supersedes": f"decision:{stored.supersedes}" if stored.supersedes is not None else None,
    }


def capture(stored: Capture) -> Row:
    return {
        "where": stored.where,
        "at": _moment(stored.at),
        "how": stored.how,
        "sha256": stored.content,
        "status": stored.status,
        "headers": dict(stored.headers),
        "warc": stored.warc,
        "offset": stored.offset,
        "record": stored.record_id,
    }


def erasure(stored: Erasure) -> Row:
    return {
        "erased": stored.key,
        "kind": stored.kind,
        "reason": stored.reason,
        "by": stored.by,
        "at": _moment(stored.at),
        "seq": stored.seq,
    }


def shown_claim(shown: ShownClaim) -> Row:
    """A claim with all that bears on it."""
    example = shown.document.document.example
    made: Row = {
        "claim": claim(shown.claim),
        "document": document(shown.document),
        "before": shown.before,
        "after": shown.after,
        "versions": versions(shown.versions),
        "decisions": [decision(one) for one in shown.decisions],
        "copies": [copy(one, example) for one in shown.copies],
    }
    return marked(made, example)


def shown_document(shown: ShownDocument) -> Row:
    """A document with its text and all that bears on it."""
    example = shown.document.document.example
    made: Row = {
        "document": document(shown.document, text=True),
        "captures": [capture(one) for one in shown.captures],
        "claims": [claim(one) for one in shown.claims],
        "leftovers": [leftover(one, example) for one in shown.leftovers],
        "copies": [copy(one, example) for one in shown.copies],
        "decisions": [decision(one) for one in shown.decisions],
    }
    return marked(made, example)


def versions(found: Sequence[StoredClaim]) -> list[Row]:
    """Each version of a claim, and which fields it reads otherwise than the one before."""
    made: list[Row] = []
    before: StoredClaim | None = None
    for one in found:
        changed = _changed(before.row, one.row) if before else []
        made.append(
            {"version": one.version, "state": one.state, "run": one.run, "key": one.row["key"], "changed": changed}
        )
        before = one
    return made


def _changed(before: Row, after: Row) -> list[Row]:
    """The fields whose digests differ, with what they were and are."""
    old, new = before["digest"], after["digest"]
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    names = [name for name in new if old.get(name) != new[name]]
    return [{"field": name, "was": before.get(name), "is": after.get(name)} for name in names]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
