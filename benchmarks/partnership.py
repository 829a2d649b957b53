"""The partnership that is measured: the example's, all of it an exercise."""

import shutil
from pathlib import Path

AS_AGREED = 2
"""How many the example agreement tells of a benchmark event: front door and school, say."""

RECIPIENT = """
[[recipient]]
id = "benchmark-{number}"
agency = "bristol-city-council"
name = "Benchmark recipient {number} (made up)"
kind = "social-work-team"
phone = "0117 496 0999"
hours = "always"
hours_in_words = "day and night"
alternate_reader = "second-reader-bristol"
"""

_RULE = """
[[rule]]
id = "benchmark-many"
version = 1
on = ["domestic-abuse-incident"]
to = [{to}]
kind = "notice"
arrival = "for-your-information"
purpose = "Many are told, so that the cost of each can be measured."
safeguarding = "Made up for the benchmark."
instructions = ["Keep it with the record. Do not speak to the family about it."]
legal = "police-to-childrens-services"
fields = ["who_tells", "the_child", "the_adults", "what_happened"]
siblings = ["a_sibling"]
never = ["core.adults.*.victim_service"]
restricted = ["any"]
"""


def prepared(example: Path, folder: Path, recipients: int | None = None) -> Path:
    """A copy of the example partnership in which everything is an exercise.

    With ``recipients``, a rule and made-up recipients are added, so that so many are told.
    """
    if folder.exists():
        return folder
    shutil.copytree(example, folder)
    agencies, sharing = folder / "agencies.toml", folder / "sharing.toml"
    text = agencies.read_text(encoding="utf-8")
    text = text.replace("exercise = false", "exercise = true", 1)
    assert "exercise = true" in text, "the example says nowhere whether it is an exercise"
    if recipients:
        ids = [str(number) for number in range(1, recipients - AS_AGREED + 1)]
        text += "".join(RECIPIENT.format(number=number) for number in ids)
        to = ", ".join(f'"benchmark-{number}"' for number in ids)
        with sharing.open("a", encoding="utf-8") as file:
            file.write(_RULE.format(to=to))
    agencies.write_text(text, encoding="utf-8")
    return folder
