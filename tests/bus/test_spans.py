"""Spans are made where OpenTelemetry's settings ask for them; they name nobody and nothing said."""

import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Headers, Outgoing, Place, Record
from wholepicture_bus.spans import Spans, asked_for, spans, trace_of

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
CAME: Headers = (("ce_id", b"1"), ("ce_traceparent", f"00-{TRACE}-{SPAN}-01".encode()))
MARKER = b"Rowan Practice"


@pytest.fixture
def exported() -> InMemorySpanExporter:
    """What was exported."""
    return InMemorySpanExporter()


@pytest.fixture
def made(exported: InMemorySpanExporter) -> Spans:
    """Spans that are exported at once."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exported))
    return Spans(provider.get_tracer("test"))


def _record(offset: int, headers: Headers = CAME) -> Record:
    place = Place("events.police", "id", 3, offset)
    return Record(place, MARKER, MARKER, headers, datetime(2026, 3, 4, tzinfo=UTC))


def _parent(span: ReadableSpan) -> str | None:
    return f"{span.parent.span_id:016x}" if span.parent else None


def test_what_is_sent_goes_on_in_the_trace_that_it_has(
    made: Spans, exported: InMemorySpanExporter
) -> None:
    """Its headers stay as they were, and the span is a child of the sender's own."""
    sending = made.sending(Outgoing("events.police", MARKER, MARKER, CAME))
    sending.taken()

    (span,) = exported.get_finished_spans()
    assert sending.headers == CAME
    assert (f"{span.context.trace_id:032x}", _parent(span)) == (TRACE, SPAN)


def test_a_trace_begins_where_there_was_none(made: Spans, exported: InMemorySpanExporter) -> None:
    """The record takes it along, so that the stages go on in it."""
    sending = made.sending(Outgoing("events.police", MARKER, MARKER, CAME[:1]))
    sending.taken()
    made.batch("process", "wholepicture.intake", [_record(0, sending.headers)], time.time_ns())

    sent, processed, _ = exported.get_finished_spans()
    assert sending.headers[0] == CAME[0]
    assert processed.context.trace_id == sent.context.trace_id
    assert _parent(processed) == f"{sent.context.span_id:016x}"


def test_what_kafka_did_not_take_has_no_span(made: Spans, exported: InMemorySpanExporter) -> None:
    """The next attempt has one of its own."""
    made.sending(Outgoing("events.police", MARKER, MARKER, CAME))

    assert exported.get_finished_spans() == ()


def test_each_record_of_a_batch_has_a_span_that_leads_to_the_batch(
    made: Spans, exported: InMemorySpanExporter
) -> None:
    """One in its own trace each, one of the batch, and where each record stands."""
    made.batch("process", "wholepicture.intake", [_record(7), _record(8, ())], time.time_ns())

    own, other, whole = exported.get_finished_spans()
    assert (f"{own.context.trace_id:032x}", _parent(own), _parent(other)) == (TRACE, SPAN, None)
    assert [span.links[0].context.span_id for span in (own, other)] == [whole.context.span_id] * 2
    assert own.name == "process events.police"
    assert own.attributes is not None
    assert whole.attributes is not None
    assert own.attributes["messaging.kafka.offset"] == 7
    assert whole.attributes["messaging.batch.message_count"] == 2


def test_nothing_that_a_record_says_is_in_a_span(
    made: Spans, exported: InMemorySpanExporter
) -> None:
    """Neither its key nor its value nor any header but the trace."""
    headers = (("ce_id", MARKER), ("ce_partitionkey", MARKER), ("traceparent", MARKER))
    made.sending(Outgoing("events.police", MARKER, MARKER, headers)).taken()
    made.batch("receive", "subscription.front-door-bristol", [_record(1, headers)], time.time_ns())

    assert len(exported.get_finished_spans()) == 3
    for span in exported.get_finished_spans():
        assert MARKER.decode() not in span.to_json()


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        ({}, False),
        ({"OTEL_SERVICE_NAME": "intake"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://a"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
    ],
)
def test_the_standard_settings_ask_for_spans(settings: dict[str, str], asked: bool) -> None:
    """Off without them; on with an exporter, or with a place to send to."""
    assert asked_for(settings) is asked


@pytest.mark.parametrize(
    ("name", "value", "instead"),
    [
        ("OTEL_TRACES_EXPORTER", "zipkin", "otlp"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "http/protobuf"),
    ],
)
def test_a_way_that_there_is_not_is_refused_with_a_sentence(
    name: str, value: str, instead: str
) -> None:
    """It names the setting and what to write."""
    asked = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", name: value}

    with pytest.raises(StopError, match=f"^{name} asks for a way .* Say {name}={instead}"):
        asked_for(asked)


def test_without_settings_nothing_is_made_and_nothing_is_imported() -> None:
    """A process that was not asked pays nothing for it."""
    program = (
        "import sys; from wholepicture_bus.spans import spans; spans('intake'); "
        "sys.exit('opentelemetry' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert Spans().sending(Outgoing("events.police", None, None, CAME)).headers == CAME


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where spans were asked for, and not before."""
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")

    with pytest.raises(StopError, match=r"pip install 'wholepicture-bus\[otel\]'"):
        spans("of-this-test")


def test_what_is_no_trace_is_not_taken_for_one() -> None:
    """A header of a sender may say anything."""
    assert trace_of((("traceparent", MARKER),)) is None
    assert trace_of(CAME) == f"00-{TRACE}-{SPAN}-01"
