"""A rule that rests on a provision which does not bear it is refused, with file and line."""

import datetime as dt
from pathlib import Path

import pytest
from wholepicture_agreement import load

from tests.agreement.refusing import Slip, copied, refused, slip

LEGAL, SHARING = "legal.toml", "sharing.toml"
ENCOMPASS = "in_force = 2025-11-07\n"
HEALTH = 'legal = "police-to-health"\nfields = ['
NEW_TYPE = 'legal = "any-agency-to-childrens-services"\nfields = ["who_tells", "the_child"'

# name, slips, what one sentence says
REFUSALS: list[tuple[str, list[Slip], str]] = [
    ("not in force on the day", [(LEGAL, ENCOMPASS, "in_force = 2026-12-01\n")],
     "is not in force on 2026-11-01; it is from 2026-12-01"),
    ("never in force", [(LEGAL, ENCOMPASS, "")], "section 20 is not in force on 2026-11-01."),
    ("ended before the version", [(LEGAL, ENCOMPASS, ENCOMPASS + "in_force_until = 2026-11-01\n")],
     "is in force only until 2026-11-01, and version 2026-11-01 is used after that"),
    ("ends while the version is used",
     [(LEGAL, ENCOMPASS, ENCOMPASS + "in_force_until = 2027-01-01\n"),
      (SHARING, "\nreason = ", "\nvalid_until = 2027-06-01\nreason = ")],
     "is in force only until 2027-01-01"),
    ("ends before it begins", [(LEGAL, ENCOMPASS, ENCOMPASS + "in_force_until = 2025-11-07\n")],
     "Provision encompass-duty-2024 ends before it begins"),
    ("recognised legitimate interest of a public authority",
     [(SHARING, 'article_6 = "article-6-1-e"', 'article_6 = "article-6-1-ea"')],
     "recognised legitimate interest is only for what voluntary tells; this rule takes"),
    ("legitimate interest, for whom unsaid", [(LEGAL, 'discloser = ["voluntary"]\n', "")],
     'is no basis of a public authority: say discloser = ["voluntary"]'),
    ("consent", [(SHARING, 'article_6 = "article-6-1-e"', 'article_6 = "article-6-1-a"')],
     "Consent is no basis of a safeguarding rule"),
    ("consent by way of article 9",
     [(SHARING, 'article_9 = "article-9-2-g"', 'article_9 = "article-9-2-a"')],
     "rests on UK GDPR Article 9(2)(a), explicit consent. Consent is no basis"),
    ("consent that is not called so", [(LEGAL, "consent = true\n", "")],
     "Provision article-6-1-a is consent: say consent = true"),
    ("Encompass to health", [(SHARING, 'legal = "police-to-health"',
                              'legal = "police-to-education-encompass"')],
     "covers only education-safeguarding or setting; this rule reaches health-team"),
    ("Encompass to the front door as well",
     [(SHARING, 'to = ["setting"]', 'to = ["setting", "front-door"]')],
     "this rule reaches front-door"),
    ("Encompass from any agency",
     [(SHARING, NEW_TYPE, NEW_TYPE.replace("any-agency-to-childrens-services",
                                           "police-to-education-encompass"))],
     "is only for what police tells; this rule takes what"),
    ("Encompass, to whom unsaid",
     [(LEGAL, 'receiver = ["education-safeguarding", "setting"]\n', "")],
     "covers police to education only"),
    ("Encompass, from whom unsaid",
     [(LEGAL, 'discloser = ["police"]\nreceiver', "receiver")], "covers police to education only"),
    ("offence data where none is given, a field",
     [(SHARING, HEALTH, HEALTH + '"core.allegations", ')],
     ("nothing about an offence or its suspect is given under this rule, and it gives "
     "core.allegations. Name the condition of article 10")),
    ("offence data where none is given, a part of one",
     [(SHARING, HEALTH, HEALTH + '"core.allegations.*.alleged", ')],
     "and it gives core.allegations."),
    ("offence data where none is given, a set",
     [(SHARING, HEALTH, HEALTH + '"the_adults", ')],
     "and it gives core.adults.*.offence_history."),
    ("offence data where none is given, all of the detail",
     [(SHARING, HEALTH, HEALTH + '"detail.*", ')], "detail.crime_number"),
    ("offence data where none is given, by way of an order",
     [(SHARING, HEALTH, HEALTH + '"detail.orders", ')], "and it gives detail.orders."),
    ("offence data where none is given, earlier events",
     [(SHARING, 'legal = "police-to-health"\n',
       'legal = "police-to-health"\nearlier = ["core.summary"]\n')], "and it gives core.summary."),
    ("not police data, of the police",
     [(SHARING, 'police_regime = "part-3-origin"', 'police_regime = "no-police-data"')],
     "that is not so of the police's own data; this rule takes what police tells"),
    ("police data, of any agency",
     [(SHARING, 'police_regime = "regime-of-the-sender"', 'police_regime = "part-3-origin"')],
     "that is so of the police's own data only; this rule takes what"),
    ("not police data, of any agency",
     [(SHARING, 'police_regime = "regime-of-the-sender"', 'police_regime = "no-police-data"')],
     "that is not so of the police's own data; this rule takes what"),
    ("article 9 without schedule 1", [(SHARING, 'schedule_1 = "schedule-1-paragraph-18"\n', "")],
     "Legal basis police-to-childrens-services: schedule_1 is missing: add it."),
    ("no article 9", [(SHARING, 'article_9 = "article-9-2-g"\n', "")], "article_9 is missing"),
    ("no source", [(LEGAL, 'source = "Children Act 2004 section 10"\n', "")],
     "Provision children-act-2004-s10: source is missing: add it."),
    ("empty source", [(LEGAL, 'source = "Children Act 2004 section 10"', 'source = ""')],
     "Provision children-act-2004-s10: source has the wrong form."),
    ("never checked", [(LEGAL, "checked = 2026-10-05\n", "")],
     "Provision common-law-policing: checked is missing: add it."),
    ("provision of that spelling", [(SHARING, 'power = "common-law-policing"',
                                     'power = "common-law-police"')],
     "common-law-police is not in legal.toml. Did you mean common-law-policing?"),
    ("provision of another list", [(SHARING, 'schedule_1 = "schedule-1-paragraph-18"',
                                    'schedule_1 = "article-9-2-g"')],
     "article-9-2-g is of article_9, not of schedule_1"),
    ("provision twice", [(LEGAL, 'id = "article-6-1-e"', 'id = "article-6-1-c"')],
     "Provision article-6-1-c stands here twice"),
    ("basis of that spelling", [(SHARING, 'legal = "police-to-health"',
                                 'legal = "police-to-heath"')],
     "there is no legal_basis police-to-heath. Did you mean police-to-health?"),
    ("no basis", [(SHARING, 'legal = "police-to-health"\n', "")],
     "has no legal basis: name one of police-to-childrens-services"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "slips", "says"), REFUSALS, ids=[one[0] for one in REFUSALS])
