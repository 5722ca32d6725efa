"""What kind of source a phrase names, and whether it can name one at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.model import Source, SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
NAMES = frozenset(("NNP", "NNPS"))
INSIDE = NOUNS | {"JJ", "JJR", "JJS", "CD", "POS", "HYPH", "AFX", "FW", "PRP$"}
VERBS = frozenset(("VBD", "VBZ", "VBP", "MD", "VB"))
PRONOUNS = frozenset(("he", "she", "it", "they"))
# Where a phrase holds nouns of several kinds, the first of these tells most: "a hospital official" is a medic's word.
_KIND_ORDER = (
    SourceKind.UN,
    SourceKind.MONITOR,
    SourceKind.MEDIC,
    SourceKind.AGENCY,
    SourceKind.LOCAL_MEDIA,
    SourceKind.SOCIAL_MEDIA,
    SourceKind.PARTY,
    SourceKind.OFFICIAL,
    SourceKind.NGO,
    SourceKind.WITNESS,
    SourceKind.ANONYMOUS,
)
_MEDIA = (SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.SOCIAL_MEDIA)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase by its tokens, both included; `head` decides what it is."""

    first: int
    last: int
    head: int


def kind_of(words: str, head: str | None = None) -> tuple[SourceKind, str | None]:
    """The kind of a source and, for a generally known one, its identity.

    >>> kind_of("the Syrian Observatory for Human Rights")
    (<SourceKind.MONITOR: 'monitor'>, 'sohr')
    >>> kind_of("a hospital official", "official")
    (<SourceKind.MEDIC: 'medic'>, None)
    """
    lowered = words.lower()
    head = (head or "").lower()
    name = known(words)
    if name and head and name[2].lower().split()[-1] == head.lower():
        return name[0], name[1]
    nouns = _noun_kinds(lowered)
    own = kinds_by_noun().get(head)
    if head in offices() or (own is None and head):
        if own is SourceKind.ANONYMOUS:
            return SourceKind.ANONYMOUS, None
        if name and name[0] not in _MEDIA:
            return name[0], name[1]
        if head[:1].isalpha() and _is_doctor(lowered):
            return SourceKind.MEDIC, None
        for kind in _KIND_ORDER:
            if kind in nouns and not (kind is own and len(nouns) > 1 and kind is SourceKind.OFFICIAL):
                return kind, None
        return (own or (name[0] if name else SourceKind.OTHER)), (name[1] if name and own is None else None)
    if own is not None:
        if own is SourceKind.NGO and SourceKind.MONITOR in nouns:
            return SourceKind.MONITOR, name[1] if name else None
        if (
            own is SourceKind.AGENCY
            and not re.search(r"\b(?:news|wire|press|media)\b", lowered)
            and not (name and name[0] == own)
        ):
            own = SourceKind.UN if re.search(r"\b(?:un|u\.n\.|united nations)\b", lowered) else SourceKind.NGO
        return own, name[1] if name and name[0] is own else None
    if name:
        return name[0], name[1]
    for kind in _KIND_ORDER:
        if kind in nouns:
            return kind, None
    return SourceKind.OTHER, None


def _is_doctor(lowered: str) -> bool:
    return bool(re.match(r"(?:the )?dr\.? ", lowered))


def known(words: str) -> tuple[SourceKind, str, str] | None:
    """The generally known source in the words: its kind, its identity and its name as it stands there, the longest."""
    found = [(source.kind, source.source_id or "", source.words) for _, source in known_in(words)]
    return max(found, key=lambda name: len(name[2]), default=None)


def known_in(text: str) -> Iterator[tuple[int, Source]]:
    """The generally known sources named in a text, with where.

    A short name counts only in capitals: "ap" and "who" are words.
    """
    pattern, names = _known_names()
    for match in pattern.finditer(text):
        form = match.group()
        short = len(form) <= 3 or form.lower() == "who"
        if form.isupper() if short else form[0].isupper():
            kind, identity = names[" ".join(form.lower().split())]
            yield match.start(), Source(form, kind, identity)


