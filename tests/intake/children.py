"""An ingest in a process of its own, which can be killed: `python -m tests.intake.children LEDGER FOLDER GROUP BATCH`.

Prints "begun" when all that takes long is loaded, then a line for each document that is kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def child(where: str, folder: Path, group: int = 64, batch: int = 32) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.intake.children", where, str(folder), str(group), str(batch)]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": paths}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def main(where: str, folder: str, group: str, batch: str) -> None:
    from reportedly import pipeline
    from reportedly.intake import Taken, ingest, running
    from reportedly.ledger import Ledger
    from tests.factories import document

    pipeline.AT_ONCE, running._BATCH = int(group), int(batch)
    pipeline.read(document())
    with Ledger.open(where, create=True) as ledger:
        print("begun", flush=True)
        for event in ingest(ledger, [folder]):
            if isinstance(event, Taken):
                print(event.what.value, event.document, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
