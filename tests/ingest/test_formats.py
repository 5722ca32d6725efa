"""PDF, Word, WARC, WACZ and saved feeds become Documents with their Captures; what is broken in one is told."""

from __future__ import annotations

import gzip
import hashlib
import io
import time
import zipfile
import zlib
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest

from reportedly.errors import InputError
from reportedly.ingest import Obtained, Remark, UnreadError, load, obtain
from reportedly.ingest.pdf import flowed
from reportedly.model import CaptureFrom, Document, Published, PublishedFrom
from tests.ingest.files import MORE, WORDS, docx, encrypted_pdf, http, page, pdf, record, wacz, warc

TODAY = date(2025, 4, 1)
NOW = datetime(2025, 4, 1, 8, 0, tzinfo=UTC)
Result = Obtained | Remark | InputError


def found(folder: Path, raw: bytes, name: str, **options: Any) -> list[Result]:
    file = folder / name
    file.write_bytes(raw)
    return list(obtain([file], today=TODAY, now=lambda: NOW, **options))


def documents(results: list[Result]) -> list[Document]:
    return [result.document for result in results if isinstance(result, Obtained)]


def remarks(results: list[Result]) -> str:
    return " | ".join(f"{result.where}: {result.what}" for result in results if isinstance(result, Remark))


def errors(results: list[Result]) -> str:
    return " | ".join(str(result) for result in results if isinstance(result, InputError))


