"""The topics that an agreement needs, as they must be."""

from wholepicture_agreement import Agreement
from wholepicture_bus.topics import TopicSpec, specs

PARTITIONS = 4
"""Partitions of ``children``, ``disclosures`` and each agency's topic: enough for four workers."""


def topic_specs(
    agreement: Agreement, *, replication: int = 1, held: bool = False
) -> tuple[TopicSpec, ...]:
    """Every topic that the agreement needs; ``held`` says whether a legal hold stands."""
    return specs(
        agreement.agency_ids,
        agreement.subscribers,
        keep=None if held else agreement.keep,
        ledger=agreement.keep_ledger,
        partitions=PARTITIONS,
        replication=replication,
    )
