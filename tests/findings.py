"""The review's findings and the tests that show what the bus does about each: ``make findings``."""

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "findings.md"

ROWS: Mapping[str, tuple[str, str]] = {
    "I1": (
        "A child who did not speak and needed care day and night",
        "A child who does not speak must have an observation as their voice, or the reason why not",
    ),
    "I2": (
        "Disability and ethnicity together made it harder to be seen",
        "Neither makes the bus do less, later or otherwise; how services answer is counted by both",
    ),
    "F1": (
        "Where sharing was timely and accurate, it helped",
        "From publish to acknowledged, each step of each item is on record and told to its sender",
    ),
    "F2": (
        "A rich family life stood beside the concerns",
        "Strengths stand in the chronology beside concerns",
    ),
    "F3": (
        "Medical advice was not followed, and health had to coordinate",
        "Advice not followed goes to the lead clinician and the worker, with a coordination task",
    ),
    "F4": (
        "Police held domestic-abuse information, alone",
        "An incident reaches the worker, the front door and the school side, each within its grant",
    ),
    "F4b": (
        "Whether the children were vulnerable was not clearly considered",
        "Each named child has their vulnerability considered; a blank is asked for, none is lost",
    ),
    "F5": ("The father was not visible", "Adults with no recorded contact are shown, neutrally"),
    "F6": (
        "The parents' own experience was not explored",
        "A parent's own statement, with its own agreement",
    ),
    "F7": (
        "Carer strain and racialised trauma were not understood",
        "Carer strain and ruptures reach the worker, with their barriers",
    ),
    "F8": (
        "The network needed space to reflect, and to think family",
        "Reflection can be asked for; a household is seen together",
    ),
    "F9": (
        "Neglect was hard to name and to challenge",
        "Impact on the child stands apart from anyone's intent",
    ),
    "F10": ("Nobody stepped back to see the pattern", "A step-back view over months, gaps visible"),
    "F11": (
        "Incidents were seen one by one; the harm was in their sum",
        "Published pattern rules list the exact events and wait for a person",
    ),
    "F12": (
        "What harm meant for the child was not said",
        "Impact comes first; readers rate it",
    ),
    "F13": (
        "Meetings and escalation were not used",
        "A meeting is called in one step; escalation has stages and clocks",
    ),
    "A1": (
        "Police: see vulnerabilities together",
        "Police are asked for them and hear the outcome",
    ),
    "A2": ("Council and CAFCASS: impact on children", "One block for impact, everywhere the same"),
    "A3": ("Support networks and ruptured relationships", "Ruptures are counted as facts"),
    "A4": ("Health: escalate advice not followed", "A path with receipt and a decision in time"),
    "A5": (
        "Local Offer for minoritised families",
        "Outside the bus; why support was not given is counted by group",
    ),
    "A6": ("A resource on complex needs and burnout", "Linked from the forms it is about"),
    "A7": ("Training", "Practice data that never reaches a live recipient"),
}


def shown() -> dict[str, list[str]]:
    """The tests of each finding, as file and name, in order."""
    found: dict[str, list[str]] = {row: [] for row in ROWS}
    for file in sorted((ROOT / "tests").glob("**/test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        everywhere = list(_rows_in(_module_marks(tree)))
        for test in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            if not test.name.startswith("test_"):
                continue
            rows = {*everywhere, *_rows_in(test.decorator_list)}
            for row in rows:
                name = test.name.removeprefix("test_").replace("_", " ")
                found[row].append(f"{name} (`{file.relative_to(ROOT).as_posix()}`)")
    return found


def page() -> str:
    """The page as it should be."""
    lines = [
        "# The review's findings, and the tests that show what is done about each",
        "",
        "Written by `make findings` from the marker `finding` of the tests. A row without a test",
        "is open: the bus does not do that yet.",
        "",
        "| | What the review found | What the bus is to do | Shown by |",
        "|---|---|---|---|",
    ]
    tests = shown()
    for row, (found, behaviour) in ROWS.items():
        by = "<br>".join(tests[row]) or "**open**"
        lines.append(f"| {row} | {found} | {behaviour} | {by} |")
    return "\n".join([*lines, ""])


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            return node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return []


def _rows_in(marks: list[ast.expr]) -> Iterator[str]:
    for mark in marks:
        if not (isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute)):
            continue
        if mark.func.attr == "finding":
            for row in mark.args:
                if not (isinstance(row, ast.Constant) and row.value in ROWS):
                    raise ValueError(f"Line {mark.lineno} marks a finding that there is not.")
                yield str(row.value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Written: {PAGE.relative_to(ROOT)}\n")
