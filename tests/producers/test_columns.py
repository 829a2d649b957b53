"""What a mapping may say of a column, beyond the field that it leads to."""

import tomllib
from typing import Any

import pytest
from wholepicture_producers.drafts import Draft, TableRow
from wholepicture_producers.frame.grouping import Grouping
from wholepicture_producers.mapping import MappingError, checked

HEAD = 'type = "child-concern"\ngroup_by = "No"\ndates = "day-first"\n[columns]\n'


def read(columns: str, head: str = HEAD, **cells: str) -> Draft:
    """The draft of one row with these cells."""
    mapping = checked(tomllib.loads(head + columns))
    (draft,) = Grouping(mapping).drafts([TableRow(2, {"No": "1", **cells})])
    return draft


def core(draft: Draft) -> dict[str, Any]:
    """The core that was read."""
    assert draft.document is not None
    found: dict[str, Any] = draft.document["data"]["core"]
    return found


def wrong(columns: str) -> str:
    """What is wrong with a mapping."""
    with pytest.raises(MappingError) as error:
        checked(tomllib.loads(HEAD + columns))
    return " ".join(error.value.sentences)


@pytest.mark.parametrize(
    ("way", "text", "name", "asked"),
    [
        ("family, given", "Practice, Rowan", {"family": "Practice", "given": "Rowan"}, ""),
        ("family, given", "O\u2019Mara, Ana Bo", {"family": "O\u2019Mara", "given": "Ana Bo"}, ""),
        ("family, given", "Practice", {"family": "Practice"}, ""),
        ("family, given", "Rowan Practice", {"family": "Rowan Practice"}, "is not written as"),
        ("given family", "Rowan Practice", {"given": "Rowan", "family": "Practice"}, ""),
        ("given family", "Ana de Souza", {"given": "Ana de", "family": "Souza"}, "two words"),
        ("given family", "Practice, Rowan", {"family": "Practice, Rowan"}, "is not written as"),
        ("family given", "PRACTICE Rowan", {"given": "Rowan", "family": "PRACTICE"}, ""),
    ],
)  # fmt: skip
def test_a_name_in_one_cell_is_taken_apart_and_never_lost(
    way: str, text: str, name: dict[str, str], asked: str
) -> None:
    """What is not written as the mapping says is told whole, and asked about once."""
    draft = read(f'"Name" = {{ to = "core.children.+.name", parts = "{way}" }}', Name=text)

    assert core(draft)["children"] == [{"name": name, "person": "c1"}]
    assert len(draft.asked) == bool(asked)
    assert asked in "".join(map(str, draft.asked))


def test_a_word_for_not_known_is_no_name_that_is_taken_apart() -> None:
    """Nobody is called Not Known."""
    draft = read(
        '"Name" = { to = "core.children.+.name", parts = "given family" }\n'
        '"Sex" = "core.children.+.sex"',
        Name="Not known",
        Sex="F",
    )

    assert core(draft)["children"] == [{"sex": "F", "person": "c1"}]


def test_an_address_in_one_cell_ends_in_its_postcode() -> None:
    """The lines stand before it."""
    columns = '"Home" = { to = "core.children.+.lives_at", parts = "lines, postcode" }'

    (whole,) = core(read(columns, Home="Flat 2, 14 Example Row\nBristol BS1 5TR"))["children"]
    (without,) = core(read(columns, Home="14 Example Row, Bristol"))["children"]

    assert whole["lives_at"] == {
        "lines": ["Flat 2", "14 Example Row", "Bristol"],
        "postcode": "BS1 5TR",
    }
    assert without["lives_at"] == {"lines": ["14 Example Row", "Bristol"]}


def test_a_person_exists_where_the_column_that_says_so_is_filled() -> None:
    """Other columns of the person have a value in every row."""
    columns = (
        '"Suspect" = { to = "core.adults.0.name.family", exists_if = "Suspect" }\n'
        '"Lives" = "core.adults.0.lives_with_children"\n"Name" = "core.children.+.name.given"\n'
        '[constants]\n"core.adults.0.languages" = ["English"]'
    )

    assert "adults" not in core(read(columns, Suspect="", Lives="no", Name="Ada"))
    assert "adults" not in core(read(columns, Suspect="N/A", Lives="no", Name="Ada"))
    (adult,) = core(read(columns, Suspect="Lee", Lives="no", Name="Ada"))["adults"]
    assert (adult["lives_with_children"], adult["languages"]) == ("no", ["English"])


def test_what_cannot_be_read_refuses_where_the_column_says_so() -> None:
    """Else it goes as it was written, for a person to read, and is asked about in its place."""
    as_written = read('"DOB" = "core.children.+.birth_date"', DOB="31/02/2016")
    columns = '"DOB" = { to = "core.children.+.birth_date", unreadable = "refuse" }'
    refused = read(columns, DOB="31/02/2016")

    assert (as_written.found, len(as_written.asked)) == ((), 1)
    assert as_written.asked[0].problem.field == "core.children.0.birth_date"
    assert core(as_written)["children"] == [{"birth_date": "31/02/2016", "person": "c1"}]
    assert (len(refused.found), refused.asked) == (1, ())


