"""Cuts a document's text into passages: paragraphs, sentences and their kind. Nothing is changed, only pointed at.

Sentences are cut by rule before any parser sees them: a parser on whole texts glues quotation marks and lines together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reportedly import lexicon
from reportedly.model import Document, Passage, PassageKind, Span

_BREAK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)*")
_BULLET = re.compile(r"[ \t]*(?:[-*•–—▪●]|\d{1,2}[.)])[ \t]")
# End marks, closing quotes, white space, and then something that can open a sentence.
# (Patterns that run over whole texts begin with the few characters that they can begin with: sre skips to those.)
_STOP = re.compile(
    r"[.!?…\"”](?:(?<=[.!?…])[.!?…]*[\"”’')\]]*|(?<=[.!?…,][\"”]))(\s+)(?=[\"“‘'(\[*•–—-]*\s?[\"“‘']?[^\W_])"
)
# A full stop that lost its space: "irresolution.For his part".
_GLUED = re.compile(r"[.!?](?<=[a-z]{3}.)[\"”]?(?=[A-Z][a-z]*\s)")
_LAST_WORD = re.compile(r"([\w.]+)[.]$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
_WORD = re.compile(r"\w+")
# What stands between words, of ASCII; and how many words said again are a repeat.
_BETWEEN = dict.fromkeys(code for code in range(128) if not (chr(code).isalnum() or chr(code) == "_"))
_SHORTEST_REPEAT = 5
# No mail or page is wrapped at more columns; a line under the second number was ended by its writer.
_WIDEST, _LINE = 110, 40
# "BEIRUT, March 9 (Reuters) -", "MOSCOW October 18 (RIA Novosti) -", "GOMA, DR Congo —", "Beirut (AFP) -"
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’\-]+(?:[ /][A-Z][A-Z.'’\-]+)*|[A-Z][\w'’\-]+(?: [A-Z][\w'’\-]+){0,2}(?=[^\n]{0,40}\())"
    r"(?:[,/] ?[A-Z][\w.'’\- ]{1,30}?)?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:,? \d{4})?|,? \d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?)?"
    r"(?: ?\([A-Z][\w .,'/&\-]{1,40}\))?"
    r" ?(?:--|[-–—:])\s"
)
_DATELINE_MARK = re.compile(r"[A-Z]{3}|\(")


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in order; together they hold every word of it.

    A passage whose words stood earlier in the document carries `repeat_of`, the index of the first such passage.
    """
    text = document.text
    found: list[Passage] = []
    seen: dict[str, int] = {}
    headline = _headline(document)
    for number, paragraph in enumerate(_paragraphs(text)):
        for span, kind in _kinds(text, paragraph, headline, first=not found):
            index = len(found)
            words = span.of(text)
            earlier = seen.setdefault(_letters(words), index)
            repeats = earlier != index and len(_WORD.findall(words)) >= _SHORTEST_REPEAT
            found.append(Passage(index, span, kind, number, earlier if repeats else None))
    return tuple(found)


def _letters(words: str) -> str:
    """The letters and figures, whatever stands between them."""
    if words.isascii():
        return words.translate(_BETWEEN).casefold()
    return "".join(_WORD.findall(words.casefold()))


def _paragraphs(text: str) -> Iterator[Span]:
    """Stretches between hard line breaks. A line that was only wrapped goes on in the next one."""
    soft = {gap.end for gap in soft_breaks(text)}
    start = 0
    for gap in _BREAK.finditer(text):
        if gap.end() not in soft:
            yield from _trimmed(text, start, gap.start())
            start = gap.end()
    yield from _trimmed(text, start, len(text))


