"""Who works with a child: agencies and named contacts, with role, number and dates."""

from collections.abc import Iterator, Sequence
from typing import Any

from wholepicture_schemas.around import WorksWith
from wholepicture_schemas.codes import INVOLVEMENTS
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.texts import PartialDate

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.item.around.shown import Entry, Shown, entries, entry
from wholepicture_agreement.item.orders import date_in_words

INVOLVEMENT = "involvement-changed"
NAMED = ("worker", "lead_clinician", "manager")
"""The fields of ``detail`` that name somebody who works with the child."""
_LEADS = {
    "manager": "leads the work with the child",
    "lead_clinician": "leads the child's health care",
}


def working_with(
    events: Sequence[Shown],
) -> tuple[tuple[WorksWith, ...], tuple[WorksWith, ...]]:
    """Whoever works with the child, each once, as the newest event says; and who can be called.

    The latter is of an agency that told something earlier and names nobody who works with them.
    """
    found: dict[tuple[str, ...], WorksWith] = {}
    ended: set[tuple[str, object]] = set()
    for shown in events:
        if shown.name == INVOLVEMENT:
            work = shown.agency, shown.detail.get("team")
            if work in ended:
                continue  # who worked with the child then
            if _is_over(shown):
                ended.add(work)
        for one in _of(shown):
            found.setdefault(_who(one), one)
    named = {text for one in found.values() for text in (one.agency, one.phone) if text}
    agencies: dict[str, WorksWith] = {}
    for shown in events:
        if shown.own or shown.agency in named or shown.agency in agencies:
            continue  # whom to call about its own event the item says itself
        who = entry(shown.core.get("call_back"))
        if any(who.values()) and who.get("phone") not in named:
            told = f"told something of {day_in_words(shown.on)}"
            agencies[shown.agency] = _made(who, shown, told, shown.agency)
    return tuple(found.values()), tuple(agencies.values())


def _of(shown: Shown) -> Iterator[WorksWith]:
    """Whoever works with the child by one event: its own workers, then others whom it names."""
    for field in NAMED:
        if who := entry(shown.detail.get(field)):
            yield _made(who, shown, _work(field, shown), shown.agency)
    if shown.name == INVOLVEMENT and not shown.detail.get("worker"):
        team = words_of(str(shown.detail.get("team") or "")) or None
        yield _made({"name": team}, shown, _work("worker", shown), shown.agency)
    for who in entries(shown.core.get("professionals")):
        yield _made(who, shown, f"named on {day_in_words(shown.on)} by {shown.agency}")


def _work(field: str, shown: Shown) -> str:
    """What somebody does, and since or until when."""
    kind = INVOLVEMENTS.get(str(shown.detail.get("kind")), "")
    does = _LEADS.get(field, "works with the child")
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


def _text(who: Entry, field: str) -> str | None:
    value: Any = who.get(field)
    return value if isinstance(value, str) and value else None
