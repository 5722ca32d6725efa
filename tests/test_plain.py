"""The text as rules read it: what is undone, what must stay; all of it is led back to the document's own words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Reading, Span
from reportedly.passages import split
from reportedly.plain import Plain
from tests.factories import document

UNDONE = {
    "no-break space between words": ("Twelve\u00a0people died.", "Twelve people died."),
    "no-break space in a number": ("about 1\u00a0200 people", "about 1,200 people"),
    "thin space in a number": ("about 12\u2009500\u2009people", "about 12,500 people"),
    "full stops in a number": ("at least 1.200 people, 3.400.000 in all", "at least 1,200 people, 3,400,000 in all"),
    "double spaces": ("Two died.  Three fled.", "Two died. Three fled."),
    "soft hyphens and zero-width spaces": ("dis\u00adplaced \u200bpeople", "displaced people"),
    "typographic hyphens": ("a 45\u2011year\u2011old man of Deir\u2010ez\u2010Zor", "a 45-year-old man of Deir-ez-Zor"),
    "en dashes for hyphens": ("rebel–held, 45–year–old", "rebel-held, 45-year-old"),
    "a line that goes on in small letters": (
        "Twelve people were killed in the town of Kutum\non Friday, officials said.",
        "Twelve people were killed in the town of Kutum on Friday, officials said.",
    ),
    "wrapped lines": (
        "Twelve people were killed in the town \nof Kutum on Friday, officials in\n"
        "Khartoum said. Forty others were taken"
        "\nto hospital in Nyala and in the city of\nEl Fasher.",
        "Twelve people were killed in the town of Kutum on Friday, officials in Khartoum said. Forty others "
        "were taken to hospital in Nyala and in the city of El Fasher.",
    ),
    "a comma lost before an aside": ("wounded 19 two of them badly", "wounded 19, two of them badly"),
    "a comma lost before whom": ("killed six three of whom were girls", "killed six, three of whom were girls"),
}
STAYS = {
    "plain text": "Twelve people, two of them children, were killed in Kutum on Friday.",
    "a range": "between 12–15 people",
    "a dash": "the dead – all farmers – were buried",
    "decimals": "1.250 million people and 2.375 km",
    "a date in figures": "on 09.03.2025",
    "an object": "killed two of them and one of whom he knew",
    "a list": "The office counted:\n- 12 killed\n- 3 hurt",
    "short lines": "killed: 12\nhurt: 3",
    "two paragraphs": "Twelve people were killed in the town of Kutum.\nThree were hurt there.",
    "names in capitals": "The M23, the FARDC and the UN said 12 died in the DRC.",
    "another script": "قتل اثنا عشر شخصا في حلب يوم الجمعة حسب ما قالت الشرطة",
}


@pytest.mark.parametrize(("text", "expected"), UNDONE.values(), ids=UNDONE.keys())
def test_typography_is_undone(text: str, expected: str) -> None:
    assert Plain.of(document(text)).document.text == expected


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS.keys())
def test_other_text_is_its_own_copy(text: str) -> None:
    received = document(text)
    assert Plain.of(received).document is received


PIECES = [
    "twelve", "people", "1.200", "1\u00a0200", "\u00ad", "\u200b", "–", "\u2011", "\n", " \n", "\r", "  ", " ", ", ",
    ". ", "six three of whom", "KILLED IN HOMS ON FRIDAY, SAID THE MAYOR OF THE TOWN",
    "İstanbul", "ß", "\u3000", "•", "a", "B",
]  # fmt: skip
TEXTS = st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(TEXTS)
def test_every_word_is_led_back_to_itself(text: str) -> None:
    received = document(text)
    plain = Plain.of(received)
    passages = split(plain.document)
    back = plain.back(Reading(plain.document, passages, (), ()))
    assert back.document is received
    for read, led in zip(passages, back.passages, strict=True):
        assert bare(led.span.of(text)) == bare(read.span.of(plain.document.text))


@given(TEXTS)
def test_each_letter_is_led_back_to_itself(text: str) -> None:
    plain = Plain.of(document(text))
    copy = plain.document.text
    for at, char in enumerate(copy):
        if char.isalnum():
            moved = plain._moved(Span(at, at + 1))
            assert moved.of(text).lower() == char.lower()


def bare(words: str) -> str:
    return re.sub(r"[\W_]", "", words).casefold()
