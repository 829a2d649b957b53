"""What the fields of told events mean, by path."""

import pytest
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.meaning import Means
from wholepicture_schemas.told_fields import field_at, means_at


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("core.children.0.lives_at.lines.1", "whereabouts"),
        ("core.children.*.lives_at", "whereabouts"),
        ("core.children.*.school.name", "school"),
        ("core.adults.*.phone", "contact"),
        ("core.professionals.*.phone", "service"),
        ("core.allegations", "offence"),
        ("detail.orders.*.condition", "order"),
        ("core.children.*.ethnicity", "equality"),
        ("detail.changes.0.value.lines.0", "free-text"),
    ],
)
def test_a_path_has_the_class_of_its_field(path: str, kind: str) -> None:
    """Numbers and stars are places; inside a value of any form, the field around it counts."""
    assert means_at(path).kind == kind


def test_a_strange_path_means_nothing() -> None:
    """What leads to no field of any type has neither class nor label."""
    assert means_at("nothing.at.all") == Means()
    assert field_at("core.nothing") is None


def test_a_field_is_found_by_any_place_in_its_list() -> None:
    """The people whose address is protected are references, whichever place one has."""
    place = field_at("core.handling.address_protected.3")

    assert place is not None
    assert place.type is PersonRef
    assert place.means.label == "Whose address is protected"
