"""Who speaks: the noun phrase beside a verb of saying, and what kind of source it names.

Grammar alone is not enough here: rough text runs "25 others Ibrahim Abu Leys told" together, and the parser then
hangs the speaker on the wrong word. So the phrase is walked from the verb by tags, and the parser is asked only for
the subject that stands further away ("a man who fled the town said").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.language import Sentence
from reportedly.model import Mention, Source, SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_NAMES = frozenset(("NNP", "NNPS"))
_INSIDE = _NOUNS | {"JJ", "JJR", "JJS", "CD", "POS", "HYPH", "AFX", "FW", "PRP$"}
_VERBS = frozenset(("VBD", "VBZ", "VBP", "MD", "VB"))
PRONOUNS = frozenset("he she it they".split())
_OPENERS = frozenset("the a an this another some both its their his her several other these those one many two".split())
# Prepositions that hang a phrase on a source: "officials in Idlib", "a spokesman for the army".
_LINKS = frozenset("of for in at from with near within inside among on to around outside between".split())
# After these a place name belongs to the clause before: "killed in Aleppo medics said".
_PLACING = frozenset("in at near from on outside around".split())
_PARTICIPLES = frozenset(
    "leading monitoring senior opposing ruling governing visiting retired displaced wounded injured unnamed appointed elected "
    "armed affiliated based run backed linked led aligned controlled held owned affected occupied united named called".split()
)
# These only take the kind of what stands beside them.
_KIND_ORDER = (
    SourceKind.UN,
    SourceKind.MONITOR,
    SourceKind.MEDIC,
    SourceKind.AGENCY,
    SourceKind.LOCAL_MEDIA,
    SourceKind.SOCIAL_MEDIA,
    SourceKind.PARTY,
    SourceKind.OFFICIAL,
    SourceKind.NGO,
    SourceKind.WITNESS,
    SourceKind.ANONYMOUS,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase by its tokens, both included; `head` decides what it is."""

    first: int
    last: int
    head: int


def sources(sentence: Sentence, phrases: Iterable[Phrase], rule: str) -> tuple[Mention[Source], ...]:
    """The phrases as sources, in the order of the text."""
    found = []
    for phrase in sorted(phrases, key=lambda phrase: phrase.first):
        span = sentence.span(sentence.doc[phrase.first], sentence.doc[phrase.last])
        words = sentence.words(span)
        kind, source_id = kind_of(words, sentence.doc[phrase.head].text)
        found.append(Mention(Source(words, kind, source_id), (span,), rule))
    return tuple(found)


# ---- what kind of source a phrase names


def kind_of(words: str, head: str | None = None) -> tuple[SourceKind, str | None]:
    """The kind of a source and, for a generally known one, its identity.

    >>> kind_of("the Syrian Observatory for Human Rights")
    (<SourceKind.MONITOR: 'monitor'>, 'sohr')
    >>> kind_of("a hospital official", "official")
    (<SourceKind.MEDIC: 'medic'>, None)
    """
    lowered = words.lower()
    head = (head or "").lower()
    name = known(words)
    if name and head and name[2].lower().split()[-1] == head.lower():
        return name[0], name[1]
    nouns = _noun_kinds(lowered)
    own = _kinds_by_noun().get(head)
    if head in _office() or (own is None and head):
        if own is SourceKind.ANONYMOUS:
            return SourceKind.ANONYMOUS, None
        if name and name[0] not in (SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.SOCIAL_MEDIA):
            return name[0], name[1]
        if head[:1].isalpha() and _is_doctor(lowered):
            return SourceKind.MEDIC, None
        for kind in _KIND_ORDER:
            if kind in nouns and not (kind is own and len(nouns) > 1 and kind is SourceKind.OFFICIAL):
                return kind, None
        return (own or (name[0] if name else SourceKind.OTHER)), (name[1] if name and own is None else None)
    if own is not None:
        if own is SourceKind.NGO and SourceKind.MONITOR in nouns:
            return SourceKind.MONITOR, name[1] if name else None
        if (
            own is SourceKind.AGENCY
            and not re.search(r"\b(?:news|wire|press|media)\b", lowered)
            and not (name and name[0] == own)
        ):
            own = SourceKind.UN if re.search(r"\b(?:un|u\.n\.|united nations)\b", lowered) else SourceKind.NGO
        return own, name[1] if name and name[0] is own else None
    if name:
        return name[0], name[1]
    for kind in _KIND_ORDER:
        if kind in nouns:
            return kind, None
    return SourceKind.OTHER, None


