"""What the readers of time expressions share: the tables of the lexicon, the patterns built of them, a word in place.

All patterns are for text in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reportedly import lexicon
from reportedly.extract.date_values import Value

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = ("spring", "summer", "autumn", "fall", "winter")
DEICTIC = {
    "today": (0, 0), "todays": (0, 0), "tonight": (0, 0), "yesterday": (-1, -1), "yesterdays": (-1, -1),
    "tomorrow": (1, 1), "overnight": (-1, 0),
}  # fmt: skip
UNITS = {
    "minute": "minute", "minutes": "minute", "hour": "hour", "hours": "hour", "hrs": "hour", "day": "day",
    "days": "day", "weekend": "weekend", "weekends": "weekend", "week": "week", "weeks": "week",
    "fortnight": "fortnight",
    "month": "month", "months": "month", "year": "year", "years": "year", "decade": "decade", "decades": "decade",
    "century": "century", "centuries": "century", "moments": "moment",
}  # fmt: skip
THIRDS = {"early": (1, 1, 3), "mid": (2, 2, 3), "late": (3, 3, 3)}
YEARS_OFF = {"this": 0, "last": -1, "next": 1}

WORDS = lexicon.table("en", "dates")
MONTH = {word: number for number, name in enumerate(MONTHS, 1) for word in WORDS[name]}
WEEKDAY = {word: number for number, name in enumerate(WEEKDAYS) for word in WORDS[name]}
ORDINAL = {word: number for number, word in enumerate(WORDS["ordinals"], 1)}
NUMBER = {word: number for number, word in enumerate(WORDS["numbers"])}
NUMBER |= {word: 10 * number for number, word in enumerate(WORDS["tens"], 2)}
NUMBER |= {f"{ten}-{one}": NUMBER[ten] + NUMBER[one] for ten in WORDS["tens"] for one in WORDS["numbers"][1:10]}
NUMBER |= {"a": 1, "an": 1, "a single": 1, "another": 1, "a couple of": 2, "half a dozen": 6, "a dozen": 12}
COUNTED = frozenset(WORDS["counted"])
NAME_HEADS = frozenset(WORDS["name_heads"])
PARTS = WORDS["parts_of_day"]
SHORT_DAYS = frozenset(WORDS["short_days"])
DAY_CUES = frozenset(WORDS["day_cues"])


@dataclass(frozen=True, slots=True)
class Expression:
    """One time expression in `text[start:end]`; `kind` names the rule that read it."""

    start: int
    end: int
    kind: str
    value: Value


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of a sentence in its place; `low` is the sentence in lower case, as long as `text`."""

    text: str
    low: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.low[self.start : self.end]

    @property
    def capital(self) -> bool:
        return self.text[self.start].isupper()

    @property
    def before(self) -> str:
        """The word before it, in lower case; "" for none."""
        found = _WORD_BEFORE.search(self.low, max(0, self.start - 20), self.start)
        return found.group(1) if found else ""

    def after(self, end: int | None = None) -> str:
        """The word after it (or after `end`) as it is written; "" for none, or where a sign stands between."""
        found = _WORD_AFTER.match(self.text, self.end if end is None else end)
        return found.group(1) if found else ""

    def until(self, end: int) -> Spot:
        return Spot(self.text, self.low, self.start, end)


Read = tuple[Expression, ...]
"""What a reader gives back: nothing where it refuses, two expressions for the ends of a range."""


def number(words: str | None) -> int | None:
    """The whole number that words name, or None: "several", "2-1/2", and no words at all."""
    if not words:
        return None
    return int(words) if words.isdigit() else NUMBER.get(" ".join(words.split()))


def any_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return f"(?:{lexicon.alternatives(words)})"


_WORD_BEFORE = re.compile(r"([\w'’]+)[\s(]*$")
_WORD_AFTER = re.compile(r"\s+([\w'’]+)")

