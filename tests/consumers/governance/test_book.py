"""The book of the agreement: complete, in words, and standing by itself."""

import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from wholepicture_agreement import Agreement
from wholepicture_agreement.written.loading import Files, agreement_of
from wholepicture_consumers.governance.book import book, write
from wholepicture_consumers.governance.changes import changes
from wholepicture_consumers.governance.privacy import privacy
from wholepicture_consumers.governance.rule_words import told
from wholepicture_consumers.governance.schedule import schedule

from tests.consumers.governance.conftest import Propose
from tests.support import browsers

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MOST_WORDS = 930
"""As many as two sheets of A4 hold, as the page is set: with 900 there were a few lines left."""
MOST_CHARACTERS = 400_000
"""A page that names each field of each event for each recipient had two million."""


class _Text(HTMLParser):
    """What a person reads of a page, and which elements it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.closed_breaks = page.count("</br>")
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def agreement(files: Files) -> Agreement:
    """The shipped agreement."""
    return agreement_of(files)


@pytest.fixture(scope="module")
def made(files: Files) -> dict[str, str]:
    """The pages of the shipped agreement, made once."""
    return book(files, NOW)


@pytest.fixture(scope="module")
def pages(made: dict[str, str]) -> dict[str, _Text]:
    """The same, as they are read."""
    return {name: _Text(said) for name, said in made.items()}


def test_every_page_is_whole_and_needs_nothing_from_outside(pages: dict[str, _Text]) -> None:
    """Each element is closed; no script, no picture, no style sheet from elsewhere."""
    for said in pages.values():
        assert said.open == []
        assert not said.closed_breaks
        names = [name for name, _ in said.elements]
        assert not {"script", "img", "link", "iframe"} & set(names)
        assert names.count("h1") == names.count("main") == 1
        for name, attributes in said.elements:
            assert not (attributes.get("href") or "#").startswith("http"), name


def test_every_table_can_be_read_aloud(pages: dict[str, _Text]) -> None:
    """Each has a caption, and each heading says of what it is the heading."""
    for said in pages.values():
        names = [name for name, _ in said.elements]
        assert names.count("table") == names.count("caption")
        assert all(attributes.get("scope") for name, attributes in said.elements if name == "th")


def test_the_schedule_has_every_rule_with_its_law(pages: dict[str, _Text], files: Files) -> None:
    """On what, who, why, on which basis, from where, checked when, and which fields."""
    said = pages["schedule.html"].text

    for rule in files.versions[-1].rule:
        assert f"{rule.id}, version {rule.version}" in said
        assert rule.purpose in said
        assert rule.safeguarding in said
    for words in (
        "the safeguarding lead of the child's school, nursery or college is told",
        "the child's school can be told directly",
        "Checked on 5 October 2026",
        "Victims and Prisoners Act 2024 (Commencement No. 8) Regulations 2025",
        "of a child: reference in this event, name, date of birth, how they communicate",
        "Never given of an adult: which service helps them as a victim",
    ):
        assert words in said, words


def test_one_page_says_who_may_learn_where_she_lives(pages: dict[str, _Text]) -> None:
    """Who has which need and why, who knows of what is restricted, and who can be kept out."""
    said = pages["kept.html"].text

    for words in (
        "The front door has to find the child and reach the adult victim safely",
        "Which service supports an adult who was harmed",
        "where somebody is: what happened is told without it",
        "Turning Point",
        "Do not speak to the parents or carers",
        "golden rules 5 to 7",
        "section 16LA(3)",
        "(not in force: not relied on)",
        "Head of safeguarding's on-call reader",
    ):
        assert words in said, words


def test_the_matrix_says_who_gets_which_field(made: dict[str, str]) -> None:
    """A row for each field, in words and as the rules write it, and a column for each recipient."""
    said = made["fields.html"]
    row = re.search(
        r'<th scope="row">About the child: how they communicate'
        r'<div class="small">core\.children\.\*\.communication</div></th>(.*?)</tr>',
        said,
    )
    history = re.search(r"core\.adults\.\*\.offence_history</div></th>(.*?)</tr>", said)

    assert row is not None
    assert history is not None
    heads = re.findall(r'<th scope="col">(.*?)</th>', said.split("</thead>")[0])
    cells = dict(zip(heads[1:], re.findall("<td>(.*?)</td>", row[1]), strict=True))
    secret = dict(zip(heads[1:], re.findall("<td>(.*?)</td>", history[1]), strict=True))
    school = next(one for one in heads if "nursery or college" in one)
    assert set(cells.values()) == {"Yes", "No"}
    assert (cells[school], secret[school]) == ("Yes", "No")
    assert all(cell == "No" for cell in re.findall(
        r"core\.children\.\*\.ethnicity</div></th><td>(.*?)</td>", said))  # fmt: skip


def test_abbreviations_of_the_matrix_keep_their_capitals(made: dict[str, str]) -> None:
    """A column is headed as people write it."""
    said = made["fields.html"]

    assert "(LADO)" in said
    assert "GP practice" in said
    assert not re.search(r"\(lado\)|\bgp\b", said)


def test_no_field_of_the_matrix_is_called_by_its_bare_name(made: dict[str, str]) -> None:
    """The words are those of the families' page, whatever page somebody opens first."""
    said = made["fields.html"]

    rows = re.findall(r'<th scope="row">(.*?)<div', said)
    assert len(rows) == said.count('<th scope="row">')
    for bare in (
        "of a child",
        "asks",
        "call back",
        "children check",
        "local reference",
        "producer",
    ):
        assert not [one for one in rows if one.lower().rpartition(": ")[2] == bare], bare
    assert "About the report itself: the sender&#39;s own number for this" in rows


