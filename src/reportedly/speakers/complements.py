"""The noun phrase that begins after a word: whoever stands after "according to", "said" or "quoted by"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.model import SourceKind
from reportedly.speakers.kinds import (
    INSIDE,
    NAMES,
    NOUNS,
    PRONOUNS,
    VERBS,
    Phrase,
    awkward_openings,
    is_time,
    kinds_by_noun,
    listed,
    offices,
    plausible,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LINKS = ("of", "for", "at", "from", "within", "inside", "in", "on", "near")
_TITLED = (SourceKind.OFFICIAL, SourceKind.PARTY, SourceKind.MEDIC, SourceKind.WITNESS, SourceKind.MONITOR)


def after(doc: Doc, start: int, limit: int | None = None) -> list[Phrase]:
    """The phrases that begin at token `start`: after "according to", "said" or "quoted by"."""
    limit = len(doc) if limit is None else limit
    while start < limit and doc[start].tag_ in ("RB",) and doc[start].lower_ in ("also", "only", "both"):
        start += 1
    phrase = core_right(doc, start, limit)
    if phrase is None:
        return []
    phrase = completed(doc, phrase, limit)
    following = phrase.last + 1
    if following + 1 < limit and doc[following].lower_ in ("and", "&") and not _clause_ahead(doc, following + 1, limit):
        other = core_right(doc, following + 1, limit)
        if other is not None and plausible(doc, other):
            return [phrase, completed(doc, other, limit)]
    return [phrase]


def _clause_ahead(doc: Doc, start: int, limit: int) -> bool:
    """Whether what follows "and" is a clause of its own: "according to police and rescuers said"."""
    other = core_right(doc, start, limit)
    if other is None:
        return True
    following = completed(doc, other, limit).last + 1
    return following < limit and doc[following].tag_ in VERBS


def core_right(doc: Doc, start: int, limit: int) -> Phrase | None:
    """The noun phrase that begins at token `start`, without what hangs on it by a preposition."""
    if start >= limit:
        return None
    if doc[start].lower_ in PRONOUNS | {"him", "her", "them"}:
        return Phrase(start, start, start)
    index, head = start, -1
    named = _named_to(doc, start, limit)
    if named is not None:
        # "figures compiled by Save the Children": the tagger takes the name for a verb.
        index, head = named + 1, named
    while index < limit and not (head >= 0 and (is_time(doc[index]) or _breaks(doc, index))):
        token = doc[index]
        if token.text == "(" and head >= 0:
            close = next((i for i in range(index + 1, min(limit, index + 8)) if doc[i].text == ")"), None)
            if close is None:
                break
            index = close
        elif _is_head(token):
            head = index
        elif not _is_inside(doc, index, start, head):
            break
        index += 1
    if head < 0:
        return None
    last = index - 1
    while last > head and doc[last].text != ")":
        last -= 1
    return Phrase(start, last, head)


def _named_to(doc: Doc, start: int, limit: int) -> int | None:
    """Where a known name that begins at token `start` and holds articles or prepositions ends."""
    if not doc[start].text[0].isupper() or doc[start].tag_ not in VERBS:
        return None
    ahead = doc[start : min(limit, start + 12)]
    match = awkward_openings().match(ahead.text)
    if match is None:
        return None
    end = doc[start].idx + match.end()
    return next((token.i for token in ahead if token.idx + len(token) == end), None)


def _is_head(token: Token) -> bool:
    return token.tag_ in NOUNS or (token.lower_ in kinds_by_noun() and token.tag_ not in VERBS)


def _is_inside(doc: Doc, index: int, start: int, head: int) -> bool:
    """Whether a token that is no noun goes into the phrase that began at `start`."""
    token = doc[index]
    if token.tag_ in ("DT", "PRP$"):
        return index == start or doc[index - 1].lower_ in ("all", "both", "of")
    if token.tag_ in INSIDE or token.text in ("&", "-") or token.lower_ in listed("participles"):
        return not (token.tag_ == "CD" and head >= 0)
    if token.tag_ not in ("VBN", "VBG", "RB") or head >= 0:
        return False
    return index > start or (index + 1 < len(doc) and doc[index + 1].tag_ in INSIDE)


def _breaks(doc: Doc, index: int) -> bool:
    """Where rough text runs on into the next clause: "told Anadolu Agency | four civilians"."""
    token, previous = doc[index], doc[index - 1]
    if token.tag_ == "POS" or previous.tag_ == "POS":
        return False
    if token.tag_ in ("NN", "NNS", "JJ") and token.text.islower() and previous.tag_ in NAMES:
        return (
            token.lower_ not in kinds_by_noun()
            and token.lower_ not in offices()
            and token.lower_ not in listed("paper")
            and token.lower_ not in ("news", "monitoring", "rights", "state", "human")
        )
    if previous.text == "Agency" and token.tag_ in NAMES:
        return True
    if token.tag_ in NAMES and previous.tag_ in ("NN", "NNS") and previous.text.islower():
        return previous.tag_ == "NNS"
    return (
        previous.tag_ == "NNS"
        and previous.text.islower()
        and token.tag_ in NOUNS
        and previous.lower_ not in listed("compound")
    )


def completed(doc: Doc, phrase: Phrase, limit: int) -> Phrase:
    """With what hangs on it: "officials in Idlib", "Rami Hassan, the director of a hospital"."""
    last = phrase.last
    for _ in range(4):
        link = last + 1
        if link + 1 >= limit:
            break
        token = doc[link]
        if token.lower_ in _LINKS and token.tag_ == "IN":
            inner = core_right(doc, link + 1, limit)
            if inner is None or not _locates(doc, link, inner):
                break
            last = inner.last
        else:
            titled = _title_end(doc, phrase, last, limit)
            last = last if titled is None else titled
            break
    return Phrase(phrase.first, last, phrase.head)


def _locates(doc: Doc, link: int, inner: Phrase) -> bool:
    """Whether a preposition and its phrase say more of a source: "in Idlib", "on the ground", not "on Friday"."""
    if is_time(doc[inner.head]) or doc[link + 1].tag_ == "CD":
        return False
    if doc[link].lower_ not in ("in", "on", "near", "from"):
        return True
    return doc[inner.head].tag_ in NAMES or doc[inner.head].lower_ in listed("whereabouts")


def _title_end(doc: Doc, phrase: Phrase, last: int, limit: int) -> int | None:
    """Where the title after a name ends: "Rami Hassan, a doctor in Aleppo", "Rami Hassan head of the clinic"."""
    link = doc[last + 1]
    glued = link.tag_ in ("NN", "NNS") and link.lower_ in offices() and doc[last].tag_ in NAMES
    if link.text != "," and not glued:
        return None
    inner = core_right(doc, last + 1 if glued else last + 2, limit)
    if inner is None or doc[phrase.head].tag_ not in NAMES or not is_title(doc, inner):
        return None
    end = completed(doc, inner, limit).last
    if end + 1 < limit and doc[end + 1].tag_ in VERBS and not glued:
        return None
    return end


def is_title(doc: Doc, phrase: Phrase) -> bool:
    head = doc[phrase.head].lower_
    return head in offices() or kinds_by_noun().get(head) in _TITLED
