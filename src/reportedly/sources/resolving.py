"""Which source some words name: one of the registry, a body by its role and country, a new one, or nobody known.

Ids say how far they hold. `sohr`, `ng-police` and `named:…` hold across reports; `doc:…` and `person:…`
hold within their report only, since "the governor" of another report may be another; `anon:…` is nobody in particular,
and never anybody of another report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache

from reportedly import lexicon
from reportedly.model import SourceKind
from reportedly.sources import role_phrases
from reportedly.sources.registry import Entry, registry
from reportedly.sources.roles import capital_of, tables
from reportedly.sources.spelling import fold, slug


class How(StrEnum):
    """By what a source was resolved."""

    NAME = "name"
    ROLE = "role"
    NEW = "new"
    ANTECEDENT = "antecedent"
    BOUND = "bound"
    PERSON = "person"
    ANONYMOUS = "anonymous"


class Standing(StrEnum):
    """How far an id holds: across reports, within its report, or for nobody in particular."""

    NAMED = "named"
    BOUND = "bound"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who some words name.

    `role` is what a body is in any country ("police"), `qualifier` what singles one out ("kano"). `person` is the
    folded name of the person who spoke, for comparing only: it is in no id and is not to be published.
    """

    id: str
    how: How
    kind: SourceKind
    country: str | None = None
    role: str | None = None
    qualifier: str = ""
    person: str | None = field(default=None, repr=False)

    @property
    def standing(self) -> Standing:
        return standing(self.id)


