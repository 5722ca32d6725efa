"""Who can have done it: armed parties, attacks with the party that their words name, and fighting that has two sides.

"US-led coalition airstrikes" names the US-led coalition; "Aleppo bomb attack" names nobody. Whether a party did the
harm of a claim is for `claims` to say: here stands only what the noun phrases of a sentence name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.language import Sentence
from reportedly.model import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_INSIDE = (*_NOUNS, "JJ", "JJS", "JJR", "CD", "HYPH", "POS", "DT", "PRP$", "AFX", "FW", "PDT", "NFP", "ADD")
_DAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|(?:jan|feb|aug|sept?|oct|nov|dec)\.?|overnight|today|yesterday|tonight|morning|afternoon|evening|dawn|week|month|year"
)


# "US strikes", but not "killed us".
_CAPITALS = ("US", "U.S.", "U.S", "UK", "U.K.", "NATO", "UAE", "Nato")


class Kind(StrEnum):
    """What a noun phrase names. A state is a place as well, and a person anybody at all: only grammar makes them authors."""

    PARTY = "party"
    STATE = "state"
    PERSON = "person"
    STRIKE = "strike"
    ASSAULT = "assault"
    BLAST = "blast"
    MUTUAL = "mutual"
    FATE = "fate"


ATTACKS = (Kind.STRIKE, Kind.ASSAULT, Kind.BLAST)


@dataclass(frozen=True, slots=True)
class Actor:
    """A noun phrase that names a party, an attack or a fight.

    `party` are the words for whoever did it: the phrase itself, or those in an attack's phrase ("Israeli" in "Israeli
    air strikes"); None for an attack that names nobody. `definite` is set for an attack that was told of before
    ("the attack", "similar raids", "Friday's shelling"); `own` where a pronoun stands for the party ("its forces").
    """

    kind: Kind
    phrase: Span
    party: Span | None = None
    definite: bool = False
    own: bool = False


def find(sentence: Sentence) -> Iterator[Mention[Actor]]:
    """The parties, attacks and fights of a sentence, in order. Needs its grammar."""
    runs = list(_runs(sentence.doc))
    found = [(run, actor) for run in runs if (actor := _read(sentence, *run)) is not None]
    found = _tied(sentence, runs, found)
    found = _joined(sentence, found)
    actors = [_authored(sentence, actor, [other for _, other in found]) for _, actor in found]
    for actor in actors:
        yield Mention(actor, (actor.party or actor.phrase,), f"perpetrators/{actor.kind.value}")


# Noun phrases: runs of tokens, since rough text and long names break the parser's own.


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Noun phrases as runs of tokens, first and last included, without days and figures at their ends."""
    start: int | None = None
    for token in doc:
        inside = _inside(token, start is not None)
        if start is not None and (not inside or _splits(token, start)):
            yield from _trimmed(doc, start, token.i - 1)
            start = None
        if start is None and inside and token.tag_ not in ("POS", "HYPH"):
            start = token.i
    if start is not None:
        yield from _trimmed(doc, start, len(doc) - 1)


def _inside(token: Token, opened: bool) -> bool:
    doc, at = token.doc, token.i
    if token.tag_ in _INSIDE:
        return True
    if token.lower_ in _table("describing"):
        # The tagger takes "allied militias" for a deed; "fighting in the town" is one.
        return at + 1 < len(doc) and (
            doc[at + 1].tag_ in (*_NOUNS, "JJ", "HYPH") or doc[at + 1].lower_ in _table("describing")
        )
    if (
        token.lower_ in ("and", "or")
        and opened
        and at + 2 < len(doc)
        and _form(doc[at - 1]) in _table("demonyms")
        and doc[at - 1].tag_ in ("JJ", "NNP")
    ):
        # "Russian and government airstrikes": two adjectives of one attack.
        return doc[at + 2].lower_ in _attack_words() and _form(doc[at + 1]) in _table("demonyms") | _party_words()
    if token.text in ("-", "/") and opened:
        return not (token.whitespace_ and doc[at - 1].whitespace_)
    if opened and doc[at - 1].text == "-" and not doc[at - 1].whitespace_:
        return True  # "Iran-backed", "al-Qaida-linked"
    if token.text == "(":
        return opened and at + 2 < len(doc) and doc[at + 1].text.isupper() and doc[at + 2].text == ")"
    if token.text == ")":
        return opened and at >= 2 and doc[at - 2].text == "(" and doc[at - 1].text.isupper()
    if token.tag_ == "VBG" and token.lower_ in _attack_words():
        # "ISIS shelling on a town", "killed in shelling"; "shelling the town" is a verb.
        return (opened or doc[at - 1].tag_ == "IN") and not any(child.dep_ == "dobj" for child in token.children)
    if token.tag_ in ("VBG", "VBN") and at + 1 < len(doc) and doc[at + 1].lower_ in _attack_words():
        return opened and token.lower_ in _table("means")
    return False


