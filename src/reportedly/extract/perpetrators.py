"""Who can have done it: armed parties, attacks with the party that their words name, and fighting that has two sides.

"US-led coalition airstrikes" names the US-led coalition; "Aleppo bomb attack" names nobody. Whether a party did the
harm of a claim is for `claims` to say: here stands only what the noun phrases of a sentence name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reportedly.caseless import Caseless
from reportedly.extract.party_phrases import NOUNS, Run, runs
from reportedly.extract.party_words import (
    CAPITALS,
    DAYS,
    attack_words,
    ends_in_name,
    ends_in_word,
    form,
    is_person,
    is_titled,
    party_adjectives,
    party_words,
    plain,
    table,
    tie_heads,
    without_will,
)
from reportedly.language import Sentence
from reportedly.model import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Kind(StrEnum):
    """What a noun phrase names.

    A state is a place as well, and a person anybody at all: only grammar makes authors of them.
    """

    PARTY = "party"
    STATE = "state"
    PERSON = "person"
    STRIKE = "strike"
    ASSAULT = "assault"
    BLAST = "blast"
    MUTUAL = "mutual"
    FATE = "fate"


ATTACKS = frozenset((Kind.STRIKE, Kind.ASSAULT, Kind.BLAST))


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
    phrases = list(runs(sentence.doc))
    found = [(run, actor) for run in phrases if (actor := _read(sentence, *run)) is not None]
    found = _joined(sentence, _tied(sentence, phrases, found))
    actors = [actor for _, actor in found]
    for actor in actors:
        authored = _authored(sentence, actor, actors)
        yield Mention(authored, (authored.party or authored.phrase,), f"perpetrators/{authored.kind.value}")


def phrase_at(actors: list[Mention[Actor]], offset: int) -> Mention[Actor] | None:
    """The actor whose phrase holds a document offset."""
    return next((actor for actor in actors if actor.value.phrase.start <= offset < actor.value.phrase.end), None)


# One phrase.


def _read(sentence: Sentence, first: int, last: int) -> Actor | None:
    doc = sentence.doc
    head = form(doc[last - 3]) if doc[last].text == ")" and last - first > 2 else form(doc[last])
    if doc[first].lower_ in ("no", "any", "neither"):
        return None
    if head in attack_words() or head in table("crewed"):
        return _attack(sentence, first, last, head)
    phrase = sentence.span(doc[first], doc[last])
    if head in table("mutual") or head in table("fates"):
        party = _possessor(sentence, first, last) if head in ("war", "wars") else None
        if party is not None:
            return Actor(Kind.ASSAULT, phrase, party)  # "Israel's war in Gaza has killed"
        return Actor(Kind.MUTUAL if head in table("mutual") else Kind.FATE, phrase)
    forms = {doc[at].lower_ for at in range(first, last + 1)}
    if forms & table("civil") and head not in ("fighters", "militants"):
        return None  # "rights groups", "a monitoring group"
    words = sentence.words(phrase)
    if head in table("words") or ends_in_name(words) or is_titled(words) or _acronym(doc[last]):
        return Actor(Kind.PARTY, phrase, phrase, own=_pronoun(doc[first]))
    if plain(words) in table("states") or (doc[last].text in CAPITALS and plain(words) in table("us")):
        return Actor(Kind.STATE, phrase, phrase)
    if (
        (is_person(head) or doc[last].tag_ in ("NNP", "NNPS"))
        and not forms & without_will()
        and head not in without_will()
        and not _opens_as_place(doc, first, last)
    ):
        return Actor(Kind.PERSON, phrase, phrase)
    return None


def _opens_as_place(doc: Doc, first: int, last: int) -> bool:
    """ "In Kolda, a dispute left two dead", "Vovchansk: a drone struck a car": names of places."""
    if last + 1 < len(doc) and doc[last + 1].text == ":" and first <= 1:
        return True
    return first == 1 and doc[0].text in ("In", "Near", "At", "Outside", "Around")


def _pronoun(token: Token) -> bool:
    return token.tag_ == "PRP$" and token.lower_ in ("its", "their", "his")


def _attack(sentence: Sentence, first: int, last: int, head: str) -> Actor:
    """An attack, or what it is done with, and its author in the words before ("Israeli", "the army's", "Hamas")."""
    doc = sentence.doc
    phrase = sentence.span(doc[first], doc[last])
    kind = _kind([form(doc[at]) for at in range(first, last + 1)])
    # "the Rwandan genocide": where it was.
    party = _author(sentence, first, last, kind if head not in table("of_place") else Kind.BLAST)
    if head in table("crewed") and party is not None:
        return Actor(Kind.PARTY, phrase, phrase)  # "Russian jets" do what is done with them.
    own = party is None and _pronoun(doc[first])
    return Actor(kind, phrase, party, _definite(doc, first, last), own)


def _kind(words: list[str]) -> Kind:
    head, before = words[-1], frozenset(words[:-1])
    if head in table("blasts") and (before & table("explosive") or head not in table("strikes")):
        return Kind.BLAST
    if head in table("strikes") or head in table("crewed"):
        return Kind.STRIKE
    if before & {"suicide", "bomb", "bombing", "ied"} and head in ("attack", "attacks"):
        return Kind.BLAST
    return Kind.STRIKE if before & table("far") else Kind.ASSAULT


def _definite(doc: Doc, first: int, last: int) -> bool:
    forms = {doc[at].lower_ for at in range(first, last)}
    if forms & {"another", "other", "separate", "different", "previous", "earlier", "last"}:
        return False
    if forms & {"the", "this", "that", "these", "those", "such", "similar", "same", "latest"}:
        return True
    return (
        first < last
        and bool(DAYS.fullmatch(doc[first].lower_))
        and (doc[first + 1].tag_ in NOUNS or doc[first + 1].tag_ == "POS")
    )


def _possessor(sentence: Sentence, first: int, last: int) -> Span | None:
    """ "Israel" in "Israel's war", "the army" in "the army's shelling" """
    doc = sentence.doc
    start = first
    for at in range(first, last):
        if doc[start].tag_ in ("PDT", "CD", "POS") or DAYS.fullmatch(doc[start].lower_):
            start = at  # "Tuesday's Israeli army's strikes": past the day.
        if doc[at + 1].tag_ == "POS":
            words = sentence.words(owner := sentence.span(doc[start], doc[at]))
            if (
                plain(words) in table("states")
                or ends_in_name(words)
                or ends_in_word(words)
                or doc[at].text in CAPITALS
            ):
                return owner
    return None


def _author(sentence: Sentence, first: int, last: int, kind: Kind) -> Span | None:
    """The party among the words before an attack: from the first word that names it to the last."""
    doc = sentence.doc
    owner = _possessor(sentence, first, last)
    if owner is not None:
        return owner
    for end in range(last - 1, first - 1, -1):
        if _names_party(sentence, first, end, kind):
            start = end
            while start > first and _belongs(doc, start - 1, first):
                start -= 1
            while doc[start].tag_ in ("HYPH", "POS") or doc[start].lower_ in ("and", "or"):
                start += 1
            return sentence.span(doc[start], doc[end])
        if not _how(doc[end]):
            # "Afghan mosque bombing", "Nigerian church attack": the nationality is that of the place.
            kind = Kind.BLAST
    return None


def _how(token: Token) -> bool:
    """Whether a word says how or with what an attack was done."""
    if token.lower_ in table("means") or token.text in ("-", "/") or token.tag_ == "CD":
        return True
    return token.tag_ in ("JJ", "JJS", "JJR", "VBN", "VBG", "AFX") and token.text[0].islower()


_LEADS = frozenset(("led", "backed", "aligned", "linked", "affiliated", "allied", "claimed"))


def _names_party(sentence: Sentence, first: int, at: int, kind: Kind) -> bool:
    doc = sentence.doc
    token, word = doc[at], form(doc[at])
    if token.text in ("-", "/") or token.tag_ in ("DT", "POS", "PRP$"):
        return False
    if doc[at + 1 : at + 3].text == "-based":
        return False  # "intelligence-based operations"
    if word in party_words() or word.removesuffix("s") in party_words():
        return True  # "the coalitions airstrikes" has only lost its apostrophe.
    if token.text in CAPITALS or word in table("demonyms"):
        return kind is not Kind.BLAST
    if at > first + 1 and doc[at - 1].text == "-" and token.lower_ in _LEADS:
        before = form(doc[at - 2])
        return kind is not Kind.BLAST and before not in table("means") and before not in table("crewed")
    if ends_in_name(sentence.words(sentence.span(doc[first], token))):
        return True
    return _acronym(token)


def _acronym(token: Token) -> bool:
    """ "DLF", which some group is called by; not "UN", "RPG", "AFP"."""
    short = token.text.isupper() and token.text.isalpha() and 2 <= len(token.text) <= 6
    return short and token.tag_ in ("NNP", "NN", "NNPS") and token.lower_ not in table("not_parties")


def _belongs(doc: Doc, at: int, first: int) -> bool:
    """Whether the token before a party's words is part of its name: "Syrian government", "Iran-backed militia"."""
    token, following, word = doc[at], doc[at + 1], doc[at].lower_
    if token.text in ("-", "/", "(") or following.text in ("-", "(", ")") or (at > first and doc[at - 1].text == "-"):
        return True
    if token.tag_ == "POS":
        return at > first and not DAYS.fullmatch(doc[at - 1].lower_)
    if token.tag_ in ("DT", "PRP$", "CD", "PDT") or word in ("suspected", "alleged", "apparent", "reported"):
        return False
    if word == "air" and form(following) in ("force", "forces"):
        return True
    if word in ("and", "or"):
        return at > first and form(doc[at - 1]) in party_adjectives()  # "Russian and government airstrikes"
    if DAYS.fullmatch(word) or word in table("means"):
        return False
    if word in party_adjectives() or word in table("describing") or token.tag_ in ("NNP", "NNPS"):
        return True
    return token.tag_ == "JJ" and token.text[0].isupper() and at > first


