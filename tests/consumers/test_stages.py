"""The stages of the house: what they read, and where they may send to."""

from pathlib import Path

from wholepicture_agreement import load
from wholepicture_bus.topics import OPERATIONS
from wholepicture_consumers.running.machine import topic_specs
from wholepicture_consumers.stages import STAGES


def test_the_stages_name_every_topic_of_the_agreement_and_no_other() -> None:
    """So a stage that starts finds all its topics there, and no topic is made for nothing."""
    agreement = load(Path("partnership"))
    stages = [make(agreement) for make in STAGES.values()]

    named = {topic for stage in stages for topic in (*stage.inputs, *stage.outputs)}

    assert named | {OPERATIONS} == {spec.name for spec in topic_specs(agreement)}
