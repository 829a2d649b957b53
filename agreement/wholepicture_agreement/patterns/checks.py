"""What must hold in a version of the pattern rules, and who has to approve it.

A rule that would fire for every child, or never, is refused, and so is one that reads what no
pattern may hang on. A version is approved as one of the sharing agreement is: by two agencies at
the least, and by each agency that answers for a rule which is new or was changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from wholepicture_schemas.catalogue import AMENDING, TOLD, by_name, short_name
from wholepicture_schemas.patterns import PatternFound
from wholepicture_schemas.words import did_you_mean, listed

from wholepicture_agreement.patterns.asked_fields import asked_fields
from wholepicture_agreement.patterns.files import Kind, PatternRule, PatternsFile, Where
from wholepicture_agreement.written.files import AgenciesFile, Rule, SharingFile
from wholepicture_agreement.written.slips import Finding

ON = short_name(PatternFound.TYPE)
"""What a rule of sharing.toml that tells a pattern is on."""
OF_SERVICES: Mapping[str, str] = {
    "complaint-of-racism": "a complaint is no pattern of a family",
    "family-view": "a view that differs is no refusal",
    "service-not-provided": "what a service caused never counts against a family",
}
"""What says something of services, and never counts in a pattern of a family."""
_LEAST_APPROVERS = 2
_DAYS_OF_A_MONTH = 30
_Place = tuple[int | str, ...]


def check_patterns(
    file: PatternsFile, agencies: AgenciesFile, sharing: Sequence[SharingFile]
) -> Iterator[Finding]:
    """Everything wrong in one patterns*.toml, but for who has still to approve it."""
    members = {agency.id for agency in agencies.agency}
    for name in file.approvers:
        if name not in members:
            sentence = f"The approver {name} is not one of the agencies."
            yield Finding(("approvers",), sentence + did_you_mean(name, members), name)
    months = agencies.partnership.picture_months
    telling = [_rules_in(version) for version in sharing if _meet(version, file)]
    for at, rule in enumerate(file.pattern):
        where: _Place = ("pattern", at)
        if any(rule.id == other.id for other in file.pattern[:at]):
            yield Finding((*where, "id"), f"Pattern {rule.id} stands here twice.")
        if rule.owner not in members:
            sentence = f"Pattern {rule.id}: its owner {rule.owner} is not one of the agencies."
            yield Finding((*where, "owner"), sentence + did_you_mean(rule.owner, members))
        yield from _numbers(rule, where, months)
        yield from _kinds(rule, where)
        yield from _told_by(rule, where, telling)


def check_approvals_of_patterns(
    files: Sequence[tuple[str, PatternsFile]],
) -> Iterator[tuple[str, Finding]]:
    """A finding for each approval that a version lacks, with the name of its file."""
    before: PatternsFile | None = None
    for name, file in sorted(files, key=lambda named: named[1].valid_from):
        for finding in not_approved(before, file):
            yield name, finding
        before = file


def not_approved(before: PatternsFile | None, after: PatternsFile) -> Iterator[Finding]:
    """A finding for each approval that a version lacks; ``before`` is the one that it replaces."""
    if len(set(after.approvers)) < _LEAST_APPROVERS:
        yield Finding(("approvers",), "Two agencies approve a version of the patterns: name them.")
    known = {rule.id: rule for rule in before.pattern} if before else {}
    for owner in dict.fromkeys(rule.owner for rule in after.pattern):
        if owner in after.approvers:
            continue
        own = [rule.id for rule in after.pattern if rule.owner == owner]
        changed = [name for name in own if known.get(name) not in after.pattern]
        if changed:
            yield Finding(
                ("approvers",),
                f"{owner} answers for {listed(changed)}, which is new or changed here: it is not "
                "among the approvers, and has to approve it first.",
            )


def check_versions_of_patterns(
    files: Sequence[tuple[str, PatternsFile]],
) -> Iterator[tuple[str, Finding]]:
    """Everything wrong between several patterns*.toml: at each moment one at most is in force."""
    ordered = sorted(files, key=lambda named: named[1].valid_from)
    for (name, file), (other, later) in pairwise(ordered):
        if file.version == later.version:
            yield other, Finding(("version",), f"Version {later.version} stands in {name} too.")
        if file.valid_until is None or file.valid_until > later.valid_from:
            sentence = (
                f"Version {later.version} begins while version {file.version} of {name} is in "
                f"force: give that one valid_until = {later.valid_from}."
            )
            yield other, Finding(("valid_from",), sentence)
        known = {rule.id: rule for rule in file.pattern}
        for at, rule in enumerate(later.pattern):
            old = known.get(rule.id)
            if old is not None and old != rule and old.version >= rule.version:
                sentence = (
                    f"Pattern {rule.id} differs from version {old.version} of it in {name}: write "
                    f"version = {old.version + 1}."
                )
                yield other, Finding(("pattern", at, "version"), sentence)


def _numbers(rule: PatternRule, where: _Place, months: int) -> Iterator[Finding]:
    if rule.within_days < 1:
        sentence = (
            f"Pattern {rule.id}: within_days is {rule.within_days}, and no two days lie within "
            "that: write how many days lie between the first event and the last, such as 180."
        )
        yield Finding((*where, "within_days"), sentence)
    elif rule.within_days > months * _DAYS_OF_A_MONTH:
        sentence = (
            f"Pattern {rule.id}: within_days is {rule.within_days}, and what is known of a child "
            f"is kept for {months} months: write {months * _DAYS_OF_A_MONTH} at the most."
        )
        yield Finding((*where, "within_days"), sentence)
    if rule.at_least < 1:
        sentence = f"Pattern {rule.id}: at_least is {rule.at_least}: write 2 or more."
        yield Finding((*where, "at_least"), sentence)
    if not 1 <= rule.agencies <= max(rule.at_least, 1):
        sentence = (
            f"Pattern {rule.id}: {rule.at_least} events come from {rule.agencies} agencies never: "
            "write agencies from 1 to at_least."
        )
        yield Finding((*where, "agencies"), sentence)
    least = max(rule.at_least, sum(kind.at_least or 0 for kind in rule.counts))
    bare = any(not kind.where for kind in rule.counts)
    if least <= 1 and bare and not rule.when:
        sentence = (
            f"Pattern {rule.id}: one event of one agency makes it, so it would fire for every "
            "child of whom one is told, and that event is told already. Write at_least = 2 or "
            "more, or say with when what has to be so besides."
        )
        yield Finding((*where, "at_least"), sentence)


def _kinds(rule: PatternRule, where: _Place) -> Iterator[Finding]:
    known = {short_name(name) for name in TOLD if name not in AMENDING}
    for key, kinds in (("counts", rule.counts), ("without", rule.without)):
        for at, kind in enumerate(kinds):
            place = (*where, key, at)
            for name in kind.types:
                if name not in known:
                    sentence = f"Pattern {rule.id}: there is no type of event {name}."
                    yield Finding(place, sentence + did_you_mean(name, known), name)
                elif key == "counts" and name in OF_SERVICES:
                    sentence = f"Pattern {rule.id}: {name} counts in no pattern: "
                    yield Finding(place, f"{sentence}{OF_SERVICES[name]}. Leave it out.", name)
            yield from _where(rule, kind.where, kind, place)
            yield from _where(rule, kind.where_not, kind, place)
            if kind.where_not and key == "counts":
                sentence = (
                    f"Pattern {rule.id}: what somebody may not see would count here: write "
                    "where_not under without alone."
                )
                yield Finding(place, sentence)


def _where(rule: PatternRule, asked: Where, kind: Kind, place: _Place) -> Iterator[Finding]:
    types = [name for name in kind.types if by_name(name) is not None]
    for path, codes in asked.items():
        for name in types:
            may_be_asked = asked_fields(name)
            if path not in may_be_asked:
                sentence = (
                    f"Pattern {rule.id}: {path} may not be asked of {name}. A rule may ask for "
                    "codes of the detail, and for voice; never for a grade, an ethnicity, a "
                    "disability, an offence or a text."
                )
                yield Finding(place, sentence + did_you_mean(path, may_be_asked), path)
                continue
            for code in codes:
                if code not in may_be_asked[path]:
                    there = ", ".join(may_be_asked[path])
                    sentence = f"Pattern {rule.id}: {path} is never {code}. There are: {there}."
                    yield Finding(place, sentence, code)


def _told_by(
    rule: PatternRule, where: _Place, telling: Sequence[Mapping[str, Rule]]
) -> Iterator[Finding]:
    place = (*where, "told_by")
    for name in rule.told_by:
        for known in telling:
            tells = known.get(name)
            if tells is None:
                on = [other for other, entry in known.items() if ON in entry.on]
                sentence = f"Pattern {rule.id}: sharing.toml has no rule {name} to tell it by."
                yield Finding(place, sentence + did_you_mean(name, on or known), name)
            elif ON not in tells.on:
                sentence = f"Pattern {rule.id}: the rule {name} is not on {ON}: write that there."
                yield Finding(place, sentence, name)
            elif not tells.earlier or tells.about != "each-child":
                sentence = (
                    f"Pattern {rule.id}: the rule {name} gives nothing of earlier events of a "
                    "child, so its recipients may see none that makes it: write earlier there."
                )
                yield Finding(place, sentence, name)


def _rules_in(version: SharingFile) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in version.rule}


def _meet(version: SharingFile, file: PatternsFile) -> bool:
    """Whether a version of the agreement is in force at any time at which the patterns are."""
    begins_before = file.valid_until is None or version.valid_from < file.valid_until
    return begins_before and (version.valid_until is None or version.valid_until > file.valid_from)
