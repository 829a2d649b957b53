"""What is written about the code leads to the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    str(page.relative_to(ROOT))
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md"))
)
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")
"""A link to a file of this repository, without the place inside it."""
_NAMED = re.compile(r"\]\(([^)\s]+\.py)\) `([A-Za-z_]+(?:\.[a-z_]+)?)`")
"""A module with a name that stands in it: what the map of the code is made of."""
_NAMED_BEFORE = re.compile(r"`([A-Za-z_]+)` in \[[^]]+\]\(([^)\s]+\.py)\)")
"""The same with the name first: what the glossary is made of."""


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_a_file(page: str) -> None:
    """Whoever follows a link in a document finds something there."""
    text = (ROOT / page).read_text(encoding="utf-8")

    broken = [
        link for link in _LINK.findall(text) if not (ROOT / page).parent.joinpath(link).exists()
    ]

    assert not broken


@pytest.mark.parametrize("page", ["README.md", "docs/glossary.md"])
def test_what_the_map_and_the_glossary_name_stands_where_they_say(page: str) -> None:
    """A function or a class that was moved or renamed is moved or renamed there too."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = [*_NAMED.findall(text), *((file, name) for name, file in _NAMED_BEFORE.findall(text))]

    missing = [
        f"{file}: {name}"
        for file, name in named
        for part in name.split(".")
        if not re.search(rf"\b{part}\b", (ROOT / page).parent.joinpath(file).read_text("utf-8"))
    ]

    assert len(named) > 10
    assert not missing
