"""Conformance: a recorded stream played at a subscriber, and what it must make of it."""
