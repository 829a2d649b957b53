"""A column mapping, and the tables that are read by it."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from wholepicture_producers.drafts import Draft, TableRow
from wholepicture_producers.frame.grouping import Grouping
from wholepicture_producers.mapping import ColumnMapping, MappingError, checked, load
from wholepicture_producers.shape import leaves
from wholepicture_producers.template import as_mapping
from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.problems import Problem

MARKER = "Zebedee-Marker"
HEAD = """
type = "domestic-abuse-incident"
group_by = "No"
dates = "day-first"
"""


def mapping(columns: str, head: str = HEAD) -> ColumnMapping:
    """A mapping of these columns."""
    return checked(tomllib.loads(f"{head}\n[columns]\n{columns}"))


def read(columns: str, table: str, head: str = HEAD) -> list[Draft]:
    """The drafts of a small table."""
    rows = csv.DictReader(io.StringIO(table))
    numbered = [TableRow(number, row) for number, row in enumerate(rows, start=2)]
    return list(Grouping(mapping(columns, head)).drafts(numbered))


def one(columns: str, table: str, head: str = HEAD) -> dict[str, Any]:
    """The content of the one event of a table that has no problem."""
    (draft,) = read(columns, table, head)
    assert draft.found == ()
    assert draft.document is not None
    found: dict[str, Any] = draft.document["data"]
    return found


def sentences(text: str) -> str:
    """What is wrong with a mapping."""
    with pytest.raises(MappingError) as wrong:
        checked(tomllib.loads(text))
    return "\n".join(wrong.value.sentences)


def test_rows_with_one_key_are_one_event_with_several_children() -> None:
    """A row a child: the rows of one incident are one event, wherever they stand."""
    found = read(
        '"Name" = "core.children.+.name.given"',
        "No,Name\n1,Ada\n2,Bo\n1,Cy\n",
    )

    assert [draft.number for draft in found] == [2, 3]
    assert found[0].document is not None
    children = found[0].document["data"]["core"]["children"]
    assert [(child["person"], child["name"]["given"]) for child in children] == [
        ("c1", "Ada"),
        ("c2", "Cy"),
    ]


def test_a_row_without_a_key_is_an_event_of_its_own() -> None:
    """Rows that say no key are not thrown together."""
    assert len(read('"Name" = "core.children.+.name.given"', "No,Name\n,Ada\n,Bo\n")) == 2


def test_an_adult_on_the_row_of_every_child_is_one_adult_related_to_each() -> None:
    """Equal people of a list are one; the relation on a row is to the row's child."""
    content = one(
        '"Child" = "core.children.+.name.given"\n'
        '"Adult" = "core.adults.+.name.family"\n'
        '"Is" = { to = "core.adults.+.related_to.0.relation", codes = { Mum = "mother" } }',
        "No,Child,Adult,Is\n1,Ada,Lee,Mum\n1,Bo,Lee,Mum\n",
    )

    (adult,) = content["core"]["adults"]
    assert [(told["child"], told["relation"]) for told in adult["related_to"]] == [
        ("c1", "mother"),
        ("c2", "mother"),
    ]


def test_two_children_of_no_name_are_two_children() -> None:
    """Where too little is told to know that rows mean one child, none is lost."""
    content = one('"Sex" = "core.children.+.sex"', "No,Sex\n1,U\n1,U\n")

    assert [child["person"] for child in content["core"]["children"]] == ["c1", "c2"]


def test_a_row_that_says_nothing_of_a_child_adds_none() -> None:
    """An incident without children has an event without children."""
    content = one(
        '"Name" = "core.children.+.name.given"\n"Grade" = "detail.risk_grade"',
        "No,Name,Grade\n1,,HIGH\n",
    )

    assert "children" not in content["core"]


def test_rows_of_one_event_that_differ_are_named_by_row_and_column() -> None:
    """Neither row wins silently, and neither value is quoted."""
    (draft,) = read(
        '"What" = { to = "core.summary" }\n"Name" = "core.children.+.name.given"',
        f"No,What,Name\n1,{MARKER},Ada\n1,Left alone.,Bo\n",
    )

    (found,) = draft.found
    assert str(found).startswith("row 3, column What: core.summary differs within one event.")
    assert "row 2" in str(found)
    assert MARKER not in str(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("09/03/2016", "2016-03-09"),
        ("9.3.2016", "2016-03-09"),
        ("9 Mar 2016", "2016-03-09"),
        ("2016-03-09", "2016-03-09"),
        ("03/2016", "2016-03"),
        ("2016", "2016"),
        ("09/03/2016 00:00", "2016-03-09"),
        ("2016-03-09 00:00:00.000", "2016-03-09"),
        ("2016-03-09T00:00:00", "2016-03-09"),
    ],
)
def test_a_birth_date_is_read_day_first_as_far_as_it_is_known(text: str, told: str) -> None:
    """Dates of an English export, whole or partial."""
    content = one('"DOB" = "core.children.+.birth_date"', f"No,DOB\n1,{text}\n")

    assert content["core"]["children"][0]["birth_date"] == told


