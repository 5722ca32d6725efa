"""Full text: the same words and the same questions on both engines.

Words are made here (casefolded, without accents, split where no letter or digit is), so that FTS5 and tsvector only
store and find them. A question is words that must all be there, "phrases" in quotation marks, and pref* for beginnings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, text

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')

# A tsvector holds 1 MB at most; what stands behind is kept, and not found by its words.
_LONGEST = 200_000

# The columns of FTS5 and, on PostgreSQL, the weight that stands for each.
COLUMNS: dict[str, tuple[str, ...]] = {
    "document_words": ("title", "body"),
    "claim_words": ("place", "origin", "victims", "quote"),
}
_WEIGHTS = "ABCD"


def words(raw: str | None) -> str:
    """The words of a text as they are indexed.

    >>> words("Al-Fashir's “El Niño”, 12 dead")
    'al fashir s el nino 12 dead'
    """
    if not raw:
        return ""
    found = raw[:_LONGEST].casefold()
    if not found.isascii():
        decomposed = unicodedata.normalize("NFKD", found)
        found = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(found))


def document_words(payload: Any) -> tuple[str, ...]:
    return words(payload["title"]), words(payload["text"])


# The sentence, the place and the origin of one claim are mostly those of the next one too.
_words_again = lru_cache(maxsize=256)(words)


def claim_words(payload: Any) -> tuple[str, ...]:
    row = payload["row"]
    said = [name for one in row["attributions"] for name in (one["origin"], *one["via"]) if name]
    victims = " ".join(filter(None, (row["victims"], row["perpetrator"])))
    where = " ".join([place["words"] for place in row["places"]] + ([row["geo"]["name"]] if row["geo"] else []))
    return _words_again(where), _words_again(" ".join(said)), _words_again(victims), _words_again(row["quote"])


def insertion(dialect: str, table: str) -> str:
    """The statement that takes (seq, words of each column)."""
    columns = COLUMNS[table]
    if dialect == "postgresql":
        parts = [
            f"setweight(to_tsvector('simple', %s), '{weight}')" for _, weight in zip(columns, _WEIGHTS, strict=False)
        ]
        return f"INSERT INTO {table} (seq, lexemes) VALUES (%s, {' || '.join(parts)})"
    return f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES (?, {', '.join('?' for _ in columns)})"


def forget(connection: Connection, table: str, seq: int, stored: Sequence[str]) -> None:
    """Takes a row out of the index; `stored` are the words that were put in."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DELETE FROM {table} WHERE seq = :seq"), {"seq": seq})
        return
    columns = COLUMNS[table]
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({table}, rowid, {', '.join(columns)}) "
        f"VALUES ('delete', ?, {', '.join('?' for _ in columns)})",
        (seq, *stored),
    )


def condition(dialect: str, table: str, question: str, column: str | None = None) -> tuple[str, str, str] | None:
    """A query for the numbers of rows, its parameter and the value of that; None when no word is asked for."""
    terms = _terms(question)
    if not terms:
        return None
    name = f"{table}_{column or 'any'}"
    if dialect == "postgresql":
        label = _WEIGHTS[COLUMNS[table].index(column)] if column else ""
        value = " & ".join(
            "(" + " <-> ".join(_lexeme(one, label, prefix and last) for one, last in _last(found)) + ")"
            for found, prefix in terms
        )
        return f"SELECT seq FROM {table} WHERE lexemes @@ to_tsquery('simple', :{name})", name, value
    value = " AND ".join(f'"{" ".join(found)}"' + ("*" if prefix else "") for found, prefix in terms)
    value = f"{column} : ({value})" if column else value
    return f"SELECT rowid FROM {table} WHERE {table} MATCH :{name}", name, value


def patterns(question: str) -> list[str]:
    """A question as patterns of LIKE, over words between blanks: for names that are too few for an index.

    >>> patterns("el-fasher north*")
    ['% el fasher %', '% north%']
    """
    return [f"% {' '.join(found)}" + ("%" if prefix else " %") for found, prefix in _terms(question)]


def _terms(question: str) -> list[tuple[list[str], bool]]:
    found = []
    for quoted, plain in _TERM.findall(question):
        made = words(quoted or plain).split()
        if made:
            found.append((made, plain.endswith("*")))
    return found


def _lexeme(word: str, label: str, prefix: bool) -> str:
    marks = ("*" if prefix else "") + label
    return f"'{word}'" + (f":{marks}" if marks else "")


def _last(found: list[str]) -> list[tuple[str, bool]]:
    return [(word, number == len(found)) for number, word in enumerate(found, 1)]
