"""Asking the sender whom its words mean: where somebody works, and who is not told.

No question invites the sender to leave such words out: they protect somebody, understood or not.
"""

from collections.abc import Iterable, Iterator

from wholepicture_agreement import Agreement
from wholepicture_agreement.whom.meant import NOT_AN_ID, meant
from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.persons import School
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.words import did_you_mean

_SAY_WHERE = "Write the id of the agency or recipient where this adult works, or a school's number."
_SAY_WHOM = "Write the id of the recipient or agency that is not told, or a school's number."
_RESEMBLES = " It protects as if that was meant."
_NOBODY = (
    " Until you do, you are asked before anybody is told who does not act for a child's safety."
)


def who_is_meant(core: Core, agreement: Agreement) -> Iterator[Problem]:
    """The words that mean nobody for certain: an id that is misspelt, a name that nobody has.

    A name that resembles somebody's is understood where names are expected.
    """
    schools = [child.school for child in core.children if child.school is not None]
    ids = (*agreement.agencies, *agreement.recipients)
    for at, adult in enumerate(core.adults):
        if adult.works_for and adult.works_for not in ids:
            yield _asked(f"core.adults.{at}.works_for", adult.works_for, _SAY_WHERE, agreement, ())
        for to, said in enumerate(adult.works_at):
            if meant([said], agreement, schools).nobody:
                yield _asked(
                    f"core.adults.{at}.works_at.{to}", said, _SAY_WHERE, agreement, schools
                )
    for at, entry in enumerate(core.handling.not_to):
        for to, said in enumerate(entry.recipients):
            if meant([said], agreement, schools).nobody:
                field = f"core.handling.not_to.{at}.recipients.{to}"
                yield _asked(field, said, _SAY_WHOM, agreement, schools)


def _asked(
    field: str, said: str, say: str, agreement: Agreement, schools: Iterable[School]
) -> Problem:
    ids: tuple[AgencyId | RecipientId, ...] = (*agreement.agencies, *agreement.recipients)
    if meant([said], agreement, schools).nobody:
        return Problem(field, NOT_AN_ID, say + _NOBODY)
    return Problem(field, NOT_AN_ID, say + did_you_mean(said, ids) + _RESEMBLES)
