"""Several processes at once, and processes that are killed: nothing lost, nothing doubled, one chain."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reportedly.errors import LedgerBusy
from reportedly.ledger import Ledger, engines
from tests.ledger.filling import filled, reading

ROOT = Path(__file__).parents[2]
# Adds documents in turn, each with all that is read from it in one batch; prints those that are confirmed.
WRITER = """
import sys
from reportedly.ledger import Ledger
from tests.ledger.filling import add, reading, run
where, first, last, step = sys.argv[1], *map(int, sys.argv[2:])
with Ledger.open(where, create=True) as ledger:
    number = run(ledger)
    for one in range(first, last, step):
        with ledger.batch() as batch:
            add(batch, reading(f"r{one}", low=100 + one), number)
        print(one, flush=True)
"""


# Mints an event from each claim in turn, under a name of its own; prints those that it was given.
MINTER = """
import sys
from reportedly.errors import LedgerConflict
from reportedly.ledger import Ledger
from tests.ledger.filling import reading
where, name = sys.argv[1:]
with Ledger.open(where) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    for one in range(60):
        anchor = reading(f"r{one}", low=100 + one).claims[0].key
        try:
            with ledger.batch() as batch:
                batch.mint_event(f"{name}{one}", anchor)
            print(f"{name}{one}")
        except LedgerConflict:
            pass
"""


@contextmanager
def writer(where: str, first: int, last: int, step: int = 1) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WRITER, where, *map(str, (first, last, step))]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
    ) as process:
        yield process
        process.kill()


def test_two_processes_write_one_chain(bare: str) -> None:
    """They overlap by half, and both begin by making the ledger."""
    with writer(bare, 0, 40) as one, writer(bare, 59, 19, -1) as other:
        assert (one.wait(120), other.wait(120)) == (0, 0)
    with Ledger.open(bare) as ledger:
        ids = [stored.document.id for stored in ledger.documents(limit=None)]
        assert sorted(ids) == sorted(f"r{number}" for number in range(60))
        assert ledger.count_claims() == 120
        assert ledger.verify().ok
        assert len(ledger.runs()) == 2


def test_an_event_is_minted_by_one_of_two_processes(where: str) -> None:
    """Both name it otherwise, from the same claim: whoever comes second is told, and nothing of theirs is left."""
    with Ledger.open(where) as ledger:
        filled(ledger, *(reading(f"r{number}", low=100 + number) for number in range(60)))
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    minting = [
        subprocess.Popen(
            [sys.executable, "-c", MINTER, where, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": paths},
        )
        for name in ("x", "y")
    ]
    assert [process.stdout.readline() for process in minting if process.stdout] == ["ready\n"] * 2
    for process in minting:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    given = [process.communicate(timeout=120)[0].split() for process in minting]
    with Ledger.open(where) as ledger:
        assert ledger.verify().ok
        assert sorted(ledger.anchors().values()) == sorted(given[0] + given[1])
        assert sorted(int(id[1:]) for id in given[0] + given[1]) == list(range(60))


def test_who_waits_too_long_is_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE_S", 0.3)
    with Ledger.open(where) as one, Ledger.open(where) as other, one.batch(), pytest.raises(LedgerBusy), other.batch():
        pass
    with Ledger.open(where) as ledger:
        assert filled(ledger) == 1


@pytest.mark.parametrize("moment", [0.05, 0.2])
def test_what_was_confirmed_survives_a_kill(where: str, moment: float) -> None:
    chance = random.Random(moment)
    confirmed: set[str] = set()
    for _ in range(3):
        with writer(where, 0, 2000) as process:
            assert process.stdout is not None
            confirmed |= {process.stdout.readline().strip()}
            time.sleep(moment * (1 + chance.random()))
            process.send_signal(signal.SIGKILL)
            confirmed |= set(process.stdout.read().split())
    with Ledger.open(where) as ledger:
        assert ledger.verify().ok
        ids = [stored.document.id for stored in ledger.documents(limit=None)]
        assert len(ids) == len(set(ids))
        assert {f"r{number}" for number in confirmed} <= set(ids)
        for stored in ledger.documents(limit=None):
            assert (stored.status, stored.claims, stored.leftovers) == ("read", 2, 1)
        low = {claim.document: claim.claim.quantity.value.low for claim in ledger.claims(limit=None)}
        assert low == {id: 100 + int(id[1:]) for id in ids}
        assert ledger.reading("r0") == reading("r0", low=100)
