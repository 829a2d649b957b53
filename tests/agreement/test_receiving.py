"""A recipient that cannot really receive is refused: by day, by night, and in every channel."""

from pathlib import Path

import pytest
from wholepicture_agreement import load

from tests.agreement.refusing import Slip, copied, refused, slip

AGENCIES = "agencies.toml"
UNIT, DUTY, SCHOOL = "social-work-bristol-1", "emergency-duty-bristol", "setting-100001"
DUTY_HOURS = 'phone = "0117 496 0202"\nhours = "always"'
OF_UNIT_1 = 'name = "North social work unit"\n'


def on(text: str, more: str) -> Slip:
    """More keys behind a text of agencies.toml."""
    return AGENCIES, text, text + more


# name, slips, what one sentence says
REFUSALS: list[tuple[str, list[Slip], str]] = [
    ("no phone", [(AGENCIES, 'phone = "0117 496 0211"\n', "")],
     f"Recipient {UNIT} cannot be reached: give a phone number."),
    ("no hours", [(AGENCIES, DUTY_HOURS, 'phone = "0117 496 0202"')],
     f"Recipient {DUTY} cannot be reached: give its hours, or 'always'."),
    ("hours in other words", [(AGENCIES, DUTY_HOURS,
                               'phone = "0117 496 0202"\nhours = "day and night"')],
     f"Recipient {DUTY}: hours cannot be right. Write hours as"),
    ("nobody out of hours", [(AGENCIES, 'out_of_hours = "force-control-room"\n', "")],
     "Recipient safeguarding-police is not always open: name its out_of_hours recipient."),
    ("who is on duty is closed too, and has nobody",
     [(AGENCIES, DUTY_HOURS, 'phone = "0117 496 0202"\nhours = "mon-sun 17:00-23:00"')],
     f"Recipient {DUTY} is not always open: name its out_of_hours recipient."),
    ("out of hours in a circle",
     [(AGENCIES, DUTY_HOURS, ('phone = "0117 496 0202"\nhours = "mon-sun 17:00-23:00"\n'
       'out_of_hours = "front-door-bristol"'))],
     f"Recipient {DUTY} is in the end out of hours for itself: end the circle."),
    ("out of hours is misspelt", [(AGENCIES, 'out_of_hours = "force-control-room"',
                                   'out_of_hours = "force-control-rome"')],
     "there is no recipient force-control-rome. Did you mean force-control-room?"),
    ("out of hours is a school", [(AGENCIES, 'out_of_hours = "education-bristol"',
                                   'out_of_hours = "setting-100002"')],
     "is answered for out of hours by setting-100002, which is a setting"),
    ("via in a circle", [on('id = "education-bristol"\n', f'via = "{SCHOOL}"\n')],
     "Recipient education-bristol is in the end reached via itself: end the circle."),
    ("via itself", [on('id = "education-bristol"\n', 'via = "education-bristol"\n')],
     "Recipient education-bristol is in the end reached via itself: end the circle."),
    ("via a school", [(AGENCIES, 'via = "front-door-south-gloucestershire"',
                       f'via = "{SCHOOL}"')],
     f"is reached via {SCHOOL}, which is a setting: a school would have what is not meant for it"),
    ("via nobody", [(AGENCIES, 'via = "front-door-south-gloucestershire"', 'via = "front-door"')],
     "there is no recipient front-door."),
    ("nobody answers for what an agency sent",
     [(AGENCIES, 'questions_to = "education-bristol"\n', "")],
     "Agency bristol-education: name with questions_to who answers for what it sent: "),
    ("somebody of another agency answers for what it sent",
     [(AGENCIES, 'questions_to = "education-bristol"', 'questions_to = "front-door-bristol"')],
     "Agency bristol-education: front-door-bristol is no recipient of this agency."),
    ("who answers for what it sent is misspelt",
     [(AGENCIES, 'questions_to = "education-bristol"', 'questions_to = "education-bristle"')],
     "there is no recipient education-bristle. Did you mean education-bristol?"),
    ("no alternate reader of a team",
     [(AGENCIES, 'alternate_reader = "second-reader-police"\n', "")],
     "Recipient safeguarding-police: name an alternate_reader"),
    ("no alternate reader of a school",
     [(AGENCIES, 'via = "education-bristol"\nalternate_reader = "second-reader-bristol"\n',
       'via = "education-bristol"\n')],
     f"Recipient {SCHOOL}: name an alternate_reader"),
    ("alternate reader of another kind",
     [(AGENCIES, 'alternate_reader = "second-reader-bristol"',
       f'alternate_reader = "{DUTY}"')], f"{DUTY} is not of the kind second-reader"),
    ("alternate reader that is closed at night",
     [(AGENCIES, 'phone = "0117 496 0203"\nhours = "always"',
       f'phone = "0117 496 0203"\nhours = "mon-fri 09:00-17:00"\nout_of_hours = "{DUTY}"')],
     "second-reader-bristol must always answer"),
    ("alternate reader reached via somebody",
     [on('phone = "0117 496 0203"\n', 'via = "front-door-bristol"\n')],
     "and have a subscriber of its own"),
    ("alternate reader of the same unit", [(AGENCIES, '"0117 496 0203"', '"0117 496 0211"')],
     f"Recipient {UNIT}: second-reader-bristol has the same telephone as {UNIT}, so the same unit"),
    ("alternate reader of the unit on duty", [(AGENCIES, '"0117 496 0203"', '"0117 496 0202"')],
     f"Recipient {UNIT}: second-reader-bristol has the same telephone as {DUTY}"),
    ("alternate reader of the unit that carries",
     [(AGENCIES, '"0117 496 0203"', '"0117 496 0301"')],
     f"Recipient {SCHOOL}: second-reader-bristol has the same telephone as education-bristol"),
    ("area that is not connected, without a phone",
     [(AGENCIES, 'phone = "0117 496 0822"\n', "")],
     "Bath and North East Somerset is not connected: give the phone number of its front door"),
    ("front door of an area is misspelt",
     [(AGENCIES, 'front_door = "front-door-south-gloucestershire"',
       'front_door = "front-door-south-gloucester"')],
     "Did you mean front-door-south-gloucestershire?"),
    ("school of that number twice", [(AGENCIES, 'urn = "100002"', 'urn = "100001"')],
     "Recipient setting-100002 has the urn of another recipient."),
    ("practice via live",
     [on('name = "Safeguarding in Education Team"\n', "exercise = false\n")],
     (f"Recipient {SCHOOL} takes part for practice and is reached via education-bristol, which "
     "takes part live")),
    ("live via practice", [on('name = "Harbourside Primary (made up)"\n', "exercise = false\n")],
     (f"Recipient {SCHOOL} takes part live and is reached via education-bristol, which takes part "
     "for practice")),
    ("practice out of hours by live", [on('name = "Emergency Duty Team"\n', "exercise = false\n")],
     (f"Recipient {UNIT} takes part for practice and is answered for out of hours by {DUTY}, which "
     "takes part live")),
    ("live out of hours by practice", [on(OF_UNIT_1, "exercise = false\n")],
     (f"Recipient {UNIT} takes part live and is answered for out of hours by {DUTY}, which takes "
     "part for practice")),
    ("live read in its place for practice", [on(OF_UNIT_1, "exercise = false\n")],
     (f"Recipient {UNIT} takes part live and has as alternate reader second-reader-bristol, which "
     "takes part for practice")),
    ("agency live, its recipients for practice",
     [on('name = "Community children\'s health partnership"\n', "exercise = false\n")],
     ("Recipient public-health-nursing takes part for practice, and its agency community-health "
     "live: say exercise")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "slips", "says"), REFUSALS, ids=[one[0] for one in REFUSALS])
