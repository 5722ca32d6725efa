"""Several processes that open one new ledger at the same moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

OPENS = """
import sys
from reportedly.ledger import Ledger

with Ledger.open(sys.argv[1], create=True) as ledger:
    ledger.documents(limit=1)
"""


def test_none_is_told_that_the_ledger_is_busy(tmp_path: Path) -> None:
    for turn in range(3):
        command = [sys.executable, "-c", OPENS, str(tmp_path / f"{turn}.db")]
        opening = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
        assert [process.communicate(timeout=60)[1] for process in opening] == ["", "", ""]
