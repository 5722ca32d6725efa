"""How questions are put: one statement, its values, and the few turns of SQL that all of them share."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, text

from reportedly.ledger.projecting import clean

# A page of a list.
LIMIT = 50


class Asking:
    """`_ask` runs one statement; `_dialect` names the engine."""

    _dialect: str

    @abstractmethod
    def _ask(self, statement: str, values: Mapping[str, Any]) -> Sequence[Any]: ...

    def _rows(self, statement: str, **values: Any) -> Sequence[Any]:
        return self._ask(statement, {name: _asked(value) for name, value in values.items()})

    def _one_of(self, column: str, name: str) -> str:
        """The condition that a column is one of a list, however long: see `listed`. A statement takes 32,766 values."""
        if self._dialect == "postgresql":
            return f"{column} IN (SELECT jsonb_array_elements_text(CAST(:{name} AS jsonb)))"
        return f"{column} IN (SELECT value FROM json_each(:{name}))"


def listed(values: Iterable[str]) -> str:
    """A list of texts as one value for `_one_of`, as columns hold them."""
    return json.dumps([clean(value) for value in values], ensure_ascii=False)


def limited(limit: int | None, offset: int = 0) -> str:
    if limit is None:
        return ""
    return f" LIMIT {int(limit)}" + (f" OFFSET {int(offset)}" if offset else "")


def _asked(value: Any) -> Any:
    """The value as it stands in a column."""
    return [clean(one) for one in value] if isinstance(value, list) else clean(value)


def statement(sql: str, values: Mapping[str, Any]) -> Any:
    """The statement with its lists of values opened out."""
    lists: list[Any] = [bindparam(name, expanding=True) for name, value in values.items() if isinstance(value, list)]
    made = text(sql)
    return made.bindparams(*lists) if lists else made
