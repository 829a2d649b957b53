"""A version that gives more than the one before waits for whoever's information it gives."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from wholepicture_agreement import AgreementError, load
from wholepicture_agreement.written.files import Rule, SharingFile
from wholepicture_agreement.written.loading import read_file
from wholepicture_agreement.written.widening import PARTS, Widening, widenings

from tests.support.shipped import PARTNERSHIP, shipped

SHIPPED = (PARTNERSHIP / "sharing.toml").read_text(encoding="utf-8")
WITHOUT_POLICE = 'approvers = ["bristol-city-council", "community-health"]'
POLICE_AND_COUNCIL = 'approvers = ["avon-and-somerset-police", "bristol-city-council"]'
NARROWED = [
    ("a field fewer", '    "core.children.*.impact",\n', "", "the_child = ["),
    ("never more", 'never = ["core.adults.*.victim_service"]',
     'never = ["core.adults.*.victim_service", "core.adults.*.phone"]', 'id = "news-on-open-case"'),
    ("a condition more", 'when = ["under-five"]',
     'when = ["under-five", "identity-confirmed"]', ""),
    ("a need fewer",
     'needs = ["victim-address", "victim-contact", "victim-service", "child-whereabouts"]',
     'needs = ["victim-contact"]', 'id = "new-contact"'),
    ("a restricted kind closed", '"fabricated-illness", "live-investigation"]',
     '"live-investigation"]', 'id = "news-on-open-case"'),
    ("a type fewer", 'on = ["incidents"]',
     'on = ["child-concern"]', 'id = "public-health-nursing"'),
    ("a recipient fewer", 'to = ["police-safeguarding-unit", "front-door"]',
     'to = ["front-door"]', ""),
    ("a restricted word more", 'words = ["refuge", "safe house"]',
     'words = ["refuge", "safe house", "hostel"]', ""),
    ("a restricted name more", 'names = ["Bristol Drugs Project", ',
     'names = ["Bristol Drugs Project", "Made Up Drugs Line", ', ""),
    ("a place that is a matter now", 'kind = "refuge"\nkeeps = "place"',
     'kind = "refuge"\nkeeps = "matter"', ""),
    ("a notice in place of a referral", 'kind = "referral"', 'kind = "notice"', ""),
    ("news of less", 'of = ["incidents", "concerns", "hurt", "care"]',
     'of = ["incidents", "concerns", "hurt"]', ""),
    ("other words", "The front door decides what the child needs.", "The front door decides.", ""),
]  # fmt: skip
# name, what is replaced, by what, behind which text, how it widens, what it opens
WIDENED = [
    ("context that shows more", "complaint-of-racism = []",
     'complaint-of-racism = ["detail.complaint"]', "", "fields", "detail.complaint"),
    ("a field more", "encompass_minimum = [",
     'encompass_minimum = [\n    "core.children.*.communication_note",', "",
     "fields", "core.children.*.communication_note"),
    ("siblings", "bound_by_orders = [",
     'siblings = ["a_sibling"]\nbound_by_orders = [', 'id = "encompass-setting"',
     "fields", "core.children.*.name.given"),
    ("whom an order binds", "whom_an_order_binds = [",
     'whom_an_order_binds = [\n    "core.adults.*.birth_date",', "",
     "fields", "core.adults.*.birth_date"),
    ("what is told earlier", "restricted = [", 'earlier = ["the_child"]\nrestricted = [',
     'id = "possible-news-on-open-case"', "conditions", "core.children.*.voice.words"),
    ("never taken away", 'never = ["core.adults.*.victim_service"]', "",
     'id = "possible-linked-children"', "never", "core.adults.*.victim_service"),
    ("a mask lifted", 'needs = ["child-whereabouts"]',
     'needs = ["victim-address", "child-whereabouts"]',
     'id = "encompass-education-team"', "needs", "core.children.*.name.given"),
    ("a restricted kind opened", '"fabricated-illness", "live-investigation"]',
     '"fabricated-illness", "live-investigation", "refuge"]', 'id = "news-on-open-case"',
     "restricted", "core.summary"),
    ("a condition dropped", 'when = ["of-school-age", "setting-on-the-bus"]',
     'when = ["setting-on-the-bus"]', 'id = "encompass-setting"',
     "conditions", "core.children.*.exposure"),
    ("another condition", 'when = ["under-five"]', 'when = ["of-school-age"]', "",
     "conditions", "core.children.*.nhs_number"),
    ("a type more", 'on = ["domestic-abuse-incident"]',
     'on = ["domestic-abuse-incident", "involvement-changed"]', 'id = "encompass-education-team"',
     "new", "core.children.*.name.given"),
    ("a recipient more", 'to = ["under-fives-health"]',
     'to = ["under-fives-health", "setting-100001"]', "", "new", "core.children.*.nhs_number"),
    ("a referral in place of a notice", 'kind = "notice"', 'kind = "referral"',
     'id = "public-health-nursing"', "duty", "core.children.*.nhs_number"),
    ("restricted words fewer", 'words = ["refuge", "safe house"]', 'words = ["refuge"]', "",
     "words", "core.professionals.*.role"),
    ("restricted names fewer", '"Turning Point", ', "", "", "words", "core.professionals.*.role"),
    ("a matter that is cut only", 'kind = "live-investigation"\nkeeps = "matter"',
     'kind = "live-investigation"\nkeeps = "service"', "", "words", "core.professionals.*.role"),
    ("news of more", 'of = ["incidents", "concerns", "hurt", "care"]',
     'of = ["incidents", "concerns", "hurt", "care", "hearing"]', "",
     "news", "core.children.*.name.given"),
    ("news after more", 'after = ["incidents",', 'after = ["attendance-fall", "incidents",', "",
     "news", "detail.whom_to_call"),
    ("news that tells more of what it is", 'at_once = ["missing", ', "at_once = [", "",
     "news", "detail.whom_to_call"),
]  # fmt: skip


def _after(before: str, after: str, behind: str) -> str:
    """The shipped rules with one thing changed, the first one behind a text."""
    at = SHIPPED.index(behind)
    assert before in SHIPPED[at:]
    return SHIPPED[:at] + SHIPPED[at:].replace(before, after, 1)


@pytest.fixture
def found(tmp_path: Path) -> Callable[[str], tuple[Widening, ...]]:
    """How a text widens the shipped rules."""
    first = read_file(PARTNERSHIP / "sharing.toml", SharingFile).file

    def compare(text: str) -> tuple[Widening, ...]:
        (tmp_path / "sharing.toml").write_text(text, encoding="utf-8")
        return widenings(first, read_file(tmp_path / "sharing.toml", SharingFile).file)

    return compare


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped agreement whose rules end where others may begin."""
    made = Path(shutil.copytree(PARTNERSHIP, tmp_path / "partnership"))
    ended = SHIPPED.replace("\nreason = ", "\nvalid_until = 2027-01-01\nreason = ", 1)
    (made / "sharing.toml").write_text(ended, encoding="utf-8")
    return made


