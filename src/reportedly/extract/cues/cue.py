"""A cue, and the place in a sentence where one is being read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reportedly import lexicon, speakers
from reportedly.language import Sentence
from reportedly.model import Mention, Source
from reportedly.speakers import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Sources = tuple[Mention[Source], ...]

# Seeing and counting, which somebody else may tell of: "police said that officers had found three bodies".
# Papers that belong to whoever made them: "by the estimate of church leaders".
_OWN_COUNTS = frozenset(
    ("estimate", "estimates", "count", "counts", "tally", "tallies", "reckoning", "account", "accounts")
)
PERCEIVED = frozenset(
    ("saw", "seen", "found", "finds", "treated", "witnessed", "heard", "discovered", "counted", "counts")
)
_GIVEN = re.compile(
    r"\s+(?:that was |which was )?"
    r"(?:(?:compiled|given|released|issued|published|provided|posted|made|carried|kept|gathered|collected|obtained"
    r"|attributed)\s+(?:to [\w.’' -]{2,30}? )?)?(?:\w+ly )?(?:by|from)\s+"
)

_OF = re.compile(r"\s+of\s+")


class Side(StrEnum):
    """Where the words that were said stand, seen from the cue."""

    FORWARD = "forward"
    BACKWARD = "backward"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of speech. `start` and `end` are offsets in the sentence's text of source, verb and what says when and how.

    `local`: it reaches no further than its own clause. `perceived`: it tells what was seen, not what was said.
    """

    start: int
    end: int
    word: tuple[int, int]
    origins: Sources
    via: Sources
    side: Side
    rule: str
    local: bool = False
    perceived: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A word that may be a cue: where it stands, the cues before it, and where the last of them ended."""

    sentence: Sentence
    match: re.Match[str]
    earlier: list[Cue]
    floor: int

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def doc(self) -> Doc:
        return self.sentence.doc

    @property
    def word(self) -> str:
        return self.match.group()

    @property
    def rest(self) -> str:
        """What follows the word."""
        return self.text[self.match.end() :]

    def token(self, offset: int) -> Token:
        return self.sentence.token_at(self.sentence.start + offset)

    @property
    def verb(self) -> Token:
        return self.token(self.match.start())

    @property
    def floor_token(self) -> int:
        """The first token that no earlier cue has taken."""
        if self.floor <= 0:
            return 0
        token = self.token(self.floor)
        return token.i if token.idx >= self.floor else token.i + 1

    def named_after(self, offset: int) -> list[Phrase]:
        """The phrases that begin at an offset of the text."""
        if offset >= len(self.text.rstrip()):
            return []
        token = self.token(offset)
        return speakers.after(self.doc, token.i if token.idx >= offset else token.i + 1)

    def speakers_after(self, offset: int) -> list[Phrase]:
        """Those of them that can speak."""
        return [phrase for phrase in self.named_after(offset) if speakers.plausible(self.doc, phrase)]

    def speakers_before(self, token: int) -> list[Phrase]:
        found = speakers.before(self.doc, token, self.floor_token)
        return [phrase for phrase in found if speakers.plausible(self.doc, phrase)]

    def sources(self, phrases: list[Phrase], rule: str = "sources/named") -> Sources:
        return speakers.sources(self.sentence, phrases, rule)

    def start_of(self, phrases: list[Phrase]) -> int:
        return self.doc[phrases[0].first].idx

    def end_of(self, phrases: list[Phrase]) -> int:
        last = self.doc[phrases[-1].last]
        return last.idx + len(last)

    def givers(self, phrases: list[Phrase], limit: int) -> tuple[list[Phrase], int]:
        """Whoever gave out the paper that speaks, and where that ends.

        "A statement from the ministry said", "figures compiled by AFP show".
        """
        end, head = self.end_of(phrases), self.doc[phrases[0].head]
        if len(phrases) == 1 and (head.lower_ in lexicon.table("en", "sources")["paper"] or head.lower_ in _OWN_COUNTS):
            given = _GIVEN.match(self.text, head.idx + len(head))
            if given is None and head.lower_ in _OWN_COUNTS:
                given = _OF.match(self.text, head.idx + len(head))
            found = [giver for giver in self.speakers_after(given.end()) if giver.last < limit] if given else []
            if found:
                return found, max(end, self.end_of(found))
        return phrases, end

    def cue(
        self, span: tuple[int, int], origins: Sources, via: Sources, side: Side, rule: str, local: bool = False
    ) -> Cue:
        word = (self.match.start(), self.match.end())
        return Cue(*span, word, origins, via, side, f"sources/{rule}", local, self.word in PERCEIVED)
