"""What a ledger answers for: `verify` recomputes it, `redact` erases from it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli import opening
from reportedly.cli.options import LedgerAt
from reportedly.cli.running import guarded
from reportedly.errors import LedgerMissing

if TYPE_CHECKING:
    from reportedly.ledger import Erasure, Ledger, Problem, Verification

BROKEN = 1
_HASH = re.compile(r"[0-9a-f]{64}")


def _head(said: str | None) -> str | None:
    if said is not None and not _HASH.fullmatch(said.strip().lower()):
        raise typer.BadParameter("a head is 64 hexadecimal digits, as `reportedly ingest` and `verify` print it")
    return said and said.strip().lower()


@guarded
def verify(
    head: Annotated[
        str | None,
        typer.Option(metavar="HASH", callback=_head, help="A head printed earlier, which must be in the chain."),
    ] = None,
    read_bytes: Annotated[
        bool, typer.Option("--bytes", help="Also read the files and archives again, and compare their hashes.")
    ] = False,
    ledger: LedgerAt = None,
) -> int:
    """Recompute a ledger, and name what was altered.

    The first broken link is named first. The exit status is 1 when anything was. What was erased is listed and
    breaks nothing. Without --head, a ledger whose end was cut off, or that was rewritten as a whole, cannot be told
    from a good one.
    """
    from reportedly.cli.received import Received

    with opening.opened(ledger) as kept:
        received = Received(Path(kept.name).parent) if read_bytes else None
        with _progress() as told:
            found = kept.verify(head, read_bytes=received, progress=told)
    for line in _told(found, head is not None, read_bytes):
        print(line)
    return 0 if found.ok else BROKEN


def _told(found: Verification, headed: bool, read_bytes: bool) -> Iterator[str]:
    from reportedly.render.words import shown

    if found.ok:
        yield f"{found.links:,} links verified, nothing was altered"
    else:
        first, *others = found.problems
        yield f"BROKEN at {_where(first)}: {shown(first.what)}"
        yield from (f"also {_where(problem)}: {shown(problem.what)}" for problem in others)
        yield f"{len(found.problems):,} problems in {found.links:,} links"
    yield from (_tombstone(erasure) for erasure in found.erased)
    yield from (f"note: {shown(note)}" for note in found.notes)
    if found.ok and not headed:
        yield "not checked: whether the end was cut off or all of it rewritten (--head with a head kept elsewhere)"
    if not read_bytes:
        yield "not checked: the files and archives that reports came from (--bytes)"
    yield f"head: {found.head.hash} (link {found.head.seq:,})"


def _where(problem: Problem) -> str:
    from reportedly.render.words import shown

    return f"link {problem.seq}, {shown(problem.where)}" if problem.seq is not None else shown(problem.where)


def _tombstone(erasure: Erasure) -> str:
    from reportedly.cli import rows
    from reportedly.render import showing

    return showing.erased(rows.erasure(erasure))


@guarded
def redact(
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="The id of a document (erased with its claims) or of a source, the key of a claim, or decision:N.",
            show_default=False,
        ),
    ],
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why; this stays.", show_default=False)],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who erases it; this stays.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ledger: LedgerAt = None,
) -> int:
    """Erase what stands under a key, where law or safety demands it.

    It cannot be brought back. A tombstone stays that says what was erased, by whom, when and why; do not repeat in
    the reason what must go.
    """
    if not (reason.strip() and by.strip()):
        raise typer.BadParameter("a redaction names its reason and who does it", param_hint="--reason, --by")
    from reportedly.render.words import shown

    with opening.opened(ledger) as kept:
        if not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter(
                    "nobody is there to ask; add --yes to erase without asking", param_hint="--yes"
                )
            print(f"This erases {_meant(kept, key)} from {shown(kept.name)}, for good.")
            if not typer.confirm("Erase it?"):
                print("nothing was erased")
                return 1
        done = kept.redact(key, reason, by)
        head = kept.head()
    print(f"{_tombstone(done.erasure)} ({done.links} {'link' if done.links == 1 else 'links'})")
    print("Where its words may still stand:")
    for note in done.notes:
        print(f"  {shown(note)}")
    print("  backups of the ledger, exports made from it, logs of the database")
    print(f"head: {head.hash} (link {head.seq:,})")
    return 0


def _meant(ledger: Ledger, key: str) -> str:
    """What a key names, for whoever is asked."""
    from reportedly.ledger import ShownClaim, ShownDocument
    from reportedly.render.words import shown

    try:
        found = ledger.show(key)
    except LedgerMissing:
        return f"what stands under {shown(key)}"
    if isinstance(found, ShownDocument):
        title = f" ({found.document.document.title})" if found.document.document.title else ""
        return f"the document {shown(key + title)} with its {len(found.claims)} claims"
    if isinstance(found, ShownClaim):
        return f"the claim {shown(key)} ({shown(str(found.claim.row['quantity']))}) in all its versions"
    return f"what stands under {shown(key)}"


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("verifying", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