def _splits(token: Token, start: int) -> bool:
    """Whether a new phrase begins at a token inside a run."""
    before = token.doc[token.i - 1]
    if before.text in ("-", "(", "/"):
        return False
    if token.tag_ in ("DT", "PDT", "PRP$") or (_figure(token) and before.tag_ in _NOUNS):
        return True
    if before.tag_ == "NNS" and token.tag_ in (*_NOUNS, "JJ"):
        # Rough text runs phrases together ("people residents said"); "settlers attack" may only lack an apostrophe.
        return token.tag_ == "JJ" or (
            _person(before.lower_) and token.lower_ not in _attack_words() and before.lower_ not in ("forces", "armed")
        )
    return bool(_DAYS.fullmatch(before.lower_)) and token.tag_ in ("JJ", "NNP", "NNPS") and before.i == start


def _trimmed(doc: Doc, first: int, last: int) -> Iterator[tuple[int, int]]:
    while last > first and (
        _DAYS.fullmatch(doc[last].lower_) or _figure(doc[last]) or doc[last].tag_ in ("HYPH", "DT", "PRP$", "POS")
    ):
        last -= 1
    while first < last and (
        doc[first].text.isdigit() or (_DAYS.fullmatch(doc[first].lower_) and doc[first + 1].tag_ != "POS")
    ):
        first += 1
    if (
        doc[last].tag_ in (*_NOUNS, "JJ", "FW", "CD", "-RRB-", "VBN", "VBG", "NFP", "ADD")
        or doc[last].lower_ in _attack_words()
    ):
        yield first, last


def _figure(token: Token) -> bool:
    """A number, but not the tagger's "M23"."""
    return token.tag_ == "CD" and not re.search(r"[A-Z]", token.text)


# One phrase.


def _read(sentence: Sentence, first: int, last: int) -> Actor | None:
    doc = sentence.doc
    phrase = sentence.span(doc[first], doc[last])
    head = _form(doc[last])
    if doc[first].lower_ == "no":
        return None
    if doc[last].text == ")" and last - first > 2:
        head = _form(doc[last - 3])  # "Rapid Support Forces (RSF)"
    if head in _table("crewed") or head in _attack_words():
        return _attack(sentence, first, last, head)
    if head in _table("mutual") or head in _table("fates"):
        party = _possessor(sentence, first, last)
        if party is not None and head in ("war", "wars"):
            return Actor(Kind.ASSAULT, phrase, party)  # "Israel's war in Gaza has killed"
        return Actor(Kind.MUTUAL if head in _table("mutual") else Kind.FATE, phrase)
    bare = sentence.words(phrase)
    if any(doc[at].lower_ in _table("civil") for at in range(first, last + 1)) and head not in (
        "fighters",
        "militants",
    ):
        return None  # "rights groups", "a monitoring group"
    if head in _table("words") or _is_name(bare) or _ends_in_name(bare):
        own = doc[first].tag_ == "PRP$" and doc[first].lower_ in ("its", "their", "his")
        return Actor(Kind.PARTY, phrase, phrase, own=own)
    if _lower(bare) in _table("states") or (doc[last].text in _CAPITALS and _lower(bare) in _table("us")):
        return Actor(Kind.STATE, phrase, phrase)
    if (
        head not in _table("not_agents")
        and not _is_place(doc, first, last)
        and (_person(head) or doc[last].tag_ in ("NNP", "NNPS"))
    ):
        return Actor(Kind.PERSON, phrase, phrase)
    return None


def _is_place(doc: Doc, first: int, last: int) -> bool:
    """ "the capital Damascus", "Cyclone Idai": names of what has no will."""
    forms = {doc[at].lower_ for at in range(first, last + 1)}
    return bool(forms & (_table("not_agents") | _table("fates")))


