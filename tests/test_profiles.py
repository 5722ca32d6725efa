"""Profiles are checked as they are loaded, and every rule says how sure we are of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportedly import profiles
from reportedly.errors import LexiconError
from reportedly.model import Harm, Hedge
from reportedly.profiles import PartyUse, Standing


@pytest.mark.parametrize("name", profiles.names())
def test_every_rule_has_its_words_its_standing_and_its_source(name: str) -> None:
    profile = profiles.load(name)
    assert profile.name == name
    assert profile.rules
    for rule in profile.rules:
        assert rule.says.endswith((".", "again"))
        assert isinstance(rule.standing, Standing)
        assert rule.source


def test_the_five_are_there() -> None:
    assert set(profiles.names()) == {"strict", "ucdp", "acled", "ibc", "airwars"}


def test_what_was_found_in_no_text_is_not_there() -> None:
    assert profiles.load("acled").words == {"tens": 10, "dozens": 12, "hundreds": 100}
    assert all(not profiles.load(name).words for name in ("strict", "ucdp", "ibc", "airwars"))


def test_coded_zeros_are_ucdps_only() -> None:
    assert [name for name in profiles.names() if profiles.load(name).coded_zeros] == ["ucdp"]


def test_a_users_profile_extends_and_switches_a_rule(tmp_path: Path) -> None:
    file = tmp_path / "even.toml"
    file.write_text(
        'title = "as ucdp, but states are parties, too"\nextends = "ucdp"\n'
        '[party]\nsays = "States are treated as parties are."\nstanding = "ours"\nsource = "our desk"\n'
        'about_others_alone = "coded_zero"\nabout_others = "high_only"\nown_and_enemy = "admission_first"\n'
        'states = "same"\n'
    )
    profile = profiles.load(str(file))
    assert (profile.name, profile.party.states, profile.path) == ("even", PartyUse.SAME, str(file))
    assert profile.rule("party").id == "even/party"
    assert profile.rule("parts").id == "ucdp/parts"
    assert profile.harms == frozenset({Harm.KILLED})
    assert profile.hedges[Hedge.AT_LEAST] == "NNN"
    # What is changed in the file is read again.
    file.write_text('extends = "strict"\n')
    assert profiles.load(str(file)).party.states is PartyUse.COUNTS


_RULE = 'says = "A."\nstanding = "ours"\nsource = "our desk"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extends = ", "Invalid value"),
        ("", "no words, hedges"),
        ('extends = "bold"', "bold.toml: there is no such profile"),
        ('extends = "strict"\n[colours]\n', "colours: there is no such section"),
        (f'extends = "strict"\n[zero]\n{_RULE}coded = 1\n', "zero: coded: true or false was expected, not 1"),
        (f'extends = "strict"\n[zero]\n{_RULE}code = true\n', "zero: code: there is no such entry"),
        ('extends = "strict"\n[zero]\ncoded = true\n', "zero: says: every rule has words"),
        ('extends = "strict"\n[zero]\nsays = "A."\nstanding = "sure"\nsource = "b"\n', "standing: one of read"),
        (f'extends = "strict"\n[words]\n{_RULE}numbers = {{ dozens = 0 }}\n', "words and their numbers above 0"),
        (
            f'extends = "strict"\n[combining]\n{_RULE}low = "lowest"\nbest = "none"\nhigh = "all"\n',
            "one of least, none",
        ),
        (f'extends = "strict"\n[harms]\n{_RULE}only = ["hurt"]\n', "a list of killed"),
        (f'extends = "strict"\n[tolerance]\n{_RULE}share = 10\n', "a share between 0 and 1"),
        (f'extends = "strict"\n[hedges]\n{_RULE}exact = "N"\n', "three of N, L and -"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(LexiconError, match=message.replace("(", r"\(")) as caught:
        profiles.load(str(file))
    assert ".toml" in str(caught.value) or "mine" in str(caught.value)


def test_a_profile_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(LexiconError, match="there are acled, airwars, ibc, strict, ucdp"):
        profiles.load("strictest")
