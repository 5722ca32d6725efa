"""How likely a claim is right as a whole: features of the claim and its company, weighted, through a logistic.

The weights are those of `confidence.toml`, fitted by `make confidence`; docs/quality.md says how far to trust them.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Any, NamedTuple

from reportedly import interchange
from reportedly.errors import SetupError
from reportedly.model import Claim, Document, Harm, Hedge, Leftover, Mention, Span

FILE = "confidence.toml"
# Two decimals: as fine as the fit bears, and the same on every machine.
DECIMALS = 2


class Features(NamedTuple):
    """What the score looks at: a question each, 1 for yes, or a size scaled to about 0 to 1.

    "Elsewhere" is outside the claim's own sentence; "far" is how far outside, on a logarithmic scale. Nothing here
    tells one collection from another (whether commas were lost, say): that would say which reports the rules were
    written with, and not which claims are hard.
    """

    # How much there is to mix up.
    other_claims_in_sentence: float
    leftovers_in_sentence: float
    first_in_report: float
    quotation: float
    # How many suffered what.
    hedged: float
    displaced: float
    held_or_missing: float
    victims_unnamed: float
    # Who did it.
    perpetrator_missing: float
    perpetrator_elsewhere: float
    perpetrator_far: float
    several_perpetrators_in_sentence: float
    # Where.
    place_missing: float
    place_far: float
    # When.
    when_missing: float
    when_far: float
    when_is_the_reports: float
    # On whose word, how firmly.
    origin_missing: float
    origin_far: float
    relayed: float
    # Beside which claims.
    is_part: float
    has_parts: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted score. `shift` is added to it for reports that no rule was written with: docs/quality.md."""

    intercept: float
    shift: float
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Company:
    """What stands around the claims of a report, counted once for all of them."""

    in_sentence: Mapping[int, int]
    leftovers: Mapping[int, int]
    parts: frozenset[str]
    days: Mapping[object, int]
    perpetrators_in: Mapping[int, int]
    first: int
    claims: int


def rated(claims: Sequence[Claim], leftovers: Sequence[Leftover], document: Document) -> tuple[Claim, ...]:
    """The claims of a document, each with its confidence.

    Raises SetupError when the weights do not fit this version of the program.
    """
    if not claims:
        return ()
    known = weights()
    return tuple(
        replace(claim, confidence=round(chance(found, known), DECIMALS))
        for claim, found in zip(claims, features(claims, leftovers, document), strict=True)
    )


def chance(found: Features, known: Weights) -> float:
    """The share of claims like this one that are right as a whole, 0 to 1."""
    total = known.intercept + known.shift + sum(map(mul, known.features, found))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(claims: Sequence[Claim], leftovers: Sequence[Leftover], document: Document) -> list[Features]:
    """What the score looks at, for each claim of a document in order.

    A claim that repeats another has the features of that one: its fields were read there.
    """
    company = _company(claims, leftovers)
    found: dict[str, Features] = {}
    for claim in claims:
        first = found.get(claim.repeat_of) if claim.repeat_of is not None else None
        found[claim.key] = first or _features(claim, company, document)
    return [found[claim.key] for claim in claims]


def _features(claim: Claim, company: _Company, document: Document) -> Features:
    sentence, quantity, harm = claim.sentence, claim.quantity.value, claim.harm.value
    places, origins = interchange.main_places(claim), interchange.origins(claim)
    who = _Reach.of(claim.perpetrator, sentence)
    where = _Reach.of(places[0] if places else None, sentence)
    moment = _Reach.of(claim.when, sentence)
    said = _Reach.of(origins[0] if origins else None, sentence)
    words = sentence.of(document.text)
    return Features(
        other_claims_in_sentence=min(1.0, (company.in_sentence[sentence.start] - 1) / 4),
        leftovers_in_sentence=min(1.0, company.leftovers.get(sentence.start, 0) / 2),
        first_in_report=float(sentence.start <= company.first),
        quotation=float(any(mark in words for mark in _QUOTES)),
        hedged=float(quantity.hedge is not Hedge.EXACT),
        displaced=float(harm is Harm.DISPLACED),
        held_or_missing=float(harm in _HELD),
        victims_unnamed=float(claim.victims is None),
        perpetrator_missing=who.missing,
        perpetrator_elsewhere=who.elsewhere,
        perpetrator_far=who.far,
        several_perpetrators_in_sentence=float(company.perpetrators_in[sentence.start] > 1),
        place_missing=where.missing,
        place_far=where.far,
        when_missing=moment.missing,
        when_far=moment.far,
        when_is_the_reports=_share(company.days[_days(claim)], company.claims),
        origin_missing=said.missing,
        origin_far=said.far,
        relayed=float(any(attribution.via for attribution in claim.attributions)),
        is_part=float(claim.part_of is not None),
        has_parts=float(claim.key in company.parts),
    )


