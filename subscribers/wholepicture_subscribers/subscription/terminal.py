"""What the commands of a recipient share: a record that is there, and errors as sentences."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from pydantic import ValidationError
from wholepicture_bus.errors import BusError
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.problems import InvalidEvent, Problem, problems_of
from wholepicture_schemas.reading import Unreadable

from wholepicture_subscribers.subscription.carried import explained, nothing_recorded
from wholepicture_subscribers.subscription.errors import (
    DecidedOtherwise,
    NotInTheRecord,
    NoTopicError,
)
from wholepicture_subscribers.subscription.subscription import Subscription, record_of


@contextmanager
def recorded(recipient: str, record: Path | None) -> Iterator[Subscription]:
    """The subscription of somebody whose items were read here before.

    Raises:
        StopError: nothing was.
    """
    file = record or record_of(RecipientId(recipient))
    if not file.is_file():  # nor does a misspelt name make one
        raise nothing_recorded(recipient)
    with Subscription(recipient, record=record) as subscription:
        try:
            yield subscription
        except NotInTheRecord:
            if subscription.recorded():
                raise
            raise nothing_recorded(recipient) from None


@contextmanager
def told_plainly() -> Iterator[None]:
    """What went wrong, as a sentence and an exit status of 2."""
    try:
        yield
    except InvalidEvent as error:
        _tell(error.problems)
    except ValidationError as error:
        _tell(problems_of(error))
    except Unreadable as error:
        typer.echo(f"This item could not be read: {error}.", err=True)
    except NoTopicError as error:
        typer.echo(explained(error), err=True)
    except (BusError, DecidedOtherwise, NotInTheRecord) as error:
        typer.echo(str(error), err=True)
    else:
        return
    raise typer.Exit(2)


def _tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        typer.echo(
            f"{words_of(problem.field).capitalize()} {problem.what}. {problem.fix}", err=True
        )
