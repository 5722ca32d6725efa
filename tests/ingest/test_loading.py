"""Files, folders, pages, lines and a pipe become documents; what is wrong with one is told, and the rest is read."""

import hashlib
import io
import json
import os
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import InputError
from reportedly.ingest import Remark, load
from reportedly.model import Document, Published, PublishedFrom

TODAY = date(2025, 4, 1)
WORDS = "At least 12 people were killed in the town of Kutum on Friday, the mayor said.\n"
PAGE = f"<!doctype html><html><head><title>T</title></head><body><article><p>{WORDS * 3}</p></article></body></html>"


def found(*inputs: object, **options: Any) -> list[Document | Remark | InputError]:
    return list(load([str(one) for one in inputs], today=TODAY, **options))


def piped(raw: bytes | str, **options: Any) -> list[Document | Remark | InputError]:
    return found("-", stdin=io.BytesIO(raw.encode() if isinstance(raw, str) else raw), **options)


def one(results: list[Document | Remark | InputError]) -> Document:
    assert [type(result) for result in results] == [Document], results
    assert isinstance(results[0], Document)
    return results[0]


def error(results: list[Document | Remark | InputError]) -> str:
    assert [type(result) for result in results] == [InputError], results
    return str(results[0])


def line(text: object = WORDS, **keys: object) -> str:
    return json.dumps({"text": text, **keys}) + "\n"


class TestText:
    def test_a_file_is_a_report_with_its_name_for_an_id(self, tmp_path: Path) -> None:
        file = tmp_path / "kutum.2.txt"
        file.write_bytes(WORDS.encode())
        document = one(found(file))
        assert document == Document(
            id="kutum.2",
            text=WORDS,
            sha256=hashlib.sha256(WORDS.encode()).hexdigest(),
            published=Published(None, None),
            language="en",
            path=str(file),
        )

    def test_the_bytes_are_hashed_as_received(self, tmp_path: Path) -> None:
        raw = b"\xef\xbb\xbf" + WORDS.replace("\n", "\r\n").encode()
        (tmp_path / "r.txt").write_bytes(raw)
        document = one(found(tmp_path / "r.txt"))
        assert document.text == WORDS
        assert document.sha256 == hashlib.sha256(raw).hexdigest()

    def test_what_stands_beside_it_is_its_card(self, tmp_path: Path) -> None:
        (tmp_path / "r.txt").write_text(WORDS)
        said = {
            "id": "x",
            "outlet": "Wire",
            "published": "2025-03-10",
            "title": "T",
            "url": "u",
            "note": "n",
            "example": True,
        }
        (tmp_path / "r.meta.json").write_text(json.dumps(said))
        document = one(found(tmp_path / "r.txt"))
        assert (document.id, document.outlet, document.title, document.url) == ("x", "Wire", "T", "u")
        assert document.published == Published(date(2025, 3, 10), PublishedFrom.GIVEN)
        assert document.example

    def test_a_key_that_the_card_does_not_have_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "r.txt").write_text(WORDS)
        (tmp_path / "r.meta.json").write_text('{"publish": "2025-03-10"}')
        remark, document = found(tmp_path / "r.txt")
        assert isinstance(remark, Remark)
        assert '"publish" is not used' in remark.what
        assert isinstance(document, Document)
        assert document.published.day is None

    def test_a_broken_card_keeps_its_report_from_being_read(self, tmp_path: Path) -> None:
        (tmp_path / "r.txt").write_text(WORDS)
        (tmp_path / "r.meta.json").write_text('{\n"outlet": }')
        assert "r.meta.json: not JSON (Expecting value, line 2, column 11)" in error(found(tmp_path / "r.txt"))


class TestOptions:
    def test_they_win_over_the_report_and_say_so(self) -> None:
        remark, document = piped(line(outlet="Theirs", title="T"), outlet="Ours", published="2025-03-10")
        assert isinstance(remark, Remark)
        assert "outlet of the command line" in remark.what
        assert isinstance(document, Document)
        assert (document.outlet, document.title, document.published.day) == ("Ours", "T", date(2025, 3, 10))

    def test_an_impossible_date_is_raised_at_once(self) -> None:
        with pytest.raises(InputError, match=r"the command line: published .*no such day"):
            load(["-"], published="2025-02-30", today=TODAY)

    def test_an_unknown_encoding_is_raised_at_once(self) -> None:
        with pytest.raises(InputError, match="no text encoding is called 'klingon'"):
            load(["-"], encoding="klingon", today=TODAY)

    def test_the_encoding_of_files_that_are_not_utf_8(self) -> None:
        raw = (WORDS + "in the café").encode("windows-1252")
        assert one(piped(raw, encoding="windows-1252")).text.endswith("café")

    def test_a_date_that_is_given_wins_over_that_of_the_page(self, tmp_path: Path) -> None:
        page = PAGE.replace("<head>", '<head><meta name="date" content="2031-01-01">')
        (tmp_path / "p.html").write_text(page)
        remark, document = found(tmp_path / "p.html")
        assert isinstance(remark, Remark)
        assert "still to come" in remark.what
        assert isinstance(document, Document)
        assert document.published.day is None
        assert one(found(tmp_path / "p.html", published="2025-03-10")).published.day == date(2025, 3, 10)


