"""What events and tolls see of a reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reportedly import evidencing
from reportedly.evidence import Reuse
from reportedly.model import (
    Mark,
    MarkAbout,
    MarkKind,
    Mention,
    Passage,
    PassageKind,
    Place,
    PlaceRole,
    SourceKind,
    Span,
    When,
)

from .factories import TEXT, claim, document, mention, place, reading, source


def test_a_claim_as_events_see_it() -> None:
    [seen] = evidencing.evidence(reading(passages=(Passage(0, Span(0, 65), PassageKind.BODY, 0),)))
    assert (seen.document, seen.key, seen.outlet) == ("r1", "r1:21:killed", "named:lakeside-wire")
    assert (seen.low, seen.high, seen.amount, seen.victims) == (12, None, "12", "villagers")
    assert (seen.place, seen.country) == ("Kutum", "SD")
    assert seen.toponym is not None
    assert seen.toponym.admin1 == "North Darfur"
    assert (seen.published, seen.date_from) == (date(2024, 2, 10), date(2024, 2, 9))
    assert [one.kind for one in seen.origins] == [SourceKind.MEDIC]
    assert (seen.index, seen.lead, seen.complete, seen.reuse, seen.twin) == (0, True, False, None, None)
    assert seen.wording == frozenset(("kutum",))


def test_what_a_claim_copies_is_told_by_its_key() -> None:
    [seen] = evidencing.evidence(reading(), {"r1:21:killed": (Reuse.UPDATE, "r0:5:killed")})
    assert (seen.reuse, seen.twin) == (Reuse.UPDATE, "r0:5:killed")


def test_where_the_displaced_went_is_not_where_they_were_harmed() -> None:
    gone = claim(places=(place("Kutum", role=PlaceRole.TO),))
    [seen] = evidencing.evidence(reading(gone))
    assert (seen.place, seen.toponym, seen.country) == (None, None, None)


def test_two_places_together_are_no_one_place_of_the_gazetteer() -> None:
    text = "At least 12 villagers were killed in Kutum and Tawila on Friday, medics said."
    places = tuple(place(name, text) for name in ("Kutum", "Tawila"))
    both = claim(places=places, sentence=Span(0, len(text)), attributions=())
    [seen] = evidencing.evidence(reading(both, document=document(text)))
    assert (seen.place, seen.toponym, seen.country) == ("Kutum and Tawila", None, "SD")


def test_nothing_is_made_up() -> None:
    bare = claim(places=(), when=None, victims=None, attributions=())
    [seen] = evidencing.evidence(reading(bare, document=document(outlet=None)))
    assert (seen.place, seen.country, seen.date_from, seen.victims, seen.origins) == (None, None, None, None, ())
    assert seen.outlet == "doc:r1:outlet"


def test_who_could_not_verify_is_named() -> None:
    by: Mention[Mark] = mention(Mark(MarkKind.UNVERIFIED, MarkAbout.NUMBER, source("Medics")), "denied")
    other: Mention[Mark] = mention(Mark(MarkKind.UNVERIFIED, MarkAbout.PERPETRATOR, source("The Column")), "denied")
    seen = [evidencing.evidence(reading(claim(marks=(mark,))))[0].unverified_by for mark in (by, other)]
    assert seen == ["Medics", None]


@pytest.mark.parametrize(
    ("sentence", "complete"),
    [
        ("The 21 dead comprised 15 civilians and six fighters.", True),
        ("The dead were 15 civilians and six fighters, including a nurse.", False),
    ],
)
def test_a_breakdown_is_complete_where_the_report_says_so(sentence: str, complete: bool) -> None:
    made = document(f"{TEXT} {sentence}")
    whole = claim()
    part = claim(key="r1:99:killed", part_of=whole.key, sentence=Span(len(TEXT) + 1, len(made.text)))
    seen = evidencing.evidence(reading(whole, part, document=made))
    assert [one.complete for one in seen] == [complete, False]


def test_a_day_in_part_stays_in_part() -> None:
    roughly = claim(when=mention(When("on Friday", None, date(2024, 2, 9)), "on Friday"))
    [seen] = evidencing.evidence(reading(roughly))
    assert (seen.date_from, seen.date_to) == (None, date(2024, 2, 9))


def test_a_place_unknown_to_the_gazetteer_keeps_its_words() -> None:
    unknown = Mention(Place("Kutum", PlaceRole.AT, "SD", None), place("Kutum").spans, "test/rule")
    [seen] = evidencing.evidence(reading(claim(places=(unknown,))))
    assert (seen.place, seen.toponym, seen.country) == ("Kutum", None, "SD")


METHODS = {
    "An air raid on the village killed 5": {"air_strike"},
    "A suicide bomber in a car laden with explosives killed 5": {"suicide_bombing", "vehicle_bomb"},
    "Shells and Grad rockets fell on the market": {"shelling", "rocket"},
    "Gunmen opened fire on worshippers": {"shooting"},
    "A roadside bomb killed three soldiers": {"bomb"},
    "The boat capsized off the coast": {"at_sea"},
    # Near misses: a word within another, and none at all.
    "He mined the archive and shelled out money": {"shelling"},
    "The determined minister spoke of a rocketing price": set(),
    "Twelve people were killed": set(),
}


@pytest.mark.parametrize("sentence", METHODS)
def test_methods(sentence: str) -> None:
    assert evidencing.methods(sentence) == METHODS[sentence]


def test_a_lead_without_a_method_has_that_of_its_headline() -> None:
    body = Passage(0, Span(0, len(TEXT)), PassageKind.BODY, 0)
    titled = reading(document=document(title="Drone strike kills 12"), passages=(body,))
    assert evidencing.evidence(titled)[0].methods == {"drone"}
    later = replace(titled, passages=(replace(body, span=Span(66, len(TEXT))),))
    assert evidencing.evidence(later)[0].methods == frozenset()


def test_wording_keeps_names_and_targets() -> None:
    sentence = "At least 12 people were killed when a truck bomb hit a bakery in Qamishli's al-Gharbi quarter on Friday"
    found = evidencing.wording(sentence)
    assert {"bakery", "qamishli", "gharbi", "truck"} <= found
    assert not found & {"people", "killed", "bomb", "friday", "least", "when"}
