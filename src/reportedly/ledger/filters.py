"""What claims and documents are asked by, as conditions of SQL. Values are always parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.ledger import searching
from reportedly.model import VictimClass

Values = dict[str, Any]
NOTHING = "1 = 0"


@dataclass(frozen=True, slots=True)
class Filters:
    """What claims are asked by; None does not ask."""

    text: str | None = None
    harm: str | None = None
    place: str | None = None
    country: str | None = None
    date_from: date | str | None = None
    date_to: date | str | None = None
    origin: str | None = None
    status: str | None = None
    victims: str | None = None
    document: str | None = None
    orphaned: bool = False


def claim_filters(dialect: str, asked: Filters, sources: Sequence[str]) -> tuple[str, Values]:
    """Conditions on `claim_versions v`. `sources` are the ids that `origin` stands for, if it is one."""
    where = ["v.state = 'orphaned'" if asked.orphaned else "v.state = 'read'"]
    values: Values = {}
    by_class = asked.victims in set(VictimClass)
    equal = {
        "harm": asked.harm,
        "country": asked.country.upper() if asked.country else None,
        "status": asked.status,
        "document": asked.document,
        "victim_class": asked.victims if by_class else None,
    }
    _equal("v", equal, where, values)
    if asked.date_from is not None:
        where.append("v.date_to >= :date_from")
        values["date_from"] = str(asked.date_from)
    if asked.date_to is not None:
        where.append("v.date_from <= :date_to")
        values["date_to"] = str(asked.date_to)
    words: dict[str | None, str | None] = {
        None: asked.text,
        "place": asked.place,
        "victims": None if by_class else asked.victims,
    }
    for column, question in words.items():
        if question is not None:
            where.append(f"v.seq IN ({_found(dialect, 'claim_words', question, column, values)})")
    if asked.origin is not None and sources:
        where.append("v.seq IN (SELECT seq FROM claim_sources WHERE source IN :sources)")
        values["sources"] = list(sources)
    elif asked.origin is not None:
        where.append(f"v.seq IN ({_found(dialect, 'claim_words', asked.origin, 'origin', values)})")
    return " AND ".join(where), values


def document_filters(
    dialect: str,
    text: str | None,
    equal: Mapping[str, str | None],
    status: str | None,
    published_from: date | str | None,
    published_to: date | str | None,
) -> tuple[str, Values]:
    """Conditions on `documents d` and its last reading `r`."""
    where: list[str] = ["1 = 1"]
    values: Values = {}
    _equal("d", equal, where, values)
    if status == "new":
        where.append("r.status IS NULL")
    elif status is not None:
        where.append("r.status = :status")
        values["status"] = status
    if published_from is not None:
        where.append("d.published >= :published_from")
        values["published_from"] = str(published_from)
    if published_to is not None:
        where.append("d.published <= :published_to")
        values["published_to"] = str(published_to)
    if text is not None:
        where.append(f"d.seq IN ({_found(dialect, 'document_words', text, None, values)})")
    return " AND ".join(where), values


def _equal(alias: str, wanted: Mapping[str, str | None], where: list[str], values: Values) -> None:
    for name, value in wanted.items():
        if value is not None:
            where.append(f"{alias}.{name} = :{name}")
            values[name] = str(value)


def _found(dialect: str, table: str, question: str, column: str | None, values: Values) -> str:
    """The numbers of the rows that hold the words; a question without words finds nothing."""
    condition = searching.condition(dialect, table, question, column)
    if condition is None:
        return f"SELECT seq FROM chain WHERE {NOTHING}"
    sql, name, value = condition
    values[name] = value
    return sql