@pytest.mark.parametrize("text", ["31/02/2016", "09/03/16", MARKER])
def test_a_date_that_is_none_is_named_by_row_column_and_fix(text: str) -> None:
    """Nothing is guessed: two-digit years neither."""
    (draft,) = read('"DOB" = "core.children.+.birth_date"', f"No,DOB\n1,{text}\n")

    (found,) = draft.asked
    assert found.cell is not None
    assert (found.cell.row, found.cell.column) == (2, "DOB")
    assert "Known in part, write 03/2026 or 2026" in found.problem.fix
    assert text not in str(found)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("04/03/2026 21:15", "2026-03-04T21:15:00+00:00"),
        ("04/07/2026 21:15", "2026-07-04T21:15:00+01:00"),
        ("25/10/2026 01:30", "2026-10-25T01:30:00+01:00"),
        ("2026-03-04T21:15:00Z", "2026-03-04T21:15:00+00:00"),
        ("2026-03-04 21:15:00.0000000", "2026-03-04T21:15:00+00:00"),
        ("04/03/2026 9:15 pm", "2026-03-04T21:15:00+00:00"),
        ("04/03/2026 12:05am", "2026-03-04T00:05:00+00:00"),
        ("4 March 2026, 21:15", "2026-03-04T21:15:00+00:00"),
        ("04/03/2026 00:00", "2026-03-04T00:00:00+00:00"),
    ],
)
def test_a_time_is_read_in_the_exports_own_zone(text: str, instant: str) -> None:
    """A time without an offset is London's, summer and winter; the doubled hour is its first."""
    (draft,) = read('"At" = "time"', f'No,At\n1,"{text}"\n')

    assert draft.document is not None
    assert draft.document["time"] == instant


def test_a_time_that_the_clocks_left_out_is_told() -> None:
    """At 01:30 on 29 March 2026 no clock in London stood so."""
    (draft,) = read('"At" = "time"', "No,At\n1,29/03/2026 01:30\n")

    assert "clocks went forward" in str(draft.found[0])


def test_a_date_and_a_time_of_two_columns_are_one_instant() -> None:
    """Exports often keep them apart."""
    (draft,) = read('"Day" = { to = "time", time = "Clock" }', "No,Day,Clock\n1,04/03/2026,2115\n")

    assert draft.document is not None
    assert draft.document["time"] == "2026-03-04T21:15:00+00:00"


@pytest.mark.parametrize("day", ["04/03/2026", "2026-03-04", "4 March 2026"])
def test_a_day_without_a_time_of_day_is_not_taken_for_midnight(day: str) -> None:
    """Where nobody wrote down the hour, the producer says so and the bus does not make one up."""
    (draft,) = read('"At" = "time"', f"No,At\n1,{day}\n")

    assert "time has no time of day. Write 09/03/2026 21:15" in str(draft.found[0])
    assert "time" not in (draft.document or {})


def test_a_column_of_days_only_says_so_itself() -> None:
    """An export that knows no hours is read where its mapping says that it is of days."""
    columns = '"At" = { to = "recordedtime", format = "%d/%m/%Y" }'
    (draft,) = read(columns, "No,At\n1,04/03/2026\n")

    assert draft.document is not None
    assert draft.document["recordedtime"] == "2026-03-04T00:00:00+00:00"


def test_an_empty_cell_of_the_time_of_day_is_told_by_its_column() -> None:
    """The person who exported it fills the cell in."""
    columns = '"Day" = { to = "time", time = "Clock" }'
    (draft,) = read(columns, "No,Day,Clock\n1,04/03/2026,\n")

    (found,) = draft.found
    assert str(found).startswith("row 2, column Day: time has no time of day. Fill in column Clock")


