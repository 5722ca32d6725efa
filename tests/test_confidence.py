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

from benchmarks import confidence as fitting
from benchmarks import reliability
from reportedly import confidence, interchange
from reportedly.confidence import Features, Weights
from reportedly.errors import SetupError
from reportedly.model import Attribution, Claim, Document, Harm, Published, Span, Toponym
from reportedly.pipeline import read
from tests.factories import TEXT, claim, document, mention, place, source

LEAD = "The Column raided Tawila a week ago. Officials in Nyala promised an inquiry, and aid was late. "
LONG = document(LEAD + TEXT)


def moved(made: Claim, by: int = len(LEAD), text: Document = LONG) -> Claim:
    """The claim of the factory, in a longer text."""

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
        attributions=(Attribution(source("Medics", text.text)),),
    )


def looked_at(made: Claim, *others: Claim, text: Document = LONG) -> Features:
    return confidence.features([made, *others], text)[0]


def rated(made: Claim, *others: Claim) -> float:
    found = confidence.rated([made, *others], LONG)[0].confidence
    assert found is not None
    return found


PLAIN = moved(claim())
PLAIN_NEAR = replace(PLAIN, places=(place("Nyala", LONG.text),))


class TestFeatures:
    def test_a_plain_claim_has_all_its_words_in_its_sentence(self) -> None:
        found = looked_at(PLAIN)._asdict()
        assert {name: value for name, value in found.items() if value} == {"days_shared": 1}

    @pytest.mark.parametrize("fields", [{"when": None}, {"attributions": ()}, {"victims": None}])
    def test_each_of_day_origin_and_victims_may_be_missing(self, fields: dict[str, object]) -> None:
        assert looked_at(replace(PLAIN, **fields)).missing == pytest.approx(1 / 3)

    def test_no_perpetrator_and_no_place_are_not_held_against_a_claim(self) -> None:
        assert looked_at(replace(PLAIN, places=(), perpetrator=None)).missing == 0

    def test_a_value_of_another_sentence_is_far_and_the_farther_the_more(self) -> None:
        def far(words: str) -> float:
            return looked_at(replace(PLAIN, places=(place(words, LONG.text),))).farthest

        assert 0 < far("Nyala") < far("Tawila") <= 1

    def test_words_after_the_sentence_are_as_far_as_words_before_it(self) -> None:
        after = replace(claim(), perpetrator=mention("The Column", "The Column", TEXT))
        assert looked_at(claim(), text=document()).farthest == 0
        assert looked_at(after, text=document()).farthest == looked_at(PLAIN_NEAR).farthest > 0

    def test_who_and_where_are_far_beyond_the_next_sentence_only(self) -> None:
        text = document("The Column advanced. " + "Aid was late again. " * 5 + TEXT)
        by = len(text.text) - len(TEXT)
        made = moved(claim(), by, text)
        far = replace(made, perpetrator=mention("The Column", "The Column", text.text))
        assert looked_at(far, text=text).who_where_far == 0.5
        assert looked_at(PLAIN_NEAR).who_where_far == 0

    @pytest.mark.parametrize(
        ("sentence", "back"),
        [
            ("They killed 4 people.", 1),
            ("The attack killed 4 people.", 1),
            ("“Among the dead were 4 women.", 1),
            ("Italy said 4 people were killed.", 0),  # "it" is a word
            ("There were 4 people killed.", 0),
            ("An attack killed 4 people they knew.", 0),
        ],
    )
    def test_a_sentence_may_point_back(self, sentence: str, back: int) -> None:
        text = document(sentence)
        made = replace(claim(), sentence=Span(0, len(sentence)))
        assert looked_at(made, text=text).points_back == back

    def test_claims_of_one_sentence_that_differ_in_where(self) -> None:
        other = replace(PLAIN, key="r1:99:injured")
        assert looked_at(PLAIN, other).sentence_mixed == 0
        elsewhere = replace(other, places=(place("Tawila", LONG.text),))
        assert looked_at(PLAIN, elsewhere).sentence_mixed == 1
        assert looked_at(PLAIN, replace(elsewhere, sentence=Span(0, 40))).sentence_mixed == 0

    def test_days_that_other_claims_share(self) -> None:
        other = replace(PLAIN, key="r1:99:injured")
        assert looked_at(PLAIN, other).days_shared == 1
        assert looked_at(PLAIN, replace(other, when=None)).days_shared == 0

    @pytest.mark.parametrize(("precision", "country"), [("country", 1), ("town", 0)])
    def test_a_country_is_hard_to_miss(self, precision: str, country: int) -> None:
        (found,) = PLAIN.places
        point = Toponym("Sudan", "366755", 16.0, 30.0, "SD", None, precision)
        placed = replace(PLAIN, places=(replace(found, value=replace(found.value, toponym=point)),))
        assert looked_at(placed).place_is_country == country

    @pytest.mark.parametrize(
        ("harm", "held", "displaced"),
        [(Harm.DETAINED, 1, 0), (Harm.MISSING, 1, 0), (Harm.DISPLACED, 0, 1), (Harm.KILLED_OR_MISSING, 0, 0)],
    )
    def test_harms(self, harm: Harm, held: int, displaced: int) -> None:
        found = looked_at(replace(PLAIN, harm=replace(PLAIN.harm, value=harm)))
        assert (found.held_or_missing, found.displaced) == (held, displaced)

    def test_a_repeat_is_as_good_as_what_it_repeats(self) -> None:
        first = claim()
        again = replace(PLAIN, key="r1:116:killed", repeat_of=first.key, when=first.when, places=first.places)
        one, other = confidence.features([first, again], LONG)
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
        one = {made.key: made.confidence for made in confidence.rated(claims, LONG)}
        random.Random(1).shuffle(claims)
        assert {made.key: made.confidence for made in confidence.rated(claims, LONG)} == one

    def test_it_is_no_part_of_the_digest(self) -> None:
        doubted, sure = (interchange.row(replace(PLAIN, confidence=given), LONG) for given in (0.1, 0.9))
        assert doubted["digest"] == sure["digest"]
        assert doubted["confidence"] != sure["confidence"]

    def test_no_claims(self) -> None:
        assert confidence.rated([], document("")) == ()

    @given(st.lists(st.floats(-1e6, 1e6), min_size=len(Features._fields), max_size=len(Features._fields)))
    def test_whatever_is_looked_at_it_stays_between_0_and_1(self, values: list[float]) -> None:
        assert 0 <= confidence.chance(Features(*values), confidence.weights()) <= 1


