"""A fresh telling: what everybody would get of an event, told only now and as it is now."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing
from wholepicture_consumers.feedback import BUS
from wholepicture_schemas.children import ChildConcerned, ChildConcernedData
from wholepicture_schemas.identifiers import ChildRef, RecipientId, derived

from tests.consumers.both_stages import Stages
from tests.consumers.histories.stage_documents import facts_of
from tests.consumers.histories.world import Act, Item, World, items_in


def told_afresh(world: World, act: Act) -> dict[RecipientId, Item]:
    """What each recipient would have of the event of an act, had it been told first by that act.

    Everything else that was told before is known, by the children as they were linked then. To a
    question that somebody said yes to, yes is said again. Empty where the event was taken back.
    """
    facts = facts_of(act)
    if facts is None:
        return {}
    stages = Stages()
    for earlier in world.acts[: act.number]:
        if earlier.about != act.about:
            stages.agree(earlier.agreement)
            for child in earlier.children:
                stages.concern(child, earlier.moment)
    stages.agree(act.agreement)
    followed = [stages.concern(child, act.moment) for child in _records(facts)]
    made = [one for each in followed for one in each.made]
    items = list(items_in(made, act.number))
    agreed = _agreed(world, act)
    for question in [item for item in items if item.asks]:
        if any(_is_answered_by(yes, question) for yes in agreed):
            stages.pass_minutes(int((act.moment - stages.moment) / timedelta(minutes=1)) - 1)
            answer = {"delivery": question.id, "answer": "yes", "reason": "As before."}
            answered = stages.answer(question.recipient, "answered", question.id, **answer)
            items += items_in(answered.made, act.number)
    return {item.recipient: item for item in items if not item.asks}


def _records(facts: ChildConcernedData) -> Iterator[Outgoing]:
    """The event on ``children``, one record for each child, the first of them the lead."""
    cause = f"{facts.attributes.source}:{facts.attributes.id}"
    refs: list[ChildRef | None] = [*dict.fromkeys(link.child for link in facts.links)] or [None]
    for at, child in enumerate(refs):
        concerned = ChildConcerned(
            id=derived("child-concerned", cause, child or ""),
            source=BUS,
            type=ChildConcerned.TYPE,
            time=facts.attributes.time,
            correlationid=facts.attributes.id,
            causationid=cause,
            data=facts.model_copy(update={"child": child, "lead": at == 0}),
        )
        yield outgoing(concerned, topics.CHILDREN, child or derived("no-child", cause))


def _agreed(world: World, act: Act) -> list[Item]:
    """The questions about the event of an act to which somebody said yes by then."""
    return [
        question
        for earlier in world.acts[: act.number + 1]
        if earlier.about == act.about and earlier.says == "yes"
        if (question := earlier.question) is not None
    ]


def _is_answered_by(yes: Item, question: Item) -> bool:
    """Whether a question asks no more than one that was answered with yes."""
    whom: Iterable[str] = _whom(question)
    return (
        yes.asks == question.asks
        and set(whom) <= set(_whom(yes))
        and (question.asks == "originator-control" or question.persons <= yes.persons)
    )


def _whom(question: Item) -> list[str]:
    return str(question.data["question"]["whom"]).replace(" and ", ", ").split(", ")
