"""Gives names their capitals back in lines that are written in capitals throughout.

A capital says much to the parser and to every rule about names; in a line that shouts it says nothing. Which words are
names is known from the gazetteer and from the lexicon. Offsets hold: letters change one for one.

>>> restored("FIVE PEOPLE WERE KILLED NEAR ALEPPO IN SYRIA ON MONDAY, AFP SAID.")
'Five people were killed near Aleppo in Syria on Monday, AFP said.'
"""

from __future__ import annotations

import re
from functools import cache

from reportedly import gazetteer, lexicon
from reportedly.gazetteer import How, Kind

# No five words of ordinary text go by without a small letter; most lines are done with at this search.
_LOUD = re.compile(r"[^a-zß-öø-ÿ\n]{25,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# "KYIV, MAY 14 (DNIPRO WIRE) -" keeps its first name in capitals: so are datelines known.
_DATELINE = re.compile(
    r"([A-Z][A-Z.'’ -]{2,30}?)(?:, [^\n]{0,40}?| ?\([^\n)]{2,40}\)| [A-Z]{3,9}\.? \d[^\n]{0,30}?)? ?(?:--|[-–—]) "
)
_OPENS = re.compile(r"(?:\A|[.!?…][\"”’')\]]*\s|\n)[\s\"“‘'(\[*•–—-]*(?:\d{1,2}[.)] )?$")
_ARTICLES = frozenset("al el an ar as ash es ad at az".split())
_LEADING = frozenset("in at near from of around outside village town city".split())
_SMALL = frozenset("of the and for in on at to de la del al-".split())


def restored(text: str) -> str:
    """The text with each line that shouts in ordinary capitals; any other text as it is."""
    if not _LOUD.search(text):
        return text
    return "".join(_spoken(line) if _shouts(line) else line for line in text.splitlines(keepends=True))


def _shouts(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    return letters > 20 and sum(map(str.isupper, line)) > 0.8 * letters


def _spoken(line: str) -> str:
    words = list(_WORD.finditer(line))
    dateline = _DATELINE.match(line)
    kept, opening = (dateline.end(1), dateline.end()) if dateline else (0, 0)
    names = _names(line, words)
    parts, done = [], 0
    for index, match in enumerate(words):
        word = match.group()
        if match.end() <= kept or _abbreviated(line, match):
            new = word
        elif (
            index in names or match.start() == opening or _OPENS.search(line, max(0, match.start() - 8), match.start())
        ):
            new = _titled(word)
        else:
            new = _lowered(word)
        parts += [line[done : match.start()], new]
        done = match.end()
    return "".join([*parts, line[done:]])


def _names(line: str, words: list[re.Match[str]]) -> set[int]:
    """The numbers of the words that are names or parts of names."""
    found: set[int] = set()
    lows = [_lowered(match.group()).replace("’", "'").removesuffix("'s") for match in words]
    for index in range(len(words)):
        for length in (4, 3, 2):
            run = lows[index : index + length]
            if len(run) == length and _joined(line, words[index : index + length]) and _is_long_name(tuple(run)):
                found.update(index + at for at, word in enumerate(run) if word not in _SMALL)
        if _is_name(lows[index]) or _is_month(line, words[index], lows[index]):
            found.add(index)
        elif index and lows[index - 1] in _titles() and lows[index] not in _vocabulary():
            found.add(index)
        elif index and line[words[index].start() - 1] == "-" and lows[index - 1] in _ARTICLES:
            found.add(index)
        elif index and lows[index - 1] in _LEADING and not _known(lows[index]):
            found.add(index)  # "the village of KASHEKE", "in SOUMDI"
        elif index - 1 in found and not _known(lows[index]) and _joined(line, words[index - 1 : index + 1]):
            found.add(index)  # "PETRO HALCHENKO"
    return found


def _joined(line: str, words: list[re.Match[str]]) -> bool:
    return all(line[one.end() : other.start()] in (" ", "-") for one, other in zip(words, words[1:], strict=False))


@cache
def _is_name(word: str) -> bool:
    """A single word that is a name wherever it stands: "damascus", "syrian", "reuters"; not "hit", a town of Iraq."""
    if word in _always():
        return True
    if word in _core() or len(word) < 3:
        return False
    hits = [hit for hit in gazetteer.named(word) if hit.how in (How.NAME, How.ALTERNATE)]
    if not hits:
        return False
    if word not in _vocabulary() and word not in _common_places():
        return True
    return any(
        hit.entry.kind is Kind.COUNTRY
        or (
            hit.how is How.NAME
            and word not in _common_places()
            and (hit.entry.population >= 100_000 or hit.entry.kind is Kind.ADMIN1)
        )
        for hit in hits
    )


@cache
def _is_long_name(words: tuple[str, ...]) -> bool:
    """Several words that are one name: "south sudan", "al jazeera", "doctors without borders"."""
    name = " ".join(words)
    if name in _phrases():
        return True
    if words[0] in _SMALL or words[-1] in _SMALL or all(word in _core() for word in words):
        return False
    return any(
        hit.how is How.NAME
        and (
            hit.entry.kind in (Kind.COUNTRY, Kind.ADMIN1, Kind.REGION)
            or hit.entry.population >= 100_000
            or any(word not in _vocabulary() for word in words)
        )
        for hit in gazetteer.named(name)
    )


def _is_month(line: str, match: re.Match[str], word: str) -> bool:
    """ "MAY 14", "in MARCH": the months that are also verbs."""
    if word not in _calendar():
        return False
    before, after = line[max(0, match.start() - 8) : match.start()].lower(), line[match.end() : match.end() + 8]
    return bool(
        re.match(r"\.?,? \d", after)
        or (word not in _VERBS and len(word) > 3)
        or re.search(r"\d(?:st|nd|rd|th)? $|\b(?:in|on|since|last|this|until|late|early|mid|of) ?-?$", before)
    )


def _abbreviated(line: str, match: re.Match[str]) -> bool:
    """ "AFP", "U.S.", "(SOHR)", "PKK": what keeps its capitals."""
    word = match.group()
    before, after = line[max(0, match.start() - 6) : match.start()], line[match.end() : match.end() + 1]
    if len(word) == 1:
        # "U.S.", "J. Smith", "Room B"; not the article, and "I".
        return word == "I" or after == "." or before[-1:] == "." or word not in "AÀO"
    low = word.lower()
    if low == "us":
        return not re.search(r"(?:TOLD|GAVE|GIVE|LET|HELP|OF|ALL) $", before)
    if low in _short():
        return True
    if len(word) <= 6 and before[-1:] == "(" and after == ")":
        return low not in _core()
    return 2 <= len(word) <= 5 and not re.search("[AEIOUY]", word) and low not in _vocabulary()


def _titled(word: str) -> str:
    return word[0] + _lowered(word[1:])


def _lowered(word: str) -> str:
    return "".join(low if len(low := char.lower()) == 1 else char for char in word)


@cache
def _words_of(*tables: str) -> frozenset[str]:
    found = (form for name in tables for forms in lexicon.table("en", name).values() for form in forms)
    return frozenset(part for form in found for part in re.findall(r"[^\W\d_]+", form) if part == part.lower())


@cache
def _core() -> frozenset[str]:
    """Words of the tables that hold no names."""
    return _words_of("common", "harms", "quantities", "people", "things", "joining", "sentences", "marks") - _always()


@cache
def _vocabulary() -> frozenset[str]:
    """Every small word of the tables, those of names among them."""
    return _core() | _words_of("dating", "dates", "parties", "placing", "places", "sources")


@cache
def _common_places() -> frozenset[str]:
    table = lexicon.table("en", "places")
    return frozenset((*table["common"], *table["never"]))


@cache
def _always() -> frozenset[str]:
    """Single words that are names in any text."""
    sources = lexicon.table("en", "source_names")
    peoples = [form for forms in lexicon.table("en", "places_demonyms").values() for form in forms]
    parties = lexicon.table("en", "parties")
    names = [*peoples, *parties["demonyms"], *parties["states"], *lexicon.table("en", "people")["nationals"]]
    names += [form for forms in sources.values() for form in forms]
    names += [form for form in parties["names"]]
    single = frozenset(form for form in names if " " not in form and len(form) > 3) - {"guardian", "petra", "monitor"}
    return single


@cache
def _calendar() -> frozenset[str]:
    return frozenset(form for name in (*_MONTHS, *_DAYS) for form in lexicon.table("en", "dates")[name])


_VERBS = ("may", "march")
_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


@cache
def _phrases() -> frozenset[str]:
    """Names of several words."""
    names = [form for forms in lexicon.table("en", "source_names").values() for form in forms]
    names += [*lexicon.table("en", "parties")["names"], *lexicon.table("en", "places")["phrases"]]
    names += lexicon.table("en", "parties")["states"]
    return frozenset(form for form in names if " " in form)


@cache
def _short() -> frozenset[str]:
    """Names of two to four letters that are written in capitals: "un", "afp", "rsf"."""
    names = [form for forms in lexicon.table("en", "source_names").values() for form in forms]
    names += lexicon.table("en", "parties")["names"]
    words = frozenset(form for form in names if 2 <= len(form) <= 4 and form.isalpha() and form not in _core())
    return (words | {"un", "eu", "uk", "usa", "uae", "nato", "isis", "isil", "dr"}) - {
        "is",
        "saba",
        "sana",
        "petra",
        "dr",
    }


@cache
def _titles() -> frozenset[str]:
    return frozenset(lexicon.table("en", "places")["titles"]) - {"by", "son", "daughter", "wife", "husband", "driver"}


def _known(word: str) -> bool:
    return word in _vocabulary() or word.endswith(_ENDINGS) or len(word) < 3


_ENDINGS = (
    "ing",
    "ed",
    "ly",
    "tion",
    "tions",
    "ity",
    "ment",
    "ments",
    "able",
    "ness",
    "ies",
    "ers",
    "ous",
    "ive",
    "sion",
    "ence",
    "ance",
)
