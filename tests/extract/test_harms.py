"""Words of harm and the table that they come from."""

from __future__ import annotations

from reportedly import lexicon
from reportedly.extract.harms import Grammar, find_in
from reportedly.model import Harm


def harms(text: str) -> list[tuple[str, Harm]]:
    return [(mention.span.of(text), mention.value.harm) for mention in find_in(text)]


def test_the_longest_form_wins() -> None:
    assert harms("15 were killed or wounded") == [("killed or wounded", Harm.KILLED_OR_INJURED)]


def test_a_star_stands_for_one_word_or_none() -> None:
    assert harms("eight sustained light injuries") == [("sustained light injuries", Harm.INJURED)]
    assert harms("eight sustained injuries") == [("sustained injuries", Harm.INJURED)]


def test_a_word_inside_another_is_no_harm() -> None:
    assert harms("skilled workers met a deadline") == []


def test_one_word_is_read_in_several_ways() -> None:
    (mention,) = find_in("wounded")
    assert mention.value.grammars == {Grammar.DONE_TO, Grammar.STATE, Grammar.PEOPLE}


def test_every_list_of_the_table_has_a_harm_and_a_grammar() -> None:
    for name in lexicon.table("en", "harms"):
        if name == "unreal":
            continue
        assert any(name == f"{harm.value}_{grammar.value}" for harm in Harm for grammar in Grammar), (
            f"lexicon/en/harms.toml: nobody reads {name}"
        )