def standing(id_: str) -> Standing:
    """How far an id holds.

    >>> standing("sohr").value, standing("doc:r1:governor").value, standing("anon:r1:residents").value
    ('named', 'bound', 'anonymous')
    """
    if id_.startswith("anon:"):
        return Standing.ANONYMOUS
    return Standing.BOUND if id_.startswith(("doc:", "person:")) else Standing.NAMED


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the words. `country` and `region` are those of the claim; `known_id` is what the reading of
    the whole report made of the words ("the Observatory"); `number` tells the persons of a report apart.
    """

    document: str
    country: str | None = None
    region: str | None = None
    known_id: str | None = None
    number: int = 1


_DETERMINER = re.compile(r"^(?:the|an?|some|other|another|its|their)\s+", re.IGNORECASE)
_BEFORE_PLACES = frozenset(("in", "at", "near", "from", "of", "on", "for", "inside", "around"))
_ORGANISATIONS = frozenset(
    (SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.MONITOR, SourceKind.NGO, SourceKind.UN, SourceKind.LOCAL_MEDIA)
)
_LINK = r"(?:of|for|at|from|with|within|inside|in)"
_PARENTHESIS = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*(.*)$")
# A stretch of names: "Syrian Observatory for Human Rights" out of "the … monitoring group".
_NAME = r"(?:[a-z]{1,4}-)?[A-ZÀ-Þ0-9][\w'’.&+-]*"
_BETWEEN = r"(?:(?:of|for|and|the|de|du|la|des|di|to|in|al|el|ul|&)\s+){0,3}"
_NAMES = re.compile(rf"(?<![\w-]){_NAME}(?:\s+{_BETWEEN}{_NAME})*")
_MODIFIER = re.compile(r"\b[\w.]+(?:-[\w.]+)?-(?:based|backed|led|aligned|allied|linked|affiliated)\s+", re.IGNORECASE)
_HEAD_ENDS = re.compile(rf"\s(?:{_LINK}|near|on|who|that|which|to|by|close|familiar)\s|,|\s\(")


def resolve(
    words: str,
    kind: SourceKind,
    *,
    document: str,
    country: str | None = None,
    region: str | None = None,
    known_id: str | None = None,
    number: int = 1,
) -> Resolved:
    """Who the words name. `country` and `region` must be certain: without them a bare role stays with its report.

    >>> resolve("the SOHR", SourceKind.MONITOR, document="r1").id
    'sohr'
    >>> resolve("the Kenyan police", SourceKind.OFFICIAL, document="r1").id
    'ke-police'
    >>> resolve("residents", SourceKind.WITNESS, document="r1").id
    'anon:r1:residents'
    """
    context = Context(document, country, region, known_id, number)
    words = " ".join(words.split())
    found = _looked_up(words, kind, context)
    if found is not None:
        return found
    if is_nobody(words, kind):
        return _anonymous(words, kind, context)
    for part in _parts(words):
        if found := _looked_up(part, kind, context) or _role(part, words, kind, context):
            return found
    known = registry().entries.get(known_id) if known_id is not None else None
    if known is not None and not known.generic:
        return _of(known, How.ANTECEDENT)
    return _new(words, kind, context)


# -- names of the registry


def _looked_up(words: str, kind: SourceKind, context: Context) -> Resolved | None:
    """The entry of exactly these words, with or without what they say of its base or backers."""
    for form in dict.fromkeys((words, _MODIFIER.sub("", words))) if "-" in words else (words,):
        if entry := _entry(form, kind, context):
            if not entry.generic:
                return _of(entry, How.NAME)
            if context.country is not None:
                return Resolved(
                    f"{context.country.lower()}-{entry.id}", How.ROLE, entry.kind, context.country, entry.id
                )
            return Resolved(f"doc:{context.document}:{entry.id}", How.BOUND, entry.kind, None, entry.id)
        if fold(form) in registry().by_shared and form.isupper():
            # Several go by it, and nothing says which.
            return Resolved(f"doc:{context.document}:{slug(fold(form))}", How.BOUND, kind, context.country, fold(form))
    return None


def _entry(words: str, kind: SourceKind, context: Context) -> Entry | None:
    known, folded = registry(), fold(words)
    if words.islower():
        return None
    if folded in known.capitals and not re.search(r"(?<!\w)[A-Z][A-Z.&0-9]*(?:s|['’]s?)?$", words.strip()):
        return None
    id_ = known.by_alias.get(folded)
    if id_ is not None:
        return known.entries[id_]
    fitting = [known.entries[id_] for id_ in known.by_shared.get(folded, ())]
    of_country = [entry for entry in fitting if _is_of(entry, context.country)]
    for kept in (of_country, [entry for entry in of_country or fitting if entry.kind is kind]):
        if len(kept) == 1:
            return kept[0]
    return None


def _is_of(entry: Entry, country: str | None) -> bool:
    conflicts = registry().conflicts
    return country is not None and (
        entry.country == country or any(country in conflicts[conflict].countries for conflict, _ in entry.party_to)
    )


def _of(entry: Entry, how: How) -> Resolved:
    return Resolved(entry.id, how, entry.kind, entry.country, entry.role)


# -- the parts of a phrase that can name somebody


@lru_cache(maxsize=16384)
def _parts(words: str) -> tuple[str, ...]:
    """The parts of a phrase that are looked up, nearest first; a report names its sources many times."""
    return tuple(_found_parts(words))


def _found_parts(words: str) -> Iterator[str]:
    """The phrase and what it holds: "Rami Hassan, head of the Observatory", "state news agency SANA", nearest first."""
    pieces = [words]
    if match := _PARENTHESIS.match(words):
        outer, inner, rest = match.groups()
        pieces += [f"{outer} {rest}".strip(), inner]
    if "," in words:
        # "Oleh Koval, the governor of Kharkiv": the name belongs to no role.
        pieces = [piece.strip() for piece in words.split(",")]
    seen: set[str] = set()
    for piece in pieces:
        for part in (*_behind_office(piece), piece):
            if part and part not in seen:
                seen.add(part)
                yield part
    for piece in pieces:
        for part in _NAMES.findall(piece):
            # "a Reuters photographer" was nobody before; "agency UNICEF" is what it names.
            if part not in seen and _names_all(part, piece):
                seen.add(part)
                yield part


def _names_all(part: str, piece: str) -> bool:
    """Whether the words around a name only say what it is."""
    rest = fold(piece.replace(part, " ")).split()
    return all(word in _describing() for word in rest)


@cache
def _describing() -> frozenset[str]:
    words = {word for form in lexicon.table("en", "sources").items() if form[0] in _DESCRIBING for word in form[1]}
    return frozenset(word for form in words for word in fold(form).split()).union(tables().describing)


_DESCRIBING = ("agency", "monitor", "ngo", "local_media", "un", "paper")


@cache
def _office_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    offices = lexicon.alternatives(tables().speaking)
    papers = lexicon.alternatives(tables().papers)
    return (
        re.compile(rf"^(?:.*?\b)?(?:{offices})\s+{_LINK}\s+(.+)$", re.IGNORECASE),
        re.compile(rf"^(.+?)\s+(?:{offices})\b(?!\s+(?:ministry|office|council)).*$", re.IGNORECASE),
        re.compile(
            rf"^(?:(?:the|a|an)\s+)?(?:[\w-]+\s+)?(?:{papers})\s+(?:by|from|of|issued by)\s+(.+)$"
            rf"|^(.+?)\s+(?:{papers})$",
            re.IGNORECASE,
        ),
    )


def _behind_office(words: str) -> Iterator[str]:
    """The body behind a person's office or a paper: "spokesman for the army", "Observatory head X"."""
    behind, before, paper = _office_patterns()
    if match := behind.match(words):
        rest = match.group(1)
        yield from _behind_office(rest)
        yield rest
    elif match := before.match(words):
        yield match.group(1)
    if match := paper.match(words):
        yield match.group(1) or match.group(2)


