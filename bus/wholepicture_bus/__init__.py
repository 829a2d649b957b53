"""How the events travel: Kafka clients, topics, binding, the spool, the local broker."""
