"""Whether a sentence that names no source goes on with the account of the last one, or turns away from it.

"The monitor said 12 people were killed. Another 30 were wounded." goes on; "The war has killed 300,000 people since
2011." is the outlet's own background. Where nothing shows that a sentence goes on, it is not taken to.
"""

from __future__ import annotations

import re
from functools import cache

from reportedly import lexicon
from reportedly.caseless import Caseless

_NUMBER = (
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?"
    r"|dozens|scores|hundreds|thousands|several|many|some|at least \w+|around \w+|about \w+|more than \w+"
)
_HARMED = r"(?:dead|victims|wounded|injured|casualties)"
_OPENINGS = (
    r"another|a further|further|others?|in addition|additionally|also|both|all|most|many|none|they|their|his|her|its",
    r"a (?:second|third|fourth|fifth|sixth) (?:man|woman|person|boy|girl|child|victim|soldier|civilian|body|one)\b",
    rf"(?:\w+ )?of (?:them|those|these|the {_HARMED})",
    rf"among (?:them|those|the (?:\w+ )?(?:killed|missing|{_HARMED}))",
    r"(?:this|these|those|that)\b(?! (?:week|month|year|morning))",
    rf"the (?:toll|figure|number|count|total|bodies|others?|rest|remaining|{_HARMED})",
    r"an? (?:unknown|unspecified|undetermined|undisclosed) number",
    # "Twelve were wounded": a figure that leaves its noun to the sentence before.
    rf"(?:{_NUMBER})\s+(?:have|has|had|were|was|are|is|others?|more|of (?:them|those|his|her|their|its)|died|remain)",
    r"in the (?:first|second|third|other|latter|former)",
    # What its own men did besides: "Troops seized 40 rifles and arrested nine people."
    r"(?:the )?(?:troops|soldiers|officers) (?:also )?(?:seized|recovered|arrested|detained|captured|confiscated)",
)
_ANYWHERE = (
    r"also|as well|were among|was among|another|other (?:people|civilians|soldiers|persons|victims)|a further",
    # Reported speech that goes on without its verb: "Dozens had been injured".
    r"had been|were (?:recorded|documented|registered|counted|reported)(?! by)",
    r"the same (?:attack|strike|incident|day|raid|area)",
    # "in the attack, which the officials blamed on rebels": they told of it.
    r"which the (?:sources?|officials?|witnesses|residents|villagers|medics|police|army|military|ministry|group)"
    r" (?:also )?(?:blamed|attributed|pinned)",
    r"(?:the|that) (?:toll|figure|death toll|count|dead) (?:includes?|included)",
)
_GOES_ON = Caseless(
    rf"^\W*(?:{'|'.join(_OPENINGS)})\b|\b(?:{'|'.join(_ANYWHERE)})\b"
    # The first figure of the sentence counts "others", and so goes on from one before it.
    rf"|^(?:(?!\b(?:{_NUMBER})\b).)*\b(?:{_NUMBER}) (?:others?|more(?! than))\b"
)
# "That brings the toll to 2,010": goes on, whatever else the sentence says.
_ADDS_UP = Caseless(
    r"^\W*(?:this|that|these|those|which|it|the \w+(?: \w+)? deaths?) (?:now )?"
    r"(?:brings?|brought|takes?|took|raises?|raised|includes?|included|makes?|made)\b|\bbringing the\b"
)
# A statement quoted at length speaks of "our forces".
_OURS = Caseless(r"\b(?:our|we)\b")
# The outlet speaks for itself: of the war's toll so far, of another year, with a hedge of its own.
_OWN_VOICE = (
    r"since (?:the )?(?:\w+ ){0,4}?(?:\d{4}|began|started|erupted|war|conflict|uprising|revolution|start|outbreak"
    r"|beginning|invasion|coup|insurgency)",
    r"(?:has|have) (?:also |so far |already )?(?:been )?(?:killed|displaced|claimed|left|cost|forced|died|fled|injured"
    r"|uprooted) [^.]{0,90}?\b(?:since|during|over the (?:past|last)|in (?:the )?(?:past|last|recent)|so far)",
    r"(?:conflict|war|insurgency|uprising|crisis|fighting|violence)(?:,[^,]*,)? (?:has|have)",
    r"in (?:19|20)\d\d|(?:last|previous) (?:year|month|week)|years? ago|in recent (?:years|months|weeks)",
    # "This is the third attack on the town in a month"
    r"(?:this|it) (?:is|was) (?:at least |only )?the (?:\w+ )?(?:second|third|fourth|fifth|sixth|seventh|eighth|latest)"
    r" (?:such |deadly |major )?(?:attack|incident|raid|strike|ambush|massacre|killing|bombing|blast)",
    r"reportedly|allegedly|purportedly|supposedly|apparently",
)
_BACKGROUND = Caseless(rf"\b(?:{'|'.join(_OWN_VOICE[:-1])})\b")
_TURNS = Caseless(rf"\b(?:{'|'.join(_OWN_VOICE)})\b")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
# "On September 22, another riot ..."; not "On Monday, 12 others were killed".
_DATED = re.compile(
    rf"\W*(?:(?:[Oo]n|[Ii]n|[Ss]ince|[Bb]y|[Ll]ate [Ii]n|[Ee]arly [Ii]n) (?:the )?(?:\d{{1,2}} )?"
    rf"(?:of )?(?:early |late |mid-)?{_MONTH}"
    r"|[Ll]ast (?:week|month|year|summer|winter|spring|autumn))\b"
)
_ON_A_DATE = re.compile(rf"\b[Oo]n (?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}\b)")
_OPENS_ON = Caseless(rf"^\W*(?:{'|'.join(_OPENINGS)})\b")
_OTHERS = re.compile(r"\W*[Tt]he bodies of (?!those|them|the )")
_SEPARATE = re.compile(r"\w+ (?:meanwhile|separately)\b")


