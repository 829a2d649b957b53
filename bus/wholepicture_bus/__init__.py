"""How Whole Picture's events travel: Kafka, topics, the loop, held records, the local broker."""