def _is_doctor(lowered: str) -> bool:
    return bool(re.match(r"(?:the )?dr\.? ", lowered))


def known(words: str) -> tuple[SourceKind, str, str] | None:
    """The generally known source that the words name: its kind, its identity and the words that named it; the longest wins."""
    pattern, names = _known_names()
    best: tuple[SourceKind, str, str] | None = None
    for match in pattern.finditer(words):
        form = match.group()
        if (
            not form[0].isupper()
            or (len(form) <= 3 and not form.isupper())
            or (form.lower() == "who" and form != "WHO")
        ):
            continue
        if best is None or len(form) > len(best[2]):
            best = (*names[form.lower()], form)
    return best


@cache
def _known_names() -> tuple[re.Pattern[str], dict[str, tuple[SourceKind, str]]]:
    names: dict[str, tuple[SourceKind, str]] = {}
    for key, forms in lexicon.table("en", "source_names").items():
        kind, _, identity = key.partition(".")
        for form in forms:
            names[form] = (SourceKind(kind), identity)
    forms = "|".join(re.escape(form) for form in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE), names


@cache
def _kinds_by_noun() -> dict[str, SourceKind]:
    table = lexicon.table("en", "sources")
    found: dict[str, SourceKind] = {}
    for kind in SourceKind:
        for noun in table.get(kind.value, ()):
            found.setdefault(noun, kind)
    return found


@cache
def _noun_pattern() -> re.Pattern[str]:
    nouns = sorted(_kinds_by_noun(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, nouns))})(?!\w)")


def _noun_kinds(lowered: str) -> set[SourceKind]:
    return {_kinds_by_noun()[noun] for noun in _noun_pattern().findall(lowered)}


@cache
def _office() -> frozenset[str]:
    return frozenset(lexicon.table("en", "sources")["office"])


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "sources")[name])


def is_office(token: Token) -> bool:
    """A person or body that speaks: "spokesman", "ministry"; not "toll", which the list of offices holds too."""
    return token.lower_ in _kinds_by_noun() or (token.lower_ in _office() and token.lower_ not in _list("paper"))


def is_time(token: Token) -> bool:
    """A day, or a part of one. "May" and "March" in lower case are no months."""
    return token.lower_ in _list("time") and not (token.lower_ in ("may", "march") and token.text.islower())


def plausible(doc: Doc, phrase: Phrase) -> bool:
    """Whether a phrase can name somebody who speaks: a name, or a noun for a person, a body or a paper of theirs."""
    head = doc[phrase.head]
    if head.lower_ in _list("no_modifiers") and head.lower_ != "people":
        return False
    if (
        head.lower_ in PRONOUNS
        or head.lower_ in _kinds_by_noun()
        or head.lower_ in _office()
        or head.lower_ in _list("paper")
    ):
        return True
    if agentive(head):
        return True
    return (head.tag_ in _NAMES or (head.text[:1].isupper() and head.tag_ in _INSIDE)) and not is_time(head)


def agentive(token: Token) -> bool:
    """A noun that by its ending names whoever does something: "the district collector", "an organiser"."""
    return (
        token.tag_ == "NN"
        and re.fullmatch(r"[a-z]{3,}(?:er|or|ist|ian|ant)", token.text) is not None
        and token.text not in _list("not_agents")
    )


def somebody(doc: Doc, phrase: Phrase, bystanders: bool = True) -> bool:
    """Stricter than `plausible`: a noun of a source, or a known name. "Kabul recorded 12 deaths" names none.

    Without `bystanders` a witness is none either: "families had registered as displaced".
    """
    words = doc[phrase.first : phrase.last + 1].text
    head = doc[phrase.head].lower_
    if not bystanders and _kinds_by_noun().get(head) is SourceKind.WITNESS:
        return False
    if head in PRONOUNS or head in _kinds_by_noun() or head in _office() or head in _list("paper"):
        return True
    return known(words) is not None or bool(_noun_kinds(words.lower()) - {SourceKind.WITNESS})


