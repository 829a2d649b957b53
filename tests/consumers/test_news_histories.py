"""Whatever is told and taken back in whatever order, each one holds the notices that it is due."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from wholepicture_bus.binding import attributes_of

from tests.consumers.both_stages import Followed, Stages
from tests.consumers.news_stages import (
    CHARITY,
    CHARITY_UNIT,
    HOUSING,
    HOUSING_UNIT,
    POLICE_UNIT,
    of_news,
    stages,
    tell,
    told,
)
from tests.consumers.pattern_stages import FAMILY, FATHER, IVY, event_id
from tests.journeys.stories import POLICE, child, retraction

UNITS = {HOUSING: HOUSING_UNIT, CHARITY: CHARITY_UNIT, POLICE: POLICE_UNIT}
TOM = child(FAMILY, "Tom", "2011-09-09", nhs_number="9990000034")
CHILDREN = {"Ivy": IVY, "Tom": TOM}
RESTRICTED = {"restricted_kinds": ["live-investigation"]}
A_DAY = 24 * 60
ACTS = st.one_of(
    st.tuples(
        st.just("tell"),
        st.sampled_from(sorted(UNITS)),
        st.sampled_from(sorted(CHILDREN)),
        st.booleans(),
        st.sampled_from(["", "", HOUSING, CHARITY]),
    ),
    st.tuples(st.just("take back"), st.integers(0, 11)),
    st.tuples(st.just("a day passes")),
)


@dataclass
class Notice:
    """A notice that one agency should have: told by which event, standing for which news."""

    by: str
    day: int
    of: set[str]


@dataclass
class Due:
    """What each agency should hold of each child, by the words of the decision (0022) alone."""

    day: int = 0
    events: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    employers: dict[str, str] = field(default_factory=dict)
    """Where an event says that the father works: the children are siblings."""
    newest: dict[tuple[str, str], Notice] = field(default_factory=dict)
    done: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, name: str, agency: str, about: str, employer: str, *, restricted: bool) -> None:
        """An event is news to the others who told openly of the child, unless it is restricted.

        Nobody hears for whom the father works, by any event that holds.
        """
        self.employers[name] = employer
        for other in UNITS if not restricted else ():
            by = [n for n, event in self.events.items() if event == (other, about, False)]
            if other == agency or not by or other in self.employers.values():
                continue
            has = self.newest.get((other, about))
            if has is not None and has.day == self.day:
                has.of.add(name)
                continue
            if has is not None:
                self.done.append((UNITS[other], about))
            self.newest[other, about] = Notice(by[-1], self.day, {name})
        self.events[name] = (agency, about, restricted)

    def take_back(self, name: str) -> None:
        """Nothing holds that stands on it alone, or that was told for it."""
        self.events.pop(name)
        self.employers.pop(name)
        for key, notice in list(self.newest.items()):
            notice.of.discard(name)
            if not notice.of or notice.by == name:
                del self.newest[key]

    @property
    def held(self) -> list[tuple[str, str]]:
        """Who holds a notice of whom, once for each notice."""
        standing = [(UNITS[agency], about) for agency, about in self.newest]
        return sorted([*standing, *self.done])


@given(st.lists(ACTS, min_size=2, max_size=12))
@settings(deadline=None)
def test_everybody_holds_what_is_due(acts: list[tuple[object, ...]]) -> None:
    """And nobody is told anything twice of one day."""
    made, due, held = stages(), Due(), dict[str, tuple[str, str]]()
    for number, act in enumerate(acts):
        match act:
            case ("tell", str(agency), str(about), bool(restricted), str(employer)):
                known = {key: said for key, said in CHILDREN[about].items() if key != "exposure"}
                adults = [{**FATHER, "works_for": employer}] if employer else []
                handling = RESTRICTED if restricted else {}
                document = told(agency, children=[known], adults=adults, handling=handling)
                followed = tell(made, str(number), document, agency)
                due.tell(str(number), agency, about, employer, restricted=restricted)
            case ("take back", int(place)) if due.events:
                name = list(due.events)[place % len(due.events)]
                followed = _taken_back(made, name, due.events[name][0])
                due.take_back(name)
            case ("a day passes",):
                made.pass_minutes(A_DAY * 7)
                due.day += 1
                continue
            case _:
                continue
        _take_in(followed, held)

        assert sorted(held.values()) == due.held


def _taken_back(made: Stages, name: str, of: str) -> Followed:
    return made.publish(retraction(of, event_id(name)), event_id(f"{name} back"), of=of)


def _take_in(followed: Followed, held: dict[str, tuple[str, str]]) -> None:
    """What its recipients hold after they read this."""
    news = of_news(followed)
    ids = [
        attributes_of(one.headers)["id"]
        for one in followed.made
        if one.topic.startswith(("referrals.", "notices."))
    ]
    for name, item in zip(ids, followed.items, strict=True):
        if item not in news:
            continue
        if amends := item.get("amends"):
            del held[amends["delivery"]]
        else:
            who = item["told"]["core"]["children"][0]["name"]["given"]
            held[name] = (item["recipient"], who)
