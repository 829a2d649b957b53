"""Later agreements of the partnership: a rule goes, a rule comes, a school goes."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from wholepicture_agreement import Agreement, load
from wholepicture_agreement.written.model import Terms

from tests.consumers.both_stages import AGREEMENT

SCHOOL = "setting-100001"
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
instructions = ["Look whether it was graded rightly."]
"""
KINDS = ("a rule goes", "a rule comes", "a school goes", "as at first")


def later(agreement: Agreement, kind: str, day: dt.date) -> Agreement:
    """An agreement that adds a version from this day on, or that a school has left."""
    if kind == "a school goes":
        left = {name: one for name, one in agreement.recipients.items() if name != SCHOOL}
        return replace(agreement, recipients=left)
    number = len(agreement.terms) + 1
    terms = replace(_versions()[kind], version=f"number-{number}", valid_from=day)
    recipients = AGREEMENT.recipients if kind == "as at first" else agreement.recipients
    return replace(agreement, recipients=recipients, terms=(*agreement.terms, terms))


@cache
def _versions() -> Mapping[str, Terms]:
    """The rules of a later version, by what is other in it."""
    sharing = Path("partnership/sharing.toml").read_text(encoding="utf-8")
    return {
        "as at first": AGREEMENT.terms[-1],
        "a rule goes": _terms(_without(sharing, "encompass-setting")),
        "a rule comes": _terms(sharing + _OF_A_UNIT),
    }


def _without(text: str, rule: str) -> str:
    """The rules without the one of this id."""
    head, *rules = text.split("[[rule]]\n")
    left = [entry for entry in rules if f'id = "{rule}"' not in entry]
    assert len(left) == len(rules) - 1
    return "[[rule]]\n".join([head, *left])


def _terms(sharing: str) -> Terms:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(shutil.copytree("partnership", Path(made) / "partnership"))
        (folder / "sharing.toml").write_text(sharing, encoding="utf-8")
        return load(folder).terms[-1]
