"""Placing: where a harm was suffered, in sentences and in whole reports of many conflicts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly import passages
from reportedly.claims.draft import Draft, Report
from reportedly.claims.placing import Placing
from reportedly.language import Sentence, sentences
from reportedly.model import Document, Harm, Hedge, Mention, Place, PlaceRole, Published, PublishedFrom, Quantity, Span

FOLDER = Path(__file__).parents[1] / "cases"
CASES = tomllib.loads((FOLDER / "placing.toml").read_text(encoding="utf-8"))["case"]
REPORTS = tomllib.loads((FOLDER / "placing_reports.toml").read_text(encoding="utf-8"))["report"]
SCENES = tomllib.loads((FOLDER / "placing_scenes.toml").read_text(encoding="utf-8"))["report"]
DISPLACED = ("fled", "evacuated", "displaced", "arrived", "forced", "driven")


def report(text: str, title: str | None = None) -> Report:
    document = Document("r", text, "", Published(None, PublishedFrom.GIVEN), title=title)
    return Report(document, tuple(sentences(document, passages.split(document))), None)


def draft(of: Report, amount: str, word: str, after: int = 0, whole: Draft | None = None) -> Draft:
    """The claim that counts `amount` beside the nearest `word` of harm."""
    stands = re.compile(rf"(?<!\w){re.escape(amount)}(?!\w)").search(of.document.text, after)
    assert stands is not None, amount
    sentence = next(s for s in of.sentences if s.passage.span.start <= stands.start() < s.passage.span.end)
    harm = _nearest(sentence, word, stands.start())
    kind = Harm.DISPLACED if word in DISPLACED else Harm.KILLED
    span = Span(*stands.span())
    bare = amount.replace(",", "")
    size = int(bare) if bare.isdigit() else 1
    return Draft(
        sentence,
        Mention(Quantity(size, size, Hedge.EXACT, span), (span,), "test"),
        Mention(kind, (harm,), "test"),
        None,
        whole,
    )


def _nearest(sentence: Sentence, word: str, to: int) -> Span:
    found = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", sentence.text)
    best = min(found, key=lambda match: abs(match.start() + sentence.start - to))
    return sentence.at(*best.span())


def same(wanted: str | None, got: str | None) -> bool:
    """The words agree when one holds the other: "Idlib" and "Idlib province"."""
    if wanted is None or got is None:
        return wanted is got
    a, b = (set(re.findall(r"\w+", words.lower())) - {"the", "of", "in", "and", "s"} for words in (wanted, got))
    return a <= b or b <= a


def first(found: tuple[Mention[Place], ...]) -> tuple[str | None, str | None]:
    return (found[0].value.words, found[0].value.country) if found else (None, None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_sentences(case: dict[str, Any]) -> None:
    of = report(case["text"], case.get("title"))
    whole = draft(of, "at least 30", "killed") if case["says"] == "a part with its own words" else None
    words, country = first(Placing(of).place(draft(of, case["amount"], case["word"], whole=whole)))
    assert same(case.get("place"), words), f"placed at {words}"
    assert country == case.get("country")


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case["title"])
def test_reports(case: dict[str, Any]) -> None:
    of = report(case["text"].strip(), case["title"])
    placing, after, wrong = Placing(of), 0, []
    for amount, word, place, country in case["claims"]:
        claim = draft(of, amount, word, after)
        after = claim.quantity.start
        words, iso = first(placing.place(claim))
        if not same(None if place == "-" else place, words) or iso != (None if country == "-" else country):
            wrong.append((amount, word, place, words, iso))
    assert not wrong


@pytest.mark.parametrize("case", SCENES, ids=lambda case: case["title"])
def test_little_reports(case: dict[str, Any]) -> None:
    of = report(case["text"].strip())
    placing, after, wrong = Placing(of), 0, []
    for amount, word, wanted, country in case["claims"]:
        claim = draft(of, amount, word, after)
        after = claim.quantity.start
        words, iso = first(placing.place(claim))
        agreed = any(same(None if place == "-" else place, words) for place in wanted.split("|"))
        if not agreed or (words is not None and country not in ("*", iso)):
            wrong.append((amount, word, wanted, words, iso))
    assert not wrong


class TestPlacing:
    def test_a_part_without_words_of_its_own_shares_the_place_of_its_whole(self) -> None:
        of = report("A bomb killed 12 people in Kunduz, including five children.")
        whole = draft(of, "12", "killed")
        (shared,) = Placing(of).place(draft(of, "five", "killed", whole=whole))
        assert shared.value.words == "Kunduz"
        assert shared.rule == "placing/of-the-whole"

    def test_the_displaced_are_placed_by_from_and_keep_where_they_went(self) -> None:
        of = report("Some 300 people fled from Sake to Goma in eastern Congo.")
        places = Placing(of).place(draft(of, "300", "fled"))
        assert [(mention.value.words, mention.value.role) for mention in places] == [
            ("Sake", PlaceRole.FROM),
            ("Goma", PlaceRole.TO),
        ]

    def test_summed_places_are_one_mention_over_all_their_words(self) -> None:
        text = "Eight people were killed in Saada, Marib and Hodeidah in Yemen."
        of = report(text)
        (summed,) = Placing(of).place(draft(of, "Eight", "killed"))
        assert summed.value.words == "Saada, Marib and Hodeidah"
        assert [span.of(text) for span in summed.spans] == ["Saada", "Marib", "Hodeidah"]
        assert summed.value.toponym is None
        assert summed.value.country == "YE"

    def test_every_mention_names_its_rule(self) -> None:
        of = report("Jets bombed a market in Kutum, Sudan, on Monday. At least 43 people were killed.")
        (placed,) = Placing(of).place(draft(of, "At least 43", "killed"))
        assert placed.rule == "placing/scene-before"

    def test_an_item_of_a_list_does_not_take_the_place_of_another(self) -> None:
        text = (
            "KHARKIV REGION POLICE, SUMMARY\nShelling went on in the Kharkiv region of Ukraine.\n"
            "- Kupiansk: a bomb hit a house. A woman died at the scene.\n- Two men were wounded by a mine."
        )
        of = report(text)
        placing = Placing(of)
        assert first(placing.place(draft(of, "A", "died", text.index("A woman"))))[0] == "Kupiansk"
        assert first(placing.place(draft(of, "Two", "wounded")))[0] != "Kupiansk"

    def test_placing_twice_gives_the_same(self) -> None:
        of = report("Jets bombed a market in Kutum, Sudan, killing 12 people.")
        claim = draft(of, "12", "killing")
        assert Placing(of).place(claim) == Placing(of).place(claim)
