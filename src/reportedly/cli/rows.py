"""What a ledger holds as flat JSON objects, one schema a command; docs/interchange.md says what each key means.

Objects of examples carry `"example": true`, as claims do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from reportedly import interchange
from reportedly.interchange import Row

if TYPE_CHECKING:
    from reportedly.evidence import Evidence, Reason
    from reportedly.intake.tolling import Listed, Report, View
    from reportedly.ledger import (
        Capture,
        Copy,
        Decision,
        Erasure,
        EventMove,
        Failure,
        Run,
        ShownClaim,
        ShownDocument,
        StoredClaim,
        StoredDocument,
        StoredLeftover,
        StoredSource,
    )
    from reportedly.profiles import Profile, Rule
    from reportedly.tolls import Line


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


def event(listed: Listed, profile: str) -> Row:
    """An event of a list, with the bounds of its toll."""
    facts = listed.facts
    made: Row = {
        "event": facts.event,
        "extent": facts.extent,
        "place": facts.place,
        "country": facts.country,
        "date_from": _day(facts.date_from),
        "date_to": _day(facts.date_to),
        "claims": facts.claims,
        "profile": profile,
        "killed": _bounds(listed.killed),
        "injured": _bounds(listed.injured),
        "seq": listed.seq,
    }
    return marked(made, listed.example)


def _bounds(line: Line | None) -> Row | None:
    if line is None:
        return None
    bounds: Row = {"low": line.low, "best": line.best, "high": line.high, "about": line.about}
    return bounds | {"coded": line.coded, "derived": line.derived, "amounts": list(line.amounts)}


def toll(view: View, claims: Mapping[str, Row]) -> Row:
    """An event's toll with all that led to it. `claims` are the event's in the interchange form."""
    from reportedly.render import tolls as told

    made = told.row(view.toll)
    evidence = {one.key: one for one in (*view.evidence, *(one for one, _ in view.rejected))}
    members = {member.key: member.why for member in view.event.members}
    lines, rulings = cast(list[Any], made["lines"]), cast(list[Any], made["rulings"])
    for said in (said for line in lines for said in (*line["stated"], *line["beside"])):
        said["documents"] = sorted({evidence[key].document for key in said["claims"]})
    made |= {
        "asked": view.asked,
        "moves": [_move(one) for one in view.moves],
        "within": view.event.within,
        "title": view.profile.title,
        "as_of": _day(view.as_of),
        "as_recorded": _moment(view.as_recorded),
        "basis": basis(view),
        "notes": list(view.notes),
        "rulings": [
            ruling | _claimed(one, claims.get(one.key, {}), members.get(one.key, ()), view.documents[one.document])
            for one, ruling in sorted(
                ((evidence[ruling["claim"]], ruling) for ruling in rulings), key=lambda pair: _order(pair[0])
            )
        ],
        "trail": list(told.trail_rows(view.trail())),
        "documents": _reports(view, [one.document for one in evidence.values()]),
    }
    return marked(made, any(one.example for one in view.documents.values()))


def _order(evidence: Evidence) -> tuple[str, str, int]:
    return str(evidence.published or ""), evidence.document, evidence.index


def _reports(view: View, claims: list[str]) -> list[Row]:
    """The reports of an event in the order in which they came out; `claims` are the documents of its claims."""
    found: list[Row] = [
        {
            "document": id_,
            "outlet": one.outlet,
            "title": one.title,
            "published": _day(one.published),
            "url": one.url,
            "claims": claims.count(id_),
        }
        for id_, one in view.documents.items()
    ]
    return sorted(found, key=lambda one: (str(one["published"] or ""), str(one["document"])))


def _move(move: EventMove) -> Row:
    return {"event": move.event, "other": move.other, "kind": move.kind, "at": _moment(move.at), "run": move.run}


def basis(view: View) -> str:
    """What a toll has seen, in words."""
    if view.as_recorded is None:
        if view.as_of is None:
            return "every report in the ledger, as it is read and judged today"
        return f"reports published by {view.as_of}, as they are read and judged today (--as-of)"
    recorded = f"{view.as_recorded:%Y-%m-%d %H:%M:%S} UTC"
    if view.as_of is None:
        return f"what the ledger held by {recorded}, as it was read and judged then (--as-recorded)"
    return f"reports published by {view.as_of}, of what the ledger held by {recorded} (--as-of, --as-recorded)"


def _claimed(evidence: Evidence, said: Row, why: Iterable[Reason], about: Report) -> Row:
    """A claim of a toll: its words, on whose word it is, where and when, and why it is of the event."""
    attributions: Any = said.get("attributions", ())
    whose = [" via ".join([one["origin"] or "unnamed", *reversed(one["via"])]) for one in attributions]
    return {
        "document": evidence.document,
        "outlet": about.outlet,
        "published": _day(evidence.published),
        "harm": evidence.harm.value,
        "quantity": said.get("quantity", evidence.amount),
        "quote": said.get("quote"),
        "victims": evidence.victims,
        "victim_class": evidence.victim_class.value,
        "place": evidence.place,
        "date_from": _day(evidence.date_from),
        "date_to": _day(evidence.date_to),
        "status": evidence.status.value,
        "on_whose_word": "; ".join(whose) or "the outlet's own",
        "membership": [{"feature": one.feature, "value": one.value, "weight": round(one.weight, 3)} for one in why],
    }


def profile(loaded: Profile) -> Row:
    """A rule profile: its name, its file where it is the user's, its rules."""
    return {
        "profile": loaded.name,
        "title": loaded.title,
        "path": loaded.path,
        "rules": [_rule(one) for one in loaded.rules],
    }


def _rule(one: Rule) -> Row:
    return {"rule": one.id, "says": one.says, "standing": one.standing.value, "source": one.source}


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


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