# Between phrases.

_Found = list[tuple[Run, Actor]]
_TIE = re.compile(
    r"\s*,?\s*(?:of|from|(?:loyal|linked|belonging|allied|affiliated|aligned)\s+(?:to|with)|claiming\s+to\s+be\s+from)\s+"
    r"(?:(?:the|an?|several|some)\s+)*",
    re.IGNORECASE,
)
_TO = re.compile(r"\b(?:to|with)\s+(?:the\s+)?$")


def _tied(sentence: Sentence, phrases: list[Run], found: _Found) -> _Found:
    """Takes in what ties a phrase to a group: "members of the Front", "a group of gunmen", "fighters from Hamas"."""
    doc = sentence.doc
    known = dict(found)
    out: _Found = []
    swallowed: Run | None = None
    for position, run in enumerate(phrases):
        actor = known.get(run)
        if run == swallowed:
            continue
        next_run = next(
            (later for later in phrases[position + 1 :] if doc[later[1]].lower_ not in ("loyal", "allied", "linked")),
            None,
        )
        if (
            next_run is not None
            and form(doc[run[1]]) in tie_heads()
            and (actor is None or actor.kind in (Kind.PARTY, Kind.PERSON))
        ):
            behind = known.get(next_run)
            between = doc[run[1] + 1 : next_run[0]].text_with_ws
            if behind is not None and _TIE.fullmatch(between) and _tie_holds(actor, behind, between):
                span = sentence.span(doc[run[0]], doc[next_run[1]])
                actor, swallowed, run = Actor(Kind.PARTY, span, span), next_run, (run[0], next_run[1])
        if actor is not None:
            out.append((run, actor))
    return out


