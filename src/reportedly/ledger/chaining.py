"""The chain's arithmetic. A link commits to its payload through a salt, so that an erased payload cannot be guessed.

commitment = SHA-256(salt, body)          link = SHA-256(previous link, number, kind, time, commitment)
"""

from __future__ import annotations

import hashlib
import json

# Made once: `json.dumps` would make one for each payload.
_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_ESCAPED = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode

# What the first link follows.
START = hashlib.sha256(b"reportedly ledger").digest()


def commitment(salt: bytes, body: str) -> bytes:
    return hashlib.sha256(salt + body.encode()).digest()


def link(previous: bytes, seq: int, kind: str, at: str, committed: bytes) -> bytes:
    return hashlib.sha256(previous + f"{seq}\n{kind}\n{at}\n".encode() + committed).digest()


def canonical(payload: object) -> str:
    """The payload as JSON, the same bytes each time, and always UTF-8: lone surrogates stay escapes."""
    body = _PLAIN(payload)
    try:
        body.encode()
    except UnicodeEncodeError:
        return _ESCAPED(payload)
    return body