# -- roles


def _role(part: str, words: str, kind: SourceKind, context: Context) -> Resolved | None:
    """A body by its role: with a country across reports, otherwise within its own."""
    country = capital_of(fold(words)) if part == words and fold(words) not in _AREAS else None
    if country is not None and any(char.isupper() for char in words):
        return Resolved(f"{country.lower()}-government", How.ROLE, kind, country, "government")
    phrase = role_phrases.read(part)
    if phrase is None:
        return None
    country = phrase.country or (None if phrase.foreign else context.country)
    person = fold(phrase.person) if phrase.person else None
    if country and (entry := _of_role(phrase, country, context.region)):
        return Resolved(entry.id, How.ROLE, entry.kind, entry.country, entry.role, person=person)
    qualifier = slug(" ".join(phrase.names))
    listed = tables()
    one_of_many = not phrase.names and (phrase.somewhere or phrase.role in listed.local)
    tail = slug(" ".join((*phrase.somewhere, qualifier, phrase.role)).strip()).replace("--", "-")
    if country is None or country in listed.rivals or one_of_many:
        where = f"{country.lower()}-" if country and phrase.country else ""
        return Resolved(
            f"doc:{context.document}:{where}{tail}", How.BOUND, kind, country, phrase.role, qualifier, person
        )
    tail = f"{qualifier}-{phrase.role}" if qualifier else phrase.role
    return Resolved(f"{country.lower()}-{tail}", How.ROLE, kind, country, phrase.role, qualifier, person)


# Heads that make a person of a role's words: "the deputy prosecutor" is nobody's body.
_SINGLE = frozenset(("official", "officials", "source", "sources", "officer", "officers", "workers", "worker"))
_AREAS = ("gaza", "gaza strip", "west bank")


def _of_role(phrase: role_phrases.RolePhrase, country: str, region: str | None) -> Entry | None:
    """The entry for the role in the country: singled out by the words, else by the claim's region."""
    if phrase.role in tables().loose and phrase.role != "media-office":
        return None
    entries = registry().by_role.get((phrase.role, country), ())
    for words in (phrase.words, frozenset(fold(region or "").split()) if not phrase.names else frozenset()):
        singled = [entry for entry in entries if entry.within & words]
        if len(singled) == 1:
            return singled[0]
    whole = [entry for entry in entries if not entry.within]
    return whole[0] if len(whole) == 1 and not phrase.names and not phrase.somewhere else None


# -- nobody in particular, persons, and new names


@lru_cache(maxsize=16384)
def is_nobody(words: str, kind: SourceKind) -> bool:
    """Whether the words name nobody in particular: "officials", "a doctor at the hospital", "local media".

    >>> is_nobody("a Hamas official", SourceKind.PARTY), is_nobody("the Hamas spokesman", SourceKind.PARTY)
    (True, False)
    """
    words = _MODIFIER.sub("", words)
    core = _HEAD_ENDS.split(words, maxsplit=1)[0]
    folded = fold(core).split()
    if not folded:
        return True
    head, listed = folded[-1], tables()
    if head not in _SINGLE and role_phrases.read(core) is not None:
        return False
    if head in listed.papers and re.search(r"\w\s[A-Z]|^[A-Z][\w-]*[A-Z]|['’]s?\s", core):
        return False
    if head in listed.nobody or head in _people():
        return True
    named = any(char.isupper() for char in words[1:]) or (words[:1].isupper() and head not in _nouns())
    if named or head in listed.speaking:
        return False
    indefinite = re.match(
        r"(?:an?|some|several|one|another|two|three|many|other|local|various|more)\s", words, re.IGNORECASE
    )
    plural = (
        head.endswith("s") and not words.lower().startswith(("the ", "its ", "their ")) and kind is not SourceKind.PARTY
    )
    return (indefinite is not None or plural) and role_phrases.read(core) is None


