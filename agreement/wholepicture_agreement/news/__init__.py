"""News of a child, for those who told of the child before: who hears of it, and what."""
