"""Files of other formats, made by code: as small as they can be, and as broken as a test wants them."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

WORDS = "At least 12 people were killed in the town of Kutum on Friday, the mayor said."
MORE = "Another 30 were injured in the shelling of its market, according to the hospital."


def pdf(pages: Sequence[Sequence[str]], **about: str) -> bytes:
    """A PDF with these lines on its pages; `about` is what it says of itself (Title, CreationDate)."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        drawn = b"".join(
            b"(%s) Tj T*\n" % line.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines
        )
        stream = b"BT /F1 12 Tf 14 TL 40 780 Td\n" + drawn + b"ET" if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(
        b"<< " + b" ".join(b"/%s (%s)" % (key.encode(), value.encode()) for key, value in about.items()) + b" >>"
    )
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), start)
    )
    return out.getvalue()


def encrypted_pdf(password: str) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([[WORDS]])))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(
    *paragraphs: str, table: Sequence[Sequence[str]] = (), title: str = "", created: datetime | None = None
) -> bytes:
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    document.core_properties.title = title
    if created:
        document.core_properties.created = created
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(words: str = WORDS, head: str = "") -> bytes:
    said = f"<p>{words}</p><p>{MORE}</p><p>Nobody has claimed the attack, which came at night.</p>"
    return f"<!doctype html><html><head>{head}</head><body><article>{said}</article></body></html>".encode()


def http(body: bytes, kind: str = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    block: bytes,
    url: str = "http://news.test/a",
    kind: str = "response",
    when: str | None = "2025-03-15T10:00:00Z",
    **more: str,
) -> bytes:
    """One WARC record as bytes, not compressed."""
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"Content-Length: {len(block)}"]
    lines += ["WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>", "Content-Type: application/http"]
    lines += [f"WARC-Date: {when}"] if when else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def warc(*records: bytes, packed: bool = True) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)


def wacz(*warcs: bytes, how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr("datapackage.json", "{}")
        for number, one in enumerate(warcs):
            archive.writestr(f"archive/data-{number}.warc.gz", one)
        archive.writestr("../../evil.txt", "x")
    return out.getvalue()