@pytest.mark.parametrize("clock", ["21:75", "13:00 pm", "24:01", MARKER])
def test_a_time_of_day_that_is_none_is_told(clock: str) -> None:
    """The day was right, so it is the time of day that is named."""
    columns = '"Day" = { to = "time", time = "Clock" }'
    (draft,) = read(columns, f"No,Day,Clock\n1,04/03/2026 00:00:00,{clock}\n")

    assert "is not a time of day. Write 21:15" in str(draft.found[0])
    assert clock not in str(draft.found[0])


def test_codes_are_translated_without_regard_to_case_or_blanks() -> None:
    """A table says which of the export's words is which code; * is every other word."""
    columns = (
        '"Needs" = { to = "core.children.+.disability", split = ";", codes = "needs" }\n'
        '[codes.needs]\n"Wheelchair User" = "MOB"\n"*" = "DDA"'
    )
    content = one(columns, "No,Needs\n1, wheelchair  user ; other\n")

    assert content["core"]["children"][0]["disability"] == ["MOB", "DDA"]


def test_a_word_outside_its_table_is_named_without_being_quoted() -> None:
    """The fix says where to add it."""
    (draft,) = read(
        '"Grade" = { to = "detail.risk_grade", codes = { S = "STANDARD" } }',
        f"No,Grade\n1,{MARKER}\n",
    )

    assert "Add it to the codes of column Grade" in str(draft.asked[0])
    assert MARKER not in str(draft.asked[0])


def test_yes_no_and_numbers_are_read_as_such() -> None:
    """The field decides what its cells are read as."""
    content = one(
        '"Seen" = "core.children.+.seen"\n"Count" = "detail.indicators_counted"',
        'No,Seen,Count\n1,Y,"1,204"\n',
    )

    assert content["core"]["children"][0]["seen"] is True
    assert content["detail"]["indicators_counted"] == 1204


def test_constants_fill_what_the_export_does_not_say_for_each_item_too() -> None:
    """A constant stands in every event; one with + stands in every item that the rows give."""
    content = one(
        '"Name" = "core.children.+.name.given"\n'
        '[constants]\n"core.asks" = "referral"\n"core.children.+.exposure" = "UNKNOWN"',
        "No,Name\n1,Ada\n1,Bo\n",
    )

    assert content["core"]["asks"] == "referral"
    assert [child["exposure"] for child in content["core"]["children"]] == ["UNKNOWN"] * 2


MERGED = (
    '"Child 1" = "core.children.0.name.given"\n"Born 1" = "core.children.0.birth_date"\n'
    '"Child 2" = "core.children.1.name.given"\n"Born 2" = "core.children.1.birth_date"\n'
    '"Child 3" = "core.children.2.name.given"\n"Born 3" = "core.children.2.birth_date"\n'
)
"""Three children in one row."""


@pytest.mark.parametrize(
    "constants",
    [
        '"core.children.+.exposure" = "UNKNOWN"',
        "\n".join(f'"core.children.{at}.exposure" = "UNKNOWN"' for at in range(3)),
    ],
)
def test_a_constant_adds_no_child_of_whom_the_row_says_nothing(constants: str) -> None:
    """Of columns for three children, a row may fill two: there are two."""
    content = one(
        f"{MERGED}[constants]\n{constants}",
        "No,Child 1,Born 1,Child 2,Born 2,Child 3,Born 3\n1,Ada,2016,,,Cy,2020\n",
    )

    children = content["core"]["children"]
    assert [(child["name"]["given"], child["exposure"]) for child in children] == [
        ("Ada", "UNKNOWN"),
        ("Cy", "UNKNOWN"),
    ]


def test_a_constant_person_of_whom_no_column_tells_is_in_every_event() -> None:
    """A unit that is always the same may be said once, in the mapping."""
    content = one(
        '"Name" = "core.children.0.name.given"\n'
        '[constants]\n"core.adults.0.name.family" = "Exampleby"',
        "No,Name\n1,Ada\n",
    )

    assert content["core"]["adults"] == [{"name": {"family": "Exampleby"}, "person": "a1"}]


def test_a_problem_of_the_third_child_is_in_the_third_childs_column() -> None:
    """Where the second child's columns are empty, the cell that is named is the right one."""
    (draft,) = read(MERGED, "No,Child 1,Born 1,Child 2,Born 2,Child 3,Born 3\n1,Ada,,,,Cy,\n")

    cell = draft.located(Problem("core.children.1.birth_date", "is missing", "Say it.")).cell

    assert cell is not None
    assert cell.column == "Born 3"


