"""Whom a pronoun or a short name can stand for: "it said", "the monitor", "the Observatory"."""

from __future__ import annotations

import re

from reportedly import speakers
from reportedly.language import Sentence
from reportedly.model import Mention, Source, SourceKind

_PRONOUNS = {
    "he": "he",
    "she": "she",
    "it": "it",
    "they": "they",
    "his": "he",
    "her": "she",
    "its": "it",
    "their": "they",
    "him": "he",
    "them": "they",
}
_NAME_STOP = frozenset(("the", "a", "an", "of", "for", "and", "in", "at", "on", "by", "to"))
_PAPERS = frozenset(
    ("statement", "report", "records", "figures", "data", "communique", "communiqué", "press release", "bulletin")
).union(("post", "tweet"))
_PERSON = re.compile(
    r"\b(?!human\b|monitor|center|centre|newspaper|broadcaster|ministry|observer mission)[a-z]*"
    r"(?:worker|er|or|ist|ian|man|woman|person|ant|dent|cial|cian|chief|head|witness|source|clerk|aide|priest"
    r"|imam|medic|elder|nurse|judge|king|captain|colonel|mp|dr)\b(?<!\bgeneral)"
    r"|\bgeneral\b(?! (?:staff|command|assembly|directorate|hospital|security|secretariat))"
    r"|\b(?:Dr|Mr|Mrs|Ms|Gen|Col|Sheikh|President|Governor|Mayor|Minister"
    r"|General(?! (?:Staff|Command|Assembly|Directorate|Security|Secretariat)))\b"
)
_PLURAL = re.compile(r"\b(?!headquarters|corps|press|news|police)\w+s$")
_FULL_NAME = re.compile(r"[A-Z][\w'’-]+ (?:[a-z]+-)?[A-Z]")
_BODIES = (
    SourceKind.MONITOR,
    SourceKind.AGENCY,
    SourceKind.OUTLET,
    SourceKind.UN,
    SourceKind.NGO,
    SourceKind.LOCAL_MEDIA,
)
_MANY = (SourceKind.PARTY, SourceKind.NGO, SourceKind.WITNESS, SourceKind.OFFICIAL, SourceKind.ANONYMOUS)
_GENERIC = {
    "monitor": (SourceKind.MONITOR,),
    "monitoring": (SourceKind.MONITOR,),
    "watchdog": (SourceKind.MONITOR,),
    "agency": (SourceKind.AGENCY, SourceKind.UN),
    "group": (SourceKind.MONITOR, SourceKind.NGO, SourceKind.PARTY),
    "charity": (SourceKind.NGO,),
    "organisation": (SourceKind.NGO, SourceKind.MONITOR),
    "organization": (SourceKind.NGO, SourceKind.MONITOR),
}


def pronoun(words: str) -> str | None:
    """The pronoun that stands for a source: "he" for "his"; "paper" for a paper named without its giver.

    >>> pronoun("Her"), pronoun("the statement"), pronoun("the ministry")
    ('she', 'paper', None)
    """
    lowered = words.lower()
    bare = re.sub(r"^(?:the|this|that|its|his|her)\s+(?:same\s+)?", "", lowered)
    return "paper" if bare != lowered and bare in _PAPERS else _PRONOUNS.get(lowered)


def can_be(pronoun: str, source: Source) -> bool:
    """Whether a pronoun can stand for a source.

    >>> can_be("he", Source("the ministry", SourceKind.OFFICIAL)), can_be("he", Source("Omar Hassan", SourceKind.OTHER))
    (False, True)
    """
    words = source.words
    # "The ombudsman's office" is no man.
    bare = re.sub(r"[\w-]+['’]s? (?=[a-z])", "", re.split(r" (?:of|at|in|for|from|with) ", words)[0])
    person = _PERSON.search(bare) is not None
    plural = _PLURAL.search(words) is not None and source.source_id is None and words[:1].islower()
    if pronoun == "paper":
        return True
    if pronoun == "they":
        # "Officials of the agency", "Church leaders in Dekai": several, whatever hangs on them.
        return plural or source.kind in _MANY or (_PLURAL.search(bare) is not None and bare.split()[-1].islower())
    if pronoun == "it":
        return not plural and (not person or re.match(r"the (?:ministry|army|government)", words) is not None)
    if plural or source.kind in _BODIES:
        return person and not plural
    named = _FULL_NAME.search(words) is not None or re.fullmatch(r"[A-Z][\w'’-]+", words) is not None
    return person or named or source.kind in (SourceKind.WITNESS, SourceKind.MEDIC, SourceKind.OTHER)


def subject_of(sentence: Sentence) -> Mention[Source] | None:
    """The subject of a sentence that names no source, for the pronoun that opens the next."""
    root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
    phrase = speakers.subject(sentence.doc, root.i) if root is not None and root.i else None
    if phrase is None or sentence.doc[phrase.head].lower_ in speakers.PRONOUNS:
        return None
    if not speakers.somebody(sentence.doc, phrase) and sentence.doc[phrase.head].tag_ != "NNP":
        return None
    return speakers.sources(sentence, [phrase], "sources/subject")[0]


def stands_for(words: str, known: Source) -> bool:
    """Whether later words name a source of earlier ones again: "the Observatory", "the monitor".

    >>> stands_for("the Observatory", Source("the Syrian Observatory for Human Rights", SourceKind.MONITOR))
    True
    """
    head = name_words(words)
    if head <= name_words(known.words):
        return bool(head)
    return len(head) <= 2 and any(known.kind in _GENERIC.get(word, ()) for word in head)


def name_words(words: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", words.lower()) if word not in _NAME_STOP)
