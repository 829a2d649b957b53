"""Which child a person is: certain by number, probable by all else, or a child of its own."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_consumers.identity import blocks_of, link, sought
from wholepicture_engine.store import Memory
from wholepicture_schemas.children import Link
from wholepicture_schemas.persons import Child

from tests.journeys.stories import nhs_number

NUMBER, OTHER = nhs_number(), nhs_number()
IVY: Mapping[str, Any] = {
    "person": "c1",
    "name": {"given": "Ivy", "family": "Ashe"},
    "birth_date": "2016-05-04",
    "lives_at": {"postcode": "BS99 1AA"},
}


class Register:
    """Everything that was linked so far, as intake keeps it."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._events = 0

    def link(self, **said: Any) -> Link:
        """The link of the one child of a new event."""
        child = Child.model_validate({**IVY, **said})
        self._events += 1
        person = sought(child, practice=False)
        work = self._memory.work(blocks_of(person))
        made = link(person, "/agencies/police", f"event-{self._events}", work)
        self._memory.keep(work)
        return made


def test_the_first_record_is_a_child_of_its_own() -> None:
    """Nobody is known yet, so nobody is confirmed."""
    made = Register().link(nhs_number=NUMBER)

    assert (made.confidence, made.basis, made.possibly) == ("not-confirmed", "first-record", None)


@pytest.mark.parametrize(
    "said",
    [
        {"birth_date": "2016-05-05"},
        {"name": {"given": "Ivy-Mae", "family": "Ashe"}},
        {"lives_at": {"postcode": "BS98 9ZZ"}},
    ],
)
def test_a_number_that_agrees_on_name_or_birth_date_is_the_child(said: Mapping[str, Any]) -> None:
    """The number with one of the two beside it is certain, whatever else has changed."""
    register = Register()
    first = register.link(nhs_number=NUMBER)

    again = register.link(nhs_number=NUMBER, **said)

    assert (again.child, again.confidence, again.basis) == (first.child, "confirmed", "nhs-number")


def test_a_twins_number_makes_it_only_probable() -> None:
    """The same number and birth date under another forename may be the twin: a person is asked."""
    register = Register()
    first = register.link(nhs_number=NUMBER)

    twin = register.link(nhs_number=NUMBER, name={"given": "Max", "family": "Ashe"})

    assert (twin.confidence, twin.possibly) == ("probable", first.child)
    assert twin.child != first.child


def test_a_number_alone_is_not_enough() -> None:
    """A number typed for the wrong child agrees on neither, and joins nobody."""
    register = Register()
    first = register.link(nhs_number=NUMBER)

    other = register.link(
        nhs_number=NUMBER, name={"given": "Max", "family": "Bolt"}, birth_date="2009-01-01"
    )

    assert other.child != first.child
    assert other.confidence == "not-confirmed"


@pytest.mark.parametrize("given_name", ["Ivy", "ivy", "IVY ", "I-v-y", "Ívy"])
def test_one_sole_lookalike_is_probably_the_child_and_keeps_its_own_reference(
    given_name: str,
) -> None:
    """Name, whole birth date and postcode alike: probable, asked about, and not merged."""
    register = Register()
    first = register.link(nhs_number=NUMBER)

    again = register.link(name={"given": given_name, "family": "Ashe"})

    assert (again.confidence, again.possibly) == ("probable", first.child)
    assert again.child != first.child


def test_later_lookalikes_point_to_the_known_child_and_not_to_each_other() -> None:
    """The second and the third incident reach the same worker."""
    register = Register()
    first = register.link(nhs_number=NUMBER)

    later = [register.link() for _ in range(3)]

    assert {one.possibly for one in later} == {first.child}
    assert len({one.child for one in later}) == len(later)


def test_a_known_child_that_looks_like_another_is_probably_that_too() -> None:
    """Its number makes it the one for certain; the other is named, and later ones point there."""
    register = Register()
    first = register.link(nhs_number=NUMBER)
    second = register.link(nhs_number=OTHER, birth_date="2016-05-05")

    third, fourth = register.link(nhs_number=OTHER), register.link()

    assert (third.child, third.confidence) == (second.child, "confirmed")
    assert (third.possibly, fourth.possibly) == (first.child, first.child)
    assert fourth.confidence == "probable"


def test_a_number_told_later_does_not_forget_who_it_probably_is() -> None:
    """Known without a number, then by one: each further record by the number names both."""
    register = Register()
    first, numbered = register.link(), register.link(nhs_number=NUMBER)
    assert (numbered.confidence, numbered.possibly) == ("probable", first.child)

    again = register.link(nhs_number=NUMBER, lives_at={"postcode": "BS98 9ZZ"})

    assert (again.child, again.confidence) == (numbered.child, "confirmed")
    assert again.possibly == first.child


@pytest.mark.parametrize(
    "said",
    [
        {"name": {"given": "Iva", "family": "Ashe"}},
        {"birth_date": "2016-05"},
        {"birth_date": "2016-05-05"},
        {"lives_at": {"postcode": "BS99 1AB"}},
        {"lives_at": None},
        {"name": {"family": "Ashe"}},
    ],
)
def test_anything_less_is_a_child_of_its_own(said: Mapping[str, Any]) -> None:
    """A twin, a part of a date, another postcode: not even probably the same."""
    register = Register()
    register.link(nhs_number=NUMBER)

    other = register.link(**said)

    assert (other.confidence, other.possibly) == ("not-confirmed", None)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "name": st.fixed_dictionaries(
                    {"given": st.sampled_from(["Ivy", "Iva"]), "family": st.just("Ashe")}
                ),
                "birth_date": st.sampled_from(["2016-05-04", "2016-05", "2014-02-03"]),
                "nhs_number": st.sampled_from([None, NUMBER, OTHER]),
            }
        ),
        max_size=12,
    )
)
def test_only_a_number_ever_joins_two_records(said: list[dict[str, Any]]) -> None:
    """Two records share a child only where a link of theirs is confirmed by the number."""
    register = Register()
    made = [register.link(**{k: v for k, v in one.items() if v is not None}) for one in said]

    seen: set[str] = set()
    for one in made:
        assert one.child not in seen or one.basis == "nhs-number"
        seen.add(one.child)
