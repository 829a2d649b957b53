"""The whole demonstration, on a real broker.

That it needs none beforehand is part of it: it starts the local one also where the other tests run
on a container.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from wholepicture_desk.demo.gathering import Evidence
from wholepicture_desk.demo.scenario import FILE
from wholepicture_desk.demo.story import read_story

from tests.support.shipped import shipped

STORY = Path("examples/demo")
DRAWN = Path("docs/two-pictures.svg")
"""The two pictures as README shows them: written by `wholepicture demo --svg`."""
COMMAND = (sys.executable, "-c", "from wholepicture_bus.cli import main; main()", "demo")
PATIENCE = 480
"""Seconds: several times what it takes, so that a busy machine fails nobody."""


def demo(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, with a data folder of its own."""
    environment = {**os.environ, "WHOLEPICTURE_DATA": str(data)}
    environment.pop("WHOLEPICTURE_PARTNERSHIP", None)
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@pytest.mark.broker
@pytest.mark.slow
@pytest.mark.finding("F1", "F3", "F4", "F11", "A4")
def test_demo_shows_what_was_promised(tmp_path: Path) -> None:
    """It ends by itself with exit 0; each fact of the day, and of the months, is on a screen."""
    page, svg = tmp_path / "page.html", tmp_path / "pictures.svg"

    ended = demo(tmp_path / "data", "--plain", "--html", str(page), "--svg", str(svg))

    assert ended.returncode == 0, ended.stderr
    first, text, last = ended.stdout.split("\n\n")
    for screen in (first, text, last):
        assert len(screen.splitlines()) <= 24
        assert max(map(len, screen.splitlines())) <= 80
    said = " ".join(text.split())
    for fact in (
        r"Milo \(8, does not speak\) was there and saw it\. Elsie \(6\) was in another room\.",
        r"Graded STANDARD, so police reviewed it alone\. Told: nobody else\.",
        r"Disabled Children's Team +\d+\.\d s +Milo: open case, to answer +\S+[ap]m \w+",
        r"Avonbank Special School +\d+\.\d s +Milo: passed on, to know +\S+[ap]m \w+",
        r"Community paediatrics +\d+\.\d s +Milo: to know +\S+[ap]m \w+",
        r"First Response, front door +\d+\.\d s +Elsie: to answer +\S+[ap]m \w+",
        r"Safeguarding in Education +\d+\.\d s +Elsie: to know +\S+[ap]m \w+",
        r"Disabled Children's Team answered: passed to the worker; police were told\.",
        r"Kept from the school: what is alleged, the grade, earlier incidents \(schools get no",
        r"Who is Elsie\? First Response was asked\.",
        r"Police are asked: “Say for each child whether their vulnerability was considered",
        r"Children unknown: .*Lighthouse Safeguarding Unit",
        r"Sent twice: recorded once\. Broken: kept whole",
    ):
        assert re.search(fact, said), fact
    for lane in (
        r"Police +knew +domestic abuse incident 5 Mar, 2 more",
        r"Children's services +knew +involvement changed 12 Jan, 7 more\n +was told strengths note",
        r"Hospital +knew +was not brought 27 Feb, emergency attendance 15 Mar\n",
        r"Housing +knew +overcrowding or disrepair 22 Jan, 1 more\n +was told meeting called 20",
        r"Adult services +knew +carer assessment 21 Apr\n +was told meeting called 7 May",
        r"Alone, nobody knew more than \d of \d\d\. Each was told within \d+\.\d s\.",
        r"Was not brought put right, to \d others?; child concern taken back, to \d others\.",
    ):
        assert re.search(lane, last), lane
    assert re.search(r"Alone: 1 of \d\d\. Together: \d\d, of 9 agencies\.", first)
    assert "5 March: 3 of them were put side by side" in first
    assert svg.read_text(encoding="utf-8") == DRAWN.read_text(encoding="utf-8")
    assert "Elsie" in page.read_text(encoding="utf-8")
    assert "library" not in ended.stderr
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.broker
@pytest.mark.slow
def test_demo_fails_where_something_did_not_come(tmp_path: Path) -> None:
    """What does not come ends it with exit 1 and a sentence that says what."""
    story = tmp_path / "story"
    shutil.copytree(STORY, story)
    months = story / FILE
    whole = months.read_text(encoding="utf-8")
    months.write_text(whole[: whole.index("[[event]]", whole.index("[[event]]") + 1)], "utf-8")
    third = next(story.glob("4-*"))
    told = json.loads(third.read_text(encoding="utf-8"))
    told["data"]["detail"]["children_check"] = {"answer": "none", "how_known": "Both said so."}
    third.write_text(json.dumps(told), encoding="utf-8")

    ended = demo(tmp_path / "data", "--story", str(story))

    assert ended.returncode == 1
    assert "Nobody was asked to find out whose children" in ended.stderr
    assert ended.stdout == ""


def test_what_did_not_come_is_missing() -> None:
    """Where nothing came at all, each promise is named as not kept."""
    nothing = Evidence(
        story=read_story(STORY),
        agreement=shipped(),
        broken="none",
        received=(),
        spoken=(),
        heard=(),
        invalid=(),
        replies=(),
        ledger=(),
    )

    missing = nothing.missing()

    assert len(missing) == 14
    assert len(set(missing)) == len(missing)
