"""What agencies may say, as strategies: the plainest first, so that a history shrinks to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.journeys.stories import (
    COUNCIL,
    TEAM,
    Family,
    adult,
    child,
    incident,
    involvement,
)

Document = dict[str, Any]
Changes = list[dict[str, Any]]

HOME = Family("Quillmere", "BS90 1ZZ", "1 Quill Row")
ELSEWHERE = Family("Zedlow", "BS91 2ZZ", "2 Zed Row")
FAMILIES: Mapping[str, Family] = {"Ivy": HOME, "Bo": HOME, "Zed": ELSEWHERE}
BORN: Mapping[str, str] = {"Ivy": "2016-05-04", "Bo": "2022-05-04", "Zed": "2009-11-18"}
NHS: Mapping[str, str] = {"Ivy": "9990000018", "Bo": "9990000026", "Zed": "9990000034"}
SCHOOLS = ("100001", "100002")
TEAMS = (TEAM, "social-work-bristol-1")
_SAYS_WHERE = "We are at 9 Hidden Close now."
NEW_ADDRESS = {"lines": ["9 Hidden Close"], "postcode": "BS98 7ZZ"}
REFUGE = {"name": "R. Example", "role": "refuge worker", "organisation": "Avalon House"}
CALL_BACK = {"role": "duty sergeant", "phone": "0117 496 0001"}
ALLEGED = ({"alleged": "a1", "victims": ["a2"]},)
OUTCOMES = ("not-ours", "not-ours", "cannot-identify", "cannot-process", "referral-accepted")
NIGHT, WEEKEND, MONTHS = 12 * 60, 3 * 24 * 60, 90 * 24 * 60


@dataclass(frozen=True)
class Kid:
    """A child of one of two families, with more or less said of who and where it is."""

    name: str = "Ivy"
    numbered: bool = False
    """Whether its NHS number is told."""
    school: str | None = None
    objects: bool = False
    """Whether it objects to sharing, and is said not to be at risk."""
    says_where: bool = False
    """Whether its own words name the place where the mother moved to."""
    born: str | None = "as it is"

    def entry(self, person: str) -> Document:
        """The child as an event names it."""
        said: Document = {}
        if self.numbered:
            said["nhs_number"] = NHS[self.name]
        if self.school:
            said["school"] = {"urn": self.school}
        if self.objects:
            said |= {"objects_to_sharing": {}, "risk_of_significant_harm": "no"}
        if self.says_where:
            said["voice"] = {"words": _SAYS_WHERE, "for_school": _SAYS_WHERE}
        born = BORN[self.name] if self.born == "as it is" else self.born
        return child(FAMILIES[self.name], self.name, born or "", person, **said) | {
            "birth_date": born
        }


@dataclass(frozen=True)
class Incident:
    """An incident of one to three children and their parents."""

    children: Sequence[Kid] = (Kid(),)
    urgency: str = "routine"
    moved: bool = False
    """Whether the mother has a new address."""
    alleged: bool = False
    originator_control: bool = False
    restricted: str | None = None
    refuge: bool = False
    """Whether somebody of a refuge works with them."""
    summary: Any = None
    call_back: bool = True

    def document(self) -> Document:
        """The event as the police publish it."""
        adults = [
            adult(HOME, "Dan", "a1", "father"),
            adult(
                HOME, "Mum", "a2", "mother", **({"new_address": NEW_ADDRESS} if self.moved else {})
            ),
        ]
        core: Document = {"urgency": self.urgency, "local_reference": "REF-1"}
        handling: Document = {}
        if self.originator_control:
            handling["originator_control"] = True
        if self.restricted:
            handling["restricted_kinds"] = [self.restricted]
        if handling:
            core["handling"] = handling
        if self.alleged:
            core["allegations"] = list(ALLEGED)
        if self.refuge:
            core["professionals"] = [REFUGE]
        if self.summary is not None:
            core["summary"] = self.summary
        told = [kid.entry(f"c{at}") for at, kid in enumerate(self.children, 1)]
        document = incident(told, adults, **core)
        if not self.call_back:
            del document["data"]["core"]["call_back"]
        return document


@dataclass(frozen=True)
class Case:
    """The council opens or closes a case of a child, with one of its teams."""

    name: str = "Ivy"
    state: str = "open"
    team: str = TEAM

    def document(self) -> Document:
        """The event as the council publishes it."""
        of, born = FAMILIES[self.name], BORN[self.name]
        document = involvement(of, self.name, born, nhs_number=NHS[self.name], agency=COUNCIL)
        document["data"]["core"]["local_reference"] = "REF-1"
        document["data"]["detail"] |= {"state": self.state, "team": self.team}
        return document


_SELDOM = st.sampled_from([False, False, False, False, True])
kids = st.builds(
    Kid,
    name=st.sampled_from(list(BORN)),
    numbered=st.sampled_from([True, True, False]),
    school=st.sampled_from([None, *SCHOOLS]),
    objects=st.just(value=False),
    says_where=_SELDOM,
    born=st.sampled_from(["as it is"] * 8 + ["2016-13-45", None]),
) | st.builds(Kid, name=st.just("Zed"), objects=st.just(value=True), school=st.just(SCHOOLS[0]))

incidents = st.builds(
    Incident,
    children=st.lists(kids, min_size=1, max_size=3, unique_by=lambda kid: kid.name),
    urgency=st.sampled_from(["routine", "same-day", "immediate"]),
    moved=_SELDOM,
    alleged=st.booleans(),
    originator_control=_SELDOM,
    restricted=st.sampled_from([None] * 6 + ["refuge", "live-investigation"]),
    refuge=_SELDOM,
    summary=st.sampled_from([None, "She fled.", "She fled to 9 Hidden Close.", 7]),
    call_back=_SELDOM.map(lambda left_out: not left_out),
)
cases = st.builds(
    Case,
    name=st.sampled_from(list(BORN)),
    state=st.sampled_from(["open", "open", "closed"]),
    team=st.sampled_from(TEAMS),
)
times = st.sampled_from([NIGHT, WEEKEND, MONTHS])


def _entries(person: str) -> st.SearchStrategy[Document]:
    return kids.map(lambda kid: kid.entry(person))


_VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "core.summary": st.sampled_from(["It was otherwise.", "She is at 9 Hidden Close.", None]),
    "core.urgency": st.sampled_from(["routine", "same-day", "immediate"]),
    "core.call_back": st.sampled_from([CALL_BACK, None]),
    "core.call_back.phone": st.just("0117 496 0777"),
    "core.children.0.birth_date": st.sampled_from([*BORN.values(), "2016", "no date", None]),
    "core.children.0.name.given": st.sampled_from(list(BORN)),
    "core.children.0.nhs_number": st.sampled_from([*NHS.values(), None]),
    "core.children.0.school": st.sampled_from([*({"urn": urn} for urn in SCHOOLS), None]),
    "core.children.0.lives_at.authority": st.sampled_from(["E06000023", "E06000025", "E06000022"]),
    "core.children.0.risk_of_significant_harm": st.sampled_from(["yes", "no"]),
    "core.children.0.objects_to_sharing": st.sampled_from([{}, None]),
    "core.children.0": st.one_of(st.none(), _entries("c1"), _entries("c3")),
    "core.children.1": st.one_of(_entries("c2"), st.none()),
    "core.children": st.lists(_entries("c5"), max_size=1),
    "core.adults.1.new_address": st.sampled_from([NEW_ADDRESS, None]),
    "core.adults.0.works_for": st.sampled_from(["bristol-city-council", None]),
    "core.adults.1": st.none(),
    "core.professionals": st.sampled_from([[REFUGE], []]),
    "core.allegations": st.sampled_from([[*ALLEGED], [{"alleged": "a2", "victims": ["a1"]}], []]),
    "core.handling.originator_control": st.booleans(),
    "core.handling.restricted_kinds": st.sampled_from([["refuge"], ["live-investigation"], []]),
    "detail.what_happened": st.sampled_from(["He shouted.", "He followed her to 9 Hidden Close."]),
}
FIELDS = tuple(_VALUES)


@st.composite
def changes(draw: st.DrawFn) -> Changes:
    """One or two changes of a correction."""
    fields = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=2))
    return [{"field": name, "value": draw(_VALUES[name])} for name in fields]


def as_it_is(content: Mapping[str, Any], fields: Sequence[str]) -> Changes:
    """Changes that say of these fields what a content says, as far as it has them."""
    found = []
    for name in fields:
        value: Any = content
        for part in name.split("."):
            if isinstance(value, list):
                value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
            else:
                value = (value or {}).get(part)
        if value is not None:
            found.append({"field": name, "value": value})
    return found
