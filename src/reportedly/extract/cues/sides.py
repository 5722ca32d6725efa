"""On which side of a cue the words stand that were said: "The army said A", "A, the army said", "A, police said, B"."""

from __future__ import annotations

import re

from reportedly.extract.cues.cue import Place, Side

FINITE = ("VBD", "VBZ", "VBP", "MD")
_CLAUSE = ("VBD", "VBN", "VBZ", "VBP", "VBG")
# What follows these after a verb of saying is no longer what was said.
_TURNS = frozenset(
    ("as", "after", "when", "while", "but", "and", "before", "because", "since", "who", "which", "although")
).union(("though", "amid", "where", "whereas", "or", "until", "despite"))
_LATER = re.compile(r",?\s*(?:an?|two|hours|days|shortly|just|minutes) (?:\w+ ){0,2}?(?:after|before|earlier|ago)\b")
# A clause that ends with these goes on with the source and its verb: "... and the army said".
_JOINED = re.compile(
    r"(?:\b(?:and|but|while|as|after|when|where|because|which|what|although|though|since|if|whereas|that|before|who|day)"
    r"|[;:–—]|--)$"
)
_OPENS = re.compile(r"\W*(?:while|after|when|as|if|since|although|though|in|on|at|earlier)\b", re.IGNORECASE)


def side(place: Place, start: int, end: int, kind: str) -> Side:
    """The side for a source and verb that stand from `start` to `end`; `kind` is the class of the verb."""
    before = content(place, place.floor, start)
    if not before:
        return Side.FORWARD
    rest = place.text[end:].lstrip()
    lead = place.text[place.floor : start].rstrip()
    after = _said_after(place, end, kind)
    if _JOINED.search(lead) and (after or re.search(r"\w", rest)):
        return Side.FORWARD
    if not after:
        return Side.BACKWARD
    if re.match(r"that\b|[:“\"]", rest):
        return Side.FORWARD
    if lead.endswith(","):
        return Side.AROUND if rest.startswith(",") else Side.FORWARD
    if lead.endswith(("”", '"')):
        return Side.AROUND if rest.startswith((",", ".")) else Side.BACKWARD
    return Side.FORWARD if _OPENS.match(place.text[place.floor :]) else Side.BACKWARD


def content(place: Place, start: int, end: int) -> bool:
    """Whether a stretch of text holds a clause or a quotation, and not only "On Monday in Aleppo"."""
    if end <= start:
        return False
    if re.search(r"[\"“”]", place.text[start:end]):
        return True
    tokens = place.doc[place.token(start).i : place.token(end - 1).i + 1]
    return any(token.tag_ in _CLAUSE and token.lower_ != "according" for token in tokens)


def _said_after(place: Place, end: int, kind: str) -> bool:
    """Whether what follows a verb can be what was said."""
    rest = place.text[end:]
    stripped = rest.lstrip()
    if re.match(r"\s*(?:,\s*)?(?:that|how)\b|\s*:?\s*,?\s*[\"“:]", rest) and re.search(r"\w", rest):
        return True
    opening = re.match(r",?\s*([\w’'-]+)", stripped)
    if opening is None or opening.group(1).lower() in _TURNS or _LATER.match(stripped):
        return False
    if re.match(r",\s*\w+ing\b|(?:quoting|citing)\b", stripped):
        return False
    tokens = place.doc[place.token(len(place.text) - len(stripped)).i :]
    objects = ("NN", "NNS", "CD", "NNP") if kind in ("report", "count", "put", "claim") else ()
    return any(token.tag_ in (*FINITE, *objects) for token in tokens)
