"""Confidence: what it looks at, that doubtful claims come out below plain ones, that its weights are checked."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import reliability
from reportedly import confidence, interchange
from reportedly.confidence import Features, Weights
from reportedly.errors import SetupError
from reportedly.model import Attribution, Claim, Document, Leftover, Published, Span
from reportedly.pipeline import read
from tests.factories import TEXT, claim, document, mention, place, source

LEAD = "The Column raided Tawila a week ago. Officials in Nyala promised an inquiry, and aid was late. "
LONG = document(LEAD + TEXT)


def moved(made: Claim) -> Claim:
    """The claim of the factory, in the longer text."""
    by = len(LEAD)

    def there(one: Span) -> Span:
        return Span(one.start + by, one.end + by)

    def words(one):
        return replace(one, spans=tuple(map(there, one.spans))) if one else None

    return replace(
        made,
        sentence=there(made.sentence),
        quantity=words(made.quantity),
        harm=words(made.harm),
        victims=words(made.victims),
        when=words(made.when),
        places=tuple(map(words, made.places)),
        attributions=(Attribution(source("Medics", LONG.text)),),
    )


def looked_at(made: Claim, *others: Claim, leftovers: tuple[Leftover, ...] = (), text: Document = LONG) -> Features:
    return confidence.features([made, *others], leftovers, text)[0]


def rated(made: Claim, *others: Claim, leftovers: tuple[Leftover, ...] = ()) -> float:
    found = confidence.rated([made, *others], leftovers, LONG)[0].confidence
    assert found is not None
    return found


PLAIN = moved(claim())


class TestFeatures:
    def test_a_plain_claim_has_all_its_words_in_its_sentence(self) -> None:
        found = looked_at(PLAIN)._asdict()
        asked = {name: value for name, value in found.items() if value}
        assert asked == {"first_in_report": 1, "hedged": 1, "perpetrator_missing": 1, "when_is_the_reports": 1}

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"when": None}, "when_missing"),
            ({"places": ()}, "place_missing"),
            ({"attributions": ()}, "origin_missing"),
            ({"victims": None}, "victims_unnamed"),
            ({"part_of": "r1:0:killed"}, "is_part"),
        ],
    )
    def test_what_is_missing_is_said(self, fields: dict[str, object], name: str) -> None:
        assert getattr(looked_at(PLAIN), name) == 0
        assert getattr(looked_at(replace(PLAIN, **fields)), name) == 1

    def test_a_value_of_another_sentence_is_far_and_the_farther_the_more(self) -> None:
        near = looked_at(replace(PLAIN, places=(place("Nyala", LONG.text),))).place_far
        far = looked_at(replace(PLAIN, places=(place("Tawila", LONG.text),))).place_far
        assert 0 < near < far <= 1

    def test_a_perpetrator_from_elsewhere_is_neither_missing_nor_here(self) -> None:
        carried = looked_at(replace(PLAIN, perpetrator=mention("The Column", "The Column", LONG.text)))
        assert (carried.perpetrator_missing, carried.perpetrator_elsewhere) == (0, 1)

    def test_leftovers_count_where_they_stand(self) -> None:
        def left(start: int) -> Leftover:
            return Leftover("r1", Span(start, start + 2), LONG.text[start : start + 2], None, "no words of harm")

        assert looked_at(PLAIN, leftovers=(left(PLAIN.sentence.start + 3),)).leftovers_in_sentence == 0.5
        assert looked_at(PLAIN, leftovers=(left(0), left(PLAIN.sentence.end + 2))).leftovers_in_sentence == 0

    def test_days_that_other_claims_share_are_the_reports(self) -> None:
        other = replace(PLAIN, key="r1:99:injured")
        assert looked_at(PLAIN, other).when_is_the_reports == 1
        assert looked_at(PLAIN, replace(other, when=None)).when_is_the_reports == 0

    def test_a_repeat_is_as_good_as_what_it_repeats(self) -> None:
        first = claim()
        again = replace(PLAIN, key="r1:116:killed", repeat_of=first.key, when=first.when, places=first.places)
        one, other = confidence.features([first, again], (), LONG)
        assert one == other


class TestRating:
    def test_a_doubtful_claim_is_below_a_plain_one(self) -> None:
        carried = {
            "places": (place("Tawila", LONG.text),),
            "perpetrator": mention("The Column", "The Column", LONG.text),
        }
        doubtful = replace(PLAIN, **carried, when=None, victims=None, attributions=())
        assert rated(doubtful) < rated(replace(PLAIN, when=None)) < rated(PLAIN)

    def test_every_claim_of_a_reading_has_one_in_hundredths(self) -> None:
        text = "Shells killed 4 people in Derna on Friday. Hundreds fled. The toll includes two children.\n\n" * 2
        claims = read(Document("r1", text, "", Published(None, None))).claims
        assert len(claims) > 2
        for made in claims:
            assert made.confidence is not None
            assert 0 <= made.confidence <= 1
            assert made.confidence == round(made.confidence, 2)

    def test_it_is_the_same_in_any_order(self) -> None:
        claims = [replace(PLAIN, key=f"r1:{n}:killed", when=PLAIN.when if n % 2 else None) for n in range(6)]
        one = {made.key: made.confidence for made in confidence.rated(claims, (), LONG)}
        random.Random(1).shuffle(claims)
        assert {made.key: made.confidence for made in confidence.rated(claims, (), LONG)} == one

    def test_it_is_no_part_of_the_digest(self) -> None:
        doubted, sure = (interchange.row(replace(PLAIN, confidence=given), LONG) for given in (0.1, 0.9))
        assert doubted["digest"] == sure["digest"]
        assert doubted["confidence"] != sure["confidence"]

    def test_no_claims(self) -> None:
        assert confidence.rated([], (), document("")) == ()

    @given(st.lists(st.floats(-1e6, 1e6), min_size=len(Features._fields), max_size=len(Features._fields)))
    def test_whatever_is_looked_at_it_stays_between_0_and_1(self, values: list[float]) -> None:
        assert 0 <= confidence.chance(Features(*values), confidence.weights()) <= 1


def written(**given: object) -> str:
    weights = dict.fromkeys(Features._fields, 0.5) | given
    lines = [f"{name} = {value}" for name, value in weights.items() if value is not None]
    return "\n".join(["intercept = 1", "shift = -0.5", "[weights]", *lines])


class TestWeights:
    def test_a_whole_file(self) -> None:
        assert confidence.parsed(written(is_part=2)) == Weights(
            1.0, -0.5, tuple(2.0 if name == "is_part" else 0.5 for name in Features._fields)
        )

    @pytest.mark.parametrize(
        ("toml", "told"),
        [
            (written(is_part=None), r"lacks is_part; make confidence"),
            (written(colour=1), r"does not look at: colour; make confidence"),
            (written(is_part='"much"'), r"is_part: a number was expected, not 'much'"),
            (written(is_part="nan"), r"is_part: a number was expected"),
            (written(is_part="true"), r"is_part: a number was expected"),
            (written().replace("shift = -0.5\n", ""), r"no shift"),
            ("intercept = ", r"not TOML"),
            ("weights = 3", r"\[weights\] is not a table"),
        ],
    )
    def test_a_file_that_does_not_fit_says_why(self, toml: str, told: str) -> None:
        with pytest.raises(SetupError, match=told):
            confidence.parsed(toml)

    def test_the_shipped_file_fits_and_says_what_it_was_fitted_on(self) -> None:
        tables = tomllib.loads((files("reportedly") / confidence.FILE).read_text(encoding="utf-8"))
        assert set(tables["fitted"]) == {"command", "day", "on", "claims", "right", "freedom"}
        assert any(confidence.weights().features)
        page = (Path(__file__).parents[1] / "docs/quality.md").read_text(encoding="utf-8")
        told = f"Fitted on {tables['fitted']['claims']} claims, {tables['fitted']['right']} of them right"
        assert told in page, "make confidence writes both"


class TestReliability:
    def test_measures_of_a_perfect_and_of_a_useless_forecast(self) -> None:
        right = [True, False] * 20
        perfect = reliability.measures(right, [float(yes) for yes in right])
        useless = reliability.measures(right, [0.5] * 40)
        assert perfect == pytest.approx((0, 0, 0, 1), abs=1e-9)
        assert useless == pytest.approx((0.693147, 0.25, 0, 0.5), abs=1e-6)

    def test_saying_to_be_too_sure_is_an_error_by_as_much(self) -> None:
        assert reliability.expected_error([True] * 5 + [False] * 5, [0.8] * 10) == pytest.approx(0.5)
        assert reliability.expected_error(([True] * 3 + [False]) * 100, [0.75] * 400) == pytest.approx(0)

    def test_figures_go_between_their_marks_and_nowhere_else(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_text(f"before\n{reliability.START}old\n{reliability.END}\nafter\n", encoding="utf-8")
        reliability.paste(page, "new")
        reliability.paste(page, "newer")
        assert page.read_text(encoding="utf-8") == f"before\n{reliability.START}\nnewer\n\n{reliability.END}\nafter\n"
        page.write_text("no marks", encoding="utf-8")
        with pytest.raises(ValueError, match=r"page\.md: no lines"):
            reliability.paste(page, "new")

    def test_the_plot_has_a_point_for_each_bin(self) -> None:
        made = reliability.svg([([reliability.Bin(5, 0.2, 0.0), reliability.Bin(5, 0.9, 1.0)], "held out")])
        circles = [one for one in ElementTree.fromstring(made).iter() if one.tag.endswith("circle")]
        assert len(circles) == 2 + 1  # one in the key

    def test_bins_are_of_equal_size_and_in_order(self) -> None:
        made = reliability.bins([True, False, True, True], [0.9, 0.1, 0.5, 0.7], 2)
        assert made == [(2, pytest.approx(0.3), 0.5), (2, pytest.approx(0.8), 1.0)]
