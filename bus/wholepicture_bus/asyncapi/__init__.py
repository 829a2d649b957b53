"""All topics as an AsyncAPI 3 document."""

from wholepicture_bus.asyncapi.document import Owner, document

__all__ = ["Owner", "document"]
