"""A column that was sorted on its own: no correction of that file is published unasked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from wholepicture_producers.growing import Terms

from tests.producers.exports import IRIS, MAPPING, Exports, exports_in

CHILDREN = ("Iris", "Otis", "Maud", "Ravi", "Hana", "Teo")
ROWS = [
    {
        **IRIS,
        "Log": f"L-{at}",
        "Household": f"H-{at}",
        "First": name,
        "Born": f"0{at + 1}/05/201{at}",
        "Home": f"BS{at + 1} 4DJ",
        "Worry": f"{name} was found alone in the house at night.",
    }
    for at, name in enumerate(CHILDREN)
]


@pytest.fixture
def exports(tmp_path: Path) -> Iterator[Exports]:
    """A machine that has published six incidents."""
    with exports_in(tmp_path) as made:
        made.publish(*ROWS)
        yield made


def moved(*columns: str, of: int = len(ROWS)) -> list[dict[str, str]]:
    """The rows with the cells of some columns one row further up."""
    return [
        {**row, **{name: ROWS[(at + 1) % of][name] for name in columns}} if at < of else row
        for at, row in enumerate(ROWS)
    ]


def test_texts_that_changed_their_places_correct_nothing(exports: Exports) -> None:
    """Each narrative is another incident's: nothing is sent, and the column is named."""
    assert exports.publish(*moved("Worry")).rejected == len(ROWS)
    assert exports.count() == 0
    assert exports.refused[0].startswith(
        "row 2, column Worry: detail.concern has in 6 events the text that another of them had"
    )
    assert "--because" in exports.refused[0]


def test_two_texts_that_were_exchanged_are_enough(exports: Exports) -> None:
    """Two narratives in each other's place are no chance."""
    assert exports.publish(*moved("Worry", of=2)).rejected == 2
    assert exports.accepted.unchanged == len(ROWS) - 2


def test_children_who_changed_their_places_get_into_no_other_event(exports: Exports) -> None:
    """A child of one incident does not become a sibling in another."""
    assert exports.publish(*moved("First", "Born")).rejected == len(ROWS)
    assert exports.count() == 0
    assert "core.children would be replaced in 6 of 6 published events" in exports.refused[0]


def test_one_field_of_many_events_is_not_replaced_unasked(exports: Exports) -> None:
    """Five of six are many; four may have moved house."""
    assert exports.publish(*moved("Home")).rejected == len(ROWS)
    assert exports.publish(*moved("Home", of=4)).rejected == 0


def test_whoever_says_why_has_looked(exports: Exports) -> None:
    """With a reason they are corrected."""
    done = exports.publish(*moved("Home"), terms=Terms(because="The addresses were exported anew."))
    assert done.rejected == 0
    assert exports.count() == len(ROWS)


def test_texts_that_were_written_on_correct_what_they_say(exports: Exports) -> None:
    """An export of longer narratives is as usual."""
    more = [{**row, "Worry": f"{row['Worry']} Seen again by the officer."} for row in ROWS]
    assert exports.publish(*more).rejected == 0
    assert exports.count() == len(ROWS)


def test_a_dry_run_shows_it(exports: Exports) -> None:
    """What would be refused is refused in a dry run."""
    assert exports.publish(*moved("Worry"), terms=Terms(dry_run=True)).rejected == len(ROWS)


def test_the_rows_beside_are_published(exports: Exports) -> None:
    """A sibling and a new incident of the same file go."""
    new = {**IRIS, "Log": "L-9", "Household": "H-9"}
    sibling = {**ROWS[5], "First": "Lena", "Born": "01/02/2020"}
    done = exports.publish(*moved("Worry", of=3), sibling, new)
    assert (done.rejected, done.new, len(done.changed)) == (3, 1, 1)


def test_a_row_that_is_there_twice_shares_its_fate(exports: Exports) -> None:
    """A repeated row is refused, or accepted, with the first."""
    columns = {name: path.replace("+", "0") for name, path in MAPPING["columns"].items()}
    apart: dict[str, Any] = {"group_by": None, "once": "Log", "columns": columns}
    rows = [{**row, "Log": f"S-{row['Log']}"} for row in ROWS]
    exports.publish(*rows, **apart)
    wrong = [{**row, "Log": f"S-{row['Log']}"} for row in moved("Worry")]
    assert exports.publish(*wrong, wrong[0], **apart).rejected == len(ROWS) + 1
    assert not exports.accepted.receipts
    exports.publish(*wrong, wrong[0], terms=Terms(because="So."), **apart)
    assert len(exports.accepted.receipts) == len(ROWS) + 1
