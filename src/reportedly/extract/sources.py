"""Attributions: who is said to have said what, and which stretch of the sentence that covers.

"The army said A, while residents said B" gives each its own; "Reuters reported that officials said A" gives A to both,
and the outer one relays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.extract import cues
from reportedly.extract.cues import Cue, Side
from reportedly.language import Sentence, found_once
from reportedly.model import Mention, Source, SourceKind, Span

# Where one source's words end and another's, or the outlet's own, may begin.
_TURN = re.compile(
    r"(?:[,;]\s*(?:and|while|but|whereas|although|though)\b|\s(?:while|whereas)\b|;|\s[-–—]\s|\s(?:but|although|though)\b)",
    re.IGNORECASE,
)
# A source behind one of these clauses is that of the clause, where another one spoke before it: "The UN says 200,000
# have fled to the lake, where dozens have drowned, fishermen say".
_SIDE_CLAUSE = re.compile(r",\s+(?=(?:where|in which|which|whose)\b)")
# What the outlet says of a place first: "In Tibu, where a war drove 900 away last year, two men
# were shot, the police said".
_UNBROKEN = r"(?:[^,;]|,(?=\d))*"
_OPENING_ASIDE = re.compile(
    rf"\W*In [A-Z][^,;]{{2,60}}, (?:where|in which) {_UNBROKEN}\b(?:last year|years? ago|(?:19|20)\d\d)\b"
    rf"{_UNBROKEN}, (?=\w)"
)
# What a body calls for is not what it tells: "... and urged both sides to honour the accord, which ended a war".
_CALL = re.compile(
    r"\band (?:(?:also|again) )?(?:call(?:ed|s) (?:on|for)|urge[ds]|appeal(?:ed|s)|demand(?:ed|s))\b"
    r"[^;]*?,\s(?=which\b|in which\b)"
)
_RELAYING = frozenset((SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.LOCAL_MEDIA, SourceKind.SOCIAL_MEDIA))
_RELATIVE = re.compile(r"\b(?:what|which|that|who|whom)\s*$", re.IGNORECASE)
_JOINS = re.compile(r"^\W*(?:(?:that|how)\b\W*)?(?:(?:the|in|on|at|late|early)\b[^,.;]{0,25})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody is said to have said something.

    `origins` are those who said it, several for "the army and residents"; a pronoun stands as it is, for whoever reads
    more than one sentence to resolve. `via` are relays named with it ("told AFP"), outermost first. `governs` are the
    stretches of the sentence that are their words.
    """

    origins: tuple[Mention[Source], ...]
    via: tuple[Mention[Source], ...]
    governs: tuple[Span, ...]
    word: Span

    def covers(self, offset: int) -> bool:
        return any(span.start <= offset < span.end for span in self.governs)


def hinted(sentence: Sentence) -> bool:
    """Whether the sentence may name a source; cheap, since its grammar is not asked for."""
    return cues.hinted(sentence)


@found_once
def find(sentence: Sentence) -> Iterator[Mention[Speech]]:
    """The attributions of a sentence, in the order of their cues.

    Of two that cover the same words the one with the shorter reach is the nearer to them.
    """
    found = cues.find(sentence)
    found = [cue for cue in found if not (cue.perceived and _told_by_another(cue, found))]
    reaches = _reaches(sentence, found)
    for cue, reach in zip(found, reaches, strict=True):
        governs = tuple(sentence.at(start, end) for start, end in reach if sentence.text[start:end].strip())
        word = sentence.at(*cue.word)
        spans = sorted({*(span for origin in cue.origins for span in origin.spans), word})
        yield Mention(Speech(cue.origins, cue.via, governs, word), tuple(spans), cue.rule)


def _told_by_another(seen: Cue, found: list[Cue]) -> bool:
    """ "Investigators found six bodies, a spokesman said" is the spokesman's word."""
    others = [cue for cue in found if not cue.perceived and not cue.local]
    return any(cue.side is not (Side.FORWARD if cue.start > seen.start else Side.BACKWARD) for cue in others)


def _reaches(sentence: Sentence, found: list[Cue]) -> list[list[tuple[int, int]]]:
    """For each cue the stretches of the sentence's text that are its source's words."""
    text = sentence.text
    wide = [cue for cue in found if not _narrow(text, cue)]
    reaches: dict[int, list[tuple[int, int]]] = {id(cue): [] for cue in found}
    for index, cue in enumerate(wide):
        previous = wide[index - 1] if index else None
        following = wide[index + 1] if index + 1 < len(wide) else None
        reach = reaches[id(cue)]
        if cue.side is not Side.FORWARD:
            reach.append((_back(text, previous, cue), cue.start))
        if cue.side is not Side.BACKWARD or following is None or following.side is Side.FORWARD:
            reach.append((cue.end, _ahead(text, cue, wide[index + 1 :])))
    for cue in found:
        if _narrow(text, cue):
            reaches[id(cue)].extend(_own_clause(text, cue))
    return [[(start, end) for start, end in reaches[id(cue)] if start < end] for cue in found]


def _narrow(text: str, cue: Cue) -> bool:
    """Cues that reach over their own clause only: "the ministry's toll of 12", "in what residents said was a raid"."""
    return cue.local or (
        cue.side is Side.FORWARD
        and bool(_RELATIVE.search(text[: cue.start]))
        and not re.match(r"\s+that\b", text[cue.end :])
    )


def _own_clause(text: str, cue: Cue) -> list[tuple[int, int]]:
    end = re.compile(r"[,;]\s|$").search(text, cue.end)
    stop = end.start() if end else len(text)
    if cue.side is Side.FORWARD:
        return [(cue.end, stop)]
    turns = [turn.end() for turn in _TURN.finditer(text, 0, cue.start)]
    return [(turns[-1] if turns else 0, cue.start), (cue.end, stop)]


def _back(text: str, previous: Cue | None, cue: Cue) -> int:
    """Where the words before a cue begin: after the last source, or after the turn between two of them."""
    if previous is None:
        aside = _OPENING_ASIDE.match(text)
        return aside.end() if aside and aside.end() < cue.start else 0
    if previous.side is Side.BACKWARD:
        return previous.end
    turns = _turns(text, previous, cue)
    return turns[-1] if turns else previous.end


def _turns(text: str, cue: Cue, following: Cue) -> list[int]:
    """Where, between two sources, the words turn from those of the one to those of the other."""
    found = [turn.end() for turn in _TURN.finditer(text, cue.end, following.start)]
    if following.side is not Side.FORWARD and not all(origin.value.kind in _RELAYING for origin in following.origins):
        found += [turn.end() for turn in _SIDE_CLAUSE.finditer(text, cue.end, following.start)]
    return sorted(turn for turn in found if text[turn : following.start].strip(" ,"))


def _ahead(text: str, cue: Cue, rest: list[Cue]) -> int:
    """Where the words after a cue end: at the sentence's end, or where another source takes over."""
    for following in rest:
        between = text[cue.end : following.start]
        if following.side is Side.FORWARD:
            if cue.side is Side.FORWARD and _JOINS.match(between):
                continue  # "Reuters reported that officials said": the second stands inside the first.
            return following.start
        turns = _turns(text, cue, following)
        if turns:
            return turns[-1]
        if cue.side is not Side.FORWARD:
            return cue.end
    call = _CALL.search(text, cue.end)
    return call.end() if call else len(text)
