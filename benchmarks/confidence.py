"""Fits the confidence of a claim and measures how far it can be trusted.

usage: confidence.py FOLDER … [--write] [--unseen FOLDER | --check FOLDER] [--resamples N]

Each FOLDER holds reports.jsonl and claims.jsonl as for quality.py. A claim is right when the gold's scorer finds every
field right; one that the gold does not have is wrong; one that the gold calls optional is left out. --write puts
the weights beside the program and the figures and the plot into docs/. --unseen measures the shift on a collection that
no rule was written with; --check only says how the shipped confidence does on one. A folder of tests/golden that is
not named is never fitted on: its raw calibration is told. The same data give the same bytes.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from benchmarks import quality, reliability
from benchmarks.reliability import Measures, Stranger, measures
from reportedly import confidence, interchange
from reportedly.confidence import Features, Weights
from reportedly.errors import SetupError
from reportedly.ingest import load
from reportedly.model import Document
from reportedly.pipeline import read_all

ROOT = quality.ROOT
WEIGHTS = ROOT / "src/reportedly" / confidence.FILE
PAGE = ROOT / "docs/quality.md"
PLOT = ROOT / "docs/confidence.svg"
GOLDEN = ROOT / "tests/golden"
COMMAND = "python -m benchmarks.confidence --write ../shared/gold/dev tests/golden/beyond_a tests/golden/beyond_b"
FOLDS = 5
# How often reports are dealt into folds anew: one division says as much of its luck as of the fit.
DIVISIONS = 20
# How freely weights may grow (the inverse of L2), from hardly to much; chosen inside each fold.
FREEDOM = (0.03, 0.1, 0.3, 1.0, 3.0)
SEED = 20261122

# Share of claims right as a whole when a collection was first read with rules for every field and those of no field but
# detection tuned on it: `quality.py FOLDER` at commit 1472a78 (127 of 319 claims, 118 of 321).
FIRST = {"beyond_a": 0.398, "beyond_b": 0.368}
# How much of what tuning gains where it is done is gained elsewhere, in log odds. While only beyond_a was looked at,
# beyond_b went from .707 to .76 in dates (now .889) and from .836 to .867 in detection (now .940): .23 and .22 of the
# way. docs/quality.md, "What these figures are not".
CARRIED_OVER = 0.22


@dataclass(frozen=True, slots=True)
class Case:
    """A claim read, and whether it is right as a whole."""

    collection: str
    report: str
    features: Features
    right: bool


@cache
def gather(folder: Path, given: str | None = None) -> tuple[Case, ...]:
    """The claims of a gold folder, read once in a run.

    Exits with a message when it, or the gold's scorer, cannot be read.
    """
    module = quality.scorer(folder, given)
    gold = module.load(folder / "claims.jsonl")
    cases, rows, found = [], {}, []
    documents = [loaded for loaded in load([str(folder / "reports.jsonl")]) if isinstance(loaded, Document)]
    for reading in read_all(documents):
        own = [interchange.row(claim, reading.document) for claim in reading.claims]
        rows[reading.document.id] = own
        scored = confidence.features(reading.claims, reading.document)
        found += [(reading.document.id, row, one) for row, one in zip(own, scored, strict=True)]
    _, errors = module.score(gold, rows)
    # An error ends with the prediction that it is about; those of `missed` have none.
    wrong = {id(error[-1]) for name in ("whole", "extra") for error in errors[name]}
    for report, row, one in found:
        optional = any(p is row and g.get("optional") for g, p in module.match(gold.get(report, []), rows[report]))
        if not optional:
            cases.append(Case(folder.name, f"{folder.name}/{report}", one, id(row) not in wrong))
    return tuple(cases)


def fitted(cases: Sequence[Case], freedom: float) -> Weights:
    model = LogisticRegression(C=freedom, solver="newton-cholesky")
    model.fit(np.array([case.features for case in cases]), np.array([case.right for case in cases]))
    return Weights(float(model.intercept_[0]), 0.0, tuple(map(float, model.coef_[0])))


def chances(cases: Sequence[Case], known: Weights) -> list[float]:
    """The confidence of each case before it is rounded."""
    return [confidence.chance(case.features, known) for case in cases]


def folds(cases: Sequence[Case], seed: int, count: int = FOLDS) -> list[tuple[list[Case], list[Case]]]:
    """(to fit on, held out), by report, each fold with its part of every collection."""
    reports = sorted({case.report for case in cases})
    random.Random(seed).shuffle(reports)
    reports.sort(key=lambda report: report.partition("/")[0])
    fold = {report: number % count for number, report in enumerate(reports)}
    return [
        (
            [case for case in cases if fold[case.report] != number],
            [case for case in cases if fold[case.report] == number],
        )
        for number in range(count)
    ]


def chosen(cases: Sequence[Case]) -> float:
    """The freedom with the least held-out log loss within these cases."""
    split = folds(cases, SEED + 1, 4)

    def loss(freedom: float) -> float:
        return sum(_measured(held, fitted(rest, freedom)).log_loss * len(held) for rest, held in split)

    return min(FREEDOM, key=loss)


def _measured(cases: Sequence[Case], known: Weights) -> Measures:
    return measures([case.right for case in cases], chances(cases, known))


@dataclass(frozen=True, slots=True)
class Fold:
    name: str
    held: list[Case]
    weights: Weights
    freedom: float
    inside: Measures
    outside: Measures


def crossed(split: Sequence[tuple[list[Case], list[Case]]], names: Sequence[str]) -> list[Fold]:
    made = []
    for name, (rest, held) in zip(names, split, strict=True):
        freedom = chosen(rest)
        known = fitted(rest, freedom)
        made.append(Fold(name, held, known, freedom, _measured(rest, known), _measured(held, known)))
    return made


def pooled(made: Sequence[Fold]) -> tuple[list[Case], list[float]]:
    """Every held-out case with the chance that the fold gave it that did not see it."""
    return [case for fold in made for case in fold.held], [
        chance for fold in made for chance in chances(fold.held, fold.weights)
    ]


def divided_again(cases: Sequence[Case]) -> tuple[int, Measures]:
    """How many other divisions into folds were tried, and the mean gap between fitted and held out over all of them."""
    pairs = [
        (fold.inside, fold.outside)
        for number in range(DIVISIONS)
        for fold in crossed(folds(cases, SEED + 100 + number), [str(fold + 1) for fold in range(FOLDS)])
    ]
    return DIVISIONS, reliability.gaps(pairs)


def by_collection(cases: Sequence[Case]) -> list[Fold]:
    """Fitted on all collections but one, tested on that one."""
    names = list(dict.fromkeys(case.collection for case in cases))
    if len(names) < 2:
        return []
    split = [([c for c in cases if c.collection != name], [c for c in cases if c.collection == name]) for name in names]
    return crossed(split, names)


def resampled(cases: Sequence[Case], resamples: int, seed: int = SEED) -> list[list[int]]:
    """Indexes of the cases of as many reports as there are, drawn with replacement, so often."""
    by_report: dict[str, list[int]] = {}
    for index, case in enumerate(cases):
        by_report.setdefault(case.report, []).append(index)
    reports, rng = sorted(by_report), random.Random(seed)
    return [
        [index for report in rng.choices(reports, k=len(reports)) for index in by_report[report]]
        for _ in range(resamples)
    ]


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95 %."""
    ranked = sorted(values)
    return ranked[int(0.025 * len(ranked))], ranked[min(len(ranked) - 1, int(0.975 * len(ranked)))]


