"""Who was harmed: class and facets by the words."""

from __future__ import annotations

import pytest

from reportedly.extract.victims import classify, facets
from reportedly.model import VictimClass


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("civilians from the minority", "civilian"),
        ("women and children", "civilian"),
        ("rescue workers", "civilian"),
        ("community leaders", "civilian"),
        ("residents, mostly women", "civilian"),
        ("pro-government fighters", "combatant"),
        ("police officers", "combatant"),
        ("members of the Coastal Front", "combatant"),
        ("members of the family", "civilian"),
        ("soldiers and civilians", "mixed"),
        ("people, mostly civilians", "mixed"),
        ("people", "unknown"),
        ("men", "unknown"),
        ("Palestinians", "unknown"),
        ("leaders", "unknown"),
    ],
)
def test_class(words: str, kind: str) -> None:
    assert classify(words) is VictimClass(kind)


def test_facets_overlap() -> None:
    girl = facets("schoolgirls")
    assert (girl.age, girl.sex) == ("child", "female")
    assert facets("three journalists").occupation == "journalists"
    assert facets("pro-government fighters").party == "pro-government"
    assert facets("people") == facets("others")
