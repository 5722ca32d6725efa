"""The registry of sources, who words name, merges, and how origins are counted."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import lexicon
from reportedly.errors import LexiconError
from reportedly.model import Attribution, Harm, Mark, MarkAbout, MarkKind, Mention, SourceKind, Unit, VictimClass
from reportedly.sources import (
    Counts,
    Figure,
    Resolved,
    SourcePair,
    Standing,
    Statement,
    apply_merges,
    load,
    origins,
    parties_of,
    registry,
    resolve,
    resolved,
    statements,
)
from reportedly.sources.spelling import fold
from tests import factories

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "registry.toml").read_text(encoding="utf-8"))["case"]
FOLDER = HERE.parent / "src" / "reportedly" / "lexicon" / "sources"


@pytest.mark.parametrize(("case", "words"), [(case, words) for case in CASES for words in case["words"]])
def test_words_lead_to_their_source(case: dict[str, str], words: str) -> None:
    found = resolve(
        words, SourceKind(case["kind"]), document="r1", country=case.get("country"), region=case.get("region")
    )
    if "id" in case:
        assert found.id == case["id"], case["for"]
    else:
        assert found.id.startswith(case["id_starts"]), case["for"]


def test_there_are_enough_entries_of_every_kind_and_all_names_lead_home() -> None:
    entries = registry().entries
    assert len(entries) >= 350
    assert {entry.kind for entry in entries.values()} >= set(SourceKind) - {
        SourceKind.WITNESS, SourceKind.ANONYMOUS, SourceKind.SOCIAL_MEDIA, SourceKind.LOCAL_MEDIA,
    }  # fmt: skip
    for entry in entries.values():
        for alias in entry.aliases:
            # The names of the lexicon are in small letters; in a report they are not.
            written = alias.upper() if alias.islower() else alias
            found = resolve(written, entry.kind, document="r1", country=entry.country).id
            assert found == entry.id or entry.generic, (alias, entry.id, found)


def test_every_spotted_name_has_an_entry_and_one_owner() -> None:
    for key in lexicon.table("en", "source_names"):
        kind, _, id_ = key.partition(".")
        assert kind == "social_media" or registry().entries[id_].kind == kind


def test_no_invented_name_of_the_examples_is_in_the_lexicon() -> None:
    written = " ".join(path.read_text(encoding="utf-8") for path in (HERE.parent / "examples").glob("*"))
    # Real institutions that the invented reports speak of as anybody would.
    names = set(registry().by_alias) | set(registry().by_shared)
    invented = {fold(name) for name in ("Lakeside Wire", "Desert Courier", "Harbour Times", "Sahel Dispatch",
                "Meridian News", "Relief Bulletin", "Northern Column", "Bantay Liguasan", "Katiba al-Wadi",
                "Marsh Watch",
                "Sahel Casualty Project", "Water Without Walls", "Archipelago Daily", "Southern Monitor")}  # fmt: skip
    outlets = {fold(name) for name in re.findall(r'"outlet": "([^"]+)"', written)}
    assert outlets
    assert not names & (outlets | invented)
    lists = (FOLDER / "roles.toml").read_text(encoding="utf-8").lower()
    assert not [word for word in ("bantay", "liguasan", "katiba", "lakeside", "kutum") if f'"{word}"' in lists]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('x = { kind = "prophet", name = "X Agency" }', "no kind 'prophet'"),
        ('x = { kind = "agency", name = "X Agency", country = "ZZ" }', "no country 'ZZ'"),
        ('x = { kind = "agency", name = "X Agency", aliases = ["The Y-Agency"] }', "is also a name of"),
        ('x = { kind = "agency", name = "X Agency", party_to = ["war:blue"] }', "no such conflict and side"),
        ('x = { kind = "agency", name = "X Agency", colour = "blue" }', "colour: there is no such field"),
        ('x = { kind = "agency", name = "X Agency", control = "state" }', "needs a note"),
        ('x = { kind = "agency", name = "X Agency", owner = "z" }', "no entry 'z'"),
        ('x = { kind = "agency" }', "a kind and a name were expected"),
        ('X_1 = { kind = "agency", name = "X Agency" }', "an id is small letters"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "conflicts.toml").write_text(
        'war = { name = "War", countries = ["SD"], sides = ["red"], states = {} }', encoding="utf-8"
    )
    (tmp_path / "a.toml").write_text('y = { kind = "agency", name = "Y Agency" }', encoding="utf-8")
    assert load(tmp_path).entries.keys() == {"y"}
    (tmp_path / "b.toml").write_text(row, encoding="utf-8")
    with pytest.raises(LexiconError, match=re.escape(message)) as raised:
        load(tmp_path)
    assert str(raised.value).startswith("b.toml: ")


def test_sides_follow_from_the_entry_the_owner_or_the_state() -> None:
    assert parties_of("rsf") == (("sudan", "rsf"),)
    assert parties_of("ua-police") == (("ukraine", "ukraine"),)
    assert parties_of("almanar") == parties_of("hezbollah")
    assert ("israel-palestine", "palestinian-factions") in parties_of("ps-gaza-health-ministry")
    # The BBC is public, and speaks for nobody; nor does whoever is new.
    assert parties_of("bbc") == parties_of("named:plateau-pulse-network") == ()


@pytest.mark.parametrize("words", ["officials", "the governor", "Amina Sule", "police", "the ministry", "a source"])
def test_the_same_words_of_two_reports_stay_apart(words: str) -> None:
    kind = SourceKind.OTHER
    assert resolve(words, kind, document="r1").id != resolve(words, kind, document="r2").id


def test_ids_of_persons_do_not_hold_their_names() -> None:
    for words in (
        "Amina Sule",
        "Amina Sule, a teacher",
        "a nurse, Amina Sule",
        "relatives of Amina Sule",
        "teacher Amina Sule",
    ):
        found = resolve(words, SourceKind.WITNESS, document="r1", country="NG")
        assert "amina" not in found.id
        assert "sule" not in found.id
        assert "sule" not in repr(found)


def test_a_known_id_is_taken_for_a_short_name_and_not_for_nobody() -> None:
    monitor = SourceKind.MONITOR
    assert resolve("the Observatory", monitor, document="r1", known_id="sohr").id == "sohr"
    assert resolve("the Observatory", monitor, document="r1").id == "doc:r1:observatory"
    assert resolve("a Hamas official", SourceKind.PARTY, document="r1", known_id="hamas").id.startswith("anon:")


def test_looking_up_is_fast() -> None:
    words = [(words, SourceKind(case["kind"])) for case in CASES for words in case["words"]]
    for one, kind in words:
        resolve(one, kind, document="warm")
    started = perf_counter()
    for number in range(10):
        for one, kind in words:
            resolve(one, kind, document=f"r{number}", country="SD")
    # 50 µs on a quiet machine; room for a busy one.
    assert (perf_counter() - started) / (10 * len(words)) < 250e-6


# -- a reading


def _told(*words: str, kind: SourceKind = SourceKind.OFFICIAL, country: str | None = "SD") -> object:
    text = ". ".join(words) + ". 12 killed."
    base = factories.claim(places=(factories.place("12", text, country=country),))
    claims = [
        replace(base, key=f"r1:{n}", attributions=(Attribution(factories.source(one, text, kind)),))
        for n, one in enumerate(words)
    ]
    return replace(factories.reading(*claims), document=factories.document(text))


def _ids(reading: object) -> list[str]:
    return [claim.attributions[0].origin.value.source_id for claim in resolved(reading).claims]  # type: ignore[attr-defined, arg-type]


def test_a_reading_gets_ids_and_keeps_all_else() -> None:
    reading = factories.reading(
        factories.claim(
            marks=(
                Mention(
                    Mark(MarkKind.DENIED, MarkAbout.HARM, factories.source("The Column")),
                    factories.source("The Column").spans,
                    "x",
                ),
            )
        )
    )
    found = resolved(reading)
    assert found.claims[0].attributions[0].origin.value.source_id == "anon:r1:medics"  # type: ignore[union-attr]
    assert found.claims[0].marks[0].value.by.value.source_id is not None  # type: ignore[union-attr]
    assert found.claims[0].quantity == reading.claims[0].quantity
    assert resolved(found) == found


def test_a_short_name_is_who_the_report_named_before() -> None:
    assert _ids(_told("the Kenyan interior ministry", "the ministry")) == ["ke-interior-ministry"] * 2
    two = _ids(_told("the Kenyan interior ministry", "the Kenyan health ministry", "the ministry"))
    assert two[2] == "doc:r1:ministry"


def test_a_person_named_again_by_a_part_of_the_name_is_one() -> None:
    assert _ids(_told("Ismail Adoum Bello", "Bello", "Amina Sule", kind=SourceKind.WITNESS)) == [
        "person:r1:1", "person:r1:1", "person:r1:2",
    ]  # fmt: skip


def test_the_country_is_that_of_the_claims_places() -> None:
    assert _ids(_told("the army", country="NG")) == ["ng-armed-forces"]
    assert _ids(_told("the army", country=None)) == ["doc:r1:armed-forces"]


def test_statements_carry_what_counting_needs() -> None:
    (one,) = statements(factories.reading(), copies=frozenset(["r1:25:killed"]))
    assert (one.figure.amount, one.figure.harm, one.outlet) == ("12", Harm.KILLED, "named:lakeside-wire")
    assert one.copy is (factories.claim().key == "r1:25:killed")


# -- merges


def test_merges_join_and_report_contradictions() -> None:
    same = [SourcePair("named:a", "named:b", True), SourcePair("named:b", "sohr", True)]
    assert apply_merges(same).mapping == {"named:a": "sohr", "named:b": "sohr"}
    against = apply_merges([*same, SourcePair("sohr", "named:a", False)])
    assert [one.chain for one in against.contradictions] == [("named:a", "named:b", "sohr")]
    assert against.mapping == {}
    assert against.contested == (frozenset(("named:a", "named:b", "sohr")),)
    assert apply_merges([SourcePair("named:a", "named:b", False)]).contradictions == ()


_IDS = st.sampled_from(["sohr", "named:a", "named:b", "doc:r1:police", "anon:r1:residents", "anon:r2:officials"])
_PAIRS = st.lists(st.builds(SourcePair, _IDS, _IDS, st.booleans()), max_size=8)


@given(_PAIRS, st.randoms())
def test_the_order_of_decisions_does_not_matter(pairs: list[SourcePair], chance: object) -> None:
    shuffled = list(pairs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert apply_merges(shuffled) == apply_merges(pairs)


@given(_PAIRS)
def test_merging_twice_changes_nothing(pairs: list[SourcePair]) -> None:
    merges = apply_merges(pairs)
    assert all(merges.of(merges.of(id_)) == merges.of(id_) for pair in pairs for id_ in (pair.one, pair.other))


# -- counting


def _said(
    words: str | None, amount: int = 12, document: str = "r1", victims: str = "unknown", **more: object
) -> Statement:
    country = more.pop("country", None)
    kind = SourceKind(str(more.pop("kind", "other")))
    found = () if words is None else (resolve(words, kind, document=document, country=country),)  # type: ignore[arg-type]
    figure = Figure(Harm.KILLED, Unit.PERSON, str(amount), VictimClass(victims))
    return Statement(f"{document}:{words}:{amount}", f"named:outlet-{document}", found, figure, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "certain", "possible"),
    [
        ([], 0, 0),
        # Aliases of one, in two reports.
        ([_said("SOHR"), _said("the Syrian Observatory for Human Rights", 13, "r2")], 1, 1),
        ([_said("UNICEF"), _said("the UN", document="r2")], 2, 2),
        # Nobody in particular, with figures of their own, equal ones, and a named origin's.
        ([_said("residents"), _said("officials", 15, "r2")], 0, 2),
        ([_said("residents"), _said("officials", 12, "r2")], 0, 1),
        ([_said("residents"), _said("SOHR", 12, "r2")], 1, 1),
        ([_said("residents", 12, victims="civilian"), _said("officials", 12, "r2", "combatant")], 0, 2),
        ([_said("residents", 12, victims="civilian"), _said("officials", 12, "r2", "unknown")], 0, 1),
        # An outlet's own voice is nobody named; two reports of one outlet are one voice.
        ([_said(None), _said("SOHR", 15, "r2")], 1, 2),
        ([_said(None, 12), _said(None, 15)], 0, 1),
        # One nobody has two figures, another only one of them: each may have its own.
        ([_said("residents", 12), _said("residents", 15), _said("officials", 12, "r2")], 0, 2),
        # A copy never counts.
        ([_said("SOHR"), _said("UNICEF", document="r2", copy=True)], 1, 1),
        # The police of two reports may be one; the police and the governor are not.
        ([_said("police"), _said("the police", 15, "r2")], 1, 2),
        ([_said("police"), _said("Kenyan police", 15, "r2")], 1, 2),
        ([_said("police"), _said("the governor", 15, "r2")], 2, 2),
        ([_said("Kenyan police"), _said("Ugandan police", 15, "r2")], 2, 2),
        # A plain noun may be anybody.
        ([_said("the ministry"), _said("Iraq's interior ministry", 15, "r2")], 1, 2),
        # "State media" may be the agency that is named elsewhere.
        ([_said("Syrian state media", kind="local_media"), _said("SANA", 15, "r2", kind="agency")], 1, 2),
    ],
)  # fmt: skip
def test_origins_are_counted_as_a_range(told: list[Statement], certain: int, possible: int) -> None:
    found = origins(told)
    assert (found.certain, found.possible) == (certain, possible)
    assert sum(one.counts is Counts.CERTAIN for one in found.why) == certain
    assert sum(one.counts is not Counts.NONE for one in found.why) == possible


def test_a_contested_group_is_surely_one_origin_only() -> None:
    told = [_said("SOHR"), _said("SNHR", 15, "r2")]
    pairs = [SourcePair("sohr", "snhr", True), SourcePair("sohr", "snhr", False)]
    found = origins(told, apply_merges(pairs))
    assert (found.certain, found.possible) == (1, 2)
    assert origins(told, apply_merges(pairs[:1])).possible == 1


_WORDS = st.sampled_from(
    [None, "SOHR", "UNICEF", "the UN", "residents", "officials", "police", "Kenyan police",
     "the governor", "the ministry",
     "Amina Sule", "Syrian state media", "SANA"]
)  # fmt: skip
_TOLD = st.lists(
    st.builds(
        _said, _WORDS, st.integers(10, 13), st.sampled_from(["r1", "r2", "r3"]),
        st.sampled_from(["civilian", "combatant", "unknown"]),
    ),
    max_size=10,
)  # fmt: skip


@given(_TOLD, st.randoms())
def test_the_order_of_claims_does_not_matter(told: list[Statement], chance: object) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = origins(told), origins(shuffled)
    assert (one.certain, one.possible) == (other.certain, other.possible)


@given(_TOLD)
def test_certain_never_exceeds_possible_and_nobody_is_left_out(told: list[Statement]) -> None:
    found = origins(told)
    assert 0 <= found.certain <= found.possible
    assert found.possible >= bool(told)
    assert len({one.id for one in found.why}) == len(found.why)


@given(_TOLD, _TOLD)
def test_copies_change_nothing(told: list[Statement], others: list[Statement]) -> None:
    assert origins([*told, *(replace(other, copy=True) for other in others)]) == origins(told)


@given(_TOLD, st.data())
def test_merging_origins_of_the_claims_never_adds_one(told: list[Statement], data: st.DataObject) -> None:
    ids = sorted({origin.id for statement in told for origin in statement.origins})
    named = [id_ for id_ in ids if Standing.NAMED is Resolved(id_, None, SourceKind.OTHER).standing]  # type: ignore[arg-type]
    nobody = [id_ for id_ in ids if id_.startswith("anon:")]
    for group in (named, nobody):
        if len(group) > 1:
            pair = data.draw(st.lists(st.sampled_from(group), min_size=2, max_size=2, unique=True))
            before, after = origins(told), origins(told, apply_merges([SourcePair(*pair, True)]))
            assert after.certain <= before.certain
            assert after.possible <= before.possible
