"""Rules for figures that take their harm from another one: of another period, place or speaker, or a new total.

None of them is a part of the figure that it follows: "killed 63 people last year, against 88 in 2023".
"""

from __future__ import annotations

import re

from reportedly.claims.phrases import is_person
from reportedly.claims.scene import Link, Scene, inherit, lead, least, make, tail, word_set
from reportedly.claims.toll_rules import of_another_period
from reportedly.extract.harms import Grammar
from reportedly.language import Sentence
from reportedly.model import Harm, Hedge, Mention, Span


def earlier(scene: Scene, index: int, links: dict[int, Link], carried: bool = True) -> Link | None:
    """The last figure before an amount that is no part of another, in its sentence or carried from the one before."""
    here = next((links[at] for at in range(index - 1, -1, -1) if at in links and links[at].whole is None), None)
    return here or (scene.carried if carried else None)


def _alike(scene: Scene, index: int, other: Link | None, rule: str) -> Link | None:
    """The amount with the harm of another figure; None where it counts things."""
    amount = scene.amounts[index]
    if other is None or (amount.noun is not None and not is_person(amount.noun_form)):
        return None
    return Link(amount, Mention(other.harm.value, other.harm.spans, f"linking/{rule}"), other.word)


_AGAINST = re.compile(r"\b(?:against|compared (?:with|to)|versus|as opposed to) (?:the |just |only )?$")
_OF_A_PERIOD = re.compile(
    r"\s+(?:(?:people|civilians|deaths|soldiers|killings|cases)\s+)?(?:in|during|over|for|last|the|a|on)\s"
)


