"""A mapping that is proposed for an export."""

import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app
from wholepicture_producers.mapping import checked
from wholepicture_producers.proposing.proposals import Proposal, proposal
from wholepicture_producers.proposing.samples import sample_of
from wholepicture_producers.proposing.types_for import kind_for

EXPORT = Path(__file__).parents[2] / "examples" / "publisher" / "domestic-abuse.csv"
HEAD = "Ref,Date,Child Name,Child DOB,Notes\n"


def proposed(folder: Path, text: str) -> Proposal:
    """What is proposed for a table."""
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return proposal(sample_of(path), None)


def paths(found: Proposal) -> dict[str, str]:
    """The field of each column."""
    return {entry.column: entry.guess.path for entry in found.columns}


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(app(), ["map", *arguments], catch_exceptions=False)


def test_the_mapping_of_an_export_is_proposed_with_reasons(tmp_path: Path) -> None:
    """It can be loaded as it stands, and nothing is sent."""
    out = tmp_path / "map.toml"

    result = run(str(EXPORT), "--out", str(out))

    mapping = checked(tomllib.loads(out.read_text(encoding="utf-8")))
    assert result.exit_code == 0
    assert mapping.group_by == "Occurrence No"
    assert mapping.family_reference == "Family File"
    assert '"Child NHS No" = "core.children.+.nhs_number"  # its values have the check' in (
        result.stdout
    )
    assert result.stdout.count("The event of row ") == 3
    assert "core.children.0.nhs_number: 9990000018" in result.stdout
    assert "Nothing was sent." in result.stdout


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Somebody may have put it right."""
    out = tmp_path / "map.toml"
    out.write_text("mine", encoding="utf-8")

    result = run(str(EXPORT), "--out", str(out))

    assert result.exit_code == 2
    assert "is there already" in result.output
    assert out.read_text(encoding="utf-8") == "mine"


def test_the_events_that_are_shown_can_be_explained(tmp_path: Path) -> None:
    """Who would be told of one is said by the agreement, where it is."""
    folder = tmp_path / "events"

    result = run(str(EXPORT), "--events", str(folder))

    event = json.loads((folder / "1.json").read_text(encoding="utf-8"))
    assert event["data"]["core"]["local_reference"] == "52/1004417/26"
    assert f"wholepicture agreement explain {folder}/1.json" in result.stdout


def test_an_unknown_type_and_a_file_without_a_header_are_told(tmp_path: Path) -> None:
    """Both with what to do."""
    path = tmp_path / "a.csv"
    path.write_text("x\n", encoding="utf-8")

    assert "There is no such type of event" in run(str(EXPORT), "--as", "nothing").output
    assert "export it with a header" in run(str(path)).output
    assert "cannot be read" in run(str(tmp_path / "none.csv")).output


@pytest.mark.parametrize(
    ("dates", "order", "why"),
    [
        ("25/03/2016", "day-first", "1 dates have a day above 12 first"),
        ("03/25/2016", "month-first", "1 dates have a day above 12 second"),
        ("04/03/2016", "day-first", "CHECK: no date shows"),
        ("2016-03-25", "iso", "no date has day and month as two numbers"),
    ],
)
def test_the_order_of_day_and_month_is_what_the_values_show(
    tmp_path: Path, dates: str, order: str, why: str
) -> None:
    """Where none shows it, whoever keeps the mapping is told to check."""
    found = proposed(tmp_path, f"{HEAD}1,{dates},Ada,,\n")

    assert found.order == order
    assert found.why_order.startswith(why)


def test_years_of_two_digits_are_asked_about_in_the_mapping(tmp_path: Path) -> None:
    """Which hundred years they mean is for the agency to say."""
    found = proposed(tmp_path, f"{HEAD}1,2026-03-04,Ada,09-Mar-16,\n")

    assert "# two_digit_years_from = 1930" in found.as_toml()


def test_a_name_in_one_column_is_taken_apart_as_its_values_are(tmp_path: Path) -> None:
    """A comma in most of them says that the family name is first."""
    comma = proposed(tmp_path, f'{HEAD}1,,"Lee, Ada",,\n').as_toml()
    blank = proposed(tmp_path, f"{HEAD}1,,Ada Lee,,\n").as_toml()

    assert 'parts = "family, given"' in comma
    assert 'parts = "given family"' in blank


def test_each_word_for_an_adult_is_an_adult_and_each_number_a_child(tmp_path: Path) -> None:
    """What is said of the mother does not become the suspect's."""
    found = proposed(
        tmp_path,
        "Crime No,Mother Surname,Suspect Surname,Mother DOB,Child1 Forename,Child 2 Forename\n"
        "1,Lee,Roe,01/02/1990,Ada,Bo\n",
    )

    assert paths(found) == {
        "Crime No": "core.local_reference",
        "Mother Surname": "core.adults.0.name.family",
        "Suspect Surname": "core.adults.1.name.family",
        "Mother DOB": "core.adults.0.birth_date",
        "Child1 Forename": "core.children.0.name.given",
        "Child 2 Forename": "core.children.1.name.given",
    }
    assert 'once = "Crime No"' in found.as_toml()


