"""Times the reading of reports against the full spaCy pipeline on the same texts, in the same run, on one core.

usage: speed.py FILE.jsonl[:LINES] ... [--rounds N] [--floor RATIO] [--most-mb MB]

FILE.jsonl:75 takes the first 75 lines. The two take turns; the median of their rounds counts. Loading models and the
gazetteer is not timed. With --floor or --most-mb the exit status is 1 when the ratio is lower, or the memory higher.
`make bench` runs it on TR-News and the first 75 reports of FA-KES: about one sentence in six speaks of harm there.
"""

from __future__ import annotations

import os

# Before anything loads a linear algebra library: one core is one thread.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import argparse
import io
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from reportedly import language
from reportedly.ingest import load
from reportedly.language import Sentence
from reportedly.model import Document
from reportedly.pipeline import read, read_all

_BATCH = 16


def documents(named: Iterable[str]) -> list[Document]:
    """The reports of the files; exits when one cannot be read."""
    found: list[Document] = []
    for name in named:
        path, _, lines = name.partition(":")
        with Path(path).open("rb") as stream:
            raw = b"".join(islice(stream, int(lines) if lines else None))
        for loaded in load(["-"], stdin=io.BytesIO(raw), max_bytes=len(raw)):
            if not isinstance(loaded, Document):
                sys.exit(f"{name}: {loaded}")
            found.append(loaded)
    return found


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def parsed_share(reports: list[Document]) -> float:
    """The share of all passages whose grammar was asked for."""
    parse = language._parse
    parsed = 0

    def counting(todo: list[Sentence]) -> None:
        nonlocal parsed
        parsed += len(todo)
        parse(todo)

    language._parse = counting
    try:
        passages = sum(len(reading.passages) for reading in read_all(reports))
    finally:
        language._parse = parse
    return parsed / passages


def peak_mb(named: list[str]) -> float:
    """The most memory that a process of its own needs to read all of it."""
    command = [sys.executable, __file__, *named, "--only-read"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024


def one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE.jsonl[:LINES]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--floor", type=float, metavar="RATIO")
    parser.add_argument("--most-mb", type=float, metavar="MB")
    parser.add_argument("--only-read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    one_core()
    reports = documents(options.files)
    if options.only_read:
        for _ in read_all(reports):
            pass
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return 0

    import spacy

    full = spacy.load(language.model().name)
    texts = [document.text for document in reports]
    words = sum(len(text.split()) for text in texts)
    claims = 0

    def ours() -> None:
        nonlocal claims
        claims = sum(len(reading.claims) for reading in read_all(reports))

    def theirs() -> None:
        for _ in full.pipe(texts, batch_size=_BATCH):
            pass

    read(reports[0])
    full(texts[0])
    rounds = [(timed(ours), timed(theirs)) for _ in range(options.rounds)]
    reading, parsing = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio, memory = parsing / reading, peak_mb(options.files)
    print(f"{len(reports)} reports, {words:,} words, {claims:,} claims; {options.rounds} rounds on one core, medians")
    print(f"reading          {words / reading:8,.0f} words/s   {reading:6.2f} s")
    print(f"spaCy, in full   {words / parsing:8,.0f} words/s   {parsing:6.2f} s")
    print(f"ratio            {ratio:8.2f}{f'   floor {options.floor}' if options.floor else ''}")
    print(f"sentences parsed {parsed_share(reports):8.1%}")
    print(f"peak memory      {memory:8,.0f} MB{f'   at most {options.most_mb:.0f}' if options.most_mb else ''}")
    return int(ratio < (options.floor or 0) or memory > (options.most_mb or float("inf")))


if __name__ == "__main__":
    sys.exit(main())
