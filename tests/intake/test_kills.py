"""An ingest that is killed at any moment and started again ends where an undisturbed one does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.intake.killing import survives


def test_two_kills_change_nothing(bare: str, tmp_path: Path) -> None:
    survives(bare, tmp_path, 60, 2, 1.0, (8, 4))


@pytest.mark.soak
def test_twenty_kills_change_nothing(bare: str, tmp_path: Path) -> None:
    longest = float(os.environ.get("REPORTEDLY_SOAK_SECONDS", "8"))
    inside = survives(bare, tmp_path, 2000, 20, longest, (64, 32))
    print(f"documents in after each kill: {inside}")
    assert len(set(inside)) > 5
