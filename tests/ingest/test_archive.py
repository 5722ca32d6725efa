"""What was fetched is kept byte for byte, found again by its offset, and survives a kill in the middle."""

from __future__ import annotations

import gzip
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportedly.errors import InputError
from reportedly.ingest import Obtained, load, obtain, warc
from reportedly.ingest.archive import Archive, Kept, beside
from reportedly.ingest.captured import capture, document
from reportedly.ingest.fetching import Fetched
from reportedly.ingest.wire import Exchange
from reportedly.model import CaptureFrom, Document
from tests.ingest.files import MORE, WORDS, http, page

NOW = datetime(2025, 4, 1, 12, 0, 0, 250_000, tzinfo=UTC)


def exchange(
    body: bytes = page(), url: str = "http://news.test/a", status: int = 200, raw: bytes | None = None
) -> Exchange:
    # Two spaces and odd capitals: what any tidying would lose.
    received = http(body, status=f"{status} OK", X_oDD=" two  spaces ") if raw is None else raw
    return Exchange(url, "93.184.216.34", NOW, status, b"GET /a HTTP/1.1\r\nHost:  news.test\r\n\r\n", received)


def fetched(*exchanges: Exchange, content: bytes = page()) -> Fetched:
    return Fetched(
        "http://news.test/old", exchanges[-1].url, NOW, 200, {"content-type": "text/html"}, content, exchanges
    )


def kinds(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [record.kind for record in warc.records(file, "x", 1 << 20)]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "a.warc.gz")


def test_the_bytes_come_back_by_offset(archive: Archive) -> None:
    raws = [exchange(page(f"{WORDS} ({number})")) for number in range(5)]
    places = [archive.keep([raw]) for raw in raws]
    for raw, kept in zip(raws, places, strict=True):
        record = archive.read(kept.offset, kept.record)
        assert record.block == raw.received
        assert (record.kind, record.url, record.when, record.id) == ("response", raw.url, NOW, kept.record)
        assert record.headers["warc-ip-address"] == "93.184.216.34"
        assert record.headers["warc-block-digest"] == f"sha256:{hashlib.sha256(raw.received).hexdigest()}"
    assert kinds(archive.path) == ["warcinfo", *["response", "request"] * 5]


def test_the_request_is_kept_beside_the_response(archive: Archive) -> None:
    kept = archive.keep([exchange()])
    with archive.path.open("rb") as file:
        _, response, request = warc.records(file, "x", 1 << 20)
    assert request.block == exchange().sent
    assert request.headers["warc-concurrent-to"] == f"<{kept.record}>"
    assert response.headers["warc-payload-digest"] == f"sha256:{hashlib.sha256(page()).hexdigest()}"


def test_the_digest_is_that_of_the_chunks_put_together(archive: Archive) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    kept = archive.keep([exchange(raw=raw)])
    record = archive.read(kept.offset)
    assert record.headers["warc-payload-digest"] == f"sha256:{hashlib.sha256(b'hello').hexdigest()}"
    assert record.block == raw


def test_redirects_are_kept_before_what_they_led_to(archive: Archive) -> None:
    kept = archive.keep([exchange(b"", "http://news.test/old", 302), exchange()])
    assert kinds(archive.path) == ["warcinfo", *["response", "request"] * 2]
    assert archive.read(kept.offset).url == "http://news.test/a"


def test_only_its_owner_reads_it(archive: Archive) -> None:
    archive.keep([exchange()])
    assert stat.S_IMODE(archive.path.stat().st_mode) == 0o600


def test_other_programs_read_it_too(archive: Archive) -> None:
    from fastwarc.warc import ArchiveIterator
    from warcio.archiveiterator import ArchiveIterator as Other  # type: ignore[import-untyped]

    places = [archive.keep([exchange(page(f"{WORDS} ({number})"))]) for number in range(3)]
    with archive.path.open("rb") as file:
        found = [
            (one.stream_pos, (one.record_id or "").strip("<>")) for one in ArchiveIterator(file, verify_digests=False)
        ]
    assert {(kept.offset, kept.record) for kept in places} <= set(found)
    with archive.path.open("rb") as file:
        digests = [
            one.rec_headers.get_header("WARC-Type")
            for one in Other(file, check_digests="raise")
            if one.content_stream().read() is not None
        ]
    assert digests == ["warcinfo", *["response", "request"] * 3]


def test_it_is_an_input_like_any_other(archive: Archive) -> None:
    kept = archive.keep([exchange()])
    [one] = [found for found in obtain([archive.path]) if isinstance(found, Obtained)]
    [other] = [found for found in document(fetched(exchange()), kept) if isinstance(found, Obtained)]
    assert (one.document.id, one.document.text, one.document.sha256) == (
        other.document.id,
        other.document.text,
        other.document.sha256,
    )
    assert (one.capture.offset, one.capture.record) == (other.capture.offset, other.capture.record)
    assert other.capture.how is CaptureFrom.FETCHED
    assert capture(fetched(exchange()), kept).asked == "http://news.test/old"


