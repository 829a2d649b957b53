"""Kafka's jars in the user's cache, each of them the locked one.

They are fetched once, through `jgo`: from Maven Central, or from the mirror that its settings file
names, over whatever proxy the usual environment variables name. A jar enters the cache only after
its checksum was found right. Before each use every jar is looked at again: read in full the first
time, later by size and time of change, which a stamp beside the jars remembers.

`python -m wholepicture_bus.local.jars --lock` resolves the jars anew and rewrites the lock.
"""

import argparse
import importlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from wholepicture_bus import hold
from wholepicture_bus.local.errors import JarError
from wholepicture_bus.local.folders import cache_folder
from wholepicture_bus.local.lock import LOCK_FILE, LockedJar, read_lock, sha256_of, write_lock
from wholepicture_bus.local.progress import Fetching, shown

KAFKA_VERSION = "4.3.1"
# slf4j-simple writes warnings and errors to the standard error output: the broker's log.
ROOTS = (f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}", "org.slf4j:slf4j-simple:1.7.36")

_AT_ONCE = 4
_TRIES = 3
_BETWEEN_TRIES = timedelta(seconds=1)
_ANSWER_WITHIN = timedelta(seconds=60)
_ANOTHER_FETCHES_FOR = timedelta(minutes=10)
_STAMP = "checked.json"


def kafka_jars(lock: Path = LOCK_FILE, *, cache: Path | None = None) -> tuple[Path, ...]:
    """Kafka's class path: every locked jar, fetched if it is not there, checked if it is.

    Blocks while jars are fetched, and shows it.

    Raises:
        JarError: a jar cannot be had, or is not the locked one.
    """
    jars = read_lock(lock)
    folder = (cache or cache_folder()) / f"kafka-{KAFKA_VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    if any(not (folder / jar.file_name).exists() for jar in jars):
        with _alone(folder):
            missing = tuple(jar for jar in jars if not (folder / jar.file_name).exists())
            if missing:
                _fetch(missing, folder)
    _check(jars, folder)
    return tuple(folder / jar.file_name for jar in jars)


def resolve_lock() -> tuple[LockedJar, ...]:
    """The jars that Kafka needs at run time, as its own build files say, with their checksums."""
    maven = _maven()
    with tempfile.TemporaryDirectory() as place:
        context = _context(maven, Path(place))
        roots = [context.create_dependency(root) for root in ROOTS]
        inputs, transitive = context.resolver.resolve(roots)
        return tuple(
            LockedJar(
                str(dependency.groupId),
                str(dependency.artifactId),
                str(dependency.version),
                sha256_of(Path(dependency.artifact.resolve())),
            )
            for dependency in (*inputs, *transitive)
        )


def _fetch(jars: tuple[LockedJar, ...], folder: Path) -> None:
    maven = _maven()
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix="fetching-") as place,
        shown(f"Apache Kafka {KAFKA_VERSION}", len(jars)) as fetching,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        context = _context(maven, Path(place), _reporting_to(fetching))

        def fetch(jar: LockedJar) -> None:
            fetched = _fetched(context, jar)
            if sha256_of(fetched) != jar.sha256:
                raise JarError(
                    f"What was fetched as {jar.coordinate} is not the locked jar: its checksum is"
                    " another. It was thrown away. If a mirror or proxy of yours answers for Maven"
                    " Central, ask its keeper."
                )
            fetched.replace(folder / jar.file_name)
            fetching.finished_one()

        try:
            for _ in pool.map(fetch, jars):
                pass
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _fetched(context: Any, jar: LockedJar) -> Path:
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    for tries_left in reversed(range(_TRIES)):
        try:
            return Path(artifact.resolve())
        except (OSError, RuntimeError) as error:
            Path(artifact.cached_path).unlink(missing_ok=True)  # it may be half a file
            if not tries_left:
                raise JarError(
                    f"{jar.coordinate} could not be fetched ({type(error).__name__}). The first"
                    " start needs a connection to Maven Central, or to a mirror named in jgo's"
                    " settings file; jars that have come are kept, so start again when there is"
                    " one."
                ) from error
            time.sleep(_BETWEEN_TRIES.total_seconds())
    raise AssertionError("the last try returns or raises")


def _check(jars: tuple[LockedJar, ...], folder: Path) -> None:
    now = _looks_of(jars, folder)
    stamp = folder / _STAMP
    if _read_stamp(stamp) == now:
        return
    for jar in jars:
        if sha256_of(folder / jar.file_name) != jar.sha256:
            raise JarError(
                f"{folder / jar.file_name} is not the jar that {jar.coordinate} is locked to: its"
                " checksum is another, and it was not used. Delete it; the next start fetches it"
                " again."
            )
    new = folder / f"{_STAMP}.{os.getpid()}"
    new.write_text(json.dumps(now), encoding="utf-8")
    new.replace(stamp)


def _looks_of(jars: tuple[LockedJar, ...], folder: Path) -> dict[str, list[int | str]]:
    """What tells cheaply that a checked jar is still itself: its checksum, size, time of change."""
    looks: dict[str, list[int | str]] = {}
    for jar in jars:
        look = (folder / jar.file_name).stat()
        looks[jar.file_name] = [jar.sha256, look.st_size, look.st_mtime_ns, look.st_ctime_ns]
    return looks


def _read_stamp(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    held = hold.take(folder / "fetching.lock", wait=_ANOTHER_FETCHES_FOR)
    if held is None:
        raise JarError(f"Another programme has been fetching Kafka's jars into {folder} for long.")
    with held:
        yield


def _maven() -> Any:
    try:
        return importlib.import_module("jgo.maven")
    except ImportError as error:
        raise JarError(
            "Kafka's jars are not in the cache, and jgo, which fetches them, is not installed."
            " Run: pip install 'wholepicture-bus[local]'."
        ) from error


def _context(maven: Any, place: Path, report: Callable[..., Any] | None = None) -> Any:
    settings = importlib.import_module("jgo.config").GlobalSettings.load()
    central = importlib.import_module("jgo.constants").MAVEN_CENTRAL_URL
    return maven.MavenContext(
        repo_cache=place,
        remote_repos={"central": central, **settings.repositories},
        resolver=maven.PythonResolver(progress_callback=report),
        timeout=int(_ANSWER_WITHIN.total_seconds()),
    )


def _reporting_to(fetching: Fetching) -> Callable[..., Any]:
    @contextmanager
    def report(_file: str, _size: int) -> Iterator[Callable[[int], None]]:
        yield fetching.received

    return report


def main() -> None:
    """The command: fetch and check the jars, or, with --lock, rewrite the lock."""
    parser = argparse.ArgumentParser(
        prog="python -m wholepicture_bus.local.jars",
        description="Fetch and check the jars of the local broker.",
    )
    parser.add_argument("--lock", action="store_true", help="resolve anew and rewrite kafka.lock")
    console = Console()
    if parser.parse_args().lock:
        jars = resolve_lock()
        write_lock(jars)
        console.print(f"{len(jars)} jars of Apache Kafka {KAFKA_VERSION} locked in {LOCK_FILE}.")
        return
    try:
        found = kafka_jars()
    except JarError as error:
        raise SystemExit(str(error)) from error
    console.print(f"{len(found)} jars of Apache Kafka {KAFKA_VERSION} in {found[0].parent}.")


if __name__ == "__main__":
    main()