def _attack(sentence: Sentence, first: int, last: int, head: str) -> Actor:
    """An attack, or what it is done with, and its author in the words before ("Israeli", "the army's", "Hamas")."""
    doc = sentence.doc
    phrase = sentence.span(doc[first], doc[last])
    kind = _kind([_form(doc[at]) for at in range(first, last + 1)])
    party = _author(sentence, first, last, kind)
    if head in _table("crewed"):
        # Who flies is named or not: warplanes do what is done with them.
        return (
            Actor(Kind.PARTY, phrase, phrase, own=doc[first].tag_ == "PRP$" and party is None)
            if party is not None or kind is not Kind.STRIKE
            else Actor(Kind.STRIKE, phrase, None, definite=_definite(doc, first, last))
        )
    own = party is None and doc[first].tag_ == "PRP$" and doc[first].lower_ in ("its", "their", "his")
    return Actor(kind, phrase, party, _definite(doc, first, last), own)


def _kind(words: list[str]) -> Kind:
    head = words[-1]
    explosive = set(words) & {
        "suicide",
        "car",
        "truck",
        "roadside",
        "ied",
        "bus",
        "vehicle",
        "mosque",
        "church",
        "market",
        "motorcycle",
    }
    if head in _table("blasts") and (explosive or head not in _table("strikes") or "bomb" in words[:-1]):
        return Kind.BLAST
    if head in _table("strikes") or head in _table("crewed"):
        return Kind.STRIKE
    if set(words[:-1]) & {"suicide", "bomb", "bombing", "ied"} and head in ("attack", "attacks"):
        return Kind.BLAST
    if set(words[:-1]) & {"air", "drone", "rocket", "missile", "mortar", "artillery", "aerial"}:
        return Kind.STRIKE
    return Kind.ASSAULT


def _definite(doc: Doc, first: int, last: int) -> bool:
    forms = {doc[at].lower_ for at in range(first, last)}
    if forms & {"another", "other", "separate", "different", "previous", "earlier"}:
        return False
    day = doc[first].i + 1 <= last and _DAYS.fullmatch(doc[first].lower_) and doc[first + 1].tag_ in ("POS", *_NOUNS)
    return bool(day) or bool(forms & {"the", "this", "that", "these", "those", "such", "similar", "same", "latest"})


def _possessor(sentence: Sentence, first: int, last: int) -> Span | None:
    """ "Israel" in "Israel's war" """
    doc = sentence.doc
    for at in range(first, last):
        if doc[at + 1].tag_ == "POS":
            owner = sentence.span(doc[_past_days(doc, first, at)], doc[at])
            words = sentence.words(owner)
            if (
                _lower(words) in _table("states")
                or _ends_in_name(words)
                or _ends_in_word(words)
                or (doc[at].text in _CAPITALS)
            ):
                return owner
    return None


def _past_days(doc: Doc, first: int, last: int) -> int:
    """ "Tuesday's Israeli army's strikes": past the day."""
    while first < last and (doc[first].tag_ in ("PDT", "CD", "POS") or _DAYS.fullmatch(doc[first].lower_)):
        first += 1
    return first


def _author(sentence: Sentence, first: int, last: int, kind: Kind) -> Span | None:
    """The party among the words before an attack: from the first word that names it to the last."""
    doc = sentence.doc
    owner = _possessor(sentence, first, last)
    if owner is not None:
        return owner
    end: int | None = None
    for at in range(last - 1, first - 1, -1):
        if _names_party(sentence, first, at, kind):
            end = at
            break
        if (
            doc[at].lower_ not in _table("means")
            and doc[at].text not in ("-", "/")
            and not _lower_adjective(doc[at])
            and doc[at].tag_ != "CD"
        ):
            # "Afghan mosque bombing", "Nigerian church attack": the nationality is that of the place.
            kind = Kind.BLAST
    if end is None:
        return None
    start = end
    while start > first and _belongs(doc, start - 1, first):
        start -= 1
    return sentence.span(doc[start], doc[end])


def _lower_adjective(token: Token) -> bool:
    return token.tag_ in ("JJ", "JJS", "JJR", "VBN", "VBG", "AFX") and token.text[0].islower()


