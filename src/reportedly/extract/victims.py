"""Who was harmed: the report's words without the number, their class, and facets that overlap with it.

>>> classify("pro-government fighters"), classify("women and children"), classify("people")
(<VictimClass.COMBATANT: 'combatant'>, <VictimClass.CIVILIAN: 'civilian'>, <VictimClass.UNKNOWN: 'unknown'>)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from reportedly import lexicon
from reportedly.language import Sentence
from reportedly.model import Facets, Mention, Span, VictimClass, Victims

_INSIDE = ("NN", "NNS", "NNP", "NNPS", "JJ", "CD", "HYPH", "POS", "DT", "PRP$", "AFX", "FW")
_TIES = ("of", "from", "connected", "loyal", "belonging", "affiliated", "linked", "allied", "aligned")
_WORD = re.compile(r"[\w.]+(?:['’-][\w.]+)*")


def find(sentence: Sentence, nouns: Iterable[Span]) -> Iterator[Mention[Victims]]:
    """The people that the given noun phrases name, each with what ties them to a group ("members of the Front").

    `nouns` are spans from behind the number to the noun that is counted, as the joining of amounts found them.
    """
    for noun in nouns:
        span = Span(noun.start, max(noun.end, _end(sentence, noun)))
        text = sentence.words(span)
        lead = len(text) - len(text.lstrip(" ,"))
        stripped = _LEADING.match(text, lead)
        start = span.start + (stripped.end() if stripped else lead)
        if start >= span.end:
            continue
        words = Span(start, span.end).of(sentence.document.text)
        victims = Victims(words, classify(words), facets(words))
        yield Mention(victims, (Span(start, span.end),), f"victims/{victims.victim_class.value}")


_LEADING = re.compile(r"\s*(?:of\s+)?(?:the\s+)?(?:(?:more|other|additional|further|new)\s+(?=\w))?")


# "people, mostly civilians"
_MOSTLY = re.compile(
    r",?\s+(?:mostly|mainly|largely|most of them|many of them|almost all|all of them)\s+(?:\w+\s+)?(?P<who>\w+)"
)


def _end(sentence: Sentence, noun: Span) -> int:
    """Where the phrase ends once "of the Front", "from the Civil Defence", "loyal to the president" are taken in."""
    token = sentence.token_at(noun.end - 1)
    doc = sentence.doc
    mostly = _MOSTLY.match(sentence.text, noun.end - sentence.start)
    if mostly is not None and _kinds().get(mostly["who"].lower()):
        return sentence.start + mostly.end()
    index = token.i + 1
    if index >= len(doc) or doc[index].lower_ not in _TIES or token.lower_ in ("them", "whom", "dead", "killed"):
        return noun.end
    if doc[index].lower_ == "from" and token.lower_ in ("people", "others"):
        return noun.end  # "12 people from three villages": where they came from.
    end, named = noun.end, False
    while index + 1 < len(doc) and index < token.i + 12:
        index += 1
        current = doc[index]
        if current.tag_ in ("TO", "IN") and not named and current.lower_ in ("to", "with", "by"):
            continue
        tied = doc[index - 1].text == "-" and not doc[index - 1].whitespace_  # "the new Islamist-led government"
        if current.tag_ not in _INSIDE and current.text != "-" and not ((current.tag_ == "VBN" and not named) or tied):
            break
        if named and current.tag_ in ("DT", "CD", "PRP$"):
            break
        if current.tag_ in ("NN", "NNS", "NNP", "NNPS"):
            named, end = True, sentence.start + current.idx + len(current)
            if current.tag_ == "NNS" and index + 1 < len(doc) and doc[index + 1].tag_ != "NNP":
                break
    return end


def classify(words: str) -> VictimClass:
    """The class that the words alone give. "men" and "people" give none."""
    found = [word.lower() for word in _WORD.findall(words)]
    head = words.lower()
    kinds = {kind for word in found for kind in _kinds().get(word, ())}
    civilian, combatant = VictimClass.CIVILIAN in kinds, VictimClass.COMBATANT in kinds
    mostly = re.search(r",?\s+\b(?:mostly|mainly|largely|most of|many of)\b", head)
    if mostly and (civilian or combatant):
        # "people, mostly civilians" are mixed; "residents, mostly women" are civilians all the same.
        plain = classify(words[: mostly.start()]) if mostly.start() else VictimClass.UNKNOWN
        return VictimClass.MIXED if plain is VictimClass.UNKNOWN else plain
    if civilian and combatant:
        # "army doctors", "police officers' wives": the last noun is what they are; "civilians and fighters" are both.
        if re.search(r"\b(?:and|or)\b", head):
            return VictimClass.MIXED
        last = next(kind for word in reversed(found) for kind in _kinds().get(word, ()))
        return VictimClass.COMBATANT if last is VictimClass.COMBATANT else VictimClass.CIVILIAN
    if combatant:
        return VictimClass.COMBATANT
    if civilian:
        return VictimClass.CIVILIAN
    if set(found) & _of_group() and set(found) & set(lexicon.table("en", "people")["civil_life"]):
        return VictimClass.CIVILIAN  # "community leaders"
    if set(found) & _of_group() and _armed(head, found):
        return VictimClass.COMBATANT
    return VictimClass.UNKNOWN


def _armed(lower: str, found: list[str]) -> bool:
    return bool(set(found) & _group_words()) or bool(_group_names().search(lower))


@cache
def _group_words() -> frozenset[str]:
    return frozenset(lexicon.table("en", "parties")["words"])


@cache
def _group_names() -> re.Pattern[str]:
    names = sorted(lexicon.table("en", "parties")["names"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def facets(words: str) -> Facets:
    """Age, sex, trade and party, where the words say so."""
    found = [word.lower() for word in _WORD.findall(words)]
    people = lexicon.table("en", "people")
    child, elderly = set(found) & set(people["child"]), set(found) & set(people["elderly"])
    female, male = set(found) & set(people["female"]), set(found) & set(people["male"])
    trade = next((word for word in reversed(found) if word in people["occupation"]), None)
    party = re.search(r"\b(?:pro|anti)-[\w-]+|\b[\w-]+-(?:led|backed|aligned|linked|allied)\b", words)
    return Facets(
        age="child" if child else "elderly" if elderly else None,
        sex="mixed" if female and male else "female" if female else "male" if male else None,
        occupation=trade,
        party=party.group() if party else None,
    )


@cache
def _kinds() -> dict[str, tuple[VictimClass, ...]]:
    people = lexicon.table("en", "people")
    kinds: dict[str, tuple[VictimClass, ...]] = {}
    for name in ("civilian", "child", "elderly", "woman", "occupation"):
        kinds |= dict.fromkeys(people[name], (VictimClass.CIVILIAN,))
    return kinds | dict.fromkeys(people["combatant"], (VictimClass.COMBATANT,))


@cache
def _of_group() -> frozenset[str]:
    return frozenset(lexicon.table("en", "people")["combatant_of_group"])
