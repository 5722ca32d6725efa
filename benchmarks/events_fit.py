"""Fits the weights of events again: a logistic on pairs of reports' main strands, drawn towards weights set by hand.

Each level of each feature has one weight. With a few dozen events of one war to learn from, the weights are not free:
they are drawn to PRIOR, weights that a coder would defend anywhere, by a pull that is chosen on held-out events.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reportedly import events
from reportedly.events import blocking, features, strands, weights
from reportedly.events.features import FEATURES, LEVELS, Compared
from reportedly.events.strands import Strand
from reportedly.events.weights import Weights
from reportedly.evidence import Evidence

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "src/reportedly/events" / weights.FILE
PRIOR = Path(__file__).with_name("events_prior.toml")
FOLDS = 5
# How strongly the weights are held to PRIOR: in pairs that would say otherwise.
PULLS = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
HeldOut = Callable[[Iterable[str]], tuple[dict[str, str], dict[str, str]]]


class Pair(NamedTuple):
    one: str
    other: str
    compared: Compared
    same: bool
    weight: float


def main_strands(reports: Mapping[str, Sequence[Evidence]]) -> dict[str, Strand]:
    """The strand that each report is mainly about."""
    found = {}
    for document, claims in reports.items():
        main = events.main(claims)
        own = [strands.own(claim) for claim in claims]
        for strand in strands.report_strands(own) if main else ():
            if main and any(claim.key == main.key for claim in strand.claims):
                found[document] = strand
    return found


def pairs(reports: Mapping[str, Sequence[Evidence]], gold: Mapping[str, str | None]) -> list[Pair]:
    """Pairs of one event, and of two where a key brings them together.

    An event weighs by its reports and not by their pairs.
    """
    known = {document: strand for document, strand in main_strands(reports).items() if gold.get(document)}
    sizes = Counter(gold[document] for document in known)
    keys = {document: (blocking.filed(strand), blocking.asked(strand)) for document, strand in known.items()}
    made = []
    for one, other in combinations(sorted(known), 2):
        same = gold[one] == gold[other]
        if same or keys[one][0] & keys[other][1]:
            weight = 4.0 / sizes[gold[one]] if same else 1.0
            made.append(Pair(one, other, features.compare(known[one], known[other]), same, weight))
    return made


def fitted(made: Sequence[Pair], prior: Weights, pull: float) -> Weights:
    """The weights that make the pairs likeliest, held to the prior by the pull."""
    names = [(feature, level) for feature in FEATURES for level in LEVELS[feature]]
    place = {name: number + 1 for number, name in enumerate(names)}
    rows = np.zeros((len(made), len(names) + 1))
    rows[:, 0] = 1
    for number, pair in enumerate(made):
        for feature, level in zip(FEATURES, pair.compared, strict=True):
            rows[number, place[feature, level]] = 1
    same = np.array([pair.same for pair in made], dtype=float)
    weight = np.array([pair.weight for pair in made])
    start = np.array([prior.bias, *(prior.of(*name) for name in names)])
    known = start.copy()
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(rows @ known, -30, 30)))
        gradient = rows.T @ (weight * (chance - same)) + pull * (known - start)
        curve = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + pull * np.eye(len(known))
        step = np.linalg.solve(curve, gradient)
        known = known - step
        if float(np.abs(step).max()) < 1e-6:
            break
    by_level = tuple({level: round(float(known[place[f, level]]), 2) for level in LEVELS[f]} for f in FEATURES)
    return Weights(round(float(known[0]), 2), prior.unmet, by_level)


def loss(made: Sequence[Pair], known: Weights) -> float:
    """The mean log loss of the pairs, weighted."""
    total = 0.0
    for pair in made:
        score = known.score(pair.compared)
        total += pair.weight * math.log1p(math.exp(-score if pair.same else score))
    return total / sum(pair.weight for pair in made)


def fold_of(event: str) -> int:
    """Events are held out whole, so that no report of one is fitted on another."""
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % FOLDS


def fit(
    reports: Mapping[str, Sequence[Evidence]], gold: Mapping[str, str | None], write: bool, held_out: HeldOut
) -> None:
    """Chooses the pull on held-out events, fits on all, prints both and writes the weights if told."""
    from benchmarks.events import b_cubed, pairwise

    made, prior = pairs(reports, gold), weights.read(PRIOR.read_text(encoding="utf-8"))
    print(f"{len(made)} pairs, {sum(pair.same for pair in made)} of one event")
    fold = {document: fold_of(event) for document, event in gold.items() if event}
    # Chosen by what matters, the groups; the log loss of single pairs would have the weights freer.
    outside: dict[float, float] = {}
    for pull in (*PULLS, math.inf):
        losses: list[float] = []
        found: dict[str, str] = {}
        wanted: dict[str, str] = {}
        for number in range(FOLDS):
            rest = [pair for pair in made if number not in (fold[pair.one], fold[pair.other])]
            held = [pair for pair in made if number in (fold[pair.one], fold[pair.other])]
            known = prior if pull == math.inf else fitted(rest, prior, pull)
            losses.append(loss(held, known))
            with weights.using(known):
                here, there = held_out(document for document in fold if fold[document] == number)
            found |= {document: f"{number}:{event}" for document, event in here.items()}
            wanted |= there
        pair_score, cubed = pairwise(found, wanted), b_cubed(found, wanted)
        outside[pull] = (pair_score.f1 + cubed.f1) / 2
        name = "prior alone" if pull == math.inf else f"pull {pull:g}"
        print(
            f"held out, {name}: log loss {sum(losses) / FOLDS:.4f}, "
            f"pairwise F1 {pair_score.f1:.3f}, B-cubed F1 {cubed.f1:.3f}"
        )
    best = max(outside, key=lambda pull: outside[pull])
    known = prior if best == math.inf else fitted(made, prior, best)
    print(f"chosen: pull {best:g}; fitted on all: log loss {loss(made, known):.4f} (prior {loss(made, prior):.4f})")
    if write:
        FILE.write_text(toml(known, len(made), best), encoding="utf-8")
        print(f"written: {FILE.relative_to(ROOT)}")


def toml(known: Weights, count: int, pull: float) -> str:
    """The weights as they are kept."""
    lines = [
        "# What each level of a feature weighs, in log odds; the sum says whether two strands are of one event.",
        f"# Fitted on {count} pairs of reports with a pull of {pull:g} to benchmarks/events_prior.toml, by:",
        "# python -m benchmarks.events ../shared/gold/corpus/fakes.jsonl ../shared/gold/events/dev_events.jsonl"
        " --fit --write",
        "# docs/events.md says how far to trust them.",
        f"bias = {known.bias}",
        "# A pair that no key brought together, when the means of groups are taken.",
        f"unmet = {known.unmet}",
    ]
    for feature in FEATURES:
        lines += ["", f"[{feature}]"]
        lines += [f"{level} = {known.of(feature, level)}" for level in LEVELS[feature]]
    return "\n".join(lines) + "\n"
