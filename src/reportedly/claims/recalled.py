"""Whether a claim tells of another event than the sentences around it: one with a day of its own, one that was avenged,
one that a figure is counted from. What a report recalls has its own author or none.
"""

from __future__ import annotations

from reportedly.caseless import Caseless

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|aug|sept?|oct|nov|dec)\b\.?)"
)
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH})"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SPAN = r"(?:hours?|days?|nights?|weeks?|months?|years?)"
_LATER = Caseless(rf"\W*(?:\w+\s+)?{_SPAN}\s+(?:later|earlier|before|after(?:wards)?)\b|\W*earlier\b")
_EARLIER = Caseless(rf"\W*(?:\w+\s+)?{_SPAN}\s+(?:earlier|before(?!\s+the))\b|\W*earlier\s+(?:on|in|this|that|last)\b")
# A sentence that opens with its own day: "On February 4, two men were shot", "Last Monday, 25 girls were seized".
_OWN_DAY = Caseless(
    r"^\W*(?:(?:and|but|meanwhile|also|separately|similarly|back),?\s+)?"
    rf"(?P<day>(?:(?:late|early|earlier)\s+)?on\s+(?:the\s+)?(?:{_WEEKDAY},?\s+)?{_DAY}"
    rf"|(?:earlier\s+)?in\s+(?:early\s+|late\s+|mid[\s-])?{_MONTH}(?:\s+(?:19|20)\d\d\b)?(?!\s+\d)"
    rf"|(?:late\s+)?last\s+(?:{_WEEKDAY}|{_MONTH}|week|month|year|spring|summer|autumn|winter)"
    r"|earlier\s+(?:this|last|that|in\s+the)\s+(?:week|month|year)"
    rf"|(?:an?|one|two|three|four|five|six|several|some|\d+)\s+{_SPAN}\s+(?:ago|earlier|before(?!\s+(?:the|that|this))))\b"
)
# What goes on about those hurt before, on whatever day: "On Saturday, two of the wounded died".
_AFTERMATH = Caseless(
    r"\bof\s+(?:the|those)\s+(?:\w+\s+)?(?:wounded|injured|hurt|victims|abducted|kidnapped|captives|hostages|pupils|girls|dead)\b"
    r"|\b(?:more|also|further|additional|tolls?|succumbed|total|bodies)\b|\bthe\s+(?:same\s+)?(?:attacks?|raids?|strikes?|assault|massacre|ambush)\b"
    r"|\bdied\s+(?:of|later|in\s+(?:\w+\s+)?hospital)"
)
_ATTACK = (
    r"(?:attacks?|massacres?|assaults?|raids?|bombings?|strikes?|abductions?|killings?|shootings?|ambush(?:es)?|blasts?"
    r"|invasion|offensive|coup|takeover)"
)
# "during the October 7 attacks", "since the April 2014 abduction"
_DATED_ATTACK = Caseless(rf"\b(?:the|its|their)\s+(?:{_DAY}|{_MONTH})(?:,?\s+\d{{4}},?)?\s+(?:\w+\s+)?{_ATTACK}\b")
# "since the Arawa attack in April, in which 26 people were shot": an event that the sentence only counts from.
_COUNTED_FROM = Caseless(
    rf"\b(?:since|unlike|recalling|remembering|{_SPAN}\s+(?:after|before)|(?:a|the)\s+{_SPAN}\s+since)\s+(?:the|an?|its|last)\s+[^.;]{{0,60}}?\b{_ATTACK}\b[^.;]{{0,60}}?"
    r"\b(?:(?:in|during)\s+which|that|which)\b"
)
# "in retaliation for the killing of a gang leader", "to avenge the murder of two elders": the avenger did not do it.
_AVENGED = Caseless(
    r"\b(?:retaliation|revenge|reprisals?|vengeance|response|riposte)\s+(?:for|to)\s+|\b(?:aveng(?:e|ed|es|ing)|retaliat(?:e|ed|ing)\s+for)\s+"
)
# Figures of harm: a sentence that has its own, and says who is behind them, speaks of those and not of others before.
_FIGURE = (
    r"(?:\d[\d,]*|an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|\w+teen"
    r"|\w+ty(?:-\w+)?)"
)
_OWN_FIGURES = Caseless(
    rf"\b(?:kill(?:ed|ing)|wound(?:ed|ing)|injur(?:ed|ing)|left|leaving|abduct(?:ed|ing)|kidnapp(?:ed|ing))\s+(?:at\s+least\s+|about\s+|some\s+|more\s+than\s+)?{_FIGURE}\b"
    rf"|\b{_FIGURE}\s+(?:\w+\s+){{0,3}}?(?:were|was|had\s+been|have\s+been|died|lost)\b"
)
# ... unless it is the attack of before that it tells again: "for the attack, which killed 20".
_TOLD_AGAIN = Caseless(rf"\b(?:the|this|(?:{_WEEKDAY}|yesterday)['’]s)\s+(?:(?!{_MONTH})\w+\s+)?{_ATTACK}\b")
_DAYS_FROM = Caseless(r"\b(?:days?|weeks?|months?|years?)\s+(?:after|before|since)\s+$")
_SINCE = Caseless(r"\bsince\s+(?:the\s+)?(?:[\w'’-]+\s+){0,3}$")


def own_day(text: str) -> str | None:
    """The day that a sentence opens with as that of its own event; None where it goes on about those hurt before.

    >>> own_day("On February 4, two militants were gunned down in Basantgarh.")
    'on february 4'
    >>> own_day("On February 4, two of the wounded died.") is None
    True
    """
    found = _OWN_DAY.match(text)
    return found["day"] if found is not None and not _AFTERMATH.search(text) else None


def dated_attack(text: str) -> bool:
    """Whether a sentence names an attack by its date: "during the October 7 attacks"."""
    return _DATED_ATTACK.search(text) is not None


def counted_from(text: str) -> int | None:
    """Where the words before a harm make it that of an earlier attack, which the sentence only counts from; else None.

    >>> counted_from("have killed 46 militants since the Arawa attack, in which ")
    24
    """
    found = _COUNTED_FROM.search(text)
    return found.start() if found is not None else None


def tells_its_own(text: str) -> bool:
    """Whether a sentence has its own figures of harm, so that whoever it blames is blamed for those.

    >>> tells_its_own("Three soldiers were shot in an ambush that the army attributed to rebels.")
    True
    >>> tells_its_own("The group claimed responsibility for the attack, which killed 20 people.")
    False
    """
    return _OWN_FIGURES.search(text) is not None and not _TOLD_AGAIN.search(text)


def has_figures(text: str) -> bool:
    """Whether a sentence has figures of harm, without asking which attack they are of."""
    return _OWN_FIGURES.search(text) is not None


def later(text: str) -> bool:
    """Whether a sentence opens with another event of the day: "Hours later, gunmen stormed a checkpoint"."""
    return _LATER.match(text) is not None


def earlier(text: str) -> bool:
    """Whether a sentence opens with an event before the one told: "Hours earlier, a drone hit a helicopter"."""
    return _EARLIER.match(text) is not None


def days_from(before: str) -> bool:
    """Whether words end in "three days after", so that what follows is of another day."""
    return _DAYS_FROM.search(before) is not None


def avenged(text: str) -> int | None:
    """The offset behind the words that say what an attack answers ("in revenge for"); None where it answers nothing."""
    found = None
    for found in _AVENGED.finditer(text):  # noqa: B007
        pass
    return found.end() if found is not None else None


def since(before: str) -> bool:
    """Whether the words before an attack make it the day that a figure runs from: "since the army takeover"."""
    return _SINCE.search(before) is not None
