"""A case in words: what happened, what is known of the children, and what the agreement decides."""

from collections.abc import Iterator

from wholepicture_schemas.authorities import UNKNOWN_AREA
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.fields import exists
from wholepicture_schemas.identifiers import AuthorityCode, RecipientId
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.words import listed

from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.cases.building import MORNING
from wholepicture_agreement.cases.files import NOT_KNOWN, Case, CaseChild, many
from wholepicture_agreement.written.model import Agreement

_PEOPLE = {"children": "child", "adults": "adult", "professionals": "professional"}
TAKEN_FOR_GRANTED = (
    "Where a case says nothing else, the police tell of a made-up family, for practice: the "
    "father, Robin (a1), is alleged to have hit the mother, Alex (a2), who has moved since; a bail "
    "condition forbids him to collect the children (c1, c2 and so on). "
    "Another agency tells of the same family, and of no allegation."
)
_CHECKED = {
    "named": "The sender says that it names the children.",
    "none": "The sender says that there are no children.",
    "not-asked": "Nobody asked about children.",
    "unknown": "The sender does not know whether there are children.",
    NOT_KNOWN: "The sender does not say whether there are children.",
}


def happened(case: Case, agreement: Agreement) -> Iterator[str]:
    """What the case tells of its event, in sentences."""
    at = (case.at or MORNING).astimezone(LONDON)
    kind = by_name(case.event) or UnknownType
    what = f"{kind.CALLED[:1].upper()}{kind.CALLED[1:]}"
    where = f" in {_area(case.where, agreement)}" if case.where else ", nobody says where"
    if not exists(kind, "detail.where"):
        where = ""
    yield f"{what}{where}, {at:%A} {at.day} {at:%B %Y} at {at:%H:%M}, {case.urgency}."
    if exists(kind, "detail.children_check") and (case.check != "named" or not case.children):
        yield _CHECKED[case.check]
    if case.exercise is not True:
        yield "It is live." if case.exercise is False else "It is not said whether it is practice."
    if case.history:
        yield "It is of the first load of what the sender held already."
    if not case.by_police and (agency := agreement.agencies.get(case.sender)):
        yield f"{agency.name} tells it."
    yield from _told_of_it(case, agreement)


def known(child: CaseChild, agreement: Agreement) -> str:
    """What is known of a child of a case, as one line."""
    return f"{child.person}: {', '.join(_of(child, agreement))}"


def field(path: str) -> str:
    """A path of a field in words: ``core.adults.a2.new_address`` is "new address of a2"."""
    _, *parts = path.split(".")
    among, *rest = [part.replace("_", " ") for part in parts] or ["everything of its detail"]
    singular = _PEOPLE.get(among)
    if singular is None:
        return ", ".join([among, *(part for part in rest if part != "*")])
    person, *names = rest or ["*"]
    whose = f"any {singular}" if person == "*" else person
    return f"{', '.join(part for part in names if part != '*') or 'anything'} of {whose}"


def called(recipient: str, agreement: Agreement) -> str:
    """A recipient by its name; one that is not connected by its id."""
    known = agreement.recipients.get(RecipientId(recipient))
    return known.name if known else f"{recipient} (not connected)"


def _told_of_it(case: Case, agreement: Agreement) -> Iterator[str]:
    """A sentence for each thing that the sender tells and that is not the default."""
    if case.works_for and (agency := agreement.agencies.get(case.works_for)):
        yield f"The father works for {agency.name}."
    if case.alleged is not None and case.alleged != ("a1",):
        yield f"Alleged: {', '.join(case.alleged) or 'nobody'}."
    if case.originator_control:
        yield "The sender keeps control over passing it on."
    if case.restricted:
        yield f"Restricted: {', '.join(case.restricted)}."
    if case.core or case.detail:
        yield f"Told otherwise: {', '.join([*case.core, *case.detail]).replace('_', ' ')}."
    if case.without:
        yield f"Left out by the sender: {', '.join(case.without)}."


def _of(child: CaseChild, agreement: Agreement) -> Iterator[str]:
    if child.expected:
        yield f"not born yet, expected {child.expected}"
    else:
        yield f"born {child.born}" if child.born else "birth date not known"
    if child.no_fixed_address:
        yield "no fixed address"
    else:
        yield f"lives in {_area(child.area, agreement)}" if child.area else "home not known"
    if child.staying:
        yield f"is staying in {_area(child.staying, agreement)}"
    if child.responsible:
        yield f"looked after by {_area(child.responsible, agreement)}"
    yield from _works_with(child, agreement)


def _works_with(child: CaseChild, agreement: Agreement) -> Iterator[str]:
    if child.urn:
        school = agreement.settings.get(child.urn)
        yield school.name if school else "a school that does not take part"
    if child.home_educated:
        yield "educated at home"
    for team in many(child.open):
        yield f"open case with {called(team, agreement)}"
    for team in many(child.early_help):
        yield f"early help from {called(team, agreement)}"
    for told in child.told_before:
        agency, kind = agreement.agencies.get(told.agency), by_name(told.event)
        who = agency.name if agency else told.agency
        employer = agreement.agencies.get(told.works_for) if told.works_for else None
        works = listed((*((employer.name,) if employer else ()), *told.works_at))
        said = [f"that the father works for {works}"] if works else []
        said += ["that the child objects"] if told.objects else []
        more = f", and said {listed(said)}" if said else ""
        yield f"{who} told {kind.CALLED if kind else told.event} {told.days_ago} days before{more}"
    if child.also:
        yield f"told as well: {listed(child.also).replace('_', ' ')}"
    if child.identity != "confirmed":
        yield "probably known" if child.identity == "probable" else "not confirmed who it is"


def _area(code: str, agreement: Agreement) -> str:
    return agreement.area_name(AuthorityCode(code)) or UNKNOWN_AREA
