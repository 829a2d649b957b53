"""Real agencies use no broker elsewhere that lets anybody in."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from wholepicture_agreement import Agreement
from wholepicture_bus.errors import StopError
from wholepicture_consumers.running.exposure import require_safe

from tests.support.shipped import shipped


@pytest.fixture
def synthetic() -> Agreement:
    """The shipped partnership, made up as a whole."""
    return shipped()


@pytest.fixture
def real(synthetic: Agreement) -> Agreement:
    """The same with one agency that is not made up."""
    name, agency = next(iter(synthetic.agencies.items()))
    changed = {**synthetic.agencies, name: agency.model_copy(update={"synthetic": False})}
    return replace(synthetic, agencies=MappingProxyType(changed))


@pytest.mark.parametrize("server", ["10.0.0.7:9092", "kafka.example.org:9092", "some-host:9092"])
def test_real_agencies_are_refused_a_broker_elsewhere(real: Agreement, server: str) -> None:
    """A broker that another machine reaches would show every record to it."""
    with pytest.raises(StopError, match="lets anybody in"):
        require_safe(f"127.0.0.1:9092,{server}", real, in_container=False)


def test_real_agencies_may_use_a_broker_elsewhere_with_tls_and_a_login(
    real: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reads along, and the broker knows who asks; TLS alone would let anybody in."""
    monkeypatch.setenv("KAFKA_SECURITY_PROTOCOL", "SSL")
    with pytest.raises(StopError, match="lets anybody in"):
        require_safe("kafka.example.org:9093", real, in_container=False)

    monkeypatch.setenv("KAFKA_SSL_CERTFILE", "client.pem")
    require_safe("kafka.example.org:9093", real, in_container=False)


@pytest.mark.parametrize("server", ["127.0.0.1:9092", "localhost:9092", "[::1]:9092"])
def test_real_agencies_may_use_a_broker_of_this_machine(real: Agreement, server: str) -> None:
    """The loopback is reached from this machine only."""
    require_safe(server, real)


def test_a_container_may_use_the_one_beside_it(real: Agreement) -> None:
    """In a network of containers a bare name is a neighbour's."""
    require_safe("kafka:9092", real, in_container=True)


def test_made_up_agencies_may_use_any_broker(synthetic: Agreement) -> None:
    """Practice data harms nobody."""
    require_safe("kafka.example.org:9092", synthetic)
