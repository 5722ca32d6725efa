"""The store: everything that was read, kept for good, found again and accounted for. All SQL is in here.

What is appended is a *link*: its kind, when, and a salted hash of its payload, chained to the link before. The payload
(canonical JSON, with its salt) stands apart, so that it can be erased while the chain still verifies. Every other table
is a projection of payloads: `verify` makes each row again from its payload and names the one that differs.

    with Ledger.open("reportedly.db", create=True) as ledger:      # or None ($REPORTEDLY_LEDGER), or postgresql://…
        run = ledger.start_run(Run(software="0.2.0", model="sha256:…", lexicon="sha256:…", gazetteer="1"))
        with ledger.batch() as batch:                              # one transaction; one writer at a time
            batch.add_content(Content(sha256, size, "text/html", path="page.html"))
            batch.add_capture(Capture(sha256, "https://…", at, "fetched", document=document.id))
            if batch.add_document(document, replaces=None):        # False: it is in already
                batch.add_reading(reading, run)                    # passages, leftovers, claims, mentions, search
                batch.add_sketch(document.id, bands)
                batch.add_copy(Copy(document.id, other, "copy", …))
        ledger.finish_run(run, {"documents": 1})
        ledger.head()                                              # Head(seq, hash): print it, anchor it outside

Writing (`Batch`, from `ledger.batch()`; a whole batch lands or none of it; on an exception it is rolled back):
    add_content(Content) → bool              False: these bytes are known
    add_capture(Capture) → int               each obtaining is another one
    add_document(Document, replaces=) → bool False: the same document is there (id and content). LedgerConflict: the id
                                             is taken by another, or was erased. Add its content first
    add_reading(Reading, run, pairs={}) → Changes
                                             the first reading, or a later one: unchanged claims add nothing, changed
                                             ones a version, vanished ones an "orphaned" version. `pairs` (new key: old
                                             key) files a claim found under a new key with its old record
    add_unread(document id, run, language) / add_unreadable(document id, run, reason)
    add_sketch(document id, bands)           bands: (band number, hash of 64 bits) pairs, for `candidates`
    add_copy(Copy) · add_source(StoredSource) · add_decision(Decision) → int
    add_failure(input, reason, run) → int · resolve_failure(failure, run)
    mint_events({id: anchor claim}, run) → ids that are new; mint_event(id, anchor, run) → bool
                                             once and for good. LedgerConflict: an id, or a claim, stands for another;
                                             LedgerMissing: no such claim
    move_events([EventMove(event, other, "merged"|"split")], run)    for good too; ids that were merged away lead on
    set_memberships([Membership], events=, claims=) · set_blocks({claim: blocks}) · set_facts([EventFacts], gone=)
                                             derived, in bulk, replaced at will, no part of the accounts. What the named
                                             events and claims had before goes. Blocks are filed by document.
                                             forget_events() empties all of it, and every document waits
    file_evidence({document: JSON}) · set_waiting(documents, 0 grouped | 1 to group | 2 to file again) · wait_all()
                                             a reading, a copy, a decision and an erasure make documents wait themselves
    Look-ups that a writer needs under the lock: has_document(id), has_source(id), holders(bands, first) →
                                             who holds each row of a sketch, by number; document_ids(numbers);
    and every query of the ledger, through the same transaction (`batch.documents(…)`, `batch.candidates(…)`).

Queries (of `Ledger` and of `Batch`; lists in the order of the ledger; `limit`, then `after=` the last one's `seq`):
    claims(text=, harm=, place=, country=, date_from=, date_to=, origin=, status=, victims=, document=, orphaned=False,
           limit=50, after=0, offset=0) → list[StoredClaim];  count_claims(same filters) → int
    documents(text=, outlet=, url=, path=, content=, status=, language=, published_from=, published_to=, limit=, after=)
    document(id) → StoredDocument | None;  texts(ids) → {id: text};  reading(id) → Reading (rebuilt exactly)
    examples(ids) → those of the documents that are examples
    latest_at(where) → StoredDocument | None     the newest document at that URL or path
    last_capture(where) → Capture | None         its headers serve conditional requests
    candidates(bands, limit=100) → [(document id, bands shared)], most shared first
    sources(text=, kind=, limit=) · copies(document=, kind=) · leftovers(document=, harm=, limit=, after=)
    decisions(key=, by=, limit=) · failures(open=True) · runs() · orphans(run=) · captures(where=|document=)
    versions(key) → list[StoredClaim];  show(key) → ShownClaim | ShownDocument | Erasure
    events(place=, country=, date_from=, date_to=, extent=, within=, limit=, after=, offset=) → list[StoredEvent], those
                                             that there are now; count_events(same filters)
    event(id) → StoredEvent | None           an old id leads on; `asked` says so, `moves` say why
    anchors(claims=None) → {claim: id};  moves(events=None);  leads() → {old id: id now};  facts(events)
    memberships(events=, claims=) → list[Membership];  members() → all of them, one by one
    claims_by_block(blocks) · blocks_by_claim(claims) → {key: [keys]};  block_sizes(blocks) → {block: claims}
    evidence(documents) → {id: JSON};  waiting(limit, file=False) → ids;  count_waiting();  twins(documents=, claims=)
    wider(country, date_from, date_to) → facts of the events, no incidents, whose days hold these
    last_link(at) → int;  changed_since(link) → ids;  reading_at(document, link) → what was read of it by then
    merged_sources() → {id: id};  erased() → list[Erasure];  statistics() → {table: rows}

Accounts:
    head() → Head;  verify(head=None, read_bytes=None, progress=None) → Verification(ok, problems, erased, notes, head)
    redact(key, reason, by) → Redaction          a document (with its claims), a claim, a source, or "decision:N"
    reindex()                                    makes the full text again

A batch is for what is read already: it holds the one pen of the ledger. Many documents in one batch cost less each;
what is confirmed at its end is on the disk. Times are UTC.

Errors: LedgerError and its kinds LedgerMissing, LedgerSchemaError, LedgerConflict, LedgerBusy (reportedly.errors).
"""

from reportedly.ledger.records import (
    Capture,
    Change,
    Changes,
    Content,
    CopiedClaim,
    Copy,
    Decision,
    Erasure,
    EventFacts,
    EventMove,
    Failure,
    Head,
    Membership,
    Problem,
    Redaction,
    Run,
    ShownClaim,
    ShownDocument,
    StoredClaim,
    StoredDocument,
    StoredEvent,
    StoredLeftover,
    StoredSource,
    Twins,
    Verification,
)
from reportedly.ledger.store import Ledger
from reportedly.ledger.writing import Batch

__all__ = [
    "Batch",
    "Capture",
    "Change",
    "Changes",
    "Content",
    "CopiedClaim",
    "Copy",
    "Decision",
    "Erasure",
    "EventFacts",
    "EventMove",
    "Failure",
    "Head",
    "Ledger",
    "Membership",
    "Problem",
    "Redaction",
    "Run",
    "ShownClaim",
    "ShownDocument",
    "StoredClaim",
    "StoredDocument",
    "StoredEvent",
    "StoredLeftover",
    "StoredSource",
    "Twins",
    "Verification",
]