def test_what_names_nobody_is_nobodys_where_an_adult_is_named(tmp_path: Path) -> None:
    """The place of an incident must not become a child's home."""
    found = proposed(tmp_path, "No,Suspect Name,Child Name,Postcode\n1,Lee,Ada,BS1 5TR\n")

    assert "Postcode" in found.unused
    assert '# "Postcode" = ...' in found.as_toml()


def test_words_that_are_no_code_are_listed_beside_their_column(tmp_path: Path) -> None:
    """Whoever keeps the mapping says which code each is."""
    text = proposed(tmp_path, "No,Child Sex\n1,Girl\n2,F\n3,Boy\n").as_toml()

    assert "# words that are no code of it: Girl, Boy" in text
    assert "codes: F, M, U" in text
    checked(tomllib.loads(text))


def test_without_a_reference_the_mapping_is_proposed_with_a_line_to_fill_in(tmp_path: Path) -> None:
    """What is needed is said in place of the events, and the file is written all the same."""
    path, out = tmp_path / "a.csv", tmp_path / "a.toml"
    path.write_text("Logged,Child Forename,Concern\n03/11/2026 09:15,Ada,Tired\n", "utf-8")

    result = run(str(path), "--out", str(out))

    assert result.exit_code == 0
    assert '# group_by = "..."  # needed' in out.read_text(encoding="utf-8")
    assert "No event can be shown yet:" in result.stdout
    assert "Set group_by to the column" in result.stdout


def test_an_export_of_which_nothing_is_recognised_has_its_columns_named(tmp_path: Path) -> None:
    """Each stands there as not used, and that nothing is there is said."""
    path = tmp_path / "a.csv"
    path.write_text("Abc,Xyz\nb,c\n", "utf-8")

    result = run(str(path))

    assert result.exit_code == 0
    assert '# "Abc" = ...  # not used: it is not clear what it says' in result.stdout
    assert "[columns] is empty" in result.stdout


@pytest.mark.parametrize(
    "rows",
    [
        "1,Ada,Lee,Tired, no coat\n2,Bo,Lee,Hungry\n",
        "SG001,Ada,Lee,1 Example Row, Bristol BS1 5TR\nSG002,Bo,Lee,2 Example Row, Bath BA1 5TR\n",
    ],
    ids=["one row", "every row"],
)
def test_a_row_with_a_comma_too_many_is_no_header(tmp_path: Path, rows: str) -> None:
    """Else a child's name would be proposed as that of a column."""
    text = f"Ref,Child Forename,Child Surname,Notes\n{rows}"

    found = proposed(tmp_path, f"Export of worries\n\n{text}")

    assert [*paths(found), *found.unused] == ["Ref", "Child Forename", "Child Surname", "Notes"]


@pytest.mark.parametrize(
    ("columns", "agency", "kind"),
    [
        ("Ref,Child Name", "education", "education.education-concern"),
        ("Ref,Child Name", "housing", "any.concern"),
        ("Ref,Child Name", None, "any.concern"),
        ("Ref,Suspect Name", "education", "education.education-concern"),
        ("Ref,Suspect Name", "police", "police.domestic-abuse-incident"),
    ],
)
def test_the_type_is_one_that_the_agency_may_tell(
    columns: str, agency: str | None, kind: str
) -> None:
    """A type of another kind of agency would go to nobody."""
    found, _ = kind_for(columns.split(","), agency)

    assert f"wholepicture.{kind}." in found.TYPE


def test_a_type_of_another_kind_of_agency_is_refused() -> None:
    """As the bus would; a mistyped one is answered with what may be meant."""
    other = run(str(EXPORT), "--as", "education-concern", "--agency", "avon-and-somerset-police")
    mistyped = run(str(EXPORT), "--as", "domestic-abus")

    assert other.exit_code == 2
    assert "is for another kind of agency. Use a type of your agency." in other.output
    assert "or domestic-abuse-incident?" in mistyped.output


def test_one_adult_column_does_not_take_the_childs_numbers_away(tmp_path: Path) -> None:
    """What can be nobody else's is the child's; of the rest it is said what is not clear."""
    found = proposed(
        tmp_path,
        "Ref,Pupil First,D.O.B.,UPN,NHS,Home addr,Parent told?,Mum/Dad tel,Carer tel,Class Tchr\n",
    )

    assert paths(found) == {
        "Ref": "core.local_reference",
        "Pupil First": "core.children.+.name.given",
        "D.O.B.": "core.children.+.birth_date",
        "UPN": "core.children.+.upn",
        "NHS": "core.children.+.nhs_number",
        "Parent told?": "core.sharing.family_informed",
        "Carer tel": "core.adults.0.phone",
    }
    assert found.unused == {
        "Home addr": 'it says "home addr", and it is not clear of whom',
        "Mum/Dad tel": 'it is not clear of whom: its name says "mother or father"',
        "Class Tchr": "it is not clear what it says",
    }


def test_a_day_of_birth_is_nobodys_where_an_adult_is_described(tmp_path: Path) -> None:
    """It may be the adult's; a pupil number cannot be."""
    found = proposed(tmp_path, "Ref,Child Name,Suspect Name,DOB,UPN\n")

    assert "DOB" in found.unused
    assert paths(found)["UPN"] == "core.children.+.upn"
