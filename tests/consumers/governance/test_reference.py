"""The reference pages: each type of event, its fields, and who receives it by the agreement."""

import re
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_agreement.written.loading import Files
from wholepicture_bus.cli import app
from wholepicture_consumers.governance.reference import INDEX
from wholepicture_schemas.catalogue import EVENT_TYPES, TOLD, short_name
from wholepicture_schemas.fields import content_type, leaves_of

from tests.support import browsers

CONCERN = "uk.wholepicture.police.child-concern.v1.html"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of the shipped agreement, as the command writes them."""
    folder = tmp_path_factory.mktemp("pages")
    done = CliRunner().invoke(app(), ["schemas", "docs", str(folder)])
    assert done.exit_code == 0, done.output
    assert done.output == f"{folder / INDEX} leads to what was written.\n"
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


def _said(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])
    return " ".join(unescape(text).split())


def test_the_index_leads_to_a_page_of_each_type(pages: dict[str, str]) -> None:
    """By who tells it."""
    linked = set(re.findall(r'href="([^"#]+)"', pages[INDEX]))

    assert {f"{name}.html" for name in EVENT_TYPES} <= linked
    assert "Told by the police" in pages[INDEX]


def test_every_link_leads_somewhere(pages: dict[str, str]) -> None:
    """To a page of the folder, and to what has the id there."""
    for name, page in pages.items():
        for to, anchor in re.findall(r'href="([^"#]*)#?([^"]*)"', page):
            target = pages[to or name]
            assert not anchor or f'id="{anchor}"' in target, (name, to, anchor)


def test_no_two_parts_of_a_page_have_one_id(pages: dict[str, str]) -> None:
    """A link leads to one place."""
    for name, page in pages.items():
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(set(ids)) == len(ids), name


@pytest.mark.parametrize("name", TOLD)
def test_a_page_shows_each_field_with_its_codes(pages: dict[str, str], name: str) -> None:
    """On its own page or on that of the core, by its label and its name."""
    page = pages[f"{name}.html"]
    linked = set(re.findall(r'href="([^"#]*core[^"#]*)"', page))
    shown = page + "".join(pages[core] for core in linked)

    for leaf in leaves_of(content_type(TOLD[name])):
        assert f'<div class="small">{leaf.name}</div>' in shown, leaf.path
        for code in leaf.codes:
            assert f"<code>{code}</code>" in shown, leaf.path


def test_a_page_says_who_receives_it_why_and_on_which_basis(
    pages: dict[str, str], files: Files
) -> None:
    """Each rule that tells it, with its purpose, and a link to the whole rule."""
    rules = [rule for rule in files.versions[-1].rule if "child-concern" in rule.on]
    page = pages[CONCERN]
    said = _said(page)

    assert rules
    for rule in rules:
        assert f'href="schedule.html#{rule.id}"' in page
        assert rule.purpose in said
        assert rule.safeguarding in said
    assert "Children Act" in said


def test_a_page_says_what_a_rule_rests_on_by_who_tells_it(pages: dict[str, str]) -> None:
    """Police do not tell under the duties of a council: each sender reads its own basis."""
    said = _said(pages["uk.wholepicture.any.concern.v1.html"])

    assert "Basis where told by the police Common law power of the police" in said
    assert "Basis where told by a charity" in said
    assert "On which basis in law, where told by the police" in _said(pages["schedule.html"])


def test_a_type_that_no_rule_tells_says_what_follows_from_it(pages: dict[str, str]) -> None:
    """Nobody reads an empty list as that nobody will be told."""
    said = _said(pages["uk.wholepicture.any.correction.v1.html"])

    assert "Whoever was told of the event that this corrects is told what is right." in said


def test_a_page_shows_the_example(pages: dict[str, str]) -> None:
    """The one of the repository, as it is."""
    for name in TOLD:
        text = Path(f"schemas/examples/{short_name(name)}.json").read_text("utf-8")
        shown = re.search(r"<pre>(.*?)</pre>", pages[f"{name}.html"], re.DOTALL)
        assert shown is not None
        assert unescape(shown[1].replace("<br>", "\n")) == text


@pytest.mark.long
@pytest.mark.parametrize("name", [INDEX, CONCERN, "core.html"])
def test_everybody_can_read_them_on_a_phone(
    pages: dict[str, str], name: str, tmp_path: Path
) -> None:
    """Axe finds nothing against a page, and nothing has to be moved sideways."""
    found = browsers.examined(pages[name], tmp_path, 390)

    assert found["violations"] == []
    assert found["passes"]
    assert found["wide"] <= 0
