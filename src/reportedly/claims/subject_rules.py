"""Rules for people who stand before the verb: long subjects, pairs of subjects, a gap in place of the verb."""

from __future__ import annotations

import re

from reportedly.claims.phrases import is_person
from reportedly.claims.rival_rules import earlier
from reportedly.claims.scene import Link, Scene, inherit, lead, make, tail, word_set
from reportedly.extract.harms import Grammar
from reportedly.language import Sentence
from reportedly.model import Harm, Hedge, Mention

# The words that a phrase behind its noun is made of ("of a national NGO and his driver"): no verb, no clause.
_OF_A_PHRASE = frozenset(
    ("DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "IN", "CD", "HYPH", "POS", "CC", "RB", "``", "''")
)
_MOST_WORDS = 12


def long_subject(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "An agent of a national NGO and his driver were abducted"; not "an attack on two members was condemned"

    The passive is read over a phrase without a verb, where the parser has lost its subject.
    """
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    if amount.noun is None or not is_person(amount.noun_form):
        return None
    if amount.first.i and doc[amount.first.i - 1].tag_ in ("IN", "POS", "TO", "VBG", "VBD", "VB", "VBZ", "VBP"):
        return None
    position = amount.last.i + 1
    if position >= len(doc) or doc[position].lower_ not in ("of", "from", "in", "at", "with"):
        return None
    limit = min(len(doc), position + _MOST_WORDS)
    while position < limit and doc[position].tag_ in _OF_A_PHRASE and position not in scene.first:
        position += 1
    if position >= limit or doc[position].lower_ not in ("was", "were", "are", "is", "have", "has", "had"):
        return None
    helping = word_set("be") | word_set("have")
    while (
        position < limit
        and position not in scene.first
        and (doc[position].lower_ in helping or doc[position].tag_ == "RB")
    ):
        position += 1
    word = scene.first.get(position)
    if word is None:
        return None
    helped = doc[position - 1].lower_ in word_set("be") or doc[position - 2].lower_ in word_set("be")
    if Grammar.DONE_TO in word.value.grammars and helped:
        return make(amount, word, "passive")
    return make(amount, word, "subject") if Grammar.DONE_BY in word.value.grammars else None


_AND = re.compile(r"(?:,|,? and|,? as well as|,? along with)\s+(?:the |his |her |their )?$")
_OF_THE_VERB = ("linking/passive", "linking/subject", "linking/state", "linking/coordinated")


def beside_next(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "A social leader and two members of his family were shot dead": one verb for both; not "met a leader and two
    of his men were shot"
    """
    amount = scene.amounts[index]
    if index + 1 not in links or amount.noun is None or not is_person(amount.noun_form):
        return None
    following = links[index + 1]
    if following.whole is not None or following.harm.rule not in _OF_THE_VERB:
        return None
    if following.harm.start < following.amount.mention.end:
        return None
    doc = scene.sentence.doc
    if amount.first.i and doc[amount.first.i - 1].tag_ in ("IN", "TO", "VBG", "VBD", "VB", "VBZ", "VBP", "POS"):
        return None
    if not _AND.fullmatch(scene.sentence.text[amount.last.idx + len(amount.last) : following.amount.first.idx]):
        return None
    harm = Mention(following.harm.value, following.harm.spans, following.harm.rule)
    return Link(amount, harm, following.word, following.whole)


_GAPPED = re.compile(r",? and (?:on|in|at|near) (?:[\w'’-]+ ){1,4}?(?:another |a further )?$")
_OWN_VERB = frozenset(("VBD", "VBN", "VBZ", "VBP", "MD"))
_GAP_ENDS = re.compile(r"\s*(?:,|\.|near\b|in\b|at\b|outside\b)")


def gapped(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "The group killed five men in Gorouol, and on April 30 11 people near Téra": the verb is said once"""
    amount = scene.amounts[index]
    if amount.noun is None or not is_person(amount.noun_form) or amount.mention.rule == "quantity/one-person":
        return None
    if not _GAPPED.search(lead(scene, amount)) or not _GAP_ENDS.match(tail(scene, amount)):
        return None
    behind = scene.sentence.doc[amount.last.i + 1 :]
    if amount.top.dep_ in ("nsubj", "nsubjpass") or any(token.tag_ in _OWN_VERB for token in behind):
        return None
    if re.search(r", \w+ed\b", behind.text):
        return None  # "11 people, mostly farmers, fetched water", whatever the tagger calls it
    before = earlier(scene, index, links, carried=False)
    if before is None or before.harm.rule != "linking/object":
        return None
    return Link(amount, Mention(before.harm.value, before.harm.spans, "linking/another"), before.word)


_COUNTED_OUT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_ONE_OF_THE = re.compile(
    rf"\s+of the (?P<whole>{'|'.join(_COUNTED_OUT)}) (?:was|were|is|are) (?:only |just |in fact |actually )?"
    r"(?:an? |his |her |minors?\b|civilians?\b|children\b|women\b|teenagers?\b|students?\b)"
)


def tells_of_one(sentence: Sentence) -> bool:
    """Whether a sentence says who some of a counted few were: "one of the two was a student"."""
    text = sentence.text
    return " of the " in text and re.search(rf"\w{_ONE_OF_THE.pattern}", text) is not None


def one_of_the(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "They disputed this, saying one of the two was a student": of the two told of before"""
    amount, whole = scene.amounts[index], scene.carried
    if whole is None:
        return None
    match = _ONE_OF_THE.match(scene.sentence.text, amount.mention.end - scene.sentence.start)
    value = whole.amount.mention.value
    if match is None or value.low != _COUNTED_OUT[match["whole"]] or value.hedge is not Hedge.EXACT:
        return None
    return inherit(amount, whole, "carried")


_SIDE_LOST = re.compile(
    r"\b(?:own side|side|army|military|group|unit|militia|battalion|brigade|guerrillas|rebels)(?: had| has)?"
    r" (?P<lost>lost) (?:only |just )?$"
)


def side_lost(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "said his own side had lost only two"; not "the army lost two bases" """
    amount = scene.amounts[index]
    match = _SIDE_LOST.search(lead(scene, amount)) if amount.noun is None else None
    if match is None or not re.match(r"\s*(?:[.,;\"”]|$)", tail(scene, amount)):
        return None
    word = scene.last.get(scene.sentence.token_at(scene.sentence.start + match.start("lost")).i)
    return make(amount, word, "lost") if word is not None and word.value.harm is Harm.KILLED else None


_BEHIND_BARS = re.compile(r"\b(?:put|puts|putting|placed|threw|thrown|has|have|keeps?|kept|holds?|held) $")


def put_away(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "have put some 1,300 critics behind bars"; not "have put 40 cells in prison" """
    amount = scene.amounts[index]
    if amount.noun is None or not is_person(amount.noun_form) or not _BEHIND_BARS.search(lead(scene, amount)):
        return None
    word = scene.first.get(amount.last.i + 1)
    if word is None or word.value.harm is not Harm.DETAINED or Grammar.STATE not in word.value.grammars:
        return None
    return make(amount, word, "left")


_AND_HIMSELF = re.compile(r"\b(?P<verb>\w+) (?:himself|herself|themselves) (?:and|along with|as well as) $")


def with_himself(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "The bomber killed himself and eleven recruits" """
    amount = scene.amounts[index]
    match = _AND_HIMSELF.search(lead(scene, amount))
    if match is None or (amount.noun is not None and not is_person(amount.noun_form)):
        return None
    word = scene.last.get(scene.sentence.token_at(scene.sentence.start + match.start("verb")).i)
    return make(amount, word, "object") if word is not None and Grammar.DONE_TO in word.value.grammars else None
