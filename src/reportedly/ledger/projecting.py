"""From a payload to the rows that stand for it in the tables: on writing, and again on verifying.

Each function gets the link's number and the payload, and yields (table, values in the order of its columns).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from reportedly.ledger.chaining import canonical
from reportedly.ledger.coding import mentions

Json = Any
Line = tuple[str, tuple[Any, ...]]

# What a column of 64 bits holds: "10000000000000000000000 dead" stays whole in the payload.
_MOST = 2**63 - 1


def rows(kind: str, seq: int, payload: Json, body: str) -> list[Line]:
    """The rows of a link. `body` is the payload as JSON."""
    made = list(_KINDS[kind](seq, payload))
    # Control characters and lone surrogates are escaped in JSON; PostgreSQL takes neither NUL nor surrogates.
    return [(table, tuple(map(clean, values))) for table, values in made] if "\\u" in body else made


def kinds() -> tuple[str, ...]:
    return tuple(_KINDS)


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def clean(value: Any) -> Any:
    """A value as a column can hold it, and as columns are asked for it. What it was stands in the payload."""
    if not isinstance(value, str) or (value.isascii() and "\x00" not in value):
        return value
    return value.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bounded(number: int | None) -> int | None:
    return None if number is None else max(-_MOST, min(number, _MOST))


def _run(seq: int, run: Json) -> Iterator[Line]:
    yield "runs", (seq, run["software"], run["model"], run["lexicon"], run["gazetteer"], run["command"])


def _run_end(seq: int, end: Json) -> Iterator[Line]:
    yield "run_ends", (seq, end["run"], canonical(end["summary"]))


def _content(seq: int, one: Json) -> Iterator[Line]:
    yield "contents", (seq, one["sha256"], one["size"], one["media_type"], one["path"], one["warc"], one["offset"])


def _capture(seq: int, one: Json) -> Iterator[Line]:
    names = ("content", "where", "at", "how", "document", "status")
    where = (one["warc"], one["offset"], one["record_id"])
    yield "captures", (seq, *(one[name] for name in names), canonical(one["headers"]), *where)


def _document(seq: int, one: Json) -> Iterator[Line]:
    published = one["published"]
    yield (
        "documents",
        (
            seq,
            one["id"],
            one["sha256"],
            one["text_sha256"],
            one["title"],
            one["outlet"],
            one["url"],
            one["path"],
            one["language"],
            published["day"],
            published["at"],
            published["zone"],
            published["how"],
            one["replaces"],
            int(one["example"]),
        ),
    )


def _reading(seq: int, one: Json) -> Iterator[Line]:
    document = one["document"]
    counts = (len(one["claims"]), len(one["leftovers"]))
    yield "readings", (seq, document, one["version"], one["run"], one["status"], one["reason"], *counts)
    for number, passage in enumerate(one["passages"]):
        yield "passages", (seq, number, *passage)
    for number, (start, end, words, harm, reason) in enumerate(one["leftovers"]):
        yield "leftovers", (seq, number, document, start, end, words, harm, reason)


def _claim(seq: int, one: Json) -> Iterator[Line]:
    row, claim, run, version = one["row"], one["claim"], one["run"], one["version"]
    if version == 1:
        yield "records", (seq, "claim", one["record"], row["document"], run)
    if one["after"] is not None:
        yield "superseded", (one["after"], seq)
    geo = row["geo"] or {}
    source = next((said[0][0][2] for said in claim["attributions"] if said[0] is not None), None)
    yield (
        "claim_versions",
        (
            seq,
            one["record"],
            version,
            one["state"],
            row["key"],
            row["document"],
            run,
            row["start"],
            row["end"],
            row["quote"],
            row["quantity"],
            claim["harm"][0],
            _bounded(row["low"]),
            _bounded(row["high"]),
            claim["quantity"][0][2],
            claim["quantity"][0][5],
            row["victims"],
            claim["victim_class"],
            row["perpetrator"],
            claim["responsibility"],
            row["place"],
            row["country"],
            geo.get("latitude"),
            geo.get("longitude"),
            row["time_text"],
            row["date_from"],
            row["date_to"],
            row["origin"],
            source,
            claim["status"],
            claim["scope"],
            row["part_of"],
            row["repeat_of"],
            row["confidence"],
            " ".join(f"{field}={digest}" for field, digest in row["digest"].items()),
        ),
    )
    if one["state"] == "read":
        origins = [said[0][0][2] for said in claim["attributions"] if said[0] is not None and said[0][0][2] is not None]
        for number, origin in enumerate(dict.fromkeys(origins)):
            yield "claim_sources", (seq, number, origin, row["document"])
    for number, (field, (value, spans, rule, words)) in enumerate(mentions(claim)):
        spoken = value[2] if field in ("origin", "via", "mark_by") else None
        where = (spans[0][0], spans[-1][1], _offsets(spans))
        yield "mentions", (seq, number, field, _plain(value), *where, words, rule, spoken)


def _decision(seq: int, one: Json) -> Iterator[Line]:
    span = one["span"] or (None, None)
    yield (
        "decisions",
        (
            seq,
            one["target"],
            canonical(one["keys"]),
            one["field"],
            *span,
            canonical(one["digests"]),
            one["verdict"],
            None if one["value"] is None else canonical(one["value"]),
            one["who"],
            one["why"],
            one["supersedes"],
        ),
    )
    for number, key in enumerate(one["keys"]):
        yield "decision_keys", (seq, number, key)


def _source(seq: int, one: Json) -> Iterator[Line]:
    names = ("id", "name", "kind", "country")
    parties = canonical(one["party_to"])
    yield "sources", (seq, *(one[name] for name in names), parties, int(one["known"]), one["document"])
    for number, alias in enumerate(one["aliases"]):
        yield "source_aliases", (seq, number, alias)


def _copy(seq: int, one: Json) -> Iterator[Line]:
    names = ("document", "other", "kind", "why", "share")
    yield "copies", (seq, *(one[name] for name in names), _plain(one["spans"]), one["run"])
    for number, pair in enumerate(one["claims"]):
        yield "copied_claims", (seq, number, *pair)


def _failure(seq: int, one: Json) -> Iterator[Line]:
    yield "failures", (seq, one["input"], one["reason"], one["run"])


def _resolution(seq: int, one: Json) -> Iterator[Line]:
    yield "resolutions", (seq, one["failure"], one["run"])


def _erasure(seq: int, one: Json) -> Iterator[Line]:
    for erased in one["erased"]:
        yield "erasures", (erased, seq, one["key"], one["kind"], one["reason"], one["by"])


def _event(seq: int, one: Json) -> Iterator[Line]:
    yield "events", (seq, one["id"], one["anchor"], one["document"], one["run"])


def _event_move(seq: int, one: Json) -> Iterator[Line]:
    yield "event_moves", (seq, one["event"], one["other"], one["kind"], one["run"])


_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _offsets(spans: Json) -> str:
    """As `_plain`, several times as fast: there are dozens in a report.

    >>> _offsets([[3, 5], [9, 12]])
    '[[3,5],[9,12]]'
    """
    return f"[{','.join([f'[{start},{end}]' for start, end in spans])}]"


_KINDS: dict[str, Callable[[int, Json], Iterator[Line]]] = {
    "run": _run,
    "run_end": _run_end,
    "content": _content,
    "capture": _capture,
    "document": _document,
    "reading": _reading,
    "claim": _claim,
    "decision": _decision,
    "source": _source,
    "copy": _copy,
    "failure": _failure,
    "resolution": _resolution,
    "erasure": _erasure,
    "event": _event,
    "event_move": _event_move,
}
