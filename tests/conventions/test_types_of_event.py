"""What a type of event must have, besides its class: words for codes, rules, cases, a template."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Literal, get_args, get_origin

import pytest
from wholepicture_producers.template import as_json, as_mapping, example
from wholepicture_schemas.catalogue import TOLD, agency_kind, short_name
from wholepicture_schemas.fields import content_type, places
from wholepicture_schemas.reading import read_closed
from wholepicture_subscribers.subscription.form import lines_of

from tests.support.shipped import shipped, shipped_cases

_NEWER = [name for name in TOLD if agency_kind(name) not in {"police", "childrens-social-care"}]


def _codes(name: str) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    for place in places(content_type(TOLD[name])):
        for kind in place.types:
            if get_origin(kind) is Literal and place.codes:
                yield place.path, frozenset(get_args(kind)), frozenset(place.codes)


@cache
def _ruled() -> frozenset[str]:
    """The types that a rule speaks of, by their short names."""
    return frozenset(on for active in shipped().terms[-1].rules for on in active.rule.on)


@cache
def _with_a_case() -> frozenset[str]:
    """The types that a case of the table is of, by their short names."""
    return frozenset(case.event for case in shipped_cases().file.cases())


@pytest.mark.parametrize("name", TOLD)
def test_each_code_of_a_set_has_words(name: str) -> None:
    """The words stand beside the codes, one for each."""
    assert not [path for path, codes, words in _codes(name) if codes != words]


@pytest.mark.parametrize("name", TOLD)
def test_each_type_is_told_by_a_rule_or_says_why_not(name: str) -> None:
    """A type of which no rule speaks would be told to nobody, silently."""
    assert (short_name(name) in _ruled()) != bool(TOLD[name].NOT_BY_RULES)


@pytest.mark.parametrize("name", TOLD)
def test_each_type_that_a_rule_tells_has_a_case(name: str) -> None:
    """The members of the partnership read what comes of it."""
    assert short_name(name) in _with_a_case() or TOLD[name].NOT_BY_RULES


@pytest.mark.parametrize("name", TOLD)
def test_each_type_has_a_template_and_a_mapping(name: str) -> None:
    """An agency begins with a document that is accepted, and with columns for its table."""
    kind = TOLD[name]
    document = example(kind, "avon-and-somerset-police", minimal=True)
    envelope = {"specversion": "1.0", "id": "t1", "source": "/agencies/avon-and-somerset-police"}

    assert read_closed({**envelope, **document}).type == name
    assert json.loads(as_json(kind, "avon-and-somerset-police", minimal=False))["type"] == name
    assert f'type = "{short_name(name)}"' in as_mapping(kind, minimal=False)


@pytest.mark.parametrize("name", _NEWER)
def test_a_page_shows_each_field_of_a_type_without_a_layout(name: str) -> None:
    """The lines follow from the class: each field of its detail, in its order, with its label."""
    labels = [line.label for line in lines_of(TOLD[name])]

    assert labels
    assert all(labels)
