"""The commands as people and pipes meet them."""

import json
import os
import pty
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from reportedly import cli
from reportedly.errors import SetupError

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
WIRE = EXAMPLES / "kutum-1-lakeside-wire.txt"
WORDS = "At least 12 people were killed in the town of Kutum on Friday, the mayor said."
COMMAND = [sys.executable, "-m", "reportedly"]


def run(*arguments: object, stdin: str | bytes | None = None) -> Any:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments], input=stdin)


def claims(result: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "r.txt").write_text(WORDS)
    return tmp_path / "r.txt"


class TestRead:
    def test_a_pipe_gets_one_claim_a_line(self, report: Path) -> None:
        result = run("read", report, "--published", "2024-02-10", "--outlet", "Wire")
        assert result.exit_code == 0
        [claim] = claims(result)
        assert (claim["document"], claim["harm"], claim["low"], claim["high"]) == ("r", "killed", 12, None)
        assert (claim["date_from"], claim["date_to"]) == ("2024-02-09", "2024-02-09")
        assert WORDS[claim["start"] : claim["end"]] == claim["quantity"] == "At least 12"
        assert "example" not in claim
        assert result.stderr == ""

    def test_without_a_date_the_day_stays_open_and_the_reader_is_told(self, report: Path) -> None:
        result = run("read", report)
        [claim] = claims(result)
        assert (claim["time_text"] is not None, claim["date_from"], claim["date_to"]) == (True, None, None)
        assert result.stderr.startswith("reportedly: note: r: ")
        assert len(result.stderr.splitlines()) == 1
        assert result.exit_code == 0

    def test_every_claim_of_the_examples_keeps_to_the_schema(self) -> None:
        schema = json.loads((ROOT / "docs" / "interchange.schema.json").read_text(encoding="utf-8"))
        found = claims(run("read", EXAMPLES))
        texts = {path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.txt")}
        assert {claim["document"] for claim in found} == set(texts)
        for claim in found:
            jsonschema.validate(claim, schema)
            text = texts[claim["document"]]
            assert text[claim["start"] : claim["end"]] == claim["quantity"]
            assert claim["quote"] in text
            for name, spans in claim["spans"].items():
                assert all(0 <= start < end <= len(text) for start, end in spans), name

    def test_reading_twice_gives_the_same_bytes(self) -> None:
        assert run("read", EXAMPLES).stdout_bytes == run("read", EXAMPLES).stdout_bytes

    def test_standard_input(self) -> None:
        result = run("read", "-", stdin=json.dumps({"id": "x", "text": WORDS, "published": "2024-02-10"}))
        assert [claim["document"] for claim in claims(result)] == ["x"]

    def test_a_table_where_one_is_asked_for(self, report: Path) -> None:
        result = run(
            "read", report, "--format", "table", "--published", "2024-02-10", "--title", "Twelve killed in Kutum"
        )
        assert result.stdout.splitlines()[:2] == ["r  outlet unknown, 2024-02-10", "Twelve killed in Kutum"]
        assert "At least 12" in result.stdout
        assert "EXAMPLE" not in result.stdout
        assert max(map(len, result.stdout.splitlines())) <= 100

    def test_a_report_without_a_claim(self) -> None:
        assert "no claims" in run("read", "-", "--format", "table", stdin="The mayor opened the new market.").stdout
        assert run("read", "-", stdin="The mayor opened the new market.").stdout == ""

    def test_explained(self, report: Path) -> None:
        lines = run("read", report, "--explain", "--published", "2024-02-10").stdout.splitlines()
        at = next(number for number, line in enumerate(lines) if WORDS in line)
        below = dict(zip(range(len(lines[at])), lines[at + 1], strict=False))
        start = lines[at].index("At least 12")
        assert [below[i] for i in range(start, start + len("At least 12"))] == ["~"] * len("At least 12")
        assert below[lines[at].index(" people")] == " "
        quantity = next(line for line in lines if line.split()[:1] == ["quantity"])
        assert '"At least 12"' in quantity
        assert "12 or more" in quantity
        assert "quantity/" in quantity

    def test_lines_cannot_be_explained(self, report: Path) -> None:
        result = run("read", report, "--explain", "--format", "jsonl")
        assert result.exit_code == 2
        assert "leave out --format jsonl" in result.stderr

    def test_leftovers_are_a_stream_of_their_own(self) -> None:
        alone = claims(run("read", EXAMPLES, "--leftovers"))
        assert all(row["leftover"] and row["reason"] for row in alone)
        table = run("read", EXAMPLES, "--leftovers", "--format", "table").stdout
        assert all(row["reason"].split()[0] in table for row in alone)
        assert table.count("Left over in ") == 10

    def test_an_escape_sequence_in_a_report_never_reaches_the_terminal(self) -> None:
        stdin = "\x1b[2J" + WORDS.replace("people", "people\x1b]0;x\x07")
        for shape in ("--explain", "--format=table"):
            out = run("read", "-", shape, "--title", "a\x1b[2Jb", stdin=stdin).stdout
            assert "\x1b" not in out
            assert "\x07" not in out


class TestBadInput:
    def test_each_is_told_in_one_line_and_the_others_are_read(self, tmp_path: Path, report: Path) -> None:
        (tmp_path / "latin.txt").write_bytes(b"twelve killed near the caf\xe9")
        (tmp_path / "binary.txt").write_bytes(b"twelve\0killed")
        (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
        (tmp_path / "empty.txt").write_bytes(b" \n")
        (tmp_path / "long.txt").write_text(WORDS * 30)
        (tmp_path / "page.html").write_text("<!doctype html><html><body><nav>Home</nav></body></html>")
        (tmp_path / "dated.txt").write_text(WORDS)
        (tmp_path / "dated.meta.json").write_text('{"published": "2025-02-30"}')
        (tmp_path / "french.txt").write_text("Au moins douze personnes ont été tuées vendredi, a déclaré le maire.")
        lines = [json.dumps({"id": "ok", "text": WORDS}), '{"id": "silent"}', "{broken", "[]", '{"text": 3}']
        (tmp_path / "feed.jsonl").write_text("\n".join(lines))
        (tmp_path / "nothing").mkdir()
        named = [
            "latin.txt",
            "binary.txt",
            "picture.txt",
            "empty.txt",
            "long.txt",
            "page.html",
            "dated.txt",
            "french.txt",
        ]
        result = run("read", tmp_path / "no.txt", tmp_path / "nothing", *(tmp_path / name for name in named),
                     tmp_path / "feed.jsonl", report, "--max-bytes", "1500")  # fmt: skip
        assert result.exit_code == 2
        assert {claim["document"] for claim in claims(result)} == {"ok", "r"}
        told = [line for line in result.stderr.splitlines() if "note:" not in line]
        expected = [
            ("no.txt", "no such file"),
            ("nothing", "a folder without reports"),
            ("latin.txt", "not UTF-8 (byte 0xe9 at offset 26); name its encoding, such as --encoding windows-1252"),
            ("binary.txt", "binary, not text"),
            ("picture.txt", "a picture, not text"),
            ("empty.txt", "empty"),
            ("long.txt", "more than 1,500 bytes"),
            ("page.html", "no article text"),
            ("dated.meta.json", "there is no such day"),
            ("french.txt", "reportedly reads English, and this is French"),
            ("feed.jsonl: line 2", 'without "text"'),
            ("feed.jsonl: line 3", "not JSON"),
            ("feed.jsonl: line 4", "not a JSON object"),
            ("feed.jsonl: line 5", "does not hold words"),
        ]
        assert len(told) == len(expected)
        for line, (where, what) in zip(told, expected, strict=True):
            assert line.startswith(f"reportedly: {tmp_path / where}: "), line
            assert what in line

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--published", "2025-02-30"), "there is no such day"),
            (("--published", "2199-01-01"), "still to come"),
            (("--encoding", "klingon"), "no text encoding is called 'klingon'"),
        ],
    )
    def test_an_option_that_cannot_be_meant(self, report: Path, options: tuple[str, str], said: str) -> None:
        result = run("read", report, *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1

    def test_our_own_trouble_is_one_line_too(self, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(_: object) -> None:
            raise SetupError("no English model is installed: pip install …")

        monkeypatch.setattr("reportedly.pipeline.read_all", broken)
        result = run("read", report)
        assert result.exit_code == 1
        assert result.stderr == "reportedly: no English model is installed: pip install …\n"

    def test_so_is_a_cache_that_cannot_be_written(self) -> None:
        environment = os.environ | {"REPORTEDLY_CACHE": "/proc/nowhere"}
        done = subprocess.run(
            [*COMMAND, "read", str(WIRE)], capture_output=True, text=True, env=environment, check=False
        )
        assert (done.returncode, done.stderr) == (1, "reportedly: /proc/nowhere: No such file or directory\n")

    def test_so_is_a_full_disk(self) -> None:
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [*COMMAND, "read", str(WIRE)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert (done.returncode, done.stderr) == (1, "reportedly: No space left on device\n")


class TestDemo:
    def test_it_reads_the_examples_and_says_that_they_are_examples(self) -> None:
        result = run("demo")
        assert result.exit_code == 0
        claims, _, events = result.stdout.partition("EXAMPLE (invented): the events that these reports tell of")
        # Each report, and the list of those that share their words.
        assert claims.count("EXAMPLE (invented)") == len(list(EXAMPLES.glob("*.txt"))) + 1 == 11
        assert events
        assert result.stderr == ""

    def test_it_ends_with_the_events_and_the_tolls_of_those_that_several_reports_tell_of(self) -> None:
        listed, *tolls = run("demo").stdout.partition("the events that these reports tell of")[2].split("\n\nEXAMPLE")
        assert "Kutum, SD" in listed
        headings = [toll for toll in tolls if toll.startswith(" (invented) e-")]
        assert len(headings) == 3
        assert "At least 18 people were killed in Kutum on 9 February 2024." in headings[-1]
        assert all("(invented) Toll" in toll or "strict: nothing that is not said" in toll for toll in headings)

    def test_their_claims_carry_the_mark(self) -> None:
        assert all(claim["example"] is True for claim in claims(run("read", EXAMPLES)))

    def test_examples_that_are_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Path, "is_dir", lambda _: False)
        assert run("demo").exit_code == 2


def test_the_version() -> None:
    assert run("--version").stdout == "reportedly 0.1.0\n"


def test_help_comes_at_once_and_loads_nothing_heavy() -> None:
    # Processor time: other work on the machine does not count.
    took = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*COMMAND, "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(took) < 0.3
    heavy = "{'spacy', 'numpy', 'trafilatura', 'lxml', 'py3langid', 'rich.table', 'sqlite3'} & sys.modules.keys()"
    out = subprocess.run(
        [sys.executable, "-c", f"import sys, reportedly.cli; print({heavy})"], capture_output=True, text=True
    )
    assert out.stdout == "set()\n"


class TestProcess:
    def test_a_reader_that_stops_early_is_no_error(self) -> None:
        process = subprocess.Popen([*COMMAND, "read", str(WIRE)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == cli.PIPE_CLOSED

    def test_claims_come_as_soon_as_they_are_read_and_an_interrupt_ends_it_quietly(self) -> None:
        process = subprocess.Popen(
            [*COMMAND, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps({"id": "x", "text": WORDS, "published": "2024-02-10"}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["document"] == "x"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == cli.INTERRUPTED
        assert process.stderr.read() == b"reportedly: stopped\n"

    @pytest.mark.parametrize("colours", [True, False])
    def test_a_terminal_gets_a_table_and_underlined_words(self, colours: bool) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        environment |= {"TERM": "xterm-256color", "COLUMNS": "100"} | ({} if colours else {"NO_COLOR": "1"})
        assert "On whose word" in _on_terminal(["read", str(WIRE)], environment)
        explained = _on_terminal(["read", str(WIRE), "--explain"], environment)
        assert ("\x1b[4;31mkilled" in explained) is colours
        assert "\x1b[4mkilled" in explained or colours
        assert "~~~" not in explained


def _on_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*COMMAND, *arguments], stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    printed = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # Linux says EIO when the other end is closed.
            break
        if not more:
            break
        printed += more
    os.close(ours)
    assert process.wait(60) == 0
    return printed.decode()
