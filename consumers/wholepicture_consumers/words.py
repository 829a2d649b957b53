"""Words in a sentence."""

from collections.abc import Iterable


def listed(names: Iterable[str]) -> str:
    """Names one after the other, each once: the school, the nursery and the health visitor."""
    *first, last = dict.fromkeys(names) or ("",)
    return f"{', '.join(first)} and {last}" if first else last
