"""How many: numerals, number words, vague amounts, single persons and zero, with their hedges.

Bounds are those of the words alone: "at least 200" has no upper one, "dozens" has none at all.

>>> [(m.value.low, m.value.high, m.value.hedge.value) for m in find_in("at least 12 dead and dozens hurt")]
[(12, None, 'at_least'), (None, None, 'vague')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from reportedly import lexicon
from reportedly.caseless import lowered
from reportedly.language import Sentence, found_once
from reportedly.model import Hedge, Mention, Quantity, Span

_ONES = {w: n for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {
    w: n
    for n, w in enumerate(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        10,
    )
}
_TENS = {
    w: n * 10 for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SMALL = _ONES | _TEENS | _TENS
_POWERS = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "k": 1000, "m": 10**6, "mn": 10**6}

_ones, _teens, _tens = ("(?:" + "|".join(table) + ")" for table in (_ONES, _TEENS, _TENS))
_SMALL_WORDS = rf"(?:{_ones}|{_teens}|{_tens})\b"
_SUB100 = rf"(?:{_tens}(?:[- ]{_ones})?|{_teens}|{_ones})"
_HUNDREDS = rf"(?:(?:{_ones}|{_teens}|a)[- ]hundred(?:(?: and)? {_SUB100})?|{_SUB100})"
_WORDS = rf"(?:(?:{_HUNDREDS}|a) thousand(?:,?(?: and)? {_HUNDREDS})?|(?:{_HUNDREDS}|a) million|{_HUNDREDS})"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?![\d,])|\d+(?:\.\d+)?)(?:[ -](?:million|thousand"
    r"|billion|hundred)\b|(?:k|mn|m)\b)?"
)
# "a quarter of a million"
_PARTS = (
    r"(?:(?:one[- ])?half a (?:million|dozen|thousand)|(?:one[- ]|a )?quarter of a million|a quarter"
    r" million|(?:a|one) million and a half)"
)
_DOZEN = rf"(?:(?:{_SUB100}|a|\d+) dozen|(?:a|two|three|four|five|six) score(?= \w))"
_TOKEN = re.compile(r"[a-z]+|\d[\d., ]*")


@found_once
def find(sentence: Sentence) -> Iterator[Mention[Quantity]]:
    """The amounts of a sentence that could count people, in order, without overlaps."""
    yield from find_in(sentence.text, sentence.start)


def find_in(text: str, offset: int = 0) -> Iterator[Mention[Quantity]]:
    lower = lowered(text)
    for match in _pattern().finditer(lower):
        read = _range(match) if match["r1"] or match["b1"] else _single(match)
        if read is None or not _counts(text, lower, match, read):
            continue
        low, high, hedge, start, end, word, rule = read
        amount = Span(offset + start, offset + end)
        begin = start if rule == "exact" and match["before"] else match.start()
        first = (match["inner"] and match.start("inner")) or start if rule == "risen-to" else begin
        whole = Span(offset + first, offset + match.end())
        yield Mention(Quantity(low, high, hedge, amount, word), (whole,), f"quantity/{rule}")


_Read = tuple[int | None, int | None, Hedge, int, int, str | None, str]


def _single(match: re.Match[str]) -> _Read | None:
    words = match["amount"]
    start, end = match.span("amount")
    hedge = _hedge(match["before"], match["after"])
    if match["none"]:
        return None, None, Hedge.NONE_REPORTED, *match.span("none"), "none reported", "none-reported"
    if match["zero"]:
        return 0, 0, Hedge.EXACT, *match.span("zero"), None, "zero"
    if match["vague"]:
        word = re.sub(r"\s+", " ", match["vague"])
        return None, None, Hedge.VAGUE, *match.span("vague"), word, "vague"
    if match["single"]:
        return 1, 1, Hedge.EXACT, *match.span("single"), None, "one-person"
    if match["all"]:
        return 2, 2, Hedge.EXACT, *match.span("all"), None, "both"
    number = _number(words)
    if number is None:
        return None
    if (
        hedge is Hedge.ABOUT
        and match["before"]
        and match["before"].strip() == "about"
        and _SPOKEN_ABOUT.search(match.string[: match.start()][-20:])
    ):
        hedge = Hedge.EXACT  # "complaints about 68 killings"
    rule = hedge.value.replace("_", "-")
    low, high = _bounds(number, hedge)
    return low, high, hedge, start, end, None, rule


def _range(match: re.Match[str]) -> _Read | None:
    first, last, inner = ("b1", "b2", "binner") if match["b1"] else ("r1", "r2", "inner")
    low, high = _number(match[first]), _number(match[last])
    if low is None or high is None:
        return None
    hedge = _hedge(match[inner] or "", None)
    if match["rise"]:
        # "rose from 12 to 15": a new figure for an old one, and no range.
        return *_bounds(high, hedge), hedge, *match.span(last), None, "risen-to"
    scale = re.search(r"(million|thousand|hundred)$", match[last])
    if scale and low < 1000 <= high and not re.search(r"[a-z]$", match[first].strip()):
        low *= _POWERS[scale.group(1)]  # "2 to 3 million"
    if low >= high or (1900 <= low < 2100 and 1900 < high < 2100):
        return None
    top = None if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST) else high
    return low, top, Hedge.RANGE, match.start(first), match.end(last), None, "range"


def _hedge(before: str | None, after: str | None) -> Hedge:
    """The hedge of the words around an amount; the bounding one wins over "about" in "at least some 30"."""
    hedges = _hedges()
    found = [hedges[" ".join(part.split())] for part in re.split(r"\|", _cut(before or "")) if part]
    if after:
        found.append(_after_hedges()[" ".join(after.strip(" -").split()) if after.strip() != "+" else "plus"])
    for hedge in found:
        if hedge is not Hedge.ABOUT:
            return hedge
    return found[0] if found else Hedge.EXACT


@lru_cache(maxsize=1024)
def _cut(words: str) -> str:
    """Hedges that stand together, apart: "at least some" → "at least|some"."""
    parts: list[str] = []
    rest = " ".join(words.split())
    while rest:
        known = next((form for form in _by_length() if rest == form or rest.startswith(form + " ")), None)
        if known is None:
            rest = rest.partition(" ")[2]
            continue
        parts.append(known)
        rest = rest[len(known) :].strip()
    return "|".join(parts)


def _bounds(number: int, hedge: Hedge) -> tuple[int | None, int | None]:
    match hedge:
        case Hedge.AT_LEAST:
            return number, None
        case Hedge.MORE_THAN:
            return number + 1, None
        case Hedge.UP_TO:
            return None, number
        case Hedge.FEWER_THAN:
            return None, number - 1
        case _:
            return number, number


def _number(words: str) -> int | None:
    """The value of a numeral or of number words; None for a fraction of a person."""
    words = " ".join(words.replace("-", " ").split())
    if words in ("half a dozen", "one half a dozen"):
        return 6
    for form, value in (("half a million", 500_000), ("quarter of a million", 250_000), ("quarter million", 250_000)):
        if words.endswith(form):
            return value
    if words in ("half a thousand", "one half a thousand"):
        return 500
    if words.endswith("million and a half"):
        return 1_500_000
    if words.endswith((" dozen", " score")):
        count = _number(words.rpartition(" ")[0])
        return None if count is None else count * (12 if words.endswith("dozen") else 20)
    total, current = 0.0, 0.0
    for token in _TOKEN.findall(words):
        if token[0].isdigit():
            current += float(token.replace(",", "").replace(" ", "").rstrip("."))
        elif token in _POWERS:
            current = (current or 1) * _POWERS[token]
            if token != "hundred":
                total += current
                current = 0.0
        elif token in _SMALL:
            current += _SMALL[token]
        elif token == "a":
            current = 1
    whole = total + current
    return int(whole) if whole == int(whole) else None


def _counts(text: str, lower: str, match: re.Match[str], read: _Read) -> bool:
    """Whether the number can count people: not a year, an age, a measure, a date or a name's number."""
    before, after = lower[max(0, match.start() - 24) : match.start()], lower[match.end() : match.end() + 24]
    if match["single"]:
        return _one_person(lower, match)
    if match["vague"] or match["zero"] or match["none"] or match["all"]:
        return not _HOW_MANY.search(before) if match["vague"] else True
    if _MEASURED.match(after) or _NUMBERED.search(before) or _MONEY.search(before) or _TOLD_OF.search(before):
        return False
    bare = lower[read[3] : read[4]]
    if match.start() == read[3] and _is_day_of(before, bare, after):
        return False
    if bare == "0" or _RATIO.match(after) or _SHARE.search(before):
        return False  # Page furniture far oftener than a count; reports write "no one".
    if _CLOCK.match(after) or (
        re.fullmatch(r"[\d–—-]+", bare) and (_CLOCK_BEFORE.search(before) or _DAY_OF_MONTH.match(after))
    ):
        return False
    hedged = read[2] not in (Hedge.EXACT, Hedge.ABOUT)
    if (
        bare.isdigit()
        and int(bare) < 111
        and _follows_person(text[max(0, match.start() - 24) : match.start()])
        and _AGE_AFTER.match(after)
    ):
        return False  # "James Suver, 25, of Columbia"
    if re.fullmatch(r"(?:19|20)\d\d", bare) and not hedged:
        # "in 2016", "March 2011", "2016." are years; "2016 people" are not.
        return bool(re.match(r"\s+(?:people|civilians|persons|others|soldiers|fighters|families|deaths)\b", after))
    return not (
        bare == "one"
        and re.match(
            r"\s+(?:of the (?:most|worst|largest|deadliest|biggest|bloodiest)|day\b|another\b|side\b)|['’]s\b", after
        )
    )


