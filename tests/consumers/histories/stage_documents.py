"""What the test reads of the stages' own documents: the only place that knows their names."""

from collections.abc import Mapping

from wholepicture_consumers.facts.event import EventState, links_about
from wholepicture_schemas.children import ChildConcernedData

from tests.consumers.histories.world import Act

_REMEMBER_REPEATS = frozenset({"seen", "awaited"})
"""The kinds of document by which intake drops a repeat, and keeps what came before its event."""


def facts_of(act: Act) -> ChildConcernedData | None:
    """The event of an act as a record would tell of it anew after that act.

    None where nothing of it was told, or where it was taken back.
    """
    return _facts(act, act.after)


def changed_facts(act: Act) -> bool:
    """Whether an act changed what is so of its event."""
    return _facts(act, act.before) != _facts(act, act.after)


def _facts(act: Act, documents: Mapping[tuple[str, str], bytes]) -> ChildConcernedData | None:
    body = documents.get((EventState.KIND, act.about))
    state = EventState.model_validate_json(body) if body else None
    if state is None or state.retracted:
        return None
    return ChildConcernedData(
        lead=True,
        links=links_about(state, state.event()),
        missing=state.missing,
        received=act.moment,
        digest="",
        attributes=state.attributes,
        content=state.content,
    )


def written(act: Act) -> Mapping[tuple[str, str], bytes | None]:
    """The documents that an act changed, less those that remember that it was taken in."""
    return {
        name: act.after.get(name)
        for name in {**act.before, **act.after}
        if act.before.get(name) != act.after.get(name) and name[0] not in _REMEMBER_REPEATS
    }
