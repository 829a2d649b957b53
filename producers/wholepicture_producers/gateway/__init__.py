"""The gateway: agencies that cannot speak Kafka post CloudEvents over HTTP, and ask what became.

It writes through the same spool as the publisher, one for each agency, and reads no delivery.
"""
