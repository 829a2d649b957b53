"""The command ``wholepicture doctor``."""

import json
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from wholepicture_schemas.identifiers import (
    AgencyId,
    AgencyIdField,
    RecipientId,
    RecipientIdField,
)

from wholepicture_bus.doctor.examining import Owner, examine
from wholepicture_bus.errors import StopError
from wholepicture_bus.settings import Settings


def doctor(
    agency: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The agency that publishes.", envvar="WHOLEPICTURE_AGENCY"),
    ] = None,
    recipient: Annotated[
        str | None, typer.Option(metavar="NAME", help="The recipient whose items are read.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what is wrong between this machine and Kafka. Exit code 1 where something is."""
    owner = Owner(_agency(agency), _recipient(recipient))
    found = []
    for finding in examine(Settings(), owner):
        found.append(finding)
        if not as_json:
            typer.echo(f"{finding.state:8} {finding.check}: {finding.says}")
    wrong = sum(finding.state == "not ok" for finding in found)
    if as_json:
        typer.echo(
            json.dumps({"ok": not wrong, "checks": [finding.as_json() for finding in found]})
        )
    else:
        typer.echo(f"{wrong} to put right." if wrong else "Nothing is wrong that shows from here.")
    raise typer.Exit(1 if wrong else 0)


def _agency(told: str | None) -> AgencyId | None:
    try:
        return TypeAdapter[AgencyId](AgencyIdField).validate_python(told) if told else None
    except ValidationError:
        raise StopError("An agency's id has small letters, digits and hyphens only.") from None


def _recipient(told: str | None) -> RecipientId | None:
    try:
        return TypeAdapter[RecipientId](RecipientIdField).validate_python(told) if told else None
    except ValidationError:
        raise StopError("A recipient's name has small letters, digits and hyphens only.") from None