def _put(folder: Path, text: str, approvers: str) -> None:
    later = re.sub(r"^approvers = .*$", approvers, text.replace("2026-11-01", "2027-01-01"),
                   count=1, flags=re.MULTILINE)  # fmt: skip
    (folder / "sharing-2027.toml").write_text(later, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "before", "after", "behind", "how", "path"), WIDENED, ids=[one[0] for one in WIDENED]
)
def test_what_is_given_more_is_found(
    found: Callable[[str], tuple[Widening, ...]],
    name: str,  # noqa: ARG001 - the test's id
    before: str,
    after: str,
    behind: str,
    how: str,
    path: str,
) -> None:
    """Each way of giving more is found, with what it opens, and with no other way."""
    widened = found(_after(before, after, behind))

    assert {one.how for one in widened} == {how}
    assert path in {path for one in widened for path in one.paths}


@pytest.mark.parametrize(
    ("name", "before", "after", "behind"), NARROWED, ids=[one[0] for one in NARROWED]
)
def test_narrowing_is_no_widening(
    found: Callable[[str], tuple[Widening, ...]], name: str, before: str, after: str, behind: str
) -> None:
    """Less of anything, and other words about it, widen nothing."""
    assert found(_after(before, after, behind)) == (), name


def test_a_rule_that_is_renamed_or_made_narrower_widens_nothing(
    found: Callable[[str], tuple[Widening, ...]],
) -> None:
    """A rule is judged by what it gives, not by its name; probable is one way of not certain."""
    renamed = SHIPPED.replace('id = "new-contact"', 'id = "contact"')
    narrower = _after('when = ["identity-not-certain"]', 'when = ["identity-probable"]', "")

    one_way = _after('when = ["no-team-for-certain"]', 'when = ["identity-not-certain"]', "")
    other_way = _after('when = ["no-team-for-certain"]', 'when = ["child-has-open-episode"]', "")

    assert found(renamed) == ()
    assert found(narrower) == ()
    assert found(one_way) == ()
    assert {one.how for one in found(other_way)} == {"conditions"}


