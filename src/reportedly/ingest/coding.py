"""Takes off what a server put on for the way: chunks and compression. Bounded: a bomb stops at the limit."""

from __future__ import annotations

import zlib

_CODED = frozenset(("gzip", "x-gzip", "deflate", "br"))


class TooBig(ValueError):
    """More comes out than may."""


def decoded(body: bytes, coding: str, limit: int) -> bytes:
    """The content. `coding` is the Content-Encoding. Raises ValueError, worded for people.

    >>> decoded(b"as it is", "", 100)
    b'as it is'
    """
    names = [name for part in coding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > 1:
        raise ValueError(f"compressed {len(names)} times over")
    if not names:
        return body
    if names[0] not in _CODED:
        raise ValueError(f"compressed with {names[0][:20]!r}, which is not read")
    if not body:
        return body
    return _unbrotli(body, limit) if names[0] == "br" else _inflated(body, names[0], limit)


def _inflated(body: bytes, name: str, limit: int) -> bytes:
    # "deflate" is zlib by the standard and bare deflate with some servers.
    bare = name == "deflate" and (body[0] & 0x0F != 8 or int.from_bytes(body[:2], "big") % 31)
    bits = -zlib.MAX_WBITS if bare else zlib.MAX_WBITS + (0 if name == "deflate" else 16)
    found = bytearray()
    try:
        while True:
            inflating = zlib.decompressobj(bits)
            found += inflating.decompress(body, limit + 1 - len(found))
            if len(found) > limit:
                raise TooBig(f"more than {limit:,} bytes when unpacked")
            if not inflating.eof:
                raise ValueError("its compression breaks off")
            body = inflating.unused_data
            # Some servers send several gzip members, some pad with zeros.
            if name == "deflate" or not body.startswith(b"\x1f\x8b"):
                return bytes(found)
    except zlib.error as error:
        raise ValueError(f"its compression is broken ({error})") from error


def _unbrotli(body: bytes, limit: int) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError as error:
        # It comes with others and is not asked for by the fetcher; some archives hold it.
        raise ValueError("compressed with 'br', which is not read here (pip install brotli)") from error

    inflating = brotli.Decompressor()
    found = bytearray()
    try:
        found += inflating.process(body, output_buffer_limit=limit + 1)
        while len(found) <= limit and not inflating.is_finished():
            if inflating.can_accept_more_data():
                raise ValueError("its compression breaks off")
            found += inflating.process(b"", output_buffer_limit=limit + 1 - len(found))
    except brotli.error as error:
        raise ValueError("its compression is broken") from error
    if len(found) > limit:
        raise TooBig(f"more than {limit:,} bytes when unpacked")
    return bytes(found)


def unchunked(body: bytes) -> bytes:
    """The body of a chunked response. One that is not chunked after all is returned as it is: many archives hold the
    header of a response and its body already put together.
    """
    found = bytearray()
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 4096)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16) if size.isalnum() else -1
        except ValueError:
            length = -1
        if length < 0:
            if not found:
                return body
            raise ValueError("its chunks break off")
        if length == 0:
            return bytes(found)
        at = end + 2
        if at + length > len(body):
            if not found:
                return body
            raise ValueError("its chunks break off")
        found += body[at : at + length]
        at += length + 2
