"""What a recipient is shown of a family, and the panel that is made of it."""

import datetime as dt
from typing import Any

from wholepicture_agreement.item.around import OfChild, Shown, around, people
from wholepicture_schemas.around import AdultAround, Around
from wholepicture_schemas.identifiers import PersonRef

TODAY = dt.date(2026, 11, 18)
JANE = {"given": "Jane", "family": "Quillmere"}
DAN = {"given": "Dan", "family": "Quillmere"}
NOTE = {"who": "Safeguarding unit", "phone": "0117 496 0110"}
ASK_HOW = (
    "How to reach Jane Quillmere safely is not told: ask the front door before you write, ring or "
    "visit."
)
DO_NOT_APPROACH = "Do not approach Dan Quillmere because of this line: first ask the front door."


def parent(person: str, name: Any, relation: str, **more: Any) -> dict[str, Any]:
    """An adult with parental responsibility for the child."""
    tie = {"child": "c1", "relation": relation, "parental_responsibility": "yes"}
    return {"person": person, "related_to": [tie], **({"name": name} if name else {}), **more}


def event(
    day: str,
    *adults: dict[str, Any],
    name: str = "concern",
    own: bool = False,
    agency: str = "Test Agency",
    detail: dict[str, Any] | None = None,
    child: dict[str, Any] | None = None,
    of: str = "c1",
    received: str | None = None,
    **core: Any,
) -> Shown:
    """An event about the child, as it is shown."""
    told = {
        "core": {"children": [{"person": "c1", **(child or {})}], "adults": list(adults), **core},
        "detail": detail or {},
    }
    happened = dt.date.fromisoformat(day)
    came = dt.datetime.fromisoformat(f"{received or day}T12:00:00+00:00")
    return Shown(told, agency, name, happened, PersonRef(of), own, came)


def panel_of(*shown: Shown, cut: bool = False) -> Around:
    """The panel of the child, made of these events; ``cut``: older ones do not stand here."""
    who, reaches = PersonRef("c1"), min(one.on for one in shown) if cut else None
    found = people([OfChild(who, shown, reaches)])
    (panel,) = around(found, today=TODAY, days=90, ask=lambda _: "the front door")
    return panel


def only(panel: Around) -> AdultAround:
    """The one adult of a panel."""
    (adult,) = panel.adults
    return adult
