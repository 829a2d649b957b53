"""An example of everything that can be said, valid by the models and by the schemas."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from wholepicture_schemas.catalogue import EVENT_TYPES, short_name
from wholepicture_schemas.contract.closed import schema_of
from wholepicture_schemas.disclosures import GENESIS
from wholepicture_schemas.ledger import entry_in
from wholepicture_schemas.reading import read_closed

from tests.schemas.documents import ALL_NAMES, EXAMPLES, TOLD_NAMES, example


def test_there_is_one_example_for_each_type() -> None:
    """No type without one, and none without a type."""
    assert sorted(path.stem for path in EXAMPLES.glob("*")) == ALL_NAMES


@pytest.mark.parametrize("name", ALL_NAMES)
def test_an_example_is_valid_by_the_models(name: str) -> None:
    """Closed, with everything that is needed."""
    assert short_name(read_closed(example(name)).type) == name


@pytest.mark.parametrize("name", ALL_NAMES)
def test_an_example_is_valid_by_its_schema(name: str) -> None:
    """An independent validator agrees."""
    document = example(name)
    schema = schema_of(EVENT_TYPES[document["type"]])

    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(document)] == []


@pytest.mark.parametrize("name", ALL_NAMES)
def test_everything_personal_is_made_up(name: str) -> None:
    """NHS numbers of the test range, numbers that no phone has, and no live data."""
    text = json.dumps(example(name))

    assert all(number.startswith("999") for number in re.findall(r'"(\d{10})"', text))
    phones = re.findall(r"\b0[0-9]{3,4} [0-9 ]{6,8}[0-9]\b", text)
    assert all(re.match(r"0117 496 0[0-9]{3}$|07700 900[0-9]{3}$", phone) for phone in phones)
    assert '"exercise": false' not in text


@pytest.mark.parametrize("name", TOLD_NAMES)
def test_what_an_agency_tells_is_an_exercise(name: str) -> None:
    """An example that is sent by mistake reaches nobody live."""
    assert example(name)["data"]["core"]["exercise"] is True


@pytest.mark.parametrize("name", ["ledger-entry", "disclosure"])
def test_the_ledger_entry_is_a_first_one_with_its_hash(name: str) -> None:
    """The example of either form can be checked like any entry."""
    document = example(name)

    entry = entry_in(document["type"], json.dumps(document["data"]).encode())

    assert entry is not None
    assert entry.previous == GENESIS
    assert entry.intact
