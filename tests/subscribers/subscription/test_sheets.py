"""The page of an item in a real browser: one sheet to act on, at any width, read by everybody."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wholepicture_schemas.deliveries import Delivery
from wholepicture_subscribers.subscription import Referral

from tests.subscribers.subscription.bus_side import delivery
from tests.support import browsers

EXAMPLE = Path(__file__).parents[3] / "schemas" / "examples" / "delivery.json"
PHONE = 390
DESK = 1200

Read = Callable[[Delivery], Referral]

pytestmark = pytest.mark.slow


def _usual() -> Delivery:
    """A usual incident: two children, two adults, one of them alleged, and what was told before."""
    example: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    data = example["data"]
    core = data["told"]["core"]
    core["children"] = core["children"][:2]
    core["allegations"] = core["allegations"][:1]
    data["children"] = data["children"][:2]
    data["around"] = data["around"][:2]
    return Delivery.model_validate(example)


def test_a_usual_incident_stands_on_one_sheet_and_a_second(
    referral_of: Read, tmp_path: Path
) -> None:
    """What is needed to act is on the first side; the law and every field on the second."""
    html = referral_of(_usual()).page()
    first, _, _ = html.partition('<div class="form second">')

    assert browsers.printed(html, tmp_path) == 2
    assert browsers.printed(f"{first}</main></body></html>", tmp_path) == 1


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everybody_can_read_it_on_a_phone_and_at_a_desk(
    referral_of: Read, full: Delivery, tmp_path: Path, width: int
) -> None:
    """Axe finds nothing against it, and nothing has to be moved sideways."""
    alarming = delivery(3, instructions=["Call 999 now.", "Keep it."], phone_first="0117 496 0001")

    for item in (_usual(), full, alarming):
        found = browsers.examined(referral_of(item).page(), tmp_path, width)

        assert found["width"] == width
        assert found["violations"] == []
        assert found["passes"]
        assert found["wide"] <= 0
