"""Kafka clients wait, write and read as their own code does, with fewer calls of the system."""

import selectors
import socket
from collections.abc import Iterator

import pytest
from kafka.net.selector import NetworkSelector
from kafka.net.transport import KafkaTCPTransport
from wholepicture_bus.sockets import AtOnce, Selector

Pair = tuple[socket.socket, socket.socket]


class Heard:
    """What a connection hands on."""

    _sensors = None

    def __init__(self) -> None:
        self.data = b""
        self.lost: list[BaseException | None] = []

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        self.data += data

    def connection_lost(self, error: BaseException | None) -> None:
        """The connection has ended."""
        self.lost.append(error)


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two ends of one connection; ours does not block."""
    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    theirs.settimeout(5)
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def net() -> Iterator[NetworkSelector]:
    """The client's own loop, over our selector."""
    made = NetworkSelector(selector=Selector)
    yield made
    made.close()


def _connected(net: NetworkSelector, end: socket.socket) -> tuple[AtOnce, Heard]:
    transport, heard = AtOnce(net, end), Heard()
    transport.set_protocol(heard)
    return transport, heard


def test_a_socket_is_known_while_it_is_registered(pair: Pair) -> None:
    """As the standard library has it, a socket that was closed meanwhile too."""
    ours, theirs = pair
    with Selector() as selector:
        selector.register(ours, selectors.EVENT_READ, "what for")
        assert selector.get_key(ours).data == "what for"
        with pytest.raises(KeyError) as unknown:
            selector.get_key(theirs)
        assert unknown.value.args == (theirs.fileno(),)

        ours.close()
        assert selector.get_key(ours).data == "what for"
        selector.unregister(ours)
        with pytest.raises((KeyError, ValueError)):
            selector.get_key(ours)


def test_what_is_written_goes_at_once(pair: Pair, net: NetworkSelector) -> None:
    """Nobody has to wait for the socket first."""
    ours, theirs = pair
    transport, _ = _connected(net, ours)

    transport.write(b"asked")

    assert theirs.recv(100) == b"asked"


def test_what_there_is_no_room_for_goes_later_and_in_order(
    pair: Pair, net: NetworkSelector
) -> None:
    """What is written behind it waits for it."""
    ours, theirs = pair
    transport, _ = _connected(net, ours)
    large = bytes(range(256)) * 20_000
    transport.write(large)
    transport.write(b"behind")
    come = b""

    while len(come) < len(large) + len(b"behind"):
        come += theirs.recv(100_000)
        net.poll(timeout_ms=0)

    assert come == large + b"behind"


def test_all_that_came_is_read(pair: Pair, net: NetworkSelector) -> None:
    """However much it is."""
    ours, theirs = pair
    theirs.settimeout(0)
    transport, heard = _connected(net, ours)
    large, sent = bytes(range(256)) * 20_000, 0
    transport.resume_reading()

    while len(heard.data) < len(large):
        if sent < len(large):
            sent += theirs.send(large[sent : sent + 100_000])
        net.poll(timeout_ms=100)

    assert heard.data == large


def test_the_end_of_a_connection_is_heard(pair: Pair, net: NetworkSelector) -> None:
    """Whoever waits for an answer of it must know, whether it reads or writes."""
    ours, theirs = pair
    transport, heard = _connected(net, ours)
    theirs.close()

    transport.write(b"asked")
    transport.resume_reading()
    for _ in range(5):
        net.poll(timeout_ms=50)

    assert len(heard.lost) == 1
    assert heard.lost[0] is not None


def test_the_client_by_itself_waits_before_it_writes(pair: Pair, net: NetworkSelector) -> None:
    """Where this fails, kafka-python writes at once, and that part of sockets.py may go."""
    ours, theirs = pair
    theirs.settimeout(0)
    transport = KafkaTCPTransport(net, ours)

    transport.write(b"asked")

    with pytest.raises(BlockingIOError):
        theirs.recv(100)
