"""How far a word reaches in its sentence: the clause of a verb, the phrase of a noun, and the stretch up to a turn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportedly.language import Sentence
from reportedly.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# Clauses that open with these tell of something else than the verb they hang on.
_SETTING_OFF = frozenset(
    ("after", "before", "since", "when", "while", "as", "because", "although", "though", "whereas", "until", "if")
).union(("following", "amid", "despite", "where"))
_TURN = re.compile(
    r"[;:]|\s[-–—]{1,2}\s|,\s*(?:and|but|while|although|though|whereas|which|who|saying|adding|insisting|claiming|as"
    r"|after|with|instead|calling|nor|or|so|yet|blaming|accusing|arguing|stressing|noting|describing|maintaining|despite"
    r"|(?:putting|placing|giving|setting) (?:the|its|their)"
    r"|in which|where|when|even|(?:[\w-]+ )?of whom)\b"
    r"|\s(?:but|while|although|though|whereas|after|before|because"
    r"|and (?:said|says|has|have|had|added|insisted|accused|blamed|called|described|claimed|that))\b",
    re.IGNORECASE,
)


def clause(sentence: Sentence, verb: Token) -> tuple[Span, ...]:
    """The words of a verb's clause, with what it did and to whom, but not what else happened before or besides."""
    return _spans(sentence, _members(verb))


def with_subject_of(sentence: Sentence, verb: Token) -> tuple[Span, ...]:
    """The clause, and for "12 people believed to have died" the phrase that it is said of."""
    members = set(_members(verb))
    if verb.dep_ in ("acl", "relcl", "amod") or (verb.dep_ == "conj" and verb.head.dep_ in ("acl", "relcl")):
        head = verb.head if verb.dep_ != "conj" else verb.head.head
        members |= {head, *(token for child in head.lefts for token in child.subtree)}
        for of in (child for child in head.rights if child.dep_ == "prep" and child.lower_ == "of"):
            members |= set(of.subtree)
        if head.dep_ == "pobj" and head.head.lower_ == "of":
            # "hundreds of people believed to have died"
            members |= {
                head.head,
                head.head.head,
                *(token for child in head.head.head.lefts for token in child.subtree),
            }
    return _spans(sentence, members)


def phrase(sentence: Sentence, noun: Token) -> tuple[Span, ...]:
    """The words of a noun with all that hangs on it."""
    return _spans(sentence, noun.subtree)


def up_to_turn(sentence: Sentence, start: int) -> int:
    """Where, after an offset of the sentence's text, it turns to something else."""
    turn = _TURN.search(sentence.text, start)
    return turn.start() if turn else len(sentence.text)


def back_to_turn(sentence: Sentence, end: int) -> int:
    """Where the words up to an offset began, after the last turn; a bare comma is none."""
    return max((turn.end() for turn in _TURN.finditer(sentence.text, 0, end)), default=0)


def from_turn(sentence: Sentence, end: int) -> int:
    """Where the words up to an offset began, after the last turn or comma."""
    comma = sentence.text.rfind(",", 0, end) + 1
    return max(comma, back_to_turn(sentence, end))


def _members(verb: Token) -> list[Token]:
    found = [verb]
    for child in verb.children:
        if child.dep_ in ("parataxis", "punct") or _apart(child):
            continue
        if child.dep_ == "conj" and _has_own_subject(child):
            continue
        if child.dep_ == "ccomp" and child.i < verb.i:
            continue
        found.extend(_members(child))
    return found


def _has_own_subject(verb: Token) -> bool:
    """ "... and the army arrested 30", but not the second half of "left 17 dead and 30 wounded"."""
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if not subjects:
        return False
    finite = verb.tag_ in ("VBZ", "VBP") or any(child.dep_ in ("aux", "auxpass") for child in verb.children)
    return finite or not any(
        child.tag_ == "CD" or child.dep_ == "nummod" for child in (*subjects, *subjects[-1].children)
    )


def _apart(token: Token) -> bool:
    if token.dep_ == "prep":
        return token.lower_ in _SETTING_OFF and token.lower_ != "as"
    if token.dep_ == "relcl":
        # "reportedly hit the town, where five people were being treated"
        opens = next(iter(token.subtree))
        return opens.lower_ == "where" and opens.i > 0 and opens.nbor(-1).text == ","
    if token.dep_ != "advcl":
        return False
    return any(child.dep_ in ("mark", "advmod") and child.lower_ in _SETTING_OFF for child in token.children)


def _spans(sentence: Sentence, tokens: Iterable[Token]) -> tuple[Span, ...]:
    """The tokens as few stretches; gaps of punctuation are closed."""
    ordered = sorted(set(tokens), key=lambda token: token.i)
    found: list[Span] = []
    previous: Token | None = None
    for token in ordered:
        near = previous is not None and all(
            between.is_punct or between.is_space for between in sentence.doc[previous.i + 1 : token.i]
        )
        if near and found:
            found[-1] = Span(found[-1].start, sentence.start + token.idx + len(token))
        else:
            found.append(sentence.span(token, token))
        previous = token
    return tuple(found)