class TestLines:
    def test_a_report_a_line(self, tmp_path: Path) -> None:
        keys = {"id": "a", "outlet": "Wire", "published": "2025-03-10", "url": "https://x.example.org", "more": [1]}
        (tmp_path / "feed.jsonl").write_text(line(**keys) + "\n" + line())
        first, second = found(tmp_path / "feed.jsonl")
        assert isinstance(first, Document)
        assert isinstance(second, Document)
        assert (first.id, first.outlet, first.url) == ("a", "Wire", "https://x.example.org")
        assert first.sha256 == hashlib.sha256(line(**keys).strip().encode()).hexdigest()
        assert second.id == "feed-3"

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            ('{"id": "a"}', 'without "text"'),
            ('{"text": null}', '"text" does not hold words'),
            ('{"text": 12}', '"text" does not hold words'),
            ('{"text": "x', "not JSON"),
            ("[1, 2]", "not a JSON object"),
            ('"text"', "not a JSON object"),
            ("[" * 100_000, "nested too deep"),
            ('{"text": ' + "1" * 5000 + "}", "a number too long"),
            ('{"text": "a \\ud800 b"}', '"text" holds half a surrogate pair at character 2'),
            ('{"text": "a\\u0000b"}', "a NUL character"),
            (line("  \n "), "empty"),
            (line(published="2025-02-30"), "no such day"),
            (line(published="2026-01-01"), "still to come"),
            (line(outlet=1), '"outlet" is 1'),
            (line("Doce personas murieron el viernes cuando cayó un proyectil, dijo el alcalde."), "this is Spanish"),
        ],
    )
    def test_a_line_that_cannot_be_read_is_told_and_the_next_is_read(self, tmp_path: Path, raw: str, said: str) -> None:
        (tmp_path / "f.jsonl").write_text(line(id="a") + raw.strip() + "\n" + line(id="b"))
        first, wrong, last = found(tmp_path / "f.jsonl")
        assert isinstance(first, Document)
        assert isinstance(last, Document)
        assert (first.id, last.id) == ("a", "b")
        assert isinstance(wrong, InputError)
        assert wrong.where.endswith("f.jsonl: line 2")
        assert said in wrong.what

    def test_a_line_over_the_limit_is_passed(self, tmp_path: Path) -> None:
        (tmp_path / "f.jsonl").write_text(line("x" * 3_000_000) + line(id="b"))
        wrong, right = found(tmp_path / "f.jsonl", max_bytes=300)
        assert str(wrong).endswith("f.jsonl: line 1: a report of more than 300 bytes; if it is one, raise --max-bytes")
        assert isinstance(right, Document)

    def test_bytes_that_are_no_utf_8_cost_one_line(self, tmp_path: Path) -> None:
        (tmp_path / "f.jsonl").write_bytes(b'{"text": "caf\xe9"}\n' + line(id="b").encode())
        wrong, right = found(tmp_path / "f.jsonl")
        assert "line 1: not UTF-8 (byte 0xe9 at offset 13)" in str(wrong)
        assert isinstance(right, Document)

    def test_a_byte_order_mark_is_no_part_of_the_first_line(self, tmp_path: Path) -> None:
        (tmp_path / "f.jsonl").write_bytes(b"\xef\xbb\xbf" + line(id="a").encode())
        assert one(found(tmp_path / "f.jsonl")).id == "a"

    def test_utf_16_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "f.jsonl").write_bytes(line().encode("utf-16"))
        assert all("UTF-16" in str(result) or "binary" in str(result) for result in found(tmp_path / "f.jsonl"))

    def test_a_file_without_a_line_is_empty(self, tmp_path: Path) -> None:
        (tmp_path / "f.jsonl").write_text("\n \n")
        assert "empty" in error(found(tmp_path / "f.jsonl"))

    @given(st.text(min_size=1).map(lambda text: unicodedata.normalize("NFC", (WORDS + text).replace("\r", ""))))
    def test_a_text_is_kept_character_for_character(self, text: str) -> None:
        results = piped(line(f" {text} \n"))
        if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
            assert "holds" in error(results)
        else:
            assert one(results).text == f" {text} \n"


