"""Pastes what commands print into the pages that show it.

A page holds `<!-- run: COMMAND -->` and under it a fenced block: what the command prints, 100 columns wide.
`python tools/paste.py` writes the blocks again; tests/test_docs.py fails when one is out of date.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "cli.md")
_BLOCK = re.compile(r"(<!-- run: (?P<command>.+?) -->\n```\w*\n)(?P<output>(?:(?!```).*\n)*)(```\n)")


def commands(page: Path) -> list[tuple[str, str]]:
    """The commands of a page and what it says that they print."""
    return [
        (match["command"], match["output"].rstrip("\n")) for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))
    ]


def output(command: str) -> str:
    """What the command prints on both streams; `reportedly` is that of this checkout.

    `| head -3` are its first lines, `| sed -n '/words/,$p'` those from the one with the words on.
    """
    command, _, words = command.removesuffix("/,$p'").partition(" | sed -n '/")
    command, _, first = command.partition(" | head -")
    program, *arguments = shlex.split(command)
    if program != "reportedly":
        raise ValueError(f"only reportedly can be run, not {program}")
    plain = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "CLICOLOR_FORCE")}
    run = subprocess.run(
        [sys.executable, "-m", "reportedly", *arguments],
        cwd=ROOT,
        env=plain | {"COLUMNS": "100", "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode not in (0, 2):
        raise RuntimeError(f"{command} ended with {run.returncode}:\n{run.stdout}")
    printed = run.stdout.rstrip().splitlines()
    start = next(number for number, line in enumerate(printed) if words in line)
    return "\n".join(line.rstrip() for line in printed[start : int(first) if first else None])


def main() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        new = _BLOCK.sub(lambda match: f"{match[1]}{output(match['command'])}\n{match[4]}", text)
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"{page.relative_to(ROOT)} written again")


if __name__ == "__main__":
    main()
