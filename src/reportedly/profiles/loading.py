"""Profiles from their files, every entry checked; what is wrong names the file and the entry."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from reportedly.errors import LexiconError
from reportedly.model import Harm, Hedge, SourceKind, Status
from reportedly.profiles.profile import Best, High, Low, PartyRules, PartyUse, Profile, Rule, Standing

E = TypeVar("E", bound=StrEnum)
Section = Mapping[str, Any]

_HEDGES = (
    Hedge.EXACT, Hedge.ABOUT, Hedge.AT_LEAST, Hedge.MORE_THAN, Hedge.UP_TO, Hedge.FEWER_THAN, Hedge.RANGE,
)  # fmt: skip
_ABOUT_RULE = ("says", "standing", "source")
# What each section may hold beside its rule, and what holds where no file says it.
_SECTIONS: Mapping[str, Mapping[str, Any]] = {
    "words": {"numbers": {}},
    "hedges": {hedge.value: None for hedge in _HEDGES},
    "tolerance": {"share": None},
    "combining": {"low": None, "best": None, "high": None},
    "parts": {"use": None},
    "origins": {"needed": None, "excluded": []},
    "statuses": {"set_aside": None},
    "party": {"about_others_alone": None, "about_others": None, "own_and_enemy": None, "states": None},
    "zero": {"coded": None},
    "harms": {"only": []},
    "grading": {"grades": False},
}
_OPTIONAL = ("harms", "grading")
_PARTY_USES: Mapping[str, tuple[PartyUse, ...]] = {
    "about_others_alone": (PartyUse.COUNTS, PartyUse.HIGH_ONLY, PartyUse.CODED_ZERO),
    "about_others": (PartyUse.COUNTS, PartyUse.HIGH_ONLY),
    "own_and_enemy": (PartyUse.COUNTS, PartyUse.ADMISSION_FIRST),
    "states": (PartyUse.COUNTS, PartyUse.SAME),
}


def names() -> tuple[str, ...]:
    """The profiles that ship with the program."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


def load(name: str) -> Profile:
    """The profile of that name, or of that file where the name ends with ".toml" or holds a slash.

    Raises LexiconError for a profile that is not there, for an unknown section or entry, and for a value that is none
    of those possible.
    """
    # A user's file may change while the program runs; ours do not.
    return _built(name) if _is_path(name) else _ours(name)


@cache
def _ours(name: str) -> Profile:
    return _built(name)


def _built(name: str) -> Profile:
    sections, title, path = _read(name, ())
    owners: dict[str, str] = {}
    rules = []
    for section in _SECTIONS:
        if section in sections:
            owner, values = sections[section]
            owners[section] = owner
            rules.append(_rule(f"{owner}/{section}", f"{owner}: {section}", values))
    get = _Values({section: values for section, (_, values) in sections.items()}, owners)
    party = PartyRules(**{key: _of(PartyUse, get, "party", key, uses) for key, uses in _PARTY_USES.items()})
    return Profile(
        name=Path(name).stem if _is_path(name) else name,
        title=title,
        rules=tuple(rules),
        words=_numbers(get),
        hedges={hedge: _pattern(get, hedge) for hedge in _HEDGES},
        tolerance=_checked(get, "tolerance", "share", _is_share, "a share between 0 and 1"),
        low=_of(Low, get, "combining", "low"),
        best=_of(Best, get, "combining", "best"),
        high=_of(High, get, "combining", "high"),
        sums_parts=_checked(get, "parts", "use", lambda v: v in ("beside", "sum"), '"beside" or "sum"') == "sum",
        needed_origins=_checked(get, "origins", "needed", lambda v: _is_number(v) and v > 0, "a number above 0"),
        excluded_kinds=_members(SourceKind, get, "origins", "excluded"),
        set_aside=_members(Status, get, "statuses", "set_aside"),
        party=party,
        coded_zeros=_checked(get, "zero", "coded", _is_flag, "true or false"),
        harms=_members(Harm, get, "harms", "only"),
        grades=_checked(get, "grading", "grades", _is_flag, "true or false"),
        path=path,
    )


