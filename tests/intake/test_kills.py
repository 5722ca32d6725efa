"""An ingest that is killed at any moment and started again ends where an undisturbed one does."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from benchmarks import generate
from reportedly.ledger import Ledger
from tests.intake.children import child
from tests.intake.taking import contents, take


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


def survives(bare: str, tmp_path: Path, count: int, kills: int, longest: float, sizes: tuple[int, int]) -> list[int]:
    folder = folder_of(tmp_path / "reports", count)
    with Ledger.open(tmp_path / "undisturbed.db", create=True) as undisturbed:
        take(undisturbed, folder)
        wanted = contents(undisturbed)
    chance = random.Random(kills)
    inside = [killed(bare, folder, chance.uniform(0, longest), *sizes) for _ in range(kills)]
    with child(bare, folder, *sizes) as process:
        assert process.wait(1800) == 0
    with Ledger.open(bare) as ledger:
        assert ledger.verify().ok
        found = contents(ledger)
    for name in wanted:
        assert found[name] == wanted[name], name
    return inside


def test_two_kills_change_nothing(bare: str, tmp_path: Path) -> None:
    survives(bare, tmp_path, 60, 2, 1.0, (8, 4))


@pytest.mark.soak
def test_twenty_kills_change_nothing(bare: str, tmp_path: Path) -> None:
    longest = float(os.environ.get("REPORTEDLY_SOAK_SECONDS", "8"))
    inside = survives(bare, tmp_path, 2000, 20, longest, (64, 32))
    print(f"documents in after each kill: {inside}")
    assert len(set(inside)) > 5
