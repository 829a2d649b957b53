"""What stands in a bundle, and which of several versions of a resource is the newest."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.health.meanings import Meanings
from wholepicture_producers.health.resources import Resource, is_of_r4
from wholepicture_producers.health.signals import KIND, signal_in_bundle

_NUMBER = re.compile(r"\d{1,18}")
_RESOURCE = "is no FHIR resource"
_DELETED = "It was deleted. What is wrong is taken back where a resource says entered-in-error."


@dataclass
class Bundled:
    """What stands in a bundle."""

    resources: list[Resource] = field(default_factory=list)
    bundles: list[tuple[Mapping[str, Any], str]] = field(default_factory=list)
    wrong: list[tuple[str, Any, Problem]] = field(default_factory=list)
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


def kind_of(item: Any) -> str | Problem:
    """The kind of a resource, or what is wrong with it."""
    if isinstance(item, Problem):
        return item
    if not isinstance(item, Mapping):
        return Problem("resource", _RESOURCE, "Write an object with resourceType.")
    kind = item.get("resourceType")
    if kind is None and "specversion" in item:
        return Problem("resource", _RESOURCE, "Publish CloudEvents in a file of their own.")
    if not isinstance(kind, str):
        return Problem("resourceType", "is missing", "Write the kind of resource, such as Bundle.")
    if kind != KIND and not is_of_r4(kind):
        return Problem(
            "resourceType", "is no kind of resource of R4", "Write one that FHIR R4 has."
        )
    return kind


def in_bundle(bundle: Mapping[str, Any], place: str, known: Meanings) -> Bundled:
    """The resources of a bundle, each with its place, and what of it is none."""
    found = Bundled()
    entries = bundle.get("entry")
    _remark_on_pages(bundle, found)
    signal = signal_in_bundle(bundle, known)
    if isinstance(signal, Problem):
        found.wrong.append((place or "bundle", bundle, signal))
    elif signal is not None:
        found.resources.append(Resource(KIND, signal, place or "bundle"))
    for number, entry in enumerate(entries if isinstance(entries, list) else (), start=1):
        where = f"{place}, entry {number}" if place else f"entry {number}"
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        if resource is None and isinstance(entry, Mapping):
            method = (entry.get("request") or {}).get("method")
            why = _DELETED if method == "DELETE" else "It holds no resource."
            found.passed["Bundle.entry", why] += 1
            continue
        kind = kind_of(resource)
        if isinstance(kind, Problem) or not isinstance(resource, Mapping):
            problem = kind if isinstance(kind, Problem) else Problem("entry", _RESOURCE, "Mend it.")
            found.wrong.append((where, _alone(entry), problem))
        elif kind == "Bundle":
            found.bundles.append((resource, where))
        else:
            url = entry.get("fullUrl")
            found.resources.append(
                Resource(kind, resource, where, url if isinstance(url, str) else "")
            )
    return found


def newest(
    resources: Iterable[Resource],
) -> tuple[list[Resource], list[Resource], list[Resource]]:
    """The newest of each resource, those in doubt, and those of which a newer one is there."""
    by_key: dict[str, list[Resource]] = defaultdict(list)
    for at, resource in enumerate(resources):
        base = resource.url.removesuffix(resource.key) if resource.id else str(at)
        by_key[f"{base} {resource.key}"].append(resource)
    good: list[Resource] = []
    doubtful: list[Resource] = []
    older: list[Resource] = []
    for versions in by_key.values():
        first, *others = versions
        if all(other.content == first.content for other in others):
            good.append(first)
            continue
        ranked = [version_of(version.content) for version in versions]
        best = max(ranked)
        if ranked.count(best) > 1:
            doubtful += versions
            continue
        good.append(versions[ranked.index(best)])
        older += [version for version, rank in zip(versions, ranked, strict=True) if rank != best]
    return good, doubtful, older


def version_of(content: Mapping[str, Any]) -> tuple[float, int]:
    """What orders the versions of a resource: when it was changed, and the version's number."""
    meta = content.get("meta")
    meta = meta if isinstance(meta, Mapping) else {}
    number = str(meta.get("versionId") or "")
    try:
        changed = dt.datetime.fromisoformat(str(meta.get("lastUpdated"))).timestamp()
    except ValueError:
        changed = 0.0
    return changed, int(number) if _NUMBER.fullmatch(number) else 0


def _remark_on_pages(bundle: Mapping[str, Any], found: Bundled) -> None:
    links = bundle.get("link")
    if any(
        isinstance(link, Mapping) and link.get("relation") == "next"
        for link in (links if isinstance(links, Sequence) else ())
    ):
        found.remarks.append(
            "A bundle says that it has a next page, which is not in it: fetch and publish that too."
        )


def _alone(entry: Any) -> Any:
    return {"resourceType": "Bundle", "type": "collection", "entry": [entry]}
