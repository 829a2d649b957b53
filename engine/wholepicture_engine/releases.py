"""Releasing held records: a person said so, by a record on the topic ``operations``.

The held records are tried in the order in which they came, up to the first that fails again. Those
behind it wait for that one from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from wholepicture_bus.log import logger
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.topics import OPERATIONS
from wholepicture_schemas.operations import Expired, LegalHold, LegalHoldEnded, ReleaseData, Settled

from wholepicture_engine import holding
from wholepicture_engine.stage import Message, Stage
from wholepicture_engine.store import Transaction
from wholepicture_engine.tracing import traced

_log = logger()
_ASK_NOTHING = frozenset(kind.TYPE for kind in (Settled, LegalHold, LegalHoldEnded, Expired))
"""The types on the topic that ask nothing of a stage."""


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did."""

    outputs: Sequence[Outgoing]
    tried: int
    let_go: int


def released(transaction: Transaction, stage: Stage[Any], record: Record) -> Released:
    """The outputs of the held records that could be handled now."""
    if record.header("ce_type") in _ASK_NOTHING:
        return Released((), 0, 0)
    wanted = ReleaseData.model_validate_json(record.value or b"{}", extra="ignore")
    if wanted.stage != stage.name:
        return Released((), 0, 0)
    queue = holding.queue(transaction, stage.name, wanted.held)
    outputs: list[Outgoing] = []
    done: list[str] = []
    for held in queue:
        if (
            held.record.place.topic == OPERATIONS
        ):  # a request that nobody could read asks for nothing
            done.append(held.id)
            continue
        try:
            with transaction.connection.begin_nested():
                content = stage.parse(held.record)
                work = transaction.work(stage.reads(content, held.record))
                made = stage.handle(Message(held.record, content), work)
                transaction.keep(work)
        except (OperationalError, InterfaceError, InternalError):  # none of the record's doing
            raise
        except Exception as error:  # noqa: BLE001 - it stays held, and so do those behind it
            _log.error("still-held", stage=stage.name, held=held.id, error=type(error).__name__)
            left = [waiting.id for waiting in queue[len(done) + 1 :]]
            holding.put_behind(transaction, left, held.id)
            break
        outputs += traced(held.record, made)
        done.append(held.id)
    if done:
        holding.let_go(transaction, done)
    return Released(outputs, len(queue), len(done))
