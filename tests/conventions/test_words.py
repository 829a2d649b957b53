"""What a person is told holds no system word and no false reassurance."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
INSTRUCTIONS = ROOT / "agreement/wholepicture_agreement/item/instructions"
AROUND = ROOT / "agreement/wholepicture_agreement/item/around"
SYSTEM = ("dead letter", "parked", "epoch", "offset", "partition", "payload", "schema", "json")
REASSURING = (
    "no alert", "no concern", "all clear", "is clear", "are clear", "is safe", "are safe",
)  # fmt: skip
READ_BY_PRACTITIONERS = (
    "agreement/wholepicture_agreement/item/items.py",
    *(str(path.relative_to(ROOT)) for path in sorted(INSTRUCTIONS.glob("*.py"))),
    *(str(path.relative_to(ROOT)) for path in sorted(AROUND.glob("*.py"))),
    "agreement/wholepicture_agreement/whom/also_told.py",
    "agreement/wholepicture_agreement/item/calling.py",
    "agreement/wholepicture_agreement/by_when/numbers.py",
    "agreement/wholepicture_agreement/item/orders.py",
    "agreement/wholepicture_agreement/asked/raising.py",
    "agreement/wholepicture_agreement/asked/same_child.py",
    "consumers/wholepicture_consumers/picture/context.py",
    "consumers/wholepicture_consumers/picture/coverage.py",
    "consumers/wholepicture_consumers/picture/answering.py",
    "consumers/wholepicture_consumers/picture/replies.py",
    "consumers/wholepicture_consumers/picture/telling.py",
    "consumers/wholepicture_consumers/picture/voice.py",
    "consumers/wholepicture_consumers/governance/family_words.py",
    "consumers/wholepicture_consumers/governance/matrix.py",
    "consumers/wholepicture_consumers/governance/privacy.py",
    "consumers/wholepicture_consumers/governance/rule_words.py",
    "consumers/wholepicture_consumers/governance/schedule.py",
    "consumers/wholepicture_consumers/governance/templates/changes.html",
    "consumers/wholepicture_consumers/governance/templates/families.html",
    "consumers/wholepicture_consumers/governance/templates/fields.html",
    "consumers/wholepicture_consumers/governance/templates/kept.html",
    "consumers/wholepicture_consumers/governance/templates/schedule.html",
    "subscribers/wholepicture_subscribers/subscription/templates/item.html",
    "subscribers/wholepicture_subscribers/subscription/templates/item_parts.html",
    "subscribers/wholepicture_subscribers/subscription/around.py",
    "subscribers/wholepicture_subscribers/subscription/behind.py",
    "subscribers/wholepicture_subscribers/subscription/doing.py",
    "subscribers/wholepicture_subscribers/subscription/filling.py",
    "subscribers/wholepicture_subscribers/subscription/form.py",
    "subscribers/wholepicture_subscribers/subscription/naming.py",
    "subscribers/wholepicture_subscribers/subscription/strip.py",
    "subscribers/wholepicture_subscribers/subscription/wording.py",
    "schemas/wholepicture_schemas/any_agency.py",
    "schemas/wholepicture_schemas/codes.py",
    "schemas/wholepicture_schemas/considered.py",
    "schemas/wholepicture_schemas/core.py",
    "schemas/wholepicture_schemas/persons.py",
    "schemas/wholepicture_schemas/police.py",
    "schemas/wholepicture_schemas/social_care.py",
)
_TEXT = re.compile(r'"([^"\n]*\s[^"\n]*)"')
_NOT_READ = re.compile(r"\{#.*?#\}|<[^>]*>|\{[{%]|[%}]\}", re.DOTALL)
"""What of a template nobody reads: its comments, its elements, and the signs of expressions."""


def _sentences(file: Path) -> list[str]:
    """The texts of a module or a template that are sentences, docstrings and comments left out."""
    if file.suffix == ".html":
        return _NOT_READ.sub("\n", file.read_text(encoding="utf-8")).splitlines()
    code = re.sub(r'""".*?"""', "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    code = re.sub(r"#.*", "", code)
    return _TEXT.findall(code)


@pytest.mark.parametrize("name", READ_BY_PRACTITIONERS)
def test_practitioners_read_no_system_words(name: str) -> None:
    """Deliveries speak of people and times, never of how the bus works."""
    for sentence in _sentences(ROOT / name):
        assert not [word for word in SYSTEM if word in sentence.lower()], sentence


@pytest.mark.parametrize("name", READ_BY_PRACTITIONERS)
def test_silence_is_never_shown_as_safety(name: str) -> None:
    """No text says or suggests that a child is safe because nothing was sent."""
    for sentence in _sentences(ROOT / name):
        assert not [word for word in REASSURING if word in sentence.lower()], sentence