def _names_party(sentence: Sentence, first: int, at: int, kind: Kind) -> bool:
    doc = sentence.doc
    token = doc[at]
    form = _form(token)
    if token.text in ("-", "/") or token.tag_ in ("DT", "POS", "PRP$"):
        return False
    if (form in _party_words() or form.removesuffix("s") in _party_words()) and form not in (
        "terrorist",
        "security",
        "state",
        "group",
    ):
        return True  # "the coalitions airstrikes" has only lost its apostrophe.
    if token.text in _CAPITALS:
        return kind is not Kind.BLAST
    if form in _table("demonyms"):
        return kind is not Kind.BLAST
    if (
        at > first
        and doc[at - 1].text == "-"
        and token.lower_ in ("led", "backed", "aligned", "linked", "affiliated", "allied", "claimed")
    ):
        return at > 1 and kind is not Kind.BLAST and _form(doc[at - 2]) not in _table("means") | _table("crewed")
    if _name_ends(sentence, first, at):
        return True
    return (
        token.text.isupper()
        and 2 <= len(token.text) <= 6
        and token.text.isalpha()
        and form not in _table("not_parties")
    )


def _name_ends(sentence: Sentence, first: int, at: int) -> bool:
    return _ends_in_name(sentence.words(sentence.span(sentence.doc[first], sentence.doc[at])))


def _belongs(doc: Doc, at: int, first: int) -> bool:
    """Whether the token before a party's words is still part of its name: "Syrian government", "Iran-backed militia"."""
    token = doc[at]
    if token.text in ("-", "/", "(") or doc[at + 1].text in ("(", ")"):
        return True
    if doc[at + 1].text == "-" or (at > first and doc[at - 1].text == "-"):
        return True
    if token.tag_ == "POS":
        return not _DAYS.fullmatch(doc[at - 1].lower_) if at > first else False
    if token.tag_ in ("DT", "PRP$", "CD", "PDT") or token.lower_ in ("suspected", "alleged", "apparent", "reported"):
        return False
    form = token.lower_
    if form == "air" and _form(doc[at + 1]) in ("force", "forces"):
        return True
    if form in ("and", "or") and at > first:
        return _form(doc[at - 1]) in _table("demonyms") | _party_words()  # "Russian and government airstrikes"
    if _DAYS.fullmatch(form) or form in _table("means"):
        return False
    return (
        form in _table("demonyms")
        or form in _party_words()
        or form in _table("describing")
        or token.tag_ in ("NNP", "NNPS")
        or (token.tag_ == "JJ" and token.text[0].isupper() and at > first)
    )


# Between phrases.

_Found = list[tuple[tuple[int, int], Actor]]
_TIE = re.compile(
    r"\s*,?\s*(?:of|from|loyal to|belonging to|linked to|allied (?:to|with)|affiliated (?:to|with)|aligned with|claiming to be from)\s+(?:the\s+|an?\s+|several\s+|some\s+)*",
    re.I,
)


def _tied(sentence: Sentence, runs: list[tuple[int, int]], found: _Found) -> _Found:
    """Takes in what ties a phrase to a group: "members of the Front", "a group of gunmen", "fighters from Hamas"."""
    doc = sentence.doc
    known = dict(found)
    out: _Found = []
    swallowed: set[tuple[int, int]] = set()
    for position, run in enumerate(runs):
        actor = known.get(run)
        if run in swallowed:
            continue
        while position + 1 < len(runs) and doc[runs[position + 1][1]].lower_ in ("loyal", "allied", "linked"):
            position += 1
        if (
            position + 1 < len(runs)
            and _form(doc[run[1]]) in _table("tied") | _table("words")
            and (actor is None or actor.kind in (Kind.PARTY, Kind.PERSON))
        ):
            following = runs[position + 1]
            behind = known.get(following)
            between = doc[run[1] + 1 : following[0]].text_with_ws
            opening = doc[following[0]].lower_ in ("the", "a", "an", "some")
            if (
                behind is not None
                and (_TIE.fullmatch(between) or (opening and _TIE.fullmatch(between)))
                and _tie_holds(actor, behind, between)
            ):
                span = sentence.span(doc[run[0]], doc[following[1]])
                actor = Actor(Kind.PARTY, span, span)
                swallowed.add(following)
                run = (run[0], following[1])
        if actor is not None:
            out.append((run, actor))
    return out


def _tie_holds(actor: Actor | None, behind: Actor, between: str) -> bool:
    if behind.kind is Kind.PARTY or (
        actor is not None and actor.kind is Kind.PARTY and re.search(r"\b(?:to|with)\s+(?:the\s+)?$", between)
    ):
        return True
    # "a group of men", but not "soldiers from Ethiopia" as a group: the soldiers stand alone.
    return (
        behind.kind is Kind.PERSON
        and actor is None
        and between.strip().startswith("of")
        or (actor is not None and actor.kind is Kind.PARTY and behind.kind is Kind.STATE)
    )


