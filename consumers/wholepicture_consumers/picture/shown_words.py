"""What a practitioner reads where something that was shown as told earlier is put right."""

from collections.abc import Mapping
from typing import Literal

from wholepicture_consumers.picture.amended import protecting

How = Literal["taken-back", "not-about", "corrected"]

_HEADLINES: Mapping[How, str] = {
    "taken-back": "Taken back by the sender: {what}, which you were shown as told earlier.",
    "not-about": "Not about this child: {what}, which you were shown as told earlier.",
    "corrected": "Corrected by the sender: {what}, which you were shown as told earlier.",
}
_FIRST: Mapping[How, str] = {
    "taken-back": "{what} is not so, or was not meant for you. It was shown to you as told "
    "earlier. Put right what you wrote or decided because of it.",
    "not-about": "The sender now says that {what} is not about this child. It was shown to you as "
    "told earlier. Put the child's record right.",
    "corrected": "Part of {what} was wrong. It was shown to you as told earlier. What was said and "
    "what is right stand below. Put your record right.",
}
_HANDLING = "The instructions of the item that showed it to you hold for this too."


def headline(how: How, what: str) -> str:
    """One sentence; ``what`` says who told it and when it happened."""
    return _HEADLINES[how].format(what=what)


def instructions(how: How, what: str, *, also_gone: bool, protect: bool) -> tuple[str, ...]:
    """What to do, first what it is about.

    ``also_gone``: whether it is no longer about one of the children; ``protect``: whether something
    that was shown is protected now.
    """
    ways: tuple[How, ...] = (how, "not-about") if also_gone else (how,)
    said = [_FIRST[one].format(what=what) for one in ways]
    first = [text[0].upper() + text[1:] for text in said]
    return (*first, *protecting((), (), more=protect), _HANDLING)
