"""A subscriber that does much of it wrong: it answers everything anew, and dies of a new field."""

import json
import sys
from uuid import uuid4

for line in sys.stdin:
    event = json.loads(line)
    data = event["data"] if isinstance(event["data"], dict) else {}
    if "of_a_newer_version" in data:
        sys.exit(1)
    reply = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "/recipients/front-door-bristol",
        "type": "uk.wholepicture.recipient.acknowledged.v1",
        "time": "2026-11-18T10:00:00Z",
        "data": {"delivery": event["id"]},
    }
    sys.stdout.write(json.dumps([reply]) + "\n")
    sys.stdout.flush()
