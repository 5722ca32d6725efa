"""`ingest`, `watch`, `reread` and `demo` as they are typed: what they print, where, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reportedly.cli import app
from reportedly.ledger import Ledger
from tests.intake.children import ROOT
from tests.intake.taking import EXAMPLES, lines

TEXT = "At least {} people were killed in Kutum on Friday, medics said. Report {}.\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_LEDGER", raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_summary_is_one_line_in_a_pipe_and_ends_with_the_head(tmp_path: Path) -> None:
    result = run("ingest", str(EXAMPLES))
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    summary = json.loads(line)
    assert (summary["documents"], summary["copies"], summary["failed"]) == (10, 1, 0)
    with Ledger.open(tmp_path / "reportedly.db") as ledger:
        assert ledger.head().hash == summary["head"]
    assert run("verify", "--head", summary["head"]).exit_code == 0


def test_a_summary_for_people_leaves_out_what_is_none() -> None:
    result = run("ingest", str(EXAMPLES), "--format", "table")
    assert "documents taken in  10\n" in result.stdout
    assert "failed" not in result.stdout
    assert "head of the chain" in result.stdout


def test_a_failing_input_is_told_and_the_status_is_2(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(f'{json.dumps({"text": TEXT.format(3, 1)})}\n{{"text": 7}}\n')
    result = run("ingest", "feed.jsonl", "none.txt", "--ledger", "other.db", "--published", "2024-02-10")
    assert result.exit_code == 2
    assert "reportedly: feed.jsonl: line 2: " in result.stderr
    assert "reportedly: none.txt: no such file or folder; check the name\n" in result.stderr
    assert json.loads(result.stdout)["failed"] == 2
    lines(tmp_path / "feed.jsonl", {"text": TEXT.format(3, 1)})
    (tmp_path / "none.txt").write_text(TEXT.format(4, 2))
    again = run("ingest", "--retry-failed", "--ledger", "other.db", "--published", "2024-02-10")
    assert (again.exit_code, json.loads(again.stdout)["resolved"]) == (0, 2)


def test_nothing_to_do_is_a_wrong_command() -> None:
    result = run("ingest")
    assert result.exit_code == 2
    assert "--retry-failed" in result.stderr


def test_the_environment_names_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(tmp_path / "named.db"))
    assert run("ingest", str(EXAMPLES / "kutum-1-lakeside-wire.txt")).exit_code == 0
    assert (tmp_path / "named.db").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "reportedly.db").exists()


def test_rereading_sums_up_what_changed() -> None:
    run("ingest", str(EXAMPLES))
    result = run("reread")
    assert (json.loads(result.stdout)["documents"], json.loads(result.stdout)["skipped"]) == (0, 10)
    summary = json.loads(run("reread", "--all").stdout)
    assert (summary["documents"], summary["changed"], summary["orphaned"]) == (10, 0, [])


def test_a_watch_names_the_line_of_its_file_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nurl = "ftp://example.org/feed"\n')
    result = run("watch", "feeds.toml")
    assert result.exit_code == 2
    assert "feeds.toml: feed 1 (line 1): url" in result.stderr


def test_a_watch_goes_on_through_a_feed_that_fails(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nurl = "http://127.0.0.1:8080/feed"\n')
    result = run("watch", "feeds.toml", "--once")
    assert result.exit_code == 0
    assert "not read" in result.stderr
    assert json.loads(result.stdout)["documents"] == 0


def test_the_demo_prints_from_a_ledger_and_marks_all_as_examples(tmp_path: Path) -> None:
    result = run("demo", "--folder", "kept")
    assert result.exit_code == 0
    # Over the claims of each of ten reports, the copies, the list of events and every part of a toll.
    assert result.stdout.count("EXAMPLE (invented)") >= 12
    assert "kutum-2-desert-courier is a copy of kutum-1-lakeside-wire" in result.stdout
    with Ledger.open(tmp_path / "kept" / "reportedly.db") as ledger:
        assert len(ledger.documents(limit=None)) == 10
    assert run("demo").exit_code == 0
    assert not (tmp_path / "reportedly.db").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_whole_and_says_how_to_go_on(tmp_path: Path, number: signal.Signals) -> None:
    path = lines(tmp_path / "feed.jsonl", *({"text": TEXT.format(n % 40 + 2, n)} for n in range(3000)))
    command = [sys.executable, "-m", "reportedly", "ingest", str(path), "--published", "2024-02-10"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
    ) as process:
        while not _begun(tmp_path / "reportedly.db"):
            assert process.poll() is None
        process.send_signal(number)
        told, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "reportedly: stopped; what is kept is whole. Run the same command again to go on\n"
    with Ledger.open(tmp_path / "reportedly.db") as ledger:
        inside = len(ledger.documents(limit=None))
        assert 0 < inside == json.loads(told)["documents"] < 3000
        assert ledger.verify().ok


def _begun(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with Ledger.open(path) as ledger:
            return bool(ledger.documents(limit=1))
    except Exception:
        # It is being made.
        return False
