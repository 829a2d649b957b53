"""Equality: in aggregate, who is told of, and how soon they are answered, by group."""
