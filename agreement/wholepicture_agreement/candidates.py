"""Candidates: each rule about each recipient, with the children to whom it applies."""

from dataclasses import dataclass, field
from typing import NamedTuple

from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.told.facts import Subject
from wholepicture_agreement.whom.recipients import Target
from wholepicture_agreement.written.model import ActiveRule


class Key(NamedTuple):
    """One rule about one recipient, with one answer; the answer may differ for another child."""

    rule: str
    recipient: RecipientId
    ask: QuestionMatter | None
    withheld: str | None = None


@dataclass
class Candidate:
    """One rule about one recipient, with the children to whom it applies."""

    active: ActiveRule
    recipient: RecipientId
    meant: RecipientId
    """Whom the rule means; another reads in its place where the two differ."""
    withheld: str | None = None
    ask: QuestionMatter | None = None
    kept: bool = False
    """Whether the sender keeps it back."""
    targets: list[Target] = field(default_factory=list)
    """How the rule means the recipient, which may stand for several areas at once."""
    subjects: list[Subject] = field(default_factory=list)

    @property
    def is_doubtful(self) -> bool:
        """Whether a child of it is only probably a known child."""
        return any(subject.known.confidence == "probable" for subject in self.subjects)
