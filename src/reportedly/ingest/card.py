"""What is said of a report beside its words: a `NAME.meta.json`, the keys of a JSON line, the head of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from reportedly.errors import InputError
from reportedly.ingest.text import fixed, refuse_broken
from reportedly.model import Published, PublishedFrom

EARLIEST = date(1900, 1, 1)
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?\s?([Zz]|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Card:
    """Who published a report, when and where. None: not said."""

    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    example: bool | None = None

    def over(self, other: Card) -> Card:
        """What this card says, and what the other says where this one is silent."""
        return replace(other, **{name: value for name in KEYS if (value := getattr(self, name)) is not None})

    def against(self, other: Card) -> list[str]:
        """The names of what both cards say, and say differently."""
        both = ((name, getattr(self, name), getattr(other, name)) for name in KEYS)
        return [name for name, mine, theirs in both if None not in (mine, theirs) and mine != theirs]


KEYS = tuple(Card.__dataclass_fields__)


def read(said: Mapping[str, object], where: str, today: date) -> Card:
    """The card that a JSON object holds; keys that it does not know are left alone.

    Raises InputError for a value of another type, an impossible date, or words that no text can hold.
    """
    published = _words(said, "published", where)
    example = said.get("example")
    if example is not None and not isinstance(example, bool):
        raise InputError(where, f'"example" is {_shown(example)}; give true or false')
    return Card(
        id=_id(said, where),
        title=_words(said, "title", where),
        outlet=_words(said, "outlet", where),
        url=_words(said, "url", where),
        published=given(published, where, today) if published else None,
        example=example,
    )


def given(words: str, where: str, today: date) -> Published:
    """The publication date that somebody gave: a day, with its time and zone where they are said.

    Raises InputError when it is no ISO date, when there is no such day, or when it lies in the future.
    """
    try:
        day, at, zone = moment(words, today)
    except ValueError as error:
        raise InputError(where, f"published {_shown(words)}: {error}; give a date such as 2025-03-10") from error
    return Published(day, PublishedFrom.GIVEN, at, zone)


def moment(words: str, today: date) -> tuple[date, time | None, str | None]:
    """Day, time and zone of an ISO date. Raises ValueError, worded for people.

    >>> moment("2025-03-10T14:30:00Z", date(2025, 4, 1))
    (datetime.date(2025, 3, 10), datetime.time(14, 30), 'Z')
    """
    match = _ISO.fullmatch(words.strip())
    if not match:
        raise ValueError("this is not a date")
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        on = date(int(year), int(month), int(day))
        at = time(int(hour), int(minute), int(second or 0)) if hour else None
    except ValueError as error:
        raise ValueError("there is no such day or time") from error
    return plausible(on, today), at, zone


def plausible(on: date, today: date) -> date:
    """The day, if a report can have come out on it. Raises ValueError, worded for people."""
    # A day's grace: where the report came out it may be tomorrow already.
    if on > today + timedelta(days=1):
        raise ValueError("this day is still to come")
    if on < EARLIEST:
        raise ValueError(f"this day lies before {EARLIEST.year}")
    return on


def _id(said: Mapping[str, object], where: str) -> str | None:
    value = said.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    words = _words(said, "id", where)
    if words and _CONTROL.search(words):
        raise InputError(where, f'"id" is {_shown(value)}; give one without line breaks and control characters')
    return words


def _words(said: Mapping[str, object], name: str, where: str) -> str | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(where, f'"{name}" is {_shown(value)}; give it as words in quotation marks')
    refuse_broken(value, where, f'"{name}"')
    return fixed(value).strip() or None


def _shown(value: object) -> str:
    """The value as JSON writes it, cut short."""
    words = json.dumps(value)
    return words if len(words) <= 40 else f"{words[:37]}..."
