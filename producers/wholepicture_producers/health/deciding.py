"""Which event a resource tells: what its sender says by a code, and then the rules of the table."""

from dataclasses import dataclass

from wholepicture_producers.health.counting import shown
from wholepicture_producers.health.elements import codes_of, values_at
from wholepicture_producers.health.meanings import Meanings, Tells
from wholepicture_producers.health.resources import Resource
from wholepicture_producers.health.scopes import Scope, reached

_SAID = "tells|"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a resource tells, or why it tells nothing."""

    rule: Tells | None = None
    codes: str = ""
    """The codes that decide nothing, where no rule fits."""
    contradicted: bool = False
    """Whether a code says that a child was not brought, and the status that a service cancelled."""


def in_error(resource: Resource, known: Meanings) -> bool:
    """Whether a resource says of itself that it was entered in error."""
    told = known.resources[resource.kind]
    return any(
        code.rpartition("|")[2] == "entered-in-error"
        for path in told.error
        for value in values_at(resource.content, path, known)
        for code in codes_of(value, known)
    )


def decided(resource: Resource, known: Meanings, scope: Scope) -> Decision:
    """The first rule that fits a resource; what its sender says by a code comes first."""
    by_rule = next((rule for rule in known.rules if _fits(rule, resource, known, scope)), None)
    said = _said(resource, known)
    by_service = by_rule is not None and by_rule.event == "service-not-provided"
    if said == "was-not-brought" and by_service:
        return Decision(contradicted=True)
    if said:
        given = by_rule.given if by_rule and by_rule.event == said else {}
        return Decision(Tells(resource.kind, {}, said, given))
    if by_rule is not None:
        return Decision(by_rule)
    return Decision(codes=_codes(resource, known))


def _said(resource: Resource, known: Meanings) -> str:
    """The event that a code of ours names; empty where there is none."""
    for path in ("meta.tag", *known.resources[resource.kind].deciding):
        for value in values_at(resource.content, path, known):
            for code in codes_of(value, known):
                if code.startswith(_SAID):
                    return code.removeprefix(_SAID)
    return ""


def _fits(rule: Tells, resource: Resource, known: Meanings, scope: Scope) -> bool:
    return rule.resource == resource.kind and all(
        _has(list(reached(resource, path, scope, known)), wanted, known)
        for path, wanted in rule.when.items()
    )


def _has(values: list[object], wanted: tuple[str, ...], known: Meanings) -> bool:
    if not values:
        return "" in wanted
    codes = {code for value in values for code in codes_of(value, known)}
    systems = {f"{code.rpartition('|')[0]}|*" for code in codes}
    return "*" in wanted or not codes.isdisjoint(wanted) or not systems.isdisjoint(wanted)


def _codes(resource: Resource, known: Meanings) -> str:
    """The codes of the deciding elements, or that there are none."""
    told = known.resources[resource.kind]
    found = [
        f"{path} {shown(code)}"
        for path in (*told.error, *told.deciding)
        for value in values_at(resource.content, path, known)
        for code in codes_of(value, known)
    ]
    return ", ".join(dict.fromkeys(found)) or "no code"