def test_a_basis_that_does_not_bear_its_rule_is_refused(
    tmp_path: Path, name: str, slips: list[Slip], says: str
) -> None:
    """Each is a sentence that names the rule, the basis or the provision, and what to do."""
    sentences = refused(copied(tmp_path), slips)

    assert any(says in one for one in sentences), (name, sentences)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("core.summary", "core.summary"),
        ("detail.done_at_once", "detail.done_at_once"),
        ("detail.*", "detail.done_at_once"),
        ("core.allegations.*.what", "core.allegations"),
    ],
)
def test_a_school_is_given_nothing_that_tells_of_an_offence(
    tmp_path: Path, path: str, said: str
) -> None:
    """No text of the matter goes to education; orders about collecting the child do."""
    given = "encompass_minimum = [\n"
    sentences = refused(copied(tmp_path), [(SHARING, given, f'{given}    "{path}",\n')])

    assert any(f"a school is never given {said}." in one for one in sentences), sentences
    assert not any("never given detail.orders" in one for one in sentences)


@pytest.mark.parametrize("field", ["address", "new_address"])
def test_a_school_is_given_no_place_where_an_adult_lives(tmp_path: Path, field: str) -> None:
    """Whatever a field is called: what it holds leads to somebody."""
    given = "encompass_minimum = [\n"
    path = f"core.adults.*.{field}"
    sentences = refused(copied(tmp_path), [(SHARING, given, f'{given}    "{path}",\n')])

    assert any(f"a school is never given {path}." in one for one in sentences), sentences


def test_what_a_rule_never_gives_is_not_given(tmp_path: Path) -> None:
    """A rule without offence data may name a set that has some, where its never takes it out."""
    folder = copied(tmp_path)
    slip(folder, SHARING, HEALTH,
         'legal = "police-to-health"\nnever = ["core.adults.*.offence_history"]\nfields = ['
         '"the_adults", ')  # fmt: skip

    assert load(folder).version == "2026-11-01"


def test_a_provision_that_has_ended_since_is_found_on_the_day(tmp_path: Path) -> None:
    """From that day `check` says so; the bus goes on, so that no child is left untold."""
    folder = copied(tmp_path)
    line = slip(folder, LEGAL, ENCOMPASS, ENCOMPASS + "in_force_until = 2026-12-01\n")

    assert line
    assert load(folder).version == "2026-11-01"
    assert load(folder, today=dt.date(2026, 11, 30)).version == "2026-11-01"
    sentences = refused(folder, [], today=dt.date(2026, 12, 1))
    assert "section 20 ended on 2026-12-01." in sentences[0]
    assert sentences[0].startswith("sharing.toml line ")


def test_nothing_was_checked_later_than_today(tmp_path: Path) -> None:
    """A day in the future is a slip, or the clock is wrong: one sentence for all of them."""
    folder = copied(tmp_path)
    line = slip(folder, LEGAL, "checked = 2026-10-05", "checked = 2062-10-05")

    sentences = refused(folder, [], today=dt.date(2026, 11, 18))

    assert sentences == (
        (
            f"legal.toml line {line}: Provision common-law-policing cannot have been checked on "
            "2062-10-05: today is 2026-11-18. Write the day on which somebody last looked it up, "
            "or set the clock."
        ),
    )
    assert len(refused(folder, [], today=dt.date(2026, 1, 1))) == 1
