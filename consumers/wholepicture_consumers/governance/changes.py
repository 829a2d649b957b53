"""What changes between two versions of the rules, for whoever approves the later one."""

from collections.abc import Iterator

from wholepicture_agreement import Agreement
from wholepicture_agreement.written.checks_of_approvals import asked
from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.loading import Files
from wholepicture_agreement.written.proposals import NOT_COMPARED
from wholepicture_agreement.written.widening import widenings
from wholepicture_agreement.written.widening_words import sentences
from wholepicture_bus.pages import render
from wholepicture_schemas.field_words import words_of

from wholepicture_consumers.governance.schedule import version

_SHOWN = (
    "on", "about", "when", "effect", "to", "kind", "arrival", "respond_within", "purpose",
    "safeguarding", "legal", "needs_because", "on_yes", "instructions",
)  # fmt: skip
"""The parts of a rule that are compared as text; what it gives is compared field by field."""

_Row = tuple[str, str, str]


def changes(
    before: SharingFile | None, after: SharingFile, files: Files, agreement: Agreement
) -> str:
    """The page about two versions; a first version has none before it, and the page says so."""
    return render(
        __package__,
        "changes.html",
        partnership=agreement.partnership.name,
        version=version(after, agreement),
        before=before and before.version,
        approvals=_approvals(before, after, files),
        not_compared=NOT_COMPARED,
        **(_compared(before, after) if before else {}),
    )


def _compared(before: SharingFile, after: SharingFile) -> dict[str, list[str] | list[_Row]]:
    """What is given in addition and no longer, as sentences, and every other difference."""
    return {
        "more": list(sentences(widenings(before, after))),
        "less": list(sentences(widenings(after, before), of_before=True)),
        "others": [*_rules(before, after), *_bases(before, after)],
    }


def _approvals(before: SharingFile | None, after: SharingFile, files: Files) -> list[_Row]:
    """Each agency: whether more of its information is given, and whether it has approved."""
    wider = {agency.id for agency in asked(before, after, files.agencies)}
    return [
        (
            agency.name,
            "Yes" if agency.id in wider else "No",
            "Yes" if agency.id in after.approvers
            else "Not yet, and it has to" if agency.id in wider else "No",
        )
        for agency in files.agencies.agency
    ]  # fmt: skip


def _rules(before: SharingFile, after: SharingFile) -> Iterator[_Row]:
    old, new = ({rule.id: rule for rule in file.rule} for file in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if name not in new or name not in old:
            yield (
                f"Rule {name}",
                "there" if name in old else "not there",
                ("there" if name in new else "not there"),
            )
            continue
        for key in _SHOWN:
            was, now = getattr(old[name], key), getattr(new[name], key)
            if was != now:
                yield f"Rule {name}: {words_of(key)}", _text(was), _text(now)


def _bases(before: SharingFile, after: SharingFile) -> Iterator[_Row]:
    old, new = ({basis.id: basis for basis in file.legal_basis} for file in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield (
                f"Legal basis {name}",
                *(
                    ", ".join(said for _, _, said in basis.provisions()) if basis else "not there"
                    for basis in (old.get(name), new.get(name))
                ),
            )  # type: ignore[misc]  # two bases make two texts


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)
