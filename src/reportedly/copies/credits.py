"""Whom a report credits for its words: "(Reuters)", "AFP contributed to this report", "told Xinhua"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from reportedly import lexicon
from reportedly.copies.words import bare
from reportedly.model import Document, Span

# A credit line stands at the beginning or the end; in between a report only names its sources.
_HEAD, _TAIL = 260, 320
# Whoever runs the words through, not who wrote them: "(CNN)—" is a credit, "(Kurdish YPG)" is none.
_KINDS = ("agency", "outlet")


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited, the words that do it, and by which rule. `line`: a credit line, not a source in the text."""

    whom: str
    span: Span
    rule: str
    line: bool

    @property
    def wrote(self) -> bool:
        """Whether the words around are theirs: "told AFP". "AFP reported that" only says where news came from."""
        return self.line or self.rule == "credit/told"


def identity(outlet: str) -> str:
    """One name for all spellings of an outlet: that of the lexicon, or its bare words.

    >>> identity("Agence France-Presse"), identity("AFP"), identity("The Lakeside Wire")
    ('afp', 'afp', 'lakeside wire')
    """
    name = " ".join(word for word in bare(outlet) if word != "the")
    return _identities().get(name) or _identities().get(name.removesuffix(" news agency")) or name


def credited(document: Document, also: Iterable[str] = ()) -> tuple[Credit, ...]:
    """Whom the text credits: any agency or outlet of the lexicon, and those named in `also`; never its own outlet."""
    own = identity(document.outlet) if document.outlet else None
    names = tuple(sorted({name.strip() for name in also if len(name.strip()) > 1}))
    return tuple(credit for credit in _credits(document.text, names) if credit.whom != own)


@lru_cache(maxsize=256)
def _credits(text: str, also: tuple[str, ...]) -> tuple[Credit, ...]:
    found: dict[Span, Credit] = {}
    for name, pattern in _patterns(also):
        for match in pattern.finditer(text):
            line = name not in ("told", "named") and (match.start() < _HEAD or match.end() > len(text) - _TAIL)
            if name in ("brackets", "last") and not line:
                continue
            whom = next(group for group in match.groups() if group)
            if not _written_as_a_name(whom):
                continue
            span = Span(match.start(), match.end())
            rule = f"credit/{name}"
            # The same name as a line and as a source: the line says more.
            at = Span(match.start(match.lastindex or 0), match.end(match.lastindex or 0))
            if at not in found or (line and not found[at].line):
                found[at] = Credit(identity(whom), span, rule, line)
    return tuple(sorted(found.values(), key=lambda credit: credit.span))


def _written_as_a_name(whom: str) -> bool:
    """Three letters or fewer count in capitals only ("AP", not "ap"); others with their first letter in capitals."""
    return whom.isupper() if len(whom) <= 3 else not whom[0].islower()


@lru_cache(maxsize=64)
def _patterns(also: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon.table("en", "copies")
    spelled = set(_identities()) | set(_spellings()) | {name.casefold() for name in also}
    spelled |= {name.removeprefix("the ") for name in spelled}
    name = rf"(?:[Tt]he\s+)?(?i:({lexicon.alternatives(spelled)}))(?![\w’'-])"
    cue = {key: f"(?i:{lexicon.alternatives(table[key])})" for key in table if key.startswith(("credit", "told", "named"))}
    # "(Reuters)", "(AFP, AP)", "[dpa]", "BEIRUT/Reuters -"
    brackets = rf"(?:[(\[]|[(\[][^()\[\]\n]{{1,40}}[,/&;]\s?|[A-Z]{{3,}}/){name}(?=[^()\[\]\n]{{0,30}}[)\]]|\s?[-–—])"
    # The last words of a report: "- REUTERS", "/AFP", "Agencies, AFP"
    last = rf"(?<=[\s\-–—/.,]){name}\W*\Z"
    before = rf"\b{cue['credit_before']}\s*[:\-–—]?\s*{name}"
    after = rf"(?<!\w){name}(?:'s|’s)?(?:,?\s+(?:and\s+)?[A-Z][\w.'’-]*){{0,6}}\s+{cue['credit_after']}\b"
    told = rf"\b{cue['told_before']}\s+{name}|(?<!\w){name}(?:'s|’s)?\s+{cue['told_after']}\b"
    named = rf"\b{cue['named_before']}\s+{name}|(?<!\w){name}(?:\s+news\s+agency)?\s+{cue['named_after']}\b"
    return tuple(
        (rule, re.compile(pattern))
        for rule, pattern in (
            ("brackets", brackets),
            ("last", last),
            ("with", before),
            ("contributed", after),
            ("told", told),
            ("named", named),
        )
    )


@cache
def _identities() -> dict[str, str]:
    """Every spelling of the lexicon in bare words, and whose it is."""
    return {" ".join(bare(spelling)): whose for whose, spelling in _known()}


@cache
def _spellings() -> frozenset[str]:
    return frozenset(spelling for _, spelling in _known())


def _known() -> Iterator[tuple[str, str]]:
    for entry, spellings in lexicon.table("en", "source_names").items():
        kind, _, whose = entry.partition(".")
        if kind in _KINDS:
            yield from ((whose, spelling) for spelling in spellings)
