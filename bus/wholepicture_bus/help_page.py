"""The help of every command in words: what a value is, and nothing beside a switch.

The library that prints it would show Python's own types: ``<bool>`` beside every switch,
``<list[str]>`` and ``<float range> [x>=0]`` beside a value.
"""

from collections.abc import Iterator
from typing import Any

import typer

_WORDS = {"int": "NUMBER", "float": "NUMBER"}
_OTHERWISE = "TEXT"


def in_words(command: Any) -> Any:
    """The command, with every parameter of it and of its sub-commands named in words."""
    for parameter in every_parameter(command):
        if parameter.param_type_name == "argument":
            _name_argument(parameter)
        elif parameter.metavar is None:
            parameter.metavar = _metavar(parameter)
        parameter._get_number_range_help_str = lambda: None  # noqa: SLF001 - it has no setting
    return command


def every_parameter(command: Any, parent: typer.Context | None = None) -> Iterator[Any]:
    """Each argument and option of a command and its sub-commands, ``--help`` among them."""
    context = typer.Context(command, info_name=command.name, parent=parent)
    yield from command.get_params(context)
    for inner in getattr(command, "commands", {}).values():
        yield from every_parameter(inner, context)


def _name_argument(argument: Any) -> None:
    argument.metavar = argument.metavar or argument.name.upper().replace("_", " ")
    argument.display_type_rich = lambda ctx: ""  # noqa: ARG005 - called by that name
    choices = argument.type_descriptor.choices
    if choices:
        argument.help = f"{argument.help or ''} One of {', '.join(map(str, choices))}.".strip()


def _metavar(option: Any) -> str:
    kind = option.type_descriptor
    if option.is_flag:
        return ""
    if kind.is_choice:
        return "|".join(map(str, kind.choices))
    if kind.is_path:
        return "PATH"
    return _WORDS.get(getattr(kind.annotation, "__name__", ""), _OTHERWISE)
