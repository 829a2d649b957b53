"""Which rows are one event: those that one number holds together, and whose columns agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_producers.cell.not_known import NOT_KNOWN, NOTHING
from wholepicture_producers.frame.grouping import Grouping
from wholepicture_producers.frame.placeholders import is_rounded, numbers_nothing
from wholepicture_producers.mapping import checked

from tests.producers.tables import COLUMNS, incident, mapping, opened, read, refused, table, texts

PLACEHOLDERS = [
    "N/A", "n/a", "TBC", "T.B.C.", "#N/A", "#REF!", "-", "--", "?", " ", "", "unknown", "Not known",
    "0000", "00/00/0000", "n/k", "None", "NULL", "########", "xxxx", "Pending", "not recorded",
]  # fmt: skip


@pytest.mark.parametrize("told", PLACEHOLDERS)
def test_a_placeholder_numbers_nothing(told: str) -> None:
    """Two incidents that nobody numbered are two events with two ids, the same in each export."""
    content = table(incident(1, ref=told or " "), incident(2, ref=told or " "))

    first, second = read(content)

    assert first.once != second.once
    assert [draft.once for draft in read(content)] == [first.once, second.once]


@pytest.mark.parametrize("told", ["R1", "52/1/26", "0052", "E12", "12E4", "A-0", "NA7", "1"])
def test_a_number_is_no_placeholder(told: str) -> None:
    """What an agency numbers by is left alone."""
    assert not numbers_nothing(told)
    assert not is_rounded(told)


def test_rows_without_a_number_are_named() -> None:
    """Whoever exports them learns that a change makes another event of them."""
    grouping = Grouping(mapping())
    list(grouping.drafts(opened(table(incident(1, ref="N/A"), incident(2))).rows()))

    (remark,) = grouping.remarks()
    assert remark.startswith("Row 2 was without a number in column Ref")


def test_a_row_of_the_next_day_is_another_event() -> None:
    """One placeholder on two days says nothing of one event."""
    (first,) = read(table(incident(1, ref="N/A")))
    (second,) = read(table(incident(2, ref="N/A")))

    assert first.once != second.once


def test_two_rows_alike_without_a_number_are_two_events() -> None:
    """Two children of whom nothing is known are not told as one."""
    first, second = read(table(incident(1, ref="TBC"), incident(1, ref="TBC")))

    assert first.once != second.once


@pytest.mark.parametrize("told", ["5.22E+12", "1,23e+11", "5E+12", "1.0E11"])
def test_a_rounded_number_is_refused_with_the_way_on(told: str) -> None:
    """A spreadsheet gives the same number to many incidents."""
    quoted = f'"{told}"'
    found = read(table(incident(1, ref=quoted), incident(2, ref=quoted), incident(3)))

    assert list(texts(found)) == [4]
    assert refused(found)[2].startswith("row 2, column Ref: core.local_reference is a number that")
    assert "as text" in refused(found)[3]


def _with_family(*families: str, ref: str = "R1") -> str:
    rows = [f"{incident(1, ref=ref)},{family}" for family in families]
    return table(*rows).replace("Text\r", "Text,Family\r", 1)


def test_one_event_has_one_family() -> None:
    """A second family under one number is named, and neither is told in the other's event."""
    told = mapping(family_reference="Family")

    found = read(_with_family("F1", "F2"), told)

    assert texts(found) == {}
    assert "row 3, column Family: family_reference differs within one event" in refused(found)[2]


@pytest.mark.parametrize(("first", "second"), [("F1", "f1 "), ("", "F1"), ("F1", "N/A")])
def test_a_family_that_one_row_leaves_out_is_the_events(first: str, second: str) -> None:
    """A blank says nothing against the other row."""
    (draft,) = read(_with_family(first, second), mapping(family_reference="Family"))

    assert not draft.found
    assert draft.family_reference == "F1"


@pytest.mark.parametrize("told", ["N/A", "0", "1.5E+10"])
def test_a_placeholder_is_no_family(told: str) -> None:
    """Families with nothing in common have no reference in common."""
    (draft,) = read(_with_family(told), mapping(family_reference="Family"))

    assert not draft.found
    assert draft.family_reference is None


def test_rows_of_one_event_may_not_have_two_numbers() -> None:
    """Where another column numbers the events, it says one number for all rows of an event."""
    told = checked(
        {"type": "child-concern", "group_by": "Ref", "once": "Family", "dates": "day-first"}
        | {"columns": COLUMNS}
    )

    found = read(_with_family("1", "2"), told)

    assert "row 3, column Family: once differs within one event" in refused(found)[2]


@given(st.lists(st.sampled_from(["N/A", "R1", "R2", "TBC", " "]), min_size=1, max_size=8))
def test_every_child_is_told_under_one_number_or_alone(refs: list[str]) -> None:
    """Each row is in one event, and events of two numbers never share a row."""
    content = table(*(incident(number, ref=ref) for number, ref in enumerate(refs, start=1)))

    found = read(content)

    rows = [row for draft in found for row in draft.content]
    assert sorted(row.number for row in rows) == list(range(2, len(refs) + 2))
    assert all(len({row.cells["Ref"] for row in draft.content}) == 1 for draft in found)
    assert len({draft.once for draft in found}) == len(found)


@pytest.mark.parametrize("told", ["URN TBC", "ref to follow", "Not on system", "duplicate", "TBC-"])
def test_words_that_wait_for_a_number_number_nothing(told: str) -> None:
    """A text without a digit that says so is no number, however it is worded."""
    assert numbers_nothing(told)


@pytest.mark.parametrize("told", ["not 12", "Na Li", "Fell household", "TBC-14"])
def test_a_reference_of_words_or_with_a_digit_stays_one(told: str) -> None:
    """A family file may be known by a name."""
    assert not numbers_nothing(told)


@pytest.mark.parametrize("word", sorted(NOT_KNOWN | NOTHING))
def test_what_is_not_known_anywhere_numbers_nothing(word: str) -> None:
    """One list of words holds for values and for numbers of events."""
    assert numbers_nothing(word)


@pytest.mark.parametrize("setting", ["blank", "not_known"])
def test_the_mappings_own_words_number_nothing_too(setting: str) -> None:
    """What a column says where nothing was entered is no number of an event."""
    columns = {**COLUMNS, "Ref": {"to": COLUMNS["Ref"], setting: ["XZ/9"]}}
    rows = table(incident(1, ref="XZ/9"), incident(2, ref="xz/9"))
    assert list(texts(read(rows, mapping(columns=columns)))) == [2, 3]


def test_whoever_numbered_two_incidents_alike_is_told_to_part_them_first() -> None:
    """The advice never begins with making one family's row like another's."""
    found = read(table(incident(1, "Cold.", ref="R1"), incident(1, "Hungry.", ref="R1")))
    assert "two incidents, give each a number of its own. If they tell of one" in refused(found)[2]


def test_what_a_row_says_again_wrongly_is_said_of_its_child() -> None:
    """Two rows alike are one child; each of the two cells is named with that child."""
    columns = {**COLUMNS, "Upn": "core.children.+.upn"}
    told = checked({"type": "child-concern", "group_by": "Ref", "columns": columns})
    row = "R1,2026-03-04 21:15,Ada,2016-03-09,Left alone.,Z1"

    (draft,) = read("\n".join([",".join([*COLUMNS, "Upn"]), row, row, ""]), told)

    assert [located.problem.field for located in draft.asked] == ["core.children.0.upn"] * 2
