"""A file of FHIR as drafts of events: a bundle, a list, or lines of bundles or resources (NDJSON).

A bundle is a world of its own: what it refers to stands in it. Resources one a line are an export:
what they refer to stands in other lines, or in another file of the same command.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from wholepicture_schemas.problems import Problem

from wholepicture_producers.drafts import Draft, NotReadable
from wholepicture_producers.health.adapter import Adapter
from wholepicture_producers.health.bundles import Bundled, in_bundle, kind_of, newest
from wholepicture_producers.health.counting import Counts
from wholepicture_producers.health.lines import Lines, line_of, lines_in
from wholepicture_producers.health.resources import DoubleKey, Resource, checked, parsed
from wholepicture_producers.health.scopes import BundleScope
from wholepicture_producers.health.settings import Settings
from wholepicture_producers.health.signals import as_resource
from wholepicture_producers.health.unmapped import count_unmapped

MOST_BYTES = 200 * 1024 * 1024
"""How large a file may be that is one JSON document, which is read as a whole."""

_PEOPLE = {"Patient", "RelatedPerson"}


class Export:
    """The drafts of one file; ``counts`` grow while they are read."""

    def __init__(self, settings: Settings, shown: str) -> None:
        self.counts = Counts()
        self.remarks: list[str] = []
        self._known = settings.meanings
        self._adapter = Adapter(settings, self.counts)
        self._shown = shown

    def document(self, stream: BinaryIO) -> Iterator[Draft]:
        """The drafts of a file that is one JSON document.

        Raises:
            NotReadable: where it is none.
        """
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise NotReadable(
                f"{self._shown} is larger than {MOST_BYTES // 2**20} MB as one document. Export it "
                "as NDJSON, one bundle or resource a line: that is read line by line."
            )
        try:
            document = parsed(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise NotReadable(f"{self._shown} is not UTF-8, as FHIR is: export it again.") from None
        except DoubleKey as error:
            raise NotReadable(f"{self._shown}: {error}. Export it again.") from None
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            end = " It ends there, as a file that was cut off does: export it again."
            is_cut = error.pos >= len(error.doc.rstrip()) - 1 or "Unterminated" in error.msg
            raise NotReadable(
                f"{self._shown} is not JSON: look at {where}.{end if is_cut else ''}"
            ) from None
        except RecursionError:
            raise NotReadable(f"{self._shown} is not JSON that can be read: too deep.") from None
        every = document if isinstance(document, list) else [document]
        items = [as_resource(item, self._known) for item in every]
        places = ["" if len(items) == 1 else f"item {at}" for at in range(1, len(items) + 1)]
        yield from self._together(items, places)

    def lines(self, stream: BinaryIO, beside: Sequence[str]) -> Iterator[Draft]:
        """The drafts of a file of lines; ``beside`` are files that its lines may refer to."""
        with ExitStack() as opened:
            others = (opened.enter_context(Path(name).open("rb")) for name in beside)
            streams = [stream, *others]
            export = opened.enter_context(Lines(streams, self._known))
            stream.seek(0)
            for number, _, raw in lines_in(stream):
                yield from self._line(number, raw, export)

    def remarks_at_the_end(self) -> list[str]:
        """What a person has to know of it, and what became nothing."""
        return [*self.remarks, *self.counts.remarks()]

    def _line(self, number: int, raw: bytes, export: Lines) -> Iterator[Draft]:
        place = f"line {number}"
        item = line_of(raw, self._known)
        if isinstance(item, Problem):
            text = raw.decode("utf-8", "backslashreplace").strip()
            yield self._adapter.refused(place, text, item)
            return
        kind = kind_of(item)
        if isinstance(kind, Problem):
            yield self._adapter.refused(place, item, kind)
        elif kind == "Bundle":
            yield from self._together([item], [place])
        elif export.is_in_doubt(kind, item):
            problem = _in_doubt(kind)
            yield self._adapter.refused(place, item, problem)
        elif not export.is_newest(kind, item, number):
            self.counts.passed[kind, "A newer version of it is in the file."] += 1
        else:
            yield from self._told(Resource(kind, item, place), export)

    def _together(self, items: Sequence[Any], places: Sequence[str]) -> Iterator[Draft]:
        """The drafts of bundles, each by itself, and of the resources beside them, all together."""
        loose: list[Resource] = []
        for item, place in zip(items, places, strict=True):
            kind = kind_of(item)
            if isinstance(kind, Problem):
                yield self._adapter.refused(place or "item 1", item, kind)
            elif kind == "Bundle":
                yield from self._bundle(item, place)
            else:
                loose.append(Resource(kind, item, place or "item 1"))
        if loose:
            yield from self._scope(loose)

    def _bundle(self, bundle: Mapping[str, Any], place: str) -> Iterator[Draft]:
        found: Bundled = in_bundle(bundle, place, self._known)
        self.counts.passed.update(found.passed)
        self.remarks += [remark for remark in found.remarks if remark not in self.remarks]
        for where, content, problem in found.wrong:
            yield self._adapter.refused(where, content, problem)
        yield from self._scope(found.resources)
        for inner, where in found.bundles:
            yield from self._bundle(inner, where)

    def _scope(self, resources: Sequence[Resource]) -> Iterator[Draft]:
        good, doubtful, older = newest(resources)
        for resource in older:
            self.counts.passed[resource.kind, "A newer version of it is in the file."] += 1
        for resource in doubtful:
            problem = _in_doubt(resource.kind)
            yield self._adapter.refused(resource.place, resource.content, problem)
        right = [checked(resource, self._known) for resource in good]
        scope = BundleScope(right, self._known)
        for resource in right:
            if resource.kind in self._known.resources:
                yield from self._adapter.drafts(resource, scope)
            else:
                self._pass(resource)

    def _told(self, resource: Resource, export: Lines) -> Iterator[Draft]:
        if resource.kind in self._known.resources:
            yield from self._adapter.drafts(checked(resource, self._known), export)
        else:
            self._pass(resource)

    def _pass(self, resource: Resource) -> None:
        """Count a resource that is read beside others, or of which the table knows nothing."""
        if resource.kind in _PEOPLE:
            count_unmapped(resource, self._known, self.counts)
        elif resource.kind not in self._known.beside:
            why = "The table has no rule for this kind of resource."
            self.counts.passed[resource.kind, why] += 1


def _in_doubt(kind: str) -> Problem:
    return Problem(
        f"{kind}.id",
        "stands twice and says different things, and nothing says which is newer",
        "Give meta.lastUpdated or meta.versionId, or take the older one away.",
    )
