"""The facts of one play, as a fixture for the ways of showing them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from wholepicture_desk.demo.months import Entry, Lane, SixMonths
from wholepicture_desk.demo.result import (
    ChildQuestion,
    DemoResult,
    Incomplete,
    InvolvedChild,
    RecipientAnswer,
    RepeatedItem,
    ThatDay,
    ToldChild,
    ToldRecipient,
    Unasked,
)
from wholepicture_desk.demo.two_pictures import Mark, Noticed, Strip, TwoPictures
from wholepicture_desk.demo.words import kept_back

MASKED_FROM_SCHOOL = (
    "core.allegations.*.alleged",
    "core.allegations.*.what",
    "detail.risk_grade",
    "detail.incidents_in_last_12_months",
    "core.adults.*.offence_history",
    "core.adults.*.address.postcode",
    "core.adults.*.phone",
    "core.adults.*.safe_contact.how",
)
ASKED = "Say for each child whether their vulnerability was considered, and what was known."


def result() -> DemoResult:
    """One play, with the longest names and times that the story brings."""
    team, door = "Disabled Children's Team", "First Response"
    milo = ToldChild("Milo", "confirmed")
    elsie = ToldChild("Elsie", "not-confirmed")
    answer_by = datetime(2026, 9, 30, 16, tzinfo=UTC)
    school_by = datetime(2026, 9, 30, 7, 30, tzinfo=UTC)
    return DemoResult(
        that_day=ThatDay(
            happened=datetime(2026, 3, 5, 20, 40, tzinfo=UTC),
            alleged="father",
            victim="mother",
            children=(
                InvolvedChild("Milo", "8", ("does not speak",), "was there and saw it"),
                InvolvedChild("Elsie", "6", (), "was in another room"),
            ),
            grade="STANDARD",
        ),
        child="Milo",
        told=(
            ToldRecipient(team, None, None, _span(0.4), "news-on-open-case", (milo,), answer_by),
            ToldRecipient(
                "Avonbank Special School",
                None,
                "Safeguarding in Education Team",
                _span(0.5),
                "for-your-information",
                (milo,),
                school_by,
            ),
            ToldRecipient(
                "Community paediatrics and special school nursing",
                None,
                None,
                _span(0.5),
                "for-your-information",
                (milo,),
                answer_by,
            ),
            ToldRecipient(door, "front door", None, _span(0.4), "contact", (elsie,), answer_by),
            ToldRecipient(
                "Safeguarding in Education Team",
                None,
                None,
                _span(10.5),
                "for-your-information",
                (elsie,),
                school_by,
            ),
            ToldRecipient(
                "Public health nursing safeguarding desk",
                None,
                None,
                _span(0.5),
                "for-your-information",
                (elsie,),
                answer_by,
            ),
        ),
        answer=RecipientAnswer(team, "passed to the worker", _span(1.3)),
        school="Avonbank Special School",
        kept_from_school=kept_back(MASKED_FROM_SCHOOL),
        questions=(
            ChildQuestion(
                "Elsie",
                "not-confirmed",
                (door,),
                "It is not confirmed who this child is. Do you know the child?",
            ),
        ),
        incomplete=Incomplete((ASKED,), (door, "Safeguarding in Education Team")),
        unasked=Unasked(("Lighthouse Safeguarding Unit", door)),
        repeat=RepeatedItem(sent=2, recorded=1),
        broken_asked="Send it again, put right, with a new id.",
        counted=2,
    )


def _span(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def pictures() -> TwoPictures:
    """The two pictures, with the longest names and the most lanes that the story brings."""
    incident = Mark(date(2026, 3, 5), "domestic abuse incident", strength=False)
    police = Strip("Police", (replace(incident, side_by_side=True),))
    others = (
        "Children's services", "School", "Community health", "Hospital", "Cafcass", "Housing",
        "Adult services", "Family charity",
    )  # fmt: skip
    days = (date(2026, 1, 16), date(2026, 3, 20), date(2026, 3, 21), date(2026, 6, 30))
    marks = tuple(Mark(day, "strengths note", strength=day == days[0]) for day in days)
    return TwoPictures(
        child="Milo",
        first=date(2026, 1, 12),
        last=date(2026, 6, 30),
        teller="Police",
        alone=(Strip("Police", (incident,)),),
        reader="Children's services",
        whole=(police, *(Strip(who, marks) for who in others)),
        noticed=(
            Noticed(
                date(2026, 3, 5),
                "Care missed, advice not followed, trust broken or domestic abuse, seen by several "
                "agencies",
                3,
            ),
        ),
    )


def months() -> SixMonths:
    """Six months, with the longest names and the most that the story brings."""
    lanes = (
        "Police", "Children's services", "School", "Community health", "Hospital", "Cafcass",
        "Housing", "Adult services", "Family charity",
    )  # fmt: skip
    knew = (
        Entry(date(2026, 1, 12), "medical advice not followed", ("School", "Children's services")),
        Entry(date(2026, 2, 5), "was not brought put right", ("School",)),
        Entry(date(2026, 4, 29), "professional disagreement", ("Children's services",)),
    )
    told = tuple(
        Entry(date(2026, 3, day), "domestic abuse incident", ("Police",)) for day in range(1, 20)
    )
    only_told = Lane("Safeguarding partners", (), told[:1])
    return SixMonths(
        by_agency=dict.fromkeys(lanes, 3),
        child="Milo",
        first=date(2026, 1, 12),
        last=date(2026, 6, 30),
        lanes=(*(Lane(who, knew, told) for who in lanes), only_told),
        slowest=_span(10.5),
        amended=(
            Entry(date(2026, 2, 5), "was not brought put right", ("School", "Children's services")),
            Entry(date(2026, 3, 12), "child concern taken back", ("School", "Children's services")),
        ),
    )
