"""Two processes at once take the same and other reports into one ledger: nothing is lost, nothing doubled."""

from __future__ import annotations

from pathlib import Path

from reportedly.ledger import Ledger
from tests.intake.children import child
from tests.intake.killing import folder_of
from tests.intake.taking import contents, take


def test_two_processes_at_once(bare: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "reports", 60)
    with child(bare, folder, 8, 4) as one, child(bare, folder, 8, 4) as other:
        assert (one.wait(200), other.wait(200)) == (0, 0)
    with Ledger.open(tmp_path / "alone.db", create=True) as alone, Ledger.open(bare) as ledger:
        take(alone, folder)
        assert ledger.verify().ok
        assert ledger.failures(open=False) != []
        assert contents(ledger) == contents(alone)
        # Either of them obtained each.
        assert all(len(ledger.captures(document=one.document.id)) == 2 for one in ledger.documents(limit=None))