def test_the_changes_of_a_proposal_say_what_is_given_more(files: Files, propose: Propose) -> None:
    """Before and after, and who has still to approve."""
    wider = propose(
        "encompass_minimum = [", 'encompass_minimum = [\n"core.children.*.communication_note",'
    )
    file = wider.file.model_copy(update={"approvers": ("bristol-city-council",)})

    before = files.versions[-1]
    said = _Text(changes(before, file, files, agreement_of(files))).text

    assert "Rule encompass-setting gives setting, of domestic abuse incident" in said
    assert "(of a child: what helps the child to communicate)" in said
    assert "Nothing that was given before is taken away." in said
    assert "Avon and Somerset Police Yes Not yet, and it has to" in said
    assert "Bristol City Council children's social care No Yes" in said
    assert "a change of that file gives to whom is not compared here" in said


def test_other_words_of_a_rule_are_shown_before_and_after(files: Files, propose: Propose) -> None:
    """A purpose that was put otherwise gives nobody more, and is shown all the same."""
    other = propose("The front door decides what the child needs.", "The front door decides.")

    before = files.versions[-1]
    said = _Text(changes(before, other.file, files, agreement_of(files))).text

    assert "Nothing is given that was not given before." in said
    assert (
        "Rule new-contact: purpose The front door decides what the child needs. "
        "The front door decides." in said
    )


def test_the_families_page_is_in_plain_words(pages: dict[str, _Text], files: Files) -> None:
    """Who, with whom, why, rights and whom to ask; no rule's name, no id, no path."""
    said = pages["families.html"].text

    for words in (
        "When one agency learns something about a child",
        "The police: a domestic abuse incident",
        "what the child said or showed",
        "You can ask for mistakes to be put right.",
        "Telephone 0117 496 0200",
        "ico.org.uk",
        "call 999",
    ):
        assert words in said, words
    ids = [rule.id for rule in files.versions[-1].rule if "-" in rule.id]
    ids += [one.id for one in files.agencies.recipient] + [one.id for one in files.agencies.agency]
    for name in (*ids, "core.", "_", "partition", "schema", "payload"):
        assert not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", said), name


