"""Whatever stands in a file of FHIR: a draft, or a sentence, and never an error of ours."""

import json
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.producers.health.fhir_files import (
    CONF,
    SNOMED,
    appointment,
    bundle,
    concept,
    flag,
    lines,
    mother,
    patient,
    read,
)

MARKER = "Zebedee Marker"
_SAMPLE = bundle(
    patient(
        meta={"security": [{"system": CONF, "code": "R"}], "lastUpdated": "2026-01-01T00:00:00Z"},
        contact=[{"name": {"text": "Odile Marsh"}, "telecom": [{"value": "07700 900128"}]}],
        communication=[{"language": {"text": "Spanish"}}],
        generalPractitioner=[{"identifier": {"system": "x", "value": "L81000"}}],
        extension=[{"url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
                    "valueBoolean": True}],
    ),
    mother(),
    appointment(specialty=[{"text": "x"}], extension=[{"url": "urn:wholepicture:field:a"}]),
    appointment("pat", id="ap2"),
    flag("342191000000101"),
    {"resourceType": "Condition", "id": "k1", "code": concept(SNOMED, "408856003"),
     "subject": {"reference": "Patient/p1"}},
    {"resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "x"},
     "component": [{"code": concept("urn:wholepicture:field", "a"), "valueString": "b"}],
     "subject": {"reference": "Patient/p1"}},
)  # fmt: skip
_STRANGE: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.just(MARKER)
    | st.sampled_from(["Patient/p1", "#x", "urn:uuid:1", "entered-in-error", "2026-02-30", ""]),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(["code", "value", "reference", "extension", "url", "x y"]),
                      inner, max_size=3),
    max_leaves=4,
)  # fmt: skip


def _places(node: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    found = [(*before, name) for name, _ in inner] if isinstance(node, dict | list) else []
    for place in list(found):
        value = node[place[-1]]
        if isinstance(value, dict | list):
            found += _places(value, place)
    return found


_PLACES = _places(_SAMPLE["entry"], ("entry",))


@st.composite
def _documents(draw: st.DrawFn) -> dict[str, Any]:
    """The sample with something strange in a few places."""
    document = deepcopy(_SAMPLE)
    for place in draw(st.lists(st.sampled_from(_PLACES), min_size=1, max_size=3, unique=True)):
        node: Any = document
        try:
            for part in place[:-1]:
                node = node[part]
            node[place[-1]] = draw(_STRANGE)
        except (KeyError, IndexError, TypeError):
            continue
    return document


@settings(max_examples=20, deadline=None)
@given(document=_documents(), as_lines=st.booleans())
def test_whatever_stands_there_is_told_or_named(
    document: dict[str, Any], *, as_lines: bool
) -> None:
    """No problem and no remark shows what stood there."""
    with TemporaryDirectory() as folder:
        text = json.dumps(document)
        if as_lines:
            resources: list[Any] = [entry.get("resource") if isinstance(entry, dict) else entry
                         for entry in document["entry"]]  # fmt: skip
            text = lines(*resources)
        drafts, source = read(Path(folder), text, "a.ndjson" if as_lines else "a.json")

    said = [str(problem) for draft in drafts for problem in (*draft.found, *draft.asked)]
    assert MARKER not in " ".join((*said, *source.remarks))
