"""`reportedly events`, `toll` and `profiles`, on a ledger of the bundled examples and on one of the sample report."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reportedly import evidence, profiles
from reportedly.cli import tolling
from reportedly.ledger import Ledger
from tests.test_cli_ledger import ROOT, _on_terminal, rows, run, table

SAMPLE = ROOT.parent / "shared" / "reports" / "latakia-2025-03-10.txt"
RULINGS = {"counts", "part of", "updated by", "superseded by", "copy of", "repeat of", "set aside"}
HOSTILE = "evil\x1b[2J\x07\u202egnp.exe\u2066\nSECOND LINE"


def ingested(path: Path, *inputs: object, options: tuple[str, ...] = ()) -> Path:
    result = run("ingest", *inputs, "--ledger", path, *options)
    assert result.exit_code == 0, result.stderr
    return path


def copied(whole: Path, path: Path) -> Path:
    with sqlite3.connect(whole) as from_here, sqlite3.connect(path) as to_here:
        from_here.backup(to_here)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tolled")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return ingested(folder / "reportedly.db", folder / "examples")


@pytest.fixture
def ledger(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a ledger of the examples, which REPORTEDLY_LEDGER names."""
    path = copied(whole, tmp_path / "copy.db")
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(path))
    return path


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The ledger of the sample report."""
    if not SAMPLE.is_file():
        pytest.skip("the sample report is not here (shared/)")
    with pytest.MonkeyPatch.context() as patch:
        path = ingested(tmp_path_factory.mktemp("sample") / "reportedly.db", SAMPLE)
        patch.setenv("REPORTEDLY_LEDGER", str(path))
        yield str(path)


def kutum(*options: str) -> str:
    """The id of the event that most reports of Kutum tell of."""
    return str(max(rows("events", "--place", "kutum", *options), key=lambda row: row["claims"])["event"])


def documented(heading: str) -> set[str]:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.partition(f"## `reportedly {heading}`\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)} - {"example"}


@pytest.mark.usefixtures("ledger")
class TestEvents:
    def test_every_key_is_documented_and_every_documented_key_is_there(self) -> None:
        for row in rows("events"):
            assert set(row) - {"example"} == documented("events")

    def test_the_bounds_are_those_of_the_toll(self) -> None:
        for row in rows("events"):
            [toll] = rows("toll", row["event"])
            assert (toll["event"], toll["extent"], toll["place"]) == (row["event"], row["extent"], row["place"])
            heads = {line["harm"]: line for line in reversed(toll["lines"]) if line["unit"] == "person"}
            for harm in ("killed", "injured"):
                assert (row[harm] is None) == (harm not in heads)

    @pytest.mark.parametrize(
        ("options", "holds"),
        [
            (("--place", "kutum"), lambda row: "Kutum" in row["place"]),
            (("--country", "bf"), lambda row: row["country"] == "BF"),
            (("--from", "2024-05-01"), lambda row: row["date_to"] >= "2024-05-01"),
            (("--to", "2024-02-09"), lambda row: row["date_from"] <= "2024-02-09"),
            (("--extent", "incident"), lambda row: row["extent"] == "incident"),
        ],
    )
    def test_filters(self, options: tuple[str, ...], holds: Any) -> None:
        everything, found = rows("events"), rows("events", *options)
        assert 0 < len(found) < len(everything)
        assert all(holds(row) for row in found)

    def test_every_extent_can_be_asked_for(self) -> None:
        assert list(tolling.Extent) == list(evidence.Extent)

    def test_examples_carry_their_mark(self) -> None:
        assert all(row["example"] is True for row in rows("events"))
        assert table("events").count("EXAMPLE (invented)") == len(rows("events"))

    def test_a_question_that_finds_nothing_says_so(self) -> None:
        assert table("events", "--place", "zeppelin") == "no events\n"
        assert run("events", "--place", "zeppelin").stdout == ""

    @pytest.mark.parametrize("width", [60, 80, 120])
    def test_the_table_keeps_to_the_width(self, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, table("events").splitlines())) <= width

    def test_pages_follow_each_other_without_loss(self, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = rows("events")
        monkeypatch.setattr("reportedly.cli.answers._AT_ONCE", 3)
        assert rows("events") == expected
        assert rows("events", "--limit", 4) == expected[:4]
        assert f"2 of {len(expected)} events; --limit shows more" in table("events", "--limit", 2)

    def test_another_profile_gives_other_bounds_and_is_named(self) -> None:
        strict, ucdp = rows("events"), rows("events", "--profile", "ucdp")
        assert {row["profile"] for row in ucdp} == {"ucdp"}
        assert [row["event"] for row in strict] == [row["event"] for row in ucdp]
        assert [row["killed"] for row in strict] != [row["killed"] for row in ucdp]


@pytest.mark.usefixtures("ledger")
class TestToll:
    def test_every_key_is_documented_and_every_documented_key_is_there(self) -> None:
        [row] = rows("toll", kutum())
        ours = documented("toll")
        assert set(row) - {"example"} <= ours
        for name in ours - set(row):
            pytest.fail(f"{name} is documented, and not there")

    def test_every_claim_of_the_event_has_one_ruling_and_its_words(self, ledger: Path) -> None:
        [row] = rows("toll", kutum())
        with Ledger.open(ledger) as opened:
            members = {one.claim for one in opened.memberships(events=[row["event"]])}
        assert sorted(one["claim"] for one in row["rulings"]) == sorted(members)
        assert {one["ruling"] for one in row["rulings"]} <= RULINGS
        page = table("toll", row["event"])
        for one in row["rulings"]:
            assert one["claim"] in page.replace("\n", "")
            assert one["quantity"] in one["quote"]
            assert one["membership"]

    def test_a_reprint_and_an_update_are_ruled_as_such(self) -> None:
        [row] = rows("toll", kutum())
        said = {one["ruling"] for one in row["rulings"]}
        assert "copy of" in said
        assert {"updated by", "superseded by"} & said
        assert {one["document"] for one in row["documents"]} >= {"kutum-1-lakeside-wire", "kutum-3-lakeside-update"}

    def test_unknown_never_prints_as_zero(self) -> None:
        for event in rows("events"):
            [row] = rows("toll", event["event"])
            page = table("toll", event["event"])
            if all(0 not in (line["low"], line["best"], line["high"]) for line in row["lines"]):
                assert not re.search(r"^  (?:\S+ +){0,2}0 ", page.partition("Toll\n")[2].partition("\n\n")[0], re.M)

    def test_the_page_and_the_line_say_the_same(self) -> None:
        [row] = rows("toll", kutum())
        page = " ".join(table("toll", kutum()).split())
        assert all(" ".join(sentence.split()) in page for sentence in row["sentences"])
        assert row["basis"] in page
        assert row["title"] in page
        for rule in row["rules"]:
            assert rule["rule"] in page
        assert f"surely {row['origins']['certain']}" in page

    def test_explain_says_why_each_claim_is_of_the_event(self) -> None:
        [row] = rows("toll", kutum())
        page = " ".join(table("toll", kutum(), "--explain").split())
        assert page.count("of this event:") == len(row["rulings"])
        assert " ".join(row["explanation"][0].split()) in page

    @pytest.mark.parametrize("width", [60, 80, 100, 120])
    def test_the_page_keeps_to_the_width(self, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        for event in rows("events"):
            assert max(map(len, table("toll", event["event"], "--explain").splitlines())) <= width

    def test_the_page_of_an_example_says_so_in_each_part(self) -> None:
        page = table("toll", kutum())
        parts = ("Toll", "Claims", "Reports", "Sources", "By day of publication", "Rules of strict")
        assert page.startswith("EXAMPLE (invented)")
        for part in parts:
            assert f"\nEXAMPLE (invented) {part}" in page

    def test_a_long_list_of_claims_says_how_many_there_are(self) -> None:
        [row] = rows("toll", kutum())
        page = table("toll", kutum(), "--limit", 3)
        assert f"Claims (the first 3 of {len(row['rulings'])}; --limit shows more)" in page
        assert "[3] " in page
        assert "[4] " not in page
        assert len(rows("toll", kutum(), "--limit", 3)[0]["rulings"]) == len(row["rulings"])

    def test_a_profile_and_its_rules_are_named(self) -> None:
        [row] = rows("toll", kutum(), "--profile", "airwars")
        assert row["grade"]
        assert row["grade"] in table("toll", kutum(), "--profile", "airwars")
        assert any(rule["standing"] == "read" for rule in row["rules"])

    def test_a_profile_of_ones_own(self, tmp_path: Path) -> None:
        file = tmp_path / "desk.toml"
        file.write_text('title = "our desk"\nextends = "acled"\n')
        [row] = rows("toll", kutum(), "--profile", str(file))
        assert (row["profile"], row["title"]) == ("desk", "our desk")


@pytest.mark.usefixtures("ledger")
class TestTimes:
    def test_as_of_a_day_uses_no_later_report(self) -> None:
        event = kutum()
        [now] = rows("toll", event)
        [then] = rows("toll", event, "--as-of", "2024-02-10")
        assert (now["as_of"], then["as_of"]) == (None, "2024-02-10")
        assert {one["published"] for one in then["documents"]} == {"2024-02-10"}
        assert len(then["documents"]) < len(now["documents"])
        assert all(one["published"] <= "2024-02-10" for one in then["rulings"])
        page = " ".join(table("toll", event, "--as-of", "2024-02-10").split())
        assert "reports published by 2024-02-10, as they are read and judged today (--as-of)" in page

    def test_as_recorded_uses_nothing_that_came_in_later(self, ledger: Path, tmp_path: Path) -> None:
        event = kutum()
        [before] = rows("toll", event)
        with Ledger.open(ledger) as opened:
            moment = max(one.at for one in opened.documents(limit=None) if one.at) + timedelta(milliseconds=1)
        words = "At least 40 people were killed when shells hit the market of Kutum in North Darfur, Sudan, on Friday"
        (tmp_path / "later.txt").write_text(f"{words}, the Darfur Bar Association said.")
        ingested(ledger, tmp_path / "later.txt", options=("--published", "2024-02-11", "--outlet", "Nile Gazette"))
        assert "later" in {one["document"] for one in rows("toll", event)[0]["documents"]}
        [then] = rows("toll", event, "--as-recorded", moment.isoformat())
        kept = ("lines", "rulings", "documents", "conflicts", "trail")
        assert {name: then[name] for name in kept} == {name: before[name] for name in kept}
        assert "what the ledger held by" in then["basis"]
        assert "(--as-recorded)" in table("toll", event, "--as-recorded", moment.isoformat())

    def test_a_day_is_meant_to_its_end(self) -> None:
        day = datetime.now(UTC).date()
        [now], [then] = rows("toll", kutum()), rows("toll", kutum(), "--as-recorded", str(day))
        assert then["as_recorded"].startswith(f"{day}T23:59:59")
        assert then["lines"] == now["lines"]

    @pytest.mark.parametrize("options", [("--as-of", "2024-02-08"), ("--as-recorded", "2020-01-01")])
    def test_before_there_was_anything(self, options: tuple[str, str]) -> None:
        result = run("toll", kutum(), *options)
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) == 1


class TestTrouble:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--profile", "nope"), "there is no such profile"),
            (("--profile", "nope/none.toml"), "there is no such profile"),
            (("--as-of", "2024"), "is no day"),
            (("--as-recorded", "noon"), "is no day and no time"),
        ],
    )
    @pytest.mark.usefixtures("ledger")
    def test_an_option_that_cannot_be_meant(self, options: tuple[str, str], said: str) -> None:
        result = run("toll", "e-aaaaaaaaaa", *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr

    @pytest.mark.usefixtures("ledger")
    def test_a_profile_that_is_wrong_names_the_entry(self, tmp_path: Path) -> None:
        (tmp_path / "bad.toml").write_text('extends = "strict"\n[tolerances]\nshare = 1\n')
        for command in (("events", "--profile"), ("profiles",)):
            result = run(*command, tmp_path / "bad.toml")
            assert result.exit_code == 2
            assert "tolerances: there is no such section" in " ".join(result.stderr.split())

    @pytest.mark.usefixtures("ledger")
    def test_no_such_event(self) -> None:
        result = run("toll", "e-aaaaaaaaaa")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("reportedly: e-aaaaaaaaaa: ")

    @pytest.mark.parametrize("command", [("events",), ("toll", "e-aaaaaaaaaa")])
    def test_no_ledger(self, tmp_path: Path, command: tuple[str, ...]) -> None:
        result = run(*command, "--ledger", tmp_path / "none.db")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "there is no ledger" in result.stderr

    @pytest.mark.parametrize("width", [60, 100])
    def test_hostile_words_never_reach_the_terminal(
        self, tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        line = {
            "id": "r1", "title": HOSTILE, "outlet": HOSTILE, "url": HOSTILE, "published": "2024-02-10",
            "text": "At least 12 villagers\x1b[2J were killed in Kutum on Friday, \u202ethe governor\x07 said.",
        }  # fmt: skip
        (tmp_path / "feed.jsonl").write_text(json.dumps(line))
        monkeypatch.setenv("REPORTEDLY_LEDGER", str(ingested(tmp_path / "hostile.db", tmp_path / "feed.jsonl")))
        monkeypatch.setenv("COLUMNS", str(width))
        [event] = rows("events")
        for printed in (table("events"), table("toll", event["event"]), table("toll", event["event"], "--explain")):
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed)
        assert "evil" in table("toll", event["event"])


class TestProfiles:
    def test_all_that_come_with_the_program(self) -> None:
        found = rows("profiles")
        assert [row["profile"] for row in found] == list(profiles.names())
        assert all(set(row) == documented("profiles") for row in found)
        assert "9 ours" in table("profiles")

    def test_one_with_the_standing_of_each_rule(self) -> None:
        [row] = rows("profiles", "ucdp")
        page = " ".join(table("profiles", "ucdp").split())
        for rule in row["rules"]:
            assert rule["rule"] in page
        assert {"read", "seen in data", "ours"} == {rule["standing"] for rule in row["rules"]}


@pytest.mark.usefixtures("coast")
class TestSample:
    """What shared/CODING_RULES.md spells out under strict, on the page."""

    def test_one_episode_for_the_coast(self) -> None:
        [event] = rows("events")
        assert (event["extent"], event["date_from"], event["date_to"]) == ("episode", "2025-03-06", "2025-03-09")
        assert (event["killed"]["low"], event["killed"]["best"], event["killed"]["high"]) == (1001, None, None)
        assert event["injured"] is None

    @pytest.mark.parametrize("width", [80, 120])
    def test_the_page_says_it(self, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        [event] = rows("events")
        page = table("toll", event["event"])
        bounds = r"^((?:killed|displaced): [^\n]+)\n  (\S+ +(?:about )?\S+ +\S+)"
        found = {name: " ".join(cells.split()) for name, cells in re.findall(bounds, page, re.MULTILINE)}
        page = " ".join(page.split())
        assert found["killed: people"] == "1,001 – –"
        assert found["killed: civilians"] == "– about 745 –"
        assert found["killed: fighters"] == "200 – –"
        assert found["killed: pro-Assad fighters"] == "148 148 148"
        assert found["killed: fighters connected to the new Islamist-led government"] == "– about 125 –"
        assert found["displaced: civilians"] == "– – –"
        assert page.startswith(f"{event['event']} the west coast, SY, 2025-03-06 to 2025-03-09")
        for words in (
            "At least 1,001 people were killed",
            "According to the Syrian Observatory for Human Rights, more than 1,000",
            "add to about 1,018 (derived)",
            "Hundreds of civilians were driven from their homes; no source gives a number",
        ):
            assert words in page

    def test_its_tension_and_its_marks(self) -> None:
        [row] = rows("toll", rows("events")[0]["event"])
        [conflict] = row["conflicts"]
        assert (conflict["kind"], conflict["distance"]) == ("tension", 75)
        assert conflict["words"].startswith("if those 200 are government-side only")
        civilians = next(line for line in row["lines"] if line["victims"] == "civilians" and line["harm"] == "killed")
        assert civilians["marks"] == ["unverified by the BBC"]
        assert [one["name"] for line in row["lines"] for one in line["stated"] if one["low"] == 200] == [
            "sources within new Syrian government"
        ]

    @pytest.mark.parametrize("colours", [True, False])
    def test_on_a_terminal(self, colours: bool) -> None:
        [event] = rows("events")
        status, printed = _on_terminal(["toll", event["event"]], "", {} if colours else {"NO_COLOR": "1"})
        assert status == 0
        assert "1,001" in printed
        assert bool(re.search(r"\x1b\[[0-9;]*3[0-7]", printed)) is False
