"""The gateway's page: each line with curl that it shows does what the page says."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

from wholepicture_producers.gateway.settings import GatewaySettings

from tests.producers.gateway.calling import Gateway, document

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "gateway.md").read_text("utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", " ")
LINES = [line for line in SHELL.splitlines() if line.startswith("curl")]


def sent(gateway: Gateway, line: str, files: dict[str, Any]) -> Any:
    """The answer to a line with curl."""
    words = shlex.split(line)
    (address,) = [word for word in words if word.startswith("http://127.0.0.1:8085")]
    headers = [words[at + 1] for at, word in enumerate(words) if word == "-H"]
    told = dict(header.split(": ", 1) for header in headers)
    path = address.removeprefix("http://127.0.0.1:8085")
    caller = {"wholepicture-agency": "avon-and-somerset-police"}
    if "--data-binary" not in words:
        return gateway.client.get(path, headers={**told, **caller})
    file = words[words.index("--data-binary") + 1].removeprefix("@")
    return gateway.client.post(
        path, content=json.dumps(files[file]).encode(), headers={**told, **caller}
    )


def test_the_lines_that_the_page_shows_are_answered(gateway: Gateway) -> None:
    """Structured, binary and batch mode, the state of an event, and feedback in both ways."""
    event = document()
    files = {"event.json": event, "content.json": event["data"], "events.json": [document()]}

    answers = [sent(gateway, line, files) for line in LINES]

    assert [answer.status_code for answer in answers] == [202, 202, 202, 200, 200, 200]
    assert answers[3].json()["receipt"] == answers[1].json()["receipt"] == "2026-000017"


def test_the_page_names_every_setting() -> None:
    """As in the environment; practice is an option, and a stream's length is told in words."""
    shown = PAGE.partition("## Running it")[2]
    names = {name.upper() for name in GatewaySettings.model_fields}

    assert {name for name in names if name not in shown} == {"PRACTICE", "STREAM_SECONDS"}


def test_the_page_and_the_description_name_the_same_answers(gateway: Gateway) -> None:
    """Each status of posting is in the table; 408 is the server's own patience."""
    post = gateway.client.get("/openapi.json").json()["paths"]["/events"]["post"]
    table = PAGE.partition("| status |")[2].partition("\n\n")[0]

    described = set(post["responses"]) - {"408"}

    assert described <= set(re.findall(r"\b[2-5][0-9]{2}\b", table))
