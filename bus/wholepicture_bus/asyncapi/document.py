"""The AsyncAPI document: channels, operations and messages, from the bus's point of view.

The application that it describes is the bus. So it *receives* what agencies tell and *sends* what
recipients are told; whoever writes or reads a topic does the reverse.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.envelope import Event

from wholepicture_bus.asyncapi.payloads import headers, payload, schemas
from wholepicture_bus.channels import CHANNELS, Channel, Whose
from wholepicture_bus.topics import TopicSpec

_BINDING = "0.5.0"
_UNREADABLE = "unreadable"
_LISTS, _TEXTS = {"cleanup.policy"}, {"compression.type", "message.timestamp.type"}
"""Settings of a topic that are lists and texts; the others are numbers."""
_ABOUT = """Children's safeguarding events over Apache Kafka, as CloudEvents 1.0.2 in binary mode.

The application of this document is the bus: it receives what agencies tell and what recipients
answer, and sends what they are told. Everything personal stands in values: keys, headers and names
of topics hold none. Readers read committed records only, from the oldest, and pass over fields and
codes that they do not know."""
_KEYS: Mapping[str, str] = {
    "events": "The sender's opaque family reference, hashed with a key.",
    "replies": "The key of the delivery that is answered, byte for byte.",
}
_KEY = "Records of one key stay in order."


@dataclass(frozen=True, slots=True)
class Owner:
    """An agency or a recipient with topics of its own."""

    id: str
    name: str


def document(
    partnership: str,
    version: str,
    owners: Mapping[Whose, Sequence[Owner]],
    specs: Sequence[TopicSpec],
) -> dict[str, Any]:
    """The document of all topics.

    Args:
        partnership: The name of the partnership.
        version: Of the agreement that says who takes part.
        owners: Whose topics there are, by the kind of owner.
        specs: Every topic as it must be.
    """
    by_name = {spec.name: spec for spec in specs}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"Whole Picture: {partnership}",
            "version": version,
            "description": _ABOUT,
        },
        "defaultContentType": "application/json",
        "servers": {"kafka": _server()},
        "channels": {
            channel.name: _channel(channel, owners.get(channel.whose, ()), by_name)
            for channel in CHANNELS
        },
        "operations": dict(map(_operation, CHANNELS)),
        "components": {
            "messages": _messages(),
            "schemas": schemas(),
            "securitySchemes": {
                "scram": {"type": "scramSha512", "description": "A user and a password, over TLS."},
                "certificate": {"type": "X509", "description": "A client's certificate, by TLS."},
            },
        },
    }


def _server() -> dict[str, Any]:
    return {
        "host": "{broker}",
        "protocol": "kafka-secure",
        "description": "The partnership's Kafka; the broker's rights are what each channel says.",
        "variables": {"broker": {"default": "localhost:9092", "description": "Host and port."}},
        "security": [
            {"$ref": "#/components/securitySchemes/scram"},
            {"$ref": "#/components/securitySchemes/certificate"},
        ],
    }


def _channel(
    channel: Channel, owners: Sequence[Owner], specs: Mapping[str, TopicSpec]
) -> dict[str, Any]:
    topic = channel.topic(owners[0].id if owners else "")
    rights = f"Written by {channel.written_by}. Read by {channel.read_by}."
    said: dict[str, Any] = {
        "address": channel.address,
        "description": f"{channel.holds} {rights}",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _names(channel)},
        "bindings": {"kafka": _topic(specs[topic])},
        "x-written-by": channel.written_by,
        "x-read-by": channel.read_by,
    }
    if channel.whose:
        named = "; ".join(f"{owner.id}: {owner.name}" for owner in owners)
        said["parameters"] = {
            channel.whose: {
                "description": f"Whose topic it is. {named}.",
                "enum": [owner.id for owner in owners],
            }
        }
    return said


def _topic(spec: TopicSpec) -> dict[str, Any]:
    """A topic as it must be; what a broker's operator decides, such as replicas, is left out."""
    settings: dict[str, Any] = {}
    for name, value in spec.settings.items():
        if name in _LISTS:
            settings[name] = value.split(",")
        elif name in _TEXTS:
            settings[name] = value
        elif name != "min.insync.replicas":
            settings[name] = int(value)
    return {
        "partitions": spec.partitions,
        "topicConfiguration": settings,
        "bindingVersion": _BINDING,
    }


def _operation(channel: Channel) -> tuple[str, dict[str, Any]]:
    action = "receive" if channel.bus_reads else "send"
    at = f"#/channels/{channel.name}"
    return f"{action}-{channel.name}", {
        "action": action,
        "channel": {"$ref": at},
        "summary": channel.holds,
        "messages": [{"$ref": f"{at}/messages/{name}"} for name in _names(channel)],
    }


def _names(channel: Channel) -> list[str]:
    return [kind.TYPE for kind in channel.types] or [_UNREADABLE]


def _messages() -> dict[str, Any]:
    found = {kind.TYPE: _message(kind, channel) for channel in CHANNELS for kind in channel.types}
    unreadable = {
        "title": "A record that could not be read",
        "summary": "The record as it came, byte for byte: its key, its headers and its value.",
        "contentType": "application/octet-stream",
        "headers": {
            "type": "object",
            "properties": {
                "wp_reason": {"type": "string", "description": "Why it could not be read."},
                "wp_place": {"type": "string", "description": "Where it came from."},
            },
            "required": ["wp_reason", "wp_place"],
        },
    }
    return {**found, _UNREADABLE: unreadable}


def _message(kind: type[Event[Any]], channel: Channel) -> dict[str, Any]:
    summary = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    key = {"type": "string", "description": f"{_KEYS.get(channel.name, 'Opaque.')} {_KEY}"}
    return {
        "name": kind.TYPE,
        "title": f"{kind.CALLED[:1].upper()}{kind.CALLED[1:]}",
        "summary": summary,
        "contentType": "application/json",
        "headers": headers(kind),
        "payload": payload(kind),
        "correlationId": {
            "description": "The first event of the matter.",
            "location": "$message.header#/ce_correlationid",
        },
        "bindings": {"kafka": {"key": key, "bindingVersion": _BINDING}},
    }
