"""The interchange form: what stands in it, that it is documented, and that real output keeps to its schema."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reportedly import interchange
from reportedly.model import (
    Attribution,
    Facets,
    Harm,
    Leftover,
    Mark,
    MarkAbout,
    MarkKind,
    PlaceRole,
    Responsibility,
    Span,
    Status,
    VictimClass,
    Victims,
    When,
)
from tests.factories import TEXT, claim, document, mention, place, source

DOCS = Path(__file__).parents[1] / "docs"
SCHEMA = json.loads((DOCS / "interchange.schema.json").read_text(encoding="utf-8"))


def row(made: Any = None, **fields: Any) -> dict[str, Any]:
    return json.loads(interchange.line(interchange.row(made or claim(**fields), document())))


def denied() -> dict[str, Any]:
    """A claim with everything in it."""
    by = source("The Column")
    return row(
        perpetrator=mention("The Column", "The Column"),
        responsibility=Responsibility.DENIED,
        marks=(
            mention(Mark(MarkKind.DENIED, MarkAbout.PERPETRATOR, by), "denied it", rule="marks/denied"),
            mention(Mark(MarkKind.UNVERIFIED, MarkAbout.NUMBER), "said", rule="marks/unverified"),
        ),
        status=Status.UNVERIFIED,
        victims=mention(Victims("villagers", VictimClass.CIVILIAN, Facets(age="adult")), "villagers"),
        attributions=(Attribution(source("Medics"), (source("The Column"),)),),
        part_of="r1:0:killed",
        repeat_of="r1:1:killed",
        confidence=0.25,
    )


def test_a_digest_is_the_hash_of_value_and_offsets_as_json() -> None:
    # A published contract: decisions are compared by it. Written out here as it was first computed.
    made = row(victims=mention(Victims('"Señores" \\ two', VictimClass.CIVILIAN), "villagers"))
    for name in interchange.WORDED:
        written = json.dumps([made[name], made["spans"].get(name, [])])
        assert made["digest"][name] == hashlib.sha256(written.encode()).hexdigest()[:12], name


def test_the_form() -> None:
    assert row() | {"digest": None} == {
        "document": "r1",
        "key": "r1:21:killed",
        "digest": None,
        "harm": "killed",
        "quantity": "at least 12",
        "start": 12,
        "end": 23,
        "quote": "Medics said at least 12 villagers were killed in Kutum on Friday.",
        "low": 12,
        "high": None,
        "hedge": "at_least",
        "unit": "person",
        "victims": "villagers",
        "victim_class": "civilian",
        "perpetrator": None,
        "place": "Kutum",
        "country": "SD",
        "time_text": "on Friday",
        "date_from": "2024-02-09",
        "date_to": "2024-02-09",
        "origin": "Medics",
        "via": [],
        "status": "reported",
        "responsibility": None,
        "scope": "incident",
        "part_of": None,
        "repeat_of": None,
        "confidence": 0.5,
        "spans": {
            "quantity": [[12, 23]],
            "harm": [[39, 45]],
            "victims": [[24, 33]],
            "place": [[49, 54]],
            "time_text": [[55, 64]],
            "origin": [[0, 6]],
        },
        "rules": {
            "quantity": "quantity/at-least",
            "harm": "harm/killed",
            "victims": "victims/noun",
            "place": "test/rule",
            "time_text": "dates/weekday",
            "origin": "test/rule",
            "scope": "scope/default",
        },
        "geo": {
            "name": "Kutum",
            "gazetteer_id": "geonames:372801",
            "latitude": 14.2,
            "longitude": 24.66,
            "admin1": "North Darfur",
            "precision": "town",
        },
        "attributions": [{"origin": "Medics", "via": [], "source": None, "kind": "medic"}],
        "places": [{"words": "Kutum", "role": "at", "country": "SD", "geo": row()["geo"]}],
        "marks": [],
        "victim_facets": {"age": None, "sex": None, "occupation": None, "party": None},
        "method": None,
    }


def test_marks_about_the_number_and_about_who_did_it_are_kept_apart() -> None:
    made = denied()
    assert made["rules"]["status"] == "marks/unverified"
    assert made["rules"]["responsibility"] == "marks/denied"
    start = TEXT.index("denied it")
    assert made["spans"]["responsibility"] == [[start, start + 9]]
    assert made["marks"][0] == {
        "kind": "denied",
        "about": "perpetrator",
        "by": "The Column",
        "words": "denied it",
        "spans": [[start, start + 9]],
    }
    assert made["via"] == ["The Column"]


@pytest.mark.parametrize("made", [row(), denied(), row(victims=None, places=(), when=None, attributions=())])
def test_it_keeps_to_the_schema(made: dict[str, Any]) -> None:
    jsonschema.validate(made, SCHEMA)


def test_the_schema_refuses_what_is_not_in_it() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(row() | {"toll": 12}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(row() | {"country": "Sudan"}, SCHEMA)


def test_every_key_is_documented() -> None:
    explained = re.findall(r"^\| (.*?) \|", (DOCS / "interchange.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for cell in explained for name in re.findall(r"`(\w+)`", cell)}
    assert named == set(SCHEMA["properties"])
    assert set(row()) | {"example", "ledger"} == set(SCHEMA["properties"])


def test_the_schema_names_every_value_of_the_nouns() -> None:
    assert SCHEMA["properties"]["harm"]["enum"] == [harm.value for harm in Harm]
    assert SCHEMA["properties"]["status"]["enum"] == [status.value for status in Status]


class TestDigest:
    def test_it_is_over_value_and_words_and_not_over_the_rule(self) -> None:
        digest = row()["digest"]
        renamed = row(harm=replace(claim().harm, rule="harm/other"), scope_rule="scope/other")
        assert renamed["digest"] == digest

    def test_another_value_changes_its_own_field_only(self) -> None:
        before, after = row()["digest"], row(when=mention(When("on Friday", None, None), "on Friday"))["digest"]
        assert {name for name in before if before[name] != after[name]} == {"date_from", "date_to"}

    def test_other_words_of_the_same_value_change_it(self) -> None:
        elsewhere = mention(claim().harm.value, "denied")
        assert row(harm=elsewhere)["digest"]["harm"] != row()["digest"]["harm"]

    def test_coordinates_do_not(self) -> None:
        assert claim().places[0].value.toponym is not None
        moved = replace(claim().places[0].value, toponym=replace(claim().places[0].value.toponym, latitude=1.0))
        assert row(places=(replace(claim().places[0], value=moved),))["digest"] == row()["digest"]


class TestPlain:
    text = "In Foua and Kefraya, near Idlib, 40 people fled to Hama, the army and the Red Crescent said."

    def test_places_that_stand_together_are_one_value(self) -> None:
        places = tuple(place(name, self.text) for name in ("Foua", "Kefraya", "Idlib"))
        made = interchange.row(claim(places=places), document(self.text + " " * 40))
        assert made["place"] == "Foua and Kefraya"
        assert len(made["places"]) == 3  # type: ignore[arg-type]

    def test_a_place_and_what_it_lies_in_are_not(self) -> None:
        text = "At least 12 villagers were killed in Jableh, Latakia, on Friday, officials there have said."
        made = interchange.row(claim(places=(place("Jableh", text), place("Latakia", text))), document(text))
        assert made["place"] == "Jableh"

    def test_the_displaced_are_placed_where_they_fled_from(self) -> None:
        to, origin = place("Hama", self.text, PlaceRole.TO), place("Idlib", self.text, PlaceRole.FROM)
        assert interchange.row(claim(places=(to, origin)), document(self.text))["place"] == "Idlib"
        assert interchange.row(claim(places=(to,)), document(self.text))["place"] == "Hama"

    def test_origins_that_stand_together_are_one_value(self) -> None:
        both = tuple(Attribution(source(words, self.text)) for words in ("the army", "the Red Crescent"))
        made = interchange.row(claim(attributions=both), document(self.text))
        assert made["origin"] == "the army and the Red Crescent"
        assert len(made["attributions"]) == 2  # type: ignore[arg-type]

    def test_origins_far_apart_are_not(self) -> None:
        apart = tuple(Attribution(source(words, self.text)) for words in ("Idlib", "the Red Crescent"))
        assert interchange.row(claim(attributions=apart), document(self.text))["origin"] == "Idlib"


def test_examples_carry_their_mark() -> None:
    assert interchange.row(claim(), document(example=True))["example"] is True
    jsonschema.validate(interchange.row(claim(), document(example=True)), SCHEMA)


def test_a_leftover_is_told_from_a_claim() -> None:
    made = interchange.leftover_row(Leftover("r1", Span(21, 23), "12", Harm.KILLED, "a number of things"))
    assert made == {
        "leftover": True,
        "document": "r1",
        "harm": "killed",
        "quantity": "12",
        "start": 21,
        "end": 23,
        "reason": "a number of things",
    }


def test_a_line_is_one_line_in_any_script() -> None:
    line = interchange.line({"quote": "“قتل”\n\u2028 x"})
    assert "\n" not in line
    assert json.loads(line) == {"quote": "“قتل”\n\u2028 x"}


def test_days_are_iso() -> None:
    when = mention(When("since 2011", date(2011, 1, 1), date(2024, 2, 10)), "on Friday")
    assert (row(when=when)["date_from"], row(when=when)["date_to"]) == ("2011-01-01", "2024-02-10")
