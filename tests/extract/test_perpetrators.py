"""Parties, attacks and fights as their noun phrases name them."""

from __future__ import annotations

import pytest

from reportedly import lexicon
from reportedly.extract import perpetrators
from reportedly.extract.party_words import is_name
from reportedly.extract.perpetrators import Actor, Kind
from reportedly.language import Sentence
from reportedly.model import Document, Passage, PassageKind, Published, Span


def actors(text: str) -> list[Actor]:
    document = Document("d", text, "", Published(None, None))
    sentence = Sentence(document, Passage(0, Span(0, len(text)), PassageKind.BODY, 0))
    return [mention.value for mention in perpetrators.find(sentence)]


def named(text: str, phrase: str) -> str | None:
    """The party of the actor with the given phrase; the phrase must be found."""
    for actor in actors(text):
        if actor.phrase.of(text) == phrase:
            return actor.party.of(text) if actor.party is not None else None
    raise AssertionError(f"{phrase!r} is none of {[actor.phrase.of(text) for actor in actors(text)]}")


@pytest.mark.parametrize(
    ("text", "phrase", "party"),
    [
        ("Israeli air strikes hit the port.", "Israeli air strikes", "Israeli"),
        ("US-led coalition airstrikes hit the port.", "US-led coalition airstrikes", "US-led coalition"),
        ("The port was hit by heavy Syrian regime shelling.", "heavy Syrian regime shelling", "Syrian regime"),
        ("Russian and Syrian airstrikes hit the port.", "Russian and Syrian airstrikes", "Russian and Syrian"),
        ("A DLF drone strike hit the port on Tuesday.", "A DLF drone strike", "DLF"),
        ("A Taliban suicide bombing hit the port.", "A Taliban suicide bombing", "Taliban"),
        ("The army's offensive reached the port.", "The army's offensive", "The army"),
        ("Israel's war in Gaza reached the port.", "Israel's war", "Israel"),
        ("Rockets fired by the Sahmat Movement hit the port.", "Rockets", "the Sahmat Movement"),
        ("Gunfire from Israeli tanks hit the port.", "Gunfire", "Israeli tanks"),
        ("An attack on the port by armed men failed.", "An attack", "armed men"),
        ("The attack, which police said was carried out by rebels, failed.", "The attack", "rebels"),
        ("A military operation by Egypt's army began.", "A military operation", "Egypt's army"),
        # Near misses: a place, a day, a target, a holder of the place, another clause.
        ("The Aleppo bomb attack hit the port.", "The Aleppo bomb attack", None),
        ("An Afghan mosque bombing was condemned.", "An Afghan mosque bombing", None),
        ("Monday's air strikes hit the port.", "Monday's air strikes", None),
        ("An attack on soldiers failed.", "An attack", None),
        ("An attack on a port held by rebels failed.", "An attack", None),
        ("An RPG attack hit the port.", "An RPG attack", None),
        ("An attack was reported after clashes provoked by rebels.", "An attack", None),
    ],
)  # fmt: skip
def test_an_attack_names_its_author_or_nobody(text: str, phrase: str, party: str | None) -> None:
    assert named(text, phrase) == party


@pytest.mark.parametrize(
    ("text", "phrase", "kind"),
    [
        ("Gunmen fled.", "Gunmen", Kind.PARTY),
        ("Members of the Dungu Resistance Army fled.", "Members of the Dungu Resistance Army", Kind.PARTY),
        ("A group of gunmen fled.", "A group of gunmen", Kind.PARTY),
        ("The army and allied militias fled.", "The army and allied militias", Kind.PARTY),
        ("The Rapid Support Forces (RSF) fled.", "The Rapid Support Forces (RSF)", Kind.PARTY),
        ("Syrian army helicopters fled.", "Syrian army helicopters", Kind.PARTY),
        ("Israel and the United States agreed.", "Israel and the United States", Kind.STATE),
        ("A man fled.", "A man", Kind.PERSON),
        ("Clashes broke out.", "Clashes", Kind.MUTUAL),
        ("An earthquake struck.", "An earthquake", Kind.FATE),
        ("A car bomb exploded.", "A car bomb", Kind.BLAST),
        ("The raid failed.", "The raid", Kind.STRIKE),
        ("The ambush failed.", "The ambush", Kind.ASSAULT),
    ],
)  # fmt: skip
def test_a_phrase_is_of_its_kind(text: str, phrase: str, kind: Kind) -> None:
    assert [actor.kind for actor in actors(text) if actor.phrase.of(text) == phrase] == [kind]


@pytest.mark.parametrize(
    "text",
    ["Rights groups met.", "A monitoring group met.", "No group met.", "Cyclone Idai came.", "The capital Goma slept."],
)
def test_nobody_who_could_have_done_it(text: str) -> None:
    assert [actor.phrase.of(text) for actor in actors(text) if actor.kind in (Kind.PARTY, Kind.PERSON)] == []


def test_an_attack_told_again_is_definite() -> None:
    again = {"The attack", "Friday's shelling", "similar raids", "these strikes"}
    text = "The attack, Friday's shelling, similar raids and these strikes followed an assault and another ambush."
    assert {actor.phrase.of(text) for actor in actors(text) if actor.definite} == again


def test_its_forces_stand_for_somebody() -> None:
    assert [actor.own for actor in actors("Its forces left.")] == [True]
    assert [actor.own for actor in actors("The troops left.")] == [False]


def test_short_names_count_only_in_capitals() -> None:
    assert is_name("IS")
    assert not is_name("is")
    assert is_name("the Taliban")
    assert is_name("Rapid Support Forces (RSF)")
    assert not is_name("Support")


def test_every_name_is_found_as_it_is_written() -> None:
    """A name that its own reader cannot find is dead weight: each is tried in capitals."""
    lost = [name for name in lexicon.table("en", "parties")["names"] if not is_name(name.upper())]
    assert lost == []
