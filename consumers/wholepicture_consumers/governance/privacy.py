"""The public page for families: who shares what with whom and why, their rights, whom to ask."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from wholepicture_agreement import Agreement
from wholepicture_agreement.files import Agency, Rule, SharingFile
from wholepicture_agreement.loading import Files
from wholepicture_agreement.widening import Part, given
from wholepicture_schemas.codes import RECIPIENT_KINDS
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.governance.family_words import for_families
from wholepicture_consumers.governance.pages import Html, Piece, bullets, described, page, tag
from wholepicture_consumers.governance.rule_words import listed, public, teller, told

_KEPT_BACK = """\
Where somebody lives, goes to school or can be reached, if telling it could lead a person who may \
harm them there. It is kept back from everyone who does not need it to keep somebody safe.
Anything about certain services, unless a rule says that the recipient needs to know of it.
Ethnicity. It is never passed on through this system, and never changes what is done.
From schools: what somebody is said to have done, and their record.
From people who work for one of the agencies: anything about themselves or their own family.\
""".splitlines()
_RIGHTS = """\
You can ask what information about you is held and shared, and get a copy.
You can ask for mistakes to be put right. Everyone who was told is then told what is right.
You can object to your information being shared. The agencies must then think about it again. They \
can still share it where a child may be at risk, or where the law says that they must.
You can ask for your information to be deleted or no longer used. This is not always possible \
while a child may be at risk.\
""".splitlines()


_OF_OTHERS: Mapping[Part, str] = {
    "siblings": "of other children in the same report",
    "bound_by_orders": "of whoever a court order or bail condition about the child binds",
    "earlier": "of what was told earlier about the same child, as far as it may know that",
}
"""What is told besides the child and the matter, and how a line about it begins."""
_STAND_IN: Mapping[Literal["out_of_hours", "via", "alternate_reader"], str] = {
    "out_of_hours": "When a team is closed, whoever is on duty for it reads what cannot wait",
    "via": "Some are told through another team, which sees what it passes on",
    "alternate_reader": "Where something names a person who works in a team, somebody from outside "
                        "that team reads it instead",
}  # fmt: skip
_ASKED = (
    "Where somebody has to be asked first whether others may be told, a team of the agency that "
    "told it is asked, and reads what it needs for the answer"
)


def privacy(file: SharingFile, files: Files, agreement: Agreement) -> str:
    """The page of a version of the rules. It holds no rule's name and no recipient's id."""
    agencies = list(agreement.agencies.values())
    return page(
        "How information is shared to keep children safe",
        *_about(agencies, agreement),
        tag("h2", "What is shared, with whom and why"),
        *_shared(file, agreement),
        tag("h2", "Who reads in another's place"),
        bullets(_in_place(agreement)),
        tag("h2", "What is kept back"),
        bullets(_KEPT_BACK),
        tag("h2", "What the law says"),
        tag("p", "The agencies do not rely on your consent to keep a child safe. If they can, they "
                 "tell you what they share. They rely on:"),
        bullets(_law(file, files)),
        tag("h2", "How long it is kept"),
        tag("p", f"What was told more than {_months(agreement)} months ago is shown to nobody any "
                 "more when something new is told, and what the system holds to pass on is then "
                 "deleted. The partnership deletes the rest by its own procedure. Each agency "
                 "keeps its own records for as long as its own rules say."),
        tag("h2", "People decide"),
        tag("p", "The system passes information on. It gives no score to any child or family, and "
                 "makes no decision about them. People read what is passed on and decide."),
        tag("h2", "Your rights"),
        bullets(_RIGHTS),
        tag("p", "You may not be told everything where that could put a child or somebody else at "
                 "risk."),
        tag("h2", "Whom to ask"),
        *_whom(agreement),
        tag("p", f"These rules began on {day(file.valid_from)}.", class_="small"),
    )  # fmt: skip


def _about(agencies: list[Agency], agreement: Agreement) -> Iterator[Html]:
    yield tag("p", "If a child is in danger now, call 999.", class_="warning")
    if all(agency.synthetic for agency in agencies):
        made_up = "The partnership and its agencies are made up, to show what this page looks like."
        yield tag("p", made_up, class_="warning")
    yield tag("p", f"This page is from the {agreement.partnership.name}. When one agency learns "
                   "something about a child that others need to know, it tells them, so that the "
                   "child is not looked at in pieces. These agencies take part:")  # fmt: skip
    yield bullets(agency.name for agency in agencies)


def _shared(file: SharingFile, agreement: Agreement) -> Iterator[Html]:
    rules = [rule for rule in file.rule if rule.effect == "give"]
    for name in dict.fromkeys(name for rule in rules for name in rule.on):
        tells = teller(name)
        yield tag("h3", f"{tells[:1].upper()}{tells[1:]}: {told(name)}")
        whom: dict[str, list[Rule]] = {}
        for rule in rules:
            for to in rule.to if name in rule.on else ():
                whom.setdefault(public(to, agreement), []).append(rule)
        yield described((to[:1].upper() + to[1:], _told(of, file, name)) for to, of in whom.items())


def _told(rules: list[Rule], file: SharingFile, name: str) -> Piece:
    reasons = dict.fromkeys(rule.purpose for rule in rules)
    parts = [given(rule, file, name) for rule in rules]
    lines = [*for_families(path for of in parts for path in of["fields"])]
    for part, whose in _OF_OTHERS.items():
        told_of = for_families(path for of in parts for path in of[part])
        lines += (f"{whose}, {line}" for line in told_of)
    return Html(tag("p", " ".join(reasons)) + tag("p", "It may be told:") + bullets(lines))


def _in_place(agreement: Agreement) -> Iterator[str]:
    """Who reads in another's place, by kind and agency: no recipient is named in public."""
    everyone = agreement.recipients.values()
    for key, sentence in _STAND_IN.items():
        names = dict.fromkeys(getattr(one, key) for one in everyone)
        if found := _called(names, agreement):
            yield f"{sentence}: {found}."
    asked = dict.fromkeys(agency.questions_to for agency in agreement.agencies.values())
    if found := _called(asked, agreement):
        yield f"{_ASKED}: {found}."


def _called(names: Iterable[RecipientId | None], agreement: Agreement) -> str:
    found = [agreement.recipients[name] for name in names if name and name in agreement.recipients]
    called = dict.fromkeys(
        f"{RECIPIENT_KINDS[one.kind]} ({agreement.agencies[one.agency].name})" for one in found
    )
    return "; ".join(called)


def _law(file: SharingFile, files: Files) -> Iterator[str]:
    used = {rule.legal for rule in file.rule if rule.effect == "give"}
    named = {
        name
        for basis in file.legal_basis
        if basis.id in used
        for _, of, name in basis.provisions()
        if of in {"power", "article_6", "article_9", "schedule_1"}
    }
    return (one.title for one in files.legal.provision if one.id in named)


def _months(agreement: Agreement) -> int:
    partnership = agreement.partnership
    return partnership.picture_window_months + partnership.picture_margin_months


def _whom(agreement: Agreement) -> Iterator[Html]:
    found = agreement.partnership.joint_controllers
    answers = [agreement.agencies[one] for one in found if one in agreement.agencies]
    names = listed(agency.name for agency in answers)
    yield tag("p", f"{names} answer together for what this system holds. You can ask any of them, "
                   "and ask for the data protection officer:")  # fmt: skip
    yield described((agency.name, f"Telephone {agency.phone}") for agency in answers)
    yield tag("p", "If you are not content with the answer, you can complain to the Information "
                   "Commissioner: ico.org.uk, telephone 0303 123 1113.")  # fmt: skip
