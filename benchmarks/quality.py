"""Reads the reports of a gold folder and scores the claims, field by field.

usage: quality.py GOLD_FOLDER [--scorer SCORE.py] [--errors FIELD …] [--most N] [--set-floors] [--json]

GOLD_FOLDER holds reports.jsonl and claims.jsonl. The scorer is the gold's own `score.py`, looked for in the folder,
above it and in ../shared/gold. A figure below its floor in floors.json (kept by the data's hash) gives exit status 1.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from reportedly import interchange
from reportedly.errors import InputError
from reportedly.ingest import load
from reportedly.model import Document
from reportedly.pipeline import read_all

FLOORS = Path(__file__).with_name("floors.json")
ROOT = Path(__file__).resolve().parent.parent
# A floor is set this much under the figure measured, so that a harmless change of one claim does not fail.
SLACK = 0.005


def scorer(folder: Path, given: str | None) -> ModuleType:
    """The gold's scorer as a module. Exits with a message when it is nowhere."""
    places = (
        [Path(given)]
        if given
        else [folder / "score.py", folder.parent / "score.py", ROOT.parent / "shared/gold/score.py"]
    )
    path = next((path for path in places if path.is_file()), None)
    if path is None:
        sys.exit(f"no scorer: looked for {', '.join(map(str, places))}; name one with --scorer")
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predictions(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The claims of every report of the folder in the interchange form, by document."""
    documents = []
    for loaded in load([str(folder / "reports.jsonl")]):
        if isinstance(loaded, InputError):
            sys.exit(str(loaded))
        if isinstance(loaded, Document):
            documents.append(loaded)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reading in read_all(documents):
        found[reading.document.id] = [interchange.row(claim, reading.document) for claim in reading.claims]
    return found


def fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in ("reports.jsonl", "claims.jsonl"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def floors_for(folder: Path) -> dict[str, float]:
    known: dict[str, dict[str, float]] = json.loads(FLOORS.read_text()) if FLOORS.is_file() else {}
    return known.get(fingerprint(folder), {})


def measure(folder: Path, given: str | None = None) -> tuple[dict[str, float], dict[str, list[Any]]]:
    """The scores by field, and the errors by field as the scorer gives them."""
    module = scorer(folder, given)
    result, errors = module.score(module.load(folder / "claims.jsonl"), predictions(folder))
    return result, errors


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scorer")
    parser.add_argument(
        "--errors", nargs="*", default=None, help="fields whose errors to print; all when none is named"
    )
    parser.add_argument("--most", type=int, default=5, help="errors printed a field (default 5)")
    parser.add_argument("--set-floors", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    result, errors = measure(args.folder, args.scorer)
    floors = floors_for(args.folder)
    if args.set_floors:
        floors = {name: round(value - SLACK, 3) for name, value in result.items() if isinstance(value, float)}
        known = json.loads(FLOORS.read_text()) if FLOORS.is_file() else {}
        FLOORS.write_text(json.dumps(known | {fingerprint(args.folder): floors}, indent=1, sort_keys=True) + "\n")
    if args.json:
        print(json.dumps(result))
    else:
        report(result, errors, floors, args.errors, args.most)
    fallen = [name for name, floor in floors.items() if result[name] < floor]
    for name in fallen:
        print(f"below its floor: {name} {result[name]:.3f} < {floors[name]:.3f}", file=sys.stderr)
    return 1 if fallen else 0


def report(
    result: dict[str, float],
    errors: dict[str, list[Any]],
    floors: dict[str, float],
    wanted: list[str] | None,
    most: int,
) -> None:
    for name, value in result.items():
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        floor = f"  floor {floors[name]:.3f}" if name in floors else ""
        wrong = f"  {len(errors[name])} wrong" if errors.get(name) else ""
        print(f"{name:16} {shown:>7}{floor}{wrong}")
    if wanted is None:
        return
    for field in wanted or [name for name in errors if name != "whole"]:
        for error in errors.get(field, [])[:most]:
            print(f"\n{field}: {line(field, error)}")


FIELDS = {"dates": ("date_from", "date_to", "time_text"), "bounds": ("low", "high")}


def line(field: str, error: Any) -> str:
    document, gold, *rest = error
    place = f"{document} “{gold['quantity']}” {gold['harm']}"
    if not rest:
        return f"{place} {gold.get('rules', '')}\n    {gold['quote'][:240]}"
    predicted = rest[0]
    keys = FIELDS.get(field, (field,))
    wanted = [gold.get(key) for key in keys]
    also = f" or {gold[field + '_also']}" if gold.get(field + "_also") else ""
    rule = predicted["rules"].get({"dates": "time_text", "country": "place"}.get(field, field))
    return (
        f"{place}: gold {wanted}{also}, read {[predicted.get(key) for key in keys]} by {rule}\n   "
        f" {predicted['quote'][:240]}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
