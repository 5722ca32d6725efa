"""The commands that ask a ledger, verify it and erase from it, on a ledger of the bundled examples."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from reportedly import cli, load, read_all
from reportedly.ingest.documents import Obtained
from reportedly.ingest.loading import obtain
from reportedly.ledger import Capture, Content, CopiedClaim, Copy, Decision, Ledger, Run, StoredSource
from reportedly.model import Document, Span
from tests import factories
from tests.ingest import files
from tests.ledger import filling

ROOT = Path(__file__).parents[1]
WIRE, TIMES = "kutum-1-lakeside-wire", "kutum-4-harbour-times"
KEY = f"{WIRE}:48:killed"
COMMAND = [sys.executable, "-m", "reportedly"]
LISTS = ("claims", "documents", "sources", "copies", "leftovers", "failures", "runs")
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
# Rings, clears, turns the line around, breaks it.
HOSTILE = "evil\x1b[2J\x07\u202egnp.exe\u2066\r\nSECOND LINE"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the examples, with one of everything else. Read only: see `ledger`."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copytree(ROOT / "examples", folder / "examples")
    path = folder / "reportedly.db"
    documents = [one for one in load([folder / "examples"]) if isinstance(one, Document)]
    with Ledger.open(path, create=True) as ledger:
        run = ledger.start_run(Run("0.1.0", "sha256:model", "words", "places"))
        with ledger.batch() as batch:
            for reading in read_all(documents):
                one = reading.document
                batch.add_content(Content(one.sha256, len(one.text), "text/plain", path=one.path))
                batch.add_capture(Capture(one.sha256, str(one.path), NOW, "file", one.id))
                batch.add_document(one)
                batch.add_reading(reading, run)
            twin = next(claim.key for claim in ledger_claims(batch, TIMES))
            pair = CopiedClaim(twin, KEY, "copy", "the same words")
            spans = ((Span(0, 9), Span(4, 13)),)
            batch.add_copy(Copy(TIMES, WIRE, "copy", "the credit line", 0.8, spans, (pair,), run))
            known = StoredSource("un", "the United Nations", "un", ("UN",), known=True)
            batch.add_source(known)
            own = StoredSource(f"doc:{WIRE}:health-office", "the health office", "official", document=WIRE)
            batch.add_source(own)
            batch.add_failure("torn.txt", "binary, not text", run)
            digests = {"low": "0" * 12}
            batch.add_decision(Decision("claim", (KEY,), "right", "Nour", "I read it", digests=digests))
        ledger.finish_run(run, {"documents": 10})
    return path


def ledger_claims(batch: Any, document: str) -> Any:
    return batch.claims(document=document)


@pytest.fixture
def ledger(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which REPORTEDLY_LEDGER names."""
    path = tmp_path / "copy.db"
    with sqlite3.connect(whole) as from_here, sqlite3.connect(path) as to_here:
        from_here.backup(to_here)
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(path))
    return path


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of two reports that are no examples."""
    path = tmp_path / "other.db"
    with Ledger.open(path, create=True) as opened:
        filling.filled(opened, filling.reading("r1"), filling.reading("r2", low=30))
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(path))
    return path


def run(*arguments: object, stdin: str | None = None) -> Any:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments], input=stdin)


def rows(*arguments: object) -> list[dict[str, Any]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def table(*arguments: object) -> str:
    result = run(*arguments, "--format", "table")
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


class TestLines:
    @pytest.mark.usefixtures("ledger")
    def test_claims_are_the_interchange_form_and_their_place_in_the_ledger(self) -> None:
        schema = json.loads((ROOT / "docs" / "interchange.schema.json").read_text(encoding="utf-8"))
        found = rows("claims")
        assert len(found) > 50
        for row in found:
            jsonschema.validate(row, schema)
            assert row["ledger"]["key"] == row["key"]
        assert [row["ledger"]["seq"] for row in found] == sorted(row["ledger"]["seq"] for row in found)
        bare = [json.loads(line) for line in run("read", ROOT / "examples").stdout.splitlines()]
        stripped = [{name: value for name, value in row.items() if name != "ledger"} for row in found]
        assert sorted(stripped, key=str) == sorted(bare, key=str)

    @pytest.mark.parametrize("command", LISTS)
    @pytest.mark.usefixtures("ledger")
    def test_every_key_is_documented_and_every_documented_key_is_there(self, command: str) -> None:
        if command == "claims":  # Documented in interchange.md, compared with the schema above.
            return
        page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
        section = page.partition(f"## `reportedly {command}`\n")[2].partition("\n## ")[0]
        named = {
            name
            for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
            for name in re.findall(r"`(\w+)`", cell)
        }
        found = rows(command)
        assert found
        assert named - {"example"} == set(found[0]) - {"example"}

    @pytest.mark.usefixtures("ledger")
    def test_examples_carry_their_mark_in_each_list(self) -> None:
        for command in ("claims", "documents", "copies", "leftovers"):
            assert all(row["example"] is True for row in rows(command)), command
            assert table(command).count("EXAMPLE (invented)") >= 1, command
        assert {row["source"]: row.get("example") for row in rows("sources")} == {
            "un": None,
            f"doc:{WIRE}:health-office": True,
        }
        assert rows("show", KEY)[0]["example"] is True
        assert table("show", KEY).startswith("EXAMPLE (invented)")
        assert table("show", WIRE).startswith("EXAMPLE (invented)")

    @pytest.mark.usefixtures("other")
    def test_what_is_no_example_does_not(self) -> None:
        for command in ("claims", "documents", "leftovers"):
            assert rows(command)
            assert not any("example" in row for row in rows(command))
            assert "EXAMPLE" not in table(command)

    @pytest.mark.usefixtures("ledger")
    def test_pages_follow_each_other_without_loss(self, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = {command: rows(command) for command in LISTS}
        monkeypatch.setattr("reportedly.cli.answers._AT_ONCE", 3)
        assert {command: rows(command) for command in LISTS} == expected
        for command in ("claims", "documents", "leftovers"):
            assert rows(command, "--limit", 7) == expected[command][:7]

    @pytest.mark.usefixtures("ledger")
    def test_lines_need_no_terminal_and_no_colour(self) -> None:
        assert "\x1b" not in run("claims").stdout


class TestFilters:
    @pytest.mark.parametrize(
        ("options", "holds"),
        [
            (("--harm", "displaced"), lambda row: row["harm"] == "displaced"),
            (("--country", "bf"), lambda row: row["country"] == "BF"),
            (("--place", "kutum"), lambda row: "kutum" in row["place"].lower()),
            (("--victims", "civilian"), lambda row: row["victim_class"] == "civilian"),
            (("--victims", "drivers"), lambda row: "drivers" in row["victims"]),
            (("--status", "unverified"), lambda row: row["status"] == "unverified"),
            (("--document", WIRE), lambda row: row["document"] == WIRE),
            (("--from", "2024-05-01"), lambda row: row["date_to"] >= "2024-05-01"),
            (("--to", "2024-02-09"), lambda row: row["date_from"] <= "2024-02-09"),
            (("--text", '"livestock market"'), lambda row: "livestock market" in row["quote"]),
            (("--origin", f"doc:{WIRE}:health-office"), lambda row: "health office" in row["origin"]),
            (("--place", "kutum", "--harm", "injured"), lambda row: row["harm"] == "injured"),
        ],
    )
    @pytest.mark.usefixtures("ledger")
    def test_claims(self, options: tuple[str, ...], holds: Any) -> None:
        everything, found = rows("claims"), rows("claims", *options)
        assert 0 < len(found) < len(everything)
        assert all(holds(row) for row in found)

    @pytest.mark.usefixtures("ledger")
    def test_others(self) -> None:
        assert [row["document"] for row in rows("documents", "--outlet", "Lakeside Wire", "--text", "market")]
        assert {row["outlet"] for row in rows("documents", "--outlet", "Lakeside Wire")} == {"Lakeside Wire"}
        assert {row["published"] for row in rows("documents", "--from", "2024-05-22", "--to", "2024-05-22")} == {
            "2024-05-22"
        }
        assert rows("documents", "--status", "unread") == []
        assert [row["source"] for row in rows("sources", "--kind", "un")] == ["un"]
        assert [row["source"] for row in rows("sources", "--text", "HEALTH")] == [f"doc:{WIRE}:health-office"]
        assert len(rows("copies", "--document", WIRE)) == len(rows("copies", "--kind", "copy")) == 1
        assert rows("copies", "--kind", "update") == rows("copies", "--document", "dori-1-sahel-dispatch") == []
        assert {row["harm"] for row in rows("leftovers", "--harm", "killed")} == {"killed"}
        assert rows("failures") == rows("failures", "--all")
        assert rows("failures")[0]["input"] == "torn.txt"
        assert rows("claims", "--orphaned") == []

    @pytest.mark.usefixtures("ledger")
    def test_a_question_that_finds_nothing_says_so_and_is_no_error(self) -> None:
        assert run("claims", "--text", "zeppelin").stdout == ""
        assert table("claims", "--text", "zeppelin") == "no claims\n"
        assert table("copies", "--kind", "update") == "no copies\n"

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("claims", "--from", "2024"), "is no day"),
            (("claims", "--to", "2024-02-30"), "is no day"),
            (("claims", "--harm", "hurt"), "'killed'"),
            (("claims", "--limit", "0"), "greater than or equal to 1"),
            (("verify", "--head", "12"), "64 hexadecimal digits"),
            (("redact", "x", "--reason", " ", "--by", "me", "--yes"), "names its reason"),
        ],
    )
    @pytest.mark.usefixtures("ledger")
    def test_an_option_that_cannot_be_meant(self, arguments: tuple[str, ...], said: str) -> None:
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr


class TestTables:
    @pytest.mark.usefixtures("ledger")
    def test_a_table_holds_fifty_and_says_how_many_there_are(self) -> None:
        whole = len(rows("claims"))
        assert table("claims").splitlines()[-1] == f"50 of {whole} claims; --limit shows more"
        assert table("claims", "--limit", whole).splitlines()[-1] != f"{whole} claims; --limit shows more"
        assert table("claims", "--limit", whole).count("EXAMPLE") == whole

    @pytest.mark.parametrize("command", LISTS)
    @pytest.mark.parametrize("width", [60, 80, 100, 160])
    @pytest.mark.usefixtures("ledger")
    def test_they_keep_to_the_width(self, command: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, table(command).splitlines())) <= width

    @pytest.mark.usefixtures("ledger")
    def test_a_claim_shows_its_words_in_context_and_what_bears_on_it(self) -> None:
        lines = table("show", KEY).splitlines()
        at = next(number for number, line in enumerate(lines) if "At least 18 people were killed" in line)
        assert lines[at + 1].startswith("  ~~~~~~~~~~~ ~~~~~~      ~~~~~~")
        text = "\n".join(lines)
        assert "KUTUM, Sudan, Feb 10" in "\n".join(lines[:at])
        assert "Seven children were among" in text
        assert f"health office: other, doc:{WIRE}:health-office" in text
        assert "1  read by run 1" in text
        assert re.search(r"decision:\d+  right, by Nour on \d{4}-\d\d-\d\d, since I read it", text)
        assert "copy is that of this one: kutum-4-harbour-times:" in text

    @pytest.mark.usefixtures("ledger")
    def test_a_document_shows_all_that_was_read_from_it(self) -> None:
        text = table("show", WIRE)
        [shown] = rows("show", WIRE)
        assert shown["document"]["text"].startswith("KUTUM")
        for key in [row["key"] for row in shown["claims"]]:
            assert key in text
        assert f"{TIMES} ← {WIRE}" in text
        assert "1,135 characters" in text

    def test_later_versions_say_what_changed(self, other: Path) -> None:
        again = filling.reading("r1")
        first = again.claims[0]
        with Ledger.open(other) as opened:
            later = filling.run(opened)
            changed = factories.claim(
                **{name: getattr(first, name) for name in first.__dataclass_fields__} | {"victims": None}
            )
            with opened.batch() as batch:
                batch.add_reading(filling.replace(again, claims=(changed,)), later)
        [shown] = rows("show", first.key)
        assert [one["version"] for one in shown["versions"]] == [1, 2]
        assert shown["versions"][0]["changed"] == []
        assert {"field": "victims", "was": "villagers", "is": None} in shown["versions"][1]["changed"]
        assert 'victims: "villagers" → nothing' in table("show", first.key)
        assert [row["ledger"]["state"] for row in rows("claims", "--orphaned")] == ["orphaned"]
        assert "no longer finds this claim" in table("show", rows("claims", "--orphaned")[0]["key"])


class TestHostileWords:
    @pytest.fixture
    def hostile(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        path = tmp_path / "hostile.db"
        made = filling.reading(f"id{HOSTILE}", title=HOSTILE, outlet=HOSTILE, url=HOSTILE, path=HOSTILE)
        text = made.document.text.replace("Report", HOSTILE)
        made = filling.replace(made, document=filling.replace(made.document, text=text))
        with Ledger.open(path, create=True) as opened:
            number = opened.start_run(Run(HOSTILE, command=HOSTILE))
            with opened.batch() as batch:
                filling.add(batch, made, number)
                batch.add_source(StoredSource(HOSTILE, HOSTILE, "other", (HOSTILE,), HOSTILE))
                batch.add_copy(Copy(made.document.id, made.document.id, "copy", HOSTILE))
                batch.add_failure(HOSTILE, HOSTILE, number)
                batch.add_decision(Decision("claim", (made.claims[0].key,), HOSTILE, HOSTILE, HOSTILE))
            opened.finish_run(number, {HOSTILE: HOSTILE})
        monkeypatch.setenv("REPORTEDLY_LEDGER", str(path))
        return made.document.id

    @pytest.mark.parametrize("width", [60, 100])
    def test_never_reach_the_terminal(self, hostile: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        key = rows("claims")[0]["key"]
        asked = [*((command,) for command in LISTS), ("show", key), ("show", hostile)]
        for arguments in asked:
            printed = table(*arguments)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed), arguments
            # On a narrow terminal the words may be wrapped there; only a line end of theirs would do it on a wide one.
            assert width < 100 or not any(line.startswith("SECOND LINE") for line in printed.splitlines()), arguments
            assert "evil" in printed, arguments
        answer = run("redact", hostile, "--reason", HOSTILE, "--by", HOSTILE, "--yes")
        assert answer.exit_code == 0
        for printed in (answer.stdout, run("verify").stdout, table("show", hostile), run("show", "x\x1b[2J").stderr):
            assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", printed)

    @pytest.mark.usefixtures("hostile")
    def test_are_kept_as_they_are_in_lines(self) -> None:
        assert rows("documents")[0]["title"] == HOSTILE
        assert all(line.isprintable() or "\u202e" in line for line in run("documents").stdout.splitlines())

    def test_words_from_right_to_left_leave_the_other_cells_in_their_places(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "arabic.db"
        monkeypatch.setenv("REPORTEDLY_LEDGER", str(path))
        title = "مقتل اثني عشر شخصا في كتم"
        with Ledger.open(path, create=True) as opened:
            filling.filled(opened, filling.reading("r1", title=title, outlet="الجزيرة"))
        line = next(line for line in table("documents").splitlines() if "الجزيرة" in line)
        assert "الجزيرة\u200e " in line
        assert line.index("2024-02-10") == line.replace("\u200e", "").index("2024-02-10") + 1
        assert rows("documents")[0]["outlet"] == "الجزيرة"


class TestTrouble:
    @pytest.mark.parametrize("command", [*LISTS, "verify"])
    def test_no_ledger(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
        monkeypatch.setenv("REPORTEDLY_LEDGER", str(tmp_path / "none.db"))
        result = run(command)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == f"reportedly: {tmp_path}/none.db: there is no ledger; `reportedly ingest` makes one\n"
        assert not (tmp_path / "none.db").exists()

    def test_the_option_wins_over_the_environment(self, ledger: Path, tmp_path: Path) -> None:
        assert run("documents", "--ledger", tmp_path / "none.db").exit_code == 1
        assert run("documents", "--ledger", ledger).exit_code == 0

    def test_a_newer_ledger(self, ledger: Path) -> None:
        _alter(ledger, "UPDATE alembic_version SET version_num = 'r9999'")
        result = run("claims")
        assert result.exit_code == 1
        assert "newer version of reportedly" in result.stderr

    def test_another_file(self, tmp_path: Path) -> None:
        (tmp_path / "text.db").write_text("This is no database. " * 100)
        result = run("claims", "--ledger", tmp_path / "text.db")
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) == 1

    def test_a_torn_ledger(self, ledger: Path) -> None:
        size = ledger.stat().st_size
        with ledger.open("r+b") as file:
            file.seek(size // 8)
            file.write(os.urandom(size - size // 4))
        for command in ("claims", "documents", "verify"):
            result = run(command)
            assert result.exit_code == 1
            assert all(line.startswith("reportedly: ") for line in result.stderr.splitlines())

    @pytest.mark.parametrize("body", ["{broken", "[]", '{"row": {}}'])
    def test_a_payload_that_was_altered(self, ledger: Path, body: str) -> None:
        _alter(ledger, "UPDATE payloads SET body = ? WHERE seq IN (SELECT seq FROM claim_versions)", body)
        result = run("claims")
        assert result.exit_code == 1
        assert "`reportedly verify` names what was changed" in result.stderr
        assert run("verify").exit_code == 1

    @pytest.mark.usefixtures("ledger")
    def test_no_such_key(self) -> None:
        for command in (("show", "nothing"), ("redact", "nothing", "--reason", "x", "--by", "me", "--yes")):
            result = run(*command)
            assert (result.exit_code, result.stdout) == (1, "")
            assert result.stderr == "reportedly: nothing: nothing in the ledger has this key\n"

    @pytest.mark.usefixtures("ledger")
    def test_a_reader_that_stops_early_is_no_error(self) -> None:
        done = subprocess.Popen([*COMMAND, "claims"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        assert done.stderr.read() == b""
        assert done.wait(60) == cli.PIPE_CLOSED


def _alter(path: Path, sql: str, *values: object) -> None:
    """Changes what a ledger holds behind its back: the triggers go first."""
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(sql, values)


class TestVerify:
    def test_a_good_ledger(self, ledger: Path) -> None:
        result = run("verify")
        assert result.exit_code == 0
        with Ledger.open(ledger) as opened:
            head = opened.head()
        lines = result.stdout.splitlines()
        assert lines[0] == f"{head.seq} links verified, nothing was altered"
        assert lines[-1] == f"head: {head.hash} (link {head.seq})"
        assert "--head" in lines[1]
        assert "--bytes" in lines[2]
        assert result.stderr == ""

    @pytest.mark.usefixtures("ledger")
    def test_a_head_from_before_is_found_and_one_of_another_ledger_is_not(self) -> None:
        head = run("verify").stdout.split()[-3]
        assert run("redact", KEY, "--reason", "law", "--by", "Nour", "--yes").exit_code == 0
        assert run("verify", "--head", head).exit_code == 0
        result = run("verify", "--head", "0" * 64)
        assert result.exit_code == 1
        assert "its tail was cut off, or it was rewritten" in result.stdout

    def test_an_altered_column_is_named(self, ledger: Path) -> None:
        _alter(ledger, "UPDATE claim_versions SET low = 99 WHERE record = ?", KEY)
        result = run("verify")
        assert result.exit_code == 1
        first = result.stdout.splitlines()[0]
        assert re.fullmatch(r"BROKEN at link \d+, claim_versions\.low: is 99, and 18 was added", first)
        assert "triggers" in result.stdout  # They are gone, too.

    def test_the_first_broken_link_is_named_first(self, ledger: Path) -> None:
        _alter(ledger, "UPDATE chain SET at = '2020-01-01T00:00:00.000000Z' WHERE seq IN (5, 9)")
        lines = run("verify").stdout.splitlines()
        assert lines[0].startswith("BROKEN at link 5, chain: ")
        assert lines[1].startswith("also link 9, chain: ")

    @pytest.mark.usefixtures("ledger")
    def test_what_was_erased_is_not_broken(self) -> None:
        run("redact", WIRE, "--reason", "a court order", "--by", "Nour", "--yes")
        result = run("verify")
        assert result.exit_code == 0
        day = datetime.now(UTC).date()
        assert f"document {WIRE}: erased by Nour on {day}: a court order" in result.stdout

    @pytest.mark.usefixtures("ledger")
    def test_bytes(self, whole: Path) -> None:
        assert run("verify", "--bytes").exit_code == 0
        file = whole.parent / "examples" / f"{WIRE}.txt"
        words = file.read_bytes()
        try:
            file.write_bytes(words.replace(b"18", b"81"))
            result = run("verify", "--bytes")
            assert result.exit_code == 1
            assert "are not those of their hash" in result.stdout
            file.unlink()
            result = run("verify", "--bytes")
            assert result.exit_code == 0
            assert "are no longer where they were" in result.stdout
        finally:
            file.write_bytes(words)

    def test_bytes_of_a_line_among_many(self, tmp_path: Path) -> None:
        lines = [json.dumps({"text": f"{number} people were killed in Kutum."}).encode() for number in (12, 13)]
        (tmp_path / "feed.jsonl").write_bytes(b"\n".join(lines))
        path = tmp_path / "lines.db"
        with Ledger.open(path, create=True) as opened:
            for line in lines:
                opened.add_content(Content(filling.hashlib.sha256(line).hexdigest(), 9, None, path="feed.jsonl"))
        assert run("verify", "--bytes", "--ledger", path).exit_code == 0
        (tmp_path / "feed.jsonl").write_bytes(lines[0])
        assert run("verify", "--bytes", "--ledger", path).exit_code == 1

    def test_bytes_of_every_kind_of_input(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        reports = tmp_path / "reports"
        reports.mkdir()
        archive = files.warc(files.record(files.http(files.page("Eleven people were killed."))))
        made = {
            "a.txt": files.WORDS.encode(),
            "b.html": files.page(),
            "c.pdf": files.pdf([[files.WORDS]]),
            "d.docx": files.docx(files.WORDS),
            "e.jsonl": b"\n".join(json.dumps({"id": f"e{n}", "text": files.WORDS}).encode() for n in range(3)),
            "f.warc.gz": archive,
            "g.wacz": files.wacz(
                archive, files.warc(files.record(files.http(files.page("Nine died.")), "http://b.test/"))
            ),
        }
        for name, raw in made.items():
            (reports / name).write_bytes(raw)
        path = tmp_path / "kinds.db"
        monkeypatch.chdir(tmp_path)
        with Ledger.open(path, create=True) as opened:
            for one in obtain(["reports"]):
                if isinstance(one, Obtained):
                    at = one.capture
                    stored = None if at.warc else at.path
                    content = Content(at.sha256, len(one.raw), None, path=stored, warc=at.warc, offset=at.offset)
                    opened.add_content(content)
            assert opened.statistics()["contents"] == 9
        result = run("verify", "--bytes", "--ledger", path)
        assert result.exit_code == 0, result.stdout
        assert "note:" not in result.stdout
        (reports / "f.warc.gz").write_bytes(files.warc(files.record(files.http(files.page("Ten died.")))))
        assert run("verify", "--bytes", "--ledger", path).exit_code == 1


class TestRedact:
    @pytest.mark.usefixtures("ledger")
    def test_it_says_what_was_erased_and_where_words_may_still_stand(self) -> None:
        result = run("redact", WIRE, "--reason", "a court order", "--by", "Nour", "--yes")
        assert result.exit_code == 0
        lines = result.stdout.splitlines()
        assert lines[0].startswith(f"document {WIRE}: erased by Nour on ")
        assert lines[1] == "Where its words may still stand:"
        assert any(f"{WIRE}.txt; the ledger does not touch files" in line for line in lines)
        assert any(f"{TIMES} has text in common with it" in line for line in lines)
        assert "backups" in lines[-2]
        assert lines[-1].startswith("head: ")
        assert rows("claims", "--document", WIRE) == []
        assert rows("show", WIRE)[0]["by"] == "Nour"
        assert "erased by Nour" in table("show", WIRE)

    @pytest.mark.usefixtures("ledger")
    def test_nobody_to_ask(self) -> None:
        result = run("redact", KEY, "--reason", "x", "--by", "me")
        assert result.exit_code == 2
        assert "--yes" in result.stderr
        assert len(rows("show", KEY)[0]["versions"]) == 1

    @pytest.mark.parametrize(("answer", "gone"), [("n", False), ("", False), ("y", True)])
    @pytest.mark.usefixtures("ledger")
    def test_on_a_terminal_it_asks(self, answer: str, gone: bool) -> None:
        arguments = ["redact", KEY, "--reason", "x", "--by", "me"]
        status, printed = _on_terminal(arguments, f"{answer}\n", {})
        assert f"This erases the claim {KEY}" in printed
        assert "for good" in printed
        assert (status, "nothing was erased" in printed) == ((0, False) if gone else (1, True))
        assert ("erased" in rows("show", KEY)[0]) is gone


class TestTerminal:
    @pytest.mark.parametrize("colours", [True, False])
    @pytest.mark.usefixtures("ledger")
    def test_a_table_comes_unasked(self, colours: bool) -> None:
        more = {} if colours else {"NO_COLOR": "1"}
        status, printed = _on_terminal(["claims", "--harm", "killed"], "", more)
        assert status == 0
        assert "On whose word" in printed
        status, printed = _on_terminal(["show", KEY], "", more)
        assert "\x1b[4" in printed
        assert ("\x1b[4;31mkilled" in printed) is colours
        assert "~~~" not in printed

    @pytest.mark.usefixtures("ledger")
    def test_verify_shows_how_far_it_is(self) -> None:
        status, printed = _on_terminal(["verify"], "", {})
        assert status == 0
        assert "verifying" in printed


def _on_terminal(arguments: list[str], typed: str, more: dict[str, str]) -> tuple[int, str]:
    """Its exit status and what a terminal of 100 columns got."""
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "100", **more}
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    os.write(ours, typed.encode())
    printed = b"".join(_everything(ours))
    os.close(ours)
    return process.wait(60), printed.decode()


def _everything(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # Linux says EIO when the other end is closed.
            return
        if not more:
            return
        yield more


def test_asking_loads_no_parser() -> None:
    code = "import sys, reportedly.cli.asking, reportedly.cli.accounts; print({'spacy', 'sqlalchemy'} & {*sys.modules})"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "set()\n"
