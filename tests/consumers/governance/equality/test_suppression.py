"""Nobody is found in what is shown, whatever is subtracted from whatever."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_consumers.governance.equality.combining import FEWEST
from wholepicture_consumers.governance.equality.suppression import Cut, Measure, Shown, Unit, shown

from tests.consumers.governance.equality.attacking import CROSSED, ELSE, Name, certain
from tests.support.examples import examples

MAIN, FINE = ("A", "B", "?"), {"A1": "A", "A2": "A", "B1": "B", "B2": "B", "?": "?"}


def _crossed(labels: Sequence[str]) -> str:
    """Of x whether it is A1, else, or not known; of everything else, one row."""
    if labels[2] != CROSSED:
        return ELSE
    return {"A1": "x A1", "?": "x ?"}.get(labels[1], "x other")


CUTS = (
    Cut("main", MAIN),
    Cut("fine", tuple(FINE), FINE),
    Cut("other", (CROSSED, "y", "z")),
    Cut("crossed", ("x A1", "x ?", "x other", ELSE), crosses=_crossed),
)
ANSWERS = Measure("answer", ("nfa", "advice", "help"))
THE_SAME = Measure("the same", ANSWERS.labels)
WITH_ZEROS = Measure("answer", ANSWERS.labels, zeros=True)
kinds = st.tuples(
    st.sampled_from(tuple(FINE)), st.sampled_from("xxyz"), st.sampled_from(ANSWERS.labels)
)
Counts = dict[tuple[str, str, str], int]
counted = st.dictionaries(kinds, st.integers(1, 7), max_size=14)


def _units(counts: Counts, *, measures: int = 1) -> list[Unit]:
    """So many units of each kind, each about another child."""
    return [
        Unit((*kind, number), _rows(kind[0], kind[1]), (kind[2],) * measures)
        for kind, count in counts.items()
        for number in range(count)
    ]


def _true(made: Shown, units: Sequence[Unit]) -> dict[Name, int]:
    """Every count of the first measure, whether it is shown or not."""
    return {
        (cut.name, row, column): sum(u.rows[at] in row and u.values[0] in column for u in units)
        for at, cut in enumerate(CUTS)
        for row, column in made.tables[cut.name, "answer"].cells
    }


def _rows(fine: str, other: str) -> tuple[str, ...]:
    labels = (FINE[fine], fine, other)
    return (*labels, _crossed(labels))


@pytest.mark.finding("I2")
@examples(40)
@given(counts=counted)
def test_no_hidden_count_follows_from_what_is_shown(counts: Counts) -> None:
    """Not from totals, nor from the finer table, nor from the other cut of the same children."""
    units = _units(counts)
    made = shown(units, CUTS, [WITH_ZEROS])

    assert made is None or certain(made, CUTS, "answer", _true(made, units)) == set()


@examples(20)
@given(counts=counted)
def test_nor_from_another_measure_that_says_the_same(counts: Counts) -> None:
    """What is hidden of one measure is hidden of each from which it would follow."""
    units = _units(counts, measures=2)
    made = shown(units, CUTS, [ANSWERS, THE_SAME])

    if made is not None:
        for cut in CUTS:
            cells = made.tables[cut.name, "answer"].cells
            assert made.tables[cut.name, "the same"].cells == cells
        assert certain(made, CUTS, "answer", _true(made, units)) == set()


@examples(10)
@given(counts=counted, random=st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_nothing(counts: Counts, random: Random) -> None:
    """The same table made twice hides the same, so the two cannot be laid beside each other."""
    units = _units(counts)
    mixed = units.copy()
    random.shuffle(mixed)

    assert shown(units, CUTS, [WITH_ZEROS]) == shown(mixed, CUTS, [WITH_ZEROS])


@examples(30)
@given(counts=counted, zeros=st.booleans())
def test_what_is_shown_is_true_and_about_five_or_nobody(counts: Counts, *, zeros: bool) -> None:
    """A shown count is the true one, of at least five children, or a zero that may be shown."""
    units = _units(counts)
    made = shown(units, CUTS, [WITH_ZEROS if zeros else ANSWERS])

    if made is None:
        assert len(units) < FEWEST
        return
    for at, cut in enumerate(CUTS):
        rows, table = made.rows[cut.name], made.tables[cut.name, "answer"]
        assert sum(rows.values()) == len(units)
        for (row, column), count in table.cells.items():
            true = sum(u.rows[at] in row and u.values[0] in column for u in units)
            may_be_zero = zeros or not (rows[row] and table.columns[column])
            assert count in {None, true}
            assert count is None or count >= FEWEST or (count == 0 and may_be_zero)


def test_nine_items_about_one_child_are_about_one_child() -> None:
    """It is children that are too few, however much there is about them."""
    many = [Unit(number, _rows("A1", "x"), ("nfa",)) for number in range(20)]
    many += [Unit(number, _rows("A1", "x"), ("advice",)) for number in range(20)]
    many += [Unit("one", _rows("B1", "x"), ("nfa",)) for _ in range(9)]

    made = shown(many, CUTS, [Measure("answer", ANSWERS.labels)])

    assert made is not None
    assert made.rows["main"] == {("A", "B", "?"): 49}


def test_too_few_of_all_show_nothing() -> None:
    """Four children in all are no table."""
    units = _units({("A1", "x", "nfa"): 4})

    assert shown(units, CUTS, [ANSWERS]) is None
