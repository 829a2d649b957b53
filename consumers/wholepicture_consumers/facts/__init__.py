"""What is so: the records of ``children`` folded. Nothing is decided here, and nothing is sent."""
