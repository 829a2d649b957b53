"""A real Apache Kafka on this machine, with nothing but Python installed."""

from wholepicture_bus.local.broker import LocalBroker
from wholepicture_bus.local.errors import (
    AlreadyRunningError,
    JarError,
    JavaError,
    LocalBrokerError,
)
from wholepicture_bus.local.folders import cache_folder, data_folder

__all__ = [
    "AlreadyRunningError",
    "JarError",
    "JavaError",
    "LocalBroker",
    "LocalBrokerError",
    "cache_folder",
    "data_folder",
]
