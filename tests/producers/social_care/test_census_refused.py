"""A return that cannot be read: a sentence, nothing of it is kept, and a later run does it."""

import re
from collections.abc import Callable

import pytest
from wholepicture_producers.drafts import NotReadable

from tests.producers.social_care.returns import REFERRAL, WHOLE, Council, census, child

_GOOD = census(child(WHOLE), child(REFERRAL, number="C2"))
_BOMB = (
    '<!DOCTYPE Message [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n<Message>'
)
_OUTSIDE = '<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<Message>'


def _with(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (_with("<Year>2026", "<Year>2021"), "<Year>, line 6, is not of a form"),
        (_with("<Year>2026</Year>\n", ""), "<Year> is not of a form"),
        (_with("<Year>2026", "<Year>2025"), "<ReferenceDate>, line 7, is no day of the year"),
        (_with("<Collection>CIN", "<Collection>CLA"), "line 5, names no children in need census"),
        (_with("<Message>", _BOMB), "has a document type"),
        (_with("<Message>", _OUTSIDE), "has a document type"),
        (lambda text: text[: len(text) // 2], "it was cut off"),
        (lambda text: text[:-12], "it was cut off"),
        (lambda text: text + text.partition("\n")[2], "more than one document"),
        (_with("<UPN>", "<UPM>"), "is not well-formed XML: look at line"),
        (_with(">2A<", ">a & b<"), "write it as &amp;"),
        (_with(">2A<", ">&eacute;<"), "write it as &amp;"),
        (_with("<Header>", "<Head>"), "is not well-formed XML"),
    ],
)
def test_a_broken_file_sends_nothing(
    council: Council, broken: Callable[[str], str], said: str
) -> None:
    """Why is said with the line and what to do; once it is whole, all of it goes."""
    with pytest.raises(NotReadable) as found:
        council.publish(broken(_GOOD))

    assert said in str(found.value)
    assert not council.events()
    council.publish(_GOOD)
    assert council.accepted.new == len(council.events()) == 12


def test_another_councils_return_is_refused(council: Council) -> None:
    """Where the settings say which council it must be of."""
    with pytest.raises(NotReadable, match="<LEA>, line"):
        council.publish(census(child(REFERRAL), LEA="802"), settings={"authority": "801"})


def test_a_wrong_encoding_is_named_by_its_line(council: Council) -> None:
    """A byte of Windows in a file that says UTF-8; where the file says its encoding it is read."""
    text = census(child({**REFERRAL, "ReferralSource": "é"}))
    with pytest.raises(NotReadable, match=r"not in the encoding that its first line says.*line 32"):
        council.publish(text.encode("windows-1252"))
    assert not council.events()

    for encoding in ("windows-1252", "utf-16"):
        council.publish(text.replace("UTF-8", encoding).encode(encoding))
    assert council.counts == (0, 0, 2)


def test_a_namespace_is_remarked_on_and_read(council: Council) -> None:
    """Its elements are known by their names; those of another one are not of the census."""
    text = re.sub(r"<(/?)(?=[A-Z])", r"<\1n:", _GOOD).replace("n:UPN>", "o:UPN>")
    council.publish(text.replace("<n:Message>", '<n:Message xmlns:n="urn:x" xmlns:o="urn:y">'))

    assert council.accepted.new == 12
    assert "stand in a namespace" in council.remarks[0]
    assert "{urn:y}UPN" in council.remarks[1]


def test_two_children_of_one_number_are_both_refused(council: Council) -> None:
    """Nothing of one may get into an event of the other; word for word it is one child."""
    other = child(REFERRAL, PersonBirthDate="2014-01-02")
    council.publish(census(child(WHOLE), other, child(REFERRAL, number="C2")))
    assert council.accepted.new == 2
    assert len(council.refused) == 2
    assert council.refused[0].startswith("line 18, element LAchildID: LAchildID is the number")

    council.publish(census(child(WHOLE), child(WHOLE), child(REFERRAL, number="C2")))
    assert not council.refused
    assert "1 child there again" in council.remarks[0]
    assert council.accepted.new == 10


@pytest.mark.parametrize("number", [None, "N/A", "0000"])
def test_a_child_without_a_number_is_refused(council: Council, number: str | None) -> None:
    """The others are told."""
    council.publish(census(child(REFERRAL, number=number), child(REFERRAL)))

    assert council.accepted.new == 2
    assert len(council.refused) == 1
    assert "LAchildID is missing" in council.refused[0]


def test_a_day_of_another_form_is_not_guessed(council: Council) -> None:
    """What would stand at it is refused with its line, what does not is told and asked about."""
    wrong = {**REFERRAL, "CINclosureDate": "01/09/2025", "ReasonForClosure": "RC7"}
    target = {"S47ActualStartDate": "2025-06-20", "InitialCPCtarget": "11.7.2025"}
    council.publish(census(child({**wrong, "Section47": target})))

    assert council.accepted.new == 3
    assert len(council.refused) == 2
    assert "element CINclosureDate: time is a day in another form" in council.refused[0]
    (asked,) = council.asked("InitialCPCtarget")
    assert "element InitialCPCtarget: detail.conference_due_on" in asked

    council.publish(census(child({**wrong, "CINclosureDate": "2025-09-01Z"})))
    assert council.accepted.new == 2


def test_whether_anything_follows_is_asked_where_it_is_not_said(council: Council) -> None:
    """No episode is made up of it."""
    council.publish(census(child({**REFERRAL, "ReferralNFA": "maybe"})))
    (asked,) = council.asked("ReferralNFA")

    assert "element ReferralNFA: ReferralNFA has the wrong form" in asked
    assert [name for name, _, _ in council.events()] == ["referral-received"]
