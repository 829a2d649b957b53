"""The jars of the local broker: the locked ones, and no others."""

import os
import re
from pathlib import Path

import pytest
from wholepicture_bus.local.errors import JarError
from wholepicture_bus.local.folders import cache_folder, data_folder
from wholepicture_bus.local.jars import KAFKA_VERSION, kafka_jars
from wholepicture_bus.local.lock import LOCK_FILE, read_lock


def test_lock_names_no_address() -> None:
    """Every line of the lock is a coordinate and a checksum, and nothing else."""
    lines = LOCK_FILE.read_text(encoding="utf-8").splitlines()

    assert len(lines) > 40
    assert all(re.fullmatch(r"[\w.-]+:[\w.-]+:[\w.-]+ [0-9a-f]{64}", line) for line in lines)


def test_lock_holds_the_kafka_that_we_name() -> None:
    """The version that commands tell is the version that the lock holds."""
    kafka = [jar for jar in read_lock() if jar.artifact == "kafka_2.13"]

    assert [jar.version for jar in kafka] == [KAFKA_VERSION]


def test_file_names_of_locked_jars_differ() -> None:
    """Two jars never share one file in the cache."""
    names = [jar.file_name for jar in read_lock()]

    assert len(set(names)) == len(names)


def test_line_that_names_no_jar_is_refused_with_its_number(tmp_path: Path) -> None:
    """A damaged lock is refused, and the sentence names the line."""
    damaged = tmp_path / "kafka.lock"
    damaged.write_text(f"a:b:1 {'0' * 64}\na:b:1 short\n", encoding="utf-8")

    with pytest.raises(JarError, match="Line 2"):
        read_lock(damaged)


def test_tampered_jar_is_refused_before_use(tmp_path: Path) -> None:
    """A jar in the cache that is not the locked one is not used, even if it was right before."""
    tampered = _own_cache(tmp_path) / read_lock()[0].file_name
    content = tampered.read_bytes()
    tampered.unlink()
    tampered.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    with pytest.raises(JarError, match=re.escape(read_lock()[0].coordinate)):
        kafka_jars(cache=tmp_path)


def test_fetched_jar_with_another_checksum_never_enters_the_cache(tmp_path: Path) -> None:
    """What is fetched and is not the locked jar is thrown away."""
    smallest = next(jar for jar in read_lock() if jar.artifact == "jspecify")
    lock = tmp_path / "kafka.lock"
    lock.write_text(f"{smallest.coordinate} {'0' * 64}\n", encoding="utf-8")

    with pytest.raises(JarError, match="not the locked jar"):
        kafka_jars(lock, cache=tmp_path)

    assert not list(tmp_path.rglob("*.jar"))


def test_checked_jars_are_not_read_again_while_they_look_the_same(tmp_path: Path) -> None:
    """After one full check the stamp stands for it until a jar changes."""
    folder = _own_cache(tmp_path)
    kafka_jars(cache=tmp_path)
    first = (folder / "checked.json").stat().st_mtime_ns

    kafka_jars(cache=tmp_path)

    assert (folder / "checked.json").stat().st_mtime_ns == first


def test_folders_are_the_ones_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WHOLEPICTURE_CACHE and WHOLEPICTURE_DATA say where; `up` keeps its broker in the same."""
    monkeypatch.setenv("WHOLEPICTURE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))

    assert cache_folder() == tmp_path / "cache"
    assert data_folder() == tmp_path / "data" / "kafka"


def _own_cache(place: Path) -> Path:
    """A cache of the test's own with every jar linked from the user's."""
    folder = place / f"kafka-{KAFKA_VERSION}"
    folder.mkdir()
    for jar in kafka_jars():
        try:
            os.link(jar, folder / jar.name)
        except OSError:
            (folder / jar.name).write_bytes(jar.read_bytes())
    return folder