_RISES = (
    r"(?:rose|risen|rises?|rising|increased?|increases|increasing|climb(?:ed|s|ing)?|jump(?:ed|s"
    r"|ing)?|grew|grown|gr[eo]w|up|revised|updated|went|goes|gone|raised)"
)
_SPOKEN_ABOUT = re.compile(
    r"\b(?:complaints?|reports?|information|concern(?:s|ed)?|worried|ask(?:ed|s)?|talk(?:ed|s|ing)?"
    r"|know[ns]?|details|questions?|speak(?:s|ing)?|spoke|stories|claims?) $"
)
_HOW_MANY = re.compile(r"\b(?:how|so|too|as) $")
# "the father of two children", "a girl of seven", "aged 41 and 45", "all but two"
_TOLD_OF = re.compile(
    r"\b(?:(?:father|mother|parent|girl|boy|child|man|woman|son|daughter|youth) of|ages? of|aged? \d+(?:,|"
    r" and| to)|(?:oldest|youngest|eldest)(?: of (?:them|whom|the \w+))?,?(?: (?:was|is|being))?"
    r"|instead of|rather than|all but(?: \w+ of the)?) $"
)
_MONEY = re.compile(r"(?:[$€£¥₪]|us\$|\busd|\beur)\s?$")
_CLOCK = re.compile(r":\d\d|\s?(?:a\.?m\.?|p\.?m\.?)\b|[/.]\d|-\d|-(?:m|mm|strong)\b|[a-z]*\d")
_CLOCK_BEFORE = re.compile(r"\d:$|\d[/.]$|\w-$|[a-z#№+]$|\d-$")
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_OF_MONTH = re.compile(rf"(?:\s*(?:and|to|or|,|–|-)\s*\d{{1,2}})?(?:st|nd|rd|th)?,?(?: of)? {_MONTHS}(?![a-z])")