def test_the_families_page_has_two_sheets_before_its_lists(
    files: Files, agreement: Agreement
) -> None:
    """As many events as there are, each is said to be told, and stands in the lists behind."""
    first, lists = privacy(files.versions[-1], files, agreement).split('<section class="behind">')
    listed = unescape(lists)

    assert len(_Text(f"{first}</main></body></html>").text.split()) <= MOST_WORDS
    for name in {name for rule in files.versions[-1].rule if rule.effect == "give"
                 for name in rule.on}:  # fmt: skip
        assert told(name) in listed, name


@pytest.mark.long
def test_the_families_page_is_printed_on_two_sheets(
    files: Files, agreement: Agreement, tmp_path: Path
) -> None:
    """Two sides of A4, as a browser prints them; the lists begin on a sheet of their own."""
    first, _ = privacy(files.versions[-1], files, agreement).split('<section class="behind">')

    assert browsers.printed(f"{first}</main></body></html>", tmp_path) == 2


def test_the_families_page_says_what_a_report_holds_once(made: dict[str, str]) -> None:
    """Who may be told all that only such a report has reads so, and it is listed at the end."""
    said = made["families.html"]
    lists = said.split("What each report says of itself")[1]

    assert "the report itself says, as the list at the end has it" in said
    assert lists.count("<dt>A domestic abuse incident") == 1
    assert len(said) < MOST_CHARACTERS


def test_the_families_page_says_all_that_is_told(pages: dict[str, _Text]) -> None:
    """Of siblings, of whoever an order binds and of earlier matters too, not only of the event."""
    said = pages["families.html"].text

    for words in (
        "of other children in the same report, about the child: name",
        "of whoever a court order or bail condition about the child binds, about adults in",
        "of what was told earlier about the same child, as far as it may know that, about the",
    ):
        assert words in said, words


def test_the_families_page_says_who_reads_in_place_of_another(pages: dict[str, _Text]) -> None:
    """Whoever is on duty, passes on, reads what names a colleague, or is asked, by its kind."""
    said = pages["families.html"].text

    for words in (
        "reads what cannot wait: emergency duty team (Bristol City Council children's social care)",
        "which sees what it passes on: education safeguarding team (Bristol City Council education",
        "from outside that team reads it instead: second reader (",
        "reads what it needs for the answer: police safeguarding unit (Avon and Somerset Police)",
    ):
        assert words in said, words


def test_the_families_page_promises_no_more_deletion_than_there_is(
    pages: dict[str, _Text],
) -> None:
    """Nothing older is shown, it is deleted with what stays named, and copies are said."""
    said = pages["families.html"].text

    assert "more than 24 months ago is shown to nobody any more when something new is told" in said
    assert "It is deleted 24 months after the last word about it." in said
    assert "Who was told is noted for 84 months." in said
    assert "The partnership deletes its safety copies by its own procedure." in said


def test_the_families_page_names_no_recipient(files: Files, propose: Propose) -> None:
    """A rule for one recipient is told by its kind in public, and by its name in the schedule."""
    named = propose('to = ["under-fives-health"]', 'to = ["social-work-bristol-3"]')
    one = Files(files.agencies, files.legal, (named.file,))

    by_name = _Text(schedule(named.file, one, agreement_of(one))).text
    in_public = _Text(privacy(named.file, one, agreement_of(one))).text

    assert "Disabled Children's Team" in by_name
    assert "Disabled Children's Team" not in in_public
    assert "A social work team" in in_public


def test_the_pages_are_written_to_a_folder(made: dict[str, str], tmp_path: Path) -> None:
    """It is made where it is not there."""
    written = write(made, tmp_path / "new" / "book")

    assert {one.name for one in written} == {
        "schedule.html", "fields.html", "kept.html", "patterns.html", "changes.html",
        "families.html",
    }  # fmt: skip
    assert all(one.read_text(encoding="utf-8").endswith("</html>\n") for one in written)
