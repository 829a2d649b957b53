"""Forgetting at intake: what is left of an event that expired is its id.

Intake forgets an event first, and so says from then on what becomes of a correction of it. Each
event is a transaction of its own in the turn of the stage, as a batch of the stage would have it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from wholepicture_engine.stage import Key
from wholepicture_engine.store import BatchWork, Database
from wholepicture_engine.store.erasing import erase
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.identity import Block, Candidate
from wholepicture_consumers.intake.documents import FORGOTTEN, Awaited, Decided, Seen
from wholepicture_consumers.intake.households import Household
from wholepicture_consumers.retention.survey import bodies, children_named


def forget_at_intake(
    database: Database, name: str, amendments: Iterable[str], before: datetime
) -> bool:
    """Leave of an event nothing but its id; False where its agency has said more of it since."""
    with database.batch("intake") as transaction:
        names = (name, *amendments)
        transaction.write()
        work = transaction.work([*(Key(Seen, one) for one in names), Key(Awaited, name)])
        seen = work.get(Seen, name)
        if seen is None or seen.state is None or seen.state.last_word >= before:
            return False
        for one in names:
            work.put(one, FORGOTTEN)
        transaction.keep(work)
        erase(transaction, [(Awaited.KIND, name), (Decided.KIND, name)])
    return True


def forget_what_never_came(database: Database, waiting: Iterable[tuple[str, str]]) -> None:
    """Delete what waits for events that have not come in all this time."""
    for kind, key in waiting:
        with database.batch("intake") as transaction:
            transaction.write()
            erase(transaction, [(kind, key)])


def forget_children(database: Database) -> None:
    """Forget by what those children were known of whom intake keeps no event.

    Which those are is asked again under the locks that an event of such a child would need.
    """
    with database.reading() as connection:
        named = children_named(connection)
        keys = [
            *(Key(Block, key) for key, body in bodies(connection, Block.KIND)
              if _others(Block.model_validate_json(body), named)),
            *(Key(Household, key) for key, body in bodies(connection, Household.KIND)
              if not named.issuperset(Household.model_validate_json(body).children)),
        ]  # fmt: skip
    if not keys:
        return
    with database.batch("intake") as transaction:
        work = transaction.work(keys)
        named = children_named(transaction.connection)
        transaction.write()
        empty: list[tuple[str, str]] = []
        for key in keys:
            left = _left(key, work, named)
            if left is None:
                empty.append((key.document.KIND, key.name))
            else:
                work.put(key.name, left)
        transaction.keep(work)
        erase(transaction, empty)


def _left(key: Key, work: BatchWork, named: Collection[ChildRef]) -> Block | Household | None:
    """What is left of a key by which children are looked for; none where nobody is."""
    if key.document is Household:
        household = work.get(Household, key.name) or Household()
        children = tuple(child for child in household.children if child in named)
        return Household(children=children) if children else None
    block = work.get(Block, key.name) or Block()
    candidates = tuple(
        dict.fromkeys(_standing(one, named) for one in block.candidates if one.child in named)
    )
    return Block(candidates=candidates) if candidates else None


def _others(block: Block, named: Collection[ChildRef]) -> bool:
    return any(one.child not in named or one.stands_for not in named for one in block.candidates)


def _standing(candidate: Candidate, named: Collection[ChildRef]) -> Candidate:
    """A candidate; for itself where nothing is left of the child that it probably is."""
    if candidate.stands_for in named:
        return candidate
    return candidate.model_copy(update={"stands_for": candidate.child})
