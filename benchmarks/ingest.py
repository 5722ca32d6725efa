"""Times taking reports into a ledger against bare reading of the same reports, in the same run, on one core.

usage: python -m benchmarks.ingest [COUNT | FILE.jsonl[:LINES] ...] [--rounds N] [--most PERCENT] [--copies N]

COUNT reports are generated (600 unless said), a tenth of them copies. The two take turns; seconds of the processor are
counted, so that neighbours and the disk do not blur the figure; the time on the clock stands beside. With --most the
exit status is 1 when the ledger costs more on top.
"""

from __future__ import annotations

import os

# Before anything loads a linear algebra library: one core is one thread.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import generate
from benchmarks.speed import one_core
from reportedly.ingest import load
from reportedly.intake import Summary, ingest
from reportedly.ledger import Ledger
from reportedly.model import Document
from reportedly.pipeline import read_all


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor, and on the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("given", nargs="*", default=["600"], metavar="COUNT | FILE.jsonl[:LINES]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, metavar="PERCENT")
    options = parser.parse_args()
    one_core()
    with TemporaryDirectory(prefix="reportedly-bench-") as folder:
        home = Path(folder)
        return compared(home, inputs(options.given, home), options.rounds, options.most)


def inputs(given: list[str], home: Path) -> Path:
    """The reports as JSON lines."""
    path = home / "reports.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for one in given:
            if one.isdigit():
                count = int(one)
                made = generate.documents(count, seed=3, copies=count // 10, updates=count // 50)
                out.writelines(f"{json.dumps(generated.row())}\n" for generated in made)
            else:
                name, _, lines = one.partition(":")
                with Path(name).open(encoding="utf-8") as stream:
                    out.writelines(islice(stream, int(lines) if lines else None))
    return path


def compared(home: Path, path: Path, rounds: int, most: float | None) -> int:
    summary: Summary | None = None
    number = 0

    def bare() -> None:
        for _ in read_all(one for one in load([path]) if isinstance(one, Document)):
            pass

    def kept() -> None:
        nonlocal summary, number
        number += 1
        with Ledger.open(home / f"{number}.db", create=True) as ledger:
            for step in ingest(ledger, [path]):
                summary = step if isinstance(step, Summary) else summary

    bare()
    times = [(timed(bare), timed(kept)) for _ in range(rounds)]
    assert summary is not None
    (reading, by_clock), (keeping, kept_by_clock) = (
        [statistics.median(values) for values in zip(*column, strict=True)] for column in zip(*times, strict=True)
    )
    over = 100 * (keeping / reading - 1)
    print(f"{summary.documents} reports, {summary.claims} claims, {summary.copies} copies; {rounds} rounds, medians")
    print(f"reading         {reading:7.2f} s of the processor   {by_clock:7.2f} s")
    print(f"with a ledger   {keeping:7.2f} s                    {kept_by_clock:7.2f} s")
    print(f"on top          {over:7.1f} %                    {100 * (kept_by_clock / by_clock - 1):7.1f} %")
    return int(most is not None and over > most)


if __name__ == "__main__":
    sys.exit(main())
