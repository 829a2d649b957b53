"""An agreement that does not hold together is refused at start, with file and line."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from wholepicture_agreement import Agreement, AgreementError, load

from tests.support.shipped import PARTNERSHIP

AGENCIES, SHARING = "agencies.toml", "sharing.toml"

# name, file, what is replaced, by what, what the sentence says
REFUSALS = [
    ("unknown agency", AGENCIES, 'agency = "community-health"', 'agency = "somebody-else"',
     "there is no agency somebody-else"),
    ("agency that does not say whether it is made up", AGENCIES, "synthetic = true\n", "\n",
     "say with synthetic"),
    ("agency that says in a text whether it is made up", AGENCIES, "synthetic = true\n",
     'synthetic = "yes"\n', "Agency avon-and-somerset-police: synthetic has the wrong form"),
    ("no joint controllers", AGENCIES, "joint_controllers = [", "joint_controllers = [] #",
     "Name the joint controllers"),
    ("no processor", AGENCIES, 'processor = "bristol-city-council"', "", "Name the processor"),
    ("home area without a front door", AGENCIES, 'front_door = "front-door-bristol"', "",
     "needs a front door"),
    ("home area without paediatrics", AGENCIES, 'paediatrics = "community-health-2"', "",
     "paediatrics"),
    ("home area without primary care", AGENCIES, 'primary_care = "integrated-care-1"', "",
     "primary_care"),
    ("practice code of another form", AGENCIES, 'practice = "L99001"', 'practice = "99001"',
     "practice has the wrong form"),
    ("practice code of no health team", AGENCIES, 'urn = "100001"\n',
     'urn = "100001"\npractice = "L99002"\n', "has no practice code"),
    ("practice code twice", AGENCIES, 'name = "Public health nursing"',
     'name = "Public health nursing"\npractice = "L99001"', "has the practice of another"),
    ("withheld because of a health need", SHARING, 'when = ["no-children"]',
     'when = ["no-children", "health-need"]', "because of a health need"),
    ("no phone", AGENCIES, 'phone = "0117 496 0201"', "", "give a phone number"),
    ("no hours", AGENCIES, 'hours = "mon-thu 08:30-17:00, fri 08:30-16:30"', "", "give its hours"),
    ("hours that cannot be read", AGENCIES, 'hours = "mon-fri 09:00-17:00"', 'hours = "9 to 5"',
     "Write hours as"),
    ("out of hours missing", AGENCIES, 'out_of_hours = "force-control-room"', "",
     "name its out_of_hours recipient"),
    ("out of hours unknown", AGENCIES, 'out_of_hours = "force-control-room"',
     'out_of_hours = "nobody"', "there is no recipient nobody"),
    ("via in a circle", AGENCIES, 'id = "education-bristol"\n',
     'id = "education-bristol"\nvia = "setting-100001"\n', "reached via itself"),
    ("via nobody", AGENCIES, 'via = "front-door-south-gloucestershire"', 'via = "nobody"',
     "there is no recipient nobody"),
    ("no alternate reader", AGENCIES,
     'alternate_reader = "second-reader-south-gloucestershire"', "", "name an alternate_reader"),
    ("alternate reader that is none", AGENCIES,
     'alternate_reader = "second-reader-police"', 'alternate_reader = "front-door-bristol"',
     "is not of the kind second-reader"),
    ("id that names a school", AGENCIES, 'id = "setting-100001"', 'id = "harbourside-school"',
     "stands in topic names"),
    ("id that names a disability", AGENCIES, 'id = "social-work-bristol-3"',
     'id = "disabled-childrens-team"', "stands in topic names"),
    ("id that names a restricted service", AGENCIES, 'id = "public-health-nursing"',
     'id = "refuge-bristol"', "stands in topic names"),
    ("recipient twice", AGENCIES, 'id = "setting-100002"', 'id = "setting-100001"',
     "stands here twice"),
    ("feed of nobody", AGENCIES, 'source = "/agencies/community-health"',
     'source = "/agencies/somebody-else"', "there is no agency somebody-else"),
    ("feed twice", AGENCIES, 'source = "/agencies/community-health"',
     'source = "/agencies/bristol-education"', "stands here twice"),
    ("feed that is no agency's", AGENCIES, 'source = "/agencies/community-health"',
     'source = "/recipients/community-health"', "write its source as"),
    ("feed that nobody can be called about", AGENCIES, 'phone = "0117 496 0520"', "",
     "the phone number to call when it is silent"),
    ("feed with a time that is none", AGENCIES, 'manifest_by = "08:00"', 'manifest_by = "8am"',
     "Write the time as"),
    ("setting without a number", AGENCIES, 'urn = "100001"', "", "give its urn"),
    ("unknown key", AGENCIES, 'kind = "front-door"\nphone = "0117 496 0201"',
     'kind = "front-door"\nfone = "0117 496 0201"',
     "Recipient front-door-bristol: there is no key fone. Did you mean phone?"),
    ("not TOML", AGENCIES, "[partnership]", "[partnership", "this is not TOML"),
    ("unknown recipient of a rule", SHARING, 'to = ["allocated-team"]', 'to = ["somebody"]',
     "somebody is neither a role nor a recipient"),
    ("unknown type", SHARING, 'on = ["child-linked-incident-manifest"]', 'on = ["tax-return"]',
     "there is no type of event tax-return"),
    ("unknown condition", SHARING, '"of-school-age", "setting-on-the-bus"',
     '"of-school-age", "risk-is-high"', "when cannot be risk-is-high. Use one of child-has-open"),
    ("field that does not exist", SHARING, '    "core.children.*.impact",\n',
     '    "core.children.*.inpact",\n', "inpact is no field"),
    ("set of fields that does not exist", SHARING, 'siblings = ["a_sibling"]',
     'siblings = ["a_brother"]', "there is no set of fields a_brother"),
    ("ethnicity granted", SHARING, '    "core.children.*.sex",', '    "core.children.*.ethnicity",',
     "ethnicity is given to nobody"),
    ("allegations granted to a school", SHARING, "encompass_minimum = [",
     'encompass_minimum = [\n    "core.allegations",', "a school is never given core.allegations"),
    ("rule without a legal basis", SHARING, 'legal = "police-to-health"', "", "has no legal basis"),
    ("legal basis that does not exist", SHARING, 'legal = "police-to-health"', 'legal = "none"',
     "there is no legal_basis none"),
    ("provision that does not exist", SHARING, 'power = "encompass-duty-2024"', 'power = "a-law"',
     "a-law is not in legal.toml"),
    ("provision of another list", SHARING, 'article_6 = "article-6-1-c"',
     'article_6 = "article-9-2-g"', "is of article_9"),
    ("provision not in force", SHARING, 'power = "encompass-duty-2024"',
     'power = "schools-act-2026-information-duty"', "is not in force on 2026-11-01"),
    ("provision in force later than the version", SHARING,
     'version = "2026-11-01"\nvalid_from = 2026-11-01',
     'version = "2025-11-01"\nvalid_from = 2025-11-01', "is not in force on 2025-11-01"),
    ("recognised legitimate interest of the police", SHARING, 'article_6 = "article-6-1-e"',
     'article_6 = "article-6-1-ea"', "is only for what voluntary tells"),
    ("consent", SHARING, 'article_6 = "article-6-1-e"', 'article_6 = "article-6-1-a"',
     "Consent is no basis of a safeguarding rule"),
    ("Encompass to somebody who is no school", SHARING, 'legal = "police-to-health"',
     'legal = "police-to-education-encompass"', "this rule reaches health-team"),
    ("need without a reason", SHARING,
     'needs_because = "The team has to know which school to tell."', "",
     "write in needs_because"),
    ("rule twice", SHARING, 'id = "new-contact"', 'id = "news-on-open-case"', "stands here twice"),
    ("limit that cannot be read", SHARING, 'respond_within = "1 working day"',
     'respond_within = "soon"', "Write the limit as"),
    ("restricted kind that is not listed", SHARING, '"fabricated-illness", "live-investigation"]',
     '"fabricated-ilness", "live-investigation"]', "is not one of the restricted kinds"),
    ("a ledger that ends before the picture", AGENCIES, "ledger_months = 84", "ledger_months = 12",
     "The ledger is kept for 12 months and the picture for 24"),
    ("a ledger of no time", AGENCIES, "ledger_months = 84", "ledger_months = 0", "ledger_months"),
    ("a picture without a reason", AGENCIES, "picture_because = ", "# picture_because = ",
     "Say with picture_because why the picture is kept for 24 months."),
    ("a ledger without a reason", AGENCIES, "ledger_because = ", "# ledger_because = ",
     "Say with ledger_because why the ledger is kept for 84 months."),
    ("one approver", SHARING, "approvers = [", 'approvers = ["bristol-city-council"] #',
     "Two agencies approve a version"),
    ("approver that takes no part", SHARING, 'approvers = ["avon-and-somerset-police"',
     'approvers = ["somebody-else"', "is not one of the agencies"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped agreement."""
    return Path(shutil.copytree(PARTNERSHIP, tmp_path / "partnership"))


