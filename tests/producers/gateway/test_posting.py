"""Posting: every mode, kept once, refused with each field and its fix, and never a value."""

import json
from typing import Any

import pytest
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.topics import INPUT_BYTES
from wholepicture_producers import Publisher
from wholepicture_schemas.any_agency import Correction

from tests.producers.gateway.calling import (
    BATCH,
    HEALTH,
    MARKER,
    POLICE,
    STRUCTURED,
    Gateway,
    binary,
    document,
)

PROBLEM = "application/problem+json"


def fields(problem: dict[str, Any]) -> list[str]:
    """The fields that a problem names."""
    return [found["field"] for found in problem["problems"]]


def test_an_event_is_accepted_with_a_receipt_once_it_is_on_the_disk(gateway: Gateway) -> None:
    """202, the receipt is the event's id, and the spool has the record."""
    event = document()

    answer = gateway.post(event)

    assert answer.status_code == 202
    assert answer.json()["receipt"] == event["id"]
    assert answer.json()["status"] == "waiting"
    assert answer.headers["location"] == f"/events/{event['id']}"
    row = gateway.served[POLICE].spool.row(event["id"])
    assert row is not None
    assert row.outgoing.topic == f"events.{POLICE}"


def test_each_mode_and_the_kit_keep_the_same_record(gateway: Gateway) -> None:
    """Binary, structured, batch and the publisher: the bus cannot tell them apart."""
    event, other = document(), gateway.served[HEALTH].spool
    kit = Publisher(POLICE, other, None)
    records = []
    body, headers = binary(event)
    ways: list[tuple[Any, str, dict[str, str]]] = [
        (body, "application/json; charset=utf-8", headers),
        (event, STRUCTURED, {}),
        ([event], BATCH, {}),
    ]
    for sent, content_type, more in ways:
        assert gateway.post(sent, content_type, **more).status_code == 202
        row = gateway.served[POLICE].spool.row(event["id"])
        assert row is not None
        records.append(row.outgoing)
        with gateway.served[POLICE].spool.transaction() as database:
            database.execute("DELETE FROM outgoing")
    kit.publish(event)
    row = other.row(event["id"])
    assert row is not None

    assert records == [row.outgoing] * 3


def test_the_same_content_again_gives_the_same_receipt(gateway: Gateway) -> None:
    """200, in another order of names, another mode and under another trace: it is kept once."""
    event = document()
    first = gateway.post(event)
    body, headers = binary(event)
    turned = json.dumps(dict(reversed(json.loads(body).items())), indent=3).encode()

    again = gateway.post(turned, "application/json", **headers, **{"ce-traceparent": "00-ab-cd-01"})

    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json() == {**first.json(), "again": True}
    assert gateway.served[POLICE].spool.counts().waiting == 1


def test_other_content_under_an_id_is_a_conflict(gateway: Gateway) -> None:
    """409: the first one stands, and the caller hears of corrections."""
    event = document()
    gateway.post(event)
    event["data"]["detail"]["concern"] = f"Something else: {MARKER}."

    answer = gateway.post(event)

    assert answer.status_code == 409
    assert "correction" in answer.json()["detail"]
    assert MARKER not in answer.text


def test_another_time_under_an_id_is_a_conflict(gateway: Gateway) -> None:
    """The content alone does not make an event the same."""
    event = document()
    gateway.post(event)

    assert gateway.post({**event, "time": "2026-01-02T03:04:05Z"}).status_code == 409


def test_an_event_that_lacks_something_goes_and_the_receipt_asks(gateway: Gateway) -> None:
    """Incomplete is accepted: the bus delivers it, and its sender hears what is asked."""
    event = document()
    del event["data"]["detail"]["concern"]

    answer = gateway.post(event)

    assert answer.status_code == 202
    assert answer.json()["complete"] is False
    assert [asked["field"] for asked in answer.json()["asked"]] == ["detail.concern"]


