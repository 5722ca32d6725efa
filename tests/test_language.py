"""The parser and the sentences that extractors read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from reportedly import language
from reportedly.errors import SetupError
from reportedly.language import Sentence, found_once
from reportedly.model import Document, Passage, PassageKind, Published, Span


def sentence(text: str) -> Sentence:
    return Sentence(Document("d", text, "", Published(None, None)), Passage(0, Span(0, len(text)), PassageKind.BODY, 0))


def test_an_extractor_looks_at_a_sentence_once() -> None:
    looked: list[str] = []

    @found_once
    def find(one: Sentence) -> Iterator[str]:
        looked.append(one.text)
        yield one.text

    first, second = sentence("Twelve died."), sentence("Nine fled.")
    assert [list(find(first)), list(find(first)), list(find(second))] == [
        ["Twelve died."],
        ["Twelve died."],
        ["Nine fled."],
    ]
    assert looked == ["Twelve died.", "Nine fled."]


def test_another_model_under_the_pinned_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if language.model().name != language.MODELS[0]:
        pytest.skip("an official model is installed; only the repackaged one is pinned by its files")
    changed = replace(language.model(), sha256="0" * 64)
    monkeypatch.setattr(language, "model", lambda: changed)
    with pytest.raises(SetupError, match="install it again"):
        language._pipeline.__wrapped__()


def test_a_shouted_text_keeps_its_offsets() -> None:
    text = "AT LEAST TWELVE VILLAGERS WERE KILLED IN İSTANBUL ON FRIDAY"
    assert len(language._readable(text)) == len(text)
    assert language._readable(text).startswith("at least twelve")
