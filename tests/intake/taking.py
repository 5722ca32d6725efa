"""Takes inputs into ledgers, for tests: what became of each, and the summary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportedly.intake import Failed, Noted, Summary, Taken, ingest
from reportedly.intake.progress import Step
from reportedly.ledger import Ledger

EXAMPLES = Path(__file__).parents[2] / "examples"


class Took:
    """The steps of a run, by kind."""

    def __init__(self, steps: list[Step]) -> None:
        self.taken = [step for step in steps if isinstance(step, Taken)]
        self.failed = [step for step in steps if isinstance(step, Failed)]
        self.noted = [step for step in steps if isinstance(step, Noted)]
        (self.summary,) = [step for step in steps if isinstance(step, Summary)]

    @property
    def became(self) -> dict[str, str]:
        return {step.document: step.what.value for step in self.taken}


def take(ledger: Ledger, *inputs: str | Path, **options: Any) -> Took:
    from reportedly.intake import Options

    fetcher = options.pop("fetcher", None)
    return Took(list(ingest(ledger, inputs, Options(**options), fetcher=fetcher)))


def lines(path: Path, *rows: Mapping[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def contents(ledger: Ledger) -> dict[str, Any]:
    """All that an ingest should make the same, whatever befell it: without times, runs and numbers of links."""
    documents, claims = ledger.documents(limit=None), ledger.claims(limit=None)
    leftovers, copies = ledger.leftovers(limit=None), ledger.copies(limit=None)
    sources, failures = ledger.sources(limit=None), ledger.failures(open=False)
    return {
        "documents": sorted((one.document.id, one.status, one.replaces or "", one.text_sha256) for one in documents),
        "claims": sorted((one.key, one.version, one.state, str(one.row["digest"])) for one in claims),
        "leftovers": sorted((one.leftover.document, one.leftover.span, one.leftover.reason) for one in leftovers),
        "copies": sorted((one.document, one.other, one.kind, one.why, one.spans, str(one.claims)) for one in copies),
        "sources": sorted((one.id, one.name, one.kind) for one in sources),
        "failures": sorted((one.input, one.reason, one.resolved is None) for one in failures),
    }


def grouped(ledger: Ledger) -> dict[str, Any]:
    """The events, by their claims: the id of one depends on who came first."""
    events: dict[str, list[str]] = {}
    for one in ledger.memberships():
        events.setdefault(one.event, []).append(one.claim)
    return {"events": sorted(events.values()), "waiting": ledger.count_waiting()}
