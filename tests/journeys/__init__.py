"""Journeys: one child's story at a time, over the whole bus, on a real broker."""