def test_what_nobody_could_act_on_is_refused_with_every_field(gateway: Gateway) -> None:
    """422 with field, what and fix; nothing is kept, and no value is told."""
    event = document()
    event["time"] = MARKER
    del event["data"]["detail"]["concern"]

    answer = gateway.post(event)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM
    assert set(fields(answer.json())) >= {"time", "detail.concern"}
    assert all(found["fix"] for found in answer.json()["problems"])
    assert MARKER not in answer.text
    assert gateway.served[POLICE].spool.counts().waiting == 0


def test_an_event_without_an_id_is_refused(gateway: Gateway) -> None:
    """A caller that posts again after a lost answer would double it."""
    event = document()
    del event["id"]

    answer = gateway.post(event)

    assert (answer.status_code, fields(answer.json())) == (422, ["id"])


def test_in_practice_nothing_real_is_taken(gateway: Gateway) -> None:
    """Nobody has proved who they are: what is not plainly made up is refused."""
    for says in (False, None, "true"):
        event = document()
        event["data"]["core"]["exercise"] = says

        answer = gateway.post(event)

        assert (answer.status_code, fields(answer.json())) == (422, ["core.exercise"])


@pytest.mark.parametrize("field", ["source", "producer"])
def test_nobody_posts_in_another_agencys_name(gateway: Gateway, field: str) -> None:
    """403, whichever place names the other one."""
    event = document()
    if field == "source":
        event["source"] = f"/agencies/{HEALTH}"
    else:
        event["data"]["core"]["producer"] = HEALTH

    answer = gateway.post(event)

    assert answer.status_code == 403
    assert gateway.served[POLICE].spool.counts().waiting == 0
    assert gateway.served[HEALTH].spool.counts().waiting == 0


def test_each_event_of_a_batch_is_answered_by_itself(gateway: Gateway) -> None:
    """207: what is wrong holds back nothing else, and a broken rest is told."""
    good, bad, known = document(), document(), document()
    gateway.post(known)
    bad["time"] = MARKER
    text = json.dumps([good, bad, known])[:-1] + ', {"broken": '

    answer = gateway.post(text.encode(), BATCH)

    assert answer.status_code == 207
    entries = answer.json()["events"]
    assert [entry["status"] for entry in entries] == [202, 422, 200, 400]
    assert [entry["number"] for entry in entries] == [1, 2, 3, 4]
    assert MARKER not in answer.text


def test_a_batch_is_kept_in_one_transaction(gateway: Gateway) -> None:
    """All of it at the same moment: a write to the disk costs the same for one and for many."""
    answer = gateway.post([document() for _ in range(20)], BATCH)

    assert {entry["status"] for entry in answer.json()["events"]} == {202}
    assert len({entry["receipt"]["kept"] for entry in answer.json()["events"]}) == 1


def test_an_event_that_stands_twice_in_a_batch_is_kept_once(gateway: Gateway) -> None:
    """The same is answered as known, another content of its id with a conflict."""
    event, other = document(), document()
    changed = {**other, "data": document()["data"]}
    changed["data"]["detail"]["concern"] = MARKER

    answer = gateway.post([event, event, other, changed], BATCH)

    statuses = [entry["status"] for entry in answer.json()["events"]]
    assert statuses == [202, 200, 202, 409]
    assert gateway.served[POLICE].spool.counts().waiting == 2


def test_a_batch_may_correct_an_event_of_its_own(gateway: Gateway) -> None:
    """The correction goes with the keys of that event, as if they had been posted one by one."""
    event = {**document(), "partitionkey": "family-17"}
    amends = {
        "specversion": "1.0",
        "id": f"{event['id']}-2",
        "type": Correction.TYPE,
        "time": event["time"],
        "data": {
            "core": {"exercise": event["data"]["core"]["exercise"]},
            "detail": {
                "corrects": event["id"],
                "because": "It was another day.",
                "changes": [{"field": "core.summary", "value": "It was on Sunday."}],
            },
        },
    }

    answer = gateway.post([event, amends], BATCH)

    assert [entry["status"] for entry in answer.json()["events"]] == [202, 202], answer.text
    row = gateway.served[POLICE].spool.row(amends["id"])
    assert row is not None
    assert row.outgoing.key == b"family-17"
    assert row.amends == event["id"]


