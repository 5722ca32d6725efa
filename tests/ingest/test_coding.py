"""What was put on for the way is taken off within bounds; whatever the bytes, the only errors are ours."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ingest.archive import whole_until
from reportedly.ingest.coding import TooBig, decoded, unchunked
from reportedly.ingest.warc import Broken, whole
from tests.ingest.files import http, page, record, warc

WARC = warc(record(http(page())), record(http(page()), "http://news.test/b"))


@given(st.binary(max_size=500), st.integers(1, 600))
def test_what_was_packed_comes_out_or_is_too_big(raw: bytes, limit: int) -> None:
    for packed, coding in (
        (gzip.compress(raw), "gzip"),
        (zlib.compress(raw), "deflate"),
        (gzip.compress(raw), "X-GZIP, identity"),
    ):
        if len(raw) > limit:
            with pytest.raises(TooBig):
                decoded(packed, coding, limit)
        else:
            assert decoded(packed, coding, limit) == raw


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", ""]))
def test_rubbish_is_told_in_words(raw: bytes, coding: str) -> None:
    told = None
    try:
        decoded(raw, coding, 10_000)
    except ValueError as error:
        told = str(error)
    assert told is None or "compress" in told or "unpacked" in told


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=8))
def test_chunks(raw: bytes, sizes: list[int]) -> None:
    body, at = b"", 0
    for size in [*sizes, len(raw)]:
        if part := raw[at : at + size]:
            body += b"%X;x=y\r\n%s\r\n" % (len(part), part)
            at += size
    assert unchunked(body + b"0\r\n\r\n") == raw


@given(st.binary(max_size=100))
def test_what_is_not_chunked_is_left_alone_or_told(raw: bytes) -> None:
    told = None
    try:
        unchunked(raw)
    except ValueError as error:
        told = str(error)
    assert told in (None, "its chunks break off")


@given(st.integers(0, len(WARC) - 1), st.integers(1, 255), st.booleans(), st.integers(0, len(WARC)))
def test_a_damaged_archive_ends_in_words_and_never_behind_itself(at: int, flip: int, packed: bool, cut: int) -> None:
    raw = bytearray(WARC if packed else gzip.decompress(WARC))
    raw[at % len(raw)] ^= flip
    del raw[cut:]
    found = []
    try:
        for one in whole(io.BytesIO(bytes(raw)), 1 << 20):
            found.append(one.offset)
    except Broken as error:
        found.append(error.offset)
    assert found == sorted(found)
    assert all(0 <= offset <= len(raw) for offset in found)


@given(st.integers(0, len(WARC)))
def test_the_end_of_what_is_whole(cut: int) -> None:
    first = len(gzip.compress(record(http(page())), mtime=0))
    until = whole_until(io.BytesIO(WARC[:cut]), cut)
    assert until == (len(WARC) if cut == len(WARC) else first if cut >= first else 0)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_not_unpacked_to_see_how_big_it_is(coding: str) -> None:
    packed = (gzip if coding == "gzip" else zlib).compress(bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TooBig):
            decoded(packed, coding, 10_000)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
