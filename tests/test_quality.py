"""The gold beside the repository and our own reports are read no worse than their floors say.

The scorer is the gold's own; where it is not there (a checkout without ../shared) these tests skip and say so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import quality

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared/gold"
FOLDERS = [SHARED / "dev", ROOT / "tests/golden/beyond_a", ROOT / "tests/golden/beyond_b"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_figure_is_below_its_floor(folder: Path) -> None:
    if not (SHARED / "score.py").is_file():
        pytest.skip(f"the gold's scorer is not there: {SHARED / 'score.py'}")
    if not folder.is_dir():
        pytest.skip(f"the gold is not there: {folder}")
    floors = quality.floors_for(folder)
    assert floors, f"benchmarks/floors.json has no floors for {folder}: quality.py --set-floors sets them"
    result, _ = quality.measure(folder)
    assert {name: result[name] for name, floor in floors.items() if result[name] < floor} == {}
