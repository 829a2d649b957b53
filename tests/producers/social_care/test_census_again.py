"""A return published again: only what changed goes, and a fact that was told keeps its event."""

from wholepicture_producers.again.growing import Terms

from tests.producers.social_care.returns import (
    ASSESSMENT,
    PLAN,
    REFERRAL,
    SECTION_47,
    SETTINGS,
    WHOLE,
    Council,
    census,
    child,
)

_OTHER_ORDER = {"FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["16A", "3B"]}}


def test_the_same_return_sends_nothing(council: Council) -> None:
    """Neither does the same in another order, with another header or other blanks."""
    council.publish(census(child(WHOLE), child(REFERRAL, number="C2")))
    count = len(council.events())
    other = {**WHOLE, "Assessments": {**ASSESSMENT, **_OTHER_ORDER}}
    council.publish(census(child(REFERRAL, number="C2"), child(other), SerialNo="002"))

    assert council.counts == (0, 0, count)
    assert len(council.events()) == count


def test_a_day_that_was_put_right_corrects_its_event(council: Council) -> None:
    """Of the assessment and of the referral that it is in; no other event is made of either."""
    right = {**WHOLE, "Assessments": {**ASSESSMENT, "AssessmentActualStartDate": "2025-05-08"}}
    council.publish(census(child(WHOLE)))
    council.publish(census(child(right)))
    changed = council.changes()
    council.publish(census(child({**right, "CINreferralDate": "2025-05-05"})))

    assert changed == [("detail.assessment_started_on", "2025-05-08")]
    assert council.changes()[1:] == [
        ("detail.referral_received_on", "2025-05-05"),
        ("detail.since", "2025-05-05"),
    ]
    assert council.accepted.new == 0
    assert len(council.of("assessment-started")) == 1
    assert not council.remarks

    council.publish(census(child({**right, "CINreferralDate": "2025-05-05"})))
    assert council.counts[:2] == (0, 0)


def test_a_category_that_changed_corrects_its_plan(council: Council) -> None:
    """Practitioners read why."""
    council.publish(census(child(WHOLE)))
    changed = {**WHOLE, "ChildProtectionPlans": {**PLAN, "LatestCategoryOfAbuse": "EMO"}}
    council.publish(census(child(changed)), terms=Terms(because="The conference changed it."))

    assert council.changes() == [("detail.latest_category", "EMO")]
    (correction,) = council.of("correction")
    assert correction["detail"]["because"] == "The conference changed it."


def test_a_closure_is_an_event_of_its_own(council: Council) -> None:
    """And ends the episode of the team that was told to work with the child."""
    closed = {**WHOLE, "CINclosureDate": "2026-02-01", "ReasonForClosure": "RC7"}
    council.publish(census(child(WHOLE)))
    council.publish(census(child(closed)), settings={"team": "west-team"})

    assert council.counts[0] == 2
    assert council.of("case-closed")[0]["detail"]["closure"] == "RC7"
    assert council.of("involvement-changed")[-1]["detail"] == {
        "state": "closed", "kind": "child-in-need", "team": "east-team", "until": "2026-02-01",
    }  # fmt: skip


def test_a_referral_that_is_gone_is_said_and_not_taken_back(council: Council) -> None:
    """Where the child is gone, where the referral is, and where an end is."""
    closed = {**REFERRAL, "CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}
    second = {**REFERRAL, "CINreferralDate": "2026-01-05", "ReferralSource": "6"}
    council.publish(census(child(closed, second), child(REFERRAL, number="C2")))
    kept = len(council.events())

    council.publish(census(child(closed, second)))
    (gone, *receipts) = council.remarks
    assert "2 events, with all that was told of 1 child." in gone
    assert [line.split()[1] for line in receipts] == [
        "referral-received", "involvement-changed",
    ]  # fmt: skip

    council.publish(census(child(closed), child(REFERRAL, number="C2")))
    assert "2 events." in council.remarks[0]

    council.publish(census(child(REFERRAL, second), child(REFERRAL, number="C2")))
    assert [line.split()[1] for line in council.remarks[1:]] == [
        "case-closed", "involvement-changed",
    ]  # fmt: skip
    assert len(council.events()) == kept


def test_the_next_years_return_misses_nobody_whose_case_was_closed(council: Council) -> None:
    """A referral that ended before is not in it, and the new one of the child is another."""
    closed = {**REFERRAL, "CINclosureDate": "2025-03-01", "CINreferralDate": "2024-05-06"}
    anew = {**REFERRAL, "CINreferralDate": "2025-11-03"}
    council.publish(census(child(closed), year=2025))
    council.publish(census(child(anew), year=2026))

    assert council.counts == (2, 0, 0)
    assert not council.remarks
    assert not council.changes()


def test_two_of_one_day_are_two(council: Council) -> None:
    """And stay two; what stands there twice, word for word, is one."""
    other = {**SECTION_47, "InitialCPCtarget": "2025-07-14"}
    council.publish(census(child({**REFERRAL, "Section47": [SECTION_47, other, SECTION_47]})))
    assert len(council.of("section-47-started")) == 2

    council.publish(census(child({**REFERRAL, "Section47": [other, SECTION_47]})))
    assert council.counts[:2] == (0, 0)
    assert not council.remarks


def test_what_stands_there_twice_is_one_in_any_order(council: Council) -> None:
    """A list of codes and what is in a referral may stand otherwise in one of the two."""
    other = {**ASSESSMENT, **_OTHER_ORDER}
    council.publish(census(child({**REFERRAL, "Assessments": [ASSESSMENT, ASSESSMENT]})))
    count = len(council.events())

    council.publish(census(child({**REFERRAL, "Assessments": [ASSESSMENT, other]})))

    assert council.counts == (0, 0, count)


def test_a_dry_run_and_new_only_keep_what_they_keep_of_tables(council: Council) -> None:
    """The one shows and keeps nothing, the other holds corrections back."""
    later = {**WHOLE, "PrimaryNeedCode": "N4", "CINclosureDate": "2026-02-01"}
    council.publish(census(child(WHOLE)))
    kept = len(council.events())

    council.publish(census(child(later)), terms=Terms(dry_run=True))
    assert council.counts[:2] == (2, 1)
    assert len(council.events()) == kept

    council.publish(census(child(later)), terms=Terms(new_only=True))
    assert council.accepted.changed[0].state == "held-back"
    assert len(council.events()) == kept + 2


def test_practice_is_not_what_is_live(council: Council) -> None:
    """What was practised is published once more when it is live."""
    practice = {"constants": {**SETTINGS["constants"], "core.exercise": True}}
    council.publish(census(child(REFERRAL)), settings=practice)
    council.publish(census(child(REFERRAL)))

    assert council.counts == (2, 0, 0)
    assert not council.remarks


def test_what_was_taken_back_stays_so_until_it_is_said_otherwise(council: Council) -> None:
    """A closure that was none is taken back; the one that comes later is another event."""
    closed = {**REFERRAL, "CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}
    council.publish(census(child(closed)))
    for kind in ("case-closed", "involvement-changed"):
        council.take_back(council.receipts(kind)[-1])

    council.publish(census(child(REFERRAL)))
    assert council.counts == (0, 0, 2)
    assert not council.remarks

    council.publish(census(child(closed)))
    assert council.counts == (0, 0, 4)

    again = {**closed, "CINclosureDate": "2026-01-09"}
    council.publish(census(child(again)))
    assert council.counts == (2, 0, 2)
    assert not council.refused
    references = [told["core"]["local_reference"] for told in council.of("case-closed")]
    assert references == ["C1000001/2025-05-06/closed", "C1000001/2025-05-06/closed#2"]

    council.publish(census(child({**again, "ReasonForClosure": "RC9"})))
    assert council.counts == (0, 1, 3)


def test_a_file_that_is_given_twice_is_told_once(council: Council) -> None:
    """As where two people publish the same return."""
    whole = census(child(WHOLE))
    council.publish(whole)
    count = len(council.events())
    council.publish(whole.replace("\n", "\r\n"))

    assert len(council.events()) == count
