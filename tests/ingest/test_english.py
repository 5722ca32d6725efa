import tomllib
from pathlib import Path

import pytest

from reportedly.ingest.english import other_language

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "languages.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("proves") or case["language"])
def test_the_language_is_told(case: dict[str, str]) -> None:
    assert other_language(case["text"]) == case.get("language")


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    english = "The mayor said that twelve people were killed. " * 200
    assert other_language(english + "Murieron doce personas. " * 2000) is None
