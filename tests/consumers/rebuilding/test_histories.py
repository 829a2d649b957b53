"""Histories of two families, folded anew from what was recorded: the same bytes."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wholepicture_schemas.children import Link
from wholepicture_schemas.identifiers import ChildRef, EventId

from tests.consumers.histories.test_histories import Histories
from tests.consumers.rebuilding.facts import facts_of, folded_anew
from tests.journeys.stories import POLICE


class Recorded(Histories):
    """The histories, with decisions which child somebody is, their undoing, and references."""

    def __init__(self) -> None:
        super().__init__()
        self._linked: dict[str, int] = {}

    @precondition(lambda self: self.told)
    @rule(which=st.integers(0, 30), person=st.integers(0, 5), child=st.integers(0, 5))
    def link(self, which: int, person: int, child: int) -> None:
        """Somebody decides that a child of an event is one that is known, or is that one again."""
        event = self.told[which % len(self.told)]
        links = self.world.stages.event(event).links
        if not links:
            return
        known = [link.child for name in self.told for link in self.world.stages.event(name).links]
        old = links[person % len(links)]
        self._decide(event, old, known[child % len(known)])

    def _decide(self, event: str, old: Link, child: ChildRef) -> None:
        version = self._linked[event] = self._linked.get(event, 0) + 1
        name = EventId(self._name("L"))
        decided = old.model_copy(update={"id": name, "child": child, "confidence": "confirmed"})
        for _key in range(2):  # one record goes to the key of each child, and says the same
            self.world.stages.linked(event, decided, version=version, of=POLICE)

    @precondition(lambda self: any(True for _ in self.world.items()))
    @rule(which=st.integers(0, 30), number=st.sampled_from(["LL-1", "LL-2"]))
    def give_a_number(self, which: int, number: str) -> None:
        """A recipient says what the child's number is in its own system."""
        items = list(self.world.items())
        item = items[which % len(items)]
        says = {"delivery": item.id, "recipient_reference": {"child": number}}
        self.world.stages.answer(item.recipient, "acknowledged", self._name("A"), **says)

    @precondition(lambda self: self.world.stages.recorded)
    @rule(which=st.integers(0, 30))
    def record_again(self, which: int) -> None:
        """A record stands on the topic once more, as after a recovery from a backup."""
        stages = self.world.stages
        stages.come_again(which % len(stages.recorded))

    def holds_after_every_act(self) -> None:
        """The invariants of telling are held elsewhere."""

    def teardown(self) -> None:
        """What is rebuilt is what the stage has, whether in one portion or record by record."""
        stages = self.world.stages
        kept = facts_of(stages.memory)

        assert folded_anew(stages.recorded) == kept
        assert folded_anew(stages.recorded, at_once=False) == kept


TestRecorded = Recorded.TestCase
TestRecorded.settings = (
    settings()
    if settings.get_current_profile_name() == "long"
    else settings(max_examples=60, stateful_step_count=12, derandomize=True)
)
"""A few histories, the same in each run; thousands where the profile is the long one."""
