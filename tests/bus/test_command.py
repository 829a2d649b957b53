"""The one command is there at once: it imports what is called for, and lists what is installed."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from wholepicture_bus.cli import command, offers
from wholepicture_bus.offer import Offer

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from wholepicture_bus.cli import main; main()")
EXAMPLE = "schemas/examples/domestic-abuse-incident.json"
_TRIES = 12
HEAVY = ("kafka", "sqlalchemy", "holidays", "structlog", "pydantic_settings")
OWN_HEAVY = ("police", "catalogue", "core", "reading")


def _seconds(arguments: tuple[str, ...]) -> float:
    """The processor's time that the command takes, its own and the system's for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*COMMAND, *arguments], cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [(("--help",), 0.5), (("validate", EXAMPLE), 1.0)],
    ids=["help", "validate"],
)
def test_the_command_answers_at_once(arguments: tuple[str, ...], limit: float) -> None:
    """The list of commands takes half a second of the processor, checking an event a second.

    What runs beside it makes each instruction slower, so the least of some tries is what it takes.
    """
    tries = (_seconds(arguments) for _ in range(_TRIES))

    assert any(seconds < limit for seconds in tries)


def test_the_list_of_commands_imports_none_of_them() -> None:
    """Neither a library of the bus nor the language's events are imported to be listed."""
    program = (
        "import json, sys; from wholepicture_bus.cli import command; "
        "sys.argv = ['wholepicture', '--help']\n"
        "try: command()()\n"
        "except SystemExit: print(json.dumps(sorted(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    imported = set(json.loads(done.stdout.splitlines()[-1]))
    assert "wholepicture_producers.offers" in imported
    assert not imported & {*HEAVY, *(f"wholepicture_schemas.{name}" for name in OWN_HEAVY)}
    assert {name for name in imported if name.endswith(".commands")} == set()


@pytest.mark.parametrize("offer", offers(), ids=lambda offer: offer.name)
def test_what_is_offered_is_what_is_there(offer: Offer) -> None:
    """The sentence in the list is the command's own first one, and a group is called a group."""
    found = command().get_command(typer.Context(command()), offer.name)

    assert " ".join(found.help.split("\n\n")[0].split()) == offer.help
    assert hasattr(found, "commands") == offer.is_group


def test_a_command_that_is_not_installed_is_said_with_the_nearest() -> None:
    """A slip of the name is answered with a name that is there."""
    done = subprocess.run([*COMMAND, "validat"], check=False, capture_output=True, text=True)

    assert done.returncode == 2
    assert "Did you mean 'validate'" in done.stderr
