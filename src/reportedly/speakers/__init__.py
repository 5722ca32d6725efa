"""Who speaks: the noun phrase beside a verb of saying, and what kind of source it names."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.language import Sentence
from reportedly.model import Mention, Source
from reportedly.speakers.complements import after as after
from reportedly.speakers.kinds import PRONOUNS as PRONOUNS
from reportedly.speakers.kinds import Phrase as Phrase
from reportedly.speakers.kinds import is_office as is_office
from reportedly.speakers.kinds import kind_of as kind_of
from reportedly.speakers.kinds import known as known
from reportedly.speakers.kinds import known_in as known_in
from reportedly.speakers.kinds import plausible as plausible
from reportedly.speakers.kinds import somebody as somebody
from reportedly.speakers.subjects import before as before
from reportedly.speakers.subjects import core_left as core_left
from reportedly.speakers.subjects import skip_left as skip_left
from reportedly.speakers.subjects import subject as subject


def sources(sentence: Sentence, phrases: Iterable[Phrase], rule: str) -> tuple[Mention[Source], ...]:
    """The phrases as sources, in the order of the text."""
    found = []
    for phrase in sorted(phrases, key=lambda phrase: phrase.first):
        span = sentence.span(sentence.doc[phrase.first], sentence.doc[phrase.last])
        words = sentence.words(span)
        kind, source_id = kind_of(words, sentence.doc[phrase.head].text)
        found.append(Mention(Source(words, kind, source_id), (span,), rule))
    return tuple(found)
