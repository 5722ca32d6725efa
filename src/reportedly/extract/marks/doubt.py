"""What a mark is and what it reaches, and the tools by which all kinds of marks are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon, speakers
from reportedly.language import Sentence
from reportedly.model import Mark, MarkAbout, Mention, Source, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SPOKE = ("said", "says", "told", "added", "announced")
_AUXILIARIES = ("has", "have", "had", "was", "were", "is", "are", "been", "being")
_NOBODY = frozenset(
    ("the", "this", "that", "those", "these", "its", "his", "their", "neither", "either", "both", "none", "side")
)
_OWNER = re.compile(
    r"([\w.-]+)['’]s?\s|\b([A-Z][\w.-]{2,})\b"
    r"|\b(ministry|army|military|rebels?|government|police|militants?|opposition|monitor|agency)\b(?=['’ ])"
)
_RELATIVE = re.compile(r"([\w-]+)(,?)\s+(?:which|that|who)\s+(?:[\w’'.-]+\s+){0,6}$")
_BARE_RELATIVE = re.compile(
    r"(?:,|^|\b(?:was|is|are|were))\s+(?:(?:an?|the|something)\s+(?:[\w-]+\s+){0,2}?([\w-]+)"
    r"|(figures|numbers|claims|reports|tolls|accounts|allegations|casualties))\s+"
    r"(?:(?:the|its|their|both|local)\s+)?(?:[\w’'.-]+\s+){1,4}$"
)

_SAID = re.compile(
    r"(?<!which )(?<!who )\b(?:(?:was|were) reported\b"
    r"|(?:said|says|say|claim(?:s|ed)?|believed?|told|reported|announced)\b(?:\s+[\w’'-]+){4})",
    re.IGNORECASE,
)
# Words of harm that tell of none before: "had shot down a drone", "more bodies are in the bush".
_NO_HARM = re.compile(r"\b(?:shot|brought) (?:it |them )?down\b|\b(?:more|further|additional) \w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Back:
    """A reach back to the nearest claim before the document's offset `before`, or to several ("neither claim").

    `words` name what is meant ("this death toll"), `whose` the source whose claim it is ("the ministry's figures").
    """

    before: int
    words: str = ""
    several: bool = False
    whose: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark and its reach: what it `governs` of its sentence, and `back` where no claim stands in that."""

    mark: Mark
    governs: tuple[Span, ...]
    back: Back | None = None


Found = Iterator[Mention[Doubt]]


def doubt(
    sentence: Sentence,
    mark: Mark,
    span: tuple[int, int],
    rule: str,
    governs: tuple[Span, ...] = (),
    back: Back | None = None,
) -> Mention[Doubt]:
    return Mention(Doubt(mark, governs, back), (sentence.at(*span),), f"marks/{rule}")


def back(sentence: Sentence, offset: int, words: str = "", several: bool = False) -> Back:
    """A reach back from an offset of the sentence's text."""
    days = lexicon.table("en", "sources")["time"]
    nouns = pattern("%back_number%|%back_harm%|%reporting%")
    owners = {next(filter(None, match.groups())).lower() for match in _OWNER.finditer(words)}
    whose = frozenset(word for word in owners if not (word in days or word in _NOBODY or nouns.fullmatch(word)))
    return Back(sentence.start + offset, words.lower().strip(), several, whose)


# ---- patterns


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern in which %name% stands for the forms of that list of `marks.toml`, in any case."""
    return re.compile(re.sub(r"%(\w+)%", lambda match: _forms(match.group(1)), text), re.IGNORECASE)


def _forms(name: str) -> str:
    return lexicon.alternatives(lexicon.table("en", "marks")[name])


@cache
def harm_pattern() -> re.Pattern[str]:
    """Any word of harm."""
    forms = {form for forms in lexicon.table("en", "harms").values() for form in forms}
    return re.compile(rf"(?<![\w-])(?:{lexicon.alternatives(forms)})(?![\w-])", re.IGNORECASE)


@cache
def befalling() -> frozenset[str]:
    """Verbs whose subject is who was harmed: "died", "drowned", "fled"."""
    table = lexicon.table("en", "harms")
    return frozenset(form for name, forms in table.items() if name.endswith("_done_by") for form in forms)


# ---- reaches


def here(sentence: Sentence, start: int, end: int) -> tuple[Span, ...]:
    """A stretch of the sentence's text as a reach; none when it holds no words."""
    return (sentence.at(start, end),) if sentence.text[start:end].strip() else ()


def everywhere(sentence: Sentence) -> tuple[Span, ...]:
    return (sentence.passage.span,)


def token(sentence: Sentence, offset: int) -> Token:
    """The token at an offset of the sentence's text."""
    return sentence.token_at(sentence.start + offset)


# ---- on whose word


def subject(sentence: Sentence, verb: Token) -> Mention[Source] | None:
    """Whoever stands before a verb as its subject, if somebody who speaks does.

    "Israel's military said it could not verify": for "it" the subject of the verb before.
    """
    while verb.i and verb.doc[verb.i - 1].lower_ in _AUXILIARIES:
        verb = verb.doc[verb.i - 1]
    phrases = [found for found in speakers.before(verb.doc, verb.i, 0) if speakers.plausible(verb.doc, found)]
    if phrases and verb.doc[phrases[-1].head].lower_ in speakers.PRONOUNS:
        above = [
            found for found in verb.ancestors if found.tag_ in ("VBD", "VBZ", "VBP") and found.i < phrases[-1].first
        ]
        return subject(sentence, above[0]) if above else None
    if not phrases and verb.i and verb.doc[verb.i - 1].lower_ in ("and", "but"):
        # "The chief said that nine had died, and denied ...": the subject of what he said before.
        said = next((found for found in verb.doc[: verb.i] if found.lower_ in _SPOKE), None)
        return subject(sentence, said) if said is not None else None
    return speakers.sources(sentence, phrases[-1:], "marks/by")[0] if phrases else None


def agent(sentence: Sentence, offset: int) -> Mention[Source] | None:
    """Whoever stands after "by" at an offset of the text."""
    if offset >= len(sentence.text):
        return None
    named = speakers.after(sentence.doc, token(sentence, offset).i)
    phrases = [found for found in named if speakers.plausible(sentence.doc, found)]
    return speakers.sources(sentence, phrases[:1], "marks/by")[0] if phrases else None


# ---- what is meant


def antecedent(text: str, start: int) -> str | None:
    """What a relative clause that runs up to an offset is said of: "a figure (that) the army |disputes"."""
    match = _RELATIVE.search(text[:start])
    if match is not None:
        known = pattern(r"%back_number%|%back_harm%|%elsewhere%|%perpetration%|%harm_nouns%").fullmatch(match.group(1))
        return match.group(1).lower() if known or not match.group(2) else "which"
    bare = _BARE_RELATIVE.search(text[:start])
    return (bare.group(1) or bare.group(2)).lower() if bare else None


def says_else(words: str) -> bool:
    """ "The rebels said that they had downed a jet, a claim that could not be verified": none of before is meant."""
    said = _NO_HARM.sub("", words)
    counts = pattern(r"\b(?:%back_number%|%harm_nouns%)\b").search(said.rpartition(",")[0])
    return _SAID.search(said) is not None and harm_pattern().search(said) is None and counts is None


def number_or_harm(words: str) -> MarkAbout:
    """Whether the words name a figure or what it counts."""
    return MarkAbout.NUMBER if pattern(r"\b(?:%back_number%)\b").search(words) else MarkAbout.HARM