def _read(name: str, seen: tuple[str, ...]) -> tuple[dict[str, tuple[str, Section]], str, str | None]:
    """The sections of a profile, each with the name of the profile that it is of; those of what it extends first."""
    is_path = _is_path(name)
    file = Path(name) if is_path else _folder() / f"{name}.toml"
    where = str(file) if is_path else f"profiles/{name}.toml"
    if name in seen:
        raise LexiconError(f"{where}: extends: it extends itself, by {' and '.join(seen)}")
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(names())
        raise LexiconError(f"{where}: there is no such profile; there are {known}, or the path of a file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise LexiconError(f"{where}: {error}") from error
    title, extends = read.pop("title", Path(name).stem), read.pop("extends", None)
    if not isinstance(title, str) or not (extends is None or isinstance(extends, str)):
        raise LexiconError(f"{where}: title and extends are words in quotation marks")
    sections: dict[str, tuple[str, Section]] = {}
    if extends is not None:
        sections = _read(extends, (*seen, name))[0]
    owner = Path(name).stem
    for section, values in read.items():
        sections[section] = (owner, _section(where, section, values))
    missing = [section for section in _SECTIONS if section not in sections and section not in _OPTIONAL]
    if missing:
        raise LexiconError(f'{where}: no {", ".join(missing)}; extends = "strict" takes them from there')
    return sections, title, str(file) if is_path else None


def _section(where: str, name: str, values: Any) -> Section:
    if name not in _SECTIONS or not isinstance(values, dict):
        raise LexiconError(f"{where}: {name}: there is no such section; there are {', '.join(_SECTIONS)}")
    known = (*_ABOUT_RULE, *_SECTIONS[name])
    for key in values:
        if key not in known:
            raise LexiconError(f"{where}: {name}: {key}: there is no such entry; there are {', '.join(known)}")
    return values


def _rule(id_: str, where: str, values: Section) -> Rule:
    for key in _ABOUT_RULE:
        if not isinstance(values.get(key), str) or not values[key].strip():
            raise LexiconError(f"{where}: {key}: every rule has words for what it says, its standing and its source")
    if values["standing"] not in set(Standing):
        raise LexiconError(f"{where}: standing: one of {', '.join(Standing)}, not {values['standing']!r}")
    return Rule(id_, values["says"], Standing(values["standing"]), values["source"])


class _Values:
    """The values of all sections, with those that no file gives."""

    def __init__(self, sections: Mapping[str, Section], owners: Mapping[str, str]) -> None:
        self._sections, self._owners = sections, owners

    def __call__(self, section: str, key: str) -> Any:
        return self._sections.get(section, {}).get(key, _SECTIONS[section][key])

    def where(self, section: str, key: str) -> str:
        return f"{self._owners.get(section, 'profile')}: {section}: {key}"


def _checked(get: _Values, section: str, key: str, holds: Callable[[Any], bool], expected: str) -> Any:
    value = get(section, key)
    if value is None or not holds(value):
        raise LexiconError(f"{get.where(section, key)}: {expected} was expected, not {value!r}")
    return value


def _of(kind: type[E], get: _Values, section: str, key: str, allowed: tuple[E, ...] = ()) -> E:
    choices = allowed or tuple(kind)
    return kind(_checked(get, section, key, lambda v: v in choices, "one of " + ", ".join(choices)))


def _members(kind: type[E], get: _Values, section: str, key: str) -> frozenset[E]:
    expected = "a list of " + ", ".join(kind)
    value = _checked(get, section, key, lambda v: isinstance(v, list) and all(one in set(kind) for one in v), expected)
    return frozenset(kind(one) for one in value)


def _numbers(get: _Values) -> Mapping[str, int]:
    def holds(value: Any) -> bool:
        return isinstance(value, dict) and all(_is_number(number) and number > 0 for number in value.values())

    return dict(_checked(get, "words", "numbers", holds, "words and their numbers above 0"))


def _pattern(get: _Values, hedge: Hedge) -> str:
    def holds(value: Any) -> bool:
        return isinstance(value, str) and len(value) == 3 and set(value) <= set("NL-")

    return str(_checked(get, "hedges", hedge.value, holds, 'three of N, L and - ("N--": a low and nothing else)'))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1


def _is_path(name: str) -> bool:
    return name.endswith(".toml") or "/" in name


def _folder() -> Path:
    return Path(str(files("reportedly.profiles")))