_MONTH_BEFORE = re.compile(rf"(?P<day>\b[0-3]?\d(?:st|nd|rd|th)? (?:of )?)?\b{_MONTHS}\s?$")


# "on March 8 and 9 in Nyala"; not "On March 8 and 9 soldiers".
_DAY_BEFORE = re.compile(rf"\b{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?\s*(?:and|to|or|–|-)\s*$")
_ENDS_THERE = re.compile(
    r"(?:st|nd|rd|th)?(?:\s*[,.;:)]|\s*$|\s+(?:in|at|near|on|from|by|and|when|after|outside|around|inside|across)\b)"
)


def _is_day_of(before: str, bare: str, after: str) -> bool:
    """ "March 12", "January 2016"; not the counts of "On 27 January 19 passengers", "In March three herders"."""
    if bare.isdigit() and int(bare) <= 31 and _DAY_BEFORE.search(before) and _ENDS_THERE.match(after):
        return True
    month = _MONTH_BEFORE.search(before)
    if month is None or not bare[0].isdigit():
        return False
    figure = int(bare) if bare.isdigit() else 1
    if figure > 31 and not 1900 <= figure < 2100:
        return False
    return not ((month["day"] and figure <= 31) or re.match(r" of (?:them|whom)\b", after))


_AGE_BEFORE = re.compile(r"\b[A-Z][\w'’.-]+, $")
_AGE_AFTER = re.compile(r"[,.;)]|\s+(?:and|was|were|from)\b|\s+of\s+(?!(?:them|whom|the|which|those)\b)")


def _follows_person(before: str) -> bool:
    """ "James Suver, 25,", "her husband, 70,": the number behind the comma is an age."""
    if _AGE_BEFORE.search(before):
        return True
    # "a resident 33 was hurt" has lost its comma; "wounded 33" never had one.
    noun = re.search(r"([a-z-]+), $|\b(?:an?|his|her) ([a-z-]+) $", before)
    word = (noun.group(1) or noun.group(2)) if noun else "s"
    return word in _person_nouns() and not word.endswith("s")