def test_a_recipient_that_cannot_receive_is_refused(
    tmp_path: Path, name: str, slips: list[Slip], says: str
) -> None:
    """Each is a sentence that names the recipient or the area, and what to give."""
    sentences = refused(copied(tmp_path), slips)

    assert any(says in one for one in sentences), (name, sentences)


def test_several_on_duty_one_after_the_other(tmp_path: Path) -> None:
    """A duty team that closes is fine where somebody is on duty for it in turn."""
    folder = copied(tmp_path)
    slip(folder, AGENCIES, DUTY_HOURS,
         'phone = "0117 496 0202"\nhours = "mon-sun 17:00-23:00"\n'
         'out_of_hours = "force-control-room"')  # fmt: skip

    assert load(folder).recipients


def test_every_slip_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    """Who made a slip in each file reads of all, and of what can be seen in spite of them."""
    sentences = refused(
        copied(tmp_path),
        [
            (AGENCIES, 'phone = "0117 496 0211"\n', ""),
            ("legal.toml", 'source = "Children Act 2004 section 10"\n', ""),
            ("sharing.toml", 'kind = "referral"', 'knd = "referral"'),
            ("sharing.toml", '"of-school-age", "setting-on-the-bus"',
             '"of-school-aged", "setting-on-the-bus"'),
        ],
    )  # fmt: skip

    assert len(sentences) == 4
    assert {one.partition(" ")[0] for one in sentences} == {
        AGENCIES, "legal.toml", "sharing.toml"
    }  # fmt: skip
    assert any("there is no key knd. Did you mean kind?" in one for one in sentences)
    assert any("Did you mean of-school-age?" in one for one in sentences)


@pytest.mark.parametrize(
    "name",
    ["designated-officer-bristol", "fabricated-illness-lead", "induced-illness-x", "sarc-bristol",
     "refuges-bristol", "womens-aid-bristol", "substancemisuse", "sexualhealth-2"],
)  # fmt: skip
def test_an_id_tells_of_no_restricted_service(tmp_path: Path, name: str) -> None:
    """An id stands in topic names, which whoever runs the bus reads."""
    unit = (AGENCIES, 'id = "social-work-bristol-2"', f'id = "{name}"')

    said = refused(copied(tmp_path), [unit])

    assert any(f"Recipient {name}: this id stands in topic names" in one for one in said)


def test_on_duty_is_somebody_for_whom_it_is_meant(tmp_path: Path) -> None:
    """A health team out of hours for a front door would read all that the front door may."""
    slips = [(AGENCIES, 'out_of_hours = "emergency-duty-bristol"',
              'out_of_hours = "public-health-nursing"')]  # fmt: skip

    said = refused(copied(tmp_path), slips)

    told = "front-door-bristol is answered for out of hours by public-health-nursing"
    assert any(told in one for one in said)