def _joined(sentence: Sentence, found: _Found) -> _Found:
    """Parties in a row are one author: "the army and allied militias", "Syrian regime or Russian jets"."""
    doc = sentence.doc
    out: _Found = []
    for run, actor in found:
        if out and _coordinated(doc, out[-1], (run, actor)):
            before = out.pop()
            span = sentence.span(doc[before[0][0]], doc[run[1]])
            actor = Actor(before[1].kind if before[1].kind is not Kind.PERSON else actor.kind, span, span)
            run = (before[0][0], run[1])
        out.append((run, actor))
    return out


def _coordinated(doc: Doc, left: tuple[tuple[int, int], Actor], right: tuple[tuple[int, int], Actor]) -> bool:
    if _half(doc, left, right):
        return True
    if left[1].party != left[1].phrase or right[1].party != right[1].phrase:
        return False
    kinds = {left[1].kind, right[1].kind}
    if not kinds <= {Kind.PARTY, Kind.STATE} and kinds != {Kind.PERSON}:
        return False
    between = doc[left[0][1] + 1 : right[0][0]].text.strip().lower()
    if between not in ("and", "or", "and/or", "as well as", "and their", "and its", "along with", "together with", ","):
        return False
    head, other = doc[left[0][1]], doc[right[0][1]]
    after = doc[right[0][1] + 1] if right[0][1] + 1 < len(doc) else None
    if (
        kinds == {Kind.PARTY}
        and between in ("and", "or", "and their", "and its")
        and (after is None or not after.tag_.startswith(("VB", "MD")))
    ):
        return True
    linked = other.dep_ in ("conj", "appos") and any(
        token.i in range(left[0][0], left[0][1] + 1) for token in (other.head, other.head.head)
    )
    if head.dep_ in ("nmod", "compound", "amod") and head.head.i == other.i and between in ("and", "or"):
        return True  # "the M23 and Rwandan troops"
    if between == ",":
        return linked and other.dep_ == "conj"
    return linked or (head.dep_ == "conj" and other.head.i == head.head.i)


def _half(doc: Doc, left: tuple[tuple[int, int], Actor], right: tuple[tuple[int, int], Actor]) -> bool:
    """ "Armenian and Azerbaijani forces": the first adjective shares the noun of the second."""
    (first, last), (start, _) = left[0], right[0]
    alone = doc[last].lower_ in _table("demonyms") and last - first <= 1 and right[1].kind is Kind.PARTY
    return alone and doc[start].lower_ in _table("demonyms") and doc[last + 1 : start].text.lower() in ("and", "or")


