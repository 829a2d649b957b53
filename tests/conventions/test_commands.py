"""Every command that a document shows is there, with every option that it is shown with."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from wholepicture_bus import cli

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    str(page.relative_to(ROOT))
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md"))
    if "wholepicture " in page.read_text("utf-8")
)
_BLOCK = re.compile(r"^ *```\w*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`(wholepicture [^`]+)`")
_COMMAND = re.compile(r"(?:^|(?<=\s))wholepicture (.+)")
_ENDS = re.compile(r"\s{2,}| [#>|&]| \||;")
"""Where a shown command ends: at its explanation, or where the shell goes on."""


def _shown(page: str) -> Iterator[str]:
    """Each command of a page, without the word itself."""
    text = (ROOT / page).read_text("utf-8")
    for block in _BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            found = _COMMAND.search(line)
            if found:
                yield _ENDS.split(found[1])[0].strip()
    for said in _INLINE.findall(_BLOCK.sub("", text)):
        yield _ENDS.split(said.removeprefix("wholepicture ").replace("\n", " "))[0].strip()


@cache
def _whole() -> Any:
    return cli.command()


def _wrong(shown: str) -> str | None:
    """What of a command is not there; none where all of it is."""
    try:
        words = shlex.split(shown.replace("[", " ").replace("]", " ").replace("...", " "))
    except ValueError:
        words = shown.split()
    found: Any = _whole()
    while words and hasattr(found, "commands"):
        name = words[0].split("|")[0]
        inner = found.get_command(None, name)
        if inner is None:
            return None if name.isupper() or name.startswith("-") else f"no command {name!r}"
        found, words = inner, words[1:]
    options = {"--help"} | {
        option for each in found.params for option in (*each.opts, *each.secondary_opts)
    }
    absent = [word for word in words if word.startswith("--") and word.split("=")[0] not in options]
    return f"no option {absent}" if absent else None


@pytest.mark.parametrize("page", PAGES)
def test_a_command_that_is_shown_is_there(page: str) -> None:
    """Whoever types what a document shows is told by no program that it does not exist."""
    wrong = [f"{shown}: {said}" for shown in _shown(page) if (said := _wrong(shown))]

    assert wrong == []


def test_what_is_not_there_would_be_found() -> None:
    """Commands and options that nobody offers."""
    assert _wrong("agreement nothing-of-this") == "no command 'nothing-of-this'"
    assert _wrong("publish FILE --nothing-of-this") == "no option ['--nothing-of-this']"
    assert _wrong("held list|release") is None
    assert len(list(_shown("README.md"))) > 25