_SHARE = re.compile(r"\b(?:one|two|three|\d+) (?:in|out of) (?:every )?$")
_RATIO = re.compile(r"\s+(?:in|out of)\s+(?:every\s+)?(?:\d(?!\d{3}\b)|two|three|four|five|six|ten|twenty)")


@cache
def _measured() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = lexicon.table("en", "quantities")
    measures = "|".join(sorted(map(re.escape, table["measures"]), key=len, reverse=True))
    numbered = "|".join(sorted(map(re.escape, table["numbered"]), key=len, reverse=True))
    # "a 45-year-old woman" counts the woman; its 45 is an age. "12 per cent", "30-km", "23 mm".
    after = re.compile(
        rf"\s?-?(?:{measures})(?![a-z\d])(?!\s+of\b\s+(?:them|whom))|-(?:year|day|hour|month|week|member)|['’]?s\b|\.\d"
    )
    before = re.compile(rf"\b(?:{numbered})[.\s]?\s?(?:nos?\.? )?$")
    return after, before


class _Lazy:
    """A pattern of `_measured`, made when it is first used."""

    def __init__(self, index: int) -> None:
        self.index = index

    def match(self, text: str) -> re.Match[str] | None:
        return _measured()[self.index].match(text)

    def search(self, text: str) -> re.Match[str] | None:
        return _measured()[self.index].search(text)


_MEASURED = _Lazy(0)
_NUMBERED = _Lazy(1)


def _one_person(lower: str, match: re.Match[str]) -> bool:
    """ "a soldier", "a 45-year-old Kurdish woman", "another bystander": one person, by the noun that follows."""
    rest = lower[match.end() :]
    bare = match["single"] not in ("a", "an")
    if match["single"] == "another" and re.match(r"\s+the\b", rest):
        return True  # "wounded another the governor said", its comma lost
    if bare and re.match(r"\s*[,.;]|\s+(?:was|is|died|dies|lost|remains?|has|had|suffered|in|on|at|later)\b", rest):
        return True  # "two officers were wounded and another was missing"
    if re.match(
        r"\s+(?:family|father|mother|parent|party|group) of\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten)", rest
    ):
        return False  # "a family of six" counts six; "a father of four" is told of one man who is counted elsewhere.
    near = _ACRONYM.sub("", lower[match.end() : match.end() + 80])  # "an Islamic State (ISIS) commander"
    words = re.findall(r"[\w'’-]+|[^\w\s]", near)[:7]
    for word, following in pairwise((*words, "")):
        if re.fullmatch(r"[a-z0-9]+-(?:year|month|day|week)-old", word) and following in _AGED_ONE:
            return True  # "a five-year-old and a Bangladeshi national"
        if word in _person_nouns() and following in _beside_people():
            return False  # "a prisoner exchange"
        if word in _person_nouns() or (word.endswith(_trades()) and word not in _things()):
            return True
        if word in _STOPS or word in _SMALL or word.isdigit() or not word[0].isalnum():
            return False
    return False


@cache
def _trades() -> tuple[str, ...]:
    return lexicon.table("en", "people")["singular_endings"]


@cache
def _things() -> frozenset[str]:
    return frozenset(lexicon.table("en", "things")["things"])


_ACRONYM = re.compile(r" \([a-z-]{2,8}\)")
_AGED_ONE = frozenset(("and", ",", ".", "was", "were", "died", "had", "has", "in", "from", "who", ";", ")"))


@cache
def _beside_people() -> frozenset[str]:
    return frozenset(lexicon.table("en", "quantities")["beside_people"])


_STOPS = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "by",
        "with",
        "and",
        "or",
        "to",
        "from",
        "was",
        "were",
        "is",
        "are",
        "has",
        "had",
        "who",
        "that",
        "which",
        "as",
        "said",
        "near",
        "after",
        "for",
        "than",
        "into",
        "the",
        "further",
        "additional",
        "total",
        "dozen",
        "hundred",
    ]
)


@cache
def _person_nouns() -> frozenset[str]:
    people = lexicon.table("en", "people")
    named = (
        "civilian",
        "child",
        "female",
        "male",
        "occupation",
        "combatant",
        "unknown",
        "nationals",
        "combatant_of_group",
    )
    plural = {"people", "troops", "forces", "personnel", "police", "staff", "lives", "others", "other", "them"}
    return frozenset(word for name in named for word in people[name] if " " not in word) - plural


