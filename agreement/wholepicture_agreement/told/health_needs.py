"""Health needs: whether a child has a disability or a condition that a health professional knows.

A health need only adds recipients: nobody is told less or later because of one.
"""

import re
from collections.abc import Sequence

from wholepicture_schemas.children import Missing
from wholepicture_schemas.codes import Communication
from wholepicture_schemas.core import Core
from wholepicture_schemas.persons import Child

_OF_HEALTH: frozenset[Communication] = frozenset(
    {"NON_VERBAL", "AAC", "BSL", "MAKATON", "EYE_GAZE"}
)
"""Ways to communicate of a child who does not speak or hear; a language is no health need."""
_NOT_READ = re.compile(
    r"^core\.children\.(\d+)\."
    r"(disability|communication(?!_)|vulnerability_considered\.(disability|medical_dependence)_known)"
)


def may_have_health_need(child: Child | None, core: Core, missing: Sequence[Missing]) -> bool:
    """Whether a born child is said to have one, or what is said of that could not be read."""
    if child is None or (child.birth_date is None and child.expected_birth_date is not None):
        return False
    return _said(child) or (bool(missing) and child.person in _not_read(core, missing))


def _said(child: Child) -> bool:
    considered = child.vulnerability_considered
    known = (considered.disability_known, considered.medical_dependence_known) if considered else ()
    disabled = bool(child.disability) and any(code != "NONE" for code in child.disability)
    return disabled or "yes" in known or not _OF_HEALTH.isdisjoint(child.communication)


def _not_read(core: Core, missing: Sequence[Missing]) -> frozenset[str]:
    """The children of whom what is said of their health could not be read."""
    found = (_NOT_READ.match(problem.field) for problem in missing)
    positions = {int(match[1]) for match in found if match}
    return frozenset(child.person for at, child in enumerate(core.children) if at in positions)
