"""What changes between two versions of the rules, for whoever approves the later one."""

from collections.abc import Iterable, Iterator, Mapping

from wholepicture_agreement import Agreement
from wholepicture_agreement.checks_of_approvals import whose
from wholepicture_agreement.files import Rule, SharingFile
from wholepicture_agreement.loading import Files
from wholepicture_agreement.proposals import NOT_COMPARED
from wholepicture_agreement.widening import widenings
from wholepicture_agreement.widening_words import sentences
from wholepicture_schemas.field_words import words_of

from wholepicture_consumers.governance.pages import Html, bullets, page, table, tag
from wholepicture_consumers.governance.schedule import version

_SHOWN = (
    "on", "about", "when", "effect", "to", "kind", "arrival", "respond_within", "purpose",
    "safeguarding", "legal", "needs_because", "instructions",
)  # fmt: skip
"""What of a rule is compared as it is written; what it gives is compared field by field."""


def changes(
    before: SharingFile | None, after: SharingFile, files: Files, agreement: Agreement
) -> str:
    """The page about two versions; of a first version, that there is nothing before it."""
    title = "What changes in the sharing agreement"
    head = [tag("p", agreement.partnership.name), version(after, agreement)]
    if before is None:
        first = "This is the first version: there is none before it to compare it with."
        return page(title, *head, tag("p", first), _approvals(None, after, files))
    more = sentences(widenings(before, after))
    less = sentences(widenings(after, before), of_before=True)
    return page(
        title,
        *head,
        tag("p", f"It is compared with version {before.version}."),
        tag("h2", "What is given more"),
        *_listed(more, "Nothing is given that was not given before."),
        _approvals(before, after, files),
        tag("h2", "What is given less"),
        *_listed(less, "Nothing that was given before is taken away."),
        tag("h2", "What else is otherwise"),
        *_others(before, after),
        tag("p", NOT_COMPARED),
    )


def _listed(sentences: Iterable[str], otherwise: str) -> Iterator[Html]:
    found = [one[:1].upper() + one[1:] for one in sentences]
    yield bullets(found) if found else tag("p", otherwise)


def _approvals(before: SharingFile | None, after: SharingFile, files: Files) -> Html:
    """Each agency: whether more of its information is given, and whether it has approved."""
    found = widenings(before, after)
    wider = {agency for one in found for agency in whose(one, files.agencies)}
    rows = [
        (
            agency.name,
            "Yes" if agency.id in wider else "No",
            "Yes" if agency.id in after.approvers
            else "Not yet, and it has to" if agency.id in wider else "No",
        )
        for agency in files.agencies.agency
    ]  # fmt: skip
    heads = ("Agency", "Is more of its information given?", "Has it approved?")
    return table("Who approves", heads, rows)


def _others(before: SharingFile, after: SharingFile) -> Iterator[Html]:
    old, new = ({rule.id: rule for rule in file.rule} for file in (before, after))
    rows = [*_rules(old, new), *_bases(before, after)]
    if rows:
        yield table("As it is written", ("What", "Before", "After"), rows)
    else:
        yield tag("p", "Nothing else.")


def _rules(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*old, *new]):
        if name not in new or name not in old:
            yield (
                f"Rule {name}",
                "there" if name in old else "not there",
                ("there" if name in new else "not there"),
            )
            continue
        for key in _SHOWN:
            one, other = getattr(old[name], key), getattr(new[name], key)
            if one != other:
                yield f"Rule {name}: {words_of(key)}", _text(one), _text(other)


def _bases(before: SharingFile, after: SharingFile) -> Iterator[tuple[str, str, str]]:
    old, new = ({one.id: one for one in file.legal_basis} for file in (before, after))
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