def against(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Disputes killed 63 people last year, against 88 in 2023"; not "a force of 40 against 200 in the town" """
    amount = scene.amounts[index]
    compared = _AGAINST.search(lead(scene, amount)) and _OF_A_PERIOD.match(
        scene.sentence.text, amount.mention.end - scene.sentence.start
    )
    if not compared and not of_another_period(scene, amount):
        return None
    return _alike(scene, index, earlier(scene, index, links, carried=False), "against")


_GAPPED = re.compile(r"(?:,|;| and| but| while) (?:the |an? )?(?:[\w'’-]+ ){1,5}(?:at|put it at) $")
_SAYS = re.compile(
    r"\b(?:say|says|said|speaks?|spoke|counts?|counted|claims?|claimed|acknowledged?s?|admit(?:s|ted)?"
    r"|confirm(?:s|ed)?|estimates?|gave|gives|put it at|told of|reports?)"
    r" (?:of )?(?:only |just )?[\"“]?$"
)


def rival(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Kampala put the number of dead at 12, the group at 70"; "spoke of twelve; our sources
    say three"

    Only of a bare number that ends its clause: "he said three" beside a thing counted is not one.
    """
    amount = scene.amounts[index]
    if amount.noun is not None or amount.mention.value.hedge in (Hedge.VAGUE, Hedge.NONE_REPORTED):
        return None
    before = lead(scene, amount)
    if not re.match(r"\s*(?:[.,;\"”)]|$|in all\b|so far\b)", tail(scene, amount)):
        return None
    here = earlier(scene, index, links)
    if here is None or here.amount.mention.rule == "quantity/one-person":
        return None
    toll = here.harm.rule in ("linking/toll", "linking/same-figure", "linking/rival")
    if (toll and _GAPPED.search(before)) or (_SAYS.search(before) and before.count(" ") > 1):
        return _alike(scene, index, here, "rival")
    return None


_NEW_TOTAL = re.compile(
    r"\b(?:br(?:ing(?:s|ing)?|ought)|tak(?:es|ing)|took|rais(?:es|ing|ed)|push(?:es|ing|ed)|lift(?:s|ing"
    r"|ed)) (?:the|its|their"
    r"|\w+['’]s|this \w+['’]s) (?:[\w-]+ ){0,3}(?:totals?|number|tally|figure|count)\b(?P<of>[^.;,]{0,60}?)"
    r" to (?:a total of )?$"
)
_BEHIND_TOTAL = re.compile(r" (?:the|its|their) (?:[\w-]+ ){0,2}(?:number|total|toll|count|tally) of ")
_OTHERWISE = re.compile(r"\b(?:free\w*|releas\w+|rescu\w+|surviv\w+|strikes?|attacks?|countries|troops|soldiers in)\b")

# "the number of troops killed" is a toll, whoever the troops are.
_NOT_HARMED = re.compile(r"\b(?:free\w*|releas\w+|rescu\w+|surviv\w+|strikes?|attacks?|countries|and)\b")


def new_total(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Another body was found, bringing the total to 26"; not "bringing the total number of hostages freed to 12" """
    match = _NEW_TOTAL.search(lead(scene, scene.amounts[index]))
    if match is None or _OTHERWISE.search(match["of"]):
        return None
    return _alike(scene, index, earlier(scene, index, links), "new-total")


def total_behind(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "That brought to 44 the number of people killed in the city" """
    amount = scene.amounts[index]
    match = _BEHIND_TOTAL.match(scene.sentence.text, amount.mention.end - scene.sentence.start)
    if match is None:
        return None
    start = scene.sentence.start + match.end()
    word = next((word for word in scene.words if start <= word.start < start + 60), None)
    # "the number of those freed" is no harm, whatever is told behind.
    between = scene.sentence.document.text[start : word.start] if word is not None else ""
    return make(amount, word, "toll") if word is not None and not _NOT_HARMED.search(between) else None


def totals(sentence: Sentence) -> bool:
    """Whether a sentence raises a total without a word of harm: "That brought the total to 26"."""
    low = sentence.text.lower()
    return (
        " to " in low
        and any(word in low for word in (" total", " tally", " count ", " figure"))
        and bool(re.search(r"\b(?:bring|brought|tak|took|rais|push|lift)\w* (?:the|its|their) ", low))
    )


_MORE_THERE = re.compile(
    r"\s*(?:more|others?)?\s*(?:in|along|at|near|on|from|outside|inside|elsewhere|behind|under|beside)\s"
)


def more_there(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "found six bodies inside a pickup and three more along the road"; the three are bodies too"""
    amount = scene.amounts[index]
    if index - 1 not in links or not re.search(r"(?:,| and|, and|;|; and) $", lead(scene, amount)):
        return None
    text = scene.sentence.text[amount.mention.end - scene.sentence.start :]
    if not re.match(r"\s+(?:more|others?)\b", text) or not _MORE_THERE.match(text):
        return None
    return _alike(scene, index, earlier(scene, index, links, carried=False), "more-there")


_KIND_TOLD = re.compile(r"\s*(?:is|was|were|are) (?!(?:later|then|also|being|said|taken|released|freed)\b)")


def the_other(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Two of the dead were traders and the other two were nurses"; "three were women, one was a teacher" """
    amount = scene.amounts[index]
    # "1 was a labourer and 1 was a soldier": the article between them counts nobody.
    at = index - 1 if index - 1 in links or index < 2 else index - 2
    if amount.noun is not None or at not in links or not _KIND_TOLD.match(tail(scene, amount)):
        return None
    if not re.search(r"(?:\band|\bwhile|\bbut|,)(?: the (?:other|remaining))? $", lead(scene, amount)):
        return None
    before = links[at]
    if before.whole is not None and before.harm.rule in ("linking/including", "linking/coordinated"):
        before = before.whole  # "21 of those killed were Druze, including four women, while 11 were Bedouins"
    if before.harm.rule not in ("linking/of-the", "linking/of-them", "linking/of-total", "linking/carried"):
        return None
    return Link(amount, Mention(before.harm.value, before.harm.spans, before.harm.rule), before.word, before.whole)


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence without a word of harm can take one from the sentence before."""
    return totals(sentence) or tells_of_some(sentence) or marches(sentence)


_FIRST_BARE = re.compile(
    r"^\W*(?:\d[\d,]*|[A-Z][a-z]+(?:-[a-z]+)?)(?: of them| of these)? (?:were|are|was|is|(?:have|has) been) "
    r"(?:(?:also|all|both|only|just) )?(?!(?:\w+ly )?(?:\w+ed|shot|hit|held|taken|found|being|sent|buried"
    r"|hurt|in|on|still|at|not|due|set)\b"
    r"(?<!aged)(?<!identified))"
)


def tells_of_some(sentence: Sentence) -> bool:
    """Whether a sentence opens with a bare number and says who they were: "Ten are Honduran, five Venezuelan"."""
    return _FIRST_BARE.match(sentence.text) is not None


def some_are(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Soldiers killed five people. Three were residents, one was a labourer": parts of the five"""
    amount, whole = scene.amounts[index], scene.carried
    national = index > 0 and amount.noun is not None and amount.noun.text[0].isupper()
    if whole is None or (amount.noun is not None and not national) or not tells_of_some(scene.sentence):
        return None
    low, top = amount.mention.value.low, whole.amount.mention.value.low
    if low is None or top is None or not 0 < low < top or amount.mention.value.hedge is not Hedge.EXACT:
        return None
    if index == 0:
        opens = not scene.sentence.text[: amount.mention.start - scene.sentence.start].strip(' "“•*-')
        return inherit(amount, whole, "carried") if opens and _KIND_TOLD.match(tail(scene, amount)) else None
    behind = scene.sentence.text[amount.mention.end - scene.sentence.start :]
    gapped = re.search(r"(?:,| and) $", lead(scene, amount)) and re.match(r"\s+(?!\w+ed\b)[A-Za-z]|,", behind)
    return inherit(amount, whole, "carried") if gapped and index - 1 in links else None


def of_the_bodies(scene: Scene, first: Link) -> bool:
    """ "He counted seven bodies. Two were burnt beyond recognition": two of the seven"""
    whole = scene.carried
    if whole is None or whole.amount.noun_form not in word_set("people_harmed") or first.amount.noun is not None:
        return False
    opens = not scene.sentence.text[: first.amount.mention.start - scene.sentence.start].strip(" \"“”'")
    return opens and first.harm.value is whole.harm.value and 0 < least(first.amount) < least(whole.amount)


def victims_of(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "6,402 people were the victims of such killings"; not "victims of a policy" """
    amount = scene.amounts[index]
    match = re.match(
        r"\s*(?:were|are|was|became|have been|had been|fell) (?:the )?victims? (?:of|to) (?:[\w-]+ ){0,3}?",
        tail(scene, amount),
    )
    if match is None:
        return None
    start = scene.sentence.start + len(scene.sentence.text) - len(tail(scene, amount)) + match.end()
    for word in scene.words:
        between = scene.sentence.document.text[start : word.start] if word.start >= start else ";"
        if Grammar.COUNT in word.value.grammars and re.fullmatch(r"(?:[\w-]+ ){0,3}", between):
            return make(amount, word, "victims-of")
    return None


def the_victims(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "The 15 victims included five Nepalis": of the harm told before, or else killed"""
    amount = scene.amounts[index]
    if amount.noun is None or amount.noun_form != "victims" or amount.of or not _THE.search(lead(scene, amount)):
        return None
    before = earlier(scene, index, links)
    harm = before.harm.value if before is not None else Harm.KILLED
    return Link(amount, Mention(harm, (scene.sentence.span(amount.noun, amount.noun),), "linking/of-the"), None)


_THE = re.compile(r"\b(?:the|all) $")


def among_victims(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Two Italians were among the victims": of the harm told before, or else killed"""
    amount = scene.amounts[index]
    match = re.match(
        r"[^.;]{0,60}?\b(?:were|was|are|is) (?:also )?among (?:the )(?P<who>victims)\b", tail(scene, amount)
    )
    if match is None or (amount.noun is not None and not is_person(amount.noun_form)):
        return None
    before = earlier(scene, index, links)
    if before is not None:
        return Link(amount, Mention(before.harm.value, before.harm.spans, "linking/of-the"), before.word)
    at = scene.sentence.start + len(scene.sentence.text) - len(tail(scene, amount))
    span = Span(at + match.start("who"), at + match.end("who"))
    return Link(amount, Mention(Harm.KILLED, (span,), "linking/of-the"), None)


_IN_PEOPLE = re.compile(
    r"(?:,? (?:comprising|consisting of|made up of|totalling|totaling|or|numbering)|,? ?[(–—-])\s?(?:of"
    r" )?(?:a total of )?$"
)


def families_in_people(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "displacing two households (17 people)": the same, counted anew; not "two households, five trucks" """
    amount = scene.amounts[index]
    before = links.get(index - 1)
    if before is None or (before.amount.noun_form in word_set("households")) == (
        amount.noun_form in word_set("households")
    ):
        return None
    if amount.noun is None or not is_person(amount.noun_form):
        return None
    found = _IN_PEOPLE.search(lead(scene, amount))
    gap = scene.sentence.document.text[before.amount.mention.end : amount.mention.start]
    return _alike(scene, index, before, "in-people") if found and len(gap) < 45 else None


_WITH = re.compile(r"\b(?P<word>\w+) (?:along |together )?with (?:(?:his|her|their) [a-z]+(?: and|,) )?(?:at least )?$")


def with_others(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "was killed with four companions", "arrested with his brother and two cousins"; not "with two bullets" """
    amount = scene.amounts[index]
    match = _WITH.search(lead(scene, amount))
    if match is None or amount.noun is None or not is_person(amount.noun_form):
        return None
    word = scene.last.get(scene.sentence.token_at(scene.sentence.start + match.start("word")).i)
    if word is None or not word.value.grammars & {Grammar.DONE_TO, Grammar.DONE_BY}:
        return None
    return make(amount, word, "with-others")


_INTO_HIDING = re.compile(
    r"[^.;,]{0,30}? (?:into|to|towards?) (?:the |a |an |their |nearby |waiting )*"
    r"(?:forests?|bush|jungle|hills|mountains|woods|vans?|vehicles?|cars?|pickups?|trucks?|boats?)\b"
)


# "took seven men from their homes"
_FROM_HOME = re.compile(
    r"[^.;,]{0,20}? from (?:their|his|her|a|the) (?:\w+ )?(?:homes?|houses?|huts?|bus|beds?|farms?|fields?)\b"
)


def marched_off(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "Bandits marched 35 travellers into the forest"; not "police drove 35 protesters into side streets" """
    amount = scene.amounts[index]
    match = re.search(
        r"\b(?P<verb>took|taking|marched|herded|bundled|dragged|frogmarched|marching|herding|bundling|dragging) $",
        lead(scene, amount),
    )
    if match is None or amount.noun is None or not is_person(amount.noun_form):
        return None
    hidden = _FROM_HOME if match["verb"].startswith("t") else _INTO_HIDING
    if not hidden.match(tail(scene, amount)):
        return None
    span = Span(scene.sentence.start + match.start("verb"), scene.sentence.start + match.end("verb"))
    return Link(amount, Mention(Harm.ABDUCTED, (span,), "linking/marched-off"), None)


def marches(sentence: Sentence) -> bool:
    """Whether people are taken off in a sentence: only its grammar tells how many."""
    text = sentence.text
    if " into " not in text and " from " not in text:
        return False
    return re.search(r"\b(?:(?:march|herd|bundl|dragg)(?:ed|ing)|took|taking) ", text) is not None


_HAVING_FLED = re.compile(
    r"(?P<gap>[^.;,]{0,70}?)\b(?:after|since) (?P<word>fleeing|escaping|being (?:displaced|forced))\b"
)


def having_fled(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "More than 10,000 people have arrived in Tawila after fleeing El Fasher" """
    amount = scene.amounts[index]
    match = _HAVING_FLED.match(tail(scene, amount))
    if match is None or amount.noun is None or not is_person(amount.noun_form) or _NEW_SUBJECT.search(match["gap"]):
        return None
    at = scene.sentence.start + len(scene.sentence.text) - len(tail(scene, amount)) + match.start("word")
    word = next((word for word in scene.words if at <= word.start < at + 14), None)
    return make(amount, word, "subject") if word is not None and word.value.harm is Harm.DISPLACED else None


_HURT_THEN = re.compile(
    r"\s+(?:who (?:was|were|had been) )?(?:\w+ly )?(?:shot|wounded|injured|hurt|hit|stabbed|beaten"
    r"|burn(?:ed|t)|bitten|(?:sustained|suffered|received) (?:[\w-]+ ){0,2}(?:wounds|injuries|cuts|burns))\b"
    r"(?P<gap>[^.;:]{0,70}?)\s(?:(?:has|have|had|also|later|since|then) ){0,2}"
    r"(?P<fate>died|succumbed|gave up the ghost)\b"
)
_NEW_SUBJECT = re.compile(r"\b(?:and|which|that|who|when|while|where|after|as|but|said|before|with)\b")


def hurt_then_died(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "A teenager shot at the protest succumbed on Monday"; not "ten men wounded in a raid in which two died" """
    amount = scene.amounts[index]
    match = _HURT_THEN.match(tail(scene, amount))
    if match is None or _NEW_SUBJECT.search(match["gap"]) or re.search(r"\d", match["gap"]):
        return None
    at = scene.sentence.start + len(scene.sentence.text) - len(tail(scene, amount)) + match.start("fate")
    word = scene.first.get(scene.sentence.token_at(at).i)
    return make(amount, word, "subject") if word is not None else None
