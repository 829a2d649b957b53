"""What a member who slipped in the agreement's files reads: the line, and what was meant."""

from pathlib import Path

import pytest

from tests.agreement.refusing import copied, refused

AGENCIES, SHARING = "agencies.toml", "sharing.toml"
NEW_CONTACT = 'id = "new-contact"'
NUMBER = '    "core.children.*.nhs_number",\n'

# name, file, what is replaced, by what, lines further down, what the sentence says
SLIPS = [
    ("no quotation mark at the end", SHARING, NEW_CONTACT, 'id = "new-contact', 0,
     "a text does not end with its quotation mark"),
    ("no quotation marks", SHARING, NEW_CONTACT, "id = new-contact", 0,
     "a text stands here without quotation marks"),
    ("no equals sign", SHARING, NEW_CONTACT, 'id "new-contact"', 0,
     "a line is neither KEY = VALUE nor a [heading]"),
    ("no comma", SHARING, '    "core.asks",\n', '    "core.asks"\n', 1,
     "a list lacks a comma or its closing bracket"),
    ("a table that there is not", SHARING, f"[[rule]]\n{NEW_CONTACT}",
     f"[[rules]]\n{NEW_CONTACT}", 0, "there is no key rules. Did you mean rule?"),
    ("a key that there is not", SHARING, 'siblings = ["a_sibling"]', 'sibling = ["a_sibling"]', 0,
     "Rule news-on-open-case: there is no key sibling. Did you mean siblings?"),
    ("a key like no other", AGENCIES, 'processor = "bristol-city-council"', "xyz = 1", 0,
     "there is no key xyz. There are: name, joint_controllers"),
    ("a text for a list", SHARING, 'to = ["allocated-team"]', 'to = "allocated-team"', 0,
     "Rule news-on-open-case: to has the wrong form. Write a list, in square brackets."),
    ("a day as one says it", SHARING, "valid_from = 2026-11-01", 'valid_from = "1/11/2026"', 0,
     "valid_from has the wrong form. Write the date as 2026-03-04."),
    ("a version as a number", SHARING, 'version = "2026-11-01"', 'version = "2"', 0,
     "Write a day, such as 2026-11-01, or 2026-11-01.2."),
    ("letters for a phone", AGENCIES, '"0117 496 0201"', '"extension 201"', 0,
     "Recipient front-door-bristol: phone has the wrong form. Write a telephone number in digits"),
    ("an area by its name", AGENCIES, 'home_authority = "E06000025"',
     'home_authority = "South Gloucestershire"', 0, "Write the code of the authority"),
    ("capitals", AGENCIES, 'id = "education-bristol"', 'id = "Education-Bristol"', 0,
     "Write it in small letters, digits and hyphens"),
    ("a kind that there is not", AGENCIES, 'kind = "education-safeguarding"',
     'kind = "education-safeguard"', 0, "Did you mean education-safeguarding? Use one of"),
    ("an agency", AGENCIES, 'agency = "bristol-education"', 'agency = "bristol-edukation"', 0,
     "there is no agency bristol-edukation. Did you mean bristol-education?"),
    ("a controller", AGENCIES, '"community-health"]', '"community-heath"]', 0,
     "Did you mean community-health?"),
    ("an approver", SHARING, 'approvers = ["avon-and-somerset-police"',
     'approvers = ["avon-and-somerset-polcie"', 0, "Did you mean avon-and-somerset-police?"),
    ("a role", SHARING, 'to = ["allocated-team"]', 'to = ["allocated-teem"]', 0,
     "allocated-teem is neither a role nor a recipient. Did you mean allocated-team?"),
    ("a role as one says it", SHARING, 'to = ["allocated-team"]', 'to = ["Allocated Team"]', 0,
     "Rule news-on-open-case: to has the wrong form. Write it in small letters"),
    ("a type of event", SHARING, 'on = ["child-linked-incident-manifest"]',
     'on = ["child-linked-manifest"]', 0, "Did you mean child-linked-incident-manifest?"),
    ("a condition", SHARING, '"of-school-age", "setting-on-the-bus"',
     '"school-age", "setting-on-the-bus"', 0,
     "when cannot be school-age. Did you mean of-school-age?"),
    ("a set of fields", SHARING, 'siblings = ["a_sibling"]', 'siblings = ["a_siblings"]', 0,
     "there is no set of fields a_siblings. Did you mean a_sibling?"),
    ("a restricted kind", SHARING, '"fabricated-illness", "live-investigation"]',
     '"fabricated-ilness", "live-investigation"]', 0, "Did you mean fabricated-illness?"),
    ("a field, misspelt", SHARING, NUMBER, '    "core.children.*.nhsnumber",\n', 0,
     "Did you mean core.children.*.nhs_number?"),
    ("a field without its star", SHARING, NUMBER, '    "core.children.nhs_number",\n', 0,
     "Did you mean core.children.*.nhs_number?"),
    ("a field without its beginning", SHARING, NUMBER, '    "children.*.nhs_number",\n', 0,
     "Did you mean core.children.*.nhs_number?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "file", "before", "after", "down", "says"), SLIPS, ids=[one[0] for one in SLIPS]
)
def test_a_slip_is_one_sentence_with_its_line(
    tmp_path: Path, name: str, file: str, before: str, after: str, down: int, says: str
) -> None:
    """One slip, one sentence, however many rules it touches, and the line where it stands."""
    folder = copied(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    line = text[: text.index(before)].count("\n") + 1 + down

    sentences = refused(folder, [(file, before, after)])

    assert len(sentences) == 1, name
    assert says in sentences[0]
    assert sentences[0].startswith(f"{file} line {line}: ")