class TestPDF:
    def test_its_words_its_title_and_the_day_it_was_made(self, tmp_path: Path) -> None:
        raw = pdf([[WORDS], [MORE]], Title="Shelling in Kutum", CreationDate="D:20250310143000+02'00'")
        results = found(tmp_path, raw, "r.pdf")
        [document] = documents(results)
        assert document.text == f"{WORDS}\n\n{MORE}"
        assert document.title == "Shelling in Kutum"
        assert document.published == Published(date(2025, 3, 10), PublishedFrom.METADATA, clock(14, 30), "+02:00")
        assert document.sha256 == hashlib.sha256(raw).hexdigest()
        assert "dated 2025-03-10 because the file was made then" in remarks(results)

    def test_who_says_when_it_came_out_is_not_told_of_the_file(self, tmp_path: Path) -> None:
        results = found(tmp_path, pdf([[WORDS]], CreationDate="D:20250310"), "r.pdf", published="2025-03-12")
        assert documents(results)[0].published.day == date(2025, 3, 12)
        assert "because the file was made" not in remarks(results)

    def test_a_card_may_stand_beside_it(self, tmp_path: Path) -> None:
        (tmp_path / "r.meta.json").write_text('{"outlet": "Wire"}')
        assert documents(found(tmp_path, pdf([[WORDS]]), "r.pdf"))[0].outlet == "Wire"

    def test_a_day_to_come_is_not_used(self, tmp_path: Path) -> None:
        results = found(tmp_path, pdf([[WORDS]], CreationDate="D:20990101"), "r.pdf")
        assert documents(results)[0].published.day is None
        assert "still to come" in remarks(results)

    def test_a_page_that_is_a_picture_is_told(self, tmp_path: Path) -> None:
        results = found(tmp_path, pdf([[WORDS], [], [MORE]]), "r.pdf")
        assert "nothing could be read on page 2" in remarks(results)
        assert documents(results)[0].text == f"{WORDS}\n\n{MORE}"

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            (pdf([[], []]), "without text (a scan?)"),
            (encrypted_pdf("secret"), "asks for a password"),
            (b"%PDF-1.7\nand nothing of the kind", "cannot be taken apart"),
            (pdf([[WORDS]])[:200], "cannot be taken apart"),
            (pdf([[WORDS]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), ""),
        ],
    )
    def test_what_cannot_be_read_is_told(self, tmp_path: Path, raw: bytes, expected: str) -> None:
        results = found(tmp_path, raw, "r.pdf")
        assert documents(results) == []
        assert expected in errors(results)
        assert errors(results).startswith(str(tmp_path / "r.pdf"))

    def test_an_empty_password_is_none(self, tmp_path: Path) -> None:
        assert documents(found(tmp_path, encrypted_pdf(""), "r.pdf"))[0].text == WORDS

    def test_one_that_unpacks_without_end(self, tmp_path: Path) -> None:
        packed = zlib.compress(bytes(400_000_000), 9)
        body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
        raw = pdf([[]]).replace(b"<< /Length 0 >>\nstream\n\nendstream", body)
        began = time.monotonic()
        assert "a scan?" in errors(found(tmp_path, raw, "r.pdf"))
        assert time.monotonic() - began < 40

    def test_one_that_takes_too_long_or_kills_its_process(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        child = tmp_path / "child.py"
        monkeypatch.setattr("reportedly.ingest.pdf._CHILD", child)
        monkeypatch.setattr("reportedly.ingest.pdf._SECONDS", 1.0)
        for code, expected in (
            ("import time; time.sleep(9)", "of a length that no report needs"),
            ("import os; os.abort()", "cannot be taken apart"),
            ("print('no JSON')", "cannot be taken apart"),
        ):
            child.write_text(code)
            assert expected in errors(found(tmp_path, pdf([[WORDS]]), "r.pdf"))

    def test_through_a_pipe(self) -> None:
        [document] = list(load(["-"], stdin=io.BytesIO(pdf([[WORDS]])), today=TODAY))
        assert isinstance(document, Document)
        assert document.text == WORDS

    @pytest.mark.parametrize(
        ("pages", "expected"),
        [
            (
                ["At least 12 people were killed in the\ntown on Friday."],
                ["At least 12 people were killed in the town on Friday."],
            ),
            (["12 people were kil-\nled."], ["12 people were killed."]),
            (["12 pro-\ngovernment fighters died."], ["12 pro-government fighters died."]),
            (["A 35-\nyear-old man died."], ["A 35-year-old man died."]),
            (
                ["Shelling kills 12\nAt least 12 people were killed in Kutum on\nFriday."],
                ["Shelling kills 12", "At least 12 people were killed in Kutum on Friday."],
            ),
            (
                ["Twelve died.\nThe army denied it, and nobody could be reached for\na comment.\nShort."],
                ["Twelve died.", "The army denied it, and nobody could be reached for a comment.", "Short."],
            ),
            (["- 12 killed\n- 3 injured"], ["- 12 killed", "- 3 injured"]),
            (["Twelve were killed in\n3", "the market.\n4"], ["Twelve were killed in the market."]),
            (
                ["Twelve were killed.\nPage 1 of 2", "Three were injured."],
                ["Twelve were killed.", "Three were injured."],
            ),
        ],
    )
    def test_wrapped_lines_are_put_together(self, pages: list[str], expected: list[str]) -> None:
        assert flowed(pages).split("\n\n") == expected


class TestDOCX:
    def test_its_paragraphs_and_tables_in_order(self, tmp_path: Path) -> None:
        raw = docx(
            WORDS, MORE, table=[["Killed", "12"], ["Injured", "30"]], title="Kutum", created=datetime(2025, 3, 10, 9)
        )
        results = found(tmp_path, raw, "r.docx")
        [document] = documents(results)
        assert document.text == f"{WORDS}\n\n{MORE}\n\nKilled | 12\n\nInjured | 30"
        assert document.title == "Kutum"
        assert document.published == Published(date(2025, 3, 10), PublishedFrom.METADATA, clock(9), "Z")
        assert "dated 2025-03-10 because the file was made then" in remarks(results)

    def test_the_day_of_a_template_is_no_day(self, tmp_path: Path) -> None:
        assert documents(found(tmp_path, docx(WORDS), "r.docx"))[0].published.day is None

    def test_by_how_it_begins(self) -> None:
        [document] = list(load(["-"], stdin=io.BytesIO(docx(WORDS)), today=TODAY))
        assert isinstance(document, Document)

    def test_what_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        whole = docx(WORDS)
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("xl/workbook.xml", "<x/>")
        hollow = io.BytesIO()
        with zipfile.ZipFile(hollow, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        for raw, expected in (
            (whole[: len(whole) // 2], "broken or cut off"),
            (b"PK\x03\x04", "broken or cut off"),
            (b"", "broken or cut off"),
            (b"\xd0\xcf\x11\xe0 and so on", "with a password, or an old .doc"),
            (other.getvalue(), "no .docx"),
            (hollow.getvalue(), "not a Word document"),
            (docx(""), "no words to read"),
        ):
            assert expected in errors(found(tmp_path, raw, "r.docx"))

    @pytest.mark.parametrize("name", ["word/document.xml", "word/media/a.png"])
    def test_one_made_to_burst(self, tmp_path: Path, name: str) -> None:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(name, "w", force_zip64=True) as member,
        ):
            for _ in range(320):
                member.write(bytes(1_000_000))
            member.close()
            archive.writestr("word/x", "")
        assert "of a size that no report needs" in errors(found(tmp_path, out.getvalue(), "r.docx"))

    def test_entities_are_not_opened(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("the secret words")
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(docx(WORDS))) as whole, zipfile.ZipFile(out, "w") as archive:
            for item in whole.namelist():
                raw = whole.read(item)
                if item == "word/document.xml":
                    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
                    raw = raw.replace(b"?>", b"?>" + entity, 1).replace(b"</w:t>", b"&e;</w:t>", 1)
                archive.writestr(item, raw)
        assert all(
            "secret words" not in document.text for document in documents(found(tmp_path, out.getvalue(), "r.docx"))
        )


class TestWARC:
    @pytest.mark.parametrize(("packed", "name"), [(True, "c.warc.gz"), (False, "c.warc")])
    def test_its_pages_with_their_captures(self, tmp_path: Path, packed: bool, name: str) -> None:
        first = record(b"software: x", kind="warcinfo")
        body = page(
            head='<meta property="article:published_time" content="2025-03-14"><link rel="canonical" href="http://other.test/">'
        )
        raw = warc(
            first,
            record(http(body, ETag='"e"')),
            record(http(pdf([[WORDS]]), "application/pdf"), "http://news.test/b"),
            packed=packed,
        )
        results = found(tmp_path, raw, name)
        one, other = documents(results)
        assert WORDS in one.text
        assert (one.url, one.published.day) == ("http://news.test/a", date(2025, 3, 14))
        assert other.text == WORDS
        obtained = results[0]
        assert isinstance(obtained, Obtained)
        assert obtained.raw == body
        capture = obtained.capture
        assert capture.sha256 == hashlib.sha256(body).hexdigest() == one.sha256
        assert (capture.how, capture.when) == (CaptureFrom.ARCHIVE, datetime(2025, 3, 15, 10, tzinfo=UTC))
        assert (capture.url, capture.status, dict(capture.headers)["etag"]) == ("http://news.test/a", 200, '"e"')
        assert capture.offset == len(warc(first, packed=packed))
        assert capture.record == "urn:uuid:00000000-0000-4000-8000-000000000001"
        assert capture.warc == str(tmp_path / name)

    def test_what_is_no_report_is_counted(self, tmp_path: Path) -> None:
        raw = warc(
            record(http(b"GIF8", "image/gif")),
            record(http(b"", status="301 Moved")),
            record(http(page(), status="404 Not Found")),
            record(b"", kind="revisit"),
            record(b"GET / HTTP/1.1", kind="request"),
            record(http(page()), "dns:news.test"),
        )
        results = found(tmp_path, raw, "c.warc.gz")
        assert documents(results) == []
        for words in (
            "1 of other types",
            "1 redirects",
            "1 errors of servers",
            "1 revisits",
            "1 without a web address",
        ):
            assert words in remarks(results)

    @pytest.mark.parametrize(
        "block",
        [
            http(b"%x\r\n" % len(page()) + page() + b"\r\n0\r\n\r\n", Transfer_Encoding="chunked"),
            http(page(), Transfer_Encoding="chunked"),
            http(gzip.compress(page()), Content_Encoding="gzip"),
            http(page(), Content_Encoding="gzip"),
            http(page(), "text/html; charset=utf-8").replace(b"\r\n", b"\n"),
            http(page(), "application/octet-stream"),
        ],
    )
    def test_what_the_server_put_on_for_the_way_is_taken_off(self, tmp_path: Path, block: bytes) -> None:
        assert WORDS in documents(found(tmp_path, warc(record(block)), "c.warc.gz"))[0].text

    def test_brotli(self, tmp_path: Path) -> None:
        brotli = pytest.importorskip("brotli")
        raw = warc(record(http(brotli.compress(page()), Content_Encoding="br")))
        assert WORDS in documents(found(tmp_path, raw, "c.warc.gz"))[0].text
        bomb = warc(record(http(brotli.compress(bytes(50_000_000)), Content_Encoding="br")))
        assert "when unpacked" in errors(found(tmp_path, bomb, "c.warc.gz"))

    def test_the_charset_of_the_server(self, tmp_path: Path) -> None:
        raw = warc(
            record(
                http(
                    page("The café was hit, and 12 people were killed there.").decode().encode("cp1252"),
                    "text/html; charset=windows-1252",
                )
            )
        )
        assert "café" in documents(found(tmp_path, raw, "c.warc.gz"))[0].text

    @pytest.mark.parametrize("packed", [True, False])
    def test_what_stands_before_a_break_is_read(self, tmp_path: Path, packed: bool) -> None:
        one, two = record(http(page())), record(http(page(MORE)), "http://news.test/b")
        first, whole = warc(one, packed=packed), warc(one, two, packed=packed)
        for cut in range(len(first) + 1, len(whole) - 4, 37):
            results = found(tmp_path, whole[:cut], "c.warc.gz")
            assert len(documents(results)) == 1, cut
            assert f"c.warc.gz: offset {len(first)}: the file breaks off in this record" in errors(results), (
                cut,
                results,
            )

    @pytest.mark.parametrize("packed", [True, False])
    def test_a_break_in_the_middle(self, tmp_path: Path, packed: bool) -> None:
        one = warc(record(http(page())), packed=packed)
        results = found(tmp_path, one + b"\x00garbage\r\n" + one, "c.warc.gz")
        assert len(documents(results)) == 1
        assert f"offset {len(one)}: " in errors(results)

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            (b"", "without pages"),
            (b"\x28\xb5\x2f\xfdabc", "zstd"),
            (b"not a warc", "no WARC record begins here"),
            (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx", "how long"),
            (b"WARC/1.0\r\nContent-Length: -5\r\n\r\nx", "breaks off"),
            (b"WARC/1.0\r\n" + b"a: b\r\n" * 1000, "does not end"),
            (warc(record(http(page()), when=None)), "when it was captured"),
            (warc(record(b"no http")), "no answer of a web server"),
            (warc(record(http(gzip.compress(bytes(60_000_000)), Content_Encoding="gzip"))), "when unpacked"),
            (warc(record(http(b"\x1f\x8bx", Content_Encoding="gzip"))), "compression"),
            (gzip.compress(record(http(b"<p>" + bytes(120_000_000)))), "made to fill a disk"),
            (warc(record(http(b"<html>" + b"x" * 6_000_000))), "more than 5,000,000 bytes"),
        ],
    )
    def test_what_cannot_be_read_is_told(self, tmp_path: Path, raw: bytes, expected: str) -> None:
        assert expected in errors(found(tmp_path, raw, "c.warc.gz"))

    def test_one_member_of_many_records(self, tmp_path: Path) -> None:
        raw = gzip.compress(record(http(page())) + record(http(page(MORE)), "http://news.test/b"))
        assert len(documents(found(tmp_path, raw, "c.warc.gz"))) == 2

    def test_the_same_page_again_is_another_capture(self, tmp_path: Path) -> None:
        raw = warc(
            record(http(page())),
            record(http(page()), when="2025-03-16T10:00:00Z"),
            record(http(page()), "http://other.test/"),
        )
        results = found(tmp_path, raw, "c.warc.gz")
        one, again, elsewhere = results
        assert isinstance(one, Obtained)
        assert isinstance(again, Obtained)
        assert isinstance(elsewhere, Obtained)
        assert (one.again, again.again, elsewhere.again) == (False, True, False)
        assert one.document == again.document
        assert one.document.id != elsewhere.document.id
        read = list(load([tmp_path / "c.warc.gz"], today=TODAY))
        assert [type(result) for result in read] == [Document, Remark, Document]

    def test_a_page_cannot_say_that_it_came_out_after_it_was_captured(self, tmp_path: Path) -> None:
        body = page(head='<meta property="article:published_time" content="2025-03-30">')
        results = found(tmp_path, warc(record(http(body))), "c.warc.gz")
        assert documents(results)[0].published.day is None
        assert "still to come" in remarks(results)

    def test_another_language_is_kept_for_later(self, tmp_path: Path) -> None:
        words = (
            "Doce civiles murieron el viernes cuando un proyectil cayó sobre el mercado, dijo el alcalde de la ciudad. "
            * 3
        )
        [unread] = found(tmp_path, warc(record(http(words.encode(), "text/plain"))), "c.warc.gz")
        assert isinstance(unread, UnreadError)
        assert "this is Spanish" in str(unread)
        assert unread.obtained.document.language == "es"
        assert unread.obtained.document.text.strip() == words.strip()
        assert unread.obtained.capture.offset == 0


class TestWACZ:
    @pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_the_pages_of_its_archives(self, tmp_path: Path, how: int) -> None:
        raw = wacz(warc(record(http(page()))), warc(record(http(page(MORE)), "http://news.test/b")), how=how)
        results = found(tmp_path, raw, "c.wacz")
        assert len(documents(results)) == 2
        assert isinstance(results[1], Obtained)
        assert results[1].capture.place == "archive/data-1.warc.gz"
        assert [path.name for path in tmp_path.rglob("*")] == ["c.wacz"]

    def test_by_how_it_begins(self, tmp_path: Path) -> None:
        assert len(documents(found(tmp_path, wacz(warc(record(http(page())))), "c"))) == 1

    def test_a_break_names_the_file_inside(self, tmp_path: Path) -> None:
        one = warc(record(http(page())))
        results = found(tmp_path, wacz(one + one[:100], warc(record(http(page(MORE)), "http://news.test/b"))), "c.wacz")
        assert f"c.wacz: archive/data-0.warc.gz: offset {len(one)}: the file breaks off" in errors(results)
        assert len(documents(results)) == 2

    @pytest.mark.parametrize("part", [0.3, 0.9])
    def test_one_that_is_cut_off(self, tmp_path: Path, part: float) -> None:
        whole = wacz(warc(record(http(page()))))
        assert "broken or cut off" in errors(found(tmp_path, whole[: int(len(whole) * part)], "c.wacz"))

    def test_one_without_an_archive_and_one_made_to_burst(self, tmp_path: Path) -> None:
        assert "without a WARC file" in errors(found(tmp_path, wacz(), "c.wacz"))
        bomb = wacz(bytes(90_000_000), how=zipfile.ZIP_DEFLATED)
        assert "made to fill a disk" in errors(found(tmp_path, bomb, "c.wacz"))

    def test_a_member_whose_checksum_is_wrong(self, tmp_path: Path) -> None:
        packed = warc(record(http(page())))
        raw = wacz(packed).replace(packed, packed[:60] + bytes([packed[60] ^ 1]) + packed[61:])
        assert "c.wacz: archive/data-0.warc.gz: offset 0: " in errors(found(tmp_path, raw, "c.wacz"))


class TestSavedFeeds:
    def test_its_entries_are_reports(self, tmp_path: Path) -> None:
        raw = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Lake Wire</title>
            <item><title>Shelling</title><link>http://news.test/1</link>
            <pubDate>Mon, 10 Mar 2025 22:30:00 +0300</pubDate><description>&lt;p&gt;{WORDS}&lt;/p&gt;
            &lt;p&gt;{MORE}&lt;/p&gt;</description></item>
            <item><title>Empty</title><link>http://news.test/2</link></item></channel></rss>""".encode()
        results = found(tmp_path, raw, "f.rss")
        [document] = documents(results)
        assert document.text == f"{WORDS}\n{MORE}"
        assert (document.id, document.title, document.outlet, document.url) == (
            "f-1",
            "Shelling",
            "Lake Wire",
            "http://news.test/1",
        )
        assert document.published == Published(date(2025, 3, 10), PublishedFrom.METADATA, clock(22, 30), "+03:00")
        assert "f.rss: entry 2: the feed holds no words of it; save its page, http://news.test/2" in errors(results)
        assert len(documents(found(tmp_path, raw, "f.xml"))) == 1


def test_one_bad_file_of_a_folder_stops_none(tmp_path: Path) -> None:
    for name, raw in {
        "a.pdf": b"%PDF-", "b.docx": b"PK", "c.warc.gz": b"\x1f\x8b\x08", "d.wacz": b"PK", "e.rss": b"<rss",
        "f.txt": WORDS.encode(), "g.pdf": pdf([[MORE]]),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(raw)
    results = list(load([tmp_path], today=TODAY))
    assert [result.id for result in results if isinstance(result, Document)] == ["f", "g"]
    assert sum(isinstance(result, InputError) for result in results) == 5
