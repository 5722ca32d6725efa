"""How likely a claim is right as a whole: features of the claim and its company, weighted, through a logistic.

The weights are those of `confidence.toml`, fitted by `make confidence`; docs/quality.md says how far to trust them.
"""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Any, NamedTuple

from reportedly import interchange, lexicon
from reportedly.errors import SetupError
from reportedly.model import Claim, Document, Harm, Mention, Place, Span

FILE = "confidence.toml"
# Two decimals: as fine as the fit bears, and the same on every machine.
DECIMALS = 2


class Features(NamedTuple):
    """What the score looks at: a question each, 1 for yes, or a size scaled to about 0 to 1.

    Nothing here tells one collection from another (whether commas were lost, say): that would say which reports the
    rules were written with, and not which claims are hard. Few on purpose: docs/quality.md says what else was tried.
    """

    # How many sentences back (or ahead) the remotest of its who, where, when and on whose word stands; logarithmic.
    farthest: float
    # Who and where: the share of the two that stands well outside the sentence. Days carry better than these.
    who_where_far: float
    # The share of day, origin and victims' words that the report does not give, as far as we see.
    missing: float
    # The share of the report's other claims with the same days.
    days_shared: float
    # Claims of one sentence differ in who, where or when.
    sentence_mixed: float
    # The sentence opens with "They" or "The attack": whom it speaks of was told before.
    points_back: float
    # A whole country is hard to miss.
    place_is_country: float
    held_or_missing: float
    displaced: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted score. `shift` is added to it for reports that no rule was written with: docs/quality.md."""

    intercept: float
    shift: float
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Company:
    """What stands around the claims of a report, counted once for all of them.

    `ends` are the offsets at which its sentences end; `mixed` the starts of sentences whose claims differ.
    """

    ends: Sequence[int]
    days: Mapping[_Days, int]
    mixed: frozenset[int]
    claims: int


def rated(claims: Sequence[Claim], document: Document) -> tuple[Claim, ...]:
    """The claims of a document, each with its confidence.

    Raises SetupError when the weights do not fit this version of the program.
    """
    if not claims:
        return ()
    known = weights()
    return tuple(
        replace(claim, confidence=round(chance(found, known), DECIMALS))
        for claim, found in zip(claims, features(claims, document), strict=True)
    )


def chance(found: Features, known: Weights) -> float:
    """The share of claims like this one that are right as a whole, 0 to 1."""
    total = known.intercept + known.shift + sum(map(mul, known.features, found))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(claims: Sequence[Claim], document: Document) -> list[Features]:
    """What the score looks at, for each claim of a document in order.

    A claim that repeats another has the features of that one: its fields were read there.
    """
    company = _company(claims, document.text)
    found: dict[str, Features] = {}
    for claim in claims:
        first = found.get(claim.repeat_of) if claim.repeat_of is not None else None
        found[claim.key] = first or _features(claim, company, document)
    return [found[claim.key] for claim in claims]


def _features(claim: Claim, company: _Company, document: Document) -> Features:
    sentence, harm = claim.sentence, claim.harm.value
    place, origin = _place(claim), next(iter(interchange.origins(claim)), None)
    found: tuple[Mention[Any] | None, ...] = (claim.perpetrator, place, claim.when, origin)
    country = place is not None and place.value.toponym is not None and place.value.toponym.precision == "country"
    return Features(
        farthest=_logarithmic(max(_sentences_off(one, sentence, company.ends) for one in found)),
        who_where_far=sum(_characters_off(one, sentence) > FAR for one in (claim.perpetrator, place)) / 2,
        missing=sum(one is None for one in (claim.when, origin, claim.victims)) / 3,
        days_shared=_share(company.days[_days(claim)], company.claims),
        sentence_mixed=float(sentence.start in company.mixed),
        points_back=float(_points_back().match(sentence.of(document.text)) is not None),
        place_is_country=float(country),
        held_or_missing=float(harm in _HELD),
        displaced=float(harm is Harm.DISPLACED),
    )


# Characters from a claim's sentence to words that are "well outside": at the far end of the next sentence, or beyond.
FAR = 100
_HELD = frozenset((Harm.MISSING, Harm.ABDUCTED, Harm.DETAINED))
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s)|\n[ \t]*\n")
_Days = tuple[date | None, date | None]


@cache
def _points_back() -> re.Pattern[str]:
    openers = lexicon.alternatives(lexicon.table("en", "pointing_back")["openers"])
    return re.compile(rf"\W*(?:{openers})\b", re.IGNORECASE)


def _characters_off(mention: Mention[Any] | None, sentence: Span) -> int:
    """How many characters lie between the words and the sentence; 0 when they stand in it, or when there are none."""
    return max(sentence.start - mention.end, mention.start - sentence.end, 0) if mention else 0


def _sentences_off(mention: Mention[Any] | None, sentence: Span, ends: Sequence[int]) -> int:
    """How many sentences end from the words up to the sentence (or from its end up to the words)."""
    if mention is None:
        return 0
    before = bisect_left(ends, sentence.start) - bisect_left(ends, mention.start)
    after = bisect_left(ends, mention.end) - bisect_left(ends, sentence.end - 1)
    return max(before, after if mention.end > sentence.end else 0, 0)


def _logarithmic(sentences: int) -> float:
    """0 for none, .23 for one, .6 for five, 1 for nineteen and more."""
    return min(1.0, math.log1p(sentences) / 3)


def _share(alike: int, claims: int) -> float:
    """How many of the other claims are alike; 1 for a claim alone."""
    return (alike - 1) / (claims - 1) if claims > 1 else 1.0


def _days(claim: Claim) -> _Days:
    return (claim.when.value.date_from, claim.when.value.date_to) if claim.when else (None, None)


def _place(claim: Claim) -> Mention[Place] | None:
    return next(iter(interchange.main_places(claim)), None)


def _circumstances(claim: Claim) -> tuple[object, ...]:
    """Who, where and when, as far as two claims of a sentence can be said to differ in them."""
    place = _place(claim)
    who = claim.perpetrator.value.lower() if claim.perpetrator else None
    return who, place.value.words.lower() if place else None, _days(claim)


def _company(claims: Sequence[Claim], text: str) -> _Company:
    told = Counter(start for start, _ in {(claim.sentence.start, _circumstances(claim)) for claim in claims})
    return _Company(
        ends=[end.start() for end in _SENTENCE_END.finditer(text)],
        days=Counter(map(_days, claims)),
        mixed=frozenset(start for start, kinds in told.items() if kinds > 1),
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
