"""The way to the brokers: name, TCP, TLS and its certificate, Kafka, the login."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from wholepicture_bus.addresses import Address
from wholepicture_bus.certificates import days_left
from wholepicture_bus.doctor.finding import Finding, bad, good
from wholepicture_bus.probing import STEPS, Look, look_at
from wholepicture_bus.security import Security

_RENEW_WITHIN = 14
"""Days before a certificate's end from which it is a matter for a person."""
_SECONDS = 10.0
"""How long one step may take: a slow way is not a wrong one."""
_MISSING = {
    "name": "this machine does not know the name {host}. Check the spelling, the DNS and the VPN.",
    "tcp": (
        "nothing answers on port {port} of {host}: Kafka is away, the port is another, or a "
        "firewall is between. Ask its operator to open the way."
    ),
    "tls": "it answers, and breaks off before TLS is agreed. Ask its operator for the TLS port.",
    "kafka": "something answers there, and not as Kafka does. Check the port.",
    "login": "Kafka answers, and breaks off. Ask its operator what its log says.",
}
"""What is wrong where a step is the first that was not done."""


def ways(
    servers: Sequence[Address], security: Security, now: datetime
) -> Iterator[tuple[Finding, bool]]:
    """The way to each address, and to each that a broker names; and whether one is let in there."""
    named: dict[Address, None] = {}
    for server in servers:
        look = look_at(server, security, seconds=_SECONDS)
        named |= dict.fromkeys(look.brokers)
        yield _way(f"way to {server}", look, security, now), look.is_good
    for server in [address for address in named if address not in servers]:
        check = f"way to {server}, where the broker sends its clients"
        look = look_at(server, security, seconds=_SECONDS)
        yield _way(check, look, security, now), look.is_good


def _way(check: str, look: Look, security: Security, now: datetime) -> Finding:
    if look.refusal is not None:
        return bad(check, str(look.refusal))
    if not look.is_good:
        missing = STEPS[len(look.done)]
        server = look.server
        return bad(check, _MISSING[missing].format(host=server.host, port=server.port))
    said = ["reached"]
    if look.certificate:
        days = days_left(look.certificate, now)
        if days < _RENEW_WITHIN:
            return bad(
                check, f"its certificate ends in {days} days: ask its operator to renew it now."
            )
        said.append(f"TLS, its certificate is good for {days} days")
    else:
        said.append("in the clear")
    if security.login:
        said.append(f"let in by {security.mechanism}")
    return good(check, ", ".join(said))
