"""A whole large ledger at once: made-up claims grouped into events, and every event reconciled, on two cores.

usage: python -m benchmarks.events_soak CLAIMS [CLAIMS …]

Grouping is done by one process. Reconciling asks of each event its own claims alone: two processes take half of the
events each, and share the claims in memory. Printed are the seconds of the clock and of the processors. The bar is held
against the seconds of the busier core, which are those of the clock where nothing else runs. The exit status is 1
when a bar of the issue is missed.
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import re
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

from benchmarks.events_scale import evidence
from reportedly import events, profiles, tolls
from reportedly.evidence import Event, Evidence

SECONDS, MEGABYTES, EXPONENT = 15 * 60, 6 * 1024, 1.1
_PROFILE = "strict"


class Part(NamedTuple):
    """What one process reconciled: events, those with a known bound, claims ruled on; and what that took."""

    events: int
    known: int
    rulings: int
    seconds: float
    megabytes: float


class Soaked(NamedTuple):
    """A whole run. `grouping` and the seconds of `parts` are the processor's, `clock` is the clock's."""

    claims: int
    events: int
    grouping: float
    clock: float
    megabytes: float
    parts: tuple[Part, ...]

    @property
    def core(self) -> float:
        """The seconds of the busier core."""
        return self.grouping + max(part.seconds for part in self.parts)

    @property
    def processor(self) -> float:
        return self.grouping + sum(part.seconds for part in self.parts)


def soak(count: int, seed: int = 1, processes: int = 2) -> Soaked:
    """Groups and reconciles so many made-up claims. Forks: the claims are shared and not sent."""
    made = list(evidence(count, seed))
    started, before = time.monotonic(), time.process_time()
    grouped = events.group(made)
    grouping = time.process_time() - before
    known = {claim.key: claim for claim in made}
    # Collecting would touch, and so copy, every object that the processes share.
    gc.collect()
    gc.freeze()
    context = multiprocessing.get_context("fork")
    ends = []
    for number in range(1, processes):
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_told_of, args=(grouped[number::processes], known, theirs))
        process.start()
        ends.append((process, mine))
    parts = [reconciled(grouped[::processes], known)]
    for process, end in ends:
        parts.append(end.recv())
        process.join()
    clock = time.monotonic() - started
    gc.unfreeze()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Soaked(count, len(grouped), grouping, clock, max(peak, sum(part.megabytes for part in parts)), tuple(parts))


def reconciled(mine: Sequence[Event], known: Mapping[str, Evidence]) -> Part:
    """Reconciles events. Nothing is kept but counts: a ledger works tolls out when they are asked for."""
    started, rulings, found = time.process_time(), 0, 0
    strict = profiles.load(_PROFILE)
    for event in mine:
        toll = tolls.reconcile(event, known, strict)
        rulings += len(toll.rulings)
        found += any(line.known for line in toll.lines)
    return Part(len(mine), found, rulings, time.process_time() - started, _megabytes())


def _told_of(mine: Sequence[Event], known: Mapping[str, Evidence], end: multiprocessing.connection.Connection) -> None:
    end.send(reconciled(mine, known))
    end.close()


def _megabytes() -> float:
    """The memory of this process, with its share of what it has in common with others where the system tells that."""
    rollup = Path("/proc/self/smaps_rollup")
    told = re.search(r"^Pss:\s+(\d+) kB", rollup.read_text(), re.MULTILINE) if rollup.exists() else None
    if told is not None:
        return int(told[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def exponent(one: Soaked, other: Soaked) -> float:
    """How the processors' seconds grow with the claims: 1.0 is in step."""
    return log(other.processor / one.processor) / log(other.claims / one.claims)


def missed(found: Sequence[Soaked]) -> bool:
    """Whether a bar is missed, or a claim was left without a ruling."""
    slow = any(one.core > SECONDS or one.megabytes > MEGABYTES for one in found)
    lost = any(sum(part.rulings for part in one.parts) != one.claims for one in found)
    # Over a single step of ten, the noise of a busy machine is more than the slope.
    wide = found[-1].claims >= 100 * found[0].claims
    return slow or lost or (wide and exponent(found[0], found[-1]) > EXPONENT)


def told(counts: Sequence[int]) -> int:
    """Runs every count in a process of its own, prints it, and returns 1 when a bar is missed."""
    found = []
    for count in counts:
        # Fresh memory for each; not a pool, whose processes may have no children.
        with multiprocessing.get_context("spawn").Manager() as manager:
            kept = manager.list()
            process = multiprocessing.get_context("spawn").Process(target=_kept, args=(count, kept))
            process.start()
            process.join()
            [one] = kept
        found.append(one)
        print(
            f"{one.claims:,} claims in {one.events:,} events: grouped in {one.grouping:.1f} s, reconciled in "
            f"{' and '.join(f'{part.seconds:.1f}' for part in one.parts)} s of a core, {one.core:.0f} s in all "
            f"({one.clock:.0f} s of the clock), {one.megabytes:,.0f} MB; "
            f"{sum(part.known for part in one.parts):,} events with a known bound",
            flush=True,
        )
    if len(found) > 1:
        print(f"exponent {exponent(found[0], found[-1]):.3f}, at most {EXPONENT} wanted")
    return int(missed(found))


def _kept(count: int, kept: list[Soaked]) -> None:
    kept.append(soak(count))


if __name__ == "__main__":
    sys.exit(told([int(argument.replace("_", "")) for argument in sys.argv[1:]] or [10_000, 100_000]))