def written(**given: object) -> str:
    weights = dict.fromkeys(Features._fields, 0.5) | given
    lines = [f"{name} = {value}" for name, value in weights.items() if value is not None]
    return "\n".join(["intercept = 1", "shift = -0.5", "[weights]", *lines])


class TestWeights:
    def test_a_whole_file(self) -> None:
        assert confidence.parsed(written(displaced=2)) == Weights(
            1.0, -0.5, tuple(2.0 if name == "displaced" else 0.5 for name in Features._fields)
        )

    @pytest.mark.parametrize(
        ("toml", "told"),
        [
            (written(displaced=None), r"lacks displaced; make confidence"),
            (written(colour=1), r"does not look at: colour; make confidence"),
            (written(displaced='"much"'), r"displaced: a number was expected, not 'much'"),
            (written(displaced="nan"), r"displaced: a number was expected"),
            (written(displaced="true"), r"displaced: a number was expected"),
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
        assert set(tables["fitted"]) == {"command", "on", "claims", "right", "freedom"}
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
        assert reliability.expected_error([True] * 5 + [False] * 5, [0.8] * 10) == pytest.approx(0.3)
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

    def test_bins_grow_with_the_claims_and_do_not_part_equal_chances(self) -> None:
        told = [number / 1000 for number in range(1000)]
        assert [len(reliability.bins([True] * n, told[:n])) for n in (1, 27, 170, 1000)] == [1, 3, 6, 10]
        assert [one.claims for one in reliability.bins([True, False] * 4, [0.2] * 5 + [0.7] * 3, 2)] == [5, 3]

    def test_true_chances_have_an_error_by_their_number_alone(self) -> None:
        few, many = ([0.7 + number / 10_000 for number in range(size)] for size in (50, 1000))
        assert 0.02 < reliability.error_if_true(many, 1, 20) < reliability.error_if_true(few, 1, 20)
        assert reliability.error_if_true(few, 1, 20) == reliability.error_if_true(few, 1, 20)

    def test_gaps_are_means_over_folds(self) -> None:
        one, two = reliability.Measures(0.5, 0.2, 0.02, 0.8), reliability.Measures(0.6, 0.2, 0.06, 0.7)
        assert reliability.gaps([(one, one), (one, two)]) == pytest.approx((0.05, 0, 0.02, -0.05))

    def test_bins_are_of_equal_size_and_in_order(self) -> None:
        made = reliability.bins([True, False, True, True], [0.9, 0.1, 0.5, 0.7], 2)
        assert made == [(2, pytest.approx(0.3), 0.5), (2, pytest.approx(0.8), 1.0)]


class TestFitting:
    def cases(self, count: int = 120) -> list[fitting.Case]:
        rng = random.Random(5)

        def one(number: int) -> fitting.Case:
            far = rng.random()
            found = Features(*[0.0] * len(Features._fields))._replace(farthest=far)
            return fitting.Case("ab"[number % 2], f"{'ab'[number % 2]}/{number // 6}", found, rng.random() > far)

        return [one(number) for number in range(count)]

    def test_no_report_is_in_two_folds_and_each_fold_has_its_part_of_every_collection(self) -> None:
        for rest, held in fitting.folds(self.cases(), 1):
            assert not {case.report for case in rest} & {case.report for case in held}
            assert {case.collection for case in held} == {"a", "b"}

    def test_what_makes_claims_wrong_gets_a_negative_weight_and_fits_the_same_twice(self) -> None:
        known = fitting.fitted(self.cases(), 1.0)
        assert known.features[0] < -1
        assert known == fitting.fitted(self.cases(), 1.0)
        centred = Weights(known.intercept, fitting.shift_to(self.cases(), known, 0.3), known.features)
        given_ = fitting.chances(self.cases(), centred)
        assert sum(given_) / len(given_) == pytest.approx(0.3, abs=0.01)

    def test_a_collection_that_is_not_named_is_found_and_not_fitted_on(self, tmp_path: Path) -> None:
        for name, files_ in (
            ("known", ("claims.jsonl", "reports.jsonl")),
            ("new", ("claims.jsonl", "reports.jsonl")),
            ("half", ("claims.jsonl",)),
            ("places", ("mentions.jsonl",)),
        ):
            (tmp_path / name).mkdir()
            for file in files_:
                (tmp_path / name / file).touch()
        assert fitting.not_fitted([tmp_path / "known"], tmp_path) == [tmp_path / "new"]