def adds_up(text: str) -> bool:
    """Whether a sentence sums up or takes apart the figures of the one before.

    >>> adds_up("That brings the number of dead since January to 2,010.")
    True
    """
    return _ADDS_UP.search(text) is not None


def turns_away(text: str) -> bool:
    """Whether a sentence turns to something that the last source did not speak of.

    >>> turns_away("The conflict has killed 300,000 people."), turns_away("Dozens were also wounded.")
    (True, False)
    """
    opening = text.lstrip("\"“'‘ ").lower()
    return _TURNS.search(text) is not None or opening.startswith(_turning()) or _SEPARATE.match(opening) is not None


def goes_on(text: str) -> bool:
    """Whether a sentence shows that it goes on from the one before.

    >>> goes_on("Twelve others were hurt."), goes_on("A bomb killed 12 people in Mosul.")
    (True, False)
    """
    return _GOES_ON.search(text) is not None or _OURS.search(text) is not None


def background(text: str) -> bool:
    """Whether a sentence tells of a whole war or of another year.

    >>> background("The war has killed 300,000 people since 2011."), background("Twelve people were killed on Friday.")
    (True, False)
    """
    return _BACKGROUND.search(text) is not None


def begins_anew(text: str) -> bool:
    """Whether a sentence that opens a paragraph tells of something else than the last source did.

    It opens with a date, or with figures of its own: what only stands in the middle of it does not tie it to the last.

    >>> begins_anew("On March 2, another riot left six dead."), begins_anew("Another six had been hurt.")
    (True, False)
    """
    if _DATED.match(text) is not None or _OTHERS.match(text) is not None:
        return True
    # "Police were also the target on 4 July": an event with a day of its own; "Another six died on 4 July" goes on.
    return _ON_A_DATE.search(text) is not None and _OPENS_ON.match(text) is None


@cache
def _turning() -> tuple[str, ...]:
    # "No casualties were reported" is what nobody said.
    return (*lexicon.table("en", "sources")["turning"], "no ")