def test_several_columns_of_one_list_are_its_items() -> None:
    """Address lines come in columns of their own."""
    content = one(
        '"A1" = "detail.where.lines"\n"A2" = "detail.where.lines"', "No,A1,A2\n1,Flat 1,Road\n"
    )

    assert content["detail"]["where"]["lines"] == ["Flat 1", "Road"]


def test_a_mapping_is_told_every_mistake_with_what_was_meant() -> None:
    """All of a mapping's mistakes come at once, each with a hint."""
    told = sentences(
        'type = "domestic-abuse-incident"\nzone = "x"\ndates = "sideways"\n'
        '[columns]\n"DOB" = "core.children.+.birthdate"\n"Sex" = "core.children.+.sex"\n'
        '"G" = { to = "detail.risk_grade", codes = { S = "LOW" }, spilt = ";" }\n'
        '"N" = { to = "detail.risk_grade", codes = "grades" }\n"X" = 1\n'
    )

    assert "Did you mean core.children.+.birth_date?" in told
    for part in (
        "zone is not a setting",
        "dates must be one of day-first, month-first, iso",
        "LOW is not a code of detail.risk_grade. Use STANDARD, MEDIUM, HIGH.",
        "spilt is not a setting of a column",
        "there is no table [codes.grades]",
        "column X: write the path",
        "Set group_by",
    ):
        assert part in told


@pytest.mark.parametrize("path", ["core.children.+.name.given", "detail.where.lines.0"])
def test_a_cell_is_not_split_for_a_field_that_takes_one_value(path: str) -> None:
    """Of three children in one cell, the second and third would be lost without a word."""
    told = sentences(f'{HEAD}[columns]\n"Names" = {{ to = "{path}", split = ";" }}')

    assert "column Names: split makes several values" in told


def test_two_columns_that_say_different_things_of_one_field_are_told() -> None:
    """Neither column wins silently, and neither value is quoted."""
    columns = '"A" = "core.children.+.name.given"\n"B" = "core.children.+.name.given"'
    (draft,) = read(columns, f"No,A,B\n1,Ada,{MARKER}\n")
    same = one(columns, "No,A,B\n1,Ada,Ada\n")

    (event,) = read('"A" = "core.summary"\n"B" = "core.summary"', "No,A,B\n1,x,y\n")

    assert "column A" in str(event.found[0])
    (found,) = draft.found
    assert str(found).startswith("row 2, column B: core.children.+.name.given differs")
    assert "column A" in str(found)
    assert MARKER not in str(found)
    assert same["core"]["children"][0]["name"]["given"] == "Ada"


def test_a_mapping_of_no_type_is_told_the_types() -> None:
    """The first thing that a mapping says is which event it makes."""
    mistyped = sentences('type = "child-concer"\n[columns]')

    assert "wholepicture template" in sentences("[columns]")
    assert "Did you mean child-concern" in mistyped


def test_a_mapping_file_that_is_no_toml_is_told_by_line(tmp_path: Path) -> None:
    """The place is named, and nothing of the text."""
    path = tmp_path / "map.toml"
    path.write_text(f'type = "x"\n{MARKER} !\n')

    with pytest.raises(MappingError, match="line 2") as wrong:
        load(path)

    assert MARKER not in str(wrong.value)


@pytest.mark.parametrize(
    "path",
    [
        "core.handling.do_not_disclose_to.+.person",
        "detail.orders.+.person",
        "core.children.+.expected_birth_date",
        "core.children.+.mother",
    ],
)
def test_the_template_has_a_column_for_whom_something_is_about(path: str) -> None:
    """A table under its own header would lack what a producer must give."""
    kind = by_name("child-concern")
    assert kind is not None

    columns = tomllib.loads(as_mapping(kind, minimal=False))["columns"]

    assert path in columns.values()
    assert "core.children.+.person" not in columns.values(), "reading the table adds it"


@pytest.mark.parametrize("minimal", [True, False])
@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_template_of_every_type_is_a_mapping_that_can_be_used(name: str, minimal: bool) -> None:
    """What is printed can be saved and used."""
    told = checked(tomllib.loads(as_mapping(TOLD[name], minimal=minimal)))

    assert told.kind is TOLD[name]


def test_what_a_field_means_is_not_said_twice() -> None:
    """Neither as the label and once more as its own explanation."""
    for field in {field for kind in TOLD.values() for field in leaves(kind)}:
        label = field.label.casefold()
        assert field.meant.casefold().count(label) <= max(1, field.about.casefold().count(label))
