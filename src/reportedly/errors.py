"""The error tree.

ReportedlyError
├── AnchorError     a value without words, or words outside their text: a broken promise of ours
├── InputError      an input that cannot be read; names the file and the line, and says what to do
│   └── FetchError  an address that was not fetched: refused by us, by its owner, or by the network
├── LedgerError     a ledger that cannot do what is asked of it; the message says what to do
│   ├── LedgerMissing      there is none, or no such key in it
│   ├── LedgerSchemaError  its tables are newer or older than this program, or it is no ledger
│   ├── LedgerConflict     a key is taken by something else
│   └── LedgerBusy         another process has been writing for too long
├── LexiconError    a table that does not hold what its reader expects; names the file and the entry
└── SetupError      a part that the program needs is missing or is not the one it was built with
"""


class ReportedlyError(Exception):
    """Base of every error this package raises on purpose."""


class AnchorError(ReportedlyError):
    """A value without words, or words outside their text."""


class InputError(ReportedlyError):
    """An input that cannot be read.

    `where` names the file and, where there is one, the line; the message says what is wrong and what helps.
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class FetchError(InputError):
    """An address that was not fetched. `where` is the address asked for.

    `why` is one word for counting (see `ingest.fetching`); `passing` says that another try may succeed, not before
    `retry_after` seconds where the server said so.
    """

    def __init__(
        self, where: str, what: str, why: str, *, passing: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(where, what)
        self.why = why
        self.passing = passing
        self.retry_after = retry_after


class LedgerError(ReportedlyError):
    """A ledger that cannot do what is asked of it."""


class LedgerMissing(LedgerError):
    """There is no ledger there, or it holds nothing under that key."""


class LedgerSchemaError(LedgerError):
    """Its tables are of a newer or an older program, or it is no ledger at all."""


class LedgerConflict(LedgerError):
    """A key that stands for something else already."""


class LedgerBusy(LedgerError):
    """Another process has been writing for too long."""


class LexiconError(ReportedlyError):
    """A table of words that does not hold what its reader expects."""


class SetupError(ReportedlyError):
    """A needed part (the parser's model, the gazetteer) is missing or not the expected one."""
