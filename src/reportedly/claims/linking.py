"""Joins amounts to the harm that they count, sentence by sentence.

Each rule stands with the sentence that it is for. Rules over words in a row come first (`row_rules`), the grammar
decides where words in between keep amount and harm apart (`clause_rules`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.claims import clause_rules, holding, part_rules, rival_rules, row_rules, subject_rules, toll_rules
from reportedly.claims.phrases import Amount, is_person, things
from reportedly.claims.scene import Link, Scene, stage, tail, word_set
from reportedly.claims.unreal import why_unreal
from reportedly.extract.harms import Grammar, HarmWord
from reportedly.language import Sentence
from reportedly.model import Harm, Hedge, Leftover, Mention, Quantity


def link(
    sentence: Sentence, quantities: list[Mention[Quantity]], words: list[Mention[HarmWord]], carried: Link | None = None
) -> tuple[list[Link], list[Leftover]]:
    """The joined amounts of a sentence, and the amounts beside a word of harm that were not joined, with why.

    `carried` is the figure that the sentence before ended on, for breakdowns that go on ("This includes 125 fighters").
    """
    scene = stage(sentence, quantities, words, carried)
    links: dict[int, Link] = {}
    reasons: dict[int, str | None] = {}
    for index in range(len(scene.amounts)):
        joined, why = _join(scene, index, links)
        joined = holding.told_apart(scene, joined) if joined is not None else None
        why = why_unreal(scene, joined) or why if joined is not None else why
        if joined is not None and why is None:
            links[index] = joined
        else:
            reasons[index] = why
    for index in sorted(reasons):
        joined = (
            (part_rules.part(scene, index, links) if reasons[index] is None else None)
            or part_rules.among(scene, index, links)
            or subject_rules.beside_next(scene, index, links)
        )
        if joined is not None and reasons.pop(index) is None:
            links[index] = joined
    if carried is not None and part_rules.divides(sentence):
        # "The toll included two people killed on Sunday"
        for index, joined in links.items():
            if joined.whole is None and joined.harm.value is carried.harm.value:
                links[index] = replace(joined, whole=carried)
    first = links.get(0)
    if carried is not None and first is not None and first.whole is None and rival_rules.of_the_bodies(scene, first):
        links[0] = replace(first, whole=carried)
    leftovers = [
        _leftover(scene, scene.amounts[index], why)
        for index, why in reasons.items()
        # An article that no rule joined ("a bomb") is no number.
        if words and scene.amounts[index].mention.rule != "quantity/one-person"
    ]
    return [links[index] for index in sorted(links)], leftovers


def _leftover(scene: Scene, amount: Amount, why: str | None) -> Leftover:
    nearest = min(scene.words, key=lambda word: abs(word.start - amount.mention.start))
    span = amount.mention.span
    reason = why or "no rule joins it to the harm"
    return Leftover(scene.sentence.document.id, span, scene.sentence.words(span), nearest.value.harm, reason)


def _join(scene: Scene, index: int, links: dict[int, Link]) -> tuple[Link | None, str | None]:
    amount = scene.amounts[index]
    if amount.mention.value.hedge is Hedge.NONE_REPORTED:
        found = row_rules.none_reported(amount, scene)
        return found, None if found else "no harm is named"
    if toll_rules.superseded(scene, amount):
        return None, "an earlier figure that the report replaces"
    if _apposed(scene, amount):
        return None, None
    if amount.mention.value.high == 0 and _NONE_OF_THEM.match(scene.sentence.text, _offset(scene, amount)):
        return None, "no harm is named"  # "a dozen were injured, none of them in danger"
    for rule in _RULES:
        joined = rule(scene, index, links)
        if joined is None:
            continue
        if not _countable(amount, joined):
            return None, f"counts {amount.noun_form}, not people"
        if (
            amount.noun_form in things()
            and joined.word is not None
            and scene.first.get(_noun_index(amount)) is not joined.word
        ):
            return None, f"counts {amount.noun_form}, not people"
        if _only_people(scene, joined) and not (amount.noun is None or is_person(amount.noun_form)):
            return None, f"counts {amount.noun_form}, not people"
        return joined, None
    if amount.noun is not None and not is_person(amount.noun_form):
        return None, f"counts {amount.noun_form}"
    return None, None


_NONE_OF_THEM = re.compile(r" of (?:them|whom) (?:is |are |was |were )?(?!(?:killed|injured|hurt|wounded|harmed)\b)")


def _offset(scene: Scene, amount: Amount) -> int:
    return amount.mention.end - scene.sentence.start


# "Two contractors, a cameraman and his driver, were wounded": who the two were.
_PAIR_NAMED = re.compile(r"\b(?:two|both)(?: [\w-]+){0,5}, (?:(?:an? )?[\w -]{3,50} and )?$", re.IGNORECASE)


_SPOKEN_BY = re.compile(r"\b(?:said|says|recalled|recounted|according to|told \w+ by) $")


def _apposed(scene: Scene, amount: Amount) -> bool:
    """Whether an article tells who somebody is and counts nobody.

    "Brunson, a native of Derna, was arrested"; "one of them a child"; "one, a boy of 11, died".
    """
    text = scene.sentence.text
    if amount.mention.rule == "quantity/both":
        # "killed two customers, both students"
        return bool(re.search(r", $", text[: amount.mention.start - scene.sentence.start]))
    if amount.mention.rule != "quantity/one-person":
        return False
    start = amount.mention.start - scene.sentence.start
    before, rest = text[:start], text[start:]
    if _SPOKEN_BY.search(before) and re.match(r" who (?!(?:was|were|had been|has been)\b)", tail(scene, amount)):
        return True  # "said a farmer who fled"; "said a man who was arrested" tells of a harm
    if re.search(r"\b(?:one|two|three) of (?:them|whom) $", before, re.IGNORECASE):
        return True
    if _PAIR_NAMED.search(before) and re.match(r"[^.;,]{3,80}?, (?:was|were|are|is|have|has|had)\b", rest):
        return True
    if re.search(r"\bone, $", before, re.IGNORECASE) and re.match(r"[^.;,]{3,60}?,", rest):
        return True  # "four in Kherson; and one, a postman, in Sumy"
    if not re.match(r"[^.;,]{3,60}?,", rest) or amount.top.dep_ in ("nsubj", "nsubjpass"):
        return False  # "In Shebekino, a man died at home, he said"
    if re.search(
        r"\b(?:including|killing|wounding|injuring|killed|wounded|injured|kidnapp\w+|abduct\w+) [^,]*, $", before
    ):
        return False
    return bool(
        re.search(
            r"\b(?:(?:[Hh]is|[Hh]er|[Mm]y|[Oo]ur|[Tt]heir) [a-z]+|[A-Z][\w'’-]+|[Oo]ne|[Oo]ne of (?:them"
            r"|those|whom|the [\w ]{3,30})|(?:the|those) (?:injured|wounded|dead"
            r"|killed|victims)), (?:also )?$",
            before,
        )
    )


def _only_people(scene: Scene, joined: Link) -> bool:
    """Whether the verb does its harm to things as well: "took out two radars", "wiped out 3,000 jobs"."""
    return joined.word is not None and scene.sentence.words(joined.word.span).lower() in word_set("only_people")


def _countable(amount: Amount, joined: Link) -> bool:
    """Whether the noun can be people: known ones, names ("12 Houthis"), and for deaths and wounds all but things."""
    if (
        amount.noun is None
        or is_person(amount.noun_form)
        or amount.noun.text[0].isupper()
        or amount.noun_form in ("them", "whom", "these", "those")
        or (amount.of and amount.noun_form in word_set("collectives"))
        or (joined.harm.rule == "linking/lost" and amount.noun_form in word_set("heroic"))
    ):
        return True
    if (
        joined.harm.value in (Harm.KILLED, Harm.INJURED)
        and joined.word is not None
        and Grammar.DONE_TO in joined.word.value.grammars
    ):
        return amount.noun_form not in things()
    return joined.harm.rule in ("linking/noun", "linking/zero", "linking/none-reported", "linking/attribute")


def _noun_index(amount: Amount) -> int:
    return amount.noun.i if amount.noun is not None else -1


# Tried in this order; the first that reads a join wins.
_RULES = (
    row_rules.left,
    part_rules.part,
    part_rules.part_coordinated,
    part_rules.gravely,
    rival_rules.hurt_then_died,
    rival_rules.victims_of,
    part_rules.harmed_are,
    part_rules.labelled,
    row_rules.counted_people,
    row_rules.precedes,
    row_rules.zero,
    row_rules.follows,
    row_rules.of_the_harmed,
    row_rules.lost,
    row_rules.counted_harm,
    row_rules.harm_of,
    toll_rules.toll,
    rival_rules.new_total,
    rival_rules.total_behind,
    rival_rules.the_victims,
    rival_rules.marched_off,
    subject_rules.put_away,
    subject_rules.with_himself,
    subject_rules.side_lost,
    subject_rules.one_of_the,
    rival_rules.with_others,
    rival_rules.against,
    rival_rules.families_in_people,
    rival_rules.the_other,
    part_rules.coordinated,
    rival_rules.more_there,
    clause_rules.clause,
    subject_rules.long_subject,
    subject_rules.gapped,
    row_rules.families_moved,
    rival_rules.having_fled,
    part_rules.of_total,
    part_rules.same_figure,
    part_rules.breakdown,
    part_rules.another,
    part_rules.carried,
    rival_rules.some_are,
    rival_rules.rival,
    rival_rules.among_victims,
    row_rules.attribute,
)
