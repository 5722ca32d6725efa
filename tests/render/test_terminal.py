from collections.abc import Callable

import pytest
from rich.console import RenderableType

from reportedly.model import Claim, Harm, Leftover, Mark, MarkAbout, MarkKind, Quantity, Responsibility, Span
from reportedly.render import terminal
from tests.factories import TEXT, claim, document, mention, reading, source

Printed = Callable[..., list[str]]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Printed:
    def show(picture: RenderableType, width: int = 100) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        terminal.show(terminal.console(), picture)
        return capsys.readouterr().out.splitlines()

    return show


def blamed() -> Claim:
    return claim(
        perpetrator=mention("The Column", "The Column"),
        responsibility=Responsibility.DENIED,
        marks=(mention(Mark(MarkKind.DENIED, MarkAbout.PERPETRATOR, source("The Column")), "denied it"),),
    )


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_table_keeps_to_its_width_and_its_words_whole(printed: Printed, width: int) -> None:
    lines = printed(terminal.table(reading(blamed()), width), width)
    assert max(map(len, lines)) <= width
    text = " ".join(lines)
    assert all(word in text for word in ("at least 12", "villagers", "(civilian)", "Kutum, SD", "2024-02-09", "Medics"))
    assert "by The Column" in text


def test_a_narrow_terminal_gets_paragraphs(printed: Printed) -> None:
    lines = printed(terminal.table(reading(), 50), 50)
    assert max(map(len, lines)) <= 50
    assert lines[1].strip() == "killed · at least 12 · villagers (civilian) ·"


def test_examples_are_called_examples(printed: Printed) -> None:
    example = reading(document=document(example=True))
    assert printed(terminal.table(example, 100))[0].startswith("EXAMPLE (invented) r1")
    assert printed(terminal.explanation(example, 100, plain=True))[0].startswith("EXAMPLE (invented) r1")


def test_the_words_are_underlined_where_they_stand(printed: Printed) -> None:
    lines = printed(terminal.explanation(reading(), 100, plain=True))
    assert lines[2:4] == [
        "  Medics said at least 12 villagers were killed in Kutum on Friday.",
        "  ~~~~~~      ~~~~~~~~~~~ ~~~~~~~~~      ~~~~~~    ~~~~~ ~~~~~~~~~",
    ]
    assert lines[4] == "    ▸ killed  r1:21:killed"
    assert lines[5].split() == ["quantity", '"at', "least", '12"', "12", "or", "more", "quantity/at-least"]


def test_underlining_follows_the_words_over_lines(printed: Printed) -> None:
    lines = printed(terminal.explanation(reading(), 30, plain=True), 30)
    start = next(number for number, line in enumerate(lines) if "Medics said" in line)
    words = ""
    for line, below in zip(lines[start::2], lines[start + 1 :: 2], strict=False):
        if not set(below) <= {" ", "~"}:
            break
        words += "".join(char for char, mark in zip(line, below.ljust(len(line)), strict=False) if mark == "~")
    assert words == "Medicsat least 12villagerskilledKutumon Friday"


def test_underlining_knows_wide_characters(printed: Printed) -> None:
    text = "两人 Medics said at least 12 villagers were killed in Kutum on Friday."
    claims = claim(
        sentence=Span(0, len(text)),
        quantity=mention(Quantity(12, None, claim().quantity.value.hedge, Span(0, 2)), "at least 12", text),
        harm=mention(Harm.KILLED, "killed", text),
        victims=None,
        places=(),
        when=None,
        attributions=(),
    )
    lines = printed(terminal.explanation(reading(claims, document=document(text)), 100, plain=True))
    assert lines[3] == " " * 19 + "~" * 11 + " " * 16 + "~" * 6


def test_words_of_another_sentence_are_said_to_be_elsewhere(printed: Printed) -> None:
    lines = printed(terminal.explanation(reading(blamed()), 160, plain=True), 160)
    assert any('"denied it" (elsewhere)' in line and "about the perpetrator, on the word" in line for line in lines)
    assert any(line.split()[:3] == ["perpetrator", '"The', 'Column"'] for line in lines)


def test_leftovers_come_with_their_reason(printed: Printed) -> None:
    left = Leftover("r1", Span(21, 23), TEXT[21:23], Harm.KILLED, "a number of things")
    lines = printed(terminal.leftovers(reading(leftovers=(left,))))
    assert lines[0] == "Left over in r1: 1"
    assert lines[1].split() == ["killed", '"12"', "at", "21", "a", "number", "of", "things"]
