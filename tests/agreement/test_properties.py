"""What holds of every agreement and every event: properties over generated ones."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, Decision, Item, decide
from wholepicture_agreement.written.files import (
    CHILDRENS_SERVICES,
    EDUCATION,
    Need,
    Rule,
    SharingFile,
)
from wholepicture_agreement.written.loading import Files, agreement_of, read, terms_of
from wholepicture_agreement.written.paths import Grant
from wholepicture_consumers.governance.comparing import in_force_only

from tests.agreement.generated import changed, events, files, for_schools, one_more
from tests.agreement.incidents import Case, situation
from tests.support.examples import examples
from tests.support.shipped import PARTNERSHIP

pytestmark = pytest.mark.finding("F4")
HER_PHONE = "07700 900222"
"""Protected where she is harmed; where she alone is alleged to have harmed somebody, it is not."""
VICTIMS: dict[Need, tuple[str, ...]] = {
    "victim-address": ("BS8 8ZZ", "New House"),
    "victim-contact": (HER_PHONE,),
    "victim-service": ("Harbour Support",),
}
NEVER_IN_SCHOOL = ("Hit.", "Convicted in 2019", "Cautioned in 2018", "52260001", "DASH")
many = examples(60)


def _under(file: SharingFile) -> Agreement:
    return in_force_only(agreement_of(files()), terms_of(file, files().legal))


@cache
def _shipped() -> Files:
    return read(PARTNERSHIP)


def _rules(file: SharingFile) -> dict[str, Rule]:
    return {rule.id: rule for rule in file.rule}


def _text(item: Item) -> str:
    return json.dumps([item.told, item.headline, item.instructions, item.phone_first])


@many
@given(file=changed(), event=events())
def test_nothing_is_told_beyond_the_grants(file: SharingFile, event: Case) -> None:
    """Each path that an item discloses is granted by a rule that gives it, and kept by none."""
    agreement = _under(file)
    terms = {active.rule.id: active for active in agreement.terms[-1].rules}

    for item in decide(situation(event), agreement).items:
        granted = [
            (grant, terms[name].never)
            for name in item.rules
            for grant in (
                terms[name].fields,
                terms[name].siblings,
                terms[name].of_mother,
                terms[name].bound_by_orders,
            )
        ]
        for path in item.fields:
            given_by = [never for grant, never in granted if path in grant]
            assert given_by, path
            assert any(path not in never for never in given_by), path
        assert not [path for path in item.fields if path.endswith("ethnicity")]


@many
@given(file=changed(), event=events())
def test_need_to_know_wins(file: SharingFile, event: Case) -> None:
    """Whatever the rules grant: no need stated, no address, number or service of a victim."""
    agreement, rules = _under(file), _rules(file)
    decision = decide(situation(event), agreement)

    for item in (*decision.items, *decision.questions):
        needs = {need for name in item.rules for need in rules[name].needs}
        for need, words in VICTIMS.items():
            hers = [word for word in words if event["alleged"] != ["a2"] or word != HER_PHONE]
            if need not in needs:
                assert not [word for word in hers if word in _text(item)], (need, item.rules)


@many
@given(file=changed(), more=for_schools(), event=events())
def test_a_school_never_gets_what_is_alleged(file: SharingFile, more: Rule, event: Case) -> None:
    """No offence, no history, no grade, however a rule is written."""
    agreement = _under(file.model_copy(update={"rule": (*file.rule, more)}))

    for item in decide(situation(event), agreement).items:
        if agreement.recipient(item.recipient).kind in EDUCATION:
            told = json.dumps(item.told)
            assert not [word for word in NEVER_IN_SCHOOL if word in told]
            assert not [path for path in item.fields if path.startswith("core.allegations")]


@many
@given(file=changed(), event=events())
def test_what_is_restricted_is_given_only_by_rules_that_name_it(
    file: SharingFile, event: Case
) -> None:
    """A restricted matter reaches nobody by a rule that does not open it.

    Where the people are, of a place of a kind that no rule of an item opens, does not stand in it:
    only where somebody lives who is alleged, as that is no refuge.
    """
    agreement = _under(file)
    terms = agreement.terms[-1]
    rules = {active.rule.id: active for active in terms.rules}
    places = [kind for kind in event["restricted"] if terms.keeps(kind) == "place"]

    for item in decide(situation(event), agreement).items:
        given = [rules[name] for name in item.rules]
        for active in given:
            assert not terms.closes(active, event["restricted"])
        if places and not any(active.opens_places for active in given):
            assert "BS8 8ZZ" not in _text(item)
            if not {"c1", "a2"}.intersection(event["alleged"]):
                assert "4 Made Up Road" not in _text(item)


def _cover(decision: Decision) -> dict[str, set[str]]:
    return {str(item.recipient): set(item.fields) for item in decision.items}


@many
@given(file=changed(), more=one_more(), event=events())
def test_a_rule_more_takes_nothing_from_anybody(file: SharingFile, more: Rule, event: Case) -> None:
    """Whoever was told is told still, with at least the fields that it had, of all its children."""
    longer = file.model_copy(update={"rule": (*file.rule, more)})
    before = decide(situation(event), _under(file))
    after = decide(situation(event), _under(longer))

    had, has = _cover(before), _cover(after)
    assert had.keys() <= has.keys()
    assert all(fields <= has[recipient] for recipient, fields in had.items())
    children = {item.recipient: {one.person for one in item.children} for item in after.items}
    for item in before.items:
        assert {one.person for one in item.children} <= children[item.recipient]


@many
@given(more=one_more(), event=events(), at=st.booleans())
def test_no_rule_more_leaves_a_child_without_childrens_services(
    more: Rule, event: Case, at: bool
) -> None:
    """With the rule for whoever is left out, too: each child is told of to whoever acts for it."""
    (file,) = _shipped().versions
    rules = (*file.rule, more) if at else (more, *file.rule)
    shipped = agreement_of(_shipped())
    terms = terms_of(file.model_copy(update={"rule": rules}), _shipped().legal)
    longer = in_force_only(shipped, terms)

    def acted_for(agreement: Agreement) -> set[str]:
        return {
            child.person
            for item in decide(situation(event), agreement).items
            if agreement.recipient(item.recipient).kind in CHILDRENS_SERVICES
            for child in item.children
        }

    every = {child["person"] for child in event["children"]}
    assert acted_for(shipped) == every
    assert acted_for(longer) == every


def test_a_grant_covers_what_lies_under_it() -> None:
    """So the property of the grants would see a path beyond them."""
    grant = Grant(["core.children.*.name"])

    assert "core.children.*.name.given" in grant
    assert "core.children.*.voice.words" not in grant
