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
    names = tuple(sorted({name.strip().removeprefix("The ") for name in also if len(name.strip()) > 1}))
    return tuple(credit for credit in _credits(document.text, names) if credit.whom != own)


@lru_cache(maxsize=256)
def _credits(text: str, also: tuple[str, ...]) -> tuple[Credit, ...]:
    found = []
    for name in _names(text, also):
        before, after = text[max(0, name.start - 60) : name.start], text[name.end : name.end + 80]
        edge = name.start < _HEAD or name.end > len(text) - _TAIL
        for rule, ahead, behind in _contexts():
            left = ahead.search(before) if ahead else None
            right = behind.match(after) if behind else None
            if (ahead and not left) or (behind and not right) or (rule in _AT_EDGES and not edge):
                continue
            start = name.start - (len(before) - left.start() if left else 0)
            span = Span(start, name.end + (right.end() if right else 0))
            found.append(Credit(identity(name.of(text)), span, f"credit/{rule}", edge and rule not in _IN_TEXT))
            break
    return tuple(found)


def _names(text: str, also: tuple[str, ...]) -> list[Span]:
    """Where agencies and outlets are named, spelled as names: "AP", not "ap"; "Reuters", not "reuters"."""
    found = {
        Span(match.start(), match.end()) for match in _pattern().finditer(text) if _written_as_a_name(match.group())
    }
    for name in also:
        at = text.find(name)
        while at >= 0:
            span = Span(at, at + len(name))
            whole = not (text[at - 1 : at].isalnum() or text[span.end : span.end + 1].isalnum())
            if whole and not any(span.overlaps(other) for other in found):
                found.add(span)
            at = text.find(name, span.end)
    return sorted(found)


def _written_as_a_name(whom: str) -> bool:
    """Three letters or fewer count in capitals only; others with their first letter in capitals."""
    return whom.isupper() if len(whom) <= 3 else not whom[0].islower()


# Rules that hold at the beginning and the end of a report alone, and those that make no credit line even there.
_AT_EDGES = ("brackets", "last")
_IN_TEXT = ("told", "named")


@cache
def _contexts() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    """What stands before a name, and what after it, by rule; the first rule that fits counts."""
    table = lexicon.table("en", "copies")
    cue = {
        key: f"(?i:{lexicon.alternatives(table[key])})" for key in table if key.startswith(("credit", "told", "named"))
    }
    the = r"(?:[Tt]he\s+)?"

    def before(words: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){words}\s*[:\-–—]?\s*(?<!\w){the}\Z")

    def after(words: str) -> re.Pattern[str]:
        return re.compile(rf"(?:'s|’s)?\s+{words}(?!\w)")

    # "told AFP." may be the last words of a report too.
    return (
        ("told", before(cue["told_before"]), None),
        ("told", None, after(cue["told_after"])),
        # "(Reuters)", "(AFP, AP)", "[dpa]", "BEIRUT/Reuters -"
        (
            "brackets",
            re.compile(r"(?:[(\[]|[(\[][^()\[\]\n]{1,40}[,/&;]\s?|[A-Z]{3,}/)\Z"),
            # "(Reuters Photo)" credits a picture.
            re.compile(rf"(?!\s+(?i:{lexicon.alternatives(table['pictures'])}))(?:[^()\[\]\n]{{0,30}}[)\]]|\s?[-–—])"),
        ),
        ("with", before(cue["credit_before"]), None),
        # "The Associated Press writer Jane Doe contributed": names may stand between.
        ("contributed", None, re.compile(rf"(?:,?\s+[\w.'’-]+){{0,6}}?\s+{cue['credit_after']}(?!\w)")),
        ("named", before(cue["named_before"]), None),
        ("named", None, after(cue["named_after"])),
        # A report's last words: "- REUTERS", "/AFP", "Agencies, AFP"
        ("last", re.compile(rf"(?:[-–—/]\s*|[.!?”\"]\s+|\n\s*|,\s){the}\Z"), re.compile(r"\W*\Z")),
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w’'])(?i:{lexicon.alternatives(spelling for _, spelling in _known())})(?![\w’-])")


@cache
def _identities() -> dict[str, str]:
    """Every spelling of the lexicon in bare words, and whose it is."""
    return {" ".join(bare(spelling)): whose for whose, spelling in _known()}


def _known() -> Iterator[tuple[str, str]]:
    for entry, spellings in lexicon.table("en", "source_names").items():
        kind, _, whose = entry.partition(".")
        if kind in _KINDS:
            yield from ((whose, spelling) for spelling in spellings)
