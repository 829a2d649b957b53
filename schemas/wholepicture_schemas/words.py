"""Words in a sentence, and what a word may have been meant for."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TypeVar

Name = TypeVar("Name", bound=str)

_ALIKE = 0.6
"""How much of a name, of 1, has to agree for another to be meant by it."""


def listed(names: Iterable[str]) -> str:
    """Names one after the other, each once: the school, the nursery and the health visitor."""
    *first, last = dict.fromkeys(names) or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence that names what was probably meant; empty where nothing is like it."""
    near = resembling(word, known)
    return f" Did you mean {near[0]}?" if near else ""


def resembling(name: str, known: Iterable[Name], alike: float = _ALIKE) -> Sequence[Name]:
    """The known names that resemble a name, the most similar first; ``alike`` of 1 must agree."""
    by_text = {str(candidate): candidate for candidate in known}
    return [by_text[text] for text in get_close_matches(name, by_text, cutoff=alike)]
