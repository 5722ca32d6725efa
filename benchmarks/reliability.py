"""How well chances match what happens: measures, bins of equal size, a table for the docs and a plot."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple


class Measures(NamedTuple):
    """Log loss, Brier score and expected calibration error (less is better); area under the ROC curve (more is)."""

    log_loss: float
    brier: float
    ece: float
    auc: float


class Bin(NamedTuple):
    claims: int
    said: float
    right: float


def measures(right: Sequence[bool], given: Sequence[float]) -> Measures:
    count = len(right)
    losses = (-math.log(max(1e-12, chance if yes else 1 - chance)) for yes, chance in zip(right, given, strict=True))
    squares = ((yes - chance) ** 2 for yes, chance in zip(right, given, strict=True))
    return Measures(sum(losses) / count, sum(squares) / count, expected_error(right, given), _area(right, given))


def bins(right: Sequence[bool], given: Sequence[float], count: int | None = None) -> list[Bin]:
    """Claims in order of chance, cut into bins of equal size: how sure we said to be, how many were right.

    As many bins as the cube root of the claims unless told otherwise: with a fixed number the bins of a fold would be
    a quarter the size of those that it was fitted on, and their chance error twice. Claims of the same chance stay
    together, since nothing says which of them come first.
    """
    ranked = sorted(zip(given, right, strict=True), key=lambda pair: pair[0])
    count = count or max(1, round(len(ranked) ** (1 / 3)))
    ideal = [round(len(ranked) * number / count) for number in range(count + 1)]
    cuts = sorted({_after_ties(ranked, cut) for cut in ideal})
    made = [ranked[start:end] for start, end in pairwise(cuts)]
    return [Bin(len(one), sum(c for c, _ in one) / len(one), sum(yes for _, yes in one) / len(one)) for one in made]


def _after_ties(ranked: Sequence[tuple[float, bool]], cut: int) -> int:
    while 0 < cut < len(ranked) and ranked[cut][0] == ranked[cut - 1][0]:
        cut += 1
    return cut


def expected_error(right: Sequence[bool], given: Sequence[float]) -> float:
    """The mean distance of chance and outcome over bins of equal size.

    >>> expected_error([True, False] * 10, [0.5] * 20)
    0.0
    """
    return sum(one.claims * abs(one.said - one.right) for one in bins(right, given)) / len(right)


def error_if_true(given: Sequence[float], seed: int, drawings: int = 200) -> float:
    """What the expected error would be on average, were every chance true: that much is due to the number of claims.

    Claims are drawn one by one; those of a report go together, so that the true figure is larger.
    """
    rng = random.Random(seed)
    return sum(expected_error([rng.random() < one for one in given], given) for _ in range(drawings)) / drawings


def _area(right: Sequence[bool], given: Sequence[float]) -> float:
    """How often a right claim stands above a wrong one; ties count half. .5 where there is nothing to compare."""
    ranked = sorted(zip(given, right, strict=True), key=lambda pair: pair[0])
    yes, above, start = sum(right), 0.0, 0
    below = 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        here = sum(outcome for _, outcome in ranked[start:end])
        wrong = end - start - here
        above += here * (below + wrong / 2)
        below += wrong
        start = end
    return above / (yes * below) if yes and below else 0.5


def told(found: Measures) -> str:
    return f"log loss {found.log_loss:.3f}, Brier {found.brier:.3f}, ECE {found.ece:.3f}, AUC {found.auc:.3f}"


class Stranger(NamedTuple):
    """A collection that was not fitted on: how the chances do there, and the shift that would centre them."""

    name: str
    claims: int
    said: float
    right: float
    measures: Measures
    centred_by: float | None = None


def page(
    *,
    folds: Sequence[tuple[str, int, Measures, Measures]],
    again: tuple[int, Measures],
    collections: Sequence[Stranger],
    fresh: Sequence[Stranger],
    pooled: Measures,
    if_true: tuple[float, float],
    spread: Sequence[tuple[float, float]],
    bins: Sequence[Bin],
    base: tuple[int, int, Measures],
    shift: tuple[float, str],
) -> str:
    """The figures as Markdown."""
    count, right, constant = base
    lines = [
        f"Fitted on {count} claims, {right} of them right as a whole ({right / count:.3f}). Saying that share of every",
        f"claim has a log loss of {constant.log_loss:.3f} and a Brier score of {constant.brier:.3f}.",
        "",
        "| fold, by report | claims | log loss fitted, held out | Brier | ECE | AUC |",
        "|---|---|---|---|---|---|",
        *(f"| {name} | {claims} | {_pairs(inside, outside)} |" for name, claims, inside, outside in folds),
        f"| all held out | {sum(one[1] for one in folds)} | **{pooled.log_loss:.3f}** | {pooled.brier:.3f} | "
        f"**{pooled.ece:.3f}** | **{pooled.auc:.3f}** |",
        f"| 95 % by report | | {' | '.join(f'{low:.3f} to {high:.3f}' for low, high in spread)} |",
        "",
        "| mean gap between fitted and held out | log loss | Brier | ECE | AUC |",
        "|---|---|---|---|---|",
        f"| these five folds | {_signed(gaps([fold[2:] for fold in folds]))} |",
        f"| {again[0]} other divisions into five | {_signed(again[1])} |",
        "",
        "ECE is over bins of equal size, as many as the cube root of the claims. Were the held-out chances all true",
        f"and claims independent, it would be {if_true[0]:.3f} over all and {if_true[1]:.3f} over a fold.",
        "",
        "| held out, bins of equal size | " + " | ".join(str(number) for number in range(1, len(bins) + 1)) + " |",
        "|---|" + "---|" * len(bins),
        "| confidence | " + " | ".join(f"{one.said:.2f}" for one in bins) + " |",
        "| right | " + " | ".join(f"{one.right:.2f}" for one in bins) + " |",
    ]
    if collections:
        lines += ["", *_strangers("collection left out of the fit", collections)]
    if fresh:
        lines += ["", *_strangers("collection never fitted on", fresh)]
        lines += [
            "",
            *(
                f"A shift of {one.centred_by:+.2f} would centre {one.name.removesuffix(', raw')}."
                for one in fresh
                if one.centred_by is not None
            ),
        ]
    lines += ["", f"Shift of every score, in log odds: {shift[0]:+.2f}, {shift[1]}."]
    return "\n".join(lines)


def _strangers(title: str, rows: Sequence[Stranger]) -> list[str]:
    return [
        f"| {title} | claims | mean confidence | right | log loss | Brier | ECE | AUC |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.claims} | {one.said:.3f} | {one.right:.3f} | "
            f"{' | '.join(f'{measure:.3f}' for measure in one.measures)} |"
            for one in rows
        ),
    ]


def gaps(folds: Sequence[Sequence[Measures]]) -> Measures:
    """How much (fitted, held out) differ, each measure's mean over the folds."""
    return Measures(*(sum(outside[n] - inside[n] for inside, outside in folds) / len(folds) for n in range(4)))