def intervals_of_measures(cases: Sequence[Case], given: Sequence[float], resamples: int) -> list[tuple[float, float]]:
    """For each measure, from held-out chances: the reports are drawn again, the fits are not."""
    drawn = [
        measures([cases[index].right for index in sample], [given[index] for index in sample])
        for sample in resampled(cases, resamples)
    ]
    return [interval(column) for column in zip(*drawn, strict=True)]


def intervals_of_weights(cases: Sequence[Case], freedom: float, resamples: int) -> list[tuple[float, float]]:
    """For the intercept and each weight, fitted again on every drawing."""
    drawn = []
    for sample in resampled(cases, resamples):
        again = fitted([cases[index] for index in sample], freedom)
        drawn.append((again.intercept, *again.features))
    return [interval(column) for column in zip(*drawn, strict=True)]


def shift_to(cases: Sequence[Case], known: Weights, share: float) -> float:
    """What must be added to every score so that the mean chance of these cases is the share."""
    low, high = -6.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        shifted = Weights(known.intercept, middle, known.features)
        if sum(chances(cases, shifted)) / len(cases) < share:
            low = middle
        else:
            high = middle
    return round(low, 2)


def expected_share(cases: Sequence[Case]) -> float:
    """The share that would be right had no rule been written with these cases, whose collections are in FIRST."""
    first = sum(FIRST[case.collection] for case in cases) / len(cases)
    now = sum(case.right for case in cases) / len(cases)
    odds = _log_odds(first) + CARRIED_OVER * (_log_odds(now) - _log_odds(first))
    return 1 / (1 + math.exp(-odds))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--scorer")
    parser.add_argument("--unseen", type=Path, help="a collection that no rule was written with: sets the shift")
    parser.add_argument("--check", type=Path, help="how the shipped confidence does on a collection; fits nothing")
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help="writes the weights, and the figures into docs/")
    args = parser.parse_args(argv)
    if args.check:
        check(gather(args.check, args.scorer))
        return 0
    if not args.folders:
        parser.error("name the folders to fit on")
    if args.write:
        start_anew()
    fit(args)
    return 0