@lru_cache(maxsize=1)
def soft_breaks(text: str) -> tuple[Span, ...]:
    """The line breaks that only wrap a line, with the white space around them."""
    if "\n" not in text.strip():
        return ()
    lines = [len(line.rstrip()) for line in text.split("\n")]
    widest = max(lines)
    wrapped = widest <= _WIDEST and sum(0.6 * widest <= line for line in lines) >= max(4, 0.4 * len(lines))
    found = []
    for gap in _BREAK.finditer(text):
        after = text[gap.end() : gap.end() + 40]
        if gap.group().count("\n") > 1 or not after or _BULLET.match(text, gap.end()):
            continue
        before = text[max(0, gap.start() - 2 * _WIDEST) : gap.start()].rpartition("\n")[2].rstrip()
        # The next word had no room left, or a sentence goes on in small letters.
        full = wrapped and len(before) + 1 + len(after.split(maxsplit=1)[0]) > widest
        goes_on = len(before) >= _LINE and after[0].islower() and before[-1] not in ".!?:;"
        if full or (goes_on and len(before) <= _WIDEST):
            start = gap.start()
            while start and text[start - 1].isspace():
                start -= 1
            found.append(Span(start, gap.end()))
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _headline(document: Document) -> Span | None:
    """Where the title stands in the first words of the text, if it does; spelled as loosely as feeds do."""
    wanted = _WORD.findall((document.title or "").casefold().replace("_", " "))
    if len(wanted) < 3:
        return None
    found = list(_WORD.finditer(document.text[: 400 + 2 * len(document.title or "")]))
    words = [match.group().casefold() for match in found]
    for at in range(min(len(words) - len(wanted) + 1, 60)):
        if words[at : at + len(wanted)] == wanted:
            end = found[at + len(wanted) - 1].end()
            tail = re.match(r"[.!?]?[\"”’]?", document.text[end:])
            return Span(found[at].start(), end + (tail.end() if tail else 0))
    return None


def _kinds(text: str, paragraph: Span, headline: Span | None, first: bool) -> Iterator[tuple[Span, PassageKind]]:
    if headline and paragraph.contains(headline):
        for span in _trimmed(text, paragraph.start, headline.start):
            yield span, PassageKind.DATELINE
        yield headline, PassageKind.HEADLINE
        rest = list(_trimmed(text, headline.end, paragraph.end))
        if not rest:
            return
        paragraph = rest[0]
    elif first and headline is None and _looks_like_headline(text, paragraph):
        yield paragraph, PassageKind.HEADLINE
        return
    for sentence in _sentences(text, paragraph):
        dateline = _DATELINE.match(text, sentence.start, sentence.end)
        if dateline and _DATELINE_MARK.search(dateline.group()):
            yield from ((span, PassageKind.DATELINE) for span in _trimmed(text, sentence.start, dateline.end()))
            yield from ((span, _body_kind(text, span)) for span in _trimmed(text, dateline.end(), sentence.end))
        else:
            yield sentence, _body_kind(text, sentence)


def _looks_like_headline(text: str, paragraph: Span) -> bool:
    """A short first line without a full stop, and something after it."""
    words = paragraph.of(text)
    return paragraph.end < len(text.rstrip()) and len(words) <= 140 and words[-1] not in '.!?…:"”' and " " in words


def _body_kind(text: str, sentence: Span) -> PassageKind:
    words = sentence.of(text)
    opened = words[0] in '"“' and words.rstrip(".").endswith(('"', "”", '."', ".”"))
    return PassageKind.QUOTATION if opened and len(re.findall('["“”]', words)) <= 2 else PassageKind.BODY


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    ends = [(match.start(1), match.end()) for match in _STOP.finditer(text, paragraph.start, paragraph.end)]
    ends += [(match.end(), match.end()) for match in _GLUED.finditer(text, paragraph.start, paragraph.end)]
    for end, following in sorted(ends):
        if end > start and _ends_sentence(text, start, end, following):
            yield from _trimmed(text, start, end)
            start = following
    yield from _trimmed(text, start, paragraph.end)


def _ends_sentence(text: str, start: int, end: int, following: int) -> bool:
    before, after = text[max(start, end - 40) : end], text[following : following + 40]
    opening = _WORD.search(after)
    if not opening:
        return False
    next_word = opening.group()
    bare = before.rstrip("\"”’')]")
    if not next_word[0].isupper() and not next_word[0].isdigit() and after[0] not in "*•":
        # Scripts without capitals open sentences as they like; Latin ones do not open them in lower case.
        return next_word[0].lower() == next_word[0].upper()
    if not bare.endswith("."):
        # "“Stop!” The" ends; a comma before the closing quote goes on: "“We fled,” Amal said."
        return bare[-1] in "!?…"
    if bare.endswith("..") and not bare.endswith("...."):
        return next_word[0].isupper()
    last = _LAST_WORD.search(bare)
    if not last:
        return True
    word = last.group(1)
    if word.casefold() in lexicon.table("en", "sentences")["titles"]:
        return False
    if word.casefold() in lexicon.table("en", "sentences")["before_numbers"]:
        return not next_word[0].isdigit()
    if _INITIALS.fullmatch(word) and word.casefold() not in ("a.m", "p.m"):
        # "the U.S. Army" goes on; "in the U.S. The" does not.
        return next_word.casefold() in lexicon.table("en", "sentences")["openers"]
    return True