@cache
def _hedges() -> dict[str, Hedge]:
    table = lexicon.table("en", "quantities")
    return {
        form: Hedge(name) for name in ("about", "at_least", "more_than", "up_to", "fewer_than") for form in table[name]
    }


@cache
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(_hedges(), key=len, reverse=True))


@cache
def _after_hedges() -> dict[str, Hedge]:
    table = lexicon.table("en", "quantities")
    return {
        form: Hedge(name.removeprefix("after_")) for name in table if name.startswith("after_") for form in table[name]
    }


@cache
def _pattern() -> re.Pattern[str]:
    table = lexicon.table("en", "quantities")
    behind = lexicon.alternatives(form for form in _after_hedges() if form != "plus")
    hedge = rf"(?:{lexicon.alternatives(_hedges())})"
    number = rf"(?:{_PARTS}|{_DOZEN}|{_DIGITS}|{_WORDS})"
    harmed = r"(?:casualt(?:y|ies)|deaths?|injur(?:y|ies)|fatalit(?:y|ies)|victims?|wounded|dead|killed|damage)"
    none = (
        rf"no(?=\s+(?:immediate\s+|official\s+|further\s+|other\s+|confirmed\s+|new\s+|independent\s+"
        rf"|initial\s+)*(?:reports?|word|information|details|news|indications?)"
        rf"\s+(?:yet\s+)?(?:of|on|about|that)\s+(?:any\s+|possible\s+)?(?:\w+\s+)?{harmed}\b)"
        rf"|no(?=\s+(?:\w+\s+){{0,2}}{harmed}(?:\s+or\s+\w+)?\s+(?:was|were|has|have)\s+(?:\w+\s+){{0,2}}reported\b)"
    )
    zero = (
        r"no(?:\s+one|body|-one)|none(?!\s+of\s+(?:the|those)\s+(?:\w+\s+)?(?:injured|wounded|killed|dead"
        r"|victims))|no(?=\s+(?:[\w-]+\s+){0,2}(?:casualt(?:y|ies)(?!\s+(?:toll|figure|count))"
        r"|deaths?(?!\s+(?:toll|count))|injur(?:y|ies)|fatalit(?:y|ies)|civilians?|people|persons?"
        r"|soldiers?|"
        r"victims?|troops|passengers|residents|members|children|students|staff|loss\s+of\s+life"
        r"|losses)\b)|zero(?=\s)|not\s+a\s+single(?=\s+\w)"
        r"|no(?=\s+(?:[\w-]+\s+){1,3}?(?:was|were|has been|have been|had been|died|is"
        r"|are)\s+(?:\w+\s+)?(?:killed|injured|hurt|wounded|harmed|missing|dead|abducted)\b)"
    )
    vague = rf"(?:{lexicon.alternatives(table['vague'])})(?![\w-])"
    return re.compile(
        rf"(?<![\w.,-])(?<![\w]['’])"
        # How all of it begins, to be asked first: most words of a text begin otherwise.
        rf"(?=\d|{lexicon.alternatives(form.split()[0] for form in (*_hedges(), *table['vague'], *_SMALL))}"
        rf"|half|quarter|between|from|no|zero|both|a|one|{_RISES})"
        rf"(?:"
        rf"(?:(?P<rise>{_RISES}\s+)?(?:from|{hedge})\s+)?(?P<r1>{number})(?:\s+(?:to|or)\s+|(?<=\d)\s?[-–—]\s?(?=\d))"
        rf"(?P<inner>{hedge}\s+)?(?P<r2>{number})(?![\w-])"
        rf"|(?:anywhere\s+)?between\s+(?:{hedge}\s+)?(?P<b1>{number})\s+and\s+(?P<binner>{hedge}\s+)?(?P<b2>{number})(?![\w-])"
        rf"|(?P<none>{none})"
        rf"|(?P<zero>{zero})"
        rf"|(?P<before>{hedge}(?:\s+{hedge})?(?:\s+the)?\s+)?(?P<amount>(?P<vague>{vague})"
        rf"|(?P<num>{number})(?![\w])|(?P<all>both)(?=\s+(?:of|were|died|are|his|her|their|its|men|women"
        rf"|children|people|\w+s)\b)"
        rf"|(?P<single>a\s+(?:second|third|fourth|fifth|sixth|seventh|eighth)|a|an|one|another)(?=\s+[\w-]+|\s*[,.;]))"
        rf"(?P<after>\s+(?:{behind})(?![\w])(?!\s+(?:\d|{_SMALL_WORDS}))|-plus|\+)?"
        rf")",
    )