def _tie_holds(actor: Actor | None, behind: Actor, between: str) -> bool:
    if behind.kind is Kind.PARTY:
        return True
    if actor is None:
        return behind.kind is Kind.PERSON and between.strip().startswith("of")  # "a group of men"
    return actor.kind is Kind.PARTY and (behind.kind is Kind.STATE or bool(_TO.search(between)))


def _joined(sentence: Sentence, found: _Found) -> _Found:
    """Parties in a row are one author: "the army and allied militias", "Syrian regime or Russian jets"."""
    doc = sentence.doc
    out: _Found = []
    for run, actor in found:
        if out and (_halves(doc, out[-1], (run, actor)) or _coordinated(doc, out[-1], (run, actor))):
            before, first = out.pop()
            span = sentence.span(doc[before[0]], doc[run[1]])
            actor = Actor(first.kind if first.kind is not Kind.PERSON else actor.kind, span, span)
            run = (before[0], run[1])
        out.append((run, actor))
    return out


_AND = ("and", "or", "and/or", "and their", "and its")


def _coordinated(doc: Doc, left: tuple[Run, Actor], right: tuple[Run, Actor]) -> bool:
    if left[1].party != left[1].phrase or right[1].party != right[1].phrase:
        return False
    kinds = {left[1].kind, right[1].kind}
    if not kinds <= {Kind.PARTY, Kind.STATE} and kinds != {Kind.PERSON}:
        return False
    between = doc[left[0][1] + 1 : right[0][0]].text.strip().lower()
    if between not in (*_AND, "as well as", "along with", "together with", ","):
        return False
    head, other = doc[left[0][1]], doc[right[0][1]]
    after = doc[other.i + 1] if other.i + 1 < len(doc) else None
    if kinds == {Kind.PARTY} and between in _AND and (after is None or not after.tag_.startswith(("VB", "MD"))):
        return True
    linked = other.dep_ in ("conj", "appos") and any(
        left[0][0] <= near.i <= left[0][1] for near in (other.head, other.head.head)
    )
    if between == ",":
        return linked and other.dep_ == "conj"
    if head.dep_ in ("nmod", "compound", "amod") and head.head.i == other.i:
        return between in _AND  # "the M23 and Rwandan troops"
    return linked or (head.dep_ == "conj" and other.head.i == head.head.i)


