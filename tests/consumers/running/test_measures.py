"""The status of the bus as figures, and the dashboard and alerts that are made of them."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import StopError
from wholepicture_consumers.running.measures import Measures, pause_after, where
from wholepicture_consumers.running.status import Overview, StageStatus
from wholepicture_engine.meter import Meter

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
OBSERVED = Path("deploy/observability")
_NAME = re.compile(r"\bwholepicture_[a-z_]+")


def _told(overview: Overview) -> str:
    meter = Meter("intake")
    Measures(meter.registry).take(overview, NOW.timestamp())
    return generate_latest(meter.registry).decode()


def _overview(*, database: bool = True) -> Overview:
    stage = StageStatus("picture", 2, 7, 1, NOW - timedelta(minutes=3))
    return Overview(
        kafka=True,
        database=database,
        stages=(stage,),
        unreadable={"avon-and-somerset-police": 4},
        silent=("a sentence",),
        unanswered=5,
        needs=("one", "two"),
    )


@pytest.mark.parametrize(
    "line",
    [
        'wholepicture_lag_records{stage="picture"} 7.0',
        'wholepicture_oldest_waiting_seconds{stage="picture"} 180.0',
        'wholepicture_members{stage="picture"} 2.0',
        'wholepicture_held{stage="picture"} 1.0',
        'wholepicture_invalid_open{sender="avon-and-somerset-police"} 4.0',
        "wholepicture_late_lists 1.0",
        "wholepicture_unanswered_past_due 5.0",
        "wholepicture_person_needed 2.0",
    ],
)
def test_the_status_is_told_as_figures(line: str) -> None:
    """Numbers, by stage and by sender."""
    assert line in _told(_overview())


def test_what_is_not_known_is_not_told_as_nothing() -> None:
    """While the database is away nobody reads that nothing is held."""
    assert 'wholepicture_held{stage="picture"}' not in _told(_overview(database=False))


@pytest.mark.parametrize("file", ["alerts.yml", "dashboard.json"])
def test_each_figure_of_the_dashboard_and_the_alerts_is_served(file: str) -> None:
    """A rule about a name that does not exist is never due."""
    served = set(_NAME.findall(_told(_overview())))

    named = set(_NAME.findall((OBSERVED / file).read_text(encoding="utf-8")))

    assert named
    assert named <= served


def test_each_panel_asks_something() -> None:
    """The dashboard can be read by Grafana."""
    panels = json.loads((OBSERVED / "dashboard.json").read_text(encoding="utf-8"))["panels"]

    assert all(target["expr"] for panel in panels for target in panel["targets"])


@pytest.mark.parametrize(
    ("told", "read"),
    [("9400", Address("127.0.0.1", 9400)), ("0.0.0.0:9400", Address("0.0.0.0", 9400))],  # noqa: S104
)
def test_a_port_alone_is_one_of_the_loopback(told: str, read: Address) -> None:
    """Figures are for this machine, unless it is said otherwise."""
    assert where(told) == read


def test_what_is_no_address_is_refused() -> None:
    """With the setting's name."""
    with pytest.raises(StopError, match="WHOLEPICTURE_METRICS"):
        where("http://127.0.0.1:9400")


@pytest.mark.parametrize(("took", "pause"), [(0.2, 30.0), (3.0, 60.0)])
def test_a_look_that_takes_long_is_taken_less_often(took: float, pause: float) -> None:
    """So that the figures of a large bus do not take the time of its stages."""
    assert pause_after(took) == pause
