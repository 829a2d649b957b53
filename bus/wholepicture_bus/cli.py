"""The one command, ``wholepicture``: its sub-commands come from what is installed here.

A sub-command is imported when it is called for. The list of them is made from what each
distribution offers, and imports none.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group
from wholepicture_schemas.errors import WholePictureError

from wholepicture_bus.help_page import in_words
from wholepicture_bus.offer import Offer

GROUP = "wholepicture.commands"
"""The entry point group: each entry is a tuple of offers."""


def offers() -> tuple[Offer, ...]:
    """What is installed here, in the order of the list: groups of commands last."""
    found = [
        offer
        for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
        for offer in entry.load()
    ]
    return tuple(sorted(found, key=lambda offer: offer.is_group))


def app(before: Callable[[], None] = lambda: None) -> typer.Typer:
    """The command with every sub-command that is installed; ``before`` runs before each of them."""
    whole = typer.Typer(
        cls=_Installed,
        help="What one agency learns about a child reaches every agency that needs it.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    whole.callback()(before)
    return whole


def command() -> Any:
    """The command as it is run, its help in words."""
    return in_words(get_command(app(_log_nothing_small)))


def main() -> None:
    """Run the command; what stops it is told in a sentence, with exit code 2."""
    try:
        command()()
    except WholePictureError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


class _Installed(TyperGroup):
    """The sub-commands that are installed, each imported by being asked for."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._offers: dict[str, list[Offer]] = {}
        for offer in offers():
            self._offers.setdefault(offer.name, []).append(offer)
        self.commands.update(
            {name: TyperCommand(name, help=said[0].help) for name, said in self._offers.items()}
        )

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - called by that name
        """The sub-command, ready to run; None where none of this name is installed."""
        first, *more = [_imported(offer) for offer in self._offers.get(cmd_name, ())] or [None]
        for group in more:
            first.commands.update(group.commands)
        return first

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the list of the sub-commands from what is offered, without importing one."""
        contents = TyperGroup(
            name=self.name, help=self.help, params=self.params, commands=dict(self.commands)
        )
        in_words(contents).format_help(ctx, formatter)


def _imported(offer: Offer) -> Any:
    module, _, name = offer.where.partition(":")
    found = getattr(import_module(module), name)
    holder = typer.Typer()
    if offer.is_group:
        holder.add_typer(found, name=offer.name)
    else:
        holder.command(offer.name)(found)
    return in_words(get_group(holder).commands[offer.name])


def _log_nothing_small() -> None:
    import logging

    from wholepicture_bus import log

    log.configure(level=logging.CRITICAL)  # what matters comes as a sentence
