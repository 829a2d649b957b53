"""Histories of two families: whatever is told, put right and answered, the invariants hold."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.consumers.histories import acts, convergence, invariants, sharing
from tests.consumers.histories.agreements import KINDS, later
from tests.consumers.histories.stage_documents import facts_of
from tests.consumers.histories.world import World
from tests.journeys.stories import COUNCIL, POLICE, correction, retraction

AFTER_EVERY_ACT: tuple[invariants.Invariant, ...] = (
    invariants.a_repeat_sends_nothing_and_writes_nothing,
    invariants.what_changes_nothing_sends_nothing_and_writes_nothing,
    invariants.nobody_gets_two_items_of_one_record,
    invariants.the_ledgers_chain_has_no_gap,
    invariants.a_record_leads_to_one_entry_and_one_word_of_an_event,
    invariants.each_delivery_is_on_the_ledger,
    invariants.the_ledger_names_only_what_was_sent,
    invariants.no_due_time_has_passed,
    invariants.a_stand_in_is_told_only_what_is_new_to_whom_it_stands_in_for,
    invariants.what_is_amended_was_had,
    invariants.whoever_is_turned_away_by_all_is_asked_about,
    invariants.a_no_after_a_yes_is_said,
    sharing.nothing_is_told_outside_the_grants,
    sharing.what_changed_is_told_within_the_grants,
    sharing.what_was_told_earlier_is_within_the_grants,
    sharing.what_is_protected_is_told_to_nobody_without_need,
)
AT_THE_END = (
    convergence.whoever_is_due_it_holds_it,
    convergence.whoever_is_told_first_is_due_it,
    convergence.nobody_holds_what_was_taken_back,
    convergence.what_is_held_is_so,
    convergence.what_would_be_told_is_held,
    convergence.children_who_would_be_told_of_are_held,
    convergence.children_held_are_in_the_event,
    convergence.what_is_said_to_be_missing_is_missing_now,
    convergence.what_to_do_is_what_would_be_said,
    convergence.the_head_is_what_would_be_said,
)


class Histories(RuleBasedStateMachine):
    """The police tell of children, the council of its cases: wrong, late, or more than once."""

    events = Bundle("events")
    awaited = Bundle("awaited")

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.said: list[tuple[dict[str, Any], str, str]] = []
        self.told: list[str] = []
        self._count = 0

    def _name(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _publish(self, document: dict[str, Any], name: str, of: str = POLICE, **how: Any) -> None:
        self.said.append((document, name, of))
        self.world.publish(document, name, of=of, **how)

    def _tell(self, incident: acts.Incident) -> str:
        name = self._name("E")
        self._publish(incident.document(), name)
        self.told.append(name)
        return name

    @initialize(target=events, incident=acts.incidents)
    def first_tell(self, incident: acts.Incident) -> str:
        """A history has an event."""
        return self._tell(incident)

    @rule(target=events, incident=acts.incidents)
    def tell(self, incident: acts.Incident) -> str:
        """The police tell of an incident."""
        return self._tell(incident)

    @rule(case=acts.cases)
    def involve(self, case: acts.Case) -> None:
        """The council opens or closes a case."""
        self._publish(case.document(), self._name("I"), COUNCIL)

    @rule(event=events, changes=acts.changes())
    def correct(self, event: str, changes: acts.Changes) -> None:
        """The police put something right."""
        document = correction(POLICE, event, changes)
        self._publish(document, self._name("C"), about=event, does="corrects")

    @precondition(lambda self: self.told)
    @rule(which=st.integers(0, 30), changes=acts.changes())
    def correct_one_more(self, which: int, changes: acts.Changes) -> None:
        """Of all acts a correction is the most frequent."""
        self.correct(self.told[which % len(self.told)], changes)

    @rule(event=events, fields=st.lists(st.sampled_from(acts.FIELDS), min_size=1, max_size=2))
    def correct_nothing(self, event: str, fields: list[str]) -> None:
        """A correction says what the event says already."""
        facts = facts_of(self.world.acts_on(f"/agencies/{POLICE}:{event}")[-1])
        if facts and (changes := acts.as_it_is(facts.content, fields)):
            document = correction(POLICE, event, changes)
            self._publish(document, self._name("C"), about=event, does="says as it is")

    @rule(event=events)
    def take_back(self, event: str) -> None:
        """The police take an event back."""
        document = retraction(POLICE, event)
        self._publish(document, self._name("T"), about=event, does="takes back")

    @rule(target=awaited, changes=acts.changes())
    def correct_too_early(self, changes: acts.Changes) -> str:
        """A correction comes before its event."""
        name = self._name("L")
        document = correction(POLICE, name, changes)
        self._publish(document, self._name("C"), about=name, does="corrects")
        return name

    @rule(target=events, name=consumes(awaited), incident=acts.incidents)
    def tell_late(self, name: str, incident: acts.Incident) -> str:
        """The event comes that was put right already."""
        self._publish(incident.document(), name)
        return name

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0, 30))
    def tell_again(self, which: int) -> None:
        """What was published is published once more, word for word."""
        document, name, of = self.said[which % len(self.said)]
        self.world.publish(document, name, of=of, does="tells again")

    @precondition(lambda self: any(item.asks for item in self.world.items()))
    @rule(which=st.integers(0, 30), answer=st.sampled_from(["yes", "no"]))
    def answer(self, which: int, answer: str) -> None:
        """Whoever is asked answers, and the answer comes twice."""
        questions = [item for item in self.world.items() if item.asks]
        question, reply = questions[which % len(questions)], self._name("R")
        self.world.answer(question, answer, reply)

    @precondition(lambda self: any(self.world.own_items(act.about) for act in self.world.acts))
    @rule(which=st.integers(0, 30), outcome=st.sampled_from(acts.OUTCOMES))
    def decide(self, which: int, outcome: str) -> None:
        """Whoever has an event decides on it: that it acts, or an answer that ends nothing."""
        held = [
            item
            for about in dict.fromkeys(act.about for act in self.world.acts)
            for item in self.world.held(about).values()
            if item.is_open and item.recipient in self.world.agreement.recipients
        ]
        if held:
            self.world.decide(held[which % len(held)], outcome, self._name("D"))

    @rule(minutes=acts.times)
    def wait(self, minutes: int) -> None:
        """A night, a weekend or months pass."""
        self.world.pass_minutes(minutes)

    @rule(kind=st.sampled_from(KINDS))
    def agree(self, kind: str) -> None:
        """The partnership comes to another agreement, which is in force from the next day on."""
        day = self.world.stages.moment.date() + timedelta(days=1)
        self.world.pass_minutes(24 * 60)
        self.world.agree(later(self.world.agreement, kind, day))

    @invariant()
    def holds_after_every_act(self) -> None:
        """Each invariant of the newest act holds."""
        if self.world.acts:
            for check in AFTER_EVERY_ACT:
                check(self.world)

    def teardown(self) -> None:
        """Everybody holds what they would be told now."""
        for ending in convergence.endings(self.world):
            for check in AT_THE_END:
                check(ending)


TestHistories = Histories.TestCase
TestHistories.settings = (
    settings()
    if settings.get_current_profile_name() == "long"
    else settings(max_examples=60, stateful_step_count=10, derandomize=True)
)
"""A few histories, the same in each run; thousands where the profile is the long one."""
