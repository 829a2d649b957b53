"""The table that the adapter goes by: each rule, field and code of it leads somewhere."""

from pathlib import Path

import pytest
from wholepicture_producers.health.meanings import Element, Tells, meanings
from wholepicture_producers.health.page import page
from wholepicture_producers.health.readers import READERS
from wholepicture_producers.health.resources import is_of_r4
from wholepicture_producers.health.settings import checked
from wholepicture_producers.health.signals import KIND as SIGNAL
from wholepicture_producers.mapping import MappingError
from wholepicture_producers.shape import leaf
from wholepicture_schemas.agencies.every_agency import AgencyConcern
from wholepicture_schemas.catalogue import by_name

from tests.producers.health.fhir_files import SETTINGS

ROOT = Path(__file__).parents[3]
KNOWN = meanings()
PEOPLE = {"Patient": "core.children.+", "RelatedPerson": "core.adults.+"}
FIELDS = {
    "sex": "core.children.+.sex",
    "ethnicity": "core.children.+.ethnicity",
    "disability": "core.children.+.disability.+",
    "relation": "core.adults.+.related_to.+.relation",
    "may-be-a-child": "core.adults.+.related_to.+.relation",
}


@pytest.mark.parametrize("rule", KNOWN.rules, ids=lambda rule: f"{rule.resource}-{rule.event}")
def test_a_rule_leads_to_an_event_and_its_fields(rule: Tells) -> None:
    """What it gives is a code of the field; a rule that tells nothing says why."""
    if not rule.event:
        assert rule.why
        return
    kind = by_name(rule.event)
    assert kind is not None
    assert rule.means
    for path, value in {**rule.given, **rule.under_16}.items():
        field = leaf(kind, path)
        values = value if isinstance(value, list) else [value]
        assert not field.codes or {*values} <= {*field.codes}


@pytest.mark.parametrize("row", KNOWN.elements, ids=lambda row: f"{row.resource}-{row.path}")
def test_an_element_leads_to_a_field_or_says_why_not(row: Element) -> None:
    """Each event that a row is for has its field."""
    if not row.to:
        assert row.why or row.means
        return
    assert row.read.partition(":")[0] in READERS
    kinds = [by_name(name) for name in row.of] or [AgencyConcern]
    for kind in kinds:
        assert kind is not None
        before = f"{PEOPLE[row.resource]}." if row.resource in PEOPLE else ""
        if not before and not row.of:
            assert row.to == "time" or row.to.startswith("core.")
        if row.read.partition(":")[0] in {"names", "address", "practice", "clinician",
                                          "local-identifiers"}:  # fmt: skip
            continue
        leaf(kind, f"{before}{row.to}")


@pytest.mark.parametrize("table", FIELDS)
def test_a_code_becomes_one_of_its_field(table: str) -> None:
    """No table leads to a code that nobody reads."""
    assert {*KNOWN.codes[table].values()} <= {*leaf(AgencyConcern, FIELDS[table]).codes}


def test_every_kind_of_resource_is_one_of_r4() -> None:
    """What is told, and what is read beside it; a signal is none, and has a name of its own."""
    assert all(map(is_of_r4, {*KNOWN.resources, *KNOWN.beside} - {SIGNAL}))
    assert not is_of_r4(SIGNAL)


def test_every_code_has_a_system_with_a_short_name() -> None:
    """So that no rule waits for a code that can never come."""
    shorts = {*KNOWN.systems.values()}
    codes = [code for rule in KNOWN.rules for told in rule.when.values() for code in told]
    codes += [code for table in KNOWN.codes.values() for code in table]
    codes += [code for table in KNOWN.handling.values() for code in table]

    assert {code.partition("|")[0] for code in codes if "|" in code} <= shorts


def test_the_page_is_made_from_the_table() -> None:
    """Whoever changes the table writes the page anew: make schemas."""
    written = (ROOT / "docs" / "fhir-table.md").read_text(encoding="utf-8")

    assert written == page() + "\n"


WRONG = [
    ({"reads": "fhir-r5"}, 'reads must be "fhir-r4"'),
    ({"banana": 1}, "banana is not a setting"),
    ({"constants": {"core.banana": 1}}, "core.banana is not a field"),
    ({"tells": [{"resource": "Banana", "when": {"code": "x"}, "event": "concern"}]},
     "resource must be one of"),
    ({"tells": [{"resource": "Flag", "event": "concern"}]}, "when must say which codes"),
    ({"tells": [{"resource": "Flag", "when": {"code": "x"}, "event": "missing"}]},
     "event must be one of"),
    ({"tells": [{"resource": "Flag", "when": {"code": "x"}, "event": "concern",
                 "set": {"detail.banana": 1}}]}, "detail.banana is not a field of concern"),
    ({"field": [{"resource": "Flag", "path": "x", "to": "detail.banana"}]},
     "detail.banana is not a field"),
    ({"field": [{"resource": "Flag", "path": "x", "to": "detail.concern", "read": "banana"}]},
     "read must be one of"),
    ({"codes": {"banana": {}}}, "is no table of codes"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "what"), WRONG)
def test_a_wrong_entry_of_a_senders_file_is_named(entry: dict[str, object], what: str) -> None:
    """With what to do about it."""
    with pytest.raises(MappingError) as wrong:
        checked({**SETTINGS, **entry}, "health.toml")

    assert what in str(wrong.value)
