"""The topics of an agreement as an AsyncAPI document."""

import datetime as dt
from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_bus.asyncapi import Owner, document

from wholepicture_consumers.topic_specs import topic_specs


def described(agreement: Agreement, at: dt.datetime) -> dict[str, Any]:
    """The document of every topic that the agreement needs, by its version in force at a time."""
    agencies = [Owner(name, agreement.agencies[name].name) for name in agreement.agency_ids]
    recipients = [Owner(name, agreement.recipients[name].name) for name in agreement.subscribers]
    return document(
        agreement.partnership.name,
        agreement.in_force(at).version,
        {"agency": agencies, "recipient": recipients, "sender": [*agencies, *recipients]},
        topic_specs(agreement),
    )