_BY = re.compile(
    r"(?P<far>.*?)\b(?:by|blamed\s+on|attributed\s+to|at\s+the\s+hands\s+of|pinned\s+on)\s+(?:(?:what|whom?)\s+\w+\s+(?:said|called|described\s+as)\s+(?:was|were|to\s+be)?\s*)?(?:\w+ly\s+)?$",
    re.IGNORECASE | re.DOTALL,
)
# A clause of its own stands between an attack and a party that did not do it ("an attack that killed a guard hired by").
_CLAUSE = re.compile(
    r"[;:!?]\s|\.\s+[A-Z]|\b(?:while|which|that|when|who|where|killed|killing|wounded|wounding|injured|said|after|as|before)\b",
    re.IGNORECASE,
)
# "Sunday's attack, which officials said was carried out by"
_RELATIVE = re.compile(
    r"\s*,?\s*(?:which|that)\s+(?:[\w'’.-]+\s+){0,7}?(?:was|were|had been|has been)\s+(?:\w+\s+){0,4}?(?:by|on|to)\s+",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*(?:from|by)\s+$", re.IGNORECASE)


def _authored(sentence: Sentence, actor: Actor, actors: list[Actor]) -> Actor:
    """An attack with the party behind it: "airstrikes on the town by the army", "an attack claimed by the Front"."""
    text = sentence.document.text
    if actor.kind not in ATTACKS or (actor.party is not None and _says_who(actor.party.of(text))):
        return actor
    head = text[actor.phrase.start : actor.phrase.end].rsplit(" ", 1)[-1].lower()
    for other in actors:
        start = other.phrase.start
        if not actor.phrase.end < start <= actor.phrase.end + 140:
            continue
        between = text[actor.phrase.end : start]
        if _CLAUSE.search(between) and not _RELATIVE.fullmatch(between):
            continue
        if other.party is None:
            by = _BY.fullmatch(between)
            if by and _ties(by["far"]):
                return actor  # "killed in an attack by car bomb"
            continue
        if other.kind in ATTACKS and other.party == other.phrase:
            continue
        by = _BY.fullmatch(between)
        if by is not None and other.kind in (Kind.PARTY, Kind.STATE, Kind.PERSON) and _ties(by["far"]):
            return replace(actor, party=other.party, own=other.own)
        if (
            re.fullmatch(r"\s+(?:\w+\s+)?between\s+", between)
            and actor.kind is Kind.STRIKE
            and other.kind is Kind.PARTY
        ):
            return replace(actor, party=other.party)  # "mutual shelling between the army and rebels"
        if _FROM.fullmatch(between) and actor.kind is Kind.STRIKE and other.kind is Kind.PARTY:
            return replace(actor, party=other.party)
        if re.fullmatch(r"\s+of\s+$", between) and head in _table("of_author") and other.kind is Kind.PARTY:
            return replace(actor, party=other.party)
    return actor


def _says_who(words: str) -> bool:
    """Whether a party is named, not only its kind: "a military operation by Egypt's army" goes on."""
    return " " in words or not words.islower()


def _ties(far: str) -> bool:
    """Whether "by" belongs to the attack: not after "a town held", "a convoy guarded"."""
    words = far.lower().split()
    if not words:
        return True
    last = words[-1].strip(",")
    if last.endswith("ed") or last in (
        "held",
        "run",
        "led",
        "begun",
        "made",
        "laid",
        "set",
        "fought",
        "won",
        "built",
        "thrown",
        "shot",
        "flown",
        "driven",
        "taken",
        "overrun",
    ):
        return any(" ".join(words).rstrip(",").endswith(form) for form in _table("done")) or last in (
            "repeatedly",
            "carried",
        )
    return True


# Words.


def phrase_at(actors: list[Mention[Actor]], offset: int) -> Mention[Actor] | None:
    """The actor whose phrase holds a document offset."""
    for actor in actors:
        if actor.value.phrase.start <= offset < actor.value.phrase.end:
            return actor
    return None


def _form(token: Token) -> str:
    return token.lower_.rstrip("'’").removesuffix("'s").removesuffix("’s")


def _lower(words: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", words.lower().replace("’", "'")).removesuffix("'s")


def _is_name(words: str) -> bool:
    lower = re.sub(r"\s*\([A-Za-z-]+\)$", "", _lower(words))
    if lower not in _table("names"):
        return False
    return (
        " " in lower
        or len(lower) > 4
        or words.split(" ")[-1].isupper()
        or not lower.isalpha()
        or lower in ("fano", "amal", "kdp")
    )


def _ends_in_name(words: str) -> bool:
    """ "Islamic State", "the hardline Ahrar al-Sham", "the Islamic State (IS)", but not "is" and "us"."""
    bare = re.sub(r"\s*\(([A-Z][\w-]*)\)$", "", words)
    parts = bare.replace("’", "'").split(" ")
    return any(_is_name(" ".join(parts[at:])) for at in range(max(0, len(parts) - 6), len(parts)))


def _ends_in_word(words: str) -> bool:
    return words.lower().split(" ")[-1] in _party_words()


def _person(form: str) -> bool:
    if form in _people() or form in _table("words"):
        return True
    return len(form) > 5 and form.endswith(("men", "ists", "eers")) and form not in ("women", "children")


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "parties")[name])


@cache
def _people() -> frozenset[str]:
    people = lexicon.table("en", "people")
    return frozenset(
        word
        for name, words in people.items()
        if name not in ("national_endings", "family", "household")
        for word in words
        if " " not in word
    )


@cache
def _attack_words() -> frozenset[str]:
    return _table("strikes") | _table("assaults") | _table("blasts")


@cache
def _party_words() -> frozenset[str]:
    """Words that name a party before an attack, in the singular too; not those that say what it is done with."""
    singular = {word[:-1] for word in _table("words") if word.endswith("s") and not word.endswith("ss")}
    return (
        (_table("words") | singular)
        - _table("means")
        - _attack_words()
        - _table("crewed")
        - {"air force", "unit", "units"}
    )