class TestStandardInput:
    @pytest.mark.parametrize("raw", [WORDS, line(), "\n \n" + line(id="stdin")])
    def test_what_comes_is_known_by_how_it_begins(self, raw: str) -> None:
        assert one(piped(raw)).text == WORDS

    def test_a_page(self) -> None:
        document = one(piped(PAGE))
        assert document.title == "T"
        assert "<" not in document.text

    def test_a_text_that_begins_with_a_bracket_is_a_text(self) -> None:
        assert one(piped("<unverified> " + WORDS)).text.startswith("<unverified>")

    def test_nothing(self) -> None:
        assert error(piped(b"")) == "standard input: empty; there are no words to read"


class TestFolders:
    def test_everything_named_like_a_report_in_the_order_of_names(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.html", "a/y.jsonl", ".hidden.txt", ".git/x.txt", "c.TXT", "a/n.odt", "note.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            text = PAGE if name.endswith("html") else line() if name.endswith("jsonl") else WORDS
            (tmp_path / name).write_text(text)
        (tmp_path / "b.meta.json").write_text('{"outlet": "Wire"}')
        *documents, remark = found(tmp_path)
        assert [document.id for document in documents if isinstance(document, Document)] == ["b", "c", "y-1", "z"]
        assert isinstance(remark, Remark)
        assert remark.what.endswith("passed over: 1 .md, 1 .odt")

    def test_a_folder_without_reports(self, tmp_path: Path) -> None:
        (tmp_path / "x.meta.json").write_text("{}")
        assert "a folder without reports" in error(found(tmp_path))

    def test_one_bad_file_stops_no_other(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"\xff")
        (tmp_path / "b.txt").write_text(WORDS)
        assert [type(result) for result in found(tmp_path)] == [InputError, Document]

    def test_a_loop_of_links_ends(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(WORDS)
        (tmp_path / "loop").symlink_to(tmp_path)
        assert len(found(tmp_path)) == 1


class TestErrors:
    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert error(found(tmp_path / "no.txt")).endswith("no.txt: no such file or folder; check the name")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_no_permission(self, tmp_path: Path) -> None:
        (tmp_path / "r.txt").write_text(WORDS)
        (tmp_path / "r.txt").chmod(0)
        assert "no permission" in error(found(tmp_path / "r.txt"))

    def test_no_permission_in_words(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "r.txt").write_text(WORDS)

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        assert "no permission to read it" in error(found(tmp_path / "r.txt"))

    def test_over_the_limit(self, tmp_path: Path) -> None:
        (tmp_path / "r.txt").write_text(WORDS)
        size = len(WORDS)
        assert "more than 20 bytes; if it is one, raise --max-bytes" in error(found(tmp_path / "r.txt", max_bytes=20))
        assert one(found(tmp_path / "r.txt", max_bytes=size)).text == WORDS
        assert "more than" in error(found(tmp_path / "r.txt", max_bytes=size - 1))

    def test_two_reports_of_one_id(self, tmp_path: Path) -> None:
        for name in ("a/r.txt", "b/r.txt"):
            (tmp_path / name).parent.mkdir()
            (tmp_path / name).write_text(WORDS)
        first, second = found(tmp_path)
        assert isinstance(first, Document)
        assert f'the id "r" belongs to {tmp_path}/a/r.txt already' in str(second)

    def test_a_name_that_would_break_the_line(self, tmp_path: Path) -> None:
        name = os.fsdecode(b"a\nb\x1b[2J\xff.txt")
        (tmp_path / name).write_text(WORDS)
        document = one(found(tmp_path / name))
        assert document.id == "a\ufffdb\ufffd[2J\ufffd"
        assert "\n" not in error(found(tmp_path / (name + "x")))

    def test_a_name_that_no_file_can_have(self) -> None:
        assert "no file can be called so" in error(found("a\0b"))


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda raw: b"<!doctype html><p>" + raw))
def test_any_bytes_make_documents_or_errors(raw: bytes) -> None:
    for result in piped(raw, max_bytes=300):
        assert isinstance(result, Document | Remark | InputError)
        str(result).encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["text", "id", "title", "outlet", "published", "url", "example"]),
)
def test_any_json_makes_documents_or_errors(value: object, key: str) -> None:
    results = piped(json.dumps({"text": WORDS, key: value}))
    assert len(results) == 1
    assert isinstance(results[0], Document | InputError)
    str(results[0]).encode()
