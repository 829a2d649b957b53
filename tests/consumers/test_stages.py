"""The stages of the house: what they read and write, and where they may send to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.topics import OPERATIONS
from wholepicture_consumers.stages import STAGES
from wholepicture_consumers.topic_specs import topic_specs

from benchmarks.families import Family
from tests.consumers.both_stages import Stages
from tests.support.shipped import shipped


def test_the_stages_name_every_topic_of_the_agreement_and_no_other() -> None:
    """So a stage that starts finds all its topics there, and no topic is made for nothing."""
    agreement = shipped()
    stages = [make(agreement) for make in STAGES.values()]

    named = {topic for stage in stages for topic in (*stage.inputs, *stage.outputs)}

    assert named | {OPERATIONS} == {spec.name for spec in topic_specs(agreement)}


class Writers(Stages):
    """Both stages; notes the kinds of documents and rows that each writes."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, set[str]] = defaultdict(set)

    def _through(self, stage: Any, record: Record, *, held: bool = False) -> Sequence[Outgoing]:
        before = self.remembered
        made = super()._through(stage, record, held=held)
        after = self.remembered.items()
        self.kinds[stage.name] |= {name[0] for name, body in after if before.get(name) != body}
        return made


def test_no_two_stages_write_the_same_kind_of_document() -> None:
    """On SQLite a stage waits only for batches of its own until it writes (`Database.batch`)."""
    stages, family = Writers(), Family(1)
    incident = family.incident()
    for document in (incident, family.correction(incident), family.retraction(incident)):
        followed = stages.publish(document, document["id"])
        for name, item in zip(followed.item_ids, followed.items, strict=True):
            said = {"delivery": name}
            stages.answer(item["recipient"], "acknowledged", f"r-{name}", **said)

    assert {"seen", "block"} <= stages.kinds["intake"]
    assert {"event", "telling", "sent"} <= stages.kinds["picture"]
    assert not stages.kinds["intake"] & stages.kinds["picture"]
