"""What the sender considered of a child, what the child said or showed, and the harm."""

from typing import Annotated

from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Said
from wholepicture_schemas.texts import Line, Text


class VulnerabilityConsidered(Said, frozen=True):
    """Whether the sender thought about what makes this child vulnerable, and what was known."""

    considered: Annotated[bool, Means("Considered", "health")]
    disability_known: Annotated[YesNo | None, Means("Whether a disability was known", "health")] = (
        None
    )
    communication_known: Annotated[
        YesNo | None, Means("Whether a communication need was known", "health")
    ] = None
    medical_dependence_known: Annotated[
        YesNo | None, Means("Whether a medical dependence was known", "health")
    ] = None
    """Whether it was known if the child depends on care, equipment or medicine to stay well."""
    known_from: Annotated[Line | None, Means("How it was known", "service")] = None
    rationale: Annotated[
        Text | None,
        Needed("Write what was considered, or why it was not."),
        Means("Reasons", "free-text"),
    ] = None


class Voice(Said, frozen=True):
    """What the child said or showed. Of a child who does not speak: what was seen."""

    words: Annotated[Text | None, Means("In the child's own words", "free-text")] = None
    """The child's own words."""
    observation: Annotated[Text | None, Means("What was seen", "free-text")] = None
    """What the child showed: how the child looked, moved, reacted, and to whom."""
    for_school: Annotated[
        Text | None, Means("What a school may be told of what the child said", "free-text")
    ] = None
    """What may be told of the words, or of what was seen: no place, no charge, no record."""
    not_obtained_because: Annotated[
        Text | None, Means("Why nothing was said or seen", "free-text")
    ] = None
    """Why there are neither words nor an observation."""
    heard_by: Annotated[Line | None, Means("Who heard it", "service")] = None
    seen_alone: Annotated[bool | None, Means("Seen alone", "plain")] = None


class Impact(Said, frozen=True):
    """What happened to the child by it, apart from what anyone intended."""

    what_happened: Annotated[Text | None, Means("What happened to the child", "free-text")] = None
    effect_seen: Annotated[Text | None, Means("What effect was seen", "free-text")] = None
    evidence: Annotated[Text | None, Means("How that is known", "free-text")] = None
    so_what: Annotated[Text | None, Means("What it means if nothing changes", "free-text")] = None
    """What it means for this child if nothing changes."""