def start_anew() -> None:
    """Where the shipped weights do not fit the features any more, zeros, so that reports can be read at all."""
    try:
        confidence.weights()
    except SetupError:
        lines = ["intercept = 0", "shift = 0", "[weights]", *(f"{name} = 0" for name in Features._fields)]
        WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check(cases: Sequence[Case]) -> None:
    known = confidence.weights()
    right = [case.right for case in cases]
    for name, shift in (("as shipped", known.shift), ("without its shift", 0.0)):
        given = chances(cases, Weights(known.intercept, shift, known.features))
        print(f"{name}: mean {sum(given) / len(given):.3f}, right {sum(right) / len(right):.3f} of {len(right)}")
        print(f"  {reliability.told(measures(right, given))}")
    share = sum(right) / len(right)
    print(f"the shift that would centre it: {shift_to(cases, known, share):+.2f} (shipped: {known.shift:+.2f})")


def fit(args: argparse.Namespace) -> None:
    """Fits, measures by folds, by collections and by drawing reports again, prints all of it, and writes it if told."""
    cases = [case for folder in args.folders for case in gather(folder, args.scorer)]
    freedom = chosen(cases)
    known = fitted(cases, freedom)
    made = crossed(folds(cases, SEED), [str(number + 1) for number in range(FOLDS)])
    others = by_collection(cases)
    known, why = shifted(cases, known, gather(args.unseen, args.scorer) if args.unseen else None)
    bounds = intervals_of_weights(cases, freedom, args.resamples)
    held, given = pooled(made)
    curve = reliability.bins([case.right for case in held], given)
    page = reliability.page(
        folds=[(fold.name, len(fold.held), fold.inside, fold.outside) for fold in made],
        again=divided_again(cases),
        collections=[_stranger(fold.name, fold.held, fold.weights) for fold in others],
        fresh=[row for folder in not_fitted(args.folders) for row in _fresh(gather(folder, args.scorer), known)],
        pooled=measures([case.right for case in held], given),
        if_true=_if_true(given, made),
        spread=intervals_of_measures(held, given, args.resamples),
        bins=curve,
        base=_base(cases),
        shift=(known.shift, why),
    )
    print(page)
    _print_weights(known, made, bounds)
    if args.write:
        WEIGHTS.write_text(toml(args.folders, cases, known, freedom, made, bounds, why), encoding="utf-8")
        reliability.paste(PAGE, page)
        plot = [(curve, "held-out reports")]
        if others:
            strangers, guesses = pooled(others)
            plot.append((reliability.bins([case.right for case in strangers], guesses), "held-out collections"))
        PLOT.write_text(reliability.svg(plot), encoding="utf-8")
        print(f"\nwritten: {WEIGHTS.relative_to(ROOT)}, {PAGE.relative_to(ROOT)}, {PLOT.relative_to(ROOT)}")


def not_fitted(folders: Sequence[Path], golden: Path = GOLDEN) -> list[Path]:
    """The collections of the golden folder that are not among these; a folder without claims is none."""
    named = {folder.resolve() for folder in folders}
    found = sorted(path.parent for path in golden.glob("*/claims.jsonl"))
    return [folder for folder in found if folder.resolve() not in named and (folder / "reports.jsonl").is_file()]


