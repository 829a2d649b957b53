"""The report counts, weighs and follows as it says; its command refuses what cannot be."""

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.cli import app
from wholepicture_consumers.study.counting import Curve, Followed, suppressed
from wholepicture_consumers.study.outcomes import OfChild, OfYear
from wholepicture_consumers.study.rates import KindOfFamily, rates, rows, with_staff
from wholepicture_consumers.study.report import report
from wholepicture_consumers.study.saying import as_data, tables

from tests.consumers.both_stages import WITH_PATTERNS
from tests.support.shipped import PARTNERSHIP

DOCS = Path(__file__).parents[3] / "docs" / "replay-study.md"
BEGIN = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
RULES = WITH_PATTERNS.patterns[-1].pattern[:1]


def _child(kind: KindOfFamily, *rules: str) -> OfChild:
    return OfChild(kind, "WBRI", disabled=False, harm=None, patterns={}, noticed=frozenset(rules))


def _year(*children: OfChild, items: dict[tuple[str, bool], int] | None = None) -> OfYear:
    return OfYear(children, items or {}, events=1)


def test_whoever_was_not_reached_is_never_left_out() -> None:
    """Of four, one is reached on day 10 and one on day 30; two are followed for 20 and 40 days."""
    curve = Curve([Followed(10, came=True), Followed(30, came=True),
                   Followed(20, came=False), Followed(40, came=False)])  # fmt: skip

    assert curve.by(9) == 0
    assert curve.by(10) == pytest.approx(1 / 4)
    assert curve.by(30) == pytest.approx(1 - 3 / 4 * 1 / 2)
    assert curve.median == 30
    assert curve.between(10) == pytest.approx((0, 1 / 4 + 1.96 * 3 / 4 * (1 / 12) ** 0.5))
    assert Curve([Followed(10, came=False)]).median is None
    assert Curve([]).by(30) is None


def test_a_small_count_is_not_said() -> None:
    """None at all is said, as five are."""
    assert [suppressed(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]


def test_each_kind_of_family_weighs_as_often_as_it_is() -> None:
    """Two of four quiet children, one hard of two and one harmed of one were noticed."""
    years = [
        _year(*[_child("quiet", "r")] * 2, *[_child("quiet")] * 2, items={("front-door", True): 4}),
        _year(_child("hard", "r"), _child("hard"), items={("front-door", False): 2}),
        _year(_child("like-the-review", "r")),
    ]
    weigh = {kind.name: kind.per_1000 for kind in rates().kind}

    made = report(years, RULES, with_staff(rates(), ["front-door=4"]), 1, BEGIN)

    total = weigh["quiet"] / 2 + weigh["hard"] / 2 + weigh["like-the-review"]
    assert made.noticed.per_1000 == pytest.approx(total)
    assert made.noticed.precision == pytest.approx(weigh["like-the-review"] / total)
    (desk,) = made.desks
    others = weigh["hard"] * 2 / 2
    a_day = 10 / 4 / 253
    assert desk.without == pytest.approx(others * a_day)
    assert desk.with_patterns == pytest.approx((others + weigh["quiet"] * 4 / 4) * a_day)


def test_the_population_is_a_thousand() -> None:
    """The kinds of family, and the groups, are all of them."""
    assert sum(kind.per_1000 for kind in rates().kind) == pytest.approx(1000)
    assert sum(kind.in_ten for kind in rates().kind) == 10
    assert sum(group.percent for group in rates().groups.values()) == 100


def test_the_docs_show_what_is_assumed() -> None:
    """Row for row: rates.toml is the one place where it stands."""
    shown = [line for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| ")]

    missing = [row for row in rows(rates()) if f"| {' | '.join(row)} |" not in shown]

    assert not missing


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--histories", "3"], "--histories is from 10 to 200,000."),
        (["--nhs-number", "2"], "--nhs-number is a share from 0 to 1"),
        (["--practitioners", "doorman=3"], "--practitioners doorman=3: the kinds of recipient are"),
        (["--practitioners", "front-door=0"], "write a number above 0, as front-door=2."),
        (["--html", "nowhere/at/all.html"], "There is no folder nowhere/at"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(arguments: list[str], says: str) -> None:
    """Before anything is made up."""
    result = CliRunner().invoke(app(), ["replay-study", *arguments])

    assert result.exit_code == 2
    assert says in result.stderr


def test_a_study_is_a_screen_a_page_a_plot_and_numbers(tmp_path: Path) -> None:
    """Of ten families; the same numbers stand in each."""
    page, plot, numbers = (tmp_path / name for name in ("s.html", "s.svg", "s.json"))
    result = CliRunner().invoke(
        app(),
        ["replay-study", "--histories", "10", "--partnership", str(PARTNERSHIP),
         "--html", str(page), "--plot", str(plot), "--json", str(numbers)],
        env={"COLUMNS": "80"},
    )  # fmt: skip

    assert result.exit_code == 0
    assert "10 families from 2 November 2026" in result.stdout
    assert "No child is ranked." in result.stdout
    assert len(result.stdout.splitlines()) <= 50
    assert plot.read_text("utf-8").count("<polyline") == 5
    assert plot.read_text("utf-8").strip() in page.read_text("utf-8")
    assert '"histories": 10' in numbers.read_text("utf-8")


def test_few_of_a_group_are_not_said() -> None:
    """Four who were noticed are fewer than five, and nothing that follows from them stands."""
    four = [_child("quiet", "r")] * 4
    years = [_year(*four, *[_child("quiet")] * 3, _child("hard"), _child("like-the-review"))]

    made = report(years, RULES, rates(), 1, BEGIN)

    *_, groups = tables(made)
    (white,) = [row for row in groups.rows if row[0] == "White"]
    assert white == ("White", "9", "0", "-", "-", "<5", "-")
    (data,) = [group for group in as_data(made)["groups"] if group["group"] == "White"]
    assert "children_noticed" not in data
