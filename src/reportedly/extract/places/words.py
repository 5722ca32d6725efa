"""The word lists of `lexicon/en/places.toml` as the patterns and sets that the search for places needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from reportedly import lexicon
from reportedly.caseless import Caseless
from reportedly.gazetteer import Kind, fold
from reportedly.lexicon import alternatives

LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """Everything compiled once. `cue` ends where a name begins and has one group a kind of cue.

    The patterns are slow to say no: `…_starts` and `…_ends` hold the first and last words of what they can match, in
    lower case, to be asked before them.
    """

    cue: Caseless
    cue_starts: frozenset[str]
    cue_ends: frozenset[str]
    cue_endings: tuple[str, ...]
    noun_before: Caseless
    noun_starts: frozenset[str]
    noun_after: re.Pattern[str]
    direction_before: Caseless
    direction_ends: frozenset[str]
    kinds: dict[str, Kind | None]
    named_kinds: frozenset[str]
    need_article: frozenset[str]
    need_of: frozenset[str]
    directions: frozenset[str]
    bodies: frozenset[str]
    heads: frozenset[str]
    authorities: frozenset[str]
    buildings: frozenset[str]
    abbreviations: dict[str, str]
    phrases: Caseless
    phrase_ends: frozenset[str]
    titles: frozenset[str]
    people: frozenset[str]
    never: frozenset[str]
    goes_on: frozenset[str]
    compounds: frozenset[str]
    common: frozenset[str]
    parties: frozenset[str]
    demonyms: dict[str, str]
    described: re.Pattern[str]
    described_starts: frozenset[str]


@cache
def words() -> Words:
    table = lexicon.table(LANGUAGE, "places")
    kinds: dict[str, Kind | None] = {}
    for name, kind in (
        ("country_nouns", Kind.COUNTRY),
        ("admin2_nouns", Kind.ADMIN2),
        ("town_nouns", Kind.TOWN),
        ("site_nouns", Kind.SITE),
        ("admin1_nouns", Kind.ADMIN1),
        ("area_nouns", None),
    ):
        kinds.update(dict.fromkeys(table[name], kind))
    demonyms = {form: iso for iso, forms in lexicon.table(LANGUAGE, "places_demonyms").items() for form in forms}
    between = rf"(?:(?:{alternatives((*table['between'], *kinds))}|[\w-]+-(?:{alternatives(table['endings'])}))\s+)*"
    return Words(
        cue=Caseless(
            rf"(?<![\w-])(?:(?P<from>{alternatives(table['from'])})"
            rf"|(?<!ccording )(?<!due )(?<!loyal )(?<!threat )(?<!help )(?P<to>{alternatives(table['to'])})"
            rf"|(?P<at>{alternatives(table['at'])})"
            rf"|(?P<weak>{alternatives(table['weak'])}))\s+{between}$",
        ),
        cue_starts=_firsts(table["from"], table["to"], table["at"], table["weak"]),
        cue_ends=_lasts(table["from"], table["to"], table["at"], table["weak"], table["between"], kinds)
        | {"of", "called", "named", "the"},
        cue_endings=tuple(f"-{ending}" for ending in table["endings"]),
        noun_before=Caseless(rf"(?<![\w-])({alternatives(kinds)})(?:\s+(?:of|called|named)(?:\s+the)?)?\s+$"),
        noun_starts=_firsts(kinds),
        noun_after=re.compile(
            rf"\s+(?:refugee |military |air |displacement )?({alternatives(kinds)})(?![\w-])", re.IGNORECASE
        ),
        direction_before=Caseless(rf"(?<![\w-])({alternatives(table['directions'])})\s+$"),
        direction_ends=_lasts(table["directions"]),
        kinds=kinds,
        named_kinds=frozenset(table["named_kinds"]),
        need_article=frozenset(table["need_article"]),
        need_of=frozenset(table["need_of"]),
        directions=frozenset(table["directions"]),
        bodies=frozenset(table["bodies"]),
        heads=frozenset(table["heads"]),
        authorities=frozenset(table["authorities"]),
        buildings=frozenset(table["buildings"]),
        abbreviations={
            form: code for code, forms in lexicon.table(LANGUAGE, "places_abbreviations").items() for form in forms
        },
        phrases=Caseless(rf"(?<![\w-])(?:{alternatives(table['phrases'])})(?![\w-])"),
        phrase_ends=_lasts(table["phrases"]),
        titles=frozenset(table["titles"]),
        people=frozenset(table["people"]),
        never=frozenset(fold(word) or word for word in table["never"]),
        goes_on=frozenset(table["goes_on"]),
        compounds=frozenset(table["compounds"]),
        common=frozenset(table["common"]),
        # "US" is also listed there: "US strikes".
        parties=frozenset(lexicon.table(LANGUAGE, "parties")["names"]) - {"us", "u.s."},
        demonyms=demonyms,
        described=re.compile(
            rf"(?<![\w-])(?<!facto )(?:[Tt]he\s+)?(?:(?P<direction>(?i:{alternatives(table['directions'])}))\s+)?"
            rf"(?:(?P<demonym>{alternatives(form.title() for form in demonyms)})\s+)?"
            rf"(?P<noun>{alternatives(table['described'])})(?![\w-])"
            r"(?!\s+(?:of|[A-Z]))"
        ),
        described_starts=_firsts(table["described"]),
    )


def _firsts(*tables: Iterable[str]) -> frozenset[str]:
    return frozenset(form.split()[0].lower() for forms in tables for form in forms)


def _lasts(*tables: Iterable[str]) -> frozenset[str]:
    return frozenset(form.split()[-1].lower() for forms in tables for form in forms)
