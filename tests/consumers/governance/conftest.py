"""The shipped agreement, proposals that change one thing of it, and a history in memory."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from wholepicture_agreement.written.loading import Files, read
from wholepicture_agreement.written.proposals import Proposal, proposal
from wholepicture_bus.records import Place, Record
from wholepicture_schemas.children import ChildConcerned

from tests.consumers.both_stages import Followed
from tests.support.shipped import PARTNERSHIP

SHIPPED = (PARTNERSHIP / "sharing.toml").read_text(encoding="utf-8")
Propose = Callable[..., Proposal]


@pytest.fixture(scope="session")
def files() -> Files:
    """The files of the shipped agreement."""
    return read(PARTNERSHIP)


@pytest.fixture
def propose(files: Files, tmp_path: Path) -> Propose:
    """A proposal: the shipped rules with one text in place of another, from a later day."""

    def make(before: str = "", after: str = "", behind: str = "") -> Proposal:
        at = SHIPPED.index(behind)
        assert before in SHIPPED[at:]
        text = SHIPPED[:at] + SHIPPED[at:].replace(before, after, 1)
        path = tmp_path / "proposed.toml"
        path.write_text(text.replace("2026-11-01", "2027-01-01"), encoding="utf-8")
        return proposal(path, files)

    return make


def children(followed: Sequence[Followed]) -> list[Record]:
    """The records of ``children`` that followed from events, as they are read back."""
    from datetime import datetime

    header = (("ce_type", ChildConcerned.TYPE.encode()),)
    data = [one for each in followed for one in each.children]
    return [
        Record(
            Place("children", "", 0, at),
            None,
            json.dumps(one).encode(),
            header,
            datetime.fromisoformat(one["received"]),
        )
        for at, one in enumerate(data)
    ]
