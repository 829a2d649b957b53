"""The database: what has been handled, what is known, what is held, and who may write."""

from wholepicture_engine.store.database import Database, Transaction
from wholepicture_engine.store.documents import BatchWork
from wholepicture_engine.store.framing import packed, unpacked

__all__ = ["BatchWork", "Database", "Transaction", "packed", "unpacked"]