def _stranger(name: str, cases: Sequence[Case], known: Weights) -> Stranger:
    """How weights do on cases that they were not fitted on."""
    given, right = chances(cases, known), [case.right for case in cases]
    return Stranger(name, len(cases), sum(given) / len(given), sum(right) / len(right), measures(right, given))


def _fresh(cases: Sequence[Case], known: Weights) -> list[Stranger]:
    """A collection never fitted on: with the weights as they are, and with their shift to unseen reports."""
    if not cases:
        return []
    raw = _stranger(f"{cases[0].collection}, raw", cases, Weights(known.intercept, 0.0, known.features))
    shifted = _stranger(f"{cases[0].collection}, shifted", cases, known)
    return [raw._replace(centred_by=shift_to(cases, known, raw.right)), shifted]


def _if_true(given: Sequence[float], made: Sequence[Fold]) -> tuple[float, float]:
    """The ECE of true chances over all held-out claims, and over those of a fold on average."""
    each = [reliability.error_if_true(chances(fold.held, fold.weights), SEED) for fold in made]
    return reliability.error_if_true(given, SEED), sum(each) / len(each)


def shifted(cases: Sequence[Case], known: Weights, fresh: Sequence[Case] | None) -> tuple[Weights, str]:
    """The weights with the shift to reports that no rule was written with, and where that comes from."""
    if fresh:
        share = sum(case.right for case in fresh) / len(fresh)
        why = f"to {share:.3f} right, measured on {len(fresh)} claims of {fresh[0].collection} that no rule had seen"
        centred = fresh
    else:
        centred = [case for case in cases if case.collection in FIRST]
        if not centred:
            return known, "none: no collection here has a first figure"
        share = expected_share(centred)
        now = sum(case.right for case in centred) / len(centred)
        names = " and ".join(sorted({case.collection for case in centred}))
        why = f"from {now:.3f} right on {names} now to the {share:.3f} expected had no rule seen them"
    return Weights(known.intercept, shift_to(centred, known, share), known.features), why


def _base(cases: Sequence[Case]) -> tuple[int, int, Measures]:
    """How many claims, how many right, and what saying that share of every claim would measure."""
    right = [case.right for case in cases]
    return len(right), sum(right), measures(right, [sum(right) / len(right)] * len(right))


def _print_weights(known: Weights, made: Sequence[Fold], bounds: Sequence[tuple[float, float]]) -> None:
    print(f"\n{'weight':34} {'all':>6}   {' '.join(f'fold {fold.name}' for fold in made)}   95 % by report")
    named = zip(("intercept", *Features._fields), (known.intercept, *known.features), strict=True)
    for index, (name, weight) in enumerate(named):
        each = " ".join(f"{(fold.weights.intercept, *fold.weights.features)[index]:+6.2f}" for fold in made)
        print(f"{name:34} {weight:+6.2f}   {each}   {bounds[index][0]:+.2f} to {bounds[index][1]:+.2f}")


def toml(
    folders: Sequence[Path],
    cases: Sequence[Case],
    known: Weights,
    freedom: float,
    made: Sequence[Fold],
    bounds: Sequence[tuple[float, float]],
    why: str,
) -> str:
    """The weights as shipped, each with its value in the five folds and its bootstrap interval."""

    def entry(index: int, name: str, weight: float) -> str:
        each = " ".join(f"{(fold.weights.intercept, *fold.weights.features)[index]:+.2f}" for fold in made)
        return f"{name} = {weight:.3f}  # folds {each}; 95 % {bounds[index][0]:+.2f} to {bounds[index][1]:+.2f}"

    on = ", ".join(f'"{folder.name} {quality.fingerprint(folder)}"' for folder in folders)
    lines = [
        "# How likely a claim is right as a whole: weights of a logistic over the features of confidence.py.",
        "# Written by `make confidence`; do not edit by hand. docs/quality.md says how far to trust it.",
        entry(0, "intercept", known.intercept),
        f"# {why};",
        "# 0 is for reports like those it was fitted on.",
        f"shift = {known.shift:.2f}",
        "",
        "[fitted]",
        f'command = "{COMMAND}"',
        f"on = [{on}]  # folder, hash of its two files",
        f"claims = {len(cases)}",
        f"right = {sum(case.right for case in cases)}",
        f"freedom = {freedom}  # the inverse of L2",
        "",
        "[weights]",
        *(entry(index, name, known.features[index - 1]) for index, name in enumerate(Features._fields, 1)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
