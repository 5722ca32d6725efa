"""How a text is cut into sentences and what kind each is; whatever the text, every word of it is in exactly one."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import passages
from reportedly.model import PassageKind
from tests.factories import document

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "passages.toml").read_text(encoding="utf-8"))
CASES = TABLE["case"]
KINDS = {kind.value[0]: kind for kind in PassageKind}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["proves"])
def test_a_text_is_cut(case: dict[str, str]) -> None:
    text = case["text"].replace("|", "")
    found = passages.split(document(text, title=case.get("title")))
    assert [passage.span.of(text) for passage in found] == [part.strip() for part in case["text"].split("|")]
    if "kinds" in case:
        assert [passage.kind for passage in found] == [KINDS[letter] for letter in case["kinds"]]


FIRST = "Twelve people were killed in Kutum on Friday."
OTHER = "The mayor of the town wept for all of them."


class TestRepeats:
    def repeats(self, text: str) -> list[int | None]:
        return [passage.repeat_of for passage in passages.split(document(text))]

    def test_the_second_half_repeats_the_first(self) -> None:
        assert self.repeats(f"{FIRST} {OTHER}\n{FIRST} {OTHER}\n") == [None, None, 0, 1]

    def test_all_repeats_name_the_first(self) -> None:
        assert self.repeats("\n".join([FIRST] * 3)) == [None, 0, 0]

    def test_marks_and_capitals_do_not_count(self) -> None:
        assert self.repeats(f"{FIRST}\n“{FIRST.upper()}”") == [None, 0]

    def test_another_number_does(self) -> None:
        assert self.repeats(f"{FIRST}\n{FIRST.replace('Twelve', 'Thirteen')}") == [None, None]

    def test_a_few_words_may_come_again(self) -> None:
        assert self.repeats("He wept.\nHe wept.") == [None, None]


TEXTS = st.text() | st.lists(st.sampled_from(TABLE["pieces"]), max_size=40).map("".join)


@given(TEXTS, st.none() | TEXTS)
def test_every_word_stands_in_exactly_one_passage(text: str, title: str | None) -> None:
    found = passages.split(document(text, title=title))
    assert [passage.index for passage in found] == list(range(len(found)))
    at = 0
    for passage in found:
        assert at <= passage.span.start < passage.span.end <= len(text)
        assert not text[at : passage.span.start].strip()
        assert passage.span.of(text) == passage.span.of(text).strip()
        assert passage.repeat_of is None or passage.repeat_of < passage.index
        at = passage.span.end
    assert not text[at:].strip()
    assert passages.split(document(text, title=title)) == found


@given(st.lists(st.sampled_from([FIRST, OTHER, "Two soldiers were hurt there later."]), min_size=1, max_size=6))
def test_a_paragraph_is_cut_the_same_wherever_it_stands(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert [passage.span.of(text) for passage in passages.split(document(text))] == paragraphs
