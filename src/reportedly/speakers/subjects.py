"""The noun phrase that ends before a verb: its subject, walked by tags.

Rough text runs "25 others Ibrahim Abu Leys told" together, and the parser then hangs the speaker on the wrong word. So
the parser is asked only for a subject that stands further away: "a man who fled the town said".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.model import SourceKind
from reportedly.speakers.complements import completed, core_right, is_title
from reportedly.speakers.kinds import (
    INSIDE,
    NAMES,
    NOUNS,
    PRONOUNS,
    Phrase,
    awkward_ends,
    awkward_names,
    is_time,
    kinds_by_noun,
    listed,
    offices,
    plausible,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OPENERS = frozenset(
    (
        "the",
        "a",
        "an",
        "this",
        "another",
        "some",
        "both",
        "its",
        "their",
        "his",
        "her",
        "several",
        "other",
        "these",
        "those",
        "one",
        "many",
        "two",
    )
)
# Prepositions that hang a phrase on a source: "officials in Idlib", "a spokesman for the army".
_LINKS = frozenset(
    (
        "of",
        "for",
        "in",
        "at",
        "from",
        "with",
        "near",
        "within",
        "inside",
        "among",
        "on",
        "to",
        "around",
        "outside",
        "between",
    )
)
# The parser takes the mark of a list's entry for the first name in it.
_OF_VILLAGES = frozenset(("chief", "head", "headman", "elder", "elders", "leader", "leaders", "mayor", "councillor"))
# "the railways minister", "the prisons authority".
_OF_MATTERS = frozenset(
    (
        "minister",
        "ministry",
        "agency",
        "department",
        "authority",
        "board",
        "commission",
        "commissioner",
        "secretary",
        "service",
    )
)
_BULLETS = frozenset("•*▪●")
# After these a place name belongs to the clause before: "killed in Aleppo medics said".
_PLACING = frozenset(("in", "at", "near", "from", "on", "outside", "around"))
_SKIPPED = frozenset(("has", "have", "had", "also", "did", "however"))


def before(doc: Doc, verb: int, floor: int) -> list[Phrase]:
    """The phrases that are the subject of the verb group that begins at token `verb`; none reaches back beyond `floor`.

    Two phrases are returned for "the army and two witnesses said".
    """
    end = skip_left(doc, verb - 1, floor)
    subject = _subject(doc, verb, floor)
    if end < floor:
        return []
    if doc[end].text in (",", ")", "-", "–", "—") and not _paren_open(doc, end, floor):
        return _apposed(doc, end, subject, floor)
    if doc[end].tag_ in ("WP", "WDT"):
        ahead = end - 1
        while ahead > floor and doc[ahead].text == ",":
            ahead -= 1
        core = core_left(doc, ahead, floor)
        return _joined(doc, _extended(doc, core, floor), floor) if core else []
    core = core_left(doc, end, floor)
    if core is None:
        return _joined(doc, subject, floor) if subject else []
    core = _without_place(doc, core, floor)
    phrase = _extended(doc, core, floor)
    if (
        subject
        and subject.head < phrase.first
        and _hangs_on(doc, subject, core)
        and not (plausible(doc, phrase) and (_runs_on(doc, phrase, floor) or _no_speaker(doc, subject, phrase)))
    ):
        return _joined(doc, subject, floor)
    if not plausible(doc, phrase) and subject and subject.head < phrase.first and plausible(doc, subject):
        return _joined(doc, subject, floor)
    return _joined(doc, phrase, floor)


def skip_left(doc: Doc, index: int, floor: int) -> int:
    """Over adverbs, auxiliaries and days, to where the subject ends: "the army on Sunday also |said"."""
    while index >= floor:
        token = doc[index]
        adverb = token.tag_ in ("RB", "RBR") and token.lower_ not in ("not", "n't")
        if adverb or token.lower_ in _SKIPPED:
            index -= 1
        elif is_time(token) and token.lower_ not in ("on", "this", "last", "late"):
            start = index
            while start > floor and (is_time(doc[start - 1]) or doc[start - 1].tag_ == "CD"):
                start -= 1
            if start <= floor or (start == index and doc[start - 1].tag_ == "IN"):
                return index
            index = start - 1
        elif token.text == "," and index - 1 >= floor and _aside(doc, index, floor) is not None:
            index = _aside(doc, index, floor) or floor
        elif (
            token.lower_ in listed("paper")
            and index - 2 >= floor
            and doc[index - 1].lower_ in ("a", "an", "its", "the", "his", "her", "their")
        ):
            if doc[index - 2].lower_ != "in":
                return index
            index -= 3
        else:
            return index
    return index


def _aside(doc: Doc, comma: int, floor: int) -> int | None:
    """The index before an aside that ends at the comma: ", however,", ", in a statement,", ", on Sunday,"."""
    start = comma - 1
    while start > floor and doc[start].text != "," and comma - start < 9:
        start -= 1
    if doc[start].text != "," or start <= floor:
        return None
    inside = doc[start + 1 : comma]
    words = [token.lower_ for token in inside]
    if not words:
        return None
    if len(words) <= 2 and all(token.tag_ in ("RB", "RBR") for token in inside):
        return start - 1
    if words[0] in ("in", "on", "at", "through", "via", "speaking") and (
        all(is_time(token) or token.tag_ in ("CD", "DT", "IN") for token in inside)
        or listed("paper") & set(words)
        or "condition" in words
    ):
        return start - 1
    return None


def _paren_open(doc: Doc, close: int, floor: int) -> int | None:
    if doc[close].text != ")":
        return None
    for index in range(close - 1, max(floor, close - 9) - 1, -1):
        if doc[index].text == "(":
            return index
    return None


def core_left(doc: Doc, end: int, floor: int) -> Phrase | None:
    """The noun phrase that ends at token `end`, without what hangs on it by a preposition."""
    last = end
    opened = _paren_open(doc, end, floor)
    if opened is not None:
        end = opened - 1
    if end < floor:
        return None
    if doc[end].tag_ == "PRP" or doc[end].lower_ in PRONOUNS:
        return Phrase(end, last, end) if doc[end].lower_ in PRONOUNS else None
    if not _heads(doc[end]) or is_time(doc[end]):
        return None
    start = _begin(doc, end, end, floor)
    named = _named_from(doc, end, floor)
    if named < start:
        start = _begin(doc, named, end, floor)
    return Phrase(start, last, end) if start <= end else None


def _begin(doc: Doc, start: int, end: int, floor: int) -> int:
    """Where the phrase that holds the tokens from `start` to `end` begins."""
    while start - 1 >= floor:
        opened = _paren_open(doc, start - 1, floor)
        if opened is not None and opened - 1 >= floor and doc[opened - 1].tag_ in NOUNS:
            start = opened  # "the World Health Organization (WHO) chief"
            continue
        if doc[start].text != "(" and not _belongs(doc, start - 1, start, end):
            break
        start -= 1
        if doc[start].lower_ in _OPENERS and doc[start].tag_ in ("DT", "PRP$", "CD"):
            break
    while start < end and doc[start].text in ("-", "'s", "’s", "’", "'", "("):
        start += 1
    return start


def _named_from(doc: Doc, end: int, floor: int) -> int:
    """Where a known name that ends at the token begins, if grammar would cut it: "Save the Children"."""
    if doc[end].lower_ not in awkward_ends():
        return end
    # Only a few tokens: the text of a whole parse is put together anew each time it is asked for.
    tail = doc[max(floor, end - 11) : end + 1]
    match = awkward_names().search(tail.text)
    if match is None or not match.group()[0].isupper():
        return end
    offset = tail[0].idx + match.start()
    return next((token.i for token in tail if token.idx >= offset), end)


def _heads(token: Token) -> bool:
    return (
        token.tag_ in NOUNS
        or token.lower_ in kinds_by_noun()
        or (token.text[:1].isupper() and token.tag_ in ("JJ", "FW", "VBN", "CD", "UH"))
    )


def _belongs(doc: Doc, index: int, start: int, end: int) -> bool:
    """Whether the token goes into the phrase that begins at `start` and ends at `end`."""
    token, right = doc[index], doc[start]
    if token.lower_ in _OPENERS and token.tag_ in ("DT", "PRP$", "CD", "JJ"):
        return True
    if right.text == "-" and not token.whitespace_:
        return True  # "74-year-old"
    if token.lower_ in ("war", "conflict", "violence") and kinds_by_noun().get(right.lower_) is SourceKind.MONITOR:
        return True  # "a war monitor"
    if token.lower_ in ("village", "town", "city") and right.lower_ in _OF_VILLAGES:
        return True  # "village chief Jean Bahati"
    if is_time(token) or token.lower_ in listed("no_modifiers") or token.text in _BULLETS:
        return False
    if token.tag_ in ("VBN", "VBG", "VBD"):
        return (
            token.lower_ in listed("participles")
            or doc[index - 1].text == "-"
            or (token.tag_ == "VBG" and right.tag_ in NOUNS and token.text[0].isupper())
        )
    if token.tag_ in ("HYPH", ":") and token.text == "-":
        return not doc[index - 1].whitespace_ and not token.whitespace_
    if token.text == "&":
        return True
    if token.tag_ == "RB":
        return right.tag_ in ("VBN", "JJ") and index > 0 and doc[index - 1].tag_ == "DT"
    if token.tag_ not in INSIDE:
        return False
    if token.tag_ == "NNS" and token.text.islower() and right.tag_ != "POS":
        return token.lower_ in listed("compound") or (right.lower_ in _OF_MATTERS and doc[index - 1].lower_ == "the")
    if token.tag_ == "NN" and token.text.islower() and right.tag_ in NAMES and right.text[0].isupper():
        # "spokesman Redur Xelil", but not "in the market Ibrahim said".
        return token.lower_ in kinds_by_noun() or token.lower_ in offices()
    if token.tag_ == "CD":
        return doc[end].tag_ in ("NNS", "NNPS") and index + 1 == start and not token.text.isdigit()
    return True


def _without_place(doc: Doc, core: Phrase, floor: int) -> Phrase:
    """ "killed in Aleppo medics said": the place belongs to the clause before, where there is one."""
    first = core.first
    if first - 1 < floor or doc[first - 1].lower_ not in _PLACING or doc[first].tag_ not in NAMES:
        return core
    if not any(token.tag_ in ("VBD", "VBN", "VBG", "VBZ", "VBP") for token in doc[floor : first - 1]):
        return core
    while first < core.head and doc[first].tag_ in NAMES:
        first += 1
    if (
        doc[core.head].tag_ in ("NNS", "NN")
        and doc[core.head].text.islower()
        and plausible(doc, Phrase(first, core.last, core.head))
    ):
        return Phrase(first, core.last, core.head)
    return core


def _extended(doc: Doc, core: Phrase, floor: int) -> Phrase:
    """The phrase with those it hangs on: "a spokesman for the army in Goma", "Yusuf Omar a local activist"."""
    best, here = core, core
    for _ in range(5):
        link = here.first - 1
        if link <= floor:
            break
        if doc[link].lower_ in _LINKS and doc[link].tag_ in ("IN", "TO"):
            further = core_left(doc, link - 1, floor)
        elif doc[here.first].lower_ in ("a", "an") and doc[link].tag_ in NAMES and here.first != core.head:
            further = core_left(doc, link, floor)
        else:
            break
        if further is None or doc[further.head].lower_ in PRONOUNS:
            break
        here = Phrase(further.first, core.last, further.head)
        if plausible(doc, here) and not _object(doc, here, floor):
            best = here
    # "the peacekeeping mission in the country": what stands last is a place, and no subject.
    return best if plausible(doc, best) else here


def _object(doc: Doc, phrase: Phrase, floor: int) -> bool:
    """Whether the phrase is rather the object of a verb before it: "killed civilians in Aleppo"."""
    return phrase.first - 1 >= floor and doc[phrase.first - 1].tag_ in ("VBD", "VBG", "VBN", "CD")


def subject(doc: Doc, verb: int) -> Phrase | None:
    """The subject of a verb as the parser sees it, wherever it stands before the verb."""
    return _subject(doc, verb, 0)


def _subject(doc: Doc, verb: int, floor: int) -> Phrase | None:
    """The subject as the parser sees it, where it stands left of the verb."""
    token = doc[verb]
    for _ in range(3):
        heads = [child for child in token.children if child.dep_ in ("nsubj", "nsubjpass") and floor <= child.i < verb]
        if heads:
            head = heads[-1]
            if head.tag_ in ("WP", "WDT"):
                if token.dep_ == "relcl" and floor <= token.head.i < head.i:
                    head = token.head
                else:
                    return None
            core = core_left(doc, head.i, floor)
            return _with_tail(doc, core, verb) if core is not None else None
        if token.dep_ not in ("conj", "aux", "advcl", "xcomp", "auxpass"):
            return None
        token = token.head
    return None


def _with_tail(doc: Doc, core: Phrase, verb: int) -> Phrase:
    """With what belongs to its name and stands before the verb: "for Human Rights (SOHR)", ", Ashraf Omar"."""
    phrase = completed(doc, core, verb)
    comma = phrase.last + 1
    if comma + 1 < verb and doc[comma].text == ",":
        inner = core_right(doc, comma + 1, verb)
        if inner is not None:
            inner = completed(doc, inner, verb)
            name = doc[core.head].tag_ not in NAMES and doc[inner.head].tag_ in NAMES
            if (
                (name or is_title(doc, inner))
                and inner.last + 1 < len(doc)
                and doc[inner.last + 1].text in (",", doc[verb].text)
            ):
                return Phrase(core.first, inner.last, core.head)
    return phrase


def _hangs_on(doc: Doc, subject: Phrase, core: Phrase) -> bool:
    """Whether all between the subject and the phrase next to the verb only says more of the subject."""
    between = doc[subject.last + 1 : core.first]
    if not len(between):
        return False
    opening = between[0]
    if opening.text == "," and len(between) > 1:
        opening = between[1]
    return (
        opening.tag_ in ("WP", "WDT", "WP$")
        or (opening.tag_ == "VBG" and opening.lower_ not in ("including", "killing", "wounding"))
        or (opening.tag_ == "VBN" and opening.lower_ not in ("killed", "wounded", "injured"))
    )


def _runs_on(doc: Doc, core: Phrase, floor: int) -> bool:
    """Whether a name follows a noun directly, as where rough text lost its comma: "from the south Xelil said"."""
    return core.first - 1 >= floor and doc[core.first - 1].tag_ in NOUNS | {"CD"}


def _apposed(doc: Doc, end: int, subject: Phrase | None, floor: int) -> list[Phrase]:
    """The subject of "Jean Bosco, a spokesman for the army, said": across the commas that close an apposition."""
    if subject is not None and plausible(doc, subject):
        start = _extended(doc, subject, floor)
        return _joined(doc, start, floor)
    comma = end - 1
    while comma > floor and doc[comma].text not in (",", "(", ";"):
        comma -= 1
    if comma <= floor or doc[end].text != ",":
        return []
    core = core_left(doc, comma - 1, floor)
    if core is not None and plausible(doc, core):
        return [_extended(doc, core, floor)]
    core = core_left(doc, end - 1, floor)
    return [_extended(doc, core, floor)] if core is not None and plausible(doc, core) else []


def _shares_its_noun(doc: Doc, link: int, phrase: Phrase, floor: int) -> bool:
    """Whether the "and" joins two words before one noun: "local and security sources"."""
    first = doc[link - 1]
    return (
        first.tag_ == "JJ"
        and first.text.islower()
        and phrase.first < phrase.head
        and doc[phrase.first].tag_ in ("JJ", "NN")
        and doc[phrase.head].tag_ == "NNS"
        and (link - 1 == floor or not doc[link - 2].text[-1:].isalpha())
    )


def _no_speaker(doc: Doc, subject: Phrase, phrase: Phrase) -> bool:
    """Whether the subject that the parser sees cannot speak, and the phrase beside the verb can.

    "killed civilians trying to flee a war monitor said": the monitor; not "a headcount with parents put it at 76".
    """
    return not plausible(doc, subject) and phrase.first > 0 and doc[phrase.first - 1].tag_ not in ("IN", "TO")


def _joined(doc: Doc, phrase: Phrase, floor: int) -> list[Phrase]:
    """The phrase and, before an "and", the one joined to it: "the army and two witnesses"."""
    link = phrase.first - 1
    if link - 1 < floor or doc[link].lower_ not in ("and", "&"):
        return [phrase]
    if _shares_its_noun(doc, link, phrase, floor):
        return [Phrase(link - 1, phrase.last, phrase.head)]
    end = link - 2 if doc[link - 1].text == "," else link - 1
    core = core_left(doc, end, floor)
    if core is None:
        return [phrase]
    other = _extended(doc, core, floor)
    if not plausible(doc, other) or _object(doc, other, floor) or doc[other.head].lower_ in PRONOUNS:
        return [phrase]
    if (
        other.last - other.first < 2
        and doc[other.first].tag_ in (*NAMES, "JJ")
        and doc[phrase.head].tag_ in ("NN", "NNS")
        and phrase.first != phrase.head
        and doc[phrase.first].text[0].isupper()
        and doc[phrase.first].tag_ != "DT"
    ):
        # "US and Iraqi officials" are one phrase.
        return [Phrase(other.first, phrase.last, phrase.head)]
    ahead = doc[other.first - 1] if other.first - 1 >= floor else None
    if ahead is not None and (
        ahead.tag_ in ("IN", "TO", "VB", "VBZ", "VBP") and ahead.lower_ not in ("that", "while", "as", "but", "after")
    ):
        return [phrase]
    return [other, phrase]
