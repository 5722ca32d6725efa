"""The architecture, as a table that runs: what each module owns, and what of ours it must not import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "reportedly"

# module → what it owns, what of ours it must not import. "*" is everything but those named after "except".
LAYERS: dict[str, tuple[str, str]] = {
    "errors": ("the error tree", "*"),
    "model": ("the nouns", "* except errors"),
    "ingest": ("text, HTML, JSONL → Document; the only cleaning", "extract claims pipeline ledger web render"),
    "capitals": ("capitals given back", "extract claims pipeline ledger web render ingest"),
    "plain": ("the text as rules read it, and the way back", "extract claims pipeline ledger web render ingest"),
    "passages": ("sentences and their kind", "extract claims pipeline ledger web render ingest"),
    "language": ("the parser, loaded once", "extract claims pipeline ledger web render ingest"),
    "caseless": ("patterns that pass over case", "*"),
    "lexicon": ("tables of words and their loader", "* except errors"),
    "gazetteer": ("place names → places", "extract claims pipeline ledger web render ingest"),
    "speakers": ("who speaks, carried over sentences", "claims pipeline ledger web render ingest"),
    "extract": ("mentions, one module each", "claims pipeline ledger web render ingest"),
    "claims": ("joins mentions into claims; leftovers", "pipeline ledger web render ingest"),
    "sources": ("who the sources are; origins counted", "extract claims pipeline ledger web render ingest"),
    "evidence": ("what events and tolls see of a claim", "* except errors model sources"),
    "interchange": ("a claim as one flat JSON object", "extract claims pipeline ledger web render ingest"),
    "confidence": ("how likely a claim is right", "* except errors interchange lexicon model"),
    "ledger": ("the store; all SQL", "* except errors model interchange"),
    "copies": ("reused reports, updates", "extract claims pipeline ledger web render ingest"),
    "pipeline": ("the order of stages", "cli web render ledger"),
    "intake": ("from inputs to the ledger", "extract claims passages cli web render"),
    "render": ("how claims look", "extract claims pipeline ledger web ingest"),
    "cli": ("commands: parse, call, print", "extract claims passages language lexicon"),
}
# Nobody imports the commands.
TOP = "cli"


def breaches(package: Path, layers: dict[str, tuple[str, str]]) -> list[str]:
    """Every import that the table forbids, and every module that it does not know."""
    found = []
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package).with_suffix("").parts
        owner = parts[0]
        if owner in ("__init__", "__main__"):
            continue
        if owner not in layers:
            found.append(f"{'/'.join(parts)}: not in the table")
            continue
        for line, target in imported(file, package):
            if message := _forbidden(parts, target, layers):
                found.append(f"{'/'.join(parts)}.py:{line}: {message}")
    return found


def _forbidden(parts: tuple[str, ...], target: tuple[str, ...], layers: dict[str, tuple[str, str]]) -> str | None:
    owner, other = parts[0], target[0]
    if other == owner:
        siblings = owner == "extract" and len(parts) > 1 and len(target) > 1
        # Extractors may use their own parts ("places/…", or what no extractor is); not one another.
        if siblings and target[1] in EXTRACTORS and parts[1] in EXTRACTORS and target[1] != parts[1]:
            return f"extractor {parts[1]} imports extractor {target[1]}"
        return None
    if other == TOP:
        return f"{owner} imports {TOP}"
    listed, _, allowed = layers[owner][1].partition(" except ")
    if other in listed.split() or (listed == "*" and other not in allowed.split()):
        return f"{owner} imports {other}"
    return None


EXTRACTORS = ("quantities", "harms", "victims", "perpetrators", "places", "dates", "sources", "marks")


def imported(file: Path, package: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Our own modules that a file imports, wherever in it, as (line, path inside the package)."""
    name = package.name
    here = [name, *file.relative_to(package).with_suffix("").parts]
    known = {path.stem if path.suffix else path.name for path in package.iterdir()}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            targets = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = here[: -node.level] if node.level else []
            if file.name == "__init__.py" and node.level:
                base = here[: len(here) - node.level]
            source = [*base, *(node.module.split(".") if node.module else [])]
            targets = [[*source, alias.name] for alias in node.names]
        else:
            continue
        for target in targets:
            if target[0] == name and len(target) > 1 and target[1] in known:
                yield node.lineno, tuple(target[1:])


def test_no_import_breaks_the_table() -> None:
    assert breaches(PACKAGE, LAYERS) == []


def test_the_table_names_no_module_that_is_gone() -> None:
    there = {path.stem for path in PACKAGE.iterdir()}
    assert set(LAYERS) <= there


@pytest.mark.parametrize(
    ("where", "line", "expected"),
    [
        ("model.py", "from reportedly.passages import split", "model imports passages"),
        ("lexicon/__init__.py", "import reportedly.model", "lexicon imports model"),
        ("ingest/page.py", "def f():\n    from reportedly.extract import dates", "ingest imports extract"),
        ("passages.py", "if TYPE_CHECKING:\n    from reportedly import claims", "passages imports claims"),
        ("extract/dates.py", "from . import harms", "extractor dates imports extractor harms"),
        ("extract/places/__init__.py", "from ..dates import find", "extractor places imports extractor dates"),
        ("claims/draft.py", "from ..cli import main", "claims imports cli"),
        ("gadgets.py", "", "not in the table"),
    ],
)  # fmt: skip
def test_a_planted_breach_is_found(tmp_path: Path, where: str, line: str, expected: str) -> None:
    package = _planted(tmp_path, where, line)
    assert [expected in breach for breach in breaches(package, LAYERS)] == [True]


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("model.py", "from reportedly.errors import AnchorError"),
        ("extract/places/finding.py", "from reportedly.extract.places import roles"),
        ("extract/dates.py", "from reportedly.extract import date_grammar"),
        ("claims/draft.py", "import json, spacy\nfrom reportedly.extract import dates"),
    ],
)
def test_what_the_table_allows_is_no_breach(tmp_path: Path, where: str, line: str) -> None:
    assert breaches(_planted(tmp_path, where, line), LAYERS) == []


def _planted(folder: Path, where: str, line: str) -> Path:
    package = folder / "reportedly"
    for name in LAYERS:
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
    file = package / where
    if file.parent == package and file.stem in LAYERS:
        (package / file.stem / "__init__.py").unlink()
        (package / file.stem).rmdir()
    file.parent.mkdir(exist_ok=True)
    file.write_text(line, encoding="utf-8")
    return package
