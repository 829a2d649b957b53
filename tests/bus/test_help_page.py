"""Every command's help is in words that somebody new understands."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from wholepicture_bus.cli import command
from wholepicture_bus.help_page import every_parameter

WIDTH = 80


def names(found: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and sub-command, as it is typed."""
    yield before
    for name, inner in getattr(found, "commands", {}).items():
        yield from names(inner, (*before, name))


COMMANDS = list(names(command()))


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_help_fits_a_terminal_and_names_no_type_of_a_programming_language(
    name: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A switch has nothing beside it, and a value has a word."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setenv("NO_COLOR", "1")

    with pytest.raises(SystemExit) as ended:
        command()([*name, "--help"], prog_name="wholepicture")

    page = capsys.readouterr().out
    assert ended.value.code == 0
    assert not re.search(r"<[a-z]|\bbool\b|\[x|list\[", page), page
    assert max(map(len, page.splitlines())) <= WIDTH


def test_every_parameter_says_what_it_is() -> None:
    """No option or argument is there without a sentence."""
    silent = [parameter.name for parameter in every_parameter(command()) if not parameter.help]

    assert silent == []
