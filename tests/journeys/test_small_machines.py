"""An agency and a supplier each install three small distributions, and no database with them."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from wholepicture_schemas.envelope import new_id

from tests.journeys.house import House
from tests.journeys.installing import ROOT, Installed, install, wheels
from tests.journeys.stories import FRONT_DOOR, POLICE

pytestmark = pytest.mark.broker

EXAMPLE = ROOT / "schemas" / "examples" / "domestic-abuse-incident.json"
OF_THE_BUS = {"wholepicture-schemas", "wholepicture-bus"}
A_DATABASE = {"sqlalchemy", "psycopg", "psycopg-binary", "holidays"}


class Small(NamedTuple):
    """Two machines that are not the partnership's."""

    publisher: Installed
    supplier: Installed


@pytest.fixture(scope="module")
def small(house: House, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Schemas, bus and producers on one machine; schemas, bus and subscribers on another."""
    folder = tmp_path_factory.mktemp("small")
    built = wheels(("schemas", "bus", "producers", "subscribers"), folder / "wheels")

    def machine(own: str) -> Installed:
        variables = {
            "KAFKA_BOOTSTRAP_SERVERS": house.bootstrap,
            "WHOLEPICTURE_DATA": str(folder / own / "data"),
            "WHOLEPICTURE_AGENCY": POLICE,
        }
        return install([built["schemas"], built["bus"], built[own]], folder / own, variables)

    return Small(machine("producers"), machine("subscribers"))


def test_who_publishes_and_who_answers_need_no_more_than_their_own(
    house: House, small: Small, tmp_path: Path
) -> None:
    """An event goes from the one machine to the other, and its answer comes back."""
    file = tmp_path / "event.json"
    file.write_text(json.dumps(json.loads(EXAMPLE.read_text()) | {"id": str(new_id())}))

    told = small.publisher.run("wholepicture", "publish", str(file), "--wait", "20", "--json")
    receipt = json.loads(told)["files"][0]["receipts"][0]["receipt"]
    house.settled(POLICE, receipt)
    (sent,) = [one for one in house.deliveries(receipt) if one.topic == f"referrals.{FRONT_DOOR}"]
    watch = ("referrals", "watch", FRONT_DOOR, "--once", "--json")
    shown = small.supplier.run("wholepicture", *watch).splitlines()
    item = sent.attributes["id"]
    answered = small.supplier.run(
        "wholepicture", "referrals", "answer", FRONT_DOOR, item, "acknowledged", "--by", "duty"
    )
    house.wait(
        lambda: [one for one in house.feedback(POLICE, receipt) if "acknowledged" in str(one.data)]
    )

    assert item in [json.loads(line)["delivery"] for line in shown]
    assert answered == "Your answer is sent.\n"
    assert "cknowledged" in small.publisher.run("wholepicture", "sent", receipt)


def test_no_database_and_nothing_of_the_partnership_is_on_them(small: Small) -> None:
    """Three distributions of ours are there, and neither a database nor a calendar of holidays."""
    for machine, own in zip(small, ("producers", "subscribers"), strict=True):
        ours = {name for name in machine.names if name.startswith("wholepicture")}

        assert ours == {*OF_THE_BUS, f"wholepicture-{own}"}
        assert not machine.names & A_DATABASE


_OF_EACH = {"doctor", "backup", "restore", "kafka", "schemas"}
_OF_A_PUBLISHER = {
    "template", "map", "validate", "publish", "sent", "fix", "manifest", "gateway", "spool",
}  # fmt: skip


@pytest.mark.parametrize(
    ("machine", "commands"),
    [
        (0, _OF_EACH | _OF_A_PUBLISHER),
        (1, _OF_EACH | {"conform", "forward", "referrals", "questions"}),
    ],
    ids=["publisher", "supplier"],
)
def test_each_has_its_own_commands_only(small: Small, machine: int, commands: set[str]) -> None:
    """What is not installed is not listed."""
    page = small[machine].run("wholepicture", "--help")

    assert set(re.findall(r"(?m)^│ ([a-z]+) ", page)) == commands


def test_the_names_of_the_kits_can_be_imported_from_the_top(small: Small) -> None:
    """A program needs to know one name of a package, whatever module something stands in."""
    publisher = "from wholepicture_producers import Publisher, Spool, bootstrap"
    supplier = "from wholepicture_subscribers import Referral, Subscription"

    small.publisher.run("python", "-c", publisher)
    small.supplier.run("python", "-c", supplier)
