"""Who reads: the program, the parser's model, the words and the gazetteer, as a run records them."""

from __future__ import annotations

from importlib import metadata

from reportedly import gazetteer, language, lexicon
from reportedly.ingest.english import other_code
from reportedly.ledger import Run


def run(command: str) -> Run:
    """The run that begins now. Another model, lexicon or gazetteer is another reader."""
    try:
        version = metadata.version("reportedly")
    except metadata.PackageNotFoundError:
        version = "0"
    model = language.model()
    return Run(
        software=version,
        model=f"{model.name} {model.version} sha256:{model.sha256}",
        lexicon=f"sha256:{lexicon.version()}",
        gazetteer=f"sha256:{gazetteer.version()}",
        command=command,
    )


def reads(text: str) -> bool:
    """Whether a text is in a language that is read today."""
    return other_code(text) is None


def same(one: Run, other: Run) -> bool:
    """Whether both runs read with the same program, model, words and places."""
    names = ("software", "model", "lexicon", "gazetteer")
    return all(getattr(one, name) == getattr(other, name) for name in names)
