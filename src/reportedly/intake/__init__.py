"""From inputs to the ledger: obtained, read, compared with what is there, and kept. What failed is kept, too.

    with Ledger.open("reportedly.db", create=True) as ledger:
        for step in ingest(ledger, ["reports/", "https://example.org/report"], Options(contact="desk@example.org")):
            match step:
                case Taken(): ...    # a document is in: new, changed, again, unread
                case Failed(): ...   # an input could not be taken in; it is on record, the others go on
                case Noted(): ...    # worth telling
                case Summary(): ...  # the last step: counts, and the head of the chain

What is in already is skipped before it is read, so that a run that was stopped or killed goes on when it is started
again. `reread` runs a newer reader over what is stored; `retry_failed` tries again what failed; `follow` watches feeds.
"""

from reportedly.intake.following import follow
from reportedly.intake.progress import Failed, Noted, Options, Reread, Summary, Taken, What
from reportedly.intake.rereading import Rereading, reread
from reportedly.intake.running import ingest, retry_failed

__all__ = [
    "Failed",
    "Noted",
    "Options",
    "Reread",
    "Rereading",
    "Summary",
    "Taken",
    "What",
    "follow",
    "ingest",
    "reread",
    "retry_failed",
]