def _halves(doc: Doc, left: tuple[Run, Actor], right: tuple[Run, Actor]) -> bool:
    """ "Armenian and Azerbaijani forces": the first adjective shares the noun of the second."""
    (first, last), (start, _) = left[0], right[0]
    if right[1].kind is not Kind.PARTY or last - first > 1 or doc[last].lower_ not in table("demonyms"):
        return False
    return doc[start].lower_ in table("demonyms") and doc[last + 1 : start].text.lower() in ("and", "or")


# The author behind an attack.

_BY = re.compile(
    r"(?P<far>.*?)\b(?:by|blamed\s+on|attributed\s+to|at\s+the\s+hands\s+of|pinned\s+on)\s+"
    r"(?:(?:what|whom?)\s+\w+\s+(?:said|called|described\s+as)\s+(?:was|were|to\s+be)?\s*)?(?:\w+ly\s+)?",
    re.IGNORECASE | re.DOTALL,
)
# A clause of its own stands between an attack and whoever did not do it ("an attack that killed a guard hired by").
_CLAUSE = Caseless(
    r"[;:!?]\s|\.\s+[A-Z]|\b(?:while|which|that|when|who|where|killed|killing|wounded|wounding|injured|said|after|as|before|of\s+them)\b"
)
# "Sunday's attack, which officials said was carried out by"
_RELATIVE = re.compile(
    r"\s*,?\s*(?:which|that)\s+(?:[\w'’.-]+\s+){0,7}?(?:was|were|had been|has been)\s+(?:\w+\s+){0,4}?(?:by|on|to)\s+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+(?:\w+\s+)?between\s+")
_FROM = re.compile(r"\s+(?:from|by)\s+")
_OF = re.compile(r"\s+of\s+")
# "jets believed to be Russian or Syrian"
_BELIEVED = re.compile(
    r",?\s+(?:believed|thought|suspected|presumed|said|reported)\s+to\s+(?:be|have\s+been)\s+(?P<who>\w+)(?:\s+(?:or|and)\s+[A-Z]\w+)?"
)
_REACH = 140


def _authored(sentence: Sentence, actor: Actor, actors: list[Actor]) -> Actor:
    """An attack with the party behind it: "airstrikes on the town by the army", "an attack claimed by the Front"."""
    text = sentence.document.text
    if actor.kind not in ATTACKS or (actor.party is not None and _says_who(actor.party.of(text))):
        return actor
    believed = _BELIEVED.match(text, actor.phrase.end)
    if believed is not None and believed["who"].lower() in table("demonyms"):
        return replace(actor, party=Span(believed.start("who"), believed.end()))
    for other in actors:
        if not actor.phrase.end < other.phrase.start <= actor.phrase.end + _REACH:
            continue
        between = text[actor.phrase.end : other.phrase.start]
        if _CLAUSE.search(between) and not _RELATIVE.fullmatch(between):
            continue
        by = _BY.fullmatch(between)
        by_it = by is not None and _done_by(by["far"])
        if other.party is None and by_it:
            return actor  # "an attack by car bomb"
        if other.party is None or other.kind not in (Kind.PARTY, Kind.STATE, Kind.PERSON):
            continue
        if other.kind is Kind.PERSON and actor.phrase.of(text).lower().split()[-1] in ("strike", "strikes"):
            return actor  # "strikes by lawyers and teachers": they stopped work.
        if by_it or (other.kind is Kind.PARTY and _near(actor, between, text)):
            return replace(actor, party=other.party, own=other.own)
    return actor


def _near(attack: Actor, between: str, text: str) -> bool:
    """ "fire from Israeli tanks", "mutual shelling between the army and rebels", "the offensive of the army" """
    if attack.kind is Kind.STRIKE and (_FROM.fullmatch(between) or _BETWEEN.fullmatch(between)):
        return True
    return bool(_OF.fullmatch(between)) and attack.phrase.of(text).rsplit(" ", 1)[-1].lower() in table("of_author")


def _says_who(words: str) -> bool:
    """Whether a party is named, not only its kind: "a military operation by Egypt's army" goes on."""
    return " " in words or not words.islower()


def _done_by(far: str) -> bool:
    """Whether "by" belongs to the attack: not after "a town held", "a convoy guarded"."""
    words = far.lower().replace(",", " ").split()
    if not words or not (words[-1].endswith("ed") or words[-1] in table("participles")):
        return True
    return words[-1] in table("done") or " ".join(words[-2:]) in table("done")
