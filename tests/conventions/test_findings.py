"""The page of findings tells the truth about the tests."""

from tests.findings import PAGE, page


def test_the_page_of_findings_is_as_the_tests_say() -> None:
    """docs/findings.md is what ``make findings`` would write now."""
    written = PAGE.read_text(encoding="utf-8")

    assert written == page(), "docs/findings.md is stale: make findings"
