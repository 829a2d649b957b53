"""Patterns over time: the published rules, and what of a child's events makes one of them."""
