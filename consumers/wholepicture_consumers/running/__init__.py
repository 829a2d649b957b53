"""Running the bus: the stages as processes, and their status."""