def test_what_is_given_on_a_yes_is_judged(found: Callable[[str], tuple[Widening, ...]]) -> None:
    """To ask a team for one that was never asked widens, and so does to tell it unasked."""
    behind = 'id = "possible-news-on-open-case"'
    unasked = _after('on_yes = "news-on-open-case"', 'earlier = ["the_child"]', behind)
    never_certain = _after('"identity-probable"', '"identity-not-certain"', behind)

    assert {one.how for one in found(unasked)} == {"conditions"}
    assert any("core.summary" in one.paths for one in found(never_certain))


def test_fields_are_compared_and_not_how_they_are_written(
    found: Callable[[str], tuple[Widening, ...]],
) -> None:
    """A path for all that lies under it gives no more than every path under it."""
    spelt = _after('    "core.children.*.name",',
                   '    "core.children.*.name.given",\n    "core.children.*.name.family",\n'
                   '    "core.children.*.name.also_known_as",', "the_child = [")  # fmt: skip

    assert found(spelt) == ()


MORE = (
    'fields = ["encompass_minimum"]',
    'fields = ["encompass_minimum", "core.children.*.communication_note"]',
    'id = "encompass-setting"',
)
"""A field that a rule on what the police alone tell gives besides."""


def test_a_widening_waits_for_whoever_tells(folder: Path) -> None:
    """Police information goes further only when the police have approved; the sentence says so."""
    wider = _after(*MORE)
    _put(folder, wider, WITHOUT_POLICE)

    with pytest.raises(AgreementError) as raised:
        load(folder)

    (said,) = raised.value.sentences
    assert re.match(r"sharing-2027\.toml line \d+: Version 2027-01-01 gives more of the ", said)
    for words in (
        "avon-and-somerset-police",
        "rule encompass-setting gives setting",
        "of a child: what helps the child to communicate",
    ):
        assert words in said


def test_an_approved_widening_is_loaded(folder: Path) -> None:
    """Two agencies are enough where theirs is all the information that goes further."""
    wider = _after(*MORE)
    _put(folder, wider, POLICE_AND_COUNCIL)

    assert load(folder).version == "2027-01-01"


def test_showing_more_of_what_was_told_earlier_waits_for_everybody(folder: Path) -> None:
    """Any agency may have told it."""
    wider = _after("restricted = [", 'earlier = ["the_child"]\nrestricted = [',
                   'id = "possible-news-on-open-case"')  # fmt: skip
    _put(folder, wider, POLICE_AND_COUNCIL)

    with pytest.raises(AgreementError) as raised:
        load(folder)

    missing = shipped().agencies.keys() - {"avon-and-somerset-police", "bristol-city-council"}
    named = {one for one in missing if any(f"{one} is not among" in said for said in
                                           raised.value.sentences)}  # fmt: skip
    assert named == missing
    assert len(raised.value.sentences) == len(missing)


def test_narrowing_needs_two_approvers_of_any_agency(folder: Path) -> None:
    """What is given less may be in force at once."""
    _put(folder, _after('    "core.children.*.impact",\n', "", "the_child = ["), WITHOUT_POLICE)

    assert load(folder).version == "2027-01-01"


