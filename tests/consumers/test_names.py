"""Names of every alphabet are compared alike: the same event gets the same answer (promise 8)."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from wholepicture_consumers.identity import blocks_of, link, sought
from wholepicture_consumers.names import contradict, in_latin, may_be_equal, spelt
from wholepicture_engine.store import Memory
from wholepicture_schemas.children import Link
from wholepicture_schemas.persons import Child

from tests.journeys.stories import nhs_number
from tests.support.names_of_many_origins import NAMES, Names

NUMBER = nhs_number()
UPN = "H801200001001"
HERE, ELSEWHERE = {"postcode": "BS99 1AA"}, {"postcode": "BS98 9ZZ"}
OF_COUNCIL = [{"system": "Liquidlogic", "value": "LL-1001"}]
FIRST = {"nhs_number": NUMBER, "lives_at": HERE, "upn": UPN, "local_identifiers": OF_COUNCIL}
Spelling = Callable[[str], str]


def linked(given: str, family: str, first: tuple[str, str], **said: Any) -> Link:
    """The link of a child under this name, where another event told of the first before."""
    memory, made = Memory(), None
    for number, (name, fields) in enumerate(((first, FIRST), ((given, family), said))):
        child = Child.model_validate({
            "person": "c1", "birth_date": "2016-05-04",
            "name": {"given": name[0] or None, "family": name[1] or None}, **fields,
        })  # fmt: skip
        person = sought(child, practice=False)
        work = memory.work(blocks_of(person))
        made = link(person, "/agencies/police", f"event-{number}", work)
        memory.keep(work)
    assert made is not None
    return made


def answers(names: Names, spelling: Spelling) -> list[tuple[str, str, bool]]:
    """What the bus answers to events about a child of this name, and about the child's twin."""
    given, family, twin = map(spelling, names)
    first = names[0], names[1]
    links = [
        linked(given, family, first, nhs_number=NUMBER),
        linked(family, given, first, nhs_number=NUMBER),
        linked(given, family, first, lives_at=HERE),
        linked(family, given, first, lives_at=HERE),
        linked(given, family, first, lives_at=ELSEWHERE, upn=UPN),
        linked(given, family, first, lives_at=ELSEWHERE, local_identifiers=OF_COUNCIL),
        linked(given, family, first, lives_at=ELSEWHERE),
        linked(twin, family, first, nhs_number=NUMBER),
        linked(twin, family, first, lives_at=HERE, upn=UPN),
    ]
    return [(one.confidence, one.basis, one.possibly is not None) for one in links]


@pytest.mark.parametrize("names", NAMES[1:], ids=lambda names: in_latin(spelt(names[0])))
@pytest.mark.parametrize(
    "spelling",
    [
        str,
        str.upper,
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: name.replace("\u2019", "'").replace("\u02bb", "`").replace("-", " "),
    ],
    ids=["as it is", "capitals", "accents apart", "other signs"],
)
def test_a_name_of_any_origin_gets_the_same_answer(names: Names, spelling: Spelling) -> None:
    """At each step as Ivy Ashe does: certain by number, probable beside another mark, asked."""
    assert answers(names, spelling) == answers(NAMES[0], str)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("\u0141\u00f3d\u017a", "Lodz"), ("S\u00f8ren", "Soren"), ("Stra\u00df", "Strass"),
        ("I\u015f\u0131k", "Isik"), ("\u0130pek", "ipek"), ("\u00c6gir", "Aegir"),
        ("\u0418\u0432\u0430\u043d", "Ivan"), ("\u738b\u5c0f\u660e", "Wang Xiaoming"),
        ("\u0905\u0930\u094d\u091c\u0941\u0928", "Arjun"),
        ("\u0645\u062d\u0645\u062f", "Mohammed"), ("\u064a\u0648\u0633\u0641", "Youssef"),
        ("\u062d\u0633\u064a\u0646", "Hussein"), ("\u0627\u0644\u062d\u0633\u0646", "al-Hassan"),
        ("van der Laan", "Vanderlaan"), ("al-Masri", "Masri"), ("de Souza", "Souza"),
        ("O\u2019Brien", "O Brien"), ("Smith\u2011Jones", "Smith Jones"),
        ("\uff29\uff36\uff39", "Ivy"),
    ],
)  # fmt: skip
def test_a_name_may_be_spelt_in_another_alphabet(name: str, other: str) -> None:
    """As it is transliterated, or without the vowels that its own alphabet leaves out."""
    assert may_be_equal(spelt(name), spelt(other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("\u0645\u062d\u0645\u062f", "\u0645\u062d\u0645\u0648\u062f"),
        ("\u738b", "\u674e"), ("\U0001f600", "\U0001f601"), ("", ""), ("-", "?"), ("", "Ivy"),
        ("Amy", "Mia"), ("Jan", "Jon"), ("\u0410\u043d\u043d\u0430", "\u0418\u0432\u0430\u043d"),
    ],
)  # fmt: skip
def test_names_that_differ_are_never_equal(name: str, other: str) -> None:
    """Nor are those of which nothing is left."""
    assert not may_be_equal(spelt(name), spelt(other))


def test_twins_whose_names_sound_alike_contradict_each_other() -> None:
    """Two characters that are both Li: one number for both makes nobody certain."""
    li, other_li = spelt("\u4e3d"), spelt("\u8389")

    assert in_latin(li) == in_latin(other_li)
    assert contradict(li, other_li)


def test_a_number_under_another_alphabet_is_asked_about() -> None:
    """Mohammed and Mahmoud have the same consonants, so no number makes that certain."""
    made = linked("Mahmoud", "Masri", ("\u0645\u062d\u0645\u062f", "Masri"), nhs_number=NUMBER)

    assert made.confidence == "probable"


def test_somebody_with_one_name_only_is_found() -> None:
    """The one name stands as given or as family name."""
    made = linked("", "Suharto", ("Suharto", ""), lives_at=HERE)

    assert (made.confidence, made.basis) == ("probable", "name-birth-date-postcode")
