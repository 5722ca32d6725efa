import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import InputError
from reportedly.ingest.text import decode, encoding_named, fixed


@given(st.text())
def test_fixing_twice_changes_nothing(text: str) -> None:
    once = fixed(text)
    assert fixed(once) == once
    assert "\r" not in once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text().map(lambda text: unicodedata.normalize("NFC", text.replace("\r", ""))))
def test_a_text_that_is_fixed_already_is_kept_character_for_character(text: str) -> None:
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert decode(mark + "Zwölf in Kyïv 🕊".encode(encoding), "r.txt") == "Zwölf in Kyïv 🕊"


def test_another_encoding_is_never_guessed() -> None:
    raw = "Twelve killed near the café".encode("windows-1252")
    with pytest.raises(InputError, match=r"r\.txt: not UTF-8 \(byte 0xe9 at offset 26\).*--encoding windows-1252"):
        decode(raw, "r.txt")
    assert decode(raw, "r.txt", encoding="windows-1252") == "Twelve killed near the café"


def test_the_offset_counts_the_mark() -> None:
    with pytest.raises(InputError, match="byte 0xff at offset 5"):
        decode(codecs.BOM_UTF8 + b"ab\xff", "r.txt")


def test_what_a_page_declares_counts_only_where_utf_8_does_not_fit() -> None:
    assert decode("café".encode(), "p.html", declared="iso-8859-1") == "café"
    assert decode(b"\x93caf\xe9\x94", "p.html", declared="iso-8859-1") == "“café”"
    with pytest.raises(InputError, match="not UTF-8"):
        decode(b"caf\xe9", "p.html", declared="no-such-encoding")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04abc", "a ZIP archive or an office file"),
        (b"\x1f\x8b\x08", "compressed with gzip"),
        (b"\x89PNG\r\n", "a picture"),
        (b"twelve\0killed", "a NUL byte at offset 6"),
        ("twelve".encode("utf-16-le"), "--encoding utf-16-le"),
    ],
)
def test_what_is_no_text_is_told_by_what_it_looks_like(raw: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(raw, "r.txt")
    assert said in str(caught.value)


def test_a_text_about_pdf_files_is_a_text() -> None:
    assert decode(b"The list, a %PDF- file", "r.txt") == "The list, a %PDF- file"


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "undefined", "", "utf-8\0"])
def test_an_encoding_that_makes_no_text_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="--encoding"):
        encoding_named(name)


def test_encodings_have_many_names() -> None:
    assert encoding_named("CP1252") == encoding_named("windows-1252") == "cp1252"
