"""The database: what has been handled, what is known, what is held, and who may write."""

from wholepicture_engine.store.database import Database, Transaction
from wholepicture_engine.store.documents import BatchWork
from wholepicture_engine.store.framing import packed, unpacked
from wholepicture_engine.store.memory import Memory

__all__ = ["BatchWork", "Database", "Memory", "Transaction", "packed", "unpacked"]
