"""What a member works by, such as the sharing agreement: all who live work by the same.

Half a house that tells by one version of the rules and half by another would tell of one family
twice over, and by rules that nobody agreed to together. So each member announces what it works by
where it leases its slot, and one that has something else than a living one does not start.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from wholepicture_bus.errors import StopError
from wholepicture_bus.store import Transaction
from wholepicture_bus.store.tables import SETUP

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Setup:
    """What a member works by: the digest of its content, and what people call it."""

    digest: str
    called: str

    def __str__(self) -> str:
        """As a person reads it; the digest tells apart what is called the same."""
        return f"{self.called} ({self.digest[:_SHOWN]})"


def refuse_another(transaction: Transaction, setup: Setup, living: Collection[str]) -> None:
    """Refuse to work beside ``living`` owners of slots that work by something else.

    Raises:
        StopError: one of them does; it names the stage and both.
    """
    other = transaction.connection.execute(
        select(SETUP)
        .where(SETUP.c.owner.in_(living), SETUP.c.digest != setup.digest)
        .order_by(SETUP.c.stage, SETUP.c.number)
        .limit(1)
    ).one_or_none()
    if other is not None:
        raise StopError(
            f"Stage {other.stage} is running by {Setup(other.digest, other.called)}, and this one "
            f"would run by {setup}. All stages work by the same: give this one the same files, or "
            "end every stage, on every machine, before any starts with the new ones (wholepicture "
            "down). A stage whose machine has died counts for a quarter of a minute more."
        )


def announce(
    transaction: Transaction, setup: Setup, *, stage: str, number: int, owner: str
) -> None:
    """Say what the owner of a slot works by."""
    values = {
        "stage": stage, "number": number, "owner": owner,
        "digest": setup.digest, "called": setup.called,
    }  # fmt: skip
    transaction.upsert(SETUP, [values], ("stage", "number"), ("owner", "digest", "called"))
