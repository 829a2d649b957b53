"""The description in OpenAPI holds against many made-up requests, right and wrong ones."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from tests.producers.gateway.calling import POLICE, Gateway

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.long
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(
    "label",
    ["POST /events", "GET /events/{receipt}", "GET /feedback", "GET /feedback/stream"],
)
def test_every_answer_is_one_that_is_described(
    gateway: Gateway, label: str, mode: GenerationMode
) -> None:
    """Whatever is asked and posted: a described status, media type and shape, and no failure."""
    described = openapi.from_asgi("/openapi.json", gateway.client.app)
    operation = described.find_operation_by_label(label)
    assert operation is not None
    examples = 20 if label.endswith("stream") else 300

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS, headers={"wholepicture-agency": POLICE})

    ask()
