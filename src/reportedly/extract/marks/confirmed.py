"""What somebody confirms: "The army confirmed the deaths of 12 soldiers", "12 confirmed dead", "verified by the UN"."""

from __future__ import annotations

import re

from reportedly.extract.marks import clauses
from reportedly.extract.marks.doubt import Found, agent, doubt, here, pattern, subject, token
from reportedly.language import Sentence
from reportedly.model import Mark, MarkAbout, MarkKind

_NOT = re.compile(
    r"\b(?:not|n['’]t|never|cannot|unable|yet|no|nor|neither|without|if|refused|declined|to|could|can|until)\b[^,;.]{0,40}$",
    re.IGNORECASE,
)


def find(sentence: Sentence) -> Found:
    text = sentence.text
    for match in pattern(r"\b(?:confirmed|confirms|verified|verifies|confirm)\b(\s+by\b)?").finditer(text):
        if _NOT.search(text[: match.start()]):
            continue
        left = here(sentence, clauses.from_turn(sentence, match.start()), match.start())
        right = here(sentence, match.end(), clauses.up_to_turn(sentence, match.end()))
        if match.group(1):
            by, governs = agent(sentence, match.end() + 1), left
        else:
            verb = token(sentence, match.start())
            active = verb.tag_ in ("VBD", "VBP", "VBZ") or any(child.dep_ == "nsubj" for child in verb.children)
            by = subject(sentence, verb) if active else None
            if by is None and not pattern(r"\s+(?:dead|deaths?|killed|casualties|fatalities|cases)\b").match(
                text, match.end()
            ):
                continue
            governs = right if by else left + right
        yield doubt(sentence, Mark(MarkKind.CONFIRMED, MarkAbout.HARM, by), match.span(), "confirmed", governs)
