"""Rebuilding what is known: the records of ``children`` folded anew, beside what the stage has."""