def test_the_first_version_needs_everybody_whose_information_it_gives(folder: Path) -> None:
    """It has no version before it, so all that it gives is given newly."""
    text = re.sub(r"^approvers = .*$", WITHOUT_POLICE, SHIPPED, count=1, flags=re.MULTILINE)
    (folder / "sharing.toml").write_text(text, encoding="utf-8")

    with pytest.raises(AgreementError, match="is the first, and gives information of avon-and"):
        load(folder)


def test_a_proposal_is_not_loaded(folder: Path) -> None:
    """A file proposed*.toml is nobody's rules yet."""
    (folder / "proposed-2027.toml").write_text("nothing that could be read", encoding="utf-8")

    assert load(folder).version == "2026-11-01"


def test_every_key_of_the_rules_is_judged() -> None:
    """Whoever adds a key says here whether it can give more, and compares it where it can."""
    compared = {"on", "about", "when", "effect", "to", "kind", "needs", "restricted", "knows_of",
                "never", "on_yes", *PARTS}  # fmt: skip
    gives_nothing = {"id", "version", "arrival", "respond_within", "purpose", "safeguarding",
                     "legal", "legal_by_sender", "needs_because", "instructions"}  # fmt: skip
    of_a_version = {"version", "valid_from", "valid_until", "reason", "approvers", "legal_basis",
                    "keeping_back", "event_sets", "field_sets", "earlier_at_most", "restricted",
                    "news", "rule"}  # fmt: skip

    assert set(Rule.model_fields) == compared | gives_nothing
    assert set(SharingFile.model_fields) == of_a_version


def _joins(folder: Path, on: str) -> None:
    """Add the entries of docs/joining.md, of an agency that is connected on a day."""
    page = (PARTNERSHIP.parent / "docs" / "joining.md").read_text(encoding="utf-8")
    entries = "\n".join(re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    agencies = folder / "agencies.toml"
    text = agencies.read_text(encoding="utf-8")
    agencies.write_text(f"{text}\n{entries.replace('2027-03-01', on)}", encoding="utf-8")


def test_an_agency_that_joins_has_not_approved_what_had_ended(folder: Path) -> None:
    """Only the version under which it takes part; that one waits for it alone."""
    _put(folder, SHIPPED, POLICE_AND_COUNCIL)
    _joins(folder, "2027-03-01")

    with pytest.raises(AgreementError) as raised:
        load(folder)

    (said,) = raised.value.sentences
    assert said.startswith("sharing-2027.toml line ")
    assert "made-up-trust joins on 2027-03-01, and version 2027-01-01 gives its information" in said

    approved = POLICE_AND_COUNCIL.replace("]", ', "made-up-trust"]')
    _put(folder, SHIPPED, approved)
    assert load(folder).version == "2027-01-01"


def test_an_agency_that_was_there_before_is_asked_as_before(folder: Path) -> None:
    """It took part in the first version, so it has to have approved that."""
    _put(folder, SHIPPED, POLICE_AND_COUNCIL)
    _joins(folder, "2026-11-15")

    with pytest.raises(AgreementError) as raised:
        load(folder)

    (said,) = raised.value.sentences
    assert "Version 2026-11-01 is the first, and gives information of made-up-trust" in said


def test_an_agency_that_has_joined_is_asked_about_what_comes_later(folder: Path) -> None:
    """What gives more of its information waits for it, like any other."""
    shipped = folder / "sharing.toml"
    text = shipped.read_text(encoding="utf-8")
    (everybody,) = re.findall(r"^approvers = .*", text, re.MULTILINE)
    approved = everybody.replace("]", ', "made-up-trust"]')
    shipped.write_text(text.replace(everybody, approved), encoding="utf-8")
    wider = _after("restricted = [", 'earlier = ["the_child"]\nrestricted = [',
                   'id = "possible-news-on-open-case"')  # fmt: skip
    _joins(folder, "2026-11-15")
    _put(folder, wider, everybody)

    with pytest.raises(AgreementError) as raised:
        load(folder)

    (said,) = raised.value.sentences
    assert "gives more of the information of made-up-trust than version 2026-11-01" in said
