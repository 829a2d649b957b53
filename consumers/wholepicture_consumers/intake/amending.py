"""Applying a correction or a retraction to the event that it names, once for every stage.

Each child who is new to the event, or whose identifying marks changed, is linked here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wholepicture_engine.stage import Work
from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.children import Amended, ChildConcernedData, Link, Stated, links_now
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.problems import Problem

from wholepicture_consumers.facts.amending import corrected
from wholepicture_consumers.facts.event import EventState, amended
from wholepicture_consumers.identity import Sought, blocks_of, link, link_anew, sought
from wholepicture_consumers.intake.documents import Seen
from wholepicture_consumers.intake.households import in_common, keys_of_kin, kin_of
from wholepicture_consumers.intake.joining import Brought, settled
from wholepicture_consumers.marks import Marks

_amended, _stated = unchecked(Amended), unchecked(Stated)
_TAKEN_BACK = Problem(
    "detail.corrects",
    "names an event that you took back",
    "Send it anew as an event of its own, if it is right.",
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """The result of applying an amendment."""

    original: Seen
    """The event that it names, as the amendment leaves it."""
    told: ChildConcernedData | None
    """The amendment as ``children`` carries it; none where it changes nothing."""
    problems: tuple[Problem, ...]
    """What the agency is asked to put right in the amendment."""


def amend(
    event: Event[Told[Core]],
    brought: Mapping[int, Brought],
    data: ChildConcernedData,
    original: Seen,
    work: Work,
) -> Amendment:
    """The original as a correction or a retraction leaves it, and the record that says so.

    ``data`` is the amendment as it came, ``brought`` the children that each of its changes brings.
    """
    state = original.state
    if state is None:
        return Amendment(original, None, ())
    if not isinstance(event, Correction):
        if state.retracted:
            return Amendment(original, None, ())
        return _made(original, state, data, None, state.links, {})
    if state.retracted:
        return Amendment(original, None, (_TAKEN_BACK,))
    references = settled(event, brought, state.content)
    now = corrected(state.attributes, state.content, state.missing, references.changes)
    problems = (*references.problems, *_unsaid(now.problems, data))
    if not now.changed or (now.content == state.content and now.missing == state.missing):
        return Amendment(original, None, problems)
    practice = original.practice
    children = [sought(child, practice=practice) for child in now.event.data.core.children]
    links = (*state.links, *_links(children, event, original, state, work))
    common = in_common(now.event, children, practice=practice)
    work.further(keys_of_kin(common))
    kin = kin_of(now.event, now.content, common, links_now(links), work)
    content = _with_references(data.content, references.changes)
    data = data.model_copy(update={"kin": kin, "content": content})
    stated = _stated(content=now.content, missing=now.missing)
    marks = {child.person: child.marks for child in children}
    made = _made(original, state, data, stated, links, marks)
    return Amendment(made.original, made.told, problems)


def _made(
    original: Seen,
    state: EventState,
    data: ChildConcernedData,
    now: Stated | None,
    links: tuple[Link, ...],
    marks: dict[PersonRef, Marks],
) -> Amendment:
    changes = _amended(
        attributes=state.attributes,
        received=state.received,
        was=_stated(content=state.content, missing=state.missing),
        now=now,
    )
    told = data.model_copy(update={"links": links, "amended": changes})
    known = {**original.marks, **marks}
    left = original.model_copy(update={"state": amended(state, told), "marks": known})
    return Amendment(left, told, ())


def _links(
    children: Iterable[Sought], event: Correction, original: Seen, state: EventState, work: Work
) -> Iterator[Link]:
    """A link for each child who is new to the event, or whose new marks are another child's."""
    links = {link.person: link for link in links_now(state.links)}
    for child in children:
        held, before = links.get(child.person), original.marks.get(child.person)
        if held is None:
            work.further(blocks_of(child))
            yield link(child, event.source, event.id, work)
        elif before is not None and before != child.marks:
            anew = link_anew(held, before, child, event.source, event.id, work)
            if anew is not None:
                yield anew


def _unsaid(problems: tuple[Problem, ...], data: ChildConcernedData) -> Iterator[Problem]:
    """The problems that reading the correction did not find already."""
    said = {problem.field for problem in data.missing}
    known = {field for field in said if field.startswith("detail.changes.")}
    return (problem for problem in problems if problem.field not in known)


def _with_references(content: dict[str, Any], changes: tuple[Any, ...]) -> dict[str, Any]:
    """The correction as it travels on: what it brings stands under the references settled here."""
    detail = content.get("detail")
    if not isinstance(detail, dict):
        return content
    dumped = [change.model_dump(mode="json", exclude_none=True) for change in changes]
    return {**content, "detail": {**detail, "changes": dumped}}
