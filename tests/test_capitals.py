"""Which words of a line in capitals are names."""

import pytest

from reportedly.capitals import restored

LINES = [
    "Five people were killed near Aleppo in Syria on Monday, AFP said.",
    "GOMA, March 9 (Reuters) - Rebels killed 12 villagers in North Kivu, a UN source said.",
    "Governor Oleh Halchenko said a Russian missile had wounded six in Zaporizhzhia in March.",
    "Police may march on Friday, the U.S. State Department told us, after the 12 May attack.",
    "The Kurdish-held town of Tel Abyad was hit; the YPG and al-Nusra blamed one another.",
    "Doctors Without Borders treated 31 of the wounded in South Sudan. The army denied it.",
    "• Israeli forces killed eight Palestinians in the West Bank.",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_gets_its_capitals_back(line: str) -> None:
    # Names of offices ("State Department") are words of the language; only what begins a name anyway is looked at.
    assert restored(line.upper()) == line.replace("State Department", "state department")


def test_only_lines_that_shout_are_touched() -> None:
    text = "12 KILLED AND 30 WOUNDED IN HOMS BLAST, OFFICIALS SAY\nThe UN, the ICRC and MSF said so."
    assert restored(text) == "12 killed and 30 wounded in Homs blast, officials say\nThe UN, the ICRC and MSF said so."


def test_letters_change_one_for_one() -> None:
    text = "İSTANBUL WAS HIT BY A BLAST THAT KILLED TWO PEOPLE NEAR THE STRASSE OF ẞ"
    assert len(restored(text)) == len(text)
