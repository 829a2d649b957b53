"""Spans of OpenTelemetry: how long a record took at each step, for whoever watches the bus.

There are none unless OpenTelemetry's own settings ask for them. They continue the ``traceparent``
of their record, and change nothing that a stage sends. They hold names of topics and stages,
positions and counts, and nothing of what a record says.

Source: W3C Trace Context (2021), section 3.2; OpenTelemetry semantic conventions for messaging.
"""

import os
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from wholepicture_bus.binding import PREFIX
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Headers, Outgoing, Record

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Tracer

ATTRIBUTE = "traceparent"
TRACE_HEADER = f"{PREFIX}{ATTRIBUTE}"
"""The header by which a trace goes on, as CloudEvents' Distributed Tracing extension has it."""
_FORM = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_HTTP = "http/protobuf"

Doing = Literal["process", "receive"]


def trace_of(headers: Headers) -> str | None:
    """The ``traceparent`` that headers give, as an attribute or by that name; None of any other."""
    for wanted in (TRACE_HEADER, ATTRIBUTE):
        value = next((value for name, value in headers if name == wanted), None)
        if value:
            text = value.decode("utf-8", "replace")
            return text if _FORM.fullmatch(text) else None
    return None


@dataclass(frozen=True, slots=True)
class Sending:
    """A record on its way to Kafka."""

    headers: Headers
    """Those that it had; with the trace that begins here, where it had none."""
    taken: Callable[[], None] = lambda: None
    """To be called once Kafka has it: the span ends. That of a record that was not taken is not."""


class Spans:
    """The spans of one process; none at all where nobody asked for them."""

    def __init__(self, tracer: "Tracer | None" = None) -> None:
        self._tracer = tracer

    def sending(self, outgoing: Outgoing) -> Sending:
        """The span of a record of an agency or a recipient, from now until Kafka has it."""
        if self._tracer is None:
            return Sending(outgoing.headers)
        from opentelemetry import trace

        span = self._tracer.start_span(
            f"send {outgoing.topic}",
            context=_context(outgoing.headers),
            kind=trace.SpanKind.PRODUCER,
            attributes=_about("send", outgoing.topic),
        )
        begun = span.get_span_context()
        if trace_of(outgoing.headers) or not begun.is_valid:
            return Sending(outgoing.headers, span.end)
        own = f"00-{begun.trace_id:032x}-{begun.span_id:016x}-{begun.trace_flags:02x}"
        return Sending((*outgoing.headers, (TRACE_HEADER, own.encode())), span.end)

    def batch(self, doing: Doing, who: str, records: Sequence[Record], began: int) -> None:
        """A span of each record of a batch that ends now, in its own trace, and one of the batch.

        ``who`` is the consumer group; ``began`` is in nanoseconds since the epoch.
        """
        if self._tracer is None or not records:
            return
        from opentelemetry import trace

        ended = time.time_ns()
        whole = self._tracer.start_span(
            f"batch {who}",
            start_time=began,
            attributes={
                "messaging.system": "kafka",
                "messaging.consumer.group.name": who,
                "messaging.batch.message_count": len(records),
            },
        )
        for record in records:
            place = record.place
            self._tracer.start_span(
                f"{doing} {place.topic}",
                context=_context(record.headers),
                kind=trace.SpanKind.CONSUMER,
                start_time=began,
                links=[trace.Link(whole.get_span_context())],
                attributes={
                    **_about(doing, place.topic),
                    "messaging.consumer.group.name": who,
                    "messaging.destination.partition.id": str(place.partition),
                    "messaging.kafka.offset": place.offset,
                },
            ).end(ended)
        whole.end(ended)


def spans(part: str) -> Spans:
    """The spans of a part of the bus, such as ``intake``, as the environment asks for them.

    Raises:
        StopError: they are asked for, and cannot be had; the sentence says what to do.
    """
    return Spans(_tracer(part) if asked_for(os.environ) else None)


def asked_for(environment: Mapping[str, str]) -> bool:
    """Whether OpenTelemetry's settings ask for spans: an exporter, or a place to send them to.

    Raises:
        StopError: they ask for a way that there is not.
    """
    told = {name: value.strip().lower() for name, value in environment.items() if value.strip()}
    exporter = told.get("OTEL_TRACES_EXPORTER")
    if told.get("OTEL_SDK_DISABLED") == "true" or exporter == "none":
        return False
    if exporter is None and not any(name in told for name in _ENDPOINTS):
        return False
    _refuse(told, ["OTEL_TRACES_EXPORTER"], "otlp")
    _refuse(told, _PROTOCOLS, _HTTP)
    return True


def _refuse(told: Mapping[str, str], names: Iterable[str], only: str) -> None:
    for name in names:
        if told.get(name, only) != only:
            raise StopError(
                f"{name} asks for a way that there is not here: spans go by OTLP over HTTP. Say "
                f"{name}={only}, or leave it out."
            )


@lru_cache
def _tracer(part: str) -> "Tracer":
    """A tracer that exports in the background, and what is left when the process ends."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise StopError(
            "The OTEL_ settings ask for spans, and OpenTelemetry is not installed here. Install "
            "it: pip install 'wholepicture-bus[otel]'. Or go on without: OTEL_SDK_DISABLED=true."
        ) from None
    resource = Resource.create()
    if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
        resource = resource.merge(Resource({SERVICE_NAME: f"wholepicture-{part}"}))
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("wholepicture")


def _context(headers: Headers) -> "Context":
    """The context of a record's trace; an empty one where it has none, which begins a new trace."""
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    trace = trace_of(headers)
    found = {ATTRIBUTE: trace} if trace else {}
    return TraceContextTextMapPropagator().extract(found, context=Context())


def _about(doing: str, topic: str) -> dict[str, str]:
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": doing,
        "messaging.operation.type": doing,
        "messaging.destination.name": topic,
    }