def _signed(found: Measures) -> str:
    return " | ".join(f"{one:+.3f}" for one in found)


def _pairs(inside: Measures, outside: Measures) -> str:
    return " | ".join(f"{one:.3f}, {other:.3f}" for one, other in zip(inside, outside, strict=True))


START, END = "<!-- confidence: written by make confidence -->\n", "<!-- end of confidence -->"


def paste(where: Path, figures: str) -> None:
    """Puts the figures between their marks in a page. Raises ValueError where the marks are missing."""
    before, start, rest = where.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"{where}: no lines {START.strip()} and {END}")
    where.write_text(f"{before}{start}\n{figures}\n\n{end}{after}", encoding="utf-8")


_COLOURS = ("#0b5fa5", "#c2570c")
_SIZE, _LEFT, _TOP = 320, 46, 23
_FRAME = f'''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 530 390" width="530" font-family="sans-serif"
 font-size="12" role="img" aria-label="Confidence against the share of claims that are right">
<rect width="530" height="390" fill="#fff"/>
<path d="M{_LEFT} {_TOP}V{_TOP + _SIZE}H{_LEFT + _SIZE}" fill="none" stroke="#444"/>
<path d="M{_LEFT} {_TOP + _SIZE}L{_LEFT + _SIZE} {_TOP}" stroke="#999" stroke-dasharray="4 4"/>
<text x="{_LEFT + _SIZE / 2}" y="382" text-anchor="middle">confidence</text>
<text transform="translate(13 {_TOP + _SIZE / 2}) rotate(-90)" text-anchor="middle">right</text>'''


def svg(series: Sequence[tuple[Sequence[Bin], str]]) -> str:
    """Confidence against the share right, a point for each bin; on the diagonal both are the same."""
    parts = [_FRAME]
    for tick in range(6):
        across, up, told = _LEFT + _SIZE * tick / 5, _TOP + _SIZE * (1 - tick / 5), f"{tick / 5:.1f}"
        parts.append(f'<text x="{across:.0f}" y="{_TOP + _SIZE + 17}" text-anchor="middle">{told}</text>')
        parts.append(f'<text x="{_LEFT - 6}" y="{up + 4:.0f}" text-anchor="end">{told}</text>')
    for number, (points, name) in enumerate(series):
        colour, row = _COLOURS[number % len(_COLOURS)], _TOP + 18 * number
        for one in points:
            across, up = _LEFT + _SIZE * one.said, _TOP + _SIZE * (1 - one.right)
            # Two standard errors as if claims were independent; those of one report are not, so it is more.
            error = _SIZE * 2 * math.sqrt(max(one.right * (1 - one.right), 0.01) / one.claims)
            top, bottom = max(up - error, _TOP), min(up + error, _TOP + _SIZE)
            parts.append(f'<path d="M{across:.1f} {top:.1f}V{bottom:.1f}" stroke="{colour}" stroke-opacity=".35"/>')
            parts.append(f'<circle cx="{across:.1f}" cy="{up:.1f}" r="3.5" fill="{colour}"/>')
        parts.append(f'<circle cx="{_LEFT + _SIZE + 12}" cy="{row}" r="3.5" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + _SIZE + 20}" y="{row + 4}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
