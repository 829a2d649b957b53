"""The form of an item: which told fields make which line, in the order of a referral form.

This is the one layout that an item's text and its page share. A label that a line leaves out is
the field's own, from beside it in the schema (``Means``). A line shows the pieces that were told,
and a line of which nothing was told does not stand there. What no line names still stands on the
second sheet, where every field is.

Example: ``Line("Lives at", "lives_at")`` reads "Lives at: 4 Corn Street, BS99 1AA (Bristol)".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel
from wholepicture_schemas import any_agency, core, persons, police, social_care
from wholepicture_schemas.codes import CHILDREN_CHECKS, EXPOSURES
from wholepicture_schemas.considered import VulnerabilityConsidered
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import content_type, own_fields


@dataclass(frozen=True, slots=True)
class Piece:
    """One field of a line, and how it reads there."""

    path: str
    says: str | Mapping[str, str] = "{}"
    """The words around the value, or the words for each value; a value without any is left out."""
    before: str = ", "
    """What stands between it and the piece before it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form: a label and the fields that it shows."""

    label: str
    pieces: tuple[Piece, ...]

    def __init__(self, label: str, *pieces: str | Piece) -> None:
        object.__setattr__(self, "label", label)
        made = (Piece(piece) if isinstance(piece, str) else piece for piece in pieces)
        object.__setattr__(self, "pieces", tuple(made))


def _yes_or_no(yes: str, no: str, unknown: str = "") -> Mapping[str, str]:
    """The words for a field that is true or false, or yes, no or not known."""
    said = {"True": yes, "yes": yes, "False": no, "no": no, "unknown": unknown}
    return {value: words for value, words in said.items() if words}


_NOT_NAMED = {code: said for code, said in CHILDREN_CHECKS.items() if code != "named"}
"""Whether there were children, where it is not seen from those who are named."""

CHILD = (
    Line(
        "",
        Piece("sex", {"F": "girl", "M": "boy"}),
        Piece("birth_date", "born {}"),
        Piece("expected_birth_date", "not born yet, expected {}"),
        Piece("mother", "of {}", " "),
        Piece("name.also_known_as", "also known as {}"),
        Piece("nhs_number", "NHS number {}"),
        Piece("local_identifiers"),
    ),
    Line("School", "school"),
    Line("Lives at", "lives_at", Piece("staying_at", "staying now at {}", "; ")),
    Line("Looked after by", "responsible_authority"),
    Line("Disability", "disability"),
    Line(
        "Communication",
        "communication",
        Piece("communication_note", before=". "),
        Piece("languages", "language: {}", "; "),
    ),
    Line(
        "When it happened",
        Piece("exposure", {code: said for code, said in EXPOSURES.items() if code != "UNBORN"}),
        Piece("seen", _yes_or_no("seen by the sender", "not seen by the sender"), "; "),
        Piece(
            "welfare_check_done",
            _yes_or_no("welfare check done", "no welfare check done"),
        ),
        Piece(
            "risk_of_significant_harm",
            _yes_or_no(
                "at risk of serious harm, the sender thinks",
                "not at risk of serious harm, the sender thinks",
                "whether at risk of serious harm is not known",
            ),
            "; ",
        ),
    ),
    Line("What makes them vulnerable", "vulnerability_considered"),
    Line("Objects to sharing", "objects_to_sharing"),
)
"""Of each child, under the name."""
NEEDS = ("Disability", "Communication")
"""The lines of a child that do not stand there where who is around the child says it first."""

_HEARD = (
    Piece("voice.heard_by", "Heard by {}", " "),
    Piece("voice.seen_alone", _yes_or_no("seen alone", "not seen alone")),
)
VOICE = (
    Line("", Piece("voice.for_school")),
    Line(
        "",
        Piece("voice.words", "“{}”"),
        Piece("voice.observation", before=" "),
        Piece("voice.not_obtained_because", "Nothing was said or seen: {}", " "),
        *_HEARD,
    ),
    Line(
        "Impact",
        "impact.what_happened",
        Piece("impact.effect_seen", before=" "),
        Piece("impact.so_what", before=" "),
        Piece("impact.evidence", "(known from: {})", " "),
    ),
)
"""What each child said or showed, and what it did to the child."""

ADULT = (
    Line(
        "",
        "related_to",
        Piece("birth_date", "born {}"),
        Piece("name.also_known_as", "also known as {}"),
        Piece(
            "lives_with_children",
            _yes_or_no(
                "lives with the children",
                "does not live with the children",
            ),
        ),
        Piece("seen", _yes_or_no("seen by the sender", "not seen by the sender")),
        Piece("works_for", "works for {}"),
        Piece("works_at", "works at {}"),
    ),
    Line(
        "Lives at",
        "address",
        Piece("new_address", "has moved to {}", "; "),
    ),
    Line("Telephone", "phone"),
    Line("To reach them safely", "safe_contact"),
    Line("Help as a victim", "victim_service"),
    Line("Communication", "communication", Piece("languages", "language: {}", "; ")),
    Line("Record of offences", "offence_history"),
)
"""Of each adult, under the name."""
ADULT_AROUND = (
    Line("Born", "birth_date", Piece("name.also_known_as", "also known as {}")),
    Line("Works", Piece("works_for", "for {}"), Piece("works_at", "at {}")),
    *(line for line in ADULT if line.label not in {"", "To reach them safely"}),
)
"""Of an adult around a child: what is not said there already."""

HAPPENED: Mapping[type[Event], tuple[Line, ...]] = {  # type: ignore[type-arg]  # of any content
    police.DomesticAbuseIncident: (
        Line("Circumstances", "detail.what_happened"),
        Line("Summary", "core.summary"),
        Line("Where", "detail.where"),
        Line("Alleged", "core.allegations"),
        Line("Orders and bail", "detail.orders"),
        Line("Between the adults", "detail.connection"),
        Line(
            "Risk to the adult",
            Piece("detail.risk_grade", "graded {}"),
            Piece("detail.risk_tool", "by {}", " "),
            Piece("detail.indicators_counted", "{} signs of risk"),
            Piece(
                "detail.incidents_in_last_12_months", "{} incidents in the last 12 months before it"
            ),
        ),
        Line(
            "What the police did",
            "detail.disposal",
            Piece("detail.body_worn_video", _yes_or_no("body-worn video", "no body-worn video")),
            Piece("detail.crime_number", "crime number {}"),
        ),
        Line(
            "Children",
            Piece("detail.children_check.answer", _NOT_NAMED),
            Piece("detail.children_check.how_known", before=". "),
        ),
    ),
    police.ChildConcern: (
        Line("Concern", "detail.concern"),
        Line("Summary", "core.summary"),
        Line("Where", "detail.where"),
        Line("Done at once", "detail.done_at_once"),
        Line("Alleged", "core.allegations"),
        Line("Orders and bail", "detail.orders"),
    ),
    police.ChildLinkedIncidentManifest: (
        Line("Day", "detail.day"),
        Line(
            "Incidents",
            Piece("detail.named", "{} named children"),
            Piece("detail.none", "{} had none"),
            Piece("detail.not_asked", "in {} nobody asked"),
            Piece("detail.unknown", "in {} it is not known"),
        ),
    ),
    any_agency.Withheld: (
        Line("Kept from", "detail.from_kinds"),
        Line("Because", "detail.because"),
        Line("Decided by", "detail.decided_by", Piece("detail.review_on", "looked at again on {}")),
        Line("Summary", "core.summary"),
    ),
    social_care.InvolvementChanged: (
        Line("Work with the child", "detail.kind", "detail.state", "detail.team"),
        Line("Worker", "detail.worker"),
        Line("Manager", "detail.manager"),
    ),
}
"""What happened, by the type of event; any other type has the lines of its own fields."""

OF_ANY_TYPE = (
    Line("Summary", "core.summary"),
    Line("Alleged", "core.allegations"),
)
"""What happened, of a type that this version does not know."""


@cache
def lines_of(kind: type[Event]) -> tuple[Line, ...]:  # type: ignore[type-arg]  # of any content
    """What happened, of a type: its own layout, else each field of its detail in its order."""
    if kind in HAPPENED:
        return HAPPENED[kind]
    detail = content_type(kind).model_fields["detail"].annotation
    fields = own_fields(detail) if isinstance(detail, type) else ()
    own = (Line(place.means.label, f"detail.{place.path}") for place in fields)
    return (*own, *OF_ANY_TYPE)


WRITTEN_FOR_YOU = ("core.for_school", "core.for_health")
"""What the sender wrote for whoever is not told the rest."""
IN_SHORT = ("detail.what_happened", "detail.concern", "core.summary")
"""What happened, in the words that say it best; the first that was told stands at the head."""
TOLD_THE_WHOLE = ("detail.what_happened", "core.summary")
"""Whoever is told one of these reads it, and not what was written for somebody who is not."""

SHARING = (
    Line("Whether the family knows", "core.sharing.family_informed",
         Piece("core.sharing.family_not_informed_because", before=". ")),
    Line("Why it is shared", "core.sharing.because",
         Piece("core.sharing.power", "({})", " ")),
)  # fmt: skip
"""What the family knows, and why it is shared."""
AGREEMENTS = Line("", "agreements")
"""What an adult agreed to, refused or took back."""

IN_ONE_LINE: Mapping[type[BaseModel], tuple[Piece, ...]] = {
    persons.Name: (Piece("given"), Piece("family", before=" "),
                   Piece("also_known_as", "(also known as {})", " ")),
    persons.Address: (Piece("lines"), Piece("postcode"), Piece("authority", "({})", " "),
                      Piece("no_fixed_address", {"True": "no fixed address"})),
    persons.School: (Piece("name"), Piece("home_educated", {"True": "educated at home"})),
    persons.LocalIdentifier: (Piece("system", "{}:"), Piece("value", before=" ")),
    persons.Agreed: (Piece("state", "{}:"), Piece("to", before=" "), Piece("on", "on {}")),
    persons.Objection: (Piece("because"), Piece("said_on", "said on {}")),
    persons.Relationship: (
        Piece("relation"), Piece("child", "of {}", " "),
        Piece("parental_responsibility",
              {"yes": "with parental responsibility", "no": "without parental responsibility"})),
    persons.SafeContact: (Piece("how"), Piece("when", before="; "),
                          Piece("never", "NEVER: {}", ". ")),
    persons.Professional: (Piece("name"), Piece("role"), Piece("organisation"), Piece("phone"),
                           Piece("email")),
    persons.CallBack: (Piece("name"), Piece("role"), Piece("phone"), Piece("email"),
                       Piece("hours", "({})", " ")),
    VulnerabilityConsidered: (
        Piece("considered", {"False": "not considered"}),
        Piece("rationale", before=". "),
        Piece("disability_known", {"unknown": "Whether a disability is not known"}, " "),
        Piece("communication_known", {"unknown": "Whether a communication need is not known"}, " "),
        Piece("medical_dependence_known",
              {"yes": "Depends on care, equipment or medicine.",
               "unknown": "Whether the child depends on medicine or equipment is not known."}, " "),
        Piece("known_from", "(known from: {})", " ")),
    core.Allegation: (
        Piece("kinds"), Piece("victims", "of {}", " "), Piece("alleged", "by {}", " "),
        Piece("alleged_by", "as {} says"), Piece("standing", "({})", " "),
        Piece("what", before=": ")),
    police.ChildrenCheck: (Piece("answer"), Piece("how_known", before=". ")),
    police.Order: (
        Piece("kind"), Piece("person", "on {}", " "), Piece("children", "about {}"),
        Piece("until", "until {}"), Piece("condition", before=": ")),
}  # fmt: skip
"""How what belongs together reads in one line; what no piece names follows with its label."""
