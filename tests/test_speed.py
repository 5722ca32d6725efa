"""The speed benchmark measures, and fails below its floor."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_it_measures_and_its_floor_can_fail(tmp_path: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    (tmp_path / "few.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    command = [sys.executable, str(ROOT / "benchmarks" / "speed.py"), f"{tmp_path / 'few.jsonl'}:3", "--rounds", "1"]
    done = subprocess.run([*command, "--floor", "1000"], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    first, *others = done.stdout.splitlines()
    assert first.startswith("3 reports, ")
    told = {line[:16].strip(): line[16:].split()[0] for line in others}
    assert 0 < float(told["ratio"]) < 1000
    assert 0 < float(told["sentences parsed"].rstrip("%")) <= 100
    assert 50 < float(told["peak memory"].replace(",", "")) < 2000
