"""A machine of an agency's or a supplier's own: an empty environment with a few of the wheels."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def wheels(folders: Iterable[str], into: Path) -> dict[str, Path]:
    """The wheel of each distribution, built without a network."""
    folders = tuple(folders)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(into),
         *(str(ROOT / folder) for folder in folders))  # fmt: skip
    return {folder: next(into.glob(f"wholepicture_{folder}-*.whl")) for folder in folders}


@dataclass(frozen=True)
class Installed:
    """An environment with some wheels and what they declare that they need, and nothing else."""

    folder: Path
    variables: Mapping[str, str]

    def run(self, *command: str, expect: int = 0) -> str:
        """What a program of the environment prints.

        Raises:
            AssertionError: it ended with another exit code; with what it said.
        """
        program = self.folder / "bin" / command[0]
        done = subprocess.run(
            [program, *command[1:]],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "COLUMNS": "80", **self.variables},
            timeout=60,
        )
        assert done.returncode == expect, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    @property
    def names(self) -> set[str]:
        """Every distribution that is in the environment."""
        found = distributions(path=[str(_site(self.folder))])
        return {canonicalize_name(one.metadata["Name"]) for one in found}


def install(wheels: Iterable[Path], folder: Path, variables: Mapping[str, str]) -> Installed:
    """A new environment with these wheels, and the packages that they need copied from this one.

    What is copied is what `requirements.lock` had installed here, so nothing is fetched.
    """
    venv.create(folder, with_pip=False)
    _pip("--python", str(folder / "bin" / "python"), "install", "--no-deps", "--no-index",
         "--no-compile", *map(str, wheels))  # fmt: skip
    site = _site(folder)
    own = {canonicalize_name(one.metadata["Name"]): one for one in distributions(path=[str(site)])}
    for needed in _closure(own.values(), set(own)):
        _copy(needed, site)
    return Installed(folder, variables)


def _closure(roots: Iterable[Distribution], known: set[str]) -> Iterator[Distribution]:
    """Every package that these declare, and those that they need in turn."""
    waiting = [requirement for root in roots for requirement in _declared(root, frozenset())]
    asked: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in asked:
            continue
        asked.add((name, extras))
        if name in known and not extras:
            continue
        assert not name.startswith("wholepicture"), f"{name} is needed and was not installed"
        found = distribution(name)
        assert requirement.specifier.contains(found.version, prereleases=True), str(requirement)
        if name not in known:
            known.add(name)
            yield found
        waiting += _declared(found, extras)


def _declared(one: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in one.requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def _copy(one: Distribution, site: Path) -> None:
    assert isinstance(one, PathDistribution)
    for file in one.files or ():
        if ".." in file.parts:  # a program of the package
            continue
        target = site / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(
            str(one.locate_file(file)), target
        )  # with its time, so that the bytecode holds


def _site(folder: Path) -> Path:
    return next(folder.glob("lib/python3*/site-packages"))


def _pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
