"""Noun phrases as runs of tokens: rough text and long names of groups break those of the parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.extract.party_words import DAYS, attack_words, form, is_person, party_adjectives, table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_INSIDE = NOUNS | {"JJ", "JJS", "JJR", "CD", "HYPH", "POS", "DT", "PRP$", "AFX", "FW", "PDT", "NFP", "ADD"}
_LAST = NOUNS | {"JJ", "FW", "CD", "-RRB-", "VBN", "VBG", "NFP", "ADD"}
_VERB_OF_HEADLINE = re.compile(r"(?:Kill|Wound|Injure|Abduct|Kidnap|Shoot|Execute|Behead|Arrest|Detain)s?")

# "16:30 Police say", "6/ Ukraine's air force": the number of an entry.
_ENTRY = re.compile(r"\d{1,2}[:.]\d\d|\d{1,2}/(?:\d{1,2})?")

Run = tuple[int, int]


def runs(doc: Doc) -> Iterator[Run]:
    """Noun phrases, first and last token included, without days and figures at their ends."""
    start: int | None = None
    for token in doc:
        inside = _inside(token, start is not None)
        if start is not None and (not inside or _splits(token, start)):
            yield from _trimmed(doc, start, token.i - 1)
            start = None
        if start is None and inside and token.tag_ not in ("POS", "HYPH") and not _ENTRY.fullmatch(token.text):
            start = token.i
    if start is not None:
        yield from _trimmed(doc, start, len(doc) - 1)


def figure(token: Token) -> bool:
    """A number, but not the tagger's "M23"."""
    return token.tag_ == "CD" and not any(letter.isupper() for letter in token.text)


def _inside(token: Token, opened: bool) -> bool:
    doc, at, lower = token.doc, token.i, token.lower_
    if token.text in ("—", "–", "•") or (token.text == "-" and token.whitespace_ and at and doc[at - 1].whitespace_):
        return False  # "Sabha, Libya — Unknown gunmen": the dateline is no part of the name.
    if token.tag_ in _INSIDE:
        # "Drone Strike Kills 3": a headline's verb in capitals is no noun.
        return not (_VERB_OF_HEADLINE.fullmatch(token.text) and at + 1 < len(doc) and not _noun(doc[at + 1]))
    following = doc[at + 1] if at + 1 < len(doc) else None
    if lower in table("describing"):
        # The tagger takes "allied militias" for a deed; "fighting in the town" is one.
        return following is not None and (
            following.tag_ in NOUNS or following.tag_ in ("JJ", "HYPH") or following.lower_ in table("describing")
        )
    if not opened:
        return token.tag_ == "VBG" and at > 0 and doc[at - 1].tag_ == "IN" and _named_attack(token)
    if lower in ("and", "or"):
        return _both_of_one_attack(doc, at)
    if token.text in ("-", "/"):
        return not (token.whitespace_ and doc[at - 1].whitespace_)
    if doc[at - 1].text == "-" and not doc[at - 1].whitespace_:
        return True  # "Iran-backed", "al-Qaida-linked"
    if token.text == "(":
        return at + 2 < len(doc) and doc[at + 1].text.isupper() and doc[at + 2].text == ")"
    if token.text == ")":
        return at >= 2 and doc[at - 2].text == "(" and doc[at - 1].text.isupper()
    if _named_attack(token):
        return True
    return (
        token.tag_ in ("VBG", "VBN")
        and following is not None
        and following.lower_ in attack_words()
        and lower in table("means")
    )


def _noun(token: Token) -> bool:
    return token.tag_ in NOUNS and not token.lower_.startswith("least")


def _named_attack(token: Token) -> bool:
    """ "ISIS shelling on a town", "killed in shelling"; "shelling the town" is a verb."""
    return (
        token.tag_ == "VBG" and token.lower_ in attack_words() and all(child.dep_ != "dobj" for child in token.children)
    )


def _both_of_one_attack(doc: Doc, at: int) -> bool:
    """ "Russian and Syrian government airstrikes": adjectives of one attack."""
    if form(doc[at - 1]) not in party_adjectives() or doc[at - 1].tag_ not in ("JJ", "NNP", "NN"):
        return False
    for later in range(at + 1, min(at + 6, len(doc))):
        word = form(doc[later])
        if word in attack_words() or word in table("crewed"):
            return later > at + 1
        if word not in party_adjectives() and word not in table("means"):
            return False
    return False


def _splits(token: Token, start: int) -> bool:
    """Whether a new phrase begins at a token inside a run."""
    before = token.doc[token.i - 1]
    if before.text in ("-", "(", "/"):
        return False
    if token.tag_ in ("DT", "PDT", "PRP$") or (figure(token) and before.tag_ in NOUNS and not _day(before)):
        return True
    if before.tag_ == "NNS" and token.tag_ == "JJ":
        return True
    if before.tag_ == "NNS" and token.tag_ in NOUNS:
        # Rough text runs phrases together ("people residents said"); "settlers attack" may only lack an apostrophe.
        word = before.lower_
        return is_person(word) and token.lower_ not in attack_words() and word not in ("forces", "armed")
    return before.i == start and token.tag_ in ("JJ", "NNP", "NNPS") and bool(DAYS.fullmatch(before.lower_))


def _trimmed(doc: Doc, first: int, last: int) -> Iterator[Run]:
    while last > first and (_stray(doc[last]) or figure(doc[last]) or _day(doc[last])):
        last -= 1
    while first < last and (doc[first].text.isdigit() or (_day(doc[first]) and doc[first + 1].tag_ != "POS")):
        first += 1
    if doc[last].tag_ in _LAST or doc[last].lower_ in attack_words():
        yield first, last


def _stray(token: Token) -> bool:
    """What ends no noun phrase: "the Front responsible", "strikes on the -"."""
    if token.tag_ in ("HYPH", "DT", "PRP$", "POS"):
        return True
    adjective = token.tag_ == "JJ" and token.text[0].islower() and token.lower_ not in attack_words()
    return adjective and token.doc[token.i - 1].tag_ in NOUNS and not is_person(token.lower_)


def _day(token: Token) -> bool:
    return bool(DAYS.fullmatch(token.lower_))
