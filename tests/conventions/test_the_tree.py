"""What the tree itself must keep."""

import re
import subprocess
from pathlib import Path

from wholepicture_bus import topics
from wholepicture_consumers.topic_specs import topic_specs
from wholepicture_schemas.catalogue import EVENT_TYPES, short_name

from tests.support.shipped import shipped

ROOT = Path(__file__).parent.parent.parent
_MOST_LINES = 300


def _tracked() -> list[Path]:
    """The files of the tree: what git tracks or would, or everything where it came without git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [
        file
        for file in ROOT.rglob("*")
        if not any(part.startswith(".") for part in file.relative_to(ROOT).parts)
    ]


def test_each_event_type_has_a_schema_file_and_an_example() -> None:
    """Every type of the catalogue can be read about and copied from."""
    for kind in EVENT_TYPES:
        assert (ROOT / "schemas" / "json" / f"{kind}.schema.json").is_file(), kind
        assert (ROOT / "schemas" / "examples" / f"{short_name(kind)}.json").is_file(), kind


def test_every_agency_and_recipient_has_its_topics() -> None:
    """Whoever takes part can speak, hear back, be told and answer."""
    agreement = shipped()
    names = {spec.name for spec in topic_specs(agreement)}

    for agency in agreement.agency_ids:
        assert {topics.events(agency), topics.invalid(agency), topics.feedback(agency)} <= names
    for recipient in agreement.subscribers:
        assert {topics.referrals(recipient), topics.notices(recipient)} <= names
        assert topics.replies(recipient) in names


def test_no_committed_file_names_a_registry() -> None:
    """Locks and texts hold no package registry's host: a mirror's user gets the same bytes."""
    parts = (("python", "hosted"), ("pypi", ".org"), ("repo1", ".maven"), ("registry", ".npmjs"))
    hosts = re.compile("|".join(re.escape("".join(part)) for part in parts).encode())

    named = [file for file in _tracked() if file.is_file() and hosts.search(file.read_bytes())]

    assert not named


def test_a_module_holds_one_idea() -> None:
    """No module of the product has grown past the length at which it holds two."""
    long = [
        f"{file.relative_to(ROOT)}: {count}"
        for file in _tracked()
        if file.suffix == ".py" and "tests" not in file.relative_to(ROOT).parts and file.is_file()
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > _MOST_LINES
    ]

    assert not long


def test_nhs_numbers_are_from_the_range_never_issued() -> None:
    """Every number in the examples that could be an NHS number begins with 999."""
    number = re.compile(r'"nhs_number":\s*"(\d{10})"')

    for file in [*ROOT.glob("schemas/examples/*.json"), *ROOT.glob("examples/**/*.json")]:
        for found in number.findall(file.read_text(encoding="utf-8")):
            assert found.startswith("999"), file


def test_only_one_module_makes_kafka_clients() -> None:
    """So no client goes without the protection that the environment asks for."""
    made = re.compile(
        r"\b(KafkaConsumer|KafkaProducer|KafkaAdminClient|OpenConsumer|OpenProducer|"
        r"KafkaNetClient|KafkaConnectionManager)\("
    )
    defined = re.compile(r"^class Open(Consumer|Producer)\(", re.MULTILINE)
    houses = {folder.parent.name for folder in ROOT.glob("*/pyproject.toml")} | {"examples"}

    elsewhere = [
        str(file.relative_to(ROOT))
        for house in sorted(houses)
        for file in sorted((ROOT / house).rglob("*.py"))
        if file.name != "client.py" and made.search(defined.sub("", file.read_text("utf-8")))
    ]

    assert not elsewhere
