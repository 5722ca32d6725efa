"""Many small ingests in a process of its own: `python -m tests.intake.racing LEDGER INPUT…`, each input a run.

Prints "ready" when all that takes long is loaded, waits for a line so that several can set out at one moment, then
prints a line for each document: what became of it, and its id.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def race(where: str, entrants: Sequence[Sequence[Path]]) -> list[list[tuple[str, str]]]:
    """Lets processes take in their inputs at once; what each was told of each document."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "tests.intake.racing", where]
    running = [
        subprocess.Popen(
            [*command, *map(str, inputs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        for inputs in entrants
    ]
    try:
        for process in running:
            assert process.stdout is not None
            ready = process.stdout.readline()
            assert ready == "ready\n", process.communicate()[1]
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        told = []
        for process in running:
            out, errors = process.communicate(timeout=300)
            assert process.returncode == 0, errors
            pairs = [line.split(" ", 1) for line in out.splitlines()]
            told.append([(what, id) for what, id in pairs])
        return told
    finally:
        for process in running:
            process.kill()


def main(where: str, *inputs: str) -> None:
    from reportedly import pipeline
    from reportedly.intake import Failed, Taken, ingest
    from reportedly.ledger import Ledger
    from tests.factories import document

    pipeline.read(document())
    print("ready", flush=True)
    sys.stdin.readline()
    with Ledger.open(where, create=True) as ledger:
        for one in inputs:
            for event in ingest(ledger, [one]):
                if isinstance(event, Taken):
                    print(event.what.value, event.document)
                elif isinstance(event, Failed):
                    print("failed", event.where)


if __name__ == "__main__":
    main(*sys.argv[1:])