class TestKilled:
    def test_a_torn_record_is_cut_off_wherever_it_is_torn(self, tmp_path: Path) -> None:
        whole = Archive(tmp_path / "whole.warc.gz")
        first = whole.keep([exchange()])
        size = whole.path.stat().st_size
        second = whole.keep([exchange(page(MORE))])
        raw = whole.path.read_bytes()
        path = tmp_path / "torn.warc.gz"
        for cut in [*range(size + 1, len(raw), 11), size + 1, len(raw) - 1]:
            path.write_bytes(raw[:cut])
            kept = Archive(path).keep([exchange(page("Nobody was hurt in the blast, the mayor said."))])
            assert kept.offset <= cut
            assert Archive(path).read(first.offset, first.record).block == exchange().received
            assert kinds(path)[:3] == ["warcinfo", "response", "request"]
            assert kinds(path)[-2:] == ["response", "request"]
            if cut < second.offset + 50:
                assert kept.offset == size

    def test_a_torn_first_record(self, archive: Archive) -> None:
        archive.keep([exchange()])
        archive.path.write_bytes(archive.path.read_bytes()[:30])
        Archive(archive.path).keep([exchange()])
        assert kinds(archive.path) == ["warcinfo", "response", "request"]

    def test_what_looks_like_a_record_inside_of_a_page_is_none(self, archive: Archive) -> None:
        inner = gzip.compress(b"WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n") + os.urandom(3000)
        kept = archive.keep([exchange(inner)])
        whole = archive.path.stat().st_size
        with archive.path.open("ab") as file:
            file.write(gzip.compress(b"WARC/1.1\r\n" + inner, 0)[:2000])
        Archive(archive.path).keep([exchange()])
        assert archive.read(kept.offset).block == exchange(inner).received
        assert archive.read(whole).block == exchange().received

    def test_reading_passes_over_a_torn_end(self, archive: Archive) -> None:
        archive.keep([exchange()])
        with archive.path.open("ab") as file:
            file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n")[:20])
        results = list(load([archive.path]))
        assert [type(result) for result in results] == [Document, InputError]
        assert "the file breaks off" in str(results[-1])

    def test_another_process_that_was_killed_between_two_of_ours(self, archive: Archive) -> None:
        archive.keep([exchange()])
        with archive.path.open("ab") as file:
            file.write(b"\x1f\x8b\x08torn")
        archive.keep([exchange(page(MORE))])
        assert kinds(archive.path) == ["warcinfo", *["response", "request"] * 2]

    def test_kill_9_while_it_writes(self, tmp_path: Path) -> None:
        path = tmp_path / "a.warc.gz"
        child = (
            "import sys; from datetime import UTC, datetime; from reportedly.ingest.archive import Archive\n"
            "from reportedly.ingest.wire import Exchange\n"
            "import os; archive = Archive(sys.argv[1])\n"
            "while True:\n"
            "    body = os.urandom(200_000)\n"
            "    raw = b'HTTP/1.1 200 OK\\r\\n\\r\\n' + body\n"
            "    one = Exchange('http://a.test/', '', datetime.now(UTC), 200, b'GET', raw)\n"
            "    kept = archive.keep([one]); print(kept.offset, kept.record, flush=True)\n"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        told: list[str] = []
        for number in range(4):
            with subprocess.Popen(
                [sys.executable, "-c", child, str(path)], stdout=subprocess.PIPE, text=True, env=environment
            ) as process:
                assert process.stdout
                told.append(process.stdout.readline())
                time.sleep(0.013 * number)
                process.send_signal(signal.SIGKILL)
                told += [line for line in process.stdout if line.endswith("\n")]
        Archive(path).keep([exchange()])
        places = [Kept(str(path), int(offset), record) for offset, record in map(str.split, told)]
        assert len(places) >= 4
        for kept in places:
            assert Archive(path).read(kept.offset, kept.record).kind == "response"
        assert kinds(path).count("response") >= len(places) + 1


class TestTwoAtOnce:
    def test_they_write_one_after_the_other(self, tmp_path: Path) -> None:
        path = tmp_path / "a.warc.gz"
        child = (
            "import sys; from datetime import UTC, datetime; from reportedly.ingest.archive import Archive\n"
            "from reportedly.ingest.wire import Exchange\n"
            "archive = Archive(sys.argv[1])\n"
            "for _ in range(15):\n"
            "    raw = b'HTTP/1.1 200 OK\\r\\n\\r\\nhello'\n"
            "    one = Exchange('http://a.test/', '', datetime.now(UTC), 200, b'GET', raw)\n"
            "    kept = archive.keep([one]); print(kept.offset, kept.record, flush=True)\n"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", child, str(path)]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
        told = [line for process in both for line in process.communicate(timeout=60)[0].splitlines()]
        assert len({line.split()[0] for line in told}) == 30
        for offset, record in map(str.split, told):
            assert Archive(path).read(int(offset), record).kind == "response"
        assert kinds(path) == ["warcinfo", *["response", "request"] * 30]


class TestRefused:
    def test_an_offset_that_is_none(self, archive: Archive) -> None:
        kept = archive.keep([exchange()])
        with pytest.raises(InputError, match=r"offset 3: .*the archive was changed or cut"):
            archive.read(3)
        with pytest.raises(InputError, match="no record begins here"):
            archive.read(10**9)
        with pytest.raises(InputError, match="the record here is urn:uuid"):
            archive.read(kept.offset, "urn:uuid:0")

    def test_a_changed_byte(self, archive: Archive) -> None:
        kept = archive.keep([exchange()])
        raw = bytearray(archive.path.read_bytes())
        raw[kept.offset + 200] ^= 0xFF
        archive.path.write_bytes(raw)
        with pytest.raises(InputError, match="the archive was changed"):
            archive.read(kept.offset, kept.record)

    def test_no_folder_to_write_to(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file or folder"):
            Archive(tmp_path / "none" / "a.warc.gz").keep([exchange()])


def test_it_stands_beside_the_ledger() -> None:
    assert beside("/data/war.db") == Path("/data/war.warc.gz")
