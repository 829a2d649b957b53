"""A subscriber on Kafka that reads what was taken back, and begins at the newest after a crash."""

import os
import sqlite3
import sys
from uuid import uuid4

from kafka import KafkaConsumer
from wholepicture_bus import client

recipient, file = os.environ["WHOLEPICTURE_RECIPIENT"], sys.argv[1]
record = sqlite3.connect(file, timeout=10)
record.execute("CREATE TABLE IF NOT EXISTS item (id PRIMARY KEY)")
if "--list" in sys.argv:
    sys.stdout.writelines(f"{name}\n" for (name,) in record.execute("SELECT id FROM item"))
    sys.exit()

is_first = not record.execute("SELECT 1 FROM item").fetchone()
consumer: KafkaConsumer = client.consumer(
    os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    f"hasty.{uuid4().hex}",
    isolation_level="read_uncommitted",
    auto_offset_reset="earliest" if is_first else "latest",
)
consumer.subscribe([f"referrals.{recipient}", f"notices.{recipient}"])
for message in consumer:
    name = dict(message.headers)["ce_id"].decode()
    with record:
        record.execute("INSERT OR IGNORE INTO item VALUES (?)", (name,))
    consumer.commit()
