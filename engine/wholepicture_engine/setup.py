"""What a member works by, such as the sharing agreement: all who live work by the same.

Half a house that tells by one version of the rules and half by another would tell of one family
twice over, and by rules that nobody agreed to together. So each member announces what it works by
where it leases its slot, and one that has something else than a living one does not start.

What a person was told is explained for years by the version that decided it. So a version that was
in force stays as it was: what it said is remembered, and a member that has it with other content
does not start either.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from wholepicture_bus.errors import StopError

from wholepicture_engine.store import Transaction
from wholepicture_engine.store.tables import IN_FORCE, SETUP

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Version:
    """A version of what a member works by: what people call it, and the digest of what it says."""

    called: str
    digest: str
    begins: float
    """From when it is in force, in seconds since 1970; until then it may be edited."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a member works by: the digest of its content, and what people call it."""

    digest: str
    called: str
    versions: tuple[Version, ...] = ()

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


def refuse_edited(transaction: Transaction, setup: Setup) -> None:
    """Refuse a version that says something else than it said while it was in force.

    Raises:
        StopError: one does; it names the version and says what to do.
    """
    rows = transaction.connection.execute(select(IN_FORCE.c.version, IN_FORCE.c.digest))
    known = {row.version: row.digest for row in rows}
    for version in setup.versions:
        if known.get(version.called, version.digest) != version.digest:
            raise StopError(
                f"This stage has {version.called} with other content than it was in force with: "
                "put it back as it was, and give the change a version of its own, with its "
                "valid_from, reason and approvers."
            )


def remember(transaction: Transaction, setup: Setup, now: float) -> None:
    """Keep what each version says that has been in force; what is kept already stays as it is."""
    begun = [
        {"version": version.called, "digest": version.digest}
        for version in setup.versions
        if version.begins <= now
    ]
    if begun:
        transaction.upsert(IN_FORCE, begun, ("version",), ())
