"""The sources that are generally known: `lexicon/sources/*.toml`, checked and loaded once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from reportedly import gazetteer, lexicon
from reportedly.errors import LexiconError
from reportedly.model import SourceKind
from reportedly.sources.spelling import fold, is_short

CONTROLS = ("state", "party", "public", "un")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_ENTRIES = ("conflicts", "roles")
_TEXTS = ("kind", "name", "country", "role", "control", "owner", "note")
_LISTS = ("aliases", "shared", "party_to", "within")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A war, where it is fought, and its sides. `states`: on which side the state bodies of a country stand."""

    id: str
    name: str
    countries: tuple[str, ...]
    sides: tuple[str, ...]
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A known source.

    `aliases` lead to it alone; a `shared` name leads to several, of which the country or the kind decides. `party_to`
    are (conflict, side). `control` says who runs a medium, `owner` which entry that is when it is not the state of its
    country.
    `generic`: borne by many in the world ("the Red Cross"), so that it is nobody in particular outside its report.
    """

    id: str
    kind: SourceKind
    name: str
    aliases: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    country: str | None = None
    party_to: tuple[tuple[str, str], ...] = ()
    role: str | None = None
    within: frozenset[str] = frozenset()
    control: str | None = None
    owner: str | None = None
    note: str | None = None
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Registry:
    """All entries and the look-ups over them. Keys of `by_alias` and `by_shared` are folded names."""

    entries: Mapping[str, Entry]
    conflicts: Mapping[str, Conflict]
    by_alias: Mapping[str, str]
    by_shared: Mapping[str, tuple[str, ...]]
    # Folded names that count only where the report writes them in capitals.
    capitals: frozenset[str]
    by_role: Mapping[tuple[str, str], tuple[Entry, ...]] = field(default_factory=dict)


@cache
def registry() -> Registry:
    """The registry that ships with the program. Raises LexiconError naming the file and the entry that is wrong."""
    folder = Path(str(files("reportedly.lexicon"))) / "sources"
    spotted: dict[str, tuple[str, ...]] = dict(lexicon.table("en", "source_names"))
    return load(folder, spotted)


def load(folder: Path, spotted: Mapping[str, tuple[str, ...]] | None = None) -> Registry:
    """The registry of a folder. `spotted` are the names by which texts are searched, as "kind.id" -> names.

    Raises LexiconError for an unknown kind, country, conflict, side, owner or field, for a name that two entries claim,
    and for a spotted name without an entry.
    """
    conflicts = _conflicts(folder / "conflicts.toml")
    entries: dict[str, Entry] = {}
    where: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.stem in _NOT_ENTRIES:
            continue
        for id_, row in _parsed(path).items():
            place = f"{path.name}: {id_}"
            if id_ in entries:
                raise LexiconError(f"{place}: the same id stands in {where[id_]}")
            entries[id_], where[id_] = _entry(place, id_, row, conflicts), place
    entries = _with_spotted(entries, spotted or {})
    for id_, entry in entries.items():
        if entry.owner is not None and entry.owner not in entries:
            raise LexiconError(f"{where[id_]}: owner: no entry {entry.owner!r}")
    return _indexed(entries, conflicts, where)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        # An id given twice in one file is already an error of TOML.
        raise LexiconError(f"{path.name}: {error}") from error


def _conflicts(path: Path) -> dict[str, Conflict]:
    found: dict[str, Conflict] = {}
    for id_, row in _parsed(path).items():
        place = f"{path.name}: {id_}"
        conflict = Conflict(id_, row["name"], tuple(row["countries"]), tuple(row["sides"]), dict(row["states"]))
        for country in (*conflict.countries, *conflict.states):
            _check_country(place, country)
        for side in conflict.states.values():
            if side not in conflict.sides:
                raise LexiconError(f"{place}: no side {side!r}; it has {', '.join(conflict.sides)}")
        found[id_] = conflict
    return found


def _entry(place: str, id_: str, row: Any, conflicts: Mapping[str, Conflict]) -> Entry:
    """One row of a file, every field checked."""
    if not _ID.fullmatch(id_):
        raise LexiconError(f"{place}: an id is small letters, digits and single hyphens")
    if not isinstance(row, dict) or "kind" not in row or "name" not in row:
        raise LexiconError(f"{place}: a kind and a name were expected")
    for key, value in row.items():
        is_text = key in _TEXTS and isinstance(value, str)
        is_list = key in _LISTS and isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not is_text and not is_list and not (key == "generic" and isinstance(value, bool)):
            raise LexiconError(f"{place}: {key}: there is no such field, or its value is of another type")
        if any(item != item.strip() or not item for item in ([value] if is_text else value if is_list else [])):
            raise LexiconError(f"{place}: {key}: empty, or spaces at its ends")
    if row["kind"] not in set(SourceKind):
        raise LexiconError(f"{place}: no kind {row['kind']!r}; one of {', '.join(SourceKind)}")
    if (country := row.get("country")) is not None:
        _check_country(place, country)
    if (control := row.get("control")) is not None and (
        control not in CONTROLS or ("note" not in row and "owner" not in row)
    ):
        raise LexiconError(f"{place}: control is one of {', '.join(CONTROLS)} and needs a note that says why")
    sides = tuple(_side(place, text, conflicts) for text in row.get("party_to", ()))
    return Entry(
        id_,
        SourceKind(row["kind"]),
        row["name"],
        aliases=tuple(row.get("aliases", ())),
        shared=tuple(row.get("shared", ())),
        country=row.get("country"),
        party_to=sides,
        role=row.get("role"),
        within=frozenset(row.get("within", ())),
        control=row.get("control"),
        owner=row.get("owner"),
        note=row.get("note"),
        generic=row.get("generic", False),
    )


def _side(place: str, text: str, conflicts: Mapping[str, Conflict]) -> tuple[str, str]:
    conflict, _, side = text.partition(":")
    if conflict not in conflicts or side not in conflicts[conflict].sides:
        raise LexiconError(f"{place}: party_to: no such conflict and side: {text!r}")
    return conflict, side


def _check_country(place: str, country: str) -> None:
    if country not in gazetteer.country_names():
        raise LexiconError(f"{place}: no country {country!r}; an ISO 3166 code of two letters was expected")


def _with_spotted(entries: Mapping[str, Entry], spotted: Mapping[str, tuple[str, ...]]) -> dict[str, Entry]:
    """The entries with the names that texts are searched for: those stand in one table only."""
    found = dict(entries)
    for key, names in spotted.items():
        kind, _, id_ = key.partition(".")
        if kind == SourceKind.SOCIAL_MEDIA:
            continue
        if id_ not in found or found[id_].kind != kind:
            raise LexiconError(f"source_names.toml: {key}: no entry of that id and kind in lexicon/sources")
        found[id_] = replace(found[id_], aliases=(*found[id_].aliases, *names))
    return found


def _indexed(entries: Mapping[str, Entry], conflicts: Mapping[str, Conflict], where: Mapping[str, str]) -> Registry:
    by_alias: dict[str, str] = {}
    by_shared: dict[str, list[str]] = {}
    by_role: dict[tuple[str, str], list[Entry]] = {}
    capitals: set[str] = set()
    for id_, entry in entries.items():
        shared = {fold(name) for name in entry.shared}
        for folded in sorted(shared):
            by_shared.setdefault(folded, []).append(id_)
        for name in _names(entry):
            folded = fold(name)
            if is_short(name):
                capitals.add(folded)
            if folded in shared:
                continue
            if by_alias.setdefault(folded, id_) != id_:
                raise LexiconError(f"{where[id_]}: {name!r} is also a name of {where[by_alias[folded]]}")
        capitals.update(fold(name) for name in entry.shared if is_short(name))
        if entry.role and entry.country:
            by_role.setdefault((entry.role, entry.country), []).append(entry)
    for folded, ids in by_shared.items():
        if folded in by_alias:
            raise LexiconError(f"{where[ids[0]]}: shared name {folded!r} is also a name of {where[by_alias[folded]]}")
    return Registry(
        entries, conflicts, by_alias, {name: tuple(ids) for name, ids in by_shared.items()}, frozenset(capitals),
        {key: tuple(found) for key, found in by_role.items()},
    )  # fmt: skip


def _names(entry: Entry) -> Iterator[str]:
    # "The Standard (Kenya)" is told apart for people; nobody writes it so.
    if not entry.name.endswith(")"):
        yield entry.name
    yield from entry.aliases


def parties_of(id_: str) -> tuple[tuple[str, str], ...]:
    """To which conflicts, and on which side, a source is party: its own, its owner's, or as a body of a state at war.

    >>> parties_of("rsf"), parties_of("ua-police")
    ((('sudan', 'rsf'),), (('ukraine', 'ukraine'),))
    """
    known = registry()
    entry = known.entries.get(id_)
    found = entry.party_to if entry else ()
    if entry and entry.owner:
        found = (*found, *parties_of(entry.owner))
    country = _state_of(id_, entry)
    if country and not found:
        found = tuple((one.id, one.states[country]) for one in known.conflicts.values() if country in one.states)
    return tuple(sorted(set(found)))


def _state_of(id_: str, entry: Entry | None) -> str | None:
    """The country whose state a source belongs to or is run by; None for everybody else."""
    if entry is None:
        match = re.fullmatch(r"([a-z]{2})-[a-z0-9-]+", id_)
        return match.group(1).upper() if match and match.group(1).upper() in gazetteer.country_names() else None
    stately = entry.control == "state" or entry.role is not None or entry.kind is SourceKind.OFFICIAL
    return entry.country if stately and entry.owner is None else None
