"""Other agreements of the partnership: a rule goes, a recipient goes, a rule comes."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from wholepicture_agreement import Agreement, load

from tests.consumers.both_stages import AGREEMENT

_RULE = "[[rule]]\n"
_OF_A_UNIT = """
[[rule]]
id = "unit-reads-too"
version = 1
on = ["domestic-abuse-incident"]
to = ["safeguarding-police"]
kind = "notice"
arrival = "for-your-information"
purpose = "The unit sees every incident with a child."
safeguarding = "Nobody looks at an incident alone."
legal = "police-to-childrens-services"
fields = ["who_tells", "core.children.*.person", "core.children.*.name", "core.summary"]
"""


@cache
def agreements() -> Mapping[str, Agreement]:
    """Each agreement by what is other in it."""
    return {"as it is": AGREEMENT, **dict(_others())}


def _others() -> Iterator[tuple[str, Agreement]]:
    sharing = Path("partnership/sharing.toml").read_text(encoding="utf-8")
    agencies = Path("partnership/agencies.toml").read_text(encoding="utf-8")
    yield "a rule goes", _loaded(_without(sharing, _RULE, "encompass-setting"), agencies)
    yield "a rule comes", _loaded(sharing + _OF_A_UNIT, agencies)
    yield "a school goes", _loaded(sharing, _without(agencies, "[[recipient]]\n", "setting-100001"))


def _without(text: str, mark: str, name: str) -> str:
    """A file without the entry of this id."""
    head, *entries = text.split(mark)
    left = [entry for entry in entries if f'id = "{name}"' not in entry]
    assert len(left) == len(entries) - 1
    return mark.join([head, *left])


def _loaded(sharing: str, agencies: str) -> Agreement:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(shutil.copytree("partnership", Path(made) / "partnership"))
        (folder / "sharing.toml").write_text(sharing, encoding="utf-8")
        (folder / "agencies.toml").write_text(agencies, encoding="utf-8")
        return load(folder)
