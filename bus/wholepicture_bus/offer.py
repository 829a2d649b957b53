"""What a distribution offers to the command ``wholepicture``, as far as a list of it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """One sub-command: what it is called, its first sentence, and where it stands.

    Modules with offers import nothing else, so that ``wholepicture --help`` costs nothing that is
    not shown.
    """

    name: str
    help: str
    where: str
    """``module:name`` of a function, or of a ``typer.Typer`` that has sub-commands of its own."""
    is_group: bool = False
    """Whether it has sub-commands; these are listed last. Several distributions may offer one."""
