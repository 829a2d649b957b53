"""What a person is told when the local broker cannot do what was asked."""

from wholepicture_bus.errors import StopError


class LocalBrokerError(StopError):
    """The local broker cannot start, stop or be found; its text is a sentence for a person."""


class JarError(LocalBrokerError):
    """Kafka's jars cannot be had, or are not the locked ones."""


class JavaError(LocalBrokerError):
    """No Java that can run Kafka was found."""


class AlreadyRunningError(LocalBrokerError):
    """A broker already holds this data folder."""