def test_the_shipped_agreement_holds_together(agreement: Agreement) -> None:
    """It loads, and says who takes part, who has topics, and how long the picture is kept."""
    assert "avon-and-somerset-police" in agreement.agency_ids
    assert "front-door-bristol" in agreement.subscribers
    assert "setting-100001" not in agreement.subscribers
    assert agreement.version == "2026-11-01"
    assert agreement.keep.days >= 730
    assert all(agency.synthetic for agency in agreement.agencies.values())


@pytest.mark.parametrize(
    ("name", "file", "before", "after", "says"), REFUSALS, ids=[one[0] for one in REFUSALS]
)
def test_an_agreement_is_refused(
    folder: Path, name: str, file: str, before: str, after: str, says: str
) -> None:
    """Each slip is a sentence that names the file and the line."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text, name
    path.write_text(text.replace(before, after), encoding="utf-8")

    with pytest.raises(AgreementError) as raised:
        load(folder)

    found = [one for one in raised.value.sentences if says in one]
    assert found, raised.value.sentences
    assert all(re.match(r"(agencies|sharing)\.toml( line \d+)?: ", one) for one in found)


def test_the_line_is_the_one_where_it_stands(folder: Path) -> None:
    """The number leads to the line that must be changed."""
    path = folder / SHARING
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index('    "core.children.*.impact",')
    lines[at] = '    "core.children.*.inpact",'
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(AgreementError, match=rf"sharing\.toml line {at + 1}: .*inpact"):
        load(folder)


def test_versions_must_not_overlap(folder: Path) -> None:
    """Two versions in force at once would judge one item twice."""
    later = (folder / SHARING).read_text(encoding="utf-8").replace("2026-11-01", "2027-01-01")
    (folder / "sharing-2027.toml").write_text(later, encoding="utf-8")

    with pytest.raises(AgreementError, match=r"sharing-2027.toml line \d+: .*valid_until"):
        load(folder)


def test_a_day_without_a_version_is_found(folder: Path) -> None:
    """Who checks hears of a day between two versions; whoever decides goes on with the first."""
    first = (folder / SHARING).read_text(encoding="utf-8")
    ended = first.replace("\nreason = ", "\nvalid_until = 2026-12-31\nreason = ", 1)
    later = first.replace("2026-11-01", "2027-01-01")
    (folder / SHARING).write_text(ended, encoding="utf-8")
    (folder / "sharing-2027.toml").write_text(later, encoding="utf-8")

    with pytest.raises(AgreementError, match=r"sharing.toml line \d+: No version is in force from"):
        load(folder, today=date(2026, 11, 18))
    assert load(folder).in_force(datetime(2026, 12, 31, tzinfo=UTC)).version == "2026-11-01"


def test_an_item_is_judged_by_the_version_in_force(folder: Path) -> None:
    """A version ends where the next begins, and each moment has one."""
    first = (folder / SHARING).read_text(encoding="utf-8")
    later = first.replace("2026-11-01", "2027-01-01")
    ended = first.replace("\nreason = ", "\nvalid_until = 2027-01-01\nreason = ", 1)
    (folder / SHARING).write_text(ended, encoding="utf-8")
    (folder / "sharing-2027.toml").write_text(later, encoding="utf-8")

    agreement = load(folder)

    assert agreement.in_force(datetime(2026, 12, 31, 12, tzinfo=UTC)).version == "2026-11-01"
    assert agreement.in_force(datetime(2027, 1, 1, 12, tzinfo=UTC)).version == "2027-01-01"
    assert agreement.in_force(datetime(2020, 1, 1, tzinfo=UTC)).version == "2026-11-01"
    assert agreement.version == "2027-01-01"


def test_a_version_begins_at_midnight_in_london(folder: Path) -> None:
    """In summer that is an hour before midnight in UTC."""
    first = (folder / SHARING).read_text(encoding="utf-8")
    later = first.replace("2026-11-01", "2027-07-01")
    ended = first.replace("\nreason = ", "\nvalid_until = 2027-07-01\nreason = ", 1)
    (folder / SHARING).write_text(ended, encoding="utf-8")
    (folder / "sharing-2027.toml").write_text(later, encoding="utf-8")

    agreement = load(folder)

    assert agreement.in_force(datetime(2027, 6, 30, 22, 59, tzinfo=UTC)).version == "2026-11-01"
    assert agreement.in_force(datetime(2027, 6, 30, 23, tzinfo=UTC)).version == "2027-07-01"


@pytest.mark.parametrize("file", [AGENCIES, SHARING, "legal.toml"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    """A folder without one of the files is refused with its name."""
    (folder / file).unlink()

    with pytest.raises(AgreementError, match=file.replace(".", r"\.")):
        load(folder)


def test_every_mistake_is_said_at_once(folder: Path) -> None:
    """A value that is wrong in one file hides no mistake of another, nor one beside it."""
    for file, old, new in (
        (AGENCIES, 'hours = "mon-thu 08:30-17:00, fri 08:30-16:30"', 'hours = "mon-fri 9-5"'),
        (AGENCIES, 'out_of_hours = "emergency-duty-bristol"', 'out_of_hours = "nobody"'),
        (SHARING, 'to = ["allocated-team"]', 'to = ["somebody"]'),
        ("patterns.toml", "within_days = 180", "within_days = 9999"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(AgreementError) as caught:
        load(folder)

    said = [re.sub(r" line \d+", "", sentence) for sentence in caught.value.sentences]
    assert [sentence.split(": ")[0] for sentence in said] == [
        AGENCIES, AGENCIES, SHARING, "patterns.toml",
    ]  # fmt: skip