@cache
def _known_names() -> tuple[re.Pattern[str], dict[str, tuple[SourceKind, str]]]:
    names: dict[str, tuple[SourceKind, str]] = {}
    for key, forms in lexicon.table("en", "source_names").items():
        kind, _, identity = key.partition(".")
        for form in forms:
            names[form] = (SourceKind(kind), identity)
    # In any case but for the first letter, so that a text is searched at its capitals only.
    return re.compile(rf"(?<![\w-])(?-i:(?=[A-Z]))(?:{lexicon.alternatives(names)})(?![\w-])", re.IGNORECASE), names


@cache
def kinds_by_noun() -> dict[str, SourceKind]:
    table = lexicon.table("en", "sources")
    found: dict[str, SourceKind] = {}
    for kind in SourceKind:
        for noun in table.get(kind.value, ()):
            found.setdefault(noun, kind)
    return found


@cache
def _noun_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{lexicon.alternatives(kinds_by_noun())})(?!\w)")


def _noun_kinds(lowered: str) -> set[SourceKind]:
    return {kinds_by_noun()[" ".join(noun.split())] for noun in _noun_pattern().findall(lowered)}


@cache
def offices() -> frozenset[str]:
    return frozenset(lexicon.table("en", "sources")["office"])


@cache
def listed(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "sources")[name])


def is_office(token: Token) -> bool:
    """A person or body that speaks: "spokesman", "ministry"; not "toll", which the list of offices holds too."""
    return token.lower_ in kinds_by_noun() or (token.lower_ in offices() and token.lower_ not in listed("paper"))


def is_time(token: Token) -> bool:
    """A day, or a part of one. "May" and "March" in lower case are no months."""
    return token.lower_ in listed("time") and not (token.lower_ in ("may", "march") and token.text.islower())


def plausible(doc: Doc, phrase: Phrase) -> bool:
    """Whether a phrase can name somebody who speaks: a name, or a noun for a person, a body or a paper of theirs."""
    head = doc[phrase.head]
    if head.lower_ in listed("no_modifiers") and head.lower_ != "people":
        # "Save the Children" is no children.
        return head.text[0].isupper() and known(doc[phrase.first : phrase.last + 1].text) is not None
    if (
        head.lower_ in PRONOUNS
        or head.lower_ in kinds_by_noun()
        or head.lower_ in offices()
        or head.lower_ in listed("paper")
    ):
        return True
    if agentive(head):
        return True
    return (head.tag_ in NAMES or (head.text[:1].isupper() and head.tag_ in INSIDE)) and not is_time(head)


def agentive(token: Token) -> bool:
    """A noun that by its ending names whoever does something: "the district collector", "an organiser"."""
    return (
        token.tag_ == "NN"
        and re.fullmatch(r"[a-z]{3,}(?:er|or|ist|ian|ant)", token.text) is not None
        and token.text not in listed("not_agents")
    )


def somebody(doc: Doc, phrase: Phrase, bystanders: bool = True) -> bool:
    """Stricter than `plausible`: a noun of a source, or a known name. "Kabul recorded 12 deaths" names none.

    Without `bystanders` a witness is none either: "families had registered as displaced".
    """
    words = doc[phrase.first : phrase.last + 1].text
    head = doc[phrase.head].lower_
    if not bystanders and kinds_by_noun().get(head) is SourceKind.WITNESS:
        return False
    if head in PRONOUNS or head in kinds_by_noun() or head in offices() or head in listed("paper"):
        return True
    return known(words) is not None or bool(_noun_kinds(words.lower()) - {SourceKind.WITNESS})


@cache
def awkward_names() -> re.Pattern[str]:
    """Known names that hold articles and prepositions, at the end of a stretch of text."""
    return re.compile(rf"(?<![\w-])(?:{lexicon.alternatives(_awkward())})$", re.IGNORECASE)


@cache
def awkward_openings() -> re.Pattern[str]:
    """The same names at the beginning of a stretch of text."""
    return re.compile(rf"(?:{lexicon.alternatives(_awkward())})(?![\w-])", re.IGNORECASE)


@cache
def awkward_ends() -> frozenset[str]:
    """The last words of those names."""
    return frozenset(name.split()[-1] for name in _awkward())


def _awkward() -> list[str]:
    return [name for name in _known_names()[1] if re.search(r" (?:the|and|for|of|to|in|without|&) ", f" {name} ")]
