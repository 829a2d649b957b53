"""An address is a host and a port; whatever else is written there is refused, never dropped."""

import pytest
from wholepicture_bus.addresses import Address, addresses
from wholepicture_bus.errors import StopError


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("127.0.0.1:9092", [Address("127.0.0.1", 9092)]),
        (" kafka-1.example.org:9093 , kafka-2:9093 ", [
            Address("kafka-1.example.org", 9093), Address("kafka-2", 9093),
        ]),
        ("[::1]:9092", [Address("::1", 9092)]),
    ],
)  # fmt: skip
def test_hosts_and_ports_are_read(told: str, read: list[Address]) -> None:
    """Blanks around an address mean nothing."""
    assert list(addresses(told)) == read


@pytest.mark.parametrize("scheme", ["SASL_SSL", "SSL", "sasl_ssl", "PLAINTEXT", "SASL_PLAINTEXT"])
def test_a_protocol_before_an_address_is_refused_with_the_setting(scheme: str) -> None:
    """kafka-python would drop it and talk in the clear."""
    with pytest.raises(StopError, match=f"KAFKA_SECURITY_PROTOCOL={scheme.upper()}"):
        addresses(f"localhost:9092,{scheme}://kafka.example.org:9093")


@pytest.mark.parametrize(
    "told",
    [
        "",
        "   ",
        "localhost:9092,",
        "localhost:9092,,localhost:9093",
        "localhost",
        "localhost:",
        "localhost:kafka",
        "localhost:9O92",
        "localhost:0",
        "localhost:70000",
        "localhost:-1",
        ":9092",
        "local host:9092",
        "localhost:9092;localhost:9093",
        "localhost:9092 localhost:9093",
        '"localhost:9092"',
        "user:secret@localhost:9092",
        "localhost:9092/topic",
        "::1:9092",
        "http://localhost:9092",
        "kafka+ssl://localhost:9092",
    ],
)
def test_what_is_no_host_and_port_is_refused_with_a_sentence(told: str) -> None:
    """The sentence names the setting and says what to write, and repeats no secret."""
    with pytest.raises(StopError, match="KAFKA_BOOTSTRAP_SERVERS") as refused:
        addresses(told)

    assert "host:port" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_the_sentence_counts_the_addresses() -> None:
    """So that it is found among several."""
    with pytest.raises(StopError, match=r"Address 2 of 3"):
        addresses("a:1,b,c:3")
