"""Names and addresses of FHIR: which of them hold on a day, and how they are told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wholepicture_producers.health.days import begins_after, is_over
from wholepicture_producers.health.elements import codes_of, value_of, values_at
from wholepicture_producers.health.meanings import Meanings

_CURRENT = ("usual", "official", None)
"""The uses of a name that a person has now, the best one first."""
_OTHERS = ("usual", "official", None, "nickname", "maiden", "old")
"""The uses of a name by which somebody may be known elsewhere. One that hides is never told."""
_NO_HOME = ("work", "billing", "old")
_NO_PLACE = ("no fixed address", "")

Part = Mapping[str, Any]


def names_of(names: Sequence[Part], day: str, *, guarded: bool) -> dict[str, Any] | None:
    """The name that somebody has on a day, and other names; no other one of who is protected."""
    now = _current(names, day)
    others = [
        text
        for name in names
        if name is not now and name.get("use") in _OTHERS and (text := _whole(name))
    ]
    told = _parts(now) if now else {}
    if others and not guarded:
        told["also_known_as"] = list(dict.fromkeys(others))
    return told or None


def name_text(names: Sequence[Part], day: str) -> str | None:
    """The name that somebody has on a day, as one text."""
    now = _current(names, day)
    return (_whole(now) or None) if now else None


def address_of(
    addresses: Sequence[Part], use: str, day: str, known: Meanings
) -> dict[str, Any] | None:
    """The address of a use that holds on a day: ``home``, or ``temp``."""
    fitting = [address for address in addresses if _is_used_so(address, use)]
    holding = [address for address in fitting if not is_over(address.get("period"), day)]
    holding.sort(key=lambda address: begins_after(address.get("period"), day))
    return _address(holding[0], known) if holding else None


def _current(names: Sequence[Part], day: str) -> Part | None:
    holding = [
        name
        for name in names
        if name.get("use") in _CURRENT
        and not is_over(name.get("period"), day)
        and (_whole(name) or name.get("text"))
    ]
    holding.sort(
        key=lambda name: (begins_after(name.get("period"), day), _CURRENT.index(name.get("use")))
    )
    return holding[0] if holding else None


def _parts(name: Part) -> dict[str, Any]:
    given, family = _given(name), name.get("family")
    parts = {"given": given, "family": family}
    told = {part: value for part, value in parts.items() if value}
    return told or {"family": str(name.get("text") or "")}


def _given(name: Part) -> str:
    return " ".join(part for part in name.get("given") or () if isinstance(part, str))


def _whole(name: Part) -> str:
    parts = (_given(name), str(name.get("family") or ""))
    return " ".join(filter(None, parts)) or str(name.get("text") or "")


def _is_used_so(address: Part, use: str) -> bool:
    told = address.get("use")
    if use == "home":
        return told not in {*_NO_HOME, "temp"}
    return told == use


def _address(address: Part, known: Meanings) -> dict[str, Any] | None:
    postcode = str(address.get("postalCode") or "").strip()
    special = known.codes["postcode"].get(" ".join(postcode.upper().split()))
    lines = list(_lines(address))
    told: dict[str, Any] = {
        "lines": lines,
        "postcode": postcode if special is None else None,
        "uprn": _uprn(address, known),
        "no_fixed_address": True if special == _NO_PLACE[0] else None,
    }
    return {part: value for part, value in told.items() if value} or None


def _lines(address: Part) -> Iterator[str]:
    own = [line.strip() for line in address.get("line") or () if isinstance(line, str)]
    towns = [address.get(part) for part in ("city", "district")]
    told = [*filter(None, own), *(town for town in towns if isinstance(town, str) and town)]
    yield from dict.fromkeys(told or filter(None, [str(address.get("text") or "")]))


def _uprn(address: Part, known: Meanings) -> str | None:
    for key in values_at(address, "extension[address-key]", known):
        kinds = [code for kind in values_at(key, "extension[type]", known)
                 for code in codes_of(kind, known)]  # fmt: skip
        if any(code.rpartition("|")[2] == "UPRN" for code in kinds):
            told = next(values_at(key, "extension[value]", known), None)
            return str(value_of(told)) if told and value_of(told) else None
    return None
