"""What was kept as it was written is shown where its field would stand, and marked."""

from typing import Any

from wholepicture_subscribers.subscription.as_written import MARK, as_read
from wholepicture_subscribers.subscription.naming import people_of
from wholepicture_subscribers.subscription.telling import Whose, changed, told_parts

TOLD: dict[str, Any] = {
    "core": {
        "call_back": {"name": "Desk", "as_written": {"phone": "0117 496 0140 ext 4"}},
        "children": [
            {
                "person": "c1",
                "disability": ["MOB"],
                "as_written": {
                    "name": "Ivy Sample", "sex": "boy", "birth_date": "04/05/2016",
                    "lives_at": "4 Elm Road", "disability": "uses a wheelchair",
                },
            }
        ],
    }
}  # fmt: skip


def test_each_text_stands_in_its_fields_place_and_is_marked() -> None:
    """Beside the entries of a list that could be read."""
    core = as_read(TOLD)["core"]

    assert core["call_back"] == {"name": "Desk", "phone": f"0117 496 0140 ext 4 {MARK}"}
    (child,) = core["children"]
    assert child["disability"] == ["MOB", f"uses a wheelchair {MARK}"]
    assert "as_written" not in child
    assert TOLD["core"]["children"][0]["as_written"], "what a system reads stays as it was told"


def test_every_text_is_read_under_its_label() -> None:
    """A code that is none, a date that may be two and an address as one text are shown as sent."""
    shown = str(told_parts(as_read(TOLD)))

    for text in ("0117 496 0140 ext 4", "boy", "04/05/2016", "4 Elm Road", "uses a wheelchair"):
        assert f"{text} {MARK}" in shown
    assert people_of(TOLD) == {"c1": "Ivy Sample"}


def test_a_change_of_such_a_text_is_a_change_of_its_field() -> None:
    """A wrong number that is put right is one line: what was written, and what is right."""
    before = {"core.children.0.as_written.nhs_number": "999 000 001"}
    now = {"core.children.0.nhs_number": "9990000018"}

    (row,) = changed(before, now, Whose(TOLD)).rows

    assert row == ("Ivy Sample: NHS number", f"999 000 001 {MARK}", "9990000018")
