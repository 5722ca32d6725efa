"""Reads gold reports written another way (in capitals, without commas, wrapped …) and says what that loses.

usage: robustness.py GOLD_FOLDER … [--scorer SCORE.py] [--only NAME …] [--most F1 | --bar] [--errors NAME]

The gold's offsets and its words are carried along with every change. Shown are the figures undisturbed, and the
difference to them a disturbance. With `--bar`, a fall of detection F1 beyond what issue 3 allows (0.08 in capitals,
0.03 elsewhere; lower case is only shown) gives exit status 1; `--most` sets one limit for all.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import quality
from benchmarks.disturbing import DISTURBANCES, Disturbance, mapped

FIELDS = ("f1", "whole", "victims", "perpetrator", "place", "dates", "origin")
_BAR, _BAR_SHOUTED, _INFORMATIVE = 0.03, 0.08, ("lower case",)
_PLAIN: Disturbance = mapped(lambda char: char)


def disturbed(folder: Path, target: Path, disturb: Disturbance, raw: Callable[[str], str]) -> None:
    """Writes the gold of `folder` to `target` with every report disturbed; `raw` changes only what is read."""
    texts = {}
    with (target / "reports.jsonl").open("w", encoding="utf-8") as file:
        for report in _rows(folder / "reports.jsonl"):
            texts[report["id"]] = changed = disturb(report["text"])
            file.write(json.dumps(report | {"text": raw(changed.text)}, ensure_ascii=False) + "\n")
    with (target / "claims.jsonl").open("w", encoding="utf-8") as file:
        for claim in _rows(folder / "claims.jsonl"):
            text = texts[claim["document"]]
            moved = {"start": text.at(claim["start"]), "end": text.at(claim["end"], end=True)}
            words = {name: _reworded(claim[name], disturb) for name in claim if name.removesuffix("_also") in _WORDED}
            file.write(json.dumps(claim | words | moved, ensure_ascii=False) + "\n")


_WORDED = ("victims", "perpetrator", "place", "origin", "via")


def _reworded(value: Any, disturb: Disturbance) -> Any:
    if isinstance(value, str):
        return disturb(value).text
    return [_reworded(part, disturb) for part in value] if isinstance(value, list) else value


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def measure(
    folder: Path, name: str | None = None, scorer: str | None = None
) -> tuple[dict[str, float], dict[str, list[Any]]]:
    """The scores and errors of a gold folder under the disturbance of that name, or undisturbed."""
    module = quality.scorer(folder, scorer)
    disturb = DISTURBANCES[name] if name else _PLAIN
    raw = (lambda text: text.replace("\n", "\r\n")) if name and name.endswith("CRLF") else str
    with tempfile.TemporaryDirectory() as made:
        target = Path(made)
        disturbed(folder, target, disturb, raw)
        result: tuple[dict[str, float], dict[str, list[Any]]] = module.score(
            module.load(target / "claims.jsonl"), quality.predictions(target)
        )
    return result


def limit(name: str) -> float:
    """How far detection F1 may fall."""
    if name in _INFORMATIVE:
        return 1.0
    return _BAR_SHOUTED if name == "upper case" else _BAR


def table(folder: Path, names: Iterable[str], scorer: str | None) -> dict[str, dict[str, float]]:
    """Prints one folder's table, a line as soon as it is measured, and returns its differences in detection F1."""
    plain, _ = measure(folder, None, scorer)
    print(f"\n| {folder.name} | " + " | ".join(FIELDS) + " |\n|---|" + "---|" * len(FIELDS))
    print("| undisturbed | " + " | ".join(f"{plain[field]:.3f}" for field in FIELDS) + " |", flush=True)
    differences = {}
    for name in names:
        result, _ = measure(folder, name, scorer)
        differences[name] = {field: result[field] - plain[field] for field in FIELDS}
        cells = [f"{differences[name][field]:+.3f}" for field in FIELDS]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    return differences


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--scorer")
    parser.add_argument("--only", nargs="+", choices=DISTURBANCES, default=list(DISTURBANCES), metavar="NAME")
    parser.add_argument("--most", type=float, help="the furthest that detection F1 may fall")
    parser.add_argument("--bar", action="store_true", help="as far as issue 3 allows")
    parser.add_argument("--errors", choices=("missed", "extra"), help="show these, with what is wrong undisturbed too")
    args = parser.parse_args(argv)
    fallen = []
    for folder in args.folders:
        for name, difference in table(folder, args.only, args.scorer).items():
            most = args.most if args.most is not None else limit(name) if args.bar else 1.0
            if -difference["f1"] > most:
                fallen.append(f"{folder.name}, {name}: detection F1 falls by {-difference['f1']:.3f}, not {most}")
            if args.errors:
                show(folder, name, args.scorer, args.errors)
    for message in fallen:
        print(message, file=sys.stderr)
    return 1 if fallen else 0


def show(folder: Path, name: str, scorer: str | None, kind: str) -> None:
    """The claims missed or extra under a disturbance that are not so undisturbed."""
    known = {
        (document, claim["quantity"].lower(), claim["harm"])
        for document, claim in measure(folder, None, scorer)[1][kind]
    }
    for document, claim in measure(folder, name, scorer)[1][kind]:
        if (document, claim["quantity"].lower(), claim["harm"]) not in known:
            print(f"  {kind} {document} “{claim['quantity']}” {claim['harm']}: {claim['quote'][:300]!r}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
