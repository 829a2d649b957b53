"""The book of the agreement: its pages, to be printed, approved and shown to families."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from wholepicture_agreement.patterns.reviews import Review
from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.loading import Files, agreement_of

from wholepicture_consumers.governance.changes import changes
from wholepicture_consumers.governance.kept import kept
from wholepicture_consumers.governance.matrix import matrix
from wholepicture_consumers.governance.patterns_page import patterns_page
from wholepicture_consumers.governance.privacy import privacy
from wholepicture_consumers.governance.schedule import schedule


def book(
    files: Files,
    at: dt.datetime,
    proposed: SharingFile | None = None,
    reviews: Sequence[Review] = (),
) -> dict[str, str]:
    """Each page by the name of its file.

    Five pages show what is in force at ``at``: the schedule, the fields, what is kept back, the
    patterns with their reviews and the families' page. The page of changes shows the proposed
    version, or the newest where none is proposed.
    """
    agreement = agreement_of(files)
    version = agreement.in_force(at).version
    now = next(file for file in files.versions if file.version == version)
    after = proposed or files.versions[-1]
    earlier = [file for file in files.versions if file.valid_from < after.valid_from]
    before = earlier[-1] if earlier else None
    return {
        "schedule.html": schedule(now, files, agreement),
        "fields.html": matrix(now, agreement),
        "kept.html": kept(now, files, agreement),
        "patterns.html": patterns_page(agreement, reviews, at),
        "changes.html": changes(before, after, files, agreement),
        "families.html": privacy(now, files, agreement),
    }


def write(pages: dict[str, str], folder: Path) -> tuple[Path, ...]:
    """The pages as files of a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
    return tuple(folder / name for name in pages)
