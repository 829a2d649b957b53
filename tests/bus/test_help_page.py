"""Every command's help is in words that somebody new understands."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from wholepicture_bus.cli import command

WIDTH = 80


def every(
    found: Any, before: tuple[str, ...] = (), parent: typer.Context | None = None
) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Every command and sub-command, as it is typed, with its parameters."""
    context = typer.Context(found, info_name=found.name, parent=parent)
    yield before, found.get_params(context)
    for name in getattr(found, "commands", {}):
        yield from every(found.get_command(context, name), (*before, name), context)


COMMANDS = dict(every(command()))


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
    silent = [
        parameter.name
        for parameters in COMMANDS.values()
        for parameter in parameters
        if not parameter.help
    ]

    assert silent == []
