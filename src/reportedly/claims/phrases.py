"""The noun phrase that an amount belongs to: what is counted, and where the phrase begins and ends.

The parser is asked only where words in a row leave it open: rough text runs phrases together ("four civilians
residents said"), and a plural noun nearly always closes one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportedly import lexicon
from reportedly.language import Sentence
from reportedly.model import Mention, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_INSIDE = (*_NOUNS, "JJ", "JJR", "JJS", "CD", "HYPH", "POS", "AFX", "PRP$", "VBG", "FW")


@dataclass(slots=True)
class Amount:
    """A quantity in its sentence: tokens from `first` to `last`; `noun` is what is counted, None where it is not said.

    `top` is the token that stands for the phrase in the grammar of the clause.
    """

    mention: Mention[Quantity]
    first: Token
    number: Token
    noun: Token | None
    last: Token
    of: bool = False

    @property
    def top(self) -> Token:
        return self.number if self.noun is None or self.of else self.noun

    @property
    def noun_form(self) -> str:
        return self.noun.lower_ if self.noun is not None else ""


def amounts(sentence: Sentence, quantities: list[Mention[Quantity]], harms: dict[int, int]) -> list[Amount]:
    """Each quantity with its noun phrase. `harms` holds the offsets at which words of harm begin and end."""
    return [_amount(sentence, mention, harms) for mention in quantities]


def _amount(sentence: Sentence, mention: Mention[Quantity], harms: dict[int, int]) -> Amount:
    number = sentence.token_at(mention.value.amount.end - 1)
    first = sentence.token_at(mention.start)
    token, last, of = sentence.token_at(mention.end - 1), number, False
    found: Token | None = None
    doc = sentence.doc
    index = _past_age(sentence, token.i + 1)
    last = token
    if index > token.i + 1 and (index >= len(doc) or doc[index].lower_ in _BARE_AGE):
        aged = doc[index - 1]  # "a five-year-old was killed"
        return Amount(mention, first, number, aged, aged)
    while index < len(doc) and index <= token.i + 9:
        current = doc[index]
        following = doc[index + 1] if index + 1 < len(doc) else None
        begins = sentence.start + current.idx
        starts_harm = begins in harms
        alone = starts_harm and harms[begins] == begins + len(current)
        if starts_harm and not alone and found is None and (closing := _harmed_people(sentence, harms[begins])):
            if is_person(closing.lower_):
                # "home to 500,000 displaced people": the harm and the people are one phrase.
                return Amount(mention, first, number, closing, closing, of)
            index, last = closing.i + 1, closing  # "2,300 war-wounded patients"
            continue
        if current.lower_ == "of" and found is None and not of and following is not None and _opens(following):
            of, index = True, index + 1
            continue
        if current.lower_ in ("the", "these", "those", "its", "their", "his", "our", "all") and of and found is None:
            index += 1
            continue
        if current.lower_ in ("them", "whom", "these", "those") and of and found is None:
            return Amount(mention, first, number, current, current, True)
        if starts_harm and not (alone and _modifies(current, following)):
            if current.lower_ in ("hostage", "captive", "prisoner"):
                break  # "took about 20 prisoner": said of them, not the noun that is counted.
            if (current.tag_ in ("NNS", "NN") and found is None) or current.lower_ in _joining("counted_harms"):
                # "12 deaths", "30 cases of asphyxiation": the harm itself is what is counted.
                return Amount(mention, first, number, current, current, of)
            break
        if current.text == "(" and following is not None and following.text.isupper() and _closed(doc, index):
            index += 3  # "an Islamic State (ISIS) commander"
            continue
        if following is not None and following.tag_ == "POS" and current.tag_ in _NOUNS and _named(found):
            pass  # "three New People's Army rebels", "inmates' relatives"
        elif current.tag_ in ("NNS", "NNPS") or current.lower_ in _joining("plurals"):
            # "12 Islamic State militants": a plural closes the phrase, but for "United Nations workers".
            if following is None or not _goes_on(current, following):
                if found is None and not _harmed_before(sentence, first, harms):
                    current = _second_plural(doc, current)
                return Amount(mention, first, number, current, current, of)
            found = last = current
        elif current.tag_ in _NOUNS:
            if found is not None and found.lower_ in _persons() and current.lower_ not in _persons():
                break
            found = last = current
        elif (
            current.lower_ in _joining("adverbs")
            or current.lower_ in _joining("more")
            or current.tag_ in _INSIDE
            or starts_harm
        ):
            if current.tag_ == "VBG" and (following is None or following.tag_ not in _NOUNS or found is not None):
                break
            if (
                found is not None
                and current.tag_ in ("JJ", "CD", "PRP$", "JJR")
                and current.text[0].islower()
                and current.lower_ not in _joining("more")
                and not _hyphen_next(following)
            ):
                break
        elif current.tag_ == "VBN" and doc[index - 1].text == "-":
            found = None  # "782 combat-related deaths"
        elif current.tag_ == "VBN" and found is None and following is not None and following.tag_ in (*_NOUNS, "JJ"):
            pass  # "a downed government pilot"
        elif current.lower_ in ("and", "or") and _joins_adjectives(doc, index, found):
            pass  # "70 regime and rebel fighters"
        elif current.text in ('"', "``", "''") and found is None:
            pass  # "about a hundred “accomplices”"
        elif (
            current.text in ("'s", "’s", "-", "/")
            or (current.tag_ == "POS" and current.text in ("'", "’"))
            or (current.tag_ == "," and _between_adjectives(doc[index - 1], following))
        ):
            pass
        else:
            break
        index += 1
    return Amount(mention, first, number, found, found if found is not None else last, of and found is not None)


def _named(found: Token | None) -> bool:
    return found is None or found.text[0].isupper()


def _closed(doc: Doc, index: int) -> bool:
    return index + 2 < len(doc) and doc[index + 2].text == ")"


def _harmed_people(sentence: Sentence, end: int) -> Token | None:
    """The last token of a phrase of harm that belongs to the noun phrase: "displaced people", "war-wounded"."""
    closing = sentence.token_at(end - 1)
    hyphened = closing.i > 0 and sentence.doc[closing.i - 1].text == "-"
    return closing if hyphened or (is_person(closing.lower_) and closing.tag_ in ("NNS", "NN")) else None


def _harmed_before(sentence: Sentence, first: Token, harms: dict[int, int]) -> bool:
    return first.i > 0 and sentence.start + first.idx - 1 in harms.values()


def _second_plural(doc: Doc, plural: Token) -> Token:
    """ "40 officials and officers killed": one amount counts both nouns; not as in "killed 40 men and women fled"."""
    if (
        plural.i + 2 < len(doc)
        and doc[plural.i + 1].lower_ in ("and", "or")
        and doc[plural.i + 2].tag_ == "NNS"
        and is_person(doc[plural.i + 2].lower_)
    ):
        return doc[plural.i + 2]
    return plural


def _joins_adjectives(doc: Doc, index: int, found: Token | None) -> bool:
    """Whether "and" stands between two words that both tell the kind of one plural noun."""
    if found is not None and (
        found.tag_ in ("NNS", "NNPS") or found.lower_ in _persons() - {"rebel", "militia", "police"}
    ):
        return False
    for at in range(index + 1, min(len(doc), index + 5)):
        if doc[at].tag_ in ("NNS", "NNPS"):
            return doc[at].lower_ in _persons() and at > index + 1
        if doc[at].tag_ not in ("JJ", "NN", "NNP", "HYPH", "AFX"):
            return False
    return False


_AGE = re.compile(
    r"(?:\d{1,3}|[a-z]+(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)[- ]?(?:years?|months?|days?|weeks?)"
    r"[- ]olds?(?:\s+|\b(?=[,.;]))"
)
_BARE_AGE = frozenset(("and", ",", ".", "was", "were", "died", "had", "has", "in", "from", "who", ";"))


def _past_age(sentence: Sentence, index: int) -> int:
    """ "a 45-year-old woman": the age is stepped over."""
    doc = sentence.doc
    if index >= len(doc):
        return index
    age = _AGE.match(doc[index : index + 9].text_with_ws)
    if age is None:
        return index
    return sentence.token_at(sentence.start + doc[index].idx + age.end()).i


def _opens(token: Token) -> bool:
    return token.tag_ in (*_INSIDE, "DT", "PRP", "PRP$", "WP", "PDT", "WDT", "RB", "VBN") or token.lower_ in _persons()


def _hyphen_next(token: Token | None) -> bool:
    return token is not None and token.text in ("-", "–")


def _between_adjectives(before: Token, after: Token | None) -> bool:
    """ "12 young, unarmed men" """
    return before.tag_ == "JJ" and after is not None and after.tag_ in ("JJ", "VBN")


_HARMED = frozenset(("wounded", "injured", "displaced", "missing", "dead", "fleeing", "abducted", "detained"))


def _modifies(token: Token, following: Token | None) -> bool:
    """ "12 wounded soldiers", "badly injured civilians": the word of harm stands before its noun."""
    if following is not None and following.lower_ in _persons() and token.lower_ in _HARMED:
        return True
    return (
        following is not None
        and (following.tag_ in ("NNS", "NNPS") or following.lower_ in _persons())
        and (token.tag_ in ("VBN", "JJ", "VBD", "NN") or token.lower_ in ("missing", "fleeing"))
        and token.lower_ not in ("killed", "dies", "died")
    )


def _goes_on(token: Token, following: Token) -> bool:
    """ "United Nations workers": a name's plural does not close the phrase."""
    if token.lower_ in ("police", "staff"):
        return following.tag_ in ("NN", "NNS") and following.lower_ in _persons()  # "five police officers"
    return token.tag_ == "NNPS" and following.tag_ in _NOUNS and token.lower_ not in _persons()


@cache
def _persons() -> frozenset[str]:
    people = lexicon.table("en", "people")
    return frozenset(
        word
        for name, words in people.items()
        if not name.endswith(("_endings", "_life"))
        for word in words
        if " " not in word
    )


@cache
def _joining(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "joining")[name])


def is_person(form: str) -> bool:
    """Whether a noun counts people: by the lexicon, or by an ending that names people and is not listed as a thing."""
    return form in _persons() or (form.endswith(_endings()) and form not in things())


@cache
def _endings() -> tuple[str, ...]:
    people = lexicon.table("en", "people")
    return people["national_endings"] + people["plural_endings"] + people["singular_endings"]


@cache
def things() -> frozenset[str]:
    return frozenset(lexicon.table("en", "things")["things"])
