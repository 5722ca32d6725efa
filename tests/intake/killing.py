"""Ingests that are killed at any moment and started again, into a ledger of either engine.

`python -m tests.intake.killing WHERE [--reports 2000] [--kills 20] [--seconds 8]`: WHERE is a path at which there is no
ledger yet, or the address of an empty database (postgresql://…). Ends with an error where anything differs.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from benchmarks import generate
from reportedly.ledger import Ledger
from tests.intake.children import child
from tests.intake.taking import contents, grouped, take


def folder_of(path: Path, count: int, seed: int = 11) -> Path:
    """Generated reports with copies and updates among them, and files that fail.

    The generator's hostile files are left out: one of them holds 40,000 claims, and it is not kills that it tests.
    """
    made = generate.documents(count, seed, copies=count // 10, updates=count // 20)
    generate.write(made, path)
    for name in ("broken.jsonl", "g11-0000030-broken.jsonl"):
        (path / name).write_text("not json\n", encoding="utf-8")
    (path / "empty.txt").touch()
    return path


def killed(where: str, folder: Path, seconds: float, group: int, batch: int) -> int:
    """Starts an ingest, kills it so long after it began, verifies; how many documents are in."""
    with child(where, folder, group, batch) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        ended = process.poll() is not None
        process.kill()
        process.wait()
        told = [line.split(" ", 1)[1].strip() for line in process.stdout if not line.startswith("erased")]
    with Ledger.open(where) as ledger:
        found = ledger.verify()
        assert found.ok, found.problems[:3]
        ids = {stored.document.id for stored in ledger.documents(limit=None)}
    # What was told is on the disk.
    assert set(told) <= ids
    assert not ended or told
    return len(ids)


def survives(where: str, beside: Path, count: int, kills: int, longest: float, sizes: tuple[int, int]) -> list[int]:
    """Kills an ingest so many times, ends it, and compares with one that nobody disturbed, in a file `beside`.

    The documents that were in after each kill.
    """
    folder = folder_of(beside / "reports", count)
    with Ledger.open(beside / "undisturbed.db", create=True) as undisturbed:
        take(undisturbed, folder)
        wanted = contents(undisturbed) | grouped(undisturbed)
    chance = random.Random(kills)
    inside = []
    for number in range(kills):
        inside.append(killed(where, folder, chance.uniform(0, longest), *sizes))
        print(f"kill {number + 1} of {kills}: {inside[-1]} documents are in, verified", flush=True)
    with child(where, folder, *sizes) as process:
        assert process.wait(1800) == 0
    with Ledger.open(where) as ledger:
        assert ledger.verify().ok
        found = contents(ledger) | grouped(ledger)
    for name in wanted:
        assert found[name] == wanted[name], name
    return inside


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.intake.killing", description=__doc__)
    parser.add_argument("where", metavar="WHERE")
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        inside = survives(given.where, Path(folder), given.reports, given.kills, given.seconds, (64, 32))
    print(f"passed in {time.monotonic() - started:.0f} s; in after each kill: {' '.join(map(str, inside))}")


if __name__ == "__main__":
    main()
