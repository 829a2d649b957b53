"""The table of cases as a member runs it: what differs, slips with their lines, and the page."""

import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from wholepicture_agreement import Agreement
from wholepicture_agreement.cases import Case, outcome
from wholepicture_agreement.cases.wording import field
from wholepicture_consumers.governance.agreement import agreement as app

from tests.agreement.incidents import CASES
from tests.support.shipped import PARTNERSHIP, TABLE

_OPEN = CASES[0]
_KEPT_BACK = next(one for one in CASES if one["name"] == "allegation against staff")
_ASKED = next(one for one in CASES if one["name"] == "sender controls passing on, open case")
_TEAM, _SCHOOL = "social-work-bristol-3", "setting-100002"

# name, case, what is written otherwise, what is said
DIFFERENCES: list[tuple[str, Any, dict[str, Any], str]] = [
    ("told too much", _OPEN, {"told": [_OPEN["told"][0], _OPEN["told"][2]], "says": {}},
     "(setting-100002) is told for its information of c1, and should not be told."),
    ("told too little", _OPEN,
     {"told": [*_OPEN["told"], ["front-door-bristol", "contact", "c1"]]},
     "First Response (front-door-bristol) is not told, and should be as a contact of c1."),
    ("told in another way", _OPEN, {"told": [[_TEAM, "contact", "c1"], *_OPEN["told"][1:]]},
     "is told as news on an open case of c1, and should be as a contact of c1."),
    ("kept back, unsaid", _KEPT_BACK,
     {"withheld": [_KEPT_BACK["withheld"][0], *_KEPT_BACK["withheld"][2:]]},
     "it is kept back by rule encompass-setting, and the case does not say so."),
    ("kept back for another reason", _KEPT_BACK,
     {"withheld": [[*_KEPT_BACK["withheld"][0], "because it rains"],
                   *_KEPT_BACK["withheld"][1:]]},
     "the reason of rule news-on-open-case is: It is of a restricted kind"),
    ("not kept back", _OPEN, {"withheld": [["front-door-bristol", "new-contact"]]},
     "it is not kept back by rule new-contact, and should be."),
    ("not asked", _ASKED, {"asked": _ASKED["asked"][1:]},
     "it is asked about first by rule encompass-setting"),
    ("words", _OPEN, {"says": {_TEAM: "by noon"}}, "does not read: by noon"),
    ("a field not seen", _OPEN, {"sees": {_SCHOOL: ["core.allegations"]}},
     "does not see core.allegations, and should."),
    ("a field seen", _OPEN, {"never_sees": {_SCHOOL: ["core.adults.a1.name"]}},
     "sees core.adults.a1.name, and should not."),
    ("a field that the event has not", _OPEN, {"never_sees": {_SCHOOL: ["detail.disposal"]}},
     "The event of this case has no detail.disposal"),
    ("words read", _OPEN, {"never_reads": {_TEAM: "He hit her in the kitchen"}},
     "reads 'He hit her in the kitchen', and should not."),
    ("words that the event has not", _OPEN, {"never_reads": {_TEAM: "She hit him"}},
     "The event of this case does not say 'She hit him'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "case", "otherwise", "says"), DIFFERENCES, ids=[one[0] for one in DIFFERENCES]
)
def test_a_difference_is_one_sentence(
    name: str, case: dict[str, Any], otherwise: dict[str, Any], says: str, agreement: Agreement
) -> None:
    """Whatever a case says otherwise than the agreement decides is found, and that alone."""
    written = Case.model_validate(dict(case) | otherwise)

    differences = outcome(written, agreement).differences

    assert len(differences) == 1, name
    assert says in differences[0]


_OTHERWISE = '["front-door-bristol", "for-your-information", "c1"]'

# name, what is replaced, by what, what the sentence says
SLIPS = [
    ("key", 'urgency = "immediate"', 'urgancy = "immediate"',
     "there is no key urgancy. Did you mean urgency?"),
    ("code", 'urgency = "same-day"', 'urgency = "same day"', "Did you mean same-day?"),
    ("recipient", '["front-door-bristol", "contact", "c1"]',
     '["front-dor-bristol", "contact", "c1"]',
     "there is no recipient front-dor-bristol. Did you mean front-door-bristol?"),
    ("rule", '["front-door-bristol", "no-children"', '["front-door-bristol", "no-child"',
     "there is no rule no-child. Did you mean no-children?"),
    ("arrival", '"news-on-open-case", "c1"]', '"news-on-case", "c1"]',
     "Did you mean news-on-open-case?"),
    ("child", '"for-your-information", "c1 c2 c3"]', '"for-your-information", "c1 c2 c4"]',
     "it has no child c4"),
    ("field", '"core.children.c1.voice"', '"core.children.c1.voices"',
     "core.children.c1.voices is no field of the event"),
    ("person in a field", '"core.adults.a2.safe_contact"]', '"core.adults.a7.safe_contact"]',
     "nobody of the case stands in it"),
    ("two of a name", 'name = "no open case"', 'name = "open case"',
     "Case open case stands here twice"),
    ("told twice", '["social-work-bristol-2", "news-on-open-case", "c1"]',
     '["social-work-bristol-1", "news-on-open-case", "c1"]', "is told twice"),
    ("words of nobody", "says = { social-work-bristol-3 =", "says = { public-health-nursing =",
     "which is not told anything in this case"),
    ("left out", 'without = ["core.call_back"]', 'without = ["core.callback"]',
     "without names something that its event does not have"),
    ("nobody told", "told = []\nwithheld", "withheld", "told is missing: add it."),
    ("no story", 'story = "A missing answer is no answer."', 'story = ""',
     "story has the wrong form"),
    ("not TOML", 'name = "open case"', 'name = "open case', "this is not TOML"),
]  # fmt: skip


def run(*arguments: str) -> Result:
    """What the command answers."""
    return CliRunner().invoke(app, ["cases", *arguments, "--partnership", str(PARTNERSHIP)])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A copy of the table, to be changed."""
    return Path(shutil.copy(TABLE, tmp_path / "cases.toml"))


def changed(table: Path, before: str, after: str) -> int:
    """Replace in the table; the line where the first replaced text ended."""
    text = table.read_text(encoding="utf-8")
    assert before in text
    table.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before) + len(before)].count("\n") + 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("core.adults.a2.new_address", "new address of a2"),
        ("core.adults.*.offence_history", "offence history of any adult"),
        ("core.children.c2", "anything of c2"),
        ("core.professionals.*.organisation", "organisation of any professional"),
        ("core.allegations", "allegations"),
        ("detail.orders.*.condition", "orders, condition"),
        ("detail", "everything of its detail"),
    ],
)
def test_a_field_is_called_as_one_says_it(path: str, words: str) -> None:
    """Who reads the page needs to know no paths."""
    assert field(path) == words


@pytest.mark.parametrize(("name", "before", "after", "says"), SLIPS, ids=[one[0] for one in SLIPS])
def test_a_slip_in_the_table_has_its_line(
    table: Path, name: str, before: str, after: str, says: str
) -> None:
    """A slip is a sentence with its line and what was probably meant, and exit code 2."""
    changed(table, before, after)

    result = run(str(table))

    assert result.exit_code == 2, name
    found = [line for line in result.output.splitlines() if says in line]
    assert found, result.output
    assert all(line.startswith("cases.toml line ") for line in result.output.splitlines())
    assert "Traceback" not in result.output


def test_the_line_of_a_slip_is_where_it_stands(table: Path) -> None:
    """The number leads to the line to be changed, under whichever heading it stands."""
    line = changed(table, '["setting-100001", "for-your-information", "c1 c2 c3"]',
                   '["seting-100001", "for-your-information", "c1 c2 c3"]')  # fmt: skip

    result = run(str(table))

    assert f"cases.toml line {line}: Case siblings of one school: there is no" in result.output


@pytest.mark.parametrize(
    ("key", "written", "says"),
    [
        ("born", "09.03.2023", "cannot be right. Write what is known: 2015, 2015-03 or"),
        ("area", "Avonmouth", "cannot be right. Write the code of the authority, such as"),
    ],
)
def test_a_slip_where_nothing_may_be_written_is_one_sentence(
    table: Path, key: str, written: str, says: str
) -> None:
    """It names the key and the fix, and neither the value nor what else could stand there."""
    changed(table, 'person = "c1", born = "2015-03-09"', f'person = "c1", {key} = "{written}"')

    (line,) = run(str(table)).output.splitlines()

    assert f"{key} {says}" in line
    assert written not in line


def test_every_slip_is_said_at_once(table: Path) -> None:
    """Who made three slips reads three sentences, and need not run it three times."""
    changed(table, '"no-children"', '"no-child"')
    changed(table, '"core.children.c1.voice"', '"core.children.c1.voices"')
    changed(table, 'alleged = ["c1"]', 'alleged = ["c9"]')

    result = run(str(table))

    assert len(result.output.splitlines()) == 3


def test_the_table_as_it_is_shipped_is_well() -> None:
    """Every case has its mark, and the command ends well."""
    result = run()

    assert result.exit_code == 0
    assert result.output.count("✓") == len(CASES)
    assert f"{len(CASES)} cases: the agreement decides each as written." in result.output


def test_a_difference_is_shown_with_its_case(table: Path) -> None:
    """The case has another mark, its line, its story and what differs; exit code 1."""
    changed(table, '["front-door-bristol", "contact", "c1"]', _OTHERWISE)

    result = run(str(table), "--only", "no open case")

    assert result.exit_code == 1
    assert "✗ no open case (cases.toml line " in result.output
    assert "A child whom nobody works with comes to the front door" in result.output
    assert (
        "First Response (front-door-bristol) is told as a contact of c1, and should be"
        in result.output
    )
    assert "Put the case right, or the rule." in result.output


def test_a_table_that_is_not_there_is_answered_with_a_sentence() -> None:
    """A path that leads nowhere, and words that no case has: exit code 2."""
    assert run("nowhere.toml").exit_code == 2
    assert "nowhere.toml: this file cannot be read" in run("nowhere.toml").output
    assert "no case has these words" in run("--only", "giraffe").output


class _Reader(HTMLParser):
    """The page as a reader's program takes it in: open elements, headings and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_can_be_read_by_everyone(tmp_path: Path) -> None:
    """It stands by itself, says its language, and its headings and tables are marked as such."""
    page = tmp_path / "cases.html"

    result = run("--html", str(page))

    text = page.read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(text)
    tags = [tag for tag, _ in reader.seen]
    labels = {attrs["id"] for _, attrs in reader.seen if "id" in attrs}
    assert result.exit_code == 0
    assert not reader.open
    assert ("html", {"lang": "en-GB"}) in reader.seen
    assert tags.count("h1") == 1
    assert tags.count("h3") == len(CASES)
    assert tags.count("caption") == tags.count("table")
    assert all("scope" in attrs for tag, attrs in reader.seen if tag == "th")
    assert {"script", "img", "link"}.isdisjoint(tags)
    for _, attrs in reader.seen:
        for name in ("href", "aria-labelledby"):
            if name in attrs:
                assert str(attrs[name]).removeprefix("#") in labels


def test_the_page_takes_no_text_for_its_own(table: Path, tmp_path: Path) -> None:
    """What a member writes in a case is shown as it is written."""
    changed(table, 'story = "A missing answer is no answer."',
            "story = \"<script>alert('x')</script> & more\"")  # fmt: skip
    page = tmp_path / "cases.html"

    run(str(table), "--only", "no answer about children", "--html", str(page))

    text = page.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more" in text


def test_the_page_says_what_differs(table: Path, tmp_path: Path) -> None:
    """A case that the agreement decides otherwise says so in words, not by a colour alone."""
    changed(table, '["front-door-bristol", "contact", "c1"]', _OTHERWISE)
    page = tmp_path / "cases.html"

    result = run(str(table), "--html", str(page))

    assert result.exit_code == 1
    text = page.read_text(encoding="utf-8")
    assert "The agreement decides 1 of them otherwise than written here." in text
    assert "It is decided otherwise:" in text


@pytest.fixture
def proposed(tmp_path: Path) -> Path:
    """A proposal by which schools hear of no incident: the rules that tell them are not there."""
    text = (PARTNERSHIP / "sharing.toml").read_text(encoding="utf-8")
    before, rule, after = text.partition('[[rule]]\nid = "encompass-setting"')
    assert rule
    after = after[after.index("[[rule]]") :]
    path = tmp_path / "proposed.toml"
    path.write_text((before + after).replace("2026-11-01", "2027-01-01"), encoding="utf-8")
    return path


def test_the_cases_that_a_proposal_would_change_are_said(proposed: Path, tmp_path: Path) -> None:
    """Its own rules alone decide; a rule that it no longer has is a difference, and no slip."""
    page = tmp_path / "cases.html"

    result = run("--proposal", str(proposed), "--html", str(page))

    assert result.exit_code == 1
    assert "the proposal proposed.toml, not in force, decides " in result.output
    assert "✗ open case (cases.toml line " in result.output
    assert f"({_SCHOOL}) is not told, and should be for its information of c1." in result.output
    assert "it is not kept back by rule encompass-setting, and should be." in result.output
    text = page.read_text(encoding="utf-8")
    assert "version 2027-01-01 of the agreement. The proposal proposed.toml, not in" in text
    assert run("--only", "open case").exit_code == 0


def test_a_proposal_that_changes_no_case_is_said_too(proposed: Path, tmp_path: Path) -> None:
    """As `try` takes it, approved or not; one that is not there is answered with a sentence."""
    text = (PARTNERSHIP / "sharing.toml").read_text(encoding="utf-8")
    proposed.write_text(text.replace("2026-11-01", "2027-01-01"), encoding="utf-8")

    result = run("--proposal", str(proposed))
    nowhere = run("--proposal", str(tmp_path / "other.toml"))

    assert result.exit_code == 0
    assert (
        f"{len(CASES)} cases: the proposal proposed.toml, not in force, decides each as"
        in result.output
    )
    assert nowhere.exit_code == 2
    assert "other.toml: this file cannot be read" in nowhere.output