def test_a_number_without_its_digits_says_nothing_and_its_child_is_told_of() -> None:
    """Nobody can read what a spreadsheet has rounded; the row is of a child all the same."""
    draft = read('"NHS" = "core.children.+.nhs_number"', NHS="9.99E+09")

    assert core(draft)["children"] == [{"person": "c1"}]
    assert "lost its digits" in str(draft.asked[0])


def test_one_code_that_cannot_be_read_takes_no_other_away() -> None:
    """The others of its cell are told, and it stands beside them as it was written."""
    columns = '"Needs" = { to = "core.children.+.disability", split = ";" }'

    draft = read(columns, Needs="MOB; hopping; Vision")

    assert core(draft)["children"] == [{"disability": ["MOB", "hopping", "VIS"], "person": "c1"}]
    assert "is not one of the codes" in str(draft.asked[0])


def test_a_mapping_says_which_words_mean_that_nothing_is_known() -> None:
    """For the whole export, and for a column in place of the usual ones."""
    columns = (
        '"NHS" = "core.children.+.nhs_number"\n'
        '"Given" = { to = "core.children.+.name.given", blank = ["Baby"] }\n'
        '"Family" = { to = "core.children.+.name.family", not_known = [] }'
    )
    head = 'not_known = ["info not held"]\n' + HEAD

    draft = read(columns, head, NHS="Info Not Held", Given="BABY", Family="Unknown")

    assert draft.asked == ()
    assert core(draft)["children"] == [{"name": {"family": "Unknown"}, "person": "c1"}]


def test_words_for_not_known_have_the_code_of_a_column_with_a_table() -> None:
    """The table's own words come first."""
    columns = '"Sex" = { to = "core.children.+.sex", codes = { NK = "F", "1" = "M" } }'

    assert core(read(columns, Sex="nk"))["children"] == [{"sex": "F", "person": "c1"}]
    assert core(read(columns, Sex="not known"))["children"] == [{"sex": "U", "person": "c1"}]
    assert "is not in the column's table" in str(read(columns, Sex="M").asked[0])


def test_a_day_and_a_time_of_day_of_a_database_are_one_moment() -> None:
    """Each cell has what the database puts beside it."""
    columns = '"Day" = { to = "time", time = "Clock" }'

    for day, clock in (
        ("04/03/2026", "2115 hrs"),
        ("2026-03-04T00:00:00Z", "21:15:00"),
        ("04/03/2026 00:00", "30/12/1899 21:15:00"),
        ("46085", "0.885416667"),
    ):
        draft = read(columns, Day=day, Clock=clock)
        assert draft.found == ()
        assert draft.document is not None
        assert draft.document["time"] == "2026-03-04T21:15:00+00:00"


def test_a_wrong_time_of_day_is_said_of_its_own_column() -> None:
    """Whoever does as told mends the cell that is wrong, and no right one."""
    columns = '"Day" = { to = "time", time = "Clock" }'

    (clock,) = read(columns, Day="04/03/2026", Clock="25:00").found
    (day,) = read(columns, Day="31/02/2026", Clock="21:15").found

    assert str(clock).startswith("row 2, column Clock: time is not a time of day")
    assert str(day).startswith("row 2, column Day: time is not a day of the calendar")


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            '"Name" = "core.children.+.name"',
            "core.children.+.name has parts: given, family, also_known_as. Write one, or take",
        ),
        ('"Home" = "core.children.+.lives_at"', 'parts = "lines, postcode"'),
        ('"Voice" = "core.children.+.voice"', "has parts: words, observation"),
        (
            '"N" = { to = "core.children.+.name", parts = "forename surname" }',
            "parts must be one of family, given; given family; family given.",
        ),
        ('"N" = { to = "core.summary", parts = "given family" }', "parts is for a name or"),
        ('"W" = { to = "time", unreadable = "leave-out" }', "no event goes without its time"),
        ('"W" = { to = "core.summary", unreadable = "no" }', "unreadable must be one of leave-out"),
        ('"W" = { to = "core.summary", blank = "x" }', "blank is a list of words"),
        ('"W" = { to = "core.summary", exists_if = "No" }', "exists_if is for a person"),
        ('"W" = { to = "time", format = 1 }', "format is a text, or a list of texts"),
        ('"W" = { to = "time", two_digit_years_from = 30 }', "is the first year of a hundred"),
    ],
)
def test_a_setting_that_cannot_be_is_told_with_what_can(columns: str, sentence: str) -> None:
    """The sentence names what to write."""
    assert sentence in wrong(columns)