@cache
def _people() -> frozenset[str]:
    table = lexicon.table("en", "sources")
    return frozenset(fold(word) for name in ("witness", "anonymous", "medic") for word in table[name]) - {
        "hospital", "clinic", "ambulance", "ambulance service", "medical charity", "morgue", "mortuary", "medical",
    }  # fmt: skip


@cache
def _nouns() -> frozenset[str]:
    table, listed = lexicon.table("en", "sources"), tables()
    kinds = {fold(word) for kind in SourceKind for form in table.get(kind.value, ()) for word in form.split()}
    offices = {fold(word) for word in (*table["office"], *table["paper"])}
    return frozenset(kinds | offices) | listed.nobody | listed.somewhere | listed.empty | listed.speaking


def _anonymous(words: str, kind: SourceKind, context: Context) -> Resolved:
    return Resolved(f"anon:{context.document}:{_without_names(words)}", How.ANONYMOUS, kind, context.country)


def _without_names(words: str) -> str:
    """The words for an id: without the names of persons, with those of places ("officials in Idlib")."""
    kept, place = [], False
    for token in re.findall(r"[\w'’-]+", words.split(",")[0]):
        folded = fold(token)
        known = folded in _nouns() or capital_of(folded) is not None or folded in registry().by_alias
        if token.islower() or token.isdigit() or known or place:
            kept.append(folded)
        # One word of a place's name is enough to tell it; the next may be a person's.
        place = token.lower() in _WHERE or (place and token.lower() in tables().place_begins)
    return slug(fold(" ".join(kept))) or "somebody"


_WHERE = frozenset(("in", "from", "near", "at"))


def _new(words: str, kind: SourceKind, context: Context) -> Resolved:
    """An entry of its own for a name that the registry lacks; persons and plain nouns stay with their report."""
    definite = words.lower().startswith("the ")
    words = _MODIFIER.sub("", _DETERMINER.sub("", words))
    # Behind or before an office stands a body; the other name is a person's.
    parts = tuple(_behind_office(words)) or (words.split(",")[0],)
    for part in parts:
        name = max(_NAMES.findall(part), key=len, default="")
        if name and _is_body(name, part, kind, definite):
            return _named(fold(name).split(), kind, context)
    core = words.split(",")[0]
    name = max(_NAMES.findall(core), key=len, default="")
    if name and _is_person(name, core):
        id_ = f"person:{context.document}:{context.number}"
        return Resolved(id_, How.PERSON, kind, context.country, person=_bare_name(name))
    role = _without_names(parts[0])
    return Resolved(f"doc:{context.document}:{role}", How.BOUND, kind, context.country, role)


def _named(tokens: list[str], kind: SourceKind, context: Context) -> Resolved:
    """A name of its own; one that many bear ("Central Hospital") needs a country, or stays with its report."""
    listed, name = tables(), slug(" ".join(tokens))
    own = bool(set(tokens) - listed.plain - listed.bodies) or len(tokens) > 2
    if own and kind is not SourceKind.MEDIC and "hospital" not in tokens:
        return Resolved(f"named:{name}", How.NEW, kind)
    if context.country is not None:
        return Resolved(f"named:{context.country.lower()}:{name}", How.NEW, kind, context.country)
    return Resolved(f"doc:{context.document}:{name}", How.BOUND, kind, None, name)


def _is_person(name: str, core: str) -> bool:
    """Whether a name stands as a person's does: "media activist Abdul Wahab", not "office in Homs"."""
    before, _, after = core.partition(name)
    if fold(name) in _nouns() or (before.split() and before.split()[-1].lower() in _BEFORE_PLACES):
        return False
    return not after.split() or after.split()[0].lower() in ("a", "an", "the", "who") or not fold(after)


def _is_body(name: str, part: str, kind: SourceKind, definite: bool) -> bool:
    """Whether a name is that of a body, not of a person. In doubt it is a person's: those stay out of ids."""
    tokens = fold(name).split()
    if fold(part).split()[0] in tables().ranks or set(tokens) <= _nouns() or capital_of(" ".join(tokens)) is not None:
        return False
    described = set(fold(part.replace(name, " ")).split())
    if described & (tables().nobody | _people()):
        return False
    if kind in _ORGANISATIONS or set(tokens) & tables().bodies:
        return True
    acronym = len(tokens) == 1 and name.isupper() and len(name) >= 3
    return acronym or (kind is SourceKind.PARTY and (definite or bool(described)))


def _bare_name(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in tables().ranks) or fold(name)