# ---- the phrase that ends before a verb


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
        and not (_runs_on(doc, phrase, floor) and plausible(doc, phrase))
    ):
        return _joined(doc, subject, floor)
    if not plausible(doc, phrase) and subject and subject.head < phrase.first and plausible(doc, subject):
        return _joined(doc, subject, floor)
    return _joined(doc, phrase, floor)


def skip_left(doc: Doc, index: int, floor: int) -> int:
    """Over adverbs, auxiliaries and days, to where the subject ends: "the army on Sunday also |said"."""
    while index >= floor:
        token = doc[index]
        if (
            token.tag_ in ("RB", "RBR")
            and token.lower_ not in ("not", "n't")
            or token.lower_ in ("has", "have", "had", "also", "did", "however")
        ):
            index -= 1
        elif is_time(token) and token.lower_ not in ("on", "this", "last", "late"):
            start = index
            while start > floor and (is_time(doc[start - 1]) or doc[start - 1].tag_ == "CD"):
                start -= 1
            if start <= floor or start == index and doc[start - 1].tag_ == "IN":
                return index
            index = start - 1
        elif token.text == "," and index - 1 >= floor and _aside(doc, index, floor) is not None:
            index = _aside(doc, index, floor) or floor
        elif (
            token.lower_ in _list("paper")
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
    """The index before an aside that ends at the comma: ", however,", ", in a statement on Telegram,", ", on Sunday,"."""
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
        or _list("paper") & set(words)
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
        if opened is not None and opened - 1 >= floor and doc[opened - 1].tag_ in _NOUNS:
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
    upto = doc[end].idx + len(doc[end])
    match = _awkward_names().search(doc.text[max(0, upto - 80) : upto])
    if match is None or not match.group()[0].isupper():
        return end
    offset = max(0, upto - 80) + match.start()
    return next((token.i for token in doc[floor : end + 1] if token.idx >= offset), end)


@cache
def _awkward_names() -> re.Pattern[str]:
    names = [name for name in _known_names()[1] if re.search(r" (?:the|and|for|of|to|in|without|&) ", f" {name} ")]
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})$", re.IGNORECASE
    )


def _heads(token: Token) -> bool:
    return (
        token.tag_ in _NOUNS
        or token.lower_ in _kinds_by_noun()
        or (token.text[:1].isupper() and token.tag_ in ("JJ", "FW", "VBN", "CD", "UH"))
    )


def _belongs(doc: Doc, index: int, start: int, end: int) -> bool:
    """Whether the token goes into the phrase that begins at `start` and ends at `end`."""
    token, right = doc[index], doc[start]
    if token.lower_ in _OPENERS and token.tag_ in ("DT", "PRP$", "CD", "JJ"):
        return True
    if right.text == "-" and not token.whitespace_:
        return True  # "74-year-old"
    if is_time(token) or token.lower_ in _list("no_modifiers"):
        return False
    if token.tag_ in ("VBN", "VBG", "VBD"):
        return (
            token.lower_ in _PARTICIPLES
            or doc[index - 1].text == "-"
            or (token.tag_ == "VBG" and right.tag_ in _NOUNS and token.text[0].isupper())
        )
    if token.tag_ in ("HYPH", ":") and token.text == "-":
        return not doc[index - 1].whitespace_ and not token.whitespace_
    if token.text == "&":
        return True
    if token.tag_ == "RB":
        return right.tag_ in ("VBN", "JJ") and index > 0 and doc[index - 1].tag_ == "DT"
    if token.tag_ not in _INSIDE:
        return False
    if token.tag_ == "NNS" and token.text.islower() and right.tag_ != "POS":
        return token.lower_ in _list("compound")
    if token.tag_ == "NN" and token.text.islower() and right.tag_ in _NAMES and right.text[0].isupper():
        # "spokesman Redur Xelil", but not "in the market Ibrahim said".
        return token.lower_ in _kinds_by_noun() or token.lower_ in _office()
    if token.tag_ == "CD":
        return doc[end].tag_ in ("NNS", "NNPS") and index + 1 == start and not token.text.isdigit()
    return True


