"""What all tests share: one broker, one PostgreSQL, and names of their own on both."""

import gc
import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

with (
    warnings.catch_warnings()
):  # kafka-python reads its schemas in a way that Python 3.11 deprecates
    warnings.simplefilter("ignore", DeprecationWarning)
    import kafka  # noqa: F401

from tests import hypothesis_profile  # noqa: F401 - loaded by being imported
from tests.deploying import engine
from tests.support import brokers, postgres

_CHOICE = pytest.StashKey[brokers.Choice]()
_DATABASES = ["sqlite", "postgresql", *(["given"] if os.environ.get("DATABASE_URL") else [])]


def pytest_configure(config: pytest.Config) -> None:
    """Choose the broker once, before any test."""
    gc.disable()  # until all tests are found, what is made stays
    config.stash[_CHOICE] = brokers.choose()


def pytest_report_header(config: pytest.Config) -> list[str]:
    """The head of the report says which broker it is, and whether the deployment is run."""
    missing = engine.why_not()
    return [
        f"kafka: {config.stash[_CHOICE].why}",
        f"docker compose: not run here, only its files are checked; {missing}"
        if missing
        else "docker compose: the deployment is built and run",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out where nobody asked for them."""
    if "long" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what is there for good out of Python's search for garbage: a fifth of all time."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def new_broker(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[brokers.NewBroker]:
    """Makes and starts a broker of a test's own, of the same kind as the run's."""
    made: list[brokers.OwnBroker] = []

    def make(advertised_port: int | None = None) -> brokers.OwnBroker:
        choice, data = pytestconfig.stash[_CHOICE], tmp_path_factory.mktemp("kafka")
        made.append(brokers.make_own(choice, data, advertised_port=advertised_port))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.remove()


@pytest.fixture(scope="session")
def broker(pytestconfig: pytest.Config, new_broker: brokers.NewBroker) -> brokers.Broker:
    """The broker of this run; tests share it and use topics of their own (``names``)."""
    return brokers.given() if pytestconfig.stash[_CHOICE].kind == "given" else new_broker()


@pytest.fixture(scope="session")
def own_broker(request: pytest.FixtureRequest, new_broker: brokers.NewBroker) -> brokers.OwnBroker:
    """A broker that a test may end and start again: that of the run, where it is the tests' own."""
    if request.config.stash[_CHOICE].kind == "given":
        return new_broker()
    run_s: brokers.OwnBroker = request.getfixturevalue("broker")
    return run_s


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[postgres.OwnPostgres]:
    """A PostgreSQL that a test may end and start again.

    Not in pytest's folder, which each new run closes to the user that the server runs as.
    """
    with TemporaryDirectory(prefix="wholepicture-postgres-", ignore_cleanup_errors=True) as data:
        server = postgres.OwnPostgres(Path(data))
        yield server
        server.stop()


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes the address of an empty database of a kind: sqlite, postgresql or given."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'{uuid4().hex}.db'}"
        if kind == "given":
            return postgres.new_database(os.environ["DATABASE_URL"])
        server: postgres.OwnPostgres = request.getfixturevalue("own_postgres")
        return server.new_database()

    return make


@pytest.fixture(params=_DATABASES)
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """The address of an empty database; each test runs on every kind."""
    return new_database(request.param)


@pytest.fixture
def names() -> Callable[[str], str]:
    """Makes names that no other test has: ``names("in")`` differs in every test."""
    own = f"t{uuid4().hex[:10]}"
    return lambda name: f"{own}.{name}"
