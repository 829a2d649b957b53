"""Webhooks: a recipient's items, each posted and signed, for a system that cannot speak Kafka."""