_HELD = frozenset((Harm.MISSING, Harm.ABDUCTED, Harm.DETAINED))
_QUOTES = '“”"'


class _Reach(NamedTuple):
    """Where the words of a field stand, seen from the claim's sentence."""

    missing: float
    elsewhere: float
    far: float

    @classmethod
    def of(cls, mention: Mention[Any] | None, sentence: Span) -> _Reach:
        if mention is None:
            return _MISSING
        outside = _outside(mention, sentence)
        return cls(0.0, 1.0, _far(outside)) if outside else _INSIDE


def _share(alike: int, claims: int) -> float:
    """How many of the other claims are alike; 1 for a claim alone."""
    return (alike - 1) / (claims - 1) if claims > 1 else 1.0


def _days(claim: Claim) -> tuple[date | None, date | None]:
    return (claim.when.value.date_from, claim.when.value.date_to) if claim.when else (None, None)


def _perpetrator(claim: Claim) -> str | None:
    return claim.perpetrator.value.lower() if claim.perpetrator else None


_MISSING, _INSIDE = _Reach(1.0, 0.0, 0.0), _Reach(0.0, 0.0, 0.0)


def _outside(mention: Mention[Any], span: Span) -> int:
    """How many characters lie between the words and the span; 0 when they stand in it or touch it."""
    return max(span.start - mention.end, mention.start - span.end, 0)


def _far(characters: int) -> float:
    """0 for none, about .5 at one sentence's length, 1 at two pages'."""
    return min(1.0, math.log1p(characters) / 8)


def _company(claims: Sequence[Claim], leftovers: Sequence[Leftover]) -> _Company:
    starts = sorted({claim.sentence.start for claim in claims})
    at = (bisect_right(starts, leftover.span.start) - 1 for leftover in leftovers)
    ends = {claim.sentence.start: claim.sentence.end for claim in claims}
    inside = Counter(
        starts[index]
        for index, leftover in zip(at, leftovers, strict=True)
        if index >= 0 and leftover.span.start < ends[starts[index]]
    )
    named = {(claim.sentence.start, _perpetrator(claim)) for claim in claims}
    return _Company(
        in_sentence=Counter(claim.sentence.start for claim in claims),
        leftovers=inside,
        parts=frozenset(claim.part_of for claim in claims if claim.part_of is not None),
        days=Counter(map(_days, claims)),
        perpetrators_in=Counter(start for start, _ in named),
        first=min(starts),
        claims=len(claims),
    )


@cache
def weights() -> Weights:
    """The weights that the program ships with. Raises SetupError when they do not fit its features."""
    resource = files(__package__) / FILE
    if not resource.is_file():
        raise SetupError(f"{FILE} is missing beside the program: install it again, or fit it with make confidence")
    return parsed(resource.read_text(encoding="utf-8"))


def parsed(toml: str) -> Weights:
    """Weights from the text of a file like `confidence.toml`. Raises SetupError, naming what is wrong."""
    try:
        tables = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{FILE}: not TOML ({error}); {_AGAIN}") from error
    given = tables.get("weights", {})
    if not isinstance(given, dict):
        raise SetupError(f"{FILE}: [weights] is not a table; {_AGAIN}")
    unknown, missing = sorted(given.keys() - {*Features._fields}), sorted({*Features._fields} - given.keys())
    if unknown:
        raise SetupError(f"{FILE}: [weights] names what the program does not look at: {', '.join(unknown)}; {_AGAIN}")
    if missing:
        raise SetupError(f"{FILE}: [weights] lacks {', '.join(missing)}; {_AGAIN}")
    absent = [name for name in ("intercept", "shift") if name not in tables]
    if absent:
        raise SetupError(f"{FILE}: there is no {absent[0]}; {_AGAIN}")
    return Weights(
        intercept=_number("intercept", tables["intercept"]),
        shift=_number("shift", tables["shift"]),
        features=tuple(_number(name, given[name]) for name in Features._fields),
    )


_AGAIN = "make confidence fits it again"


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise SetupError(f"{FILE}: {name}: a number was expected, not {value!r}; {_AGAIN}")
    return float(value)
