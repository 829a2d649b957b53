"""Who works with a child: agencies and named contacts, with role, number and dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.around import WorksWith
from wholepicture_schemas.codes import INVOLVEMENTS
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.texts import PartialDate

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.item.around.shown import Entry, Shown, entry
from wholepicture_agreement.item.around.with_care import NamedWithCare
from wholepicture_agreement.item.orders import date_in_words

INVOLVEMENT = "involvement-changed"
NAMED = ("worker", "lead_clinician", "manager")
"""The fields of ``detail`` that name somebody who works with the child."""
_OF_A_TEAM = ("worker", "manager")
"""Those of whom a team has one at a time: the newest that is named is the one of now."""
_NAMED = frozenset(NAMED)
CLOSED, TRANSFERRED = "case-closed", "case-transferred"
"""After the first nobody of the agency works with the child; after the other not the old team."""
_ENDS = frozenset({INVOLVEMENT, CLOSED, TRANSFERRED})
_LEADS = {
    "manager": "leads the work with the child",
    "lead_clinician": "leads the child's health care",
}


def working_with(
    events: Sequence[Shown], care: NamedWithCare
) -> tuple[tuple[WorksWith, ...], tuple[WorksWith, ...]]:
    """Whoever works with the child, each once, as the newest event says; and who can be called.

    The latter is of an agency that told something earlier and names nobody who works with them.
    Whoever is alleged, or may be, stands in neither: the agency does, by a number of its own.
    ``care`` is their names.
    """
    found: dict[tuple[str, ...], WorksWith] = {}
    past = _Past()
    for shown in events:
        for who, one in _of(shown, past):
            if not care.may_be(who.get("name")):
                found.setdefault(_who(one), one)
        past.note(shown)
    theirs = _phones_of(events, care)
    found = {who: one for who, one in found.items() if one.phone not in theirs}
    named = {text for one in found.values() for text in (one.agency, one.phone) if text}
    agencies: dict[str, WorksWith] = {}
    for shown in events:
        if shown.own or shown.agency in named or shown.agency in agencies:
            continue  # whom to call about its own event the item says itself
        who = entry(shown.core.get("call_back"))
        if care.may_be(who.get("name")) or who.get("phone") in theirs:
            office = shown.sender.phone if shown.sender else None
            who = {"phone": office} if office and office not in theirs else {}
        if any(who.values()) and who.get("phone") not in named:
            told = f"told something of {day_in_words(shown.on)}"
            agencies[shown.agency] = _made(who, shown, told, shown.agency)
    return tuple(found.values()), tuple(agencies.values())


@dataclass
class _Past:
    """Which work of an agency with the child is over, or done by somebody else, at a time."""

    replaced: set[tuple[object, ...]] = field(default_factory=set)
    """Agency, team and part of whoever a newer event names; the team is none of the agency's."""
    ended: set[tuple[str, object]] = field(default_factory=set)
    """Agency and team whose work has ended since; the team is none where all of it has."""

    def note(self, shown: Shown) -> None:
        """What an event says of all that is older."""
        if shown.name not in _ENDS and _NAMED.isdisjoint(shown.detail):
            return
        work = shown.agency, _team(shown)
        if _is_over(shown):
            self.ended.add(work)
        left = shown.detail.get("from_team")
        if shown.name == CLOSED or (shown.name == TRANSFERRED and left):
            self.ended.add((shown.agency, left))
        self.replaced |= {(*work, part) for part in _OF_A_TEAM if shown.detail.get(part)}

    def is_over(self, shown: Shown) -> bool:
        """Whether who works with the child by an older event did so then."""
        teams = {_team(shown)} | ({None} if _is_of_social_care(shown) else set())
        return any((shown.agency, team) in self.ended for team in teams)

    def is_replaced(self, shown: Shown, part: str) -> bool:
        """Whether somebody else does now what an older event says that somebody does."""
        teams = {_team(shown)} | ({None} if _is_of_social_care(shown) else set())
        return any((shown.agency, team, part) in self.replaced for team in teams)


def _team(shown: Shown) -> object:
    return shown.detail.get("team") if shown.name == INVOLVEMENT else None


def _is_of_social_care(shown: Shown) -> bool:
    """Whether an event of a change of worker, or of a closed case, is about this work."""
    return shown.detail.get("kind") != "early-help"


def _of(shown: Shown, past: _Past) -> Iterator[tuple[Entry, WorksWith]]:
    """Whoever works with the child by one event: its own workers, then others whom it names."""
    if shown.name == INVOLVEMENT or not _NAMED.isdisjoint(shown.detail):
        over = past.is_over(shown)
        if over and shown.name == INVOLVEMENT:
            return  # who worked with the child then
        if not over:
            yield from _its_own(shown, past)
    for who in shown.professionals:
        yield who, _made(who, shown, f"named on {day_in_words(shown.on)} by {shown.agency}")


def _its_own(shown: Shown, past: _Past) -> Iterator[tuple[Entry, WorksWith]]:
    """The workers of the agency itself, whom nobody replaced since."""
    for part in NAMED:
        who = entry(shown.detail.get(part))
        if who and not past.is_replaced(shown, part):
            yield who, _made(who, shown, _work(part, shown), shown.agency)
    if shown.name == INVOLVEMENT and not shown.detail.get("worker"):
        team = words_of(str(shown.detail.get("team") or "")) or None
        if not past.is_replaced(shown, "worker"):
            yield {}, _made({"name": team}, shown, _work("worker", shown), shown.agency)


def _phones_of(events: Sequence[Shown], care: NamedWithCare) -> set[object]:
    """The numbers at which somebody whom nobody approaches unasked is said to answer."""
    phones: set[object] = set()
    for shown in events:
        named = [entry(shown.core.get("call_back")), *shown.professionals]
        if not _NAMED.isdisjoint(shown.detail):
            named += [entry(shown.detail.get(part)) for part in NAMED]
        for who in named:
            if "name" in who and care.may_be(who["name"]):
                phones.add(who.get("phone"))
    return phones - {None}


def _work(part: str, shown: Shown) -> str:
    """What somebody does, and since or until when."""
    kind = INVOLVEMENTS.get(str(shown.detail.get("kind")), "")
    does = _LEADS.get(part, "works with the child")
    said = f"{does} ({kind})" if kind and shown.name == INVOLVEMENT else does
    if _is_over(shown):
        until = shown.detail.get("until") or shown.on.isoformat()
        return f"{said} until {date_in_words(PartialDate(str(until)))}: this work has ended"
    since = shown.detail.get("since")
    if since:
        return f"{said} since {date_in_words(PartialDate(str(since)))}"
    return f"{said}, as told on {day_in_words(shown.on)}"


def _is_over(shown: Shown) -> bool:
    return shown.name == INVOLVEMENT and shown.detail.get("state") == "closed"


def _made(who: Entry, shown: Shown, does: str, agency: str | None = None) -> WorksWith:
    return WorksWith(
        agency=_text(who, "organisation") or agency,
        name=_text(who, "name"),
        role=_text(who, "role"),
        phone=_text(who, "phone"),
        does=does,
        as_of=shown.on,
    )


def _who(one: WorksWith) -> tuple[str, ...]:
    """What makes two of them the same: the name, or where none is told the role, at an agency."""
    return ((one.agency or "").casefold(), (one.name or one.role or "").casefold())


def _text(who: Entry, part: str) -> str | None:
    value: Any = who.get(part)
    return value if isinstance(value, str) and value else None
