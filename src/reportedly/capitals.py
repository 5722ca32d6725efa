"""Gives names their capitals back in lines that are written in capitals throughout.

A capital says much to the parser and to every rule about names; in a line that shouts it says nothing. Which words are
names is known from the gazetteer and from the lexicon. Letters change one for one, so offsets hold.

>>> restored("FIVE PEOPLE WERE KILLED NEAR ALEPPO IN SYRIA ON MONDAY, AFP SAID.")
'Five people were killed near Aleppo in Syria on Monday, AFP said.'
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from reportedly import gazetteer, lexicon
from reportedly.gazetteer import How, Kind

# Ordinary text does not go on for so long without a small letter: most texts are done with at this search.
_LOUD = re.compile(r"[^a-zß-öø-ÿ\n]{25,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# "KYIV, MAY 14 (DNIPRO WIRE) -" keeps its first name in capitals: so are datelines known.
_DATELINE = re.compile(
    r"([A-Z][A-Z.'’ -]{2,30}?)(?:, [^\n]{0,40}?| ?\([^\n)]{2,40}\)| [A-Z]{3,9}\.? \d[^\n]{0,30}?)? ?(?:--|[-–—]) "
)
_INITIALS_BEFORE = re.compile(r"\b[A-Z]\. \Z")
_OPENS = re.compile(r"(?:\A|[.!?…][\"”’')\]]*\s|\n)[\s\"“‘'(\[*•–—-]*(?:\d{1,2}[.)] )?\Z")
_MONTH_CUE = re.compile(r"\d(?:st|nd|rd|th)? $|\b(?:in|on|since|last|this|until|late|early|mid|of) ?-?$")
_NUMBER_AFTER = re.compile(r"\.?,? \d")
_NOT_AMERICA = re.compile(r"(?:TOLD|GAVE|GIVE|LET|HELP|OF|ALL) $")
_LARGE = 100_000
_CALENDAR = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


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
        word, start = match.group(), match.start()
        if match.end() <= kept or _abbreviated(line, match):
            new = word
        elif index in names or start == opening or _opens(line[max(0, start - 8) : start], word):
            new = word[0] + _lowered(word[1:])
        else:
            new = _lowered(word)
        parts += [line[done:start], new]
        done = match.end()
    return "".join([*parts, line[done:]])


def _opens(before: str, word: str) -> bool:
    """Whether a word opens a sentence after these signs; "the U.S. ARMY" goes on, "in the U.S. THE" does not."""
    if _INITIALS_BEFORE.search(before):
        return _lowered(word) in lexicon.table("en", "sentences")["openers"]
    return bool(_OPENS.search(before))


def _names(line: str, words: list[re.Match[str]]) -> set[int]:
    """The numbers of the words that are names or parts of names."""
    found: set[int] = set()
    lows = [_lowered(match.group()).replace("’", "'").removesuffix("'s") for match in words]
    for index, low in enumerate(lows):
        for length in (4, 3, 2):
            run = lows[index : index + length]
            if len(run) == length and _joined(line, words[index : index + length]) and _is_long_name(tuple(run)):
                found.update(index + at for at, word in enumerate(run) if word not in _listed("small"))
        if _is_name(low) or _is_of_calendar(line, words[index], low) or (index and _follows(line, words, lows, index)):
            found.add(index)
        elif index - 1 in found and not _is_english(low) and _joined(line, words[index - 1 : index + 1]):
            found.add(index)  # "PETRO HALCHENKO"
    return found


def _follows(line: str, words: list[re.Match[str]], lows: list[str], index: int) -> bool:
    """Whether the word before makes it a name: "GOVERNOR HALCHENKO", "AL-ZARBEH", "the village of KASHEKE"."""
    before, low = lows[index - 1], lows[index]
    if before in _titles():
        return low not in _vocabulary()
    if before in _listed("articles") and line[words[index].start() - 1] == "-":
        return True
    return before in _listed("leading") and not _is_english(low)


def _joined(line: str, words: list[re.Match[str]]) -> bool:
    return all(line[one.end() : other.start()] in (" ", "-") for one, other in pairwise(words))


@cache
def _is_name(word: str) -> bool:
    """A single word that is a name wherever it stands: "damascus", "syrian", "reuters"; not "hit", a town of Iraq."""
    if word in _always():
        return True
    if word in _core() or len(word) < 3:
        return False
    hits = [hit for hit in gazetteer.named(word) if hit.how in (How.NAME, How.ALTERNATE)]
    common = word in _common_places()
    if hits and not common and word not in _vocabulary():
        return True
    return any(
        hit.entry.kind is Kind.COUNTRY
        or (not common and hit.how is How.NAME and (hit.entry.population >= _LARGE or hit.entry.kind is Kind.ADMIN1))
        for hit in hits
    )


@cache
def _is_long_name(words: tuple[str, ...]) -> bool:
    """Several words that are one name: "south sudan", "al jazeera", "doctors without borders"."""
    name = " ".join(words)
    if name in _phrases():
        return True
    if {words[0], words[-1]} & _listed("small") or all(word in _core() for word in words):
        return False
    rare = any(word not in _vocabulary() for word in words)
    return any(
        hit.how is How.NAME
        and (rare or hit.entry.kind in (Kind.COUNTRY, Kind.ADMIN1, Kind.REGION) or hit.entry.population >= _LARGE)
        for hit in gazetteer.named(name)
    )


def _is_of_calendar(line: str, match: re.Match[str], word: str) -> bool:
    """ "MAY 14", "in MARCH", "FRIDAY"; not the verbs, nor "the sun"."""
    if word not in _calendar():
        return False
    if len(word) > 3 and word not in _listed("months_and_verbs"):
        return True
    before = line[max(0, match.start() - 8) : match.start()].lower()
    return bool(_NUMBER_AFTER.match(line, match.end()) or _MONTH_CUE.search(before))


def _abbreviated(line: str, match: re.Match[str]) -> bool:
    """ "AFP", "U.S.", "(SOHR)", "PKK": what keeps its capitals."""
    word, low = match.group(), match.group().lower()
    before, after = line[max(0, match.start() - 6) : match.start()], line[match.end() : match.end() + 1]
    if len(word) == 1:
        # "U.S.", "J. Smith", "Room B"; not the article.
        return word == "I" or after == "." or before[-1:] == "." or word != "A"
    if low == "us":
        return not _NOT_AMERICA.search(before)
    if low in _initials():
        return True
    if len(word) <= 6 and before[-1:] == "(" and after == ")":
        return low not in _core()
    return len(word) <= 5 and not re.search("[AEIOUY]", word) and low not in _vocabulary()


def _lowered(word: str) -> str:
    return "".join(low if len(low := char.lower()) == 1 else char for char in word)


def _is_english(word: str) -> bool:
    """Whether it is no name as far as the tables and its ending tell."""
    return word in _vocabulary() or word.endswith(tuple(_listed("endings"))) or len(word) < 3


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("en", "capitals")[name])


def _forms(*tables: str) -> list[str]:
    lists = (entry for name in tables for entry in lexicon.table("en", name).items())
    return [form for name, forms in lists if name not in _listed("lists_of_names") for form in forms]


def _words_of(*tables: str) -> frozenset[str]:
    found = (part for form in _forms(*tables) for part in re.findall(r"[^\W\d_]+", form))
    return frozenset(part for part in found if part == part.lower())


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


def _groups() -> list[str]:
    """The names of groups, sources, peoples and countries, as the tables have them."""
    parties = lexicon.table("en", "parties")
    names = [*parties["names"], *parties["demonyms"], *parties["states"], *lexicon.table("en", "people")["nationals"]]
    return [*names, *_forms("source_names", "places_demonyms")]


@cache
def _always() -> frozenset[str]:
    """Single words that are names in any text."""
    return frozenset(form for form in _groups() if " " not in form and len(form) > 3) - _listed("words_first")


@cache
def _phrases() -> frozenset[str]:
    """Names of several words."""
    return frozenset(form for form in (*_groups(), *lexicon.table("en", "places")["phrases"]) if " " in form)


@cache
def _initials() -> frozenset[str]:
    """Names of two to four letters that are written in capitals: "un", "afp", "rsf"."""
    names = (*_forms("source_names"), *lexicon.table("en", "parties")["names"])
    short = frozenset(form for form in names if 2 <= len(form) <= 4 and form.isalpha() and form not in _core())
    return (short | _listed("initials")) - _listed("words_first")


@cache
def _calendar() -> frozenset[str]:
    return frozenset(form for name in _CALENDAR for form in lexicon.table("en", "dates")[name])


@cache
def _titles() -> frozenset[str]:
    return frozenset(lexicon.table("en", "places")["titles"]) - _listed("no_titles")
