"""Filling a ledger: `ingest`, `watch`, `reread`; and `demo`, which does so with the examples."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli import opening
from reportedly.cli.options import Day, Encoding, Format, LedgerAt, MaxBytes, Outlet, RowsAs, Title
from reportedly.cli.reading import Explain, examples, pictures
from reportedly.cli.running import BAD_INPUT, INTERRUPTED, complain, guarded

if TYPE_CHECKING:
    from reportedly.intake.progress import Step
    from reportedly.ledger import Ledger

Contact = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Whom the owner of a server may write to; it stands in the User-Agent of every request."
    ),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from addresses of this machine and its network too. For tests.")
]
_GO_ON = "stopped; what is kept is whole. Run the same command again to go on"


@guarded
def ingest(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|URL",
            help="Text files, pages, PDF, DOCX, JSON lines, WARC and WACZ archives, saved feeds, folders of these, - "
            "for standard input, and addresses of pages, which are fetched.",
            show_default=False,
        ),
    ] = None,
    ledger: LedgerAt = None,
    feed: Annotated[
        bool, typer.Option("--feed", help="The inputs are feeds (RSS, Atom); fetch the pages that they name.")
    ] = False,
    outlet: Outlet = None,
    published: Day = None,
    title: Title = None,
    encoding: Encoding = None,
    max_bytes: MaxBytes = 5_000_000,
    contact: Contact = None,
    allow_private: AllowPrivate = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again whatever failed earlier and was not mended since.")
    ] = False,
    format: RowsAs = None,
) -> int:
    """Take reports into a ledger: read them, keep them with all that was read, find copies and updates.

    The ledger is made when there is none. What is in already is passed over, so that the same command goes on where
    one was stopped. An input that fails is recorded with its reason, the others go on, and the exit status is 2. The
    last line has the head of the chain: kept elsewhere, it shows later whether the ledger was cut or rewritten.
    """
    if not inputs and not retry_failed:
        raise typer.BadParameter("name what is to be read, or give --retry-failed", param_hint="PATH|URL")
    from reportedly import intake
    from reportedly.ingest.watching import Stop

    options = intake.Options(
        outlet=outlet,
        published=published,
        title=title,
        encoding=encoding,
        max_bytes=max_bytes,
        feed=feed,
        contact=contact,
        allow_private=allow_private,
        stopped=(stop := Stop()),
    )
    with _interruptible(), stop.on_signals(), _filling(ledger) as kept:
        status = 0
        if retry_failed:
            status = _told(intake.retry_failed(kept, options), format)
        if inputs and not stop():
            status = _told(intake.ingest(kept, inputs, options), format) or status
    return status


@guarded
def watch(
    feeds: Annotated[
        Path, typer.Argument(metavar="FEEDS", help="A feeds.toml: [[feed]] tables with url, outlet and every (15m).")
    ],
    ledger: LedgerAt = None,
    contact: Contact = None,
    allow_private: AllowPrivate = False,
    once: Annotated[bool, typer.Option("--once", help="Look at each feed once, and end.")] = False,
    format: RowsAs = None,
) -> int:
    """Poll feeds and take in what is new, until it is stopped (Ctrl-C, SIGTERM).

    One line a poll. A feed or page that fails stops nothing: it is recorded, and tried again less often.
    """
    from reportedly import intake
    from reportedly.ingest import watching

    watchlist = watching.feeds(feeds)
    stop = watching.Stop()
    options = intake.Options(contact=contact or watchlist.contact, allow_private=allow_private, stopped=stop)
    with _interruptible(), stop.on_signals(), _filling(ledger) as kept:
        found = intake.follow(kept, watchlist, options, sleep=stop.wait, rounds=1 if once else None)
        status = _told(_polls(found), format)
    # To be stopped is how a watch ends.
    return 0 if status == INTERRUPTED else status


@guarded
def reread(
    ledger: LedgerAt = None,
    all: Annotated[
        bool, typer.Option("--all", help="Also the documents that this version of the reader has read already.")
    ] = False,
    format: RowsAs = None,
) -> int:
    """Read the stored documents again, after a change of the program, its words, places or parser.

    What reads the same stays untouched. A claim that reads otherwise gets another version, and decisions that judged a
    changed field are opened again. Claims that are no longer found are listed as orphaned. Nothing is overwritten.
    """
    from reportedly import intake
    from reportedly.ingest.watching import Stop

    options = intake.Options(stopped=(stop := Stop()))
    with _interruptible(), stop.on_signals(), opening.opened(ledger) as kept, _progress("documents") as advance:
        summary = None
        for step in intake.reread(kept, options, all=all):
            if isinstance(step, intake.Rereading):
                summary = step
                continue
            if step.failed:
                complain(f"{step.document}: {step.failed}")
            advance(step.document, 1)
    assert summary is not None
    head = summary.head.hash if summary.head else None
    _print_summary(summary.run, summary.counts() | {"skipped": summary.skipped}, head, format)
    if summary.stopped:
        complain(_GO_ON)
        return INTERRUPTED
    return BAD_INPUT if summary.failed else 0


@guarded
def demo(
    explain: Explain = False,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="FOLDER", help="Keep the ledger here; unsaid, it is not kept.")
    ] = None,
) -> int:
    """Take the invented reports that come with the program into a ledger, and print their claims from it."""
    from reportedly import intake

    given = examples()
    with ExitStack() as stack:
        home = folder or Path(stack.enter_context(TemporaryDirectory(prefix="reportedly-demo-")))
        home.mkdir(parents=True, exist_ok=True)
        kept = stack.enter_context(_filling(str(home / "reportedly.db")))
        summary = None
        for step in intake.ingest(kept, [given]):
            if isinstance(step, intake.Failed):
                complain(f"{step.where}: {step.reason}")
            elif isinstance(step, intake.Summary):
                summary = step
        show = pictures(explain, leftovers=False)
        for stored in kept.documents(limit=None):
            show(kept.reading(stored.document.id))
        for line in _shared(kept):
            print(line)
        if folder is not None:
            print(f"\nThe ledger of these examples is {kept.name}; the head of its chain is {kept.head().hash}")
    return BAD_INPUT if summary is None or summary.failed else 0


def _shared(ledger: Ledger) -> Iterator[str]:
    """What the examples have in common, in words."""
    words = {
        "copy": "is a copy of",
        "partial": "takes paragraphs from",
        "update": "brings up to date, or is older than,",
    }
    found = ledger.copies(limit=None)
    if found:
        yield "\nEXAMPLE (invented): reports that share their words, and confirm nothing to each other"
    for copy in found:
        share = f"{copy.share:.0%} of its words" if copy.share is not None else "how much is not known"
        yield f"  {copy.document} {words.get(copy.kind, copy.kind)} {copy.other} ({share})"


@contextmanager
def _filling(where: str | None) -> Iterator[Ledger]:
    """The ledger that --ledger names, made when there is none."""
    from reportedly import gazetteer
    from reportedly.ledger import Ledger

    if sys.stderr.isatty() and not gazetteer.built():
        complain("note: the index of places is built now, once; this takes about ten seconds")
    with Ledger.open(where, create=True) as ledger:
        yield ledger


@contextmanager
def _interruptible() -> Iterator[None]:
    """A second Ctrl-C ends it in the middle of a batch, of which then nothing is kept."""
    try:
        yield
    except KeyboardInterrupt:
        complain(_GO_ON)
        raise typer.Exit(INTERRUPTED) from None


def _polls(found: Iterable[object]) -> Iterator[Step]:
    """Prints the lines of the polls and passes on the rest."""
    from reportedly.ingest.watching import Poll

    for one in found:
        if isinstance(one, Poll):
            print(one.line, file=sys.stderr, flush=True)
        else:
            yield one  # type: ignore[misc]


def _told(steps: Iterable[Step], format: Format | None) -> int:
    """Tells what becomes of the inputs, then the summary. The exit status."""
    from reportedly import intake

    summary = None
    claims = 0
    with _progress("documents") as advance:
        for step in steps:
            match step:
                case intake.Taken():
                    claims += step.claims
                    for note in step.notes:
                        complain(f"note: {step.document}: {note}")
                    advance(f"{claims} claims", 1)
                case intake.Failed():
                    complain(f"{step.where}: {step.reason}")
                case intake.Noted():
                    complain(f"note: {step.where}: {step.what}")
                case intake.Summary():
                    summary = step
    assert summary is not None
    _print_summary(summary.run, summary.counts(), summary.head.hash if summary.head else None, format)
    if summary.stopped:
        complain(_GO_ON)
        return INTERRUPTED
    return BAD_INPUT if summary.failed else 0


def _print_summary(run: int, counts: Mapping[str, object], head: str | None, format: Format | None) -> None:
    """A table on a terminal, one JSON line in a pipe."""
    if opening.shaped(format) is Format.JSONL:
        opening.write([{"run": run, **counts, "head": head}])
        return
    from rich.table import Table

    from reportedly.render import terminal
    from reportedly.render.words import shown

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(overflow="fold")
    for name, count in counts.items():
        if count:
            said = ", ".join(map(str, count)) if isinstance(count, list) else count
            said = ", ".join(f"{one} {many}" for one, many in said.items()) if isinstance(said, dict) else said
            table.add_row(_NAMES.get(name, name), "yes" if said is True else shown(str(said)))
    table.add_row("head of the chain", head or "")
    terminal.show(terminal.console(), table)


_NAMES = {
    "documents": "documents taken in",
    "changed": "of them changed",
    "again": "in already",
    "unread": "in another language",
    "broken": "not readable",
    "erased": "erased, stay out",
    "failed": "failed",
    "resolved": "mended",
    "skipped": "passed over",
    "orphaned": "orphaned claims",
    "reopened": "decisions opened again",
    "fields": "fields that changed",
    "taken_up": "readable now",
    "compared": "pairs compared again",
    "refiled": "copies filed anew",
}


@contextmanager
def _progress(what: str) -> Iterator[Callable[[str, int], None]]:
    """How far it is, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _said, _count: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} " + what), TextColumn("{task.fields[said]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, said="")
        yield lambda said, count: bar.update(task, advance=count, said=said)
