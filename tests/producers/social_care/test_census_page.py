"""The page of the census says what its table says, and the table what the language has."""

from wholepicture_producers.shape import leaf
from wholepicture_producers.social_care.table import table

from tests.producers.social_care.census_page import PAGE, written


def test_the_page_says_what_the_table_says() -> None:
    """Put it right with: python -m tests.producers.social_care.census_page."""
    page = PAGE.read_text(encoding="utf-8")

    assert page == written(page)
    assert "section-47-started" in page


def test_each_element_leads_to_a_field() -> None:
    """Of the type that it becomes; a code that follows from it is one of the field's own."""
    rules = [rule for module in table().modules for rule in module.rules]

    for rule in rules:
        for path in rule.fields.values():
            leaf(rule.kind, path)
        for path, value in rule.says.items():
            assert value in leaf(rule.kind, path).codes, (rule, path)
        for field in table().child:
            leaf(rule.kind, field.to)


def test_no_element_is_told_and_not_told() -> None:
    """Each stands in one of the two lists."""
    assert not table().used & table().untold.keys()
