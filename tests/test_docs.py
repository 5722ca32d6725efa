"""Pages cannot drift: what they say that commands print is what commands print."""

import re

import pytest

from tools import paste

SHOWN = [(page.name, command, output) for page in paste.PAGES for command, output in paste.commands(page)]


@pytest.mark.parametrize(
    ("page", "command", "printed"), SHOWN, ids=[f"{page}: {command}" for page, command, _ in SHOWN]
)
def test_what_a_page_shows_is_what_the_command_prints(page: str, command: str, printed: str) -> None:
    assert printed == paste.output(command), f"{page} is out of date: make docs"


def test_every_command_is_shown_in_the_docs() -> None:
    shown = {command for page, command, _ in SHOWN if page == "cli.md"}
    listed = re.findall(r"^  ([a-z]+) ", paste.output("reportedly --help").partition("Commands:")[2], re.MULTILINE)
    assert listed
    for name in listed:
        assert any(command.startswith(f"reportedly {name}") for command in shown), name


def test_the_readme_shows_a_real_run() -> None:
    assert [command for page, command, _ in SHOWN if page == "README.md"]
