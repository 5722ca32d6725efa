"""Rules for figures that stand on others: parts of a total, further figures of the same harm, breakdowns that go on."""

from __future__ import annotations

import re

from reportedly.caseless import Caseless
from reportedly.claims.phrases import Amount, is_person
from reportedly.claims.row_rules import to_hospital, word_after
from reportedly.claims.scene import Link, Scene, inherit, lead, least, make, tail, word_set
from reportedly.claims.toll_rules import ends_on_toll_verb
from reportedly.extract.harms import Grammar
from reportedly.language import Sentence
from reportedly.model import Harm, Mention, Span

_INCLUDING = re.compile(
    r"(?:including(?: a (?:family|couple|group) of)?|among (?:them|whom|those killed|the dead|the"
    r" killed|the victims)(?: (?:were|are|was|is))?|of (?:whom|them|which)|includes?|included)(?:"
    r" (?:[\w-]+ ){1,4}(?:and|or|as well as))?\s*(?:at least\s*)?(?:the\s+(?:\w+['’]s\s+)?)?[,:]?\s*$",
    re.IGNORECASE,
)


def part(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "12 people, including 5 children", "among them 3 women", "40 wounded, five of them critically" """
    amount = scene.amounts[index]
    own_harm = scene.last.get(amount.noun.i) if amount.noun is not None else None
    if own_harm is not None and Grammar.COUNT in own_harm.value.grammars:
        return None  # "62 casualties, including 21 deaths": the deaths are no part of another harm.
    before = scene.sentence.text[: amount.mention.start - scene.sentence.start][-50:]
    earlier = [links[at] for at in range(index) if at in links]
    if not earlier or earlier[-1].amount.mention.value.high == 0:
        return None  # "no civilians were killed and the prisoners, many of whom" are no part of none.
    including = _INCLUDING.search(before)
    started = amount.mention.start - len(before) + including.start() if including else 0
    if amount.mention.rule == "quantity/one-person" and including and "of" in including.group().lower().split():
        including = None  # "one of them a minor" tells who the one is.
    if including and "of" in including.group().lower().split() and amount.noun is None:
        own = word_after(scene, index)
        if own is not None and own[1].value.harm is not earlier[-1].harm.value and not to_hospital(scene, own[1]):
            return make(amount, own[1], "of-them")  # "put the wounded at 16, of whom three later died"
    if including and scene.amounts[index - 1].mention.start < started:
        return inherit(amount, earlier[-1], "including")
    if tail(scene, amount).startswith(" among them"):
        return inherit(amount, earlier[-1], "including")  # "Five workers, two drivers among them, are missing"
    if amount.of and amount.noun_form in ("them", "whom", "these", "those"):
        own = word_after(scene, index)
        if (
            own is not None
            and own[1].value.harm is not earlier[-1].harm.value
            and own[1].value.grammars != {Grammar.LOST}
        ):
            return make(amount, own[1], "of-them")
        if own is None and (_other_fate(scene, amount) or amount.mention.value.high == 0):
            return None  # "one of them was tortured", "three of them were recovered", "none of them in danger"
        return inherit(amount, earlier[-1], "of-them")
    return None


def _other_fate(scene: Scene, amount: Amount) -> bool:
    """Whether the part goes on to another verb than one of harm: "were recovered", not "were children"."""
    doc = scene.sentence.doc
    position = amount.last.i + 1
    while position < len(doc) and (
        doc[position].lower_ in word_set("be") | word_set("have") or doc[position].tag_ == "RB"
    ):
        position += 1
    return (
        amount.last.i + 1 < position < len(doc) and doc[position].tag_ in ("VBN", "VBD") and position not in scene.first
    )


_GRAVELY = re.compile(
    r"\s+(?:\w+ly\s+)?(?:seriously|critically|badly|severely|gravely|lightly|slightly|moderately|mildly"
    r"|moderate\b|light\b|fatally|in (?:a"
    r" )?(?:critical|serious|grave|stable|moderate|fair|light) condition)\b(?!\s+\w*(?:injured|wounded|hurt))",
    re.IGNORECASE,
)


def gravely(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Five others were hurt, two seriously" """
    amount = scene.amounts[index]
    if (
        amount.noun is None
        and index - 1 in links
        and _GRAVELY.match(scene.sentence.text, amount.mention.end - scene.sentence.start)
    ):
        return inherit(amount, links[index - 1], "gravely")
    return None


def among(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Six civilians, including a child, were among at least 22 people killed": the six are part of the 22."""
    amount = scene.amounts[index]
    doc = scene.sentence.doc
    for later in range(index + 1, len(scene.amounts)):
        start = scene.amounts[later].first.i
        among = re.search(
            r"^(?:(?:,| and) [^.;]{3,60})?(?:.{0,60}\b(?:were|was|are|is) (?:\w+ )?)?among (?:the )?$",
            doc[amount.last.i + 1 : start].text_with_ws.lower(),
        )
        if among and later in links and least(amount) <= least(links[later].amount):
            return inherit(amount, links[later], "among")
    return _among_the(scene, amount)


def _among_the(scene: Scene, amount: Amount) -> Link | None:
    """ "Three children were among those killed", "among the dead were four women" """
    text = scene.sentence.text
    after = text[scene.sentence.doc[amount.last.i].idx + len(amount.last) :]
    match = re.match(r"[^.;]{0,60}?\b(?:were|was|are|is) (?:also )?among (?:those|the) ", after)
    # "an employee of a UN contractor was among the injured": the contractor was not.
    owner = amount.mention.rule == "quantity/one-person" and re.search(r"\bof $", lead(scene, amount))
    if match is not None and not owner:
        at = scene.sentence.token_at(scene.sentence.start + len(text) - len(after) + match.end()).i
        word = scene.first.get(at) or scene.first.get(at + 1)
        if word is not None and word.value.grammars & {Grammar.DONE_TO, Grammar.STATE, Grammar.PEOPLE}:
            return make(amount, word, "of-the")
    before = text[: amount.mention.start - scene.sentence.start]
    match = re.search(r"\bamong (?:those|the) (?:\w+ )?(\w+)(?: in [\w ]{3,30})? (?:were|was|are|is) $", before.lower())
    if match is not None:
        word = scene.first.get(scene.sentence.token_at(scene.sentence.start + match.start(1)).i)
        if word is not None and word.value.grammars & {Grammar.DONE_TO, Grammar.STATE, Grammar.PEOPLE}:
            return make(amount, word, "of-the")
    return None


def coordinated(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "killed 15 civilians and 27 fighters", "including 25 children and 15 women", "21 dead: 15 men and six women" """
    amount = scene.amounts[index]
    if index == 0 or index - 1 not in links:
        return None
    previous = links[index - 1]
    if amount.mention.rule == "quantity/both" and not re.search(r"\band $", lead(scene, amount)):
        return None  # "two others, both members of the police": the same two
    following = scene.amounts[index].last.i + 1
    if following < len(scene.sentence.doc) and _speaks(scene, following):
        return None  # "four women, a doctor said"
    if amount.mention.rule == "quantity/one-person" and _SPOKESMAN.match(tail(scene, amount)):
        return None  # "wounding 47, a member of the committee told reporters"
    doc = scene.sentence.doc
    if doc[previous.amount.last.i].i >= amount.first.i:
        return None
    if amount.mention.rule == "quantity/vague" and amount.noun is None and tail(scene, amount).startswith(" with "):
        return None  # "30 men, some with their hands tied"
    between = scene.sentence.document.text[
        scene.sentence.start + previous.amount.last.idx + len(previous.amount.last) : amount.mention.start
    ].lower()
    if re.fullmatch(
        r"\s*(?:, \d{1,3},)?(?:,|,? ?and|,? ?or|,? ?plus|,? with|&|/)\s*(?:also|the|his|her|their|its)?\s*", between
    ) and (amount.noun is None or is_person(amount.noun_form)):
        return Link(
            amount,
            Mention(previous.harm.value, previous.harm.spans, _like(previous)),
            previous.word,
            previous.whole,
        )
    if (
        re.fullmatch(r"[^.;:]{0,60}:\s*|[^.,;]{0,25}\s*[(–—-]\s*", between)
        and amount.noun is not None
        and is_person(amount.noun_form)
        and least(amount) < least(previous.amount)
    ):
        return inherit(amount, previous, "split")  # "21 people dead: 15 civilians and six fighters"
    if (
        re.search(r"\b(?:as well as|along with|together with|in addition to)\s*$", between)
        and amount.noun is not None
        and is_person(amount.noun_form)
    ):
        # "killed 66 civilians, according to the monitor, as well as three rescue workers"
        top = next((links[at] for at in range(index - 1, -1, -1) if at in links and links[at].whole is None), previous)
        return Link(amount, Mention(top.harm.value, top.harm.spans, "linking/coordinated"), top.word)
    return None


_SPOKESMAN = re.compile(
    r"(?! (?:and|who)\b)[^,.;]{0,70}\b(?:(?<!who )(?:said|says|told|added|reported|confirmed|announced"
    r"|wrote)|spokes\w+)\b"
)


def _speaks(scene: Scene, position: int) -> bool:
    """Whether a verb other than one of harm or of a passive follows: the amount is its subject, not another victim."""
    token = scene.sentence.doc[position]
    return (
        token.tag_ in ("VBD", "VBZ", "VBP")
        and position not in scene.first
        and token.lower_ not in word_set("be") | word_set("have")
    )


def _like(previous: Link) -> str:
    """ "Among the dead were 17 women and 22 children": the 22 are of the dead as the 17 are."""
    return previous.harm.rule if previous.harm.rule == "linking/of-the" else "linking/coordinated"


def part_coordinated(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Sixteen people, among them two officers and an engineer, died": the engineer goes with the officers."""
    if index and index - 1 in links and links[index - 1].whole is not None:
        own = word_after(scene, index)
        if own is not None and own[1].value.harm is not links[index - 1].harm.value:
            return None  # "56 dead including 11 children and dozens more wounded"
        return coordinated(scene, index, links)
    return None


def another(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "killed 19 people outside the city and another 23 in the town of Ehsim": the same harm, elsewhere"""
    amount = scene.amounts[index]
    before = scene.sentence.text[: amount.mention.start - scene.sentence.start].lower()
    if not re.search(r"\band (?:another|a further|an additional) $", before) or (
        amount.noun is not None and not is_person(amount.noun_form)
    ):
        return None
    earlier = next((links[at] for at in range(index - 1, -1, -1) if at in links and links[at].whole is None), None)
    if earlier is None or earlier.amount.mention.end > amount.mention.start:
        return None
    return Link(amount, Mention(earlier.harm.value, earlier.harm.spans, "linking/another"), earlier.word)


def breakdown(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "21 civilians had been killed in the area, 15 in Manbij and another six in Tukhar" """
    amount = scene.amounts[index]
    earlier = [links[at] for at in range(index) if at in links]
    if not earlier or amount.noun is not None or amount.last.i + 1 >= len(scene.sentence.doc):
        return None
    following = scene.sentence.doc[amount.last.i + 1]
    if earlier[-1].whole is None and index - 1 in links and re.search(r"[^,;:] and $", lead(scene, amount)):
        # "Six died in the first attack and four in the second": no part of the six.
        alike = earlier[-1]
        return Link(amount, Mention(alike.harm.value, alike.harm.spans, "linking/another"), alike.word)
    if following.lower_ not in ("in", "at", "near", "on") or amount.mention.value.low is None:
        return None
    whole = earlier[0] if earlier[0].whole is None else earlier[0].whole
    top = whole.amount.mention.value
    if top.low is not None and amount.mention.value.low < top.low:
        return inherit(amount, whole, "breakdown")
    return None


_THE_HARMED = re.compile(
    r"\b(?:the|those|its|their) (?P<who>dead|victims|killed|injured|wounded|casualties|missing|fatalities)"
    r"(?:,| were| are| was| is| include[sd]?| including| comprised?|, numbering)\s+(?:all\s+|also\s+|at least\s+)?$"
)


def harmed_are(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "The victims, eleven men and two infants, were tied up", "the dead included a mechanic" """
    amount = scene.amounts[index]
    behind = scene.sentence.text[amount.mention.end - scene.sentence.start :]
    of_victims = re.match(r"\s+of (?P<who>(?:the|this \w+['’]s|last \w+['’]s) victims) (?:were|was|are|is)\b", behind)
    if of_victims is not None:
        at = amount.mention.end
        span = Span(at + of_victims.start("who"), at + of_victims.end("who"))
        told = next((links[first] for first in range(index - 1, -1, -1) if first in links), scene.carried)
        harm = told.harm.value if told is not None else Harm.KILLED
        return Link(amount, Mention(harm, (span,), "linking/of-the"), None)
    match = _THE_HARMED.search(lead(scene, amount))
    if (
        match is None
        or re.search(r"\bof $", lead(scene, amount)[: match.start()])
        or (amount.mention.rule == "quantity/one-person" and _SPOKESMAN.match(tail(scene, amount)))
        or (amount.noun is not None and not is_person(amount.noun_form))
    ):
        return None
    start = scene.sentence.start + match.start("who")
    word = next((word for word in scene.words if word.start <= start < word.end), None)
    if word is not None and word.value.grammars & {Grammar.STATE, Grammar.DONE_TO, Grammar.COUNT}:
        return make(amount, word, "of-the")
    span = Span(start, start + len(match["who"]))
    return Link(amount, Mention(Harm.KILLED, (span,), "linking/of-the"), None) if match["who"] == "victims" else None


_GOES_ON = Caseless(
    r"^\W*(?:(?:this|that|these|those|they|it|the (?:toll|dead|figure|total|number|victims|casualties"
    r"|killed|wounded|injured|fatalities)|those killed|this (?:figure|number|toll))"
    r"(?:\s+(?:also|figure|toll|number))?\s+(?:includes?|included|comprised?|(?:were|was)(?! (?:all"
    r" )?(?:among|identified|named|buried|taken|found|said|killed|shot|hit)\b))|among (?:them|those"
    r"|the dead|the victims|the killed)|of (?:these|them|those|the dead|the victims))\b"
)


def labelled(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Injured: 18 at the Islamic Hospital, 6 at Nini." """
    amount = scene.amounts[index]
    match = re.match(r"(?:[^\w]*|\d+/\d*\s*)?(?P<who>\w+(?: \w+)?):", scene.sentence.text)
    if match is None:
        return None
    start = scene.sentence.start + match.start("who")
    word = next((word for word in scene.words if word.start == start), None)
    between = scene.sentence.text[match.end() : amount.mention.start - scene.sentence.start]
    if word is None or any(other.start > word.end and other.start < amount.mention.start for other in scene.words):
        return None
    # "Abducted: the municipality reports two; relatives speak of five"
    said = amount.noun is None and re.search(r"\b(?:reports?|says?|speaks? of|counts?|lists?|gives?) $", between)
    if not said and ((between.strip() and index - 1 not in links) or re.search(r"[.;]", between)):
        return None
    if amount.noun is not None and not is_person(amount.noun_form):
        return None
    return make(amount, word, "label")


def of_total(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "Of the 104 killed, 14 were women and 22 were children" """
    amount = scene.amounts[index]
    match = re.match(r"of (?:the|those) ", scene.sentence.text, re.IGNORECASE)
    first = links.get(0)
    if match is None or first is None or index == 0 or first.amount.mention.start - scene.sentence.start != match.end():
        return None
    if least(amount) >= least(first.amount) or not re.match(
        r"\s*(?:of them )?(?:were|was|are|had been)\b", tail(scene, amount)
    ):
        return None
    return inherit(amount, first, "of-total")


_FIGURE_AT = re.compile(
    r"\b(?:put|puts|putting|places?|placed|set|sets|gave|gives|reported|estimates?d?) (?:the|that"
    r"|their|a|its) (?:\w+ )?(?:number|figure|total|count|toll)(?: (?:of \w+ )?at| of) [\"“]?$"
    r"|\bthe (?:real|actual|true|final|correct) (?:number|figure|total|count|toll) (?:was|is|stood at|stands at) $"
)


def same_figure(scene: Scene, index: int, links: dict[int, Link]) -> Link | None:
    """ "215 leaders were murdered last year; the think tank puts the number at 189": a rival figure, and no part"""
    amount = scene.amounts[index]
    if not _FIGURE_AT.search(lead(scene, amount)) or (amount.noun is not None and not is_person(amount.noun_form)):
        return None
    earlier = next(
        (links[at] for at in range(index - 1, -1, -1) if at in links and links[at].whole is None), scene.carried
    )
    if earlier is None:
        return None
    return Link(amount, Mention(earlier.harm.value, earlier.harm.spans, "linking/same-figure"), earlier.word)


_VICTIMS = re.compile(r"\bthe (?:[\w-]+ )?victims(?:,| were| are| include)|\b(?:of|among) the victims\b", re.IGNORECASE)
# "The imam and two of his sons are among them."
_AMONG_THEM = re.compile(r"\b(?:was|were|is|are) (?:also )?among them\b", re.IGNORECASE)
# "Other agencies said the number could be as high as 350": the same variable, another figure.
_SAME_FIGURE = re.compile(
    r"\b(?:the|that|this|\w+['’]s(?: own)?) (?:real |actual |true |final |total )?(?:number|figure|total|count)"
    r" (?:could|may|might|is|was|stands|has|had)\b(?! (?:rise|climb|increase|grow))",
    re.IGNORECASE,
)


def divides(sentence: Sentence) -> bool:
    """Whether a sentence opens as the breakdown of the figure before it."""
    return bool(_GOES_ON.match(sentence.text))


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence goes on dividing the figure of the one before: "This includes around 125 fighters"."""
    text, low = sentence.text, sentence.text.lower()
    return bool(
        _GOES_ON.match(text)
        or ("victims" in low and _VICTIMS.search(text))
        or ("among them" in low and _AMONG_THEM.search(text))
        or (any(word in low for word in ("number", "figure", "total", "count")) and _SAME_FIGURE.search(text))
    )


def carried(scene: Scene, index: int, _links: dict[int, Link]) -> Link | None:
    """ "The toll has exceeded 1,000. This includes around 125 fighters and 148 soldiers." """
    amount = scene.amounts[index]
    if scene.carried is None or not goes_on(scene.sentence):
        return None
    among = _AMONG_THEM.search(scene.sentence.text)
    if among is not None and amount.mention.end < scene.sentence.start + among.start():
        return inherit(amount, scene.carried, "carried")
    if amount.noun is not None and not is_person(amount.noun_form):
        return None
    if amount.noun is None and re.search(r"^\W*they (?:were|are) (?:\w+ and )?$", lead(scene, amount)):
        return None  # "They were thirteen and sixteen"
    rule = "carried" if divides(scene.sentence) else "same-figure"
    harm = Mention(scene.carried.harm.value, scene.carried.harm.spans, f"linking/{rule}")
    whole = scene.carried if divides(scene.sentence) else None
    if whole is None and not ends_on_toll_verb(lead(scene, amount)):
        return None
    return Link(amount, harm, scene.carried.word, whole)