MON = rf"(?:{any_of(MONTH)}\b)"
D = r"(?:3[01]|[12]\d|0?[1-9])(?!\d|[:%]|[.,]\d)"
ORD = r"(?:st|nd|rd|th)?(?![a-z])"
Y = r"(?:(?:1\d|20)\d\d(?!\d|[.,:%]\d|%))"
ERA = r"(?:\s+(?:b\.c\.e\.|b\.c\.?|bce?|a\.d\.|ad)(?!\w))"
COUNT = rf"(?:\d{{1,4}}(?:[.,]\d+)?(?:-\d/\d)?|half\s+an?|{any_of({*NUMBER, *WORDS['vague_amounts']})})"
_PART = any_of(PARTS)

# What begins with a numeral, in the order tried.
NUMERALS = re.compile(
    "|".join(
        [
            r"(?<![\w-])(?P<iso>(?:19|20)\d\d(?P<i_s>[-/])[01]?\d(?P=i_s)[0-3]?\d)(?![\d/-])",
            r"(?<![\w./-])(?P<figures>[0-3]?\d(?P<f_s>[./-])[0-3]?\d(?P=f_s)(?:(?:19|20)\d\d|(?<=/)\d\d))(?!\d|[./-]\d)",
            rf"(?<![\d.,:$£€])(?P<day_month>(?P<d>{D}){ORD}(?:-|,?\s+(?:of\s+)?)(?P<m>{MON})"
            rf"(?:\.?(?:-|,?\s+(?:of\s+)?)(?P<y>{Y}{ERA}?))?)",
            r"(?<![\d.,])(?P<decade>(?:1\d|20)\d0['’]?s)\b",
            rf"(?<![\d.,])(?P<era>\d{{1,4}}{ERA})",
            rf"(?<![\d.,:$£€])(?P<year>{Y})(?![a-z])",
            r"(?P<clock>(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b|hrs\b)"
            r"|(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?(?:hours|gmt|utc|local\s+time)\b)?(?![\d:]))",
            rf"(?P<century>\d{{1,2}}(?:st|nd|rd|th)[\s-]century\b{ERA}?)",
        ]
    )
)
# What follows a month: "Jul 012016" (a comma lost), a day, a year.
AFTER_MONTH = re.compile(
    "|".join(
        [
            r"\.?\s+(?P<glued>(?P<g_d>[0-3]\d)(?P<g_y>20\d\d))(?!\d)",
            rf"\.?\s+(?:the\s+)?(?P<d>{D}){ORD}(?:(?:,\s*|\s+)(?:of\s+)?(?P<d_y>{Y}{ERA}?))?",
            rf"(?:\.|,)?\s+(?:of\s+)?(?P<y>{Y}|\d{{1,4}}(?={ERA})){ERA}?",
        ]
    )
)
# The ends of ranges that leave something out: "March 6-9", "6-9 March", "1967-70".
SECOND_END = re.compile(rf"\s?[-–/]\s?(?P<d>{D}){ORD}(?:,?\s+(?P<y>{Y}))?(?!\s?[a-z]*(?:{MON}))")
# "between May 20 and 26", "on June 15 and 16 in …"; not "on May 20 and 26 people were killed".
_GOES_ON = "there|when|while|in|at|a|an|the|they|he|she|it|we|after|before|near|by|as|left|said"
SECOND_SPOKEN = re.compile(
    rf"\s+(?:and|to|or|until|through)\s+(?:the\s+)?(?P<d>{D}){ORD}(?:,?\s+(?P<y>{Y}))?"
    rf"(?=\s*[,.;:)](?:\s|$)|\s*$|\s+(?:{_GOES_ON})\b)"
)
FIRST_END = re.compile(
    rf"(?<![\d.,:])\b(?P<d>(?:the\s+)?(?P<n>{D}){ORD})(?:\s?[-–/]\s?|\s+(?:to|and|or|until|through)\s+)(?:the\s+)?$"
)
DAY_ALONE = re.compile(
    r"(?P<first>(?P<n>3[01]|[12]\d|[1-9])(?:st|nd|rd|th))"
    r"(?:\s+(?:and|to|or)\s+(?:the\s+)?(?P<m>3[01]|[12]\d|[1-9])(?:st|nd|rd|th))?"
    r"(?=\s*[,.;:)]|\s*$|\s+(?:there|when|in|at|a|an|the|they|he|she|it|we|after|near|by|as|two|three|several|some|four|five)\b)"
)
YEAR_END = re.compile(r"\s?[-–/]\s?(?P<y>\d\d)(?![\d\w])")
WEEKDAY_DATE = re.compile(rf"(?:\.|,)?\s+(?:the\s+)?(?=(?:{D}{ORD}\s+(?:of\s+)?)?{MON}|\d\d?{ORD}\s)")
YEAR_AFTER = re.compile(rf"\s+(?:of\s+)?(?P<y>{Y})")
RELATIVE_YEAR = re.compile(
    r"\s+(?:of\s+)?(?P<which>this|last|next|that|the\s+same|the\s+following|the\s+previous)\s+year\b"
)
PART_AFTER = re.compile(rf"(?:,?\s+(?:early\s+)?|\s+at\s+|,?\s+in\s+the\s+(?:early\s+)?)(?:{_PART}\b|overnight\b)")
THE_SEASON = re.compile(
    r"(?![\s-]+[a-z])"
    r"|\s+(?:of|and|or|in|when|the|to|as|before|after|by|until|was|is|has|had|that|with|on|at)\b"
)