def _without_place(doc: Doc, core: Phrase, floor: int) -> Phrase:
    """ "killed in Aleppo medics said": the place belongs to the clause before, where there is one."""
    first = core.first
    if first - 1 < floor or doc[first - 1].lower_ not in _PLACING or doc[first].tag_ not in _NAMES:
        return core
    if not any(token.tag_ in ("VBD", "VBN", "VBG", "VBZ", "VBP") for token in doc[floor : first - 1]):
        return core
    while first < core.head and doc[first].tag_ in _NAMES:
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
        elif doc[here.first].lower_ in ("a", "an") and doc[link].tag_ in _NAMES and here.first != core.head:
            further = core_left(doc, link, floor)
        else:
            break
        if further is None or doc[further.head].lower_ in PRONOUNS:
            break
        here = Phrase(further.first, core.last, further.head)
        if plausible(doc, here) and not _object(doc, here, floor):
            best = here
    return best


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
    """With what stands between the phrase and its verb and belongs to its name: "for Human Rights (SOHR)", ", Ashraf Omar"."""
    phrase = _completed(doc, core, verb)
    comma = phrase.last + 1
    if comma + 1 < verb and doc[comma].text == ",":
        inner = _core_right(doc, comma + 1, verb)
        if inner is not None:
            inner = _completed(doc, inner, verb)
            name = doc[core.head].tag_ not in _NAMES and doc[inner.head].tag_ in _NAMES
            if (
                (name or _is_title(doc, inner))
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
    return core.first - 1 >= floor and doc[core.first - 1].tag_ in _NOUNS | {"CD"}


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


def _joined(doc: Doc, phrase: Phrase, floor: int) -> list[Phrase]:
    """The phrase and, before an "and", the one joined to it: "the army and two witnesses"."""
    link = phrase.first - 1
    if link - 1 < floor or doc[link].lower_ not in ("and", "&"):
        return [phrase]
    end = link - 2 if doc[link - 1].text == "," else link - 1
    core = core_left(doc, end, floor)
    if core is None:
        return [phrase]
    other = _extended(doc, core, floor)
    if not plausible(doc, other) or _object(doc, other, floor) or doc[other.head].lower_ in PRONOUNS:
        return [phrase]
    if (
        other.last - other.first < 2
        and doc[other.first].tag_ in (*_NAMES, "JJ")
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


# ---- the phrase that begins after a word


def after(doc: Doc, start: int, limit: int | None = None) -> list[Phrase]:
    """The phrases that begin at token `start`: after "according to", "said" or "quoted by"."""
    limit = len(doc) if limit is None else limit
    while start < limit and doc[start].tag_ in ("RB",) and doc[start].lower_ in ("also", "only", "both"):
        start += 1
    phrase = _core_right(doc, start, limit)
    if phrase is None:
        return []
    phrase = _completed(doc, phrase, limit)
    following = phrase.last + 1
    if following + 1 < limit and doc[following].lower_ in ("and", "&") and not _clause_ahead(doc, following + 1, limit):
        other = _core_right(doc, following + 1, limit)
        if other is not None and plausible(doc, other):
            return [phrase, _completed(doc, other, limit)]
    return [phrase]


def _clause_ahead(doc: Doc, start: int, limit: int) -> bool:
    """Whether what follows "and" is a clause of its own: "according to police and rescuers said"."""
    other = _core_right(doc, start, limit)
    if other is None:
        return True
    following = _completed(doc, other, limit).last + 1
    return following < limit and doc[following].tag_ in _VERBS


def _core_right(doc: Doc, start: int, limit: int) -> Phrase | None:
    if start >= limit:
        return None
    if doc[start].lower_ in PRONOUNS | {"him", "her", "them"}:
        return Phrase(start, start, start)
    index, head = start, -1
    while index < limit:
        token = doc[index]
        if token.tag_ == "DT" or token.tag_ == "PRP$":
            if index > start and doc[index - 1].lower_ not in ("all", "both", "of"):
                break
        elif head >= 0 and is_time(token):
            break
        elif token.text == "(":
            close = next((i for i in range(index + 1, min(limit, index + 8)) if doc[i].text == ")"), None)
            if head < 0 or close is None:
                break
            index = close
        elif head >= 0 and _breaks(doc, index):
            break
        elif token.tag_ in _NOUNS or (token.lower_ in _kinds_by_noun() and token.tag_ not in _VERBS):
            head = index
        elif token.tag_ in _INSIDE or token.text in ("&", "-") or token.lower_ in _PARTICIPLES:
            if token.tag_ == "CD" and head >= 0:
                break
        elif (
            token.tag_ in ("VBN", "VBG", "RB")
            and head < 0
            and index > start
            or (
                token.tag_ in ("VBN", "VBG", "RB")
                and head < 0
                and doc[index + 1 : index + 2]
                and doc[index + 1].tag_ in _INSIDE
            )
        ):
            pass
        else:
            break
        index += 1
    if head < 0:
        return None
    last = index - 1
    while last > head and doc[last].text != ")":
        last -= 1
    return Phrase(start, last, head)


def _breaks(doc: Doc, index: int) -> bool:
    """Where rough text runs on into the next clause: "told Anadolu Agency | four civilians", "told AFP | bodies were"."""
    token, previous = doc[index], doc[index - 1]
    if token.tag_ == "POS" or previous.tag_ == "POS":
        return False
    if token.tag_ in ("NN", "NNS", "JJ") and token.text.islower() and previous.tag_ in _NAMES:
        return (
            token.lower_ not in _kinds_by_noun()
            and token.lower_ not in _office()
            and token.lower_ not in _list("paper")
            and token.lower_ not in ("news", "monitoring", "rights", "state", "human")
        )
    if previous.text == "Agency" and token.tag_ in _NAMES:
        return True
    if token.tag_ in _NAMES and previous.tag_ in ("NN", "NNS") and previous.text.islower():
        return previous.tag_ == "NNS"
    return (
        previous.tag_ == "NNS"
        and previous.text.islower()
        and token.tag_ in _NOUNS
        and previous.lower_ not in _list("compound")
    )


def _completed(doc: Doc, phrase: Phrase, limit: int) -> Phrase:
    """With what hangs on it: "officials in Idlib", "Rami Hassan, the director of a hospital", "activists on the ground"."""
    last = phrase.last
    for _ in range(4):
        link = last + 1
        if link + 1 >= limit:
            break
        token = doc[link]
        if token.lower_ in ("of", "for", "at", "from", "within", "inside", "in", "on", "near") and token.tag_ == "IN":
            inner = _core_right(doc, link + 1, limit)
            if inner is None or is_time(doc[inner.head]) or doc[link + 1].tag_ == "CD":
                break
            if token.lower_ in ("in", "on", "near", "from") and not (
                doc[inner.head].tag_ in _NAMES
                or doc[inner.head].lower_
                in ("ground", "area", "region", "city", "town", "province", "country", "capital", "village", "scene")
            ):
                break
            last = inner.last
        elif token.text == "," or (
            token.tag_ in ("NN", "NNS") and token.lower_ in _office() and doc[last].tag_ in _NAMES
        ):
            begin = link + 1 if token.text == "," else link
            inner = _core_right(doc, begin, limit)
            if inner is None or doc[phrase.head].tag_ not in _NAMES or not _is_title(doc, inner):
                break
            end = _completed(doc, inner, limit).last
            if end + 1 < limit and doc[end + 1].tag_ in _VERBS and token.text == ",":
                break
            last = end
            break
        else:
            break
    return Phrase(phrase.first, last, phrase.head)


def _is_title(doc: Doc, phrase: Phrase) -> bool:
    head = doc[phrase.head].lower_
    return head in _office() or _kinds_by_noun().get(head) in (
        SourceKind.OFFICIAL,
        SourceKind.PARTY,
        SourceKind.MEDIC,
        SourceKind.WITNESS,
        SourceKind.MONITOR,
    )
