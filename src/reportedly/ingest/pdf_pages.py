"""Takes a PDF apart, in a process of its own: `python -I pdf_pages.py LIBRARIES < FILE` writes one JSON object.

A PDF is a program that somebody else wrote; one that loops or eats memory ends here and not in the reader's process.
Nothing of ours is imported, so that it starts quickly and from anywhere.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import Any

SECONDS = 60
MEMORY = 2_000_000_000
PAGES = 2_000
CHARACTERS = 20_000_000


def taken_apart(raw: bytes) -> dict[str, Any]:
    """`pages`: the text of each; `title` and `created` as the file says; or `error`: encrypted, broken or long."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.disable(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "encrypted"}
        if len(reader.pages) > PAGES:
            return {"error": "long"}
        pages, failed = [], []
        for number, page in enumerate(reader.pages, 1):
            try:
                pages.append(page.extract_text())
            except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
                pages.append("")
                failed.append(number)
            if sum(map(len, pages)) > CHARACTERS:
                return {"error": "long"}
        return {"pages": pages, "failed": failed, **_said(reader)}
    except pypdf.errors.DependencyError:
        # An encryption that needs a library which is not here.
        return {"error": "encrypted"}
    except MemoryError:
        return {"error": "long"}
    except Exception as error:
        # pypdf raises nearly anything on broken files; the process is here for that.
        return {"error": "broken", "why": f"{type(error).__name__}: {error}"[:200]}


def _said(reader: Any) -> dict[str, Any]:
    try:
        about = reader.metadata
        created = about.creation_date if about else None
        return {
            "title": str(about.title)[:1000] if about and about.title else None,
            "created": created.isoformat() if created else None,
        }
    except Exception:
        return {"title": None, "created": None}


def main() -> None:
    # An isolated Python does not look where the user's own packages are.
    sys.path += sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = taken_apart(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