AGO = re.compile(r"\s+(?:ago\b|back\b)")
SHIFTED = re.compile(r"\s+(?P<way>later|afterwards|after|earlier|before|previously|prior|beforehand)\b")
# "14-year-old", "10 years in prison": no times.
OLD = re.compile(r"(?:-|\s+)old\b|\s+of\s+age\b|['’]?\s+(?:in\s+)?(?:imprisonment|prison|jail)\b")
LONG = re.compile(r"-long\b|\s+long\b")
BEFORE_UNIT = re.compile(
    r"(?:\b(?P<late>early|late|later|earlier)\s+(?:in\s+)?)?"
    r"(?:\b(?P<which>(?:the\s+|these\s+)?(?:past|last|latest|previous|preceding|next|following|coming|first|final|opening"
    r"|intervening|subsequent|succeeding|initial)|this|that\s+same|the\s+same|that|each|every|recent|the)[\s-]+)?"
    rf"(?P<qualifier>(?:\b{any_of(WORDS['qualifiers'])}\s+)*)(?:\b(?P<count>{COUNT})[\s-]+)?"
    rf"(?:\b{any_of(WORDS['unit_adjectives'])}[\s-]+)?$"
)
_FIRST_OF = rf"(?:first|last|final|opening)\s+(?:{COUNT}\s+)?(?:days?|weeks?|months?|half|quarters?)"
_SHARE_OF = r"(?:second|third|fourth|latter|early|later)\s+(?:half|quarter|part|week|days|months|hours)"
_WHICH = r"the\s+(?:same|previous|following|past|coming|next)"
BEFORE_CALENDAR = re.compile(
    r"(?:\b(?:(?:the\s+)?(?:very\s+)?(?P<third>early|late|mid|later|earlier)(?:[\s-]+|\s+(?:on\s+)?in\s+)"
    rf"|(?:the\s+)?(?P<portion>{any_of(WORDS['portions'])}|{_FIRST_OF}|{_SHARE_OF})\s+of\s+"
    r"|(?:the\s+)?(?:years?|months?\s+of)\s+))?"
    rf"(?:\b(?P<which>this\s+past|this|last|next|that\s+same|that|{_WHICH})\s+)?(?P<the>\bthe\s+)?$"
)
BEFORE_DAY = re.compile(
    rf"(?:\b(?:(?:the\s+)?(?:(?:very\s+)?early\s+|late\s+)?(?:{_PART}|hours)(?:\s+hours)?\s+(?:of|on)\s+"
    rf"|(?:very\s+)?(?:early|late|later|earlier)\s+(?:in\s+the\s+)?(?:{_PART}\s+)?(?:(?:of|on)\s+)?"
    rf"|{_PART}\s+(?:on\s+)?|overnight\s+(?:on\s+)?))?"
    rf"(?:\b(?P<which>this\s+past|this|last|next|that|every|each|{_WHICH})\s+)?(?P<the>\bthe\s+)?$"
)
