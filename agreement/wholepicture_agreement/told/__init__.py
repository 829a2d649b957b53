"""What an event tells, read once: its facts, ages, and who is not named."""