def test_an_empty_batch_is_no_mistake(gateway: Gateway) -> None:
    """200: a scheduled job may have nothing to tell."""
    answer = gateway.post([], BATCH)

    assert (answer.status_code, answer.json()) == (200, {"events": []})


def test_another_form_is_not_read(gateway: Gateway) -> None:
    """415, with what is read."""
    forms: list[tuple[str, dict[str, str]]] = [
        ("text/plain", {}),
        ("", {}),
        ("application/cloudevents+avro", {}),
        ("multipart/form-data; boundary=x", {}),
        (STRUCTURED, {"content-encoding": "gzip"}),
    ]
    for content_type, more in forms:
        answer = gateway.post(document(), content_type, **more)

        assert answer.status_code == 415
        assert answer.headers["content-type"] == PROBLEM


def test_what_is_no_object_is_refused(gateway: Gateway) -> None:
    """400, and nothing is kept."""
    for body in (b"", b"{", b"[1]", b"null", b'"text"', b"\xff\xfe"):
        assert gateway.post(body).status_code == 400
    assert gateway.served[POLICE].spool.counts().waiting == 0


def test_a_body_that_is_too_large_is_not_read(gateway: Gateway) -> None:
    """413, by what is announced and by what comes."""
    large = b" " * (INPUT_BYTES + 70_000)
    announced = gateway.post(large)
    parts = (large[at : at + 65_536] for at in range(0, len(large), 65_536))

    streamed = gateway.client.post(
        "/events",
        content=parts,
        headers={"content-type": STRUCTURED, "wholepicture-agency": POLICE},
    )

    assert (announced.status_code, streamed.status_code) == (413, 413)


def test_attributes_in_headers_are_decoded(gateway: Gateway) -> None:
    """Quotes and percent signs, as the HTTP binding writes them."""
    event = document()
    body, headers = binary(event)
    headers["ce-id"] = f'"{event["id"].replace("-", "%2D")}"'

    answer = gateway.post(body, "application/json", **headers)

    assert answer.json()["receipt"] == event["id"]


def test_an_odd_form_is_read_and_remarked(gateway: Gateway) -> None:
    """A whole event as plain JSON, as from Kafka: read, and its sender hears how to send it."""
    answer = gateway.post(document(), "application/json")

    assert answer.status_code == 202
    assert answer.json()["complete"] is True
    assert [remark["field"] for remark in answer.json()["remarks"]] == ["content-type"]


def test_a_correction_follows_its_event(gateway: Gateway) -> None:
    """It takes over the key of its event, so that Kafka keeps the order."""
    event = {**document(), "partitionkey": "opaque-17"}
    gateway.post(event)
    correction = document("correction")
    correction["data"]["detail"] |= {
        "corrects": event["id"],
        "changes": [{"field": "core.urgency", "value": "immediate"}],
    }
    correction.pop("partitionkey", None)

    answer = gateway.post(correction)

    assert answer.status_code == 202
    row = gateway.served[POLICE].spool.row(correction["id"])
    assert row is not None
    assert attributes_of(row.outgoing.headers)["partitionkey"] == "opaque-17"


def test_what_kafka_refused_is_replaced_by_what_is_right(gateway: Gateway) -> None:
    """Nobody was told of it, so the same id may say something else."""
    event, spool = document(), gateway.served[POLICE].spool
    gateway.post(event)
    spool.mark_failed(spool.unsent(), "MessageSizeTooLargeError", refused=True)
    event["data"]["detail"]["concern"] = "Shorter."

    answer = gateway.post(event)

    assert (answer.status_code, answer.json()["status"]) == (202, "waiting")


def test_a_repeat_is_known_after_the_spool_was_pruned(gateway: Gateway) -> None:
    """The same content is a repeat, and other content a conflict, however long ago."""
    event, spool = document(), gateway.served[POLICE].spool
    gateway.post(event)
    spool.mark_sent(spool.unsent())
    spool.prune(gateway.served[POLICE].publisher.now())

    same = gateway.post(event)
    event["data"]["detail"]["concern"] = "Something else."

    assert (same.status_code, same.json()["status"]) == (200, "sent")
    assert gateway.post(event).status_code == 409
    assert spool.counts().waiting == 0
