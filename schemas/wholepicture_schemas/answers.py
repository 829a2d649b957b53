"""What is asked of recipients and answered by them, beyond the codes that travel."""

from collections.abc import Mapping
from typing import Literal

EndsNothing = Literal["not-ours", "cannot-identify", "cannot-process"]
"""The answers after which nobody acts: two decisions, and that a system could not take it in."""

END_NOTHING: Mapping[str, str] = {
    "not-ours": "not ours to answer", "cannot-identify": "the child could not be identified",
    "cannot-process": "the system could not take it in",
}  # fmt: skip

QuestionMatter = Literal["originator-control", "objection", "phone", "not-taken-on", "same-child"]
"""What a question is about. The first three are the kinds by which every reader can answer it."""

SAYS_WHO: frozenset[QuestionMatter] = frozenset({"phone", "not-taken-on"})
"""The questions of which a yes names who took it; they stay open until somebody did."""
