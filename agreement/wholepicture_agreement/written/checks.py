"""What must hold between agencies, areas and recipients before anyone can be told of a child."""

from collections.abc import Iterator

from wholepicture_schemas.words import did_you_mean

from wholepicture_agreement.written.checks_of_receiving import check_receiving
from wholepicture_agreement.written.feeds import wrong_with
from wholepicture_agreement.written.files import AgenciesFile, Agency
from wholepicture_agreement.written.partnership import Partnership
from wholepicture_agreement.written.slips import Finding

__all__ = ["Finding", "check_agencies"]

_OF_A_HOME_AREA = (
    "front_door", "education_team", "under_fives", "school_age_health", "paediatrics",
    "primary_care", "midwives", "designated_officer",
)  # fmt: skip
"""The roles that a home area has somebody for."""


def check_agencies(file: AgenciesFile) -> Iterator[Finding]:
    """Everything wrong in agencies.toml."""
    yield from _twice(file)
    yield from _partnership(file)
    agencies = {agency.id for agency in file.agency}
    for at, agency in enumerate(file.agency):
        yield from _agency(agency, ("agency", at), file)
        yield from _questions_to(agency, ("agency", at), file)
    for at, recipient in enumerate(file.recipient):
        if recipient.agency not in agencies:
            hint = did_you_mean(recipient.agency, agencies)
            sentence = f"Recipient {recipient.id}: there is no agency {recipient.agency}.{hint}"
            yield Finding(("recipient", at, "agency"), sentence)
    yield from check_receiving(file)
    for at, feed in enumerate(file.feed):
        for key, sentence in wrong_with(feed, agencies):
            yield Finding(("feed", at, key) if key else ("feed", at), sentence)


def _twice(file: AgenciesFile) -> Iterator[Finding]:
    for table, ids in (
        ("agency", [agency.id for agency in file.agency]),
        ("authority", [authority.code for authority in file.authority]),
        ("recipient", [recipient.id for recipient in file.recipient]),
        ("feed", [feed.source for feed in file.feed]),
    ):
        for at, name in enumerate(ids):
            if name in ids[:at]:
                yield Finding((table, at), f"{table.capitalize()} {name} stands here twice.")
    for key in ("urn", "practice"):
        numbers = [getattr(recipient, key) for recipient in file.recipient]
        for at, number in enumerate(numbers):
            if number is not None and number in numbers[:at]:
                sentence = f"Recipient {file.recipient[at].id} has the {key} of another recipient."
                yield Finding(("recipient", at, key), sentence)


def _partnership(file: AgenciesFile) -> Iterator[Finding]:
    partnership, agencies = file.partnership, {agency.id for agency in file.agency}
    where = ("partnership",)
    if not partnership.joint_controllers:
        yield Finding(where, "Name the joint controllers of the pooled record.")
    for name in partnership.joint_controllers:
        if name not in agencies:
            hint = did_you_mean(name, agencies)
            sentence = f"The joint controller {name} is not one of the agencies.{hint}"
            yield Finding((*where, "joint_controllers"), sentence, name)
    if partnership.processor is None:
        yield Finding(where, "Name the processor of the pooled record.")
    elif partnership.processor not in agencies:
        hint = did_you_mean(partnership.processor, agencies)
        sentence = f"The processor {partnership.processor} is not one of the agencies.{hint}"
        yield Finding((*where, "processor"), sentence)
    yield from _kept(partnership)
    yield from _home(partnership.home_authority, (*where, "home_authority"), file)


def _kept(partnership: Partnership) -> Iterator[Finding]:
    """Findings about how long the picture and the ledger are kept, each of which has a reason."""
    months, ledger = partnership.picture_months, partnership.ledger_months
    if partnership.picture_because is None:
        sentence = f"Say with picture_because why the picture is kept for {months} months."
        yield Finding(("partnership",), sentence)
    if ledger is None:
        return
    if ledger < months:
        sentence = (
            f"The ledger is kept for {ledger} months and the picture for {months}: what was told "
            "and is still kept would have no entry. Keep the ledger at least as long."
        )
        yield Finding(("partnership", "ledger_months"), sentence)
    if partnership.ledger_because is None:
        sentence = f"Say with ledger_because why the ledger is kept for {ledger} months."
        yield Finding(("partnership", "ledger_months"), sentence)


def _agency(agency: Agency, where: tuple[int | str, ...], file: AgenciesFile) -> Iterator[Finding]:
    if agency.synthetic is None:
        sentence = f"Agency {agency.id}: say with synthetic = true or false whether it is made up."
        yield Finding(where, sentence)
    if agency.phone is None:
        yield Finding(where, f"Agency {agency.id}: give a phone number that a person answers.")
    if agency.home_authority is not None:
        yield from _home(agency.home_authority, (*where, "home_authority"), file)


def _questions_to(
    agency: Agency, where: tuple[int | str, ...], file: AgenciesFile
) -> Iterator[Finding]:
    """Findings about ``questions_to``: an agency's questions go to a recipient of its own."""
    known = {agency.id for agency in file.agency}
    owners = {recipient.id: recipient.agency for recipient in file.recipient}
    own = [name for name, owner in owners.items() if owner == agency.id]
    if agency.questions_to is None:
        names = ", ".join(own) or "a recipient of its own"
        sentence = f"Agency {agency.id}: name with questions_to who answers for what it sent"
        yield Finding(where, f"{sentence}: {names}.")
    elif agency.questions_to not in owners:
        hint = did_you_mean(agency.questions_to, own)
        sentence = f"Agency {agency.id}: there is no recipient {agency.questions_to}.{hint}"
        yield Finding((*where, "questions_to"), sentence)
    elif owners[agency.questions_to] in known - {agency.id}:
        sentence = f"Agency {agency.id}: {agency.questions_to} is no recipient of this agency."
        yield Finding((*where, "questions_to"), sentence)


def _home(code: str, where: tuple[int | str, ...], file: AgenciesFile) -> Iterator[Finding]:
    """Findings about home areas: each has a recipient for every role."""
    area = next((authority for authority in file.authority if authority.code == code), None)
    if area is None or not all(getattr(area, role) for role in _OF_A_HOME_AREA):
        sentence = (
            f"The home authority {code} needs a front door, an education team, a team for under "
            "fives, one for children at school, paediatrics, primary_care, midwives and a "
            "designated officer."
        )
        yield Finding(where, sentence)
